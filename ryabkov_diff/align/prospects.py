"""Which pairs of many articles are worth aligning: those that may come out as one event, or as one topic.

Aligning two articles takes about a hundredth of a second; for the half million pairs of a thousand articles that would
be hours, nearly all of it spent on articles that have nothing to do with each other. One product of all statements'
vectors, block by block, says how many statements two articles can have in common at most; what else speaks for one
event or one topic of theirs is known before any statement is linked.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from ryabkov_diff.align.events import can_be_related, can_be_same, read_reports, screen_reports

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ryabkov_diff.domain import Article, Embeddings, Segment

__all__ = ["closest_pairs", "compare_statements", "find_prospects"]

# The cosine from which two statements may say the same. Among all pairs of 147 development articles, all of one event
# have three statements or more that are as close as this on both sides; of unrelated pairs, one in twenty has any.
CLOSE = 0.45

# The same where other things speak against one event: two articles of one topic have statements that are related.
CLOSE_ON_TOPIC = 0.6

# With so many articles that report other events of its topic an article is aligned at least; of more, with the closest.
# Among 147 articles of many topics no link is lost by it (nor would be by half of it); in an archive that is of one
# topic, the work would grow with the square of its size without.
MOST_RELATED = 12

# Similarities that are held at once: 64 MiB.
BLOCK = 16 * 1024 * 1024


def find_prospects(
    articles: Sequence[Article],
    segments: Sequence[Segment],
    embeddings: Embeddings,
    rows: Sequence[Sequence[int]],
    *,
    same_event: bool,
) -> list[tuple[Article, Article]]:
    """Find the pairs of articles that are worth aligning.

    Args:
        articles: n of them, in column order.
        segments: Of all articles.
        embeddings: Row i belongs to segment i.
        rows: For each article the rows of its statements.
        same_event: Whether the user says that all articles report one event.

    Returns:
        The pairs in column order.
    """
    reports = read_reports(articles, segments, embeddings)
    # In an order of their own, so that the last bits of similarities don't depend on that of the columns.
    order = sorted(range(len(articles)), key=lambda number: articles[number].content_key)
    place = np.argsort(order)
    counts, closest = compare_statements([embeddings.vectors[list(rows[number])] for number in order])
    screen = screen_reports(reports)
    found: set[tuple[int, int]] = set()
    related: dict[tuple[int, int], tuple[int, float, list[tuple[str, str]]]] = {}
    for i in range(len(reports)):
        own, later = place[i], place[i + 1 :]
        shared = np.array([counts[own, later], counts[later, own]])
        signals = screen.signals(i)
        same = can_be_same(screen, i, signals, shared) | same_event
        on_topic = (closest[own, later] >= CLOSE_ON_TOPIC) & can_be_related(signals)
        for behind in np.flatnonzero((same | on_topic) & (shared.min(axis=0) > 0)).tolist():
            pair = i, i + 1 + behind
            if same[behind]:
                found.add(pair)
            else:
                # Whichever stands first, so that the columns' order makes no difference.
                names = sorted(articles[number].content_key for number in pair)
                related[pair] = int(shared[:, behind].min()), float(closest[own, later[behind]]), names
    found |= closest_pairs(related, MOST_RELATED)
    return [(articles[i], articles[j]) for i, j in sorted(found)]


def closest_pairs(closeness: Mapping[tuple[int, int], Any], most: int) -> set[tuple[int, int]]:
    """Choose from pairs of articles those that are among the closest of one of the two.

    Args:
        closeness: How close the two are, by pair; comparable, and no two the same.
        most: How many pairs of each article count as its closest.
    """
    partners: Counter[int] = Counter()
    chosen = set()
    for pair in sorted(closeness, key=closeness.__getitem__, reverse=True):
        if min(partners[number] for number in pair) < most:
            chosen.add(pair)
        partners.update(pair)
    return chosen


def compare_statements(
    vectors: Sequence[NDArray[np.float32]],
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Compare each two articles by the vectors of their statements.

    Args:
        vectors: Of the statements of each of n articles: shape (statements, dim), rows of unit length.

    Returns:
        How many statements of the first are close to one of the second: shape (n, n); and the largest similarity of
        two statements, in [-1, 1]: shape (n, n); -1 where none are close.
    """
    close = np.zeros((len(vectors), len(vectors)), dtype=np.int64)
    largest = np.full(close.shape, -1, dtype=np.float32)
    counts = np.array([len(own) for own in vectors])
    filled = np.flatnonzero(counts)
    if not len(filled):
        return close, largest
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
        np.maximum.at(largest, (owner[begin + rows], filled[columns]), closest[rows, columns])
    return close, largest
