"""A row of the concordance as it is shown: who says what, with which differences, and how it is cited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markupsafe import Markup

from ryabkov_diff.domain import MEANING_AT_STAKE, listed
from ryabkov_diff.render import MARKS, phrases, remarks, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ryabkov_diff.domain import Article, Comparison, Finding, Passage
    from ryabkov_diff.report import Event

__all__ = [
    "SEVERITIES",
    "Cell",
    "Line",
    "Outlet",
    "Piece",
    "Row",
    "line_of",
    "outlet_of",
    "row_of",
    "statement_anchor",
]

# What the severities are called where they are read.
SEVERITIES = {3: "meaning at stake", 2: "worth a look", 1: "wording", 0: "noise"}

# The colours of the style sheet that tell sources apart; a ninth source has the first one's again. Its siglum is always
# beside the colour.
_ACCENTS = 8

# So many columns can be read side by side; more sources are grouped by wording, one below the other.
_MOST_COLUMNS = 4

# A citation names a place without words by this sign.
_NO_WORDS = "–"


@dataclass(frozen=True, slots=True)
class Outlet:
    """A source as it is named in the report.

    Attributes:
        sigil: Of the article.
        name: What readers call it.
        accent: The class of its colour.
        headline: Of the article; empty when it has none.
        url: Of the publication; empty when it is no address of the web.
        language: Of the article.
    """

    sigil: str
    name: str
    accent: str
    headline: str
    url: str
    language: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a wording.

    Attributes:
        text: As it is shown; empty where words of others are lacking.
        findings: The ids of the findings about it, separated by spaces; empty for plain text.
        severity: The highest of them; 0 for plain text.
    """

    text: str
    findings: str = ""
    severity: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """What one source, or several with the same words, have in a row.

    Attributes:
        outlets: Who has it.
        pieces: The words; empty where the sources lack the statement.
        voice: Who speaks, and with which verb.
        place: Where it stands and how long it is, in words.
        omission: The finding about the lack; None where there is none.
    """

    outlets: tuple[Outlet, ...]
    pieces: tuple[Piece, ...]
    voice: str
    place: str
    omission: Line | None

    @property
    def names(self) -> str:
        """The names of the sources, as one says them."""
        return listed(outlet.name for outlet in self.outlets)


@dataclass(frozen=True, slots=True)
class Line:
    """A finding as a line of the apparatus.

    Attributes:
        id: Of the finding; its anchor, too.
        kind: The kind.
        kinds: All kinds of the difference, as they are read.
        kinds_data: The same for the filters, separated by spaces.
        severity: 0 to 3.
        sign: The sign of the severity.
        severity_name: The severity in words.
        sigla: All articles that it is about, separated by spaces.
        phrases: Who has which words; empty where the message tells more.
        message: One line for a reader.
        where: The number of the statement; empty for a finding about whole articles.
        citation: To be copied.
    """

    id: str
    kind: str
    kinds: str
    kinds_data: str
    severity: int
    sign: str
    severity_name: str
    sigla: str
    phrases: tuple[tuple[tuple[Outlet, ...], str | None], ...]
    message: str
    where: str
    citation: Markup


@dataclass(frozen=True, slots=True)
class Row:
    """A statement with all that is said about it.

    Attributes:
        anchor: `E1-P07`.
        number: `P07`, the id of its passage.
        facts: What it is, how close the wordings are and what moved, in words.
        speech: Whether it is somebody's words.
        severity: The highest of its findings that is not about a lack.
        cells: In column order; words that are the same stand once where there are many sources.
        lines: The findings, most severe first, without those about a lack.
        omissions: The findings about a lack.
        sigla: The articles that carry it, separated by spaces.
        citation: To be copied.
    """

    anchor: str
    number: str
    facts: tuple[str, ...]
    speech: bool
    severity: int
    cells: tuple[Cell, ...]
    lines: tuple[Line, ...]
    omissions: tuple[Line, ...]
    sigla: str
    citation: Markup

    @property
    def at_stake(self) -> bool:
        """Whether a finding of the highest severity is about it."""
        return self.severity >= MEANING_AT_STAKE


def statement_anchor(event: Event, passage: Passage) -> str:
    """Return the anchor of a statement: a passage of several events is shown in each of them."""
    return f"{event.id}-{passage.id}"


def outlet_of(comparison: Comparison, sigil: str) -> Outlet:
    """Return a source as it is named, with the colour of its column."""
    article = comparison.article(sigil)
    number = comparison.column(sigil) % _ACCENTS + 1
    return Outlet(
        sigil,
        comparison.name(sigil),
        f"s{number}",
        article.headline or "",
        _web_address(article.url),
        article.language,
    )


def _web_address(url: str | None) -> str:
    """Return an address that may become a link; empty for other schemes, and for what is no address."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    return url or "" if parts.scheme in {"http", "https"} and parts.netloc and (url or "").isprintable() else ""


def row_of(event: Event, passage: Passage) -> Row:
    """Return a statement with its cells, its apparatus and its citation."""
    comparison = event.comparison
    lines = tuple(line_of(comparison, one) for one in remarks(comparison, passage))
    omissions = tuple(line_of(comparison, one) for one in comparison.findings_of(passage) if one.kind == "omission")
    return Row(
        anchor=statement_anchor(event, passage),
        number=passage.id,
        facts=tuple(_facts(event, passage)),
        speech=event.is_speech(passage),
        severity=max((line.severity for line in lines), default=0),
        cells=_cells(event, passage, omissions),
        lines=lines,
        omissions=omissions,
        sigla=" ".join(passage.sigla),
        citation=_lines_of_text(_statement_citation(comparison, passage)),
    )


def _facts(event: Event, passage: Passage) -> Iterable[str]:
    """Say what a row is: its status, how close the wordings are, where it moved, and who else speaks it."""
    comparison = event.comparison
    if len(passage.segments) > 1:
        yield passage.status.value
        if passage.closeness is not None:
            yield f"similarity {passage.closeness:.2f} of 1"
    first, *others = passage.sigla
    for sigil in others if passage.moved else ():
        places = comparison.displacement(passage, first, sigil)
        if places:
            direction = f"▼ {places} later" if places > 0 else f"▲ {-places} earlier"
            # The margin has no room for the names of many.
            yield f"{direction} in {comparison.name(sigil) if len(others) == 1 else sigil}"
    if not event.is_speech(passage):
        yield "narration"


def _cells(event: Event, passage: Passage, omissions: tuple[Line, ...]) -> tuple[Cell, ...]:
    comparison = event.comparison
    sigla = comparison.event_of(passage) if len(passage.segments) > 1 else passage.sigla
    cells: dict[object, Cell] = {}
    for sigil in sigla:
        outlet = outlet_of(comparison, sigil)
        pieces = tuple(_pieces(comparison, passage, sigil))
        voice = " / ".join(comparison.voices(passage, sigil))
        # Few sources have a column each, even with the same words.
        key = sigil if len(sigla) <= _MOST_COLUMNS else (tuple(piece.text for piece in pieces), voice)
        if key in cells:
            cells[key] = Cell((*cells[key].outlets, outlet), pieces, voice, "", cells[key].omission)
        else:
            lacking = next((line for line in omissions if sigil in line.sigla.split()), None)
            first = all(cell.omission is None for cell in cells.values())
            place = _place(event, passage, sigil)
            cells[key] = Cell((outlet,), pieces, voice, place, lacking if first and not pieces else None)
    return tuple(cells.values())


def _place(event: Event, passage: Passage, sigil: str) -> str:
    place = event.places.get(passage.id, {}).get(sigil)
    if place is None:
        return ""
    if place.rank is None:
        return "in the headline"
    of = len(event.comparison.statements(sigil))
    return f"statement {place.rank} of {of}, {place.share:.1%} of the words"


def _pieces(comparison: Comparison, passage: Passage, sigil: str) -> Iterable[Piece]:
    for run in comparison.wording(passage, sigil):
        severity = max((one.severity for one in run.findings), default=0)
        # What is only noise is not marked, and where nothing but noise is lacking nothing stands.
        if severity:
            yield Piece(run.text, " ".join(one.id for one in run.findings), severity)
        elif run.text:
            yield Piece(run.text)


def line_of(comparison: Comparison, finding: Finding) -> Line:
    """Return a finding as a line of the apparatus."""
    kinds = (finding.kind, *finding.also)
    return Line(
        id=finding.id,
        kind=finding.kind,
        kinds=", ".join(kinds),
        kinds_data=" ".join(kinds),
        severity=finding.severity,
        sign=MARKS[finding.severity],
        severity_name=SEVERITIES[finding.severity],
        sigla=" ".join(finding.sigla),
        phrases=tuple(
            (tuple(outlet_of(comparison, sigil) for sigil in sigla), text) for sigla, text in phrases(finding)
        ),
        message=finding.message,
        where=finding.passage or "",
        citation=_lines_of_text(_finding_citation(comparison, finding)),
    )


def _statement_citation(comparison: Comparison, passage: Passage) -> Iterable[str]:
    for sigil in comparison.event_of(passage):
        segments = comparison.segments_of(passage, sigil)
        article = comparison.article(sigil)
        if not segments:
            yield f"{_reference(article)}: {_NO_WORDS}"
        elif article.text is not None:
            yield f"{_reference(article)}: “{article.text[segments[0].start : segments[-1].end]}”"
        else:
            yield f"{_reference(article)}: “{' … '.join(segment.text for segment in segments)}”"
    yield f"Statement {passage.id}, {passage.status.value}."


def _finding_citation(comparison: Comparison, finding: Finding) -> Iterable[str]:
    for reading in finding.readings:
        words = _NO_WORDS if reading.text is None else f"“{reading.text}”"
        yield from (f"{_reference(comparison.article(sigil))}: {words}" for sigil in reading.articles)
    where = f", statement {finding.passage}" if finding.passage else ""
    yield f"Finding {finding.id} ({', '.join((finding.kind, *finding.also))}{where}): {finding.message}"


def _reference(article: Article) -> str:
    """Name an article as a list of sources does: siglum, outlet, title, date."""
    parts = (
        article.publisher or article.label,
        f"“{article.headline}”" if article.headline else "",
        article.date_published or "undated",
    )
    return f"[{article.sigil}] {', '.join(filter(None, parts))}"


def _lines_of_text(lines: Iterable[str]) -> Markup:
    """Return lines as the value of an attribute; what is in them is made harmless, the line feeds stay."""
    return Markup("&#10;").join(visible(line) for line in lines)
