"""Table → Finding: the kinds `negation`, `contradiction`, `modality` and `quantifier`.

All four compare what governs a word with what governs its counterpart, and need to know what negates in either
wording: that is worked out once for each collation.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from ryabkov_diff.detect.contradictions import CONTRADICTION_RULES, find_contradictions
from ryabkov_diff.detect.counterparts import collated
from ryabkov_diff.detect.modality import MODALITY_RULES, find_modalities
from ryabkov_diff.detect.negations import NEGATION_RULES, find_negations
from ryabkov_diff.detect.polarity import Polarity
from ryabkov_diff.detect.quantifiers import QUANTIFIER_RULES, find_differing_quantifiers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ryabkov_diff.detect.counterparts import Counterparts
    from ryabkov_diff.domain import Finding, Table

__all__ = ["OperatorDetector"]


# One outlet reports a statement as made, the other as denied.
DENIALS = frozenset({"statement-denied", "opposite-reports"})


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
            negations = tuple(find_negations(table, polarity))
            contradictions = tuple(find_contradictions(table, polarity))
            modalities = tuple(find_modalities(table, polarity))
            told = tuple(_told(contradictions, one, words) for one in modalities)
            for finding in contradictions:
                yield replace(finding, also=("modality",)) if finding in told else finding
            yield from (one for one, denial in zip(modalities, told, strict=True) if denial is None)
            quantifiers = tuple(find_differing_quantifiers(table, polarity))
            yield from quantifiers
            # "Never came", "often came": how often says all there is to say.
            yield from (one for one in negations if not any(_negates_by(one, other) for other in quantifiers))


def _negates_by(negation: Finding, quantifier: Finding) -> bool:
    """Say whether the word that negates is the one that differs from another quantifier."""
    return negation.rule == "negated-once" and any(
        one.articles == other.articles
        and one.selector is not None
        and other.selector is not None
        and one.selector.start == other.selector.start
        and negation.cues == (other.text,)
        for one, other in zip(negation.readings, quantifier.readings, strict=True)
    )


def _told(contradictions: Iterable[Finding], modality: Finding, words: Counterparts) -> Finding | None:
    """Return the denial that a finding of modality stands under; None for none.

    "Denied that it would close", "said that it might close": how sure the statement is says nothing more where one
    outlet has it denied.
    """
    places = _segments(modality, words)
    return next((one for one in contradictions if one.rule in DENIALS and _segments(one, words) == places), None)


def _segments(finding: Finding, words: Counterparts) -> tuple[str, ...]:
    """Return the ids of the segments in which the readings of a finding lie, all of which have words."""
    return tuple(
        segment.id
        for reading, wording in zip(finding.readings, words.wordings, strict=True)
        for segment in wording.segments
        if reading.selector is not None and segment.start <= reading.selector.start < segment.end
    )
