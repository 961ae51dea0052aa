"""Of many articles only those that may have something in common are aligned, and nothing is lost by it."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from benchmarks.invented import invent_articles
from benchmarks.sets.news import DEVELOPMENT, path_of, read_groups
from ryabkov_diff import align
from ryabkov_diff.align import align_segments, events, prospects, relate_articles, signals
from ryabkov_diff.align.links import Bead, choose_beads
from ryabkov_diff.align.prospects import closest_pairs, compare_statements
from ryabkov_diff.domain import RelationKind
from ryabkov_diff.embed import embed_segments, load_embedder
from ryabkov_diff.linking import load_link_model
from ryabkov_diff.read import read_articles
from ryabkov_diff.segment import segment_articles

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from numpy.typing import NDArray

    from ryabkov_diff.align.signals import Statements

# Groups of the invented news, on different subjects.
GROUPS = 5


def vectors(*rows: tuple[float, ...]) -> NDArray[np.float32]:
    found = np.array(rows, dtype=np.float32).reshape(-1, 3)
    units: NDArray[np.float32] = found / np.maximum(1e-9, np.linalg.norm(found, axis=1, keepdims=True))
    return units


EAST, NORTH, UP = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)


def test_close_statements_are_counted_on_both_sides() -> None:
    close, largest = compare_statements(
        [vectors(EAST, NORTH, (0.6, 0.8, 0.0)), vectors(UP, (0.8, 0.6, 0.0)), vectors(UP)]
    )

    assert close.tolist() == [[3, 3, 0], [1, 2, 1], [0, 1, 1]]
    assert largest == pytest.approx(np.array([[1, 0.96, -1], [0.96, 1, 1], [-1, 1, 1]]))


def test_an_article_without_statements_has_none_in_common() -> None:
    close, _ = compare_statements([vectors(EAST), vectors(), vectors(EAST)])

    assert close.tolist() == [[1, 0, 1], [0, 0, 0], [1, 0, 1]]
    assert not compare_statements([vectors(), vectors()])[0].any()


@pytest.mark.parametrize("block", [1, 7, 40])
def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    random = np.random.default_rng(1)
    articles = [vectors(*random.normal(size=(random.integers(0, 6), 3))) for _ in range(9)]
    whole, largest = compare_statements(articles)
    monkeypatch.setattr(prospects, "BLOCK", block)

    assert 0 in whole
    assert whole.max() > 1
    found, found_largest = compare_statements(articles)
    assert (found == whole).all()
    assert found_largest == pytest.approx(largest)


def test_of_many_articles_of_one_topic_the_closest_are_aligned() -> None:
    closeness = {(0, 1): 9, (0, 2): 8, (1, 2): 7, (0, 3): 6, (1, 3): 5, (2, 3): 4, (4, 5): 1}

    assert closest_pairs(closeness, 1) == {(0, 1), (0, 2), (0, 3), (4, 5)}
    assert closest_pairs(closeness, 2) == {(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (4, 5)}
    assert closest_pairs(closeness, 3) == set(closeness)


def test_the_work_does_not_grow_with_the_square_of_an_archive_of_one_topic() -> None:
    close = {pair: sum(pair) % 101 + pair[0] / 1000 for pair in combinations(range(200), 2)}

    assert len(closest_pairs(close, prospects.MOST_RELATED)) <= 200 * prospects.MOST_RELATED


def test_mixed_articles_are_related_as_if_every_pair_had_been_aligned(
    seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [name for group in list(read_groups(DEVELOPMENT).values())[:GROUPS] for name in group["files"]]
    news = [path_of(DEVELOPMENT, name.removeprefix("texts/").removesuffix(".txt")) for name in dict.fromkeys(names)]
    articles, _ = read_articles([*sorted(seeds.glob("*.txt")), *news])
    segments, _ = segment_articles(articles)
    embeddings = embed_segments(articles, segments, load_embedder())
    assert len(articles) > align.MOST_ALIGNED_ALL
    pruned = align_segments(articles, segments, embeddings)
    monkeypatch.setattr(align, "MOST_ALIGNED_ALL", len(articles))
    all_links = align_segments(articles, segments, embeddings)

    assert {link.articles for link in pruned} <= {link.articles for link in all_links}
    relations, all_relations = (relate_articles(articles, segments, links, embeddings) for links in (pruned, all_links))
    assert {one.relation for one in relations} == set(RelationKind)
    assert [(one.articles, one.relation) for one in relations] == [
        (one.articles, one.relation) for one in all_relations
    ]
    # What articles of one event have in common is the very same.
    same = {one.articles for one in all_relations if one.relation is RelationKind.SAME}
    assert [one for one in pruned if one.articles in same] == [one for one in all_links if one.articles in same]


def test_the_work_grows_with_the_pairs_that_are_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    aligned: list[tuple[Statements, Statements]] = []

    def choose(a: Statements, b: Statements) -> tuple[Bead, ...]:
        aligned.append((a, b))
        return choose_beads(a, b)

    monkeypatch.setattr(align, "choose_beads", choose)

    def count(events_apart: int) -> int:
        """Align the reports of some interviews that have no word in common, three of each."""
        aligned.clear()
        articles, _ = read_articles([f for number in range(events_apart) for f in invent_articles(3, seed=number)])
        segments, _ = segment_articles(articles)
        embeddings = embed_segments(articles, segments, load_embedder("lexical"))
        # Each event in a direction of its own.
        turned = np.zeros((len(segments), events_apart), dtype=np.float32)
        owner = {article.sigil: place // 3 for place, article in enumerate(articles)}
        for row, segment in enumerate(segments):
            turned[row, owner[segment.article]] = 1
        align_segments(articles, segments, type(embeddings)(turned, embeddings.tokens))
        return len(aligned)

    assert count(5) == 5 * 3
    assert count(10) == 10 * 3


def test_an_article_is_prepared_once_however_many_it_is_aligned_with(monkeypatch: pytest.MonkeyPatch) -> None:
    articles, _ = read_articles(invent_articles(15))
    segments, _ = segment_articles(articles)
    embeddings = embed_segments(articles, segments, load_embedder("lexical"))
    assert len(articles) > align.MOST_ALIGNED_ALL
    counted: Counter[str] = Counter()

    def count(module: ModuleType, name: str) -> None:
        original = getattr(module, name)

        def counting(*found: Any) -> Any:
            counted[name] += 1
            return original(*found)

        monkeypatch.setattr(module, name, counting)

    count(signals, "_paragraph_vectors")
    count(align, "choose_beads")
    align_segments(articles, segments, embeddings)

    assert counted["choose_beads"] > len(articles)
    assert counted["_paragraph_vectors"] == len(articles)


def test_the_bound_is_one() -> None:
    """More statements in common must speak for one event, or what they can have at most would say nothing."""
    weights = load_link_model(*events.MODEL, part="same").stages[0].weights

    assert all(weights.get(name, 0.0) >= 0 for name in ("coverage", "coverage_other", "shared"))
    unmoved = load_link_model(*events.MODEL, part="related").stages[0].weights
    assert unmoved.keys().isdisjoint({"coverage", "coverage_other", "shared"})


def test_of_very_many_articles_only_those_that_are_related_have_a_relation(monkeypatch: pytest.MonkeyPatch) -> None:
    articles, _ = read_articles(invent_articles(10))
    segments, _ = segment_articles(articles)
    embeddings = embed_segments(articles, segments, load_embedder())
    links = align_segments(articles, segments, embeddings)
    everything = relate_articles(articles, segments, links, embeddings)
    monkeypatch.setattr(events, "MOST_RELATED_ALL", 9)
    linked = {link.articles for link in links}

    assert len(everything) == 45
    assert relate_articles(articles, segments, links, embeddings) == tuple(
        one for one in everything if one.relation is not RelationKind.DIFFERENT or one.articles in linked
    )
