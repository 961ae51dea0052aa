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
    from collections.abc import Sequence

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

# The first font is one of those that each reader of PDF has; the second says not which letters its glyphs are.
PDF_FONTS = b"""/F1 << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>
/F2 << /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font
/Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>
/FontDescriptor << /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0
/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >> >>] >>"""


def pdf(*pages: str | bytes, title: str = "", trailer: str = "", objects: Sequence[bytes] = ()) -> bytes:
    """Write a PDF file.

    Args:
        pages: What draws each page: operators as they stand in the file, or a whole stream with its dictionary.
        title: In the properties.
        trailer: Further entries of the trailer.
        objects: Further objects, from the number 4 on, which resources call X4, X5 …
    """
    forms = " ".join(f"/X{number} {number} 0 R" for number in range(4, 4 + len(objects))).encode()
    resources = b"<< /Font << " + PDF_FONTS + b" >> /XObject << " + forms + b" >> >>"
    first = 4 + len(objects)
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(pages)))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] /MediaBox [0 0 595 842] /Resources ".encode()
        + resources
        + b" >>",
        f"<< /Title ({title}) >>".encode("latin-1"),
        *objects,
    ]
    for number, page in enumerate(pages):
        drawn = page.encode("cp1252") if isinstance(page, str) else page
        if isinstance(page, str):
            drawn = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn)
        bodies += [f"<< /Type /Page /Parent 2 0 R /Contents {first + 2 * number + 1} 0 R >>".encode(), drawn]
    file, places = bytearray(b"%PDF-1.5\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    file += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}".encode()
    head = (
        f"trailer << /Size {len(bodies) + 1} /Root 1 0 R /Info 3 0 R {trailer} >>\nstartxref\n{file.rindex(b'xref')}\n"
    )
    return bytes(file + head.encode("latin-1") + b"%%EOF\n")


def drawn(*lines: tuple[float, float, float, str]) -> str:
    """Draw lines of text, each given as left, height, size and text."""
    escaped = ((left, height, size, re.sub(r"([\\()])", r"\\\1", text)) for left, height, size, text in lines)
    return "\n".join(f"BT /F1 {size} Tf {left} {height} Td ({text}) Tj ET" for left, height, size, text in escaped)


def column(
    text: str, *, top: float = 760, left: float = 72, size: float = 11, leading: float = 14, indent: float = 0
) -> str:
    """Draw lines one below the other; a blank line is a distance, and a line that begins with blanks is set in."""
    lines = [
        (left + (indent if line.startswith(" ") else 0), top - number * leading, size, line.strip())
        for number, line in enumerate(text.strip("\n").split("\n"))
    ]
    return drawn(*(line for line in lines if line[3]))
