"""Can a printed percentage come from whole numbers at all?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from analysis_lib.statistics.checks import counts, single, whole_number

MOST_DECIMALS = 15
MOST_NUMERATORS = 1_000_000  # a figure that allows more tells nothing, and the list of them fills the memory


@dataclass(frozen=True)
class WholeNumbers:
    """Every whole number of people (or points) that a printed figure can have come from, smallest first."""

    numerators: tuple[int, ...]

    @property
    def possible(self) -> bool:
        """Whether there is any. If not, the figure, the base or the rounding is not as printed."""
        return bool(self.numerators)

    @property
    def exact(self) -> bool:
        """Whether there is only one: the figure then discloses the number behind it."""
        return len(self.numerators) == 1


def whole_numbers_behind(figure: float | str, *, base: int, decimals: int, per: int = 100) -> WholeNumbers:
    """The whole numbers that, divided by ``base`` and rounded, give a printed percentage (the GRIM test).

    A half may have been rounded up or down: both are allowed, so that "impossible" does not depend on a
    rounding rule. Worked in fractions: a floating-point half would be a little more or less.

    Parameters
    ----------
    figure : as printed, 0 or more, a number or its text
    base : what it is a percentage of: a whole number of people, above 0
    decimals : places after the point that were printed, 0 or more
    per : 100 for a percentage, 1 for a mean of whole numbers, 1000 for a rate per 1,000

    Returns
    -------
    WholeNumbers : none if no whole number gives the figure. A percentage above 100 has numerators above the base

    Raises
    ------
    ValueError : the figure is negative, missing or no number; base or per is not a whole number above 0; decimals
        is not a whole number from 0 to 15, or fewer than the figure itself has; a million whole numbers give the figure

    References
    ----------
    Brown, N. J. L. and Heathers, J. A. J. (2017). The GRIM test: a simple technique detects numerous anomalies in
    the reporting of results in psychology. Social Psychological and Personality Science 8, 363-369.

    Examples
    --------
    Brown and Heathers' example, a mean of 5.19 among 28 people who answered in whole numbers:

    >>> whole_numbers_behind("5.19", base=28, decimals=2, per=1).possible
    False

    No total gives it: 145 of 28 is 5.18 and 146 is 5.21. A percentage can also tell too much:

    >>> whole_numbers_behind(1.1, base=271, decimals=1).numerators
    (3,)

    1.1% of 271 people are exactly three people, and a suppressed count is no secret beside it.
    """
    n = whole_number("base", base, least=1, remedy="give one number of people")
    scale = whole_number("per", per, least=1, remedy="write 100 for a percentage")
    places = whole_number("decimals", decimals, most=MOST_DECIMALS, remedy="count them as printed")
    single("figure", _as_number(figure), counts)
    printed, half = Fraction(str(figure)), Fraction(1, 2 * 10**places)
    if (printed * 10**places).denominator != 1:
        raise ValueError(f"decimals must be as many as figure has, got {decimals} for {figure}; count them as printed")
    first, last = math.ceil(max(printed - half, 0) * n / scale), math.floor((printed + half) * n / scale)
    if last - first >= MOST_NUMERATORS:
        raise ValueError(
            f"base must be small enough for the figure to tell something, got {n:,}, which allows {last - first + 1:,} "
            "whole numbers; give more decimals"
        )
    return WholeNumbers(tuple(range(first, last + 1)))


def _as_number(figure: float | str) -> float | str:
    """A figure given as printed, with its last noughts, is text; it must be the text of a number."""
    try:
        return float(figure) if isinstance(figure, str) else figure
    except ValueError:
        return figure
