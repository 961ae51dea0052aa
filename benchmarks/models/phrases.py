"""Fit the phrase alignment on headlines aligned by hand: `ryabkov_diff/variants/phrase-links.json`.

The data are the development half of the headlines of SemEval-2016 task 2, interpretable semantic similarity (Agirre et
al. 2016, doi:10.18653/v1/S16-1082): `phrases/headlines.train.jsonl`. Five folds; items that share a headline are in one
fold. The figures are of items that neither the model nor its threshold were fitted on: the threshold of a fold
is the one with the best F1 on the held-out items of the others, among the hundredths from 0.30 to 0.70.

*Phrase links*: pairs of a phrase of either side that the gold aligns, n:m written out as pairs. *Word links*: the
pairs of their words, SemEval's measure. *Same meaning, aligned*: of the pairs that the gold aligns, those of type EQUI
against all other types; calling all of them the same has F1 .754. *Other meaning, aligned*: the others among them.
*Same meaning, found*: pairs that were both linked and called EQUI, against the gold's pairs of type EQUI. *Other
words*: without the pairs of phrases with the same words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.data import read_rows
from benchmarks.measures import DECIMALS, Counts
from benchmarks.models.files import FOLDS, PACKAGE, assign_folds, round_figures, to_fields, write_model
from benchmarks.models.logistic import calibration_error, fit_logistic, fit_stages
from ryabkov_diff.embed import load_embedder
from ryabkov_diff.linking import LinkModel
from ryabkov_diff.variants import prepare_words
from ryabkov_diff.variants.phrase_links import AROUND, choose_links, phrase_signals
from ryabkov_diff.variants.words import link_probabilities, neighbourhood_signals

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from numpy.typing import NDArray

    from ryabkov_diff.domain import Embedder

    Matrix = NDArray[np.float64]
    Phrase = tuple[int, ...]
    Link = tuple[int, int]

__all__ = ["FILE", "LINK_SIGNS", "RIDGE", "THRESHOLDS", "GoldPhrases", "fit", "read_gold"]

FILE = "phrases/headlines.train.jsonl"
TARGET = PACKAGE / "variants" / "phrase-links.json"
STAGES = 2
THRESHOLDS = [round(0.30 + 0.01 * step, 2) for step in range(41)]

# Weight of the squared coefficients, a sample.
RIDGE = 1e-3

# Probabilities from here to the same distance from 1 are doubtful. Most pairs are clearly nothing and would hide how
# well these are calibrated.
DOUBT = 0.05

# What the signals must say, so that the models stay sensible on phrases unlike those of headlines: 1 for a link or the
# same meaning, -1 against. What is not listed may say either.
LINK_SIGNS = {
    **dict.fromkeys("cosine content_cosine margin_min margin_max closest_min closest_max".split(), 1),
    **dict.fromkeys("linked_min linked_max link_margin_min link_margin_max inside_min inside_max".split(), 1),
    **dict.fromkeys("overlap containment same_stems same_words spelling same_number".split(), 1),
    **dict.fromkeys("unlinked_min unlinked_max one_number other_operators lengths place".split(), -1),
    **dict.fromkeys("one_content one_punctuation".split(), -1),
    **dict.fromkeys("linked_diagonal first first_logit first_diagonal".split(), 1),
    **dict.fromkeys("first_rival_min first_rival_max".split(), -1),
}
EQUIVALENCE_SIGNS = {**LINK_SIGNS, "other_number": -1}


@dataclass(frozen=True, slots=True)
class GoldPhrases:
    """An item of the data set.

    Attributes:
        item: Its id.
        tokens: Of both sides.
        phrases: Of both sides, each once, as ascending word indices, in the order of the text.
        links: The pairs that the gold aligns, as indices into `phrases`, with their types (`EQUI`, `SPE1`).
    """

    item: str
    tokens: tuple[tuple[str, ...], tuple[str, ...]]
    phrases: tuple[tuple[Phrase, ...], tuple[Phrase, ...]]
    links: Mapping[Link, str]

    @property
    def same(self) -> frozenset[Link]:
        """The pairs that mean the same."""
        return frozenset(link for link, kind in self.links.items() if kind == "EQUI")

    def word_links(self, links: AbstractSet[Link]) -> set[Link]:
        """Write out links of phrases as links of all their words."""
        return {place for i, j in links for place in product(self.phrases[0][i], self.phrases[1][j])}


def read_gold(bench: Path | None) -> list[GoldPhrases]:
    """Read the data set; what the gold says of facts and polarity (`_FACT`, `_POL`) is left out of the types."""
    items = []
    for row in read_rows(bench, FILE):
        chunks = [(tuple(sorted(one["a"])), tuple(sorted(one["b"])), one["type"]) for one in row["chunks"]]
        a, b = (tuple(sorted({chunk[side] for chunk in chunks if chunk[side]})) for side in (0, 1))
        links = {(a.index(one), b.index(other)): kind.partition("_")[0] for one, other, kind in chunks if one and other}
        items.append(GoldPhrases(row["id"], (tuple(row["a_tokens"]), tuple(row["b_tokens"])), (a, b), links))
    return items


@dataclass(frozen=True, slots=True)
class _Sample:
    """An item, ready for fitting: its gold, the signals of all pairs, and which are linked or mean the same."""

    gold: GoldPhrases
    signals: Mapping[str, Matrix]
    linked: Matrix
    same: Matrix  # NaN where phrases are not linked

    @classmethod
    def of(cls, gold: GoldPhrases, embedder: Embedder) -> _Sample:
        """Prepare an item."""
        a, b = prepare_words(gold.tokens, embedder)
        shape = len(gold.phrases[0]), len(gold.phrases[1])
        linked, same = np.zeros(shape), np.full(shape, np.nan)
        for link, kind in gold.links.items():
            linked[link], same[link] = 1, kind == "EQUI"
        return cls(gold, phrase_signals(a, b, gold.phrases, link_probabilities(a, b)), linked, same)


def fit_links(samples: Sequence[_Sample], threshold: float = 0.0) -> LinkModel:
    """Fit the first guess whether phrases correspond, and its correction."""
    signals, labels = [sample.signals for sample in samples], [sample.linked for sample in samples]
    around = [neighbourhood_signals] * len(samples)
    return LinkModel(fit_stages(signals, labels, around, STAGES, ridge=RIDGE, signs=LINK_SIGNS)[0], threshold)


def fit_equivalence(samples: Sequence[_Sample], threshold: float = 0.0) -> LinkModel:
    """Fit whether phrases that correspond mean the same, which is a matter of the pair alone."""
    signals = [{name: own for name, own in sample.signals.items() if name not in AROUND} for sample in samples]
    labels = [sample.same for sample in samples]
    return LinkModel((fit_logistic(signals, labels, ridge=RIDGE, signs=EQUIVALENCE_SIGNS),), threshold)


def fit(bench: Path, *, write: bool) -> Mapping[str, Any]:
    """Cross-validate and return the figures; fit on all and write the data file where that is wanted."""
    embedder = load_embedder()
    gold = read_gold(bench)
    samples = [_Sample.of(item, embedder) for item in gold]
    folds = assign_folds(_groups(gold))
    correspond, same = ([np.zeros(0)] * len(samples) for _ in range(2))
    for fold in range(FOLDS):
        train = [sample for sample, own in zip(samples, folds, strict=True) if own != fold]
        for model, held_out in ((fit_links(train), correspond), (fit_equivalence(train), same)):
            for k in (k for k, own in enumerate(folds) if own == fold):
                held_out[k] = model.probability(samples[k].signals, neighbourhood_signals)

    link_gold = [frozenset(item.links) for item in gold]
    same_gold = [item.same for item in gold]
    linked_at = partial(_linked, correspond)
    called_at = partial(_called, gold, same)
    links, threshold = _cross_cut(linked_at, link_gold, folds)
    called, same_threshold = _cross_cut(called_at, same_gold, folds)
    found = [own & _above(values, same_threshold) for own, values in zip(links, same, strict=True)]
    figures = {
        "phrase links": _total(link_gold, links),
        "word links": _total(
            [item.word_links(own) for item, own in zip(gold, link_gold, strict=True)],
            [item.word_links(own) for item, own in zip(gold, links, strict=True)],
        ),
        "same meaning, aligned": _total(same_gold, called),
        "other meaning, aligned": _total(_less(link_gold, same_gold), _less(link_gold, called)),
        "same meaning, found": _total(same_gold, found),
    }
    same_words = [_above(sample.signals["same_words"], 1.0) for sample in samples]
    for name, wanted, predicted in (
        ("phrase links", link_gold, links),
        ("same meaning, aligned", same_gold, called),
        ("same meaning, found", same_gold, found),
    ):
        figures[f"{name}, other words"] = _total(_less(wanted, same_words), _less(predicted, same_words))
    rounded = {name: round_figures(counts) for name, counts in figures.items()}
    pairs = np.concatenate([own.ravel() for own in correspond])
    are_linked = np.concatenate([sample.linked.ravel() for sample in samples])
    doubtful = (pairs >= DOUBT) & (pairs <= 1 - DOUBT)
    aligned = np.concatenate([~np.isnan(sample.same).ravel() for sample in samples])
    means_same = np.concatenate([sample.same.ravel() for sample in samples])[aligned]
    called_same = np.concatenate([own.ravel() for own in same])[aligned]
    cross_validation = {
        "folds": FOLDS,
        **rounded["phrase links"],
        "calibration_error": round(calibration_error(pairs, are_linked), DECIMALS),
        "word_links": rounded["word links"],
        "other_words": rounded["phrase links, other words"],
        "equi": {
            **rounded["same meaning, aligned"],
            "calibration_error": round(calibration_error(called_same, means_same), DECIMALS),
            "other_words": rounded["same meaning, aligned, other words"],
            "end_to_end": rounded["same meaning, found"],
            "end_to_end_other_words": rounded["same meaning, found, other words"],
        },
    }
    if write:
        write_model(
            TARGET,
            {
                **to_fields(fit_links(samples, threshold)),
                "equivalence": to_fields(fit_equivalence(samples, same_threshold)),
            },
            script=__name__,
            bench=bench,
            files=(FILE,),
            data="SemEval-2016 task 2, headlines, development half (Agirre et al. 2016, doi:10.18653/v1/S16-1082)",
            counts={"items": len(samples)},
            embedder=embedder.name,
            cross_validation=cross_validation,
        )
    return {
        **cross_validation,
        "other_meaning": rounded["other meaning, aligned"],
        "doubtful": {
            "pairs": int(doubtful.sum()),
            "calibration_error": round(calibration_error(pairs[doubtful], are_linked[doubtful]), DECIMALS),
        },
        "thresholds": {"linked": threshold, "same_meaning": same_threshold},
    }


def _groups(gold: Sequence[GoldPhrases]) -> list[int]:
    """Number the groups of items that share a headline, directly or through others: for each item its group."""
    leader: dict[Hashable, Hashable] = {}

    def find(node: Hashable) -> Hashable:
        while leader.setdefault(node, node) != node:
            node = leader[node]
        return node

    for item in gold:
        for tokens in item.tokens:
            leader[find(" ".join(tokens).casefold())] = find(item.item)
    number = {root: place for place, root in enumerate(dict.fromkeys(find(item.item) for item in gold))}
    return [number[find(item.item)] for item in gold]


def _linked(probabilities: Sequence[Matrix], threshold: float) -> list[set[Link]]:
    """Return the pairs that are linked with this threshold."""
    return [
        {place for rows, columns in choose_links(own, threshold) for place in product(rows, columns)}
        for own in probabilities
    ]


def _called(gold: Sequence[GoldPhrases], probabilities: Sequence[Matrix], threshold: float) -> list[set[Link]]:
    """Return the aligned pairs that are called the same in meaning with this threshold."""
    return [_above(own, threshold) & set(item.links) for item, own in zip(gold, probabilities, strict=True)]


def _above(matrix: Matrix, threshold: float) -> set[Link]:
    return {(int(i), int(j)) for i, j in np.argwhere(matrix >= threshold)}


def _cross_cut(
    cut: Callable[[float], list[set[Link]]], gold: Sequence[AbstractSet[Link]], folds: Sequence[int]
) -> tuple[list[set[Link]], float]:
    """Predict each fold with the threshold that is best on the others; also return the one that is best on all."""
    tables = {threshold: cut(threshold) for threshold in THRESHOLDS}

    def best(left_out: int | None) -> float:
        kept = [k for k, fold in enumerate(folds) if fold != left_out]
        return max(THRESHOLDS, key=lambda one: _total([gold[k] for k in kept], [tables[one][k] for k in kept]).f1)

    chosen = [best(fold) for fold in range(FOLDS)]
    return [tables[chosen[fold]][k] for k, fold in enumerate(folds)], best(None)


def _less(sets: Sequence[AbstractSet[Link]], others: Sequence[AbstractSet[Link]]) -> list[AbstractSet[Link]]:
    return [one - other for one, other in zip(sets, others, strict=True)]


def _total(gold: Sequence[AbstractSet[Link]], predicted: Sequence[AbstractSet[Link]]) -> Counts:
    """Add up the counts of all items."""
    return sum((Counts.of_sets(one, other) for one, other in zip(gold, predicted, strict=True)), Counts())
