"""The quality of the result on annotated articles does not fall below the floors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from benchmarks.gold import Score, measure

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return measure()[1]


@pytest.mark.parametrize("name", ["links", "only_in", "phrases"])
def test_no_measure_falls_below_its_floor(name: str, scores: dict[str, Score], root: Path) -> None:
    floors = json.loads((root / "tests" / "quality-floors.json").read_text(encoding="utf-8"))
    score = scores[name]

    assert score.gold > 0
    assert len(score.missed) <= floors[name]["missed_at_most"], score.missed
    if "wrong_at_most" in floors[name]:
        assert len(score.wrong) <= floors[name]["wrong_at_most"], score.wrong


def test_the_gold_quotes_the_seeds(root: Path) -> None:
    gold = json.loads((root / "tests" / "gold" / "izvestia.json").read_text(encoding="utf-8"))
    for link in gold["links"]:
        for side in ("a", "b"):
            text = (root / link[side]["article"]).read_text(encoding="utf-8")
            assert text[link[side]["start"] : link[side]["end"]] == link[side]["text"]
