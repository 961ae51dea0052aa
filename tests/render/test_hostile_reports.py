"""What an article may hold comes out harmless and legible in every format of a report; HTML has tests of its own."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata

from ryabkov_diff.domain import Comparison
from ryabkov_diff.render.as_csv import report_to_csv
from ryabkov_diff.render.as_json import report_to_json
from ryabkov_diff.render.as_jsonl import report_to_jsonl
from ryabkov_diff.render.as_markdown import report_to_markdown
from ryabkov_diff.render.terminal import report_to_terminal
from ryabkov_diff.report import build_report
from tests.render.hostile import hostile
from tests.render.test_reports import print_view

# Steer the direction of writing, or are invisible.
STEERING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def steers(text: str) -> set[str]:
    """Return what in a text would steer a terminal or reorder other words."""
    return {one for one in text if one in STEERING or (unicodedata.category(one) == "Cc" and one != "\n")}


def test_the_terminal_is_not_steered() -> None:
    report = build_report(hostile())
    for width in (40, 80, 160):
        shown = print_view(report_to_terminal(report), width)
        # Columns of right-to-left script are kept apart by a mark of our own.
        assert steers(shown) <= {"\u200e"}
        assert "\\x1b" in shown


def test_markdown_shows_tags_and_links_as_text() -> None:
    shown = report_to_markdown(build_report(hostile()))

    assert steers(shown) == set()
    # A code span, as the signature's, shows what is in it.
    outside = re.sub(r"(`+).+?\1", "", shown)
    assert re.search(r"(?<!\\)<[a-z/!]", outside) is None
    assert re.search(r"(?<!\\)\[[^\]]*(?<!\\)\]\(", outside) is None
    assert r"\<script\>" in shown


def test_no_cell_of_a_spreadsheet_is_a_formula() -> None:
    rows = list(csv.reader(io.StringIO(report_to_csv(build_report(hostile())))))
    cells = [cell for row in rows[1:] for cell in row]

    assert len({len(row) for row in rows}) == 1
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert steers("".join(cells)) == set()


def test_programs_get_all_as_it_was() -> None:
    comparison = hostile()
    report = build_report(comparison)

    assert Comparison.from_dict(json.loads(report_to_json(report))) == comparison
    assert all(isinstance(json.loads(line), dict) for line in report_to_jsonl(report).splitlines())
