"""Small articles, segments and links for the tests of single stages."""

from __future__ import annotations

from hashlib import sha256

from ryabkov_diff.domain import Article, Link, Passage, PassageStatus, Relation, RelationKind, Segment, SegmentKind


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
