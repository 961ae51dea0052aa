"""Hostile articles come through the command line harmless and legible in every format."""

from __future__ import annotations

import csv
import json
import re
import unicodedata

import pytest
from markdown_it import MarkdownIt

from ryabkov_diff import cli

CLEAN = """Harbour bridge to close, says engineer

LEEDS, May 9, 2024 — The old harbour bridge will close on 14 June, Ada Brook told the Morning Echo.

"We have found 12 cracks in the second pier," Brook said. "It doesn't mean that the bridge will fall."

According to Brook, the repair costs 2.5 million pounds.
"""

# Markup, links, templates, escapes and controls of terminals, both directions of writing, characters of four bytes.
ATTACK = (
    '<script>alert(1)</script> "><img src=x onerror=alert(1)> [x](javascript:alert(1)) ![y](http://e.example/y.png) '
    "<https://e.example/> \x1b[31mred\x1b]8;;https://e.example\x1b\\link\x1b]8;;\x1b\\ \x9b2J "
    "\x07\x7f \u202egnirts\u202c {{7*7}} {% raw %} |pipe| *b* _i_ `c` ~~s~~ &amp; $x$ שלום 𝔘𝔫𝔦 👩‍🚀"
)
# Each is a paragraph of its own, so that it stands where a line or a cell begins.
BEGINNINGS = (
    "=cmd|'/c calc'!A1",
    "+1 is more",
    "-2+3 is less",
    "@SUM(A1:A9) and so on",
    "# a heading",
    "> a quotation",
    "- an item",
    "1. another item",
    "    code",
    "~~~ a fence",
    "``` one more fence",
    "[ref]: http://e.example/ 'reference'",
    "| a | b |",
    "<!-- a comment",
    "***",
    "\u2028=1+1 behind a separator",
    "\x85=2+2 behind a next line",
    "long" * 5000,
)
HOSTILE = f"{ATTACK} closes the bridge\n\n{CLEAN.partition(chr(10))[2]}" + "".join(
    f"\n\n{one}, {ATTACK}, said Brook." for one in BEGINNINGS
)
# A slash cannot stand in a name.
NAME = "=cmd " + ATTACK.replace("/", "").replace("\x07", "")[:100] + ".txt"
LABEL = f"@SUM(1) {ATTACK}".replace("=", "")

NEITHER_SHOWN = frozenset("\u061c\u200e\u200f\u2066\u2067\u2068\u2069\ufeff")


def steers(text: str) -> set[str]:
    """Return what in a text would steer a terminal, reorder words or hide in them."""
    kinds = {"Cc", "Cs", "Zl", "Zp"}
    found = {
        one for one in text if one in NEITHER_SHOWN or unicodedata.category(one) in kinds or "\u202a" <= one <= "\u202e"
    }
    return found - {"\n"}


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What `compare`, `report` and `quotes` write of a hostile article, of one with a hostile label, and of a third."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "news").mkdir()
    (folder / "news" / NAME).write_text(HOSTILE, encoding="utf-8")
    (folder / "news" / "b.txt").write_text(CLEAN.replace("12", "21"), encoding="utf-8")
    (folder / "news" / f"c{NAME}").write_bytes(b"\x00\x01\x02")
    (folder / "c.txt").write_text(CLEAN, encoding="utf-8")
    suffixes = ("txt", "md", "json", "jsonl", "csv")
    runs = [
        (f"report.{one}", ["report", "news", f"{LABEL}=c.txt", "--engine", "lexical"]) for one in (*suffixes, "html")
    ]
    runs += [
        (f"compare.{one}", ["compare", f"news/{NAME}", "news/b.txt", f"{LABEL}=c.txt", "--engine", "lexical"])
        for one in suffixes
    ]
    runs += [(f"saved.{one}", ["report", "saved.json"]) for one in (*suffixes, "html")]
    runs += [(f"quotes.{one}", ["quotes", f"news/{NAME}"]) for one in ("txt", "json", "csv")]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name, arguments in runs:
            assert cli.main([*arguments, "--no-config", "-o", f"out.{name}"]) == 0
            if name == "compare.json":  # halves of characters, and nil: JSON can say what no article can hold
                saved = (folder / "out.compare.json").read_text(encoding="utf-8")
                (folder / "saved.json").write_text(saved.replace("31mred", r"31m\ud800\u0000d"), encoding="utf-8")
    return {name: (folder / f"out.{name}").read_bytes().decode() for name, _ in runs}


def of(outputs: dict[str, str], suffix: str) -> dict[str, str]:
    return {name: text for name, text in outputs.items() if name.endswith(f".{suffix}")}


def test_no_format_steers_a_terminal_or_reorders_words(outputs: dict[str, str]) -> None:
    for name, text in outputs.items():
        # Columns of right-to-left script are kept apart by a mark of our own.
        assert steers(text) <= ({"\u200e"} if name.endswith(".txt") else set()), name


def test_readers_see_what_was_there(outputs: dict[str, str]) -> None:
    for name in ("report.txt", "report.md", "report.csv", "report.html", "compare.txt", "quotes.txt"):
        assert "שלום" in outputs[name], name
        assert "𝔘𝔫𝔦" in outputs[name], name
        assert "x1b" in outputs[name], name
        assert "u202e" in outputs[name], name


def test_markdown_has_no_markup_of_an_article(outputs: dict[str, str]) -> None:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    ours = {"heading_open", "paragraph_open", "table_open", "bullet_list_open", "inline"}
    for name, text in of(outputs, "md").items():
        tokens = parser.parse(text)
        inside = [child for token in tokens for child in token.children or ()]
        assert {token.type for token in tokens} >= ours
        kinds = {token.type for token in tokens} | {token.type for token in inside}
        assert kinds.isdisjoint({"html_block", "html_inline", "fence", "code_block", "blockquote_open", "hr"}), name
        assert kinds.isdisjoint({"link_open", "image", "ordered_list_open", "s_open", "em_open"}), name
        assert {len(re.findall(r"(?<!\\)\|", line)) for line in text.splitlines() if line.startswith("| A |")}, name


def test_no_cell_is_a_formula(outputs: dict[str, str]) -> None:
    for name, text in of(outputs, "csv").items():
        rows = list(csv.reader(text.splitlines(keepends=True)))
        assert len({len(row) for row in rows}) == 1, name
        assert [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "-", "@"))] == [], name


def test_programs_get_the_text_as_received(outputs: dict[str, str]) -> None:
    for name in ("report.json", "compare.json"):
        data = json.loads(outputs[name])
        assert data["articles"][0]["text"] == HOSTILE
        assert data["articles"][0]["label"] == NAME
        assert data["articles"][2]["label"] == LABEL.strip()
    for name, text in of(outputs, "jsonl").items():
        records = [json.loads(line) for line in text.splitlines()]
        assert all("record" in one for one in records), name
    (left_out,) = (one for one in json.loads(outputs["report.json"])["notes"] if one["code"] == "left-out")
    assert left_out["message"] == f"news/c{NAME} is not a text file; it was left out."


def test_the_page_has_no_element_of_an_article(outputs: dict[str, str]) -> None:
    for name, text in of(outputs, "html").items():
        assert "&lt;script&gt;alert(1)" in text, name
        assert re.search(r"<script>alert|<img|<!-- a comment|href=.?(?:javascript|http://e)", text) is None, name
