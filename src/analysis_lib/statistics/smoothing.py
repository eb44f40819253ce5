"""Exponential smoothing: a level, a trend and a season that follow the series at their own pace."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from analysis_lib.statistics.checks import between, numbers, one_of, single
from analysis_lib.statistics.decomposition import KINDS
from analysis_lib.statistics.forecasting import Forecast, cycle_of, forecast_from, steps_ahead, training_values
from analysis_lib.statistics.smoothing_search import most_likely_smoothing


@dataclass(frozen=True)
class HoltWinters:
    """The months ahead, the sum of squared one-step errors, and where level, trend and season ended."""

    value: np.ndarray
    sum_of_squared_errors: float
    level: float
    trend: float
    seasonal: np.ndarray


def exponential_smoothing(
    observed: Any,
    *,
    alpha: float,
    gamma: float,
    initial_level: float,
    initial_seasonal: Any,
    horizon: int = 12,
    confidence_level: float = 0.95,
) -> Forecast:
    """ETS(A,N,A), a level and a season that both drift, from parameters and starting states that are given.

    Each month's error moves the level by ``alpha`` and that month's season by ``gamma`` times itself. The variance of
    the errors is their sum of squares over ``n - period - 2``, the parameters that a fit would have cost. The recursion
    is ours: three lines that show what statsmodels' compiled one does.

    Parameters
    ----------
    observed : values in order of time, none missing, more than a cycle and two
    alpha : from 0 to 1
    gamma : from 0 to ``1 - alpha``
    initial_level : the level before the first value
    initial_seasonal : the season before the first value, one number for each month of the cycle, the first value's
        month first
    horizon : months ahead, from 1 to 1200
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    Forecast : ``parameters`` holds alpha, gamma, the residual variance and the last level; the limits are missing
        (nan), with the ``reason``, if no value was ever out

    Raises
    ------
    ValueError : too few values, a gap, a missing value, alpha or gamma out of range, a horizon below 1

    References
    ----------
    Hyndman, R. J., Koehler, A. B., Ord, J. K. and Snyder, R. D. (2008). Forecasting with Exponential Smoothing,
    table 6.1.

    Examples
    --------
    >>> forecast = exponential_smoothing([11, 19, 12, 20, 12, 20], alpha=0.5, gamma=0.1, initial_level=15,
    ...                                  initial_seasonal=[-4, 4], horizon=2)
    >>> forecast.value.round(1).tolist()
    [12.0, 20.0]

    The level has risen from 15 to 16, and the season of four down and four up goes on.
    """
    seasonal = _one_cycle(initial_seasonal)
    period, steps = len(seasonal), steps_ahead(horizon)
    values = training_values(observed, fewest=period + 3)
    alpha = _smoothing_share("alpha", alpha, 1.0)
    gamma = _smoothing_share("gamma", gamma, 1 - alpha)
    level, seasonal, squares = _smooth(values, alpha, gamma, single("initial_level", initial_level), seasonal)
    variance = squares / (len(values) - period - 2)
    passed = steps // period
    error = np.sqrt(variance * (1 + steps * alpha**2 + gamma * passed * (2 * alpha + gamma)))
    value = level + seasonal[(len(values) + steps) % period]
    parameters = {"alpha": alpha, "gamma": gamma, "residual_variance": variance, "level": level}
    return forecast_from("ETS(A,N,A)", value, error, confidence_level, parameters)


def exponential_smoothing_fitted(
    observed: Any, *, horizon: int = 12, period: int = 12, confidence_level: float = 0.95
) -> Forecast:
    """ETS(A,N,A) with the parameters and starting states that make the values most likely.

    :func:`~analysis_lib.statistics.smoothing_search.most_likely_smoothing` finds them, and
    :func:`exponential_smoothing` forecasts with them.

    Parameters
    ----------
    observed : values in order of time, none missing, two cycles or more; not all the same
    horizon : months ahead, from 1 to 1200
    period : observations in a cycle
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    Forecast : as :func:`exponential_smoothing`; ``parameters`` says too whether the search ``converged``

    Raises
    ------
    ValueError : fewer than two cycles, a gap, a missing value, a constant series, a horizon below 1

    References
    ----------
    Hyndman, Koehler, Ord and Snyder (2008), chapter 5.

    Examples
    --------
    >>> year = [36, 69, 41, 73, 42, 24, 51, 25, 32, 32, 27, 46]
    >>> wobble = np.tile([1, -1, 0, 2, -2], 10)[:48]
    >>> forecast = exponential_smoothing_fitted(np.tile(year, 4) + wobble, horizon=2)
    >>> bool(np.abs(forecast.value - [36, 69]).max() < 2)
    True

    The next January and February come out within 2 of the 36 and 69 on which the series was built.
    """
    period = cycle_of(period)
    values = _varying(training_values(observed, fewest=2 * period))
    fit = most_likely_smoothing(values, period=period)
    forecast = exponential_smoothing(
        values,
        alpha=fit.alpha,
        gamma=fit.gamma,
        initial_level=fit.level,
        initial_seasonal=fit.seasonal,
        horizon=horizon,
        confidence_level=confidence_level,
    )
    return replace(forecast, parameters={**forecast.parameters, "converged": fit.converged})


def holt_winters(
    observed: Any,
    *,
    alpha: float,
    beta: float,
    gamma: float,
    initial_level: float,
    initial_trend: float,
    initial_seasonal: Any,
    kind: str = "additive",
    horizon: int = 12,
) -> HoltWinters:
    """Level, trend and season, each smoothed exponentially, from parameters and starting states that are given.

    As in R's ``HoltWinters``, the first cycle gives the starting states and is not smoothed again, and the season is
    corrected by the new level, not the old. The recursion is ours because statsmodels' differs in both.

    Parameters
    ----------
    observed : values in order of time, none missing, more than one cycle
    alpha, beta, gamma : smoothing of level, trend and season, each from 0 to 1
    initial_level, initial_trend : at the end of the first cycle
    initial_seasonal : one number for each month of the cycle, the first value's month first
    kind : "additive" or "multiplicative" season; above 0 if multiplicative
    horizon : months ahead, from 1 to 1200

    Returns
    -------
    HoltWinters : ``value`` for each month ahead; no interval, which needs a model (:func:`exponential_smoothing`)

    Raises
    ------
    ValueError : one cycle or less, a gap, a missing value, a parameter outside 0 to 1, another kind, values of 0
        or less with a multiplicative season

    References
    ----------
    Winters, P. R. (1960). Forecasting sales by exponentially weighted moving averages. Management Science 6, 324-342.

    Examples
    --------
    >>> forecast = holt_winters([11, 19, 13, 21, 15, 23], alpha=0.5, beta=0.1, gamma=0.1, initial_level=15,
    ...                         initial_trend=1, initial_seasonal=[-4, 4], horizon=2)
    >>> [round(float(value), 1) for value in forecast.value], round(forecast.sum_of_squared_errors, 1)
    ([16.5, 25.3], 2.2)

    The forecast carries on the season, and the rise of about two a cycle.
    """
    one_of("kind", kind, KINDS)
    seasonal = _one_cycle(initial_seasonal)
    period, steps = len(seasonal), steps_ahead(horizon)
    values = training_values(observed, fewest=period + 1)
    shares = [_smoothing_share(name, one, 1.0) for name, one in (("alpha", alpha), ("beta", beta), ("gamma", gamma))]
    level, trend = single("initial_level", initial_level), single("initial_trend", initial_trend)
    smooth = _smooth_sum if kind == "additive" else _smooth_product
    if kind == "multiplicative" and (least := min(values.min(), seasonal.min(), level)) <= 0:
        raise ValueError(
            f"observed and initial states must be above 0 for a multiplicative season, got {least:g}; "
            "use kind='additive'"
        )
    with np.errstate(all="ignore"):  # what overflows is refused below
        level, trend, seasonal, squares = smooth(values, shares, np.float64(level), np.float64(trend), seasonal)
    if not np.isfinite([level, trend, squares, *seasonal]).all():
        raise ValueError("initial states must be near the values, got such that the level falls to 0; check the unit")
    line, season = level + trend * (steps + 1), seasonal[(len(values) + steps) % period]
    value = line + season if kind == "additive" else line * season
    return HoltWinters(value, squares, level, trend, seasonal)


def _smooth(
    values: np.ndarray, alpha: float, gamma: float, level: float, seasonal: np.ndarray
) -> tuple[float, np.ndarray, float]:
    seasonal, squares = seasonal.tolist(), 0.0
    for place, value in enumerate(values.tolist()):
        month = place % len(seasonal)
        error = value - level - seasonal[month]
        level, seasonal[month], squares = level + alpha * error, seasonal[month] + gamma * error, squares + error**2
    return level, np.array(seasonal), squares


def _smooth_sum(values: np.ndarray, shares: list, level: float, trend: float, seasonal: np.ndarray) -> tuple:
    (alpha, beta, gamma), seasonal, squares = shares, seasonal.copy(), 0.0
    for place in range(len(seasonal), len(values)):
        month, old, value = place % len(seasonal), level, values[place]
        squares += (value - level - trend - seasonal[month]) ** 2
        level = alpha * (value - seasonal[month]) + (1 - alpha) * (level + trend)
        trend = beta * (level - old) + (1 - beta) * trend
        seasonal[month] = gamma * (value - level) + (1 - gamma) * seasonal[month]
    return float(level), float(trend), seasonal, float(squares)


def _smooth_product(values: np.ndarray, shares: list, level: float, trend: float, seasonal: np.ndarray) -> tuple:
    (alpha, beta, gamma), seasonal, squares = shares, seasonal.copy(), 0.0
    for place in range(len(seasonal), len(values)):
        month, old, value = place % len(seasonal), level, values[place]
        squares += (value - (level + trend) * seasonal[month]) ** 2
        level = alpha * (value / seasonal[month]) + (1 - alpha) * (level + trend)
        trend = beta * (level - old) + (1 - beta) * trend
        seasonal[month] = gamma * (value / level) + (1 - gamma) * seasonal[month]
    return float(level), float(trend), seasonal, float(squares)


def _varying(values: np.ndarray) -> np.ndarray:
    if values.min() == values.max():
        raise ValueError(f"observed must vary, got {values[0]:g} throughout; use mean_forecast")
    return values


def _smoothing_share(name: str, share: float, most: float) -> float:
    found = between(name, share, 0, most + 1e-12, remedy="check the order of the arguments")
    return min(found, most)


def _one_cycle(initial_seasonal: Any) -> np.ndarray:
    seasonal = numbers("initial_seasonal", initial_seasonal)
    if seasonal.ndim != 1:
        raise ValueError(
            f"initial_seasonal must hold a number for each month of the cycle, got {seasonal.ndim} dimensions; give 12"
        )
    return seasonal
