"""Which statements of two articles say the same thing: from probabilities of pairs to a choice of links.

The choice is global: one to one, with the largest sum of probabilities, which is the largest expected number of true
links. Then a statement that is still free joins the partner of its direct neighbour where
its own probability says so: a sentence in one source that is split over two in the other (n:m). Links may cross.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ryabkov_diff.align.signals import DIAGONAL, Statements, find_candidates, neighbourhood_signals, pair_signals
from ryabkov_diff.linking import load_link_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from ryabkov_diff.align.signals import Candidates

__all__ = ["MODEL", "Bead", "choose_beads", "score_pairs"]

# The fitted model, a data file of this package.
MODEL = ("ryabkov_diff.align", "statement-links.json")

# Log-odds that a pair loses when one is quoted and the other is not: outlets mostly quote the same sentences, and sum
# up the others in their own words. Not fitted: the development texts have hardly any quotations.
OTHER_MODE = 1.0

# A free statement joins the link of its neighbour when together they come this much closer to the partner (cosine), as
# vecalign's joined sentences do (Thompson & Koehn 2019). On the development sets, of 135 free neighbours that have no
# partner one comes so close.
JOIN_GAIN = 0.05

# Statements in a tangle of likely pairs up to which the best choice is computed; beyond, pairs are taken greedily. The
# tangles of real articles have fewer than ten.
MAX_TANGLE = 200


@dataclass(frozen=True, slots=True)
class Bead:
    """Linked statements of two articles, as indices.

    Attributes:
        rows: Neighbouring statements of the first article, in order.
        columns: Neighbouring statements of the second, in order.
        confidence: Probability of the link that the bead grew from, in [0, 1].
        parts: `cosine`, `lexical`, `context` of that link, in [0, 1].
        similarity: Cosine of that link in [-1, 1].
    """

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    confidence: float
    parts: Mapping[str, float]
    similarity: float


def score_pairs(
    a: Statements, b: Statements
) -> tuple[Candidates, Mapping[str, NDArray[np.float64]], NDArray[np.float64]]:
    """Score the candidate pairs of two articles.

    Returns:
        The candidates, their signals (with `context`, the support from the pairs diagonally beside, in [0, 1]), and
        their probabilities of saying the same thing.
    """
    model = load_link_model(*MODEL)
    candidates = find_candidates(a, b)
    signals = pair_signals(a, b, candidates)
    other_mode = OTHER_MODE * (a.quoted[candidates.rows] != b.quoted[candidates.columns])
    probability = model.probability(signals, partial(neighbourhood_signals, candidates), -other_mode)
    context = np.maximum.reduce([candidates.beside(probability, rows, columns) for rows, columns in DIAGONAL])
    return candidates, {**signals, "context": context}, probability


def choose_beads(a: Statements, b: Statements, paragraphs: tuple[Sequence[int], Sequence[int]]) -> tuple[Bead, ...]:
    """Choose the links of two articles.

    Args:
        a: The statements of the first article.
        b: Those of the second.
        paragraphs: For each article the paragraph number of each statement; only statements of one paragraph or of
            neighbouring ones are joined.

    Returns:
        Beads in the order of the first article; no statement is in two of them.
    """
    if not len(a) or not len(b):
        return ()
    candidates, signals, probability = score_pairs(a, b)
    threshold = load_link_model(*MODEL).threshold
    likely = np.flatnonzero(probability >= threshold)
    # The most probable first; among equals the closer, then the earlier, so that the choice is no accident.
    order = likely[np.lexsort((candidates.keys[likely], -signals["cosine"][likely], -np.round(probability[likely], 9)))]
    pairs = [(int(candidates.rows[k]), int(candidates.columns[k]), int(k)) for k in order]
    chosen = _best_matching({(i, j): float(probability[k]) for i, j, k in pairs})
    row_bead: dict[int, int] = {}
    column_bead: dict[int, int] = {}
    rows_of: dict[int, set[int]] = {}
    columns_of: dict[int, set[int]] = {}
    for i, j, k in pairs:
        if (i, j) in chosen:
            row_bead[i] = column_bead[j] = k
            rows_of[k], columns_of[k] = {i}, {j}
    for i, j, _ in pairs:
        if (i in row_bead) == (j in column_bead):
            continue
        if j in column_bead:
            k, side, taken, index = column_bead[j], rows_of, row_bead, i
            places, partners = paragraphs[0], columns_of
        else:
            k, side, taken, index = row_bead[i], columns_of, column_bead, j
            places, partners = paragraphs[1], rows_of
        near = any(abs(index - other) == 1 and abs(places[index] - places[other]) <= 1 for other in side[k])
        # One to several, not several to several: two pairs beside each other stay two passages.
        if near and len(partners[k]) == 1:
            side[k].add(index)
            taken[index] = k
    _join_remainders(a, b, paragraphs, (rows_of, columns_of), (row_bead, column_bead))
    beads = [
        Bead(
            rows=tuple(sorted(rows_of[k])),
            columns=tuple(sorted(columns_of[k])),
            confidence=float(probability[k]),
            parts={
                "cosine": float(np.clip(signals["cosine"][k], 0, 1)),
                "lexical": float(signals["lexical"][k]),
                "context": float(signals["context"][k]),
            },
            similarity=float(signals["cosine"][k]),
        )
        for k in rows_of
    ]
    return tuple(sorted(beads, key=lambda bead: bead.rows))


def _join_remainders(
    a: Statements,
    b: Statements,
    paragraphs: tuple[Sequence[int], Sequence[int]],
    members: tuple[dict[int, set[int]], dict[int, set[int]]],
    taken: tuple[dict[int, int], dict[int, int]],
) -> None:
    """Let a free statement join its neighbour's link where it is what the partner says besides.

    Args:
        a: The statements of the first article.
        b: Those of the second.
        paragraphs: The paragraph number of each statement, for both; joined statements stand in one paragraph.
        members: For each bead its statements, for both articles; changed in place.
        taken: For each linked statement its bead, for both articles; changed in place.
    """
    gains = []
    for side, (own, other) in enumerate(((a, b), (b, a))):
        for bead in members[side]:
            if len(members[0][bead]) > 1 or len(members[1][bead]) > 1:
                continue
            (index,), (partner,) = members[side][bead], members[1 - side][bead]
            target = other.vectors[partner]
            for near in (index - 1, index + 1):
                if (
                    0 <= near < len(own)
                    and near not in taken[side]
                    and paragraphs[side][near] == paragraphs[side][index]
                    and own.quoted[near] == own.quoted[index]
                ):
                    # Mean pooling makes the vector of two sentences about their mean, weighted by length.
                    joined = own.vectors[index] * own.lengths[index] + own.vectors[near] * own.lengths[near]
                    gain = float(target @ joined / np.linalg.norm(joined) - target @ own.vectors[index])
                    if gain >= JOIN_GAIN:
                        gains.append((-gain, side, bead, near))
    for _, side, bead, near in sorted(gains):
        if near not in taken[side] and len(members[0][bead]) == len(members[1][bead]) == 1:
            members[side][bead].add(near)
            taken[side][near] = bead


def _best_matching(weights: Mapping[tuple[int, int], float]) -> set[tuple[int, int]]:
    """Choose pairs, each row and each column at most once, with the largest sum of weights.

    Args:
        weights: Positive, by (row, column), in the order in which a greedy choice takes them.
    """
    chosen: set[tuple[int, int]] = set()
    for tangle in _tangles(weights):
        rows, columns = sorted({i for i, _ in tangle}), sorted({j for _, j in tangle})
        if len(rows) + len(columns) > MAX_TANGLE:
            taken_rows: set[int] = set()
            taken_columns: set[int] = set()
            for i, j in tangle:
                if i not in taken_rows and j not in taken_columns:
                    chosen.add((i, j))
                    taken_rows.add(i)
                    taken_columns.add(j)
            continue
        matrix = [[weights.get((i, j), 0.0) for j in columns] for i in rows]
        chosen |= {(rows[r], columns[c]) for r, c in _assign(matrix) if matrix[r][c] > 0}
    return chosen


def _tangles(pairs: Iterable[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Group pairs that compete with one another, directly or through others; the order of the pairs is kept."""
    leader: dict[tuple[str, int], tuple[str, int]] = {}

    def find(node: tuple[str, int]) -> tuple[str, int]:
        while leader.setdefault(node, node) != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    pairs = list(pairs)
    for i, j in pairs:
        leader[find(("row", i))] = find(("column", j))
    tangles: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for i, j in pairs:
        tangles.setdefault(find(("row", i)), []).append((i, j))
    return list(tangles.values())


def _assign(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Solve the assignment problem: one column for each row, or one row for each column, of the largest total weight.

    The Hungarian method with potentials (Kuhn 1955; Jonker & Volgenant 1987), cubic in the smaller side.

    >>> _assign([[0.9, 0.8], [0.85, 0.0]])
    [(0, 1), (1, 0)]
    """
    if len(weights) > len(weights[0]):
        transposed = [list(column) for column in zip(*weights, strict=True)]
        return sorted((row, column) for column, row in _assign(transposed))
    n, m = len(weights), len(weights[0])
    row_potential, column_potential = [0.0] * (n + 1), [0.0] * (m + 1)
    row_of = [0] * (m + 1)  # of each column, from 1; 0 where it is free
    for row in range(1, n + 1):
        row_of[0] = row
        column = 0
        slack = [float("inf")] * (m + 1)
        came_from = [0] * (m + 1)
        done = [False] * (m + 1)
        while row_of[column]:
            done[column] = True
            current, delta, following = row_of[column], float("inf"), 0
            for j in range(1, m + 1):
                if not done[j]:
                    cost = -weights[current - 1][j - 1] - row_potential[current] - column_potential[j]
                    if cost < slack[j]:
                        slack[j], came_from[j] = cost, column
                    if slack[j] < delta:
                        delta, following = slack[j], j
            for j in range(m + 1):
                if done[j]:
                    row_potential[row_of[j]] += delta
                    column_potential[j] -= delta
                else:
                    slack[j] -= delta
            column = following
        while column:
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    return sorted((row_of[j] - 1, j - 1) for j in range(1, m + 1) if row_of[j])
