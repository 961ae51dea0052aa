"""Word alignment: which word of one wording stands for which word of the other.

Each pair of words is described by some signals (`word_signals`): how close their contextual vectors are and how that
compares with the rest of row and column, whether they are equal, stand in cydifflib's skeleton, and what their
neighbours do. A logistic model turns the signals into a probability; a second stage sees the probabilities around the
pair and corrects it. The model is fitted by `benchmarks/models/words.py` on hand-aligned translations; its coefficients
are the data file `word-links.json`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, count, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ryabkov_diff.linking import load_link_model, log_odds
from ryabkov_diff.text import FUNCTION_WORDS, stem
from ryabkov_diff.variants.matrices import beside, best_other, join, margins, pad, split
from ryabkov_diff.variants.skeleton import equal_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

    # The cells of several matrices, one matrix after another: shape (cells,).
    Joined = NDArray[np.float64]

__all__ = [
    "MODEL",
    "Wordings",
    "Words",
    "all_link_probabilities",
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


class Wordings(NamedTuple):
    """Two wordings of one statement.

    Attributes:
        a: The n words of the first.
        b: The m words of the second.
        skeleton: Their equal words, from `equal_words`.
    """

    a: Words
    b: Words
    skeleton: Sequence[tuple[int, int]]

    @property
    def shape(self) -> tuple[int, int]:
        """How many words the two have: (n, m)."""
        return len(self.a.norms), len(self.b.norms)


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
    wordings = Wordings(a, b, skeleton)
    return {name: own.reshape(wordings.shape) for name, own in _joined_signals([wordings]).items()}


def _joined_signals(wordings: Sequence[Wordings]) -> Mapping[str, Joined]:
    """Return the signals of `word_signals` for several pairs of wordings, joined."""
    shapes = [one.shape for one in wordings]
    similarity = join([a.vectors @ b.vectors.T for a, b, _ in wordings]).astype(np.float64)
    similarities = split(similarity, shapes)
    row_margin, column_margin = map(join, zip(*map(margins, similarities), strict=True))
    mutual = ((row_margin > 0) & (column_margin > 0)).astype(np.float64)
    padded, padded_mutual = list(map(pad, similarities)), list(map(pad, split(mutual, shapes)))
    mutual_row = join([beside(one, 0, 1) for one in padded_mutual])
    mutual_column = join([beside(one, 1, 0) for one in padded_mutual])
    in_skeleton = np.zeros(len(similarity))
    for matrix, (_, _, skeleton) in zip(split(in_skeleton, shapes), wordings, strict=True):
        matrix[[i for i, _ in skeleton], [j for _, j in skeleton]] = 1
    equal, same_stem, minor, place = _compare_words(wordings)
    both_minor, one_minor = (minor == 2).astype(np.float64), (minor == 1).astype(np.float64)  # noqa: PLR2004
    return {
        "similarity": similarity,
        "margin_min": np.minimum(row_margin, column_margin),
        "margin_max": np.maximum(row_margin, column_margin),
        "mutual": mutual,
        "equal": equal,
        "same_stem": same_stem,
        "skeleton": in_skeleton,
        "place": place,
        "diagonal": join([beside(one, 1, 1) for one in padded]) / 2,
        "mutual_diagonal": join([beside(one, 1, 1) for one in padded_mutual]),
        "mutual_beside_min": np.minimum(mutual_row, mutual_column),
        "mutual_beside_max": np.maximum(mutual_row, mutual_column),
        "both_minor": both_minor,
        "one_minor": one_minor,
        "equal_minor": equal * both_minor,
        "place_minor": place * both_minor,
        "similarity_one_minor": similarity * one_minor,
        "similarity_minor": similarity * both_minor,
    }


def _compare_words(wordings: Sequence[Wordings]) -> tuple[Joined, Joined, Joined, Joined]:
    """Compare words without their vectors: equal, of one stem, how many of the two are minor, how far apart."""
    norms = [norm for a, b, _ in wordings for norm in a.norms + b.norms]
    # What is asked of a word is asked once, however often it stands in the wordings.
    numbers: dict[str, int] = defaultdict(count().__next__)
    number = np.fromiter(map(numbers.__getitem__, norms), np.int64, len(norms))
    stems: dict[str, int] = defaultdict(count().__next__)
    stem_number = np.fromiter(map(stems.__getitem__, map(stem, numbers)), np.int64, len(numbers))[number]
    minor = minor_words(tuple(numbers))[number]
    lengths = [length for one in wordings for length in one.shape]
    place = np.concatenate([np.arange(0.5, length) / length for length in lengths])
    bounds = [slice(*own) for own in pairwise(accumulate(lengths, initial=0))]
    sides = list(zip(bounds[::2], bounds[1::2], strict=True))

    def compare(how: np.ufunc, of_word: NDArray[Any]) -> Joined:
        return join([how(of_word[a, None], of_word[b]) for a, b in sides]).astype(np.float64, copy=False)

    return (
        compare(np.equal, number),
        compare(np.equal, stem_number),
        compare(np.add, minor),
        np.abs(compare(np.subtract, place)),
    )


def neighbourhood_signals(probability: Matrix) -> Mapping[str, Matrix]:
    """Describe what a first guess says about each pair and the pairs around it; symmetric as `word_signals`.

    Args:
        probability: Shape (n, m), in [0, 1].

    Returns:
        Named signals, each of shape (n, m).
    """
    signals = _joined_neighbourhood(probability.ravel(), [probability.shape])
    return {name: own.reshape(probability.shape) for name, own in signals.items()}


def _joined_neighbourhood(probability: Joined, shapes: Sequence[tuple[int, int]]) -> Mapping[str, Joined]:
    """Return the signals of `neighbourhood_signals` for several matrices, joined."""
    matrices = split(probability, shapes)
    row_rival = join([best_other(one, axis=1) for one in matrices])
    column_rival = join([best_other(one, axis=0) for one in matrices])
    padded = list(map(pad, matrices))
    row, column = join([beside(one, 0, 1) for one in padded]), join([beside(one, 1, 0) for one in padded])
    return {
        "first": probability,
        "first_logit": log_odds(probability),
        "first_diagonal": join([beside(one, 1, 1) for one in padded]),
        "first_antidiagonal": join([beside(one, 1, -1) for one in padded]),
        "first_beside_min": np.minimum(row, column),
        "first_beside_max": np.maximum(row, column),
        "first_rival_min": np.minimum(row_rival, column_rival),
        "first_rival_max": np.maximum(row_rival, column_rival),
    }


def link_probabilities(a: Words, b: Words) -> Matrix:
    """Return the probability that two words stand for each other: shape (n, m), in [0, 1].

    Symmetric: swapping the arguments transposes the result.

    Args:
        a: The n words of the first wording.
        b: The m words of the second.
    """
    if not a.norms or not b.norms:
        return np.zeros((len(a.norms), len(b.norms)))
    return all_link_probabilities([Wordings(a, b, equal_words(a.norms, b.norms))])[0]


def all_link_probabilities(wordings: Sequence[Wordings]) -> list[Matrix]:
    """Return what `link_probabilities` says of each two wordings, computed in one go."""
    if not wordings:
        return []
    shapes = [one.shape for one in wordings]
    look_around = partial(_joined_neighbourhood, shapes=shapes)
    return split(load_link_model(*MODEL).probability(_joined_signals(wordings), look_around), shapes)


def likely_links(probability: Matrix) -> dict[tuple[int, int], float]:
    """Return the index pairs of words that stand for each other at least as probably as a link must, in order.

    Args:
        probability: From `link_probabilities`.

    Returns:
        The probability of each such pair.
    """
    cells = probability.ravel()
    (likely,) = (cells >= load_link_model(*MODEL).threshold).nonzero()
    width = probability.shape[1]
    return {divmod(cell, width): own for cell, own in zip(likely.tolist(), cells[likely].tolist(), strict=True)}


def minor_words(norms: Sequence[str]) -> Matrix:
    """Say for each word whether it is minor (1) or not (0): shape (n,)."""
    return np.array([is_minor(norm) for norm in norms], dtype=np.float64)


def is_minor(norm: str) -> bool:
    """Whether a word, given as its normal form, is a function word or punctuation."""
    return norm in FUNCTION_WORDS or not norm[:1].isalnum()
