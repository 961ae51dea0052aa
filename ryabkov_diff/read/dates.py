"""Calendar dates as news texts write them; a part of `read`.

Six forms, each with day, month and year, need no library: the well-kept ones (dateparser, python-dateutil) guess at
fragments ("Thursday", "12") that must not become a publication date here, and cost more to import than this program.
"""

from __future__ import annotations

import datetime as dt
import re

__all__ = ["find_date"]

# The first three letters decide, so that "Dec.", "Sept." and "December" are one.
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|"
    r"Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
# The forms with the name of a month, compiled for texts that have one.
_NAMED_FORMS = (
    rf"(?i)\b{_MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>(?:19|20)\d\d)\b",
    rf"(?i)\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s{_MONTH},?\s(?P<year>(?:19|20)\d\d)\b",
)
_FORMS = (
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)"),  # 2022-12-08
    re.compile(r"/(?P<year>(?:19|20)\d\d)/(?P<number>\d\d?)/(?P<day>\d\d?)(?:/|$)"),  # …/2022/11/29/…
    re.compile(r"/(?P<year>(?:19|20)\d\d)(?P<number>\d\d)(?P<day>\d\d)(?:/|$)"),  # …/20221129/…
    re.compile(r"(?<!\d)(?P<day>\d\d)\.(?P<number>\d\d)\.(?P<year>(?:19|20)\d\d)(?!\d)"),  # 08.12.2022
)


def find_date(text: str) -> str | None:
    """Return the first full date in a short text as an ISO 8601 calendar date; None when there is none.

    >>> find_date("Dec. 10, 2022 (EIRNS)—")
    '2022-12-10'
    >>> find_date("https://sputniknews.com/20221129/moscow-sees-no-signals.html")
    '2022-11-29'
    """
    matches = [match for form in _FORMS for match in form.finditer(text)]
    if any(month in text.casefold() for month in _MONTHS):
        matches += (match for form in _NAMED_FORMS for match in re.finditer(form, text))
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        groups = match.groupdict()
        month = groups.get("month")
        number = _MONTHS.index(month[:3].casefold()) + 1 if month else int(groups["number"] or 0)
        try:
            return dt.date(int(groups["year"]), number, int(groups["day"])).isoformat()
        except ValueError:  # 2022-13-45
            continue
    return None
