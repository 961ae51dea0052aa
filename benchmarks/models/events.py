"""Fit what links tell about two articles reporting one event: `ryabkov_diff/align/events.json`.

The data are the pairs of `alignment/pairs.jsonl`: two translations of one news text report one event, a text and
another one's translation don't. Both are easy. What articles are like that a speaker's repetitions make look alike,
no development set tells, so they are made of the same texts: each document is cut into the passages that its two
translations share; some of them go to both articles, the rest to one of the two. Where the share of common passages
is in `SAME`, the two count as reports of one event, that chose differently; where it is in `OTHER`, as reports of
two events on one subject, by the same people. Shares in between are left out: nobody knows. Five folds by document.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.data import load_remembering_embedder, read_rows
from benchmarks.measures import DECIMALS
from benchmarks.models.files import FOLDS, PACKAGE, assign_folds, to_fields, write_model
from benchmarks.models.logistic import calibration_error, fit_logistic
from ryabkov_diff import read_text
from ryabkov_diff.align import align_segments
from ryabkov_diff.align.events import event_signals
from ryabkov_diff.embed import embed_segments
from ryabkov_diff.linking import LinkModel
from ryabkov_diff.segment import segment_articles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["FILE", "fit"]

FILE = "alignment/pairs.jsonl"
TARGET = PACKAGE / "align" / "events.json"
SEED = 1

# The share of passages in common, of the article that has fewer.
SAME = (0.35, 1.0)
OTHER = (0.0, 0.15)

# Passages that a document must have to be cut up.
MIN_PASSAGES = 6

SIGNS = dict.fromkeys("coverage coverage_other shared verbatim".split(), 1)
RIDGE = 1e-3

# One event where it is more likely than not.
THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Sample:
    """Two articles: what their links say, and whether they report one event."""

    document: str
    sort: str  # "translations", "strangers", "one event", "two events"
    signals: Mapping[str, float]
    same: bool


def passages(item: Mapping[str, Any]) -> list[tuple[list[int], list[int]]]:
    """Return the passages of a pair: paragraphs of both sides that are linked with one another, in order."""
    partner: dict[tuple[str, int], set[tuple[str, int]]] = defaultdict(set)
    for i, j in item["links"]:
        partner["a", i].add(("b", j))
        partner["b", j].add(("a", i))
    found, seen = [], set()
    for start in sorted(partner):
        if start in seen:
            continue
        group, waiting = set(), [start]
        while waiting:
            node = waiting.pop()
            if node not in group:
                group.add(node)
                waiting += partner[node]
        seen |= group
        found.append((sorted(i for side, i in group if side == "a"), sorted(j for side, j in group if side == "b")))
    return found


def make_pair(item: Mapping[str, Any], share: float, chance: random.Random) -> tuple[list[str], list[str]] | None:
    """Make two articles of a document that have this share of their passages in common; None of a short document."""
    groups = passages(item)
    if len(groups) < MIN_PASSAGES:
        return None
    # With n in common and m of their own each, the share is n / (n + m).
    common = round(len(groups) * share / (2 - share))
    order = chance.sample(range(len(groups)), len(groups))
    both, rest = set(order[:common]), order[common:]
    a, b = both | set(rest[::2]), both | set(rest[1::2])
    return (
        [item["paragraphs_a"][i] for k in sorted(a) for i in groups[k][0]],
        [item["paragraphs_b"][j] for k in sorted(b) for j in groups[k][1]],
    )


def measure(a: Sequence[str], b: Sequence[str]) -> Mapping[str, float]:
    """Return the signals of two articles given as paragraphs."""
    articles = [
        replace(read_text("\n\n".join(paragraphs), label=sigil), sigil=sigil)
        for sigil, paragraphs in (("A", a), ("B", b))
    ]
    segments, _ = segment_articles(articles)
    embeddings = embed_segments(articles, segments, load_remembering_embedder())
    return event_signals(articles[0], articles[1], segments, align_segments(articles, segments, embeddings))


def make_samples(items: Sequence[Mapping[str, Any]]) -> list[Sample]:
    """Prepare all pairs."""
    chance = random.Random(SEED)  # noqa: S311 - no secret is made of it
    samples = []
    for k, item in enumerate(items):
        stranger = next(
            one
            for one in (*items[k + 1 :], *items)
            if one["doc"] != item["doc"] and one["lang_pair"] == item["lang_pair"]
        )
        a = item["paragraphs_a"]
        samples += [
            Sample(item["doc"], "translations", measure(a, item["paragraphs_b"]), same=True),
            Sample(item["doc"], "strangers", measure(a, stranger["paragraphs_b"]), same=False),
        ]
        for sort, (low, high), same in (("one event", SAME, True), ("two events", OTHER, False)):
            pair = make_pair(item, chance.uniform(low, high), chance)
            if pair is not None:
                samples.append(Sample(item["doc"], sort, measure(*pair), same=same))
    return samples


def fit_model(signals: Mapping[str, NDArray[np.float64]], same: NDArray[np.float64]) -> LinkModel:
    """Fit the model: signals and labels of shape (n,)."""
    return LinkModel((fit_logistic([signals], [same], ridge=RIDGE, signs=SIGNS),), THRESHOLD)


def fit(bench: Path, *, write: bool) -> Mapping[str, Any]:
    """Cross-validate and return the figures; fit on all and write the data file where that is wanted."""
    samples = make_samples(read_rows(bench, FILE))
    signals = {name: np.array([sample.signals[name] for sample in samples]) for name in samples[0].signals}
    same = np.array([sample.same for sample in samples], dtype=float)
    folds = np.array(assign_folds([sample.document for sample in samples]))
    predicted = np.zeros(len(samples))
    for fold in range(FOLDS):
        train, held_out = folds != fold, folds == fold
        model = fit_model({name: values[train] for name, values in signals.items()}, same[train])
        predicted[held_out] = model.stages[0].probability({name: own[held_out] for name, own in signals.items()})
    right = (predicted >= THRESHOLD) == (same == 1)
    figures: dict[str, Any] = {"folds": FOLDS}
    for sort in dict.fromkeys(sample.sort for sample in samples):
        chosen = np.array([sample.sort == sort for sample in samples])
        figures[sort] = {"pairs": int(chosen.sum()), "accuracy": round(float(right[chosen].mean()), DECIMALS)}
    figures["calibration_error"] = round(calibration_error(predicted, same), DECIMALS)
    if write:
        write_model(
            TARGET,
            to_fields(fit_model(signals, same)),
            script=__name__,
            bench=bench,
            files=(FILE,),
            data="WMT 2021-2023 reference translations, development half, and articles made of their passages",
            counts={"pairs": len(samples)},
            embedder=load_remembering_embedder().name,
            cross_validation=figures,
        )
    return figures
