"""Table → Finding: the kind `negation`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ryabkov_diff.detect.antonyms import negates
from ryabkov_diff.detect.polarity import LIKELY_LINK, SURE_LINK
from ryabkov_diff.text import stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ryabkov_diff.detect.counterparts import Wording
    from ryabkov_diff.detect.negators import Negator
    from ryabkov_diff.detect.polarity import Polarity
    from ryabkov_diff.domain import Finding, Table

__all__ = ["NEGATION_RULES", "find_negations"]

# They belong to the verb before them: "rule out", "step down".
PARTICLES = frozenset("out off up down away back over aside".split())

# What its rules say, by their ids.
NEGATION_RULES: Mapping[str, str] = {
    "negated-once": "A negator of one wording is answered by none of the other, while the word that it negates is "
    f"linked to one there with a probability of {SURE_LINK} or more. The confidence is that probability times the "
    "confidence of the passage's link.",
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
            finding = _negated_once(table, polarity, side, negator)
            if finding is not None:
                yield finding
    for a, b in polarity.answers[0].items():
        spans = _negate_others(polarity, a, b)
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
    spans = (negator.start, ends[0]), (partner, ends[1])
    cues = tuple(words.wordings[side].tokens[index].text for index in range(negator.start, negator.end))
    return words.finding(table, "negation", "negated-once", spans, probability, side=side, cues=cues)


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


def _negated_word(wording: Wording, negator: Negator) -> int | None:
    """Return the first content word behind a negator in its clause."""
    behind = (index for index in wording.clause(negator.start) if index >= negator.end)
    return next((index for index in behind if wording.tokens[index].is_content), None)
