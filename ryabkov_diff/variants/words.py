"""Word alignment: which word of one wording stands for which word of the other.

Each pair of words is described by some signals (`word_signals`): how close their contextual vectors are and how that
compares with the rest of row and column, whether they are equal, stand in cydifflib's skeleton, and what their
neighbours do. A logistic model turns the signals into a probability; a second stage sees the probabilities around the
pair and corrects it. The model is fitted by `benchmarks/models/words.py` on hand-aligned translations; its coefficients
are the data file `word-links.json`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ryabkov_diff.linking import load_link_model, log_odds
from ryabkov_diff.text import FUNCTION_WORDS, stem
from ryabkov_diff.variants.matrices import best_other, margins, matches, pad, shift
from ryabkov_diff.variants.skeleton import equal_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

__all__ = [
    "MODEL",
    "Words",
    "is_minor",
    "likely_links",
    "link_probabilities",
    "minor_words",
    "neighbourhood_signals",
    "word_signals",
]

# The fitted model, a data file of this package.
MODEL = ("ryabkov_diff.variants", "word-links.json")


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """One wording, ready for alignment.

    Attributes:
        norms: n normal forms.
        vectors: float32 of shape (n, d), rows of unit length, or zero rows where the model saw no such word.
    """

    norms: tuple[str, ...]
    vectors: NDArray[np.float32]


def word_signals(a: Words, b: Words, skeleton: Sequence[tuple[int, int]]) -> Mapping[str, Matrix]:
    """Describe each pair of words.

    Every signal is symmetric: swapping the arguments transposes it. What rows and columns say separately enters as
    the smaller and the larger of the two.

    Args:
        a: The n words of the first wording.
        b: The m words of the second.
        skeleton: From `equal_words`.

    Returns:
        Named signals, each of shape (n, m).
    """
    n, m = len(a.norms), len(b.norms)
    similarity = (a.vectors @ b.vectors.T).astype(np.float64)
    row_margin, column_margin = margins(similarity)
    mutual = ((row_margin > 0) & (column_margin > 0)).astype(np.float64)
    equal = matches(a.norms, b.norms)
    in_skeleton = np.zeros((n, m))
    in_skeleton[[i for i, _ in skeleton], [j for _, j in skeleton]] = 1
    minor_a, minor_b = minor_words(a.norms), minor_words(b.norms)
    both_minor = minor_a[:, None] * minor_b[None, :]
    one_minor = np.abs(minor_a[:, None] - minor_b[None, :])
    place = np.abs(((np.arange(n) + 0.5) / n)[:, None] - ((np.arange(m) + 0.5) / m)[None, :])
    padded, padded_mutual = pad(similarity), pad(mutual)
    mutual_row = shift(padded_mutual, 0, 1) + shift(padded_mutual, 0, -1)
    mutual_column = shift(padded_mutual, 1, 0) + shift(padded_mutual, -1, 0)
    return {
        "similarity": similarity,
        "margin_min": np.minimum(row_margin, column_margin),
        "margin_max": np.maximum(row_margin, column_margin),
        "mutual": mutual,
        "equal": equal,
        "same_stem": matches([stem(norm) for norm in a.norms], [stem(norm) for norm in b.norms]),
        "skeleton": in_skeleton,
        "place": place,
        "diagonal": (shift(padded, 1, 1) + shift(padded, -1, -1)) / 2,
        "mutual_diagonal": shift(padded_mutual, 1, 1) + shift(padded_mutual, -1, -1),
        "mutual_beside_min": np.minimum(mutual_row, mutual_column),
        "mutual_beside_max": np.maximum(mutual_row, mutual_column),
        "both_minor": both_minor,
        "one_minor": one_minor,
        "equal_minor": equal * both_minor,
        "place_minor": place * both_minor,
        "similarity_one_minor": similarity * one_minor,
        "similarity_minor": similarity * both_minor,
    }


def neighbourhood_signals(probability: Matrix) -> Mapping[str, Matrix]:
    """Describe what a first guess says about each pair and the pairs around it; symmetric as `word_signals`.

    Args:
        probability: Shape (n, m), in [0, 1].

    Returns:
        Named signals, each of shape (n, m).
    """
    row_rival = best_other(probability, axis=1)
    column_rival = best_other(probability, axis=0)
    padded = pad(probability)
    row = shift(padded, 0, 1) + shift(padded, 0, -1)
    column = shift(padded, 1, 0) + shift(padded, -1, 0)
    return {
        "first": probability,
        "first_logit": log_odds(probability),
        "first_diagonal": shift(padded, 1, 1) + shift(padded, -1, -1),
        "first_antidiagonal": shift(padded, 1, -1) + shift(padded, -1, 1),
        "first_beside_min": np.minimum(row, column),
        "first_beside_max": np.maximum(row, column),
        "first_rival_min": np.minimum(row_rival, column_rival),
        "first_rival_max": np.maximum(row_rival, column_rival),
    }


def link_probabilities(a: Words, b: Words, skeleton: Sequence[tuple[int, int]] | None = None) -> Matrix:
    """Return the probability that two words stand for each other: shape (n, m), in [0, 1].

    Symmetric: swapping the arguments transposes the result.

    Args:
        a: The n words of the first wording.
        b: The m words of the second.
        skeleton: From `equal_words`, where that is known.
    """
    if not a.norms or not b.norms:
        return np.zeros((len(a.norms), len(b.norms)))
    model = load_link_model(*MODEL)
    signals = word_signals(a, b, equal_words(a.norms, b.norms) if skeleton is None else skeleton)
    return model.probability(signals, neighbourhood_signals)


def likely_links(probability: Matrix) -> dict[tuple[int, int], float]:
    """Return the index pairs of words that stand for each other at least as probably as a link must, in order.

    Args:
        probability: From `link_probabilities`.

    Returns:
        The probability of each such pair.
    """
    rows, columns = np.nonzero(probability >= load_link_model(*MODEL).threshold)
    places = zip(rows.tolist(), columns.tolist(), strict=True)
    return dict(zip(places, probability[rows, columns].tolist(), strict=True))


def minor_words(norms: Sequence[str]) -> Matrix:
    """Say for each word whether it is minor (1) or not (0): shape (n,)."""
    return np.array([is_minor(norm) for norm in norms], dtype=np.float64)


def is_minor(norm: str) -> bool:
    """Whether a word, given as its normal form, is a function word or punctuation."""
    return norm in FUNCTION_WORDS or not norm[:1].isalnum()
