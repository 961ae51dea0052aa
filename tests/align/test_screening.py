"""A look at all pairs of many articles at once sees what a look at each of them sees."""

from __future__ import annotations

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
    may_be_related,
    may_be_same,
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


def test_nothing_that_is_possible_is_lost(reports: Sequence[Report]) -> None:
    screen = screen_reports(reports)
    found = {"related": 0, "same": 0}
    for number, one in enumerate(reports):
        later = reports[number + 1 :]
        signals = screen.signals(number)
        for most in (0, 1, 3):
            shared = np.full((2, len(later)), most)
            likely = may_be_same(signals, one, later, shared)
            for other, said in zip(later, likely, strict=True):
                possible = can_be_same(one, other, (most, most))
                assert said or not possible
                found["same"] += possible
        for other, said in zip(later, may_be_related(signals), strict=True):
            assert said == can_be_related(one, other)
            found["related"] += can_be_related(one, other)

    assert min(found.values()) > 0
    assert found["related"] < len(list(combinations(reports, 2)))


def test_two_speakers_with_one_last_name_are_left_to_the_closer_look() -> None:
    """The screen takes them for one person, which must not speak against a pair."""
    for part in ("same", "related"):
        assert load_link_model(*events.MODEL, part=part).stages[0].weights.get("other_speakers", 0.0) <= 0


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
