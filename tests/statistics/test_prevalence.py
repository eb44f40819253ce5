"""Prevalence: figures of other implementations, then what must hold for any survey."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from analysis_lib.statistics.prevalence import (
    implied_band_rate,
    proportion_with_design_effect,
    synthetic_total,
    union_bounds,
)

QUICK = settings(derandomize=True, deadline=None)
SHARE = st.floats(0.001, 0.9)
CELL = st.tuples(SHARE, st.floats(0.001, 0.9), st.integers(100, 100_000)).map(
    lambda cell: (cell[0], cell[0] * cell[1], cell[2])  # an error larger than its rate is refused
)
CELLS = st.lists(CELL, min_size=1, max_size=8)


def total(cells, **others):
    rates, errors, people = zip(*cells, strict=True)
    return synthetic_total(rates, standard_errors=errors, populations=people, **others)


def test_six_cells_agree_with_the_package_uncertainties():
    # oracle: linear error propagation of the Python package uncertainties
    found = synthetic_total(
        [0.112, 0.088, 0.048, 0.071, 0.058, 0.033],
        standard_errors=[0.009, 0.006, 0.005, 0.008, 0.005, 0.005],
        populations=[31200, 46900, 33800, 30100, 43700, 28100],
    )
    assert (found.value, found.standard_error, found.lower, found.upper) == pytest.approx(
        (14843.0, 558.6257602366722, 13748.113629099815, 15937.886370900185), rel=1e-9
    )


def test_errors_that_move_together_add_up_by_hand():
    # 1,000 x 0.03 and 2,000 x 0.02: 30 and 40, so 50 apart (3-4-5) and 70 together
    cells = [(0.5, 0.03, 1000), (0.5, 0.02, 2000)]
    assert total(cells).standard_error == pytest.approx(50)
    assert total(cells, rate_correlation=1).standard_error == pytest.approx(70)
    assert total(cells, rate_correlation=[[1, -1], [-1, 1]]).standard_error == pytest.approx(10)
    # and a population uncertain by 240 people at a rate of one half adds 120 at a right angle: 5-12-13
    assert total(cells, population_standard_errors=[240, 0]).standard_error == pytest.approx(130)


def test_a_rare_measure_has_no_normal_lower_limit_and_says_why():
    rare = total([(0.01, 0.009, 1000)])
    assert math.isnan(rare.lower)
    assert "limits='log'" in rare.reason
    by_logarithm = total([(0.01, 0.009, 1000)], limits="log")
    assert 0 < by_logarithm.lower < by_logarithm.value < by_logarithm.upper
    assert by_logarithm.lower * by_logarithm.upper == pytest.approx(by_logarithm.value**2)


@QUICK
@given(cells=CELLS, rho=st.floats(0, 1), narrow=st.floats(0.5, 0.9), wide=st.floats(0.91, 0.999))
def test_limits_bracket_the_total_widen_with_confidence_and_with_correlation(cells, rho, narrow, wide):
    inner, outer = (total(cells, confidence_level=level, limits="log") for level in (narrow, wide))
    assert 0 <= outer.lower <= inner.lower <= inner.value <= inner.upper <= outer.upper
    apart, some, together = (total(cells, rate_correlation=r).standard_error for r in (0, rho, 1))
    assert apart <= some * (1 + 1e-9) <= together * (1 + 1e-8)
    assert total(cells[::-1], rate_correlation=rho).standard_error == pytest.approx(some)


@QUICK
@given(share=st.floats(0, 1), asked=st.integers(10, 50_000), effect=st.floats(0.5, 5))
def test_design_effect_agrees_with_wilson_of_statsmodels_on_the_effective_size(share, asked, effect):
    found = proportion_with_design_effect(share, respondents=asked, design_effect=effect)
    lower, upper = proportion_confint(share * asked / effect, asked / effect, method="wilson")
    assert (found.lower, found.upper) == pytest.approx((lower, upper), abs=1e-9)
    assert found.lower <= share <= found.upper
    clustered = proportion_with_design_effect(share, respondents=asked, design_effect=2 * effect)
    assert clustered.upper - clustered.lower > found.upper - found.lower


def test_a_column_of_proportions_equals_its_rows_one_by_one():
    # oracle: statsmodels proportion_confint(method="wilson") on the effective size
    column = proportion_with_design_effect([0.066, 0.3], respondents=[14500, 412], design_effect=[1.3, 1.8])
    assert column.lower == pytest.approx([0.06154012380059131, 0.24433368894135377])
    one = proportion_with_design_effect(0.3, respondents=412, design_effect=1.8)
    assert (one.lower, one.standard_error) == (column.lower[1], column.standard_error[1])


def test_rates_that_do_not_fit_together_are_called_negative_and_kept():
    # by hand: (0.01 x 300 - 0.05 x 200) / 100 = -0.07
    found = implied_band_rate(narrow_rate=0.05, narrow_population=200, wide_rate=0.01, wide_population=300)
    assert found.value == pytest.approx(-0.07)
    assert found.negative
    none = implied_band_rate(narrow_rate=0.03, narrow_population=200, wide_rate=0.02, wide_population=300)
    assert none.value == pytest.approx(0)
    assert not none.negative


@QUICK
@given(people=st.lists(st.sets(st.integers(0, 99)), min_size=1, max_size=5))
def test_the_union_lies_within_its_bounds(people):
    bounds = union_bounds([len(group) / 100 for group in people])
    union = len(set(itertools.chain(*people))) / 100
    assert bounds.lower - 1e-12 <= union <= bounds.upper + 1e-12


GOOD = {"standard_errors": [0.01], "populations": [100]}


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: synthetic_total([7.8], **GOOD), "rates must lie between 0 and 1, got 7.8; write 0.078 for 7.8%"),
        (lambda: synthetic_total([-0.1], **GOOD), "rates must be 0 or more, got -0.1"),
        (lambda: synthetic_total([0.1], **GOOD | {"populations": [0]}), "populations must be above 0, got 0"),
        (lambda: synthetic_total([0.1], **GOOD | {"standard_errors": [-1]}), "standard_errors must be 0 or more"),
        (lambda: synthetic_total([0.1, 0.2, 0.3], standard_errors=[0.1, 0.1], populations=9), "same number of rows"),
        (lambda: synthetic_total([0.1], **GOOD, confidence_level=95), "confidence_level.*write 0.95"),
        (
            lambda: synthetic_total([0.1], **GOOD, limits="wald"),
            "limits must be one of normal, log, got 'wald'; write 'normal'",
        ),
        (lambda: synthetic_total([0.0], **GOOD, limits="log"), "limits must be 'normal' for a total of 0"),
        (lambda: synthetic_total([0.1], **GOOD, rate_correlation=[[2]]), "symmetric matrix of 1 by 1 with 1 on its"),
        (
            lambda: synthetic_total([0.1] * 3, standard_errors=0.1, populations=9, rate_correlation=-1),
            "errors can have",
        ),
        (lambda: synthetic_total([], **GOOD), "rates must hold one number or more, got none"),
        (
            lambda: proportion_with_design_effect(0.1, respondents=10, design_effect=0),
            "design_effect must be above 0, got 0",
        ),
        (
            lambda: proportion_with_design_effect(30, respondents=10, design_effect=1),
            "proportion must lie between 0 and 1, got 30",
        ),
        (
            lambda: implied_band_rate(narrow_rate=0.1, narrow_population=9, wide_rate=0.1, wide_population=9),
            "wide_population must be above narrow_population, got 9 and 9",
        ),
        (lambda: union_bounds([0.1, math.nan]), "prevalences must hold numbers with none missing"),
        (lambda: union_bounds([]), "prevalences must hold one number or more, got none"),
        (lambda: union_bounds([12.8]), "prevalences must lie between 0 and 1, got 12.8"),
    ],
)
def test_bad_input_is_named_with_its_rule(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_no_total_of_no_spread_is_missing():
    found = synthetic_total([0.0], **GOOD | {"standard_errors": [0]})
    assert (found.value, found.standard_error) == (0, 0)
    assert np.isnan([found.lower, found.upper]).all()
    assert found.reason == "every standard error is 0, so nothing tells how far the total may be out"
