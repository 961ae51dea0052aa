"""Judge: `Collation` → `Collation` with what an entailment model says of the two wordings, in both directions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ryabkov_diff.domain import Judgement, Note
from ryabkov_diff.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from ryabkov_diff.domain import Collation, EntailmentModel, Passage, Segment

__all__ = ["judge_collations"]

# Of the sum of three probabilities: the rounding of float32, with room for models in half precision.
SUM_TOLERANCE = 1e-2

_Probabilities = tuple[float, float, float]


def judge_collations(
    segments: Sequence[Segment],
    passages: Sequence[Passage],
    collations: Sequence[Collation],
    model: EntailmentModel,
) -> tuple[tuple[Collation, ...], tuple[Note, ...]]:
    """Ask a model of each two wordings of a passage that differ whether they contradict each other.

    A pair is judged once however often it occurs, and all in an order that does not depend on that of the articles.

    Args:
        segments: Of all articles.
        passages: The rows of the alignment table.
        collations: From `collate_passages`.
        model: See the protocol `EntailmentModel`.

    Returns:
        The collations in their order, and notes on what could not be judged.

    Raises:
        ModelError: The model returns something else than one row of probabilities a pair.
    """
    text_of = {segment.id: " ".join(segment.text.split()) for segment in segments}
    passage_of = {passage.id: passage for passage in passages}
    pair_of: dict[int, tuple[str, str]] = {}
    for index, collation in enumerate(collations):
        if collation.variants:
            rows = passage_of[collation.passage].segments
            one, other = (" ".join(text_of[segment_id] for segment_id in rows[sigil]) for sigil in collation.articles)
            pair_of[index] = one, other
    judged = _judge(sorted({pair for one, other in pair_of.values() for pair in ((one, other), (other, one))}), model)
    answered = list(collations)
    for index, (one, other) in pair_of.items():
        forward, backward = judged[one, other], judged[other, one]
        if forward is not None and backward is not None:
            answered[index] = replace(collations[index], judgement=Judgement(model.name, forward, backward))
    return tuple(answered), tuple(_notes(len(pair_of), sum(one.judgement is not None for one in answered), model.name))


def _judge(pairs: Sequence[tuple[str, str]], model: EntailmentModel) -> Mapping[tuple[str, str], _Probabilities | None]:
    """Return what the model says of each pair; None where it says nothing."""
    found = model.judge(pairs)
    if found.shape != (len(pairs), 3) or not _are_probabilities(found):
        msg = (
            f"{model.name} returned no probabilities of contradiction, entailment and neutrality for {len(pairs)} pairs"
        )
        raise ModelError(msg, "an entailment model returns one row of three that add up to 1, or of NaN, a pair")
    return {
        pair: None if np.isnan(row).any() else (float(row[0]), float(row[1]), float(row[2]))
        for pair, row in zip(pairs, found, strict=True)
    }


def _are_probabilities(found: NDArray[np.float32]) -> bool:
    rows = found[~np.isnan(found).all(axis=1)]
    return bool(np.all(rows >= 0) and np.all(np.abs(rows.sum(axis=1) - 1) < SUM_TOLERANCE))


def _notes(asked: int, answered: int, name: str) -> Iterable[Note]:
    """Say what the model could not judge."""
    if not asked:
        yield Note("not-judged", f"{name} had nothing to judge: no statements of one occasion are worded differently.")
    elif not answered:
        yield Note("not-judged", f"{name} could judge no statements: all are longer than it reads.")
    elif answered < asked:
        number = asked - answered
        pairs = "pair of wordings is" if number == 1 else "pairs of wordings are"
        yield Note("not-judged", f"{number} {pairs} longer than {name} reads, and not judged by it.")
