"""What negates in two wordings of a passage, and which opposites they have: what `negation` and `contradiction` rest on.

Negators are not counted. Each is paired with whatever may say the same in the other wording: another negator, a word of
negative import ("failed to", "rarely"), a prefix ("unaware"), or an opposite ("not open", "closed"). What is left over
is a difference, and so are opposites that no negator turns round.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from ryabkov_diff.detect.antonyms import are_converse, are_opposite, is_negated_form, may_be_opposite
from ryabkov_diff.detect.counterparts import best_pairs
from ryabkov_diff.detect.patterns import PatternIndex, read_word_list
from ryabkov_diff.text import stem, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ryabkov_diff.detect.counterparts import Counterparts, Wording

__all__ = ["BESIDE", "LIKELY_LINK", "SURE_LINK", "Negator", "Polarity", "report_stems"]

# What a word of negative import may say the same as stands no farther from it, in words, unless in the same clause.
NEAR = 6

# Behind these, "not" sets off a part of the clause and does not negate its verb.
CONTRASTING = frozenset({",", "-", ";", ":", "(", "and", "but", "or", "if", "why"})

# How well a word with a negative prefix answers a word of negative import: less well than any negator does.
PREFIXED = 0.1

# Forms of "be", which make a passive.
BE = frozenset("am is are was were be been being".split())

# Two words that belong together have at most one between them.
BESIDE = 2

# Content words behind a negator that may tell what it negates: the word itself is often worded anew, what follows is not.
MAX_TARGETS = 2

# Opposites are much alike, and what links them says little else: a weaker link will do.
LIKELY_LINK = 0.4

# A negated word must have a counterpart at least this probable.
SURE_LINK = 0.5


class Force(StrEnum):
    """How far a word negates; the lists of `negation.toml`."""

    NEGATOR = "negators"  # "not", "fail to"
    IMPORT = "import"  # "reject", "hardly", "unaware": may say the same as a negator
    EXCLUSION = "exclusion"  # "only", "until": may say the same as a negator, and negates nothing by itself
    AFFIRMATIVE = "affirmative"  # "not only": is none; may stand against one


@dataclass(frozen=True, slots=True)
class Negator:
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
    targets: tuple[int, ...]

    @property
    def strict(self) -> bool:
        """Whether it is a negator by itself, and no word that may only say the same as one."""
        return self.force is Force.NEGATOR

    @property
    def is_reporting(self) -> bool:
        """Whether it is a reporting verb outside of the wording: "He denied that …"."""
        return self.start == self.end


@cache
def _negators() -> PatternIndex:
    data = read_word_list("negation.toml")
    return PatternIndex({name: data[name] for name in ("neutral", *Force)})


@cache
def _adverbs() -> frozenset[str]:
    return frozenset(read_word_list("negation.toml")["adverbs"])


def find_negators(wording: Wording) -> tuple[Negator, ...]:
    """Find what negates in a wording, in order."""
    found = [
        Negator(start, end, Force(name), () if _sets_off(wording, start) else _targets(wording, end))
        for start, end, name in _negators().find(wording.norms)
        if name != "neutral"
    ]
    named = {index for one in found for index in range(one.start, one.end)}
    prefixed = [
        Negator(index, index + 1, Force.IMPORT, targets=_targets(wording, index + 1))
        for index, norm in enumerate(wording.norms)
        if index not in named and is_negated_form(norm)
    ]
    return tuple(sorted([*found, *prefixed, *_reporting(wording)], key=lambda one: one.start))


def _sets_off(wording: Wording, start: int) -> bool:
    """Say whether a "not" sets off a part of its clause and leaves the verb alone: "in July, not in June"."""
    return start > 0 and wording.norms[start] == "not" and wording.norms[start - 1] in CONTRASTING


def _reporting(wording: Wording) -> Iterator[Negator]:
    """Yield, for each segment whose reporting clause outside of it denies what it says, an empty negator at its start."""
    for segment in wording.segments:
        if segment.cue is None or segment.cue in segment.text:
            continue
        cue = [token.norm for token in tokenize(segment.cue)]
        if any(name == Force.IMPORT for _, _, name in _negators().find(cue)):
            first = wording.indices_of(segment).start
            yield Negator(first, first, Force.IMPORT, targets=())


@cache
def report_stems(name: str) -> frozenset[str]:
    """Return the stems of the verbs of report that `affirm`, `deny` or `contest`."""
    return frozenset(stem(word) for word in read_word_list("opposites.toml")["reports"][name])


def _targets(wording: Wording, place: int) -> tuple[int, ...]:
    """Return the first content words behind a negator, in its clause, that are more than adverbs."""
    found = [
        index
        for index in wording.clause(place - 1)
        if index >= place
        and wording.tokens[index].is_content
        and not wording.tokens[index].is_operator
        and wording.norms[index] not in _adverbs()
        and not wording.norms[index].endswith("ly")
    ]
    return tuple(found[:MAX_TARGETS])


class Polarity:
    """What negates in two wordings, paired.

    Attributes:
        negators: Of either wording.
        answers: For each of the two wordings, what says the same as a negator in the other.
        left: Those that nothing of the other wording answers, of either wording.
    """

    def __init__(self, words: Counterparts) -> None:
        """Pair the negators of two wordings, the surest pairs first."""
        self.words = words
        one, other = (find_negators(wording) for wording in words.wordings)
        self.negators = (one, other)
        graded = [(grade, a, b) for a in one for b in other if (grade := self._grade(a, b)) > 0]
        pairs = best_pairs(graded)
        self.answers: tuple[dict[Negator, Negator], dict[Negator, Negator]] = (
            {a: b for _, a, b in pairs},
            {b: a for _, a, b in pairs},
        )
        self.left = tuple(
            tuple(one for one in side if one not in answers)
            for side, answers in zip(self.negators, self.answers, strict=True)
        )

    def _grade(self, a: Negator, b: Negator) -> float:
        """Say how well two negators of the two wordings answer each other; 0 for not at all."""
        words, (one, other) = self.words, self.words.wordings
        if self._says_by_opposite(0, a, b) or self._says_by_opposite(1, b, a):
            return 5
        linked = max(
            (p for i in range(a.start, a.end) for j, p in words.links[0].get(i, ()) if b.start <= j < b.end),
            default=0.0,
        )
        same = self._verb(0, a) == self._verb(1, b)
        if linked and (a.strict == b.strict or Force.EXCLUSION not in {a.force, b.force}):
            # "Lost" and "unbeaten" are both negative and no answer to each other while a "never" is left.
            one_prefixed = is_negated_form(one.norms[a.start]) != is_negated_form(other.norms[b.start])
            return PREFIXED if one_prefixed and not (a.strict or b.strict) else 3 + linked
        if not a.strict and not b.strict:
            contested = all(verb in report_stems("contest") for verb in (self._verb(0, a), self._verb(1, b)))
            return 2.0 if same else float(contested)
        shared = [p for i in a.targets[:1] for j, p in words.links[0].get(i, ()) if j in b.targets[:1]]
        if shared:
            return 1 + max(shared)
        if not (self._within(0, a, b) or self._within(1, b, a)):
            return 0.0
        closeness = 1 - abs(a.start / len(one.tokens) - b.start / len(other.tokens))
        return closeness if a.strict and b.strict else closeness / 2

    def _verb(self, side: int, negator: Negator) -> str:
        """Return the stem of a word of negative import; of a reporting clause, its verb's."""
        wording = self.words.wordings[side]
        if negator.is_reporting:
            return stem(tokenize(wording.segment_of(negator.start).cue or "")[-1].norm)
        return stem(wording.norms[negator.start])

    def _says_by_opposite(self, side: int, negator: Negator, other: Negator) -> bool:
        """Say whether a negator with what it negates is the other wording's negative: "not known", "unknown"."""
        if not negator.strict or other.strict or other.is_reporting:
            return False
        here, there = self.words.wordings[side], self.words.wordings[1 - side]
        return any(
            index >= negator.end
            and index in here.clause(negator.start)
            and may_be_opposite(here.norms[index], there.norms[j])
            for j in range(other.start, other.end)
            for index, _ in self.words.links[1 - side].get(j, ())
        )

    def _within(self, side: int, negator: Negator, other: Negator) -> bool:
        """Say whether the other wording's negator stands where this one's clause is worded there."""
        words, wording = self.words, self.words.wordings[side]
        if other.is_reporting or other.start in words.region(side, wording.clause(negator.start)):
            return True
        partners = [words.partner(side, index) for index in negator.targets]
        return any(partner is not None and abs(partner - other.start) <= NEAR for partner in partners)

    def opposite_in_scope(self, side: int, negator: Negator) -> bool:
        """Say whether a word that a negator negates is answered by its opposite: "not open", "closed"."""
        words, wording = self.words, self.words.wordings[side]
        there = words.wordings[1 - side].norms
        return any(
            may_be_opposite(wording.norms[index], there[j])
            for index in wording.clause(negator.start)
            if index >= negator.start
            for j, _ in words.links[side].get(index, ())
        )

    def is_negated(self, side: int, index: int) -> bool:
        """Say whether a negator stands before a word in its clause, be it answered or not."""
        clause = self.words.wordings[side].clause(index)
        return any(one.strict and one.start in clause and one.end <= index for one in self.negators[side])

    def is_turned(self, side: int, index: int) -> bool:
        """Say whether the clause of a word has a negator that no negator of the other wording answers."""
        clause = self.words.wordings[side].clause(index)
        answers = self.answers[side]
        return any(
            one.strict and one.start in clause and not (one in answers and answers[one].strict)
            for one in self.negators[side]
        )

    def is_limited(self, side: int, negator: Negator) -> bool:
        """Say whether a limit stands behind a negator that is put otherwise in the other wording: "not until", "only"."""
        clause = self.words.wordings[side].clause(negator.start)
        there = self.words.wordings[1 - side].norms
        return any(
            one.force is Force.EXCLUSION
            and negator.end <= one.start
            and one.start in clause
            and self.words.wordings[side].norms[one.start] not in there
            for one in self.negators[side]
        )

    @property
    def is_even(self) -> bool:
        """Whether each negator is answered by a negator."""
        return all(
            one in answers and answers[one].strict
            for side, answers in zip(self.negators, self.answers, strict=True)
            for one in side
            if one.strict
        )

    def is_doubled(self, side: int, negator: Negator) -> bool:
        """Say whether a second negative, which nothing answers either, stands behind a negator in its clause."""
        clause = self.words.wordings[side].clause(negator.start)
        return any(
            one.force in {Force.NEGATOR, Force.IMPORT} and negator.end <= one.start and one.start in clause
            for one in self.left[side]
        )

    def opposites(self) -> Iterator[tuple[int, int, float]]:
        """Yield opposites that stand for each other and that no negation turns round, with the probability of the link."""
        one, other = self.words.wordings
        every = [
            (i, j, probability)
            for i, j, probability in self.words.pairs()
            if probability >= LIKELY_LINK
            and may_be_opposite(one.norms[i], other.norms[j])
            and not (one.tokens[i].is_operator and other.tokens[j].is_operator)
        ]
        for i, j, probability in every:
            # "The old one was better", "the new one is worse": two opposites in a clause make the same.
            doubled = any(k != i and m != j and self._share_clauses((i, j), (k, m)) for k, m, _ in every)
            if doubled or not are_opposite(one.norms[i], other.norms[j]) or not self._is_supported(i, j):
                continue
            if self._turned(0, i, j) or self._turned(1, j, i) or self._bounds(i, j):
                continue
            if are_converse(one.norms[i], other.norms[j]) and self._change_places(i, j):
                continue
            yield i, j, probability

    def _share_clauses(self, pair: tuple[int, int], other: tuple[int, int]) -> bool:
        """Say whether two pairs of words are in the same clause in both wordings."""
        return all(
            wording.clauses[index] == wording.clauses[place]
            for wording, index, place in zip(self.words.wordings, pair, other, strict=True)
        )

    def _is_supported(self, i: int, j: int) -> bool:
        """Say whether other content words stand for each other: two that stand alone may belong to different statements."""
        one, other = (wording.tokens for wording in self.words.wordings)
        return any(
            k != i and m != j and probability >= SURE_LINK and one[k].is_content and other[m].is_content
            for k, m, probability in self.words.pairs()
        )

    def _turned(self, side: int, index: int, partner: int) -> bool:
        """Say whether a negator that the other wording has nothing like, but for the opposite itself, governs a word."""
        clause = self.words.wordings[side].clause(index)
        for negator in self.negators[side]:
            if negator.start not in clause or negator.start <= index < negator.end:
                continue
            answer = self.answers[side].get(negator)
            unanswered = (
                answer is None or (negator.strict and not answer.strict) or answer.start <= partner < answer.end
            )
            beside = negator.force is Force.IMPORT and abs(index - negator.start) <= BESIDE
            if unanswered and (negator.strict or beside):
                return True
        return False

    def _bounds(self, i: int, j: int) -> bool:
        """Say whether one of two words belongs to an expression that looks negated: "no more than", "less than"."""
        return any(
            one.force is Force.AFFIRMATIVE and one.start <= index < one.end
            for side, index in enumerate((i, j))
            for one in self.negators[side]
        )

    def _change_places(self, i: int, j: int) -> bool:
        """Say whether what converses relate may stand the other way round: in the passive, or in another order."""
        passive = [
            not BE.isdisjoint(wording.norms[max(0, index - BESIDE) : index])
            for wording, index in zip(self.words.wordings, (i, j), strict=True)
        ]
        one, other = (wording.tokens for wording in self.words.wordings)
        places = {
            (k < i, m < j)
            for k, m, _ in self.words.pairs()
            if k != i and m != j and self._share_clauses((i, j), (k, m)) and one[k].is_content and other[m].is_content
        }
        return passive[0] != passive[1] or {(True, False), (False, True)} <= places
