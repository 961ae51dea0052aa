"""Table → Finding: the kind `negation`.

`Polarity` reads what negates in two wordings and pairs it: a negator of one with whatever may say the same in the
other. What is left over on one side is a finding where the word that it negates has a counterpart.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ryabkov_diff.detect.antonyms import are_opposite, is_negated_form, negates
from ryabkov_diff.detect.counterparts import collated
from ryabkov_diff.detect.patterns import PatternIndex, read_word_list
from ryabkov_diff.detect.wording import describe_readings
from ryabkov_diff.domain import DECIMALS, FAMILIES, MEANING_AT_STAKE, Finding
from ryabkov_diff.text import stem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ryabkov_diff.detect.counterparts import Counterparts, Wording
    from ryabkov_diff.domain import Table

__all__ = ["Negator", "NegationDetector", "Polarity"]

# What a word of negative import may say the same as stands no farther from it, in words, unless in the same clause.
NEAR = 6

# Content words behind a negator that may tell what it negates: the word itself is often worded anew, what follows is not.
MAX_TARGETS = 2

# A negated word must have a counterpart at least this probable.
SURE_LINK = 0.5


@dataclass(frozen=True, slots=True)
class Negator:
    """What negates in a wording.

    Attributes:
        start: Its first token.
        end: One past its last.
        strict: Whether it is a negator; else it is a word of negative import, which only may say the same as one.
        targets: What it negates: the first content words behind it in its clause, `MAX_TARGETS` at most.
    """

    start: int
    end: int
    strict: bool
    targets: tuple[int, ...]


@cache
def _negators() -> PatternIndex:
    data = read_word_list("negation.toml")
    return PatternIndex({name: data[name] for name in ("affirmative", "negators", "import")})


@cache
def _adverbs() -> frozenset[str]:
    return frozenset(read_word_list("negation.toml")["adverbs"])


def find_negators(wording: Wording) -> tuple[Negator, ...]:
    """Find what negates in a wording, in order."""
    found = [
        Negator(start, end, name == "negators", _targets(wording, end))
        for start, end, name in _negators().find(wording.norms)
        if name != "affirmative"
    ]
    named = {index for one in found for index in range(one.start, one.end)}
    prefixed = [
        Negator(index, index + 1, strict=False, targets=_targets(wording, index + 1))
        for index, norm in enumerate(wording.norms)
        if index not in named and is_negated_form(norm)
    ]
    return tuple(sorted([*found, *prefixed], key=lambda one: one.start))


def _targets(wording: Wording, place: int) -> tuple[int, ...]:
    """Return the first content words behind a negator, in its clause, that are more than adverbs."""
    found = [
        index
        for index in wording.clause(place - 1)
        if index >= place
        and wording.tokens[index].is_content
        and wording.norms[index] not in _adverbs()
        and not wording.norms[index].endswith("ly")
    ]
    return tuple(found[:MAX_TARGETS])


class Polarity:
    """What negates in two wordings, paired.

    Attributes:
        negators: Of either wording.
        left: Those that nothing of the other wording answers, of either wording.
    """

    def __init__(self, words: Counterparts) -> None:
        """Pair the negators of two wordings, the surest pairs first."""
        self.words = words
        one, other = (find_negators(wording) for wording in words.wordings)
        self.negators = (one, other)
        graded = sorted(
            (-grade, a.start, b.start, a, b) for a in one for b in other if (grade := self._grade(a, b)) > 0
        )  # fmt: skip
        used: tuple[set[Negator], set[Negator]] = (set(), set())
        for _, _, _, a, b in graded:
            if a not in used[0] and b not in used[1]:
                used[0].add(a)
                used[1].add(b)
        self.left = tuple(
            tuple(negator for negator in side if negator not in own) for side, own in zip(self.negators, used, strict=True)
        )

    def _grade(self, a: Negator, b: Negator) -> float:
        """Say how well two negators of the two wordings answer each other; 0 for not at all."""
        words, (one, other) = self.words, self.words.wordings
        linked = max(
            (p for i in range(a.start, a.end) for j, p in words.links[0].get(i, ()) if b.start <= j < b.end), default=0.0
        )
        if linked:
            return 3 + linked
        if not a.strict and not b.strict:
            same = stem(one.norms[a.start]) == stem(other.norms[b.start])
            return 2.0 if same else 0.0
        shared = [p for i in a.targets[:1] for j, p in words.links[0].get(i, ()) if j in b.targets[:1]]
        if shared:
            return 1 + max(shared)
        if not (self._within(0, a, b) or self._within(1, b, a)):
            return 0.0
        return 1 - abs(a.start / len(one.tokens) - b.start / len(other.tokens))

    def _within(self, side: int, negator: Negator, other: Negator) -> bool:
        """Say whether the other wording's negator stands where this one's clause is worded there."""
        words, wording = self.words, self.words.wordings[side]
        if other.start in words.region(side, wording.clause(negator.start)):
            return True
        partners = [words.partner(side, index) for index in negator.targets]
        return any(partner is not None and abs(partner - other.start) <= NEAR for partner in partners)

    def opposite_in_scope(self, side: int, negator: Negator) -> bool:
        """Say whether a word that a negator negates is answered by its opposite: "not open", "closed"."""
        words, wording = self.words, self.words.wordings[side]
        there = words.wordings[1 - side].norms
        return any(
            are_opposite(wording.norms[index], there[j])
            for index in wording.clause(negator.start)
            if index >= negator.start
            for j, _ in words.links[side].get(index, ())
        )

    def is_doubled(self, side: int, negator: Negator) -> bool:
        """Say whether a second negative, which nothing answers either, stands behind a negator in its clause."""
        clause = self.words.wordings[side].clause(negator.start)
        return any(negator.end <= one.start and one.start in clause for one in self.left[side])


class NegationDetector:
    """Find what is negated in one wording of a passage only: kind `negation`."""

    kinds = ("negation",)

    def detect(self, table: Table) -> Iterator[Finding]:
        """Yield findings with empty ids; the rules are `negated-once` and `negative-prefix`."""
        for words in collated(table):
            polarity = Polarity(words)
            for side, negators in enumerate(polarity.left):
                for negator in negators:
                    finding = _negated_once(table, polarity, side, negator)
                    if finding is not None:
                        yield finding


def _negated_once(table: Table, polarity: Polarity, side: int, negator: Negator) -> Finding | None:
    """Make a finding of a negator that nothing answers, or None where the evidence is thin."""
    words = polarity.words
    if not negator.strict or polarity.opposite_in_scope(side, negator) or polarity.is_doubled(side, negator):
        return None
    anchor = next((index for index in negator.targets if words.partner(side, index, SURE_LINK) is not None), None)
    if anchor is None:
        return None
    partner, probability = words.links[side][anchor][0]
    spans = [(negator.start, anchor + 1), (partner, partner + 1)]
    if side:
        spans.reverse()
    readings = tuple(wording.reading(table, *span) for wording, span in zip(words.wordings, spans, strict=True))
    here = words.wordings[side]
    return Finding(
        id="",
        kind="negation",
        also=(),
        family=FAMILIES["negation"],
        severity=MEANING_AT_STAKE,
        confidence=round(words.confidence * probability, DECIMALS),
        passage=words.passage,
        rule="negated-once",
        cues=tuple(here.tokens[index].text for index in range(negator.start, negator.end)),
        message=describe_readings(readings),
        readings=readings,
    )
