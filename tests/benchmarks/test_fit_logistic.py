from __future__ import annotations

import math

import numpy as np
import pytest

from benchmarks.models.logistic import calibration_error, count_links, fit_logistic, fit_stages
from ryabkov_diff.linking import LinkModel, LogisticModel

# Where the signal is 0, one of four is linked; where it is 1, three of four.
SIGNAL = np.array([0.0, 0, 0, 0, 1, 1, 1, 1])
LABELS = np.array([1.0, 0, 0, 0, 1, 1, 1, 0])


def test_coefficients_are_those_of_a_table_of_two_by_two() -> None:
    """The odds are 1/3 without the signal and 3 with it, so the weight is the logarithm of their ratio, 9."""
    model = fit_logistic([{"signal": SIGNAL}], [LABELS], ridge=0)

    assert model.weights["signal"] == pytest.approx(math.log(9), abs=1e-4)
    assert model.intercept == pytest.approx(-math.log(3), abs=1e-4)
    assert model.probability({"signal": np.array([0.0, 1.0])}) == pytest.approx([0.25, 0.75], abs=1e-4)


def test_known_coefficients_are_recovered_on_the_signals_own_scales() -> None:
    chance = np.random.default_rng(1)
    true = LogisticModel({"large": 0.02, "small": -30.0}, 1.5)
    samples = [
        {"large": chance.normal(100, 80, shape), "small": chance.normal(0.1, 0.05, shape)}
        for shape in [(300, 40), (70, 200)]
    ]
    labels = [(chance.random(own["large"].shape) < true.probability(own)).astype(float) for own in samples]

    found = fit_logistic(samples, labels)

    # Four standard errors: 0.0003, 0.42 and 0.05.
    assert found.weights["large"] == pytest.approx(0.02, abs=0.0013)
    assert found.weights["small"] == pytest.approx(-30, abs=2)
    assert found.intercept == pytest.approx(1.5, abs=0.2)


def test_items_are_taken_together_whatever_their_shapes() -> None:
    whole = fit_logistic([{"signal": SIGNAL}], [LABELS])

    assert (
        fit_logistic(
            [{"signal": one.reshape(2, -1)} for one in np.split(SIGNAL, 2)],
            [one.reshape(2, -1) for one in np.split(LABELS, 2)],
        )
        == whole
    )
    assert fit_logistic([{"signal": np.array([one])} for one in SIGNAL], [np.array([one]) for one in LABELS]) == whole


def test_what_is_not_known_is_left_out() -> None:
    with_unknown = fit_logistic(
        [{"signal": np.append(SIGNAL, [0.0, 1.0, 50.0])}], [np.append(LABELS, [np.nan, np.nan, np.nan])]
    )

    assert with_unknown == fit_logistic([{"signal": SIGNAL}], [LABELS])


def test_a_ridge_draws_coefficients_towards_zero() -> None:
    free, held = (fit_logistic([{"signal": SIGNAL}], [LABELS], ridge=ridge) for ridge in (0, 1))

    assert 0 < held.weights["signal"] < free.weights["signal"] / 2


def test_a_collinear_signal_with_the_wrong_sign_is_dropped() -> None:
    chance = np.random.default_rng(1)
    signal = chance.normal(0, 1, 4000)
    # Linked to what the first says, but for the noise that it shares with the second: the fit subtracts that.
    noise = chance.normal(0, 1, 4000)
    samples = [{"signal": signal + noise, "echo": noise + chance.normal(0, 0.1, 4000)}]
    labels = [(chance.random(4000) < 1 / (1 + np.exp(-2 * signal))).astype(float)]

    free = fit_logistic(samples, labels)
    signed = fit_logistic(samples, labels, signs={"signal": 1, "echo": 1})

    assert free.weights["echo"] < -1
    assert signed == fit_logistic([{"signal": samples[0]["signal"]}], labels)
    assert fit_logistic(samples, labels, signs={"signal": 1, "echo": -1}) == free


def test_a_model_may_be_left_with_no_signal() -> None:
    model = fit_logistic([{"signal": SIGNAL}], [LABELS], signs={"signal": -1})

    assert model == LogisticModel({}, 0.0)


def test_each_stage_is_fitted_on_what_the_one_before_says_as_a_link_model_says_it() -> None:
    chance = np.random.default_rng(1)
    samples = [{"signal": chance.normal(0, 1, (6, 5))} for _ in range(30)]
    labels = [(chance.random((6, 5)) < 1 / (1 + np.exp(-own["signal"]))).astype(float) for own in samples]

    def row(guess: np.ndarray) -> dict[str, np.ndarray]:
        return {"row": np.broadcast_to(guess.sum(axis=1, keepdims=True), guess.shape)}

    stages, guesses = fit_stages(samples, labels, [row] * 30, 3)

    assert [set(stage.weights) for stage in stages] == [{"signal"}, {"signal", "row"}, {"signal", "row"}]
    assert stages[0] == fit_logistic(samples, labels)
    for own, guess in zip(samples, guesses, strict=True):
        assert np.array_equal(guess, LinkModel(stages, 0.5).probability(own, row))
    before = [LinkModel(stages[:2], 0.5).probability(own, row) for own in samples]
    widened = [{**own, **row(guess)} for own, guess in zip(samples, before, strict=True)]
    assert stages[2] == fit_logistic(widened, labels)


def test_calibration_error_is_the_mean_gap_of_the_bins_by_their_size() -> None:
    """Two of five say 0.1 and one of them is right, three say 0.8 and all are: 2/5 of 0.4 and 3/5 of 0.2."""
    error = calibration_error(np.array([0.1, 0.1, 0.8, 0.8, 0.8]), np.array([0.0, 1, 1, 1, 1]))

    assert error == pytest.approx(0.28)


def test_certainty_belongs_to_the_last_bin() -> None:
    """0.9 and 1.0 are one bin, in which 0.95 is said and half is right."""
    assert calibration_error(np.array([0.9, 1.0]), np.array([1.0, 0.0])) == pytest.approx(0.45)
    assert calibration_error(np.array([0.0, 1.0]), np.array([0.0, 1.0])) == 0


def test_links_are_counted_from_the_threshold_on() -> None:
    counts = count_links(np.array([0.2, 0.5, 0.7, 0.9]), np.array([1.0, 1.0, 0.0, 1.0]), 0.5)

    assert (counts.predicted_hits, counts.predicted, counts.gold_hits, counts.gold) == (2, 3, 2, 3)


def test_what_is_known_beforehand_is_not_learnt_again() -> None:
    """The signal says nothing beyond the offset, which is the log-odds of the labels."""
    chance = np.random.default_rng(1)
    offset = chance.normal(scale=2, size=2000)
    labels = (chance.random(2000) < 1 / (1 + np.exp(-offset))).astype(float)
    signals = [{"same": offset}]

    learnt = fit_logistic(signals, [labels])
    known = fit_logistic(signals, [labels], offsets=[offset])

    assert learnt.weights["same"] == pytest.approx(1, abs=0.15)
    assert known.weights["same"] == pytest.approx(0, abs=0.15)
