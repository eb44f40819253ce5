"""Has a monthly count risen or fallen between two periods?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

FEWEST_MONTHS = 8


@dataclass(frozen=True)
class RateRatio:
    """The ratio of two rates, with its interval, two-sided p-value and the dispersion of the months."""

    value: float
    lower: float
    upper: float
    p_value: float
    dispersion: float
    confidence_level: float


def quasi_poisson_rate_ratio(
    before: Sequence[float],
    after: Sequence[float],
    *,
    days_before: Sequence[float] | None = None,
    days_after: Sequence[float] | None = None,
    confidence_level: float = 0.95,
) -> RateRatio:
    """Ratio of the rate after to the rate before, from monthly counts that vary more than chance alone.

    The model is a quasi-Poisson regression of the monthly counts on the period, with the logarithm of the days
    in each month as offset. With one term for the period it has a closed form, which is used here: the
    ratio of the two rates per day; a Wald interval on the logarithm with variance
    ``dispersion * (1 / sum(before) + 1 / sum(after))`` and Student's t on ``months - 2`` degrees of freedom;
    dispersion is Pearson's chi-squared divided by those degrees of freedom. A dispersion below one, which
    only chance can give, is kept as it is, as the regression would.

    Parameters
    ----------
    before, after : sequences of counts, one a month, none negative, none missing
    days_before, days_after : days in each month; equal months if left out
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    RateRatio : ``value`` is missing (nan), with its limits, if either period holds no event at all

    Raises
    ------
    ValueError : a count is negative or missing; the lengths of counts and days differ; fewer than three
        months in all; a confidence level outside 0 to 1

    References
    ----------
    McCullagh, P. and Nelder, J. A. (1989). Generalized Linear Models, 2nd edition, section 6.2.

    Examples
    --------
    The figures of R's ``glm(family = quasipoisson)`` for two years of months:

    >>> before = [52, 61, 48, 70, 66, 58, 73, 69, 55, 60, 49, 64]
    >>> after = [60, 75, 58, 81, 70, 77, 69, 92, 66, 71, 58, 80]
    >>> ratio = quasi_poisson_rate_ratio(before, after)
    >>> round(ratio.value, 5), round(ratio.lower, 5), round(ratio.upper, 5), round(ratio.dispersion, 4)
    (1.18207, 1.04865, 1.33247, 1.3099)

    The rate rose by 18%, and the interval from 5% to 33% excludes no change.
    """
    first, second = _counts("before", before), _counts("after", after)
    first_days, second_days = _days("days_before", days_before, first), _days("days_after", days_after, second)
    if not 0 < confidence_level < 1:
        raise ValueError(f"confidence_level must lie between 0 and 1, got {confidence_level}; write 0.95")
    freedom = len(first) + len(second) - 2
    if freedom < 1:
        raise ValueError(
            f"before and after must hold three months or more in all, got {freedom + 2}; use longer periods"
        )
    if not (first.sum() and second.sum()):
        return RateRatio(np.nan, np.nan, np.nan, np.nan, np.nan, confidence_level)
    expected = np.concatenate(
        [first_days * first.sum() / first_days.sum(), second_days * second.sum() / second_days.sum()]
    )
    dispersion = float(np.sum((np.concatenate([first, second]) - expected) ** 2 / expected) / freedom)
    log_ratio = np.log(second.sum() / second_days.sum()) - np.log(first.sum() / first_days.sum())
    error = np.sqrt(dispersion * (1 / first.sum() + 1 / second.sum()))
    reach = special.stdtrit(freedom, (1 + confidence_level) / 2) * error
    p_value = float(2 * special.stdtr(freedom, -abs(log_ratio) / error)) if error else float(log_ratio == 0)
    low, middle, high = np.exp([log_ratio - reach, log_ratio, log_ratio + reach])
    return RateRatio(float(middle), float(low), float(high), p_value, dispersion, confidence_level)


def unplaced_effect(
    *, unplaced_before: float, placed_before: float, unplaced_after: float, placed_after: float
) -> float:
    """The per cent change in placed events that a change in the share not placed would make by itself.

    If a share ``u`` of all events cannot be placed in an area, the areas together hold ``1 - u`` of them.
    When that share moves, the areas' counts move by ``(1 - u_after) / (1 - u_before)`` with no event more
    or less. The effect is the areas' average; one area's may be smaller or larger.

    Raises ``ValueError`` for a negative count or a period without a placed event.

    Examples
    --------
    London, all offences: 23,358 of 939,617 not placed in one year and 2,076 of 921,671 in the next would
    raise the boroughs' counts by 2.3% with no more crime.

    >>> effect = unplaced_effect(unplaced_before=23358, placed_before=916259, unplaced_after=2076, placed_after=919595)
    >>> round(effect, 1)
    2.3
    """
    counts = {
        "unplaced_before": unplaced_before,
        "placed_before": placed_before,
        "unplaced_after": unplaced_after,
        "placed_after": placed_after,
    }
    for name, count in counts.items():
        if not count >= 0 or (name.startswith("placed") and count == 0):
            raise ValueError(
                f"{name} must be {'above' if name.startswith('placed') else 'at least'} 0, got {count}; "
                "check the period"
            )
    placed_share_before = placed_before / (placed_before + unplaced_before)
    placed_share_after = placed_after / (placed_after + unplaced_after)
    return 100 * (placed_share_after / placed_share_before - 1)


def _counts(name: str, values: Sequence[float]) -> np.ndarray:
    counts = np.asarray(values, dtype=float)
    if not np.all(counts >= 0):
        raise ValueError(
            f"{name} must hold counts of 0 or more with none missing, got {list(values)}; leave incomplete periods out"
        )
    return counts


def _days(name: str, values: Sequence[float] | None, counts: np.ndarray) -> np.ndarray:
    days = np.ones_like(counts) if values is None else np.asarray(values, dtype=float)
    if days.shape != counts.shape or not np.all(days > 0):
        raise ValueError(f"{name} must hold the days of each of {len(counts)} months, all above 0, got {values}")
    return days
