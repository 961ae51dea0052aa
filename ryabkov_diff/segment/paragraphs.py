"""Text → paragraphs; a part of `segment`."""

from __future__ import annotations

import re
from itertools import pairwise

__all__ = ["split_paragraphs", "without_blanks"]

_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")

# A text counts as wrapped at a column when it has at least so many line breaks inside blocks of lines …
_WRAPPED_BREAKS = 3
# … no line is longer than this …
_WRAPPED_COLUMNS = 120
# … and for at least this share of the breaks, the next line's first word would not have fitted on the line.
_WRAPPED_SHARE = 0.8

# Where the end of a line is looked at: the last mark, and what may close behind it.
_LINE_END = 8
# What a sentence, a title or an introduction of a quotation ends with.
_ENDS_SENTENCE = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*$|[\"”»]\s*$")


def split_paragraphs(text: str) -> tuple[tuple[tuple[int, int], ...], bool]:
    """Split a text into paragraphs.

    Blank lines always part paragraphs. A single line break does, too, unless the text is wrapped at a column, or the
    line ends in the middle of a sentence that the next one continues in lower case.

    Args:
        text: The whole text of an article.

    Returns:
        Half-open spans in order, without the white space around each, and whether lines were joined.
    """
    lines = [span for match in _LINE.finditer(text) if (span := without_blanks(text, *match.span()))]
    blocks: list[list[tuple[int, int]]] = []
    for line in lines:
        if blocks and not _blank_between(text, blocks[-1][-1][1], line[0]):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    wrapped = _is_wrapped(text, blocks)
    paragraphs: list[tuple[int, int]] = []
    joined = False
    for block in blocks:
        paragraphs.append(block[0])
        for previous, line in pairwise(block):
            if wrapped or _continues(text, previous, line):
                paragraphs[-1] = (paragraphs[-1][0], line[1])
                joined = True
            else:
                paragraphs.append(line)
    return tuple(paragraphs), joined


def _blank_between(text: str, start: int, end: int) -> bool:
    """Say whether a blank line lies in this white space between two lines."""
    return len(re.findall(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", text[start:end])) > 1


def _is_wrapped(text: str, blocks: list[list[tuple[int, int]]]) -> bool:
    breaks = [pair for block in blocks for pair in pairwise(block)]
    width = max((end - start for block in blocks for start, end in block), default=0)
    if len(breaks) < _WRAPPED_BREAKS or width > _WRAPPED_COLUMNS:
        return False
    full = sum(
        end - start + 1 + len(text[next_start:next_end].split(maxsplit=1)[0]) > width
        for (start, end), (next_start, next_end) in breaks
    )
    return full >= _WRAPPED_SHARE * len(breaks)


def _continues(text: str, previous: tuple[int, int], line: tuple[int, int]) -> bool:
    """Say whether a line goes on with the sentence of the line before."""
    return text[line[0]].islower() and not _ENDS_SENTENCE.search(
        text, max(previous[0], previous[1] - _LINE_END), previous[1]
    )


def without_blanks(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return a span without the white space at its edges; None when nothing else is in it."""
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return None
    start += len(piece) - len(piece.lstrip())
    return start, start + len(stripped)
