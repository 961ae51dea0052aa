"""Fit the alignment of statements: `ryabkov_diff/align/statement-links.json`.

The data are pairs of independent human translations of one news text (WMT 2021-2023 references) with paragraphs
dropped, moved, merged and mixed with others (`alignment/pairs.jsonl`); single sentences of that kind, as texts too
short to have a context (`parallel/sentences.jsonl`); and, as pairs that say nothing the same, each text against
another text's translation. Each is read and segmented as the program does it. Five folds by document; the figures
are of documents that the models were not fitted on.

Translations render every sentence whole; news articles don't. So each document is there a second time with
a part of one side's sentences cut short at a comma or a conjunction, a part of the other side's joined with the
next one, and the paragraphs of a quarter of the documents in another order (the random generator is seeded: the same
each time).

Gold of translations is by paragraph and source sentence: two statements are linked when they render the same one.
Where a paragraph has more sentences than source sentences, or both sides have several statements of one, only linked
paragraphs are sure, not the pairs inside them: these are left out of the fit. Gold of news is by pieces of text: where
one of two linked pieces has several statements, the pairs inside are left out likewise.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.data import load_remembering_embedder, read_rows
from benchmarks.measures import DECIMALS, Counts
from benchmarks.models.files import FOLDS, PACKAGE, assign_folds, round_figures, to_fields, write_model
from benchmarks.models.logistic import calibration_error, fit_logistic, fit_stages
from benchmarks.sets import news
from ryabkov_diff import read_text
from ryabkov_diff.align.links import AlignmentModel, ScoredPairs, choose_beads, choose_links, find_joins
from ryabkov_diff.align.signals import Statements, find_candidates, neighbourhood_signals, pair_signals
from ryabkov_diff.domain import SegmentKind
from ryabkov_diff.embed import embed_segments
from ryabkov_diff.linking import LinkModel
from ryabkov_diff.segment import segment_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from ryabkov_diff.align.links import Bead
    from ryabkov_diff.align.signals import Candidates
    from ryabkov_diff.domain import Segment

    Values = NDArray[np.float64]
    # Sentences by paragraph.
    Paragraphs = list[list["Sentence"]]

__all__ = ["FILES", "ablate", "fit"]

FILES = ("alignment/pairs.jsonl", "parallel/sentences.jsonl")
TARGET = PACKAGE / "align" / "statement-links.json"

# The share of sentences that are cut and of those that are joined in the second copy, and the fewest words of a part.
CUT_SHARE, JOIN_SHARE = 0.15, 0.15
MIN_PART = 4

# The share of documents whose paragraphs are shuffled in the second copy: a lead that quotes the body, an interview
# told back to front.
SHUFFLE_SHARE = 0.25
CUT = re.compile(r",? (?=(?:and|but|which|who|because|while|although|that|as) )|, ")
SEED = 1

# The first guess and its corrections; more than one let support spread along a run of statements.
STAGES = 4

# How often each pair of invented news is fitted on: there is little of it. Cross-validated F1 on its links is .69 with
# two copies and .67 with one; on links of paragraphs between translations .9877 and .9881.
NEWS_COPIES = 2

# A statement belongs to a piece of text when they share this much of the shorter of the two.
INSIDE = 0.5

# Half of the pairs are strangers, every second one; an ablation keeps one in four of them, and takes half the time.
STRANGERS_SKIPPED = 8

# What each signal must say where it has a say: the development texts are translations of one another, and what holds of
# those only (that a rival's closeness speaks for a pair, say) must not be learnt.
FOR = (
    "cosine lexical words words_min margin_min margin_max mutual beside_max "
    "assigned assigned_odds diagonal both_diagonals paragraph shared_number"
)
AGAINST = "length_ratio place other_numbers other_mode one_headline rival_min rival_max"
SIGNS = {**dict.fromkeys(FOR.split(), 1), **dict.fromkeys(AGAINST.split(), -1)}
JOIN_SIGNS = {"gain": 1, "words_gain": 1, "odds": 1, "same_paragraph": 1, "other_mode": -1}
RIDGE = 1e-6

# Signals that say the same in several ways, and are left out together.
GROUPS = {
    "all words": ("words", "words_min"),
    "all margins": ("margin_min", "margin_max", "mutual"),
    "all lengths": ("length_ratio", "length_min"),
    "all numbers": ("shared_number", "other_numbers"),
}

# A missed link shows the reader two false omissions, a wrong one a single false comparison. With calibrated
# probabilities the cheapest choice is then to link from one to two on; a join, from even odds.
THRESHOLD = round(1 / 3, 4)
JOIN_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a development document."""

    text: str
    paragraph: int  # as the gold numbers them
    sources: frozenset[int] | None  # sentences of the source text; empty where foreign to it, None where unsure


@dataclass(frozen=True, slots=True)
class Side:
    """One article of a pair, read and segmented as the program does it.

    Attributes:
        statements: n statements.
        places: For each the paragraph, as the gold numbers them, and the source sentences; None where unsure.
        paragraphs: How many paragraphs the gold has.
    """

    statements: Statements
    places: tuple[tuple[int, frozenset[int] | None], ...]
    paragraphs: int

    def counts(self) -> Counter[tuple[int, int]]:
        """Count the statements of each paragraph that render a source sentence."""
        return Counter((paragraph, source) for paragraph, sources in self.places for source in sources or ())


@dataclass(frozen=True, slots=True)
class Sample:
    """The candidates of one pair of texts, with signals and labels (NaN: unsure)."""

    document: str
    condition: str  # as the data set names it, `changed` for the second copy, `stranger`, `single`, or `news`
    sides: tuple[Side, Side]
    links: frozenset[tuple[int, int]]  # of paragraphs
    candidates: Candidates
    signals: Mapping[str, Values]
    labels: Values


def sentences(item: Mapping[str, Any], side: str) -> Paragraphs:
    """Read one side of a development pair."""
    found: Paragraphs = []
    for number, (texts, sources) in enumerate(zip(item[f"sents_{side}"], item[f"segs_{side}"], strict=True)):
        found.append([])
        for place, text in enumerate(texts):
            if len(texts) == len(sources):
                rendered: frozenset[int] | None = frozenset({sources[place]} - {None})
            elif len(sources) == 1:
                rendered = frozenset(set(sources) - {None})
            else:
                rendered = None
            found[-1].append(Sentence(text, number, rendered))
    return found


def as_document(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Make a document of one sentence of a pair of sentences."""
    return {
        "doc": item["id"],
        "condition": "single",
        "lang_pair": item["lang_pair"],
        "sents_a": [[item["a"]]],
        "sents_b": [[item["b"]]],
        "segs_a": [[0]],
        "segs_b": [[0]],
        "links": [[0, 0]],
    }


def cut_some(side: Paragraphs, chance: random.Random) -> Paragraphs:
    """Cut a part of the sentences at a comma or conjunction, and keep one part."""

    def cut(sentence: Sentence) -> Sentence:
        places = [match.start() for match in CUT.finditer(sentence.text)]
        parts = [part for place in places for part in (sentence.text[:place], sentence.text[place:].lstrip(", "))]
        parts = [part for part in parts if len(part.split()) >= MIN_PART]
        return replace(sentence, text=chance.choice(parts)) if parts and chance.random() < CUT_SHARE else sentence

    return [[cut(sentence) for sentence in paragraph] for paragraph in side]


def join_some(side: Paragraphs, chance: random.Random) -> Paragraphs:
    """Join a part of the sentences with the next one of their paragraph."""
    result: Paragraphs = []
    for paragraph in side:
        joined: list[Sentence] = []
        for sentence in paragraph:
            last = joined[-1] if joined else None
            if (
                last is not None
                and last.sources is not None
                and sentence.sources is not None
                and chance.random() < JOIN_SHARE
            ):
                text = f"{last.text.rstrip('.')}, and {sentence.text}"
                joined[-1] = Sentence(text, last.paragraph, last.sources | sentence.sources)
            else:
                joined.append(sentence)
        result.append(joined)
    return result


def shuffle_some(side: Paragraphs, chance: random.Random) -> Paragraphs:
    """Put the paragraphs of a part of the documents in another order."""
    return side if chance.random() >= SHUFFLE_SHARE else chance.sample(side, len(side))


def read_side(side: Paragraphs) -> Side:
    """Read, segment and embed one article, and find what its statements render."""
    text = ""
    spans: list[tuple[int, int, Sentence]] = []
    for paragraph in side:
        for sentence in paragraph:
            spans.append((len(text), len(text) + len(sentence.text), sentence))
            text += sentence.text + " "
        text = text.rstrip(" ") + "\n\n"
    segments, statements = prepare(text)
    places = []
    for segment in segments:
        # A sentence of which the statement has no more than a few characters is its neighbour's.
        inside = [
            sentence
            for start, end, sentence in spans
            if min(end, segment.end) - max(start, segment.start) > min(segment.end - segment.start, end - start) / 3
        ]
        sources = [sentence.sources for sentence in inside]
        known = None if None in sources else frozenset().union(*(found for found in sources if found))
        places.append((inside[0].paragraph, known))
    return Side(statements, tuple(places), len(side))


def prepare(text: str) -> tuple[list[Segment], Statements]:
    """Read, segment and embed a text as the program does it."""
    article = replace(read_text(text, label="one"), sigil="A")
    segments = [one for one in segment_articles([article])[0] if one.kind is not SegmentKind.BOILERPLATE]
    embeddings = embed_segments([article], segments, load_remembering_embedder())
    texts = [text[slice(*(one.setting or (one.start, one.end)))] for one in segments]
    return segments, Statements.of(segments, texts, embeddings.vectors, embeddings.tokens)


def label(a: Side, b: Side, links: frozenset[tuple[int, int]], candidates: Candidates) -> Values:
    """Return 1, 0 or NaN for each candidate pair."""
    counts = a.counts(), b.counts()
    labels = np.zeros(len(candidates.rows))
    for k, (i, j) in enumerate(zip(candidates.rows.tolist(), candidates.columns.tolist(), strict=True)):
        (one, sources), (other, other_sources) = a.places[i], b.places[j]
        if (one, other) not in links:
            continue
        if sources is None or other_sources is None:
            labels[k] = np.nan
        elif shared := sources & other_sources:
            several = all(counts[0][one, source] > 1 and counts[1][other, source] > 1 for source in shared)
            labels[k] = np.nan if several else 1
    return labels


def make_samples(items: Sequence[Mapping[str, Any]]) -> list[Sample]:
    """Prepare all pairs, as they are and changed, and for each one of texts that have nothing to do with each other."""
    chance = random.Random(SEED)  # noqa: S311 - no secret is made of it
    samples = []
    for changed in (False, True):
        sides = []
        for item in items:
            a, b = sentences(item, "a"), sentences(item, "b")
            if changed:
                a, b = join_some(a, chance), shuffle_some(cut_some(b, chance), chance)
            sides.append((read_side(a), read_side(b)))
        for k, item in enumerate(items):
            stranger = next(
                other % len(items)
                for other in range(k + 1, k + len(items))
                if items[other % len(items)]["doc"] != item["doc"]
                and items[other % len(items)]["lang_pair"] == item["lang_pair"]
            )
            own = "changed" if changed and item["condition"] != "single" else item["condition"]
            for other, condition in ((k, own), (stranger, "stranger")):
                a_side, b_side = sides[k][0], sides[other][1]
                links = frozenset((i, j) for i, j in item["links"]) if other == k else frozenset()
                candidates = find_candidates(a_side.statements, b_side.statements)
                samples.append(
                    Sample(
                        item["doc"],
                        condition,
                        (a_side, b_side),
                        links,
                        candidates,
                        pair_signals(a_side.statements, b_side.statements, candidates),
                        label(a_side, b_side, links, candidates),
                    )
                )
    return samples


def news_samples(part: str = news.DEVELOPMENT) -> list[Sample]:
    """Prepare the pairs of invented news that report one event; each statement counts as a paragraph of its own.

    Of other pairs nobody annotated what is alike. Groups whose names begin alike ("storm", "storm-nodate") are one
    document: they share texts.
    """
    samples = []
    for name, group in news.read_groups(part).items():
        for pair, allowed in news.allowed_relations(group).items():
            if "same" in allowed:
                texts = [news.path_of(part, one).read_text(encoding="utf-8") for one in pair]
                links = news.linked_pieces(group, pair)
                samples.append(_news_sample(name.partition("-")[0], texts, links))
    return samples


def _news_sample(document: str, texts: Sequence[str], links: Sequence[tuple[str, str]]) -> Sample:
    """Prepare a pair of invented news; `links` has the linked pieces of both texts."""
    (a_segments, a), (b_segments, b) = (prepare(text) for text in texts)
    pieces = [(_inside(a_segments, texts[0], one), _inside(b_segments, texts[1], other)) for one, other in links]
    candidates = find_candidates(a, b)
    labels = dict.fromkeys(candidates.keys.tolist(), 0.0)
    for rows, columns in pieces:
        for key in (row * len(b) + column for row in rows for column in columns):
            sure = len(rows) == len(columns) == 1
            if key in labels and labels[key] != 1:
                labels[key] = 1.0 if sure else np.nan
    sides = []
    for side, statements in enumerate((a, b)):
        sources = [frozenset(k for k, piece in enumerate(pieces) if i in piece[side]) for i in range(len(statements))]
        sides.append(Side(statements, tuple(enumerate(sources)), len(statements)))
    return Sample(
        document,
        "news",
        (sides[0], sides[1]),
        frozenset((row, column) for rows, columns in pieces for row in rows for column in columns),
        candidates,
        pair_signals(a, b, candidates),
        np.array(list(labels.values())),
    )


def _inside(segments: Sequence[Segment], text: str, piece: str) -> list[int]:
    """Return the indices of the segments that a piece of the text is made of."""
    start = text.index(piece)
    end = start + len(piece)
    return [
        index
        for index, one in enumerate(segments)
        if min(end, one.end) - max(start, one.start) > INSIDE * min(one.end - one.start, len(piece))
    ]


def fit_links(
    samples: Sequence[Sample], *, without: frozenset[str] = frozenset(), stages: int = STAGES
) -> tuple[LinkModel, list[Values]]:
    """Fit the first guess and its corrections without the signals of these names.

    Returns:
        The model, and what it says of the candidates of each sample.
    """
    signals = [{name: values for name, values in sample.signals.items() if name not in without} for sample in samples]
    labels = [sample.labels for sample in samples]
    around = [partial(neighbourhood_signals, sample.candidates) for sample in samples]
    fitted, probabilities = fit_stages(signals, labels, around, stages, ridge=RIDGE, signs=SIGNS)
    return LinkModel(fitted, THRESHOLD), probabilities


def fit_joins(samples: Sequence[Sample], probabilities: Sequence[Values]) -> LinkModel:
    """Fit whether a free statement belongs to its neighbour's link, on the links that are chosen between translations.

    News is left out: a piece that was linked there may hold a sentence that only leads up to the statement.

    Args:
        samples: All pairs.
        probabilities: Of their candidates.
    """
    signals: dict[str, list[float]] = defaultdict(list)
    labels: list[float] = []
    for sample, probability in zip(samples, probabilities, strict=True):
        if sample.condition == "news":
            continue
        scored = ScoredPairs(sample.candidates, sample.signals, probability)
        rows, columns = sample.candidates.rows, sample.candidates.columns
        members = {k: ([int(rows[k])], [int(columns[k])]) for k in choose_links(scored, THRESHOLD)}
        statements = sample.sides[0].statements, sample.sides[1].statements
        for join in find_joins(statements, scored, members):
            own, other = sample.sides[join.side], sample.sides[1 - join.side]
            partner = members[join.link][1 - join.side][0]
            (one, sources), (two, partners) = own.places[join.statement], other.places[partner]
            for name, value in join.signals.items():
                signals[name].append(value)
            if ((one, two) if join.side == 0 else (two, one)) not in sample.links:
                labels.append(0)
            elif sources is None or partners is None:
                labels.append(np.nan)
            else:
                labels.append(float(bool(sources & partners)))
    arrays = {name: np.array(values) for name, values in signals.items()}
    stage = fit_logistic([arrays], [np.array(labels)], ridge=RIDGE, signs=JOIN_SIGNS)
    return LinkModel((stage,), JOIN_THRESHOLD)


def fit_models(
    samples: Sequence[Sample], *, without: frozenset[str] = frozenset(), stages: int = STAGES
) -> AlignmentModel:
    """Fit both models, that of links without the signals of these names."""
    samples = [sample for sample in samples for _ in range(NEWS_COPIES if sample.condition == "news" else 1)]
    links, probabilities = fit_links(samples, without=without, stages=stages)
    return AlignmentModel(links, fit_joins(samples, probabilities))


def paragraph_links(sample: Sample, beads: Sequence[Bead]) -> set[tuple[int, int]]:
    """Roll beads up to links of paragraphs."""
    a, b = sample.sides
    return {(a.places[i][0], b.places[j][0]) for bead in beads for i in bead.rows for j in bead.columns}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a model says of a sample that it was not fitted on."""

    sample: Sample
    probability: Values  # of the candidates
    beads: tuple[Bead, ...]

    def links(self) -> Counts:
        """Count links of paragraphs."""
        found = paragraph_links(self.sample, self.beads)
        hits = len(found & self.sample.links)
        return Counts(hits, len(found), hits, len(self.sample.links))

    def alone(self) -> Counts:
        """Count paragraphs without counterpart."""
        found = paragraph_links(self.sample, self.beads)
        hits = predicted = gold = 0
        for place, side in enumerate(self.sample.sides):
            wanted = set(range(side.paragraphs)) - {link[place] for link in self.sample.links}
            alone = set(range(side.paragraphs)) - {link[place] for link in found}
            hits, predicted, gold = hits + len(wanted & alone), predicted + len(alone), gold + len(wanted)
        return Counts(hits, predicted, hits, gold)


def cross_validate(
    samples: Sequence[Sample], fit_fold: Callable[[Sequence[Sample]], AlignmentModel] = fit_models
) -> list[Outcome]:
    """Fit on four fifths of the documents and predict the last fifth, in turn."""
    folds = assign_folds([sample.document for sample in samples])
    outcomes = []
    for fold in range(FOLDS):
        model = fit_fold([sample for sample, own in zip(samples, folds, strict=True) if own != fold])
        for sample, own in zip(samples, folds, strict=True):
            if own == fold:
                a, b = sample.sides
                around = partial(neighbourhood_signals, sample.candidates)
                probability = model.links.probability(sample.signals, around)
                outcomes.append(Outcome(sample, probability, choose_beads(a.statements, b.statements, model)))
    return outcomes


def summarise(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Return the figures of a cross-validation."""

    def f1(chosen: Sequence[Outcome], count: Callable[[Outcome], Counts]) -> float:
        return round(sum((count(one) for one in chosen), Counts()).f1, DECIMALS)

    whole = [one for one in outcomes if one.sample.condition not in {"changed", "stranger", "single", "news"}]
    full = [one for one in whole if one.sample.condition == "full"]
    changed = [one for one in outcomes if one.sample.condition == "changed"]
    invented = [one for one in outcomes if one.sample.condition == "news"]
    known = [~np.isnan(one.sample.labels) for one in outcomes]
    predicted = np.concatenate([one.probability[keep] for one, keep in zip(outcomes, known, strict=True)])
    gold = np.concatenate([one.sample.labels[keep] for one, keep in zip(outcomes, known, strict=True)])
    chosen, right = [], []
    for one in outcomes:
        label_of = dict(zip(one.sample.candidates.keys.tolist(), one.sample.labels.tolist(), strict=True))
        columns = one.sample.candidates.shape[1]
        for bead in one.beads:
            value = max((label_of.get(i * columns + j, 0.0) for i in bead.rows for j in bead.columns), default=0.0)
            if not np.isnan(value):
                chosen.append(bead.confidence)
                right.append(value)
    return {
        "folds": FOLDS,
        "paragraphs": {
            "all": f1(whole, Outcome.links),
            "full": f1(full, Outcome.links),
            "unlinked": f1(whole, Outcome.alone),
        },
        "changed": {"all": f1(changed, Outcome.links), "unlinked": f1(changed, Outcome.alone)},
        "news": round_figures(sum((one.links() for one in invented), Counts())),
        "links_between_strangers": sum(len(one.beads) for one in outcomes if one.sample.condition == "stranger"),
        "strangers": sum(one.sample.condition == "stranger" for one in outcomes),
        "calibration_error": {
            "candidates": round(calibration_error(predicted, gold), DECIMALS),
            "links": round(calibration_error(np.array(chosen), np.array(right)), DECIMALS),
        },
    }


def load(bench: Path) -> list[Sample]:
    """Read the development sets."""
    items = [item for name in FILES for item in read_rows(bench, name)]
    return [*make_samples([item if "links" in item else as_document(item) for item in items]), *news_samples()]


def fit(bench: Path, *, write: bool) -> Mapping[str, Any]:
    """Cross-validate and return the figures; fit on all and write the data file where that is wanted."""
    samples = load(bench)
    figures = summarise(cross_validate(samples))
    if write:
        models = fit_models(samples)
        write_model(
            TARGET,
            {"links": to_fields(models.links), "joins": to_fields(models.joins)},
            script=__name__,
            bench=bench,
            files=FILES,
            data="WMT 2021-2023 reference translations, development half, with planted conditions and strangers; "
            "invented news of benchmarks/news/development (not in the checksum)",
            counts={"pairs": len(samples)},
            embedder=load_remembering_embedder().name,
            cross_validation=figures,
        )
    return figures


def ablate(bench: Path) -> Iterator[tuple[str, Mapping[str, float]]]:
    """Yield what is left out, and the cross-validated figures without it; with one in four of the strangers."""
    samples = [one for k, one in enumerate(load(bench)) if one.condition != "stranger" or k % STRANGERS_SKIPPED == 1]
    signals = {name: (name,) for name in samples[0].signals}
    for name, without in ({"nothing": ()} | signals | GROUPS).items():
        yield name, _in_brief(cross_validate(samples, partial(fit_models, without=frozenset(without))))
    yield "corrections", _in_brief(cross_validate(samples, partial(fit_models, stages=1)))


def _in_brief(outcomes: Sequence[Outcome]) -> Mapping[str, float]:
    """Return the figures of a cross-validation that an ablation shows."""
    figures = summarise(outcomes)
    return {
        **figures["paragraphs"],
        "changed": figures["changed"]["all"],
        "news": figures["news"]["f1"],
        "links_between_strangers": figures["links_between_strangers"],
    }
