"""Fit how likely the phrases of a proposed pair correspond, and write `ryabkov_diff/data/rewordings.json`.

    python -m benchmarks.models.rewordings --bench FOLDER            # cross-validate, fit on all, write
    python -m benchmarks.models.rewordings --bench FOLDER --dry-run  # cross-validate only

`pair_phrases` proposes what stands in one wording where the other has other words; whether the two say the same thing
there is another matter. The data are its proposals on the development half of MultiMWA-MTRef (Lan et al. 2021,
arXiv:2106.02569), `words/mtref.dev.jsonl`: translations whose words are aligned by hand. Two phrases correspond when at
least half of their content words (of all words, where a phrase has none) are linked to the other phrase, sure and
possible links counted alike.

Five folds; the figures printed are of items that neither the model nor its threshold were fitted on: the threshold of
a fold is the one with the best F1 on the held-out items of the others, among the hundredths from 0.30 to 0.70. One
thing is not held out: the word alignment beneath was fitted on the same sentences.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.data import read_rows
from benchmarks.fitting import calibration_error, fit_logistic
from benchmarks.measures import Counts
from benchmarks.models.phrases import LINK_SIGNS, RIDGE
from ryabkov_diff.embed import load_embedder
from ryabkov_diff.linking import load_link_model
from ryabkov_diff.text import Token
from ryabkov_diff.variants import prepare_words
from ryabkov_diff.variants.phrase_links import rewording_signals
from ryabkov_diff.variants.phrases import pair_phrases
from ryabkov_diff.variants.skeleton import equal_words
from ryabkov_diff.variants.words import MODEL, link_probabilities, minor_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ryabkov_diff.domain import Embedder
    from ryabkov_diff.linking import LogisticModel
    from ryabkov_diff.variants.words import Words

    Matrix = NDArray[np.float64]

FILE = "words/mtref.dev.jsonl"
TARGET = Path(__file__).resolve().parents[2] / "ryabkov_diff" / "data" / "rewordings.json"
FOLDS = 5
THRESHOLDS = [round(0.30 + 0.01 * step, 2) for step in range(41)]

# Two phrases correspond when this share of their words is linked.
LINKED = 0.5


def propose(row: Mapping[str, Any], embedder: Embedder) -> tuple[Mapping[str, Matrix], Matrix] | None:
    """Return the signals of a sentence pair's proposals and whether they correspond; None where there are none."""
    a, b = prepare_words((row["a_tokens"], row["b_tokens"]), embedder)
    probability = link_probabilities(a, b)
    tokens = _tokens(row["a_tokens"], a), _tokens(row["b_tokens"], b)
    _, pairs = pair_phrases(*tokens, probability, equal_words(a.norms, b.norms), load_link_model(*MODEL).threshold)
    kept, signals = rewording_signals(a, b, pairs, probability)
    if not kept:
        return None
    gold = np.zeros(probability.shape)
    for i, j in row["sure"] + row["possible"]:
        gold[i, j] = 1
    content = 1 - minor_words(a.norms), 1 - minor_words(b.norms)
    shares = []
    for pair in (pairs[k] for k in kept):
        inside = gold[slice(*pair.a), slice(*pair.b)]
        linked, counted = 0.0, 0.0
        for axis, (own, span) in enumerate(zip(content, (pair.a, pair.b), strict=True)):
            weights = own[slice(*span)] if own[slice(*span)].any() else np.ones(span[1] - span[0])
            linked += float(weights @ inside.any(axis=1 - axis))
            counted += float(weights.sum())
        shares.append(linked / counted)
    return signals, (np.array(shares) >= LINKED).astype(np.float64)


def _tokens(texts: Sequence[str], words: Words) -> list[Token]:
    """Make tokens of given ones, joined by spaces."""
    tokens, start = [], 0
    for text, norm in zip(texts, words.norms, strict=True):
        tokens.append(Token(start, start + len(text), text, norm))
        start += len(text) + 1
    return tokens


def fit_proposals(samples: Sequence[tuple[Mapping[str, Matrix], Matrix]]) -> LogisticModel:
    """Fit how likely phrases of proposed pairs correspond."""
    return fit_logistic([own for own, _ in samples], [label for _, label in samples], ridge=RIDGE, signs=LINK_SIGNS)


def count(probability: Matrix, label: Matrix, threshold: Matrix | float) -> Counts:
    """Count the pairs that are said to correspond against those that do."""
    said = probability >= threshold
    hits = int((said * label).sum())
    return Counts(hits, int(said.sum()), hits, int(label.sum()))


def fit(bench: Path, *, write: bool) -> None:
    """Cross-validate and print the figures; fit on all and write the data file."""
    embedder = load_embedder()
    rows = read_rows(bench, FILE)
    samples = [found for row in rows if (found := propose(row, embedder)) is not None]
    fold = np.concatenate([np.full(len(label), k % FOLDS) for k, (_, label) in enumerate(samples)])
    label = np.concatenate([own for _, own in samples])
    signals = {name: np.concatenate([own[name] for own, _ in samples]) for name in samples[0][0]}
    probability = np.zeros(len(label))
    for left_out in range(FOLDS):
        model = fit_proposals([sample for k, sample in enumerate(samples) if k % FOLDS != left_out])
        held_out = fold == left_out
        probability[held_out] = model.probability({name: own[held_out] for name, own in signals.items()})

    def best(kept: NDArray[np.bool_]) -> float:
        return max(THRESHOLDS, key=lambda one: count(probability[kept], label[kept], one).f1)

    chosen = np.array([best(fold != left_out) for left_out in range(FOLDS)])
    counts, threshold = count(probability, label, chosen[fold]), best(np.ones(len(fold), dtype=np.bool_))
    error = calibration_error(probability, label)
    print(f"{len(label)} proposed pairs, {label.mean():.4f} of them correspond")
    print(f"cross-validated: precision {counts.precision:.4f} recall {counts.recall:.4f} F1 {counts.f1:.4f}")
    print(f"threshold {threshold}, expected calibration error {error:.4f}")
    if not write:
        return
    model = fit_proposals(samples)
    written = {
        "provenance": {
            "script": "benchmarks/models/rewordings.py",
            "data": "MultiMWA-MTRef, development half (Lan et al. 2021, arXiv:2106.02569), pairs of `pair_phrases`",
            "sha256": hashlib.sha256((bench / FILE).read_bytes()).hexdigest(),
            "items": len(label),
            "embedder": embedder.name,
            "cross_validation": {
                "folds": FOLDS,
                **{name: round(getattr(counts, name), 4) for name in ("precision", "recall", "f1")},
                "calibration_error": round(error, 4),
            },
        },
        "threshold": threshold,
        "stages": [{"weights": dict(model.weights), "intercept": model.intercept}],
    }
    TARGET.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def main() -> int:
    """Cross-validate, fit and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--bench", type=Path, required=True, help="the folder of the development sets")
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    arguments = parser.parse_args()
    fit(arguments.bench, write=not arguments.dry_run)
    return 0


if __name__ == "__main__":
    sys.exit(main())
