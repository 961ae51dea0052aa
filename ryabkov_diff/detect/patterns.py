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
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ryabkov_diff.text import CACHED_WORDS, stem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

__all__ = ["FirstMatch", "PatternIndex", "lexicon", "read_lexicons", "read_word_list"]

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


class FirstMatch(Generic[Value]):
    """Regular expressions with what they stand for, in one; where several match, the first of them counts."""

    def __init__(self, entries: Iterable[tuple[str, Value]], behind: str = "") -> None:
        """Compile expressions; case is ignored.

        Args:
            entries: Each expression, and what it stands for.
            behind: What holds behind each of them, as an expression that has no width.
        """
        entries = tuple(entries)
        groups = "|".join(f"(?P<_{number}>{text})" for number, (text, _) in enumerate(entries))
        self.values = tuple(value for _, value in entries)
        self._pattern = re.compile(f"(?:{groups}){behind}" if behind else groups, re.IGNORECASE)

    def at(self, text: str, position: int) -> tuple[Value | None, int]:
        """Return what stands at a position, and where it ends; None and the position where there is none of them."""
        match = self._pattern.match(text, position)
        return (self._value(match), match.end()) if match else (None, position)

    def of(self, text: str) -> Value | None:
        """Return what all of a text stands for."""
        match = self._pattern.fullmatch(text)
        return self._value(match) if match else None

    def _value(self, match: re.Match[str]) -> Value:
        return self.values[int((match.lastgroup or "")[1:])]


class PatternIndex:
    """Patterns with what they stand for, ready to be looked for in a text."""

    def __init__(self, patterns: Mapping[str, Iterable[str]]) -> None:
        """Compile patterns, given by the name of what they stand for."""
        self._by_first: dict[str, list[tuple[tuple[frozenset[str], ...], str]]] = defaultdict(list)
        for name, texts in patterns.items():
            for text in texts:
                words = tuple(frozenset(_choice(word)) for word in text.split())
                for first in words[0]:
                    self._by_first[first].append((words, name))

    def find(self, norms: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """Yield where patterns stand, as half-open ranges of words, and their names: the longest, none overlapping."""
        keys = [_keys(norm) for norm in norms]
        end = 0
        for place, (word, form) in enumerate(keys):
            if place < end or (word not in self._by_first and form not in self._by_first):
                continue
            candidates = [*self._by_first.get(word, ()), *self._by_first.get(form, ())]
            fitting = [one for one in candidates if _fits(one[0], keys[place : place + len(one[0])])]
            if fitting:
                words, name = max(fitting, key=lambda one: len(one[0]))
                end = place + len(words)
                yield place, end, name


def _fits(pattern: Sequence[frozenset[str]], keys: Sequence[tuple[str, str]]) -> bool:
    """Say whether words, given by their keys, are what a pattern says."""
    return len(pattern) == len(keys) and not any(map(frozenset.isdisjoint, pattern, keys))


@lru_cache(maxsize=CACHED_WORDS)
def _keys(norm: str) -> tuple[str, str]:
    """Return what patterns may call a word: itself, and all forms of its stem."""
    return norm, f"{stem(norm)}~"


def _choice(word: str) -> Iterator[str]:
    """Yield the keys of the alternatives of a word in a pattern."""
    for one in word.split("|"):
        yield _keys(one[:-1])[1] if one.endswith("~") else one
