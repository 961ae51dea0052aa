"""`Comparison` or `Report` → Markdown: for an issue, a wiki or a newsroom's document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ryabkov_diff.domain import listed
from ryabkov_diff.render import (
    LIMITS,
    MARKS,
    ReportOptions,
    about_omissions,
    apparatus,
    count_kinds,
    hidden_findings,
    lacking,
    passages_to_show,
    phrases,
    ranked,
    remarks,
    visible,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ryabkov_diff.domain import Comparison, Finding, Passage
    from ryabkov_diff.report import Event, Report, Wordings

__all__ = ["report_to_markdown", "to_markdown"]

# All that Markdown, or the HTML in it, takes for a sign wherever it stands …
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
# … and what it takes for the beginning of a list or of an underlined title.
_BEGINNINGS = re.compile(r"^(\d+(?=[.)])|(?=[-+=]))")


def to_markdown(comparison: Comparison, options: ReportOptions | None = None) -> str:
    """Return the report as GitHub-flavoured Markdown; what differs is bold."""
    return "\n".join(_lines(comparison, options or ReportOptions())) + "\n"


def _lines(whole: Comparison, options: ReportOptions) -> Iterator[str]:
    shown = apparatus(whole, options)
    wanted = passages_to_show(shown, options)

    yield "# Comparison of " + listed(_escaped(whole.name(sigil)) for sigil in whole.sigla)
    yield from ("", _escaped(whole.spoken_summary), "")
    yield from _sources(whole)
    yield ""
    for relation in whole.relations:
        yield f"- {_escaped(' and '.join(relation.articles))}: {_escaped(whole.explain(relation))}"
    if whole.occasions:
        yield from ("", f"**{_escaped(whole.occasions)}**")

    yield from _contents(shown, wanted, "##")

    yield from ("", "## About this comparison", "")
    yield from _method(whole, shown, options)


def _method(whole: Comparison, shown: Comparison, options: ReportOptions) -> Iterator[str]:
    """Yield what a reader must know: what is hidden, what the signs mean, the notes, the signature."""
    hidden = hidden_findings(whole, shown, options)
    if hidden:
        yield f"- {_escaped(hidden)}"
    yield "- `!!` meaning at stake, `!` worth a look, `~` wording; what differs is bold."
    yield "- Similarity is the cosine of the statements' embeddings, at most 1."
    for note in whole.notes:
        about = f"{note.article}: " if note.article else ""
        yield f"- {_escaped(about + note.message)}"
    yield f"- Made with {_code(whole.signature)}"


def _contents(shown: Comparison, wanted: frozenset[str], level: str) -> Iterator[str]:
    """Yield the passages with what is said about them, under headings of this level: `##`."""
    if shown.article_findings:
        yield from ("", f"{level} The articles as a whole", "")
        yield from _apparatus(shown, shown.article_findings)

    for title, passages in (
        ("In several sources", shown.shared_passages),
        ("Related, not the same occasion", shown.related_passages),
    ):
        rows = [
            passage
            for passage in passages
            # Headlines stand in the table of the sources already; here only what is said about them.
            if passage.id in wanted and (shown.findings_of(passage) or not shown.is_headline(passage))
        ]
        if rows:
            yield from ("", f"{level} {title}")
        for passage in rows:
            yield ""
            yield from _passage(shown, passage, level)

    for sigil in shown.sigla:
        rows = [passage for passage in shown.only_in(sigil) if passage.id in wanted]
        if rows:
            yield from ("", f"{level} Only in {_escaped(shown.name(sigil))}", "")
        for passage in rows:
            voices = " / ".join(shown.voices(passage, sigil))
            spoken = f" ({_escaped(voices)})" if voices else ""
            yield f"- {_wording(shown, passage, sigil)}{spoken}"
            for line in _apparatus(shown, remarks(shown, passage)):
                yield f"  {line}"


def report_to_markdown(report: Report, options: ReportOptions | None = None) -> str:
    """Return the report as GitHub-flavoured Markdown, event by event; what differs is bold."""
    return "\n".join(_report_lines(report, options or ReportOptions())) + "\n"


def _report_lines(report: Report, options: ReportOptions) -> Iterator[str]:
    yield "# Report"
    yield from ("", _escaped(report.spoken_summary))
    fewer = report.filtered(min_severity=options.min_severity, kinds=options.kinds)
    for event, shown in zip(report, fewer, strict=True):
        yield ""
        yield from _event(event, shown.wordings, options)
    if report.alone:
        yield from ("", "## Articles apart", "")
    for sigil in report.alone:
        article = report.comparison.article(sigil)
        facts = (article.label, article.date_published or "no date", article.headline or "")
        yield f"- **{_escaped(sigil)}** {_escaped(', '.join(fact for fact in facts if fact))}"
        for relation in report.relations_of(sigil):
            other = next(one for one in relation.articles if one != sigil)
            yield f"  - {_escaped(other)}: {_escaped(report.comparison.explain(relation))}"
    yield from ("", "## About this report", "")
    yield f"- {_escaped(LIMITS)}"
    yield from _method(report.comparison, apparatus(report.comparison, options), options)


def _event(event: Event, wordings: Sequence[Wordings], options: ReportOptions) -> Iterator[str]:
    """Yield one event: sources, concordance, coverage, findings, wordings, verbs, quotations."""
    whole = event.comparison
    shown = apparatus(whole, options)
    yield f"## {event.id} · {_escaped(event.title)}"
    yield from ("", _escaped(whole.spoken_summary), "")
    yield from _sources(whole)
    yield ""
    for sigla, why in event.kinship:
        yield f"- {_escaped(listed(sigla))}: {_escaped(why)}"
    for source in event.sources:
        for why, others in source.kin.items():
            # Both are not independent of one another; the first of them says so.
            later = [sigil for sigil in others if event.sigla.index(sigil) > event.sigla.index(source.sigil)]
            if later:
                yield f"- {_escaped(source.sigil)} is not independent of {_escaped(listed(later))}: {_escaped(why)}"
    yield from _contents(shown, passages_to_show(shown, options), "###")
    yield from ("", "### Coverage", "")
    yield from _coverage(event)
    yield from _findings(shown)
    if wordings:
        yield from ("", "### Wordings", "")
    for one in wordings:
        forms = " ~ ".join(f"{_escaped(text)} ({_escaped(' '.join(sigla))})" for text, sigla in one.forms.items())
        yield f"- {one.count}× {forms}, in {_escaped(', '.join(one.passages))}"
    if event.verbs:
        yield from ("", "### Reporting verbs", "")
        yield from _table(
            ["Verb", *event.sigla], [[one.cue, *(one.counts.get(it, "") for it in event.sigla)] for one in event.verbs]
        )
    kept = frozenset(shown.findings)
    about_quotations = [one for one in event.quotation_findings if one in kept]
    if about_quotations:
        yield from ("", "### Quotations", "")
        yield from _apparatus(shown, about_quotations, with_passages=True)


def _coverage(event: Event) -> Iterator[str]:
    rows = []
    for row in event.statements:
        places = event.places[row.id]
        cells = (ranked(places[one]) if one in places else "–" for one in event.sigla)
        rows.append([row.id, *cells])
    yield from _table(["Statement", *event.sigla], rows)
    yield from ("", "Rank among the statements of a source · share of its words.", "")
    for one in event.coverage:
        said = f"{one.carried} of {one.of} statements, {one.shared} of them in others, too; {lacking(one)}"
        yield f"- {_escaped(event.comparison.name(one.sigil))}: {_escaped(said)}"


def _findings(shown: Comparison) -> Iterator[str]:
    """Yield how many findings there are of each kind and severity."""
    severities, kinds = count_kinds((finding.kind, finding.severity) for finding in shown.findings)
    if not kinds:
        return
    yield from ("", "### Findings", "")
    rows = [[kind, *(number or "" for number in numbers)] for kind, numbers in kinds]
    yield from _table(["Kind", *(MARKS[one] for one in severities)], rows)
    explained = about_omissions(shown)
    yield from ("", explained) if explained else ()


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield a table of which the first column holds words, the others figures."""
    yield f"| {' | '.join(map(_escaped, head))} |"
    yield f"|---|{'--:|' * (len(head) - 1)}"
    for row in rows:
        yield f"| {' | '.join(_escaped(str(cell)) for cell in row)} |"


def _sources(comparison: Comparison) -> Iterator[str]:
    yield "| | Source | Date | Based on | Statements | Headline |"
    yield "|---|---|---|---|---:|---|"
    for article in comparison.articles:
        cells = (
            article.sigil,
            article.label,
            article.date_published or "",
            ", ".join(article.is_based_on),
            str(len(comparison.statements(article.sigil))),
            article.headline or "",
        )
        yield f"| {' | '.join(_escaped(cell) for cell in cells)} |"


def _passage(comparison: Comparison, passage: Passage, level: str) -> Iterator[str]:
    """Yield one passage: heading, a row for each source, apparatus."""
    facts = ["headline" if comparison.is_headline(passage) else passage.status.value]
    if passage.closeness is not None:
        facts.append(f"similarity {passage.closeness:.2f}")
    first, *others = passage.sigla
    for sigil in others if passage.moved else ():
        places = comparison.displacement(passage, first, sigil)
        if places:
            facts.append(f"{abs(places)} {'later' if places > 0 else 'earlier'} in {_escaped(comparison.name(sigil))}")
    yield f"{level}# {_escaped(passage.id)} · {', '.join(facts)}"
    yield from ("", "| Source | Words |", "|---|---|")
    for sigil in comparison.event_of(passage):
        voices = " / ".join(comparison.voices(passage, sigil))
        words = _wording(comparison, passage, sigil) or "–"
        yield f"| {_escaped(comparison.name(sigil))} | {words}{f' ({_escaped(voices)})' if voices else ''} |"
    lines = list(_apparatus(comparison, remarks(comparison, passage)))
    if lines:
        yield ""
        yield from lines


def _apparatus(comparison: Comparison, findings: Iterable[Finding], *, with_passages: bool = False) -> Iterator[str]:
    for finding in findings:
        place = f" {_escaped(finding.passage)}" if with_passages and finding.passage else ""
        kinds = ", ".join((finding.kind, *finding.also))
        yield f"- `{MARKS[finding.severity]}` {_escaped(kinds)}{place}: {_what_differs(comparison, finding)}"


def _what_differs(comparison: Comparison, finding: Finding) -> str:
    return " ~ ".join(
        f"{listed(_escaped(comparison.name(sigil)) for sigil in sigla)} "
        + (f"“{_escaped(text)}”" if text is not None else "–")
        for sigla, text in phrases(finding)
    ) or _escaped(finding.message)


def _wording(comparison: Comparison, passage: Passage, sigil: str) -> str:
    """Return an article's words for a passage, what differs in bold; a dash stands where others have more."""
    parts: list[str] = []
    for run in comparison.marked_wording(passage, sigil):
        if run.findings:
            parts.append(f"**{_escaped(run.text.strip())}**" if run.text.strip() else "**–**")
        else:
            parts.append(_escaped(run.text))
    return "".join(parts)


def _escaped(text: str) -> str:
    """Return text from outside as Markdown that shows just this text, on one line."""
    return _BEGINNINGS.sub(r"\1\\", _SIGNS.sub(r"\\\1", visible(text)))


def _code(text: str) -> str:
    """Return text as a code span; such a span knows no escapes, hence a fence longer than any in the text."""
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    return f"{fence}{visible(text)}{fence}"
