"""Counts by item, and what follows from them: precision, recall, F1, shares, and their confidence intervals.

A measure keeps four counts for each item (a document, a sentence pair): how much was predicted and how much of it is
right, how much is in the gold and how much of it was found. Figures are micro-averaged: the counts are added up first.
An interval is the percentile bootstrap over items (Efron & Tibshirani 1993, chapter 13), so items must be independent
of one another: two article pairs made of one document are one item. Two systems are compared on the same resamples of
the items that both have.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import astuple, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

__all__ = [
    "DECIMALS",
    "LEVEL",
    "OWN",
    "RESAMPLES",
    "SEED",
    "Counts",
    "Difference",
    "Interval",
    "Measure",
    "Statistic",
    "add_up",
    "difference",
]

# The name of the system that is measured; all others are baselines.
OWN = "ryabkov-diff"

# The bootstrap: as many resamples as make the second digit of a 95 % interval stable, the same each time.
RESAMPLES = 1000
SEED = 1
LEVEL = 0.95

# Digits of a figure in JSON.
DECIMALS = 4

# Fewer items have no spread that a resample could show.
MIN_ITEMS = 2


class Statistic(StrEnum):
    """What a measure's figure is."""

    F1 = "f1"  # the harmonic mean of precision and recall
    SHARE = "share"  # hits among the gold: an accuracy, a recall by type, a rate of false alarms


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of one item, or the sums over several.

    Attributes:
        predicted_hits: How many of the predicted are right.
        predicted: How many were predicted.
        gold_hits: How many of the gold were found; where predicted and gold are pairs of the same sort, as many as
            `predicted_hits`.
        gold: How many are in the gold.
    """

    predicted_hits: int = 0
    predicted: int = 0
    gold_hits: int = 0
    gold: int = 0

    def __post_init__(self) -> None:
        if not (0 <= self.predicted_hits <= self.predicted and 0 <= self.gold_hits <= self.gold):
            msg = f"hits must lie between 0 and the number of cases: {self}"
            raise ValueError(msg)

    @classmethod
    def of_sets(cls, gold: AbstractSet[Hashable], predicted: AbstractSet[Hashable]) -> Counts:
        """Count what two sets have in common."""
        hits = len(gold & predicted)
        return cls(hits, len(predicted), hits, len(gold))

    @classmethod
    def of_case(cls, *, hit: bool) -> Counts:
        """Count one case of a share."""
        return cls(gold_hits=int(hit), gold=1)

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(one + another for one, another in zip(astuple(self), astuple(other), strict=True)))

    @property
    def precision(self) -> float:
        """The share of the predicted that is right; where nothing is predicted, 1 if nothing is in the gold, else 0."""
        return float(_precision(_table([self]))[0])

    @property
    def recall(self) -> float:
        """The share of the gold that was found; 1 where there is nothing to find."""
        return float(_recall(_table([self]))[0])

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where both are 0."""
        return float(_f1(_table([self]))[0])

    @property
    def errors(self) -> int:
        """How many were predicted wrongly or missed."""
        return self.predicted - self.predicted_hits + self.gold - self.gold_hits


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval at the level `LEVEL`."""

    low: float
    high: float

    def to_list(self) -> list[float]:
        """Return both ends, rounded."""
        return [round(self.low, DECIMALS), round(self.high, DECIMALS)]


@dataclass(frozen=True, slots=True)
class Difference:
    """How far one system is ahead of another on the items that both have.

    Attributes:
        value: The figure of the first less that of the second, in [-1, 1].
        interval: By paired bootstrap; None for fewer than two items.
        items: The number of items that both have.
    """

    value: float
    interval: Interval | None
    items: int

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of this difference."""
        interval = self.interval.to_list() if self.interval else None
        return {"value": round(self.value, DECIMALS), "interval": interval, "items": self.items}


@dataclass(frozen=True)
class Measure:
    """One system's counts of one sort of thing on one part of a data set.

    Attributes:
        set_name: The data set, e.g. `alignment`.
        name: What is counted, e.g. `paragraph links`.
        condition: The part of the set, e.g. `full`; `all` for the whole.
        system: `OWN`, or the name of a baseline, e.g. `tf-idf greedy`.
        items: The counts by item; at least one.
        statistic: What the figure is.
        faults: By item, what was missed and what was wrong, one line each, for reading errors; empty where a wider
            measure has them. They may quote the data, so they are shown on request and are no part of the JSON object.
    """

    set_name: str
    name: str
    condition: str
    system: str
    items: Mapping[str, Counts]
    statistic: Statistic = Statistic.F1
    faults: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.items:
            msg = f"{self.set_name}, {self.name}, {self.condition}: no items, nothing to measure"
            raise ValueError(msg)

    @property
    def key(self) -> tuple[str, str, str]:
        """What is measured: systems with the same key are compared."""
        return self.set_name, self.name, self.condition

    @property
    def totals(self) -> Counts:
        """The sums over all items."""
        return sum(self.items.values(), Counts())

    @property
    def precision(self) -> float:
        """The precision of all items together."""
        return self.totals.precision

    @property
    def recall(self) -> float:
        """The recall of all items together."""
        return self.totals.recall

    @property
    def value(self) -> float:
        """The figure that `statistic` names, in [0, 1]."""
        return float(_values(_table([self.totals]), self.statistic)[0])

    @property
    def interval(self) -> Interval | None:
        """The confidence interval of `value`; None for fewer than two items.

        Of a share that is 0 or 1 it has no width, since no resample has other cases.
        """
        if len(self.items) < MIN_ITEMS:
            return None
        table = _table(self.items.values())
        return _percentiles(_values(_resampling(len(table)) @ table, self.statistic))

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of this measure, with rounded figures and without the items."""
        totals, interval = self.totals, self.interval
        data: dict[str, Any] = {
            "set": self.set_name,
            "measure": self.name,
            "condition": self.condition,
            "system": self.system,
            "items": len(self.items),
            "gold": totals.gold,
            "gold_hits": totals.gold_hits,
        }
        if self.statistic is Statistic.F1:
            data |= {
                "predicted": totals.predicted,
                "predicted_hits": totals.predicted_hits,
                "precision": round(self.precision, DECIMALS),
                "recall": round(self.recall, DECIMALS),
            }
        return data | {
            self.statistic.value: round(self.value, DECIMALS),
            "interval": interval.to_list() if interval else None,
        }


def add_up(counts: Iterable[tuple[str, Counts]]) -> dict[str, Counts]:
    """Add up counts by item, in the order in which the items come first."""
    sums: defaultdict[str, Counts] = defaultdict(Counts)
    for item, own in counts:
        sums[item] += own
    return dict(sums)


def difference(one: Measure, other: Measure) -> Difference | None:
    """Say how far one system is ahead of another.

    Args:
        one: A system's measure.
        other: Another system's, of the same key.

    Returns:
        The difference on the items that both have; None where they have none in common.

    Raises:
        ValueError: The two measure different things.
    """
    if one.key != other.key or one.statistic is not other.statistic:
        msg = f"cannot compare {one.key} with {other.key}"
        raise ValueError(msg)
    shared = [item for item in one.items if item in other.items]
    if not shared:
        return None
    ours, theirs = (_table([measure.items[item] for item in shared]) for measure in (one, other))
    whole = np.ones((1, len(shared)))
    value = _values(whole @ ours, one.statistic) - _values(whole @ theirs, one.statistic)
    interval = None
    if len(shared) >= MIN_ITEMS:
        times = _resampling(len(shared))
        interval = _percentiles(_values(times @ ours, one.statistic) - _values(times @ theirs, one.statistic))
    return Difference(float(value[0]), interval, len(shared))


def _table(counts: Iterable[Counts]) -> Matrix:
    """Return counts as rows: shape (n, 4), in the order of the fields."""
    return np.array([astuple(own) for own in counts], dtype=np.float64)


def _resampling(items: int) -> Matrix:
    """Say how often each item is drawn in each resample: shape (RESAMPLES, items), rows that add up to `items`."""
    chance = np.random.default_rng(SEED)
    return chance.multinomial(items, np.full(items, 1 / items), size=RESAMPLES).astype(np.float64)


def _precision(totals: Matrix) -> Matrix:
    """Return the precision of each row of sums: shape (n, 4) to (n,)."""
    hits, predicted, _, gold = totals.T
    precision: Matrix = np.divide(hits, predicted, out=(gold == 0).astype(np.float64), where=predicted > 0)
    return precision


def _recall(totals: Matrix) -> Matrix:
    """Return the recall of each row of sums: shape (n, 4) to (n,)."""
    _, _, hits, gold = totals.T
    recall: Matrix = np.divide(hits, gold, out=np.ones_like(hits), where=gold > 0)
    return recall


def _f1(totals: Matrix) -> Matrix:
    """Return F1 of each row of sums: shape (n, 4) to (n,)."""
    precision, recall = _precision(totals), _recall(totals)
    both = precision + recall
    f1: Matrix = np.divide(2 * precision * recall, both, out=np.zeros_like(both), where=both > 0)
    return f1


def _values(totals: Matrix, statistic: Statistic) -> Matrix:
    """Return the figure of each row of sums: shape (n, 4) to (n,)."""
    return _f1(totals) if statistic is Statistic.F1 else _recall(totals)


def _percentiles(values: Matrix) -> Interval:
    """Cut off equal tails."""
    low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(low), float(high))
