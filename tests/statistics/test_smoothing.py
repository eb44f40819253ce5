import numpy as np
import pytest
from statsmodels.tsa.exponential_smoothing.ets import ETSModel

from analysis_lib.statistics.smoothing import exponential_smoothing, exponential_smoothing_fitted, holt_winters
from analysis_lib.statistics.smoothing_search import most_likely_smoothing

START = {"initial_level": 15, "initial_seasonal": [-4, 4]}
HOLT_WINTERS = {
    "alpha": 0.5,
    "beta": 0.1,
    "gamma": 0.1,
    "initial_level": 15,
    "initial_trend": 1,
    "initial_seasonal": [-4, 4],
}
B = np.array([36, 69, 41, 73, 42, 24, 51, 25, 32, 32, 27, 46, 26, 37, 41, 39, 43, 41, 36, 24, 45, 28, 28, 29, 36, 59,
              59, 77, 43, 33, 54, 60, 54, 41, 49, 28], dtype=float)  # fmt: skip


def test_two_steps_by_hand():
    """Errors 1 and -0.5: the level goes 15, 15.5, 15.25; the first season -4, -3.9, the second 4, 3.95."""
    forecast = exponential_smoothing([12, 19, 11.35, 19.2, 11.35], alpha=0.5, gamma=0.1, horizon=2, **START)
    assert forecast.value == pytest.approx([19.2, 11.35])
    assert forecast.parameters["level"] == pytest.approx(15.25)
    assert forecast.parameters["residual_variance"] == pytest.approx((1 + 0.25) / (5 - 2 - 2))


def test_a_fit_carries_on_as_statsmodels_does_from_the_same_states():
    forecast, fit = exponential_smoothing_fitted(B), most_likely_smoothing(B)
    model = ETSModel(B, error="add", seasonal="add", seasonal_periods=12)
    theirs = model.smooth([fit.alpha, fit.gamma, fit.level, *fit.seasonal[::-1]])
    assert forecast.value == pytest.approx(theirs.forecast(12))
    assert forecast.parameters["residual_variance"] * (36 - 14) == pytest.approx(theirs.sse)


def test_errors_grow_with_the_horizon():
    error = exponential_smoothing([11, 19, 12, 20, 12, 20], alpha=0.5, gamma=0.1, horizon=5, **START).standard_error
    ratio = (error / error[0]) ** 2
    assert ratio[:2] == pytest.approx([1, 1.25])
    assert ratio[2] == pytest.approx(
        1 + 2 * 0.25 + 0.1 * (2 * 0.5 + 0.1)
    )  # a season passed: Hyndman and others, table 6.1


def test_holt_winters_by_hand():
    """One step: 13 where 15 + 1 - 4 = 12 was expected; level 16.5, trend 1.05, season -3.95."""
    forecast = holt_winters([11, 19, 13], **HOLT_WINTERS, horizon=2)
    assert forecast.sum_of_squared_errors == pytest.approx(1)
    assert (forecast.level, forecast.trend) == pytest.approx((16.5, 1.05))
    assert forecast.seasonal == pytest.approx([-3.95, 4])
    assert forecast.value == pytest.approx([16.5 + 1.05 + 4, 16.5 + 2 * 1.05 - 3.95])


def test_a_multiplicative_season_that_fits_stays_as_it_is():
    states = HOLT_WINTERS | {"initial_trend": 0, "initial_level": 10, "initial_seasonal": [0.5, 1.5]}
    forecast = holt_winters([5, 15, 5, 15, 5, 15], **states, kind="multiplicative", horizon=3)
    assert forecast.value == pytest.approx([5, 15, 5])
    assert forecast.sum_of_squared_errors == pytest.approx(0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: exponential_smoothing(range(6), alpha=1.2, gamma=0, **START),
            "alpha must lie between 0 and 1, got 1.2",
        ),
        (
            lambda: exponential_smoothing(range(6), alpha=0.7, gamma=0.4, **START),
            "gamma must lie between 0 and 0.3, got 0.4",
        ),
        (
            lambda: exponential_smoothing(range(4), alpha=0.5, gamma=0.1, **START),
            "observed must hold 5 values or more, got 4",
        ),
        (lambda: exponential_smoothing_fitted(range(23)), "observed must hold 24 values or more, got 23"),
        (lambda: exponential_smoothing_fitted([7] * 30), "observed must vary, got 7 throughout; use mean_forecast"),
        (lambda: holt_winters([1, 2], **HOLT_WINTERS), "observed must hold 3 values or more, got 2"),
        (lambda: holt_winters([1, 2, 3], **HOLT_WINTERS | {"beta": -1}), "beta must lie between 0 and 1, got -1"),
        (
            lambda: holt_winters([1, 2, 3], **HOLT_WINTERS, kind="log"),
            "kind must be one of additive, multiplicative, got 'log'",
        ),
        (
            lambda: holt_winters([1, 2, 3], **HOLT_WINTERS, kind="multiplicative"),
            "must be above 0 for a multiplicative season",
        ),
        (
            lambda: holt_winters([1, 2, 3], **HOLT_WINTERS, horizon=1.5),
            r"horizon must be a whole number from 1 to 1200, got 1\.5",
        ),
    ],
)
def test_bad_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()
