"""`Comparison` → JSON: one object that has everything and can be read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ryabkov_diff.schema import dump_comparison

if TYPE_CHECKING:
    from ryabkov_diff.domain import Comparison

__all__ = ["to_json"]


def to_json(comparison: Comparison) -> str:
    """Return the comparison as indented JSON, the form that `ryabkov-diff schema` describes."""
    return dump_comparison(comparison)
