"""Which months are unusual, and which only vary as they always do?

A chart has a centre line and two limits, set by the points of its baseline; a point is called out by a rule, never
by eye. Chart the seasonally adjusted value, or a month against the same month: otherwise every summer is unusual.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis_lib.statistics.calendar import unbroken
from analysis_lib.statistics.checks import whole_number, yes_or_no

FEWEST_POINTS, ENOUGH_POINTS = 12, 20
NEVER_MOVES = "the points of the baseline never move, so nothing tells what would be unusual"
RUN = 7
XMR_REACH = 2.66  # 3 / 1.128 to two decimals, as in "Making data count"
SCREEN = 3.267  # a moving range above this many times the average is itself out of control
COMMON_CAUSE = "Common Cause"
SIGNALS = (  # (below, above), in order of precedence
    ("Below LCL", "Above UCL"),
    ("7 Point Trend (Decreasing)", "7 Point Trend (Increasing)"),
    ("2 in 3 Below CL", "2 in 3 Above CL"),
    ("7 Points Below CL", "7 Points Above CL"),
)


class Baseline:
    """What every control chart says of the points that set its limits."""

    baseline_points: int

    @property
    def note(self) -> str:
        """With fewer than twenty points of baseline "provisional", and why; else nothing."""
        few = (
            f"provisional: {self.baseline_points} points set the limits, which will still move; {ENOUGH_POINTS} suffice"
        )
        return few if self.baseline_points < ENOUGH_POINTS else ""


@dataclass(frozen=True)
class XmrChart(Baseline):
    """Centre and limits; ``special_cause`` names the first rule that each point breaks, or "Common Cause".

    Limits are missing (nan), no point is called out and ``reason`` says why, if the values of the baseline never move.
    """

    value: np.ndarray
    mean: float
    lower_limit: float
    upper_limit: float
    special_cause: np.ndarray
    baseline_points: int
    reason: str = ""


def xmr_chart(
    values: Any, *, screen_outliers: bool = True, baseline: int | None = None, fewest_points: int = FEWEST_POINTS
) -> XmrChart:
    """Individual values with limits from their moving range: the chart of NHS England's "Making data count".

    Limits lie 2.66 mean moving ranges either side of the mean. With ``screen_outliers``, moving ranges above 3.267
    times their average are first left out, once. A point is called out by the first of these rules that it breaks:
    it lies outside the limits; it belongs to seven points that rise, or fall, each on the one before; it is one
    of two in three running points, all on one side of the mean, that lie beyond two thirds of the way to
    the limit; it belongs to seven points on one side of the mean.

    Parameters
    ----------
    values : in order of time, none missing, twelve or more; seasonally adjusted
    screen_outliers : whether to leave out freak moving ranges
    baseline : how many of the first points set mean and limits; all if left out. Freeze it, and start again only at
        a documented break
    fewest_points : how many points the baseline must have, 2 or more. With fewer than twelve the limits are guesses,
        fit to check a formula and not to publish

    Returns
    -------
    XmrChart : with a ``note``, "provisional", below 20 points of baseline; limits missing (nan), with the ``reason``,
        if those points never move

    Raises
    ------
    ValueError : fewer than twelve values, a gap, a missing value, a baseline below twelve or longer than the series

    References
    ----------
    NHS England, Making data count (rules and labels as R's ``NHSRplotthedots``). Shewhart, W. A. (1931). Economic
    Control of Quality of Manufactured Product.

    Examples
    --------
    Twenty values of which the fifteenth is out of line (test suite of ``NHSRplotthedots``, to three decimals):

    >>> chart = xmr_chart([-0.560, -0.230, 1.559, 0.071, 0.129, 1.715, 0.461, -1.265, -0.687, -0.446,
    ...                    1.224, 0.360, 0.401, 0.111, 10.0, 1.787, 0.498, -1.967, 0.701, -0.473])
    >>> round(chart.mean, 2), round(chart.lower_limit, 2), round(chart.upper_limit, 2), str(chart.special_cause[14])
    (0.67, -2.38, 3.72, 'Above UCL')

    The fifteenth value, 10, is above the upper limit of 3.7: something other than the usual variation is at work.
    """
    points, screen = unbroken("values", values), yes_or_no("screen_outliers", screen_outliers)
    base = points[: baseline_points("values", points, baseline=baseline, fewest=fewest_points)]
    mean, mean_range = float(base.mean()), mean_moving_range(base, screen_outliers=screen)
    reach = XMR_REACH * mean_range if mean_range > 0 else np.nan
    causes, reason = _special_causes(points, mean, reach), "" if mean_range > 0 else NEVER_MOVES
    return XmrChart(points, mean, mean - reach, mean + reach, causes, len(base), reason)


def mean_moving_range(values: np.ndarray, *, screen_outliers: bool) -> float:
    """The mean difference between neighbours, with freak ones left out once if asked.

    Examples
    --------
    >>> values = np.array([1, 2, 1, 2, 1, 2, 9, 1, 2, 1, 2, 1, 2])
    >>> mean_moving_range(values, screen_outliers=False), mean_moving_range(values, screen_outliers=True)
    (2.0833333333333335, 1.0)

    One freak value doubles the mean; screened, it does not count.
    """
    ranges = np.abs(np.diff(values))
    if screen_outliers:
        ranges = ranges[ranges <= SCREEN * ranges.mean()]
    return float(ranges.mean())


def baseline_points(name: str, values: np.ndarray, *, baseline: int | None, fewest: int = FEWEST_POINTS) -> int:
    """How many of the first points set the limits: ``baseline``, or all of them; refused if fewer than ``fewest``.

    Examples
    --------
    >>> baseline_points("values", np.ones(30), baseline=None), baseline_points("values", np.ones(30), baseline=24)
    (30, 24)

    A baseline of 24 leaves six points to be judged by limits they did not set.
    """
    fewest = whole_number("fewest_points", fewest, least=2, remedy=f"leave it out for {FEWEST_POINTS}")
    if len(values) < fewest:
        raise ValueError(f"{name} must hold {fewest} points or more, got {len(values)}; take a longer series")
    if baseline is None:
        return len(values)
    return whole_number("baseline", baseline, least=fewest, most=len(values), remedy="leave it out for all points")


def _special_causes(points: np.ndarray, mean: float, reach: float) -> np.ndarray:
    """Each rule gives -1, 0 or 1 a point; the first that is not 0 names the cause."""
    causes = np.full(len(points), COMMON_CAUSE, dtype=object)
    if not reach > 0:
        return causes
    distance = (points - mean) / reach
    side, outside = np.sign(distance), np.where(np.abs(distance) > 1, np.sign(distance), 0)
    near = np.where(np.abs(distance) > 2 / 3, side, 0) - outside
    rules = (outside, _in_trend(points), _in_two_of_three(side, near), _in_run(side, RUN))
    for rule, (below, above) in reversed(list(zip(rules, SIGNALS, strict=True))):
        causes[rule < 0], causes[rule > 0] = below, above
    return causes


def _in_run(signs: np.ndarray, length: int) -> np.ndarray:
    """The sign of each point that belongs to ``length`` or more points of one sign in a row, else 0."""
    found = np.zeros(len(signs))
    for end in range(length, len(signs) + 1):
        window = signs[end - length : end]
        if abs(window.sum()) == length:
            found[end - length : end] = window[0]
    return found


def _in_trend(points: np.ndarray) -> np.ndarray:
    """Seven rising points are six steps up: the point before the first step belongs to them."""
    steps = _in_run(np.sign(np.diff(points)), RUN - 1)
    starting, arriving = np.append(steps, 0), np.insert(steps, 0, 0)
    return np.where(arriving != 0, arriving, starting)


def _in_two_of_three(side: np.ndarray, near: np.ndarray) -> np.ndarray:
    found = np.zeros(len(side))
    for end in range(3, len(side) + 1):
        window = slice(end - 3, end)
        if abs(side[window].sum()) == 3 and np.abs(near[window]).sum() >= 2:
            found[window] = np.where(near[window] != 0, near[window], found[window])
    return found
