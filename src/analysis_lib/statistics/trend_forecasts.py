"""Forecasts that follow a trend as well as a season: ETS(A,A,A), and a quasi-Poisson regression of the counts."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
import statsmodels.api as sm

from analysis_lib.statistics.calendar import periods_of
from analysis_lib.statistics.checks import counts as checked_counts
from analysis_lib.statistics.checks import positive
from analysis_lib.statistics.forecasting import Forecast, cycle_of, forecast_from, steps_ahead, training_values
from analysis_lib.statistics.smoothing_search import most_likely_smoothing, trend_and_season

FEWEST_FOR_A_FIT = 10  # fewer leave hardly an error to go by


def exponential_smoothing_with_trend(
    observed: Any, *, horizon: int = 12, period: int = 12, confidence_level: float = 0.95
) -> Forecast:
    """ETS(A,A,A), a level, a trend and a season that all drift, with the parameters that make the values most likely.

    :func:`~analysis_lib.statistics.smoothing_search.most_likely_smoothing` finds them. The variance of the errors
    is their sum of squares over ``n - period - 4``, as for ETS(A,N,A) with two parameters more; ``j`` months on, an
    error still counts ``alpha + beta * j``, and ``gamma`` more in its own month of the year. Limits hold that future
    error, not the uncertainty of the parameters.

    Parameters
    ----------
    observed : values in order of time, none missing, two cycles or more (and 10, and a cycle and 5)
    horizon : months ahead, from 1 to 1200
    period : observations in a cycle
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    Forecast : ``parameters`` holds alpha, beta, gamma, the residual variance and whether the search ``converged``

    Raises
    ------
    ValueError : too few values, a gap, a missing value, a straight line with a fixed season, a horizon below 1

    References
    ----------
    Hyndman, R. J., Koehler, A. B., Ord, J. K. and Snyder, R. D. (2008). Forecasting with Exponential Smoothing,
    table 6.1.

    Examples
    --------
    >>> noise = np.random.default_rng(1).normal(0, 0.1, 48)
    >>> rising = np.tile([1, 2, 3, 2], 12) + np.arange(48) / 10 + noise
    >>> forecast = exponential_smoothing_with_trend(rising, period=4, horizon=4)
    >>> bool(np.abs(forecast.value - [5.8, 6.9, 8.0, 7.1]).max() < 0.2)
    True

    The season of four and the rise of a tenth a step go on.
    """
    steps, period = steps_ahead(horizon), cycle_of(period)
    values = training_values(observed, fewest=max(2 * period, period + 5, FEWEST_FOR_A_FIT))
    _refuse_a_straight_line(values, period)
    fit = most_likely_smoothing(values, period=period, has_trend=True)
    alpha, beta, gamma = fit.alpha, fit.beta, fit.gamma
    variance = fit.sum_of_squared_errors / (len(values) - period - 4)
    kept = alpha + beta * steps[1:] + gamma * (steps[1:] % period == 0)
    error = np.sqrt(variance * np.cumsum([1.0, *kept**2]))
    parameters = {"alpha": alpha, "beta": beta, "gamma": gamma, "residual_variance": variance}
    parameters["converged"] = fit.converged
    return forecast_from("ETS(A,A,A)", fit.ahead(steps), error, confidence_level, parameters)


def poisson_regression(
    observed: Any, *, days: Any = None, horizon: int = 12, period: int = 12, confidence_level: float = 0.95
) -> Forecast:
    """A quasi-Poisson regression of counts on a trend and the month of the year, carried on into the months ahead.

    statsmodels' ``GLM`` with the logarithm of the days as offset. The square of the standard error is ``dispersion *
    mean``, the scatter of a month about its mean, and the variance of that mean from the covariance of the
    coefficients. Limits hold both, by the normal distribution, and may lie below nought. They take months as
    independent and the trend as lasting: they are too narrow where neighbouring months resemble one another.

    Parameters
    ----------
    observed : events in each month, none missing, two cycles or more
    days : of each month, known and ahead (as many as ``observed`` and ``horizon`` together), above 0; left out, those
        of the months in a monthly index, and without such an index all alike
    horizon : months ahead, from 1 to 1200
    period : observations in a cycle
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    Forecast : ``value`` is the mean; ``parameters`` holds the dispersion and the trend, the factor from one cycle to
        the next. The limits are missing (nan), with the ``reason``, if trend and season explain every count

    Raises
    ------
    ValueError : too few values, a gap, a negative or missing count, a month of the year that never had an event, days
        that do not match, a fit that does not settle, a horizon below 1

    References
    ----------
    McCullagh, P. and Nelder, J. A. (1989). Generalized Linear Models, 2nd edition, sections 4.5 and 6.2.

    Examples
    --------
    Three years of two half-years, a tenth more each year:

    >>> forecast = poisson_regression([100, 200, 110, 220, 121, 242], period=2, horizon=2)
    >>> forecast.value.round(1).tolist(), round(forecast.parameters["trend"], 3)
    ([133.1, 266.2], 1.1)

    The fourth year is forecast a tenth above the third.
    """
    steps, period = steps_ahead(horizon), cycle_of(period)
    events = checked_counts("observed", training_values(observed, fewest=max(2 * period, period + 2)))
    _check_seasons(events, period)
    known, offset = len(events), np.log(_days_known_and_ahead(days, observed, len(events), len(steps)))
    design = trend_and_season(known + len(steps), period)
    model = sm.GLM(events, design[:known], family=sm.families.Poisson(), offset=offset[:known])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # years that repeat exactly are no error here; a failed fit is refused below
        fitted = model.fit()
    ahead, dispersion = design[known:], float(fitted.pearson_chi2 / fitted.df_resid)
    mean = np.exp(ahead @ fitted.params + offset[known:])
    error = np.sqrt(dispersion * (mean + mean**2 * np.einsum("ij,jk,ik->i", ahead, fitted.cov_params(), ahead)))
    # statsmodels calls a perfect fit unsettled too; where the equations of the estimate hold, the search is over
    if not np.isfinite(error).all() or np.abs(fitted.resid_response @ design[:known]).max() > 1e-4 * events.sum():
        raise ValueError("observed must suit a trend and a season, got a fit that did not settle; use seasonal_naive")
    parameters = {"dispersion": dispersion, "trend": float(np.exp(fitted.params[0]))}
    return forecast_from("quasi-Poisson regression", mean, error, confidence_level, parameters)


def _refuse_a_straight_line(values: np.ndarray, period: int) -> None:
    design = trend_and_season(len(values), period)
    line_and_season = design @ np.linalg.lstsq(design, values, rcond=None)[0]
    if np.abs(values - line_and_season).max() <= 1e-9 * np.abs(values).max():
        raise ValueError("observed must stray from a straight line with a fixed season, got none; use seasonal_naive")


def _days_known_and_ahead(days: Any, observed: Any, known: int, horizon: int) -> np.ndarray:
    periods = periods_of("observed", observed)
    if days is None and periods is None:
        return np.ones(known + horizon)
    if days is None:
        days = pd.period_range(periods[0], periods=known + horizon).days_in_month.to_numpy(dtype=float)
    lengths = positive("days", days)
    if lengths.shape != (known + horizon,):
        raise ValueError(
            f"days must hold a number for each of {known} months and {horizon} ahead, got {lengths.size}; align them"
        )
    return lengths


def _check_seasons(events: np.ndarray, period: int) -> None:
    totals = np.bincount(np.arange(len(events)) % period, weights=events)
    if empty := np.flatnonzero(totals == 0).tolist():
        raise ValueError(
            f"observed must have an event in every month of the cycle, got none at place {empty}; use mean_forecast"
        )
