#!/usr/bin/env python3
"""Fit the word alignment on hand-aligned translations and write `ryabkov_diff/variants/word-links.json`.

    python -m benchmarks.fit_words --bench FOLDER            # cross-validate, fit on all, write
    python -m benchmarks.fit_words --bench FOLDER --dry-run  # cross-validate only

The data are the development half of MultiMWA-MTRef (Lan et al. 2021, arXiv:2106.02569): `words/mtref.dev.jsonl`. Five
folds; the figures printed are of items that the model was not fitted on. The threshold is the one with the best
cross-validated F1 among the hundredths from 0.30 to 0.60.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.fitting import fit_logistic
from ryabkov_diff.embed import load_embedder
from ryabkov_diff.linking import LinkModel
from ryabkov_diff.variants import prepare_words
from ryabkov_diff.variants.words import neighbourhood_signals, word_signals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

TARGET = Path(__file__).resolve().parent.parent / "ryabkov_diff" / "variants" / "word-links.json"
FOLDS = 5
THRESHOLDS = [round(0.30 + 0.01 * step, 2) for step in range(31)]


def gold_matrix(item: Mapping[str, Any]) -> Matrix:
    """Return the sure and possible links of an item as a matrix of 0 and 1."""
    gold = np.zeros((len(item["a_tokens"]), len(item["b_tokens"])))
    for i, j in item["sure"] + item["possible"]:
        gold[i, j] = 1
    return gold


def fit_stages(signals: list[Mapping[str, Matrix]], gold: list[Matrix], indices: list[int]) -> LinkModel:
    """Fit the first guess and its correction on the items with these indices."""
    first = fit_logistic([signals[k] for k in indices], [gold[k] for k in indices])
    widened = [{**signals[k], **neighbourhood_signals(first.probability(signals[k]))} for k in indices]
    return LinkModel((first, fit_logistic(widened, [gold[k] for k in indices])), 0.0)


def f1(predicted: list[Matrix], gold: list[Matrix], threshold: float) -> tuple[float, float, float]:
    """Return precision, recall and F1 over all word pairs, sure and possible links counted alike."""
    hits = sum(float(((p >= threshold) * g).sum()) for p, g in zip(predicted, gold, strict=True))
    found = sum(float((p >= threshold).sum()) for p in predicted)
    wanted = sum(float(g.sum()) for g in gold)
    precision, recall = hits / found, hits / wanted
    return precision, recall, 2 * precision * recall / (precision + recall)


def main() -> int:
    """Cross-validate, fit and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--bench", type=Path, required=True, help="the folder of the development sets")
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    arguments = parser.parse_args()
    source = arguments.bench / "words" / "mtref.dev.jsonl"
    items = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    embedder = load_embedder()
    words = [prepare_words((item["a_tokens"], item["b_tokens"]), embedder) for item in items]
    signals = [word_signals(a, b) for a, b in words]
    gold = [gold_matrix(item) for item in items]

    held_out: list[Matrix] = [np.zeros(0)] * len(items)
    for fold in range(FOLDS):
        train = [k for k in range(len(items)) if k % FOLDS != fold]
        model = fit_stages(signals, gold, train)
        for k in range(fold, len(items), FOLDS):
            held_out[k] = model.probability(signals[k], neighbourhood_signals)
    threshold = max(THRESHOLDS, key=lambda value: f1(held_out, gold, value)[2])
    precision, recall, score = f1(held_out, gold, threshold)
    print(f"cross-validated: precision {precision:.4f} recall {recall:.4f} F1 {score:.4f} at {threshold}")
    if arguments.dry_run:
        return 0
    stages = fit_stages(signals, gold, list(range(len(items)))).stages
    fitted = {
        "provenance": {
            "script": "benchmarks/fit_words.py",
            "data": "MultiMWA-MTRef, development half (Lan et al. 2021, arXiv:2106.02569)",
            "sha256": hashlib.sha256(source.read_bytes()).hexdigest(),
            "items": len(items),
            "embedder": embedder.name,
            "cross_validation": {
                "folds": FOLDS,
                "precision": round(precision, 4),
                "recall": round(recall, 4),
                "f1": round(score, 4),
            },
        },
        "threshold": threshold,
        "stages": [{"weights": dict(stage.weights), "intercept": stage.intercept} for stage in stages],
    }
    TARGET.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
