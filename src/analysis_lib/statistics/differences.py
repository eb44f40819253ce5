"""The absolute difference between two rates, which a ratio hides: twice almost nothing is almost nothing."""

from __future__ import annotations

from typing import Any

from analysis_lib.statistics.checks import aligned, numbers, same_index
from analysis_lib.statistics.proportions import Difference, difference_of
from analysis_lib.statistics.rates import rate


def rate_difference(
    *,
    events: Any,
    exposure: Any,
    reference_events: Any,
    reference_exposure: Any,
    multiplier: float = 100_000,
    confidence_level: float = 0.95,
) -> Difference:
    """One rate less another, independent one, with an interval recovered from the two rates' own intervals.

    The lower limit goes down from the difference by the distance from the first rate to its lower limit and from the
    second to its upper one, added as squares; the upper limit likewise (the method known as MOVER, which for
    proportions is Newcombe's). The limits of each rate are exact below 10 events and Byar's from 10. Ours, because
    statsmodels' intervals for a difference of rates rest on the normal distribution, which fails for few events.

    Parameters
    ----------
    events, reference_events : whole numbers of events, 0 or more; or columns
    exposure, reference_exposure : what they are rates of, above 0: people, or days; or columns
    multiplier : the number of people the rates are given for, above 0
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    Difference : in events per ``multiplier``, with the two rates it was made of as ``numerator`` and ``denominator``

    Raises
    ------
    ValueError : as for :func:`~analysis_lib.statistics.rates.rate`

    References
    ----------
    Zou, G. Y. and Donner, A. (2008). Construction of confidence limits about effect measures: a general approach.
    Statistics in Medicine 27, 1693-1702.

    Examples
    --------
    Twenty events among a hundred people against five: the rates have the limits 12.211 to 30.890 and 1.623 to 11.668
    per hundred (test suite of PHEindicatormethods 2.1.0), so the lower limit is 15 less the root of
    (20 - 12.211)^2 + (11.668 - 5)^2, and the upper one 15 and the root of (30.890 - 20)^2 + (5 - 1.623)^2.

    >>> found = rate_difference(events=20, exposure=100, reference_events=5, reference_exposure=100, multiplier=100)
    >>> found.value, round(found.lower, 2), round(found.upper, 2)
    (15.0, 4.75, 26.4)

    The first rate is 15 per hundred higher, and the figures allow anything from 5 to 26.
    """
    same_index(
        events=events, exposure=exposure, reference_events=reference_events, reference_exposure=reference_exposure
    )
    first = rate(events, exposure, multiplier=multiplier, confidence_level=confidence_level)
    second = rate(reference_events, reference_exposure, multiplier=multiplier, confidence_level=confidence_level)
    aligned(events=(numbers, first.numerator), reference_events=(numbers, second.numerator))
    return difference_of(first, second, statistic="rate difference", method="MOVER")
