"""To whom and on which programmes words were said, known outlets or not; a part of `provenance`."""

from __future__ import annotations

import re

from ryabkov_diff.provenance.outlets import canonical_name, is_agency
from ryabkov_diff.provenance.sources import DESCRIBED_NAMES, DESCRIPTOR, PAPER, one_line, window_behind

__all__ = ["find_hearers", "find_media"]

# A name with capitals of any European language, as it stands behind "told": "Le Temps", "the Irish Times".
_CAPITAL = "[A-ZÀ-ÖØ-ÞČĎĐĚĞİŁŇŐŘŚŞŠŤŰŹŻŽ]"
_ANY_NAME = rf"{_CAPITAL}[\w’'&-]*(?:\s(?:(?:of|de|della|and|for|&)\s)?{_CAPITAL}[\w’'&-]*){{0,4}}"
# Words in capitals that are nobody who is told something.
_NO_HEARER = re.compile(
    r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|"
    r"September|October|November|December|I|He|She|They|We|It|English|French|German|Russian|Spanish)\b"
)
# No standing bodies: a court and a parliament are spoken to every day.
_GATHERING = r"(?:Conference|Forum|Summit|Congress|Club|Festival)"
_HEARERS = (
    # "told the Security Council", "spoke to Radio Vltava", "in an interview for Thursday's edition of the Echo"
    re.compile(
        r"\b(?:told|tells|(?:spoke|speaking|speaks|talking|talked)\s(?:to|with|on)|address(?:ed|ing)|interviewed\sby|"
        r"(?:interview|conversation|Q&A|podcast)\s(?:published\s|aired\s|broadcast\s)?(?:with|to|for|on|by|in|of))\s"
        rf"(?:(?:{_CAPITAL}\w+[’']s\s)?(?:edition|reporters|readers|listeners|viewers)\s(?:of|from)\s)?"
        rf"(?:the\s|an?\s)?(?:(?:\w[\w-]*\s){{0,3}}{DESCRIPTOR}\s)?(?P<name>{_ANY_NAME})"
    ),
    re.compile(rf"\b(?:reporters|readers|edition)\s(?:of|from)\s(?:the\s)?(?P<name>{_ANY_NAME})"),
    re.compile(rf"\bInterview:\s(?P<name>{_ANY_NAME})"),
    # "at the annual Lisbon Forum", "during the Munich Security Conference"
    re.compile(
        rf"\b(?:[Aa]t|[Dd]uring|before|to)\s(?:the|a|an|this\syear[’']s)\s(?:annual\s)?"
        rf"(?P<name>(?:{_CAPITAL}[\w’'-]*\s){{1,4}}(?:(?i:{_GATHERING})))\b"
    ),
)


def find_hearers(text: str) -> tuple[str, ...]:
    """Return to whom and at which gatherings words were said, known outlets or not, in the order of the text.

    Wider than `find_venue`, which must be sure: that two articles name the same one speaks for one occasion, whoever it
    is; that they name different ones says little. News agencies are left out.

    >>> find_hearers("she told the Vltava Echo. At the Lisbon Forum he spoke to Radio Tejo on Monday.")
    ('Vltava Echo', 'Radio Tejo', 'Lisbon Forum')
    """
    text = one_line(text)
    found = (match["name"] for pattern in _HEARERS for match in pattern.finditer(text))
    names = dict.fromkeys(canonical_name(name.removeprefix("The ")) for name in found if not _NO_HEARER.match(name))
    return tuple(name for name in names if not is_agency(name))


# In front of the name of a medium that words were spoken to or on, known or not.
_SPOKEN_TO = re.compile(
    r"\b(?:told|tells|(?:spoke|spoken|speaking|speaks|talked|talking|appeared|appearing)\s(?:to|with|on)|interviewed\s"
    r"(?:by|on)|(?:interview|conversation|Q&A|podcast)s?\s(?:published\s|aired\s|broadcast\s)?(?:with|to|for|on|by|in))\s"
)
# Names by which a station or a paper is known as one, whoever it is: "Radio Tejo", "Channel Six", "the Vltava Echo".
_MEDIA = (
    re.compile(
        rf"\b(?P<name>(?:Radio|Channel|Television|TV|Kanal|Canal)\s(?:{_CAPITAL}[\w’'-]*|\d+)(?:\s{_CAPITAL}\w+)?)"
    ),
    re.compile(rf"\b(?P<name>(?:{_CAPITAL}[\w’'-]*\s){{1,3}}(?:Radio|Television|TV|News|Broadcasting))\b"),
    re.compile(rf"\b[Tt]he\s(?P<name>(?:{_CAPITAL}[\w’'-]*\s){{1,3}}{PAPER})\b"),
    re.compile(r"\b(?P<name>this\s(?:newspaper|paper|magazine|website|channel|station|programme?|podcast))\b"),
)


def find_media(text: str) -> tuple[str, ...]:
    """Return the stations, papers and programmes that words were spoken to, known or not, in the order of the text.

    Wider than `find_venue`: a name that says itself what it is counts. "This newspaper" is returned as it stands.

    >>> find_media("she told Radio Tejo. In a talk, he spoke on the evening show of Channel Six.")
    ('Radio Tejo', 'Channel Six')
    """
    text = one_line(text)
    found: dict[str, None] = {}
    for trigger in _SPOKEN_TO.finditer(text):
        window = window_behind(text, trigger.end())
        matches = [match for pattern in (*_MEDIA, *DESCRIBED_NAMES) if (match := re.search(pattern, window))]
        if matches:
            found[canonical_name(min(matches, key=lambda match: match.start("name"))["name"])] = None
    return tuple(found)
