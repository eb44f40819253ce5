"""Control charts for counts, rates, shares and the gaps between rare events: which of them are unusual?

The limits are those of R's ``qicharts2``, three standard deviations either side of the centre; ours, for want of a
home in Python.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis_lib.statistics.calendar import unbroken
from analysis_lib.statistics.control_charts import ENOUGH_POINTS, FEWEST_POINTS, baseline_points, mean_moving_range
from analysis_lib.statistics.estimates import counts, positive

RANGE_TO_SIGMA = 1.128  # the mean range of two normal values, in standard deviations
WEIBULL_TO_NORMAL = 3.6  # the root that makes a waiting time nearly normal


@dataclass(frozen=True)
class ControlChart:
    """A centre line, and limits for each point; ``outside`` is -1 below, 1 above and 0 within them."""

    value: np.ndarray
    centre: float
    lower_limit: np.ndarray
    upper_limit: np.ndarray
    chart: str
    baseline_points: int

    @property
    def outside(self) -> np.ndarray:
        return np.where(self.value > self.upper_limit, 1, np.where(self.value < self.lower_limit, -1, 0))

    @property
    def is_publishable(self) -> bool:
        """Twelve points of baseline or more."""
        return self.baseline_points >= FEWEST_POINTS

    @property
    def is_provisional(self) -> bool:
        """Fewer than twenty points of baseline: the limits will still move."""
        return self.baseline_points < ENOUGH_POINTS


def g_chart(gaps: Any, *, baseline: int | None = None) -> ControlChart:
    """Days or cases between rare events: unusually long gaps stand out.

    Centre line the median, upper limit ``mean + 3 sqrt(mean (mean + 1))`` of a geometric count. The lower limit is 0,
    so gaps that grow shorter can never signal: add a :func:`t_chart`. Use from a median of below two events a month.

    Parameters
    ----------
    gaps : whole numbers of 0 or more between one event and the next, in order of time, two or more
    baseline : how many of the first points set the limits; all if left out

    Returns
    -------
    ControlChart

    Raises
    ------
    ValueError : fewer than two gaps, a negative or missing one, a baseline out of range

    References
    ----------
    Benneyan, J. C. (2001). Number-between g-type statistical quality control charts. Health Care Management Science 4,
    305-318. As in R's ``qicharts2``.

    Examples
    --------
    >>> chart = g_chart([12, 30, 5, 44, 18, 9, 61, 22, 37, 15, 3, 28, 50, 11])
    >>> chart.centre, round(float(chart.upper_limit[0]), 4)
    (20.0, 100.0565)

    Half of the gaps are shorter than 20 days; only one of more than 100 would be unusual.
    """
    values = counts("gaps", unbroken("gaps", gaps))
    base = values[: baseline_points("gaps", values, baseline=baseline)]
    upper = base.mean() + 3 * np.sqrt(base.mean() * (base.mean() + 1))
    return _chart("g", values, float(np.median(base)), np.zeros_like(values), np.full_like(values, upper), len(base))


def t_chart(times: Any, *, baseline: int | None = None) -> ControlChart:
    """Time between rare events, both ways: gaps unusually long and unusually short.

    The 3.6th root of a waiting time is nearly normal; limits are those of individual values on that scale.

    Parameters
    ----------
    times : above 0 between one event and the next, in order of time, two or more
    baseline : how many of the first points set centre and limits; all if left out

    Returns
    -------
    ControlChart

    Raises
    ------
    ValueError : fewer than two times, one of 0 or less, a missing one, a baseline out of range

    References
    ----------
    Nelson, L. S. (1994). A control chart for parts-per-million nonconforming items. Journal of Quality Technology 26,
    239-240. As in R's ``qicharts2``.

    Examples
    --------
    >>> chart = t_chart([12.5, 30.5, 5.5, 44.5, 18.5, 9.5, 61.5, 22.5, 37.5, 15.5, 3.5, 28.5, 50.5, 11.5])
    >>> round(chart.centre, 3), round(float(chart.lower_limit[0]), 4), round(float(chart.upper_limit[0]), 2)
    (20.696, 0.0074, 204.51)

    The usual gap is three weeks; a gap of seven months, or of ten minutes, would be unusual.
    """
    values = positive("times", unbroken("times", times))
    base = (values ** (1 / WEIBULL_TO_NORMAL))[: baseline_points("times", values, baseline=baseline)]
    reach = 3 * mean_moving_range(base, screen_outliers=True) / RANGE_TO_SIGMA
    lower, centre, upper = np.maximum([base.mean() - reach, base.mean(), base.mean() + reach], 0) ** WEIBULL_TO_NORMAL
    return _chart("t", values, float(centre), np.full_like(values, lower), np.full_like(values, upper), len(base))


def c_chart(events: Any, *, baseline: int | None = None) -> ControlChart:
    """Counts over equal exposures that vary by chance alone: mean and ``3 sqrt(mean)`` either side.

    Parameters
    ----------
    events : counts of 0 or more, in order of time, two or more
    baseline : how many of the first points set centre and limits; all if left out

    Returns
    -------
    ControlChart : the lower limit is never below 0

    Raises
    ------
    ValueError : fewer than two counts, a negative or missing one, a baseline out of range

    References
    ----------
    Montgomery, D. C. (2013). Introduction to Statistical Quality Control, 7th edition, section 7.3.

    Examples
    --------
    >>> chart = c_chart([9, 7, 11, 9, 8, 10, 9, 9])
    >>> chart.centre, float(chart.lower_limit[0]), float(chart.upper_limit[0])
    (9.0, 0.0, 18.0)

    Around nine events a month, anything up to 18 is within the play of chance.
    """
    values = counts("events", unbroken("events", events))
    return _per_exposure("c", values, np.ones_like(values), baseline, spread=_poisson_spread, ceiling=np.inf)


def u_chart(events: Any, *, exposure: Any, baseline: int | None = None) -> ControlChart:
    """Rates whose counts vary by chance alone; for a borough's volumes far too tight, see :func:`u_prime_chart`.

    Parameters
    ----------
    events : counts of 0 or more, in order of time, two or more
    exposure : what they are a rate of (days, people), above 0, one for each count
    baseline : how many of the first points set centre and limits; all if left out

    Returns
    -------
    ControlChart : of ``events / exposure``; the lower limit is never below 0

    Raises
    ------
    ValueError : fewer than two counts, a negative or missing one, an exposure of 0 or less, lengths that differ

    References
    ----------
    Montgomery (2013), section 7.3. As in R's ``qicharts2``.

    Examples
    --------
    Events in eight months, and the days of each:

    >>> chart = u_chart([30, 41, 28, 35, 39, 33, 47, 30], exposure=[31, 28, 31, 30, 31, 30, 31, 31])
    >>> round(chart.centre, 4), round(float(chart.upper_limit[0]), 4)
    (1.1646, 1.7461)

    There were 1.2 events a day; in a month of 31 days, up to 1.7 a day is common.
    """
    values = counts("events", unbroken("events", events))
    return _per_exposure(
        "u", values, _matching("exposure", exposure, values), baseline, spread=_poisson_spread, ceiling=np.inf
    )


def u_prime_chart(events: Any, *, exposure: Any, baseline: int | None = None) -> ControlChart:
    """Rates that vary more than chance alone, as recorded crime does: Laney's u'.

    The limits of the u chart, stretched by the standard deviation of the standardised rates, estimated from their
    moving range.

    Parameters
    ----------
    events : counts of 0 or more, in order of time, two or more
    exposure : what they are a rate of (days, people), above 0, one for each count
    baseline : how many of the first points set centre and limits; all if left out

    Returns
    -------
    ControlChart : of ``events / exposure``; the lower limit is never below 0

    Raises
    ------
    ValueError : fewer than two counts, a negative or missing one, an exposure of 0 or less, lengths that differ

    References
    ----------
    Laney, D. B. (2002). Improved control charts for attributes. Quality Engineering 14, 531-537. As in R's
    ``qicharts2``.

    Examples
    --------
    Offences in ten months, and ten thousands of residents:

    >>> chart = u_prime_chart([1430, 1502, 1391, 1610, 1580, 1499, 1655, 1402, 1551, 1470],
    ...                       exposure=[26.2, 26.3, 26.2, 26.3, 26.2, 26.3, 26.2, 26.3, 26.2, 26.3])
    >>> round(chart.centre, 2), round(float(chart.lower_limit[0]), 2), round(float(chart.upper_limit[0]), 2)
    (57.49, 44.44, 70.53)

    No month leaves the range from 44 to 71 offences per 10,000: each is within the area's own usual variation.
    """
    values = counts("events", unbroken("events", events))
    weights = _matching("exposure", exposure, values)
    return _per_exposure("u'", values, weights, baseline, spread=_poisson_spread, ceiling=np.inf, is_stretched=True)


def p_chart(numerators: Any, *, denominators: Any, baseline: int | None = None) -> ControlChart:
    """Proportions that vary by chance alone.

    Parameters
    ----------
    numerators : counts of 0 or more and no more than the denominators, in order of time, two or more
    denominators : above 0, one for each
    baseline : how many of the first points set centre and limits; all if left out

    Returns
    -------
    ControlChart : of ``numerators / denominators``; limits within 0 and 1

    Raises
    ------
    ValueError : fewer than two points, a numerator above its denominator, a negative or missing count, lengths that
        differ

    References
    ----------
    Montgomery (2013), section 7.2. As in R's ``qicharts2``.

    Examples
    --------
    >>> chart = p_chart([12, 15, 9, 20, 14, 18], denominators=[100, 120, 95, 130, 110, 125])
    >>> round(chart.centre, 4), round(float(chart.lower_limit[0]), 4), round(float(chart.upper_limit[0]), 4)
    (0.1294, 0.0287, 0.2301)

    The share was 13%; in a month with a base of 100, anything from 3% to 23% is common.
    """
    values, bases = _shares(numerators, denominators)
    return _per_exposure("p", values, bases, baseline, spread=_binomial_spread, ceiling=1.0)


def p_prime_chart(numerators: Any, *, denominators: Any, baseline: int | None = None) -> ControlChart:
    """Proportions that vary more than chance alone, on large bases: Laney's p'.

    The limits of the p chart, stretched as in :func:`u_prime_chart`.

    Parameters
    ----------
    numerators : counts of 0 or more and no more than the denominators, in order of time, two or more
    denominators : above 0, one for each
    baseline : how many of the first points set centre and limits; all if left out

    Returns
    -------
    ControlChart : of ``numerators / denominators``; limits within 0 and 1

    Raises
    ------
    ValueError : fewer than two points, a numerator above its denominator, a negative or missing count, lengths that
        differ

    References
    ----------
    Laney, D. B. (2002). Improved control charts for attributes. Quality Engineering 14, 531-537.

    Examples
    --------
    >>> chart = p_prime_chart([1200, 1500, 900, 2000, 1400], denominators=[10000, 12000, 9500, 13000, 11000])
    >>> plain = p_chart([1200, 1500, 900, 2000, 1400], denominators=[10000, 12000, 9500, 13000, 11000])
    >>> int((plain.outside != 0).sum()), int((chart.outside != 0).sum())
    (2, 0)

    By chance alone two of the five months would be unusual; beside the series' own variation none is.
    """
    values, bases = _shares(numerators, denominators)
    return _per_exposure("p'", values, bases, baseline, spread=_binomial_spread, ceiling=1.0, is_stretched=True)


def _per_exposure(
    chart: str,
    events: np.ndarray,
    exposure: np.ndarray,
    baseline: int | None,
    *,
    spread: Callable[[float, np.ndarray], np.ndarray],
    ceiling: float,
    is_stretched: bool = False,
) -> ControlChart:
    points = baseline_points("events", events, baseline=baseline)
    value, centre = events / exposure, float(events[:points].sum() / exposure[:points].sum())
    sigma = spread(centre, exposure)
    if is_stretched and centre > 0 and np.all(sigma > 0):
        sigma = sigma * _stretch(((value - centre) / sigma)[:points])
    lower, upper = np.maximum(centre - 3 * sigma, 0), np.minimum(centre + 3 * sigma, ceiling)
    return _chart(chart, value, centre, lower, upper, points)


def _stretch(standardised: np.ndarray) -> float:
    """Laney's sigma: how much more the standardised values vary than chance would have them, 1 if just as much."""
    return mean_moving_range(standardised, screen_outliers=True) / RANGE_TO_SIGMA


def _poisson_spread(centre: float, exposure: np.ndarray) -> np.ndarray:
    return np.sqrt(centre / exposure)


def _binomial_spread(centre: float, exposure: np.ndarray) -> np.ndarray:
    return np.sqrt(centre * (1 - centre) / exposure)


def _chart(
    chart: str, value: np.ndarray, centre: float, lower: np.ndarray, upper: np.ndarray, points: int
) -> ControlChart:
    return ControlChart(value, centre, lower, upper, chart, points)


def _matching(name: str, values: Any, others: np.ndarray) -> np.ndarray:
    array = positive(name, values)
    if array.shape != others.shape:
        raise ValueError(f"{name} must hold one number for each of {others.size} points, got {array.size}; align them")
    return array


def _shares(numerators: Any, denominators: Any) -> tuple[np.ndarray, np.ndarray]:
    values = counts("numerators", unbroken("numerators", numerators))
    bases = _matching("denominators", denominators, values)
    if np.any(values > bases):
        raise ValueError("numerators must not be above denominators; if one person can count twice, use u_prime_chart")
    return values, bases
