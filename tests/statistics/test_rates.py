"""Proportions, counts and rates: published figures, other implementations, then what must always hold."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from analysis_lib.statistics.columns import add_estimates
from analysis_lib.statistics.rates import (
    benchmark_flag,
    byar_count_interval,
    count_interval,
    exact_count_interval,
    proportion,
    rate,
)

QUICK = settings(derandomize=True, deadline=None, max_examples=100)
COUNTS = st.integers(0, 100_000)
PEOPLE = st.integers(1, 1_000_000)


def test_three_wards_by_hand():
    # oracle: PHEindicatormethods 2.1.0, testdata_Rate, areas 2 and 3; the upper limit of no event is -log(0.025)
    wards = pd.DataFrame({"ward": ["A", "B", "C"], "offences": [0, 5, 20], "people": [100, 100, 100]})
    rates = add_estimates(wards, rate, numerator="offences", denominator="people")
    assert rates["value"].tolist() == [0, 5000, 20_000]
    assert rates["lower"].tolist() == pytest.approx([0, 1623.48639, 12211.42883])
    assert rates["upper"].tolist() == pytest.approx([-math.log(0.025) * 1000, 11668.33208, 30889.88037])
    assert rates["method"].tolist() == ["Exact", "Exact", "Byar"]


def test_the_rule_changes_at_ten_events():
    # oracle: OHID technical guide; its exact limits by scipy's chi-squared, its Byar limits by their formula
    nine, ten = count_interval(9), count_interval(10)
    assert (nine.method, ten.method) == ("Exact", "Byar")
    assert (nine.lower, nine.upper) == pytest.approx((stats.chi2.ppf(0.025, 18) / 2, stats.chi2.ppf(0.975, 20) / 2))
    z = stats.norm.ppf(0.975)
    assert ten.lower == pytest.approx(10 * (1 - 1 / 90 - z / (3 * math.sqrt(10))) ** 3)
    assert ten.upper == pytest.approx(11 * (1 - 1 / 99 + z / (3 * math.sqrt(11))) ** 3)


def test_byar_has_no_lower_limit_where_its_formula_goes_below_zero():
    # PHEindicatormethods: at 99.8% the cube root of the limit of one event is 1 - 1/9 - 3.09/3, below 0
    estimate = byar_count_interval([0, 1, 10], confidence_level=0.998)
    assert np.isnan(estimate.lower).tolist() == [True, True, False]
    assert estimate.lower[2] == pytest.approx(2.91631837469569)


def test_a_count_has_no_denominator():
    assert math.isnan(count_interval(12).denominator)


@QUICK
@given(x=COUNTS, more=st.integers(0, 1000), level=st.sampled_from([0.5, 0.95, 0.998]))
def test_wilson_agrees_with_statsmodels(x, more, level):
    share = proportion(x, x + more + 1, confidence_level=level)
    other = proportion_confint(x, x + more + 1, alpha=1 - level, method="wilson")
    assert (share.lower, share.upper) == pytest.approx(other, rel=1e-9, abs=1e-12)


@QUICK
@given(x=st.lists(COUNTS, min_size=1, max_size=8), n=PEOPLE)
def test_limits_bracket_the_value_and_a_column_equals_its_rows(x, n):
    column = rate(x, n)
    assert np.all((column.lower <= column.value) & (column.value <= column.upper))
    for i, count in enumerate(x):
        row = rate(count, n)
        assert (row.value, row.lower, row.upper, row.method) == (
            column.value[i],
            column.lower[i],
            column.upper[i],
            column.method[i],
        )


@QUICK
@given(x=COUNTS, narrow=st.floats(0.5, 0.9), wide=st.floats(0.91, 0.999))
def test_intervals_widen_with_confidence(x, narrow, wide):
    for statistic in (count_interval, exact_count_interval, lambda *a, **k: proportion(a[0], 100_000, **k)):
        inner, outer = statistic(x, confidence_level=narrow), statistic(x, confidence_level=wide)
        assert outer.lower <= inner.lower <= inner.upper <= outer.upper


@QUICK
@given(x=st.integers(1, 50), more=st.integers(1, 50), times=st.integers(2, 50))
def test_intervals_narrow_with_the_number_of_people(x, more, times):
    few, many = proportion(x, x + more), proportion(x * times, (x + more) * times)
    assert many.upper - many.lower < few.upper - few.lower


def test_nobody_and_everybody():
    assert proportion(0, 50).lower == 0
    assert proportion(50, 50).upper == 1
    assert proportion(0, 50).upper > 0.05
    assert rate(250, 220).value > 100_000  # more events than people is legal for a rate


@pytest.mark.parametrize(
    ("x", "n", "benchmark", "flag"),
    [(222, 3215, 6000, "higher"), (5, 100, 7000, "similar"), (0, 1000, 500, "lower"), (0, 1000, 0, "similar")],
)
def test_benchmark(x, n, benchmark, flag):
    # oracle: PHEindicatormethods' limits of the first two rates; the last two by -log(0.025) / 1000 = 369 per 100,000
    assert benchmark_flag(x, n, benchmark=benchmark).flag == flag


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: proportion(3, 2), "numerator must not be above denominator, got 3 of 2; if one person"),
        (lambda: proportion([1, -1], 2), "numerator must be 0 or more, got -1"),
        (lambda: proportion(1, 0), "denominator must be above 0, got 0"),
        (lambda: proportion(math.nan, 2), "numerator must hold numbers with none missing or infinite, got nan"),
        (
            lambda: proportion([1, 2], [3, 4, 5]),
            "must have the same number of rows, got 2, 3; take them from one table",
        ),
        (lambda: rate([], []), "numerator must hold one number or more, got none"),
        (lambda: rate("many", 2), "numerator must hold numbers, got 'many'"),
        (lambda: rate(2.5, 2), "numerator must be a whole number of events, got 2.5; a weighted"),
        (lambda: rate(2, None), "denominator must hold numbers"),
        (lambda: rate(2, 5, multiplier=0), "multiplier must be above 0, got 0"),
        (lambda: rate(2, 5, confidence_level=95), "confidence_level must lie between 0 and 1, got 95; write 0.95"),
        (lambda: count_interval(2, confidence_level=95), "write 0.95"),
        (lambda: byar_count_interval(-2), "count must be 0 or more, got -2"),
        (lambda: exact_count_interval(math.inf), "count must hold numbers with none missing or infinite, got inf"),
        (lambda: benchmark_flag(1, 2, benchmark=math.nan), "benchmark must hold numbers with none missing"),
        (
            lambda: benchmark_flag([1, 2], 2, benchmark=[1, 2, 3]),
            "numerator, denominator, benchmark must have the same number of rows, got 2, 1, 3",
        ),
    ],
)
def test_bad_input_is_named_with_its_rule(call, words):
    with pytest.raises(ValueError, match=words):
        call()
