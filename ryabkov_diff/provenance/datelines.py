"""The dateline of an article; a part of `provenance`."""

from __future__ import annotations

import re
from typing import NamedTuple

from ryabkov_diff.provenance.sources import one_line

__all__ = ["MONTH", "WEEKDAY", "Dateline", "match_dateline"]


class Dateline(NamedTuple):
    """What stands in front of an article's first sentence: `MOSCOW (Sputnik) -`.

    Attributes:
        place: As written; None when there is none.
        date: As written; None when there is none.
        outlet: The outlet as written; None when there is none.
        end: Where the sentence begins.
    """

    place: str | None
    date: str | None
    outlet: str | None
    end: int


_PLACE_CAPITALS = r"(?P<place>[A-Z][A-Z.’'/-]+(?:,?\s[A-Z][A-Za-z.’'/-]*){0,4}?)"
_PLACE = r"(?P<place>[A-Z][\w.’'/-]*(?:,?\s[A-Z][\w.’'/-]*){0,4}?)(?:\s\[[A-Z][\w\s]{2,30}\])?"
# Months and days of the week, in full or shortened.
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
_DATE = rf"(?:{WEEKDAY}\.?,?\s)?(?P<date>(?:\d{{1,2}}\s)?{MONTH}(?:\s\d{{1,2}})?(?:,?\s\d{{4}})?)"
_OUTLET = r"(?P<outlet>[A-Za-z][\w .’'/&-]{1,40})"
_DASH = r"\s*[-–—―]+\s*"
_DATE_BEHIND = rf"(?:{_DATE.replace('<date>', '<date_behind>')}{_DASH})?"
# What each form has is looked for before it is compiled: most paragraphs have none of it.
_DATELINES = (
    # MOSCOW (Sputnik) - (Dec. 8, 2022 -)
    ("(", rf"{_PLACE}(?:,\s{_DATE})?,?\s\({_OUTLET}\){_DASH}{_DATE_BEHIND}"),
    # MOSCOW (Sputnik), Dec. 8 -
    ("(", rf"{_PLACE}\s\({_OUTLET}\),\s{_DATE}{_DASH}"),
    # New Delhi [India], December 8 (ANI):
    ("):", rf"{_PLACE},\s{_DATE}\s\({_OUTLET}\):\s"),
    # MOSCOW, December 8. /TASS/.
    ("/", rf"(?:{_PLACE},\s)?{_DATE}\.?\s/(?P<outlet>[\w .-]{{2,40}})/\.?(?:{_DASH}|\s+)"),
    # Dec. 10, 2022 (EIRNS)—
    ("(", rf"{_DATE}\s\({_OUTLET}\){_DASH}"),
    # (Reuters) -
    ("(", rf"\({_OUTLET}\){_DASH}{_DATE_BEHIND}"),
    # Sofia, May 21 —
    (", ", rf"{_PLACE},\s{_DATE}{_DASH}"),
    # MOSCOW, Dec. 8 —
    (" ", rf"{_PLACE_CAPITALS}(?:,\s{_DATE})?\s*[-–—―]+\s+"),
)
# All but the forms with strokes and with a colon have one of these.
_DASHES = "-–—―"
# A dateline is short: what comes later in a paragraph is none.
_DATELINE_LENGTH = 100


def match_dateline(paragraph: str) -> Dateline | None:
    """Return the dateline with which a paragraph begins; None when it begins with none.

    >>> match_dateline("TEHRAN (Tasnim) – The talks have been put on pause.")
    Dateline(place='TEHRAN', date=None, outlet='Tasnim', end=18)
    """
    head = paragraph[:_DATELINE_LENGTH]
    dashed = any(dash in head for dash in _DASHES)
    if not dashed and "/" not in head and "):" not in head:
        return None
    head = one_line(head)
    for sign, pattern in _DATELINES:
        match = re.match(pattern, head) if sign in head and (dashed or sign in {"/", "):"}) else None
        if match and match.end() < len(paragraph):
            groups = match.groupdict()
            date = groups.get("date") or groups.get("date_behind")
            return Dateline(groups.get("place"), date, groups.get("outlet"), match.end())
    return None
