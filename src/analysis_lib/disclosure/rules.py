"""Which figures may not be published as they are, and how they are shown instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis_lib.statistics.checks import counts, plain, shares_above_0, single, whole_number, yes_or_no

HIDDEN = "*"


def primary_suppression(values: Any, *, threshold: int = 5, zeros_unsafe: bool = False) -> Any:
    """Which counts are too small to publish: those from 1 to one below the threshold.

    Zeros are published, since no one is in them, unless a zero says something of everyone else ("no one of this group
    was unharmed"): then ``zeros_unsafe``. The rule of whoever controls the data prevails where it is stricter, as
    that of trusted research environments (threshold 10, zeros unsafe) is.

    Parameters
    ----------
    values : whole counts of people or events, 0 or more; or a column, or a table
    threshold : the smallest count that may be published, whole, 2 or more
    zeros_unsafe : whether zeros too are suppressed

    Returns
    -------
    bool, or array of bool : true where the count must not be published

    Raises
    ------
    ValueError : a count is negative, broken or missing; a threshold below 2

    References
    ----------
    Government Statistical Service, Guidance for tables produced from administrative sources. Office for National
    Statistics, Policy on protecting confidentiality in tables.

    Examples
    --------
    >>> primary_suppression([0, 1, 2, 4, 5, 6, 20]).tolist()
    [False, True, True, True, False, False, False]

    Counts of 1, 2 and 4 are suppressed; 0, 5 and above are published.
    """
    x, threshold = whole_counts("values", values), whole_number("threshold", threshold, least=2, remedy="write 5")
    return plain((x < threshold) & ((x > 0) | yes_or_no("zeros_unsafe", zeros_unsafe)))


def round_to_base(values: Any, *, base: int = 5) -> Any:
    """Counts rounded to the nearest multiple of a base; halfway, which only an even base has, goes up.

    Totals are rounded from their own true value, not summed from rounded cells, so a table need not add up; what
    that lets a reader infer is the business of :func:`analysis_lib.disclosure.leaks.rounding_attack`.

    Parameters
    ----------
    values : whole counts, 0 or more; or a column, or a table
    base : whole, 2 or more

    Returns
    -------
    int, or array of int

    Raises
    ------
    ValueError : a count is negative, broken or missing; a base below 2

    References
    ----------
    Government Statistical Service, Guidance for tables produced from administrative sources.

    Examples
    --------
    >>> round_to_base([0, 2, 3, 7, 8, 13]).tolist()
    [0, 0, 5, 5, 10, 15]

    Two becomes 0 and three becomes 5: no rounded figure tells a count of 1 or 2 from none.
    """
    x, base = whole_counts("values", values), whole_number("base", base, least=2, remedy="write 5")
    return plain((np.floor_divide(2 * x + base, 2 * base) * base).astype(int))


def nhs_rounding(values: Any) -> Any:
    """Counts as NHS Digital shows them below national level: 0 as 0, 1 to 7 as "*", all others to the nearest 5.

    With every figure rounded no difference of two can betray a small one, so no secondary suppression is needed: it
    was adopted because that, done by hand, was slow and went wrong.

    Parameters
    ----------
    values : whole counts, 0 or more; or a column, or a table

    Returns
    -------
    int or "*", or an array of them

    Raises
    ------
    ValueError : a count is negative, broken or missing

    References
    ----------
    NHS Digital (2018). Hospital Episode Statistics and Emergency Care Data Set: disclosure control method.

    Examples
    --------
    >>> nhs_rounding([0, 1, 7, 8, 12, 13, 103]).tolist()
    [0, '*', '*', 10, 10, 15, 105]

    Counts of 1 and 7 look alike, and 8 and 12 are both 10.
    """
    x = whole_counts("values", values)
    shown = np.where(primary_suppression(x, threshold=8), HIDDEN, np.asarray(round_to_base(x)).astype(object))
    return shown if shown.ndim else shown.item()


@dataclass(frozen=True)
class Dominance:
    """How far a total rests on its largest contributors, and whether either rule forbids it."""

    largest_share: float
    share_is_unsafe: bool
    remainder_ratio: float
    remainder_is_unsafe: bool


def dominance(
    contributions: Any, *, largest: int = 2, greatest_share: float = 0.9, least_remainder: float = 0.1
) -> Dominance:
    """May a total of costs or times be published, or would it tell one contributor about another?

    Two rules. By the (n, k) rule a total is unsafe if its ``n`` largest contributors make up a share ``k`` or more. By
    the p% rule it is unsafe if the second largest, taking its own part away, could tell the largest to within ``p``:
    if all but the two largest sum to less than ``p`` of the largest.

    Parameters
    ----------
    contributions : one number for each contributor, 0 or more, not all 0
    largest : n, whole, 1 or more
    greatest_share, least_remainder : k and p, between 0 and 1

    Returns
    -------
    Dominance : the share of the largest, the remainder over the largest, and whether each is unsafe

    Raises
    ------
    ValueError : a contribution is negative (to be reviewed by hand) or missing, or all are 0; a rule out of its range

    References
    ----------
    Hundepool, A. et al. (2012). Statistical Disclosure Control, chapter 4. Defaults as in ACRO (AI-SDC).

    Examples
    --------
    Four providers of which one has nearly all (rules of ACRO):

    >>> found = dominance([500_000, 20_000, 15_000, 9_000])
    >>> round(found.largest_share, 3), found.share_is_unsafe, round(found.remainder_ratio, 3), found.remainder_is_unsafe
    (0.956, True, 0.048, True)

    Two providers make up 96% of the total, and the second could work out the first to within 5%: not to be published.
    """
    x = -np.sort(-np.ravel(counts("contributions", contributions)))
    if not x.sum():
        raise ValueError("contributions must hold one above 0, got none; there is no total to publish")
    k, p = (
        single("greatest_share", greatest_share, shares_above_0),
        single("least_remainder", least_remainder, shares_above_0),
    )
    n = whole_number("largest", largest, least=1, remedy="write 2")
    share, remainder = float(x[:n].sum() / x.sum()), float(x[2:].sum() / x[0])
    return Dominance(share, share >= k, remainder, remainder < p)


def whole_counts(name: str, values: Any) -> np.ndarray:
    """Whole numbers of 0 or more; refused by name otherwise.

    >>> whole_counts("values", [0, 3]).tolist()
    [0.0, 3.0]

    Both are counts of people, as every rule here needs.
    """
    array = counts(name, values)
    if np.any(broken := array != np.floor(array)):
        raise ValueError(f"{name} must hold whole numbers, got {array[broken].flat[0]:g}; protect counts, then divide")
    return array
