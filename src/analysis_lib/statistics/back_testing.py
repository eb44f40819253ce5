"""Which forecast has served best on this series so far, and may there be a forecast at all?"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from analysis_lib.statistics.calendar import periods_of, unbroken
from analysis_lib.statistics.checks import confidence, matching, named, numbers, shown, whole_number
from analysis_lib.statistics.checks import counts as checked_counts
from analysis_lib.statistics.forecasting import Forecast, airline_model, cycle_of, mean_forecast, seasonal_naive
from analysis_lib.statistics.scales import AS_GIVEN, choose_scale, from_scale, to_scale
from analysis_lib.statistics.smoothing import exponential_smoothing_fitted
from analysis_lib.statistics.trend_forecasts import exponential_smoothing_with_trend, poisson_regression

FEWEST_MONTHS = 36
FEWEST_MONTHS_AFTER_A_BREAK = 24
FEWEST_ORIGINS = 12
LONGEST_HORIZON = 12
PERIOD = 12
LEVELS = (0.80, 0.95)
TOLERATED_SHORTFALL = 0.10  # of coverage, below its level: a dozen overlapping origins cannot tell less apart
LEAST_COVERAGE = np.subtract(LEVELS, TOLERATED_SHORTFALL) - 1e-9  # a share that is reached exactly is reached
YARDSTICK = "seasonal naive"

# name -> method, and whether it works on the logarithm or square root rather than on the counts with their months
CANDIDATES: dict[str, tuple[Callable[..., Forecast], bool]] = {
    YARDSTICK: (seasonal_naive, False),
    "mean": (mean_forecast, False),
    "ETS(A,N,A)": (exponential_smoothing_fitted, True),
    "ETS(A,A,A)": (exponential_smoothing_with_trend, True),
    "airline ARIMA": (airline_model, True),
    "quasi-Poisson regression": (poisson_regression, False),
}


@dataclass(frozen=True)
class ForecastErrors:
    """How far a forecast was out; ``mase`` below 1 is better than repeating last year was in the training values."""

    mase: float
    mean_absolute_error: float
    root_mean_squared_error: float


@dataclass(frozen=True)
class BackTest:
    """``scores``: ``mase``, ``coverage_80``, ``coverage_95`` of each; ``chosen`` and why; ``left_out`` and why."""

    scores: pd.DataFrame
    chosen: str
    reason: str
    origins: int
    horizon: int
    left_out: dict[str, str] = field(default_factory=dict)

    @property
    def coverage_80(self) -> float:
        """The share of months that came out within the chosen method's 80% limits, from 0 to 1."""
        return float(self.scores.loc[self.chosen, "coverage_80"])

    @property
    def coverage_95(self) -> float:
        """The share of months that came out within the chosen method's 95% limits, from 0 to 1."""
        return float(self.scores.loc[self.chosen, "coverage_95"])


@dataclass(frozen=True)
class CountForecast:
    """A forecast of counts, never below 0, and the back-test that chose it (None where methods could not be tried)."""

    forecast: Forecast
    back_test: BackTest | None
    reason: str


def forecast_errors(actual: Any, forecast: Any, *, training: Any, period: int = PERIOD) -> ForecastErrors:
    """Mean absolute scaled error, mean absolute error and root mean squared error of a forecast.

    The scale is the mean absolute difference, within the training values, between a month and the same month a year
    before. It must be seasonal: with the difference from month to month one published 1.571 became 1.986.

    Parameters
    ----------
    actual, forecast : what came and what was forecast, of one length, none missing
    training : the values known when the forecast was made, more than one cycle
    period : observations in a cycle

    Returns
    -------
    ForecastErrors

    Raises
    ------
    ValueError : lengths that differ, a missing value, one cycle or less of training, training that repeats exactly

    References
    ----------
    Hyndman, R. J. and Koehler, A. B. (2006). Another look at measures of forecast accuracy. International Journal of
    Forecasting 22, 679-688.

    Examples
    --------
    >>> errors = forecast_errors([13, 25], [12, 22], training=[10, 20, 12, 22], period=2)
    >>> errors.mean_absolute_error, errors.mase
    (2.0, 1.0)

    The forecast was out by 2 on average, no better and no worse than repeating the year before.
    """
    predicted = matching("forecast", forecast, others="actual", of=actual)
    error = numbers("actual", actual) - predicted
    size = np.abs(error).mean()
    return ForecastErrors(
        float(size / _seasonal_scale(training, period)), float(size), float(np.sqrt(np.mean(error**2)))
    )


def back_test(
    counts: pd.Series,
    *,
    horizon: int = LONGEST_HORIZON,
    origins: int = FEWEST_ORIGINS,
    spacing: int = 1,
    fewest_months: int = FEWEST_MONTHS,
    candidates: dict[str, tuple[Callable[..., Forecast], bool]] = CANDIDATES,
) -> BackTest:
    """Forecasts from each of the last origins that has a full horizon after it, compared with what came.

    At every origin each candidate sees only the months before it. A candidate is chosen if its MASE is the lowest
    of those that beat seasonal naive: a lower MASE, and intervals that hold. They hold if 70% of months or more came
    out inside the 80% limits and 85% or more inside the 95% limits; the 10 points below each level are this project's
    choice. If none does both, seasonal naive is chosen, unless its own limits do not hold and another does better on
    every score: a lower MASE and as many months inside either limits. The reason says which it was, and what share of
    months its limits held; where that is too low, it says that the limits are too narrow.

    Parameters
    ----------
    counts : a Series of events a month with a monthly index, none missing
    horizon : months ahead, from 1 to 12
    origins : how many, 12 or more
    spacing : months from one origin to the next, 1 or more; neighbours are alike, so two apart tell more than one apart
    fewest_months : months before the first origin
    candidates : name to method and whether it works on the scale of :func:`choose_scale`; seasonal naive among them

    Returns
    -------
    BackTest : scores pooled over origins and months; missing (nan) for a candidate that could not be fitted, which
        ``left_out`` names with the reason

    Raises
    ------
    ValueError : too few months, origins below 12, a spacing below 1, a horizon outside 1 to 12, a gap, a negative or
        missing count

    References
    ----------
    Tashman, L. J. (2000). Out-of-sample tests of forecasting accuracy: an analysis and review. International Journal
    of Forecasting 16, 437-450.

    Examples
    --------
    Two simple candidates on six years of a strong season:

    >>> months = pd.period_range("2019-01", periods=72, freq="M")
    >>> noise = np.random.default_rng(7).normal(0, 5, 72)
    >>> counts = pd.Series((200 + 80 * np.sin(np.arange(72) * np.pi / 6) + noise).round(), months)
    >>> simple = {name: CANDIDATES[name] for name in ("seasonal naive", "mean")}
    >>> result = back_test(counts, candidates=simple)
    >>> result.chosen, bool(result.scores.loc["mean", "mase"] > 5)
    ('seasonal naive', True)

    The mean of all months misses the season, so last year's months are the better forecast.
    """
    events, horizon = _monthly(counts), _horizon(horizon)
    if YARDSTICK not in named("candidates", candidates):
        raise ValueError(
            f"candidates must include {YARDSTICK!r}, got {', '.join(candidates)}; the others are judged by it"
        )
    origins = whole_number("origins", origins, least=FEWEST_ORIGINS, remedy="fewer cannot tell methods apart")
    spacing = whole_number("spacing", spacing, least=1, remedy="write 1 for an origin in every month")
    whole_number("fewest_months", fewest_months, least=PERIOD + 1, remedy=f"leave it out for {FEWEST_MONTHS}")
    reach = horizon + (origins - 1) * spacing  # months from the first origin to the end
    needed = fewest_months + reach
    if len(events) < needed:
        raise ValueError(
            f"counts must hold {needed} months for {origins} origins, got {len(events)}; take a longer series"
        )
    ends = range(len(events) - reach, len(events) - horizon + 1, spacing)
    _seasonal_scale(events[: ends[0]], PERIOD)  # refused here, once, if no year differs from the next
    results = {name: _score(counts, candidate, ends, horizon) for name, candidate in candidates.items()}
    scores = pd.DataFrame({name: score for name, (score, _) in results.items()}).T
    left_out = {name: why for name, (_, why) in results.items() if why}
    return BackTest(scores, *_choice(scores), origins, horizon, left_out)


def forecast_counts(
    counts: pd.Series,
    *,
    horizon: int = LONGEST_HORIZON,
    confidence_level: float = 0.95,
    break_at: str | pd.Period | None = None,
) -> CountForecast:
    """The next months of a count, by the method that has served best on this series, or no forecast at all.

    Parameters
    ----------
    counts : a Series of events a month with a monthly index, none missing, three years or more
    horizon : months ahead, from 1 to 12
    confidence_level : between 0 and 1, two-sided
    break_at : the first month after a documented break; nothing before it is used, and two years after it suffice

    Returns
    -------
    CountForecast : limits of 0 or more; ``value`` is the median where the method works on a logarithm or root.
        Seasonal naive, unproven, where the series is too short to try methods out, or its first years repeat exactly;
        the reason says so

    Raises
    ------
    ValueError : fewer than 36 months, or 24 after a break; a horizon outside 1 to 12; a gap; a bad count

    References
    ----------
    Hyndman and Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd edition, section 5.10.

    Examples
    --------
    >>> months = pd.period_range("2022-01", periods=36, freq="M")
    >>> counts = pd.Series([50, 52, 49, 51, 50, 53, 70, 61, 50, 49, 52, 48] * 3, months)
    >>> result = forecast_counts(counts)
    >>> result.forecast.value[:2].tolist(), result.reason
    ([50.0, 52.0], '36 months are too few to try methods out (59 are needed): seasonal naive, unproven')

    Three years allow a forecast, but not a proof that any method is good.
    """
    horizon, level = _horizon(horizon), confidence(confidence_level)
    known, fewest = _since(counts, break_at)
    needed = fewest + horizon + FEWEST_ORIGINS - 1
    result, reason = None, ""
    if len(known) < needed:
        reason = f"{len(known)} months are too few to try methods out ({needed} are needed): {YARDSTICK}, unproven"
    elif _repeats(known.iloc[: len(known) - horizon - FEWEST_ORIGINS + 1]):
        reason = f"the first years repeat exactly, so there is no error to measure methods by: {YARDSTICK}, unproven"
    else:
        result = back_test(known, horizon=horizon, fewest_months=fewest)
    forecast = _on_scale(known, CANDIDATES[result.chosen if result else YARDSTICK], horizon, level)
    return CountForecast(_as_counts(forecast, known), result, result.reason if result else reason)


def forecast_by(counts: pd.Series, *, method: str, horizon: int = LONGEST_HORIZON, level: float = 0.95) -> Forecast:
    """The next months of a count by one of :data:`CANDIDATES`, whatever a back-test says of it; limits of 0 or more.

    Raises ``ValueError`` for another method, a horizon outside 1 to 12, too few months, a gap or a bad count.

    Examples
    --------
    >>> months = pd.period_range("2022-01", periods=24, freq="M")
    >>> forecast_by(pd.Series([*range(1, 13)] * 2, months), method="seasonal naive").value[:3].tolist()
    [1.0, 2.0, 3.0]

    Each month of the next year is forecast as it was in the last.
    """
    horizon, level = _horizon(horizon), confidence(level)
    if method not in CANDIDATES:
        raise ValueError(f"method must be one of {', '.join(CANDIDATES)}, got {method!r}; choose one of these")
    _monthly(counts)
    return _as_counts(_on_scale(counts, CANDIDATES[method], horizon, level), counts)


def _on_scale(
    known: pd.Series, candidate: tuple[Callable[..., Forecast], bool], horizon: int, level: float
) -> Forecast:
    method, is_scaled = candidate
    scale = choose_scale(known) if is_scaled else AS_GIVEN
    days = _dated(known).days_in_month.to_numpy(dtype=float)
    values = to_scale(known.to_numpy(), scale=scale, days=days) if is_scaled else known
    forecast = method(values, horizon=horizon, confidence_level=level)
    return replace(forecast, parameters={**forecast.parameters, "scale": scale})


def _as_counts(forecast: Forecast, known: pd.Series) -> Forecast:
    ahead = pd.period_range(_dated(known)[-1] + 1, periods=len(forecast.value), freq="M")
    days, scale = ahead.days_in_month.to_numpy(dtype=float), forecast.parameters["scale"]
    limits = {name: from_scale(getattr(forecast, name), scale=scale, days=days) for name in ("value", "lower", "upper")}
    return replace(forecast, **limits)


def _score(counts: pd.Series, candidate: tuple, ends: range, horizon: int) -> tuple[dict[str, float], str]:
    why = ""
    try:
        trials = [_trial(counts.iloc[:end], counts.iloc[end : end + horizon], candidate) for end in ends]
    except ValueError as refusal:
        why, trials = str(refusal), [{"mase": np.nan, "coverage_80": np.nan, "coverage_95": np.nan}]
    return {name: float(np.mean([trial[name] for trial in trials])) for name in trials[0]}, why


def _trial(known: pd.Series, after: pd.Series, candidate: tuple) -> dict[str, float]:
    actual, forecast = after.to_numpy(dtype=float), _on_scale(known, candidate, len(after), LEVELS[0])
    low, high = (_as_counts(forecast.at(level), known) for level in LEVELS)
    return {
        "mase": forecast_errors(actual, high.value, training=known).mase,
        "coverage_80": float(np.mean((low.lower <= actual) & (actual <= low.upper))),
        "coverage_95": float(np.mean((high.lower <= actual) & (actual <= high.upper))),
    }


def _choice(scores: pd.DataFrame) -> tuple[str, str]:
    coverage, mase = scores[["coverage_80", "coverage_95"]], scores["mase"]
    holds, is_better = (coverage >= LEAST_COVERAGE).all(axis=1), mase < mase[YARDSTICK]
    on_every_score = is_better & (coverage >= coverage.loc[YARDSTICK]).all(axis=1) & ~holds[YARDSTICK]
    for group, of_whom in ((holds & is_better, "those whose limits held"), (on_every_score, "those better throughout")):
        if group.any():
            name = str(mase[group].idxmin())
            against = f"{mase[name]:.2f} against {mase[YARDSTICK]:.2f} of {YARDSTICK}"
            return name, f"{name} had the lowest MASE of {of_whom}, {against}; {_held(coverage.loc[name], holds[name])}"
    lower = ", ".join(mase.index[is_better])
    why = f"the limits of {lower} held too few months" if lower else f"no method beat {YARDSTICK}"
    return YARDSTICK, f"{why}: {YARDSTICK} is used; {_held(coverage.loc[YARDSTICK], holds[YARDSTICK])}"


def _held(coverage: pd.Series, holds: bool) -> str:
    doubt = "" if holds else ", so they are too narrow"
    at_80, at_95 = (f"{coverage[name]:.0%}" for name in ("coverage_80", "coverage_95"))
    return f"its 80% limits held {at_80} of months and its 95% limits {at_95}{doubt}"


def _seasonal_scale(training: Any, period: int) -> float:
    values, period = unbroken("training", training), cycle_of(period)
    if len(values) <= period:
        raise ValueError(f"training must hold more than one cycle of {period}, got {len(values)}; take a longer series")
    if _repeats(values, period):
        raise ValueError("training must differ from one year to the next, got the same; use the mean absolute error")
    return float(np.abs(values[period:] - values[:-period]).mean())


def _repeats(training: Any, period: int = PERIOD) -> bool:
    values = np.asarray(training, dtype=float)
    return bool(np.all(values[period:] == values[:-period]))


def _since(counts: pd.Series, break_at: str | pd.Period | None) -> tuple[pd.Series, int]:
    periods = _dated(counts)
    if break_at is None:
        known, fewest, where = counts, FEWEST_MONTHS, ""
    else:
        known, fewest = counts[periods >= _month("break_at", break_at)], FEWEST_MONTHS_AFTER_A_BREAK
        where = f" after the break at {break_at}"
    if len(known) < fewest:
        raise ValueError(f"counts must hold {fewest} months or more{where}, got {len(known)}; publish no forecast yet")
    return known, fewest


def _month(name: str, month: str | pd.Period) -> pd.Period:
    try:
        found = pd.Period(month, "M") if isinstance(month, str | pd.Period | datetime.date) else pd.NaT
    except ValueError:
        found = pd.NaT
    if found is pd.NaT:
        raise ValueError(f"{name} must be a month, got {shown(month)}; write '2024-03'")
    return found


def _monthly(counts: pd.Series) -> np.ndarray:
    _dated(counts)
    return checked_counts("counts", unbroken("counts", counts))


def _dated(counts: pd.Series) -> pd.PeriodIndex:
    """The months of a Series, which must have some."""
    periods = periods_of("counts", counts)
    if periods is None or not isinstance(counts, pd.Series):
        raise ValueError(
            f"counts must be a Series with a monthly index, got {type(counts).__name__}; give it its months"
        )
    if not periods.is_unique or periods.freqstr != "M":
        raise ValueError(
            "counts must have a monthly index, got several values a month or another period; add them up by month"
        )
    return periods


def _horizon(horizon: int) -> int:
    return whole_number("horizon", horizon, least=1, most=LONGEST_HORIZON, remedy="look no further")
