"""Has a count or a rate risen or fallen between two periods, or does it differ between two places?

Two totals alone have the exact interval of Poisson counts, which is the narrowest that can be claimed. Recorded
crime varies more than that: with months to hand, :func:`quasi_poisson_rate_ratio` is the interval to print. A change
is said to be one if its interval excludes no change; that two intervals overlap is no test of anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import special

from analysis_lib.statistics.checks import (
    aligned,
    confidence,
    counts,
    matching,
    plain,
    positive,
    single,
    whole,
    whole_number,
)
from analysis_lib.statistics.estimates import Estimate, reasons

FEWEST_MONTHS = 8  # in each period; with fewer their dispersion is mostly noise (methods, section 1.5)
SIGNIFICANCE = 0.05
MOST_EVENTS_FOR_E_TEST = 100_000  # scipy tabulates every pair of likely counts: at this many, 11 million of them
NO_EVENT = "no event in either period or place"
NO_REFERENCE = "no event in the reference, so there is no ratio; give both counts"
TIED = 1e-7  # outcomes whose probabilities differ by less are equally likely, as in R


@dataclass(frozen=True)
class Comparison(Estimate):
    """An estimate that sets ``numerator`` against ``denominator``, with a two-sided p-value of no difference."""

    p_value: Any

    @property
    def significant(self) -> Any:
        """Whether the p-value is below 0.05. Near it the interval may say otherwise, and the interval decides."""
        return plain(np.asarray(self.p_value) < SIGNIFICANCE)


@dataclass(frozen=True)
class RateRatio(Comparison):
    """A comparison of two periods by their months; ``dispersion`` is how much more they vary than chance alone."""

    dispersion: float


@dataclass(frozen=True)
class ETest:
    """Two rates, their difference, and the two-sided p-value of the E-test that they are the same."""

    rate: float
    reference_rate: float
    difference: float
    p_value: float


def exact_rate_ratio(
    *, events: Any, exposure: Any, reference_events: Any, reference_exposure: Any, confidence_level: float = 0.95
) -> Comparison:
    """The ratio of two rates, from one total each, with the exact conditional interval.

    Given the sum of two Poisson counts, the first is binomial; the limits of that share (Clopper and Pearson) are
    turned back into limits of the ratio. The p-value adds up every split of the events no likelier than the one
    seen, as R's ``poisson.test`` does. scipy has the parts (``binomtest``), one pair at a time; ours takes columns.

    Parameters
    ----------
    events, reference_events : whole numbers of events, 0 or more; or columns
    exposure, reference_exposure : what they are rates of, above 0: people, or days of the period; or columns
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    Comparison : ``value`` is the ratio of the first rate (``numerator``) to the reference (``denominator``). Without
        a reference event there is no ratio: ``value`` and ``upper`` are missing (nan), and all is missing if there is
        no event at all; ``reason`` says so

    Raises
    ------
    ValueError : a count is negative, missing or not whole; an exposure is not above 0; columns of unlike length

    References
    ----------
    Przyborowski, J. and Wilenski, H. (1940). Homogeneity of results in testing samples from Poisson series.
    Biometrika 31, 313-323. Clopper, C. J. and Pearson, E. S. (1934). Biometrika 26, 404-413.

    Examples
    --------
    11 events in 800 person-years against 21 in 3,011 (R's documentation of ``poisson.test``):

    >>> ratio = exact_rate_ratio(events=11, exposure=800, reference_events=21, reference_exposure=3011)
    >>> round(ratio.value, 5), round(ratio.lower, 5), round(ratio.upper, 5), round(ratio.p_value, 5)
    (1.97149, 0.85843, 4.27727, 0.07967)

    The first rate is nearly twice the second, and yet so few events do not exclude that they are the same.
    """
    level = confidence(confidence_level)
    x1, t1, x2, t2 = aligned(
        events=(whole, events),
        exposure=(positive, exposure),
        reference_events=(whole, reference_events),
        reference_exposure=(positive, reference_exposure),
    )
    back, some = t2 / t1, np.where(x2 > 0, x2, np.nan)
    lower, upper = _limits_of_odds(x1, x2, level)
    p_value = np.where(x1 + x2 > 0, _two_sided(x1, x1 + x2, t1 / (t1 + t2)), np.nan)
    figures = (x1 / t1, x2 / t2, x1 / some * back, lower * back, upper * back)
    reason = reasons((x1 + x2 == 0, NO_EVENT), (x2 == 0, NO_REFERENCE))
    return Comparison(*map(plain, figures), level, "rate ratio", "Exact conditional", plain(p_value), reason=reason)


def percentage_change(
    *, before: Any, after: Any, days_before: Any = 1, days_after: Any = 1, confidence_level: float = 0.95
) -> Comparison:
    """The per cent change from one period's total to the next, with the exact interval.

    It allows for chance alone, not for the repeat offenders and recording drives that make months differ.

    Parameters
    ----------
    before, after : whole numbers of events in the two periods, 0 or more; or columns
    days_before, days_after : days of each period, above 0; equal if left out. A year with a 29 February has 366
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    Comparison : ``value``, ``lower`` and ``upper`` in per cent, -100 or more; ``numerator`` is the rate a day after,
        ``denominator`` that before (the counts themselves if no days are given). Without an event before, ``value``
        and ``upper`` are missing (nan), and ``reason`` says so

    Raises
    ------
    ValueError : a count is negative, missing or not whole; days are not above 0; columns of unlike length

    References
    ----------
    As for :func:`exact_rate_ratio`.

    Examples
    --------
    From 120 to 90 (R 4.2.2, ``poisson.test(c(90, 120))``):

    >>> change = percentage_change(before=120, after=90)
    >>> round(change.value, 2), round(change.lower, 2), round(change.upper, 2), round(change.p_value, 4)
    (-25.0, -43.58, -0.6, 0.0451)

    The count fell by a quarter; chance alone would allow a fall of anything from 1% to 44%.
    """
    x1, t1, x2, t2 = aligned(
        after=(whole, after),
        days_after=(positive, days_after),
        before=(whole, before),
        days_before=(positive, days_before),
    )
    ratio = exact_rate_ratio(
        events=x1, exposure=t1, reference_events=x2, reference_exposure=t2, confidence_level=confidence_level
    )
    per_cent = {name: 100 * (getattr(ratio, name) - 1) for name in ("value", "lower", "upper")}
    return replace(ratio, **per_cent, statistic="percentage change")


def e_test(*, events: float, exposure: float, reference_events: float, reference_exposure: float) -> ETest:
    """Krishnamoorthy and Thomson's E-test that two Poisson rates are the same, by ``scipy.stats.poisson_means_test``.

    Slightly more powerful than the conditional test of :func:`exact_rate_ratio`, but without an interval. Report
    one of the two, always the same one.

    Parameters
    ----------
    events, reference_events : whole numbers of events, 0 to 100,000 in all
    exposure, reference_exposure : what they are rates of, above 0

    Returns
    -------
    ETest : the rates, their difference, and ``p_value``; a p-value of 1 where there is no event at all

    Raises
    ------
    ValueError : a count is negative, missing, not whole, or too large to tabulate; an exposure is not above 0

    References
    ----------
    Krishnamoorthy, K. and Thomson, J. (2004). A more powerful test for comparing two Poisson means. Journal of
    Statistical Planning and Inference 119, 23-35.

    Examples
    --------
    No dodder seed in 100 g of one clover sample, three in another (scipy's documentation):

    >>> test = e_test(events=0, exposure=100, reference_events=3, reference_exposure=100)
    >>> round(test.p_value, 5)
    0.08838

    Three seeds against none are not enough to say that the two samples differ.
    """
    from scipy.stats import poisson_means_test  # scipy.stats is slow to import and nothing else here needs it

    x1, x2 = single("events", events, whole), single("reference_events", reference_events, whole)
    t1, t2 = single("exposure", exposure, positive), single("reference_exposure", reference_exposure, positive)
    if x1 + x2 > MOST_EVENTS_FOR_E_TEST:
        raise ValueError(
            f"events and reference_events must be no more than {MOST_EVENTS_FOR_E_TEST:,} in all, got {x1 + x2:,.0f}; "
            "use exact_rate_ratio, which at that size says nearly the same"
        )
    p_value = float(poisson_means_test(int(x1), t1, int(x2), t2).pvalue)
    return ETest(x1 / t1, x2 / t2, x1 / t1 - x2 / t2, p_value)


def quasi_poisson_rate_ratio(
    before: Sequence[float],
    after: Sequence[float],
    *,
    days_before: Sequence[float] | None = None,
    days_after: Sequence[float] | None = None,
    fewest_months: int = FEWEST_MONTHS,
    confidence_level: float = 0.95,
) -> RateRatio:
    """Ratio of the rate after to the rate before, from monthly counts that vary more than chance alone.

    The model is a quasi-Poisson regression of the monthly counts on the period, with the logarithm of the days
    in each month as offset. With one term for the period it has a closed form, which is used here: the
    ratio of the two rates per day; a Wald interval on the logarithm with variance
    ``dispersion * (1 / sum(before) + 1 / sum(after))`` and Student's t on ``months - 2`` degrees of freedom;
    dispersion is Pearson's chi-squared divided by those degrees of freedom. A dispersion below one, which only
    chance can give, is reported as it is but counts as one in the interval and the p-value: months that happen to be
    even must not make a change look surer than separate events allow. Here the regression would differ.

    With no event after, the logarithm has none either, and the regression's interval runs from nought to no end. The
    ratio is then 0 with the upper limit, and the p-value, of the exact conditional method for ``sum(before) /
    dispersion`` events, as if events came in batches of the dispersion's size; that is the dispersion of the months
    before on one degree of freedom fewer than those, since months without an event tell nothing of it.

    Parameters
    ----------
    before, after : sequences of counts, one a month, none negative, none missing, eight months or more in each
    days_before, days_after : days in each month; equal months if left out
    fewest_months : how many months each period must hold at least, 2 or more. With fewer than eight their dispersion is
        mostly noise: compare the totals by :func:`percentage_change` and call its interval the narrowest possible
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    RateRatio : ``numerator`` the rate a day after (a month, if no days are given), ``denominator`` that before, and
        ``value`` their ratio: 0, with an upper limit, if there is no event after. Without an event before, ``value``
        and limits are missing (nan), and ``reason`` says so

    Raises
    ------
    ValueError : a count is negative or missing; the lengths of counts and days differ; too few months in a period; a
        confidence level outside 0 to 1

    References
    ----------
    McCullagh, P. and Nelder, J. A. (1989). Generalized Linear Models, 2nd edition, section 6.2. Clopper, C. J. and
    Pearson, E. S. (1934). Biometrika 26, 404-413 (no event after).

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
    level, fewest = confidence(confidence_level), _fewest(fewest_months)
    first, first_days = _months("before", before, "days_before", days_before, fewest)
    second, second_days = _months("after", after, "days_after", days_after, fewest)
    old, new = first.sum() / first_days.sum(), second.sum() / second_days.sum()
    freedom = len(first) + len(second) - 2
    method, reason = f"Quasi-Poisson, {freedom} degrees of freedom", ""
    if not old:
        limits, dispersion, reason = (np.nan, np.nan, np.nan), np.nan, NO_REFERENCE if new else NO_EVENT
    elif not new:
        dispersion = _pearson(first, first_days) / (len(first) - 1)
        limits = _none_after(first.sum() / max(1.0, dispersion), first_days.sum() / second_days.sum(), level)
        method = "Exact conditional, events before divided by their dispersion"
    else:
        dispersion = (_pearson(first, first_days) + _pearson(second, second_days)) / freedom
        variance = max(1.0, dispersion) * (1 / first.sum() + 1 / second.sum())
        limits = _wald(np.log(new / old), np.sqrt(variance), freedom, level)
    (lower, upper, p_value), value = limits, new / old if old else np.nan
    figures = map(float, (new, old, value, lower, upper))
    return RateRatio(*figures, level, "rate ratio", method, float(p_value), float(dispersion), reason=reason)


def unplaced_effect(
    *, unplaced_before: float, placed_before: float, unplaced_after: float, placed_after: float
) -> float:
    """The per cent change in placed events that a change in the share not placed would make by itself.

    If a share ``u`` of all events cannot be placed in an area, the areas together hold ``1 - u`` of them.
    When that share moves, the areas' counts move by ``(1 - u_after) / (1 - u_before)`` with no event more
    or less. The effect is the areas' average; one area's may be smaller or larger.

    Raises ``ValueError`` for a negative or missing count or a period without a placed event.

    Examples
    --------
    London, all offences: 23,358 of 939,617 not placed in one year and 2,076 of 921,671 in the next would
    raise the boroughs' counts by 2.3% with no more crime.

    >>> effect = unplaced_effect(unplaced_before=23358, placed_before=916259, unplaced_after=2076, placed_after=919595)
    >>> round(effect, 1)
    2.3
    """
    lost_before = single("unplaced_before", unplaced_before, counts)
    lost_after = single("unplaced_after", unplaced_after, counts)
    kept_before = single("placed_before", placed_before, positive)
    kept_after = single("placed_after", placed_after, positive)
    share_before, share_after = kept_before / (kept_before + lost_before), kept_after / (kept_after + lost_after)
    return float(100 * (share_after / share_before - 1))


def _fewest(fewest_months: int) -> int:
    return whole_number("fewest_months", fewest_months, least=2, remedy=f"leave it out for {FEWEST_MONTHS}")


def _months(name: str, values: Any, name_of_days: str, days: Any, fewest: int) -> tuple[np.ndarray, np.ndarray]:
    """The counts of a period's months, and the days of each."""
    months = np.atleast_1d(counts(name, values))
    if months.ndim > 1 or len(months) < fewest:
        raise ValueError(
            f"{name} must hold {fewest} months or more, got {len(months)}; compare the totals by percentage_change"
        )
    if days is None:
        return months, np.ones_like(months)
    return months, matching(name_of_days, days, others=f"months of {name}", of=values, check=positive)


def _wald(log_ratio: float, error: float, freedom: int, level: float) -> tuple[float, float, float]:
    """Limits of a ratio and the p-value of 1, by Student's t on the logarithm."""
    reach = special.stdtrit(freedom, (1 + level) / 2) * error
    return np.exp(log_ratio - reach), np.exp(log_ratio + reach), 2 * special.stdtr(freedom, -abs(log_ratio) / error)


def _none_after(worth: float, days_ratio: float, level: float) -> tuple[float, float, float]:
    """Limits of a ratio of 0 and the p-value of 1, from what the events before are worth and the days before to after.

    Clopper and Pearson's upper limit ``u`` of a share of which none was seen solves ``(1 - u) ** worth = tail``.
    """
    upper = days_ratio * np.expm1(-np.log((1 - level) / 2) / worth)
    return 0.0, upper, min(1.0, 2 * np.exp(-worth * np.log1p(1 / days_ratio)))


def _pearson(months: np.ndarray, days: np.ndarray) -> float:
    expected = days * months.sum() / days.sum()
    return float(np.sum((months - expected) ** 2 / expected))


def _limits_of_odds(x1: np.ndarray, x2: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Clopper and Pearson's limits of ``x1`` among both, as odds: missing where they would be infinite."""
    tail = (1 - level) / 2
    least = special.betaincinv(np.maximum(x1, 1), x2 + 1, tail)
    most = special.betaincinv(x1 + 1, np.maximum(x2, 1), 1 - tail)
    lower, upper = np.where(x1 > 0, least / (1 - least), 0.0), np.where(x2 > 0, most / (1 - most), np.nan)
    return np.where(x1 + x2 > 0, lower, np.nan), upper


def _two_sided(x: np.ndarray, trials: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """The probability of every number of ``trials`` no likelier than ``x``, where each succeeds with ``chance``."""
    many = x > trials * chance  # turned round, so that what was seen is always in the lower tail
    x, chance = np.where(many, trials - x, x), np.where(many, 1 - chance, chance)
    seen = _log_binomial(x, trials, chance) + TIED
    low, high = np.ceil(trials * chance), trials + 1  # beyond the mode: find the first outcome as unlikely, by halving
    while np.any(low < high):
        middle = np.floor((low + high) / 2)
        unlikely = _log_binomial(middle, trials, chance) <= seen
        low, high = np.where(unlikely, low, middle + 1), np.where(unlikely, middle, high)
    return np.minimum(_at_least(trials - x, trials, 1 - chance) + _at_least(low, trials, chance), 1.0)


def _at_least(x: np.ndarray, trials: np.ndarray, chance: np.ndarray) -> np.ndarray:
    tail = special.betainc(np.maximum(x, 1), np.maximum(trials - x, 0) + 1, chance)
    return np.select([x <= 0, x > trials], [1.0, 0.0], tail)


def _log_binomial(x: np.ndarray, trials: np.ndarray, chance: np.ndarray) -> np.ndarray:
    ways = -np.log1p(trials) - special.betaln(x + 1, np.maximum(trials - x, 0) + 1)
    return np.where(x > trials, -np.inf, ways + special.xlogy(x, chance) + special.xlog1py(trials - x, -chance))
