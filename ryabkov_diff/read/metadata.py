"""Text → what it says about itself: title, outlet, dateline, date, URL and the sources it names; a part of `read`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from ryabkov_diff.provenance import (
    find_venue,
    find_wires,
    match_credit,
    match_dateline,
    outlet_name_of_host,
    outlet_named,
)
from ryabkov_diff.read.dates import find_date
from ryabkov_diff.read.fields import host_of

if TYPE_CHECKING:
    from ryabkov_diff.provenance import Credit

__all__ = ["Metadata", "find_metadata"]


class Metadata(NamedTuple):
    """What a text says about itself; the attributes are those of `Article`."""

    headline: str | None = None
    publisher: str | None = None
    date_published: str | None = None
    dateline: str | None = None
    url: str | None = None
    is_based_on: tuple[str, ...] = ()


# How many lines that are not blank may stand above the first paragraph: date, URL, title, the title again, byline.
_HEAD_LINES = 8

_URL = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:)]")
# Only a line with a year has a date; the patterns of what stands in it are compiled when one is met.
_YEAR = re.compile(r"\d{4}")
# A header line, as in " date 2022-12-08 Title" or "Published: 8 December 2022".
_HEADER = r"(?i)\s*(?:date|(?:first\s|last\s)?(?:published|posted|updated|modified)|created)(?:\s+(?:on|at))?\b\s*:?\s*"
_HEADER_DATE = (
    r"(?i)(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,?\s+)?(?:\d{4}-\d\d-\d\d(?:T\S+)?|\d{1,2}\s+\w+\.?,?\s+\d{4}|\w+\.?\s+\d{1,2},?\s+\d{4}|\d\d\.\d\d\.\d{4})"
    r"(?:[,|]?\s+(?:at\s+)?\d{1,2}[:.]\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?)?\s*"
)
# In front of a date on a line of its own: "Frankfurt, 14 March 2024".
_HEADER_PLACE = r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}(?:,| [-–—]) "
_BYLINE = re.compile(r"(?:By|BY|From|Reporting by|Author:|Written by)\s+[A-Z]")
# The first turn of a transcript: "Question: Why?", "[00:04] Ada Brook", "ADA BROOK, HOST: Good morning."
_TURN = re.compile(
    r"(?:\*\*)?(?:Q|Question|Host|Interviewer|Moderator|Presenter|Reporter)(?:\s?[:.](?:\*\*)?\s|(?:\*\*)?$)"
    r"|[\[(]\d{1,2}:\d\d(?::\d\d)?[\])]|\d{1,2}:\d\d:\d\d\s"
    r"|[A-Z][A-Z .’'-]+(?:\([^()]*\))?, [^a-z:]+:\s.*[a-z]"
)
# A trailer that names the source by its address; compiled for texts that have one.
_SOURCE_TRAILER = (
    r"(?m)^[^\S\n\r]*(?:Source|Via|Original(?:ly published)?(?: (?:at|on|in))?)\s*:?\s*(?P<url>https?://\S+)"
)

# How much of a line is read for a header: date, address and title have some hundreds of characters; an article on a
# single line has many thousands.
_HEADER_CHARACTERS = 2000
# A line below the title that is no longer than this, and no sentence, is a credit or a caption.
_CREDIT_CHARACTERS = 60
# A title is no longer than this.
_TITLE_CHARACTERS = 250
# A first line that ends like a sentence is a title all the same when this share of its longer words is capitalised.
_TITLE_CASE = 0.75
# Words shorter than this stand in lower case in titles, too.
_TITLE_WORD = 4


def find_metadata(text: str) -> Metadata:
    """Find what a text says about itself.

    Args:
        text: The decoded text of an article.

    Returns:
        What was found; fields are None where the text says nothing. `is_based_on` never names the publisher.
    """
    lines = _first_lines(text)
    trailer = re.search(_SOURCE_TRAILER, text) if "://" in text else None
    headline, header_date, url, credit_lines = _read_header(lines)
    dateline = next((found for line in lines if (found := match_dateline(line.strip()))), None)
    date = (
        header_date
        or (dateline and dateline.date and find_date(dateline.date))
        or (find_date(urlsplit(url).path) if url and host_of(url) else None)
    )
    publisher = None
    for address in (url, trailer and trailer["url"]):
        if address and (host := host_of(address)):
            publisher = outlet_name_of_host(host)
            break
    if dateline and dateline.outlet and publisher is None:
        outlet = outlet_named(dateline.outlet)
        publisher = outlet.name if outlet else dateline.outlet
    venue = find_venue(text)
    if publisher is None:
        named = (credit.outlet or _outlet_among(credit.names, venue, text) for credit in credit_lines)
        publisher = next(filter(None, named), None)
    sources = dict.fromkeys(([venue] if venue else []) + list(find_wires(text)))
    if publisher:
        sources.pop(publisher, None)
    return Metadata(headline, publisher, date or None, dateline.place if dateline else None, url, tuple(sources))


def _outlet_among(names: tuple[str, ...], venue: str | None, text: str) -> str | None:
    """Return the name of a line of credits that is an outlet's by the article, to which somebody told something."""
    told = r"\b(?:told|interview\s(?:with|to|for))\s(?:[Tt]he\s)?"
    return next((name for name in names if name == venue or re.search(rf"{told}{re.escape(name)}\b", text)), None)


def _first_lines(text: str) -> list[str]:
    """Return the first lines that are not blank."""
    lines = []
    for match in re.finditer(r"\S[^\n\r\u2028\u2029]*", text):
        lines.append(match[0])
        if len(lines) == _HEAD_LINES:
            break
    return lines


def _read_header(lines: list[str]) -> tuple[str | None, str | None, str | None, list[Credit]]:
    """Return title, date, URL and lines of credits from the lines above the first paragraph."""
    date = url = None
    title = None
    credit_lines: list[Credit] = []
    for number, line in enumerate(lines):
        rest = line[:_HEADER_CHARACTERS]
        credit = match_credit(rest.strip())
        if credit is not None and (credit.sure or title is not None):
            credit_lines.append(credit)
            date = date or (credit.date and find_date(credit.date))
            continue
        if _YEAR.search(rest):
            header = re.match(_HEADER, rest)
            place = None if header else re.match(_HEADER_PLACE, rest)
            stamp = re.compile(_HEADER_DATE).match(rest, found.end() if (found := header or place) else 0)
            if stamp and (header or not rest[stamp.end() :].strip(" .\t")):
                date = date or find_date(stamp[0])
                rest = rest[stamp.end() :].lstrip(". ")
        address = _URL.match(rest.strip())
        if address:
            url = url or address[0]
            rest = rest.strip()[address.end() :]
        rest = rest.strip()
        if not rest or _BYLINE.match(rest) or rest == title:
            continue
        # Between title and text stand names, jobs, places and dates: "Ada Brook in Leeds, 9 May 2024".
        if title is not None and len(rest) <= _CREDIT_CHARACTERS and rest[-1] not in '.!?…:;,"”’':
            date = date or find_date(rest)
            continue
        if title is not None or not _is_title(rest, is_last=number == len(lines) - 1):
            # The line may be a standfirst, with byline and date below it.
            below = [credit for one in lines[number + 1 :] if (credit := match_credit(one.strip()))]
            credit_lines += below
            dates = (
                *(find_date(credit.date) for credit in below if credit.date),
                *map(_date_of_line, lines[number + 1 :]),
            )
            date = date or next(filter(None, dates), None)
            break
        title = rest
    return title, date, url, credit_lines


def _date_of_line(line: str) -> str | None:
    """Return the date of a line that is no sentence and little more than a date: "Interview: Le Temps, 9 May 2024"."""
    line = line.strip()
    return find_date(line) if len(line) <= _CREDIT_CHARACTERS and line[-1] not in '.!?:;"”»’' else None


def _is_title(line: str, *, is_last: bool) -> bool:
    """Say whether the first line that is not a header reads like a title."""
    if is_last or len(line) > _TITLE_CHARACTERS or match_dateline(line) or _TURN.match(line):
        return False
    # A sentence that ends with a quotation has its full stop or comma inside or behind it, a title has none.
    if line.rstrip('"”»’')[-1:] not in {"", *".:,;!?…"} or line[-1] in "!?":
        return True
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", line) if len(word) >= _TITLE_WORD]
    return line[-1] not in ":,;" and sum(word[0].isupper() for word in words) > _TITLE_CASE * len(words)
