"""Proportions, counts and rates, with the intervals of public health practice.

The rule of the Office for Health Improvement and Disparities: Wilson for a proportion; for a count of events, and
the rate it makes, exact limits below 10 events and Byar's from 10. Numbers and columns are taken alike, and a
column gives what its rows would give one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from analysis_lib.statistics.checks import aligned, confidence, counts, plain, positive, single, whole
from analysis_lib.statistics.estimates import Estimate, reasons

BYAR_FROM = 10  # events; below it Byar's approximation is not near enough to the exact limits
NO_BYAR = "Byar's formula gives no lower limit for so few events; use exact_count_interval"


@dataclass(frozen=True)
class FlaggedRate(Estimate):
    """A rate beside a benchmark, in the same unit: ``flag`` is "higher", "similar" or "lower"."""

    benchmark: Any
    flag: Any


def proportion(numerator: Any, denominator: Any, *, confidence_level: float = 0.95) -> Estimate:
    """The share of a whole that has some property, with Wilson's score interval.

    statsmodels has the same interval (``proportion_confint``); ours takes columns and refuses bad rows by name.

    Parameters
    ----------
    numerator : number of people or events with the property, 0 or more, no more than ``denominator``; or a column
    denominator : number of all people or events, above 0; or a column
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    Estimate : ``value``, ``lower`` and ``upper`` between 0 and 1; ``method`` "Wilson"

    Raises
    ------
    ValueError : a numerator is negative, missing or above its denominator; a denominator is not above 0

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the
    American Statistical Association 22, 209-212.

    Examples
    --------
    One of a hundred (test suite of PHEindicatormethods 2.1.0):

    >>> estimate = proportion(1, 100)
    >>> round(estimate.value, 7), round(estimate.lower, 7), round(estimate.upper, 7)
    (0.01, 0.0017674, 0.0544862)

    The share is 1%, and the figures allow anything from 0.2% to 5.4%.
    """
    level = confidence(confidence_level)
    x, n = aligned(numerator=(counts, numerator), denominator=(positive, denominator))
    if np.any(over := x > n):
        raise ValueError(
            f"numerator must not be above denominator, got {x[over].flat[0]:g} of {n[over].flat[0]:g}; "
            "if one person can count twice, use a rate"
        )
    z = special.ndtri((1 + level) / 2)
    p = x / n
    middle, reach, scale = 2 * x + z**2, z * np.sqrt(z**2 + 4 * x * (1 - p)), 2 * (n + z**2)
    lower, upper = np.clip((middle - reach) / scale, 0, 1), np.clip((middle + reach) / scale, 0, 1)
    lower, upper = np.where(x == 0, 0.0, lower), np.where(x == n, 1.0, upper)
    return Estimate(plain(x), plain(n), plain(p), plain(lower), plain(upper), level, "proportion", "Wilson")


def exact_count_interval(count: Any, *, confidence_level: float = 0.95) -> Estimate:
    """A count of events with the exact limits of Poisson's distribution.

    Parameters
    ----------
    count : whole number of events, 0 or more; or a column
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    Estimate : ``value`` is the count, ``denominator`` missing (nan), ``method`` "Exact"

    Raises
    ------
    ValueError : a count is negative, missing or not whole

    References
    ----------
    Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28, 437-442.

    Examples
    --------
    Five events (R 4.2.2, ``poisson.test(5)``):

    >>> estimate = exact_count_interval(5)
    >>> round(estimate.lower, 4), round(estimate.upper, 4)
    (1.6235, 11.6683)

    Five events in one year are what a place with anything from 1.6 to 11.7 a year might see.
    """
    x, level = whole("count", count), confidence(confidence_level)
    lower, upper = _exact_limits(x, level)
    return _count_estimate(x, lower, upper, "Exact", level)


def byar_count_interval(count: Any, *, confidence_level: float = 0.95) -> Estimate:
    """A count of events with Byar's approximate limits.

    There are two formulas of this name. This one, of public health practice in England, takes the count for the
    lower limit and one more for the upper; the other takes half more for both and gives narrower limits.

    Parameters
    ----------
    count : whole number of events, 0 or more; meant for 10 or more; or a column
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    Estimate : ``value`` is the count, ``method`` "Byar"; ``lower`` is missing (nan), with the ``reason``, where the
        formula gives none: for no event at all, and for very few events at a high confidence level

    Raises
    ------
    ValueError : a count is negative, missing or not whole

    References
    ----------
    Breslow, N. E. and Day, N. E. (1987). Statistical Methods in Cancer Research, volume II, page 69. IARC.

    Examples
    --------
    Sixty-five events (test suite of PHEindicatormethods 2.1.0):

    >>> estimate = byar_count_interval(65)
    >>> round(estimate.lower, 6), round(estimate.upper, 6)
    (50.163188, 82.849139)

    Sixty-five events are what a place with anything from 50 to 83 a year might see.
    """
    x, level = whole("count", count), confidence(confidence_level)
    lower, upper = _byar_limits(x, level)
    return _count_estimate(x, lower, upper, "Byar", level, reasons((np.isnan(lower), NO_BYAR)))


def count_interval(count: Any, *, confidence_level: float = 0.95) -> Estimate:
    """A count of events with its limits: exact below 10 events, Byar's from 10.

    Parameters
    ----------
    count : whole number of events, 0 or more; or a column
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    Estimate : ``value`` is the count, ``denominator`` missing (nan), ``method`` "Exact" or "Byar", row by row

    Raises
    ------
    ValueError : a count is negative, missing or not whole

    References
    ----------
    Office for Health Improvement and Disparities (2018). Technical guide: confidence intervals. Fingertips.

    Examples
    --------
    Five events and sixty-five (test suite of PHEindicatormethods 2.1.0):

    >>> estimate = count_interval([5, 65])
    >>> estimate.method.tolist(), estimate.upper.round(3).tolist()
    (['Exact', 'Byar'], [11.668, 82.849])

    The upper limit is more than twice the small count, and not even a third above the larger one.
    """
    x, level = whole("count", count), confidence(confidence_level)
    few = x < BYAR_FROM
    # only ten counts are small, so that their exact limits are worked out once for a column of any length
    exact_lower, exact_upper = _exact_limits(np.arange(BYAR_FROM, dtype=float), level)
    place = np.where(few, x, 0).astype(int)
    lower, upper = _byar_limits(x, level)
    lower, upper = np.where(few, exact_lower[place], lower), np.where(few, exact_upper[place], upper)
    return _count_estimate(x, lower, upper, np.where(few, "Exact", "Byar"), level)


def rate(numerator: Any, denominator: Any, *, multiplier: float = 100_000, confidence_level: float = 0.95) -> Estimate:
    """Events per so many people, with limits exact below 10 events and Byar's from 10.

    Add up the months first and take the interval of the sum: neither rates nor intervals can be averaged.

    Parameters
    ----------
    numerator : whole number of events, 0 or more; it may be above ``denominator``; or a column
    denominator : people (or households, or vehicles) the events could have happened to, above 0; or a column
    multiplier : the number of people the rate is given for, above 0
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    Estimate : ``value``, ``lower`` and ``upper`` in events per ``multiplier``; ``method`` "Exact" or "Byar"

    Raises
    ------
    ValueError : a numerator is negative, missing or not whole; a denominator or the multiplier is not above 0

    References
    ----------
    Office for Health Improvement and Disparities (2018). Technical guide: confidence intervals. Fingertips.

    Examples
    --------
    Twenty events among a hundred people (test suite of PHEindicatormethods 2.1.0):

    >>> estimate = rate(20, 100)
    >>> estimate.value, round(estimate.lower, 3), round(estimate.upper, 3), estimate.method
    (20000.0, 12211.429, 30889.88, 'Byar')

    The rate is 20,000 per 100,000 people, and the figures allow anything from 12,211 to 30,890.
    """
    x, n = aligned(numerator=(whole, numerator), denominator=(positive, denominator))
    events = count_interval(x, confidence_level=confidence_level)
    scale = single("multiplier", multiplier, positive) / n
    limits = plain(events.lower * scale), plain(events.upper * scale)
    return Estimate(plain(x), plain(n), plain(x * scale), *limits, events.confidence_level, "rate", events.method)


def benchmark_flag(
    numerator: Any,
    denominator: Any,
    *,
    benchmark: Any,
    multiplier: float = 100_000,
    confidence_level: float = 0.95,
) -> FlaggedRate:
    """A rate, and whether it is higher or lower than a fixed benchmark: whether that is outside its interval.

    A borough is part of London's rate; when the benchmark contains the area, the sentence beside the flag says so.

    Parameters
    ----------
    numerator, denominator, multiplier, confidence_level : as for :func:`rate`
    benchmark : the rate to compare with, per ``multiplier``, 0 or more, known without error of its own; or a column

    Returns
    -------
    FlaggedRate : the rate, with ``benchmark`` and ``flag`` "higher", "similar" or "lower"; arrays for columns

    Raises
    ------
    ValueError : as for :func:`rate`; a benchmark is negative or missing

    References
    ----------
    Office for Health Improvement and Disparities. Public health technical guidance: comparing. Fingertips.

    Examples
    --------
    222 events among 3,215 people, set against 6,000 and against 7,000 per 100,000:

    >>> found = benchmark_flag(222, 3215, benchmark=[6000, 7000])
    >>> found.flag.tolist(), found.value.round().tolist(), found.lower.round().tolist()
    (['higher', 'similar'], [6905.0, 6905.0], [6027.0, 6027.0])

    The rate of 6,905, surely 6,027 or more, is above the first benchmark, and not told apart from the second.
    """
    x, n, target = aligned(
        numerator=(whole, numerator), denominator=(positive, denominator), benchmark=(counts, benchmark)
    )
    found = rate(x, n, multiplier=multiplier, confidence_level=confidence_level)
    flag = np.select([found.lower > target, found.upper < target], ["higher", "lower"], "similar")
    return FlaggedRate(**vars(found), benchmark=plain(target), flag=plain(flag))


def _exact_limits(x: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    # half of chi-squared on 2x degrees of freedom is gamma with shape x, which scipy.special inverts directly
    tail = (1 - level) / 2
    lower = np.where(x > 0, special.gammaincinv(np.where(x > 0, x, 1), tail), 0.0)
    return lower, special.gammainccinv(x + 1, tail)


def _byar_limits(x: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    z, some = special.ndtri((1 + level) / 2), np.where(x > 0, x, 1)
    low, high = 1 - 1 / (9 * some) - z / (3 * np.sqrt(some)), 1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))
    # below zero is not a limit, so it is missing; cubes are multiplied out, since numpy's power of a column and of
    # a number can differ in the last digit
    return np.where((x > 0) & (low >= 0), x * low * low * low, np.nan), (x + 1) * high * high * high


def _count_estimate(
    x: np.ndarray, lower: np.ndarray, upper: np.ndarray, method: Any, level: float, reason: Any = ""
) -> Estimate:
    figures = map(plain, (x, np.full_like(x, np.nan), x, lower, upper))
    return Estimate(*figures, level, "count", plain(method), reason=reason)
