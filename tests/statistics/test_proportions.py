"""Two proportions and their trend: Newcombe's table, R's documentation, statsmodels, then what must always hold."""

from __future__ import annotations

import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from analysis_lib.statistics.proportions import proportion_difference, proportion_trend

QUICK = settings(derandomize=True, deadline=None, max_examples=100)
SHARES = st.tuples(st.integers(0, 300), st.integers(1, 300)).map(lambda pair: (pair[0], sum(pair)))

# oracle: Newcombe 1998, Table II, method 10, contrasts (a) to (d)
CONTRASTS = [
    ((56, 70), (48, 80), (0.0524, 0.3339)),
    ((9, 10), (3, 10), (0.1705, 0.8090)),
    ((6, 7), (2, 7), (0.0582, 0.8062)),
    ((5, 56), (0, 29), (-0.0381, 0.1926)),
]


def difference(first, second, **others):
    (x1, n1), (x2, n2) = first, second
    return proportion_difference(
        numerator=x1, denominator=n1, reference_numerator=x2, reference_denominator=n2, **others
    )


@pytest.mark.parametrize(("first", "second", "limits"), CONTRASTS)
def test_agrees_with_newcombe(first, second, limits):
    found = difference(first, second)
    assert (found.lower, found.upper) == pytest.approx(limits, abs=5e-5)


def test_a_column_equals_its_rows():
    x1, n1, x2, n2 = np.array([[*first, *second] for first, second, _ in CONTRASTS]).T
    column = difference((x1, n1), (x2, n2))
    rows = [difference(first, second) for first, second, _ in CONTRASTS]
    for name in ("first", "second", "value", "lower", "upper"):
        assert getattr(column, name).tolist() == [getattr(row, name) for row in rows]


@QUICK
@given(first=SHARES, second=SHARES)
def test_agrees_with_statsmodels_and_turns_with_its_groups(first, second):
    found, turned = difference(first, second), difference(second, first)
    other = confint_proportions_2indep(*first, *second, method="newcomb", compare="diff")
    assert (found.lower, found.upper) == pytest.approx(other, abs=1e-9)
    assert (turned.lower, turned.value, turned.upper) == pytest.approx((-found.upper, -found.value, -found.lower))
    assert found.lower <= found.value <= found.upper


def test_smokers():
    # oracle: R 4.2.2, prop.trend.test, the documentation's example "smokers"
    trend = proportion_trend([83, 90, 129, 70], [86, 93, 136, 82], scores=[1, 2, 3, 4])
    assert (trend.chi_squared, trend.degrees_of_freedom) == (pytest.approx(8.22492228519771), 1)
    assert trend.p_value == pytest.approx(0.00413189747764149)
    assert trend.lower < trend.value < trend.upper < 0


@QUICK
@given(shares=st.lists(SHARES, min_size=2, max_size=8))
def test_the_slope_is_that_of_a_weighted_line(shares):
    x, n = np.array(shares, dtype=float).T
    assume(0 < x.sum() < n.sum())
    trend = proportion_trend(x, n)
    line = sm.WLS(x / n, sm.add_constant(np.arange(len(x))), weights=n).fit()
    assert trend.value == pytest.approx(line.params[1], abs=1e-9)
    assert trend.lower <= trend.value <= trend.upper
    assert (trend.p_value < 0.05) == (trend.lower > 0 or trend.upper < 0)


def test_without_variation_there_is_no_test():
    trend = proportion_trend([0, 0, 0], [10, 20, 30])
    assert trend.value == 0
    assert math.isnan(trend.p_value)
    assert math.isnan(trend.lower)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: proportion_trend([1], [2]), "numerators must hold two groups or more, got 1; one group has no trend"),
        (
            lambda: proportion_trend([1, 2], [2, 3], scores=[1]),
            "scores must hold one number for each of 2 groups, got 1",
        ),
        (lambda: proportion_trend([1, 2], [2, 3], scores=[7, 7]), "scores must differ from group to group, got 7"),
        (lambda: proportion_trend([1, 2], [2, 3], scores=["a", "b"]), "scores must hold numbers, got 'a'"),
        (lambda: proportion_trend([3, 2], [2, 3]), "numerator must not be above denominator"),
        (lambda: difference((3, 2), (1, 2)), "numerator must not be above denominator, got 3 of 2"),
        (lambda: difference((1, 2), (1, 2), confidence_level=95), "write 0.95"),
        (lambda: difference(([1, 1], [2, 2]), ([1, 1, 1], [2, 2, 2])), "same number of rows, got 2, 3"),
    ],
)
def test_bad_input_is_named_with_its_rule(call, words):
    with pytest.raises(ValueError, match=words):
        call()
