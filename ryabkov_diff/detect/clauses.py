"""Evidence for words that may stand in a reporting clause.

A clause such as "she said on Thursday" is no statement, and a reading lies inside of one. So where the words of a
finding stand in a clause, the reading is the statement that the clause reports, and the cues name the words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ryabkov_diff.domain import Collation, Reading, Table

__all__ = ["read_words"]


def read_words(
    table: Table, collation: Collation, spans: Sequence[tuple[int, int]]
) -> tuple[tuple[Reading, ...], tuple[str, ...] | None]:
    """Return the evidence for words of two wordings of a passage, or of what their sentences say around them.

    Args:
        table: The table that is read.
        collation: Of the two wordings.
        spans: Where the words stand, one span an article, half-open.

    Returns:
        A reading for each article: the words, or the statement around which they stand. And the words themselves where
        some stand around a statement; None where all stand inside.
    """
    readings, words = [], []
    for sigil, segments, (start, end) in zip(collation.articles, table.sides_of(collation), spans, strict=True):
        words.append((table.article_by_sigil[sigil].text or "")[start:end])
        if any(one.start <= start and end <= one.end for one in segments):
            readings.append(table.reading(sigil, start, end))
            continue
        around = (one for one in segments if one.setting and one.setting[0] <= start and end <= one.setting[1])
        statement = next(around, segments[0])
        readings.append(table.reading(sigil, statement.start, statement.end))
    inside = all(reading.text == one for reading, one in zip(readings, words, strict=True))
    return tuple(readings), None if inside else tuple(words)
