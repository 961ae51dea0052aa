"""Lines of printed pages, with their places → paragraphs: how a PDF, which knows but where words stand, becomes a text.

What stands on every page (running titles, addresses, page numbers) is left out; lines are joined to paragraphs by their
distances, indents and lengths, and words that were divided at the end of a line are made whole.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING
from unicodedata import normalize

from ryabkov_diff.text import content_stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Block", "Line", "build_paragraphs", "drop_running_lines"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands on a page.

    Attributes:
        text: With its blanks folded.
        page: Counted from 0.
        left: Of its first letter, in points from the left.
        height: Of its baseline, in points from the bottom.
        size: Of most of its letters, in points.
        width: From its first letter to the end of its last.
    """

    text: str
    page: int
    left: float
    height: float
    size: float
    width: float


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a title.

    Attributes:
        text: On one line.
        page: On which it begins.
        size: Of its letters, in points.
    """

    text: str
    page: int
    size: float


# Running titles stand in the first or last two lines of a page.
_EDGE_LINES = 2
# On how many of the pages a line must stand to be a running one: left and right pages may have different ones.
_RUNNING_SHARE = 0.4
# A line that is a page number and nothing else: "7", "- 7 -", "Page 7 of 12", "7/12".
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–—|]?\s*\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\s*[-–—|]?", re.IGNORECASE)
# What browsers print above a page: "5/14/24, 9:12 AM  Title", "14.05.2024, 09:12".
_PRINT_STAMP = re.compile(r"\d{1,2}([./])\d{1,2}\1\d{2,4}, \d{1,2}:\d{2}(?:\s?[AP]M)?\b")
# And below: the address, and the page's number behind it.
_PRINT_ADDRESS = re.compile(r"(?:https?|file)://\S+(?:\s+\d+/\d+)?")

# Letters of a title differ from those of the text by more than a tenth of their size.
_SAME_SIZE = 0.1
# Distances between lines are the same when they differ by less than a fifth of the usual one, which a quarter of them
# are below: paragraphs may have one line each. No text is set wider than double-spaced.
_WIDER, _WIDEST = 1.2, 2.5
# Paragraphs stand apart in a document with so many distances that are wider; titles and pictures alone make fewer.
_SPACED = 0.1
# The first line of a paragraph is indented by at least half a letter's size, and by less than six.
_INDENT, _DEEP_INDENT = 0.5, 6.0
# A line is short when it could have held the next one's first word, with a margin for the widths of letters.
_SHORT = 0.98
# Where no sentence ends, or paragraphs stand apart, only a line of less than this share of the usual width ends one: a
# byline, a title.
_VERY_SHORT = 0.6
# The width of a full line is that below which nine in ten lines are.
_FULL_LINE = 0.9

_ENDS_SENTENCE = re.compile(r"[.!?…:;][\"'”’»)\]]*$|[\"”»]$")
_DIVIDED = re.compile(r"(?P<first>[^\W\d_]+)(?P<hyphen>[-\u00ad\u2010])$")
# Words have no more letters; a line without blanks would be searched for ever.
_WORD_LETTERS = 64
_SECOND = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Words that stand before a hyphen more often than they begin a longer word.
_COMPOUNDING = frozenset(
    "twenty thirty forty fifty sixty seventy eighty ninety two three five six seven eight nine self non well long "
    "short high half vice".split()
)
# Unless it goes on like this: "seven-teen".
_NUMBER_ENDING = ("teen", "ty")


def drop_running_lines(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Part the lines of the text from those that stand at the edges of pages: running titles, addresses, page numbers.

    Args:
        lines: Of all pages, in reading order.

    Returns:
        The lines of the text, and the others, each in reading order.
    """
    edges = {line for _, page in groupby(lines, key=lambda line: line.page) for line in _edges(list(page))}
    pages = len({line.page for line in lines})
    counts = Counter(key for key, _ in {(_running_key(line), line.page) for line in edges})
    often = max(2, _RUNNING_SHARE * pages)

    def is_running(line: Line) -> bool:
        return line in edges and (
            counts[_running_key(line)] >= often
            # Ligatures of letters stand in addresses, too.
            or any(form.fullmatch(normalize("NFKC", line.text)) for form in (_PAGE_NUMBER, _PRINT_ADDRESS))
            or _PRINT_STAMP.match(line.text) is not None
        )

    running = [line for line in lines if is_running(line)]
    return [line for line in lines if not is_running(line)], running


def build_paragraphs(lines: Sequence[Line]) -> list[Block]:
    """Join lines to paragraphs.

    Args:
        lines: Of all pages, in reading order, without running ones.

    Returns:
        The paragraphs and titles, in order.
    """
    if not lines:
        return []
    layout = _Layout(lines)
    groups: list[list[Line]] = [[lines[0]]]
    for line in lines[1:]:
        if layout.parts(groups[-1], line):
            groups.append([line])
        else:
            groups[-1].append(line)
    hyphens = _Hyphens(lines)
    return [Block(hyphens.join(group), group[0].page, group[0].size) for group in groups]


class _Layout:
    """What is usual in a document, by the size of its letters: the distance of lines, the width of a full one."""

    def __init__(self, lines: Sequence[Line]) -> None:
        gaps: dict[int, list[float]] = {}
        widths: dict[int, list[float]] = {}
        for line in lines:
            widths.setdefault(round(line.size), []).append(line.width)
        for upper, lower in pairwise(lines):
            gap = upper.height - lower.height
            if upper.page == lower.page and gap > 0 and _same_size(upper, lower):
                gaps.setdefault(round(lower.size), []).append(gap)
        self._gaps = {size: sorted(own)[len(own) // 4] for size, own in gaps.items()}
        self._full = {size: sorted(own)[int(_FULL_LINE * (len(own) - 1))] for size, own in widths.items()}
        # Where paragraphs stand apart, lines need not be short to end one.
        self._spaced = {
            size
            for size, own in gaps.items()
            if sum(gap > _WIDER * self._gaps[size] for gap in own) > _SPACED * len(own)
        }

    def parts(self, paragraph: Sequence[Line], line: Line) -> bool:
        """Say whether a line begins a paragraph, and does not go on with the one before."""
        last = paragraph[-1]
        if not _same_size(last, line):
            return True
        ends = _ENDS_SENTENCE.search(last.text) is not None
        gap = last.height - line.height
        is_below = last.page == line.page and gap > 0
        if is_below:
            if gap > min(_WIDER * self._gaps[round(line.size)], _WIDEST * line.size):
                return True
            indent = (line.left - last.left) / line.size
            if _INDENT < indent < _DEEP_INDENT:
                return True
            # Back at the margin: behind the first line of a paragraph, or behind a quotation that is set in as a whole.
            if -indent > _INDENT:
                return len(paragraph) > 1 and abs(paragraph[-2].left - last.left) < _INDENT * line.size
        elif not ends:
            # A sentence goes on in the next column or on the next page.
            return False
        full = self._full[round(last.size)]
        # What is set in at the left is missing from the width.
        width = last.width + max(0.0, last.left - line.left if is_below else 0.0)
        if ends and not (is_below and round(line.size) in self._spaced):
            first_word = len(line.text.split(maxsplit=1)[0]) + 1
            return width + first_word * line.width / len(line.text) < _SHORT * full
        return width < _VERY_SHORT * full and (ends or not line.text[0].islower())


def _edges(page: Sequence[Line]) -> Iterable[Line]:
    """Return the lines of a page that stand highest and lowest."""
    heights = sorted({round(line.height) for line in page})
    outer = {*heights[:_EDGE_LINES], *heights[-_EDGE_LINES:]}
    return (line for line in page if round(line.height) in outer)


def _running_key(line: Line) -> str:
    return re.sub(r"\d+", "#", normalize("NFKC", line.text).casefold())


def _same_size(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= _SAME_SIZE * max(one.size, other.size)


class _Hyphens:
    """What a document tells about the hyphens at the ends of its lines."""

    def __init__(self, lines: Sequence[Line]) -> None:
        texts = [line.text.casefold() for line in lines]
        self._words = Counter(word for text in texts for word in _WORD.findall(_without_rest(text)))
        # Where words are divided by hyphens of another kind, the usual ones stand in words that are always written so.
        self._has_soft = any(text.endswith(("\u00ad", "\u2010")) for text in texts)

    def join(self, lines: Sequence[Line]) -> str:
        """Return the text of lines as one; words that are divided between two of them are made whole."""
        pieces = [lines[0].text]
        for line in lines[1:]:
            divided, second = _DIVIDED.search(pieces[-1][-_WORD_LETTERS:]), _SECOND.match(line.text[:_WORD_LETTERS])
            if divided is None or second is None:
                pieces.append(" ")
            elif not self._stays(divided["first"].casefold(), divided["hyphen"], second[0]):
                pieces[-1] = pieces[-1][:-1]
            pieces.append(line.text)
        return "".join(pieces)

    def _stays(self, first: str, hyphen: str, second: str) -> bool:
        """Say whether a word has its hyphen within a line, too: "long-term", not "minis-ter"."""
        if hyphen != "-":
            return False
        if self._has_soft or not second.islower():
            return True
        whole, compound = self._words[first + second], self._words[f"{first}-{second}"]
        if whole or compound:
            return compound > whole
        if first in _COMPOUNDING:
            return not second.startswith(_NUMBER_ENDING)
        # "Russian-" and "led"; but "the-ory", for what has no meaning by itself makes no compounds.
        return self._words[first] > 0 and bool(content_stems(first))


def _without_rest(line: str) -> str:
    """Return a line without the divided word at its end."""
    return line.rpartition(" ")[0] if line.endswith(("-", "\u00ad", "\u2010")) else line
