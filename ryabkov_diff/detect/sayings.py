"""Which statements of an article have which content words, found without reading the whole article each time."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from ryabkov_diff.text import content_stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from ryabkov_diff.domain import Segment, Table

__all__ = ["Sayings", "read_sayings"]

# The places of a stem that no statement has.
_NOWHERE = np.array([], dtype=np.int64)


class Sayings:
    """The content words of an article's statements."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        """Index statements by their content words.

        Args:
            segments: Of one article, in order.
        """
        self.segments = segments
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for place, segment in enumerate(segments):
            for one in content_stems(segment.text):
                self._places[one].append(place)
        # In a long article a stem has many places, so that they are counted by numpy; few stems are asked for.
        self._arrays: dict[str, NDArray[np.int64]] = {}

    def _places_of(self, stem: str) -> NDArray[np.int64]:
        """Return where the statements stand that have a stem that some have."""
        if stem not in self._arrays:
            self._arrays[stem] = np.array(self._places[stem], dtype=np.int64)
        return self._arrays[stem]

    def shared(self, stems: Iterable[str]) -> NDArray[np.int64]:
        """Count how many of some stems each statement has, by its place."""
        having = [self._places_of(one) for one in stems if one in self._places]
        return np.bincount(np.concatenate(having) if having else _NOWHERE, minlength=len(self.segments))

    def most(self, stems: frozenset[str]) -> int:
        """Return how many of some stems the statement has that has most of them."""
        return int(self.shared(stems).max(initial=0))

    def saying(self, stems: frozenset[str], share: float) -> Iterator[Segment]:
        """Yield, in order, the statements that have at least this share of some stems; all, where there are none."""
        shared = self.shared(stems)
        enough = (shared >= share * len(stems)) & (shared >= min(1, len(stems)))
        return (self.segments[place] for place in np.flatnonzero(enough).tolist())


def read_sayings(table: Table) -> dict[str, Sayings]:
    """Index all articles of a table, by their sigla."""
    return table.derived(_sayings)


def _sayings(table: Table) -> dict[str, Sayings]:
    return {sigil: Sayings(segments) for sigil, segments in table.segments_by_article.items()}
