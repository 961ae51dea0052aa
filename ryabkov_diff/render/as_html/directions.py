"""Text of any direction on a page that is written from left to right: what stands around it is not reordered.

An element with `dir="auto"` or a `bdi` takes care of text that is others' as a whole. Here is what lies within a text:
our escapes in theirs, and their words in our sentences.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from ryabkov_diff.render import visible

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["legible", "sentence"]

# As `visible` writes what could steer the page.
_ESCAPES = re.compile(r"((?:\\x[0-9a-f]{2}|\\u[0-9a-f]{4})+)")

# The blocks of scripts that are written from right to left: Hebrew to Arabic Extended-A, the presentation forms of
# both, and the two areas of the supplementary plane that Unicode keeps for such scripts.
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"

# A run of words of such a script. A comma is where our list of names goes on; within quotation marks it is theirs.
_RUNS = re.compile(
    rf"((?<=“)[^”]*[{_RIGHT_TO_LEFT}][^”]*(?=”)|"
    rf"[{_RIGHT_TO_LEFT}](?:(?:[^\w“”,;:()]|[0-9])*[{_RIGHT_TO_LEFT}])*)"
)

# As titles, summaries and labels have them.
_DATES = re.compile(r"(\b\d{4}-\d\d-\d\d\b)", re.ASCII)


def legible(text: str) -> Markup:
    r"""Return a text with our escapes and with dates set apart.

    In a text from right to left `\u202e` would read `u202e\`, and a date backwards. Dates stay on one line, too:
    `2022-12-` at its end reads as another date.
    """

    def dated(part: str) -> Markup:
        return _each_second(_DATES, part, Markup('<span class="nobreak" dir="ltr">{}</span>').format, escape)

    return _each_second(_ESCAPES, visible(text), Markup('<bdi class="escape">{}</bdi>').format, dated)


def sentence(text: str) -> Markup:
    """Return a sentence of ours with words from right to left in it set apart: a number behind a name stays there."""
    return _each_second(_RUNS, visible(text), lambda run: Markup("<bdi>{}</bdi>").format(legible(run)), legible)


def _each_second(
    pattern: re.Pattern[str], text: str, found: Callable[[str], Markup], between: Callable[[str], Markup]
) -> Markup:
    """Cut a text at what a pattern with one group finds, and treat that and what lies between each in its way."""
    pieces = pattern.split(text)
    return Markup().join(found(piece) if number % 2 else between(piece) for number, piece in enumerate(pieces))
