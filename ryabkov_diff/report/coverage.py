"""Who carries which statement, at which place and at what length; what each article leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ryabkov_diff.domain import DECIMALS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ryabkov_diff.domain import Comparison

__all__ = ["Coverage", "Place", "cover_statements", "place_statements"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article has a statement.

    Attributes:
        rank: Its number among the statements of the article, from 1; the first one's, where it is several. None where
            only the headline says it.
        share: Of the words of the article's statements that it takes, in [0, 1]; headlines aside.
    """

    rank: int | None
    share: float

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of this place."""
        return {"rank": self.rank, "share": self.share}


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an article carries of what all articles of an event have between them.

    Attributes:
        sigil: Of the article.
        carried: How many passages it carries, those that are made of headlines only aside.
        of: How many there are.
        shared: How many of those that it carries others carry, too.
        leaves_out: The ids of the passages that others carry and it does not, in reading order.
    """

    sigil: str
    carried: int
    of: int
    shared: int
    leaves_out: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of all statements that it carries, in [0, 1]; 0 where there are none."""
        return self.carried / self.of if self.of else 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of this coverage."""
        return {
            "article": self.sigil,
            "carried": self.carried,
            "of": self.of,
            "share": round(self.share, DECIMALS),
            "shared": self.shared,
            "leaves_out": list(self.leaves_out),
        }


def place_statements(comparison: Comparison) -> Mapping[str, Mapping[str, Place]]:
    """Return the place of each passage in each article that carries it, by the passage's id and the sigil."""
    ranks: dict[str, int] = {}
    words: dict[str, int] = {}
    for sigil in comparison.sigla:
        statements = comparison.statements(sigil)
        ranks |= {segment.id: number for number, segment in enumerate(statements, 1)}
        words[sigil] = sum(len(segment.text.split()) for segment in statements)

    def place(sigil: str, ids: Sequence[str]) -> Place:
        own = [one for one in ids if one in ranks]
        taken = sum(len(comparison.segment(one).text.split()) for one in own)
        rank = min((ranks[one] for one in own), default=None)
        return Place(rank, round(taken / max(1, words[sigil]), DECIMALS))

    return {
        passage.id: {sigil: place(sigil, ids) for sigil, ids in passage.segments.items()}
        for passage in comparison.passages
        if not comparison.is_headline(passage)
    }


def cover_statements(comparison: Comparison, places: Mapping[str, Mapping[str, Place]]) -> tuple[Coverage, ...]:
    """Return what each article carries and leaves out, in column order.

    Args:
        comparison: Of the articles of one event.
        places: From `place_statements`.
    """
    return tuple(
        Coverage(
            sigil,
            sum(sigil in carrying for carrying in places.values()),
            len(places),
            sum(sigil in carrying and len(carrying) > 1 for carrying in places.values()),
            tuple(passage for passage, carrying in places.items() if sigil not in carrying),
        )
        for sigil in comparison.sigla
    )
