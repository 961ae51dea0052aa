"""`Segment` → `Quotation`: who says what with which verb, for a reader of one article; a part of `segment`."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from ryabkov_diff.domain import Article, Quotation, QuotationKind, Segment, SegmentKind
from ryabkov_diff.segment.paragraphs import split_paragraphs
from ryabkov_diff.segment.quotations import find_quotations

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ryabkov_diff.segment.quotations import MarkedWords

__all__ = ["collect_quotations"]


def collect_quotations(articles: Iterable[Article], segments: Iterable[Segment]) -> tuple[Quotation, ...]:
    """Collect what is quoted and reported.

    Args:
        articles: With their texts.
        segments: Of these articles, by article and in order.

    Returns:
        The quotations, by article and in order: sentences of one pair of quotation marks as one, each reported
        sentence as one. Headlines and what the outlet tells itself are none.
    """
    texts = {article.sigil: article.text or "" for article in articles}
    marked = {sigil: find_quotations(text, split_paragraphs(text)[0])[0] for sigil, text in texts.items()}
    found: list[Quotation] = []
    for segment in segments:
        if segment.kind is SegmentKind.QUOTED:
            quotation = _quotation(segment, QuotationKind.QUOTED)
            if found and _goes_on(found[-1], quotation, texts[segment.article]):
                whole = texts[segment.article][found[-1].start : quotation.end]
                found[-1] = replace(found[-1], end=quotation.end, content=whole)
            else:
                found.append(quotation)
        elif segment.kind is SegmentKind.REPORTED:
            mixed = _holds_marks(segment, marked[segment.article])
            found.append(_quotation(segment, QuotationKind.MIXED if mixed else QuotationKind.REPORTED))
    return tuple(found)


def _quotation(segment: Segment, kind: QuotationKind) -> Quotation:
    return Quotation(
        article=segment.article,
        kind=kind,
        paragraph=segment.paragraph,
        start=segment.start,
        end=segment.end,
        content=segment.text,
        speaker=segment.speaker,
        cue=segment.cue,
    )


def _goes_on(before: Quotation, behind: Quotation, text: str) -> bool:
    """Say whether two pieces of direct speech stand inside one pair of marks: only white space is between them."""
    return (
        before.kind is QuotationKind.QUOTED
        and (before.article, before.paragraph) == (behind.article, behind.paragraph)
        and not text[before.end : behind.start].strip()
    )


def _holds_marks(segment: Segment, marked: Sequence[MarkedWords]) -> bool:
    """Say whether words in quotation marks stand inside a segment."""
    nearest = bisect_right(marked, segment.end, key=attrgetter("outer_start")) - 1
    return nearest >= 0 and marked[nearest].end > segment.start
