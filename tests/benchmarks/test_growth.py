"""The invented articles are what the chart of growth says they are, and its table is complete."""

from __future__ import annotations

import json

import pytest

from benchmarks import growth
from benchmarks.invented import invent_articles, invent_pair
from ryabkov_diff import RelationKind, compare
from ryabkov_diff.align import align_segments, relate_articles
from ryabkov_diff.embed import embed_segments, load_embedder
from ryabkov_diff.read import read_articles
from ryabkov_diff.segment import segment_articles


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


def test_two_events_are_rarely_of_one_field() -> None:
    articles, _ = read_articles(invent_articles(40))
    segments, _ = segment_articles(articles)
    embeddings = embed_segments(articles, segments, load_embedder("lexical"))
    links = align_segments(articles, segments, embeddings)
    relations = relate_articles(articles, segments, links, embeddings)
    same = [one for one in relations if one.relation is RelationKind.SAME]
    related = [one for one in relations if one.relation is RelationKind.RELATED]

    assert len(same) == 8 * 10
    assert len(related) < 0.05 * len(relations)


def test_each_size_is_said_as_it_is_done(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def measure_apart(size: int, **_: object) -> dict[str, object]:
        told.append(capsys.readouterr().err)
        return {"size": size, "wall": {"loading": 1.0, "embedding": 2.0}, "cpu": {"loading": 1.0, "embedding": 1.5},
                "peak": 3 * growth.MEBIBYTE, "statements": 2 * size, "shared": 1, "events": 1, "findings": 4,
                "written": {"JSON": growth.MEBIBYTE}}  # fmt: skip

    monkeypatch.setattr(growth, "measure_apart", measure_apart)

    assert growth.main(["--statements", "5", "--statements", "7"]) == 0
    assert told[1].startswith("5 statements: 3.0 / 2.5 s, 3 MiB\n")


def test_a_size_is_measured_stage_by_stage(capsys: pytest.CaptureFixture[str]) -> None:
    assert growth.main(["--statements", "5", "--engine", "lexical", "--alone"]) == 0
    written, said = capsys.readouterr()
    measured = json.loads(written)

    assert {"segmenting", "embedding", "aligning", "collating", "detecting", "HTML"} <= measured["wall"].keys()
    assert measured["wall"].keys() == measured["cpu"].keys()
    assert measured["peak"] > 10 * growth.MEBIBYTE
    rows = {row[0]: row[1:] for row in growth.tabulate([measured], many=False)}
    assert rows["statements in each of two articles"] == ("5",)
    assert "inventing, s" not in rows
    assert "  aligning: " in said
