"""The words with which news texts report speech, read from `data/speech.toml`."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

__all__ = ["PERSONS", "Form", "Verb", "lists_with", "load_speech_words", "verbs_from", "word_lists"]


# The lists of nouns for a person.
PERSONS = ("roles", "occupations", "relations")


class Form(IntEnum):
    """The forms in which a verb stands in `speech.toml`, in this order."""

    BASE = 0
    THIRD = 1
    PAST = 2
    PARTICIPLE = 3


class Verb(NamedTuple):
    """One form of a verb of speech.

    Attributes:
        words: The verb in lower case, one or more words.
        forms: Which forms it is.
        groups: `zero_that`, `that`, `quotation`, `finding`, `hearer`, `topic`, `relay`.
    """

    words: tuple[str, ...]
    forms: frozenset[Form]
    groups: frozenset[str]


@cache
def load_speech_words() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return the lists of `data/speech.toml` by table and name; the forms of a verb are one entry."""
    data = tomllib.loads((Path(__file__).parent / "data" / "speech.toml").read_text(encoding="utf-8"))
    verbs = {"verbs", "relay"}
    return {
        table: {
            name: text.splitlines() if table in verbs else " ".join(text.split()).split(", ")
            for name, text in lists.items()
        }
        for table, lists in data.items()
    }


@cache
def word_lists() -> Mapping[str, frozenset[str]]:
    """Return the lists of `data/speech.toml` but for the verbs, by name."""
    data = load_speech_words()
    return {name: frozenset(words) for part in ("people", "grammar") for name, words in data[part].items()}


@cache
def _lists_by_word() -> Mapping[str, AbstractSet[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, words in word_lists().items():
        for word in words:
            found[word].add(name)
    return found


def lists_with(word: str) -> AbstractSet[str]:
    """Return the names of the lists that a word in lower case stands in.

    >>> sorted(lists_with("bishop"))
    ['roles', 'surnames', 'titles']
    """
    return _lists_by_word().get(word, frozenset())


@cache
def _verb_forms() -> Mapping[str, list[tuple[str, Form, str]]]:
    """Return each form of a verb, which one it is and its group, by the first word."""
    data = load_speech_words()
    found: defaultdict[str, list[tuple[str, Form, str]]] = defaultdict(list)
    in_order = tuple(Form)
    for group, entries in (*data["verbs"].items(), ("relay", data["relay"]["verbs"])):
        for entry in entries:
            for form, words in zip(in_order, entry.split(", "), strict=True):
                found[words.partition(" ")[0]].append((words, form, group))
    return found


@cache
def verbs_from(word: str) -> tuple[Verb, ...]:
    """Return the verb forms that begin with a word in lower case, the longest first; none for most words.

    >>> [" ".join(verb.words) for verb in verbs_from("goes")]
    ['goes on to say', 'goes on']
    """
    forms: defaultdict[str, set[Form]] = defaultdict(set)
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for words, form, group in _verb_forms().get(word, ()):
        forms[words].add(form)
        groups[words].add(group)
    found = [Verb(tuple(words.split()), frozenset(forms[words]), frozenset(groups[words])) for words in forms]
    return tuple(sorted(found, key=lambda verb: -len(verb.words)))
