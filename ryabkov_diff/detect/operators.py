"""Table → Finding: the kinds `negation`, `contradiction`, `modality` and `quantifier`.

All four compare what governs a word with what governs its counterpart, and need to know what negates in either
wording: that is worked out once for each collation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ryabkov_diff.detect.contradictions import CONTRADICTION_RULES, find_contradictions
from ryabkov_diff.detect.counterparts import collated
from ryabkov_diff.detect.modality import MODALITY_RULES, find_modalities
from ryabkov_diff.detect.negations import NEGATION_RULES, find_negations
from ryabkov_diff.detect.polarity import Polarity
from ryabkov_diff.detect.quantifiers import QUANTIFIER_RULES, find_differing_quantifiers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ryabkov_diff.domain import Finding, Table

__all__ = ["OperatorDetector"]


class OperatorDetector:
    """Find what is negated, turned into its opposite, possible or universal in one wording of a passage only."""

    kinds = ("negation", "contradiction", "modality", "quantifier")
    rules: ClassVar[Mapping[str, str]] = {
        **NEGATION_RULES,
        **CONTRADICTION_RULES,
        **MODALITY_RULES,
        **QUANTIFIER_RULES,
    }

    def detect(self, table: Table) -> Iterator[Finding]:
        """Yield findings with empty ids."""
        for words in collated(table):
            polarity = Polarity(words)
            yield from find_negations(table, polarity)
            yield from find_contradictions(table, polarity)
            yield from find_modalities(table, polarity)
            yield from find_differing_quantifiers(table, polarity)
