"""What aligning statements and aligning words share: a fitted model that turns signals of pairs into probabilities.

The models are logistic regressions in stages. The first guesses from the signals of the pair itself; each further one
also sees the guesses of the one before for the pairs around it, and corrects them. Coefficients stand in JSON files
beside their users, with their provenance; scripts in `benchmarks/` fit them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from ryabkov_diff.domain import TokenVectors

    Values = NDArray[np.float64]

__all__ = [
    "LinkModel",
    "LogisticModel",
    "best_matching",
    "load_link_model",
    "log_odds",
    "pool_words",
    "unit_rows",
]

# Keeps the logarithm of 0 and 1 finite.
TINY = 1e-6

# Rows and columns in a tangle of likely pairs up to which the best choice is computed; beyond, pairs are taken
# greedily. The tangles of real articles have fewer than ten.
MAX_TANGLE = 200


@dataclass(frozen=True, slots=True)
class LogisticModel:
    """A logistic regression over named signals.

    Attributes:
        weights: By the signal's name, on the signal's own scale.
        intercept: The log-odds where all signals are 0.
    """

    weights: Mapping[str, float]
    intercept: float

    def probability(self, signals: Mapping[str, Values]) -> Values:
        """Return the probability at each place, of the shape that the signals have, in [0, 1]."""
        result: Values = 1 / (1 + np.exp(-self.all_log_odds(signals)))
        return result

    def all_log_odds(self, signals: Mapping[str, Values]) -> Values:
        """Return the log-odds at each place, of the shape that the signals have."""
        result = np.full(next(iter(signals.values())).shape, self.intercept, dtype=np.float64)
        for name, weight in self.weights.items():
            result += weight * signals[name]
        return result

    def log_odds(self, signals: Mapping[str, float]) -> float:
        """Return the log-odds of one case."""
        return self.intercept + sum(weight * signals[name] for name, weight in self.weights.items())


@dataclass(frozen=True, slots=True)
class LinkModel:
    """A fitted model of links.

    Attributes:
        stages: The guess from the signals of a pair, and its corrections.
        threshold: The probability from which a pair counts as linked.
    """

    stages: tuple[LogisticModel, ...]
    threshold: float

    def probability(
        self,
        signals: Mapping[str, Values],
        look_around: Callable[[Values], Mapping[str, Values]],
    ) -> Values:
        """Return the probability of each pair being linked, after all stages.

        Args:
            signals: Of the pairs themselves.
            look_around: From the probabilities of all pairs to signals of the pairs around each.
        """
        guess = (self.stages[0].probability(signals) + TINY) / (1 + 2 * TINY)
        for stage in self.stages[1:]:
            guess = stage.probability({**signals, **look_around(guess)})
        return guess


@cache
def load_link_model(package: str, name: str, part: str | None = None) -> LinkModel:
    """Read a fitted model from a data file of a package.

    Args:
        package: E.g. `ryabkov_diff.variants`.
        name: E.g. `word-links.json`.
        part: The field of the file that holds the model; the file itself is the model if None.
    """
    data: Mapping[str, Any] = json.loads((files(package) / name).read_text(encoding="utf-8"))
    if part is not None:
        data = data[part]
    return LinkModel(tuple(LogisticModel(**stage) for stage in data["stages"]), data["threshold"])


def log_odds(probability: Values) -> Values:
    """Return the logarithm of the odds, finite also at 0 and 1."""
    result: Values = np.log((probability + TINY) / (1 - probability + TINY))
    return result


def best_matching(weights: Mapping[tuple[int, int], float]) -> set[tuple[int, int]]:
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


def pool_words(spans: Sequence[tuple[int, int]], tokens: TokenVectors) -> NDArray[np.float32]:
    """Average the token vectors under each word.

    Args:
        spans: n half-open spans, counted as the offsets of the tokens are.
        tokens: The text's token vectors, in order.

    Returns:
        Shape (n, d), rows of unit length; a zero row for a word that no token overlaps.
    """
    words = np.fromiter(chain.from_iterable(spans), np.int64, 2 * len(spans)).reshape(-1, 2)
    if not len(tokens.vectors):
        return np.zeros((len(words), tokens.vectors.shape[1]), dtype=np.float32)
    # Under a word are the tokens from the first that ends behind its start to the last that begins before its end.
    first = tokens.offsets[:, 1].searchsorted(words[:, 0], side="right")
    behind = tokens.offsets[:, 0].searchsorted(words[:, 1], side="left")
    # Most words are one token; of several, the sum points where the mean does.
    pooled: NDArray[np.float32] = tokens.vectors.take(first, axis=0, mode="clip")
    for word, (start, end) in enumerate(zip(first.tolist(), behind.tolist(), strict=True)):
        if end - start != 1:
            pooled[word] = np.add.reduce(tokens.vectors[start:end], axis=0)
    return unit_rows(pooled)


def unit_rows(matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale each row to unit length; a zero row stays zero."""
    lengths: NDArray[np.float32] = np.sqrt(np.add.reduce(matrix * matrix, axis=1, keepdims=True))
    lengths[lengths == 0] = 1
    scaled: NDArray[np.float32] = matrix / lengths
    return scaled
