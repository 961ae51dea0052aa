"""The quality of the result on annotated articles does not fall below the floors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from benchmarks.sets import findings, pairs
from benchmarks.sets import seeds as izvestia

if TYPE_CHECKING:
    from collections.abc import Mapping
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


@pytest.fixture(scope="module")
def pair_measures() -> dict[tuple[str, str, str], Measure]:
    """The measures of the invented pairs by set, name and half."""
    return {one.key: one for own in (pairs, findings) for one in own.measure(None, baselines=False)}


@pytest.mark.parametrize("half", pairs.HALVES)
@pytest.mark.parametrize("set_name", [pairs.NAME, findings.NAME])
def test_no_measure_of_the_invented_pairs_passes_its_bounds(
    set_name: str, half: str, pair_measures: Mapping[tuple[str, str, str], Measure], root: Path
) -> None:
    bounds = json.loads((root / "tests" / "quality-floors.json").read_text(encoding="utf-8"))[set_name]

    assert bounds
    for name, bound in bounds.items():
        measure = pair_measures[set_name, name, half]
        totals = measure.totals
        assert bound.get("at_least", 0) <= measure.value <= bound.get("at_most", 1), (name, measure.faults)
        if "precision_at_least" in bound:
            assert totals.predicted_hits >= bound["precision_at_least"] * totals.predicted > 0, (name, measure.faults)
        if "recall_at_least" in bound:
            assert totals.gold_hits >= bound["recall_at_least"] * totals.gold > 0, (name, measure.faults)


def test_the_gold_quotes_the_seeds(root: Path) -> None:
    gold = json.loads((root / "tests" / "gold" / "izvestia.json").read_text(encoding="utf-8"))
    for link in gold["links"]:
        for side in ("a", "b"):
            text = (root / link[side]["article"]).read_text(encoding="utf-8")
            assert text[link[side]["start"] : link[side]["end"]] == link[side]["text"]
