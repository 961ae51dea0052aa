"""Which collations detectors read, and in what order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ryabkov_diff.domain import PassageStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ryabkov_diff.domain import Collation, Table

__all__ = ["MOST_FACTS", "SURE_PASSAGE", "reading_order", "sure_collations"]

# A wording with more numbers, dates or names than this is a table or a list: which of them faces which is chance, and
# to look at each with each would take too long. Statements have a handful, a list of the dead some dozens.
MOST_FACTS = 100

# A passage that more likely than not links two statements; elsewhere other statements have other facts.
SURE_PASSAGE = 0.5


def sure_collations(table: Table) -> Iterator[Collation]:
    """Yield the collations of statements that more likely than not report the same, in the order of reading."""
    sure = (
        collation
        for collation in table.collations
        if collation.confidence >= SURE_PASSAGE
        and table.passage_by_id[collation.passage].status is not PassageStatus.RELATED
    )
    yield from sorted(sure, key=lambda one: reading_order(table, one))


def reading_order(table: Table, collation: Collation) -> tuple[tuple[str, str], int]:
    """Return where a collation stands in the article that does not depend on the order of the columns."""
    guide = min(collation.articles, key=lambda sigil: table.article_by_sigil[sigil].content_key)
    passage = table.passage_by_id[collation.passage]
    return table.article_by_sigil[guide].content_key, table.segments_of(passage, guide)[0].start
