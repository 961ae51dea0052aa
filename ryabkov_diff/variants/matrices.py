"""Small operations on matrices of pairs: rows are parts of one wording, columns parts of the other."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

__all__ = ["beside", "best_other", "join", "margins", "pad", "split"]


def join(matrices: Iterable[NDArray[Any]]) -> NDArray[Any]:
    """Put the cells of several matrices into one array, so that what is done cell by cell is done to all in one go."""
    return np.concatenate([matrix.ravel() for matrix in matrices])


def split(joined: NDArray[Any], shapes: Sequence[tuple[int, int]]) -> list[NDArray[Any]]:
    """Return the matrices that `join` has joined, as views."""
    bounds = pairwise(accumulate([n * m for n, m in shapes], initial=0))
    return [joined[start:end].reshape(shape) for (start, end), shape in zip(bounds, shapes, strict=True)]


def pad(matrix: Matrix) -> Matrix:
    """Surround a matrix with a border of zeros, for `beside`."""
    n, m = matrix.shape
    padded = np.zeros((n + 2, m + 2))
    padded[1:-1, 1:-1] = matrix
    return padded


def beside(padded: Matrix, rows: int, columns: int) -> Matrix:
    """Add up at each cell of a padded matrix two that stand on either side of it.

    Args:
        padded: Shape (n + 2, m + 2), from `pad`.
        rows: How far below one of them stands, and above the other: -1, 0 or 1.
        columns: How far to the right of it one of them stands, and to the left the other: -1, 0 or 1.

    Returns:
        Shape (n, m).
    """
    n, m = padded.shape
    one = padded[1 + rows : n - 1 + rows, 1 + columns : m - 1 + columns]
    other = padded[1 - rows : n - 1 - rows, 1 - columns : m - 1 - columns]
    both: Matrix = one + other
    return both


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
