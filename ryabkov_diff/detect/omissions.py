"""Table → Finding: the kind `omission`, a statement of some articles of an event that others lack."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import islice, takewhile
from typing import TYPE_CHECKING, ClassVar

from ryabkov_diff.detect.findings import excerpt, make_finding
from ryabkov_diff.detect.sayings import read_sayings
from ryabkov_diff.domain import (
    Finding,
    PassageStatus,
    Reading,
    SegmentKind,
    Selector,
)
from ryabkov_diff.text import content_stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ryabkov_diff.detect.sayings import Sayings
    from ryabkov_diff.domain import Passage, Table

__all__ = ["OmissionDetector"]

# A statement with at least this share of its content words in one statement of the other article is said there.
MAX_SAID_ELSEWHERE = 0.75

# The same for a statement without a counterpart that stands at the very place: both may be freely worded renderings.
MAX_SAID_BESIDE = 0.3

# Characters of a statement that the message quotes; the reading has it whole.
QUOTED_CHARACTERS = 80


class OmissionDetector:
    """Statements that some articles of an event carry and others lack; headlines are no statements."""

    kinds = ("omission",)
    rules: ClassVar[Mapping[str, str]] = {
        "no-counterpart": "No statement of the other article was linked to this one, and none of them has a share of "
        f"{MAX_SAID_ELSEWHERE} or more of its content words, nor one without a counterpart at the same place a share "
        f"of {MAX_SAID_BESIDE}. The confidence is 1 minus the largest share that one has."
    }

    def detect(self, table: Table) -> Iterable[Finding]:
        """Yield a finding for each passage and each event, where an article of the event lacks the passage."""
        statements = read_sayings(table)
        places: dict[tuple[str, str], _Places] = {}
        for passage in table.passages:
            if (
                passage.status is PassageStatus.RELATED
                or table.is_headline(passage)
                or _only_introduces(table, passage)
            ):
                continue
            for event in dict.fromkeys(table.event_by_sigil[sigil] for sigil in passage.segments):
                carrying = [sigil for sigil in event if sigil in passage.segments]
                lacking = [sigil for sigil in event if sigil not in passage.segments]
                if not lacking:
                    continue
                said = [
                    frozenset().union(*(content_stems(one.text) for one in table.segments_of(passage, sigil)))
                    for sigil in carrying
                ]
                doubt = max(_share_said(statements[other], stems) for stems in said for other in lacking)
                if doubt < MAX_SAID_ELSEWHERE:
                    # Where several carry it, the one whose contents come first tells the place: not the columns.
                    guide = min(carrying, key=lambda sigil: table.article_by_sigil[sigil].content_key)
                    for sigil in lacking:
                        if (guide, sigil) not in places:
                            places[guide, sigil] = _Places(table, guide, sigil)
                    if any(places[guide, sigil].share_beside(passage) >= MAX_SAID_BESIDE for sigil in lacking):
                        continue
                    missing = {sigil: places[guide, sigil].of(passage) for sigil in lacking}
                    yield _omission(table, passage, carrying, missing, doubt)


def _only_introduces(table: Table, passage: Passage) -> bool:
    """Whether a passage is what a sentence says before somebody's words: "Asked about the strike, he said: …"."""
    for ids in passage.segments.values():
        for segment in map(table.segment_by_id.__getitem__, ids):
            end = segment.end if segment.setting is None else segment.setting[1]
            behind = (table.article_by_sigil[segment.article].text or "")[segment.end : end]
            clause = any(map(str.isalpha, behind))
            # What is reported has a clause of its own behind it, but not one that leads on to a quotation.
            if not clause or not (segment.kind is SegmentKind.NARRATED or ":" in behind):
                return False
    return True


def _share_said(sayings: Sayings, stems: frozenset[str]) -> float:
    """Return the largest share of some content words that a statement of an article has: in [0, 1]; 1 for no words.

    A lead that sums up a quotation, or a sentence repeated, has no counterpart of its own and yet is no omission.
    """
    return sayings.most(stems) / len(stems) if stems else 1.0


class _Places:
    """Where in one article the statements of another would stand: behind what both have before them in the other."""

    def __init__(self, table: Table, guide: str, sigil: str) -> None:
        self._table, self._guide, self._sigil = table, guide, sigil
        common = [other for other in table.passages_by_article[guide] if sigil in other.segments]
        shared = sorted(
            (table.segments_of(other, guide)[-1].end, table.segments_of(other, sigil)[-1].end) for other in common
        )
        self._ends = [end for end, _ in shared]
        self._places = [place for _, place in shared]
        linked = {segment_id for other in common for segment_id in other.segments[sigil]}
        titles = {SegmentKind.HEADLINE, SegmentKind.BOILERPLATE}
        self._statements = [
            (segment, segment.id in linked)
            for segment in table.segments_by_article[sigil]
            if segment.kind not in titles
        ]
        self._starts = [segment.start for segment, _ in self._statements]

    def share_beside(self, passage: Passage) -> float:
        """Return the largest share of content words that an unlinked statement at the same place has in common.

        In [0, 1]; of the words of the shorter one.
        """
        said = frozenset().union(*(content_stems(one.text) for one in self._table.segments_of(passage, self._guide)))
        place = self._place_of(passage)
        behind = islice(self._statements, 0 if place is None else bisect_left(self._starts, place), None)
        beside = (content_stems(segment.text) for segment, _ in takewhile(lambda one: not one[1], behind))
        return max((len(said & stems) / min(len(said), len(stems)) for stems in beside if said and stems), default=0.0)

    def of(self, passage: Passage) -> Selector | None:
        """Return the empty place of a passage; None where nothing in common stands before it."""
        place, text = self._place_of(passage), self._table.article_by_sigil[self._sigil].text
        return None if place is None or text is None else Selector.of(text, place, place)

    def _place_of(self, passage: Passage) -> int | None:
        """Return where what both have before a passage ends; None where that is nothing."""
        before = bisect_right(self._ends, self._table.segments_of(passage, self._guide)[0].start)
        return self._places[before - 1] if before else None


def _omission(
    table: Table, passage: Passage, carrying: list[str], lacking: Mapping[str, Selector | None], doubt: float
) -> Finding:
    """Make the finding that the `lacking` articles have no such statement; `lacking` says where it would stand."""
    sigla = list(table.article_by_sigil)
    readings = []
    for sigil in carrying:
        members = table.segments_of(passage, sigil)
        readings.append(table.reading(sigil, members[0].start, members[-1].end))
    missing = [Reading((sigil,), None, place) for sigil, place in lacking.items()]
    quoted = excerpt(readings[0].text or "", QUOTED_CHARACTERS)
    outlets = ", ".join(table.article_by_sigil[sigil].label for sigil in carrying)
    return make_finding(
        "omission",
        "no-counterpart",
        2,
        1.0 - doubt,
        sorted((*readings, *missing), key=lambda one: sigla.index(one.articles[0])),
        passage=passage.id,
        message=f"only in {outlets}: “{quoted}”",
    )
