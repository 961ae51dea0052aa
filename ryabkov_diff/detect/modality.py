"""Table → Finding: the kind `modality`.

A word of modality has one sense or several (`modality.toml`): "can" speaks of ability, permission or possibility. Two
wordings differ where the words of modality that govern one predicate have no sense in common.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ryabkov_diff.detect.counterparts import best_pairs
from ryabkov_diff.detect.patterns import PatternIndex, lexicon, read_word_list
from ryabkov_diff.detect.polarity import BESIDE, LIKELY_LINK, SURE_LINK
from ryabkov_diff.domain import MEANING_AT_STAKE, WORTH_A_LOOK, SegmentKind
from ryabkov_diff.text import stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ryabkov_diff.detect.counterparts import Counterparts, Wording
    from ryabkov_diff.detect.polarity import Polarity
    from ryabkov_diff.domain import Finding, Table

__all__ = ["MODALITY_RULES", "find_modalities"]

# The sense that "would" and "could" share, but for reported speech.
CONDITIONAL = "conditional"

# What may stand between a subject and its verb where nothing is modal: "do not want".
DO_NOT = frozenset("do does did not".split())

# What may stand between a subject and its verb where something has happened: "had been warned".
PAST = frozenset("have has had been was were".split())

# What says of a fact that it is no more than possible. "Can" and "could" may speak of ability.
POSSIBLE = frozenset({"may", "might"})


class Modal(NamedTuple):
    """A word of modality, or several.

    Attributes:
        start: Its first token.
        end: One past its last.
        pattern: Its pattern in `modality.toml`, which tells its senses.
        clause: The first token of its clause.
        target: The content word that it governs; None where its clause has none behind it.
    """

    start: int
    end: int
    pattern: str
    clause: int
    target: int | None

    def words_in(self, wording: Wording) -> str:
        """Return it as written."""
        return " ".join(token.text for token in wording.tokens[self.start : self.end])


class _Lexicon(NamedTuple):
    """`modality.toml`, compiled.

    Attributes:
        patterns: Each under its own text.
        senses: The senses of each pattern.
        negated: The senses that it has besides under a negation.
        denying: The patterns that deny what they govern.
        hedges: The patterns that say how sure a whole clause is.
        unsure: What makes a statement less than sure otherwise.
        full: The patterns that are full verbs.
        nouns: The words that can be nouns, and the words before them that say so.
        attitudes: The stems of the verbs of attitude.
    """

    patterns: PatternIndex
    senses: Mapping[str, frozenset[str]]
    negated: Mapping[str, frozenset[str]]
    denying: frozenset[str]
    hedges: frozenset[str]
    unsure: PatternIndex
    full: frozenset[str]
    nouns: Mapping[str, frozenset[str]]
    attitudes: frozenset[str]


@lexicon
def _lexicon() -> _Lexicon:
    data = read_word_list("modality.toml")
    senses = _inverted(data["senses"])
    return _Lexicon(
        patterns=PatternIndex({pattern: [pattern] for pattern in senses}),
        senses=senses,
        negated=_inverted(data["negated"]),
        denying=frozenset(data["denying"]["words"]),
        unsure=PatternIndex({"unsure": data["hedges"]["unsure"]}),
        hedges=frozenset(data["hedges"]["words"]),
        full=frozenset(data["full"]["verbs"]),
        nouns={name: frozenset(words) for name, words in data["nouns"].items()},
        attitudes=frozenset(stem(verb) for verb in data["attitude"]["verbs"]),
    )


def _inverted(lists: Mapping[str, Iterable[str]]) -> Mapping[str, frozenset[str]]:
    """Map each member of named lists to the names of the lists that have it."""
    names: dict[str, set[str]] = defaultdict(set)
    for name, members in lists.items():
        for member in members:
            names[member].add(name)
    return {member: frozenset(found) for member, found in names.items()}


def find_modals(wording: Wording) -> tuple[Modal, ...]:
    """Find the words of modality of a wording, in order."""
    lexicon = _lexicon()
    found = []
    for start, end, pattern in lexicon.patterns.find(wording.norms):
        token, before = wording.tokens[start], wording.norms[start - 1] if start else ""
        if token.norm in lexicon.nouns["words"] and before in lexicon.nouns["after"]:
            continue
        if token.text == "May" and start and before not in {".", '"'}:
            continue  # the month
        target = next(
            (
                place
                for place in wording.clause(start)
                if place >= end and wording.tokens[place].is_content and not wording.norms[place].endswith("ly")
            ),
            None,
        )
        found.append(Modal(start, end, pattern, wording.clause(start).start, target))
    return tuple(found)


# What its rules say, by their ids.
MODALITY_RULES: Mapping[str, str] = {
    "other-modality": "Two words of modality that are linked, or govern linked words, with a probability of "
    f"{LIKELY_LINK} or more have no sense in common. The confidence is that probability times the confidence of the "
    "passage's link. Severity 2 for full verbs (“need”, “want”).",
    "possible-once": "“May” or “might” governs a word linked to one, with a probability of "
    f"{SURE_LINK} or more, that nothing in the other wording makes less than sure. The confidence is that probability "
    "times the confidence of the passage's link.",
    "called-for": "“Should have” or “ought to have” governs a verb in one wording, and the other says that it "
    f"happened: the verbs have the same form, are linked with a probability of {SURE_LINK} or more, neither is "
    "negated, and nothing makes the other less than sure. The confidence is that probability times the confidence of "
    "the passage's link.",
    "hypothetical": "In two direct quotations “would” governs a verb of wish or attitude in one only, and the verbs "
    f"are linked with a probability of {SURE_LINK} or more. The confidence is that probability times the confidence of "
    "the passage's link.",
}


def find_modalities(table: Table, polarity: Polarity) -> Iterator[Finding]:
    """Yield where a predicate is possible, certain, obligatory or wished for in one wording of a passage only.

    The rules are `other-modality`, `possible-once`, `called-for` and `hypothetical`.
    """
    modals = tuple(find_modals(wording) for wording in polarity.words.wordings)
    if any(modals):
        yield from _other_modality(table, polarity, modals)
        yield from _possible_once(table, polarity.words, modals)
        yield from _called_for(table, polarity, modals)
        yield from _hypothetical(table, polarity.words, modals)


def _other_modality(table: Table, polarity: Polarity, modals: tuple[tuple[Modal, ...], ...]) -> Iterator[Finding]:
    """Yield words of modality that stand for each other, or govern the same, and have no sense in common."""
    words = polarity.words
    graded = [(link, a, b) for a in modals[0] for b in modals[1] if (link := _link(words, a, b)) >= LIKELY_LINK]
    for link, a, b in best_pairs(graded):
        negated = _negated(polarity, 0, a)
        if negated != _negated(polarity, 1, b):
            if _denied_once(polarity, a, b):
                yield _other(table, words, a, b, link)
            continue  # "must stay", "cannot go"
        own = [one for one in modals[0] if one is a or one.start not in words.equal[0]]
        others = [one for one in modals[1] if one is b or one.start not in words.equal[1]]
        shared = _senses(own, a, negated=negated) & _senses(others, b, negated=negated)
        reported = all(
            wording.segment_of(modal.start).kind is SegmentKind.REPORTED
            for wording, modal in zip(words.wordings, (a, b), strict=True)
        )
        # In reported speech "would" is "will" and "could" is "can".
        if not shared or (reported and shared == {CONDITIONAL}):
            yield _other(table, words, a, b, link)


def _other(table: Table, words: Counterparts, a: Modal, b: Modal, link: float) -> Finding:
    """Make a finding of two words of modality without a sense in common."""
    full = not _lexicon().full.isdisjoint((a.pattern, b.pattern))
    spans = ((a.start, a.end), (b.start, b.end)) if full else _with_verbs(words, a, b)
    severity = WORTH_A_LOOK if full else MEANING_AT_STAKE
    cues = a.words_in(words.wordings[0]), b.words_in(words.wordings[1])
    return words.finding(table, "modality", "other-modality", spans, link, cues=cues, severity=severity)


def _denied_once(polarity: Polarity, a: Modal, b: Modal) -> bool:
    """Say whether one of two words of modality denies the very verb that the other affirms: "unlikely to", "will".

    The verb must be the same, and nothing else may negate in either clause: "unlikely to stay", "will not stay".
    """
    words = polarity.words
    if a.target is None or b.target is None or (a.pattern in _lexicon().denying) == (b.pattern in _lexicon().denying):
        return False
    if stem(words.wordings[0].norms[a.target]) != stem(words.wordings[1].norms[b.target]):
        return False
    return not any(
        one.start in wording.clause(modal.start) and not modal.start <= one.start < modal.end
        for wording, modal, negators in zip(words.wordings, (a, b), polarity.negators, strict=True)
        for one in negators
    )


def _with_verbs(words: Counterparts, a: Modal, b: Modal) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the tokens of two words of modality, with what they govern where that is near and linked."""
    if a.target is not None and b.target in {j for j, _ in words.links[0].get(a.target, ())}:
        verbs = a.target, b.target
        if all(verb < modal.end + BESIDE for verb, modal in zip(verbs, (a, b), strict=True)):
            return (a.start, verbs[0] + 1), (b.start, verbs[1] + 1)
    return (a.start, a.end), (b.start, b.end)


def _link(words: Counterparts, a: Modal, b: Modal) -> float:
    """Return the probability that two words of modality stand for each other, or what they govern does: in [0, 1]."""
    own = [p for i in range(a.start, a.end) for j, p in words.links[0].get(i, ()) if b.start <= j < b.end]
    governed = [p for j, p in words.links[0].get(-1 if a.target is None else a.target, ()) if j == b.target]
    if not governed and _are_of_others(words, a, b):
        return 0.0
    return max([*own, *governed], default=0.0)


def _are_of_others(words: Counterparts, a: Modal, b: Modal) -> bool:
    """Say whether verb and subject are others: "the bridge will reopen", "drivers can use the bridge again".

    Of the verbs, right behind the words of modality, one stands for a third word, and no word before the one word of
    modality, in its clause, stands for one before the other.
    """
    verbs = [one.target for one in (a, b) if one.target is not None and one.target < one.end + BESIDE]
    if len(verbs) < len((a, b)) or all(words.partner(side, verb, SURE_LINK) is None for side, verb in enumerate(verbs)):
        return False
    before = [
        {index for index in wording.clause(modal.start) if index < modal.start and wording.tokens[index].is_content}
        for wording, modal in zip(words.wordings, (a, b), strict=True)
    ]
    return all(before) and not any(j in before[1] for i in before[0] for j, _ in words.links[0].get(i, ()))


def _senses(modals: Sequence[Modal], modal: Modal, *, negated: bool) -> frozenset[str]:
    """Return the senses of all words of modality that govern the same: "will probably", "may have to"."""
    lexicon = _lexicon()
    beside = [
        one.pattern
        for one in modals
        if one is modal
        or (one.target is not None and one.target == modal.target)
        or (one.clause == modal.clause and one.pattern in lexicon.hedges)
    ]
    lists = (lexicon.senses, lexicon.negated) if negated else (lexicon.senses,)
    return frozenset(sense for senses in lists for pattern in beside for sense in senses.get(pattern, ()))


def _negated(polarity: Polarity, side: int, modal: Modal) -> bool:
    """Say whether a word of modality or what it governs is negated: "not allowed to", "must not", "had to avoid"."""
    clause = polarity.words.wordings[side].clause(modal.start)
    end = modal.end if modal.target is None else modal.target
    answers = polarity.answers[side]
    for one in polarity.negators[side]:
        if one.start not in clause or one.start > end:
            continue
        if one.strict and one.end + BESIDE > modal.start:
            return True
        if one.start >= modal.start and (one not in answers or answers[one].strict):
            return True
    return False


def _possible_once(table: Table, words: Counterparts, modals: tuple[tuple[Modal, ...], ...]) -> Iterator[Finding]:
    """Yield what may be the case in one wording, and is in the other, which nothing makes less than sure."""
    for side, own in enumerate(modals):
        here, there = words.wordings[side], words.wordings[1 - side]
        for modal in own:
            if modal.pattern not in POSSIBLE or modal.target is None:
                continue
            partner = words.partner(side, modal.target, SURE_LINK)
            if partner is None or not there.tokens[partner].is_content:
                continue
            unsure = modals[1 - side] or list(_lexicon().unsure.find(there.norms))
            if unsure or any(index in words.links[side] for index in range(modal.start, modal.end)):
                continue
            spans = (modal.start, modal.target + 1), (partner, partner + 1)
            probability = words.links[side][modal.target][0][1]
            cues = (here.tokens[modal.start].text,)
            yield words.finding(table, "modality", "possible-once", spans, probability, side=side, cues=cues)


def _called_for(table: Table, polarity: Polarity, modals: tuple[tuple[Modal, ...], ...]) -> Iterator[Finding]:
    """Yield what should have happened in one wording, and has in the other: "should have warned", "had warned"."""
    words = polarity.words
    for side, own in enumerate(modals):
        here, there = words.wordings[side], words.wordings[1 - side]
        if modals[1 - side] or any(_lexicon().unsure.find(there.norms)):
            continue
        for modal in own:
            if modal.target is None or not polarity.is_called_for(side, modal.target):
                continue
            partner = words.partner(side, modal.target, SURE_LINK)
            if partner is None or there.norms[partner] != here.norms[modal.target]:
                continue
            start = partner
            while start > 0 and there.norms[start - 1] in PAST:
                start -= 1
            infinitive = there.norms[max(0, start - 1) : start] == ("to",)
            if infinitive or _negated(polarity, side, modal) or polarity.is_negated(1 - side, partner):
                continue
            spans = (modal.start, modal.target + 1), (start, partner + 1)
            probability = words.links[side][modal.target][0][1]
            cues = (modal.words_in(here),)
            yield words.finding(table, "modality", "called-for", spans, probability, side=side, cues=cues)


def _hypothetical(table: Table, words: Counterparts, modals: tuple[tuple[Modal, ...], ...]) -> Iterator[Finding]:
    """Yield "would want" against "want": the same verb of attitude, under conditions in one direct quotation only."""
    if not all(one.kind is SegmentKind.QUOTED for wording in words.wordings for one in wording.segments):
        return
    for side, own in enumerate(modals):
        here, there = words.wordings[side], words.wordings[1 - side]
        for modal in own:
            if here.norms[modal.start] not in {"would", "'d"} or modal.target is None:
                continue
            partner = words.partner(side, modal.target, SURE_LINK)
            if partner is None or stem(there.norms[partner]) not in _lexicon().attitudes:
                continue
            if stem(there.norms[partner]) != stem(here.norms[modal.target]) or any(
                one.target == partner and one.start != partner for one in modals[1 - side]
            ):
                continue
            start = partner
            while start > 0 and there.norms[start - 1] in DO_NOT:
                start -= 1
            spans = (modal.start, modal.target + 1), (start, partner + 1)
            probability = words.links[side][modal.target][0][1]
            yield words.finding(table, "modality", "hypothetical", spans, probability, side=side)
