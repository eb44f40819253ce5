"""The next months of a series, by methods from the simplest to the airline model, each with its interval.

Every method takes the values as they are; :mod:`analysis_lib.statistics.back_testing` puts counts on a suitable scale,
tries the methods against one another and chooses.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from scipy import special
from statsmodels.tsa.statespace.sarimax import SARIMAX

from analysis_lib.statistics.calendar import unbroken
from analysis_lib.statistics.checks import confidence, whole_number

ROUNDING = 1e-9  # a standard error so small beside the forecast comes of the computer's arithmetic
NO_ERROR = "the months before repeat exactly, so nothing tells how far the forecast may be out"
LONGEST_HORIZON = 1200  # months; no forecast here looks further


@dataclass(frozen=True)
class Forecast:
    """``value`` for each month ahead with its limits, from ``standard_error`` and the normal distribution.

    Limits are missing (nan) where the standard error is 0, or the computer's rounding of 0: a past that repeated
    exactly tells nothing of how far the future may be out. ``reason`` then says so.
    """

    value: np.ndarray
    standard_error: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    confidence_level: float
    method: str
    parameters: dict[str, Any] = field(default_factory=dict)
    reason: str = ""

    def at(self, confidence_level: float) -> Forecast:
        """The same forecast with limits at another confidence level."""
        level = confidence(confidence_level)
        known = self.standard_error > ROUNDING * np.abs(self.value).max()
        reach = np.where(known, special.ndtri((1 + level) / 2) * self.standard_error, np.nan)
        limits = {"lower": self.value - reach, "upper": self.value + reach}
        return replace(self, **limits, confidence_level=level, reason="" if known.all() else NO_ERROR)


def seasonal_naive(observed: Any, *, horizon: int = 12, period: int = 12, confidence_level: float = 0.95) -> Forecast:
    """Every month will be as it was a year before: the forecast that any other has to beat.

    The error grows with the square root of the seasons passed; its unit is the root mean square of the differences
    between each month and the same month a year before.

    Parameters
    ----------
    observed : values in order of time, none missing, more than one cycle
    horizon : months ahead, from 1 to 1200
    period : observations in a cycle
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    Forecast : ``horizon`` values; ``parameters`` holds sigma. The limits are missing (nan), with the ``reason``, if
        every cycle repeated the one before

    Raises
    ------
    ValueError : one cycle or less, a gap, a missing value, a horizon below 1, a confidence level outside 0 to 1

    References
    ----------
    Hyndman, R. J. and Athanasopoulos, G. (2021). Forecasting: Principles and Practice, 3rd edition, sections 5.2 and
    5.5.

    Examples
    --------
    >>> forecast = seasonal_naive([10, 20, 30, 13, 24, 30], period=3, horizon=4)
    >>> forecast.value.tolist(), forecast.standard_error.round(2).tolist()
    ([13.0, 24.0, 30.0, 13.0], [2.89, 2.89, 2.89, 4.08])

    The fourth month ahead repeats the first, with an error larger by the square root of two.
    """
    period = cycle_of(period)
    values, steps = training_values(observed, fewest=period + 1), steps_ahead(horizon)
    sigma = float(np.sqrt(np.mean((values[period:] - values[:-period]) ** 2)))
    error = sigma * np.sqrt(steps // period + 1)
    return forecast_from("seasonal naive", values[-period:][steps % period], error, confidence_level, {"sigma": sigma})


def mean_forecast(observed: Any, *, horizon: int = 12, confidence_level: float = 0.95) -> Forecast:
    """Every month will be the mean of all months before: hard to beat where there is neither season nor trend.

    Parameters
    ----------
    observed : values in order of time, none missing, two or more
    horizon : months ahead, from 1 to 1200
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    Forecast : one value ``horizon`` times, standard error ``s * sqrt(1 + 1 / n)``; the limits are missing (nan), with
        the ``reason``, if all values are the same

    Raises
    ------
    ValueError : fewer than two values, a gap, a missing value, a horizon below 1, a confidence level outside 0 to 1

    References
    ----------
    Hyndman and Athanasopoulos (2021), sections 5.2 and 5.5.

    Examples
    --------
    >>> mean_forecast([10, 14, 12, 12], horizon=2).value.tolist()
    [12.0, 12.0]

    With nothing else to go by, the best guess for both months is 12.
    """
    values, steps = training_values(observed, fewest=2), steps_ahead(horizon)
    error = values.std(ddof=1) * np.sqrt(1 + 1 / len(values))
    return forecast_from("mean", np.full(len(steps), values.mean()), np.full(len(steps), error), confidence_level, {})


def airline_model(observed: Any, *, horizon: int = 12, period: int = 12, confidence_level: float = 0.95) -> Forecast:
    """ARIMA(0,1,1)(0,1,1): this month is last month, plus last year's change, less a share of the two last surprises.

    statsmodels' ``SARIMAX`` on the values divided by the spread of their double differences, for on a scale of
    hundredths one optimiser stopped short. The search runs on the differences with the variance worked out, which has
    the same best point and takes an eighth of the time. Give it natural logarithms of counts.

    Parameters
    ----------
    observed : values in order of time, none missing, two cycles and two or more
    horizon : months ahead, from 1 to 1200
    period : observations in a cycle
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    Forecast : ``parameters`` holds ``moving_average`` and ``seasonal_moving_average`` (in R's and statsmodels' sign),
        the residual variance, the log likelihood and whether the search ``converged``

    Raises
    ------
    ValueError : too few values, a gap, a missing value, a series whose every year and month repeats, a horizon below 1

    References
    ----------
    Box, G. E. P. and Jenkins, G. M. (1970). Time Series Analysis: Forecasting and Control, section 9.2.

    Examples
    --------
    >>> noise = np.random.default_rng(1).normal(0, 0.1, 48)
    >>> forecast = airline_model(np.tile([1, 2, 3, 2], 12) + np.arange(48) / 10 + noise, period=4, horizon=4)
    >>> bool(np.abs(forecast.value - [5.8, 6.9, 8.0, 7.1]).max() < 0.2)
    True

    The season of four and the rise of a tenth a step go on.
    """
    period = cycle_of(period)
    values, steps = training_values(observed, fewest=2 * period + 2), steps_ahead(horizon)
    unit = np.diff(values[period:] - values[:-period]).std()
    if not unit > 1e-12 * np.abs(values).max():
        raise ValueError("observed must differ from one year's pattern to the next, got the same; use seasonal_naive")
    order = {"order": (0, 1, 1), "seasonal_order": (0, 1, 1, period)}
    quick = {"cov_type": "none", "low_memory": True}  # no errors of the parameters and no smoothing: nothing uses them
    search = SARIMAX(values / unit, **order, simple_differencing=True, concentrate_scale=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an optimiser that stops early is said in the parameters, not on the screen
        found = search.fit(disp=False, **quick)
        fitted = SARIMAX(values / unit, **order).filter([*found.params, found.scale], cov_type="none")
    ahead = fitted.get_forecast(len(steps))
    moving_average, seasonal_moving_average, variance = (float(parameter) for parameter in fitted.params)
    parameters = {
        "moving_average": moving_average,
        "seasonal_moving_average": seasonal_moving_average,
        "residual_variance": variance * unit**2,
        "log_likelihood": float(fitted.llf - fitted.nobs_effective * np.log(unit)),
        "converged": bool(found.mle_retvals["converged"]),
    }
    return forecast_from(
        "airline ARIMA", ahead.predicted_mean * unit, ahead.se_mean * unit, confidence_level, parameters
    )


def forecast_from(method: str, value: np.ndarray, error: np.ndarray, level: float, parameters: dict) -> Forecast:
    """A forecast from its values and standard errors.

    Examples
    --------
    >>> forecast_from("by hand", np.array([10.0]), np.array([1.0]), 0.95, {}).upper.round(2).tolist()
    [11.96]

    A value of 10 with a standard error of 1 may come out as high as 12.
    """
    return Forecast(value, error, value, value, level, method, parameters).at(level)


def training_values(observed: Any, *, fewest: int) -> np.ndarray:
    """The series a forecast learns from, refused if it has a gap or fewer than ``fewest`` values.

    Examples
    --------
    >>> training_values([4, 5, 6], fewest=3).tolist()
    [4.0, 5.0, 6.0]

    Three values suffice where three are asked for.
    """
    values = unbroken("observed", observed)
    if len(values) < fewest:
        raise ValueError(f"observed must hold {fewest} values or more, got {len(values)}; take a longer series")
    return values


def steps_ahead(horizon: int) -> np.ndarray:
    """0 for the next month, 1 for the month after it, and so on to ``horizon - 1``.

    Examples
    --------
    >>> steps_ahead(3).tolist()
    [0, 1, 2]

    Three months ahead are the next and two more.
    """
    return np.arange(whole_number("horizon", horizon, least=1, most=LONGEST_HORIZON, remedy="write 12 for a year"))


def cycle_of(period: int) -> int:
    """The observations in a cycle, refused unless they are a whole number of 2 or more.

    Examples
    --------
    >>> cycle_of(0)
    Traceback (most recent call last):
    ValueError: period must be a whole number of 2 or more, got 0; write 12 for months

    A cycle of nothing never ends.
    """
    return whole_number("period", period, least=2, remedy="write 12 for months")
