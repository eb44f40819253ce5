"""What published figures give away between them: differences, percentages of known bases, rounded parts of totals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis_lib.disclosure.attack import Attack, Interval, constraint_attack
from analysis_lib.disclosure.rules import primary_suppression, whole_counts
from analysis_lib.statistics.checks import between, single, whole_number

MOST_DECIMALS = 9
MOST_PEOPLE = 100_000_000  # more people than the country has


@dataclass(frozen=True)
class DifferencingLeak:
    """What two published totals give away between them, and whether that may not be published."""

    value: int
    disclosive: bool


def differencing(
    *, first_total: float, second_total: float, known_added: float = 0, threshold: int = 5, zeros_unsafe: bool = False
) -> DifferencingLeak:
    """The figure that two published totals give away: what the first holds and the second does not.

    A total for all ages and one for adults give away the children. Two successive rolling totals and the month
    that came in give away the month that dropped out: first total, plus what was added, less second total.

    Parameters
    ----------
    first_total, second_total : whole counts as published, of which the second leaves out the figure sought
    known_added : what the second total holds and the first does not (the new month), if known; 0 if nothing
    threshold, zeros_unsafe : the rule, as in :func:`analysis_lib.disclosure.rules.primary_suppression`

    Returns
    -------
    DifferencingLeak : the figure, and whether the rule forbids it

    Raises
    ------
    ValueError : a total is negative or broken; the totals give a negative figure

    References
    ----------
    Hundepool, A. et al. (2012). Statistical Disclosure Control, chapter 5.

    Examples
    --------
    Twelve months to December: 61. Twelve months to January: 63, of which January itself 5.

    >>> differencing(first_total=61, second_total=63, known_added=5)
    DifferencingLeak(value=3, disclosive=True)

    The January a year before had 3, which the rule meant to hide.
    """
    first, second, added = (
        single(name, x, whole_counts)
        for name, x in [("first_total", first_total), ("second_total", second_total), ("known_added", known_added)]
    )
    if (value := int(first + added - second)) < 0:
        raise ValueError(f"first_total with known_added must not be below second_total, got {value} between; swap them")
    return DifferencingLeak(value, bool(primary_suppression(value, threshold=threshold, zeros_unsafe=zeros_unsafe)))


@dataclass(frozen=True)
class PercentageLeak:
    """The numerators that a printed percentage allows: none if it cannot come from this denominator."""

    possible_numerators: tuple[int, ...]

    @property
    def exact(self) -> bool:
        """Whether there is one numerator only."""
        return len(self.possible_numerators) == 1


def percentage_leak(percentage: float, *, denominator: int, decimals: int) -> PercentageLeak:
    """Every whole numerator that gives a printed percentage of a known denominator.

    Worked in whole numbers, since a percentage such as 1.1 has no exact binary form; halves are rounded up.

    Parameters
    ----------
    percentage : as printed, between 0 and 100
    denominator : whole, 1 or more
    decimals : decimal places printed, whole, 0 or more

    Returns
    -------
    PercentageLeak : the numerators from 0 to the denominator, in order

    Raises
    ------
    ValueError : a percentage outside 0 to 100 or with more decimals; a denominator or decimals that are not whole

    References
    ----------
    Numerator k is printed so if ``percentage - half a unit <= 100 k / denominator < percentage + half a unit``.

    Examples
    --------
    >>> percentage_leak(1.1, denominator=271, decimals=1).possible_numerators
    (3,)

    Printing 1.1% of 271 is printing 3.
    """
    of = whole_number("denominator", denominator, least=1, most=MOST_PEOPLE, remedy="give the people it is a share of")
    places = whole_number("decimals", decimals, most=MOST_DECIMALS, remedy="count them as printed")
    printed = between("percentage", percentage, 0, 100, remedy="give it as printed") * 10**places
    if abs(printed - round(printed)) > 1e-6:
        raise ValueError(f"percentage must have {places} decimals or fewer, got {percentage}; give it as printed")
    unit, units = 200 * 10**places, round(printed)  # one person is unit / (2 * denominator) units of the last place
    first, after = -(-(2 * units - 1) * of // unit), -(-(2 * units + 1) * of // unit)
    return PercentageLeak(tuple(range(max(first, 0), min(after, of + 1))))


def rounding_attack(rounded_cells: Any, *, rounded_total: float, base: int = 5) -> Attack:
    """What cells rounded one by one may have been, given their total, itself rounded from the true total.

    Parameters
    ----------
    rounded_cells : multiples of the base, 0 or more, as published
    rounded_total : as published
    base : the base of rounding, whole, 2 or more

    Returns
    -------
    Attack : an interval for each cell, in one row

    Raises
    ------
    ValueError : a number that is no multiple of the base; cells and total that no true figures can have

    References
    ----------
    As :func:`interval_attack`; the rule of :func:`analysis_lib.disclosure.rules.round_to_base`.

    Examples
    --------
    Cells shown as 0, 5 and 10 with a total shown as 20 (figures by exhaustive enumeration):

    >>> found = rounding_attack([0, 5, 10], rounded_total=20)
    >>> [(cell.minimum, cell.maximum) for cell in found.intervals]
    [(0, 2), (4, 7), (9, 12)]

    The total takes 3 from the second cell and 8 from the third, and leaves each four values or so.
    """
    base = whole_number("base", base, least=2, remedy="write 5")
    shown = np.append(
        whole_counts("rounded_cells", rounded_cells), single("rounded_total", rounded_total, whole_counts)
    )
    if np.any(odd := shown % base > 0):
        raise ValueError(
            f"rounded_cells and rounded_total must be multiples of {base}, got {shown[odd][0]:g}; check the base"
        )
    least, most = np.maximum(shown - base // 2, 0), shown + (base - 1) // 2
    row = np.ones((1, len(shown) - 1))
    limits = constraint_attack(row, least=least[-1], most=most[-1], unknown_least=least[:-1], unknown_most=most[:-1])
    return Attack(tuple(Interval(0, column, *limit) for column, limit in enumerate(limits)))
