"""Outlets and their names: read from `data/outlets.txt`, looked up, and found in texts; a part of `provenance`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = [
    "Outlet",
    "canonical_name",
    "is_agency",
    "known_outlets",
    "outlet_name_of_host",
    "outlet_named",
    "outlet_of_host",
    "spans_of_known_names",
]


class Outlet(NamedTuple):
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
    aliases: tuple[str, ...]
    hosts: tuple[str, ...]
    bare: bool


@cache
def known_outlets() -> tuple[Outlet, ...]:
    """Return the outlets of `data/outlets.txt`, in the file's order."""
    text = (Path(__file__).parents[1] / "data" / "outlets.txt").read_text(encoding="utf-8")
    return tuple(_read_line(line) for line in text.splitlines() if not line.startswith("#"))


def _read_line(line: str) -> Outlet:
    name, kind, aliases, hosts, *everyday = (column.strip() for column in line.split("|"))
    return Outlet(name, kind, _listed(aliases), _listed(hosts), bare=not everyday)


def _listed(column: str) -> tuple[str, ...]:
    return tuple(column.split("; ")) if column else ()


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


def canonical_name(name: str) -> str:
    """Return what the results call the outlet of a name as it stands in a text."""
    # A name at the end of a sentence takes no full stop with it.
    name = re.sub(r"\s", " ", name).strip(" .,’'")
    outlet = outlet_named(name)
    return outlet.name if outlet else name


def is_agency(name: str) -> bool:
    """Say whether a name is that of a known news agency: agencies are told this and that in passing."""
    outlet = outlet_named(name)
    return outlet is not None and outlet.kind == "agency"


@cache
def _bare_names() -> Mapping[str, Sequence[str]]:
    """Return all names that count without a descriptor by their first word, the longest first."""
    names: dict[str, list[str]] = {}
    for outlet in known_outlets():
        for name in (outlet.name, *outlet.aliases) if outlet.bare else ():
            names.setdefault(re.split(r"\W", name, maxsplit=1)[0], []).append(name)
    return {first: sorted(same, key=len, reverse=True) for first, same in names.items()}


@cache
def _first_word() -> re.Pattern[str]:
    """Return the pattern of words that a name may begin with; a pattern of all names takes longer to be compiled."""
    return re.compile("|".join([r"[A-Z]\w*", *(word for word in _bare_names() if word[0].islower())]))


def spans_of_known_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the names stand in a text that count without a descriptor, whole words only.

    >>> text = "She told the BBC World Service."
    >>> [text[slice(*span)] for span in spans_of_known_names(text)]
    ['BBC World Service']
    """
    names = _bare_names()
    end = 0
    for word in _first_word().finditer(text):
        start = word.start()
        if start < end or word[0] not in names or _goes_on(text[start - 1 : start]):
            continue
        for name in names[word[0]]:
            behind = start + len(name)
            if text.startswith(name, start) and not _goes_on(text[behind : behind + 1]):
                end = behind
                yield start, end
                break


def _goes_on(character: str) -> bool:
    """Whether a word goes on with a character beside it."""
    return character.isalnum() or character in {"-", "_"}
