"""Lines that say who wrote an article, for which outlet and when; a part of `provenance`.

`By Ada Brook, The Valley Herald, 14 March 2024` · `Valley Herald, March 14, 2024 – By Ada Brook and Tom Vane` ·
`Ada Brook, Herald correspondent | Updated 14:30, 15 March 2024`. Dates and times are taken out first, since they have
commas of their own; every part that is left has to be a byline, a name, a place, an outlet or a job.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from ryabkov_diff.provenance.datelines import MONTH, WEEKDAY
from ryabkov_diff.provenance.outlets import canonical_name, outlet_name_of_host, outlet_named
from ryabkov_diff.provenance.sources import PAPER

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Credit", "match_credit"]


class Credit(NamedTuple):
    """What a line says about its article.

    Attributes:
        outlet: By canonical name; None when the line names none.
        date: As written; that of the publication where an update is named as well. None when there is none.
        names: The other parts that are capitalised, in order: persons, places, and outlets that no one knows.
        sure: Whether it has a byline, a job or an outlet, or nothing but a date; a title may have names and a date.
    """

    outlet: str | None
    date: str | None
    names: tuple[str, ...]
    sure: bool


# A line of credits is no longer than this.
_LONGEST = 160
# What ends a sentence, an introduction or a quotation ends no such line.
_ENDINGS = frozenset('.!?…:;,"”’»')
# The lower-case words of names.
_PARTICLES = frozenset("of the and & de del della der den di da das do dos du el la le les von van ter y i".split())
# A name of a person, a place or an outlet has no more words than this.
_NAME_WORDS = 5
# A job has no more words than this: "chief foreign affairs correspondent of the Herald".
_JOB_WORDS = 7
# What somebody is, behind the name, has no more words than this: "economist".
_DESCRIPTION_WORDS = 3
# Jobs by which a line is known as one of credits.
_JOBS = frozenset(
    "columnist columnists contributor contributors correspondent correspondents desk editor editors newsroom reporter "
    "reporters staff staffer stringer writer writers".split()
)
# The expressions are compiled when a line has passed the cheap tests. What stands in front of who wrote it:
_BYLINE = (
    r"(?i)"
    r"(?:(?:(?:reported|written|compiled|edited|interview(?:ed)?|interview conducted|reporting|story|text|words)\s)?"
    r"by\b:?|"
    r"(?:author|authors|byline|from|interview|questions|reporter|text|words):)\s+(?=\S)"
)
# By itself it may be a title: "Interview: Ada Brook".
_INTERVIEW = r"(?i)interview:\s"
# Between who wrote it and where or for whom: "Ada Brook in Leeds", "Ada Brook for the Herald".
_BEHIND_NAME = r"\s(?:in|for|of|at|from)\s(?=(?:the\s)?[A-Z])"
_AND = r"\s(?:and|&|with)\s(?=[A-Z])"
_TIME = r"\d{1,2}(?:[:.]\d\d){1,2}(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?"
_STAMP = (
    r"(?P<what>(?:first\s|last\s)?(?:published|posted|created|date|dated|updated|modified|edited|corrected)"
    r"(?:\s(?:on|at))?\s?:?\s?)?"
    rf"(?:(?:{_TIME})(?:\s[A-Z]{{2,4}})?(?:,|\son)?\s)?"
    rf"(?:{WEEKDAY}\b[.,]?\s)?"
    rf"(?P<date>\d{{4}}-\d\d-\d\d|\d\d\.\d\d\.\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s{MONTH}(?:,?\s\d{{4}})?|"
    rf"{MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?)"
    rf"(?:,?\s(?:at\s|[-–|]\s)?(?:{_TIME})(?:\s[A-Z]{{2,4}}\b)?)?"
)
_CLOCK = (
    rf"(?:updated|published|posted|modified)?(?:\s(?:on|at))?\s?:?\s?(?:{_TIME})(?:\s[A-Z]{{2,4}}\b)?|"
    r"\d+\smin(?:ute)?s?\sread"
)
# What else stands in such lines.
_ASIDE = (
    r"(?i)"
    r"(?:\w+\s)?edition|pages?\s\d+|p\.?\s\d+|@\w+|\d+\s?(?:h|hrs?|hours?|m|mins?|minutes?|days?)\sago|exclusive|interview|news|"
    r"updated|published|posted"
)
_PARTS = r"\s*[|·•,;()\t]\s*|(?<=\W)\.\s+|\s[-–—/]+\s|\s?[–—]\s?"
# In a line without any of these there is no date, no byline and no job.
_SIGNS = frozenset("by from author text words interview questions".split()) | _JOBS
_HOST = r"(?:[a-z0-9-]+\.)+[a-z]{2,8}"
# Outlets that are known as such by a word of their names, whoever they are.
_MEDIUM = (
    rf"(?:{PAPER}|Agency|Broadcasting|Magazine|Network|News|Newswire|Online|Radio|Television|Today|TV|Wire)"
    r"(?:\sOnline|\sNews)?"
)
_MEDIUM_FIRST = frozenset({"Radio", "Channel", "TV", "Kanal", "Canal", "Television"})


def match_credit(line: str) -> Credit | None:
    """Read a line of credits; None where it is anything else.

    >>> match_credit("By Ada Brook, The Valley Herald, 14 March 2024")
    Credit(outlet='Valley Herald', date='14 March 2024', names=('Ada Brook',), sure=True)
    """
    if len(line) > _LONGEST or (line[-1:] in _ENDINGS and not _ends_with_time(line)):
        return None
    line = " ".join(line.split())
    digits = any(map(str.isdigit, line))
    if not digits and _SIGNS.isdisjoint({word.strip(",:|()").lower() for word in line.split()}):
        return None
    stamps: list[re.Match[str]] = []
    rest = line
    if digits:
        stamps = list(re.finditer(_STAMP, line, re.IGNORECASE))
        rest = re.sub(_CLOCK, "|", re.sub(_STAMP, "|", line, flags=re.IGNORECASE), flags=re.IGNORECASE)
    parts: list[_Part] = []
    for words in filter(None, re.split(_PARTS, rest)):
        part = _read_part(words, described=any(one.is_byline for one in parts))
        if part is None:
            return None
        parts.append(part)
    names = tuple(name for part in parts for name in part.names)
    outlet = next((part.outlet for part in parts if part.outlet), None)
    # "By Friday" and "Writers and Readers" are titles.
    told = bool(outlet or stamps) or any(" " in name and " and " not in name for name in names)
    sure = any(part.is_byline and (told or part.is_job) for part in parts) or (
        told and any(one.is_job for one in parts)
    )
    alone = len(parts) == 1 and ((told and re.match(_INTERVIEW, line)) or (parts[0].is_job and line.istitle()))
    if not sure and not stamps and not alone:
        return None
    first = next((stamp for stamp in stamps if not _is_update(stamp)), stamps[0] if stamps else None)
    return Credit(
        outlet, first["date"] if first else None, names, sure or outlet is not None or bool(stamps and not names)
    )


class _Part(NamedTuple):
    """A part of a line of credits.

    Attributes:
        names: Persons, places and what may be an outlet.
        outlet: The one that it surely names.
        is_byline: Whether it says by whom the article is.
        is_job: Whether it says what somebody is.
    """

    names: tuple[str, ...] = ()
    outlet: str | None = None
    is_byline: bool = False
    is_job: bool = False


def _read_part(words: str, *, described: bool) -> _Part | None:
    """Read what stands between two marks; None where it is no part of such a line.

    Args:
        words: The part.
        described: Whether somebody is named before, so that it may say what that person is: ", economist".
    """
    if re.fullmatch(_ASIDE, words):
        return _Part()
    byline = re.match(_BYLINE, words)
    if byline is None:
        whole = _read_name(words)
        if whole is not None:
            return whole
        if described and len(words.split()) <= _DESCRIPTION_WORDS and words.replace(" ", "").isalpha():
            return _Part()
    own = words[byline.end() :] if byline else words
    pieces = [piece for one in re.split(_BEHIND_NAME, own) for piece in re.split(_AND, one)]
    if byline is None and len(pieces) == 1:
        return None
    read = [_read_name(piece.removesuffix("'s").removesuffix("’s")) for piece in pieces]
    found = [one for one in read if one is not None]
    # "Ada Brook in Leeds"; "Editor resigns over report" and "Bread and 14 Horses" are none.
    if len(found) < len(read) or not (byline or any(one.is_job for one in found)):
        return None
    return _Part(
        tuple(name for one in found for name in one.names),
        next((one.outlet for one in found if one.outlet), None),
        is_byline=byline is not None and not re.match(_INTERVIEW, words),
        is_job=any(one.is_job for one in found),
    )


def _read_name(part: str) -> _Part | None:
    """Read a name, an outlet, or a job with the outlet beside it: "Herald correspondent", "our correspondent"."""
    words = part.split()
    owned = len(words) > 1 and words[0].lower() in {"our", "a", "an", "the"}
    bare = words[owned:]
    if not bare:
        return None
    last = bare[-1].lower()
    if last in _JOBS and len(bare) <= _JOB_WORDS and all(word[0].isalpha() for word in bare):
        jobs = [at for at, word in enumerate(bare) if word.lower() in _JOBS]
        return _Part(outlet=_outlet(bare[: jobs[0]]), is_byline=words[0].lower() == "our", is_job=True)
    if re.fullmatch(_HOST, part):
        return _Part(outlet=outlet_name_of_host(part))
    capitals = sum(1 for _ in takewhile(str.isupper, bare))
    if 1 < capitals < len(bare) and _outlet(bare[capitals:]):
        # "ADA BROOK Associated Press"
        return _Part((" ".join(bare[:capitals]),), _outlet(bare[capitals:]))
    if not _is_name(bare):
        return None
    outlet = _outlet(words)
    return _Part(outlet=outlet) if outlet else _Part((part,))


def _is_name(words: Sequence[str]) -> bool:
    """Say whether words are capitalised like a name, in whatever script case there is."""
    return (
        0 < len(words) <= _NAME_WORDS
        and words[0][0].isupper()
        and all(word[0].isupper() or word in _PARTICLES or word.startswith(("d’", "d'")) for word in words)
    )


def _outlet(words: Sequence[str]) -> str | None:
    """Return the outlet that words name: a known one, or one whose name says that it is one."""
    while words and words[0].lower() in {"the", "of", "for", "at", "a", "an"}:
        words = words[1:]
    name = " ".join(words)
    if not words or not _is_name(words):
        return None
    if outlet_named(name):
        return canonical_name(name)
    named = len(words) > 1 and (words[0] in _MEDIUM_FIRST or re.fullmatch(_MEDIUM, words[-1]))
    return name if named else None


def _is_update(stamp: re.Match[str]) -> bool:
    return any(word in (stamp["what"] or "").lower() for word in ("updated", "modified", "edited", "corrected"))


def _ends_with_time(line: str) -> bool:
    """Say whether the full stop at the end of a line belongs to a time or a month: "10 a.m."."""
    return re.search(rf"(?:{_TIME}|{MONTH})\Z", line, re.IGNORECASE) is not None
