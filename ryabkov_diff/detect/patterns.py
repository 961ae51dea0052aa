"""Patterns of words, as the data files of the detectors write them.

A pattern is one word or several, as normal forms: `no longer`. A word may be a choice (`a|one`), and with a tilde it
stands for all forms of its stem (`fail~ to` is "fail to", "failed to").
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ryabkov_diff.text import stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["PatternIndex", "read_word_list"]


@cache
def read_word_list(name: str) -> dict[str, Any]:
    """Read a data file of this package."""
    data: dict[str, Any] = tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
    return data


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
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, norms: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """Yield where patterns stand (half-open ranges of words) and their names: the longest first, none overlapping."""
        keys = [{norm, f"{stem(norm)}~"} for norm in norms]
        place = 0
        while place < len(norms):
            candidates = sorted(
                (entry for key in keys[place] for entry in self._by_first.get(key, ())), key=lambda one: -len(one[0])
            )
            for words, name in candidates:
                found = keys[place : place + len(words)]
                if len(found) == len(words) and all(not word.isdisjoint(key) for word, key in zip(words, found, strict=True)):
                    yield place, place + len(words), name
                    place += len(words)
                    break
            else:
                place += 1


def _choice(word: str) -> Iterator[str]:
    """Yield the keys of the alternatives of a word in a pattern."""
    for one in word.split("|"):
        yield f"{stem(one[:-1])}~" if one.endswith("~") else one
