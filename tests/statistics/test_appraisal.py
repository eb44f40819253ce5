"""Appraisal: the Green Book's own factors and published ratios, then what must hold for any rate."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.appraisal import (
    GREEN_BOOK_STEPS,
    benefit_cost_ratio,
    discount_factors,
    net_present_value,
)

QUICK = settings(derandomize=True, deadline=None)
RATE = st.floats(0, 0.2)
FLOWS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30)


def test_the_factors_the_green_book_prints():
    # oracle: HM Treasury Green Book, 3.5% to year 30 and 3.0% after; 2.5% from year 76 by hand from year 75
    printed = {0: 1, 1: 0.9662, 5: 0.8420, 10: 0.7089, 30: 0.3563, 31: 0.3459}
    found = discount_factors(list(printed), rates=GREEN_BOOK_STEPS)
    assert found == pytest.approx(list(printed.values()), abs=5e-5)
    before, after = discount_factors([75, 76], rates=GREEN_BOOK_STEPS)
    assert before / after == pytest.approx(1.025)


def test_net_present_value():
    # oracle: numpy_financial.npv
    assert net_present_value([-250000, 120000, 120000, 120000], rates=0.035) == pytest.approx(86196.43770963831)
    assert net_present_value([-100000, 0, 60000, 60000], rates=0.035) == pytest.approx(10127.204362065524)
    stepped = net_present_value([0] * 31 + [1], rates=GREEN_BOOK_STEPS)
    assert stepped == pytest.approx(discount_factors(31, rates=GREEN_BOOK_STEPS))


def test_benefit_cost_ratio():
    # oracle: Injury Prevention, Cardiff, table 5: 8.78 for the health service, 67.57 in 2004
    found = benefit_cost_ratio(benefits=[2502966.23, 3924337.24], costs=[285142.54, 58080.84])
    assert found.ratio == pytest.approx([8.78, 67.57], abs=0.006)
    assert found.net_present_value == pytest.approx([2217823.69, 3866256.40])


@QUICK
@given(rate=RATE, years=st.lists(st.integers(0, 60), min_size=2, max_size=9))
def test_one_rate_is_a_schedule_of_one_step_and_factors_never_rise(rate, years):
    years = sorted(years)
    found = discount_factors(years, rates=rate)
    assert found == pytest.approx(discount_factors(years, rates=[(60, rate)]))
    assert found == pytest.approx([discount_factors(year, rates=rate) for year in years], rel=1e-12)
    assert np.all(np.diff(found) <= 0)


@QUICK
@given(first=FLOWS, rate=RATE, times=st.floats(0.1, 10))
def test_value_is_in_proportion_and_undiscounted_at_a_rate_of_nothing(first, rate, times):
    value = net_present_value(first, rates=rate)
    assert net_present_value(np.multiply(first, times), rates=rate) == pytest.approx(times * value, abs=1e-3)
    assert net_present_value(first, rates=0) == pytest.approx(sum(first), abs=1e-3)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: discount_factors(126, rates=GREEN_BOOK_STEPS), "years must be whole and no later than 125, got 126"),
        (lambda: discount_factors(1.5, rates=0.035), "years must be whole"),
        (lambda: discount_factors(-1, rates=0.035), "years must be 0 or more, got -1"),
        (lambda: discount_factors(1, rates=3.5), "rates must lie between 0 and 1, got 3.5; write 0.035 for 3.5%"),
        (lambda: discount_factors(1, rates=[(75, 0.03), (30, 0.035)]), "rates must step through later and later years"),
        (lambda: discount_factors(1, rates=[]), "rates must step through later and later years"),
        (lambda: discount_factors(1, rates=math.nan), "rates must lie between 0 and 1, got nan"),
        (lambda: net_present_value([], rates=0.035), "cash_flows must hold one number or more, got none"),
        (lambda: net_present_value([1, math.nan], rates=0.035), "cash_flows must hold numbers with none missing"),
        (lambda: net_present_value([[1, 2]], rates=0.035), "cash_flows must be one series from year 0, got 2"),
        (lambda: benefit_cost_ratio(benefits=1, costs=0), "costs must be above 0, got 0"),
        (lambda: benefit_cost_ratio(benefits=-1, costs=1), "benefits must be 0 or more, got -1"),
    ],
)
def test_bad_input_is_named_with_its_rule(call, words):
    with pytest.raises(ValueError, match=words):
        call()
