"""Small operations on matrices of pairs: rows are parts of one wording, columns parts of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

__all__ = ["best_other", "margins", "matches", "pad", "shift"]


def matches(a: Sequence[str], b: Sequence[str]) -> Matrix:
    """Say for each pair whether the two strings are equal: 0 or 1, shape (n, m)."""
    numbers: dict[str, int] = {}
    rows, columns = (np.array([numbers.setdefault(word, len(numbers)) for word in words]) for words in (a, b))
    same: Matrix = (rows[:, None] == columns[None, :]).astype(np.float64)
    return same


def pad(matrix: Matrix) -> Matrix:
    """Surround a matrix with a border of zeros, for `shift`."""
    n, m = matrix.shape
    padded = np.zeros((n + 2, m + 2))
    padded[1:-1, 1:-1] = matrix
    return padded


def shift(padded: Matrix, rows: int, columns: int) -> Matrix:
    """Return at each cell of a padded matrix what stands `rows` below and `columns` to the right of it: -1, 0 or 1."""
    n, m = padded.shape
    return padded[1 + rows : n - 1 + rows, 1 + columns : m - 1 + columns]


def best_other(matrix: Matrix, axis: int) -> Matrix:
    """Return at each cell the largest value of the other cells along an axis; 0 where there is no other."""
    if matrix.shape[axis] < 2:  # noqa: PLR2004 - one cell has no other
        return np.zeros(matrix.shape)
    ordered = np.partition(matrix, -2, axis=axis)
    before = (slice(None),) * axis
    second, best = ordered[*before, -2:-1], ordered[*before, -1:]
    # A tie for the best place leaves every one of the tied with a rival as good as itself.
    others: Matrix = np.where(matrix >= best, second, best)
    return others


def margins(matrix: Matrix) -> tuple[Matrix, Matrix]:
    """Return at each cell how far it is ahead of the best rival in its row, and in its column."""
    return matrix - best_other(matrix, axis=1), matrix - best_other(matrix, axis=0)
