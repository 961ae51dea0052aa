"""No detector and no part of a report reads the whole table again for each of its rows."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from rich.console import Console

from benchmarks.invented import invent_articles, invent_pair
from ryabkov_diff import compare, detect
from ryabkov_diff.render.as_html import report_to_html
from ryabkov_diff.render.as_json import report_to_json
from ryabkov_diff.render.as_markdown import report_to_markdown
from ryabkov_diff.render.terminal import report_to_terminal
from ryabkov_diff.report import Occurrence, Recurrence, build_report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ryabkov_diff.domain import Comparison, Table

# Statements of each of two articles; and how much oftener the larger one may be read through: not four times.
SIZES = (20, 80)
MORE = 1.25

# The same of articles: of those that are apart, beside an event of five; and of those of events of five.
APART = (6, 24)
TOGETHER = (5, 15)


class Counted(tuple[Any, ...]):
    """A tuple that counts how often it is read from its beginning."""

    __slots__ = ()
    readings: ClassVar[int] = 0

    def __iter__(self) -> Iterator[Any]:
        """Count, and iterate."""
        type(self).readings += 1
        return super().__iter__()


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> list[Table]:
    """Collect the tables that detectors were given."""
    found: list[Table] = []
    original = detect.detect_findings

    def detect_findings(table: Table, *rest: Any) -> Any:
        found.append(table)
        return original(table, *rest)

    monkeypatch.setattr(detect, "detect_findings", detect_findings)
    return found


def counted(comparison: Comparison) -> Comparison:
    """Return a comparison that counts how often it is read through."""
    return replace(
        comparison,
        segments=Counted(comparison.segments),
        passages=Counted(comparison.passages),
        relations=Counted(comparison.relations),
        findings=Counted(comparison.findings),
    )


def count_readings(comparison: Comparison, table: Table, *, of_events: bool = True) -> tuple[int, int]:
    """Count how often detectors and the parts of a report read all segments, passages, relations or findings.

    Args:
        comparison: What the report is on.
        table: What the detectors see.
        of_events: Whether to count those of the comparison of each event, too.
    """
    Counted.readings = 0
    assert detect.detect_findings(
        replace(
            table,
            segments=Counted(table.segments),
            passages=Counted(table.passages),
            relations=Counted(table.relations),
            collations=Counted(table.collations),
        )
    )
    detecting, Counted.readings = Counted.readings, 0
    report = build_report(counted(comparison))
    assert report_to_json(report)
    if of_events:  # a report has a comparison of its own for each
        events = tuple(replace(event, comparison=counted(event.comparison)) for event in report.events)
        report = replace(report, events=events)
    assert report_to_html(report)
    assert report_to_markdown(report)
    console = Console(width=100)
    with console.capture():
        console.print(report_to_terminal(report))
    return detecting, Counted.readings


def test_readings_of_the_whole_table_do_not_grow_with_it(tables: list[Table]) -> None:
    counts = []
    for size in SIZES:
        comparison = compare(invent_pair(size), engine="lexical")
        counts.append(count_readings(comparison, tables[-1]))

    for small, large in zip(*counts, strict=True):
        assert 0 < large <= MORE * small


def test_readings_of_the_whole_table_do_not_grow_with_the_number_of_articles(tables: list[Table]) -> None:
    counts = []
    for size in APART:
        each = [article for number in range(size) for article in invent_articles(1, seed=number + 1)]
        comparison = compare([*invent_articles(5), *each], engine="lexical")
        assert len(comparison.events) == size + 1
        counts.append(count_readings(comparison, tables[-1], of_events=False))

    for small, large in zip(*counts, strict=True):
        assert 0 < large <= MORE * small


def test_what_recurs_is_looked_up() -> None:
    readings = []
    for size in TOGETHER:
        comparison = compare(invent_articles(size), engine="lexical")
        report = build_report(comparison)
        passages = [passage for passage in comparison.passages if not comparison.is_headline(passage)]
        # As if each statement recurred in the next passage.
        recurrences = tuple(
            Recurrence(tuple(Occurrence(passage.id, passage.sigla[:1]) for passage in pair))
            for pair in pairwise(passages)
        )
        Counted.readings = 0
        assert report_to_html(replace(report, comparison=counted(comparison), recurrences=recurrences))
        readings.append(Counted.readings)

    assert 0 < readings[1] <= MORE * readings[0]
