"""The quality of the result on annotated articles does not fall below the floors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from benchmarks.sets import seeds as izvestia

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.measures import Measure


@pytest.fixture(scope="module")
def measures() -> dict[str, Measure]:
    return {measure.name: measure for measure in izvestia.measure(None, baselines=False)}


@pytest.mark.parametrize("name", [izvestia.LINKS, izvestia.ONLY_IN, izvestia.PHRASE_PAIRS])
def test_no_measure_falls_below_its_floor(name: str, measures: dict[str, Measure], root: Path) -> None:
    floors = json.loads((root / "tests" / "quality-floors.json").read_text(encoding="utf-8"))
    totals = measures[name].totals

    assert totals.gold > 0
    assert totals.gold - totals.gold_hits <= floors[name]["missed_at_most"], measures[name].faults
    if "wrong_at_most" in floors[name]:
        assert totals.predicted > 0
        assert totals.predicted - totals.predicted_hits <= floors[name]["wrong_at_most"], measures[name].faults


def test_the_gold_quotes_the_seeds(root: Path) -> None:
    gold = json.loads((root / "tests" / "gold" / "izvestia.json").read_text(encoding="utf-8"))
    for link in gold["links"]:
        for side in ("a", "b"):
            text = (root / link[side]["article"]).read_text(encoding="utf-8")
            assert text[link[side]["start"] : link[side]["end"]] == link[side]["text"]
