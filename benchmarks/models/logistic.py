"""Logistic regression for the models of the package, and measures of what it says: numpy only, deterministic."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.measures import Counts
from ryabkov_diff.linking import LinkModel, LogisticModel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

__all__ = ["calibration_error", "count_links", "fit_logistic", "fit_stages"]

# The weight of the squared coefficients, a sample, where nothing else is said: only against coefficients without bound.
RIDGE = 1e-6

# Newton's method on this convex loss converges in well under this many steps.
MAX_STEPS = 50
CONVERGED = 1e-6

# Digits of a coefficient in the data file: far below the standard error of any of them.
COEFFICIENT_DIGITS = 5


def fit_logistic(
    samples: Sequence[Mapping[str, Matrix]],
    labels: Sequence[Matrix],
    *,
    ridge: float = RIDGE,
    signs: Mapping[str, int] | None = None,
    offsets: Sequence[Matrix] | None = None,
) -> LogisticModel:
    """Fit a logistic regression with a small ridge penalty on standardised signals.

    Args:
        samples: For each item its signals, arrays of one shape.
        labels: For each item 0, 1 or NaN (not known: left out), of the shape of its signals.
        ridge: Weight of the squared coefficients, a sample.
        signs: What a signal must say, 1 for a link, -1 against; others are free. Signals whose coefficients come out
            with the other sign, because they are collinear, are dropped one by one, the most contrary first: so that
            the model stays sensible on texts unlike those that it was fitted on.
        offsets: For each item log-odds that are known beforehand, of the shape of its signals; none where None.
    """
    names = list(samples[0])
    known = [~np.isnan(label) for label in labels]
    x = np.concatenate(
        [np.stack([item[name][keep] for name in names], axis=1) for item, keep in zip(samples, known, strict=True)]
    )
    y = np.concatenate([label[keep] for label, keep in zip(labels, known, strict=True)])
    offset = np.zeros(len(y))
    if offsets is not None:
        offset = np.concatenate([own[keep] for own, keep in zip(offsets, known, strict=True)])
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-12
    z = (x - mean) / spread
    wanted = np.array([(signs or {}).get(name, 0) for name in names])
    kept = list(range(len(names)))
    while True:
        weights = _newton(np.concatenate([z[:, kept], np.ones((len(z), 1))], axis=1), y, ridge, offset)
        contrary = weights[:-1] * wanted[kept]
        if not kept or contrary.min() >= 0:
            break
        del kept[int(contrary.argmin())]
    scaled = weights[:-1] / spread[kept]
    return LogisticModel(
        weights={names[k]: round(float(value), COEFFICIENT_DIGITS) for k, value in zip(kept, scaled, strict=True)},
        intercept=round(float(weights[-1] - scaled @ mean[kept]), COEFFICIENT_DIGITS),
    )


def fit_stages(
    samples: Sequence[Mapping[str, Matrix]],
    labels: Sequence[Matrix],
    look_around: Sequence[Callable[[Matrix], Mapping[str, Matrix]]],
    stages: int,
    *,
    ridge: float = RIDGE,
    signs: Mapping[str, int] | None = None,
) -> tuple[tuple[LogisticModel, ...], list[Matrix]]:
    """Fit the stages of a `LinkModel`: a first guess and corrections, each on what the one before says of the items.

    Args:
        samples: As in `fit_logistic`.
        labels: As in `fit_logistic`.
        look_around: For each item what `LinkModel.probability` looks around with.
        stages: How many.
        ridge: As in `fit_logistic`.
        signs: As in `fit_logistic`.

    Returns:
        The stages, and what they say of each item in the end.
    """
    fitted = [fit_logistic(samples, labels, ridge=ridge, signs=signs)]
    first = LinkModel((fitted[0],), 0.0)
    guesses = [first.probability(own, look) for own, look in zip(samples, look_around, strict=True)]
    while len(fitted) < stages:
        widened = [{**own, **look(guess)} for own, look, guess in zip(samples, look_around, guesses, strict=True)]
        fitted.append(fit_logistic(widened, labels, ridge=ridge, signs=signs))
        guesses = [fitted[-1].probability(own) for own in widened]
    return tuple(fitted), guesses


def _newton(z: Matrix, y: Matrix, ridge: float, offset: Matrix) -> Matrix:
    """Minimise the penalised logistic loss; the last column of `z` is the constant, which is not penalised."""
    weights = np.zeros(z.shape[1])
    penalty = ridge * len(z) * np.eye(z.shape[1])
    penalty[-1, -1] = 0
    for _ in range(MAX_STEPS):
        p = 1 / (1 + np.exp(-(z @ weights + offset)))
        curvature = (z.T * np.maximum(p * (1 - p), 1e-9)) @ z + penalty
        step = np.linalg.solve(curvature, z.T @ (p - y) + penalty @ weights)
        weights -= step
        if np.abs(step).max() < CONVERGED:
            break
    return weights


def calibration_error(probabilities: Matrix, labels: Matrix, bins: int = 10) -> float:
    """Return the expected calibration error: mean |confidence - accuracy| over equal-width bins, weighted by size.

    Source: Naeini et al. 2015; Guo et al. 2017, arXiv:1706.04599.
    """
    index = np.minimum((probabilities * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(probabilities[index == k].mean() - labels[index == k].mean()) * (index == k).mean()
            for k in range(bins)
            if (index == k).any()
        )
    )


def count_links(probabilities: Matrix, labels: Matrix, threshold: Matrix | float) -> Counts:
    """Count the pairs from the threshold on against those with label 1; all arrays of one shape."""
    found = probabilities >= threshold
    hits = int((found * labels).sum())
    return Counts(hits, int(found.sum()), hits, int(labels.sum()))
