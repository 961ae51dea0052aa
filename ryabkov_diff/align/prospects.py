"""Which pairs of many articles are worth aligning: those of which two statements are close to each other.

Aligning two articles takes about a hundredth of a second; for the half million pairs of a thousand articles that would
be hours, nearly all of it spent on articles that have nothing in common. One product of all statements' vectors, block
by block, tells these apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["find_prospects"]

# The cosine that the closest statements of two articles must have. Among all pairs of 147 development articles, those
# of one event have at least two statements as close as this on both sides; of unrelated pairs, one in forty has any.
CLOSE = 0.45

# Similarities that are held at once: 64 MiB.
BLOCK = 16 * 1024 * 1024


def find_prospects(vectors: Sequence[NDArray[np.float32]]) -> NDArray[np.bool_]:
    """Find the pairs of articles that may have statements in common.

    Args:
        vectors: Of the statements of each of n articles: shape (statements, dim), rows of unit length.

    Returns:
        Shape (n, n), symmetric: whether two articles have statements that are close to each other.
    """
    close = np.zeros((len(vectors), len(vectors)), dtype=np.bool_)
    counts = np.array([len(own) for own in vectors])
    filled = np.flatnonzero(counts)
    if not len(filled):
        return close
    together = np.concatenate(vectors)
    starts = np.cumsum([0, *counts[filled][:-1]])
    owner = np.repeat(filled, counts[filled])
    step = max(1, BLOCK // len(together))
    for begin in range(0, len(together), step):
        similarity = together[begin : begin + step] @ together.T
        # For each statement of the block the closest one of each article.
        closest = np.maximum.reduceat(similarity, starts, axis=1)
        rows, columns = np.nonzero(closest >= CLOSE)
        close[owner[begin + rows], filled[columns]] = True
    # Floats may differ in the last bit between (a, b) and (b, a).
    return close | close.T
