"""With which verbs the outlets report speech."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ryabkov_diff.domain import Comparison

__all__ = ["ReportingVerb", "count_reporting_verbs"]


@dataclass(frozen=True, slots=True)
class ReportingVerb:
    """A verb or phrase that introduces speech, e.g. `said`, `according to`.

    Attributes:
        cue: In lower case.
        counts: How many reporting clauses have it, by sigil; in column order, without articles that have none.
    """

    cue: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many reporting clauses have it in all articles."""
        return sum(self.counts.values())

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of this verb."""
        return {"cue": self.cue, "counts": dict(self.counts), "total": self.total}


def count_reporting_verbs(comparison: Comparison) -> tuple[ReportingVerb, ...]:
    """Count the verbs of all articles, the most frequent first, else by the alphabet.

    Statements that follow one another in a paragraph with one speaker and one verb share their clause.
    """
    counts: dict[str, Counter[str]] = {}
    for sigil in comparison.sigla:
        before = None
        for segment in comparison.statements(sigil):
            clause = (segment.paragraph, segment.speaker, segment.cue)
            if segment.cue is not None and clause != before:
                counts.setdefault(segment.cue.casefold(), Counter())[sigil] += 1
            before = clause
    found = (
        ReportingVerb(cue, {sigil: own[sigil] for sigil in comparison.sigla if own[sigil]})
        for cue, own in counts.items()
    )
    return tuple(sorted(found, key=lambda one: (-one.total, one.cue)))
