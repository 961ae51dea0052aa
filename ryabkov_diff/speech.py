"""The words with which news texts report speech, read from `data/speech.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Form", "Verb", "Words", "load_speech_words", "speech_words"]


class Form(IntEnum):
    """The forms in which a verb stands in `speech.toml`, in this order."""

    BASE = 0
    THIRD = 1
    PAST = 2
    PARTICIPLE = 3


@dataclass(frozen=True, slots=True)
class Verb:
    """One form of a verb of speech.

    Attributes:
        words: The verb in lower case, one or more words.
        forms: Which forms it is.
        groups: `zero_that`, `that`, `quotation`, `finding`, `hearer`, `topic`, `relay`.
    """

    words: tuple[str, ...]
    forms: frozenset[Form]
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class Words:
    """All of `data/speech.toml`, ready for look-up.

    Attributes:
        verbs: The verb forms by their first word, the longest first.
        sets: The other lists by name.
    """

    verbs: dict[str, tuple[Verb, ...]]
    sets: dict[str, frozenset[str]]


@cache
def load_speech_words() -> Mapping[str, Any]:
    """Return the tables of `data/speech.toml` as they stand there."""
    return tomllib.loads(files("ryabkov_diff").joinpath("data", "speech.toml").read_text(encoding="utf-8"))


@cache
def speech_words() -> Words:
    """Return the words of `data/speech.toml`, ready for look-up."""
    data = load_speech_words()
    forms: dict[tuple[str, ...], set[Form]] = {}
    groups: dict[tuple[str, ...], set[str]] = {}
    for group, entries in (*data["verbs"].items(), ("relay", data["relay"]["verbs"])):
        for entry in entries:
            for form, words in zip(Form, entry.split(", "), strict=True):
                key = tuple(words.split())
                forms.setdefault(key, set()).add(form)
                groups.setdefault(key, set()).add(group)
    verbs: dict[str, list[Verb]] = {}
    for key in sorted(forms, key=len, reverse=True):
        verbs.setdefault(key[0], []).append(Verb(key, frozenset(forms[key]), frozenset(groups[key])))
    sets = {name: frozenset(words) for part in ("people", "grammar") for name, words in data[part].items()}
    return Words({first: tuple(same) for first, same in verbs.items()}, sets)
