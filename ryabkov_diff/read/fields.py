"""What stands beside a text in exports, feeds and archives (days, addresses, languages, outlets) → one form of each."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import urlsplit

from ryabkov_diff.provenance import outlet_name_of_host
from ryabkov_diff.read.dates import find_date

__all__ = ["address_of", "day_of", "host_of", "language_of", "outlet_of"]

# The patterns are compiled when the first export, feed or archive is read: plain text has none of it.
# An address of a page.
_ADDRESS = r"(?i)https?://[^\s<>\"]+"
# A host name alone, as crawlers call an outlet.
_HOST = r"(?i)(?:[a-z0-9-]+\.)+[a-z]{2,}"
# A language, as BCP 47 has it: "en", "en-GB".
_LANGUAGE = r"(?i)[a-z]{2,3}(?:-[a-z0-9]{2,8})*"
# Other names of the one language that this program reads; codes need none.
_ENGLISH = frozenset({"english", "eng"})
# A day in digits alone, with or without a time: "20221208T101500Z".
_COMPACT_DAY = r"((?:19|20)\d\d)([01]\d)([0-3]\d)(?:T?\d{6}Z?)?"
# Seconds, milliseconds since 1970, as text.
_TIME = r"(?a)\d{10}|\d{13}"
# Seconds since 1970 that are the time of an article: from 1980 on, before 2100.
_EARLIEST, _LATEST = 315_532_800, 4_102_444_800


def day_of(value: str | float) -> str | None:
    """Return the calendar day of a date in words or digits, or of a time in seconds or milliseconds since 1970.

    >>> day_of("20221208T101500Z"), day_of(1670486400), day_of("on Thursday")
    ('2022-12-08', '2022-12-08', None)
    """
    if isinstance(value, str):
        if not re.fullmatch(_TIME, value):
            compact = re.fullmatch(_COMPACT_DAY, value)
            return find_date("-".join(compact.groups()) if compact else value)
        value = int(value)
    seconds = value if value < _LATEST else value / 1000
    # The comparison is false for what is no number, too.
    return dt.datetime.fromtimestamp(seconds, dt.UTC).date().isoformat() if _EARLIEST <= seconds < _LATEST else None


def address_of(value: str) -> str | None:
    """Return an address of the Web; None for anything else."""
    return value if re.fullmatch(_ADDRESS, value) and host_of(value) else None


def host_of(address: str) -> str | None:
    """Return the host of an address; None when it has none, or none that can be.

    >>> host_of("https://www.lake.example/a"), host_of("https://[lake/"), host_of("lake")
    ('www.lake.example', None, None)
    """
    try:
        return urlsplit(address).hostname
    except ValueError:  # brackets that hold no IPv6 address
        return None


def language_of(value: str) -> str | None:
    """Return a language in the form of BCP 47; None for what is no code.

    >>> language_of("en_GB"), language_of("English"), language_of("Klingon, perhaps")
    ('en-GB', 'en', None)
    """
    code = value.replace("_", "-")
    if code.casefold() in _ENGLISH:
        return "en"
    return code if re.fullmatch(_LANGUAGE, code) else None


def outlet_of(value: str) -> str | None:
    """Return the name of an outlet, of which only the host or an address may be given; None for a broken address.

    >>> outlet_of("https://www.reuters.com/world"), outlet_of("www.lake.example"), outlet_of("Lake Post")
    ('Reuters', 'lake.example', 'Lake Post')
    """
    host = host_of(value) if re.fullmatch(_ADDRESS, value) else value if re.fullmatch(_HOST, value) else None
    if host is None:
        return None if re.match(_ADDRESS, value) else value
    return outlet_name_of_host(host)
