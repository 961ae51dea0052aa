"""`Comparison` or `QuotationList` → CSV: findings or quotations in long form, for spreadsheets and data frames."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from ryabkov_diff.domain import Reading
from ryabkov_diff.render import visible

if TYPE_CHECKING:
    from ryabkov_diff.domain import Comparison, QuotationList

__all__ = ["COLUMNS", "QUOTATION_COLUMNS", "quotations_to_csv", "to_csv"]

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
    return visible(f"'{cell}" if cell.startswith(_FORMULA) else cell)
