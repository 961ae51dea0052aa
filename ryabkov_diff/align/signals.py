"""What speaks for two statements saying the same thing: signals of candidate pairs.

A pair is a candidate when it is among the closest of its row or column, or stands diagonally beside such a pair: so the
work grows with the number of statements, not with its square, but for one blocked product of the vectors.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from ryabkov_diff.domain import SegmentKind
from ryabkov_diff.linking import log_odds, pool_words
from ryabkov_diff.text import stem, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from ryabkov_diff.domain import Segment, TokenVectors

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

# Statements whose similarities are computed in one go, and pairs; bounds memory to BLOCK x m floats, and BLOCK x dim.
BLOCK = 1024

# Of so many pairs of statements it is cheaper to compute all at once than those that are candidates, one by one.
FEW_PAIRS = 1024

# Rarity is counted in whole units of this, so that sums of it are exact, in whatever order.
RARITY_UNIT = 2.0**-32

# The pairs beside a pair on the diagonal: where two articles keep the same order, its neighbours are linked, too.
DIAGONAL = ((1, 1), (-1, -1))


@dataclass(frozen=True, slots=True, eq=False)
class Statements:
    """The statements of one article, ready for alignment.

    Attributes:
        vectors: float32 of shape (n, dim), rows of unit length.
        paragraph_vectors: The same of the paragraph of each.
        stems: For each statement the stems of its words, each once.
        words: float32 of shape (number of all of these, d): a row of unit length a stem, pooled from the token vectors
            of its first occurrence; zero where the model saw no such word.
        bounds: Where in `words` those of each statement begin, and where those of the last one end: shape (n + 1,).
        numbers: For each statement its stems that are numbers in digits.
        lengths: Characters of each statement, shape (n,).
        quoted: Whether it is in quotation marks, bool of shape (n,).
        headline: Whether it is a headline, bool of shape (n,).
        paragraphs: The number of its paragraph, shape (n,).
    """

    vectors: NDArray[np.float32]
    paragraph_vectors: NDArray[np.float32]
    stems: tuple[tuple[str, ...], ...]
    words: NDArray[np.float32]
    bounds: Indices
    numbers: tuple[frozenset[str], ...]
    lengths: Values
    quoted: NDArray[np.bool_]
    headline: NDArray[np.bool_]
    paragraphs: Indices

    @classmethod
    def of(
        cls,
        segments: Sequence[Segment],
        texts: Sequence[str],
        vectors: NDArray[np.float32],
        tokens: Sequence[TokenVectors],
    ) -> Statements:
        """Prepare the statements of an article.

        Args:
            segments: The n segments that are the statements.
            texts: What was embedded of each: the segment in its setting.
            vectors: Shape (n, dim).
            tokens: The token vectors of each, with offsets from the segment's first character.
        """
        stems, words = [], [tokens[0].vectors[:0] if tokens else np.zeros((0, 0), dtype=np.float32)]
        for segment, text, own in zip(segments, texts, tokens, strict=True):
            first = segment.setting[0] - segment.start if segment.setting else 0
            word_of = {stem(token.norm): token for token in reversed(tokenize(text)) if token.is_word}
            stems.append(tuple(word_of))
            words.append(pool_words([(one.start + first, one.end + first) for one in word_of.values()], own))
        lengths = np.array([max(1, len(text)) for text in texts], dtype=float)
        paragraphs = np.array([segment.paragraph for segment in segments], dtype=np.int64)
        return cls(
            vectors,
            _paragraph_vectors(vectors, lengths, paragraphs),
            tuple(stems),
            np.concatenate(words),
            np.cumsum([0, *map(len, stems)]),
            tuple(frozenset(one for one in own if one[:1].isdigit()) for own in stems),
            lengths=lengths,
            quoted=np.array([segment.kind is SegmentKind.QUOTED for segment in segments], dtype=bool),
            headline=np.array([segment.kind is SegmentKind.HEADLINE for segment in segments], dtype=bool),
            paragraphs=paragraphs,
        )

    def words_of(self, first: int, last: int) -> NDArray[np.float32]:
        """Return the vectors of the words of neighbouring statements, from the first to the last: shape (words, d)."""
        return self.words[self.bounds[first] : self.bounds[last + 1]]

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
        keys: `i * m + j` for each pair, increasing.
    """

    rows: Indices
    columns: Indices
    shape: tuple[int, int]
    keys: Indices
    _found_beside: dict[tuple[int, int], tuple[Indices, NDArray[np.bool_], Values]] = field(
        default_factory=dict, repr=False
    )

    @classmethod
    def of(cls, keys: Indices, shape: tuple[int, int]) -> Candidates:
        """Make candidates of keys `i * m + j`, in any order."""
        # Not by `np.unique`, which imports all of `numpy.ma`.
        keys = np.sort(keys)
        keys = keys[np.append(True, keys[1:] != keys[:-1])[: len(keys)]]
        rows, columns = np.divmod(keys, max(1, shape[1]))
        return cls(rows, columns, shape, keys)

    @property
    def are_few(self) -> bool:
        """Whether it is cheaper to compute all pairs of statements at once."""
        return self.shape[0] * self.shape[1] <= FEW_PAIRS

    def beside(self, values: Values, rows: int, columns: int) -> Values:
        """Return for each pair the value of the pair `rows` below and `columns` right of it; 0 where none is known.

        In front of both articles stands a pair of beginnings, behind both a pair of ends: all the context that a text
        of one statement has, and little for a long one, so their value is one by the shorter article's statements.
        """
        if (rows, columns) not in self._found_beside:
            self._found_beside[rows, columns] = self._look_beside(rows, columns)
        place, known, otherwise = self._found_beside[rows, columns]
        found: Values = np.where(known, values[place], otherwise)
        return found

    def _look_beside(self, rows: int, columns: int) -> tuple[Indices, NDArray[np.bool_], Values]:
        """Return for each pair the number of the pair beside it, whether there is such a one, and its value if not."""
        i, j = self.rows + rows, self.columns + columns
        inside = (i >= 0) & (i < self.shape[0]) & (j >= 0) & (j < self.shape[1])
        bounds = ((i < 0) & (j < 0)) | ((i >= self.shape[0]) & (j >= self.shape[1]))
        wanted = i * max(1, self.shape[1]) + j
        place = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return place, inside & (self.keys[place] == wanted), bounds / min(self.shape)

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
        Named signals of shape (k,):

        - `cosine` of the statements' vectors, in [-1, 1];
        - `lexical`, the Dice coefficient of the stems weighted by rarity, in [0, 1];
        - `words`, how close the words of each statement come to the closest of the other, by their contextual vectors
          and weighted by rarity (greedy matching as in BERTScore, Zhang et al. 2020, arXiv:1904.09675): the mean of
          both directions; `words_min`, the smaller of the two; in [-1, 1];
        - `margin_min` and `margin_max`, by how much the mean of the three is larger than that of the best rival in row
          and column; `mutual`, 1 where it is in both, else 0;
        - `beside_max`, that mean for the closer of the two pairs diagonally beside;
        - `paragraph`, the cosine of the paragraphs that they stand in, in [-1, 1]: one outlet says in the next sentence
          what the other has in the same one;
        - `shared_number`, 1 where they have a number in digits in common, else 0; `other_numbers`, 1 where both have
          numbers but none in common;
        - `other_mode`, 1 where only one of them is quoted, else 0: outlets mostly quote the same sentences;
        - `one_headline`, 1 where only one of them is a headline, else 0: a headline repeats what is said below;
        - `length_ratio` and `length_min`, logarithms of characters; `place`, the distance of the relative places.
    """
    i, j = candidates.rows, candidates.columns
    cosine = _cosines(a.vectors, b.vectors, candidates)
    lexical, *covered = _compare_words(a, b, candidates)
    words = (covered[0] + covered[1]) / 2
    closeness = (cosine + lexical + words) / 3
    # Neighbours are looked up among the candidates; a pair that is none is far from everything.
    beside = [candidates.beside(closeness, rows, columns) for rows, columns in DIAGONAL]
    shared_number, other_numbers = _numbers(a.numbers, b.numbers, candidates)
    margins = [closeness - candidates.best_rivals(closeness, of_rows=of_rows) for of_rows in (True, False)]
    n, m = candidates.shape
    return {
        "cosine": cosine,
        "lexical": lexical,
        "words": words,
        "words_min": np.minimum(*covered),
        "margin_min": np.minimum(*margins),
        "margin_max": np.maximum(*margins),
        "mutual": (np.minimum(*margins) > 0).astype(np.float64),
        "beside_max": np.maximum(*beside),
        "paragraph": _cosines(a.paragraph_vectors, b.paragraph_vectors, candidates),
        "shared_number": shared_number,
        "other_numbers": other_numbers,
        "other_mode": (a.quoted[i] != b.quoted[j]).astype(np.float64),
        "one_headline": (a.headline[i] != b.headline[j]).astype(np.float64),
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

    diagonals, in_row, in_column = (
        [candidates.beside(assigned, rows, columns) for rows, columns in places]
        for places in (DIAGONAL, ((0, 1), (0, -1)), ((1, 0), (-1, 0)))
    )
    best_in_row, best_in_column = np.maximum(*in_row), np.maximum(*in_column)
    return {
        "assigned": assigned,
        "assigned_odds": log_odds(assigned),
        "rival_min": np.minimum(*rivals),
        "rival_max": np.maximum(*rivals),
        "diagonal": np.maximum(*diagonals),
        "both_diagonals": np.add(*diagonals),
        "beside_min": np.minimum(best_in_row, best_in_column),
        "beside_max_assigned": np.maximum(best_in_row, best_in_column),
    }


def soft_assignment(candidates: Candidates, probability: Values) -> Values:
    """Let each statement divide itself among its partners and having none.

    Rows and columns of the odds are scaled in turn, each with a share for having no partner (Sinkhorn & Knopp 1967,
    with a null as in partial optimal transport): a pair loses to a rival only as far as that has no better partner.

    Returns:
        Shape (k,), in [0, 1]; rows and columns sum to at most 1, give or take a hundredth.
    """
    weight = np.exp(np.clip(log_odds(probability), -MAX_LOG_ODDS, MAX_LOG_ODDS))
    scale_rows, scale_columns = _scaling(candidates, weight)
    row_scale, column_scale = np.ones(candidates.shape[0]), np.ones(candidates.shape[1])
    for _ in range(SINKHORN_STEPS):
        row_scale = scale_rows(column_scale)
        column_scale = scale_columns(row_scale)
    # Half a step more for the rows, averaged, so that rows and columns are treated alike.
    other = scale_rows(column_scale)
    i, j = candidates.rows, candidates.columns
    result: Values = weight * (row_scale + other)[i] / 2 * column_scale[j]
    return np.clip(result, 0, 1)


def _scaling(candidates: Candidates, weight: Values) -> tuple[Callable[[Values], Values], Callable[[Values], Values]]:
    """Return what gives the scale of each row for that of each column, and what does so the other way round."""
    n, m = candidates.shape
    i, j = candidates.rows, candidates.columns
    if candidates.are_few:
        matrix = np.zeros((n, m))
        matrix[i, j] = weight
        return lambda scale: 1 / (1 + matrix @ scale), lambda scale: 1 / (1 + scale @ matrix)
    return (
        lambda scale: 1 / (1 + np.bincount(i, weight * scale[j], minlength=n)),
        lambda scale: 1 / (1 + np.bincount(j, weight * scale[i], minlength=m)),
    )


def _cosines(a: NDArray[np.float32], b: NDArray[np.float32], candidates: Candidates) -> Values:
    """Return the cosine of each pair's rows of unit length: shape (k,), in [-1, 1]."""
    if candidates.are_few:
        of_all: Values = np.einsum("nd,md->nm", a, b)[candidates.rows, candidates.columns].astype(np.float64)
        return of_all
    cosines = np.empty(len(candidates.rows))
    # A block at a time: the rows of all pairs would be a dozen copies of all vectors.
    for start in range(0, len(cosines), BLOCK):
        block = slice(start, start + BLOCK)
        cosines[block] = np.einsum("kd,kd->k", a[candidates.rows[block]], b[candidates.columns[block]])
    return cosines


def _paragraph_vectors(vectors: NDArray[np.float32], lengths: Values, paragraphs: Indices) -> NDArray[np.float32]:
    """Return for each of n statements the vector of its paragraph: shape (n, dim), rows of unit length."""
    # Mean pooling makes the vector of a paragraph about the mean of its statements', weighted by length.
    # Statements are in order, so those of a paragraph stand together.
    place: Indices = np.cumsum(np.append(0, np.diff(paragraphs) != 0)[: len(paragraphs)])
    sums = np.zeros((int(place.max(initial=-1)) + 1, vectors.shape[1]))
    np.add.at(sums, place, vectors * lengths[:, None])
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    units: NDArray[np.float32] = np.divide(sums, norms, out=sums, where=norms > 0).astype(np.float32)
    of_statements: NDArray[np.float32] = units[place]
    return of_statements


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


def _compare_words(a: Statements, b: Statements, candidates: Candidates) -> tuple[Values, Values, Values]:
    """Compare the words of each of k pairs, weighted by rarity.

    Args:
        a: The statements of the rows.
        b: Those of the columns.
        candidates: The pairs.

    Returns:
        The Dice coefficient of their stems, in [0, 1]; and how close the words of the row come on average to the
        closest ones of the column, and those of the column to those of the row, in [-1, 1]; 0 where a statement has no
        words. Each of shape (k,).
    """
    rarity = _rarity((*a.stems, *b.stems))
    weights = _weigh(a, rarity), _weigh(b, rarity)
    if not candidates.are_few or not all((*a.stems, *b.stems)):
        return _overlap(a.stems, b.stems, rarity, candidates), *_coverage(a, b, weights, candidates)
    of_all = _overlap_of_all(a, b, weights, rarity), *_coverage_of_all(a, b, weights)
    overlap, of_rows, of_columns = (found[candidates.rows, candidates.columns] for found in of_all)
    return overlap, of_rows, of_columns


def _rarity(statements: Sequence[Sequence[str]]) -> Mapping[str, float]:
    """Return the weight of each stem: the logarithm of its inverse frequency among all statements, above 0."""
    frequency = Counter(chain.from_iterable(statements))
    weight_of = {
        count: round(math.log(1 + len(statements) / count) / RARITY_UNIT) * RARITY_UNIT
        for count in set(frequency.values())
    }
    return {one: weight_of[count] for one, count in frequency.items()}


def _weigh(statements: Statements, rarity: Mapping[str, float]) -> Values:
    """Return the weight of each of the words of all statements, in their order."""
    return np.array([rarity[one] for one in chain.from_iterable(statements.stems)], dtype=np.float64)


def _overlap(
    a: Sequence[Sequence[str]], b: Sequence[Sequence[str]], rarity: Mapping[str, float], candidates: Candidates
) -> Values:
    """Return the Dice coefficient of two statements' stems, weighted by rarity: shape (k,), in [0, 1]."""
    sums = [[sum(rarity[one] for one in stems) for stems in side] for side in (a, b)]
    sets = [[frozenset(stems) for stems in side] for side in (a, b)]
    dice = np.zeros(len(candidates.rows))
    for k, (i, j) in enumerate(zip(candidates.rows.tolist(), candidates.columns.tolist(), strict=True)):
        if shared := sets[0][i] & sets[1][j]:
            dice[k] = 2 * sum(rarity[one] for one in shared) / (sums[0][i] + sums[1][j])
    return dice


def _overlap_of_all(
    a: Statements, b: Statements, weights: tuple[Values, Values], rarity: Mapping[str, float]
) -> Values:
    """Return what `_overlap` does, for all pairs of few statements that have words: shape (n, m)."""
    number_of = {one: number for number, one in enumerate(rarity)}
    matrices = []
    for side, values in ((a, weights[0]), (b, 1.0)):
        matrix = np.zeros((len(side), len(rarity)))
        statement = np.repeat(np.arange(len(side)), np.diff(side.bounds))
        matrix[statement, [number_of[one] for one in chain.from_iterable(side.stems)]] = values
        matrices.append(matrix)
    sums_a, sums_b = (np.add.reduceat(own, side.bounds[:-1]) for own, side in zip(weights, (a, b), strict=True))
    dice: Values = 2 * (matrices[0] @ matrices[1].T) / (sums_a[:, None] + sums_b)
    return dice


def _coverage(
    a: Statements, b: Statements, weights: tuple[Values, Values], candidates: Candidates
) -> tuple[Values, Values]:
    """Return for each pair how close the words of either statement come to the closest ones of the other.

    Args:
        a: The statements of the rows.
        b: Those of the columns.
        weights: Of the words of both.
        candidates: The k pairs.

    Returns:
        The means over the words of the row and over those of the column, weighted by rarity: each of shape (k,), in
        [-1, 1]; 0 where a statement has no words.
    """
    words_b, weights_b = (np.split(values, b.bounds[1:-1]) for values in (b.words, weights[1]))
    of_rows, of_columns = np.zeros(len(candidates.rows)), np.zeros(len(candidates.rows))
    for group in np.split(np.arange(len(candidates.rows)), np.flatnonzero(np.diff(candidates.rows)) + 1):
        row = int(candidates.rows[group[0]])
        words_a = a.words_of(row, row)
        found = [k for k in group.tolist() if len(words_b[candidates.columns[k]])]
        if not found or not len(words_a):
            continue
        partners = candidates.columns[found].tolist()
        words = [words_b[column] for column in partners]
        starts = np.cumsum([0, *map(len, words[:-1])])
        similarity = words_a @ np.concatenate(words).T
        weights_a = weights[0][a.bounds[row] : a.bounds[row + 1]]
        weights_of = np.concatenate([weights_b[column] for column in partners])
        closest = np.maximum.reduceat(similarity, starts, axis=1)
        of_rows[found] = weights_a @ closest / weights_a.sum()
        closest = np.maximum.reduce(similarity, axis=0)
        of_columns[found] = np.add.reduceat(weights_of * closest, starts) / np.add.reduceat(weights_of, starts)
    return of_rows, of_columns


def _coverage_of_all(a: Statements, b: Statements, weights: tuple[Values, Values]) -> tuple[Values, Values]:
    """Return, to within rounding, what `_coverage` does, for all pairs of few statements with words: shape (n, m)."""
    similarity = a.words @ b.words.T
    first_a, first_b = a.bounds[:-1], b.bounds[:-1]
    of_words = np.maximum.reduceat(similarity, first_b, axis=1)
    own = weights[0][:, None]
    of_rows: Values = np.add.reduceat(own * of_words, first_a) / np.add.reduceat(own, first_a)
    # Row by row, as `reduceat` would do it in four times the time.
    of_words = np.array([np.maximum.reduce(rows) for rows in np.split(similarity, first_a[1:])])
    own = weights[1]
    of_columns: Values = np.add.reduceat(own * of_words, first_b, axis=1) / np.add.reduceat(own, first_b)
    return of_rows, of_columns


def _numbers(a: Sequence[frozenset[str]], b: Sequence[frozenset[str]], candidates: Candidates) -> tuple[Values, Values]:
    """Say of each pair whether the statements have a number in digits in common, and whether only other ones: (k,)."""
    some_a, some_b = (np.array([bool(one) for one in numbers], dtype=bool) for numbers in (a, b))
    both = some_a[candidates.rows] & some_b[candidates.columns]
    shared = np.zeros(len(both))
    for k in np.flatnonzero(both).tolist():
        shared[k] = not a[candidates.rows[k]].isdisjoint(b[candidates.columns[k]])
    return shared, both - shared
