"""`Comparison` → Markdown: the report for an issue, a wiki or a newsroom's document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ryabkov_diff.domain import listed
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
    from collections.abc import Iterable, Iterator

    from ryabkov_diff.domain import Comparison, Finding, Passage

__all__ = ["to_markdown"]

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

    if shown.article_findings:
        yield from ("", "## The articles as a whole", "")
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
            yield from ("", f"## {title}")
        for passage in rows:
            yield ""
            yield from _passage(shown, passage)

    for sigil in shown.sigla:
        rows = [passage for passage in shown.only_in(sigil) if passage.id in wanted]
        if rows:
            yield from ("", f"## Only in {_escaped(shown.name(sigil))}", "")
        for passage in rows:
            voices = " / ".join(shown.voices(passage, sigil))
            spoken = f" ({_escaped(voices)})" if voices else ""
            yield f"- {_wording(shown, passage, sigil)}{spoken}"
            for line in _apparatus(shown, remarks(shown, passage)):
                yield f"  {line}"

    yield from ("", "## About this comparison", "")
    hidden = hidden_findings(whole, shown, options)
    if hidden:
        yield f"- {_escaped(hidden)}"
    yield "- `!!` meaning at stake, `!` worth a look, `~` wording; what differs is bold."
    yield "- Similarity is the cosine of the statements' embeddings, at most 1."
    for note in whole.notes:
        about = f"{note.article}: " if note.article else ""
        yield f"- {_escaped(about + note.message)}"
    yield f"- Made with {_code(whole.signature)}"


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


def _passage(comparison: Comparison, passage: Passage) -> Iterator[str]:
    """Yield one passage: heading, a row for each source, apparatus."""
    facts = ["headline" if comparison.is_headline(passage) else passage.status.value]
    if passage.closeness is not None:
        facts.append(f"similarity {passage.closeness:.2f}")
    first, *others = passage.sigla
    for sigil in others if passage.moved else ():
        places = comparison.displacement(passage, first, sigil)
        if places:
            facts.append(f"{abs(places)} {'later' if places > 0 else 'earlier'} in {_escaped(comparison.name(sigil))}")
    yield f"### {_escaped(passage.id)} · {', '.join(facts)}"
    yield from ("", "| Source | Words |", "|---|---|")
    for sigil in comparison.event_of(passage):
        voices = " / ".join(comparison.voices(passage, sigil))
        words = _wording(comparison, passage, sigil) or "–"
        yield f"| {_escaped(comparison.name(sigil))} | {words}{f' ({_escaped(voices)})' if voices else ''} |"
    lines = list(_apparatus(comparison, remarks(comparison, passage)))
    if lines:
        yield ""
        yield from lines


def _apparatus(comparison: Comparison, findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        kinds = ", ".join((finding.kind, *finding.also))
        yield f"- `{MARKS[finding.severity]}` {_escaped(kinds)}: {_what_differs(comparison, finding)}"


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
