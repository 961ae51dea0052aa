"""Fit the word alignment on hand-aligned translations: `ryabkov_diff/variants/word-links.json`.

The data are the development half of MultiMWA-MTRef (Lan et al. 2021, arXiv:2106.02569): `words/mtref.dev.jsonl`. Five
folds; the figures are of items that the model was not fitted on, sure and possible links counted alike. The threshold
is the one with the best cross-validated F1 among the hundredths from 0.30 to 0.60.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.data import read_rows
from benchmarks.models.files import FOLDS, PACKAGE, assign_folds, round_figures, to_fields, write_model
from benchmarks.models.logistic import count_links, fit_logistic
from ryabkov_diff.embed import load_embedder
from ryabkov_diff.linking import LinkModel
from ryabkov_diff.variants import prepare_words
from ryabkov_diff.variants.skeleton import equal_words
from ryabkov_diff.variants.words import neighbourhood_signals, word_signals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from benchmarks.measures import Counts
    from ryabkov_diff.domain import Embedder

    Matrix = NDArray[np.float64]
    # The signals of a sentence pair's word pairs, and which of them are linked (1) or not (0).
    Sample = tuple[Mapping[str, Matrix], Matrix]

__all__ = ["FILE", "ablate", "fit"]

FILE = "words/mtref.dev.jsonl"
TARGET = PACKAGE / "variants" / "word-links.json"
THRESHOLDS = [round(0.30 + 0.01 * step, 2) for step in range(31)]

# Signals that say the same in several ways, and are left out together.
GROUPS = {
    "all equal words": ("equal", "same_stem", "skeleton", "equal_minor"),
    "all vectors": (
        *("similarity", "similarity_one_minor", "similarity_minor", "margin_min", "margin_max", "diagonal"),
        *("mutual", "mutual_diagonal", "mutual_beside_min", "mutual_beside_max"),
    ),
    "all neighbours": ("diagonal", "mutual_diagonal", "mutual_beside_min", "mutual_beside_max"),
    "all function words": (
        *("both_minor", "one_minor", "equal_minor", "place_minor"),
        *("similarity_one_minor", "similarity_minor"),
    ),
    "all places": ("place", "place_minor"),
}


def make_samples(bench: Path, embedder: Embedder) -> list[Sample]:
    """Prepare all sentence pairs."""
    samples = []
    for item in read_rows(bench, FILE):
        a, b = prepare_words((item["a_tokens"], item["b_tokens"]), embedder)
        gold = np.zeros((len(a.norms), len(b.norms)))
        for i, j in item["sure"] + item["possible"]:
            gold[i, j] = 1
        samples.append((word_signals(a, b, equal_words(a.norms, b.norms)), gold))
    return samples


def fit_model(samples: Sequence[Sample], *, without: frozenset[str] = frozenset(), corrected: bool = True) -> LinkModel:
    """Fit the first guess, without the signals of these names, and its correction."""
    signals = [{name: values for name, values in own.items() if name not in without} for own, _ in samples]
    gold = [linked for _, linked in samples]
    first = fit_logistic(signals, gold)
    if not corrected:
        return LinkModel((first,), 0.0)
    # Unlike `fit_stages`, which bounds the first guess as `LinkModel` does when it corrects it.
    widened = [{**own, **neighbourhood_signals(first.probability(own))} for own in signals]
    return LinkModel((first, fit_logistic(widened, gold)), 0.0)


def cross_validate(
    samples: Sequence[Sample], *, without: frozenset[str] = frozenset(), corrected: bool = True
) -> tuple[Counts, float]:
    """Return the counts of word pairs on the items that a model was not fitted on, and the threshold."""
    folds = assign_folds(range(len(samples)))
    held_out: list[Matrix] = [np.zeros(0)] * len(samples)
    for fold in range(FOLDS):
        train = [sample for sample, own in zip(samples, folds, strict=True) if own != fold]
        model = fit_model(train, without=without, corrected=corrected)
        for k in (k for k, own in enumerate(folds) if own == fold):
            held_out[k] = model.probability(samples[k][0], neighbourhood_signals)
    probability = np.concatenate([own.ravel() for own in held_out])
    linked = np.concatenate([gold.ravel() for _, gold in samples])
    threshold = max(THRESHOLDS, key=lambda value: count_links(probability, linked, value).f1)
    return count_links(probability, linked, threshold), threshold


def fit(bench: Path, *, write: bool) -> Mapping[str, Any]:
    """Cross-validate and return the figures; fit on all and write the data file where that is wanted."""
    embedder = load_embedder()
    samples = make_samples(bench, embedder)
    counts, threshold = cross_validate(samples)
    figures = {"folds": FOLDS, **round_figures(counts)}
    if write:
        write_model(
            TARGET,
            to_fields(LinkModel(fit_model(samples).stages, threshold)),
            script=__name__,
            bench=bench,
            files=(FILE,),
            data="MultiMWA-MTRef, development half (Lan et al. 2021, arXiv:2106.02569)",
            counts={"items": len(samples)},
            embedder=embedder.name,
            cross_validation=figures,
        )
    return {**figures, "threshold": threshold}


def ablate(bench: Path) -> Iterator[tuple[str, Mapping[str, float]]]:
    """Yield what is left out, and the cross-validated figures without it."""
    samples = make_samples(bench, load_embedder())
    signals = {name: (name,) for name in samples[0][0]}
    for name, without in ({"nothing": ()} | signals | GROUPS).items():
        yield name, round_figures(cross_validate(samples, without=frozenset(without))[0])
    yield "correction", round_figures(cross_validate(samples, corrected=False)[0])
