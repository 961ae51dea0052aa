"""Which phrase of one wording stands for which of the other, and how likely.

There are two questions. Given phrases of both sides, which belong together, and do they mean the same
(`phrase_probabilities`)? And of a pair that `phrases.py` proposes, do the two correspond at all, or do they only stand
at the same place (`rewording_probabilities`)?

Each pair of phrases is described by signals (`phrase_signals`): how close the vectors of their words are, how far their
words are linked to each other and not to words outside, what stems, numbers and operators they share, and how all that
compares with rivals. Logistic models turn the signals into probabilities. `benchmarks/models/phrases.py` fits those of
the first question on headlines whose phrases were aligned by hand; their coefficients are the data file
`phrase-links.json`. `benchmarks/models/rewordings.py` fits that of the second on translations whose words were aligned
by hand: `data/rewordings.json`, where the detector of rewordings finds its threshold, too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from math import exp, log, sqrt
from typing import TYPE_CHECKING

import numpy as np
from text_to_num import alpha2digit

from ryabkov_diff.linking import best_matching, load_link_model
from ryabkov_diff.text import OPERATORS, fold_name, stem
from ryabkov_diff.variants.matrices import beside, margins, pad
from ryabkov_diff.variants.words import is_minor, neighbourhood_signals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ryabkov_diff.variants.phrases import PhrasePair
    from ryabkov_diff.variants.words import Words

    Matrix = NDArray[np.float64]
    Phrase = Sequence[int]

__all__ = [
    "AROUND",
    "EQUIVALENCE",
    "MODEL",
    "REWORDINGS",
    "PhraseLink",
    "choose_links",
    "phrase_probabilities",
    "phrase_signals",
    "rewording_probabilities",
    "rewording_signals",
]

# The fitted models, a data file of this package, and the part of it that tells whether phrases mean the same.
MODEL = ("ryabkov_diff.variants", "phrase-links.json")
EQUIVALENCE = "equivalence"

# The fitted model of proposed pairs, a data file that several stages read.
REWORDINGS = ("ryabkov_diff", "data/rewordings.json")

# Signals of what is around a pair. Whether phrases that correspond mean the same is a matter of the pair alone, and of
# proposed pairs the rivals are not all the phrases there are.
AROUND = frozenset("margin_min margin_max link_margin_min link_margin_max linked_diagonal place".split())

# Runs of letters by which spellings are compared: short enough for two forms of one word, long enough to be few.
GRAM_LENGTH = 3

_ARTICLES = frozenset({"a", "an", "the"})


@dataclass(frozen=True, slots=True)
class PhraseLink:
    """Phrases of two wordings that stand for each other.

    Attributes:
        a: The indices of the phrases of the first wording, in order: one, or several that stand for one of the second.
        b: Those of the second.
        confidence: The probability that they correspond, in [0, 1]; where there are several pairs, of the best one.
        equivalence: The probability that they mean the same if they correspond, in [0, 1]; where there are several
            pairs, of the same one.
    """

    a: tuple[int, ...]
    b: tuple[int, ...]
    confidence: float
    equivalence: float


def phrase_signals(
    a: Words, b: Words, phrases: tuple[Sequence[Phrase], Sequence[Phrase]], probability: Matrix
) -> Mapping[str, Matrix]:
    """Describe each pair of phrases.

    Every signal is symmetric: swapping the sides transposes it. What the two sides say separately enters as
    the smaller and the larger of the two.

    Args:
        a: The n words of the first wording.
        b: The m words of the second.
        phrases: For each side the indices of the words of p and q phrases; none is empty. The signals of places
            take the phrases to be in the order of the text.
        probability: That two words stand for each other, shape (n, m), in [0, 1].

    Returns:
        Named signals, each of shape (p, q).
    """
    linkable = probability.sum(axis=1).tolist(), probability.sum(axis=0).tolist()
    sides = [
        [(at, _Phrase([words.norms[k] for k in at], words.vectors[at], [sums[k] for k in at])) for at in map(list, own)]
        for words, own, sums in zip((a, b), phrases, linkable, strict=True)
    ]
    pairs = [
        [_signals_alone(one, other, probability[np.ix_(rows, columns)]) for columns, other in sides[1]]
        for rows, one in sides[0]
    ]
    alone = {name: np.array([[pair[name] for pair in row] for row in pairs]) for name in pairs[0][0]}
    alone["cosine"] = np.array([[_cosine(one, other) for _, other in sides[1]] for _, one in sides[0]])
    margin, link_margin = margins(alone["content_cosine"]), margins(alone["linked_min"])
    places = [
        np.array([(sum(phrase) / len(phrase) + 0.5) / len(words.norms) for phrase in own])
        for words, own in zip((a, b), phrases, strict=True)
    ]
    return {
        **alone,
        "margin_min": np.minimum(*margin),
        "margin_max": np.maximum(*margin),
        "link_margin_min": np.minimum(*link_margin),
        "link_margin_max": np.maximum(*link_margin),
        "linked_diagonal": beside(pad(alone["linked_min"]), 1, 1),
        "place": np.abs(places[0][:, None] - places[1][None, :]),
    }


def _signals_alone(one: _Phrase, other: _Phrase, probability: Matrix) -> Mapping[str, float]:
    """Return the signals of a pair of phrases by itself: those of `phrase_signals` but the cosine and `AROUND`.

    Args:
        one: A phrase of the first wording, of k words.
        other: A phrase of the second, of l words.
        probability: That two words of theirs stand for each other, shape (k, l), in [0, 1].
    """
    similarity: list[list[float]] = (one.vectors @ other.vectors.T).tolist()
    probable: list[list[float]] = probability.tolist()
    counted = sum([similarity[k][j] for k in one.counted for j in other.counted])
    closest = _mean(one.best(similarity)), _mean(other.best(_turn(similarity)))
    best_a, best_b = one.best(probable), other.best(_turn(probable))
    linked = _mean(best_a), _mean(best_b)
    unlinked = sum([1 - best for best in best_a if one.content]), sum([1 - best for best in best_b if other.content])
    mass = sum(map(sum, probable))
    inside = mass / one.linkable, mass / other.linkable
    stems, grams = len(one.stems & other.stems), len(one.grams & other.grams)
    fewer, more = sorted((len(one.stems), len(other.stems)))
    same_number = not one.numbers.isdisjoint(other.numbers)
    return {
        "content_cosine": _share(counted, one.counted_length * other.counted_length),
        "closest_min": min(closest),
        "closest_max": max(closest),
        "linked_min": min(linked),
        "linked_max": max(linked),
        "inside_min": min(inside),
        "inside_max": max(inside),
        "unlinked_min": min(unlinked),
        "unlinked_max": max(unlinked),
        "overlap": _share(2 * stems, fewer + more),
        "containment": _share(stems, fewer),
        "same_stems": float(stems == more > 0),
        "same_words": float(one.wording == other.wording),
        "spelling": _share(2 * grams, len(one.grams) + len(other.grams)),
        "same_number": float(same_number),
        "other_number": float(bool(one.numbers and other.numbers) and not same_number),
        "one_number": float(bool(one.numbers) != bool(other.numbers)),
        "other_operators": float(one.operators != other.operators),
        "one_content": float(more > fewer == 0),
        "one_punctuation": float(one.has_words != other.has_words),
        "both_punctuation": float(not one.has_words and not other.has_words),
        "lengths": abs(log(len(one.vectors) / len(other.vectors))),
    }


def phrase_probabilities(
    a: Words, b: Words, phrases: tuple[Sequence[Phrase], Sequence[Phrase]], probability: Matrix
) -> tuple[Matrix, Matrix]:
    """Return how likely phrases correspond, and how likely they mean the same if they do.

    Args:
        a: The n words of the first wording.
        b: The m words of the second.
        phrases: For each side the indices of the words of p and q phrases, in the order of the text; none is empty.
        probability: That two words stand for each other, shape (n, m), in [0, 1].

    Returns:
        Two matrices of shape (p, q), in [0, 1]. Symmetric: swapping the sides transposes them.
    """
    shape = len(phrases[0]), len(phrases[1])
    if not all(shape):
        return np.zeros(shape), np.zeros(shape)
    signals = phrase_signals(a, b, phrases, probability)
    correspond = load_link_model(*MODEL).probability(signals, neighbourhood_signals)
    same = load_link_model(*MODEL, part=EQUIVALENCE).probability(signals, neighbourhood_signals)
    return correspond, same


def rewording_signals(
    a: Words, b: Words, pairs: Sequence[PhrasePair], probability: Matrix
) -> Mapping[int, Mapping[str, float]]:
    """Describe proposed pairs of phrases, each by itself.

    Returns:
        Named signals, by the index of each pair that has words on both sides.
    """
    linkable_a, linkable_b = (np.add.reduce(probability, axis=axis).tolist() for axis in (1, 0))
    described = {}
    for k, pair in enumerate(pairs):
        if pair.a[0] < pair.a[1] and pair.b[0] < pair.b[1]:
            rows, columns = slice(*pair.a), slice(*pair.b)
            one = _Phrase(a.norms[rows], a.vectors[rows], linkable_a[rows])
            other = _Phrase(b.norms[columns], b.vectors[columns], linkable_b[columns])
            described[k] = _signals_alone(one, other, probability[rows, columns])
    return described


def rewording_probabilities(a: Words, b: Words, pairs: Sequence[PhrasePair], probability: Matrix) -> list[float]:
    """Return for each proposed pair of phrases how likely the two correspond, in [0, 1]; 0 where one is empty.

    Args:
        a: The n words of the first wording.
        b: The m words of the second.
        pairs: From `pair_phrases`.
        probability: That two words stand for each other, shape (n, m), in [0, 1].
    """
    model = load_link_model(*REWORDINGS).stages[0]
    result = [0.0] * len(pairs)
    for k, signals in rewording_signals(a, b, pairs, probability).items():
        result[k] = 1 / (1 + exp(-model.log_odds(signals)))
    return result


def choose_links(probability: Matrix, threshold: float) -> list[tuple[list[int], list[int]]]:
    """Choose which phrases are linked.

    One to one, with the largest sum of probabilities; then a phrase that is left over joins the link of the phrase that
    it most probably stands for. Only pairs of at least the threshold count.

    Args:
        probability: That two phrases correspond, shape (p, q), in [0, 1].
        threshold: The least probability of a linked pair.

    Returns:
        For each link the rows and the columns, the pair that it grew from first; one of the two has one member. In the
        order of the rows.
    """
    places = [(int(i), int(j)) for i, j in np.argwhere(probability >= threshold)]
    # What ties is taken in the order of the places.
    likely = sorted(places, key=lambda place: (-round(float(probability[place]), 9), place))
    links = [([i], [j]) for i, j in sorted(best_matching({place: float(probability[place]) for place in likely}))]
    row_link, column_link = {link[0][0]: link for link in links}, {link[1][0]: link for link in links}
    for i, j in likely:
        if i not in row_link and j in column_link and len(column_link[j][1]) == 1:
            row_link[i] = column_link[j]
            column_link[j][0].append(i)
        elif j not in column_link and i in row_link and len(row_link[i][0]) == 1:
            column_link[j] = row_link[i]
            row_link[i][1].append(j)
    return links


class _Phrase:
    """A phrase of one side, with what its signals are made of.

    Attributes:
        vectors: Of its k words, shape (k, d).
        content: Which of its words bear meaning by themselves, from 0.
        counted: Which of its words count: its content words, or all where it has none.
        counted_length: Of the sum of the vectors of its words that count.
        linkable: The sum of the probabilities of its words to stand for any word of the other wording.
        has_words: Whether it is more than punctuation.
        stems: Of its content words.
        grams: The runs of letters in its words, with marks where a word begins and ends.
        numbers: In digits: "5", "five" and "twenty-five"; "one" is more often none.
        operators: Its negators, modal verbs and quantifiers.
        wording: Its normal forms, without articles.
    """

    def __init__(self, norms: Sequence[str], vectors: NDArray[np.float32], linkable: Sequence[float]) -> None:
        spelt = [norm for norm in norms if norm[:1].isalnum()]
        self.vectors = vectors
        self.content = [k for k, norm in enumerate(norms) if not is_minor(norm)]
        self.counted = self.content or range(len(norms))
        self.counted_length = _length(sum([vectors[k] for k in self.counted[1:]], start=vectors[self.counted[0]]))
        self.linkable = sum(linkable)
        self.has_words = bool(spelt)
        self.stems = {stem(fold_name(norms[k])) for k in self.content}
        self.grams = {
            framed[start : start + GRAM_LENGTH]
            for framed in [f"<{norm}>" for norm in spelt]
            for start in range(len(framed) - GRAM_LENGTH + 1)
        }
        self.numbers = {norm for norm in spelt if norm[0].isdigit()}
        self.numbers |= {_in_digits(run[0]) for run in _NUMBER_WORDS.finditer(" ".join(norms)) if run[0] != "one"}
        self.operators = OPERATORS.intersection(norms)
        self.wording = [norm for norm in norms if norm not in _ARTICLES]

    def best(self, table: Sequence[Sequence[float]]) -> list[float]:
        """Return the largest value of each word that counts, given values of its words with those of another phrase."""
        return [max(table[k]) for k in self.counted]


# Number words below a thousand, one after another; thousands and millions stand behind digits as well.
_CARDINAL = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred)"
)
_NUMBER_WORDS = re.compile(rf"\b{_CARDINAL}(?:[ -](?:and )?{_CARDINAL})*\b(?!-)")


@cache
def _in_digits(words: str) -> str:
    """Write number words in digits."""
    digits: str = alpha2digit(words.replace("-", " "), "en", 0)
    return digits


def _cosine(one: _Phrase, other: _Phrase) -> float:
    together = sum(map(sum, (one.vectors @ other.vectors.T).tolist()))
    lengths = [_length(np.add.reduce(phrase.vectors, axis=0)) for phrase in (one, other)]
    return _share(together, lengths[0] * lengths[1])


def _length(vector: NDArray[np.float32]) -> float:
    return sqrt(vector @ vector)


def _turn(table: Sequence[Sequence[float]]) -> list[tuple[float, ...]]:
    """Make rows of columns."""
    return list(zip(*table, strict=True))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _share(part: float, whole: float) -> float:
    """Divide; 0 where there is nothing to divide by."""
    return part / whole if whole else 0.0
