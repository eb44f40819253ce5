"""What an intervention is worth: discounting, net present value, and benefits for each pound of cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from analysis_lib.statistics.checks import (
    aligned,
    between,
    counts,
    dimensions,
    listed,
    numbers,
    plain,
    positive,
    shown,
    single,
)

Steps = Sequence[tuple[int, float]]

# The Treasury's schedule as (last year of the step, rate). It was put under review on 16 December 2025, so no function
# here assumes it: the assessment's configuration says which schedule it uses.
GREEN_BOOK_STEPS: Steps = ((30, 0.035), (75, 0.03), (125, 0.025))

LAST_YEAR = 1000  # of a single rate; no appraisal looks further


def discount_factors(years: Any, *, rates: float | Steps) -> Any:
    """What a pound in a later year is worth today, under one rate or a rate that steps down.

    Year 0 is today and is not discounted. Under a stepped rate each year is discounted at the rate of its own
    step, so that the factor runs on from the last year of the step before.

    Parameters
    ----------
    years : whole years from today, 0 or more; or a column
    rates : one yearly rate for all years (0.035, not 3.5); or steps ``(last_year, rate)`` in order, such as
        ``GREEN_BOOK_STEPS``

    Returns
    -------
    float or array : factors, above 0 and no more than 1

    Raises
    ------
    ValueError : a year is negative, broken or beyond the last step; a rate is not between 0 and 1; steps out of order

    References
    ----------
    HM Treasury, The Green Book: central government guidance on appraisal and evaluation, annex on discounting.

    Examples
    --------
    The Green Book prints 0.9662, 0.7089, 0.3563 and 0.3459:

    >>> discount_factors([1, 10, 30, 31], rates=GREEN_BOOK_STEPS).round(4).tolist()
    [0.9662, 0.7089, 0.3563, 0.3459]

    A pound in ten years' time counts as 71 pence today.
    """
    t, steps = counts("years", years), _steps(rates)
    if np.any(wrong := (t != np.floor(t)) | (t > steps[-1][0])):
        raise ValueError(
            f"years must be whole and no later than {steps[-1][0]}, got {t[wrong].flat[0]:g}; check the schedule"
        )
    factor, begins = np.ones_like(t), 0
    for ends, rate in steps:
        factor = factor * (1 + rate) ** -np.clip(t - begins, 0, ends - begins)
        begins = ends
    return plain(factor)


def net_present_value(cash_flows: Any, *, rates: float | Steps) -> float:
    """Benefits less costs over the years, each discounted to today.

    Parameters
    ----------
    cash_flows : pounds in real prices, one a year from year 0, costs negative
    rates : one yearly rate, or steps, as in :func:`discount_factors`

    Returns
    -------
    float : pounds today; above 0 if the benefits exceed the costs

    Raises
    ------
    ValueError : a cash flow is missing or text, or the flows are not one series; a rate as in ``discount_factors``

    References
    ----------
    HM Treasury, The Green Book. The flow of year 0 is not discounted, as there (and unlike some spreadsheets).

    Examples
    --------
    £250,000 now for £120,000 in each of the next three years (figure of numpy_financial.npv):

    >>> round(net_present_value([-250_000, 120_000, 120_000, 120_000], rates=0.035), 2)
    86196.44

    At 3.5% a year the scheme is worth £86,000 more than it costs.
    """
    flows = numbers("cash_flows", cash_flows)
    if flows.ndim != 1:
        raise ValueError(f"cash_flows must be one series from year 0, got {flows.ndim} dimensions; sum the rest first")
    return float(np.sum(flows * discount_factors(np.arange(len(flows)), rates=rates)))


@dataclass(frozen=True)
class BenefitCost:
    """Benefits per pound of cost, and benefits less costs: always stated together."""

    ratio: Any
    net_present_value: Any


def benefit_cost_ratio(*, benefits: Any, costs: Any) -> BenefitCost:
    """Present value of the benefits for each pound of the present value of public cost.

    The ratio alone says nothing of size (a cheap scheme can have a high one), so the net present value comes with
    it. Value for money is a judgement on both, and on what has no price.

    Parameters
    ----------
    benefits : present value of the benefits, pounds, 0 or more; or a column
    costs : present value of the public costs, pounds, above 0; or a column

    Returns
    -------
    BenefitCost : ``ratio`` (above 1 if benefits exceed costs) and ``net_present_value`` in pounds

    Raises
    ------
    ValueError : benefits negative, missing or text; costs not above 0

    References
    ----------
    HM Treasury, The Green Book.

    Examples
    --------
    Anonymised information sharing between hospitals and partners in Cardiff (Injury Prevention, table 5):

    >>> result = benefit_cost_ratio(benefits=12_968_956.15, costs=285_142.54)
    >>> round(result.ratio, 2), round(result.net_present_value)
    (45.48, 12683814)

    Each pound spent brought benefits of £45, and the scheme £12.7 million in all.
    """
    gain, spent = aligned(benefits=(counts, benefits), costs=(positive, costs))
    return BenefitCost(ratio=plain(gain / spent), net_present_value=plain(gain - spent))


def _steps(rates: float | Steps) -> Steps:
    steps = [(LAST_YEAR, rates)] if dimensions(rates) == 0 else listed("rates", rates)
    if not all(dimensions(step) == 1 and len(step) == 2 for step in steps):
        raise ValueError(
            f"rates must be steps of (last year, rate), got {shown(rates)}; write ((30, 0.035), (75, 0.03))"
        )
    remedy = "write 0.035 for 3.5%"
    each = [(int(single("rates", last)), between("rates", rate, 0, 1, remedy=remedy)) for last, rate in steps]
    if not each or not all(before < after for before, after in pairwise([0, *(last for last, _ in each)])):
        raise ValueError(f"rates must step through later and later years, got {shown(rates)}; order them by year")
    return each
