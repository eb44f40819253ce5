"""Which months of a seasonal series are unusual? A u' chart of each month against what was to be expected of it."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import statsmodels.api as sm
from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

from analysis_lib.statistics.calendar import unbroken
from analysis_lib.statistics.checks import counts as checked_counts
from analysis_lib.statistics.checks import matching, positive
from analysis_lib.statistics.control_charts import ENOUGH_POINTS, FEWEST_POINTS, SCREEN
from analysis_lib.statistics.count_charts import RANGE_TO_SIGMA

NOT_JUDGED = -1  # the phase of months that set no limits and are judged by none
FEWEST_YEARS, FEWEST_FOR_SLOPE = 3, 24
MOST_AUTOCORRELATION = 0.9  # beyond it the series is a walk, and its limits a guess
FEW_MONTHS = "fewer than three years of months are too few to tell the season from"


@dataclass(frozen=True)
class SeasonalControlChart:
    """For each month the count to be expected and its limits; missing (nan) for months that are not judged.

    ``outside`` is -1 below, 1 above and 0 within the limits, or not judged. ``stretch`` is how much wider the limits
    are than those of events that come singly, ``autocorrelation`` that of neighbouring months. ``provisional`` names
    the phases whose limits rest on fewer than twenty months.
    """

    counts: np.ndarray
    expected: np.ndarray
    lower_limit: np.ndarray
    upper_limit: np.ndarray
    stretch: float
    autocorrelation: float
    provisional: tuple[int, ...]
    reason: str = ""

    @property
    def outside(self) -> np.ndarray:
        return np.where(self.counts > self.upper_limit, 1, np.where(self.counts < self.lower_limit, -1, 0))


def seasonal_u_prime_chart(counts: Any, *, days: Any, months: Any, phases: Any) -> SeasonalControlChart:
    """Laney's u' for a seasonal series: limits about what was to be expected of each month, re-based at known breaks.

    What is to be expected comes of a quasi-Poisson regression with the logarithm of the days as offset: twelve month
    effects that all phases share, and for each phase a level and, from two years on, a straight trend of its own. The
    limits lie three standard deviations either side. The standard deviation is Laney's, from the mean moving range of
    the standardised months of a phase (freak ranges left out once), which a month far out of line hardly widens. As
    neighbouring months resemble each other, moving ranges fall short of the standard deviation by the square root of
    1 less the autocorrelation; the limits are wider by that. Only single months are called out: rules on runs of
    months take months to be independent.

    Parameters
    ----------
    counts : in order of time, a month each, none missing
    days : of each month, above 0
    months : the month of the year of each, 1 to 12
    phases : a whole number for each month, another one after every documented break; :data:`NOT_JUDGED` for months
        that set no limits, such as those of a pandemic. A phase of fewer than twelve months is not judged either

    Returns
    -------
    SeasonalControlChart : without limits, with the ``reason``, if the phases hold fewer than three years together

    Raises
    ------
    ValueError : a gap, a negative or missing count, days of 0 or less, lengths that differ

    References
    ----------
    Laney, D. B. (2002). Improved control charts for attributes. Quality Engineering 14, 531-537. Vasilopoulos, A. V.
    and Stamboulis, A. P. (1978). Modification of control chart limits in the presence of data correlation. Journal of
    Quality Technology 10, 20-30.

    Examples
    --------
    Five years of 100 a month give or take ten, with one month of 180:

    >>> counts = [100 + 10 * (-1) ** (place // 3) for place in range(60)]
    >>> counts[40] = 180
    >>> chart = seasonal_u_prime_chart(counts, days=[30] * 60, months=[*range(1, 13)] * 5, phases=[0] * 60)
    >>> np.flatnonzero(chart.outside).tolist(), chart.counts[40] > chart.upper_limit[40]
    ([40], np.True_)

    The forty-first month stands out, and no other.
    """
    events = checked_counts("counts", unbroken("counts", counts))
    exposure = matching("days", days, others="counts", of=counts, check=positive)
    calendar, phase = (
        np.asarray(matching(name, given, others="counts", of=counts), dtype=int)
        for name, given in (("months", months), ("phases", phases))
    )
    sizes = {number: int((phase == number).sum()) for number in np.unique(phase) if number != NOT_JUDGED}
    long_enough = [number for number, size in sizes.items() if size >= FEWEST_POINTS]
    judged = np.isin(phase, long_enough)
    by_month = np.bincount(calendar[judged], weights=events[judged], minlength=13)[1:]
    if judged.sum() < 12 * FEWEST_YEARS or not by_month.all():
        return _without_limits(events)
    expected = np.full(len(events), np.nan)
    expected[judged] = _expected(events, exposure, calendar, phase, long_enough)[judged]
    scores = (events - expected) / np.sqrt(expected)
    stretch, autocorrelation = _stretch(scores, phase, long_enough)
    reach = 3 * stretch * np.sqrt(expected)
    few = tuple(int(number) for number in long_enough if sizes[number] < ENOUGH_POINTS)
    lower, upper = np.maximum(expected - reach, 0), expected + reach
    return SeasonalControlChart(events, expected, lower, upper, stretch, autocorrelation, few)


def _without_limits(events: np.ndarray) -> SeasonalControlChart:
    missing = np.full(len(events), np.nan)
    return SeasonalControlChart(events, missing, missing, missing, np.nan, np.nan, (), FEW_MONTHS)


def _expected(
    events: np.ndarray, exposure: np.ndarray, calendar: np.ndarray, phase: np.ndarray, used: list[int]
) -> np.ndarray:
    """The count that the regression expects of each month of the phases used."""
    contrasts = np.vstack([np.eye(11), -np.ones(11)])
    columns = [contrasts[calendar - 1]]
    time = np.arange(len(events)) / 12
    for number in used:
        here = phase == number
        columns.append(here.astype("float64")[:, None])
        if here.sum() >= FEWEST_FOR_SLOPE:
            columns.append(np.where(here, time - time[here].mean(), 0.0)[:, None])
    design, judged = np.hstack(columns), np.isin(phase, used)
    model = sm.GLM(events[judged], design[judged], family=sm.families.Poisson(), offset=np.log(exposure[judged]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PerfectSeparationWarning)  # months that repeat exactly are no error here
        fitted = model.fit()
    return np.exp(design @ fitted.params + np.log(exposure))


def _stretch(scores: np.ndarray, phase: np.ndarray, used: list[int]) -> tuple[float, float]:
    """How much more the months vary than chance, allowing for their autocorrelation; never less than chance."""
    runs = [scores[phase == number] for number in used]
    ranges = np.concatenate([np.abs(np.diff(run)) for run in runs])
    kept = ranges[ranges <= SCREEN * ranges.mean()]
    pairs = np.concatenate([np.column_stack([run[:-1], run[1:]]) for run in runs])
    correlation = float(np.corrcoef(pairs.T)[0, 1])
    known = min(max(correlation, 0.0), MOST_AUTOCORRELATION)
    return max(1.0, float(kept.mean()) / RANGE_TO_SIGMA / np.sqrt(1 - known)), correlation
