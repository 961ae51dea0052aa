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
from typing import TYPE_CHECKING

import numpy as np
from text_to_num import alpha2digit

from ryabkov_diff.linking import best_matching, load_link_model, unit_rows
from ryabkov_diff.text import OPERATORS, fold_name, stem
from ryabkov_diff.variants.matrices import margins, matches, shift
from ryabkov_diff.variants.words import minor_words, neighbourhood_signals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

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
    one, other = _Phrases(a, phrases[0]), _Phrases(b, phrases[1])
    alone = _signals_alone(one, other, probability)
    linked = alone["linked_min"]
    margin, link_margin = margins(alone["content_cosine"]), margins(linked)
    return {
        **alone,
        "margin_min": np.minimum(*margin),
        "margin_max": np.maximum(*margin),
        "link_margin_min": np.minimum(*link_margin),
        "link_margin_max": np.maximum(*link_margin),
        "linked_diagonal": shift(linked, 1, 1) + shift(linked, -1, -1),
        "place": np.abs(one.places[:, None] - other.places[None, :]),
    }


def _signals_alone(one: _Phrases, other: _Phrases, probability: Matrix) -> Mapping[str, Matrix]:
    """Return the signals of `phrase_signals` but those of `AROUND`."""
    similarity = (one.vectors @ other.vectors.T).astype(np.float64)
    cosine = (one.means(one.members) @ other.means(other.members).T).astype(np.float64)
    content_cosine = (one.means(one.weights) @ other.means(other.weights).T).astype(np.float64)
    closest_a, closest_b = _best_inside(similarity, other.phrases), _best_inside(similarity.T, one.phrases)
    linked_a, linked_b = _best_inside(probability, other.phrases), _best_inside(probability.T, one.phrases)
    closest = one.weights @ closest_a, (other.weights @ closest_b).T
    linked = one.weights @ linked_a, (other.weights @ linked_b).T
    unlinked = (one.members * one.content) @ (1 - linked_a), ((other.members * other.content) @ (1 - linked_b)).T
    mass = one.members @ probability @ other.members.T
    inside = (
        mass / (one.members @ probability.sum(axis=1))[:, None],
        mass / (other.members @ probability.sum(axis=0))[None, :],
    )
    stems_a, stems_b = one.stems(), other.stems()
    shared_stems, sizes = _shared(stems_a, stems_b)
    fewer, more = np.minimum(*sizes), np.maximum(*sizes)
    grams, gram_sizes = _shared(one.grams(), other.grams())
    numbers, number_sizes = _shared(one.numbers(), other.numbers())
    operators, operator_sizes = _shared(one.operators(), other.operators())
    without_words_a, without_words_b = ~one.has_words[:, None], ~other.has_words[None, :]
    return {
        "cosine": cosine,
        "content_cosine": content_cosine,
        "closest_min": np.minimum(*closest),
        "closest_max": np.maximum(*closest),
        "linked_min": np.minimum(*linked),
        "linked_max": np.maximum(*linked),
        "inside_min": np.minimum(*inside),
        "inside_max": np.maximum(*inside),
        "unlinked_min": np.minimum(*unlinked),
        "unlinked_max": np.maximum(*unlinked),
        "overlap": _share(2 * shared_stems, fewer + more),
        "containment": _share(shared_stems, fewer),
        "same_stems": ((shared_stems == more) & (more > 0)).astype(np.float64),
        "same_words": matches(one.wordings(), other.wordings()),
        "spelling": _share(2 * grams, np.add(*gram_sizes)),
        "same_number": (numbers > 0).astype(np.float64),
        "other_number": ((numbers == 0) & (np.minimum(*number_sizes) > 0)).astype(np.float64),
        "one_number": ((np.minimum(*number_sizes) == 0) & (np.maximum(*number_sizes) > 0)).astype(np.float64),
        "other_operators": (operators < np.maximum(*operator_sizes)).astype(np.float64),
        "one_content": ((fewer == 0) & (more > 0)).astype(np.float64),
        "one_punctuation": (without_words_a ^ without_words_b).astype(np.float64),
        "both_punctuation": (without_words_a & without_words_b).astype(np.float64),
        "lengths": np.abs(np.log(one.lengths)[:, None] - np.log(other.lengths)[None, :]),
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
) -> tuple[list[int], Mapping[str, Matrix]]:
    """Describe proposed pairs of phrases, each by itself.

    Returns:
        The indices of the k pairs that have words on both sides, and named signals of these, each of shape (k,).
    """
    two_sided = [k for k, pair in enumerate(pairs) if pair.a[0] < pair.a[1] and pair.b[0] < pair.b[1]]
    if not two_sided:
        return [], {}
    one = _Phrases(a, [range(*pairs[k].a) for k in two_sided])
    other = _Phrases(b, [range(*pairs[k].b) for k in two_sided])
    signals = _signals_alone(one, other, probability)
    return two_sided, {name: own.diagonal() for name, own in signals.items()}


def rewording_probabilities(a: Words, b: Words, pairs: Sequence[PhrasePair], probability: Matrix) -> list[float]:
    """Return for each proposed pair of phrases how likely the two correspond, in [0, 1]; 0 where one is empty.

    Args:
        a: The n words of the first wording.
        b: The m words of the second.
        pairs: From `pair_phrases`.
        probability: That two words stand for each other, shape (n, m), in [0, 1].
    """
    two_sided, signals = rewording_signals(a, b, pairs, probability)
    result = [0.0] * len(pairs)
    if two_sided:
        found = load_link_model(*REWORDINGS).stages[0].probability(signals)
        for k, own in zip(two_sided, found, strict=True):
            result[k] = float(own)
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


class _Phrases:
    """The phrases of one side, as matrices over its words.

    Attributes:
        vectors: Of the words, shape (n, d).
        phrases: The indices of their words.
        content: 1 for words that bear meaning by themselves, shape (n,).
        members: 1 where a word is in a phrase, shape (p, n).
        weights: The words of a phrase that count, in equal shares: its content words, or all where it has none.
        lengths: The number of words of each phrase, shape (p,).
        places: The mean place of each phrase's words in the text, in (0, 1).
        has_words: Whether a phrase is more than punctuation.
    """

    def __init__(self, words: Words, phrases: Sequence[Phrase]) -> None:
        count = len(words.norms)
        self._words = words
        self.vectors = words.vectors
        self.phrases = [list(phrase) for phrase in phrases]
        self.content = 1 - minor_words(words.norms)
        self.members = np.zeros((len(phrases), count))
        for row, phrase in enumerate(self.phrases):
            self.members[row, phrase] = 1
        self.lengths = self.members.sum(axis=1)
        chosen = self.members * self.content
        chosen = np.where(chosen.any(axis=1, keepdims=True), chosen, self.members)
        self.weights = chosen / chosen.sum(axis=1, keepdims=True)
        self.places = self.members @ ((np.arange(count) + 0.5) / count) / self.lengths
        self.has_words = np.array(
            [any(norm[:1].isalnum() for norm in norms) for norms in self._norms()], dtype=np.bool_
        )

    def means(self, weights: Matrix) -> NDArray[np.float32]:
        """Return the weighted mean vector of each phrase, of unit length: shape (p, d)."""
        return unit_rows(weights.astype(np.float32) @ self.vectors)

    def _norms(self) -> list[list[str]]:
        """Return the normal forms of each phrase."""
        return [[self._words.norms[index] for index in phrase] for phrase in self.phrases]

    def stems(self) -> list[set[str]]:
        """Return the stems of each phrase's content words."""
        return [
            {stem(fold_name(self._words.norms[index])) for index in phrase if self.content[index]}
            for phrase in self.phrases
        ]

    def grams(self) -> list[set[str]]:
        """Return the runs of letters in each phrase's words, with marks where a word begins and ends."""
        return [
            {
                framed[start : start + GRAM_LENGTH]
                for norm in norms
                if norm[:1].isalnum()
                for framed in (f"<{norm}>",)
                for start in range(len(framed) - GRAM_LENGTH + 1)
            }
            for norms in self._norms()
        ]

    def numbers(self) -> list[set[str]]:
        """Return the numbers in each phrase, in digits: "5", "five" and "twenty-five"; "one" is more often none."""
        return [
            {norm for norm in norms if norm[:1].isdigit()}
            | {_in_digits(run[0]) for run in _NUMBER_WORDS.finditer(" ".join(norms)) if run[0] != "one"}
            for norms in self._norms()
        ]

    def operators(self) -> list[frozenset[str]]:
        """Return the negators, modal verbs and quantifiers of each phrase."""
        return [OPERATORS.intersection(norms) for norms in self._norms()]

    def wordings(self) -> list[str]:
        """Return each phrase without articles, in normal form."""
        return [" ".join(norm for norm in norms if norm not in _ARTICLES) for norms in self._norms()]


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


def _best_inside(matrix: Matrix, phrases: Sequence[Phrase]) -> Matrix:
    """Return for each row the largest value among the columns of each phrase: shape (n, q)."""
    return np.stack([matrix[:, phrase].max(axis=1) for phrase in phrases], axis=1)


def _shared(a: Sequence[AbstractSet[str]], b: Sequence[AbstractSet[str]]) -> tuple[Matrix, tuple[Matrix, Matrix]]:
    """Count what sets have in common, pair by pair; also give their sizes, as matrices of the same shape."""
    shared = np.array([[len(own & others) for others in b] for own in a], dtype=np.float64)
    size_a, size_b = (np.array([len(own) for own in sets], dtype=np.float64) for sets in (a, b))
    return shared, (np.broadcast_to(size_a[:, None], shared.shape), np.broadcast_to(size_b[None, :], shared.shape))


def _share(part: Matrix, whole: Matrix) -> Matrix:
    """Divide; 0 where there is nothing to divide by."""
    share: Matrix = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
    return share
