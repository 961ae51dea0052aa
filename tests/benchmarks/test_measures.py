from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from benchmarks.measures import OWN, Counts, Measure, Statistic, add_up, difference
from benchmarks.quality import BENCH_VARIABLE, DEFAULT_BENCH

if TYPE_CHECKING:
    from types import ModuleType


def measure(*items: Counts, statistic: Statistic = Statistic.F1, system: str = OWN, name: str = "links") -> Measure:
    return Measure("set", name, "all", system, {str(k): one for k, one in enumerate(items)}, statistic)


def some_counts(number: int, seed: int = 1) -> list[Counts]:
    chance = np.random.default_rng(seed)
    found = []
    for gold, predicted in chance.integers(1, 10, (number, 2)).tolist():
        hits = int(chance.integers(0, min(gold, predicted) + 1))
        found.append(Counts(hits, predicted, hits, gold))
    return found


# -- figures


def test_precision_recall_and_f1_are_of_the_sums_over_items() -> None:
    # Micro-averaged: 4 of 5 predicted are right, 4 of 10 found. The means by item would be 3/4 and 2/3.
    one = measure(Counts(1, 2, 1, 1), Counts(3, 3, 3, 9))

    assert one.precision == pytest.approx(4 / 5)
    assert one.recall == pytest.approx(4 / 10)
    assert one.value == pytest.approx(2 * 4 / (5 + 10))


def test_hits_among_the_predicted_and_among_the_gold_can_differ() -> None:
    # Two edits in one paragraph: one flag finds both.
    one = measure(Counts(predicted_hits=1, predicted=2, gold_hits=2, gold=2))

    assert (one.precision, one.recall, one.value) == pytest.approx((1 / 2, 1, 2 / 3))


@pytest.mark.parametrize(
    ("counts", "precision", "recall", "f1"),
    [
        pytest.param(Counts(0, 0, 0, 0), 1, 1, 1, id="nothing to find, nothing found"),
        pytest.param(Counts(0, 3, 0, 0), 0, 1, 0, id="nothing to find"),
        pytest.param(Counts(0, 0, 0, 3), 0, 0, 0, id="nothing found"),
        pytest.param(Counts(0, 2, 0, 3), 0, 0, 0, id="nothing right"),
        pytest.param(Counts(3, 3, 3, 3), 1, 1, 1, id="all right"),
    ],
)
def test_borders(counts: Counts, precision: float, recall: float, f1: float) -> None:
    assert (counts.precision, counts.recall, counts.f1) == (precision, recall, f1)
    assert (measure(counts).precision, measure(counts).recall, measure(counts).value) == (precision, recall, f1)


def test_a_share_is_hits_among_cases() -> None:
    one = measure(*(Counts.of_case(hit=hit) for hit in (True, True, False, True)), statistic=Statistic.SHARE)

    assert one.value == 3 / 4
    assert one.to_dict()["share"] == 3 / 4
    assert not {"precision", "recall", "f1", "predicted"} & set(one.to_dict())


def test_sets_are_counted_by_what_they_share() -> None:
    assert Counts.of_sets({1, 2, 3}, {2, 3, 4, 5}) == Counts(2, 4, 2, 3)
    assert Counts.of_sets({1, 2, 3}, {2, 3, 4, 5}).errors == 3


@pytest.mark.parametrize("counts", [(2, 1, 0, 0), (0, 0, 2, 1), (-1, 1, 0, 0)])
def test_there_are_no_more_hits_than_cases(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="hits must lie between"):
        Counts(*counts)


def test_counts_are_added_up_by_item_in_the_order_of_their_first() -> None:
    added = add_up([("b", Counts(1, 1, 1, 1)), ("a", Counts(0, 2, 0, 3)), ("b", Counts(0, 1, 0, 1))])

    assert list(added.items()) == [("b", Counts(1, 2, 1, 2)), ("a", Counts(0, 2, 0, 3))]


def test_nothing_can_be_measured_on_no_items() -> None:
    with pytest.raises(ValueError, match="no items"):
        measure()


def test_the_json_object_has_no_text_of_the_data() -> None:
    faults = {"0": ["missed: something somebody wrote"]}
    one = Measure("set", "links", "all", OWN, {"0": Counts(gold=1)}, faults=faults)

    assert "somebody" not in str(one.to_dict())


# -- intervals


@pytest.mark.parametrize("statistic", list(Statistic))
def test_the_interval_holds_the_figure_and_is_the_same_each_time(statistic: Statistic) -> None:
    items = some_counts(40)
    interval = measure(*items, statistic=statistic).interval

    assert interval is not None
    assert 0 < interval.low < measure(*items, statistic=statistic).value < interval.high < 1
    assert interval == measure(*items, statistic=statistic).interval


def test_more_items_make_the_interval_narrower() -> None:
    few, many = measure(*some_counts(20)).interval, measure(*some_counts(2000)).interval

    assert few is not None
    assert many is not None
    assert many.high - many.low < (few.high - few.low) / 5


def test_the_interval_of_a_share_is_that_of_the_binomial() -> None:
    # 100 cases, half of them hits: 1.96 standard errors of 0.05 to both sides.
    interval = measure(*(Counts.of_case(hit=k % 2 == 0) for k in range(100)), statistic=Statistic.SHARE).interval

    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((0.402, 0.598), abs=0.02)


def test_one_item_has_no_interval() -> None:
    assert measure(Counts(1, 2, 1, 2)).interval is None
    assert measure(Counts(1, 2, 1, 2)).to_dict()["interval"] is None


# -- differences


def test_a_difference_is_of_the_items_that_both_have() -> None:
    one = Measure("set", "links", "all", OWN, {"a": Counts(1, 1, 1, 1), "b": Counts(0, 1, 0, 1), "c": Counts(gold=9)})
    other = Measure("set", "links", "all", "baseline", {"b": Counts(0, 1, 0, 1), "a": Counts(0, 1, 0, 1)})
    gap = difference(one, other)

    assert gap is not None
    assert gap.items == 2
    assert gap.value == pytest.approx(1 / 2)
    assert gap.interval is not None
    assert (gap.interval.low, gap.interval.high) == (0, 1)


def test_systems_are_compared_on_the_same_resamples() -> None:
    # One link more in each item: certain, though the figures themselves scatter widely.
    worse = [Counts(own.gold_hits, own.predicted + 1, own.gold_hits, own.gold + 1) for own in some_counts(40)]
    better = [Counts(own.gold_hits + 1, own.predicted, own.gold_hits + 1, own.gold) for own in worse]
    gap = difference(measure(*better), measure(*worse, system="baseline"))
    spread = measure(*worse).interval

    assert gap is not None
    assert gap.interval is not None
    assert spread is not None
    assert 0 < gap.interval.low < gap.value < gap.interval.high
    assert gap.interval.high - gap.interval.low < (spread.high - spread.low) / 2


def test_a_system_is_not_ahead_of_itself() -> None:
    gap = difference(measure(*some_counts(9)), measure(*some_counts(9), system="baseline"))

    assert gap is not None
    assert gap.to_dict() == {"value": 0, "interval": [0, 0], "items": 9}


def test_what_has_no_items_in_common_has_no_difference() -> None:
    other = Measure("set", "links", "all", "baseline", {"another": Counts(1, 1, 1, 1)})

    assert difference(measure(Counts(1, 1, 1, 1)), other) is None


def test_different_measures_are_not_compared() -> None:
    with pytest.raises(ValueError, match="cannot compare"):
        difference(measure(Counts(gold=1)), measure(Counts(gold=1), name="words"))
    with pytest.raises(ValueError, match="cannot compare"):
        difference(measure(Counts(gold=1)), measure(Counts(gold=1), statistic=Statistic.SHARE))


# -- beside the scorers of the development sets


@pytest.fixture(scope="module")
def score() -> ModuleType:
    path = Path(os.environ.get(BENCH_VARIABLE) or DEFAULT_BENCH) / "score.py"
    if not path.is_file():
        pytest.skip("the development sets, which bring their scorers, are not here")
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def some_links(chance: np.random.Generator) -> set[tuple[int, int]]:
    return {(i, j) for i, j in chance.integers(0, 4, (chance.integers(0, 7), 2)).tolist()}


@pytest.mark.parametrize("seed", range(20))
def test_figures_are_those_of_the_scorers_of_the_sets(seed: int, score: ModuleType) -> None:
    chance = np.random.default_rng(seed)
    golds = [some_links(chance) for _ in range(3)]
    predictions = [some_links(chance) for _ in range(3)]
    one = measure(*(Counts.of_sets(gold, found) for gold, found in zip(golds, predictions, strict=True)))
    figures = (one.precision, one.recall, one.value)

    links = score.corpus_link_prf(golds, predictions)
    items = [{"sure": sorted(gold)[::2], "possible": sorted(gold)[1::2]} for gold in golds]
    words = score.corpus_word_prf(items, predictions)["lan2021"]
    assert figures == pytest.approx((links["p"], links["r"], links["f1"]))
    assert figures == pytest.approx((words["p"], words["r"], words["f1"]))
