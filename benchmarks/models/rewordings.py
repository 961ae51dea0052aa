"""Fit how likely the phrases of a proposed pair correspond: `ryabkov_diff/data/rewordings.json`.

`pair_phrases` proposes what stands in one wording where the other has other words; whether the two say the same thing
there is another matter. The data are its proposals on the development half of MultiMWA-MTRef (Lan et al. 2021,
arXiv:2106.02569), `words/mtref.dev.jsonl`: translations whose words are aligned by hand. Two phrases correspond when at
least half of their content words (of all words, where a phrase has none) are linked to the other phrase, sure and
possible links counted alike.

Five folds; the figures are of items that neither the model nor its threshold were fitted on: the threshold of
a fold is the one with the best F1 on the held-out items of the others, among the hundredths from 0.30 to 0.70. One
thing is not held out: the word alignment beneath was fitted on the same sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.data import read_rows
from benchmarks.measures import DECIMALS
from benchmarks.models.files import FOLDS, PACKAGE, assign_folds, round_figures, to_fields, write_model
from benchmarks.models.logistic import calibration_error, count_links, fit_logistic
from benchmarks.models.phrases import LINK_SIGNS, RIDGE, THRESHOLDS
from ryabkov_diff.embed import load_embedder
from ryabkov_diff.linking import LinkModel
from ryabkov_diff.text import Token
from ryabkov_diff.variants import prepare_words
from ryabkov_diff.variants.phrase_links import rewording_signals
from ryabkov_diff.variants.phrases import pair_phrases
from ryabkov_diff.variants.skeleton import equal_words
from ryabkov_diff.variants.words import likely_links, link_probabilities, minor_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from ryabkov_diff.domain import Embedder
    from ryabkov_diff.variants.words import Words

    Matrix = NDArray[np.float64]

__all__ = ["FILE", "fit"]

FILE = "words/mtref.dev.jsonl"
TARGET = PACKAGE / "data" / "rewordings.json"

# Two phrases correspond when this share of their words is linked.
LINKED = 0.5


def propose(row: Mapping[str, Any], embedder: Embedder) -> tuple[Mapping[str, Matrix], Matrix] | None:
    """Return the signals of a sentence pair's proposals and whether they correspond; None where there are none."""
    a, b = prepare_words((row["a_tokens"], row["b_tokens"]), embedder)
    probability = link_probabilities(a, b)
    tokens = _tokens(row["a_tokens"], a), _tokens(row["b_tokens"], b)
    _, pairs = pair_phrases(*tokens, probability, likely_links(probability), equal_words(a.norms, b.norms))
    described = rewording_signals(a, b, pairs, probability)
    if not described:
        return None
    gold = np.zeros(probability.shape)
    for i, j in row["sure"] + row["possible"]:
        gold[i, j] = 1
    content = 1 - minor_words(a.norms), 1 - minor_words(b.norms)
    shares = []
    for pair in (pairs[k] for k in described):
        inside = gold[slice(*pair.a), slice(*pair.b)]
        linked, counted = 0.0, 0.0
        for axis, (own, span) in enumerate(zip(content, (pair.a, pair.b), strict=True)):
            weights = own[slice(*span)] if own[slice(*span)].any() else np.ones(span[1] - span[0])
            linked += float(weights @ inside.any(axis=1 - axis))
            counted += float(weights.sum())
        shares.append(linked / counted)
    found = list(described.values())
    signals = {name: np.array([own[name] for own in found]) for name in found[0]}
    return signals, (np.array(shares) >= LINKED).astype(np.float64)


def _tokens(texts: Sequence[str], words: Words) -> list[Token]:
    """Make tokens of given ones, joined by spaces."""
    tokens, start = [], 0
    for text, norm in zip(texts, words.norms, strict=True):
        tokens.append(Token.of(start, text, norm))
        start += len(text) + 1
    return tokens


def fit_model(samples: Sequence[tuple[Mapping[str, Matrix], Matrix]], threshold: float = 0.0) -> LinkModel:
    """Fit how likely phrases of proposed pairs correspond."""
    signals, labels = [own for own, _ in samples], [label for _, label in samples]
    return LinkModel((fit_logistic(signals, labels, ridge=RIDGE, signs=LINK_SIGNS),), threshold)


def fit(bench: Path, *, write: bool) -> Mapping[str, Any]:
    """Cross-validate and return the figures; fit on all and write the data file where that is wanted."""
    embedder = load_embedder()
    samples = [found for row in read_rows(bench, FILE) if (found := propose(row, embedder)) is not None]
    folds = assign_folds(range(len(samples)))
    fold = np.concatenate([np.full(len(own), number) for number, (_, own) in zip(folds, samples, strict=True)])
    label = np.concatenate([own for _, own in samples])
    signals = {name: np.concatenate([own[name] for own, _ in samples]) for name in samples[0][0]}
    probability = np.zeros(len(label))
    for left_out in range(FOLDS):
        model = fit_model([sample for sample, own in zip(samples, folds, strict=True) if own != left_out])
        held_out = fold == left_out
        probability[held_out] = model.stages[0].probability({name: own[held_out] for name, own in signals.items()})

    def best(kept: NDArray[np.bool_]) -> float:
        return max(THRESHOLDS, key=lambda one: count_links(probability[kept], label[kept], one).f1)

    chosen = np.array([best(fold != left_out) for left_out in range(FOLDS)])
    threshold = best(np.ones(len(fold), dtype=np.bool_))
    figures = {
        "folds": FOLDS,
        **round_figures(count_links(probability, label, chosen[fold])),
        "calibration_error": round(calibration_error(probability, label), DECIMALS),
    }
    if write:
        write_model(
            TARGET,
            to_fields(fit_model(samples, threshold)),
            script=__name__,
            bench=bench,
            files=(FILE,),
            data="MultiMWA-MTRef, development half (Lan et al. 2021, arXiv:2106.02569), pairs of `pair_phrases`",
            counts={"items": len(label)},
            embedder=embedder.name,
            cross_validation=figures,
        )
    return {**figures, "threshold": threshold, "corresponding": round(float(label.mean()), DECIMALS)}
