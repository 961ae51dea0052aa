"""The choice of links, apart from the model: matching, assignment, n:m."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ryabkov_diff.align.links import choose_beads
from ryabkov_diff.align.signals import Candidates, Statements, find_candidates, pair_signals, soft_assignment
from ryabkov_diff.domain import Segment, SegmentKind
from ryabkov_diff.embed import embed_texts, load_embedder
from ryabkov_diff.linking import _assign, best_matching

if TYPE_CHECKING:
    from collections.abc import Sequence

A = [
    "The fire broke out at the paint factory shortly before midnight.",
    "Two workers were taken to hospital with burns.",
    "Nobody knows yet what caused the fire.",
    "The mayor thanked the firefighters, and promised a thorough inquiry.",
]
B = [
    "The mayor praised the fire brigade.",
    "He promised there would be a full investigation.",
    "Shortly before midnight a fire started in a factory that makes paint.",
    "The cause of the fire is still unknown.",
    "Shares of the company fell by four percent on Monday.",
]


def statements(texts: list[str], paragraphs: Sequence[int] | None = None, *, quoted: bool = False) -> Statements:
    """Make each text a statement, by default in a paragraph of its own."""
    kind = SegmentKind.QUOTED if quoted else SegmentKind.NARRATED
    segments = [
        Segment(f"A.{number}", "A", kind, paragraph, 0, len(text), text)
        for number, (text, paragraph) in enumerate(zip(texts, paragraphs or range(len(texts)), strict=True), start=1)
    ]
    embedded = embed_texts(texts, load_embedder())
    return Statements.of(segments, texts, embedded.vectors, embedded.tokens)


def test_statements_are_linked_across_the_order_and_the_rest_stays_alone() -> None:
    beads = choose_beads(statements(A), statements(B))

    links = {(bead.rows, bead.columns) for bead in beads}
    assert ((0,), (2,)) in links
    assert ((2,), (3,)) in links
    linked_rows = {row for bead in beads for row in bead.rows}
    linked_columns = {column for bead in beads for column in bead.columns}
    assert 1 not in linked_rows
    assert 4 not in linked_columns


def test_a_statement_split_over_two_sentences_is_one_bead() -> None:
    whole = [
        "Two workers were taken to hospital with burns, and a third was treated by paramedics at the scene.",
        "Nobody knows yet what caused the fire.",
    ]
    split = [
        "Two of the workers were taken to hospital with burns.",
        "A third one was treated at the scene by paramedics.",
        "The cause of the fire is still unknown.",
        "Shares fell by four percent.",
    ]
    beads = choose_beads(statements(whole), statements(split, [0, 0, 1, 2]))

    assert {(bead.rows, bead.columns) for bead in beads} == {((0,), (0, 1)), ((1,), (2,))}


def test_no_statement_is_in_two_beads() -> None:
    beads = choose_beads(statements(A + A), statements(B + A))

    rows = [row for bead in beads for row in bead.rows]
    columns = [column for bead in beads for column in bead.columns]
    assert len(rows) == len(set(rows))
    assert len(columns) == len(set(columns))


def test_an_article_without_statements_has_no_links() -> None:
    empty = Statements.of([], [], np.zeros((0, 384), np.float32), [])

    assert choose_beads(empty, statements(B)) == ()


def test_swapping_the_articles_swaps_the_beads() -> None:
    forward = choose_beads(statements(A), statements(B))
    backward = choose_beads(statements(B), statements(A))

    assert {(bead.rows, bead.columns) for bead in forward} == {(bead.columns, bead.rows) for bead in backward}


def test_all_signals_are_symmetric() -> None:
    a, b = statements(A), statements(B)
    forward, backward = find_candidates(a, b), find_candidates(b, a)
    one, other = pair_signals(a, b, forward), pair_signals(b, a, backward)

    order = np.lexsort((backward.rows, backward.columns))
    assert (forward.rows == backward.columns[order]).all()
    for name, values in one.items():
        np.testing.assert_allclose(values, other[name][order], atol=1e-6, err_msg=name)


@st.composite
def weight_tables(draw: st.DrawFn) -> list[list[float]]:
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    weight = st.integers(0, 20).map(lambda value: value / 20)
    return [[draw(weight) for _ in range(columns)] for _ in range(rows)]


def best_total(table: list[list[float]]) -> float:
    """Try every assignment."""
    rows, columns = len(table), len(table[0])
    if rows > columns:
        return best_total([list(column) for column in zip(*table, strict=True)])
    return max(sum(table[i][j] for i, j in enumerate(order)) for order in permutations(range(columns), rows))


@given(weight_tables())
def test_the_assignment_is_the_best_of_all(table: list[list[float]]) -> None:
    pairs = _assign(table)

    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs) == min(len(table), len(table[0]))
    assert sum(table[i][j] for i, j in pairs) == pytest.approx(best_total(table))


@given(weight_tables())
def test_the_matching_is_as_good_as_the_assignment(table: list[list[float]]) -> None:
    weights = {(i, j): value for i, row in enumerate(table) for j, value in enumerate(row) if value > 0}

    assert sum(weights[pair] for pair in best_matching(weights)) == pytest.approx(best_total(table))


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4), st.floats(0, 1)), min_size=1, max_size=20))
def test_shares_of_the_soft_assignment_sum_to_at_most_one(cells: list[tuple[int, int, float]]) -> None:
    table = {(i, j): value for i, j, value in cells}
    candidates = Candidates.of(np.array([i * 5 + j for i, j in table]), (6, 5))
    values = np.array([table[int(i), int(j)] for i, j in zip(candidates.rows, candidates.columns, strict=True)])

    shares = soft_assignment(candidates, values)

    assert (shares >= 0).all()
    assert np.bincount(candidates.rows, shares).max() <= 1.01
    assert np.bincount(candidates.columns, shares).max() <= 1.01


def test_the_best_rivals_leave_out_the_pair_itself() -> None:
    candidates = Candidates.of(np.array([0, 1, 2, 4]), (2, 3))  # row 0 has three pairs, row 1 one
    values = np.array([0.9, 0.5, 0.1, 0.7])

    assert candidates.best_rivals(values, of_rows=True) == pytest.approx([0.5, 0.9, 0.9, 0.0])
    assert candidates.best_rivals(values, of_rows=False) == pytest.approx([0.0, 0.7, 0.0, 0.5])
