"""What rate lies behind printed numbers that are a rate times a population, when the rate was not printed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from analysis_lib.statistics.checks import aligned, counts, positive

MOST_DECIMALS = 9


@dataclass(frozen=True)
class RateBehind:
    """All rates that give every number printed lie from ``lower`` up to ``upper``; ``value`` is the shortest of them.

    ``possible`` is False, and the rates are missing (nan), if no one rate gives them all.
    """

    value: float
    lower: float
    upper: float
    possible: bool


def rate_behind(numbers: Any, *, populations: Any, per: int = 100) -> RateBehind:
    """The rate common to several printed numbers, each of which is that rate times its population, rounded to a whole.

    Fitted to the numbers themselves: it says how they can have been made, and is no estimate of anything. Worked in
    fractions, with a half rounded either way.

    Parameters
    ----------
    numbers : whole numbers as printed, 0 or more
    populations : what each was worked out from, above 0
    per : 100 for a percentage

    Returns
    -------
    RateBehind : per ``per``; ``value`` is the rate of the fewest decimals (the middle one of several)

    Raises
    ------
    ValueError : a negative or missing number, a population not above 0, lengths that differ

    References
    ----------
    The arithmetic of rounding: a number prints as n if it lies between n - 1/2 and n + 1/2.

    Examples
    --------
    Domestic violence in four boroughs, with all women and girls of the 2001 Census (Havering's needs assessment of
    2011-12, figure 8):

    >>> behind = rate_behind([5466, 5771, 5268, 4036], populations=[116_291, 122_786, 112_093, 85_876])
    >>> behind.value, round(behind.lower, 4), round(behind.upper, 4)
    (4.7, 4.6998, 4.7001)

    One rate, 4.7%, gives all four.
    """
    printed, people = aligned(numbers=(counts, numbers), populations=(positive, populations))
    cells = [(Fraction(str(n)), Fraction(str(p))) for n, p in zip(np.ravel(printed), np.ravel(people), strict=True)]
    half = Fraction(1, 2)
    lower = max(max(n - half, 0) * per / p for n, p in cells)
    upper = min((n + half) * per / p for n, p in cells)
    if lower > upper:
        return RateBehind(math.nan, math.nan, math.nan, False)
    return RateBehind(_shortest(lower, upper), float(lower), float(upper), True)


def _shortest(lower: Fraction, upper: Fraction) -> float:
    """The number of the fewest decimals between two, the middle one if there are several."""
    for decimals in range(MOST_DECIMALS + 1):
        first, last = math.ceil(lower * 10**decimals), math.floor(upper * 10**decimals)
        if first <= last:
            return float(Fraction((first + last) // 2, 10**decimals))
    return float((lower + upper) / 2)
