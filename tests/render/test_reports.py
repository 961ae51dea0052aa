"""The reports, as files that a person can read.

After a wanted change of the look, write them anew and read the difference:

    UPDATE_GOLDEN=1 python -m pytest tests/render && git diff tests/render/golden
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from ryabkov_diff.render import ReportOptions, as_markdown, visible
from ryabkov_diff.render.as_csv import report_to_csv, to_csv
from ryabkov_diff.render.as_json import report_to_json
from ryabkov_diff.render.as_jsonl import report_to_jsonl, to_jsonl
from ryabkov_diff.render.as_markdown import report_to_markdown, to_markdown
from ryabkov_diff.render.terminal import report_to_terminal, to_terminal
from ryabkov_diff.report import build_report
from tests.render import made

GOLDEN = Path(__file__).parent / "golden"
COMPARISONS = {
    "interview": made.interview,
    "occasions": made.occasions,
    "trio": made.trio,
    "strangers": made.strangers,
    "agencies": made.agencies,
    "scripts": made.scripts,
}
# Narrow enough to stack, wide enough for two columns, wide enough for three.
WIDTHS = (60, 100, 160)


def print_report(name: str, width: int, options: ReportOptions | None = None, color: str | None = None) -> str:
    """Print a comparison as the terminal would show it, without the blanks at the ends of the lines."""
    return print_view(to_terminal(COMPARISONS[name](), options), width, color)


def print_view(view: RenderableType, width: int, color: str | None = None) -> str:
    """Print what a renderer made."""
    console = Console(
        width=width,
        height=50,
        file=StringIO(),
        color_system=color,  # type: ignore[arg-type]  # a literal of Rich
        force_terminal=color is not None,
        _environ={},
        legacy_windows=False,
    )
    with console.capture() as capture:
        console.print(view)
    return "".join(line.rstrip() + "\n" for line in capture.get().splitlines())


def assert_golden(text: str, name: str) -> None:
    """Compare with the golden file, or write it."""
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    expected = path.read_bytes().decode("utf-8")

    assert text == expected


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", COMPARISONS)
def test_terminal(name: str, width: int) -> None:
    assert_golden(print_report(name, width), f"{name}.{width}.txt")


@pytest.mark.parametrize("name", COMPARISONS)
def test_markdown(name: str) -> None:
    assert_golden(to_markdown(COMPARISONS[name]()), f"{name}.md")


@pytest.mark.parametrize("name", ["interview", "scripts"])
def test_csv(name: str) -> None:
    assert_golden(to_csv(COMPARISONS[name]()), f"{name}.csv")


def test_jsonl() -> None:
    assert_golden(to_jsonl(made.occasions()), "occasions.jsonl")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", COMPARISONS)
def test_report_in_the_terminal(name: str, width: int) -> None:
    assert_golden(
        print_view(report_to_terminal(build_report(COMPARISONS[name]())), width), f"report-{name}.{width}.txt"
    )


@pytest.mark.parametrize("name", COMPARISONS)
def test_report_as_markdown(name: str) -> None:
    assert_golden(report_to_markdown(build_report(COMPARISONS[name]())), f"report-{name}.md")


@pytest.mark.parametrize("name", ["interview", "scripts", "trio"])
def test_report_as_csv(name: str) -> None:
    assert_golden(report_to_csv(build_report(COMPARISONS[name]())), f"report-{name}.csv")


def test_report_as_json() -> None:
    report = build_report(made.trio())

    assert_golden(report_to_json(report), "report-trio.json")
    assert_golden(report_to_jsonl(report), "report-trio.jsonl")


@pytest.mark.parametrize("width", [20, 41, 60, 100, 160])
@pytest.mark.parametrize("name", COMPARISONS)
def test_no_line_of_a_report_is_wider_than_the_page(name: str, width: int) -> None:
    lines = print_view(report_to_terminal(build_report(COMPARISONS[name]())), width).splitlines()

    assert [line for line in lines if cell_len(line) > width] == []


def test_each_source_says_in_one_line_of_which_it_is_not_independent() -> None:
    report = build_report(made.crowd())
    first = print_view(report_to_terminal(report), 100).split("══ E2")[0]

    assert first.count("not independent of") == 8
    assert "not independent of B C D E F G H: TASS\n" in first
    assert "- A is not independent of B, C, D, E, F, G and H: TASS\n" in report_to_markdown(report)


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_tables_of_many_sources_are_cut_into_blocks_that_fit(width: int) -> None:
    report = build_report(made.crowd())
    event = report.events[0]
    page = print_view(report_to_terminal(report), width).split("══ E2")[0]
    coverage = page.split("COVERAGE\n")[1].split("\nFINDINGS")[0].split("Rank among")[0]

    heads = [line.split()[:-1] for line in coverage.splitlines() if line.endswith("statement")]
    assert [sigil for head in heads for sigil in head] == list(event.sigla)
    for place in (place for carrying in event.places.values() for place in carrying.values()):
        assert f"{place.rank} · {place.share:.0%}" in coverage
    assert "…" not in page.split("REPORTING VERBS")[1].split("──")[0]


def test_of_many_sources_sigla_say_where_a_statement_moved() -> None:
    comparison = made.crowd()
    first, *others = comparison.passages
    moved = replace(comparison, passages=(replace(first, moved=True), *others))
    # In B and C the first statement stands behind the second.
    swapped = {"B.2": "B.3", "B.3": "B.2", "C.2": "C.3", "C.3": "C.2"}
    rows = tuple(
        replace(
            row, segments={sigil: tuple(swapped.get(one, one) for one in ids) for sigil, ids in row.segments.items()}
        )
        for row in moved.passages
    )
    report = build_report(replace(moved, passages=rows, findings=()))

    wide = print_view(report_to_terminal(report), 100)
    assert "── P01 variant ─" in wide
    assert " ▼1 in B  ▼1 in C  0." in wide
    narrow = print_view(report_to_terminal(report), 38)
    assert f"── P01 variant {'─' * 23}\n   ▼1 in B  ▼1 in C  0." in narrow


@pytest.mark.parametrize("width", [20, 41, 60, 89, 90, 100, 136, 160, 300])
@pytest.mark.parametrize("name", COMPARISONS)
@pytest.mark.parametrize("view", ["auto", "side", "stack"])
def test_no_line_is_wider_than_the_page(name: str, width: int, view: str) -> None:
    lines = print_report(name, width, ReportOptions(min_severity=0, view=view)).splitlines()

    assert [line for line in lines if cell_len(line) > width] == []


@pytest.mark.parametrize("name", COMPARISONS)
def test_the_second_column_begins_at_the_same_cell_in_every_row(name: str) -> None:
    """Wide, combining and right-to-left characters don't push it."""
    lines = print_report(name, 100).splitlines()
    starts = {
        cell_len(line[: line.index("  B  ")]) for line in lines if line.startswith(("A  “", "A  ⟦")) and "  B  " in line
    }

    assert len(starts) <= 1


@pytest.mark.parametrize("width", [20, *WIDTHS])
def test_no_word_is_cropped(width: int) -> None:
    def letters(text: str) -> str:
        return "".join(text.split())

    # One source a passage, so that its lines follow each other.
    report = letters(print_report("scripts", width, ReportOptions(view="stack", kinds=("number",))))

    assert "…" not in report
    for segment in made.scripts().segments:
        assert letters(visible(segment.text)) in report


def test_columns_begin_at_ninety_cells() -> None:
    def in_columns(width: int) -> bool:
        return "  B  “We do not" in print_report("interview", width)

    assert not in_columns(89)
    assert in_columns(90)


def test_control_characters_of_an_article_never_reach_the_terminal() -> None:
    text = print_report("scripts", 100) + to_markdown(made.scripts())

    assert not any(character < " " and character != "\n" for character in text)
    assert "\u202e" not in text
    assert r"\x1b[31mred" in print_report("scripts", 100)


def test_brackets_of_an_article_are_no_markup() -> None:
    report = print_report("scripts", 100)

    assert "[bold]marked[/bold] up [/b]" in report
    assert "power [resource]" in print_report("interview", 100)


def test_what_differs_is_marked_without_colour_too() -> None:
    assert "⟦a correct assessment⟧" in print_report("interview", 100)
    assert "\x1b[" not in print_report("interview", 100)
    # Rich renders a style once for a process, in the colour system that came first.
    assert re.search(r"\x1b\[4;[0-9;]+ma correct assessment", print_report("interview", 100, color="truecolor"))


def test_severity_0_is_hidden_and_the_report_says_so() -> None:
    assert "spelling" not in print_report("interview", 100)
    assert "1 finding is hidden" in print_report("interview", 100)
    assert "spelling" in print_report("interview", 100, ReportOptions(min_severity=0))
    assert "hidden" not in print_report("interview", 100, ReportOptions(min_severity=0))


def test_only_changes_leaves_out_what_has_no_finding() -> None:
    report = print_report("interview", 100, ReportOptions(only_changes=True))

    assert "P02" not in report  # equal
    assert "P08" not in report  # its only finding is hidden
    assert "P05" in report
    assert "an extremely delicate subject" in report  # an omission is a finding


def test_kinds_filter_the_apparatus_but_not_the_summary() -> None:
    report = print_report("interview", 160, ReportOptions(kinds=("number",)))

    assert "15 tons ~ 16 tons" in report
    assert "rewording" not in report
    assert "1 difference of substance, 2 more worth a look" in report


def test_omissions_are_told_once() -> None:
    for report in (print_report("interview", 100), to_markdown(made.interview())):
        assert report.count("an extremely delicate subject") == 1
        assert "omission" not in report


def test_one_wording_of_several_sources_stands_once() -> None:
    report = print_report("agencies", 100)

    assert report.count("“I think this is ⟦a correct assessment⟧”") == 1
    assert "A C  “I think" in report


def test_different_occasions_are_said_up_front() -> None:
    head = print_report("strangers", 100).partition("──")[0]

    assert "No two sources report the same occasion" in head
    assert "⟦" not in print_report("strangers", 100).partition("!!")[0]


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("2022-12-08", "2022-12-08"),
        ("1. first", r"1\. first"),
        ("- dash", r"\- dash"),
        ("a*b_c|d<e>#", r"a\*b\_c\|d\<e\>\#"),
        ("two\nlines", "two lines"),
    ],
)
def test_markdown_is_escaped(text: str, escaped: str) -> None:
    assert as_markdown._escaped(text) == escaped


def test_csv_cells_are_no_formulas() -> None:
    assert "'=1+1" in to_csv(made.scripts())
