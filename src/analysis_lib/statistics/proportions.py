"""Two proportions, or a row of them: the difference between two, and the trend over several.

One proportion with its interval is :func:`analysis_lib.statistics.rates.proportion`, which these build on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from analysis_lib.statistics.checks import aligned, matching, numbers, plain, same_index
from analysis_lib.statistics.estimates import Estimate
from analysis_lib.statistics.rates import proportion

NOTHING_VARIES = "nobody, or everybody, has the property: nothing varies that a trend could be tested against"


@dataclass(frozen=True)
class Difference(Estimate):
    """The first figure (``numerator``) less the second (``denominator``), with its interval."""

    @property
    def first(self) -> Any:
        """The figure from which the other is taken."""
        return self.numerator

    @property
    def second(self) -> Any:
        """The figure that is taken away."""
        return self.denominator


@dataclass(frozen=True)
class Trend:
    """The change in a proportion from one step of the score to the next, with its interval and test.

    Where interval and test are missing (nan), ``reason`` says why.
    """

    value: float
    lower: float
    upper: float
    confidence_level: float
    chi_squared: float
    degrees_of_freedom: int
    p_value: float
    reason: str = ""


def difference_of(first: Estimate, second: Estimate, *, statistic: str, method: str) -> Difference:
    """One estimate less another, independent one, with an interval recovered from their own intervals (MOVER).

    The lower limit goes down from the difference by the distance from the first value to its lower limit and from the
    second to its upper one, added as squares; the upper limit likewise.

    Examples
    --------
    By hand: 12 between 9 and 16 less 5 between 2 and 9 is 7, less the root of 3^2 + 4^2, plus that of 4^2 + 3^2.

    >>> twelve = Estimate(12, 1, 12.0, 9.0, 16.0, 0.95, "count", "by hand")
    >>> five = Estimate(5, 1, 5.0, 2.0, 9.0, 0.95, "count", "by hand")
    >>> found = difference_of(twelve, five, statistic="difference", method="MOVER")
    >>> found.value, found.lower, found.upper
    (7.0, 2.0, 12.0)

    The first is 7 more than the second, and the figures allow anything from 2 to 12.
    """
    a, b, value = first.value, second.value, np.subtract(first.value, second.value)
    lower = value - np.hypot(np.subtract(a, first.lower), np.subtract(second.upper, b))
    upper = value + np.hypot(np.subtract(first.upper, a), np.subtract(b, second.lower))
    figures = map(plain, (*np.broadcast_arrays(a, b), value, lower, upper))
    return Difference(*figures, first.confidence_level, statistic, method)


def proportion_difference(
    *,
    numerator: Any,
    denominator: Any,
    reference_numerator: Any,
    reference_denominator: Any,
    confidence_level: float = 0.95,
) -> Difference:
    """One proportion less another, independent one, with Newcombe's hybrid score interval (his method 10).

    Two intervals that overlap do not show that two proportions are alike; this interval answers the question.
    statsmodels has it too (``confint_proportions_2indep``, "newcomb"); ours is made of the two Wilson intervals of
    :func:`~analysis_lib.statistics.rates.proportion`, which takes columns and refuses bad rows by name.

    Parameters
    ----------
    numerator, reference_numerator : people with the property in the group and in the reference; or columns
    denominator, reference_denominator : all people of the group and of the reference, above 0; or columns
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    Difference : between -1 and 1, with the two proportions it was made of

    Raises
    ------
    ValueError : as for :func:`~analysis_lib.statistics.rates.proportion`

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions. Statistics in
    Medicine 17, 873-890. Table II, method 10.

    Examples
    --------
    Newcombe's contrast (a), 56 of 70 against 48 of 80:

    >>> difference = proportion_difference(
    ...     numerator=56, denominator=70, reference_numerator=48, reference_denominator=80
    ... )
    >>> round(difference.value, 4), round(difference.lower, 4), round(difference.upper, 4)
    (0.2, 0.0524, 0.3339)

    The first share is 20 percentage points above the second, and surely some 5 points above it or more.
    """
    same_index(
        numerator=numerator,
        denominator=denominator,
        reference_numerator=reference_numerator,
        reference_denominator=reference_denominator,
    )
    first = proportion(numerator, denominator, confidence_level=confidence_level)
    second = proportion(reference_numerator, reference_denominator, confidence_level=confidence_level)
    aligned(numerator=(numbers, first.value), reference_numerator=(numbers, second.value))
    return difference_of(first, second, statistic="proportion difference", method="Newcombe")


def proportion_trend(
    numerators: Any, denominators: Any, *, scores: Any = None, confidence_level: float = 0.95
) -> Trend:
    """Whether a proportion rises or falls steadily over years or other ordered groups.

    The chi-squared test for linear trend (Cochran and Armitage), in the form of R's ``prop.trend.test``, with the
    slope it tests. It asks for a straight line and cannot tell a rise and fall from no change.

    Parameters
    ----------
    numerators, denominators : one of each for two or more groups, in order
    scores : where each group stands, years for instance; one step apart if left out
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    Trend : ``value`` is the change in the proportion for one step of the score; the interval and the test are
        missing (nan), with the ``reason``, if nobody, or everybody, has the property, for then nothing varies

    Raises
    ------
    ValueError : as for :func:`~analysis_lib.statistics.rates.proportion`; fewer than two groups; scores all the
        same, or not one for each group

    References
    ----------
    Armitage, P. (1955). Tests for linear trends in proportions and frequencies. Biometrics 11, 375-386.
    Fleiss, J. L. (1981). Statistical Methods for Rates and Proportions, 2nd edition, section 9.3.

    Examples
    --------
    Smokers among lung patients of four studies (Fleiss; R's documentation of ``prop.trend.test``):

    >>> trend = proportion_trend([83, 90, 129, 70], [86, 93, 136, 82])
    >>> round(trend.chi_squared, 4), round(trend.p_value, 6), round(trend.value, 4)
    (8.2249, 0.004132, -0.0334)

    The share of smokers falls by about 3 percentage points from study to study, more than chance would do.
    """
    shares = proportion(numerators, denominators, confidence_level=confidence_level)
    x, n = np.atleast_1d(shares.numerator), np.atleast_1d(shares.denominator)
    distance = _centred(scores, n)
    average, spread = x.sum() / n.sum(), np.sum(n * distance**2)
    slope, error = np.sum(x * distance) / spread, np.sqrt(average * (1 - average) / spread)
    level = shares.confidence_level
    if error == 0:
        return Trend(float(slope), np.nan, np.nan, level, np.nan, 1, np.nan, NOTHING_VARIES)
    reach, chi_squared = special.ndtri((1 + level) / 2) * error, (slope / error) ** 2
    p_value = special.chdtrc(1, chi_squared)
    return Trend(*map(float, (slope, slope - reach, slope + reach, level, chi_squared)), 1, float(p_value))


def _centred(scores: Any, n: np.ndarray) -> np.ndarray:
    if len(n) < 2:
        raise ValueError(f"numerators must hold two groups or more, got {len(n)}; one group has no trend")
    places = np.arange(len(n)) if scores is None else matching("scores", scores, others="groups", of=n)
    if np.all(places == places[0]):
        raise ValueError(f"scores must differ from group to group, got {places[0]:g} for all; give the years")
    return places - np.sum(n * places) / n.sum()
