"""Small articles, segments and links for the tests of single stages."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from ryabkov_diff.domain import (
    Article,
    Collation,
    Link,
    Passage,
    PassageStatus,
    Relation,
    RelationKind,
    Segment,
    SegmentKind,
    Table,
    Variant,
)

if TYPE_CHECKING:
    from ryabkov_diff import Comparison


def article(sigil: str, text: str, **fields: object) -> Article:
    digest = sha256(text.encode()).hexdigest()
    return Article(sigil, f"Outlet {sigil}", text, len(text), digest, **fields)  # type: ignore[arg-type]


def segments_of(own: Article, *texts: str, kind: SegmentKind = SegmentKind.QUOTED, **fields: object) -> list[Segment]:
    """Make a segment of each text, which must stand in the article in this order; one paragraph each."""
    found, place = [], 0
    for number, text in enumerate(texts):
        start = (own.text or "").index(text, place)
        place = start + len(text)
        found.append(
            Segment(f"{own.sigil}.{number + 1}", own.sigil, kind, number, start, place, text, **fields)  # type: ignore[arg-type]
        )
    return found


def link(one: str, other: str, confidence: float = 0.9, lexical: float = 0.6) -> Link:
    """Link segments given as "A.1" or "A.1 A.2"."""
    sides = (tuple(one.split()), tuple(other.split()))
    sigla = (sides[0][0].split(".")[0], sides[1][0].split(".")[0])
    parts = {"cosine": 0.8, "lexical": lexical, "context": 0.5}
    return Link(sigla, sides, 0.8, parts, confidence)


def relation(one: str, other: str, kind: RelationKind = RelationKind.SAME) -> Relation:
    return Relation((one, other), kind, 0.9, {})


def passage(name: str, status: PassageStatus = PassageStatus.VARIANT, **segments: str) -> Passage:
    """Make a passage of segments given as `A="A.1 A.2"`."""
    return Passage(name, {sigil: tuple(ids.split()) for sigil, ids in segments.items()}, status)


def collated(first: str, second: str, *, published: tuple[str | None, str | None] = (None, None)) -> Table:
    """Make a table of one passage whose words are collated by equality alone: what differs is in variants.

    Args:
        first: The text of article A, one narrated segment.
        second: The text of article B.
        published: The dates of the two.
    """
    own = [
        article(sigil, text, date_published=day)
        for sigil, text, day in zip("AB", (first, second), published, strict=True)
    ]
    segments = [segment for one in own for segment in segments_of(one, one.text or "", kind=SegmentKind.NARRATED)]
    spans = [[match.span() for match in WORD.finditer(one.text or "")] for one in own]
    words = [
        [(one.text or "")[start:end].casefold() for start, end in column]
        for one, column in zip(own, spans, strict=True)
    ]

    def covered(side: int, first: int, last: int) -> tuple[int, int]:
        if first == last:
            place = spans[side][first][0] if first < len(spans[side]) else own[side].characters
            return place, place
        return spans[side][first][0], spans[side][last - 1][1]

    blocks = SequenceMatcher(None, words[0], words[1], autojunk=False).get_opcodes()
    pairs = [(tag == "equal", (covered(0, i1, i2), covered(1, j1, j2))) for tag, i1, i2, j1, j2 in blocks]
    collation = Collation(
        "P1",
        ("A", "B"),
        0.9,
        tuple(pair for equal, pair in pairs if equal),
        tuple(Variant(pair, 0.9) for equal, pair in pairs if not equal),
    )
    return Table(tuple(own), tuple(segments), (passage("P1", A="A.1", B="B.1"),), (), (collation,))


def neutral(comparison: Comparison) -> dict[str, Any]:
    """Describe a comparison without sigla, running numbers and the order that follows the columns."""

    def name(sigil: str) -> str:
        return comparison.article(sigil).sha256

    def place(segment_id: str) -> tuple[str, int, int]:
        segment = comparison.segment(segment_id)
        return name(segment.article), segment.start, segment.end

    def row(passage_id: str | None) -> frozenset[tuple[str, int, int]]:
        # A finding about whole articles has no passage.
        rows = [one.segments for one in comparison.passages if one.id == passage_id]
        return frozenset(place(segment_id) for row in rows for ids in row.values() for segment_id in ids)

    def by_pair(values: Any) -> dict[frozenset[str], Any]:
        return {frozenset(name(sigil) for sigil in pair.split("-")): value for pair, value in values.items()}

    return {
        "passages": {
            row(one.id): (one.status, one.moved, one.confidence, by_pair(one.similarity), by_pair(one.parts))
            for one in comparison.passages
        },
        "relations": {
            frozenset(name(sigil) for sigil in one.articles): (
                one.relation,
                one.confidence,
                {key: value for key, value in one.evidence.items() if key not in {"linked", "venues", "speakers"}},
            )
            for one in comparison.relations
        },
        "findings": sorted(
            (
                one.kind,
                one.rule,
                sorted(one.also),
                sorted(one.cues),
                one.severity,
                one.confidence,
                sorted(row(one.passage)),
                sorted(
                    (name(reading.articles[0]), reading.text or "", reading.selector.start if reading.selector else -1)
                    for reading in one.readings
                ),
            )
            for one in comparison.findings
        ),
    }


# Words with their inner marks, and punctuation marks.
WORD = re.compile(r"\w+(?:[.,’'/:]\w+)*|[^\w\s]")
