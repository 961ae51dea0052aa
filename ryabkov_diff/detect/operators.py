"""Table → Finding: the kinds `negation`, `contradiction`, `modality` and `quantifier`.

All four compare what governs a word with what governs its counterpart, and need to know what negates in either
wording: that is worked out once for each collation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ryabkov_diff.detect.contradictions import find_contradictions
from ryabkov_diff.detect.counterparts import collated
from ryabkov_diff.detect.modality import find_modalities
from ryabkov_diff.detect.negations import find_negations
from ryabkov_diff.detect.polarity import Polarity
from ryabkov_diff.detect.quantifiers import find_differing_quantifiers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ryabkov_diff.domain import Finding, Table

__all__ = ["OperatorDetector"]


class OperatorDetector:
    """Find what is negated, turned into its opposite, possible or universal in one wording of a passage only."""

    kinds = ("negation", "contradiction", "modality", "quantifier")

    def detect(self, table: Table) -> Iterator[Finding]:
        """Yield findings with empty ids."""
        for words in collated(table):
            polarity = Polarity(words)
            yield from find_negations(table, polarity)
            yield from find_contradictions(table, polarity)
            yield from find_modalities(table, polarity)
            yield from find_differing_quantifiers(table, polarity)
