"""Patterns of words, as the data files of the detectors write them.

A pattern is one word or several, as normal forms: `no longer`. A word may be a choice (`a|one`), and with a tilde it
stands for all forms of its stem (`fail~ to` is "fail to", "failed to").
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar

from ryabkov_diff.text import stem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

__all__ = ["PatternIndex", "lexicon", "read_lexicons", "read_word_list"]

Lexicon = TypeVar("Lexicon")

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
        place = 0
        while place < len(norms):
            norm = norms[place]
            candidates = [*self._by_first.get(norm, ()), *self._by_first.get(f"{stem(norm)}~", ())]
            fitting = [one for one in candidates if _fits(one[0], norms[place : place + len(one[0])])]
            if fitting:
                words, name = max(fitting, key=lambda one: len(one[0]))
                yield place, place + len(words), name
                place += len(words)
            else:
                place += 1


def _fits(pattern: Sequence[frozenset[str]], norms: Sequence[str]) -> bool:
    """Say whether words are what a pattern says."""
    return len(pattern) == len(norms) and all(
        norm in word or f"{stem(norm)}~" in word for word, norm in zip(pattern, norms, strict=True)
    )


def _choice(word: str) -> Iterator[str]:
    """Yield the keys of the alternatives of a word in a pattern."""
    for one in word.split("|"):
        yield f"{stem(one[:-1])}~" if one.endswith("~") else one
