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
from analysis_lib.statistics.checks import counts, matching, positive
from analysis_lib.statistics.control_charts import FEWEST_POINTS, Baseline, baseline_points, mean_moving_range

RANGE_TO_SIGMA = 1.128  # the mean range of two normal values, in standard deviations
WEIBULL_TO_NORMAL = 3.6  # the root that makes a waiting time nearly normal
ROUNDING = 1e-12  # a spread so small beside the values comes of the computer's arithmetic
NO_SPREAD = "the baseline gives no spread, so nothing tells what would be unusual"


@dataclass(frozen=True)
class ControlChart(Baseline):
    """A centre line, and limits for each point; ``outside`` is -1 below, 1 above and 0 within them.

    Limits are missing (nan), no point is outside and ``reason`` says why, if the baseline gives no spread.
    """

    value: np.ndarray
    centre: float
    lower_limit: np.ndarray
    upper_limit: np.ndarray
    chart: str
    baseline_points: int
    reason: str = ""

    @property
    def outside(self) -> np.ndarray:
        return np.where(self.value > self.upper_limit, 1, np.where(self.value < self.lower_limit, -1, 0))


def g_chart(gaps: Any, *, baseline: int | None = None, fewest_points: int = FEWEST_POINTS) -> ControlChart:
    """Days or cases between rare events: unusually long gaps stand out.

    Centre line the median, upper limit ``mean + 3 sqrt(mean (mean + 1))`` of a geometric count. The lower limit is 0,
    so gaps that grow shorter can never signal: add a :func:`t_chart`. Use from a median of below two events a month.

    Parameters
    ----------
    gaps : whole numbers of 0 or more between one event and the next, in order of time, twelve or more
    baseline : how many of the first points set the limits; all if left out
    fewest_points : how many those must be at least; see :func:`~analysis_lib.statistics.control_charts.xmr_chart`

    Returns
    -------
    ControlChart : its limits are missing (nan), with the ``reason``, if all of the baseline is alike

    Raises
    ------
    ValueError : fewer than twelve gaps, a negative or missing one, a baseline out of range

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
    base = values[: baseline_points("gaps", values, baseline=baseline, fewest=fewest_points)]
    reach = 3 * np.sqrt(base.mean() * (base.mean() + 1))
    return _level_chart("g", values, base, (0.0, float(np.median(base)), base.mean() + reach), reach)


def t_chart(times: Any, *, baseline: int | None = None, fewest_points: int = FEWEST_POINTS) -> ControlChart:
    """Time between rare events, both ways: gaps unusually long and unusually short.

    The 3.6th root of a waiting time is nearly normal; limits are those of individual values on that scale.

    Parameters
    ----------
    times : above 0 between one event and the next, in order of time, twelve or more
    baseline : how many of the first points set centre and limits; all if left out
    fewest_points : how many those must be at least; see :func:`~analysis_lib.statistics.control_charts.xmr_chart`

    Returns
    -------
    ControlChart : its limits are missing (nan), with the ``reason``, if all of the baseline is alike

    Raises
    ------
    ValueError : fewer than twelve times, one of 0 or less, a missing one, a baseline out of range

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
    points = baseline_points("times", values, baseline=baseline, fewest=fewest_points)
    base = values[:points] ** (1 / WEIBULL_TO_NORMAL)
    reach = 3 * mean_moving_range(base, screen_outliers=True) / RANGE_TO_SIGMA
    lines = np.maximum([base.mean() - reach, base.mean(), base.mean() + reach], 0) ** WEIBULL_TO_NORMAL
    return _level_chart("t", values, base, lines, reach)


def c_chart(events: Any, *, baseline: int | None = None, fewest_points: int = FEWEST_POINTS) -> ControlChart:
    """Counts over equal exposures that vary by chance alone: mean and ``3 sqrt(mean)`` either side.

    Parameters
    ----------
    events : counts of 0 or more, in order of time, twelve or more
    baseline : how many of the first points set centre and limits; all if left out
    fewest_points : how many those must be at least; see :func:`~analysis_lib.statistics.control_charts.xmr_chart`

    Returns
    -------
    ControlChart : the lower limit is never below 0; limits are missing (nan), with the ``reason``, without an event

    Raises
    ------
    ValueError : fewer than twelve counts, a negative or missing one, a baseline out of range

    References
    ----------
    Montgomery, D. C. (2013). Introduction to Statistical Quality Control, 7th edition, section 7.3.

    Examples
    --------
    >>> chart = c_chart([9, 7, 11, 9, 8, 10, 9, 9, 10, 8, 11, 7])
    >>> chart.centre, float(chart.lower_limit[0]), float(chart.upper_limit[0])
    (9.0, 0.0, 18.0)

    Around nine events a month, anything up to 18 is within the play of chance.
    """
    return _chart("c", baseline, fewest_points, events=events, exposure=np.ones_like(unbroken("events", events)))


def u_chart(
    events: Any, *, exposure: Any, baseline: int | None = None, fewest_points: int = FEWEST_POINTS
) -> ControlChart:
    """Rates whose counts vary by chance alone; for a borough's volumes far too tight, see :func:`u_prime_chart`.

    Parameters
    ----------
    events : counts of 0 or more, in order of time, twelve or more
    exposure : what they are a rate of (days, people), above 0, one for each count
    baseline : how many of the first points set centre and limits; all if left out
    fewest_points : how many those must be at least; see :func:`~analysis_lib.statistics.control_charts.xmr_chart`

    Returns
    -------
    ControlChart : of ``events / exposure``; the lower limit is never below 0; limits are missing (nan), with the
        ``reason``, without an event or (for u') where the rates never vary

    Raises
    ------
    ValueError : fewer than twelve counts, a negative or missing one, an exposure of 0 or less, lengths that differ

    References
    ----------
    Montgomery (2013), section 7.3. As in R's ``qicharts2``.

    Examples
    --------
    Events in eight months, and the days of each (R's ``qicharts2``; too few points to publish):

    >>> chart = u_chart([30, 41, 28, 35, 39, 33, 47, 30], exposure=[31, 28, 31, 30, 31, 30, 31, 31], fewest_points=8)
    >>> round(chart.centre, 4), round(float(chart.upper_limit[0]), 4), chart.note[:11]
    (1.1646, 1.7461, 'provisional')

    There were 1.2 events a day; in a month of 31 days, up to 1.7 a day is common.
    """
    return _chart("u", baseline, fewest_points, events=events, exposure=exposure)


def u_prime_chart(
    events: Any, *, exposure: Any, baseline: int | None = None, fewest_points: int = FEWEST_POINTS
) -> ControlChart:
    """Rates that vary more than chance alone, as recorded crime does: Laney's u'.

    The limits of the u chart, stretched by the standard deviation of the standardised rates, estimated from their
    moving range.

    Parameters
    ----------
    events : counts of 0 or more, in order of time, twelve or more
    exposure : what they are a rate of (days, people), above 0, one for each count
    baseline : how many of the first points set centre and limits; all if left out
    fewest_points : how many those must be at least; see :func:`~analysis_lib.statistics.control_charts.xmr_chart`

    Returns
    -------
    ControlChart : of ``events / exposure``; the lower limit is never below 0; limits are missing (nan), with the
        ``reason``, without an event or (for u') where the rates never vary

    Raises
    ------
    ValueError : fewer than twelve counts, a negative or missing one, an exposure of 0 or less, lengths that differ

    References
    ----------
    Laney, D. B. (2002). Improved control charts for attributes. Quality Engineering 14, 531-537. As in R's
    ``qicharts2``.

    Examples
    --------
    Offences in ten months, and ten thousands of residents (R's ``qicharts2``; too few points to publish):

    >>> chart = u_prime_chart([1430, 1502, 1391, 1610, 1580, 1499, 1655, 1402, 1551, 1470],
    ...                       exposure=[26.2, 26.3, 26.2, 26.3, 26.2, 26.3, 26.2, 26.3, 26.2, 26.3], fewest_points=10)
    >>> round(chart.centre, 2), round(float(chart.lower_limit[0]), 2), round(float(chart.upper_limit[0]), 2)
    (57.49, 44.44, 70.53)

    No month leaves the range from 44 to 71 offences per 10,000: each is within the area's own usual variation.
    """
    return _chart("u'", baseline, fewest_points, events=events, exposure=exposure)


def p_chart(
    numerators: Any, *, denominators: Any, baseline: int | None = None, fewest_points: int = FEWEST_POINTS
) -> ControlChart:
    """Proportions that vary by chance alone.

    Parameters
    ----------
    numerators : counts of 0 or more and no more than the denominators, in order of time, twelve or more
    denominators : above 0, one for each
    baseline : how many of the first points set centre and limits; all if left out
    fewest_points : how many those must be at least; see :func:`~analysis_lib.statistics.control_charts.xmr_chart`

    Returns
    -------
    ControlChart : of ``numerators / denominators``; limits within 0 and 1, or missing (nan), with the ``reason``, where
        nobody or everybody is counted or (for p') the shares never vary

    Raises
    ------
    ValueError : fewer than twelve points, a numerator above its denominator, a negative or missing count, lengths that
        differ

    References
    ----------
    Montgomery (2013), section 7.2. As in R's ``qicharts2``.

    Examples
    --------
    Six months (R's ``qicharts2``; too few points to publish):

    >>> chart = p_chart([12, 15, 9, 20, 14, 18], denominators=[100, 120, 95, 130, 110, 125], fewest_points=6)
    >>> round(chart.centre, 4), round(float(chart.lower_limit[0]), 4), round(float(chart.upper_limit[0]), 4)
    (0.1294, 0.0287, 0.2301)

    The share was 13%; in a month with a base of 100, anything from 3% to 23% is common.
    """
    return _chart("p", baseline, fewest_points, numerators=numerators, denominators=denominators)


def p_prime_chart(
    numerators: Any, *, denominators: Any, baseline: int | None = None, fewest_points: int = FEWEST_POINTS
) -> ControlChart:
    """Proportions that vary more than chance alone, on large bases: Laney's p'.

    The limits of the p chart, stretched as in :func:`u_prime_chart`.

    Parameters
    ----------
    numerators, denominators, baseline, fewest_points : as for :func:`p_chart`

    Returns
    -------
    ControlChart : as :func:`p_chart`; limits are missing (nan) too where the shares never vary

    Raises
    ------
    ValueError : as :func:`p_chart`

    References
    ----------
    Laney, D. B. (2002). Improved control charts for attributes. Quality Engineering 14, 531-537.

    Examples
    --------
    Twelve months in which between 900 and 2,000 of 11,000 were counted:

    >>> counted = [1200, 1500, 900, 2000, 1400, 1300, 1700, 1000, 1900, 1250, 1600, 1150]
    >>> by_chance, by_its_own = (chart(counted, denominators=[11_000] * 12) for chart in (p_chart, p_prime_chart))
    >>> int((by_chance.outside != 0).sum()), int((by_its_own.outside != 0).sum())
    (10, 0)

    By chance alone ten of the twelve months would be unusual; beside the series' own variation none is.
    """
    return _chart("p'", baseline, fewest_points, numerators=numerators, denominators=denominators)


def _poisson_spread(centre: float, exposure: np.ndarray) -> np.ndarray:
    return np.sqrt(centre / exposure)


def _binomial_spread(centre: float, exposure: np.ndarray) -> np.ndarray:
    return np.sqrt(max(centre * (1 - centre), 0.0) / exposure)


SPREADS: dict[str, tuple[Callable[[float, np.ndarray], np.ndarray], float]] = {  # and the highest that a limit can be
    "c": (_poisson_spread, np.inf),
    "u": (_poisson_spread, np.inf),
    "p": (_binomial_spread, 1.0),
}


def _chart(chart: str, baseline: int | None, fewest_points: int, **columns: Any) -> ControlChart:
    """The chart of one column over another: three spreads about the centre, stretched if the chart's name is primed."""
    (name, given), (other, bases) = columns.items()
    events = counts(name, unbroken(name, given))
    exposure = matching(other, bases, others=name, of=given, check=positive)
    points = baseline_points(name, events, baseline=baseline, fewest=fewest_points)
    spread, ceiling = SPREADS[chart[0]]
    if np.any(over := (events > exposure) & (chart[0] == "p")):
        raise ValueError(
            f"{name} must not be above {other}, got {events[over][0]:g} of {exposure[over][0]:g}; "
            "if one person can count twice, use u_prime_chart"
        )
    value, centre = events / exposure, float(events[:points].sum() / exposure[:points].sum())
    sigma = spread(centre, exposure)
    if chart.endswith("'") and np.all(sigma > 0):
        sigma = sigma * _stretch(((value - centre) / sigma)[:points])
    known = np.where(sigma > ROUNDING * centre, 3 * sigma, np.nan)
    limits = np.maximum(centre - known, 0), np.minimum(centre + known, ceiling)
    return ControlChart(value, centre, *limits, chart, points, NO_SPREAD if np.isnan(known).any() else "")


def _stretch(standardised: np.ndarray) -> float:
    """Laney's sigma: how much more the standardised values vary than chance would have them, 1 if just as much."""
    return mean_moving_range(standardised, screen_outliers=True) / RANGE_TO_SIGMA


def _level_chart(chart: str, values: np.ndarray, base: np.ndarray, lines: Any, reach: float) -> ControlChart:
    """A chart whose lower limit, centre and upper limit are the same for every point."""
    spread = reach > ROUNDING * base.max()
    lower, upper = (np.full_like(values, line if spread else np.nan) for line in (lines[0], lines[2]))
    return ControlChart(values, float(lines[1]), lower, upper, chart, len(base), "" if spread else NO_SPREAD)
