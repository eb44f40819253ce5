"""Is a series seasonal, and which months stand out, how surely?"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import statsmodels.api as sm
from scipy import special, stats
from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

from analysis_lib.statistics.calendar import days_of, refuse_other_periods, unbroken
from analysis_lib.statistics.checks import between, confidence, made_by, numbers, same_index, whole_number
from analysis_lib.statistics.checks import counts as checked_counts
from analysis_lib.statistics.decomposition import Strength

FEWEST_YEARS = 3
DECIMALS = 9  # beyond them floating-point noise breaks ties, and a rank statistic changes
LOWEST_STRENGTH = 0.4
LEAST_DISPERSION = 1e-12  # below it what varies is the computer's arithmetic
FIRST_MONTH, LAST_MONTH = 1, 12


@dataclass(frozen=True)
class SeasonalityTests:
    """Three tests of one question. F assumes that all months vary alike; Kruskal-Wallis and QS do not.

    Where F is missing (nan), ``reason`` says why.
    """

    kruskal_wallis_statistic: float
    kruskal_wallis_degrees_of_freedom: int
    kruskal_wallis_p_value: float
    f_statistic: float
    f_p_value: float
    qs_statistic: float
    qs_p_value: float
    reason: str = ""


@dataclass(frozen=True)
class SeasonalIndex:
    """One number a month, January first: 1.2 means 20% more a day than the usual month, the trend aside."""

    value: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    log_standard_error: np.ndarray
    dispersion: float
    confidence_level: float
    reason: str = ""


def log_changes(counts: Any) -> np.ndarray:
    """Month-on-month changes of ``log(1 + count)``, rounded to nine decimals: what the tests of seasonality test.

    Raises ``ValueError`` for a negative or missing count, a gap, or fewer than two months.

    Examples
    --------
    >>> log_changes([112, 118, 132, 118]).tolist()
    [0.051735674, 0.111225635, -0.111225635]

    The rise to 132 and the fall back to 118 are of one size, and stay so to the last decimal.
    """
    events = checked_counts("counts", unbroken("counts", counts))
    if len(events) < 2:
        raise ValueError("counts must hold two months or more, got 1; take a longer series")
    return np.round(np.diff(np.log1p(events)), DECIMALS)


def seasonality_tests(changes: Any, *, months: Any) -> SeasonalityTests:
    """Do the changes from month to month depend on the month? Kruskal-Wallis, one-way F and QS.

    Kruskal-Wallis compares ranks and F means between the twelve months (scipy's functions). QS asks whether changes
    resemble those 12 and 24 months before: ``n (n + 2) [r12**2 / (n - 12) + max(0, r24)**2 / (n - 24)]``
    against chi-squared on 2 degrees of freedom, and nought if ``r12`` is not above 0; ours, for want of a home.

    Parameters
    ----------
    changes : from :func:`log_changes`, in order of time, 35 or more (three years of months); not all the same
    months : the month each change leads to, 1 for January to 12 for December, every month present

    Returns
    -------
    SeasonalityTests : report all three; F is missing (nan), with the ``reason``, if every month always changes alike

    Raises
    ------
    ValueError : fewer than 35 changes, a missing one, all the same; lengths that differ; a month absent or out of range

    References
    ----------
    Kruskal, W. H. and Wallis, W. A. (1952). Journal of the American Statistical Association 47, 583-621. Maravall, A.
    (2011). Seasonality tests and automatic model identification in TRAMO-SEATS. Bank of Spain.

    Examples
    --------
    Four years in which every July doubles and every August halves:

    >>> counts = [50, 52, 49, 51, 50, 53, 104, 51, 50, 49, 52, 50] * 4
    >>> months = ([*range(1, 13)] * 4)[1:]  # the first change leads to February
    >>> tests = seasonality_tests(log_changes(counts), months=months)
    >>> round(tests.kruskal_wallis_statistic, 1), tests.kruskal_wallis_p_value < 0.001, tests.qs_p_value < 0.001
    (46.0, True, True)

    All changes of one month are alike, and the tests agree that the series is seasonal.
    """
    same_index(changes=changes, months=months)
    values, calendar = np.round(unbroken("changes", changes), DECIMALS), _months(months)
    _check_changes(values, calendar)
    groups = [values[calendar == month] for month in range(FIRST_MONTH, LAST_MONTH + 1)]
    ranks, (f_statistic, f_p_value), qs = stats.kruskal(*groups), _one_way_f(groups), _qs(values)
    return SeasonalityTests(
        float(ranks.statistic),
        len(groups) - 1,
        float(ranks.pvalue),
        f_statistic,
        f_p_value,
        qs,
        float(special.chdtrc(2, qs)),
        "no month of the year varies within itself, so F has nothing to stand on" if np.isnan(f_statistic) else "",
    )


def is_seasonal(strength: Strength, tests: SeasonalityTests, *, significance_level: float = 0.05) -> bool:
    """Whether the word "seasonal" may be used: strength of season 0.4 or more, and one test or more agrees.

    Raises ``ValueError`` for a significance level outside 0 to 1.

    Examples
    --------
    >>> tests = SeasonalityTests(24.7, 11, 0.010, 2.66, 0.006, 11.45, 0.003)
    >>> is_seasonal(Strength(trend=0.2, seasonal=0.28), tests), is_seasonal(Strength(trend=0.2, seasonal=0.6), tests)
    (False, True)

    A season that tests can detect may still be too weak to speak of.
    """
    made_by("strength", strength, Strength), made_by("tests", tests, SeasonalityTests)
    level = between("significance_level", significance_level, 0, 1, remedy="write 0.05", open_ends=True)
    smallest = np.nanmin([tests.kruskal_wallis_p_value, tests.f_p_value, tests.qs_p_value])
    return bool(strength.seasonal >= LOWEST_STRENGTH and smallest < level)


def seasonal_index(
    counts: Any, *, days: Any = None, first_month: int = 1, confidence_level: float = 0.95
) -> SeasonalIndex:
    """How much more happens on a day of each month than on a day of the usual month, and how sure is that?

    A quasi-Poisson regression with a linear trend, twelve month effects that sum to nought and the logarithm of
    the days as offset (statsmodels' ``GLM``). The twelfth effect is minus the sum of the others; its error
    follows from their covariance. Limits use Student's t on ``months - 13`` degrees of freedom.

    Parameters
    ----------
    counts : events in each month, three years or more; a Series with a monthly index brings its own days and months
    days : days of each month, above 0; leave out only if ``counts`` has a monthly index
    first_month : the month of the first count, 1 for January to 12; a monthly index overrides it
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    SeasonalIndex : twelve values, limits and standard errors of the logarithm, January first; the limits are missing
        (nan), with the ``reason``, if every year repeats the one before

    Raises
    ------
    ValueError : fewer than three years, a gap, a negative or missing count, a month of the year that never had an event

    References
    ----------
    McCullagh, P. and Nelder, J. A. (1989). Generalized Linear Models, 2nd edition, sections 3.5 and 6.2.

    Examples
    --------
    Four years of counts, checked against R's ``glm(family = quasipoisson)``:

    >>> counts = [53, 51, 56, 60, 59, 63, 69, 68, 50, 53, 55, 50, 58, 48, 54, 64, 78, 62, 78, 76, 59, 49, 58, 49,
    ...           53, 45, 58, 55, 63, 75, 64, 66, 63, 59, 41, 45, 42, 54, 55, 51, 61, 50, 55, 62, 52, 54, 50, 47]
    >>> index = seasonal_index(counts, days=[31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] * 4)
    >>> index.value[[0, 7]].round(4).tolist(), index.log_standard_error[[0, 7]].round(4).tolist()
    ([0.8785, 1.1807], [0.0543, 0.0476])

    A day in January sees 12% less than a day of the usual month, a day in August 18% more.
    """
    events, level = checked_counts("counts", unbroken("counts", counts)), confidence(confidence_level)
    refuse_other_periods("counts", counts)
    months = _months_from(counts, first_month, len(events))
    _check_years(events, months)
    lengths = np.broadcast_to(days_of("days", days, counts), events.shape)
    contrasts = np.vstack([np.eye(LAST_MONTH - 1), -np.ones(LAST_MONTH - 1)])
    design = np.column_stack([np.ones(len(events)), np.linspace(-1, 1, len(events)), contrasts[months - 1]])
    model = sm.GLM(events, design, family=sm.families.Poisson(), offset=np.log(lengths))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PerfectSeparationWarning)  # years that repeat exactly are no error here
        fitted = model.fit()  # the dispersion below: with scale="X2" a constant series divides nought by nought
    dispersion = float(fitted.pearson_chi2 / fitted.df_resid)
    effects = contrasts @ fitted.params[2:]
    errors = np.sqrt(dispersion * np.einsum("ij,jk,ik->i", contrasts, fitted.cov_params()[2:, 2:], contrasts))
    reason = "every year repeats the one before, so nothing tells how far the index may be out"
    if dispersion > LEAST_DISPERSION:
        reason, reach = "", special.stdtrit(fitted.df_resid, (1 + level) / 2) * errors
    else:
        reach = np.full_like(errors, np.nan)
    limits = np.exp(effects - reach), np.exp(effects + reach)
    return SeasonalIndex(np.exp(effects), *limits, errors, dispersion, level, reason)


def _one_way_f(groups: list[np.ndarray]) -> tuple[float, float]:
    """Missing (nan) when no month varies within itself: the ratio has nothing to stand on."""
    if not any(np.ptp(group) for group in groups):
        return float("nan"), float("nan")
    result = stats.f_oneway(*groups)
    return float(result.statistic), float(result.pvalue)


def _qs(values: np.ndarray) -> float:
    centred, n = values - values.mean(), len(values)
    at_one_year, at_two_years = (centred[lag:] @ centred[:-lag] / (centred @ centred) for lag in (12, 24))
    if at_one_year <= 0:
        return 0.0
    return float(n * (n + 2) * (at_one_year**2 / (n - 12) + max(0.0, at_two_years) ** 2 / (n - 24)))


def _months(months: Any) -> np.ndarray:
    array = numbers("months", months)
    wrong = array[(array < FIRST_MONTH) | (array > LAST_MONTH) | (array != np.floor(array))]
    if wrong.size:
        raise ValueError(f"months must be whole numbers from 1 to 12, got {wrong[0]:g}; write 1 for January")
    return array.astype(int)


def _months_from(counts: Any, first_month: int, length: int) -> np.ndarray:
    index = getattr(counts, "index", None)
    if hasattr(index, "month"):
        return index.month.to_numpy()
    first_month = whole_number("first_month", first_month, least=1, most=LAST_MONTH, remedy="write 1 for January")
    return (first_month - 1 + np.arange(length)) % LAST_MONTH + 1


def _check_changes(values: np.ndarray, months: np.ndarray) -> None:
    fewest = FEWEST_YEARS * LAST_MONTH - 1
    if len(values) < fewest:
        raise ValueError(
            f"changes must hold {fewest} or more, three years of months, got {len(values)}; take a longer series"
        )
    if months.shape != values.shape:
        raise ValueError(
            f"months must hold one number for each of {len(values)} changes, got {months.size}; align them"
        )
    if absent := sorted(set(range(FIRST_MONTH, LAST_MONTH + 1)) - set(months.tolist())):
        raise ValueError(f"months must have every month of the year, got none for {absent}; take whole years")
    if values.min() == values.max():
        raise ValueError(f"changes must vary, got {values[0]:g} throughout; a constant series has no season")


def _check_years(events: np.ndarray, months: np.ndarray) -> None:
    if len(events) < FEWEST_YEARS * LAST_MONTH:
        raise ValueError(
            f"counts must hold {FEWEST_YEARS * LAST_MONTH} months or more, got {len(events)}; take a longer series"
        )
    totals = np.bincount(months, weights=events, minlength=LAST_MONTH + 1)[FIRST_MONTH:]
    if empty := (np.flatnonzero(totals == 0) + FIRST_MONTH).tolist():
        raise ValueError(
            f"counts must have an event in every month of the year, got none in month {empty}; pool months or quarters"
        )
