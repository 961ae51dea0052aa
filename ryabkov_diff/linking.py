"""What aligning statements and aligning words share: a fitted model that turns signals of pairs into probabilities.

The models are logistic regressions in two stages. The first guesses from the signals of the pair itself; the second
also sees the first one's probabilities for the pairs around it, and corrects it. Coefficients stand in JSON files
beside their users, with their provenance; scripts in `benchmarks/` fit them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Values = NDArray[np.float64]

__all__ = ["LinkModel", "LogisticModel", "load_link_model", "log_odds", "shift_odds"]

# Keeps the logarithm of 0 and 1 finite.
TINY = 1e-6


@dataclass(frozen=True, slots=True)
class LogisticModel:
    """A logistic regression over named signals.

    Attributes:
        weights: By the signal's name, on the signal's own scale.
        intercept: The log-odds where all signals are 0.
    """

    weights: Mapping[str, float]
    intercept: float

    def probability(self, signals: Mapping[str, Values]) -> Values:
        """Return the probability at each place, of the shape that the signals have, in [0, 1]."""
        logit = sum((weight * signals[name] for name, weight in self.weights.items()), start=np.float64(self.intercept))
        result: Values = 1 / (1 + np.exp(-logit))
        return result


@dataclass(frozen=True, slots=True)
class LinkModel:
    """A fitted model of links.

    Attributes:
        first: The guess from the signals of a pair.
        second: The correction, which sees the guesses around it as well.
        threshold: The probability from which a pair counts as linked.
    """

    first: LogisticModel
    second: LogisticModel
    threshold: float


@cache
def load_link_model(package: str, name: str) -> LinkModel:
    """Read a fitted model from a data file of a package, e.g. `("ryabkov_diff.variants", "word-links.json")`."""
    data: Mapping[str, Any] = json.loads((files(package) / name).read_text(encoding="utf-8"))
    first, second = (LogisticModel(**stage) for stage in data["stages"])
    return LinkModel(first, second, data["threshold"])


def log_odds(probability: Values) -> Values:
    """Return the logarithm of the odds, finite also at 0 and 1."""
    result: Values = np.log((probability + TINY) / (1 - probability + TINY))
    return result


def shift_odds(probability: Values, log_odds_added: Values) -> Values:
    """Return the probability after adding to its log-odds."""
    result: Values = 1 / (1 + np.exp(-(log_odds(probability) + log_odds_added)))
    return result
