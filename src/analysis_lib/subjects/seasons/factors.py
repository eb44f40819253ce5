"""How much more, or less, is recorded in each month of the year, and how sure is that?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis_lib.statistics.scales import LOG_PER_DAY, from_scale
from analysis_lib.statistics.seasonality import SeasonalIndex, seasonal_index
from analysis_lib.subjects.seasons.series import YEAR
from analysis_lib.subjects.seasons.strength import Season

TOGETHER = 0.95  # how sure the twelve intervals are together (Bonferroni): one month in twenty twelves strays by chance
EACH = 1 - (1 - TOGETHER) / YEAR


@dataclass(frozen=True)
class Factors:
    """A factor for each month of the year, January first: 1.2 is a fifth more a day than the trend of that time.

    ``years_above`` of ``years`` say in how many years the month lay above its trend.
    """

    index: SeasonalIndex
    years_above: np.ndarray
    years: np.ndarray

    @property
    def high(self) -> list[int]:
        """The months, 1 for January, that are clearly above the usual month."""
        return (np.flatnonzero(self.index.lower > 1) + 1).tolist()

    @property
    def low(self) -> list[int]:
        return (np.flatnonzero(self.index.upper < 1) + 1).tolist()

    @property
    def peak(self) -> int:
        return int(self.index.value.argmax()) + 1

    @property
    def trough(self) -> int:
        return int(self.index.value.argmin()) + 1


def factors(found: Season) -> Factors:
    """Seasonal factors of a measure, with intervals that hold for the twelve months together.

    A quasi-Poisson regression of the months outside the pandemic's years; what the trend of the decomposition leads one
    to expect in each month takes the place of its days, so that a level that rises and falls is no season. Errors are
    widened for the freedom that the trend has used up; in made-up series the twelve intervals then held together in 92
    to 93 of a hundred, for 95 wanted (the proof prints the share).
    """
    expected = expected_from_trend(found)[found.used]
    counts, months = found.counts[found.used], found.run.months.index.month.to_numpy()[found.used]
    index = seasonal_index(counts, days=expected, first_month=int(months[0]), confidence_level=EACH)
    index = _widened(index, widening(found))
    above = (counts / expected > 1).astype(float)
    tally = [np.bincount(months, weights=weights, minlength=YEAR + 1)[1:].astype(int) for weights in (above, None)]
    return Factors(index, *tally)


def widening(found: Season) -> float:
    """By how much the errors grow when the trend's own parameters are counted: a loess of lines uses two a window."""
    months = int(found.used.sum())
    free = months - YEAR - 1
    return float(np.sqrt(free / (free - 2 * months / found.parts.parameters["trend"])))


def _widened(index: SeasonalIndex, by: float) -> SeasonalIndex:
    lower, upper = (index.value * (limits / index.value) ** by for limits in (index.lower, index.upper))
    return replace(index, lower=lower, upper=upper, log_standard_error=by * index.log_standard_error)


def differing_months(one: Factors, other: Factors) -> list[int]:
    """The months, 1 for January, in which two areas' factors differ by more than chance, the twelve taken together."""
    apart = np.abs(np.log(one.index.value) - np.log(other.index.value))
    reach = (np.log(one.index.upper) - np.log(one.index.value)) / one.index.log_standard_error
    error = np.hypot(one.index.log_standard_error, other.index.log_standard_error)
    return (np.flatnonzero(apart > reach * error) + 1).tolist()


def expected_from_trend(found: Season) -> np.ndarray:
    """The offences that the trend alone leads one to expect in each month, by its days."""
    days = found.run.months.index.days_in_month.to_numpy(dtype=float)
    scale, trend = found.parts.scale, found.parts.trend
    if scale == LOG_PER_DAY:
        return from_scale(trend, scale=scale, days=days)
    return np.maximum(from_scale(trend, scale=scale), 0.5) * days / days.mean()
