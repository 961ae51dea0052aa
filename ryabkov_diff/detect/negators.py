"""What negates in a wording: negators, and words that may say the same as one.

Which words these are says `negation.toml`; words with a negative prefix are known by `antonyms.py`.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ryabkov_diff.detect.antonyms import is_negated_form
from ryabkov_diff.detect.patterns import PatternIndex, lexicon, read_word_list
from ryabkov_diff.domain import SegmentKind
from ryabkov_diff.text import stem, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ryabkov_diff.detect.counterparts import Wording

__all__ = [
    "Force",
    "Negator",
    "find_negators",
    "has_report_verb",
    "is_lack",
    "is_negative",
    "is_report_verb",
    "sets_off",
    "takes_away",
    "targets_behind",
]

# Behind these, "not" sets off a part of the clause and does not negate its verb.
CONTRASTING = frozenset({",", "-", ";", ":", "(", "and", "but", "or", "if", "why"})

# Between a verb and "against" stand no more words than an object has: "advised the residents against".
OBJECT = 4

# Content words behind a negator that may tell what it negates: the first is often worded anew, the next is not.
MAX_TARGETS = 2


class Force(StrEnum):
    """How far a word negates; the lists of `negation.toml`."""

    NEGATOR = "negators"  # "not", "fail to"
    IMPORT = "import"  # "reject", "hardly", "unaware": may say the same as a negator
    EXCLUSION = "exclusion"  # "only", "until": may say the same as a negator, and negates nothing by itself
    AFFIRMATIVE = "affirmative"  # "not only": is none; may stand against one


class Negator(NamedTuple):
    """What negates in a wording.

    Attributes:
        start: Its first token.
        end: One past its last.
        force: How far it negates.
        targets: What it negates: the first content words behind it in its clause, `MAX_TARGETS` at most; empty where it
            negates a part only.
    """

    start: int
    end: int
    force: Force
    targets: tuple[int, ...] = ()

    @property
    def strict(self) -> bool:
        """Whether it is a negator by itself, and no word that may only say the same as one."""
        return self.force is Force.NEGATOR

    @property
    def is_reporting(self) -> bool:
        """Whether it is a reporting verb outside of the wording: "He denied that …"."""
        return self.start == self.end


@lexicon
def _patterns() -> PatternIndex:
    data = read_word_list("negation.toml")
    return PatternIndex({name: data[name] for name in ("neutral", *Force)})


@lexicon
def _against() -> frozenset[str]:
    return frozenset(stem(verb) for verb in read_word_list("negation.toml")["against"])


@lexicon
def _lack() -> Mapping[str, frozenset[str]]:
    lists = read_word_list("negation.toml")["lack"]
    return {"of": frozenset(lists["of"]), "taking": frozenset(stem(verb) for verb in lists["taking"])}


@lexicon
def _adverbs() -> frozenset[str]:
    return frozenset(read_word_list("negation.toml")["adverbs"])


@cache
def _report_stems(name: str) -> frozenset[str]:
    return frozenset(stem(word) for word in read_word_list("opposites.toml")["reports"][name])


def is_report_verb(norm: str, name: str) -> bool:
    """Say whether a normal form is a verb of report of a list of `opposites.toml`: `affirm`, `deny`, `contest`."""
    return stem(norm) in _report_stems(name)


def has_report_verb(text: str, name: str) -> bool:
    """Say whether a text has a verb of report of a list; see `is_report_verb`."""
    return any(is_report_verb(token.norm, name) for token in tokenize(text))


def is_negative(text: str) -> bool:
    """Say whether a text has a negator, or a word of negative import."""
    norms = [token.norm for token in tokenize(text)]
    return any(name in {Force.NEGATOR, Force.IMPORT} for _, _, name in _patterns().find(norms))


def is_lack(wording: Wording, negator: Negator) -> bool:
    """Say whether a negator says that something is lacking: "without water", "lack of water"."""
    return " ".join(wording.norms[negator.start : negator.end]) in _lack()["of"]


def takes_away(norm: str) -> bool:
    """Say whether a verb, given as a normal form, takes something away: "cut"."""
    return stem(norm) in _lack()["taking"]


def find_negators(wording: Wording) -> tuple[Negator, ...]:
    """Find what negates in a wording, in order."""
    found = [
        Negator(
            start,
            end,
            Force.NEGATOR if _decides_against(wording, start) else Force(name),
            () if sets_off(wording, start) else targets_behind(wording, end),
        )
        for start, end, name in _patterns().find(wording.norms)
        if name != "neutral"
    ]
    named = {index for one in found for index in range(one.start, one.end)}
    prefixed = [
        Negator(index, index + 1, Force.IMPORT)
        for index, norm in enumerate(wording.norms)
        if index not in named and is_negated_form(norm)
    ]
    return tuple(sorted([*found, *prefixed, *_reporting(wording)], key=lambda one: one.start))


def _decides_against(wording: Wording, start: int) -> bool:
    """Say whether a word is the "against" of "decided against selling": behind such a verb, in front of a gerund."""
    if wording.norms[start] != "against" or not wording.norms[start + 1 : start + 2] or start == 0:
        return False
    verbs = (wording.norms[index] for index in wording.clause(start) if start - OBJECT <= index < start)
    return wording.norms[start + 1].endswith("ing") and any(stem(verb) in _against() for verb in verbs)


def sets_off(wording: Wording, start: int) -> bool:
    """Say whether a "not" sets off a part of its clause and leaves the verb alone: "in July, not in June"."""
    return start > 0 and wording.norms[start] == "not" and wording.norms[start - 1] in CONTRASTING


def targets_behind(wording: Wording, place: int) -> tuple[int, ...]:
    """Return the first content words behind a negator, in its clause, that are more than adverbs if any are."""
    found = [
        index
        for index in wording.clause(place - 1)
        if index >= place
        and wording.tokens[index].is_content
        and not wording.tokens[index].is_operator
        and wording.norms[index] not in _adverbs()
    ]
    weighty = [index for index in found if not wording.norms[index].endswith("ly")]
    return tuple((weighty or found)[:MAX_TARGETS])


def _reporting(wording: Wording) -> Iterator[Negator]:
    """Yield an empty negator at the start of each segment whose reporting clause, outside of it, denies it.

    Quoted words are what somebody says who denies something else: "He denied any conflict: “We argue every day.”"
    """
    for segment in wording.segments:
        if segment.kind is SegmentKind.QUOTED:
            continue
        if segment.cue is None or (segment.cue in segment.text and segment.clause is None):
            continue
        cue = [token.norm for token in tokenize(segment.cue)]
        if any(name == Force.IMPORT for _, _, name in _patterns().find(cue)):
            first = wording.indices_of(segment).start
            yield Negator(first, first, Force.IMPORT)
