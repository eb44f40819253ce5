import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.forecasting import airline_model, mean_forecast, seasonal_naive

exact = settings(derandomize=True, deadline=None)
series = st.lists(st.integers(0, 1000), min_size=25, max_size=60)


def test_a_year_ago_by_hand():
    """Differences from a year before 3, 4, 0: the root of their mean square is 2.89."""
    forecast = seasonal_naive([10, 20, 30, 13, 24, 30], period=3, horizon=4)
    assert forecast.value.tolist() == [13, 24, 30, 13]
    assert forecast.standard_error == pytest.approx(np.sqrt(25 / 3) * np.sqrt([1, 1, 1, 2]))
    assert forecast.upper[0] == pytest.approx(13 + 1.959964 * np.sqrt(25 / 3), rel=1e-6)


def test_the_mean_by_hand():
    forecast = mean_forecast([10, 14, 12, 12], horizon=1)
    assert forecast.value == pytest.approx([12])
    assert forecast.standard_error == pytest.approx([np.sqrt(8 / 3) * np.sqrt(5 / 4)])


@exact
@given(series, st.sampled_from([seasonal_naive, mean_forecast]))
def test_limits_bracket_the_value_and_widen_with_confidence(values, method):
    narrow = method(values, confidence_level=0.80)
    wide = narrow.at(0.95)
    if narrow.reason:
        assert np.isnan([narrow.lower, narrow.upper, wide.lower, wide.upper]).all()
        return
    assert (wide.lower < narrow.lower).all()
    assert (narrow.lower < narrow.value).all()
    assert (narrow.value < narrow.upper).all()
    assert (narrow.upper < wide.upper).all()
    assert wide.upper == pytest.approx(method(values, confidence_level=0.95).upper)


@exact
@given(series)
def test_errors_never_shrink_with_the_horizon(values):
    assert (np.diff(seasonal_naive(values, horizon=30).standard_error) >= 0).all()


def test_the_airline_model_does_not_mind_the_unit():
    values = np.tile([1.0, 2, 3, 2], 12) + np.random.default_rng(2).normal(0, 0.2, 48).cumsum()
    plain, small = (airline_model(values * unit, period=4, horizon=4) for unit in (1.0, 0.01))
    assert small.value == pytest.approx(plain.value * 0.01, rel=1e-4)
    assert small.parameters["moving_average"] == pytest.approx(plain.parameters["moving_average"], abs=1e-3)
    assert (np.diff(plain.standard_error) > 0).all()
    assert plain.parameters["converged"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: seasonal_naive(range(12)), "observed must hold 13 values or more, got 12; take a longer series"),
        (lambda: seasonal_naive(range(24), horizon=0), "horizon must be a whole number from 1 to 1200, got 0"),
        (
            lambda: seasonal_naive(range(24), confidence_level=95),
            "confidence_level must lie between 0 and 1, got 95; write 0.95",
        ),
        (lambda: seasonal_naive([*range(23), np.nan]), "observed must hold numbers with none missing"),
        (lambda: mean_forecast([5]), "observed must hold 2 values or more, got 1"),
        (lambda: mean_forecast([]), "observed must hold one number or more, got none"),
        (lambda: mean_forecast(["x", "y"]), "observed must hold numbers, got 'x'"),
        (lambda: airline_model(range(25)), "observed must hold 26 values or more, got 25"),
        (
            lambda: airline_model([*range(12)] * 4),
            "observed must differ from one year's pattern to the next, got the same",
        ),
    ],
)
def test_bad_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()
