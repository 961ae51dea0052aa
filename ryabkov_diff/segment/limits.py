"""How long an article may be; a part of `segment`, which stops where one is too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ryabkov_diff.domain import SegmentKind
from ryabkov_diff.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ryabkov_diff.domain import Article

__all__ = ["check_statements", "check_text"]

# What ends lines and sentences, and quotation marks: what the work of cutting a text grows with.
_MARKS = '\n\r\x0b\x0c\x85\u2028\u2029.!?…"“”„«»‘'
# A statement has two or three of them in prose, and four in short paragraphs of direct speech. With so many for each
# statement that is allowed, a text has too many statements, or is none.
_MARKS_OF_A_STATEMENT = 20
# A statement of prose has some 120. Longer ones cost as much as several.
_CHARACTERS_OF_A_STATEMENT = 400
# Titles, bylines and notices are not compared.
_BESIDES = frozenset({SegmentKind.HEADLINE, SegmentKind.BOILERPLATE})


def check_text(article: Article, limit: int) -> None:
    """Refuse, before it is cut, an article that is too long for its statements: cutting it alone may take minutes.

    Args:
        article: With its text.
        limit: The most statements that an article may have.

    Raises:
        InputError: It has more than 400 characters for each of them, or more than twenty line ends, sentence ends and
            quotation marks.
    """
    text = article.text or ""
    for count, most, what in (
        (len(text), _CHARACTERS_OF_A_STATEMENT, "characters"),
        (sum(map(text.count, _MARKS)), _MARKS_OF_A_STATEMENT, "line ends, sentence ends and quotation marks"),
    ):
        if count > limit * most:
            msg = f"{article.label} has {count:,} {what}, too many for {limit:,} statements, the limit"
            raise InputError(msg, f"--max-statements {-(-count // most)}")


def check_statements(article: Article, kinds: Iterable[SegmentKind], limit: int) -> None:
    """Refuse an article that would take hours: the time of a comparison grows with the product of their lengths.

    Args:
        article: Whose label is named.
        kinds: Of all its segments.
        limit: The most statements that it may have.

    Raises:
        InputError: It has more.
    """
    count = sum(kind not in _BESIDES for kind in kinds)
    if count > limit:
        msg = f"{article.label} has {count:,} statements, more than the limit of {limit:,}"
        raise InputError(msg, f"--max-statements {count}")
