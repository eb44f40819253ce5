"""statsmodels' ``ETSModel`` is the oracle: it works the errors out month by month, where the search uses a filter."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.tsa.exponential_smoothing.ets import ETSModel

from analysis_lib.statistics.smoothing_search import _likelihood, most_likely_smoothing, trend_and_season

few = settings(derandomize=True, deadline=None, max_examples=15)  # each example is fitted, and tried at 10 or 20 places
SHORT = np.array([36, 69, 41, 73, 42, 24, 51, 25, 32, 32, 27, 46, 26, 37, 41, 39, 43, 41, 36, 24, 45, 28, 28, 29, 36,
                  59, 59, 77, 43, 33, 54, 60, 54, 41, 49, 28], dtype=float)  # fmt: skip
WANDERING = 50 + np.random.default_rng(9).normal(0.2, 1, 72).cumsum() + np.tile([0, 4, 8, 3], 18)
SERIES = [(SHORT, 12), (SHORT[:31], 12), (WANDERING, 4), (WANDERING[:70], 4)]  # of whole cycles, and not


def model(values, period, has_trend):
    trend = "add" if has_trend else None
    return ETSModel(values, error="add", trend=trend, seasonal="add", seasonal_periods=period)


def in_their_order(fit, has_trend):
    """Alpha, beta, gamma, level, trend and season, the latest month first; without beta and trend if there is none."""
    trend, slope = ([fit.beta], [fit.trend]) if has_trend else ([], [])
    return [fit.alpha, *trend, fit.gamma, fit.level, *slope, *fit.seasonal[::-1]]


@pytest.mark.parametrize("has_trend", [False, True])
@pytest.mark.parametrize(("values", "period"), SERIES)
def test_errors_and_forecasts_are_those_of_statsmodels(values, period, has_trend):
    fit = most_likely_smoothing(values, period=period, has_trend=has_trend)
    theirs = model(values, period, has_trend).smooth(in_their_order(fit, has_trend))
    assert fit.sum_of_squared_errors == pytest.approx(theirs.sse)
    assert fit.errors == pytest.approx(theirs.resid, abs=1e-6)
    assert fit.ahead(np.arange(30)) == pytest.approx(theirs.forecast(30))
    assert fit.converged
    assert fit.seasonal.sum() == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("has_trend", [False, True])
@pytest.mark.parametrize(("values", "period"), SERIES)
def test_statsmodels_finds_nothing_better_by_itself_or_begun_there(values, period, has_trend):
    unit = values.std()
    fit = most_likely_smoothing(values / unit, period=period, has_trend=has_trend)
    bare = model(values / unit, period, has_trend)
    begin, first = in_their_order(fit, has_trend), fit.seasonal[0]
    begin[-period:] = np.array(begin[-period:]) - first  # they hold the last of these, the first month's, at 0
    begin[3 if has_trend else 2] += first
    fits = [bare.fit(start_params=where, disp=False, warn_convergence=False) for where in (None, begin)]
    assert fit.sum_of_squared_errors <= min(theirs.sse for theirs in fits) * (1 + 1e-6)


@few
@given(st.integers(0, 10**6), st.floats(0.05, 0.9), st.floats(0, 0.5), st.sampled_from([1e-3, 1.0, 1e5]), st.booleans())
def test_no_other_parameters_are_better(seed, alpha, share, unit, has_trend):
    """Series made by the model itself; all of the region is tried, with the best states of each place."""
    noise, season = np.random.default_rng(seed).normal(0, 1, 60), [3.0, 0.0, -2.0, -1.0]
    values, level = [], 20.0
    for place, error in enumerate(noise):
        values.append(level + season[place % 4] + error)
        level, season[place % 4] = level + alpha * error, season[place % 4] + share * (1 - alpha) * error
    values = np.array(values) * unit
    fit = most_likely_smoothing(values, period=4, has_trend=has_trend)
    assert 0 < fit.alpha < 1
    assert 0 <= fit.beta < fit.alpha
    assert 0 < fit.gamma < 1 - fit.alpha
    for other in (0.01, 0.25, 0.5, 0.75, 0.99):
        for beta in (0.01 * other, 0.5 * other) if has_trend else (0.0,):
            for gamma in (0.01 * (1 - other), 0.5 * (1 - other), 0.99 * (1 - other)):
                assert fit.sum_of_squared_errors <= squares(values, other, beta, gamma, has_trend) * (1 + 1e-9)


def squares(values, alpha, beta, gamma, has_trend):
    """The least sum of squared errors at these parameters, by the recursion and a regression on its starting states."""

    def errors(level, slope, season, values):
        season, found = list(season), []
        for place, value in enumerate(values):
            error = value - level - slope - season[place % 4]
            level, slope = level + slope + alpha * error, slope + beta * error
            season[place % 4] += gamma * error
            found.append(error)
        return np.array(found)

    none = np.zeros_like(values)
    bare = errors(0, 0, np.zeros(4), values)
    starts = [errors(1, 0, np.zeros(4), none), *([errors(0, 1, np.zeros(4), none)] if has_trend else [])]
    starts += [errors(0, 0, month, none) for month in np.eye(4)]
    design = -np.column_stack(starts)
    return np.sum((bare - design @ np.linalg.lstsq(design, bare, rcond=None)[0]) ** 2)


@pytest.mark.parametrize("has_trend", [False, True])
@pytest.mark.parametrize("shares", [(0.3, 0.4, 0.5), (0.9, 0.05, 0.9), (0.02, 0.9, 0.3)])
def test_the_filter_has_the_errors_of_the_recursion(shares, has_trend):
    """At parameters away from any edge, where level, trend and season all move."""
    values, (alpha, trend, season) = WANDERING[:70], shares
    beta, gamma = alpha * trend * has_trend, (1 - alpha) * season
    states = trend_and_season(70, 4)[:, 0 if has_trend else 1 :]
    objective = _likelihood(np.column_stack([states, values]).T, 4, has_trend)
    expected = 70 / 2 * np.log(squares(values, alpha, beta, gamma, has_trend))
    assert objective(np.array(shares if has_trend else shares[::2])) == pytest.approx(expected)


def test_a_series_that_repeats_exactly_has_no_error():
    fit = most_likely_smoothing([5, 9, 7, 3] * 4, period=4)
    assert fit.sum_of_squared_errors == pytest.approx(0, abs=1e-12)
    assert fit.level + fit.seasonal == pytest.approx([5, 9, 7, 3])


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (range(23), "observed must hold 24 values or more, got 23"),
        ([*range(29), np.nan], "observed must hold numbers with none missing"),
        (["many"] * 30, "observed must hold numbers, got 'many'"),
    ],
)
def test_what_cannot_be_fitted_is_refused(values, message):
    with pytest.raises(ValueError, match=message):
        most_likely_smoothing(values)
