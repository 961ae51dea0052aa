#!/usr/bin/env python3
"""Fit the alignment of statements and write `ryabkov_diff/align/statement-links.json`.

    python -m benchmarks.fit_statements --bench ../shared/bench            # cross-validate, fit on all, write
    python -m benchmarks.fit_statements --bench ../shared/bench --dry-run  # cross-validate only

The data are pairs of independent human translations of one news text (WMT 2021-2023 references) with paragraphs
dropped, moved, merged and mixed with others (`alignment/pairs.jsonl`); single sentences of that kind, as texts too
short to have a context (`parallel/sentences.jsonl`); and, as pairs that say nothing the same, each text against
another text's translation. Five folds by document; the figures printed are of documents that the model was not
fitted on.

Gold is by paragraph and source segment: two sentences are linked when they render the same segment. Where a paragraph
has more sentences than segments, only the pairs inside linked paragraphs with one sentence on one side are sure;
the others are left out of the fit.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.fitting import calibration_error, fit_logistic
from ryabkov_diff.align.signals import Candidates, Statements, find_candidates, neighbourhood_signals, pair_signals
from ryabkov_diff.embed import embed_texts, load_embedder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ryabkov_diff.linking import LogisticModel

    Values = NDArray[np.float64]

TARGET = Path(__file__).resolve().parent.parent / "ryabkov_diff" / "align" / "statement-links.json"
FOLDS = 5

# A difference in F1 that the folds don't resolve.
AS_GOOD = 0.001

THRESHOLDS = [round(0.30 + 0.05 * step, 2) for step in range(9)]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a development document."""

    text: str
    paragraph: int
    segment: int | None  # of the source text; -1 where unsure, None where foreign to the other side


@dataclass(frozen=True, slots=True)
class Sample:
    """The candidates of one pair of texts, with signals and labels (NaN: unsure)."""

    document: str
    candidates: Candidates
    signals: Mapping[str, Values]
    labels: Values


def sentences(item: Mapping[str, Any], side: str) -> list[Sentence]:
    """Read one side of a development pair."""
    found = []
    for number, (texts, segments) in enumerate(zip(item[f"sents_{side}"], item[f"segs_{side}"], strict=True)):
        for place, text in enumerate(texts):
            by_place = (
                segments if len(texts) == len(segments) else segments * len(texts) if len(segments) == 1 else None
            )
            found.append(Sentence(text, number, by_place[place] if by_place is not None else -1))
    return found


def as_document(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Make a document of one sentence of a pair of sentences."""
    return {
        "doc": item["id"],
        "lang_pair": item["lang_pair"],
        "sents_a": [[item["a"]]],
        "sents_b": [[item["b"]]],
        "segs_a": [[0]],
        "segs_b": [[0]],
        "links": [[0, 0]],
    }


def label(a: Sequence[Sentence], b: Sequence[Sentence], links: set[tuple[int, int]], candidates: Candidates) -> Values:
    """Return 1, 0 or NaN for each candidate pair."""
    sizes = [
        {
            key: sum(1 for one in side if (one.paragraph, one.segment) == key)
            for key in {(one.paragraph, one.segment) for one in side}
        }
        for side in (a, b)
    ]
    labels = np.zeros(len(candidates.rows))
    for k, (i, j) in enumerate(zip(candidates.rows.tolist(), candidates.columns.tolist(), strict=True)):
        one, other = a[i], b[j]
        if (one.paragraph, other.paragraph) not in links:
            continue
        if -1 in {one.segment, other.segment}:
            labels[k] = np.nan
        elif one.segment is not None and one.segment == other.segment:
            several = sizes[0][one.paragraph, one.segment] > 1 and sizes[1][other.paragraph, other.segment] > 1
            labels[k] = np.nan if several else 1
    return labels


def make_samples(items: Sequence[Mapping[str, Any]]) -> list[Sample]:
    """Prepare all pairs and, for each, one of texts that have nothing to do with each other."""
    sides = {(k, side): sentences(item, side) for k, item in enumerate(items) for side in "ab"}
    texts = [sentence.text for side in sides.values() for sentence in side]
    vectors = embed_texts(texts, load_embedder()).vectors
    statements, first = {}, 0
    for key, side in sides.items():
        statements[key] = Statements.of([one.text for one in side], vectors[first : first + len(side)])
        first += len(side)
    samples = []
    for k, item in enumerate(items):
        stranger = next(
            other % len(items)
            for other in range(k + 1, k + len(items))
            if items[other % len(items)]["doc"] != item["doc"]
            and items[other % len(items)]["lang_pair"] == item["lang_pair"]
        )
        for other, links in ((k, {(i, j) for i, j in item["links"]}), (stranger, set())):
            a, b = statements[k, "a"], statements[other, "b"]
            candidates = find_candidates(a, b)
            labels = label(sides[k, "a"], sides[other, "b"], links, candidates)
            samples.append(Sample(item["doc"], candidates, pair_signals(a, b, candidates), labels))
    return samples


def widen(sample: Sample, first: LogisticModel) -> Mapping[str, Values]:
    """Add the signals of the neighbourhood."""
    return {**sample.signals, **neighbourhood_signals(sample.candidates, first.probability(sample.signals))}


def fit_stages(samples: Sequence[Sample]) -> tuple[LogisticModel, LogisticModel]:
    """Fit the first guess and its correction."""
    labels = [sample.labels for sample in samples]
    first = fit_logistic([sample.signals for sample in samples], labels)
    return first, fit_logistic([widen(sample, first) for sample in samples], labels)


def main() -> int:
    """Cross-validate, fit and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--bench", type=Path, required=True, help="the folder of the development sets")
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    arguments = parser.parse_args()
    sources = [arguments.bench / "alignment" / "pairs.jsonl", arguments.bench / "parallel" / "sentences.jsonl"]
    items = [json.loads(line) for source in sources for line in source.read_text(encoding="utf-8").splitlines()]
    items = [item if "links" in item else as_document(item) for item in items]
    samples = make_samples(items)
    documents = sorted({sample.document for sample in samples})
    fold_of = {document: number % FOLDS for number, document in enumerate(documents)}

    held_out: list[Values] = [np.zeros(0)] * len(samples)
    for fold in range(FOLDS):
        first, second = fit_stages([sample for sample in samples if fold_of[sample.document] != fold])
        for k, sample in enumerate(samples):
            if fold_of[sample.document] == fold:
                held_out[k] = second.probability(widen(sample, first))
    known = [~np.isnan(sample.labels) for sample in samples]
    predicted = np.concatenate([values[keep] for values, keep in zip(held_out, known, strict=True)])
    gold = np.concatenate([sample.labels[keep] for sample, keep in zip(samples, known, strict=True)])

    def f1(threshold: float) -> tuple[float, float, float]:
        hits = float((gold * (predicted >= threshold)).sum())
        precision, recall = hits / float((predicted >= threshold).sum()), hits / float(gold.sum())
        return precision, recall, 2 * precision * recall / (precision + recall)

    # The lowest of the thresholds that are as good as the best: a link missed shows the reader two false omissions.
    best = max(f1(value)[2] for value in THRESHOLDS)
    threshold = next(value for value in THRESHOLDS if f1(value)[2] >= best - AS_GOOD)
    precision, recall, score = f1(threshold)
    for value in THRESHOLDS:
        print("  at {:.2f}: precision {:.4f} recall {:.4f} F1 {:.4f}".format(value, *f1(value)))
    error = calibration_error(predicted, gold)
    print(f"cross-validated pairs: precision {precision:.4f} recall {recall:.4f} F1 {score:.4f} at {threshold}")
    print(f"expected calibration error {error:.4f}, over {int(gold.sum())} links among {len(gold)} candidate pairs")
    if arguments.dry_run:
        return 0
    model = {
        "provenance": {
            "script": "benchmarks/fit_statements.py",
            "data": "WMT 2021-2023 reference translations, development half, with planted conditions and strangers",
            "sha256": hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest(),
            "pairs": len(samples),
            "embedder": load_embedder().name,
            "cross_validation": {
                "folds": FOLDS,
                "precision": round(precision, 4),
                "recall": round(recall, 4),
                "f1": round(score, 4),
                "calibration_error": round(error, 4),
            },
        },
        "threshold": threshold,
        "stages": [{"weights": dict(stage.weights), "intercept": stage.intercept} for stage in fit_stages(samples)],
    }
    TARGET.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
