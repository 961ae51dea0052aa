"""A report as its page shows it: all that templates need, with names; they only place it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ryabkov_diff.domain import MEANING_AT_STAKE, WORTH_A_LOOK, listed
from ryabkov_diff.render import MARKS, about_omissions, count_kinds
from ryabkov_diff.render.as_html import charts, texts
from ryabkov_diff.render.as_html.statements import (
    SEVERITIES,
    Line,
    Outlet,
    Row,
    line_of,
    outlet_of,
    row_of,
    statement_anchor,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ryabkov_diff.domain import Comparison, Finding, Passage
    from ryabkov_diff.report import Event, Place, Recurrence, Report

__all__ = ["Page", "view_report"]

# The chart names a statement by its beginning.
_GIST = 90

# Above the fold stand the differences of substance, if they are few; the apparatus has them all.
_MOST_IN_HEAD = 6

# So many sources are named one by one in a sentence.
_MOST_NAMED = 3

# An article apart may have a related topic with many others; so many are shown at once.
_MOST_RELATED = 4


@dataclass(frozen=True, slots=True)
class Tally:
    """A value by which the page filters, and how many findings have it."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source in the list at the head of an event.

    Attributes:
        outlet: Its name.
        facts: Its date, where its words come from and its length, in words.
        dependence: With whom it shares a wire or a text, in a sentence; empty when with nobody.
    """

    outlet: Outlet
    facts: tuple[str, ...]
    dependence: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of a chart with what it stands for.

    Attributes:
        anchor: Where a click leads.
        label: What it stands for, in words.
        style: Its classes.
        shape: Its geometry; a `charts.Block`, `charts.Ribbon` or `charts.Bar`.
    """

    anchor: str
    label: str
    style: str
    shape: charts.Block | charts.Ribbon | charts.Bar


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its marks.

    Attributes:
        geometry: Its size, and where the sigla stand.
        heads: For each source where its siglum stands.
        ribbons: What lies beneath; empty in the coverage chart.
        blocks: What lies above.
        fall_back: In a sentence what the chart shows, for those who cannot see it.
    """

    geometry: charts.RibbonChart | charts.CoverageChart
    heads: tuple[tuple[Outlet, float], ...]
    ribbons: tuple[Mark, ...]
    blocks: tuple[Mark, ...]
    fall_back: str


@dataclass(frozen=True, slots=True)
class CoverageView:
    """What a source carries and leaves out.

    Attributes:
        outlet: The source.
        carried: How many statements of how many, and what share.
        shared: How many of them others carry as well.
        left_out: The statements that several others carry or one other does, as anchors and numbers.
    """

    outlet: Outlet
    carried: str
    shared: int
    left_out: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A row of the coverage table: a statement, and for each source its rank and share there; empty for a lack."""

    anchor: str
    number: str
    gist: str
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WordingView:
    """Wordings that stand for one another.

    Attributes:
        kind: The kind of the findings.
        forms: Each with those who have it.
        count: In how many statements.
        places: These, as anchors and numbers.
    """

    kind: str
    forms: tuple[tuple[str, tuple[Outlet, ...]], ...]
    count: int
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class KindRow:
    """A row of the table of findings: a kind, and how many of each severity; 0 is shown as a dash."""

    kind: str
    counts: tuple[str, ...]
    total: int


@dataclass(frozen=True, slots=True)
class TextView:
    """A whole text in paragraphs; without any where the text is not in the file."""

    outlet: Outlet
    paragraphs: tuple[tuple[texts.Stretch, ...], ...]


@dataclass(frozen=True, slots=True)
class OnlyIn:
    """What only one source has."""

    outlet: Outlet
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class EventView:
    """An event as its section shows it; the parts are those of the section, in order."""

    id: str
    title: str
    summary: str
    outlets: tuple[Outlet, ...]
    columns: str
    sources: tuple[SourceView, ...]
    substance: tuple[Line, ...]
    more_substance: int
    ribbon_chart: Chart
    rows: tuple[Row, ...]
    only_in: tuple[OnlyIn, ...]
    coverage: tuple[CoverageView, ...]
    coverage_chart: Chart
    places: tuple[PlaceRow, ...]
    kinds: tuple[KindRow, ...]
    severities: tuple[tuple[str, str], ...]
    about_omissions: str
    notable: tuple[Line, ...]
    wordings: tuple[WordingView, ...]
    verbs: tuple[tuple[str, tuple[str, ...]], ...]
    quotations: tuple[Line, ...]
    whole: tuple[Line, ...]
    texts: tuple[TextView, ...]
    anchors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ApartView:
    """An article that is alone in its event.

    Attributes:
        source: As in the list of an event's sources.
        relations: With whom, and why it is no report of the same occasion; the most similar first.
        more_relations: The rest of them, where they are many.
        lines: What is said about it.
        text: Its whole text.
        statements: How many it has.
    """

    source: SourceView
    relations: tuple[tuple[Outlet, str], ...]
    more_relations: tuple[tuple[Outlet, str], ...]
    lines: tuple[Line, ...]
    text: TextView


@dataclass(frozen=True, slots=True)
class OccurrenceView:
    """A statement on one occasion.

    Attributes:
        outlets: Who has it, or the same in other words.
        date: Of the first of them; empty when it has none.
        words: The first one's.
        anchor: Where it stands on the page.
        number: Of the statement.
    """

    outlets: tuple[Outlet, ...]
    date: str
    words: str
    anchor: str
    number: str


@dataclass(frozen=True, slots=True)
class RecurrenceView:
    """What is said on several occasions; `sigla` are of all who have it, separated by spaces."""

    occurrences: tuple[OccurrenceView, ...]
    sigla: str


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page; `addresses` are the sources with one, in the order in which they are linked."""

    title: str
    summary: str
    events: tuple[EventView, ...]
    recurrences: tuple[RecurrenceView, ...]
    apart: tuple[ApartView, ...]
    method: tuple[str, ...]
    notes: tuple[tuple[Outlet | None, str], ...]
    addresses: tuple[Outlet, ...]
    signature: str
    version: str
    severities: tuple[Tally, ...]
    kinds: tuple[Tally, ...]
    outlets: tuple[Tally, ...]
    why_no_texts: str


def view_report(report: Report, *, whole_text: bool) -> Page:
    """Prepare a report for its page.

    Args:
        report: From `build_report`.
        whole_text: Whether to show whole texts, where the comparison has them.
    """
    events = tuple(_view_event(event, whole_text=whole_text) for event in report.events)
    apart = tuple(_view_apart(report, sigil, whole_text=whole_text) for sigil in report.alone)
    comparison = report.comparison
    lines = [line for event in events for line in _lines(event)] + [line for one in apart for line in one.lines]
    kinds = Counter(kind for line in lines for kind in line.kinds_data.split())
    severities = Counter(line.severity for line in lines)
    sigla = Counter(sigil for line in lines for sigil in line.sigla.split())
    titles = [event.title for event in events]
    return Page(
        title=titles[0] if len(titles) == 1 else f"What {len(comparison.articles)} articles report",
        summary=report.spoken_summary,
        events=events,
        recurrences=tuple(_view_recurrence(report, one) for one in report.recurrences),
        apart=apart,
        method=tuple(_method(report, whole_text=whole_text)),
        notes=tuple(
            (_outlet_anywhere(report, note.article) if note.article else None, note.message)
            for note in comparison.notes
        ),
        addresses=tuple(
            source.outlet
            for source in (*(source for event in events for source in event.sources), *(one.source for one in apart))
            if source.outlet.url
        ),
        signature=comparison.signature,
        version=comparison.version,
        severities=tuple(
            Tally(str(severity), f"{MARKS[severity]} {name}", severities[severity])
            for severity, name in SEVERITIES.items()
            if severities[severity]
        ),
        kinds=tuple(Tally(kind, kind, kinds[kind]) for kind in sorted(kinds)),
        outlets=tuple(Tally(sigil, comparison.name(sigil), sigla[sigil]) for sigil in comparison.sigla if sigla[sigil]),
        why_no_texts=_why_no_texts(comparison, whole_text=whole_text),
    )


def _lines(event: EventView) -> Iterator[Line]:
    """Yield the findings of an event, each at the one place where its anchor stands."""
    rows = [*event.rows, *(row for only in event.only_in for row in only.rows)]
    for row in rows:
        yield from (*row.lines, *row.omissions)
    yield from event.whole


def _why_no_texts(comparison: Comparison, *, whole_text: bool) -> str:
    """Say why no whole text is in the file; empty where one is."""
    if not whole_text:
        return "The whole texts were left out of this file; it has the statements only."
    if all(article.text is None for article in comparison.articles):
        return "The comparison was saved without the whole texts; it has the statements only."
    return ""


# ------------------------------------------------------------------------------------------------------ an event


def _view_event(event: Event, *, whole_text: bool) -> EventView:
    comparison = event.comparison
    outlets = {sigil: outlet_of(comparison, sigil) for sigil in event.sigla}
    anchors = {row.id: statement_anchor(event, row) for row in event.statements}
    rows = tuple(row_of(event, passage) for passage in event.shared_statements)
    only_in = tuple(
        OnlyIn(outlet, tuple(row_of(event, passage) for passage in comparison.only_in(sigil)))
        for sigil, outlet in outlets.items()
    )
    whole = tuple(line_of(comparison, finding) for finding in _about_wholes(comparison))
    all_rows = [*rows, *(row for only in only_in for row in only.rows)]
    # What a source lacks is seen in the rows already, and counted below.
    lines = [*(line for row in all_rows for line in row.lines), *whole]
    substance = [line for line in lines if line.severity == MEANING_AT_STAKE]
    kinds, severities = _count_kinds([*lines, *(line for row in all_rows for line in row.omissions)])
    return EventView(
        id=event.id,
        title=event.title,
        summary=event.summary,
        outlets=tuple(outlets.values()),
        columns=f"columns-{len(outlets)}" if len(outlets) <= 4 else "grouped",  # noqa: PLR2004  # as in `_cells`
        sources=tuple(_view_sources(event, outlets)),
        substance=tuple(substance[:_MOST_IN_HEAD]),
        more_substance=len(substance[_MOST_IN_HEAD:]),
        ribbon_chart=_ribbon_chart(event, outlets, anchors),
        rows=rows,
        only_in=tuple(only for only in only_in if only.rows),
        coverage=tuple(
            CoverageView(
                outlets[one.sigil],
                f"{one.carried} of {one.of} ({one.share:.0%})",
                one.shared,
                tuple((anchors[passage], passage) for passage in one.leaves_out),
            )
            for one in event.coverage
        ),
        coverage_chart=_coverage_chart(event, outlets, anchors),
        places=tuple(_place_rows(event, outlets, anchors)),
        kinds=kinds,
        severities=severities,
        about_omissions=about_omissions(event.comparison),
        notable=tuple(line for line in lines if line.severity == WORTH_A_LOOK),
        wordings=tuple(
            WordingView(
                one.kind,
                tuple((text, tuple(outlets[sigil] for sigil in sigla)) for text, sigla in one.forms.items()),
                one.count,
                tuple((anchors.get(passage, event.id), passage) for passage in one.passages),
            )
            for one in event.wordings
        ),
        verbs=tuple(
            (verb.cue, tuple(str(verb.counts.get(sigil, "–")) for sigil in event.sigla)) for verb in event.verbs
        ),
        quotations=tuple(line_of(comparison, finding) for finding in event.quotation_findings),
        whole=whole,
        texts=tuple(_view_text(comparison, sigil, whole_text=whole_text) for sigil in event.sigla),
        anchors=anchors,
    )


def _about_wholes(comparison: Comparison) -> Iterable[Finding]:
    """Return the findings about whole articles, and those about a headline that several have."""
    about_headlines = [
        finding
        for passage in comparison.passages
        if len(passage.segments) > 1 and comparison.is_headline(passage)
        for finding in comparison.findings_of(passage)
    ]
    return sorted((*comparison.article_findings, *about_headlines), key=lambda finding: -finding.severity)


def _view_sources(event: Event, outlets: Mapping[str, Outlet]) -> Iterator[SourceView]:
    for source in event.sources:
        article = event.comparison.article(source.sigil)
        said = [
            f"{'has' if 'text' in reason else 'shares'} {reason} {'as' if 'text' in reason else 'with'} "
            f"{_named(sigla, outlets)}"
            for reason, sigla in source.kin.items()
        ]
        yield SourceView(
            outlets[source.sigil],
            _source_facts(
                article.date_published, article.dateline, article.is_based_on, source.statements, source.words
            ),
            f"Not independent: {'; '.join(said)}." if said else "",
        )


def _named(sigla: Sequence[str], outlets: Mapping[str, Outlet]) -> str:
    """Name other sources of an event; all of them at once, if they are several, and many by their sigla."""
    if _MOST_NAMED <= len(sigla) == len(outlets) - 1:
        return "all others here"
    if len(sigla) > _MOST_NAMED:
        return listed(sigla)
    return listed(outlets[sigil].name for sigil in sigla)


def _source_facts(
    date: str | None, dateline: str | None, based_on: Sequence[str], statements: int, words: int
) -> tuple[str, ...]:
    return tuple(
        filter(
            None,
            (
                date or "undated",
                dateline or "",
                f"names {listed(based_on)} as {'its source' if len(based_on) == 1 else 'its sources'}"
                if based_on
                else "names no source",
                f"{_count(statements, 'statement')}, {_count(words, 'word')}",
            ),
        )
    )


def _count(number: int, noun: str) -> str:
    """Return a number with its noun: `1 statement`, `2 statements`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _gist(comparison: Comparison, passage: Passage) -> str:
    """Return the beginning of a statement, in the words of the first who has it."""
    text = _words(comparison, passage, passage.sigla[0])
    return text if len(text) <= _GIST else f"{text[:_GIST].rsplit(' ', 1)[0]} …"


def _words(comparison: Comparison, passage: Passage, sigil: str) -> str:
    """Return an article's words on one line, without the room that is left for words that it lacks."""
    text = " ".join("".join(run.text for run in comparison.wording(passage, sigil)).split())
    return text.replace("“ ", "“").replace(" ”", "”")


def _ribbon_chart(event: Event, outlets: Mapping[str, Outlet], anchors: Mapping[str, str]) -> Chart:
    comparison = event.comparison
    passage_of = {one: row for row in event.statements for ids in row.segments.values() for one in ids}
    geometry = charts.draw_ribbons(
        [
            [
                charts.Stretch(
                    passage_of[segment.id].id if segment.id in passage_of else None,
                    len(segment.text.split()),
                    segment.paragraph,
                )
                for segment in comparison.statements(sigil)
            ]
            for sigil in outlets
        ]
    )
    rows = {row.id: row for row in event.statements}
    gists = {name: _gist(comparison, row) for name, row in rows.items()}
    severity = {
        name: max((one.severity for one in comparison.findings_of(row)), default=0) for name, row in rows.items()
    }
    accents = [outlet.accent for outlet in outlets.values()]

    def style(passage: str) -> str:
        return " ".join(
            filter(
                None, ("moved" if rows[passage].moved else "", "stake" if severity[passage] == MEANING_AT_STAKE else "")
            )
        )

    def label(passage: str) -> str:
        carriers = listed(outlets[sigil].name for sigil in rows[passage].segments)
        return f"{passage}, {'only in' if len(rows[passage].segments) == 1 else 'in'} {carriers}: {gists[passage]}"

    moved = sum(row.moved for row in event.shared_statements)
    return Chart(
        geometry,
        tuple(zip(outlets.values(), geometry.heads, strict=True)),
        tuple(
            Mark(anchors[ribbon.passage], label(ribbon.passage), style(ribbon.passage), ribbon)
            for ribbon in geometry.ribbons
        ),
        tuple(
            Mark(
                anchors.get(block.passage or "", ""),
                label(block.passage) if block.passage else "",
                f"{accents[block.column]}{'' if block.passage and len(rows[block.passage].segments) > 1 else ' alone'}",
                block,
            )
            for block in geometry.blocks
        ),
        f"{_count(len(event.shared_statements), 'statement')} in two or more sources, "
        f"{moved or 'none'} of them at another place.",
    )


def _coverage_chart(event: Event, outlets: Mapping[str, Outlet], anchors: Mapping[str, str]) -> Chart:
    shares = [
        {passage: places[sigil].share for passage, places in event.places.items() if sigil in places}
        for sigil in outlets
    ]
    geometry = charts.draw_coverage([row.id for row in event.statements], shares)
    sigla = list(outlets)
    shared = {row.id for row in event.shared_statements}
    return Chart(
        geometry,
        tuple(zip(outlets.values(), geometry.baselines, strict=True)),
        (),
        tuple(
            Mark(
                anchors[bar.passage],
                _bar_label(event, bar.passage, sigla[bar.line]),
                f"{outlets[sigla[bar.line]].accent}{'' if bar.passage in shared else ' alone'}",
                bar,
            )
            for bar in geometry.bars
        ),
        " ".join(f"{outlets[one.sigil].name} carries {one.carried} of {one.of} statements." for one in event.coverage),
    )


def _bar_label(event: Event, passage: str, sigil: str) -> str:
    place = event.places[passage][sigil]
    where = f"{passage} in {event.comparison.name(sigil)}"
    if place.rank is None:
        return f"{where}: in the headline only"
    return f"{where}: statement {place.rank}, {place.share:.1%} of the words"


def _place_rows(event: Event, outlets: Mapping[str, Outlet], anchors: Mapping[str, str]) -> Iterator[PlaceRow]:
    for row in event.statements:
        places = event.places.get(row.id, {})
        yield PlaceRow(
            anchors[row.id],
            row.id,
            _gist(event.comparison, row),
            tuple(_rank_and_share(places[sigil]) if sigil in places else ("–", "") for sigil in outlets),
        )


def _rank_and_share(place: Place) -> tuple[str, str]:
    return ("headline", "") if place.rank is None else (str(place.rank), f"{place.share:.1%}")


def _count_kinds(lines: Iterable[Line]) -> tuple[tuple[KindRow, ...], tuple[tuple[str, str], ...]]:
    """Count lines by kind and severity, the most severe kinds first; only severities that there are."""
    severities, kinds = count_kinds((line.kind, line.severity) for line in lines)
    rows = (KindRow(kind, tuple(str(number or "–") for number in numbers), sum(numbers)) for kind, numbers in kinds)
    return tuple(rows), tuple((MARKS[severity], SEVERITIES[severity]) for severity in severities)


def _view_text(comparison: Comparison, sigil: str, *, whole_text: bool) -> TextView:
    text = comparison.article(sigil).text
    outlet = outlet_of(comparison, sigil)
    if text is None or not whole_text:
        return TextView(outlet, ())
    passages = {
        one: row.id
        for row in comparison.passages_in(sigil)
        if not comparison.is_headline(row)
        for one in row.segments[sigil]
    }
    return TextView(outlet, texts.set_paragraphs(text, comparison.segments_in(sigil), passages))


# ------------------------------------------------------------------------------------------- around the events


def _view_apart(report: Report, sigil: str, *, whole_text: bool) -> ApartView:
    comparison = report.comparison
    article = comparison.article(sigil)
    statements = comparison.statements(sigil)
    own = comparison.among([sigil])
    outlet = _outlet_anywhere(report, sigil)
    similar_first = sorted(
        report.relations_of(sigil), key=lambda relation: -relation.evidence.get("shared_statements", 0)
    )
    related = tuple(
        (
            _outlet_anywhere(report, next(other for other in relation.articles if other != sigil)),
            comparison.explain(relation),
        )
        for relation in similar_first
    )
    words = sum(len(segment.text.split()) for segment in statements)
    return ApartView(
        SourceView(
            outlet,
            _source_facts(article.date_published, article.dateline, article.is_based_on, len(statements), words),
            "",
        ),
        related[:_MOST_RELATED],
        related[_MOST_RELATED:],
        tuple(line_of(comparison, finding) for finding in own.findings if finding.kind != "omission"),
        TextView(outlet, _view_text(comparison, sigil, whole_text=whole_text).paragraphs),
    )


def _view_recurrence(report: Report, recurrence: Recurrence) -> RecurrenceView:
    comparison = report.comparison
    views = []
    for one in recurrence.occurrences:
        passage, first = comparison.passage(one.passage), one.articles[0]
        event = report.event_of(first)
        views.append(
            OccurrenceView(
                tuple(_outlet_anywhere(report, sigil) for sigil in one.articles),
                comparison.article(first).date_published or "",
                _words(comparison, passage, first),
                f"article-{first}" if event is None else statement_anchor(event, passage),
                passage.id,
            )
        )
    return RecurrenceView(
        tuple(views), " ".join(dict.fromkeys(sigil for one in recurrence.occurrences for sigil in one.articles))
    )


def _outlet_anywhere(report: Report, sigil: str) -> Outlet:
    """Return a source as it is named outside of events: in the colour that it has in its event, if it is in one."""
    outlet = outlet_of(report.comparison, sigil)
    event = report.event_of(sigil)
    return replace(outlet, accent="s0" if event is None else outlet_of(event.comparison, sigil).accent)


def _method(report: Report, *, whole_text: bool) -> Iterator[str]:
    """Say in full sentences what was compared and how, and what the reader should not take it for."""
    comparison = report.comparison
    characters = sum(article.characters for article in comparison.articles)
    statements = sum(len(comparison.statements(sigil)) for sigil in comparison.sigla)
    settings = dict(part.split(":", 1) for part in comparison.signature.split("|") if ":" in part)
    yield (
        f"{len(comparison.articles)} articles with {characters:,} characters were read, cut into {statements} "
        f"statements, and grouped by the occasion that they report; only articles of one occasion are compared "
        f"word by word."
    )
    if report.left_out or len(report.events) + len(report.alone) > 1:
        yield (
            "The numbers of statements (P) and of findings (F) are those of the whole comparison; those of one event, "
            "or of the findings that were chosen, need not begin with 1 and may have gaps."
        )
    model, engine = settings.get("model"), settings.get("engine")
    if model:
        yield (
            f"Statements were matched across the sources by the embedding model {model}"
            f"{f', run by {engine}' if engine else ''}, by shared words and by their neighbours; "
            f"the similarity shown is the cosine of two statements’ embeddings, at most 1."
        )
    if settings.get("event") not in {None, "detected"}:
        yield f"That the articles report one event was not detected but said by the user (event: {settings['event']})."
    yield (
        "Findings are decided by rules that name the words they saw. Their severity says how much may hang on a "
        "difference: meaning at stake (!!), worth a look (!), wording (~), or noise (·), which is shown only on demand."
    )
    yield (
        "The report states differences, not verdicts: it does not know what the speaker said, only what each source "
        "has. A difference may be of translation, of editing or of the source behind the source; "
        "statements that were not matched may still say the same in very different words."
    )
    if report.left_out:
        yield f"Findings were chosen by kind or severity: {report.left_out} are left out; the summaries count all."
    if whole_text:
        yield "The articles are their publishers’; they are shown here for comparison only."
    else:
        yield "The articles are their publishers’; their statements are shown here for comparison only."
