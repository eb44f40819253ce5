import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.tsa.exponential_smoothing.ets import ETSModel

from analysis_lib.statistics.forecasting import airline_model
from analysis_lib.statistics.smoothing import exponential_smoothing_fitted
from analysis_lib.statistics.smoothing_search import most_likely_smoothing as fitted
from analysis_lib.statistics.trend_forecasts import exponential_smoothing_with_trend, poisson_regression

exact = settings(derandomize=True, deadline=None)
few = settings(derandomize=True, deadline=None, max_examples=10)  # each example is fitted by maximum likelihood
MONTHS = pd.period_range("2019-01", periods=72, freq="M")
DAYS = pd.period_range("2019-01", periods=84, freq="M").days_in_month.to_numpy(dtype=float)
YEARS = np.arange(84) / 12
EXPECTED = DAYS * 5 * 1.1**YEARS * (1 + 0.3 * np.sin(2 * np.pi * YEARS))  # a tenth more each year
NOISY = pd.Series(np.random.default_rng(3).poisson(EXPECTED[:72]), MONTHS)
WANDERING = 50 + np.random.default_rng(9).normal(0.2, 1, 72).cumsum() + np.tile([0, 4, 8, 3], 18)


def test_a_fit_with_trend_carries_on_as_statsmodels_does_from_the_same_states():
    forecast, fit = exponential_smoothing_with_trend(WANDERING, period=4), fitted(WANDERING, period=4, has_trend=True)
    model = ETSModel(WANDERING, error="add", trend="add", seasonal="add", seasonal_periods=4)
    theirs = model.smooth([fit.alpha, fit.beta, fit.gamma, fit.level, fit.trend, *fit.seasonal[::-1]])
    assert forecast.value == pytest.approx(theirs.forecast(12))
    assert forecast.parameters["residual_variance"] == pytest.approx(theirs.sse / (72 - 8))
    assert forecast.parameters["converged"]


def test_errors_with_trend_grow_as_statsmodels_has_them():
    drifting = WANDERING + np.random.default_rng(8).normal(0, 1, 72) + np.linspace(-6, 6, 72) ** 2 / 3
    forecast = exponential_smoothing_with_trend(drifting, period=4, horizon=12)
    shares = [forecast.parameters[name] for name in ("alpha", "beta", "gamma")]
    model = ETSModel(pd.Series(drifting), error="add", trend="add", seasonal="add", seasonal_periods=4)
    bare = model.smooth([*shares, 50, 0.2, 0, 0, 0, 0])
    ahead = bare.get_prediction(start=72, end=83).forecast_variance
    assert (forecast.standard_error / forecast.standard_error[0]) ** 2 == pytest.approx(ahead / ahead[0])
    assert shares[1] > 0.01  # so that the trend has its part in the growth


def test_a_regression_is_that_of_statsmodels():
    """The same model in other columns: a constant and eleven months against January."""
    forecast = poisson_regression(NOISY)
    months = np.eye(12)[np.arange(84) % 12][:, 1:]
    design = np.column_stack([np.ones(84), YEARS, months])
    bare = sm.GLM(NOISY.to_numpy(), design[:72], family=sm.families.Poisson(), offset=np.log(DAYS[:72])).fit(scale="X2")
    ahead = bare.get_prediction(design[72:], offset=np.log(DAYS[72:])).summary_frame()
    assert forecast.value == pytest.approx(ahead["mean"].to_numpy())
    variance = bare.scale * ahead["mean"] + ahead["mean_se"] ** 2
    assert forecast.standard_error == pytest.approx(np.sqrt(variance).to_numpy())
    assert forecast.parameters == pytest.approx({"dispersion": bare.scale, "trend": np.exp(bare.params[1])})


def test_a_planted_trend_is_followed():
    assert poisson_regression(NOISY).value == pytest.approx(EXPECTED[72:], rel=0.12)
    smoothed = exponential_smoothing_with_trend(np.log(NOISY / DAYS[:72]))
    assert np.exp(smoothed.value) * DAYS[72:] == pytest.approx(EXPECTED[72:], rel=0.12)


def test_days_may_be_given_or_come_from_the_months():
    by_months = poisson_regression(NOISY)
    assert poisson_regression(NOISY.to_numpy(), days=DAYS).value == pytest.approx(by_months.value)
    by_dates = poisson_regression(NOISY.set_axis(MONTHS.to_timestamp()))
    assert by_dates.value == pytest.approx(by_months.value)
    assert poisson_regression(NOISY.to_numpy()).value[1] != pytest.approx(by_months.value[1], rel=1e-4)


def test_years_that_repeat_exactly_are_no_error_to_a_regression():
    forecast = poisson_regression([5, 9, 7, 3] * 4, period=4, horizon=4)
    assert forecast.value == pytest.approx([5, 9, 7, 3])
    assert forecast.parameters["dispersion"] == pytest.approx(0, abs=1e-9)


@exact
@given(st.lists(st.integers(1, 500), min_size=24, max_size=60))
def test_limits_of_a_regression_bracket_the_value_and_widen_with_confidence(counts):
    brackets_and_widens(poisson_regression, counts)


@few
@given(
    st.integers(0, 99),
    st.sampled_from([exponential_smoothing_with_trend, exponential_smoothing_fitted, airline_model]),
)
def test_limits_of_a_likely_fit_bracket_the_value_and_widen_with_confidence(seed, method):
    brackets_and_widens(method, np.sqrt(np.random.default_rng(seed).poisson(20, 48)))


def brackets_and_widens(method, values):
    narrow = method(values, confidence_level=0.80)
    wide = narrow.at(0.95)
    assert np.isfinite(narrow.value).all()
    if narrow.reason:
        assert np.isnan([narrow.lower, narrow.upper, wide.lower, wide.upper]).all()
        return
    assert (wide.lower <= narrow.lower).all()
    assert (narrow.lower <= narrow.value).all()
    assert (narrow.value <= narrow.upper).all()
    assert (narrow.upper <= wide.upper).all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: exponential_smoothing_with_trend(range(23)), "observed must hold 24 values or more, got 23"),
        (
            lambda: exponential_smoothing_with_trend(range(30)),
            "observed must stray from a straight line with a fixed season, got none; use seasonal_naive",
        ),
        (lambda: exponential_smoothing_with_trend([0] * 30), "observed must stray from a straight line"),
        (
            lambda: exponential_smoothing_with_trend([*range(29), np.nan]),
            "observed must hold numbers with none missing",
        ),
        (lambda: exponential_smoothing_with_trend(["many"] * 30), "observed must hold numbers, got 'many'"),
        (
            lambda: exponential_smoothing_with_trend(WANDERING, confidence_level=95),
            "confidence_level must lie between 0 and 1, got 95; write 0.95",
        ),
        (
            lambda: exponential_smoothing_with_trend(WANDERING, horizon=0),
            "horizon must be a whole number from 1 to 1200, got 0",
        ),
        (lambda: poisson_regression(range(23)), "observed must hold 24 values or more, got 23"),
        (lambda: poisson_regression([]), "observed must hold one number or more, got none"),
        (lambda: poisson_regression([-1] * 30), "observed must be 0 or more, got -1"),
        (lambda: poisson_regression([*range(29), np.nan]), "observed must hold numbers with none missing"),
        (lambda: poisson_regression(NOISY.drop(MONTHS[5])), "got 2019-07 after 2019-05; fill the gap"),
        (
            lambda: poisson_regression([0, *range(1, 12)] * 3),
            r"observed must have an event in every month of the cycle, got none at place \[0\]; use mean_forecast",
        ),
        (
            lambda: poisson_regression([4, 5] * 15, days=[30] * 30),
            "days must hold a number for each of 30 months and 12 ahead, got 30; align them",
        ),
        (lambda: poisson_regression([4, 5] * 15, days=[0] * 42), "days must be above 0, got 0"),
        (lambda: poisson_regression(NOISY, confidence_level=95), "confidence_level must lie between 0 and 1, got 95"),
        (lambda: poisson_regression(NOISY, horizon=1.5), r"horizon must be a whole number from 1 to 1200, got 1\.5"),
    ],
)
def test_bad_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()
