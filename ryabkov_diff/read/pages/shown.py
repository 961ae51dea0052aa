"""What readers see of an article beside its text: its title, and the day of publication where no data tell it."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from trafilatura import extract_metadata

from ryabkov_diff.read.dates import find_date
from ryabkov_diff.read.fields import host_of
from ryabkov_diff.read.pages.head import TITLE_SEPARATOR
from ryabkov_diff.read.pages.texts import shown_lines, spaced_text, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import html

    from ryabkov_diff.read.pages.head import Head

__all__ = ["CREDIT_CHARACTERS", "choose_title", "find_shown_day"]

# A line between title and text that is no longer than this, and no sentence, is a credit or a date.
CREDIT_CHARACTERS = 120
# The date of an article stands so many lines above its title at most, or below it.
_LINES_ABOVE, _LINES_BELOW = 3, 6
# A title of the window alone, which stands nowhere on the page, has so many words at least.
_TITLE_WORDS = 4
# A heading is the title where so many of its words stand in what the page calls its title, or the other way round.
_SHARED_WORDS = 0.5


def choose_title(page: html.HtmlElement, head: Head) -> str | None:
    """Return the title as readers see it: the heading that is most like what the page calls its title."""
    said = [_without_site(title, head) for title in head.titles]
    headings = [text for element in page.iter("h1") if (text := squeezed(spaced_text(element)))]
    if not said:
        return headings[0] if headings else None
    best = max(headings, key=lambda heading: _likeness(heading, said), default=None)
    if best is not None and _likeness(best, said) >= _SHARED_WORDS:
        return best
    # Where the heading is the name of the site: what stands on the page by itself and in its title.
    lines = shown_lines(page)
    parts = [
        part
        for title in head.titles
        for part in (*TITLE_SEPARATOR.split(title), *title.split(": ", 1))
        if part in lines
    ]
    parts = [part for part in parts if part not in headings]
    if parts:
        return max(parts, key=len)
    # One that nobody sees may be no more than the name of the site or of a section.
    if len(head.titles) > 1 or len(said[0].split()) >= _TITLE_WORDS:
        return said[0]
    return headings[0] if len(headings) == 1 and len(headings[0].split()) >= _TITLE_WORDS else None


def _likeness(heading: str, titles: Iterable[str]) -> float:
    """Return the largest share of words that a heading has in common with a title, in [0, 1]."""
    words = set(re.findall(r"\w+", heading.casefold()))
    return max(
        (
            len(words & others) / max(len(words), len(others), 1)
            for others in (set(re.findall(r"\w+", title.casefold())) for title in titles)
        ),
        default=0.0,
    )


def _without_site(title: str, head: Head) -> str:
    """Take the name of the site off a title: "Mill burns down | Valley Post"."""
    parts = TITLE_SEPARATOR.split(title)
    if len(parts) == 1:
        return title
    names = {head.publisher.casefold()} if head.publisher else set()
    names.add((host_of(head.url or "") or "").removeprefix("www."))
    if parts[-1].casefold() in names:
        return title[: title.rindex(parts[-1])].rstrip(" \t|–—·•:»/-")
    if parts[0].casefold() in names:
        return title[title.index(parts[1], len(parts[0])) :]
    # Bars and colons with space on both sides are never part of a title; dashes may be.
    return re.split(r"\s+(?:\||::|·|»)\s+", title)[0]


def find_shown_day(page: html.HtmlElement, title: str | None) -> str | None:
    """Return the day of publication, as an ISO 8601 calendar date, where only what readers see tells it."""
    # A page is never from tomorrow, wherever one is.
    limits = {"original_date": True, "extensive_search": False, "max_date": date.today().isoformat()}  # noqa: DTZ011
    with suppress(Exception):  # a damaged page: what fails in the library is looked for below
        found = extract_metadata(page, date_config=limits).date
        if found:
            return found
    lines = shown_lines(page)
    place = lines.index(title) if title in lines else 0
    near = lines[max(place - _LINES_ABOVE, 0) : place + _LINES_BELOW]
    return next(filter(None, (find_date(line) for line in near if len(line) <= CREDIT_CHARACTERS)), None)
