"""`Comparison` or `Report` → JSON Lines: one record a line, for `grep`, `jq` and data frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ryabkov_diff.schema import dump_json

if TYPE_CHECKING:
    from ryabkov_diff.domain import Comparison
    from ryabkov_diff.report import Report

__all__ = ["report_to_jsonl", "to_jsonl"]


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
    return "".join(dump_json(record, indent=None) for record in records)


def report_to_jsonl(report: Report) -> str:
    """Return the records of the comparison, then `event` and `recurrence` for each of these, and one `alone`."""
    data = report.to_dict()
    records = [{"record": "event"} | event for event in data["report"]["events"]]
    records += [{"record": "recurrence"} | recurrence for recurrence in data["report"]["recurrences"]]
    records.append({"record": "alone", "articles": data["report"]["alone"]})
    return to_jsonl(report.comparison) + "".join(dump_json(one, indent=None) for one in records)
