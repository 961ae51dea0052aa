"""`Comparison` or `Report` → JSON: one object that has everything and can be read back; `QuotationList` → JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ryabkov_diff.schema import dump_comparison, dump_json

if TYPE_CHECKING:
    from ryabkov_diff.domain import Comparison, QuotationList
    from ryabkov_diff.report import Report

__all__ = ["quotations_to_json", "report_to_json", "to_json"]


def to_json(comparison: Comparison) -> str:
    """Return the comparison as indented JSON, the form that `ryabkov-diff schema` describes."""
    return dump_comparison(comparison)


def report_to_json(report: Report) -> str:
    """Return the report as indented JSON: the comparison, with what a report adds under `report`."""
    return dump_json(report.to_dict())


def quotations_to_json(quotations: QuotationList) -> str:
    """Return the quotations as indented JSON with a line feed at its end."""
    return dump_json(quotations.to_dict())
