"""Which wordings an entailment model is asked about, and what is made of its answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ryabkov_diff.embed.judgements import judge_collations
from ryabkov_diff.errors import ModelError
from tests.made import collated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ryabkov_diff.domain import Collation, Note


class Recorder:
    """A model that holds everything to be neutral, and keeps what it was asked; longer texts it does not read."""

    name = "recorder"

    def __init__(self, longest: int = 1000) -> None:
        self.longest = longest
        self.asked: list[tuple[str, str]] = []

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        self.asked += pairs
        rows = [[0.1, 0.2, 0.7] if max(map(len, pair)) <= self.longest else [np.nan] * 3 for pair in pairs]
        return np.array(rows, dtype=np.float32).reshape(-1, 3)


def judged(first: str, second: str, model: Recorder) -> tuple[Collation, tuple[Note, ...]]:
    """Judge the one passage of two articles."""
    table = collated(first, second)
    (collation,), notes = judge_collations(table.segments, table.passages, table.collations, model)
    return collation, notes


def test_both_directions_are_judged() -> None:
    model = Recorder()
    collation, notes = judged("The dam held.", "The dam broke.", model)

    assert sorted(model.asked) == [("The dam broke.", "The dam held."), ("The dam held.", "The dam broke.")]
    assert collation.judgement is not None
    assert collation.judgement.model == "recorder"
    assert collation.judgement.forward == pytest.approx((0.1, 0.2, 0.7))
    assert collation.judgement.backward == pytest.approx((0.1, 0.2, 0.7))
    assert notes == ()


def test_the_first_probability_of_each_direction_is_its_own() -> None:
    class OneWay(Recorder):
        def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
            return np.array([[1, 0, 0] if one == "The dam held." else [0, 1, 0] for one, _ in pairs], dtype=np.float32)

    there, _ = judged("The dam held.", "The dam broke.", OneWay())
    back, _ = judged("The dam broke.", "The dam held.", OneWay())

    assert there.judgement is not None
    assert (there.judgement.forward, there.judgement.backward) == ((1, 0, 0), (0, 1, 0))
    assert back.judgement == replace(there.judgement, forward=(0, 1, 0), backward=(1, 0, 0))


def test_lines_are_joined_before_they_are_judged() -> None:
    model = Recorder()
    judged("The dam\n   held.", "The dam broke.", model)

    assert ("The dam held.", "The dam broke.") in model.asked


def test_what_is_worded_alike_is_not_judged() -> None:
    model = Recorder()
    collation, notes = judged("The dam held.", "The dam held.", model)

    assert model.asked == []
    assert collation.judgement is None
    assert [(note.code, note.message) for note in notes] == [
        ("not-judged", "recorder had nothing to judge: no statements of one occasion are worded differently.")
    ]


def test_a_note_says_what_is_too_long() -> None:
    collation, notes = judged("The dam held.", "The dam broke, and water ran into the valley.", Recorder(longest=20))

    assert collation.judgement is None
    assert [note.message for note in notes] == ["recorder could judge no statements: all are longer than it reads."]


def test_a_note_counts_what_is_too_long() -> None:
    table = collated("The dam held.", "The dam broke.")
    longer = collated("The dam held.", "The dam broke, and water ran into the valley.")
    other = {"A.1": "A.2", "B.1": "B.2"}
    segments = (*table.segments, *(replace(one, id=other[one.id]) for one in longer.segments))
    passages = (*table.passages, replace(table.passages[0], id="P2", segments={"A": ("A.2",), "B": ("B.2",)}))
    collations = (*table.collations, replace(longer.collations[0], passage="P2"))
    found, notes = judge_collations(segments, passages, collations, Recorder(longest=20))

    assert [one.judgement is None for one in found] == [False, True]
    assert [note.message for note in notes] == [
        "1 pair of wordings is longer than recorder reads, and not judged by it."
    ]


@pytest.mark.parametrize("answer", [np.zeros((1, 3)), np.full((2, 2), 0.5), np.ones((2, 3)), np.full((2, 3), -1.0)])
def test_what_a_third_partys_model_returns_is_checked(answer: np.ndarray) -> None:
    class Broken(Recorder):
        def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:  # noqa: ARG002
            return answer.astype(np.float32)

    with pytest.raises(ModelError, match=r"recorder returned no probabilities .* for 2 pairs"):
        judged("The dam held.", "The dam broke.", Broken())
