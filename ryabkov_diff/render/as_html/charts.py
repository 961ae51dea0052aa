"""Where the marks of the two charts stand: pure geometry, in the units of an SVG's view box.

The ribbon chart has a vertical strip for each source, its statements in order, and a ribbon where two strips share a
statement. The coverage chart has a line for each source and a bar for each statement that it carries.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "Bar",
    "Block",
    "CoverageChart",
    "Ribbon",
    "RibbonChart",
    "Stretch",
    "draw_coverage",
    "draw_ribbons",
]

# All lengths are in units of the view box; at full size one unit is one CSS pixel.

# The longest strip: as high as a laptop's window leaves room for beside the title.
_STRIP_HEIGHT = 400.0
# The tallest word, so that a source of one sentence is no tower.
_WORD_HEIGHT = 2.5
# A strip is a margin mark, not a column: wide enough to be hit with a pointer.
_STRIP_WIDTH = 16.0
# From one strip to the next; ribbons need room to cross without becoming steep.
_STRIP_DISTANCE = 250.0
# More sources share the width, so that the chart never grows beyond a column of the page.
_MOST_WIDTH = 340.0
# Between paragraphs and between statements, so that both can be seen.
_PARAGRAPH_GAP = 4.0
_STATEMENT_GAP = 1.0
# The shortest statement can still be seen and hit.
_LEAST_HEIGHT = 3.0
# Strips of so many statements that gaps and least heights make them longer than this are pressed together: as high as
# a large screen, or the chart would push the text beside it away.
_MOST_HEIGHT = 900.0
# Above the strips, for the sigla.
_HEAD = 22.0

# A bar of the coverage chart and its distance to the next; with more bars than fit, both shrink.
_BAR_WIDTH = 12.0
_BAR_DISTANCE = 16.0
_COVERAGE_WIDTH = 900.0
# The height of the fullest bar, and of a source's line with it.
_BAR_HEIGHT = 34.0
_LINE_HEIGHT = 48.0
# In front of the bars, for the sigla.
_MARGIN = 34.0
# A statement of a few words in a long article is a bar that can still be seen.
_LEAST_BAR = 4.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A statement of a source, to be drawn.

    Attributes:
        passage: The id of its passage; None where it is in none.
        words: How many words it has.
        paragraph: The number of its paragraph.
    """

    passage: str | None
    words: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Block:
    """A statement in a strip.

    Attributes:
        passage: The id of its passage; None where it is in none.
        column: The number of the strip, from 0.
        x: Left.
        y: Top.
        width: To the right.
        height: Downwards.
    """

    passage: str | None
    column: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Ribbon:
    """What two strips share.

    Attributes:
        passage: The id of the passage.
        path: The outline, as the attribute `d` of a path.
    """

    passage: str
    path: str


@dataclass(frozen=True, slots=True)
class RibbonChart:
    """The sources side by side.

    Attributes:
        width: Of the view box.
        height: Of the view box.
        heads: Where the sigla stand: the middle of each strip.
        baseline: The line on which they stand.
        blocks: By strip and from top to bottom.
        ribbons: In the order of the left strip, from left to right.
    """

    width: float
    height: float
    heads: tuple[float, ...]
    baseline: float
    blocks: tuple[Block, ...]
    ribbons: tuple[Ribbon, ...]


def draw_ribbons(columns: Sequence[Sequence[Stretch]]) -> RibbonChart:
    """Draw the sources as strips, and ribbons between each statement and its next place to the right.

    The height of a statement is its share of the words of the longest source, so that strips compare in length.

    Args:
        columns: The statements of each source, in order.
    """
    most = max((sum(stretch.words for stretch in column) for column in columns), default=0)
    scale = min(_WORD_HEIGHT, _STRIP_HEIGHT / max(1, most))
    distance = min(_STRIP_DISTANCE, (_MOST_WIDTH - _STRIP_WIDTH) / max(1, len(columns) - 1))
    # Of very many sources the strips become thin before they touch.
    width = round(min(_STRIP_WIDTH, distance / 2), 1)
    blocks = [
        block
        for number, column in enumerate(columns)
        for block in _stack(column, number, round(distance * number, 1), width, scale)
    ]
    blocks = _pressed(blocks)
    # Of each statement the first block in each strip; from one to the next goes a ribbon. A source that lacks the
    # statement is passed by: the ribbon goes on behind its strip.
    first_blocks: dict[str, dict[int, Block]] = {}
    for block in blocks:
        if block.passage is not None:
            first_blocks.setdefault(block.passage, {}).setdefault(block.column, block)
    ribbons = []
    for block in blocks:
        if block.passage is not None and first_blocks[block.passage][block.column] is block:
            later = [each for each in first_blocks[block.passage].values() if each.column > block.column]
            if later:
                ribbons.append(Ribbon(block.passage, _band(block, later[0])))
    return RibbonChart(
        width=round(distance * (len(columns) - 1) + width, 1),
        height=round(max((block.y + block.height for block in blocks), default=_HEAD), 1),
        heads=tuple(round(distance * number + width / 2, 1) for number in range(len(columns))),
        baseline=_HEAD - 8,
        blocks=tuple(blocks),
        ribbons=tuple(ribbons),
    )


def _stack(column: Sequence[Stretch], number: int, x: float, width: float, scale: float) -> list[Block]:
    """Stack a source's statements; neighbours of one passage are one block."""
    blocks: list[Block] = []
    before: Stretch | None = None
    y = _HEAD
    for stretch in column:
        height = max(_LEAST_HEIGHT, stretch.words * scale)
        if before is not None and stretch.passage is not None and stretch.passage == before.passage:
            last = blocks.pop()
            blocks.append(Block(last.passage, number, last.x, last.y, width, round(y + height - last.y, 1)))
        else:
            if before is not None:
                y += _STATEMENT_GAP if stretch.paragraph == before.paragraph else _PARAGRAPH_GAP
            blocks.append(Block(stretch.passage, number, x, round(y, 1), width, round(height, 1)))
        y += height
        before = stretch
    return blocks


def _pressed(blocks: list[Block]) -> list[Block]:
    """Press all strips together by one factor if the longest one is too long."""
    longest = max((block.y + block.height for block in blocks), default=_HEAD) - _HEAD
    if longest <= _MOST_HEIGHT:
        return blocks
    factor = _MOST_HEIGHT / longest
    return [
        replace(block, y=round(_HEAD + (block.y - _HEAD) * factor, 2), height=round(block.height * factor, 2))
        for block in blocks
    ]


def _band(one: Block, other: Block) -> str:
    """Outline the ribbon between the right edge of one block and the left edge of another."""
    left, right = one.x + one.width, other.x
    middle = round((left + right) / 2, 1)
    top, bottom = one.y, round(one.y + one.height, 2)
    other_top, other_bottom = other.y, round(other.y + other.height, 2)
    return (
        f"M{left} {top}C{middle} {top} {middle} {other_top} {right} {other_top}"
        f"V{other_bottom}C{middle} {other_bottom} {middle} {bottom} {left} {bottom}Z"
    )


@dataclass(frozen=True, slots=True)
class Bar:
    """A statement that a source carries.

    Attributes:
        passage: The id of its passage.
        line: The number of the source, from 0.
        x: Left.
        y: Top.
        width: To the right.
        height: Downwards, by its share of the source's words.
    """

    passage: str
    line: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class CoverageChart:
    """Which source carries which statement, and at what length.

    Attributes:
        width: Of the view box.
        height: Of the view box.
        baselines: Where the bars of each source stand.
        start: Where the first bar begins.
        bars: By source and in the order of the statements.
    """

    width: float
    height: float
    baselines: tuple[float, ...]
    start: float
    bars: tuple[Bar, ...]


def draw_coverage(statements: Sequence[str], shares: Sequence[Mapping[str, float]]) -> CoverageChart:
    """Draw a line for each source with a bar for each statement that it carries, the same statement above itself.

    Args:
        statements: The ids of all passages, in reading order.
        shares: For each source the share of its words that a passage takes, in [0, 1], by the passage's id.
    """
    distance = min(_BAR_DISTANCE, (_COVERAGE_WIDTH - _MARGIN) / max(1, len(statements)))
    width = distance * _BAR_WIDTH / _BAR_DISTANCE
    most = max((share for own in shares for share in own.values()), default=0.0)
    bars = []
    for line, own in enumerate(shares):
        baseline = (line + 1) * _LINE_HEIGHT
        for number, passage in enumerate(statements):
            if passage in own:
                height = round(max(_LEAST_BAR, _BAR_HEIGHT * own[passage] / most if most else 0.0), 1)
                x = round(_MARGIN + number * distance, 1)
                bars.append(Bar(passage, line, x, round(baseline - height, 1), round(width, 1), height))
    return CoverageChart(
        width=round(_MARGIN + len(statements) * distance, 1),
        height=len(shares) * _LINE_HEIGHT + 2,
        baselines=tuple((line + 1) * _LINE_HEIGHT for line in range(len(shares))),
        start=_MARGIN,
        bars=tuple(bars),
    )
