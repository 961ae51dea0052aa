"""What negates in two wordings of a passage, paired, and which opposites they have.

Negators are not counted. Each is paired with whatever may say the same in the other wording: another negator, a word of
negative import ("failed to", "rarely"), a prefix ("unaware"), or an opposite ("not open", "closed"). What nothing
answers is a difference, and so are opposites that no negator turns round. `negation`, `contradiction`, `modality` and
`quantifier` rest on this.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ryabkov_diff.detect.antonyms import (
    are_converse,
    are_directions,
    are_opposite,
    find_phrases,
    is_negated_form,
    may_be_opposite,
)
from ryabkov_diff.detect.counterparts import best_pairs
from ryabkov_diff.detect.negators import Force, Negator, find_negators, is_lack, is_report_verb, takes_away
from ryabkov_diff.text import stem, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ryabkov_diff.detect.counterparts import Counterparts

__all__ = ["BE", "BESIDE", "LIKELY_LINK", "SURE_LINK", "Polarity"]

# How probably a word stands for another before a difference between what governs them is said.
SURE_LINK = 0.5

# Opposites, and words of modality, are much alike, and little else links them: a weaker link will do.
LIKELY_LINK = 0.4

# What may say the same as a negator stands no farther from what it negates, in words, unless in the same clause.
NEAR = 6

# Two words that belong together have at most one between them.
BESIDE = 2

# They join two negators of one clause, which then negate one thing each.
JOINING = frozenset({"and", "or", "nor", "also"})

# Of how many something holds says a kind of its own: "nobody" against "everybody" is a matter of `quantifiers.py`.
OF_HOW_MANY = frozenset("no none nobody nothing neither".split())

# What was called for and not done, without its "not": "should have warned"; but "should have to warn".
CALLED_FOR = ("should have ", "ought to have ")

# Between a word that compares and its "than" stand no more words than this: "more new money than".
COMPARED = 3

# What a degree is compared with, and what puts a degree high: "not been so popular", "most popular".
DEGREES = frozenset("more less so as better worse such".split())
HIGHEST = frozenset("most least best worst very extremely highly hugely never absolutely".split())

# Forms of "be", which make a passive.
BE = frozenset("am is are was were be been being".split())

# How well two words with negative force answer each other, the better first. A probability or a closeness in [0, 1] is
# added to the whole numbers, so that only the order of these sorts of evidence was set by hand.
SAME_BY_OPPOSITE = 5.0  # "not known", "unknown"
LINKED = 3.0  # the words themselves are linked
SAME_WORD = 2.0  # two forms of one word of negative import
SAME_TARGET = 1.0  # what they negate is linked; or two verbs that contest a statement
PREFIXED = 0.1  # "lost", "unbeaten": both negative, and no answer to each other while a "never" is left


class Polarity:
    """What negates in two wordings, paired.

    Attributes:
        words: The two wordings and which words stand for each other.
        negators: Of either wording.
        answers: For each of the two wordings, what says the same as a negator in the other.
        unanswered: The negators of either wording that nothing in the other answers.
    """

    def __init__(self, words: Counterparts) -> None:
        """Pair the negators of two wordings, the surest pairs first."""
        self.words = words
        one, other = (find_negators(wording) for wording in words.wordings)
        self.negators = (one, other)
        pairs = best_pairs((grade, a, b) for a in one for b in other if (grade := self._grade(a, b)) > 0)
        self.answers: tuple[dict[Negator, Negator], dict[Negator, Negator]] = (
            {a: b for _, a, b in pairs},
            {b: a for _, a, b in pairs},
        )
        self.unanswered = tuple(
            tuple(negator for negator in side if negator not in answers)
            for side, answers in zip(self.negators, self.answers, strict=True)
        )
        # For each wording its phrases with the meaning of one word.
        self._phrases = tuple(tuple(find_phrases(wording.norms)) for wording in words.wordings)
        self._meanings = self._read_meanings()
        self._possible_opposites = self._find_possible_opposites()

    # ---------------------------------------------------------------------------------------- what answers what

    def _grade(self, a: Negator, b: Negator) -> float:
        """Say how well two negators of the two wordings answer each other; 0 for not at all."""
        words, (one, other) = self.words, self.words.wordings
        if self._says_by_opposite(0, a, b) or self._says_by_opposite(1, b, a):
            return SAME_BY_OPPOSITE
        linked = max(
            (p for i in range(a.start, a.end) for j, p in words.links[0].get(i, ()) if b.start <= j < b.end),
            default=0.0,
        )
        if linked and (a.strict == b.strict or Force.EXCLUSION not in {a.force, b.force}):
            one_prefixed = is_negated_form(one.norms[a.start]) != is_negated_form(other.norms[b.start])
            return PREFIXED if one_prefixed and not (a.strict or b.strict) else LINKED + linked
        if not a.strict and not b.strict:
            verbs = self._verb(0, a), self._verb(1, b)
            contested = all(is_report_verb(verb, "contest") for verb in verbs)
            return SAME_WORD if stem(verbs[0]) == stem(verbs[1]) else SAME_TARGET * contested
        targets = [p for i in a.targets[:1] for j, p in words.links[0].get(i, ()) if j in b.targets[:1]]
        if targets:
            return SAME_TARGET + max(targets)
        if not (self._stands_within(0, a, b) or self._stands_within(1, b, a)):
            return 0.0
        closeness = 1 - abs(a.start / len(one.tokens) - b.start / len(other.tokens))
        return closeness if a.strict and b.strict else closeness / 2

    def _verb(self, side: int, negator: Negator) -> str:
        """Return a word of negative import; of a reporting clause, its verb."""
        wording = self.words.wordings[side]
        if negator.is_reporting:
            return tokenize(wording.segment_of(negator.start).cue or "")[-1].norm
        return wording.norms[negator.start]

    def _says_by_opposite(self, side: int, negator: Negator, other: Negator) -> bool:
        """Say whether a negator with what it negates is the other wording's negative: "not known", "unknown"."""
        if not negator.strict or other.strict:
            return False
        here, there = self.words.wordings[side], self.words.wordings[1 - side]
        return any(
            index >= negator.end
            and index in here.clause(negator.start)
            and may_be_opposite(here.norms[index], there.norms[place])
            for place in range(other.start, other.end)
            for index, _ in self.words.links[1 - side].get(place, ())
        )

    def _stands_within(self, side: int, negator: Negator, other: Negator) -> bool:
        """Say whether the other wording's negator stands where this one's clause is worded there."""
        words, wording = self.words, self.words.wordings[side]
        if other.is_reporting or other.start in words.region(side, wording.clause(negator.start)):
            return True
        partners = [words.partner(side, index) for index in negator.targets]
        return any(partner is not None and abs(partner - other.start) <= NEAR for partner in partners)

    # ------------------------------------------------------------------------------------------- what is negated

    @property
    def is_even(self) -> bool:
        """Whether each negator is answered by a negator."""
        return all(
            self._is_matched(side, negator) for side in (0, 1) for negator in self.negators[side] if negator.strict
        )

    def is_negated(self, side: int, index: int) -> bool:
        """Say whether a word belongs to a negator or stands behind one in its clause, be it answered or not.

        What is joined by "or" shares the negator: "never bought, sold or owned".
        """
        wording = self.words.wordings[side]
        start = wording.clause(index).start
        if "or" in wording.norms[start:index]:
            while start > 0 and wording.norms[start] == ",":
                start = wording.clause(start - 1).start
        return any(one.strict and start <= one.start <= index for one in self.negators[side])

    def is_called_for(self, side: int, index: int) -> bool:
        """Say whether a word is what should have been done: it was not; what "should not have" been, was."""
        wording = self.words.wordings[side]
        start = index
        while start > 0 and not (wording.tokens[start - 1].is_content and not wording.norms[start - 1].endswith("ly")):
            start -= 1
        before = " ".join(norm for norm in wording.norms[start:index] if norm not in {"not", "never"})
        return any(called in f"{before} " for called in CALLED_FOR) and "have to" not in before

    def is_turned(self, side: int, index: int) -> bool:
        """Say whether the clause of a word has a negator that no negator of the other wording answers."""
        clause = self.words.wordings[side].clause(index)
        return any(
            one.strict and one.start in clause and not self._is_matched(side, one) for one in self.negators[side]
        )

    def is_said_otherwise(self, side: int, negator: Negator) -> bool:
        """Say whether the words behind a negator make up for it, or are answered by their opposite.

        So do a second negative that nothing answers ("without any doubt"), a limit that the other wording has not
        ("not until May", "only in May"), and a verb there that takes away what is lacking here. A negator before it
        makes up for it as well ("not without risk"), but one that is joined to it ("no roof and no walls").
        """
        words, here, there = self.words, self.words.wordings[side], self.words.wordings[1 - side]
        clause = here.clause(negator.start)
        scope = range(negator.end, clause.stop)
        doubled = any(
            (one.force in {Force.NEGATOR, Force.IMPORT} and one.start in scope)
            or (one.strict and one.start in clause and JOINING.isdisjoint(here.norms[one.end : negator.start]))
            for one in self.unanswered[side]
            if one is not negator
        )
        limited = any(
            one.force is Force.EXCLUSION and one.start in scope and here.norms[one.start] not in there.norms
            for one in self.negators[side]
        )
        opposed = any(
            may_be_opposite(here.norms[index], there.norms[place])
            for index in range(negator.start, clause.stop)
            for place, _ in words.links[side].get(index, ())
        )
        return (
            doubled or limited or opposed or self._is_graded(side, negator) or self._is_taken_away(side, negator, scope)
        )

    def _is_taken_away(self, side: int, negator: Negator, scope: range) -> bool:
        """Say whether the other wording takes away what is lacking here: "without water", "cut the water"."""
        here, there = self.words.wordings[side], self.words.wordings[1 - side]
        if not is_lack(here, negator):
            return False
        own = {stem(norm) for norm in here.norms}
        return any(
            takes_away(there.norms[verb]) and stem(there.norms[verb]) not in own and not self.is_negated(1 - side, verb)
            for index in scope
            if here.tokens[index].is_content
            for place, _ in self.words.links[side].get(index, ())
            for verb in there.clause(place)
        )

    def _is_graded(self, side: int, negator: Negator) -> bool:
        """Say whether a negator denies a higher degree of what the other wording puts highest: "nothing is better"."""
        here, there = self.words.wordings[side], self.words.wordings[1 - side]
        for index in (index for index in here.clause(negator.start) if index >= negator.end):
            before = here.norms[max(negator.end, index - BESIDE) : index]
            if DEGREES.isdisjoint(before) and not here.norms[index].endswith("er"):
                continue
            for place, _ in self.words.links[side].get(index, ()):
                around = there.norms[max(0, place - BESIDE) : place]
                if there.norms[place].endswith("est") or not HIGHEST.isdisjoint((*around, there.norms[place])):
                    return True
        return False

    def _is_matched(self, side: int, negator: Negator) -> bool:
        """Say whether a negator is answered by another negator, and not only by a word of negative import."""
        answer = self.answers[side].get(negator)
        return answer is not None and answer.strict

    # ------------------------------------------------------------------------------------------------- opposites

    def _find_possible_opposites(self) -> tuple[tuple[int, int, float], ...]:
        """Return the opposites that stand for each other, be they turned round or not, with their link's probability.

        Several words with the meaning of one are named by their first.
        """
        one, other = self.words.wordings
        meanings, other_meanings = self._meanings
        best: dict[tuple[int, int], float] = {}
        for i, j, probability in self.words.pairs:
            if meanings[i] == other_meanings[j] or probability < LIKELY_LINK:
                continue
            if not may_be_opposite(meanings[i], other_meanings[j]):
                continue
            if one.tokens[i].is_operator and other.tokens[j].is_operator:
                continue
            if OF_HOW_MANY.isdisjoint((one.norms[i], other.norms[j])):
                place = self.span(0, i)[0], self.span(1, j)[0]
                best[place] = max(probability, best.get(place, 0.0))
        return tuple((i, j, probability) for (i, j), probability in sorted(best.items()))

    def _read_meanings(self) -> tuple[list[str], ...]:
        """Return for each word of either wording its normal form, or what the phrase means that it belongs to."""
        meanings = tuple(list(wording.norms) for wording in self.words.wordings)
        for own, phrases in zip(meanings, self._phrases, strict=True):
            for start, end, meaning in phrases:
                own[start:end] = [meaning] * (end - start)
        return meanings

    def span(self, side: int, index: int) -> tuple[int, int]:
        """Return the range of a word, or of the phrase with the meaning of one word that it belongs to."""
        phrases = ((start, end) for start, end, _ in self._phrases[side] if start <= index < end)
        return next(phrases, (index, index + 1))

    def has_opposites_beside(self, one: range, other: range) -> bool:
        """Say whether the clauses of two phrases have opposites besides them: "few" are open, "most" are closed."""
        return any(
            self._share_clauses((one.start, other.start), (i, j)) and i not in one and j not in other
            for i, j, _ in self._possible_opposites
        )

    def opposites(self) -> Iterator[tuple[int, int, float]]:
        """Yield opposites that stand for each other and that no negation turns round, with their link's probability."""
        every = self._possible_opposites
        for i, j, probability in every:
            meanings = self._meanings[0][i], self._meanings[1][j]
            # "The old one was better", "the new one is worse": two opposites in a clause make the same.
            doubled = any(k != i and m != j and self._share_clauses((i, j), (k, m)) for k, m, _ in every)
            if doubled or not self._is_supported(i, j):
                continue
            if not are_opposite(*meanings) and not (are_directions(*meanings) and self._have_one_object(i, j)):
                continue
            if self._turns(0, i, j) or self._turns(1, j, i) or self._is_bound(i, j):
                continue
            if are_converse(*meanings) and (self._differ_in_voice(i, j) or self._change_places(i, j)):
                continue
            if self._are_compared(i, j) and self._change_places(i, j):
                continue
            yield i, j, probability

    def _have_one_object(self, i: int, j: int) -> bool:
        """Say whether the first content words behind two words stand for each other: "arrived in Oslo", "left Oslo".

        Not so "left for Oslo".
        """
        behind = [
            next((k for k in wording.clause(index) if k > index and wording.tokens[k].is_content), None)
            for wording, index in zip(self.words.wordings, (i, j), strict=True)
        ]
        if any("for" in side.norms[k + 1 : k + 2] for side, k in zip(self.words.wordings, (i, j), strict=True)):
            return False
        return behind[0] is not None and behind[1] in {m for m, _ in self.words.links[0].get(behind[0], ())}

    def _are_compared(self, i: int, j: int) -> bool:
        """Say whether both words compare two things: "older than", "less money than"."""
        return all(
            "than" in wording.norms[index + 1 : min(index + 1 + COMPARED, wording.clause(index).stop)]
            for wording, index in zip(self.words.wordings, (i, j), strict=True)
        )

    def _share_clauses(self, pair: tuple[int, int], other: tuple[int, int]) -> bool:
        """Say whether two pairs of words are in the same clause in both wordings."""
        return all(
            place in wording.clause(index)
            for wording, index, place in zip(self.words.wordings, pair, other, strict=True)
        )

    def _is_supported(self, i: int, j: int) -> bool:
        """Say whether other content words stand for each other: two words by themselves may be of two statements."""
        one, other = (wording.tokens for wording in self.words.wordings)
        return any(
            k != i and m != j and probability >= SURE_LINK and one[k].is_content and other[m].is_content
            for k, m, probability in self.words.pairs
        )

    def _turns(self, side: int, index: int, partner: int) -> bool:
        """Say whether a negator governs a word, and the other wording answers it by the opposite or not at all."""
        clause = self.words.wordings[side].clause(index)
        for negator in self.negators[side]:
            if negator.start not in clause or negator.start <= index < negator.end:
                continue
            answer = self.answers[side].get(negator)
            alone = answer is None or answer.start <= partner < answer.end
            if negator.strict and (alone or not self._is_matched(side, negator)):
                return True
            if negator.force is Force.IMPORT and alone and abs(index - negator.start) <= BESIDE:
                return True
            # "Dismissed the claim that it was unfair", "ruled that it was fair".
            contested = negator.is_reporting or "that" in self.words.wordings[side].norms[negator.end : index]
            if alone and contested and is_report_verb(self._verb(side, negator), "contest"):
                return True
        return False

    def _is_bound(self, i: int, j: int) -> bool:
        """Say whether one of two words belongs to an expression that looks negated: "no more than", "less than"."""
        return any(
            one.force is Force.AFFIRMATIVE and one.start <= index < one.end
            for side, index in enumerate((i, j))
            for one in self.negators[side]
        )

    def _differ_in_voice(self, i: int, j: int) -> bool:
        """Say whether one of two words stands in the passive and the other does not."""
        passive = [
            not BE.isdisjoint(wording.norms[max(0, index - BESIDE) : index])
            for wording, index in zip(self.words.wordings, (i, j), strict=True)
        ]
        return passive[0] != passive[1]

    def _change_places(self, i: int, j: int) -> bool:
        """Say whether what two words relate stands the other way round, each side where the other one was."""
        one, other = (wording.tokens for wording in self.words.wordings)
        places = {
            (k < i, m < j)
            for k, m, _ in self.words.pairs
            if k != i and m != j and self._share_clauses((i, j), (k, m)) and one[k].is_content and other[m].is_content
        }
        return {(True, False), (False, True)} <= places
