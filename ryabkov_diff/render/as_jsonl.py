"""`Comparison` → JSON Lines: one record a line, for `grep`, `jq` and data frames."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ryabkov_diff.domain import Comparison

__all__ = ["to_jsonl"]


def to_jsonl(comparison: Comparison) -> str:
    """Return one JSON object a line, each with its type under `record`.

    The first line is the record `summary` and carries `schema_version`, `tool` and `signature` as well, so that
    `head -1` says what a file holds; then come `article`, `relation`, `passage`, `finding` and `note` records, whose
    other fields are those of the JSON.
    """
    data = comparison.to_dict()
    head = {key: data[key] for key in ("schema_version", "tool", "signature")}
    records: list[dict[str, Any]] = [{"record": "summary"} | head | data["summary"]]
    for record in ("article", "relation", "passage", "finding", "note"):
        records.extend({"record": record} | row for row in data[f"{record}s"])
    return "".join(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n" for record in records)
