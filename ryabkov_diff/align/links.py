"""Which statements of two articles say the same thing: from probabilities of pairs to a choice of links.

The choice is global: links are taken in order of their probability, one to one, so that a strong link keeps a weak
one from taking its partner. Then a statement that is still free joins the partner of its direct neighbour where
its own probability says so: a sentence in one source that is split over two in the other (n:m). Links may cross.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ryabkov_diff.align.signals import DIAGONAL, Statements, find_candidates, neighbourhood_signals, pair_signals
from ryabkov_diff.linking import load_link_model

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ryabkov_diff.align.signals import Candidates

__all__ = ["MODEL", "Bead", "choose_beads", "score_pairs"]

# The fitted model, a data file of this package.
MODEL = ("ryabkov_diff.align", "statement-links.json")


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
    guess = model.first.probability(signals)
    around = neighbourhood_signals(candidates, guess)
    probability = model.second.probability({**signals, **around})
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
    order = likely[
        np.lexsort((candidates.keys[likely], -signals["cosine"][likely], -np.round(probability[likely], 9)))
    ]
    pairs = [(int(candidates.rows[k]), int(candidates.columns[k]), int(k)) for k in order]
    row_bead: dict[int, int] = {}
    column_bead: dict[int, int] = {}
    rows_of: dict[int, set[int]] = defaultdict(set)
    columns_of: dict[int, set[int]] = defaultdict(set)
    for i, j, k in pairs:
        if i not in row_bead and j not in column_bead:
            row_bead[i] = column_bead[j] = k
            rows_of[k].add(i)
            columns_of[k].add(j)
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
