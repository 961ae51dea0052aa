"""Which collations detectors read, in what order, and how they read the facts in them."""

from __future__ import annotations

from collections.abc import Sized
from typing import TYPE_CHECKING, Generic, TypeVar

from ryabkov_diff.domain import PassageStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ryabkov_diff.domain import Article, Collation, Segment, Table

Facts = TypeVar("Facts", bound=Sized)

__all__ = ["SURE_PASSAGE", "FactsByWording", "reading_order", "sure_collations"]

# A wording with more numbers, dates or names than this is a table or a list: which of them faces which is chance, and
# to look at each with each would take too long. Statements have a handful, a list of the dead some dozens.
MOST_FACTS = 100

# A passage that more likely than not links two statements; elsewhere other statements have other facts.
SURE_PASSAGE = 0.5


def sure_collations(table: Table) -> Sequence[Collation]:
    """Return the collations of statements that more likely than not report the same, in the order of reading."""
    return table.derived(_sure_collations)


def _sure_collations(table: Table) -> list[Collation]:
    sure = (
        collation
        for collation in table.collations
        if collation.confidence >= SURE_PASSAGE
        and table.passage_by_id[collation.passage].status is not PassageStatus.RELATED
    )
    return sorted(sure, key=lambda one: reading_order(table, one))


def reading_order(table: Table, collation: Collation) -> tuple[tuple[str, str], int]:
    """Return where a collation stands in the article that does not depend on the order of the columns."""
    one, other = (table.article_by_sigil[sigil].content_key for sigil in collation.articles)
    own, others = table.sides_of(collation)
    return (one, own[0].start) if one <= other else (other, others[0].start)


class FactsByWording(Generic[Facts]):
    """The facts of one sort in the wordings of a table, each wording read once and only where it is asked for."""

    def __init__(self, table: Table, read: Callable[[Article, tuple[Segment, ...]], Facts]) -> None:
        """Take what reads the facts of an article's wording of a passage, given by its segments."""
        self._table, self._read = table, read
        self._kept: dict[tuple[str, str], Facts] = {}

    def facing(self, collation: Collation) -> tuple[Facts, Facts] | None:
        """Return the facts of both wordings; None where one has none, or too many, and nothing can be compared."""
        sides = self._table.sides_of(collation)
        own = self._of(collation.passage, collation.articles[0], sides[0])
        if not 0 < len(own) <= MOST_FACTS:
            return None
        others = self._of(collation.passage, collation.articles[1], sides[1])
        return (own, others) if 0 < len(others) <= MOST_FACTS else None

    def _of(self, passage: str, sigil: str, segments: tuple[Segment, ...]) -> Facts:
        kept = self._kept.get((passage, sigil))
        if kept is None:
            kept = self._kept[passage, sigil] = self._read(self._table.article_by_sigil[sigil], segments)
        return kept
