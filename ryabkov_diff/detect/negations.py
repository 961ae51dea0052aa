"""Table → Finding: the kind `negation`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ryabkov_diff.detect.antonyms import negates
from ryabkov_diff.detect.negators import sets_off, targets_behind
from ryabkov_diff.detect.polarity import BE, LIKELY_LINK, SURE_LINK
from ryabkov_diff.text import stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ryabkov_diff.detect.counterparts import Counterparts, Wording
    from ryabkov_diff.detect.negators import Negator
    from ryabkov_diff.detect.polarity import Polarity
    from ryabkov_diff.domain import Finding, Table

__all__ = ["NEGATION_RULES", "find_negations"]

# They belong to the verb before them: "rule out", "step down".
PARTICLES = frozenset("out off up down away back over aside".split())

# They exclude what stands behind them in favour of what stands before: "the wind rather than the rain".
CONTRASTS = frozenset({"rather than", "instead of", "opposed to"})

# Between "not" and "but" stand no more words than this.
BUT_REACH = 15

# Verbs in front of which a subject stands.
VERBAL = BE | frozenset("has have had do does did will would can could may might must shall should".split())

# They join a part of a sentence to another one that holds as well.
JOINTS = frozenset({"and", "also", "plus", "including", "along", "together", "both", "or"})

# What its rules say, by their ids.
NEGATION_RULES: Mapping[str, str] = {
    "negated-once": "A negator of one wording is answered by none of the other, while the word that it negates is "
    f"linked to one there with a probability of {SURE_LINK} or more. The confidence is that probability times the "
    "confidence of the passage's link.",
    "set-off-once": "One wording sets a part of the sentence off with “not”, “rather than” or “instead of” and affirms "
    "another, and the other wording joins the two with “and” or the like. The confidence is that of "
    "“negated-once”.",
    "negated-other": "Both wordings have the same words, and the negator of one stands at another verb than that of "
    "the other. The confidence is that of the passage's link.",
    "negative-prefix": "Two linked words are one word with and without a negative prefix, and no negator turns one of "
    f"them round. The confidence is the probability of the link, {LIKELY_LINK} or more, times that of the passage's.",
}


def find_negations(table: Table, polarity: Polarity) -> Iterator[Finding]:
    """Yield what is negated in one wording of a passage only.

    The rules are `negated-once`, `negative-prefix`, and `negated-other` where the wordings negate different words.
    """
    words = polarity.words
    for side, negators in enumerate(polarity.unanswered):
        for negator in negators:
            finding = _negated_once(table, polarity, side, negator) or _negated_alone(table, polarity, side, negator)
            if finding is not None:
                yield finding
    for side, negators in enumerate(polarity.negators):
        for negator in negators:
            finding = _set_off_once(table, polarity, side, negator)
            if finding is not None:
                yield finding
    for a, b in polarity.answers[0].items():
        spans = _negate_others(polarity, a, b) or _exchange_sides(polarity, a, b)
        if spans is not None:
            yield words.finding(table, "negation", "negated-other", spans, polarity.words.confidence)
    one, other = (wording.norms for wording in words.wordings)
    for i, j, probability in polarity.opposites():
        if negates(one[i], other[j]) or negates(other[j], one[i]):
            yield words.finding(table, "negation", "negative-prefix", ((i, i + 1), (j, j + 1)), probability)


def _negated_once(table: Table, polarity: Polarity, side: int, negator: Negator) -> Finding | None:
    """Make a finding of a negator that nothing answers, or None where the evidence is thin."""
    words = polarity.words
    if not negator.strict or polarity.is_said_otherwise(side, negator):
        return None
    anchored = next(
        (
            (index, partner)
            for index in negator.targets
            if (partner := words.partner(side, index, SURE_LINK)) is not None
            and words.wordings[1 - side].tokens[partner].is_content
            # What is done is no counterpart of who does it.
            and words.wordings[1 - side].is_name(partner) == words.wordings[side].is_name(index)
        ),
        None,
    )
    if anchored is None or polarity.is_negated(1 - side, anchored[1]):
        return None
    anchor, partner = anchored
    if polarity.is_called_for(side, anchor) != polarity.is_called_for(1 - side, partner):
        return None  # "should have warned", "did not warn"
    probability = words.links[side][anchor][0][1]
    ends = _phrasal_end(words.wordings[side], anchor), _phrasal_end(words.wordings[1 - side], partner)
    if ends[0] - anchor != ends[1] - partner:
        ends = anchor + 1, partner + 1
    # "Not every mayor", "every mayor"
    first, before = partner, anchor - 1
    while before >= negator.end and first and _is_equal_operator(words, side, before, first - 1):
        first, before = first - 1, before - 1
    spans = (negator.start, ends[0]), (first, ends[1])
    cues = tuple(words.wordings[side].tokens[index].text for index in range(negator.start, negator.end))
    return words.finding(table, "negation", "negated-once", spans, probability, side=side, cues=cues)


def _negated_alone(table: Table, polarity: Polarity, side: int, negator: Negator) -> Finding | None:
    """Make a finding of a verb with which a clause ends, and which is negated in one wording: "and they are not"."""
    words = polarity.words
    here, there = words.wordings[side], words.wordings[1 - side]
    verb, clause = negator.start - 1, here.clause(negator.start)
    if here.norms[negator.start] != "not" or clause.stop > negator.end or verb < 1 or here.norms[verb] not in VERBAL:
        return None
    partner = words.partner(side, verb) if verb in words.equal[side] else None
    if not partner or there.clause(partner).stop > partner + 1 or polarity.is_negated(1 - side, partner):
        return None
    spans = (verb - 1, negator.end), (partner - 1, partner + 1)
    return words.finding(table, "negation", "negated-once", spans, 1.0, side=side, cues=("not",))


def _is_equal_operator(words: Counterparts, side: int, index: int, other: int) -> bool:
    """Say whether a quantifier or modal verb of a wording is the same word of the other one."""
    here, there = words.wordings[side], words.wordings[1 - side]
    return here.tokens[index].is_operator and here.norms[index] == there.norms[other]


def _set_off_once(table: Table, polarity: Polarity, side: int, negator: Negator) -> Finding | None:
    """Make a finding of a part that is set off in one wording, and joined to what is affirmed in the other.

    "Because of the wind, not because of the rain", "because of the wind and because of the rain". None where the other
    wording does not say both.
    """
    words = polarity.words
    here, there = words.wordings[side], words.wordings[1 - side]
    if not (negator.strict and sets_off(here, negator.start)) and not _is_contrast(here, negator):
        return None
    answer = polarity.answers[side].get(negator)
    if answer is not None and (answer.strict or _is_contrast(there, answer)):
        return None
    if polarity.is_said_otherwise(side, negator):
        return None  # "rare and not regular", "rare and irregular"
    target = next(iter(targets_behind(here, _behind(here, negator))), None)
    partner = None if target is None else words.partner(side, target, SURE_LINK)
    if target is None or partner is None or polarity.is_negated(1 - side, partner):
        return None
    if not there.tokens[partner].is_content or there.is_name(partner) != here.is_name(target):
        return None
    joined = _joined_at(there, partner)
    if joined is None or any(one.start in there.clause(partner) for one in polarity.unanswered[1 - side] if one.strict):
        return None
    joint, beside = joined
    affirmed = words.partner(1 - side, beside, SURE_LINK)
    if affirmed is None or affirmed >= negator.start:
        return None
    if len({here.segment_of(index).id for index in (affirmed, negator.start, target)}) > 1:
        return None
    probability = words.links[side][target][0][1]
    end, other_end = _run_end(here, target), _run_end(there, max(joint, partner))
    # "…, and the translator was in the hall", "… stayed at home": a sentence of its own.
    own_words = range(partner + 1, other_end) if joint < partner else range(0)
    if not VERBAL.isdisjoint(there.norms[other_end : other_end + 1]) and VERBAL.isdisjoint(here.norms[end : end + 1]):
        return None
    if any((at := words.partner(1 - side, index, SURE_LINK)) is None or at < negator.start for index in own_words):
        return None
    spans = (negator.start, end), (min(joint, partner), other_end)
    cues = tuple(here.tokens[index].text for index in range(negator.start, negator.end))
    return words.finding(table, "negation", "set-off-once", spans, probability, side=side, cues=cues)


def _behind(wording: Wording, negator: Negator) -> int:
    """Return where the part begins that a negator sets off: behind the "because" of "not because of the rain"."""
    words = {"than", "of"} if _is_contrast(wording, negator) else set()
    place = negator.end
    while wording.norms[place : place + 1] and wording.norms[place] in words | {"because", "when", "if", "while"}:
        place += 1
    return place


def _is_contrast(wording: Wording, negator: Negator) -> bool:
    """Say whether a word excludes what stands behind it: "rather than", "instead of"."""
    return " ".join(wording.norms[negator.start : negator.end + 1]) in CONTRASTS


def _joined_at(wording: Wording, index: int) -> tuple[int, int] | None:
    """Return the word that joins a word to another one, and that one: of "wind and because of rain" "and" and "wind".

    Nothing but function words stands between them. None where it is joined to none.
    """
    for step in (-1, 1):
        joint = _next_content(wording, index, step)
        between = range(min(index, joint) + 1, max(index, joint))
        found = next((at for at in between if wording.norms[at] in JOINTS), None)
        if found is None and wording.norms[joint - 1 : joint + 2] == ("as", "well", "as"):
            found, joint = joint - 1, _next_content(wording, joint, step)
        if found is not None and 0 <= joint < len(wording.tokens):
            return found, joint
    return None


def _run_end(wording: Wording, index: int) -> int:
    """Return the end of the content words that begin at one: "higher pay"."""
    end = index + 1
    while end < len(wording.tokens) and wording.tokens[end].is_content and wording.clause(end) is wording.clause(index):
        end += 1
    return end if wording.segment_of(end - 1).id == wording.segment_of(index).id else index + 1


def _next_content(wording: Wording, index: int, step: int) -> int:
    """Return the index of the next content word in a direction; one outside of the wording where there is none."""
    at = index + step
    while 0 <= at < len(wording.tokens) and not (wording.tokens[at].is_content and wording.norms[at] not in JOINTS):
        at += step
    return at


def _phrasal_end(wording: Wording, verb: int) -> int:
    """Return the end of a verb with its particle: "ruled out"."""
    return verb + 1 + (wording.norms[verb + 1 : verb + 2] in {(particle,) for particle in PARTICLES})


def _negate_others(polarity: Polarity, a: Negator, b: Negator) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return where each of two negators negates a word that the other wording affirms.

    "Read, but not kept", "not read, but kept". Both words must stand in both wordings. None where they don't, or where
    one of them is negated in both.
    """
    one, other = polarity.words.wordings
    if not (a.strict and b.strict):
        return None
    own, others = _negated_word(one, a), _negated_word(other, b)
    if own is None or others is None:
        return None
    partner, other_partner = polarity.words.partner(0, own, SURE_LINK), polarity.words.partner(1, others, SURE_LINK)
    if partner is None or other_partner is None or partner == others:
        return None
    same = (
        stem(one.norms[own]) == stem(other.norms[partner]),
        stem(one.norms[other_partner]) == stem(other.norms[others]),
    )
    if not all(same) or polarity.is_negated(1, partner) or polarity.is_negated(0, other_partner):
        return None
    places = (a.start, own, other_partner), (b.start, others, partner)
    spans = tuple((min(some), max(some) + 1) for some in places)
    if any(
        wording.segment_of(start) != wording.segment_of(end - 1)
        for wording, (start, end) in zip((one, other), spans, strict=True)
    ):
        return None
    return spans[0], spans[1]


def _exchange_sides(polarity: Polarity, a: Negator, b: Negator) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return where what two wordings deny and what they affirm have changed places: "not A but B", "not B but A"."""
    words = polarity.words
    if not (a.strict and b.strict):
        return None
    sides = [_sides_of_but(wording, negator) for wording, negator in zip(words.wordings, (a, b), strict=True)]
    if sides[0] is None or sides[1] is None:
        return None
    (denied, affirmed), (other_denied, other_affirmed) = sides[0], sides[1]
    one, other = words.wordings

    def same(own: range, others: range) -> list[tuple[int, int]]:
        return [
            (i, j)
            for i in own
            if one.tokens[i].is_content and (j := words.partner(0, i, SURE_LINK)) is not None
            if j in others and stem(one.norms[i]) == stem(other.norms[j])
        ]

    crossed = same(denied, other_affirmed), same(affirmed, other_denied)
    if not all(crossed):
        return None
    ends = [max(place[side] for pairs in crossed for place in pairs) + 1 for side in (0, 1)]
    return (a.start, ends[0]), (b.start, ends[1])


def _sides_of_but(wording: Wording, negator: Negator) -> tuple[range, range] | None:
    """Return what is denied and what is affirmed in "not A but B", in one segment; None where there is no "but"."""
    segment = wording.indices_of(wording.segment_of(negator.start))
    reach = range(negator.end, min(segment.stop, negator.end + BUT_REACH))
    place = next((index for index in reach if wording.norms[index] in {"but", "."}), None)
    if place is None or wording.norms[place] != "but":
        return None
    return range(negator.end, place), range(place + 1, wording.clause(place).stop)


def _negated_word(wording: Wording, negator: Negator) -> int | None:
    """Return the first content word behind a negator in its clause."""
    place = _behind(wording, negator) if sets_off(wording, negator.start) else negator.end
    behind = (index for index in wording.clause(max(negator.start, place - 1)) if index >= place)
    return next((index for index in behind if wording.tokens[index].is_content), None)
