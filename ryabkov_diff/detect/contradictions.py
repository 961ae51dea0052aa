"""Table → Finding: the kind `contradiction`.

Words of opposite meaning that stand for each other, and a statement that is reported as true by one outlet and as denied
by another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ryabkov_diff.detect.antonyms import negates
from ryabkov_diff.detect.polarity import SURE_LINK, report_stems
from ryabkov_diff.text import stem, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ryabkov_diff.detect.polarity import Negator, Polarity
    from ryabkov_diff.domain import Finding, Table

__all__ = ["find_contradictions"]

# How sure it is that a denial and an assertion are of the same statement where no link joins the two verbs: the passage
# says so, and that nothing else is negated.
REPORTED = 0.8


def find_contradictions(table: Table, polarity: Polarity) -> Iterator[Finding]:
    """Yield opposites where two wordings speak of one thing; the rules are `opposite-words` and `opposite-reports`."""
    words = polarity.words
    one, other = (wording.norms for wording in words.wordings)
    for i, j, probability in polarity.opposites():
        if not negates(one[i], other[j]) and not negates(other[j], one[i]):
            yield words.finding(table, "contradiction", "opposite-words", ((i, i + 1), (j, j + 1)), probability)
    for side, negators in enumerate(polarity.left):
        for negator in negators:
            finding = _denied(table, polarity, side, negator)
            if finding is not None:
                yield finding


def _denied(table: Table, polarity: Polarity, side: int, negator: Negator) -> Finding | None:
    """Make a finding of a denial where the other wording asserts; None for any other negator."""
    words = polarity.words
    here = words.wordings[side]
    if negator.strict or not polarity.is_even:
        return None
    segment = here.segment_of(negator.start)
    verb = segment.cue or "" if negator.is_reporting else here.norms[negator.start]
    if not _has_stem(verb, "deny"):
        return None
    denial = here.cue_span(segment) if negator.is_reporting else (negator.start, negator.end)
    found = _assertion(polarity, side, negator)
    if found is None:
        return None
    assertion, claim, certainty = found
    cues = (claim, verb) if side else (verb, claim)
    return words.finding(
        table, "contradiction", "opposite-reports", (denial, assertion), certainty, side=side, cues=cues
    )


def _assertion(polarity: Polarity, side: int, denial: Negator) -> tuple[tuple[int, int], str, float] | None:
    """Find the verb of report that stands against a denial: its tokens, the verb as written, how sure that is."""
    words, there = polarity.words, polarity.words.wordings[1 - side]
    asserting = [index for index, norm in enumerate(there.norms) if _has_stem(norm, "affirm")]
    for index, probability in () if denial.is_reporting else words.links[side].get(denial.start, ()):
        if index in asserting and probability >= SURE_LINK:
            return (index, index + 1), there.tokens[index].text, probability
    for segment in there.segments:
        if segment.cue is not None and not _has_stem(segment.cue, "contest"):
            return there.cue_span(segment), segment.cue, REPORTED
    for index in asserting:
        if index not in words.links[1 - side]:
            return (index, index + 1), there.tokens[index].text, REPORTED
    return None


def _has_stem(text: str, name: str) -> bool:
    return any(stem(token.norm) in report_stems(name) for token in tokenize(text))
