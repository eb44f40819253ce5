"""Spearman's rank correlation: by hand, then what must hold for any two orders."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.rank_correlation import rank_correlation

QUICK = settings(derandomize=True, deadline=None, max_examples=50)
ORDERS = st.permutations(list(range(12)))


@QUICK
@given(ORDERS)
def test_orders_without_ties_follow_the_formula_of_differences(order):
    # oracle: 1 - 6 sum(d^2) / (n (n^2 - 1)), Spearman (1904)
    found = rank_correlation(range(12), order)
    by_hand = 1 - 6 * sum((place - other) ** 2 for place, other in enumerate(order)) / (12 * 143)
    assert found.value == pytest.approx(by_hand, abs=1e-12)
    assert -1 <= found.lower <= found.value <= found.upper <= 1
    assert rank_correlation(order, range(12)).value == pytest.approx(found.value)


def test_the_interval_by_hand():
    # oracle: Bonett and Wright's formula by hand for r = 0.5 and 20 pairs
    first = list(range(20))
    second = [*range(10, 20), *range(10)]
    found = rank_correlation(first, second)
    reach = 1.959964 * math.sqrt((1 + found.value**2 / 2) / 17)
    assert found.value == pytest.approx(1 - 6 * 20 * 100 / (20 * 399))
    assert found.lower == pytest.approx(math.tanh(math.atanh(found.value) - reach), abs=1e-6)
    assert found.upper == pytest.approx(math.tanh(math.atanh(found.value) + reach), abs=1e-6)


def test_the_same_order_is_one_and_reversed_minus_one():
    assert rank_correlation(range(10), range(10)).value == pytest.approx(1)
    assert rank_correlation(range(10), range(10, 0, -1)).value == pytest.approx(-1)


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        (range(9), range(9), "10 pairs"),
        (range(10), [1] * 10, "that differ"),
        (range(10), range(11), "second"),
        (range(10), [float("nan"), *range(9)], "second"),
    ],
)
def test_bad_input_is_refused(first, second, message):
    with pytest.raises(ValueError, match=message):
        rank_correlation(list(first), list(second))
