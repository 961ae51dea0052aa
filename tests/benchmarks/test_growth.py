"""The invented articles are what the chart of growth says they are, and its table is complete."""

from __future__ import annotations

import json

import pytest

from benchmarks import growth
from benchmarks.invented import invent_articles, invent_pair
from ryabkov_diff import compare


def test_the_same_articles_are_invented_each_time() -> None:
    assert invent_pair(30) == invent_pair(30)
    assert invent_articles(12) == invent_articles(12)
    assert invent_pair(30) != invent_pair(30, seed=1)


def test_two_articles_tell_one_event_in_other_words_and_another_order() -> None:
    one, other = invent_pair(60)
    comparison = compare([one, other], engine="lexical")

    assert comparison.one_event
    assert len(comparison.statements("A")) == pytest.approx(60, abs=6)
    assert len(comparison.shared_passages) > 30
    assert any(passage.moved for passage in comparison.shared_passages)
    assert len(comparison.only_in("A")) > 2
    assert {"rewording", "omission", "order"} <= {finding.kind for finding in comparison.findings}


def test_many_articles_are_of_about_five_outlets_an_event() -> None:
    articles = invent_articles(23)

    assert len(articles) == 23
    assert len({article.date_published for article in articles}) == 5
    assert len({article.label for article in articles}) == 23


def test_a_size_is_measured_stage_by_stage(capsys: pytest.CaptureFixture[str]) -> None:
    assert growth.main(["--statements", "5", "--engine", "lexical", "--alone"]) == 0
    measured = json.loads(capsys.readouterr().out)

    assert {"segmenting", "embedding", "aligning", "collating", "detecting", "HTML"} <= measured["wall"].keys()
    assert measured["wall"].keys() == measured["cpu"].keys()
    assert measured["peak"] > 10 * growth.MEBIBYTE
    rows = {row[0]: row[1:] for row in growth.tabulate([measured], many=False)}
    assert rows["statements in each of two articles"] == ("5",)
    assert "inventing, s" not in rows
