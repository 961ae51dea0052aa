"""Which paragraphs are no part of an article; a part of `segment`. The patterns stand in `boilerplate.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["is_boilerplate"]

# Appeals and credits are short: a paragraph longer than this is text whatever it begins with.
_LONGEST = 400
# A line about the publication has no more words, but for captions.
_LINE_WORDS = 20

# What may stand in front of what matches at the start; some patterns begin with a bracket besides.
_FRONT = r"[\W_]{0,3}"
_WORD = re.compile(r"[a-z]+")
_FIRST_WORD = re.compile(r"[\W_]{0,4}?(©|[^\W\d_]+)")
_YEAR = re.compile(r"\d{4}")


@cache
def _patterns() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return the patterns of each table by the words of its keys."""
    data = tomllib.loads(Path(__file__).with_name("boilerplate.toml").read_text(encoding="utf-8"))
    tables: dict[str, dict[str, list[str]]] = {}
    for name, table in data.items():
        by_word = tables.setdefault(name, {})
        for key, patterns in table.items():
            for word in key.split():
                by_word.setdefault(word, []).extend(patterns)
    return tables


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def is_boilerplate(paragraph: str) -> bool:
    """Say whether a paragraph is an appeal, a credit, a trailer or a line about the publication.

    >>> is_boilerplate("For all the latest headlines follow our Google News channel online or via the app.")
    True
    """
    if len(paragraph) > _LONGEST:
        return False
    pieces = paragraph.split()
    paragraph = " ".join(pieces)
    tables = _patterns()
    first = _FIRST_WORD.match(paragraph)
    if first is None and not any(map(str.isalnum, paragraph)):
        return bool(paragraph)
    starts = tables["starts"].get(first[1].lower(), ()) if first else ()
    return any(_compiled(f"{_FRONT}(?:{pattern})").match(paragraph) for pattern in starts) or any(
        _compiled(pattern).fullmatch(paragraph) for pattern in _wholes(paragraph, len(pieces))
    )


def _wholes(paragraph: str, count: int) -> Iterator[str]:
    """Yield the patterns that may match a paragraph of so many words as a whole."""
    tables = _patterns()
    if paragraph.endswith(")"):
        yield from tables["captions"][")"]
    if count <= _LINE_WORDS:
        words = set(_WORD.findall(paragraph.lower()))
        if _YEAR.search(paragraph):
            words.add("year")
        for word in tables["lines"].keys() & words:
            yield from tables["lines"][word]
