"""What must hold whatever the input is; the harnesses here and the tests of the suite check the same.

Each function takes an input, and raises an `AssertionError` where a property does not hold. Any exception but the
program's own is a failure as well: whoever calls lets it through.
"""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from contextlib import suppress
from html.parser import HTMLParser
from importlib import resources
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

from rich.console import Console

from ryabkov_diff.embed.lexical_engine import LexicalEmbedder
from ryabkov_diff.errors import RyabkovDiffError
from ryabkov_diff.pipeline import compare, list_quotations
from ryabkov_diff.read import read_articles
from ryabkov_diff.render.as_csv import quotations_to_csv, report_to_csv, to_csv
from ryabkov_diff.render.as_html import report_to_html
from ryabkov_diff.render.as_json import quotations_to_json, report_to_json
from ryabkov_diff.render.as_jsonl import report_to_jsonl
from ryabkov_diff.render.as_markdown import report_to_markdown, to_markdown
from ryabkov_diff.render.terminal import quotations_to_terminal, report_to_terminal, to_terminal
from ryabkov_diff.report import build_report
from ryabkov_diff.schema import dump_comparison, load_comparison

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from ryabkov_diff.domain import Article, Comparison, QuotationList

__all__ = [
    "check_articles",
    "check_bytes",
    "check_csv",
    "check_html",
    "check_markdown",
    "check_rendered",
    "check_saved",
    "check_terminal",
    "steering",
]

# Between the bytes of two articles in one input.
SEPARATOR = b"\n=====\n"

# Characters that steer the direction of writing or hide in a text.
STEERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad")

# Keeps columns of right-to-left script apart; the only one of them that our own text has.
OUR_MARK = frozenset("\u200e")

# Colours, bold and the like: the only escape sequences that the program itself sends to a terminal.
COLOURS = re.compile(r"\x1b\[[\d;]*m")

# Columns of a terminal that shows two articles side by side, and of one that does not.
WIDE, NARROW = 120, 60

# What spreadsheets take for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")

# What would be markup of an article in Markdown: each has an unescaped sign of its own.
MARKUP = re.compile(r"(?<!\\)(?:\\\\)*(?:<[a-z/!?]|\]\(|!\[)", re.IGNORECASE)
# A code span, as the signature's, shows what is in it.
CODE = re.compile(r"(`+).+?\1")

# Attributes that hold addresses.
ADDRESSES = frozenset({"action", "background", "cite", "data", "formaction", "href", "poster", "src", "srcset"})


def check_bytes(data: bytes) -> None:
    """Cut two articles from bytes and check all that holds of them, from reading to each output."""
    first, _, second = data.partition(SEPARATOR)
    streams = (first, second or first[::-1])
    articles: list[Article] = []
    for stream in streams:
        with suppress(RyabkovDiffError):
            articles += read_articles(["-"], stdin=BytesIO(stream))[0]
    if articles:
        check_articles(articles)


def check_articles(articles: Sequence[Article]) -> None:
    """Check what holds of articles that were read: their quotations, and of two their comparison."""
    _check_quotations(list_quotations(articles))
    if len(articles) > 1:
        check_rendered(compare(articles, embedder=LexicalEmbedder()))


def check_saved(text: str) -> None:
    """Check that a saved comparison is refused in our own words, or read, written again and rendered."""
    try:
        comparison = load_comparison(text)
    except RyabkovDiffError:
        return
    check_rendered(comparison)


def check_rendered(comparison: Comparison) -> None:
    """Check each output of a comparison and of the report on it."""
    saved = dump_comparison(comparison)
    # It is read again only where spans quote what they point to and lie in order, and each statement is in one passage.
    assert steering(saved) == set()
    assert load_comparison(saved) == comparison
    report = build_report(comparison)
    json.loads(report_to_json(report))
    for line in report_to_jsonl(report).removesuffix("\n").split("\n"):
        json.loads(line)
    check_terminal(to_terminal(comparison), WIDE)
    check_terminal(report_to_terminal(report), NARROW)
    check_markdown(to_markdown(comparison))
    check_markdown(report_to_markdown(report))
    check_csv(to_csv(comparison))
    check_csv(report_to_csv(report))
    check_html(report_to_html(report))


def steering(text: str) -> set[str]:
    """Return what in a text would steer a terminal, reorder other words, hide, or end a line unawares."""
    return {
        one
        for one in set(text)
        if one != "\n" and (one in STEERING or unicodedata.category(one) in {"Cc", "Cs", "Zl", "Zp"})
    }


def check_terminal(view: RenderableType, width: int) -> None:
    """Check that nothing but our own colours steers the terminal."""
    console = Console(width=width, height=50, file=StringIO(), force_terminal=True, color_system="256", _environ={})
    with console.capture() as capture:
        console.print(view)
    assert steering(COLOURS.sub("", capture.get())) <= OUR_MARK


def check_markdown(text: str) -> None:
    """Check that Markdown has no link, picture or element."""
    assert steering(text) == set()
    assert MARKUP.search(CODE.sub("", text)) is None


def check_csv(text: str) -> None:
    """Check that all rows are of one length, and that no cell is a formula."""
    assert steering(text) == set()
    rows = list(csv.reader(StringIO(text, newline="")))
    assert len({len(row) for row in rows}) == 1
    # A number below zero is one.
    cells = [cell for row in rows for cell in row if not NUMBER.fullmatch(cell)]
    assert [cell for cell in cells if cell.startswith(FORMULA) or cell.lstrip().startswith(FORMULA)] == []


def check_html(text: str) -> None:
    """Check that a page runs our own script alone, loads nothing, and leads nowhere but to itself and the web."""
    assert steering(text) <= OUR_MARK
    page = _Page()
    page.feed(text)
    page.close()
    assert page.scripts == [resources.files("ryabkov_diff.render").joinpath("templates/report.js").read_text("utf-8")]
    assert page.faults == []


class _Page(HTMLParser):
    """Gathers the scripts of a page, and what it should not have."""

    # What no template has: each would load or run something.
    FOREIGN = frozenset("applet audio base embed form frame iframe img link object picture source video".split())

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.faults: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.scripts.append("")
        self._in_script = tag == "script"
        if tag in self.FOREIGN:
            self.faults.append(tag)
        for name, value in attrs:
            leads_away = name in ADDRESSES and not (value or "").startswith(("#", "http://", "https://"))
            if name.startswith("on") or name == "style" or leads_away:
                self.faults.append(f"{tag} {name}={value}")

    def handle_endtag(self, tag: str) -> None:
        self._in_script = self._in_script and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts[-1] += data


def _check_quotations(found: QuotationList) -> None:
    texts = {article.sigil: article.text or "" for article in found.articles}
    assert [one for one in found if texts[one.article][one.start : one.end] != one.content] == []
    assert steering(quotations_to_json(found)) == set()
    check_csv(quotations_to_csv(found))
    check_terminal(quotations_to_terminal(found), NARROW)
