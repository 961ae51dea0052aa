"""What speaks for two statements saying the same thing: signals of candidate pairs.

A pair is a candidate when it is among the closest of its row or column, or stands diagonally beside such a pair: so the
work grows with the number of statements, not with its square, but for one blocked product of the vectors.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ryabkov_diff.linking import log_odds
from ryabkov_diff.text import stem, tokenize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Values = NDArray[np.float64]
    Indices = NDArray[np.int64]

__all__ = ["Candidates", "Statements", "find_candidates", "neighbourhood_signals", "pair_signals"]

# How many of the closest statements of the other article each statement considers: on the development sets the
# true partner is among the first five.
CLOSEST = 12

# Rounds of scaling rows and columns; the assignment changes by less than a thousandth afterwards.
SINKHORN_STEPS = 20

# Odds are cut off here, so that one certain link does not decide a whole row by itself.
MAX_LOG_ODDS = 8.0

# Statements whose similarities are computed in one go; bounds memory to BLOCK x m floats.
BLOCK = 1024

# The pairs beside a pair on the diagonal: where two articles keep the same order, its neighbours are linked, too.
DIAGONAL = ((1, 1), (-1, -1))


@dataclass(frozen=True, slots=True, eq=False)
class Statements:
    """The statements of one article, ready for alignment.

    Attributes:
        vectors: float32 of shape (n, dim), rows of unit length.
        stems: For each statement the stems of its content words.
        lengths: Characters of each statement, shape (n,).
        quoted: Whether it is in quotation marks, bool of shape (n,).
    """

    vectors: NDArray[np.float32]
    stems: tuple[frozenset[str], ...]
    lengths: Values
    quoted: NDArray[np.bool_]

    @classmethod
    def of(cls, texts: Sequence[str], vectors: NDArray[np.float32], quoted: Sequence[bool] | None = None) -> Statements:
        """Prepare statements from their texts, their vectors and whether they are quoted; none is by default."""
        stems = [frozenset(stem(token.norm) for token in tokenize(text) if token.is_content) for text in texts]
        return cls(
            vectors,
            tuple(stems),
            np.array([max(1, len(text)) for text in texts], dtype=float),
            np.array(quoted if quoted is not None else [False] * len(texts), dtype=bool),
        )

    def __len__(self) -> int:
        """Count the statements."""
        return len(self.stems)


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Pairs (i, j) of statements worth a look, sorted by i, then j, each once.

    Attributes:
        rows: Index into the first article's statements, shape (k,).
        columns: Index into the second one's, shape (k,).
        shape: The number of statements of both articles.
    """

    rows: Indices
    columns: Indices
    shape: tuple[int, int]

    @classmethod
    def of(cls, keys: Indices, shape: tuple[int, int]) -> Candidates:
        """Make candidates of keys `i * m + j`, in any order."""
        rows, columns = np.divmod(np.unique(keys), max(1, shape[1]))
        return cls(rows, columns, shape)

    @property
    def keys(self) -> Indices:
        """`i * m + j` for each pair, increasing."""
        return self.rows * max(1, self.shape[1]) + self.columns

    def beside(self, values: Values, rows: int, columns: int) -> Values:
        """Return for each pair the value of the pair `rows` below and `columns` right of it; 0 where none is known.

        In front of both articles stands a pair of beginnings, behind both a pair of ends: all the context that a text
        of one statement has, and little for a long one, so their value is one by the shorter article's statements.
        """
        i, j = self.rows + rows, self.columns + columns
        inside = (i >= 0) & (i < self.shape[0]) & (j >= 0) & (j < self.shape[1])
        bounds = ((i < 0) & (j < 0)) | ((i >= self.shape[0]) & (j >= self.shape[1]))
        keys = self.keys
        wanted = i * max(1, self.shape[1]) + j
        place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        known = inside & (keys[place] == wanted)
        found: Values = np.where(known, values[place], bounds / min(self.shape))
        return found

    def best_rivals(self, values: Values, *, of_rows: bool) -> Values:
        """Return for each pair the largest value of the other pairs of its row or column; 0 where there is none."""
        groups = self.rows if of_rows else self.columns
        order = np.lexsort((-values, groups))
        first = np.searchsorted(groups[order], groups[order])
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order)) - first
        top = np.zeros((self.shape[0 if of_rows else 1], 2))
        leading = rank < top.shape[1]
        top[groups[leading], rank[leading]] = values[leading]
        rivals: Values = np.where(rank == 0, top[groups, 1], top[groups, 0])
        return rivals


def find_candidates(a: Statements, b: Statements) -> Candidates:
    """Find the pairs worth a look; both articles have at least one statement."""
    shape = (len(a), len(b))
    rows_of, columns_of = _closest(a, b), _closest(b, a)
    i = np.concatenate([np.repeat(np.arange(shape[0]), rows_of.shape[1]), columns_of.ravel()])
    j = np.concatenate([rows_of.ravel(), np.repeat(np.arange(shape[1]), columns_of.shape[1])])
    best_i = np.concatenate([np.arange(shape[0]), columns_of[:, 0]])
    best_j = np.concatenate([rows_of[:, 0], np.arange(shape[1])])
    for rows, columns in DIAGONAL:
        near_i, near_j = best_i + rows, best_j + columns
        inside = (near_i >= 0) & (near_i < shape[0]) & (near_j >= 0) & (near_j < shape[1])
        i, j = np.concatenate([i, near_i[inside]]), np.concatenate([j, near_j[inside]])
    return Candidates.of(i * shape[1] + j, shape)


def pair_signals(a: Statements, b: Statements, candidates: Candidates) -> Mapping[str, Values]:
    """Describe each candidate pair; all signals are symmetric in the two articles.

    Returns:
        Named signals of shape (k,): `cosine` in [-1, 1]; `lexical`, the Dice coefficient of content stems weighted by
        rarity, and `containment`, the share of the shorter one's that the longer one has, in [0, 1]; `shared`, the
        logarithm of the weight that both share; the margin of cosine and overlap over the best rivals in row and
        column; `beside_max`, how close the closer of the two pairs diagonally beside is; lengths and places.
    """
    i, j = candidates.rows, candidates.columns
    cosine = np.einsum("kd,kd->k", a.vectors[i], b.vectors[j]).astype(np.float64)
    lexical, containment, shared = _overlap(a.stems, b.stems, candidates)
    both = (cosine + lexical) / 2
    # Neighbours are looked up among the candidates; a pair that is none is far from everything.
    beside = [candidates.beside(both, rows, columns) for rows, columns in DIAGONAL]
    margins = [both - candidates.best_rivals(both, of_rows=of_rows) for of_rows in (True, False)]
    n, m = candidates.shape
    return {
        "cosine": cosine,
        "lexical": lexical,
        "containment": containment,
        "shared": np.log1p(shared),
        "margin_min": np.minimum(*margins),
        "margin_max": np.maximum(*margins),
        "beside_max": np.maximum(*beside),
        "length_ratio": np.abs(np.log(a.lengths[i] / b.lengths[j])),
        "length_min": np.log(np.minimum(a.lengths[i], b.lengths[j])),
        "place": np.abs((i + 0.5) / n - (j + 0.5) / m),
    }


def neighbourhood_signals(candidates: Candidates, probability: Values) -> Mapping[str, Values]:
    """Describe what a first guess says about each pair and the pairs around it; symmetric as `pair_signals`.

    Args:
        candidates: The k pairs.
        probability: The first guess, shape (k,).
    """
    assigned = soft_assignment(candidates, probability)
    rivals = [candidates.best_rivals(assigned, of_rows=of_rows) for of_rows in (True, False)]

    def best(*places: tuple[int, int]) -> Values:
        found = [candidates.beside(assigned, rows, columns) for rows, columns in places]
        largest: Values = np.maximum.reduce(found)
        return largest

    in_row, in_column = best((0, 1), (0, -1)), best((1, 0), (-1, 0))
    return {
        "assigned": assigned,
        "assigned_odds": log_odds(assigned),
        "rival_min": np.minimum(*rivals),
        "rival_max": np.maximum(*rivals),
        "diagonal": best(*DIAGONAL),
        "both_diagonals": sum((candidates.beside(assigned, *place) for place in DIAGONAL), np.zeros_like(assigned)),
        "beside_min": np.minimum(in_row, in_column),
        "beside_max_assigned": np.maximum(in_row, in_column),
    }


def soft_assignment(candidates: Candidates, probability: Values) -> Values:
    """Let each statement divide itself among its partners and having none.

    Rows and columns of the odds are scaled in turn, each with a share for having no partner (Sinkhorn & Knopp 1967,
    with a null as in partial optimal transport): a pair loses to a rival only as far as that has no better partner.

    Returns:
        Shape (k,), in [0, 1]; rows and columns sum to at most 1, give or take a hundredth.
    """
    weight = np.exp(np.clip(log_odds(probability), -MAX_LOG_ODDS, MAX_LOG_ODDS))
    row_scale = np.ones(candidates.shape[0])
    column_scale = np.ones(candidates.shape[1])
    i, j = candidates.rows, candidates.columns
    for _ in range(SINKHORN_STEPS):
        row_scale = 1 / (1 + np.bincount(i, weight * column_scale[j], minlength=len(row_scale)))
        column_scale = 1 / (1 + np.bincount(j, weight * row_scale[i], minlength=len(column_scale)))
    # Half a step more for the rows, averaged, so that rows and columns are treated alike.
    other = 1 / (1 + np.bincount(i, weight * column_scale[j], minlength=len(row_scale)))
    result: Values = weight * (row_scale + other)[i] / 2 * column_scale[j]
    return np.clip(result, 0, 1)


def _closest(a: Statements, b: Statements) -> Indices:
    """Return for each statement of `a` its closest ones in `b`, the closest first: shape (n, at most CLOSEST)."""
    count = min(CLOSEST, len(b))
    blocks = []
    for start in range(0, len(a), BLOCK):
        similarity = a.vectors[start : start + BLOCK] @ b.vectors.T
        found = np.argpartition(-similarity, count - 1, axis=1)[:, :count]
        order = np.argsort(-np.take_along_axis(similarity, found, axis=1), axis=1, kind="stable")
        blocks.append(np.take_along_axis(found, order, axis=1))
    return np.concatenate(blocks).astype(np.int64)


def _overlap(
    a: Sequence[frozenset[str]], b: Sequence[frozenset[str]], candidates: Candidates
) -> tuple[Values, Values, Values]:
    """Return Dice coefficient, containment (both in [0, 1]) and the weight of what two statements share, shape (k,).

    A word weighs by the logarithm of its inverse frequency among all statements.

    Args:
        a: The words of each statement of the first article.
        b: Those of the second.
        candidates: The pairs.
    """
    frequency = Counter(word for words in (*a, *b) for word in words)
    total = len(a) + len(b)
    weight = {word: math.log(1 + total / count) for word, count in frequency.items()}
    # Sorted: the sum of floats depends on their order, and the order of a set on the process.
    sums = [[sum(weight[word] for word in sorted(words)) for words in side] for side in (a, b)]
    dice, containment, weight_shared = (np.zeros(len(candidates.rows)) for _ in range(3))
    for k, (i, j) in enumerate(zip(candidates.rows.tolist(), candidates.columns.tolist(), strict=True)):
        common = a[i] & b[j]
        if common:
            shared = sum(weight[word] for word in sorted(common))
            dice[k] = 2 * shared / (sums[0][i] + sums[1][j])
            containment[k] = shared / min(sums[0][i], sums[1][j])
            weight_shared[k] = shared
    return dice, containment, weight_shared
