"""`Comparison` → terminal: a critical edition of the interview, columns of text with a quiet apparatus beneath.

The words of the articles reach Rich as `Text` only, never as markup: `[resource]` is an editor's bracket here. What
differs is marked by colour and underline and by brackets that survive without either.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING
from unicodedata import bidirectional

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ryabkov_diff.domain import MEANING_AT_STAKE, WORTH_A_LOOK, QuotationKind
from ryabkov_diff.render import (
    MARKS,
    ReportOptions,
    apparatus,
    hidden_findings,
    passages_to_show,
    phrases,
    remarks,
    visible,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType

    from ryabkov_diff.domain import Article, Comparison, Finding, Note, Passage, Quotation, QuotationList, Run

__all__ = ["quotations_to_terminal", "to_terminal"]

# One accent a source. All have about the same contrast (4.2 to 5) on black as on white, and are told apart by people
# who are colour-blind; more sources than accents begin anew, and then the sigil tells them apart.
_ACCENTS = ("#3a7bc8", "#b26a00", "#1f8a7a", "#8d6fc0")
_ALARM = "bold #c2359b"  # severity 3 only
_SEVERITY_STYLES = {MEANING_AT_STAKE: _ALARM, WORTH_A_LOOK: "bold", 1: "", 0: "dim"}

# Two columns begin at 90 cells, three at 136: a line of fewer than 41 cells is no pleasure to read.
_COLUMN = 41
# Where the reader asks for columns: less than this and every other word is torn.
_NARROWEST_COLUMN = 16
_GUTTER = 2
# Single texts are set no wider than this: beyond it the eye loses the line.
_MEASURE = 100
# More columns than this at once can't be compared at a glance.
_MOST_COLUMNS = 3

_BAR_STEPS = 5

# Brackets that no newspaper uses, so that they are not taken for the article's own.
_OPEN, _CLOSE = "⟦", "⟧"
# Stands where a source has no words.
_NOTHING = "–"
# Keeps a column of right-to-left script from changing places with its neighbour.
_LEFT_TO_RIGHT_MARK = "\u200e"


def to_terminal(comparison: Comparison, options: ReportOptions | None = None) -> RenderableType:
    """Return the report as something that a `rich.console.Console` can print at any width."""
    return _Report(comparison, options or ReportOptions())


@dataclass(frozen=True)
class _Report:
    """The whole report; laid out when the width is known."""

    comparison: Comparison
    options: ReportOptions

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        yield from _Page(self.comparison, self.options, console, options.max_width).lines()


class _Page:
    """Lays out a comparison at a given width."""

    def __init__(self, comparison: Comparison, options: ReportOptions, console: Console, width: int) -> None:
        self.whole = comparison
        self.shown = apparatus(comparison, options)
        self.wanted = passages_to_show(self.shown, options)
        self.options = options
        self.console = console
        self.width = width
        self.accents = {sigil: _ACCENTS[index % len(_ACCENTS)] for index, sigil in enumerate(comparison.sigla)}

    def lines(self) -> Iterator[RenderableType]:
        """Yield the report from top to bottom."""
        yield from self._head()
        yield from self._whole_article_findings()
        several = "both" if len(self.whole.articles) == 2 else "several sources"  # noqa: PLR2004
        yield from self._passages(f"In {several}", self.shown.shared_passages)
        yield from self._passages("Related, not the same occasion", self.shown.related_passages)
        yield from self._only_in()
        yield from self._foot()

    # ------------------------------------------------------------------------------------------------------ head

    def _head(self) -> Iterator[RenderableType]:
        rows = [
            (
                _plain(article.label, "bold"),
                _plain(article.date_published or "no date"),
                _plain(f"based on {', '.join(article.is_based_on)}" if article.is_based_on else ""),
                _statements(len(self.whole.statements(article.sigil))),
            )
            for article in self.whole.articles
        ]
        widths = [max(cell.cell_len for cell in column) + 2 for column in zip(*rows, strict=True)]
        for article, cells in zip(self.whole.articles, rows, strict=True):
            if self._margin + sum(widths) <= self.width:
                for cell, width in zip(cells, widths, strict=True):
                    cell.pad_right(width - cell.cell_len)
                row = Text.assemble(*cells)
            else:
                row = Text(", ").join(cell for cell in cells if cell)
            yield self._in_margin(self._sigil(article.sigil), row)
        headlines = [article for article in self.whole.articles if article.headline]
        if headlines:
            yield ""
            for article in headlines:
                yield self._in_margin(self._sigil(article.sigil), _plain(article.headline or "", "italic"))
        yield ""
        for relation in self.whole.relations:
            pair = Text(" ").join(self._sigil(sigil) for sigil in relation.articles)
            yield self._in_margin(pair, _plain(self.whole.explain(relation)))
        if self.whole.occasions:
            yield ""
            yield _plain(self.whole.occasions, "bold")

    def _whole_article_findings(self) -> Iterator[RenderableType]:
        if self.shown.article_findings:
            yield ""
            yield self._title("The articles as a whole")
            yield from self._apparatus(self.shown.article_findings)

    # -------------------------------------------------------------------------------------------------- passages

    def _passages(self, title: str, passages: Iterable[Passage]) -> Iterator[RenderableType]:
        """Yield a section of passages; nothing when there are none to show."""
        wanted = [
            passage
            for passage in passages
            # Headlines stand in the head already; here only what is said about them.
            if passage.id in self.wanted and (self.shown.findings_of(passage) or not self.shown.is_headline(passage))
        ]
        if wanted:
            yield ""
            yield self._title(title)
        for passage in wanted:
            yield ""
            yield from self._passage(passage)

    def _passage(self, passage: Passage) -> Iterator[RenderableType]:
        """Yield one passage: its rule, the wordings, the apparatus."""
        yield from self._rule(passage)
        event = self.shown.event_of(passage)
        columns = self._column_width(len(event))
        if columns:
            yield self._side_by_side(passage, event, columns)
        else:
            yield from self._stacked(passage, event)
        yield from self._apparatus(remarks(self.shown, passage))

    def _rule(self, passage: Passage) -> Iterator[RenderableType]:
        """Yield the line above a passage: number, status, similarity, place, and who speaks."""
        status = "headline" if self.shown.is_headline(passage) else passage.status.value
        left = Text.assemble(("── ", "dim"), (visible(passage.id), "bold"), (f" {status} ", "dim"))
        marks = Text(style="dim")
        moved = self._moved(passage)
        if moved:
            marks.append(f" {moved} ")
        if passage.closeness is not None:
            marks.append(f" {passage.closeness:.2f} {_bar(passage.closeness)}")
        voices = self._voices(passage)
        fits = self.width - left.cell_len - marks.cell_len - voices.cell_len - 2
        if voices and fits >= 1:
            yield Text.assemble(left, ("─" * fits, "dim"), " ", voices, " ", marks)
            return
        fill = max(1, self.width - left.cell_len - marks.cell_len)
        yield Text.assemble(left, ("─" * fill, "dim"), marks)
        if voices:
            yield Padding(voices, (0, 0, 0, 3))

    def _moved(self, passage: Passage) -> str:
        """Say where a passage moved to, seen from the first source that has it: `▼8 in Tasnim`."""
        if not passage.moved:
            return ""
        first, *others = passage.sigla
        places = [(sigil, self.shown.displacement(passage, first, sigil)) for sigil in others]
        return "  ".join(
            f"{'▼' if places_later > 0 else '▲'}{abs(places_later)} in {visible(self.shown.name(sigil))}"
            for sigil, places_later in places
            if places_later
        )

    def _voices(self, passage: Passage) -> Text:
        """Say who speaks; once where all sources agree, else source by source."""
        by_voice: dict[str, list[str]] = {}
        for sigil in passage.sigla:
            by_voice.setdefault(" / ".join(self.shown.voices(passage, sigil)), []).append(sigil)
        if len(by_voice) == 1:
            return _plain(next(iter(by_voice)), "dim")
        return Text("  ").join(
            Text.assemble(Text(" ").join(map(self._sigil, sigla)), " ", _plain(voice, "dim"))
            for voice, sigla in by_voice.items()
            if voice
        )

    def _column_width(self, columns: int) -> int:
        """Return the width of each column's text, or 0 to stack the texts."""
        width = (self.width - _GUTTER * (columns - 1)) // max(columns, 1) - self._margin
        if self.options.view == "stack" or columns < 2:  # noqa: PLR2004  # one text needs no columns
            return 0
        if self.options.view == "side":
            return width if width >= _NARROWEST_COLUMN else 0
        return width if width >= _COLUMN and columns <= _MOST_COLUMNS else 0

    @property
    def _margin(self) -> int:
        return max(len(sigil) for sigil in self.whole.sigla) + 2

    def _side_by_side(self, passage: Passage, event: Sequence[str], width: int) -> Text:
        """Set the wordings in columns, one for each source of the event, whether or not it has the passage."""
        return self._set(
            [
                (
                    self._sigil(sigil),
                    self._wording(passage, sigil) if sigil in passage.segments else self._missing([sigil]),
                )
                for sigil in event
            ],
            self._margin,
            width,
        )

    def _stacked(self, passage: Passage, event: Sequence[str]) -> Iterator[RenderableType]:
        """Set the wordings one above the other, each once with the sigla of all sources that have it."""
        groups: dict[str, list[str]] = {}
        for sigil in passage.sigla:
            groups.setdefault(self._wording(passage, sigil).plain, []).append(sigil)
        for sigla in groups.values():
            yield self._in_margin(Text(" ").join(map(self._sigil, sigla)), self._wording(passage, sigla[0]))
        missing = [sigil for sigil in event if sigil not in passage.segments]
        if missing:
            yield self._in_margin(Text(" "), self._missing(missing))

    def _missing(self, sigla: Sequence[str]) -> Text:
        return _plain(f"– not in {', '.join(map(self.shown.name, sigla))}", "dim")

    # ---------------------------------------------------------------------------------------------- what one has

    def _only_in(self) -> Iterator[RenderableType]:
        by_source = {
            sigil: [passage for passage in self.shown.only_in(sigil) if passage.id in self.wanted]
            for sigil in self.shown.sigla
        }
        for sigil, passages in by_source.items():
            if not passages:
                continue
            yield ""
            yield self._title(f"Only in {self.shown.name(sigil)}", self.accents[sigil])
            yield ""
            for passage in passages:
                entry = self._wording(passage, sigil)
                voices = self.shown.voices(passage, sigil)
                if voices:
                    entry.append_text(_plain(f" ({' / '.join(voices)})", "dim"))
                yield self._in_margin(self._sigil(sigil), entry)
                yield from self._apparatus(remarks(self.shown, passage))

    # ------------------------------------------------------------------------------------------------------- foot

    def _foot(self) -> Iterator[RenderableType]:
        yield ""
        yield Text("─" * self.width, "dim")
        yield _plain(self.whole.spoken_summary, "bold")
        hidden = hidden_findings(self.whole, self.shown, self.options)
        if hidden:
            yield Text(hidden, "dim")
        yield ""
        yield Text(
            "!! meaning at stake  ! worth a look  ~ wording  ⟦ ⟧ differs  ▲▼ stands earlier or later\n"
            "The number is the similarity of the statements: cosine of their embeddings, at most 1.",
            "dim",
        )
        yield from map(_note, self.whole.notes)
        yield _plain(self.whole.signature, "dim")

    # ------------------------------------------------------------------------------------------------------ pieces

    def _apparatus(self, findings: Sequence[Finding]) -> Iterator[RenderableType]:
        """Yield the findings, one a line: sign, kind, what differs."""
        signs = [
            Text.assemble(
                _plain(MARKS[finding.severity].rjust(self._margin + 1), style),
                " ",
                _plain(", ".join((finding.kind, *finding.also)), style or "dim"),
                "  ",
            )
            for finding, style in ((finding, _SEVERITY_STYLES[finding.severity]) for finding in findings)
        ]
        indent = min(self._widest_sign, max((sign.cell_len for sign in signs), default=0))
        for sign, finding in zip(signs, findings, strict=True):
            if sign.cell_len <= indent:
                yield self._set([(sign, self._what_differs(finding))], indent, self.width - indent)
            else:
                line = Text.assemble(sign, self._what_differs(finding))
                yield self._set([(Text(), line)], 0, self.width)

    @property
    def _widest_sign(self) -> int:
        """The width up to which sign and kind have a column of their own: the rest must hold a phrase."""
        return max(0, self.width - _NARROWEST_COLUMN)

    def _what_differs(self, finding: Finding) -> Text:
        """Return `this ~ that`, each in the colour of its source; for longer wordings the finding's message."""
        differing = []
        for sigla, text in phrases(finding):
            phrase = _plain(_NOTHING if text is None else text, self.accents[sigla[0]])
            if len(self.whole.articles) > 2:  # noqa: PLR2004  # of two sources the order tells which is which
                phrase = Text.assemble(Text(" ").join(map(self._sigil, sigla)), " ", phrase)
            differing.append(phrase)
        return Text(" ~ ").join(differing) if differing else _plain(finding.message)

    def _wording(self, passage: Passage, sigil: str) -> Text:
        """Return an article's words for a passage, what differs marked."""
        text = Text()
        for run in self.shown.marked_wording(passage, sigil):
            text.append_text(self._run(run, sigil))
        return text

    def _run(self, run: Run, sigil: str) -> Text:
        if not run.findings:
            return _plain(run.text)
        accent = _ALARM if run.findings[0].severity == MEANING_AT_STAKE else self.accents[sigil]
        words = _plain(run.text, f"underline {accent}") if run.text else Text(_NOTHING, accent)
        return Text.assemble((_OPEN, accent), words, (_CLOSE, accent))

    def _sigil(self, sigil: str) -> Text:
        return _plain(sigil, f"bold {self.accents[sigil]}")

    def _title(self, title: str, style: str = "") -> Text:
        return _plain(title.upper(), f"bold {style}")

    def _in_margin(self, margin: Text, body: Text) -> Text:
        """Set a text with something in the margin, no wider than is good to read."""
        indent = max(margin.cell_len + 2, self._margin)
        return self._set([(margin, body)], indent, max(1, min(self.width - indent, _MEASURE)))

    def _set(self, columns: Sequence[tuple[Text, Text]], margin: int, width: int) -> Text:
        """Set texts side by side, each wrapped at words to `width` cells with its own margin in front."""
        wrapped = [list(body.wrap(self.console, width)) for _, body in columns]
        for line in (line for lines in wrapped for line in lines):
            line.rstrip()  # or the blank at which a marked phrase was broken is underlined
        gutter = Text(" " * _GUTTER + (_LEFT_TO_RIGHT_MARK if _right_to_left(wrapped) else ""))
        rows = []
        for number in range(max(map(len, wrapped))):
            cells = []
            for (sign, _), lines in zip(columns, wrapped, strict=True):
                in_front = sign.copy() if number == 0 else Text()
                in_front.pad_right(margin - in_front.cell_len)
                line = lines[number] if number < len(lines) else Text()
                line.pad_right(width - line.cell_len)
                cells.append(Text.assemble(in_front, line))
            row = gutter.join(cells)
            row.rstrip()
            rows.append(row)
        return Text("\n").join(rows)


# The columns of a table of quotations. The words take what is left.
_SPEAKER_COLUMN, _VERB_COLUMN = 24, 14


def quotations_to_terminal(quotations: QuotationList) -> RenderableType:
    """Return a table for each article: who says what with which verb, and whether it is quoted or reported."""
    parts: list[RenderableType] = []
    for article, accent in zip(quotations.articles, cycle(_ACCENTS), strict=False):
        own = quotations.of(article.sigil)
        parts += [""] if parts else []
        parts += [_quotations_head(article, own, accent)]
        parts += ["", _quotations_table(own)] if own else []
    parts += [""] if quotations.notes else []
    return Group(*parts, *map(_note, quotations.notes))


def _quotations_head(article: Article, quotations: Sequence[Quotation], accent: str) -> Text:
    """Return the article's name and date, and how many quotations of each kind it has."""
    kinds = Counter(quotation.kind for quotation in quotations)
    counted = ", ".join(f"{kinds[kind]} {kind.value}" for kind in QuotationKind if kinds[kind])
    return Text.assemble(
        _plain(article.sigil, f"bold {accent}"),
        "  ",
        _plain(article.label, "bold"),
        _plain(f"  {article.date_published or 'no date'}"),
        _plain(f"  {counted or 'nobody is quoted'}", "dim"),
    )


def _quotations_table(quotations: Sequence[Quotation]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("speaker", max_width=_SPEAKER_COLUMN)
    table.add_column("verb", max_width=_VERB_COLUMN)
    table.add_column("kind")
    table.add_column("words", overflow="fold", ratio=1)
    above = None
    for one in quotations:
        words = " ".join(one.content.split())
        table.add_row(
            # As in a play, a name stands where the speaker changes.
            _plain("" if one.speaker == above else one.speaker or _NOTHING, "bold"),
            _plain(one.cue or _NOTHING),
            _plain(one.kind.value, "dim"),
            _plain(f"“{words}”" if one.kind is QuotationKind.QUOTED else words),
        )
        above = one.speaker or _NOTHING
    return table


def _plain(text: str, style: str = "") -> Text:
    """Return text from outside as Rich text: no markup in it counts, and its control characters show as escapes."""
    return Text(visible(text), style)


def _note(note: Note) -> Text:
    about = f"{note.article}: " if note.article else ""
    return _plain(f"note  {about}{note.message}", "dim")


def _statements(number: int) -> Text:
    return Text("1 statement" if number == 1 else f"{number} statements", "dim")


def _bar(similarity: float) -> str:
    """Return a similarity as a bar of five steps; what is below 0 has none."""
    steps = max(0, min(_BAR_STEPS, round(similarity * _BAR_STEPS)))
    return "▮" * steps + "▯" * (_BAR_STEPS - steps)


def _right_to_left(columns: Iterable[Iterable[Text]]) -> bool:
    return any(
        bidirectional(character) in {"R", "AL"} for column in columns for line in column for character in line.plain
    )
