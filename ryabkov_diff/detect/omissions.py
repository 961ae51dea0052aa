"""Table → Finding: the kind `omission`, a statement of some articles of an event that others lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ryabkov_diff.domain import (
    DECIMALS,
    FAMILIES,
    Finding,
    PassageStatus,
    Reading,
    SegmentKind,
    Selector,
)
from ryabkov_diff.text import stem, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ryabkov_diff.domain import Passage, Table

__all__ = ["OmissionDetector"]

# A statement with at least this share of its content words in one statement of the other article is said there.
MAX_SAID_ELSEWHERE = 0.75

# Characters of a statement that the message quotes; the reading has it whole.
QUOTED_CHARACTERS = 80


class OmissionDetector:
    """Statements that some articles of an event carry and others lack; headlines are no statements."""

    kinds = ("omission",)

    def detect(self, table: Table) -> Iterable[Finding]:
        """Yield a finding for each passage and each event, where an article of the event lacks the passage."""
        for passage in table.passages:
            if passage.status is PassageStatus.RELATED or _is_headline(table, passage):
                continue
            for event in table.events:
                carrying = [sigil for sigil in event if sigil in passage.segments]
                lacking = [sigil for sigil in event if sigil not in passage.segments]
                if carrying and lacking:
                    doubt = max(_said_elsewhere(table, passage, one, other) for one in carrying for other in lacking)
                    if doubt < MAX_SAID_ELSEWHERE:
                        yield _omission(table, passage, carrying, lacking, doubt)


def _omission(table: Table, passage: Passage, carrying: list[str], lacking: list[str], doubt: float) -> Finding:
    """Make the finding that `lacking` articles have no such statement."""
    sigla = list(table.article_by_sigil)
    readings = []
    for sigil in carrying:
        members = table.segments_of(passage, sigil)
        readings.append(table.reading(sigil, members[0].start, members[-1].end))
    # Where several articles carry it, the place is told by the one whose contents come first: not by the columns.
    guide = min(carrying, key=lambda sigil: table.article_by_sigil[sigil].content_key)
    missing = [Reading((sigil,), None, _place(table, passage, guide, sigil)) for sigil in lacking]
    quoted = " ".join((readings[0].text or "").split())
    if len(quoted) > QUOTED_CHARACTERS:
        quoted = quoted[:QUOTED_CHARACTERS].rsplit(" ", 1)[0] + " …"
    outlets = ", ".join(table.article_by_sigil[sigil].label for sigil in carrying)
    return Finding(
        id="",
        kind="omission",
        also=(),
        family=FAMILIES["omission"],
        severity=2,
        confidence=round(1.0 - doubt, DECIMALS),
        passage=passage.id,
        rule="no-counterpart",
        cues=(),
        message=f"only in {outlets}: “{quoted}”",
        readings=tuple(sorted((*readings, *missing), key=lambda one: sigla.index(one.articles[0]))),
    )


def _is_headline(table: Table, passage: Passage) -> bool:
    """Whether all segments of a passage are headlines."""
    return all(
        segment.kind is SegmentKind.HEADLINE
        for sigil in passage.segments
        for segment in table.segments_of(passage, sigil)
    )


def _said_elsewhere(table: Table, passage: Passage, carrying: str, lacking: str) -> float:
    """Return the largest share of a passage's content words that one statement of `lacking` has: in [0, 1].

    A lead that sums up a quotation, or a sentence repeated, has no counterpart of its own and yet is no omission.
    """
    own = _stems(segment.text for segment in table.segments_of(passage, carrying))
    if not own:
        return 1.0
    others = (segment for segment in table.segments if segment.article == lacking)
    return max((len(own & _stems([segment.text])) / len(own) for segment in others), default=0.0)


def _stems(texts: Iterable[str]) -> frozenset[str]:
    """Return the stems of the content words of some texts."""
    return frozenset(stem(token.norm) for text in texts for token in tokenize(text) if token.is_content)


def _place(table: Table, passage: Passage, carrying: str, lacking: str) -> Selector | None:
    """Return where in `lacking` the statement would stand: behind what both articles have before it in `carrying`."""
    start = table.segments_of(passage, carrying)[0].start
    before = [
        (table.segments_of(other, carrying)[-1].end, table.segments_of(other, lacking)[-1].end)
        for other in table.passages
        if carrying in other.segments and lacking in other.segments
    ]
    earlier = [pair for pair in before if pair[0] <= start]
    text = table.article_by_sigil[lacking].text
    if not earlier or text is None:
        return None
    place = max(earlier)[1]
    return Selector.of(text, place, place)
