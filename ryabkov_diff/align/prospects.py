"""Which pairs of many articles are worth aligning: those that may come out as one event, or as one topic.

Aligning two articles takes about a hundredth of a second; for the half million pairs of a thousand articles that would
be hours, nearly all of it spent on articles that have nothing to do with each other. One product of all statements'
vectors, block by block, says how many statements two articles can have in common at most; what else speaks for one
event or one topic of theirs is known before any statement is linked.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from ryabkov_diff.align.events import can_be_related, read_reports

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ryabkov_diff.domain import Article, Embeddings, Segment

__all__ = ["count_close", "find_prospects"]

# The cosine from which two statements may say the same. Among all pairs of 147 development articles, all of one event
# have three statements or more that are as close as this on both sides; of unrelated pairs, one in twenty has any.
CLOSE = 0.45

# Similarities that are held at once: 64 MiB.
BLOCK = 16 * 1024 * 1024


def find_prospects(
    articles: Sequence[Article],
    segments: Sequence[Segment],
    embeddings: Embeddings,
    rows: Sequence[Sequence[int]],
    *,
    same_event: bool,
) -> Iterator[tuple[Article, Article]]:
    """Find the pairs of articles that are worth aligning.

    Args:
        articles: n of them, in column order.
        segments: Of all articles.
        embeddings: Row i belongs to segment i.
        rows: For each article the rows of its statements.
        same_event: Whether the user says that all articles report one event.

    Yields:
        The pairs in column order.
    """
    reports = read_reports(articles, segments, embeddings)
    # In an order of their own, so that the last bits of similarities don't depend on that of the columns.
    order = sorted(range(len(articles)), key=lambda number: articles[number].content_key)
    close = np.zeros((len(articles), len(articles)), dtype=np.int64)
    close[np.ix_(order, order)] = count_close([embeddings.vectors[list(rows[number])] for number in order])
    for (i, one), (j, other) in combinations(enumerate(reports), 2):
        counts = int(close[i, j]), int(close[j, i])
        if min(counts) and (same_event or can_be_related(one, other, counts)):
            yield one.article, other.article


def count_close(vectors: Sequence[NDArray[np.float32]]) -> NDArray[np.int64]:
    """Count for each two articles the statements of the first that are close to a statement of the second.

    Args:
        vectors: Of the statements of each of n articles: shape (statements, dim), rows of unit length.

    Returns:
        Shape (n, n).
    """
    close = np.zeros((len(vectors), len(vectors)), dtype=np.int64)
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
        np.add.at(close, (owner[begin + rows], filled[columns]), 1)
    return close
