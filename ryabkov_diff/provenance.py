"""Where a text says that its words come from: the venue of the interview, the news agencies, the outlets' names.

Used by `read`, which states these sources as a part of the article, and by `align`, which takes them as evidence that
two articles report one occasion. The names stand in `data/outlets.toml`; the patterns below know none of them.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Dateline",
    "Outlet",
    "find_hearers",
    "find_media",
    "find_venue",
    "find_wires",
    "locate_source",
    "match_dateline",
    "outlet_name_of_host",
    "outlet_named",
    "outlet_of_host",
]


@dataclass(frozen=True, slots=True)
class Outlet:
    """A news agency, newspaper, broadcaster or site.

    Attributes:
        name: As it stands in the results, e.g. `RIA Novosti`.
        kind: `agency`, `newspaper`, `broadcaster` or `site`.
        aliases: Other forms in running text, e.g. `RIA`.
        hosts: Host names of its site.
        bare: Whether the name counts without a word such as "newspaper" beside it.
    """

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    bare: bool = True


@cache
def known_outlets() -> tuple[Outlet, ...]:
    """Return the outlets of `data/outlets.toml`, in the file's order."""
    data = tomllib.loads(files("ryabkov_diff").joinpath("data", "outlets.toml").read_text(encoding="utf-8"))
    return tuple(
        Outlet(
            entry["name"],
            entry["kind"],
            tuple(entry.get("aliases", ())),
            tuple(entry.get("hosts", ())),
            entry.get("bare", True),
        )
        for entry in data["outlet"]
    )


@cache
def _outlets_by_name() -> dict[str, Outlet]:
    outlets: dict[str, Outlet] = {}
    for outlet in known_outlets():
        for name in (outlet.name, *outlet.aliases):
            outlets.setdefault(_folded(name), outlet)
    return outlets


def _folded(name: str) -> str:
    return name.strip().casefold().removeprefix("the ")


def outlet_named(name: str) -> Outlet | None:
    """Return the outlet that goes by this name, any case, with or without "the"; None when it is not known.

    >>> outlet_named("RIA").name
    'RIA Novosti'
    """
    return _outlets_by_name().get(_folded(name))


def outlet_of_host(host: str) -> Outlet | None:
    """Return the outlet whose site has this host name, subdomains included; None when it is not known.

    >>> outlet_of_host("english.alarabiya.net").name
    'Al Arabiya'
    """
    host = host.casefold().partition(":")[0]
    for outlet in known_outlets():
        if any(host == known or host.endswith("." + known) for known in outlet.hosts):
            return outlet
    return None


def outlet_name_of_host(host: str) -> str:
    """Return what to call the outlet of a host: by its name where it is known, else by the host without "www.".

    >>> outlet_name_of_host("www.reuters.com"), outlet_name_of_host("www.lake.example")
    ('Reuters', 'lake.example')
    """
    outlet = outlet_of_host(host)
    return outlet.name if outlet else host.casefold().removeprefix("www.")


# Words that say what kind of outlet a name belongs to: they stand before or after it, and make an unknown name one.
_DESCRIPTOR = (
    r"(?:newspaper|news\spaper|daily|weekly|magazine|journal|tabloid|(?:state\s)?news\s(?:agency|service|channel|site|"
    r"outlet|portal)|agency|wire|(?:TV|television|radio)(?:\s(?:channel|station|network))?|channel|broadcaster|network|"
    r"portal|website|podcast)\b"
)
_NAME = r"[A-Z][\w’'/-]*(?:\s(?:[A-Z0-9][\w’'/-]*|della))*"
_DESCRIBED_NAMES = (
    re.compile(rf"{_DESCRIPTOR}[,:]?\s[“\"‘'«]?(?P<name>{_NAME})"),  # "the Russian newspaper Izvestia"
    re.compile(rf"(?P<name>{_NAME})[”\"’'»]?,?\s{_DESCRIPTOR}"),  # "the Izvestia daily"
)

# What stands in front of the name of a venue. The second needs the word "interview" behind it: whoever told an outlet
# something may have done so in passing.
_INTERVIEW_WITH = re.compile(
    r"\b(?:interview|conversation|Q&A)s?\s(?:published\s|aired\s|broadcast\s)?(?:with|to|for|on|by|in)\s"
)
_TOLD = re.compile(r"\b(?:told|tells|(?:spoke|speaking|talking)\s(?:to|with)|(?:comments?|remarks?)\s(?:to|for))\s")
# How far behind such words the name may stand: "with the state-run Russian television channel Rossiya 24".
_VENUE_WINDOW = 70
# How far behind "told NAME" the word "interview" may stand.
_TOLD_WINDOW = 120
# What may stand between "told" and an outlet's name: "the British newspaper".
_EPITHETS = re.compile(
    r"(?:the\s|an?\s)?(?:(?:[A-Z][a-z]+(?:-[a-z]+)?|state(?:-\w+)?|public|private|business|local)\s){0,3}"
    rf"(?:{_DESCRIPTOR}\s)?"
)
# Behind an outlet's name: "the Izvestia interview".
_INTERVIEW_BEHIND = re.compile(r"(?:[’']s?)?\s(?:interview|Q&A)\b")
# The name of a venue does not reach beyond these.
_VENUE_END = re.compile(r"[.;()“”](?:\s|$)|,\s")


@cache
def _known_name() -> re.Pattern[str]:
    """Return the pattern of all names that count without a descriptor, longest first."""
    names = sorted(
        (name for outlet in known_outlets() if outlet.bare for name in (outlet.name, *outlet.aliases)),
        key=lambda name: (-len(name), name),
    )
    # No look-behind: a pattern that begins with letters is searched for at the speed of letters.
    return re.compile("(?P<name>" + "|".join(map(re.escape, names)) + r")(?![\w-])")


def _known_names(text: str) -> Iterator[re.Match[str]]:
    """Yield the known names in a text, whole words only."""
    for match in _known_name().finditer(text):
        before = text[match.start() - 1 : match.start()]
        if not (before.isalnum() or before in {"-", "_"}):
            yield match


def find_venue(text: str) -> str | None:
    """Return the outlet in whose interview the words were spoken; None when the text names none.

    Known outlets go by their canonical name; an unknown name counts where a word such as "newspaper" stands beside it.

    >>> find_venue("he said in an interview with the Izvestia daily, which came out on Thursday")
    'Izvestia'
    >>> find_venue("Ryabkov told the RIA Novosti news agency in an interview.")
    'RIA Novosti'
    >>> find_venue("he said during an interview on Rossiya 24 TV.")
    'Rossiya 24'
    """
    text = _spaced(text)
    found = [
        (trigger.start(), name)
        for trigger in _INTERVIEW_WITH.finditer(text)
        if (name := _outlet_at(text, trigger.end()))
    ]
    found += [
        (trigger.start(), name)
        for trigger in _TOLD.finditer(text)
        if "interview" in _before_full_stop(text[trigger.end() : trigger.end() + _TOLD_WINDOW])
        and (name := _outlet_at(text, trigger.end()))
    ]
    found += [
        (match.start(), _canonical(match["name"]))
        for match in _known_names(text)
        if _INTERVIEW_BEHIND.match(text, match.end())
    ]
    if found:
        return min(found)[1]
    # Without the word "interview", only an outlet that is the hearer itself, and the only one of the text. News
    # agencies are told this and that in passing.
    told = {name for trigger in _TOLD.finditer(text) if (name := _outlet_at(text, trigger.end(), at_once=True))}
    told = {name for name in told if (outlet := outlet_named(name)) is None or outlet.kind != "agency"}
    return told.pop() if len(told) == 1 else None


def _outlet_at(text: str, position: int, *, at_once: bool = False) -> str | None:
    """Return the outlet that the few words from `position` on name; `at_once`: with nothing but epithets before it."""
    window = text[position : position + _VENUE_WINDOW]
    end = _VENUE_END.search(window)
    window = window[: end.start()] if end else window
    matches = chain(_known_names(window), *(pattern.finditer(window) for pattern in _DESCRIBED_NAMES))
    match = next(matches, None)
    if at_once and match and not _EPITHETS.fullmatch(window, 0, match.start()):
        return None
    return _canonical(match["name"]) if match else None


def _before_full_stop(text: str) -> str:
    return text.partition(". ")[0]


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
        rf"(?:the\s|an?\s)?(?:(?:\w[\w-]*\s){{0,3}}{_DESCRIPTOR}\s)?(?P<name>{_ANY_NAME})"
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
    is; that they name different ones says little. News agencies are told this and that in passing, and are left out.

    >>> find_hearers("she told the Vltava Echo. At the Lisbon Forum he spoke to Radio Tejo on Monday.")
    ('Vltava Echo', 'Radio Tejo', 'Lisbon Forum')
    """
    text = _spaced(text)
    found = (match["name"] for pattern in _HEARERS for match in pattern.finditer(text))
    names = dict.fromkeys(_canonical(name.removeprefix("The ")) for name in found if not _NO_HEARER.match(name))
    return tuple(name for name in names if (outlet := outlet_named(name)) is None or outlet.kind != "agency")


# In front of the name of a medium that words were spoken to or on, known or not.
_SPOKEN_TO = re.compile(
    r"\b(?:told|tells|(?:spoke|spoken|speaking|speaks|talked|talking|appeared|appearing)\s(?:to|with|on)|interviewed\s"
    r"(?:by|on)|(?:interview|conversation|Q&A|podcast)s?\s(?:published\s|aired\s|broadcast\s)?(?:with|to|for|on|by|in))\s"
)
# Names by which a station or a paper is known as one, whoever it is: "Radio Tejo", "Channel Six", "the Vltava Echo".
# The nouns are those that papers in English are most often named by. Behind "the" they are no one's surname.
_PAPER = (
    r"(?:Advertiser|Argus|Bulletin|Chronicle|Courier|Daily|Dispatch|Echo|Examiner|Express|Gazette|Globe|Guardian|Herald|"
    r"Independent|Inquirer|Journal|Ledger|Mail|Mercury|Messenger|Mirror|Monitor|Observer|Post|Press|Record|Register|"
    r"Review|Sentinel|Standard|Star|Sun|Telegraph|Times|Tribune|Weekly|World)"
)
_MEDIA = (
    re.compile(
        rf"\b(?P<name>(?:Radio|Channel|Television|TV|Kanal|Canal)\s(?:{_CAPITAL}[\w’'-]*|\d+)(?:\s{_CAPITAL}\w+)?)"
    ),
    re.compile(rf"\b(?P<name>(?:{_CAPITAL}[\w’'-]*\s){{1,3}}(?:Radio|Television|TV|News|Broadcasting))\b"),
    re.compile(rf"\b[Tt]he\s(?P<name>(?:{_CAPITAL}[\w’'-]*\s){{1,3}}{_PAPER})\b"),
    re.compile(r"\b(?P<name>this\s(?:newspaper|paper|magazine|website|channel|station|programme?|podcast))\b"),
)


def find_media(text: str) -> tuple[str, ...]:
    """Return the stations, papers and programmes that words were spoken to, known or not, in the order of the text.

    Wider than `find_venue`: a name that says itself what it is counts. "This newspaper" is returned as it stands.

    >>> find_media("she told Radio Tejo. In a talk, he spoke on the evening show of Channel Six.")
    ('Radio Tejo', 'Channel Six')
    """
    text = _spaced(text)
    found: dict[str, None] = {}
    for trigger in _SPOKEN_TO.finditer(text):
        window = text[trigger.end() : trigger.end() + _VENUE_WINDOW]
        end = _VENUE_END.search(window)
        window = window[: end.start()] if end else window
        matches = [match for pattern in (*_MEDIA, *_DESCRIBED_NAMES) if (match := pattern.search(window))]
        if matches:
            found[_canonical(min(matches, key=lambda match: match.start("name"))["name"])] = None
    return tuple(found)


# How an outlet is credited: "TASS reported", "the RIA news agency reported"; "reported TASS", "according to Interfax",
# "(Reuters)", "Source: TASS". One of the two stands at the name.
_CREDIT_BEHIND = re.compile(
    rf"(?:\s{_DESCRIPTOR})?\s(?:reported|reports|has\sreported|said\sin\sa\sreport|cited|quoted|writes|wrote)\b"
)
_CREDIT_BEFORE = re.compile(
    r"(?:\b(?:reported|reports|writes|cited|quoted|cites|citing|quotes|quoting)\s(?:by\s)?(?:the\s)?"
    r"|\b[Aa]ccording\sto\s(?:the\s)?"
    r"|\b(?:Sources?|Via|With\s(?:inputs|reporting)\sfrom)\s?:?\s(?:the\s)?)\Z"
)
# How many characters the second one looks back.
_CREDIT_WINDOW = 30


def find_wires(text: str) -> tuple[str, ...]:
    """Return the outlets that the text credits with the words, in the order of their first mention, by canonical name.

    >>> find_wires("“It is so,” he said, TASS reported. He was in Cairo, the RIA news agency reported on Monday.")
    ('TASS', 'RIA Novosti')
    """
    text = _spaced(text)
    credited = (match["name"] for match in _known_names(text) if _is_credited(text, *match.span()))
    return tuple(dict.fromkeys(map(_canonical, credited)))


def _is_credited(text: str, start: int, end: int) -> bool:
    """Whether an outlet's name at a place is a credit."""
    return bool(
        _CREDIT_BEHIND.match(text, end)
        or _CREDIT_BEFORE.search(text, max(0, start - _CREDIT_WINDOW), start)
        or (text[start - 1 : start] == "(" and text[end : end + 1] in {")", "/"})
    )


def locate_source(text: str, name: str) -> tuple[int, int] | None:
    """Return where a text names an outlet that `find_venue` or `find_wires` found in it; None where it does not.

    Of several places the first one that says that the words come from there, and no mere mention of the outlet.

    >>> locate_source("TASS is old. “It is so,” he said, TASS reported.", "TASS")
    (34, 38)

    Args:
        text: The whole text.
        name: The canonical name.
    """
    text = _spaced(text)
    places = [match.span() for match in _known_names(text) if _canonical(match["name"]) == name]
    if not places:
        places = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
    return next((place for place in places if _is_source(text, *place)), places[0] if places else None)


def _is_source(text: str, start: int, end: int) -> bool:
    """Whether an outlet's name at a place says that the words come from there."""
    if _is_credited(text, start, end) or _INTERVIEW_BEHIND.match(text, end):
        return True
    before = text[max(0, start - _VENUE_WINDOW) : start]
    triggers = [match.end() for pattern in (_INTERVIEW_WITH, _TOLD) for match in pattern.finditer(before)]
    return bool(triggers) and not _VENUE_END.search(before, max(triggers))


@dataclass(frozen=True, slots=True)
class Dateline:
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
_PLACE = r"(?P<place>[A-Z][\w.’'-]*(?:,?\s[A-Z][\w.’'-]*){0,4}?)"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DATE = rf"(?P<date>(?:\d{{1,2}}\s)?{_MONTH}(?:\s\d{{1,2}})?(?:,?\s\d{{4}})?)"
_OUTLET = r"(?P<outlet>[A-Za-z][\w .’'/&-]{1,40})"
_DASH = r"\s*[-–—―]+\s*"
_DATE_BEHIND = rf"(?:{_DATE.replace('<date>', '<date_behind>')}{_DASH})?"
_DATELINES = (
    re.compile(
        rf"{_PLACE}(?:,\s{_DATE})?,?\s\({_OUTLET}\){_DASH}{_DATE_BEHIND}"
    ),  # MOSCOW (Sputnik) - (Dec. 8, 2022 -)
    re.compile(
        rf"(?:{_PLACE},\s)?{_DATE}\.?\s/(?P<outlet>[\w .-]{{2,40}})/\.?(?:{_DASH}|\s+)"
    ),  # MOSCOW, December 8. /TASS/.
    re.compile(rf"{_DATE}\s\({_OUTLET}\){_DASH}"),  # Dec. 10, 2022 (EIRNS)—
    re.compile(rf"\({_OUTLET}\){_DASH}{_DATE_BEHIND}"),  # (Reuters) -
    re.compile(rf"{_PLACE},\s{_DATE}{_DASH}"),  # Sofia, May 21 —
    re.compile(rf"{_PLACE_CAPITALS}(?:,\s{_DATE})?\s*[-–—―]+\s+"),  # MOSCOW, Dec. 8 —
)
# A dateline is short: what comes later in a paragraph is none.
_DATELINE_LENGTH = 100


def match_dateline(paragraph: str) -> Dateline | None:
    """Return the dateline with which a paragraph begins; None when it begins with none.

    >>> match_dateline("TEHRAN (Tasnim) – The talks have been put on pause.")
    Dateline(place='TEHRAN', date=None, outlet='Tasnim', end=18)
    """
    head = _spaced(paragraph[:_DATELINE_LENGTH])
    for pattern in _DATELINES:
        match = pattern.match(head)
        if match and match.end() < len(paragraph):
            groups = match.groupdict()
            date = groups.get("date") or groups.get("date_behind")
            return Dateline(groups.get("place"), date, groups.get("outlet"), match.end())
    return None


def _spaced(text: str) -> str:
    """Make a blank of every white space: what is read then lies in one line, and offsets stay what they are."""
    return re.sub(r"[^\S ]", " ", text)


def _canonical(name: str) -> str:
    # A name at the end of a sentence takes no full stop with it.
    name = re.sub(r"\s", " ", name).strip(" .,’'")
    outlet = outlet_named(name)
    return outlet.name if outlet else name
