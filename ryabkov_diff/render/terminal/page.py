"""`Comparison` → terminal: a critical edition of the interview, columns of text with a quiet apparatus beneath.

The words of the articles reach Rich as `Text` only, never as markup: `[resource]` is an editor's bracket here. What
differs is marked by colour and underline and by brackets that survive without either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from ryabkov_diff.domain import MEANING_AT_STAKE
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
from ryabkov_diff.render.terminal.pieces import (
    ACCENTS,
    ALARM,
    CLOSE,
    COLUMN,
    GUTTER,
    LEFT_TO_RIGHT_MARK,
    MEASURE,
    MOST_COLUMNS,
    NARROWEST_COLUMN,
    NOTHING,
    OPEN,
    SEVERITY_STYLES,
    bar,
    counted_statements,
    is_right_to_left,
    note,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.segment import Segment

    from ryabkov_diff.domain import Comparison, Finding, Passage, Run

__all__ = ["LEGEND", "Page", "to_terminal"]

# What the signs mean.
LEGEND = (
    "!! meaning at stake  ! worth a look  ~ wording  ⟦ ⟧ differs  ▲▼ stands earlier or later\n"
    "The number is the similarity of the statements: cosine of their embeddings, at most 1."
)


def to_terminal(comparison: Comparison, options: ReportOptions | None = None) -> RenderableType:
    """Return the report as something that a `rich.console.Console` can print at any width."""
    return _Report(comparison, options or ReportOptions())


@dataclass(frozen=True)
class _Report:
    """The whole report; laid out when the width is known."""

    comparison: Comparison
    options: ReportOptions

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        yield from Page(self.comparison, self.options, console, options.max_width).lines()


@dataclass(frozen=True)
class Lines:
    """Lines that are set; Rich would look for their ends once more in a text."""

    lines: Sequence[Text]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        for line in self.lines:
            yield from line.render(console, end="\n")


class Page:
    """Lays out a comparison at a given width."""

    def __init__(self, comparison: Comparison, options: ReportOptions, console: Console, width: int) -> None:
        self.whole = comparison
        self.shown = apparatus(comparison, options)
        self.wanted = passages_to_show(self.shown, options)
        self.options = options
        self.console = console
        self.width = width
        self._margin = max(len(sigil) for sigil in comparison.sigla) + 2
        self.accents = {sigil: ACCENTS[index % len(ACCENTS)] for index, sigil in enumerate(comparison.sigla)}

    def lines(self) -> Iterator[RenderableType]:
        """Yield the report from top to bottom."""
        yield from self._head()
        yield from self.article_findings()
        several = "both" if len(self.whole.articles) == 2 else "several sources"  # noqa: PLR2004
        yield from self.passages(f"In {several}", self.shown.shared_passages)
        yield from self.passages("Related, not the same occasion", self.shown.related_passages)
        yield from self.only_in()
        yield from self._foot()

    # ------------------------------------------------------------------------------------------------------ head

    def _head(self) -> Iterator[RenderableType]:
        rows = [
            (
                plain(article.label, "bold"),
                plain(article.date_published or "no date"),
                plain(f"based on {', '.join(article.is_based_on)}" if article.is_based_on else ""),
                counted_statements(len(self.whole.statements(article.sigil))),
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
            yield self.in_margin(self.sigil(article.sigil), row)
        headlines = [article for article in self.whole.articles if article.headline]
        if headlines:
            yield ""
            for article in headlines:
                yield self.in_margin(self.sigil(article.sigil), plain(article.headline or "", "italic"))
        yield ""
        for relation in self.whole.relations:
            pair = Text(" ").join(self.sigil(sigil) for sigil in relation.articles)
            yield self.in_margin(pair, plain(self.whole.explain(relation)))
        if self.whole.occasions:
            yield ""
            yield plain(self.whole.occasions, "bold")

    def article_findings(self) -> Iterator[RenderableType]:
        """Yield what is said about whole articles; nothing when there is nothing to say."""
        if self.shown.article_findings:
            yield ""
            yield self.title("The articles as a whole")
            yield from self.apparatus(self.shown.article_findings)

    # -------------------------------------------------------------------------------------------------- passages

    def passages(self, title: str, passages: Iterable[Passage]) -> Iterator[RenderableType]:
        """Yield a section of passages; nothing when there are none to show."""
        wanted = [
            passage
            for passage in passages
            # Headlines stand in the head already; here only what is said about them.
            if passage.id in self.wanted and (self.shown.findings_of(passage) or not self.shown.is_headline(passage))
        ]
        if wanted:
            yield ""
            yield self.title(title)
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
        yield from self.apparatus(remarks(self.shown, passage))

    def _rule(self, passage: Passage) -> Iterator[RenderableType]:
        """Yield the line above a passage: number, status, similarity, place, and who speaks."""
        status = "headline" if self.shown.is_headline(passage) else passage.status.value
        left = Text.assemble(("── ", "dim"), (visible(passage.id), "bold"), (f" {status} ", "dim"))
        marks = Text(style="dim")
        moved = self._moved(passage)
        if moved:
            marks.append(f" {moved} ")
        if passage.closeness is not None:
            marks.append(f" {passage.closeness:.2f} {bar(passage.closeness)}")
        voices = self._voices(passage)
        fits = self.width - left.cell_len - marks.cell_len - voices.cell_len - 2
        if voices and fits >= 1:
            yield Text.assemble(left, ("─" * fits, "dim"), " ", voices, " ", marks)
            return
        fill = self.width - left.cell_len - marks.cell_len
        if fill >= 1:
            yield Text.assemble(left, ("─" * fill, "dim"), marks)
        else:  # many sources, few columns
            yield Text.assemble(left, ("─" * max(1, self.width - left.cell_len), "dim"))
            yield Padding(marks, (0, 0, 0, 2))
        if voices:
            yield Padding(voices, (0, 0, 0, 3))

    def _moved(self, passage: Passage) -> str:
        """Say where a passage moved to, seen from the first source that has it: `▼8 in Tasnim`; of many by sigla."""
        if not passage.moved:
            return ""
        first, *others = passage.sigla
        places = [(sigil, self.shown.displacement(passage, first, sigil)) for sigil in others]
        return "  ".join(
            f"{'▼' if places_later > 0 else '▲'}{abs(places_later)} in "
            f"{visible(self.shown.name(sigil) if len(others) == 1 else sigil)}"
            for sigil, places_later in places
            if places_later
        )

    def _voices(self, passage: Passage) -> Text:
        """Say who speaks; once where all sources agree, else source by source."""
        by_voice: dict[str, list[str]] = {}
        for sigil in passage.sigla:
            by_voice.setdefault(" / ".join(self.shown.voices(passage, sigil)), []).append(sigil)
        if len(by_voice) == 1:
            return plain(next(iter(by_voice)), "dim")
        return Text("  ").join(
            Text.assemble(Text(" ").join(map(self.sigil, sigla)), " ", plain(voice, "dim"))
            for voice, sigla in by_voice.items()
            if voice
        )

    def _column_width(self, columns: int) -> int:
        """Return the width of each column's text, or 0 to stack the texts."""
        width = (self.width - GUTTER * (columns - 1)) // max(columns, 1) - self._margin
        if self.options.view == "stack" or columns < 2:  # noqa: PLR2004  # one text needs no columns
            return 0
        if self.options.view == "side":
            return width if width >= NARROWEST_COLUMN else 0
        return width if width >= COLUMN and columns <= MOST_COLUMNS else 0

    def _side_by_side(self, passage: Passage, event: Sequence[str], width: int) -> Lines:
        """Set the wordings in columns, one for each source of the event, whether or not it has the passage."""
        return self.set_columns(
            [
                (
                    self.sigil(sigil),
                    self._wording(passage, sigil) if sigil in passage.segments else self._missing([sigil]),
                )
                for sigil in event
            ],
            self._margin,
            width,
        )

    def _stacked(self, passage: Passage, event: Sequence[str]) -> Iterator[RenderableType]:
        """Set the wordings one above the other, each once with the sigla of all sources that have it."""
        wordings = {sigil: self._wording(passage, sigil) for sigil in passage.sigla}
        groups: dict[str, list[str]] = {}
        for sigil, wording in wordings.items():
            groups.setdefault(wording.plain, []).append(sigil)
        for sigla in groups.values():
            yield self.in_margin(Text(" ").join(map(self.sigil, sigla)), wordings[sigla[0]])
        missing = [sigil for sigil in event if sigil not in passage.segments]
        if missing:
            yield self.in_margin(Text(" "), self._missing(missing))

    def _missing(self, sigla: Sequence[str]) -> Text:
        return plain(f"– not in {', '.join(map(self.shown.name, sigla))}", "dim")

    # ---------------------------------------------------------------------------------------------- what one has

    def only_in(self) -> Iterator[RenderableType]:
        """Yield for each source the statements that only it has."""
        by_source = {
            sigil: [passage for passage in self.shown.only_in(sigil) if passage.id in self.wanted]
            for sigil in self.shown.sigla
        }
        for sigil, passages in by_source.items():
            if not passages:
                continue
            yield ""
            yield self.title(f"Only in {self.shown.name(sigil)}", self.accents[sigil])
            yield ""
            for passage in passages:
                entry = self._wording(passage, sigil)
                voices = self.shown.voices(passage, sigil)
                if voices:
                    entry.append_text(plain(f" ({' / '.join(voices)})", "dim"))
                yield self.in_margin(self.sigil(sigil), entry)
                yield from self.apparatus(remarks(self.shown, passage))

    # ------------------------------------------------------------------------------------------------------- foot

    def _foot(self) -> Iterator[RenderableType]:
        yield ""
        yield Text("─" * self.width, "dim")
        yield plain(self.whole.spoken_summary, "bold")
        hidden = hidden_findings(self.whole, self.shown, self.options)
        if hidden:
            yield Text(hidden, "dim")
        yield ""
        yield Text(LEGEND, "dim")
        yield from map(note, self.whole.notes)
        yield plain(self.whole.signature, "dim")

    # ------------------------------------------------------------------------------------------------------ pieces

    def apparatus(self, findings: Sequence[Finding], *, with_passages: bool = False) -> Iterator[RenderableType]:
        """Yield the findings, one a line: sign, kind, what differs.

        Args:
            findings: Of one passage, or of several.
            with_passages: Whether to name their passages.
        """
        signs = [
            Text.assemble(
                plain(MARKS[finding.severity].rjust(self._margin + 1), style),
                " ",
                plain(", ".join((finding.kind, *finding.also)), style or "dim"),
                plain(f" {finding.passage or ''}" if with_passages else "", "dim"),
                "  ",
            )
            for finding, style in ((finding, SEVERITY_STYLES[finding.severity]) for finding in findings)
        ]
        indent = min(self._widest_sign, max((sign.cell_len for sign in signs), default=0))
        for sign, finding in zip(signs, findings, strict=True):
            if sign.cell_len <= indent:
                yield self.set_columns([(sign, self._what_differs(finding))], indent, self.width - indent)
            else:
                line = Text.assemble(sign, self._what_differs(finding))
                yield self.set_columns([(Text(), line)], 0, self.width)

    @property
    def _widest_sign(self) -> int:
        """The width up to which sign and kind have a column of their own: the rest must hold a phrase."""
        return max(0, self.width - NARROWEST_COLUMN)

    def _what_differs(self, finding: Finding) -> Text:
        """Return `this ~ that`, each in the colour of its source; for longer wordings the finding's message."""
        differing = []
        for sigla, text in phrases(finding):
            phrase = plain(NOTHING if text is None else text, self.accents[sigla[0]])
            if len(self.whole.articles) > 2:  # noqa: PLR2004  # of two sources the order tells which is which
                phrase = Text.assemble(Text(" ").join(map(self.sigil, sigla)), " ", phrase)
            differing.append(phrase)
        return Text(" ~ ").join(differing) if differing else plain(finding.message)

    def _wording(self, passage: Passage, sigil: str) -> Text:
        """Return an article's words for a passage, what differs marked."""
        text = Text()
        for run in self.shown.marked_wording(passage, sigil):
            text.append_text(self._run(run, sigil))
        return text

    def _run(self, run: Run, sigil: str) -> Text:
        if not run.findings:
            return plain(run.text)
        accent = ALARM if run.findings[0].severity == MEANING_AT_STAKE else self.accents[sigil]
        words = plain(run.text, f"underline {accent}") if run.text else Text(NOTHING, accent)
        return Text.assemble((OPEN, accent), words, (CLOSE, accent))

    def sigil(self, sigil: str) -> Text:
        """Return a sigil in its colour."""
        return plain(sigil, f"bold {self.accents[sigil]}")

    def title(self, title: str, style: str = "") -> Text:
        """Return the title of a section."""
        return plain(title.upper(), f"bold {style}")

    def in_margin(self, margin: Text, body: Text) -> Lines:
        """Set a text with something in the margin, no wider than is good to read."""
        indent = max(margin.cell_len + 2, self._margin)
        return self.set_columns([(margin, body)], indent, max(1, min(self.width - indent, MEASURE)))

    def set_columns(self, columns: Sequence[tuple[Text, Text]], margin: int, width: int) -> Lines:
        """Set texts side by side, each wrapped at words to `width` cells with its own margin in front."""
        wrapped = [list(body.wrap(self.console, width)) for _, body in columns]
        for line in (line for lines in wrapped for line in lines):
            line.rstrip()  # or the blank at which a marked phrase was broken is underlined
        gutter = Text(" " * GUTTER + (LEFT_TO_RIGHT_MARK if is_right_to_left(wrapped) else ""))
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
        return Lines(rows)
