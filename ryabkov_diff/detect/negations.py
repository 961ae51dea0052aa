"""Table → Finding: the kind `negation`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ryabkov_diff.detect.antonyms import negates
from ryabkov_diff.detect.polarity import LIKELY_LINK, SURE_LINK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ryabkov_diff.detect.negators import Negator
    from ryabkov_diff.detect.polarity import Polarity
    from ryabkov_diff.domain import Finding, Table

__all__ = ["NEGATION_RULES", "find_negations"]


# What its rules say, by their ids.
NEGATION_RULES: Mapping[str, str] = {
    "negated-once": "A negator of one wording is answered by none of the other, while the word that it negates is "
    f"linked to one there with a probability of {SURE_LINK} or more. The confidence is that probability times the "
    "confidence of the passage's link.",
    "negative-prefix": "Two linked words are one word with and without a negative prefix, and no negator turns one of "
    f"them round. The confidence is the probability of the link, {LIKELY_LINK} or more, times that of the passage's.",
}


def find_negations(table: Table, polarity: Polarity) -> Iterator[Finding]:
    """Yield what is negated in one wording of a passage only; the rules are `negated-once` and `negative-prefix`."""
    words = polarity.words
    for side, negators in enumerate(polarity.unanswered):
        for negator in negators:
            finding = _negated_once(table, polarity, side, negator)
            if finding is not None:
                yield finding
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
        ),
        None,
    )
    if anchored is None or polarity.is_negated(1 - side, anchored[1]):
        return None
    anchor, partner = anchored
    probability = words.links[side][anchor][0][1]
    spans = (negator.start, anchor + 1), (partner, partner + 1)
    cues = tuple(words.wordings[side].tokens[index].text for index in range(negator.start, negator.end))
    return words.finding(table, "negation", "negated-once", spans, probability, side=side, cues=cues)
