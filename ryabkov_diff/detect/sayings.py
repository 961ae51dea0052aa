"""Which statements of an article have which content words, found without reading the whole article each time."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from ryabkov_diff.text import content_stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ryabkov_diff.domain import Segment, Table

__all__ = ["Sayings", "read_sayings"]

# How many articles to keep the index of: those of one comparison.
CACHED_ARTICLES = 16


class Sayings:
    """The content words of an article's statements."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        """Index statements by their content words.

        Args:
            segments: Of one article, in order.
        """
        self.segments = segments
        self._places: dict[str, list[int]] = {}
        for place, segment in enumerate(segments):
            for one in content_stems(segment.text):
                self._places.setdefault(one, []).append(place)

    def shared(self, stems: Iterable[str]) -> Counter[int]:
        """Count how many of some stems each statement has, by its place; statements that have none are left out."""
        return Counter(chain.from_iterable(self._places.get(one, ()) for one in stems))

    def most(self, stems: frozenset[str]) -> int:
        """Return how many of some stems the statement has that has most of them."""
        return max(self.shared(stems).values(), default=0)

    def saying(self, stems: frozenset[str], share: float) -> Iterator[Segment]:
        """Yield, in order, the statements that have at least this share of some stems; all, where there are none."""
        shared = self.shared(stems)
        places = sorted(shared) if stems else range(len(self.segments))
        return (self.segments[place] for place in places if shared[place] >= share * len(stems))


def read_sayings(table: Table) -> dict[str, Sayings]:
    """Index all articles of a table, by their sigla."""
    return {article.sigil: _sayings_of(tuple(table.segments_by_article[article.sigil])) for article in table.articles}


@lru_cache(maxsize=CACHED_ARTICLES)
def _sayings_of(segments: tuple[Segment, ...]) -> Sayings:
    """Index an article once: several detectors ask for it."""
    return Sayings(segments)
