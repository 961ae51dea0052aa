"""Patterns of words, as the data files of the detectors write them.

A pattern is one word or several, as normal forms: `no longer`. A word may be a choice (`a|one`), and with a tilde it
stands for all forms of its stem (`fail~ to` is "fail to", "failed to").
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar

from ryabkov_diff.text import CACHED_WORDS, stem, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

__all__ = ["FirstMatch", "PatternIndex", "lexicon", "read_lexicons", "read_word_list", "words_in"]

# How many texts to keep the words of: those of some articles, in which several detectors look for something.
CACHED_TEXTS = 4096

Lexicon = TypeVar("Lexicon")
Value = TypeVar("Value")

_LEXICONS: list[Callable[[], object]] = []


def lexicon(read: Callable[[], Lexicon]) -> Callable[[], Lexicon]:
    """Have a function read its word lists, and make patterns of them, once: when it is called, or ahead of that."""
    once = cache(read)
    _LEXICONS.append(once)
    return once


def read_lexicons() -> None:
    """Call all functions that are marked as `lexicon`: while there is something else to wait for."""
    for read in _LEXICONS:
        read()


@cache
def read_word_list(name: str) -> dict[str, Any]:
    """Read a data file of this package."""
    data: dict[str, Any] = tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
    return data


@lru_cache(maxsize=CACHED_TEXTS)
def words_in(text: str) -> frozenset[str]:
    """Return the words of a text as normal forms, those with hyphens or apostrophes taken apart.

    Whether a text can have what an expression matches is seen by them much sooner than by trying it.
    """
    return frozenset(" ".join([token.norm for token in tokenize(text)]).replace("-", " ").replace("'", " ").split())


class FirstMatch(Generic[Value]):
    """Regular expressions with what they stand for; where several match, the first of them counts.

    Those that begin with a letter are compiled when there is a text that begins with it: most never are.
    """

    def __init__(self, entries: Iterable[tuple[str, Value]], behind: str = "") -> None:
        """Take expressions; case is ignored.

        Args:
            entries: Each expression, and what it stands for.
            behind: What holds behind each of them, as an expression that has no width.
        """
        entries = tuple(entries)
        self.values = tuple(value for _, value in entries)
        self._expressions = [(text, _first_letters(text)) for text, _ in entries]
        self._letters = frozenset().union(*(letters for _, letters in self._expressions))
        self._behind = behind
        self._patterns: dict[str, re.Pattern[str] | None] = {}

    def at(self, text: str, position: int) -> tuple[Value | None, int]:
        """Return what stands at a position, and where it ends; None and the position where there is none of them."""
        pattern = self._beginning_with(text[position : position + 1])
        match = pattern.match(text, position) if pattern else None
        return (self._value(match), match.end()) if match else (None, position)

    def of(self, text: str) -> Value | None:
        """Return what all of a text stands for."""
        pattern = self._beginning_with(text[:1])
        match = pattern.fullmatch(text) if pattern else None
        return self._value(match) if match else None

    def _beginning_with(self, character: str) -> re.Pattern[str] | None:
        """Return the expressions that may match what begins with a character, in one; None where there are none."""
        letter = character.lower()
        if letter not in self._letters:
            letter = ""
        if letter not in self._patterns:
            groups = "|".join(
                f"(?P<_{number}>{text})"
                for number, (text, letters) in enumerate(self._expressions)
                if letter in letters or "" in letters
            )
            self._patterns[letter] = re.compile(f"(?:{groups}){self._behind}", re.IGNORECASE) if groups else None
        return self._patterns[letter]

    def _value(self, match: re.Match[str]) -> Value:
        return self.values[int((match.lastgroup or "")[1:])]


# A part of an expression; and with what an alternative begins that stands for a certain character: "miles?", "\\$", but
# not "m?mol" or "(?:milli)?metres".
_PART = re.compile(r"\\.|.")
_LITERAL = re.compile(r"\\?(?P<literal>(?<=\\)\W|[^\\()\[\]{}.*+?^$|])(?![?*{])")


def _first_letters(expression: str) -> frozenset[str]:
    """Return the letters with which what an expression matches may begin; an empty one stands for any character.

    >>> sorted(_first_letters("miles?|(?:kilo|k)met(?:er|re)s?")), sorted(_first_letters("f(?:ee|oo)t|Yards?"))
    (['', 'm'], ['f', 'y'])
    """
    letters = set()
    depth, begins = 0, True
    for part in _PART.finditer(expression):
        if begins:
            literal = _LITERAL.match(expression, part.start())
            letters.add(literal["literal"].lower() if literal else "")
        depth += (part[0] in "([") - (part[0] in ")]")
        begins = part[0] == "|" and not depth
    return frozenset(letters)


# The words of a pattern behind the first one, each as the keys of its alternatives, and what the pattern stands for.
_Rest: TypeAlias = "tuple[tuple[frozenset[str], ...], str]"


class _Beginning(NamedTuple):
    """The patterns that begin with a word.

    Attributes:
        candidates: All of them, the longest first.
        alone: Those that have no other word.
        seconds: The keys of the second words of the others.
    """

    candidates: Sequence[_Rest]
    alone: Sequence[_Rest]
    seconds: frozenset[str]

    @classmethod
    def of(cls, patterns: Sequence[_Rest]) -> _Beginning:
        """Sort patterns, given by what they have behind the word."""
        return cls(
            sorted(patterns, key=lambda one: len(one[0]), reverse=True),
            [one for one in patterns if not one[0]],
            frozenset().union(*(rest[0] for rest, _ in patterns if rest)),
        )


class PatternIndex:
    """Patterns with what they stand for, ready to be looked for in a text."""

    def __init__(self, patterns: Mapping[str, Iterable[str]]) -> None:
        """Compile patterns, given by the name of what they stand for."""
        by_first: dict[str, list[_Rest]] = defaultdict(list)
        for name, texts in patterns.items():
            for text in texts:
                first, *rest = (frozenset(_choice(word)) for word in text.split())
                for key in first:
                    by_first[key].append((tuple(rest), name))

        @lru_cache(maxsize=CACHED_WORDS)
        def beginning_with(norm: str) -> _Beginning | None:
            found = [one for key in _keys(norm) for one in by_first.get(key, ())]
            return _Beginning.of(found) if found else None

        self._beginning_with = beginning_with

    def find(self, norms: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """Yield where patterns stand, as half-open ranges of words, and their names: the longest, none overlapping."""
        beginnings = list(map(self._beginning_with, norms))
        if not any(beginnings):
            return
        end = 0
        for place, beginning in enumerate(beginnings):
            if beginning is None or place < end:
                continue
            candidates = beginning.candidates
            # Many patterns begin with "the" or "in", but few go on with what stands behind it.
            if place + 1 == len(norms) or beginning.seconds.isdisjoint(_keys(norms[place + 1])):
                candidates = beginning.alone
                if not candidates:
                    continue
            longest, _ = candidates[0]
            behind = [_keys(norm) for norm in norms[place + 1 : place + 1 + len(longest)]]
            for rest, name in candidates:
                if len(rest) <= len(behind) and not any(map(frozenset.isdisjoint, rest, behind)):
                    end = place + 1 + len(rest)
                    yield place, end, name
                    break


@lru_cache(maxsize=CACHED_WORDS)
def _keys(norm: str) -> tuple[str, str]:
    """Return what patterns may call a word: itself, and all forms of its stem."""
    return norm, f"{stem(norm)}~"


def _choice(word: str) -> Iterator[str]:
    """Yield the keys of the alternatives of a word in a pattern."""
    for one in word.split("|"):
        yield _keys(one[:-1])[1] if one.endswith("~") else one
