"""Links of given phrases and whether they mean the same, on hand-aligned headlines, through `align_phrases`.

Reads `phrases/headlines.train.jsonl` (SemEval-2016 task 2, Agirre et al. 2016): `a_tokens`, `b_tokens` and `chunks`,
pairs of phrases as token indices, with a type. Phrases are given, links and types are to be found. The measures are
those of `benchmarks/models/phrases.py`: links of phrases, n:m written out as pairs; links of their words, which is how
SemEval scores; and the pairs of type EQUI, of those that the gold aligns ("aligned") and of those that were linked
("found"). The condition "other words" leaves out the pairs of phrases with the same words, which nobody misses. Items
are pairs of headlines.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.baselines import cut_cross_validated, greedy
from benchmarks.data import load_remembering_embedder
from benchmarks.measures import OWN, Counts, Measure
from benchmarks.models.phrases import FILE, read_gold
from ryabkov_diff import align_phrases
from ryabkov_diff.linking import load_link_model
from ryabkov_diff.variants import prepare_words
from ryabkov_diff.variants.phrase_links import EQUIVALENCE, MODEL, phrase_probabilities, phrase_signals
from ryabkov_diff.variants.words import link_probabilities

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from benchmarks.baselines import Link
    from benchmarks.models.phrases import GoldPhrases
    from ryabkov_diff import Embedder

    Matrix = NDArray[np.float64]

__all__ = ["ALIGNED", "FILE", "FOUND", "LINKS", "NAME", "WORD_LINKS", "measure"]

NAME = "phrases"

# What is measured, as in the data file of the fitted models.
LINKS, WORD_LINKS = "phrase links", "word links"
ALIGNED, FOUND = "same meaning, aligned", "same meaning, found"


def measure(bench: Path | None, *, baselines: bool) -> Iterator[Measure]:
    """Measure links of phrases and which of them mean the same.

    Args:
        bench: The folder of the development sets.
        baselines: Whether to measure baselines, too.
    """
    items = read_gold(bench)
    embedder = load_remembering_embedder()
    # All in one go, as `prepare_words` joins them: batches of many texts are quicker than pairs.
    embedder.embed([" ".join(tokens) for item in items for tokens in item.tokens])
    signals, called = _signals_and_calls(items, embedder)
    same_words = [_above(own["same_words"], 1.0) for own in signals]
    linked = [
        {pair for link in align_phrases(*item.tokens, *item.phrases, embedder) for pair in product(link.a, link.b)}
        for item in items
    ]
    yield from _measures(OWN, items, linked, called, same_words)
    if baselines:
        gold = [set(item.links) for item in items]
        names = [item.item for item in items]
        everything = [{(i, j) for i, j in np.ndindex(own["cosine"].shape)} for own in signals]
        for system, signal, same in (("equal words", "overlap", same_words), ("cosine greedy", "cosine", everything)):
            scored = [{link: own for link, own in greedy(one[signal]).items() if own > 0} for one in signals]
            yield from _measures(system, items, cut_cross_validated(scored, gold, names), same, same_words)


def _signals_and_calls(
    items: Sequence[GoldPhrases], embedder: Embedder
) -> tuple[list[Mapping[str, Matrix]], list[set[Link]]]:
    """Return the signals of all pairs of phrases, and the pairs that mean the same if they correspond."""
    threshold = load_link_model(*MODEL, part=EQUIVALENCE).threshold
    signals, called = [], []
    for item in items:
        a, b = prepare_words(item.tokens, embedder)
        probability = link_probabilities(a, b)
        signals.append(phrase_signals(a, b, item.phrases, probability))
        _, same = phrase_probabilities(a, b, item.phrases, probability)
        called.append(_above(same, threshold))
    return signals, called


def _above(matrix: Matrix, threshold: float) -> set[Link]:
    """Return the places of values from a threshold on."""
    return {(int(i), int(j)) for i, j in np.argwhere(matrix >= threshold)}


def _measures(
    system: str,
    items: Sequence[GoldPhrases],
    linked: Sequence[set[Link]],
    called: Sequence[set[Link]],
    same_words: Sequence[set[Link]],
) -> Iterator[Measure]:
    """Count a system's links, and those that it calls the same in meaning.

    Args:
        system: Its name.
        items: The data set.
        linked: For each item the pairs of phrases that the system links.
        called: The pairs that it calls the same if they correspond.
        same_words: The pairs of phrases with the same words.
    """
    gold = [set(item.links) for item in items]
    same = [set(item.same) for item in items]
    aligned = [one & other for one, other in zip(called, gold, strict=True)]
    found = [one & other for one, other in zip(called, linked, strict=True)]
    pairs = {LINKS: (gold, linked), ALIGNED: (same, aligned), FOUND: (same, found)}
    nothing: list[set[Link]] = [set() for _ in items]
    for condition, left_out in (("all", nothing), ("other words", same_words)):
        for name, (wanted, predicted) in pairs.items():
            counts: dict[str, Counts] = {}
            faults: dict[str, list[str]] = {}
            for item, one, other, less in zip(items, wanted, predicted, left_out, strict=True):
                counts[item.item] = Counts.of_sets(one - less, other - less)
                faults[item.item] = [
                    f"{fault}: {_texts(item, link)}"
                    for fault, wrong in (("missed", one - other - less), ("wrong", other - one - less))
                    for link in sorted(wrong)
                ]
            yield Measure(NAME, name, condition, system, counts, faults=faults)
    words = {
        item.item: Counts.of_sets(item.word_links(one), item.word_links(other))
        for item, one, other in zip(items, gold, linked, strict=True)
    }
    yield Measure(NAME, WORD_LINKS, "all", system, words)


def _texts(item: GoldPhrases, link: Link) -> str:
    """Return both phrases of a link."""
    return " ~ ".join(
        " ".join(tokens[index] for index in phrases[place])
        for tokens, phrases, place in zip(item.tokens, item.phrases, link, strict=True)
    )
