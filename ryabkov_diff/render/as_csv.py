"""`Comparison`, `Report`, `QuotationList` → CSV: findings, statements, quotations in long form, for spreadsheets."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from ryabkov_diff.domain import Reading
from ryabkov_diff.render import visible

if TYPE_CHECKING:
    from ryabkov_diff.domain import Comparison, QuotationList
    from ryabkov_diff.report import Report

__all__ = ["COLUMNS", "QUOTATION_COLUMNS", "REPORT_COLUMNS", "quotations_to_csv", "report_to_csv", "to_csv"]

COLUMNS = (
    "id",
    "kind",
    "family",
    "severity",
    "confidence",
    "passage",
    "articles",
    "text",
    "start",
    "end",
    "message",
)

QUOTATION_COLUMNS = ("article", "label", "kind", "speaker", "cue", "content", "paragraph", "start", "end")

REPORT_COLUMNS = (
    "event",
    "passage",
    "status",
    "article",
    "label",
    "date",
    "rank",
    "share",
    "kind",
    "speaker",
    "cue",
    "text",
    "findings",
)

# A cell that begins with one of these is run as a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


# So that a finding without evidence spans has a row, too.
_NO_READING = Reading((), None, None)


def to_csv(comparison: Comparison) -> str:
    """Return one row for each reading of each finding, under a header; sigla of one reading are joined by a space.

    A reading without text leaves `text` empty, one without a known place `start` and `end`. Text that a spreadsheet
    would run as a formula begins with an apostrophe.
    """
    output = StringIO()
    rows = csv.writer(output, lineterminator="\n")
    rows.writerow(COLUMNS)
    for finding in comparison.findings:
        for reading in finding.readings or (_NO_READING,):
            rows.writerow(
                (
                    _guarded(finding.id),
                    _guarded(finding.kind),
                    _guarded(finding.family),
                    finding.severity,
                    finding.confidence,
                    _guarded(finding.passage),
                    _guarded(" ".join(reading.articles)),
                    _guarded(reading.text),
                    "" if reading.selector is None else reading.selector.start,
                    "" if reading.selector is None else reading.selector.end,
                    _guarded(finding.message),
                )
            )
    return output.getvalue()


def report_to_csv(report: Report) -> str:
    """Return the concordance: under a header one row for each article and each statement of an event.

    An article that does not carry a statement has a row without rank, share and words; one of which only the
    headline has it, a row without rank. Statements of articles that are alone in their event have no row.
    `findings` has the ids of the findings about the article's wording; several kinds, speakers and verbs of
    one wording are joined by a semicolon. Cells are guarded as those of findings are.
    """
    output = StringIO()
    rows = csv.writer(output, lineterminator="\n")
    rows.writerow(REPORT_COLUMNS)
    for event in report:
        for passage in event.statements:
            for article in event.comparison.articles:
                about = (event.id, passage.id, passage.status.value, article.sigil, article.label)
                place = event.places[passage.id].get(article.sigil)
                segments = event.comparison.segments_of(passage, article.sigil)
                words = (
                    "; ".join(dict.fromkeys(one.kind.value for one in segments)),
                    "; ".join(dict.fromkeys(one.speaker for one in segments if one.speaker)),
                    "; ".join(dict.fromkeys(one.cue for one in segments if one.cue)),
                    " ".join(" ".join(one.text.split()) for one in segments),
                    " ".join(one.id for one in event.comparison.findings_of(passage) if article.sigil in one.sigla),
                )
                figures = ("", "") if place is None else (place.rank, place.share)
                rows.writerow((*map(_guarded, (*about, article.date_published)), *figures, *map(_guarded, words)))
    return output.getvalue()


def quotations_to_csv(quotations: QuotationList) -> str:
    """Return one row for each quotation, under a header; cells are guarded as those of findings are."""
    labels = {article.sigil: article.label for article in quotations.articles}
    output = StringIO()
    rows = csv.writer(output, lineterminator="\n")
    rows.writerow(QUOTATION_COLUMNS)
    for one in quotations:
        words = (one.article, labels[one.article], one.kind.value, one.speaker, one.cue, one.content)
        rows.writerow((*map(_guarded, words), one.paragraph, one.start, one.end))
    return output.getvalue()


def _guarded(cell: str | None) -> str:
    """Keep spreadsheets from running a cell as a formula, and terminals from obeying control characters in it."""
    if cell is None:
        return ""
    # Blanks in front of it hide a formula from no spreadsheet that trims them.
    return visible(f"'{cell}" if cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA) else cell)
