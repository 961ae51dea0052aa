"""What is asked is not said: which findings set a question of a transcript against what another article reports.

An outlet that tells an interview works the question into the answer ("Will you resign?" – "No, never." → He will not
resign), so that the two may well be linked. But no statement differs from a question, an article that has none leaves
none out, and only to a question does one say yes or no.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import dropwhile, takewhile
from typing import TYPE_CHECKING

from ryabkov_diff.domain import TurnKind
from ryabkov_diff.text import content_stems, tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ryabkov_diff.domain import Finding, Reading, Segment, Table

__all__ = ["Asked"]

# What these say is as true of a question: who said it, what it introduces, what is wrong with the copy.
OF_QUESTIONS_TOO = ("defect", "headline", "quote-context", "source", "speaker")


# What these find lacking in an answer may stand in its question; what others find is more than that.
GENERIC = ("rewording", "specificity")

# Of these an answer is made that says nothing else, and a greeting; nobody reports them.
COURTESIES = frozenset(
    "absolutely afternoon all back being certainly course day evening everyone exactly for good having hello hi indeed "
    "maybe me morning much my never no of oh okay perhaps please pleasure right so sure thank thanks to very welcome "
    "well with yeah yes you".split()
)


class Asked:
    """The questions of the articles that are transcripts."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._transcripts = frozenset(segment.article for segment in table.segments if segment.turn is not None)

    def is_beside_the_point(self, finding: Finding) -> bool:
        """Say whether a finding holds a question against a statement, or against an article without questions."""
        if not self._transcripts or finding.kind in OF_QUESTIONS_TOO:
            return False
        if finding.kind == "omission":
            lacking = {sigil for one in finding.readings if one.text is None for sigil in one.articles}
            worded = [one for one in finding.readings if one.text is not None]
            only_asked = all(map(self._is_asked, worded)) and not lacking <= self._transcripts
            return only_asked or all(map(self._only_answers, worded))
        asked = [self._is_asked(one) for one in finding.readings]
        if any(asked) and not all(asked):
            return True
        if finding.cues and finding.rule.endswith("-in-clause"):
            # What is around an answer is its question.
            return any(
                self._asked_before(one) and cue not in (one.text or "")
                for one, cue in zip(finding.readings, finding.cues, strict=True)
            )
        worded = [one for one in finding.readings if one.text is not None]
        silent = [one for one in finding.readings if one.text is None]
        if not silent:
            return False
        if all(map(self._only_answers, worded)):
            return True
        said = frozenset().union(*(content_stems(one.text or "") for one in worded))
        return finding.kind in GENERIC and bool(said) and any(said <= self._asked_before(one) for one in silent)

    def _is_asked(self, reading: Reading) -> bool:
        """Say whether a reading lies in an interviewer's words alone."""
        touched = self._touched(reading)
        return bool(touched) and all(segment.turn is TurnKind.QUESTION for segment in touched)

    def _only_answers(self, reading: Reading) -> bool:
        """Say whether a reading is no more than what an answer begins with: "No,", "Of course.", "Thank you, Ada."."""
        touched, place = self._touched(reading), reading.selector
        if not touched or place is None or touched[0].turn is not TurnKind.ANSWER:
            return False
        words = [token for token in tokenize(place.exact) if token.is_word]
        # "I never said so", "no money" and "right now" are no answers by themselves.
        ends = place.end >= touched[-1].end or not place.suffix.lstrip()[:1].isalnum()
        return (
            ends
            and place.start == touched[0].start
            and COURTESIES.issuperset(one.norm for at, one in enumerate(words) if not at or one.text[0].islower())
        )

    def _asked_before(self, reading: Reading) -> frozenset[str]:
        """Return the content words of the question before a place in an answer, which need not repeat them."""
        touched = self._touched(reading)
        if not touched or touched[0].turn is not TurnKind.ANSWER:
            return frozenset()
        segments = self._table.segments_by_article[touched[0].article]
        before = segments[: bisect_left(segments, touched[0].start, key=lambda segment: segment.start)]
        question = takewhile(_is_question, dropwhile(_is_answer, reversed(before)))
        return frozenset().union(*(content_stems(segment.text) for segment in question))

    def _touched(self, reading: Reading) -> Sequence[Segment]:
        """Return the segments of a transcript that a reading has a part in or stands beside."""
        place = reading.selector
        if place is None or reading.articles[0] not in self._transcripts:
            return ()
        segments = self._table.segments_by_article[reading.articles[0]]
        first = bisect_left(segments, place.start, key=lambda segment: segment.end)
        return segments[first : bisect_right(segments, place.end, key=lambda segment: segment.start)]


def _is_question(segment: Segment) -> bool:
    return segment.turn is TurnKind.QUESTION


def _is_answer(segment: Segment) -> bool:
    return segment.turn is TurnKind.ANSWER
