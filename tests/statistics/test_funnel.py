"""Funnels: the public health test suites, FunnelPlotR, then what must always hold."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.funnel import (
    flag_proportions,
    flag_rates,
    flag_ratios,
    funnel_limits,
    overdispersion,
    ratio_limits,
)
from analysis_lib.statistics.rates import proportion

QUICK = settings(derandomize=True, deadline=None, max_examples=100)
PLACES = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 300)), min_size=2, max_size=20)

# FunnelPlotR functions, executed in R 4.2.2
OBSERVED = [120, 95, 180, 60, 75, 210, 33, 150, 98, 41, 88, 134]
EXPECTED = [100, 110, 140, 70, 68, 160, 45, 155, 90, 55, 80, 120]


def test_limits_of_three_and_of_211():
    # oracle: PHEindicatormethods 2.1.0, testdata_funnel_prop_outputs, rows 3 and 40
    limits = funnel_limits([3, 211], average=0.80642448)
    assert limits.lower_95 == pytest.approx([0.35933491, 0.75311383], abs=2e-6)
    assert limits.upper_95 == pytest.approx([1, 0.85973512], abs=2e-6)
    assert limits.lower_998 == pytest.approx([0.10150815, 0.72237075], abs=2e-6)
    assert limits.upper_998 == pytest.approx([1, 0.8904782], abs=2e-6)


def test_flags_of_three_trusts():
    # oracle: PHEindicatormethods 2.1.0, testdata_funnel_prop_inputs: Norwich, South Gloucestershire, Havering
    flags = flag_proportions(
        [24803.6256, 50050.7443, 48686.4364],
        [31824, 61921, 59804],
        total_numerator=10325813.8504,
        total_denominator=12804440,
    )
    assert flags.tolist() == ["Low (0.001)", "Not significant", "High (0.001)"]


def test_flags_by_hand():
    # half of 300 is the average; at 100 the standard error is 5 points, so that 95% is 40.2 to 59.8, 99.8% 34.5 to 65.5
    assert flag_proportions([30, 58, 62], [100, 100, 100]).tolist() == [
        "Low (0.001)",
        "Not significant",
        "High (0.025)",
    ]
    assert flag_ratios([8, 151, 159], [6.239860227, 106.4429719, 232.9329036]).tolist() == [
        "Not significant",
        "High (0.001)",
        "Low (0.001)",
    ]  # oracle: PHEindicatormethods 2.1.0, testdata_funnel_ratio_inputs
    assert flag_ratios(8, 16) == "Low (0.025)"  # exact limits of 8 by R's poisson.test: 15.76 at 95%, 20.3 at 99.8%


def test_overdispersion_agrees_with_funnelplotr():
    spread = overdispersion(OBSERVED, EXPECTED)
    assert spread.dispersion == pytest.approx(3.06870037538711)
    assert spread.between_variance == pytest.approx(0.00597782501727693)
    assert spread.root_limits.lower_95[0] == pytest.approx(0.819536108302265)
    assert spread.root_limits.upper_95[0] == pytest.approx(1.18046389169774)
    assert spread.limits.upper_95[0] == pytest.approx(1.18046389169774**2)
    assert spread.note == ""
    assert set(spread.flags) == {"Not significant"}
    assert "High (0.001)" in flag_ratios(OBSERVED, EXPECTED)


def test_few_places_are_noise_and_say_so():
    assert overdispersion([10, 12], [11, 11]).note == "only 2 places: the variance between them is mostly noise"


def test_places_alike_have_no_variance_between_them():
    spread = overdispersion([100, 102, 99, 98], [100, 100, 100, 100])
    assert spread.between_variance == 0
    assert spread.root_limits.upper_95[0] == pytest.approx(1 + 1.959963984540054 / 20)


@QUICK
@given(n=st.integers(1, 5000), x=st.integers(0, 5000), average=st.floats(0.01, 0.99))
def test_a_place_is_flagged_exactly_if_its_wilson_interval_misses_the_average(n, x, average):
    assume(x <= n)
    limits, share = funnel_limits(n, average=average), proportion(x, n)
    assume(min(abs(share.lower - average), abs(share.upper - average)) > 1e-9)
    outside = share.value < limits.lower_95 or share.value > limits.upper_95
    assert outside == (not share.lower <= average <= share.upper)


@QUICK
@given(places=PLACES)
def test_wide_limits_hold_the_narrow_and_order_never_matters(places):
    observed, expected = map(list, zip(*places, strict=True))
    spread, turned = overdispersion(observed, expected), overdispersion(observed[::-1], expected[::-1])
    assert turned.between_variance == pytest.approx(spread.between_variance)
    for limits in (spread.limits, spread.root_limits):
        assert np.all(limits.lower_998 <= limits.lower_95)
        assert np.all(limits.lower_95 <= 1)
        assert np.all(limits.upper_95 >= 1)
        assert np.all(limits.upper_95 <= limits.upper_998)


@QUICK
@given(places=PLACES)
def test_a_column_of_flags_equals_its_rows(places):
    observed, expected = zip(*places, strict=True)
    assert flag_ratios(observed, expected).tolist() == [flag_ratios(*place) for place in places]


def test_places_alike_are_not_flagged():
    assert set(flag_rates([20] * 5, [1000] * 5)) == {"Not significant"}


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: flag_rates([5], [100]), "a funnel must hold two places or more, got 1; compare one place"),
        (lambda: flag_proportions([5], [100]), "a funnel must hold two places or more, got 1"),
        (lambda: overdispersion(5, 5), "a funnel must hold two places or more, got 1"),
        (lambda: flag_rates([0, 0], [100, 100]), "expected must be above 0, got 0"),
        (lambda: flag_proportions([0, 0], [100, 100]), "average must lie between 0 and 1, got 0"),
        (lambda: flag_proportions([9, 2], [3, 100]), "numerator must not be above denominator, got 9 of 3"),
        (lambda: flag_proportions(1, 3, total_numerator=3), "must be given together, got one"),
        (lambda: funnel_limits(0, average=0.5), "denominator must be above 0"),
        (lambda: funnel_limits(10, average=50), "average must lie between 0 and 1, got 50"),
        (lambda: flag_ratios(3, 0), "expected must be above 0"),
        (lambda: flag_ratios(-3, 1), "observed must be 0 or more"),
        (lambda: flag_ratios("x", 1), "observed must hold numbers, got 'x'"),
        (lambda: overdispersion([1, math.nan], [1, 1]), "observed must hold numbers with none missing"),
        (
            lambda: overdispersion([1, 2], [1, 1], winsorise=10),
            r"winsorise must lie between 0 and 0\.49, got 10; write 0\.1 for 10%",
        ),
        (lambda: overdispersion([1, 2], [1, 1, 1]), "same number of rows, got 2, 3"),
    ],
)
def test_bad_input_is_named_with_its_rule(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_limits_to_draw_are_those_of_the_places():
    # oracle: the twelve places of FunnelPlotR (see overdispersion), whose own limits the curve must pass through
    spread = overdispersion(OBSERVED, EXPECTED)
    curve = ratio_limits(EXPECTED, between_variance=spread.between_variance)
    for name, limit in vars(spread.limits).items():
        assert getattr(curve, name) == pytest.approx(limit)
    alone = ratio_limits(100, between_variance=0)
    assert (alone.lower_95, alone.upper_95) == pytest.approx(((1 - 1.959964 / 20) ** 2, (1 + 1.959964 / 20) ** 2))


@pytest.mark.parametrize(("expected", "variance", "message"), [(0, 0.1, "expected"), (5, -1, "between_variance")])
def test_limits_of_nothing_are_refused(expected, variance, message):
    with pytest.raises(ValueError, match=message):
        ratio_limits(expected, between_variance=variance)
