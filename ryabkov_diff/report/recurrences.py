"""Which statements recur: alike in articles of different events."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from ryabkov_diff.domain import RelationKind, SegmentKind
from ryabkov_diff.text import content_stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ryabkov_diff.domain import Comparison

__all__ = ["Occurrence", "Recurrence", "find_recurrences"]

# A passage that links two events is told only where it is more likely than not that both say the same thing.
MIN_CONFIDENCE = 0.5
# Of other links between events a comparison holds no confidence, and many are of a common subject only: their words
# must speak for them. Half of the content words of the shorter one, and so many that a name alone is not enough.
MIN_SHARE = 0.5
MIN_COMMON = 4


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A statement on one occasion.

    Attributes:
        passage: The id of its passage.
        articles: The sigla of those of one event that carry it, in column order.
    """

    passage: str
    articles: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of this occurrence."""
        return {"passage": self.passage, "articles": list(self.articles)}


@dataclass(frozen=True, slots=True)
class Recurrence:
    """What is said alike on several occasions: the first of the occurrences is linked to each of the others."""

    occurrences: tuple[Occurrence, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of this recurrence."""
        return {"occurrences": [one.to_dict() for one in self.occurrences]}


def find_recurrences(comparison: Comparison, events: Sequence[Sequence[str]]) -> tuple[Recurrence, ...]:
    """Find what is said on several occasions, from the links between events that the comparison holds.

    No chains are followed: what is alike to one of two statements need not be alike to the other.

    Args:
        comparison: Of all articles.
        events: Their sigla by event, in the order of the report.

    Returns:
        In the order of the first occurrence. Each link is told once.
    """
    event_of = {sigil: number for number, sigla in enumerate(events) for sigil in sigla}
    reading_order = {row.id: number for number, row in enumerate(comparison.passages)}
    passages = {row.id: row for row in comparison.passages}

    def occurrence(passage: str, sigil: str) -> Occurrence:
        own = event_of[sigil]
        return Occurrence(passage, tuple(one for one in passages[passage].sigla if event_of[one] == own))

    def place(one: Occurrence) -> tuple[int, int]:
        return event_of[one.articles[0]], reading_order[one.passage]

    alike: dict[Occurrence, set[Occurrence]] = defaultdict(set)
    for ends in _links(comparison):
        one, other = sorted((occurrence(*end) for end in ends), key=place)
        if event_of[one.articles[0]] != event_of[other.articles[0]]:
            alike[one].add(other)
    told: set[tuple[Occurrence, Occurrence]] = set()
    found = []
    for first in sorted(alike, key=place):
        others = sorted((one for one in alike[first] if (first, one) not in told), key=place)
        if others:
            found.append(Recurrence((first, *others)))
            told |= set(combinations((first, *others), 2))
    return tuple(found)


def _links(comparison: Comparison) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Yield what is said alike in articles of related events, each end as passage and sigil."""
    speech = {SegmentKind.QUOTED, SegmentKind.REPORTED}
    said_in = {
        segment: (row.id, sigil)
        for row in comparison.passages
        for sigil, ids in row.segments.items()
        for segment in ids
        if comparison.segment(segment).kind in speech
    }
    confidence = {row.id: row.confidence for row in comparison.passages}
    for relation in comparison.relations:
        if relation.relation is not RelationKind.RELATED:
            continue
        for a, b in relation.evidence.get("linked", ()):
            if a in said_in and b in said_in:
                one, other = said_in[a], said_in[b]
                if confidence[one[0]] >= MIN_CONFIDENCE if one[0] == other[0] else _share_words(comparison, a, b):
                    yield one, other


def _share_words(comparison: Comparison, *segments: str) -> bool:
    """Say whether two statements have so many words in common that they are alike beyond doubt."""
    one, other = (content_stems(comparison.segment(each).text) for each in segments)
    common = len(one & other)
    return common >= MIN_COMMON and common >= MIN_SHARE * min(len(one), len(other))
