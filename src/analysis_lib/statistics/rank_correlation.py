"""Do two orders of the same things agree?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from analysis_lib.statistics.checks import aligned, confidence, numbers

FEWEST = 10  # below it the interval is too rough to publish


@dataclass(frozen=True)
class RankCorrelation:
    """Spearman's rank correlation: 1 if two orders are the same, -1 if reversed, near 0 if unrelated."""

    value: float
    lower: float
    upper: float
    confidence_level: float
    pairs: int


def rank_correlation(first: Any, second: Any, *, confidence_level: float = 0.95) -> RankCorrelation:
    """Spearman's rank correlation of two columns, with an interval by Fisher's transformation.

    Ranks, because counts of events over places are so skewed that a few places would decide an ordinary correlation.
    The interval is ``tanh(atanh(r) -/+ z sqrt((1 + r^2 / 2) / (n - 3)))``. It takes places as separate; neighbours are
    alike, so the true interval is wider.

    Parameters
    ----------
    first, second : columns of numbers of one length, ten pairs or more, neither all equal
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    RankCorrelation : ``value`` and limits from -1 to 1

    Raises
    ------
    ValueError : unlike lengths, fewer than ten pairs, a column whose numbers are all equal, a missing number

    References
    ----------
    Bonett, D. G. and Wright, T. A. (2000). Sample size requirements for estimating Pearson, Kendall and Spearman
    correlations. Psychometrika 65, 23-28.

    Examples
    --------
    Ten wards in the order of two years, of which the first two change places, and so do the last two (by hand:
    1 - 6 (1 + 1 + 1 + 1) / (10 x 99)):

    >>> found = rank_correlation(range(10), [1, 0, 2, 3, 4, 5, 6, 7, 9, 8])
    >>> round(found.value, 4), round(found.lower, 2), round(found.upper, 2)
    (0.9758, 0.86, 1.0)

    The two orders are nearly the same.
    """
    level, (x, y) = confidence(confidence_level), aligned(first=(numbers, first), second=(numbers, second))
    if len(x) < FEWEST or np.ptp(x) == 0 or np.ptp(y) == 0:
        raise ValueError(f"first and second must hold {FEWEST} pairs or more that differ, got {len(x)}; give more")
    value = float(stats.spearmanr(x, y).statistic)
    bounded = np.clip(value, -1 + 1e-12, 1 - 1e-12)
    reach = stats.norm.ppf((1 + level) / 2) * np.sqrt((1 + value**2 / 2) / (len(x) - 3))
    lower, upper = np.tanh(np.arctanh(bounded) + np.array([-reach, reach]))
    return RankCorrelation(value, float(min(lower, value)), float(max(upper, value)), level, len(x))
