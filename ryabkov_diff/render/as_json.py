"""`Comparison` → JSON: one object that has everything and can be read back; `QuotationList` → JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ryabkov_diff.schema import dump_comparison

if TYPE_CHECKING:
    from ryabkov_diff.domain import Comparison, QuotationList

__all__ = ["quotations_to_json", "to_json"]


def to_json(comparison: Comparison) -> str:
    """Return the comparison as indented JSON, the form that `ryabkov-diff schema` describes."""
    return dump_comparison(comparison)


def quotations_to_json(quotations: QuotationList) -> str:
    """Return the quotations as indented JSON with a line feed at its end."""
    return json.dumps(quotations.to_dict(), ensure_ascii=False, indent=2) + "\n"
