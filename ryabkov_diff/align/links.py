"""Which statements of two articles say the same thing: from probabilities of pairs to a choice of links.

The choice is global: one to one, with the largest sum of probabilities, which is the largest expected number of true
links; links may cross. Then a statement that is still free joins the link of its direct neighbour where together they
are what the partner says: a sentence in one source that is split over two in the other (n:m). Both decisions are
fitted models; `benchmarks/models/statements.py` fits them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ryabkov_diff.align.signals import DIAGONAL, find_candidates, neighbourhood_signals, pair_signals
from ryabkov_diff.linking import LinkModel, best_matching, load_link_model, log_odds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ryabkov_diff.align.signals import Candidates, Statements

    Values = NDArray[np.float64]

__all__ = ["AlignmentModel", "Bead", "Join", "ScoredPairs", "choose_beads", "choose_links", "find_joins", "score_pairs"]

# The fitted models, a data file of this package.
MODEL = ("ryabkov_diff.align", "statement-links.json")

# Statements of one article in a bead: what is longer is no longer one statement.
MAX_SPLIT = 4


@dataclass(frozen=True, slots=True)
class AlignmentModel:
    """The two fitted models.

    Attributes:
        links: Of two statements saying the same thing.
        joins: Of a free statement belonging to its neighbour's link.
    """

    links: LinkModel
    joins: LinkModel

    @classmethod
    def load(cls) -> AlignmentModel:
        """Read the models of the data file."""
        return cls(load_link_model(*MODEL, part="links"), load_link_model(*MODEL, part="joins"))


@dataclass(frozen=True, slots=True)
class Bead:
    """Linked statements of two articles, as indices.

    Attributes:
        rows: Neighbouring statements of the first article, in order.
        columns: Neighbouring statements of the second, in order.
        confidence: Probability of the link that the bead grew from, in [0, 1].
        parts: `cosine`, `lexical`, `context` of that link, in [0, 1].
        similarity: Cosine of that link in [-1, 1].
    """

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    confidence: float
    parts: Mapping[str, float]
    similarity: float


@dataclass(frozen=True, slots=True)
class ScoredPairs:
    """The candidate pairs of two articles.

    Attributes:
        candidates: The k pairs.
        signals: Of shape (k,); `context`, the support from the pairs diagonally beside in [0, 1], among them.
        probability: That they say the same thing, shape (k,).
    """

    candidates: Candidates
    signals: Mapping[str, Values]
    probability: Values


@dataclass(frozen=True, slots=True)
class Join:
    """A free statement that may belong to its neighbour's link.

    Attributes:
        side: 0 where it is of the first article, 1 of the second.
        statement: Its index.
        link: The link, as the index of its pair among the candidates.
        signals: See `find_joins`.
    """

    side: int
    statement: int
    link: int
    signals: Mapping[str, float]


def score_pairs(a: Statements, b: Statements, model: LinkModel) -> ScoredPairs:
    """Score the candidate pairs of two articles, both of which have statements."""
    candidates = find_candidates(a, b)
    signals = pair_signals(a, b, candidates)
    probability = model.probability(signals, partial(neighbourhood_signals, candidates))
    context = np.maximum.reduce([candidates.beside(probability, rows, columns) for rows, columns in DIAGONAL])
    return ScoredPairs(candidates, {**signals, "context": context}, probability)


def choose_links(scored: ScoredPairs, threshold: float) -> list[int]:
    """Choose pairs, one to one, from those with at least this probability; the most probable first.

    Returns:
        Indices of candidate pairs.
    """
    candidates, probability = scored.candidates, scored.probability
    likely = np.flatnonzero(probability >= threshold)
    # Among equals the closer, then the earlier comes first, so that the choice is no accident.
    closeness = -scored.signals["cosine"][likely]
    order = likely[np.lexsort((candidates.keys[likely], closeness, -np.round(probability[likely], 9)))]
    weight = {(int(candidates.rows[k]), int(candidates.columns[k])): float(probability[k]) for k in order}
    chosen = best_matching(weight)
    return [int(k) for k in order if (int(candidates.rows[k]), int(candidates.columns[k])) in chosen]


def find_joins(
    statements: tuple[Statements, Statements], scored: ScoredPairs, members: Mapping[int, tuple[list[int], list[int]]]
) -> list[Join]:
    """Find the free statements beside a link that has one statement on the other side.

    Args:
        statements: Of both articles.
        scored: Their candidate pairs.
        members: For each link its statements, of both articles and in order.

    Returns:
        Each with its signals: `gain`, how much closer to the partner (cosine) the link's statements come together with
        it, as vecalign's joined sentences do (Thompson & Koehn 2019), and `words_gain`, the same for the partner's
        words; `odds`, the log-odds of the statement saying what the partner says; `same_paragraph` and `other_mode`.
    """
    taken = [{index for bead in members.values() for index in bead[side]} for side in (0, 1)]
    odds_of = dict(zip(scored.candidates.keys.tolist(), log_odds(scored.probability).tolist(), strict=True))
    no_odds = float(log_odds(np.zeros(1))[0])
    joins = []
    for link, bead in members.items():
        for side in (0, 1):
            own, other = statements[side], statements[1 - side]
            if len(bead[1 - side]) > 1 or len(bead[side]) >= MAX_SPLIT:
                continue
            ends = ((bead[side][0] - 1, bead[side][0]), (bead[side][-1] + 1, bead[side][-1]))
            free = [(near, end) for near, end in ends if 0 <= near < len(own) and near not in taken[side]]
            if not free:
                continue
            partner = bead[1 - side][0]
            cosine = _cosine(own, bead[side], other, partner)
            closest = _closest_words(own, bead[side], other, partner)
            for near, beside in free:
                row, column = (near, partner) if side == 0 else (partner, near)
                with_near = np.maximum(closest, _closest_words(own, [near], other, partner))
                signals = {
                    "gain": _cosine(own, sorted((*bead[side], near)), other, partner) - cosine,
                    "words_gain": _mean(with_near) - _mean(closest),
                    "odds": odds_of.get(row * scored.candidates.shape[1] + column, no_odds),
                    "same_paragraph": float(own.paragraphs[near] == own.paragraphs[beside]),
                    "other_mode": float(own.quoted[near] != own.quoted[beside]),
                }
                joins.append(Join(side, near, link, signals))
    return joins


def choose_beads(a: Statements, b: Statements, model: AlignmentModel | None = None) -> tuple[Bead, ...]:
    """Choose the links of two articles.

    Args:
        a: The statements of the first article.
        b: Those of the second.
        model: The one of the data file if None.

    Returns:
        Beads in the order of the first article; no statement is in two of them.
    """
    if not len(a) or not len(b):
        return ()
    model = model or AlignmentModel.load()
    scored = score_pairs(a, b, model.links)
    candidates, signals = scored.candidates, scored.signals
    members = {
        k: ([int(candidates.rows[k])], [int(candidates.columns[k])])
        for k in choose_links(scored, model.links.threshold)
    }
    # Each round lets links grow by one statement.
    for _ in range(1, MAX_SPLIT):
        joins = find_joins((a, b), scored, members)
        if not joins:
            break
        probability = model.joins.stages[0].probability(
            {name: np.array([join.signals[name] for join in joins]) for name in joins[0].signals}
        )
        grown: set[int] = set()
        taken: set[tuple[int, int]] = set()
        for k in np.argsort(-probability, kind="stable").tolist():
            join = joins[k]
            if probability[k] < model.joins.threshold:
                break
            if join.link not in grown and (join.side, join.statement) not in taken:
                members[join.link][join.side].append(join.statement)
                members[join.link][join.side].sort()
                grown.add(join.link)
                taken.add((join.side, join.statement))
        if not grown:
            break
    beads = [
        Bead(
            rows=tuple(rows),
            columns=tuple(columns),
            confidence=float(scored.probability[k]),
            parts={name: float(np.clip(signals[name][k], 0, 1)) for name in ("cosine", "lexical", "context")},
            similarity=float(signals["cosine"][k]),
        )
        for k, (rows, columns) in members.items()
    ]
    return tuple(sorted(beads, key=lambda bead: bead.rows))


def _cosine(own: Statements, indices: Sequence[int], other: Statements, partner: int) -> float:
    """Return the cosine of joined neighbouring statements and a partner in [-1, 1]."""
    # Mean pooling makes the vector of two sentences about their mean, weighted by length.
    together = slice(indices[0], indices[-1] + 1)
    joined = own.lengths[together] @ own.vectors[together]
    return float(other.vectors[partner] @ joined) / math.sqrt(joined @ joined)


def _closest_words(own: Statements, indices: Sequence[int], other: Statements, partner: int) -> NDArray[np.float32]:
    """Return for each of a partner's words how close the closest word of some neighbouring statements comes.

    Returns:
        Cosines of shape (number of the partner's stems,), in [-1, 1]; minus infinity where the statements are wordless.
    """
    similarity = other.words_of(partner, partner) @ own.words_of(indices[0], indices[-1]).T
    closest: NDArray[np.float32] = np.maximum.reduce(similarity, axis=1, initial=-np.inf)
    return closest


def _mean(closest: NDArray[np.float32]) -> float:
    """Return how close words come on average, in [-1, 1]; 0 where one of the sides has none."""
    return float(np.add.reduce(closest) / len(closest)) if len(closest) and np.isfinite(closest[0]) else 0.0
