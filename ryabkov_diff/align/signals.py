"""What speaks for two statements saying the same thing: signals of candidate pairs.

A pair is a candidate when it is among the closest of its row or column, or stands diagonally beside such a pair: so the
work grows with the number of statements, not with its square, but for one blocked product of the vectors.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ryabkov_diff.domain import SegmentKind
from ryabkov_diff.linking import log_odds, pool_words
from ryabkov_diff.text import stem, tokenize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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

# The share of all pairs that are candidates from which it is cheaper to compute all at once.
MOST_PAIRS = 0.75

# The pairs beside a pair on the diagonal: where two articles keep the same order, its neighbours are linked, too.
DIAGONAL = ((1, 1), (-1, -1))


@dataclass(frozen=True, slots=True, eq=False)
class Statements:
    """The statements of one article, ready for alignment.

    Attributes:
        vectors: float32 of shape (n, dim), rows of unit length.
        stems: For each statement the stems of its words, each once.
        word_vectors: For each statement float32 of shape (number of stems, d): a row of unit length a stem, pooled from
            the token vectors of its first occurrence; zero where the model saw no such word.
        lengths: Characters of each statement, shape (n,).
        quoted: Whether it is in quotation marks, bool of shape (n,).
        headline: Whether it is a headline, bool of shape (n,).
        paragraphs: The number of its paragraph, shape (n,).
    """

    vectors: NDArray[np.float32]
    stems: tuple[tuple[str, ...], ...]
    word_vectors: tuple[NDArray[np.float32], ...]
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
        stems, word_vectors = [], []
        for segment, text, own in zip(segments, texts, tokens, strict=True):
            first = segment.setting[0] - segment.start if segment.setting else 0
            words = [token for token in tokenize(text) if token.is_word]
            word_of = {stem(token.norm): token for token in reversed(words)}
            stems.append(tuple(word_of))
            word_vectors.append(pool_words([(one.start + first, one.end + first) for one in word_of.values()], own))
        return cls(
            vectors,
            tuple(stems),
            tuple(word_vectors),
            lengths=np.array([max(1, len(text)) for text in texts], dtype=float),
            quoted=np.array([segment.kind is SegmentKind.QUOTED for segment in segments], dtype=bool),
            headline=np.array([segment.kind is SegmentKind.HEADLINE for segment in segments], dtype=bool),
            paragraphs=np.array([segment.paragraph for segment in segments], dtype=np.int64),
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
    rarity = _rarity((*a.stems, *b.stems))
    lexical = _overlap(a.stems, b.stems, rarity, candidates)
    covered = _coverage(a, b, rarity, candidates)
    words = (covered[0] + covered[1]) / 2
    closeness = (cosine + lexical + words) / 3
    # Neighbours are looked up among the candidates; a pair that is none is far from everything.
    beside = [candidates.beside(closeness, rows, columns) for rows, columns in DIAGONAL]
    around = [_paragraph_vectors(side) for side in (a, b)]
    shared_number, other_numbers = _numbers(a.stems, b.stems, candidates)
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
        "paragraph": _cosines(around[0], around[1], candidates),
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


def _cosines(a: NDArray[np.float32], b: NDArray[np.float32], candidates: Candidates) -> Values:
    """Return the cosine of each pair's rows of unit length: shape (k,), in [-1, 1]."""
    cosines = np.empty(len(candidates.rows))
    # A block at a time: the rows of all pairs would be a dozen copies of all vectors.
    for start in range(0, len(cosines), BLOCK):
        block = slice(start, start + BLOCK)
        cosines[block] = np.einsum("kd,kd->k", a[candidates.rows[block]], b[candidates.columns[block]])
    return cosines


def _paragraph_vectors(statements: Statements) -> NDArray[np.float32]:
    """Return for each statement the vector of its paragraph: shape (n, dim), rows of unit length."""
    # Mean pooling makes the vector of a paragraph about the mean of its statements', weighted by length.
    # Statements are in order, so those of a paragraph stand together.
    place: Indices = np.cumsum(np.append(0, np.diff(statements.paragraphs) != 0)[: len(statements)])
    sums = np.zeros((int(place.max(initial=-1)) + 1, statements.vectors.shape[1]))
    np.add.at(sums, place, statements.vectors * statements.lengths[:, None])
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    units: NDArray[np.float32] = np.divide(sums, lengths, out=sums, where=lengths > 0).astype(np.float32)
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


def _rarity(statements: Sequence[Sequence[str]]) -> Mapping[str, float]:
    """Return the weight of each stem: the logarithm of its inverse frequency among all statements, above 0."""
    frequency = Counter(stem for stems in statements for stem in stems)
    return {one: math.log(1 + len(statements) / count) for one, count in frequency.items()}


def _overlap(
    a: Sequence[Sequence[str]], b: Sequence[Sequence[str]], rarity: Mapping[str, float], candidates: Candidates
) -> Values:
    """Return the Dice coefficient of two statements' stems, weighted by rarity: shape (k,), in [0, 1]."""
    sums = [[sum(rarity[one] for one in stems) for stems in side] for side in (a, b)]
    sets = [[frozenset(stems) for stems in side] for side in (a, b)]
    dice = np.zeros(len(candidates.rows))
    for k, (i, j) in enumerate(zip(candidates.rows.tolist(), candidates.columns.tolist(), strict=True)):
        if shared := sets[0][i] & sets[1][j]:
            # `fsum` is exact, so that the order of a set makes no difference.
            dice[k] = 2 * math.fsum(rarity[one] for one in shared) / (sums[0][i] + sums[1][j])
    return dice


def _coverage(
    a: Statements, b: Statements, rarity: Mapping[str, float], candidates: Candidates
) -> tuple[Values, Values]:
    """Return for each pair how close the words of either statement come to the closest ones of the other.

    Args:
        a: The statements of the rows.
        b: Those of the columns.
        rarity: The weight of each stem.
        candidates: The k pairs.

    Returns:
        The means over the words of the row and over those of the column, weighted by rarity: each of shape (k,), in
        [-1, 1]; 0 where a statement has no words.
    """
    weights_a, weights_b = (
        [np.array([rarity[one] for one in stems], dtype=np.float64) for stems in side.stems] for side in (a, b)
    )
    if MOST_PAIRS * len(a) * len(b) < len(candidates.rows) and len(a) * len(b) <= BLOCK and all((*a.stems, *b.stems)):
        rows, columns = _coverage_of_all(a.word_vectors, b.word_vectors, weights_a, weights_b)
        pairs = candidates.rows, candidates.columns
        return rows[pairs], columns[pairs]
    of_rows, of_columns = np.zeros(len(candidates.rows)), np.zeros(len(candidates.rows))
    for group in np.split(np.arange(len(candidates.rows)), np.flatnonzero(np.diff(candidates.rows)) + 1):
        row = int(candidates.rows[group[0]])
        found = [k for k in group.tolist() if len(b.word_vectors[candidates.columns[k]])]
        if not found or not len(a.word_vectors[row]):
            continue
        partners = candidates.columns[found].tolist()
        words = [b.word_vectors[column] for column in partners]
        starts = np.cumsum([0, *map(len, words[:-1])])
        similarity = a.word_vectors[row] @ np.concatenate(words).T
        weights = np.concatenate([weights_b[column] for column in partners])
        closest = np.maximum.reduceat(similarity, starts, axis=1)
        of_rows[found] = weights_a[row] @ closest / weights_a[row].sum()
        closest = np.maximum.reduce(similarity, axis=0)
        of_columns[found] = np.add.reduceat(weights * closest, starts) / np.add.reduceat(weights, starts)
    return of_rows, of_columns


def _coverage_of_all(
    vectors_a: Sequence[NDArray[np.float32]],
    vectors_b: Sequence[NDArray[np.float32]],
    weights_a: Sequence[Values],
    weights_b: Sequence[Values],
) -> tuple[Values, Values]:
    """Return, to within rounding, what `_coverage` does, for all pairs of few statements that have words: shape (n, m).

    Args:
        vectors_a: Those of the words of each of n statements.
        vectors_b: Of each of m.
        weights_a: The weights of these words.
        weights_b: The weights of those.
    """
    similarity = np.concatenate(vectors_a) @ np.concatenate(vectors_b).T
    first_a, first_b = (np.cumsum([0, *map(len, vectors[:-1])]) for vectors in (vectors_a, vectors_b))
    of_words = np.maximum.reduceat(similarity, first_b, axis=1)
    weights = np.concatenate(weights_a)[:, None]
    of_rows: Values = np.add.reduceat(weights * of_words, first_a) / np.add.reduceat(weights, first_a)
    of_words = np.maximum.reduceat(similarity, first_a)
    weights = np.concatenate(weights_b)
    of_columns: Values = np.add.reduceat(weights * of_words, first_b, axis=1) / np.add.reduceat(weights, first_b)
    return of_rows, of_columns


def _numbers(a: Sequence[Sequence[str]], b: Sequence[Sequence[str]], candidates: Candidates) -> tuple[Values, Values]:
    """Say of each pair whether the statements have a number in digits in common, and whether only other ones: (k,)."""
    numbers_a, numbers_b = ([{one for one in stems if one[:1].isdigit()} for stems in side] for side in (a, b))
    some_a, some_b = (np.array([bool(one) for one in numbers], dtype=bool) for numbers in (numbers_a, numbers_b))
    both = some_a[candidates.rows] & some_b[candidates.columns]
    shared = np.zeros(len(both))
    for k in np.flatnonzero(both).tolist():
        shared[k] = not numbers_a[candidates.rows[k]].isdisjoint(numbers_b[candidates.columns[k]])
    return shared, both - shared
