"""What names mean: places and their countries, aliases, and the glossary of the user's.

A `Gazetteer` finds the names that it knows in a row of words, the longest first. It is made of three sources:
`places.txt` (countries, demonyms, capitals, cities), `names.toml` (what that lacks, and names of one thing), and the
glossary, a TOML file with one table:

    [aliases]
    "New START" = ["Strategic Arms Reduction Treaty", "START-3"]
"""

from __future__ import annotations

import tomllib
from copy import copy
from enum import StrEnum
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ryabkov_diff.errors import InputError, SettingsError
from ryabkov_diff.text import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from os import PathLike

__all__ = [
    "SMALL_WORDS",
    "Entry",
    "Gazetteer",
    "Glossary",
    "Sort",
    "load_gazetteer",
    "load_glossary",
    "name_words",
    "read_names_data",
]

Glossary = tuple[tuple[str, ...], ...]

# Words that a name has in lower case: "Bank of England".
SMALL_WORDS = frozenset({"of", "the", "and", "on", "for", "-"})


class Sort(StrEnum):
    """What sort of thing a known name names."""

    COUNTRY = "country"  # by its name, its people, its capital or its government
    PLACE = "place"  # a city or a region in a country
    ALIAS = "alias"  # one of several names of a thing


class Entry(NamedTuple):
    """What is known of a name.

    Attributes:
        sort: What it names.
        keys: Of a country or place the countries' codes, of an alias the first name of its group.
        adjective: Whether it is a demonym: "Russian", "the Russians".
        city: Whether it is a city or a region, whose name may be part of another name: "Paris Hilton".
        region: Whether cities lie in it.
        acronym: Whether it is written in capitals throughout: "WHO" is no "Who".
        plain: Whether it is written in lower case: "coronavirus".
    """

    sort: Sort
    keys: frozenset[str]
    adjective: bool = False
    city: bool = False
    region: bool = False
    acronym: bool = False
    plain: bool = False


def load_glossary(path: str | PathLike[str]) -> Glossary:
    """Read a glossary: which names stand for one thing.

    Args:
        path: A TOML file with a table `aliases`: a name on the left, a list of further names of the thing on the right.

    Returns:
        One tuple of names a thing, as written, in the order of the file.

    Raises:
        InputError: The file is missing, unreadable or no text.
        SettingsError: It is no TOML, or has another form.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError as error:
        msg = f"{path}: the glossary cannot be read: {error.strerror or error}"
        raise InputError(msg, "name an existing TOML file") from error
    except UnicodeDecodeError as error:
        msg = f"{path}: the glossary is not text in UTF-8"
        raise InputError(msg, "save it as UTF-8") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        msg = f"{path}: the glossary is no TOML: {error}"
        raise SettingsError(msg, _FORM) from error
    if unknown := sorted(data.keys() - {"aliases"}):
        msg = f"{path}: expected one table, aliases, found {', '.join(unknown)}"
        raise SettingsError(msg, _FORM)
    aliases = data.get("aliases", {})
    faults = [] if isinstance(aliases, dict) else ["aliases"]
    if isinstance(aliases, dict):
        faults = [
            name
            for name, others in aliases.items()
            if not isinstance(others, list) or not all(isinstance(one, str) and name_words(one) for one in others)
        ]
    if faults:
        msg = f"{path}: expected a list of names for {', '.join(faults)}"
        raise SettingsError(msg, _FORM)
    return tuple((name, *others) for name, others in aliases.items())


_FORM = 'its form is: [aliases], then lines like "New START" = ["Strategic Arms Reduction Treaty"]'


def name_words(text: str) -> tuple[str, ...]:
    """Return the normal forms of the words of a name: what names are looked up by.

    >>> name_words("The Strategic Arms Reduction Treaty’s")
    ('strategic', 'arms', 'reduction', 'treaty')
    """
    words = tuple(token.norm for token in tokenize(text) if token.is_word and token.norm != "'s")
    return words[1:] if len(words) > 1 and words[0] == "the" else words


class Gazetteer:
    """The names that are known, looked up by their words."""

    def __init__(self, entries: Mapping[tuple[str, ...], Entry]) -> None:
        """Take the known names by the normal forms of their words."""
        self._entries: Mapping[tuple[str, ...], Entry] = {}
        # By word, the number of words of the longest name that begins with it.
        self._longest: Mapping[str, int] = {}
        # With what a name may begin where that is written in lower case.
        self.small_beginnings: frozenset[str] = frozenset()
        self.learn(entries)

    def learn(self, entries: Mapping[tuple[str, ...], Entry]) -> None:
        """Take further names; what is known stays."""
        longest = dict(self._longest)
        for words in filter(None, entries):
            longest[words[0]] = max(len(words), longest.get(words[0], 0))
        self._longest = longest
        self._entries = {**entries, **self._entries}
        self.small_beginnings |= {
            words[0] for words, entry in entries.items() if words and (entry.plain or words[0] in SMALL_WORDS)
        }

    def with_aliases(self, groups: Iterable[Sequence[tuple[str, ...]]]) -> Gazetteer:
        """Return a gazetteer that knows further names of one thing, each given by its words; what is known stays.

        Args:
            groups: The names of each thing; the first one stands for all.
        """
        further = {
            words: Entry(Sort.ALIAS, frozenset({" ".join(group[0])}), acronym=len(words) == 1)
            for group in groups
            for words in group
        }
        if not further:
            return self
        wider = copy(self)
        wider.learn(further)
        return wider

    def lookup(self, words: Sequence[str]) -> Entry | None:
        """Return what is known of a name, by the normal forms of its words; the plural of a demonym is known, too."""
        known = self._entries.get(tuple(words))
        if known is None and words and words[-1].endswith("s"):
            known = self._entries.get((*words[:-1], words[-1][:-1]))
            if known is not None and not known.adjective:
                known = None
        return known

    def find(self, words: Sequence[str], start: int) -> tuple[Entry, int] | None:
        """Return the longest known name that begins at a place of a row of words, and how many words it has."""
        longest = self._longest.get(words[start])
        if longest is None and not words[start].endswith("s"):  # a single word may be the plural of a demonym
            return None
        for length in range(min(longest or 1, len(words) - start), 0, -1):
            known = self.lookup(words[start : start + length])
            if known is not None:
                return known, length
        return None


@cache
def load_gazetteer(glossary: Glossary) -> Gazetteer:
    """Make the gazetteer of the package's names and those of a glossary, which go first.

    Args:
        glossary: What `load_glossary` returned; empty for none. It is always given, so that one gazetteer is made once.
    """
    entries: dict[tuple[str, ...], Entry] = {}
    for group in glossary:
        entries |= {name_words(name): _alias(name, group[0]) for name in group}
    for name, entry in (*_aliases(), *_places()):
        # The names of the package are written as normal forms; folding thousands of them would take a second.
        words = tuple(name.casefold().split())
        known = entries.setdefault(words, entry)
        if known is not entry and known.sort is entry.sort is not Sort.ALIAS:  # Georgia, Congo, "American" of Samoa
            entries[words] = known._replace(keys=known.keys | entry.keys)
    return Gazetteer(entries)


@cache
def read_names_data() -> dict[str, Any]:
    """Read `names.toml`."""
    return tomllib.loads(files(__package__).joinpath("names.toml").read_text(encoding="utf-8"))


def _aliases() -> Iterator[tuple[str, Entry]]:
    """Yield the names of each group of `names.toml` with its first one as key."""
    for first, others in read_names_data()["aliases"].items():
        for name in (first, *others):
            yield name, _alias(name, first)


def _alias(name: str, first: str) -> Entry:
    """Return what is known of one of several names of a thing."""
    return Entry(Sort.ALIAS, frozenset({first}), acronym=name.isupper(), plain=name.islower())


# What the columns of `places.txt` and the lists of `names.toml` say of the names in them, countries first: what is both
# a country and a city ("Luxembourg") is a country.
_COLUMNS = {
    "names": partial(Entry, Sort.COUNTRY),
    "demonyms": partial(Entry, Sort.COUNTRY, adjective=True),
    "capitals": partial(Entry, Sort.COUNTRY, city=True),
    "cities": partial(Entry, Sort.PLACE, city=True),
    "regions": partial(Entry, Sort.PLACE, city=True, region=True),
}


def _places() -> Iterator[tuple[str, Entry]]:
    """Yield the names of countries, peoples and places."""
    rows: list[tuple[str, Mapping[str, Sequence[str]]]] = []
    for line in files(__package__).joinpath("places.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            code, *columns = line.split(" |")
            names = ([one.strip() for one in column.split(";") if one.strip()] for column in columns)
            rows.append((code, dict(zip(_COLUMNS, names, strict=True))))
    rows += read_names_data()["countries"].items()
    for column, make_entry in _COLUMNS.items():
        for code, lists in rows:
            if listed := lists.get(column, ()):
                known = make_entry(keys=frozenset({code}))
                for name in listed:
                    yield name, known._replace(acronym=True) if name.isupper() else known
