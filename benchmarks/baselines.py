"""What one would try first: pairs of texts by the similarity of tf-idf vectors, of words in order, of embeddings.

A baseline gives scored links, as `Links`; the threshold from which they count is chosen by two-fold cross-validation
(`cut_cross_validated`), so that no baseline is measured on what its threshold was chosen on.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import cydifflib
import numpy as np

from benchmarks.measures import Counts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]
    Link = tuple[int, int]
    Links = Mapping[Link, float]

__all__ = ["best_mutual", "cut_cross_validated", "difflib_ratios", "greedy", "split_words", "tf_idf_cosines"]

WORD = re.compile(r"\w+")

# Thresholds that are tried: the hundredths of a similarity in [0, 1].
THRESHOLDS = tuple(round(step / 100, 2) for step in range(100))


def split_words(text: str) -> list[str]:
    """Return the words of a text without regard to case."""
    return WORD.findall(text.casefold())


def tf_idf_cosines(a: Sequence[str], b: Sequence[str]) -> Matrix:
    """Return the cosines of tf-idf vectors: shape (n, m), in [0, 1].

    The weight of a word is its frequency times 1 + ln((1 + N) / (1 + df)), over the N = n + m texts at hand (the smooth
    form of Salton & Buckley 1988).
    """
    counts = [Counter(split_words(text)) for text in (*a, *b)]
    column = {word: number for number, word in enumerate(dict.fromkeys(word for own in counts for word in own))}
    table = np.zeros((len(counts), len(column)))
    for row, own in enumerate(counts):
        for word, count in own.items():
            table[row, column[word]] = count
    table *= 1 + np.log((1 + len(counts)) / (1 + (table > 0).sum(axis=0)))
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    table = np.divide(table, lengths, out=np.zeros_like(table), where=lengths > 0)
    cosines: Matrix = table[: len(a)] @ table[len(a) :].T
    return cosines


def difflib_ratios(a: Sequence[str], b: Sequence[str]) -> Matrix:
    """Return difflib's ratios of equal words in order: shape (n, m), in [0, 1]."""
    words_a, words_b = ([split_words(text) for text in side] for side in (a, b))
    return np.array(
        [[cydifflib.SequenceMatcher(None, one, other, autojunk=False).ratio() for other in words_b] for one in words_a]
    ).reshape(len(a), len(b))


def greedy(similarity: Matrix) -> Links:
    """Link one to one, the most similar first.

    Those from a threshold on are what the same method gives with that threshold.
    """
    links: dict[Link, float] = {}
    rows, columns = set(range(similarity.shape[0])), set(range(similarity.shape[1]))
    for place in np.argsort(-similarity, axis=None, kind="stable"):
        i, j = divmod(int(place), similarity.shape[1])
        if i in rows and j in columns:
            links[i, j] = float(similarity[i, j])
            rows.remove(i)
            columns.remove(j)
    return links


def best_mutual(similarity: Matrix) -> Links:
    """Link what is most similar to each other, the first of equals."""
    if not similarity.size:
        return {}
    best_column, best_row = similarity.argmax(axis=1), similarity.argmax(axis=0)
    return {(i, int(j)): float(similarity[i, j]) for i, j in enumerate(best_column) if best_row[j] == i}


def cut_cross_validated(
    scored: Sequence[Links], gold: Sequence[AbstractSet[Link]], documents: Sequence[str]
) -> list[set[Link]]:
    """Leave the links from a threshold on, which is chosen on the other half of the documents.

    Args:
        scored: For each item its links with their similarities.
        gold: For each item the right links.
        documents: For each item the document that it is made of; items of one document are in one half.

    Returns:
        For each item the links that remain. The threshold is the one of `THRESHOLDS` with the best F1 on the half that
        the item is not in, the lowest of equals.
    """
    half_of = {document: number % 2 for number, document in enumerate(sorted(set(documents)))}
    chosen: dict[int, float] = {}
    for half in (0, 1):
        others = [k for k, document in enumerate(documents) if half_of[document] != half]
        chosen[half] = max(THRESHOLDS, key=lambda threshold: _f1(scored, gold, others, threshold))
    return [_cut(own, chosen[half_of[document]]) for own, document in zip(scored, documents, strict=True)]


def _cut(scored: Links, threshold: float) -> set[Link]:
    return {link for link, similarity in scored.items() if similarity >= threshold}


def _f1(scored: Sequence[Links], gold: Sequence[AbstractSet[Link]], items: Sequence[int], threshold: float) -> float:
    """Return F1 over some of the items."""
    return sum((Counts.of_sets(gold[k], _cut(scored[k], threshold)) for k in items), Counts()).f1
