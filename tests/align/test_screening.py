"""A look at all pairs of many articles at once sees what a look at each of them sees."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.invented import invent_articles
from ryabkov_diff import align
from ryabkov_diff.align import events
from ryabkov_diff.align.events import (
    Report,
    can_be_related,
    can_be_same,
    known_log_odds,
    pair_signals,
    read_reports,
    screen_reports,
)
from ryabkov_diff.domain import RelationKind
from ryabkov_diff.embed import embed_segments, load_embedder
from ryabkov_diff.linking import load_link_model
from ryabkov_diff.read import read_articles
from ryabkov_diff.segment import segment_articles
from tests.made import article

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ryabkov_diff.align.occasions import Occasion


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    """Return reports on several interviews, one of them twice; not all of them name who speaks."""
    folder = "benchmarks/news/development/texts"
    named = [f"{folder}/{name}.txt" for name in ("bank-courier", "bank-globe", "bank-wire", "bees-feature", "bees-qa")]
    articles, _ = read_articles([*named, named[0], *invent_articles(8)])
    segments, _ = segment_articles(articles)
    return read_reports(articles, segments, embed_segments(articles, segments, load_embedder("lexical")))


def test_all_later_articles_are_compared_as_each_of_them_is(reports: Sequence[Report]) -> None:
    screen = screen_reports(reports)
    differing: set[str] = set()
    for number, one in enumerate(reports[:-1]):
        at_once = screen.signals(number)
        each = [pair_signals(one, other, ()) for other in reports[number + 1 :]]
        for name, values in at_once.items():
            assert values.tolist() == pytest.approx([signals[name] for signals in each]), name
            differing |= {name} if len({signals[name] for signals in each}) > 1 else set()

    # What is the same for all pairs would be compared for nothing.
    assert differing >= {"names", "numbers", "no_names", "no_numbers", "other_speakers", "topic"}


def test_one_event_and_one_topic_are_judged_of_all_as_of_each(reports: Sequence[Report]) -> None:
    screen = screen_reports(reports)
    same, related = (load_link_model(*events.MODEL, part=part) for part in ("same", "related"))
    counts = {"related": 0, "same": 0}
    for number, one in enumerate(reports[:-1]):
        later = reports[number + 1 :]
        for most in (0, 1, 3):
            found = can_be_same(screen, number, screen.signals(number), np.full((2, len(later)), most))
            for other, said in zip(later, found, strict=True):
                shares = [min(1.0, most / max(2, report.statements)) for report in (one, other)]
                shared = {"coverage": max(shares), "coverage_other": min(shares), "shared": math.log1p(most)}
                log_odds = same.stages[0].log_odds({**pair_signals(one, other, ()), **shared})
                log_odds += known_log_odds(one.occasion, other.occasion)
                assert said == (log_odds > events.AGAINST or one.article.sha256 == other.article.sha256)
                counts["same"] += said
        for other, said in zip(later, can_be_related(screen.signals(number)), strict=True):
            log_odds = related.stages[0].log_odds(pair_signals(one, other, ()))
            assert said == (log_odds >= math.log(related.threshold / (1 - related.threshold)))
            counts["related"] += said

    pairs = len(list(combinations(reports, 2)))
    assert 0 < counts["related"] < pairs
    assert 0 < counts["same"] < 3 * pairs


def test_venue_and_days_add_no_more_than_is_foreseen() -> None:
    told = "{head}Ada Brook told {venue} {day} that the ferry to Lysaker would sail again.".format
    dates = (None, "2024-03-14", "2024-03-16", "2024-03-31", "2023-05-02")
    articles, _ = read_articles(
        [
            replace(article("A", told(head=head, venue=venue, day=day)), date_published=date)
            for head, date in (("March 14\n\n", None), *(("", date) for date in dates))
            for venue in ("Reuters", "the Oslo Herald", "reporters")
            for day in ("on Monday", "on Friday", "")
        ]
    )
    segments, _ = segment_articles(articles)
    reports = read_reports(articles, segments, embed_segments(articles, segments, load_embedder("lexical")))
    screen = screen_reports(reports)
    exact = 0
    for number, one in enumerate(reports[:-1]):
        known = [known_log_odds(one.occasion, other.occasion) for other in reports[number + 1 :]]
        most = events._most_known(screen, number)
        assert (most >= known).all()
        exact += int((most == known).sum())

    assert len({one.occasion.days for one in reports}) > 5
    assert exact > len(list(combinations(reports, 2))) / 4


def test_what_pairs_are_looked_at_one_by_one_does_not_grow_with_their_number(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = 0

    def look(one: Occasion, other: Occasion) -> float:
        nonlocal looked_at
        looked_at += 1
        return known_log_odds(one, other)

    monkeypatch.setattr(events, "known_log_odds", look)

    def count(articles_of_five_an_event: int) -> int:
        """Screen so many articles as if each two had three statements in common."""
        nonlocal looked_at
        articles, _ = read_articles(invent_articles(articles_of_five_an_event))
        segments, _ = segment_articles(articles)
        reports = read_reports(articles, segments, embed_segments(articles, segments, load_embedder("lexical")))
        screen, looked_at = screen_reports(reports), 0
        found = 0
        for number in range(len(reports)):
            shared = np.full((2, len(reports) - number - 1), 3)
            found += int(can_be_same(screen, number, screen.signals(number), shared).sum())
        assert found > articles_of_five_an_event  # each event has ten pairs of them
        return looked_at

    few, many = count(20), count(80)

    assert few > 0
    assert many <= 1.25 * 4 * few


def test_two_speakers_with_one_last_name_are_two_people() -> None:
    told = "{} Berg told reporters in Lillehammer that the ferry would sail again.".format
    articles, _ = read_articles(
        [article(sigil, told(name)) for sigil, name in zip("ABC", ("Anna", "Lars", "Anne"), strict=False)]
    )
    segments, _ = segment_articles(articles)
    reports = read_reports(articles, segments, embed_segments(articles, segments, load_embedder("lexical")))

    assert screen_reports(reports).signals(0)["other_speakers"].tolist() == [1, 0]


def test_what_is_screened_out_has_nothing_in_common(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles, _ = read_articles([*sorted(seeds.glob("*.txt")), *invent_articles(15)])
    segments, _ = segment_articles(articles)
    embeddings = embed_segments(articles, segments, load_embedder("lexical"))
    links = align.align_segments(articles, segments, embeddings)
    every = events.relate_articles(articles, segments, links, embeddings)
    monkeypatch.setattr(events, "MOST_RELATED_ALL", 0)
    linked = {link.articles for link in links}

    screened = events.relate_articles(articles, segments, links, embeddings)

    assert screened == tuple(
        one for one in every if one.relation is not RelationKind.DIFFERENT or one.articles in linked
    )
    assert len(screened) < len(every)


def test_pairs_of_one_event_are_aligned_one_after_another() -> None:
    one, two, three, four, five, six = (article(sigil, "Some words.") for sigil in "ABCDEF")
    pairs = [(one, four), (two, five), (one, six), (three, five), (four, six), (two, three)]

    ordered = align._together(pairs)

    assert sorted(map(id, ordered)) == sorted(map(id, pairs))
    groups = [{each.sigil for each in pair} <= set("ADF") for pair in ordered]
    assert sum(before != after for before, after in pairwise(groups)) == 1
