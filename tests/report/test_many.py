"""A report on many articles: its sections are right, and it takes seconds."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from benchmarks.sets.pairs import read_pairs
from ryabkov_diff.pipeline import compare
from ryabkov_diff.read import read_text
from ryabkov_diff.report import build_report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ryabkov_diff.domain import Article

# How much longer one of many articles may take than one of two: the work on pairs grows with their number, but is
# small beside that on each article.
SLOWER = 6


def outlets(name: str, a: str, b: str) -> Iterator[Article]:
    """Make five reports of two: as they are, each without some of its paragraphs, and the first half of one."""

    def shortened(text: str) -> str:
        return "\n\n".join(part for number, part in enumerate(text.split("\n\n")) if number % 4 != 2)

    paragraphs = a.split("\n\n")
    brief = "\n\n".join(paragraphs[: max(4, len(paragraphs) // 2)])
    for outlet, text in (("Post", a), ("Echo", b), ("Sun", shortened(a)), ("Star", shortened(b)), ("Brief", brief)):
        yield read_text(text, label=f"{name} {outlet}")


@pytest.mark.slow
def test_thirty_articles_of_six_events(seeds: Path) -> None:
    sputnik, tasnim = (seeds / f"{name}-2022-12-08.txt" for name in ("sputnik", "tasnim"))
    pairs = [(pair.name, pair.texts["A"], pair.texts["B"]) for pair in read_pairs("development")[:5]]
    pairs.append(("interview", sputnik.read_text(encoding="utf-8"), tasnim.read_text(encoding="utf-8")))
    groups = [list(outlets(*pair)) for pair in pairs]
    # As a folder sorts them, not event by event.
    articles = [one for outlet in zip(*groups, strict=True) for one in outlet]

    begin = time.perf_counter()
    compare(articles[-2:])
    two = time.perf_counter() - begin
    begin = time.perf_counter()
    report = build_report(compare(articles))
    many = time.perf_counter() - begin

    events = {frozenset(article.label for article in event.comparison.articles) for event in report}
    assert events == {frozenset(article.label for article in group) for group in groups}
    assert report.alone == ()
    assert report.spoken_summary == "30 articles: 6 events with 5 sources each."
    assert all(event.shared_statements and event.comparison.findings for event in report)
    assert many / len(articles) < SLOWER * two / 2
