"""`Report` → terminal: event by event, sources, concordance, coverage, wordings, verbs and quotations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from ryabkov_diff.render import (
    LIMITS,
    MARKS,
    ReportOptions,
    about_omissions,
    count_kinds,
    hidden_findings,
    lacking,
    ranked,
    visible,
)
from ryabkov_diff.render.terminal.page import LEGEND, Page
from ryabkov_diff.render.terminal.pieces import NOTHING, SEVERITY_STYLES, counted_statements, note, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console, ConsoleOptions, RenderableType

    from ryabkov_diff.report import Event, Report, Wordings

__all__ = ["report_to_terminal"]

# A lexicon shows so many wordings that stand in one passage only; files have all.
_MOST_WORDINGS = 12


# A column of the coverage table, a place and the space before it: `  100 · 10%`. Beside them a number and a few words.
_PLACE = 10
_BESIDE_PLACES = 20


def report_to_terminal(report: Report, options: ReportOptions | None = None) -> RenderableType:
    """Return the report as something that a `rich.console.Console` can print at any width."""
    return _ReportView(report, options or ReportOptions())


@dataclass(frozen=True)
class _ReportView:
    """The whole report; laid out when the width is known."""

    report: Report
    options: ReportOptions

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        width = options.max_width
        yield plain(self.report.spoken_summary, "bold")
        fewer = self.report.filtered(min_severity=self.options.min_severity, kinds=self.options.kinds)
        for event, shown in zip(self.report, fewer, strict=True):
            yield from _EventPage(event, shown.wordings, self.options, console, width).lines()
        yield from self._alone(console, width)
        yield ""
        yield Text("─" * width, "dim")
        hidden = hidden_findings(self.report.comparison, fewer.comparison, self.options)
        if hidden:
            yield Text(hidden, "dim")
        yield Text(LEGEND, "dim")
        yield Text(LIMITS, "dim")
        yield from map(note, self.report.comparison.notes)
        yield plain(self.report.comparison.signature, "dim")

    def _alone(self, console: Console, width: int) -> Iterator[RenderableType]:
        """Yield the articles that share their event with no other, and what they are related to."""
        if not self.report.alone:
            return
        comparison = self.report.comparison
        page = Page(comparison, self.options, console, width)
        yield ""
        yield page.title("Articles apart")
        for sigil in self.report.alone:
            article = comparison.article(sigil)
            yield ""
            facts = (article.label, article.date_published or "no date", article.headline or "")
            yield page.in_margin(page.sigil(sigil), Text(", ").join(plain(fact) for fact in facts if fact))
            related = self.report.relations_of(sigil)
            for relation in related:
                other = next(one for one in relation.articles if one != sigil)
                line = Text.assemble(page.sigil(other), " ", plain(comparison.explain(relation), "dim"))
                yield page.in_margin(Text(" "), line)
            if not related:
                yield page.in_margin(Text(" "), Text("related to none of the others", "dim"))


class _EventPage(Page):
    """Lays out an event at a given width."""

    def __init__(
        self, event: Event, wordings: Sequence[Wordings], options: ReportOptions, console: Console, width: int
    ) -> None:
        super().__init__(event.comparison, options, console, width)
        self.event = event
        self.wordings = wordings

    def lines(self) -> Iterator[RenderableType]:
        """Yield the event from top to bottom."""
        yield ""
        title = Text.assemble(
            ("══ ", "dim"), (visible(self.event.id), "bold"), "  ", plain(self.event.title, "bold"), " "
        )
        title.append("═" * max(2, self.width - title.cell_len), "dim")
        yield title
        yield plain(self.whole.spoken_summary)
        yield from self._sources()
        yield from self.article_findings()
        yield from self.passages("Concordance", self.shown.shared_passages)
        yield from self.passages("Related, not the same occasion", self.shown.related_passages)
        yield from self.only_in()
        yield from self._coverage()
        yield from self._kinds()
        yield from self._wordings()
        yield from self._verbs()
        yield from self._quotations()

    def _sources(self) -> Iterator[RenderableType]:
        yield ""
        yield self.title("Sources")
        for source in self.event.sources:
            article = self.whole.article(source.sigil)
            facts = [
                plain(article.label, "bold"),
                plain(article.date_published or "no date"),
                plain(f"based on {', '.join(article.is_based_on)}" if article.is_based_on else ""),
                counted_statements(source.statements),
                Text(f"{source.words} words", "dim"),
            ]
            yield self.in_margin(self.sigil(source.sigil), Text(", ").join(fact for fact in facts if fact))
            if article.headline:
                yield self.in_margin(Text(" "), plain(article.headline, "italic"))
            for why, sigla in source.kin.items():
                line = Text.assemble("not independent of ", Text(" ").join(map(self.sigil, sigla)), ": ", plain(why))
                yield self.in_margin(Text(" "), line)
        for sigla, why in self.event.kinship:
            yield self.in_margin(Text(" ").join(map(self.sigil, sigla)), plain(why, "dim"))

    def _coverage(self) -> Iterator[RenderableType]:
        """Yield who carries which statement: its rank there, and its share of the words."""
        yield ""
        yield self.title("Coverage")
        for number, sigla in enumerate(self._blocks(_PLACE, beside=_BESIDE_PLACES)):
            yield from [""] if number else []
            table = _table("", *sigla, "statement")
            for row in self.event.statements:
                places = self.event.places[row.id]
                cells = (Text(ranked(places[sigil])) if sigil in places else Text(NOTHING, "dim") for sigil in sigla)
                text = self.whole.segments_of(row, row.sigla[0])[0].text
                table.add_row(plain(row.id, "dim"), *cells, self._opening(text, columns=len(sigla)))
            yield table
        yield Text("Rank among the statements of a source · share of its words.", "dim")
        for one in self.event.coverage:
            line = f"{one.carried} of {one.of} statements ({one.share:.0%}), {one.shared} of them in others, too"
            yield self.in_margin(self.sigil(one.sigil), plain(f"{line}; {lacking(one)}"))

    def _blocks(self, column: int, *, beside: int) -> Iterator[tuple[str, ...]]:
        """Yield the sigla in as many blocks as a table with a column of this width for each needs."""
        sigla, size = self.whole.sigla, max(1, (self.width - beside) // column)
        return (sigla[start : start + size] for start in range(0, len(sigla), size))

    def _opening(self, text: str, *, columns: int) -> Text:
        """Return the beginning of a statement, on one line, beside so many columns."""
        opening = plain(text, "dim")
        opening.truncate(max(8, self.width - 12 - 12 * columns), overflow="ellipsis")
        return opening

    def _kinds(self) -> Iterator[RenderableType]:
        severities, kinds = count_kinds((finding.kind, finding.severity) for finding in self.shown.findings)
        if not kinds:
            return
        yield ""
        yield self.title("Findings")
        table = _table("kind", *(MARKS[severity] for severity in severities))
        for kind, numbers in kinds:
            cells = (
                Text(str(number or ""), SEVERITY_STYLES[severity])
                for severity, number in zip(severities, numbers, strict=True)
            )
            table.add_row(plain(kind), *cells)
        yield table
        explained = about_omissions(self.shown)
        if explained:
            yield Text(explained, "dim")

    def _wordings(self) -> Iterator[RenderableType]:
        often = [one for one in self.wordings if one.count > 1]
        once = [one for one in self.wordings if one.count == 1]
        if not often and not once:
            return
        yield ""
        yield self.title("Wordings")
        for one in (*often, *once[:_MOST_WORDINGS]):
            yield self.in_margin(Text(f"{one.count}×", "dim"), self._wording_line(one))
        if len(once) > _MOST_WORDINGS:
            yield Text(f"and {len(once) - _MOST_WORDINGS} more, once each: in the other formats", "dim")

    def _wording_line(self, wordings: Wordings) -> Text:
        forms = (
            Text.assemble(plain(text), " ", Text(" ").join(map(self.sigil, sigla)))
            for text, sigla in wordings.forms.items()
        )
        return Text.assemble(Text(" ~ ").join(forms), plain(f"  {', '.join(wordings.passages)}", "dim"))

    def _verbs(self) -> Iterator[RenderableType]:
        if not self.event.verbs:
            return
        yield ""
        yield self.title("Reporting verbs")
        longest = max(len(verb.cue) for verb in self.event.verbs)
        widest = max(len(sigil) for sigil in self.whole.sigla)
        for number, sigla in enumerate(self._blocks(widest + 2, beside=longest)):
            yield from [""] if number else []
            table = _table("verb", *sigla)
            for verb in self.event.verbs:
                table.add_row(plain(verb.cue), *(Text(str(verb.counts.get(sigil, ""))) for sigil in sigla))
            yield table

    def _quotations(self) -> Iterator[RenderableType]:
        shown = frozenset(self.shown.findings)
        findings = [one for one in self.event.quotation_findings if one in shown]
        if findings:
            yield ""
            yield self.title("Quotations")
            yield from self.apparatus(findings, with_passages=True)


def _table(*columns: str) -> Table:
    """Return a table of the report: the first and the last column hold words, the others figures."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for number, column in enumerate(columns):
        figures = number > 0 and column != "statement"
        table.add_column(plain(column), justify="right" if figures else "left", no_wrap=True)
    return table
