"""Which places lie further from the average of all than chance would put them?

Limits are drawn for 95% and 99.8%. A flag reads like those of public health practice: "High (0.001)" is above the
99.8% limit, "High (0.025)" above the 95% limit only, and so "Low"; else "Not significant". Recorded crime spreads
more than chance, so that nearly every place is flagged; :func:`overdispersion` then says how much wider to draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from analysis_lib.statistics.checks import aligned, between, counts, plain, positive, single, whole
from analysis_lib.statistics.rates import count_interval

LEVELS = (0.95, 0.998)
FEWEST_FOR_STEADY_SPREAD = 10  # with fewer places the spread between them is mostly noise


@dataclass(frozen=True)
class FunnelLimits:
    """The 95% and the 99.8% limits of a funnel: floats, or arrays of one shape."""

    lower_95: Any
    upper_95: Any
    lower_998: Any
    upper_998: Any


@dataclass(frozen=True)
class OverDispersion:
    """How much more places spread than chance, and the funnel drawn wider for it.

    ``dispersion`` is the mean square of the places' z-scores, 1 if chance were all; ``between_variance`` the
    variance between places beyond chance, of the square root of their ratios. ``root_limits`` are limits of that
    square root around 1, ``limits`` those of the ratio itself, ``flags`` the places outside. ``note`` warns of few.
    """

    dispersion: float
    between_variance: float
    root_limits: FunnelLimits
    limits: FunnelLimits
    flags: np.ndarray
    note: str


def funnel_limits(denominator: Any, *, average: float) -> FunnelLimits:
    """The limits between which chance alone would keep a proportion, for places of each size.

    A proportion is outside them exactly if the average is outside its own Wilson interval.

    Parameters
    ----------
    denominator : people or events of a place, above 0; or a column, to draw the funnel
    average : the proportion of all places together, above 0 and below 1

    Returns
    -------
    FunnelLimits : between 0 and 1, where they are cut off

    Raises
    ------
    ValueError : a denominator is not above 0; the average is not between 0 and 1

    References
    ----------
    Spiegelhalter, D. J. (2005). Funnel plots for comparing institutional performance. Statistics in Medicine 24,
    1185-1202.

    Examples
    --------
    A place of 211 where four in five is the average (test suite of PHEindicatormethods 2.1.0):

    >>> limits = funnel_limits(211, average=0.80642448)
    >>> round(limits.lower_95, 6), round(limits.upper_95, 6)
    (0.753114, 0.859735)

    Of twenty such places that differ by chance alone, nineteen have a share between 75% and 86%.
    """
    n = positive("denominator", denominator)
    remedy = "a funnel needs a proportion that varies"
    centre = between("average", average, 0, 1, remedy=remedy, open_ends=True)
    return _limits(centre, np.sqrt(centre * (1 - centre) / n), highest=1.0)


def flag_proportions(
    numerator: Any, denominator: Any, *, total_numerator: float | None = None, total_denominator: float | None = None
) -> Any:
    """Whether each proportion is further from that of all places than chance would put it.

    Parameters
    ----------
    numerator, denominator : of each place, as for :func:`~analysis_lib.statistics.rates.proportion`; columns of
        all places, or, with the totals, of any
    total_numerator, total_denominator : of all places together; the sums of the columns if left out

    Returns
    -------
    "High (0.001)", "High (0.025)", "Not significant", "Low (0.025)" or "Low (0.001)"; an array of them for columns

    Raises
    ------
    ValueError : as for :func:`funnel_limits`; a numerator above its denominator; one place without the totals

    References
    ----------
    As for :func:`funnel_limits`.

    Examples
    --------
    Havering among the primary care trusts of England (test suite of PHEindicatormethods 2.1.0):

    >>> flag_proportions(48686.4364, 59804, total_numerator=10325813.8504, total_denominator=12804440)
    'High (0.001)'

    Its share of 81.4% is above England's 80.6%, and by more than the luck of one place in a thousand.
    """
    x, n = aligned(numerator=(counts, numerator), denominator=(positive, denominator))
    if np.any(over := x > n):
        raise ValueError(
            f"numerator must not be above denominator, got {x[over].flat[0]:g} of {n[over].flat[0]:g}; "
            "if one person can count twice, use flag_rates"
        )
    return _flags(x / n, funnel_limits(n, average=_average(x, n, total_numerator, total_denominator)))


def flag_ratios(observed: Any, expected: Any) -> Any:
    """Whether each place has more or fewer events than expected of it: whether those are outside the count's interval.

    The interval of the count is exact below 10 events and Byar's from 10.

    Parameters
    ----------
    observed : whole number of events, 0 or more; or a column
    expected : events to be expected, from a standardised ratio for instance, above 0; or a column

    Returns
    -------
    the flags of :func:`flag_proportions`

    Raises
    ------
    ValueError : a count is negative, missing or not whole; an expected number is not above 0

    References
    ----------
    Office for Health Improvement and Disparities. Technical guide: funnel plots. Fingertips.

    Examples
    --------
    Three places (test suite of PHEindicatormethods 2.1.0):

    >>> flag_ratios([8, 151, 159], [6.24, 106.44, 232.93]).tolist()
    ['Not significant', 'High (0.001)', 'Low (0.001)']

    Eight events where six are expected are nothing to speak of; 151 where 106 are expected are.
    """
    x, e = aligned(observed=(whole, observed), expected=(positive, expected))
    (lower_95, upper_95), (lower_998, upper_998) = (
        (interval.lower, interval.upper) for interval in (count_interval(x, confidence_level=level) for level in LEVELS)
    )
    high, low = [lower_998 > e, lower_95 > e], [upper_998 < e, upper_95 < e]
    return plain(np.select([*high, *low], _NAMES, "Not significant"))


def flag_rates(numerator: Any, denominator: Any) -> Any:
    """Whether each rate is higher or lower than the rate of all places together.

    Parameters
    ----------
    numerator : whole number of events in each of two places or more; a column
    denominator : people of each place, above 0; a column

    Returns
    -------
    an array of the flags of :func:`flag_proportions`

    Raises
    ------
    ValueError : as for :func:`~analysis_lib.statistics.rates.rate`; one place only; no event in any place

    References
    ----------
    As for :func:`flag_ratios`.

    Examples
    --------
    Three places of 1,000 people (by hand: 20 events are expected in each):

    >>> flag_rates([20, 35, 5], [1000, 1000, 1000]).tolist()
    ['Not significant', 'High (0.025)', 'Low (0.001)']

    The second place has more events than chance would often give, the third far fewer.
    """
    x, n = aligned(numerator=(whole, numerator), denominator=(positive, denominator))
    return flag_ratios(x, positive("expected", n * _average(x, n, None, None)))


def overdispersion(observed: Any, expected: Any, *, winsorise: float = 0.1) -> OverDispersion:
    """How much more the ratios of places spread than chance, and limits that allow for it.

    On the square-root scale, where chance spreads a place's ratio by ``1 / (2 * sqrt(expected))``: the places'
    z-scores are drawn in to their 10th and 90th centile, so that the very places looked for do not widen the
    funnel; what their mean square leaves beyond chance is the variance between places, after DerSimonian and Laird.

    Parameters
    ----------
    observed : events of each of two places or more, 0 or more
    expected : events to be expected of each, above 0
    winsorise : the share of places drawn in at either end, from 0 to 0.49

    Returns
    -------
    OverDispersion : ``between_variance`` 0 if chance explains the spread; ``note`` says so if there are fewer than
        10 places, with whom it is mostly noise

    Raises
    ------
    ValueError : a number is negative or missing; expected is not above 0; one place only; a share outside the range

    References
    ----------
    Spiegelhalter, D. J. (2005). Handling over-dispersion of performance indicators. Quality and Safety in Health
    Care 14, 347-351.

    Examples
    --------
    Twelve places (FunnelPlotR, executed in R 4.2.2):

    >>> observed = [120, 95, 180, 60, 75, 210, 33, 150, 98, 41, 88, 134]
    >>> expected = [100, 110, 140, 70, 68, 160, 45, 155, 90, 55, 80, 120]
    >>> spread = overdispersion(observed, expected)
    >>> round(spread.dispersion, 4), round(spread.between_variance, 6)
    (3.0687, 0.005978)
    >>> print(f"{spread.limits.lower_95[0]:.2f} to {spread.limits.upper_95[0]:.2f}")
    0.67 to 1.39

    The places spread three times as much as chance would have it: a ratio of 1.2 is no longer remarkable.
    """
    o, e = aligned(observed=(counts, observed), expected=(positive, expected))
    _several(e)
    share = between("winsorise", winsorise, 0, 0.49, remedy="write 0.1 for 10%")
    variance, root = 1 / (4 * e), np.sqrt(o / e)
    scores = (root - 1) / np.sqrt(variance)
    scores = np.clip(scores, *np.quantile(scores, [share, 1 - share]))
    dispersion, first, second = np.mean(scores**2), np.sum(1 / variance), np.sum(1 / variance**2)
    beyond = max(0.0, float((len(e) * dispersion - (len(e) - 1)) / (first - second / first)))
    limits = _limits(1.0, np.sqrt(variance + beyond), highest=np.inf)
    squares = FunnelLimits(*(np.square(limit) for limit in vars(limits).values()))
    few = f"only {len(e)} places: the variance between them is mostly noise"
    note = few if len(e) < FEWEST_FOR_STEADY_SPREAD else ""
    return OverDispersion(float(dispersion), beyond, limits, squares, _flags(root, limits), note)


def ratio_limits(expected: Any, *, between_variance: float) -> FunnelLimits:
    """The limits of a ratio for places of each size, to draw the funnel that :func:`overdispersion` widened.

    Parameters
    ----------
    expected : events to be expected of a place, above 0; or a column
    between_variance : the variance between places beyond chance, from :func:`overdispersion`; 0 for chance alone

    Returns
    -------
    FunnelLimits : of the ratio of events to those expected; never below 0

    Raises
    ------
    ValueError : an expected number is not above 0; a variance below 0

    References
    ----------
    As for :func:`overdispersion`.

    Examples
    --------
    The first of the twelve places of :func:`overdispersion`, by chance alone and with the spread between places:

    >>> alone, widened = (ratio_limits(100, between_variance=spread) for spread in (0, 0.005978))
    >>> print(f"{alone.lower_95:.2f} to {alone.upper_95:.2f}; {widened.lower_95:.2f} to {widened.upper_95:.2f}")
    0.81 to 1.21; 0.67 to 1.39

    A place a third above the average is outside the one and inside the other.
    """
    e = positive("expected", expected)
    beyond = single("between_variance", between_variance, counts)
    limits = _limits(1.0, np.sqrt(1 / (4 * e) + beyond), highest=np.inf)
    return FunnelLimits(*(plain(np.square(limit)) for limit in vars(limits).values()))


_NAMES = ["High (0.001)", "High (0.025)", "Low (0.001)", "Low (0.025)"]


def _limits(centre: float, error: np.ndarray, *, highest: float) -> FunnelLimits:
    reaches = [special.ndtri((1 + level) / 2) * error for level in LEVELS]
    ends = [np.clip(centre + sign * reach, 0, highest) for reach in reaches for sign in (-1, 1)]
    return FunnelLimits(*map(plain, ends))


def _flags(values: np.ndarray, limits: FunnelLimits) -> Any:
    high, low = (
        [values > limits.upper_998, values > limits.upper_95],
        [values < limits.lower_998, values < limits.lower_95],
    )
    return plain(np.select([*high, *low], _NAMES, "Not significant"))


def _average(x: np.ndarray, n: np.ndarray, total_numerator: float | None, total_denominator: float | None) -> float:
    if (total_numerator is None) != (total_denominator is None):
        raise ValueError("total_numerator and total_denominator must be given together, got one; give both or neither")
    if total_numerator is None:
        _several(n)
        return float(x.sum() / n.sum())
    return single("total_numerator", total_numerator, counts) / single("total_denominator", total_denominator, positive)


def _several(places: np.ndarray) -> None:
    if np.size(places) < 2:
        raise ValueError("a funnel must hold two places or more, got 1; compare one place with a benchmark instead")
