"""What aligning statements and aligning words share: a fitted model that turns signals of pairs into probabilities.

The models are logistic regressions in stages. The first guesses from the signals of the pair itself; each further one
also sees the guesses of the one before for the pairs around it, and corrects them. Coefficients stand in JSON files
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
    from collections.abc import Callable, Mapping

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
        stages: The guess from the signals of a pair, and its corrections.
        threshold: The probability from which a pair counts as linked.
    """

    stages: tuple[LogisticModel, ...]
    threshold: float

    def probability(
        self,
        signals: Mapping[str, Values],
        look_around: Callable[[Values], Mapping[str, Values]],
        log_odds_added: Values | float = 0.0,
    ) -> Values:
        """Return the probability of each pair being linked, after all stages.

        Args:
            signals: Of the pairs themselves.
            look_around: From the probabilities of all pairs to signals of the pairs around each.
            log_odds_added: What else speaks for a pair (> 0) or against it; the first guess is shifted by it.
        """
        guess = shift_odds(self.stages[0].probability(signals), log_odds_added)
        for stage in self.stages[1:]:
            guess = stage.probability({**signals, **look_around(guess)})
        return guess


@cache
def load_link_model(package: str, name: str) -> LinkModel:
    """Read a fitted model from a data file of a package, e.g. `("ryabkov_diff.variants", "word-links.json")`."""
    data: Mapping[str, Any] = json.loads((files(package) / name).read_text(encoding="utf-8"))
    return LinkModel(tuple(LogisticModel(**stage) for stage in data["stages"]), data["threshold"])


def log_odds(probability: Values) -> Values:
    """Return the logarithm of the odds, finite also at 0 and 1."""
    result: Values = np.log((probability + TINY) / (1 - probability + TINY))
    return result


def shift_odds(probability: Values, log_odds_added: Values | float) -> Values:
    """Return the probability after adding to its log-odds."""
    result: Values = 1 / (1 + np.exp(-(log_odds(probability) + log_odds_added)))
    return result
