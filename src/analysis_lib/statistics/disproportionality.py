"""Does something happen to one group of people more often than to another, and does what is not known matter?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from analysis_lib.statistics.change import NO_REFERENCE, exact_rate_ratio
from analysis_lib.statistics.checks import aligned, confidence, plain, positive, whole
from analysis_lib.statistics.estimates import Estimate, reasons

FEWEST_EVENTS = 10  # in either group; with fewer the interval is exact


@dataclass(frozen=True)
class RelativeRate(Estimate):
    """A group's rate (``numerator``) over the reference's (``denominator``), with the difference per 1,000 people."""

    difference_per_1000: Any


@dataclass(frozen=True)
class RelativeRateBounds:
    """The relative rate of those known, and what it could be whoever the unknown are: floats, or arrays."""

    known_only: Any
    lower: Any
    upper: Any
    reason: Any = ""

    @property
    def proportional(self) -> Any:
        """The ratio with the unknown shared out as the known are: both rates grow alike, so it is ``known_only``."""
        return self.known_only

    @property
    def include_equality(self) -> Any:
        """Whether equal rates are possible; if so, no disparity may be claimed. A missing bound excludes nothing."""
        return plain(np.asarray(~((np.asarray(self.lower) > 1) | (np.asarray(self.upper) < 1))))


def relative_rate(
    *, events: Any, population: Any, reference_events: Any, reference_population: Any, confidence_level: float = 0.95
) -> RelativeRate:
    """The rate of a group over the rate of a reference group, with the difference between them.

    The interval is Wald's on the logarithm, as for a ratio of risks; where either group has fewer than 10 events (or
    it happened to everybody in both) it is the exact one of
    :func:`~analysis_lib.statistics.change.exact_rate_ratio`, and the interval alone should be printed. It allows for
    chance, not for events whose group is unknown: :func:`relative_rate_bounds` does. The Race Disparity Unit names
    three more distorters: where people live, populations that have changed since the census, and who does not report.

    Parameters
    ----------
    events, reference_events : whole number of people to whom it happened, 0 or more, no more than live there; or
        columns
    population, reference_population : people of the group and of the reference, of the same ages, above 0; or columns
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    RelativeRate : ``value``, ``lower`` and ``upper`` of the ratio, ``difference_per_1000`` in events per 1,000
        people; ``method`` "Log Wald" or "Exact conditional". Without a reference event there is no ratio: ``value``
        and ``upper`` are missing (nan), ``reason`` says so, and the counts must be given instead

    Raises
    ------
    ValueError : a count is negative, missing, not whole or above its population; a population is not above 0

    References
    ----------
    Rothman, K. J., Greenland, S. and Lash, T. L. (2008). Modern Epidemiology, 3rd edition, chapter 14. Race
    Disparity Unit (2021). Ethnic disparities in stop and search.

    Examples
    --------
    310 stops in a group of 21,500 and 1,480 in a reference of 176,000 (R, epitools ``riskratio.wald``):

    >>> ratio = relative_rate(events=310, population=21500, reference_events=1480, reference_population=176000)
    >>> round(ratio.value, 4), round(ratio.lower, 4), round(ratio.upper, 4), round(ratio.difference_per_1000, 4)
    (1.7146, 1.5183, 1.9364, 6.0095)

    The group was stopped 1.7 times as often as the reference, 6 stops more for every 1,000 people.
    """
    level = confidence(confidence_level)
    x1, n1, x0, n0 = _groups(events, population, reference_events, reference_population)
    exact = exact_rate_ratio(events=x1, exposure=n1, reference_events=x0, reference_exposure=n0, confidence_level=level)
    everybody = (x1 == n1) & (x0 == n0)  # Wald's interval would have no width
    few = (x1 < FEWEST_EVENTS) | (x0 < FEWEST_EVENTS) | everybody
    error = np.sqrt(np.where(few, np.nan, 1 / np.maximum(x1, 1) - 1 / n1 + 1 / np.maximum(x0, 1) - 1 / n0))
    reach = np.exp(special.ndtri((1 + level) / 2) * error)
    lower, upper = np.where(few, exact.lower, exact.value / reach), np.where(few, exact.upper, exact.value * reach)
    method = plain(np.where(few, exact.method, "Log Wald"))
    figures = (exact.numerator, exact.denominator, exact.value, plain(lower), plain(upper))
    per_1000 = plain(1000 * (x1 / n1 - x0 / n0))
    return RelativeRate(*figures, level, "relative rate", method, per_1000, reason=exact.reason)


def relative_rate_bounds(
    *, events: Any, population: Any, reference_events: Any, reference_population: Any, events_unknown: Any
) -> RelativeRateBounds:
    """What the relative rate could be at worst, whichever group the events of unknown group belong to.

    The lower bound gives all of them to the reference, the upper all of them to the group. No assumption is made
    and no chance allowed for: it is what the data exclude, whatever the unknown are.

    Parameters
    ----------
    events, population, reference_events, reference_population : as for :func:`relative_rate`, but with no limit of
        events to people
    events_unknown : whole number of events of one of the two groups, not known which, 0 or more; or a column

    Returns
    -------
    RelativeRateBounds : ``known_only`` and ``upper`` are missing (nan) without a known event in the reference,
        ``lower`` if there is neither a known nor an unknown one; ``reason`` says so

    Raises
    ------
    ValueError : a count is negative, missing or not whole; a population is not above 0

    References
    ----------
    Manski, C. F. (2003). Partial Identification of Probability Distributions, chapter 1.

    Examples
    --------
    The stops of before, with 420 more whose group was not recorded (every allocation enumerated in R):

    >>> bounds = relative_rate_bounds(
    ...     events=310, population=21500, reference_events=1480, reference_population=176000, events_unknown=420
    ... )
    >>> round(bounds.lower, 4), round(bounds.known_only, 4), round(bounds.upper, 4), bounds.include_equality
    (1.3356, 1.7146, 4.0377, False)

    Even if all 420 were of the reference group, the group was stopped a third more often; equality is excluded.
    """
    x1, n1, x0, n0, unknown = aligned(
        events=(whole, events),
        population=(positive, population),
        reference_events=(whole, reference_events),
        reference_population=(positive, reference_population),
        events_unknown=(whole, events_unknown),
    )
    known, least = np.where(x0 > 0, x0, np.nan) / n0, np.where(x0 + unknown > 0, x0 + unknown, np.nan) / n0
    bounds = (x1 / n1 / known, x1 / n1 / least, (x1 + unknown) / n1 / known)
    return RelativeRateBounds(*map(plain, bounds), reasons((x0 == 0, NO_REFERENCE)))


def _groups(events: Any, population: Any, reference_events: Any, reference_population: Any) -> list[np.ndarray]:
    groups = aligned(
        events=(whole, events),
        population=(positive, population),
        reference_events=(whole, reference_events),
        reference_population=(positive, reference_population),
    )
    for name, x, n in (("events", *groups[:2]), ("reference_events", *groups[2:])):
        if np.any(over := x > n):
            raise ValueError(
                f"{name} must not be above its population, got {x[over].flat[0]:g} of {n[over].flat[0]:g}; "
                "if one person can count twice, use exact_rate_ratio"
            )
    return groups
