"""The venue of an interview and the outlets that a text credits; a part of `provenance`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ryabkov_diff.provenance.outlets import canonical_name, is_agency, spans_of_known_names

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "DESCRIBED_NAMES",
    "DESCRIPTOR",
    "PAPER",
    "find_venue",
    "find_wires",
    "locate_source",
    "one_line",
    "window_behind",
]

# Words that say what kind of outlet a name belongs to: they stand before or after it, and make an unknown name one.
DESCRIPTOR = (
    r"(?:newspaper|news\spaper|daily|weekly|magazine|journal|tabloid|(?:state\s)?news\s(?:agency|service|channel|site|"
    r"outlet|portal)|agency|wire|(?:TV|television|radio)(?:\s(?:channel|station|network))?|channel|broadcaster|network|"
    r"portal|website|podcast)\b"
)
# The nouns that papers in English are most often named by. Behind "the" and a name they are no one's surname.
PAPER = (
    r"(?:Advertiser|Argus|Bulletin|Chronicle|Courier|Daily|Dispatch|Echo|Examiner|Express|Gazette|Globe|Guardian|Herald|"
    r"Independent|Inquirer|Journal|Ledger|Mail|Mercury|Messenger|Mirror|Monitor|Observer|Post|Press|Record|Register|"
    r"Review|Sentinel|Standard|Star|Sun|Telegraph|Times|Tribune|Weekly|World)"
)
_NAME = r"[A-Z][\w’'/-]*(?:\s(?:[A-Z0-9][\w’'/-]*|della))*"
# Compiled when they are needed, like those below that few texts need.
DESCRIBED_NAMES = (
    rf"{DESCRIPTOR}[,:]?\s[“\"‘'«]?(?P<name>{_NAME})",  # "the Russian newspaper Izvestia"
    rf"(?P<name>{_NAME})[”\"’'»]?,?\s{DESCRIPTOR}",  # "the Izvestia daily"
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
_EPITHETS = (
    r"(?:the\s|an?\s)?(?:(?:[A-Z][a-z]+(?:-[a-z]+)?|state(?:-\w+)?|public|private|business|local)\s){0,3}"
    rf"(?:{DESCRIPTOR}\s)?"
)
# Behind an outlet's name: "the Izvestia interview".
_INTERVIEW_BEHIND = re.compile(r"(?:[’']s?)?\s(?:interview|Q&A)\b")
# The name of a venue does not reach beyond these.
_VENUE_END = re.compile(r"[.;()“”](?:\s|$)|,\s")


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
    text = one_line(text)
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
        (start, canonical_name(text[start:end]))
        for start, end in spans_of_known_names(text)
        if _INTERVIEW_BEHIND.match(text, end)
    ]
    if found:
        return min(found)[1]
    # Without the word "interview", only an outlet that is the hearer itself, and the only one of the text.
    told = {name for trigger in _TOLD.finditer(text) if (name := _outlet_at(text, trigger.end(), at_once=True))}
    told = {name for name in told if not is_agency(name)}
    return told.pop() if len(told) == 1 else None


def _outlet_at(text: str, position: int, *, at_once: bool = False) -> str | None:
    """Return the outlet that the few words from `position` on name; `at_once`: with nothing but epithets before it."""
    window = window_behind(text, position)
    start, name = next(_names_in(window), (0, None))
    if name is None or (at_once and not re.fullmatch(_EPITHETS, window[:start])):
        return None
    return canonical_name(name)


def window_behind(text: str, position: int) -> str:
    """Return the few words from a position on in which a venue may be named."""
    window = text[position : position + _VENUE_WINDOW]
    end = _VENUE_END.search(window)
    return window[: end.start()] if end else window


def _names_in(window: str) -> Iterator[tuple[int, str]]:
    """Yield the names of outlets, the known ones first, and where each stands with the word beside it."""
    for start, end in spans_of_known_names(window):
        yield start, window[start:end]
    for pattern in DESCRIBED_NAMES:
        for match in re.finditer(pattern, window):
            yield match.start(), match["name"]


def _before_full_stop(text: str) -> str:
    return text.partition(". ")[0]


# How an outlet is credited: "TASS reported", "the RIA news agency reported"; "reported TASS", "according to Interfax",
# "(Reuters)", "Source: TASS". One of the two stands at the name.
_CREDIT_BEHIND = re.compile(
    rf"(?:\s{DESCRIPTOR})?\s(?:reported|reports|has\sreported|said\sin\sa\sreport|cited|quoted|writes|wrote)\b"
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
    text = one_line(text)
    credited = (text[slice(*span)] for span in spans_of_known_names(text) if _is_credited(text, *span))
    return tuple(dict.fromkeys(map(canonical_name, credited)))


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
    text = one_line(text)
    places = [span for span in spans_of_known_names(text) if canonical_name(text[slice(*span)]) == name]
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


def one_line(text: str) -> str:
    """Make a blank of every white space: what is read then lies in one line, and offsets stay what they are."""
    return re.sub(r"[^\S ]", " ", text)
