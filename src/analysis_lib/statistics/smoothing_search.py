"""Additive exponential smoothing by maximum likelihood: the search for its parameters and starting states."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import optimize, signal

from analysis_lib.statistics.forecasting import cycle_of, training_values

EDGE = 1e-4  # as statsmodels: no parameter comes nearer to the ends of its range
LEVEL_SHARES = (0.02, 0.08, 0.2, 0.4, 0.7)  # where the search may begin: alpha ...
TREND_SHARES = (0.01, 0.2)  # ... beta as a share of alpha ...
SEASON_SHARES = (0.02, 0.4)  # ... and gamma as a share of 1 - alpha
BEGINNINGS = 2  # the likelihood may have several tops: the search begins at the best two places
ROUNDING = 1e-12  # errors so small beside the spread of the values come of the computer's arithmetic


@dataclass(frozen=True)
class SmoothingFit:
    """Smoothing parameters, and the states before the first value: ``seasonal`` with the first value's month first.

    ``beta`` and ``trend`` are 0 in a model without a trend. ``errors`` are those one step ahead, in the values' unit.
    """

    alpha: float
    beta: float
    gamma: float
    level: float
    trend: float
    seasonal: np.ndarray
    errors: np.ndarray
    converged: bool

    @property
    def sum_of_squared_errors(self) -> float:
        return float(self.errors @ self.errors)

    def ahead(self, steps: np.ndarray) -> np.ndarray:
        """The values expected after the last one, 0 for the next: each error has moved level, trend and its season."""
        known, period = len(self.errors), len(self.seasonal)
        since = np.arange(known)[::-1]  # steps from each error to the last value
        level = self.level + known * self.trend + (self.alpha + self.beta * since) @ self.errors
        trend = self.trend + self.beta * self.errors.sum()
        season = self.seasonal + self.gamma * np.bincount(np.arange(known) % period, weights=self.errors)
        return level + (steps + 1) * trend + season[(known + steps) % period]


def most_likely_smoothing(observed: Any, *, period: int = 12, has_trend: bool = False) -> SmoothingFit:
    """ETS(A,N,A), or with a trend ETS(A,A,A), with the parameters and starting states that make a series most likely.

    The errors of these models are a linear filter of the values less what the starting states lead one to expect, so
    that, for any smoothing parameters, the best starting states are a regression of filtered values on filtered states.
    The search is for two or three numbers, not, with twelve months, for fifteen or seventeen; the likelihood and the
    region (beta below alpha, gamma below 1 - alpha) are those of statsmodels' ``ETSModel``. The better of two local
    searches counts, which need not be the best of all. A series that repeats exactly, or is constant, says nothing of
    the parameters: the errors are then 0, and the parameters are where the search began.

    Parameters
    ----------
    observed : values in order of time, none missing, two cycles or more
    period : observations in a cycle
    has_trend : whether the level has a slope, which drifts too

    Returns
    -------
    SmoothingFit

    Raises
    ------
    ValueError : too few values, a gap, a missing value

    References
    ----------
    Hyndman, R. J., Koehler, A. B., Ord, J. K. and Snyder, R. D. (2008). Forecasting with Exponential Smoothing,
    chapter 5, for the models. Golub, G. H. and Pereyra, V. (1973). The differentiation of pseudo-inverses and
    nonlinear least squares problems whose variables separate. SIAM Journal on Numerical Analysis 10, 413-432.

    Examples
    --------
    >>> wobble = np.random.default_rng(1).normal(0, 0.1, 40)
    >>> fit = most_likely_smoothing(np.tile([1, 2, 5, 4], 10) + wobble, period=4)
    >>> round(fit.level, 1), fit.seasonal.round(1).tolist()
    (3.0, [-2.0, -1.0, 2.0, 1.0])

    The series was built on a level of 3 and this season.
    """
    period = cycle_of(period)
    values = training_values(observed, fewest=2 * period)
    unit, middle = values.std() or 1.0, values.mean()
    states = trend_and_season(len(values), period)[:, 0 if has_trend else 1 :]
    rows = np.column_stack([states, (values - middle) / unit]).T
    objective = _likelihood(rows, period, has_trend)
    grid = (LEVEL_SHARES, TREND_SHARES, SEASON_SHARES) if has_trend else (LEVEL_SHARES, SEASON_SHARES)
    starts = sorted(map(np.array, itertools.product(*grid)), key=objective)
    found = [
        optimize.minimize(objective, start, method="L-BFGS-B", bounds=[(EDGE, 1 - EDGE)] * len(grid))
        for start in starts[:BEGINNINGS]
    ]
    best = min(found, key=lambda search: search.fun)
    alpha, beta, gamma = _shares(best.x)
    filtered = _errors(rows, alpha, beta, gamma, period, has_trend)
    coefficients = np.linalg.lstsq(filtered[:-1].T, filtered[-1], rcond=None)[0]
    months, rise = coefficients[-period:] * unit + middle, coefficients[0] * unit / period if has_trend else 0.0
    return SmoothingFit(
        alpha,
        beta,
        gamma,
        level=float(months.mean() - rise),
        trend=float(rise),
        seasonal=months - months.mean(),
        errors=(filtered[-1] - coefficients @ filtered[:-1]) * unit,
        converged=bool(best.success),
    )


def trend_and_season(length: int, period: int) -> np.ndarray:
    """A column of the cycles passed, and one for each month of the cycle: 1 in that month, 0 in others.

    >>> trend_and_season(3, 2).tolist()
    [[0.0, 1.0, 0.0], [0.5, 0.0, 1.0], [1.0, 1.0, 0.0]]
    """
    places = np.arange(length)
    return np.column_stack([places / period, np.eye(period)[places % period]])


def _likelihood(rows: np.ndarray, period: int, has_trend: bool) -> Callable[[np.ndarray], float]:
    """Minus the logarithm of the likelihood, but for a constant, with the best starting states and variance."""
    count = rows.shape[1]

    def objective(shares: np.ndarray) -> float:
        filtered = _errors(rows, *_shares(shares), period, has_trend)
        left_over = abs(np.linalg.qr(filtered.T, mode="r")[-1, -1])  # the root of the regression's sum of squares
        return count * np.log(max(left_over, ROUNDING * count))

    return objective


def _shares(searched: np.ndarray) -> tuple[float, float, float]:
    """Alpha, beta and gamma from what is searched for: alpha, beta as a share of alpha, gamma as one of 1 - alpha."""
    alpha, *trend, season = (float(share) for share in searched)
    return alpha, alpha * trend[0] if trend else 0.0, (1 - alpha) * season


def _errors(rows: np.ndarray, alpha: float, beta: float, gamma: float, period: int, has_trend: bool) -> np.ndarray:
    """Each row's one-step errors, all starting states being 0: the model as a filter, from values to errors."""
    season = np.zeros(period + 1)
    season[[0, period]] = 1, -1  # a value less that of a cycle before
    weights = season.copy()
    weights[period] += gamma
    if has_trend:  # less the same of one month before, so that a straight line is nought
        weights = np.convolve(weights, [1, -1]) + np.convolve([0, alpha], season)
        weights[1 : period + 1] += beta
        season = np.convolve(season, [1, -1])
    else:
        weights[1:] += alpha
    return signal.lfilter(season, weights, rows, axis=1)
