"""Fit what two articles have in common tells about their reporting one event: `ryabkov_diff/align/events.json`.

Two models: `same` tells one event from others, `related` one topic from others where the event is not the same. The
data are of two sources.

The pairs of `alignment/pairs.jsonl`: two translations of one news text report one event, a text and another one's
translation don't. Both are easy. What articles are like that a speaker's repetitions make look alike, they do not tell,
so articles are made of the same texts: each document is cut into the passages that its two translations share; some of
them go to both articles, the rest to one of the two. Where the share of common passages is in `SAME`, the two count as
reports of one event, that chose differently; where it is in `OTHER`, as reports of two events on one topic, by the same
people. Shares in between are left out: nobody knows. Two short articles with one short passage in common, and more of
their own, count as reports of two events, too: one statement alone makes no event. A brief is the first paragraphs of
one translation beside the whole of the other. They have no venues and days; what those add is set
(`known_log_odds`).

The invented news in `benchmarks/news/development`, where outlets word things freely, choose, and quote two events; few
pairs, so that each counts `NEWS_WEIGHT` times. Pairs whose relation the annotation leaves open are left out where they
don't matter.

Cross-validation: five folds by document; of the news, one group at a time, without the pairs that share a text with it.
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
from benchmarks.sets import news
from ryabkov_diff import read_text
from ryabkov_diff.align import align_segments
from ryabkov_diff.align.events import Report, known_log_odds, pair_signals
from ryabkov_diff.domain import RelationKind
from ryabkov_diff.embed import embed_segments
from ryabkov_diff.linking import LinkModel
from ryabkov_diff.segment import segment_articles

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["FILE", "fit"]

FILE = "alignment/pairs.jsonl"
TARGET = PACKAGE / "align" / "events.json"
SEED = 1

# The share of passages in common, of the article that has fewer.
SAME = (0.35, 1.0)
OTHER = (0.0, 0.15)

# Passages that a document must have to be cut up, and paragraphs of a brief.
MIN_PASSAGES = 6
BRIEF = 2

# Passages of its own that an article with a single one in common has.
OWN_PASSAGES = 2

# How often a pair of the invented news counts.
NEWS_WEIGHT = 2

# The signals of each model, and what they must say: 1 for one event (one topic), -1 against.
SIGNS = {
    "same": {
        "coverage": 1,
        "coverage_other": 1,
        "shared": 1,
        "names": 1,
        "numbers": 1,
        "no_names": -1,
        "no_numbers": -1,
        "other_speakers": -1,
    },
    "related": {"topic": 1, "names": 1, "no_names": -1, "shared": 1},
}
RIDGE = 1e-3

# One event where it is more likely than not, and one topic, too.
THRESHOLD = 0.5

TRANSLATIONS, STRANGERS, ONE_EVENT, BRIEFS, TWO_EVENTS, ONE_STATEMENT = (
    "translations",
    "strangers",
    "one event",
    "briefs",
    "two events",
    "one statement",
)
NEWS = "invented news"
# What the made pairs are; two parts of one document are about one topic.
KINDS = {
    TRANSLATIONS: RelationKind.SAME,
    STRANGERS: RelationKind.DIFFERENT,
    ONE_EVENT: RelationKind.SAME,
    BRIEFS: RelationKind.SAME,
    TWO_EVENTS: RelationKind.RELATED,
    ONE_STATEMENT: RelationKind.RELATED,
}


@dataclass(frozen=True, slots=True)
class Sample:
    """Two articles: what they have in common, and what relation they may have.

    Attributes:
        group: The document that they are made of, or the group of the invented news.
        sort: See `KINDS`; `NEWS` for the rest.
        texts: Names of the two, of the invented news; else empty.
        signals: From `pair_signals`.
        known: Log-odds for one event, from `known_log_odds`.
        kinds: The relations that are right.
    """

    group: str
    sort: str
    texts: frozenset[str]
    signals: Mapping[str, float]
    known: float
    kinds: frozenset[str]

    def label(self, model: str) -> float:
        """Return 1 or 0 where a model should say yes or no, else NaN."""
        if model == "same":
            return float("nan") if len(self.kinds) > 1 and "same" in self.kinds else float("same" in self.kinds)
        return float("related" in self.kinds) if self.kinds in ({"related"}, {"different"}) else float("nan")


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


def make_pair(item: Mapping[str, Any], share: float, chance: random.Random) -> tuple[list[str], list[str]]:
    """Make two articles of a document that have this share of their passages in common."""
    groups = passages(item)
    # With n in common and m of their own each, the share is n / (n + m).
    common = round(len(groups) * share / (2 - share))
    order = chance.sample(range(len(groups)), len(groups))
    both, rest = set(order[:common]), order[common:]
    return _cut(item, both | set(rest[::2]), both | set(rest[1::2]))


def make_single(item: Mapping[str, Any], chance: random.Random) -> tuple[list[str], list[str]]:
    """Make two articles of a document that have its shortest passage in common, and a few more of their own."""
    groups = passages(item)
    common = min(
        (k for k, (a, b) in enumerate(groups) if a and b),
        key=lambda k: sum(len(item["paragraphs_a"][i].split()) for i in groups[k][0]),
    )
    own = chance.sample([k for k in range(len(groups)) if k != common], 2 * OWN_PASSAGES)
    return _cut(item, {common, *own[:OWN_PASSAGES]}, {common, *own[OWN_PASSAGES:]})


def _cut(item: Mapping[str, Any], a: set[int], b: set[int]) -> tuple[list[str], list[str]]:
    """Return the paragraphs of the passages with these numbers, of one translation each."""
    groups = passages(item)
    return (
        [item["paragraphs_a"][i] for k in sorted(a) for i in groups[k][0]],
        [item["paragraphs_b"][j] for k in sorted(b) for j in groups[k][1]],
    )


def measure(a: str, b: str) -> tuple[Mapping[str, float], float]:
    """Return the signals of two texts, and the log-odds that are known."""
    articles = [replace(read_text(text, label=sigil), sigil=sigil) for sigil, text in (("A", a), ("B", b))]
    segments, _ = segment_articles(articles)
    embeddings = embed_segments(articles, segments, load_remembering_embedder())
    reports = []
    for article in articles:
        rows = [row for row, segment in enumerate(segments) if segment.article == article.sigil]
        reports.append(Report.of(article, [segments[row] for row in rows], embeddings.vectors[rows]))
    one, other = reports
    links = align_segments(articles, segments, embeddings)
    return pair_signals(one, other, links), known_log_odds(one.occasion, other.occasion)


def make_samples(items: Sequence[Mapping[str, Any]]) -> Iterator[Sample]:
    """Prepare the pairs of translations, and those made of them."""
    # Two of them, so that what one makes doesn't hang on what the other made before.
    chance, single = random.Random(SEED), random.Random(SEED)  # noqa: S311 - no secret is made of it
    for k, item in enumerate(items):
        stranger = next(
            one
            for one in (*items[k + 1 :], *items)
            if one["doc"] != item["doc"] and one["lang_pair"] == item["lang_pair"]
        )
        a, b = item["paragraphs_a"], item["paragraphs_b"]
        pairs = {TRANSLATIONS: (a, b), STRANGERS: (a, stranger["paragraphs_b"])}
        if len(passages(item)) >= MIN_PASSAGES:
            pairs[ONE_EVENT] = make_pair(item, chance.uniform(*SAME), chance)
            pairs[TWO_EVENTS] = make_pair(item, chance.uniform(*OTHER), chance)
            pairs[ONE_STATEMENT] = make_single(item, single)
            pairs[BRIEFS] = (a[:BRIEF], b)
        for sort, sides in pairs.items():
            signals, known = measure(*("\n\n".join(side) for side in sides))
            yield Sample(item["doc"], sort, frozenset(), signals, known, frozenset({KINDS[sort].value}))


def news_samples() -> Iterator[Sample]:
    """Prepare the pairs of the invented news that may be fitted on."""
    for name, group in news.read_groups(news.DEVELOPMENT).items():
        for pair, allowed in news.allowed_relations(group).items():
            texts = [news.path_of(news.DEVELOPMENT, text).read_text(encoding="utf-8") for text in pair]
            signals, known = measure(*texts)
            yield Sample(name, NEWS, frozenset(pair), signals, known, allowed)


def fit_model(samples: Sequence[Sample], name: str) -> LinkModel:
    """Fit one of the two models."""
    weighted = [one for one in samples for _ in range(NEWS_WEIGHT if one.sort == NEWS else 1)]
    model = fit_logistic(
        [_columns(weighted, name)],
        [np.array([one.label(name) for one in weighted])],
        ridge=RIDGE,
        signs=SIGNS[name],
        offsets=[_known(weighted, name)],
    )
    return LinkModel((model,), THRESHOLD)


def predict(model: LinkModel, samples: Sequence[Sample], name: str) -> NDArray[np.float64]:
    """Return what a model says of samples, with what is known beforehand."""
    log_odds = np.array([model.stages[0].log_odds(one.signals) for one in samples]) + _known(samples, name)
    probability: NDArray[np.float64] = 1 / (1 + np.exp(-log_odds))
    return probability


def _columns(samples: Sequence[Sample], name: str) -> dict[str, NDArray[np.float64]]:
    return {signal: np.array([one.signals[signal] for one in samples]) for signal in SIGNS[name]}


def _known(samples: Sequence[Sample], name: str) -> NDArray[np.float64]:
    """Return the log-odds that are known: days and venues say nothing of topics."""
    return np.array([one.known if name == "same" else 0.0 for one in samples])


def cross_validate(samples: Sequence[Sample], name: str) -> NDArray[np.float64]:
    """Return what a model says of samples that it was not fitted on."""
    fold_of = np.array(assign_folds([one.group for one in samples]))
    predicted = np.zeros(len(samples))
    held_out = [
        [k for k, one in enumerate(samples) if one.sort != NEWS and fold_of[k] == fold] for fold in range(FOLDS)
    ]
    held_out += [
        [k for k, one in enumerate(samples) if one.sort == NEWS and one.group == group]
        for group in sorted({one.group for one in samples if one.sort == NEWS})
    ]
    for test in filter(None, held_out):
        texts = frozenset[str]().union(*(samples[k].texts for k in test))
        train = [one for k, one in enumerate(samples) if k not in set(test) and not one.texts & texts]
        predicted[test] = predict(fit_model(train, name), [samples[k] for k in test], name)
    return predicted


def fit(bench: Path, *, write: bool) -> Mapping[str, Any]:
    """Cross-validate and return the figures; fit on all and write the data file where that is wanted."""
    samples = [*make_samples(read_rows(bench, FILE)), *news_samples()]
    same, related = (cross_validate(samples, name) for name in SIGNS)
    figures: dict[str, Any] = {"folds": FOLDS}
    for sort in (*KINDS, NEWS):
        chosen = [k for k, one in enumerate(samples) if one.sort == sort]
        right = [_kind(same[k], related[k]) in samples[k].kinds for k in chosen]
        # Which of several topics a made pair is on is as it came; whether it is one event, is known.
        event = [(same[k] >= THRESHOLD) == ("same" in samples[k].kinds) for k in chosen]
        figures[sort] = {
            "pairs": len(chosen),
            "accuracy": round(float(np.mean(right if sort == NEWS else event)), DECIMALS),
        }
    for field, name, predicted in (
        ("calibration_error", "same", same),
        ("topic_calibration_error", "related", related),
    ):
        labels = np.array([one.label(name) for one in samples])
        known = ~np.isnan(labels)
        figures[field] = round(calibration_error(predicted[known], labels[known]), DECIMALS)
    if write:
        write_model(
            TARGET,
            {name: to_fields(fit_model(samples, name)) for name in SIGNS},
            script=__name__,
            bench=bench,
            files=(FILE,),
            data="WMT 2021-2023 reference translations, development half, articles made of their passages, and the "
            "development part of benchmarks/news",
            counts={"pairs": len(samples)},
            embedder=load_remembering_embedder().name,
            cross_validation=figures,
        )
    return figures


def _kind(same: float, related: float) -> str:
    """Return the relation that two probabilities make."""
    if same >= THRESHOLD:
        return RelationKind.SAME.value
    return RelationKind.RELATED.value if related >= THRESHOLD else RelationKind.DIFFERENT.value
