"""Pieces of every view in the terminal: colours, signs, and text from outside made harmless."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import bidirectional

from rich.text import Text

from ryabkov_diff.domain import MEANING_AT_STAKE, WORTH_A_LOOK
from ryabkov_diff.render import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ryabkov_diff.domain import Note

# One accent a source. All have about the same contrast (4.2 to 5) on black as on white, and are told apart by people
# who are colour-blind; more sources than accents begin anew, and then the sigil tells them apart.
ACCENTS = ("#3a7bc8", "#b26a00", "#1f8a7a", "#8d6fc0")
ALARM = "bold #c2359b"  # severity 3 only
SEVERITY_STYLES = {MEANING_AT_STAKE: ALARM, WORTH_A_LOOK: "bold", 1: "", 0: "dim"}

# Two columns begin at 90 cells, three at 136: a line of fewer than 41 cells is no pleasure to read.
COLUMN = 41
# Where the reader asks for columns: less than this and every other word is torn.
NARROWEST_COLUMN = 16
GUTTER = 2
# Single texts are set no wider than this: beyond it the eye loses the line.
MEASURE = 100
# More columns than this at once can't be compared at a glance.
MOST_COLUMNS = 3

BAR_STEPS = 5

# Brackets that no newspaper uses, so that they are not taken for the article's own.
OPEN, CLOSE = "⟦", "⟧"
# Stands where a source has no words.
NOTHING = "–"
# Below this, the first Hebrew letter, no script is written from right to left.
FIRST_RIGHT_TO_LEFT = "\u0590"
# Keeps a column of right-to-left script from changing places with its neighbour.
LEFT_TO_RIGHT_MARK = "\u200e"


def plain(text: str, style: str = "") -> Text:
    """Return text from outside as Rich text: no markup in it counts, and its control characters show as escapes."""
    return Text(visible(text), style)


def note(one: Note) -> Text:
    """Return a note on a line of its own."""
    about = f"{one.article}: " if one.article else ""
    return plain(f"note  {about}{one.message}", "dim")


def counted_statements(number: int) -> Text:
    """Return how many statements there are."""
    return Text("1 statement" if number == 1 else f"{number} statements", "dim")


def bar(similarity: float) -> str:
    """Return a similarity as a bar of five steps; what is below 0 has none."""
    steps = max(0, min(BAR_STEPS, round(similarity * BAR_STEPS)))
    return "▮" * steps + "▯" * (BAR_STEPS - steps)


def is_right_to_left(columns: Iterable[Iterable[Text]]) -> bool:
    """Say whether wrapped texts have letters of a script that is written from right to left."""
    return any(
        bidirectional(character) in {"R", "AL"}
        for column in columns
        for line in column
        if max(line.plain, default="") >= FIRST_RIGHT_TO_LEFT
        for character in line.plain
    )
