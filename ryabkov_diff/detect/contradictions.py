"""Table → Finding: the kind `contradiction`.

Words of opposite meaning that stand for each other, and a statement that one outlet reports as made and another as
denied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ryabkov_diff.detect.antonyms import are_other_relatives, have_relatives, is_directed, may_be_opposite, negates
from ryabkov_diff.detect.negators import has_report_verb, is_report_verb
from ryabkov_diff.detect.polarity import BESIDE, LIKELY_LINK, SURE_LINK
from ryabkov_diff.detect.quantifiers import are_complementary, find_quantifiers, quantify_the_same
from ryabkov_diff.text import stem, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ryabkov_diff.detect.counterparts import Counterparts, Wording
    from ryabkov_diff.detect.negators import Negator
    from ryabkov_diff.detect.polarity import Polarity
    from ryabkov_diff.domain import Finding, Segment, Table

__all__ = ["CONTRADICTION_RULES", "find_contradictions"]

# Whose relative somebody is.
POSSESSIVES = frozenset("his her their my our your".split())

# How sure it is that a denial and an assertion are of the same statement where no link joins the two verbs: the passage
# says so, and that nothing else is negated.
REPORTED = 0.8


# A name behind one of these is not by itself who acts: "fans of Arsenal beat", "Leeds and Arsenal beat".
JOINED = frozenset("of by and or nor for from with in at on to 's than after before".split())


# What its rules say, by their ids.
CONTRADICTION_RULES: Mapping[str, str] = {
    "opposite-words": f"Two words, linked with a probability of {LIKELY_LINK} or more, are opposites by a word list. "
    "No negation turns one of them round, no two things that they compare change places, and no quantifiers make up "
    "for them. The confidence is that probability times the confidence of the passage's link.",
    "other-relative": "Two words for different relatives of one person (“wife”, “sister”) are linked, with a "
    f"probability of {LIKELY_LINK} or more. The confidence is that probability times the confidence of the "
    "passage's link.",
    "exchanged": "Two names stand at once before and behind the same verb, of which one side acts and the other bears "
    f"it (“beat”, “sued”), and have changed places. The verbs are linked with a probability of {SURE_LINK} or more, "
    "which times the confidence of the passage's link is the confidence.",
    "opposite-reports": "One wording says that somebody denied what the other says that somebody stated, and neither "
    "has a negator left that would make up for it. The confidence is the probability that the two verbs are linked, or "
    f"{REPORTED}, times that of the passage's link.",
    "statement-denied": "As opposite-reports, where one of the verbs stands in a reporting clause: the readings are "
    "the whole statements.",
}


def find_contradictions(table: Table, polarity: Polarity) -> Iterator[Finding]:
    """Yield words of opposite meaning that stand for each other, and what one wording states and another denies.

    The rules are `opposite-words`, `other-relative`, `exchanged`, `opposite-reports`, and `statement-denied` where a
    verb of report stands outside of what it reports: the finding is about all of the statement then.
    """
    words = polarity.words
    one, other = (wording.norms for wording in words.wordings)
    for i, j, probability in polarity.opposites():
        if _are_made_up_for(words, i, j):
            continue
        if not negates(one[i], other[j]) and not negates(other[j], one[i]):
            spans = polarity.span(0, i), polarity.span(1, j)
            yield words.finding(table, "contradiction", "opposite-words", spans, probability)
    for i, j, probability in _for_and_against(words):
        yield words.finding(table, "contradiction", "opposite-words", ((i, i + 1), (j, j + 1)), probability)
    for i, j, probability in words.pairs if have_relatives(one) and have_relatives(other) else ():
        if one[i] == other[j] or probability < LIKELY_LINK:
            continue
        if _are_others_of_one(words, i, j) and not may_be_opposite(one[i], other[j]):
            yield words.finding(table, "contradiction", "other-relative", ((i, i + 1), (j, j + 1)), probability)
    for spans, probability in _exchanged(polarity):
        yield words.finding(table, "contradiction", "exchanged", spans, probability)
    for side, negators in enumerate(polarity.unanswered):
        for negator in negators:
            finding = _denied(table, polarity, side, negator)
            if finding is not None:
                yield finding


def _are_made_up_for(words: Counterparts, i: int, j: int) -> bool:
    """Say whether quantifiers of the same things make up for two opposites: "few are open", "most are closed"."""
    clauses = tuple(wording.clause(index) for wording, index in zip(words.wordings, (i, j), strict=True))
    quantifiers = tuple(find_quantifiers(wording) for wording in words.wordings)
    return any(
        are_complementary(a, b) and quantify_the_same(words, a, b)
        for a in quantifiers[0]
        for b in quantifiers[1]
        if a.start in clauses[0] and b.start in clauses[1] and i not in range(a.start, a.end)
    )


def _are_others_of_one(words: Counterparts, i: int, j: int) -> bool:
    """Say whether two words are different relatives of one person: "his wife", "his sister".

    No relative whose own relative is meant ("his wife's father", "his father-in-law").
    """
    one, other = (wording.norms for wording in words.wordings)
    if not are_other_relatives(one[i], other[j]) or "'s" in (*one[i + 1 : i + 2], *other[j + 1 : j + 2]):
        return False
    owner = _owner(one, i)
    return owner is not None and owner == _owner(other, j)


def _owner(norms: Sequence[str], index: int) -> str | None:
    """Return whose somebody is, by the word that says so before them: "her late brother", "Ada's aunt"."""
    for place in range(index - 1, max(-1, index - 1 - BESIDE), -1):
        if norms[place] in POSSESSIVES:
            return norms[place]
        if norms[place] == "'s" and place:
            return norms[place - 1]
    return None


def _for_and_against(words: Counterparts) -> Iterator[tuple[int, int, float]]:
    """Yield where one wording has "for", and the other "against", between the same words: "voted for the budget"."""
    one, other = words.wordings
    if not any("for" in here.norms and "against" in there.norms for here, there in ((one, other), (other, one))):
        return
    for i, j, probability in words.pairs:
        behind = one.norms[i + 1 : i + 2] + other.norms[j + 1 : j + 2]
        if {"for", "against"} != set(behind) or probability < SURE_LINK:
            continue
        if not one.tokens[i].is_content or stem(one.norms[i]) != stem(other.norms[j]):
            continue
        objects = _first_content(one, i + 2), _first_content(other, j + 2)
        if None not in objects and objects[0] == objects[1]:
            yield i + 1, j + 1, probability


def _exchanged(polarity: Polarity) -> Iterator[tuple[tuple[tuple[int, int], tuple[int, int]], float]]:
    """Yield where who acts in one wording is who bears it in the other: "Leeds beat Derby", "Derby beat Leeds"."""
    words = polarity.words
    one, other = words.wordings
    for i, j, probability in words.pairs:
        if probability < SURE_LINK or one.norms[i] != other.norms[j] or not is_directed(one.norms[i]):
            continue
        here, there = _names_around(one, i), _names_around(other, j)
        if here is None or there is None or polarity.is_negated(0, i) or polarity.is_negated(1, j):
            continue
        (start, end), (first, last) = here, there
        agent, patient = one.norms[start:i], one.norms[i + 1 : end]
        if agent != patient and (agent, patient) == (other.norms[j + 1 : last], other.norms[first:j]):
            yield (here, there), probability


def _names_around(wording: Wording, verb: int) -> tuple[int, int] | None:
    """Return the range of a verb with the names at once before and behind it; None where it has not both by itself."""
    clause = wording.clause(verb)
    start, end = verb, verb + 1
    while start > clause.start and wording.tokens[start - 1].text[:1].isupper():
        start -= 1
    while end < clause.stop and wording.tokens[end].text[:1].isupper():
        end += 1
    of_itself = wording.norms[end : end + 1] not in {("'s",), ("and",), ("or",)}
    before = not JOINED.isdisjoint(wording.norms[max(clause.start, start - 1) : start])
    return None if start == verb or end == verb + 1 or before or not of_itself else (start, end)


def _first_content(wording: Wording, start: int) -> str | None:
    """Return the stem of the first content word from a place on, in its clause."""
    clause = wording.clause(start - 1)
    return next((stem(wording.norms[k]) for k in clause if k >= start and wording.tokens[k].is_content), None)


def _denied(table: Table, polarity: Polarity, side: int, negator: Negator) -> Finding | None:
    """Make a finding of a denial where the other wording asserts; None for any other negator."""
    words = polarity.words
    here = words.wordings[side]
    if negator.strict or not polarity.is_even:
        return None
    segment = here.segment_of(negator.start)
    denial = _Report.of_cue(here, segment) if negator.is_reporting else _Report.of_word(here, negator.start)
    assertion, certainty = _assertion(polarity, side, negator)
    if assertion is None or not has_report_verb(denial.verb, "deny"):
        return None
    verbs = (assertion.verb, denial.verb) if side else (denial.verb, assertion.verb)
    inside = denial.is_inside and assertion.is_inside
    return words.finding(
        table,
        "contradiction",
        "opposite-reports" if inside else "statement-denied",
        (denial.span, assertion.span),
        certainty,
        side=side,
        cues=verbs,
        message=" ~ ".join(f"“{verb}”" for verb in verbs),
    )


class _Report(NamedTuple):
    """A verb of report.

    Attributes:
        verb: As written.
        span: Its tokens, half-open; those of all the segment where it stands outside.
        is_inside: Whether it stands in the segment.
    """

    verb: str
    span: tuple[int, int]
    is_inside: bool = True

    @classmethod
    def of_word(cls, wording: Wording, index: int) -> _Report:
        return cls(wording.tokens[index].text, (index, index + 1))

    @classmethod
    def of_cue(cls, wording: Wording, segment: Segment) -> _Report:
        """Return the verb of a segment's reporting clause."""
        cue = segment.cue or ""
        norms = tuple(token.norm for token in tokenize(cue))
        own = wording.indices_of(segment)
        for start in own:
            if norms and wording.norms[start : start + len(norms)] == norms:
                return cls(cue, (start, start + len(norms)))
        return cls(cue, (own.start, own.stop), is_inside=False)


def _assertion(polarity: Polarity, side: int, denial: Negator) -> tuple[_Report | None, float]:
    """Find the verb of report that stands against a denial, and how sure it is that it does: in [0, 1]."""
    words, there = polarity.words, polarity.words.wordings[1 - side]
    asserting = [index for index, norm in enumerate(there.norms) if is_report_verb(norm, "affirm")]
    for index, probability in () if denial.is_reporting else words.links[side].get(denial.start, ()):
        if index in asserting and probability >= SURE_LINK:
            return _Report.of_word(there, index), probability
    # What stands for the clause with the denial; of a reporting clause it is the statement.
    said = None if denial.is_reporting else words.region(side, words.wordings[side].clause(denial.start))
    for segment in there.segments:
        if segment.cue is None or has_report_verb(segment.cue, "contest"):
            continue
        if said is None or not said.isdisjoint(there.indices_of(segment)):
            return _Report.of_cue(there, segment), REPORTED
    unlinked = (index for index in asserting if index not in words.links[1 - side])
    return next(((_Report.of_word(there, index), REPORTED) for index in unlinked), (None, 0.0))
