"""Prices: the Treasury's own figures, then what must hold for any index."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.prices import deflator_growth, uprate

QUICK = settings(derandomize=True, deadline=None)
INDEX = st.floats(0.1, 1000)


def test_agrees_with_the_treasury():
    # oracle: HM Treasury GDP deflators, Autumn Budget 2017, index and printed per-cent change
    assert uprate(1000, index_from=4.321, index_to=5.472) == pytest.approx(1266.37352464707, rel=1e-12)
    assert deflator_growth(index_from=4.593, index_to=4.808) == pytest.approx(4.68, abs=0.02)
    assert deflator_growth(index_from=4.808, index_to=4.929) == pytest.approx(2.51, abs=0.02)


@QUICK
@given(cost=st.floats(0, 1e9), first=INDEX, second=INDEX)
def test_there_and_back_is_where_it_began(cost, first, second):
    there = uprate(cost, index_from=first, index_to=second)
    assert uprate(there, index_from=second, index_to=first) == pytest.approx(cost)
    growth = deflator_growth(index_from=first, index_to=second)
    assert cost * (1 + growth / 100) == pytest.approx(there)


@QUICK
@given(costs=st.lists(st.floats(0, 1e9), min_size=1, max_size=9), first=INDEX, second=INDEX)
def test_a_column_equals_its_rows_one_by_one(costs, first, second):
    column = uprate(costs, index_from=first, index_to=second)
    assert column.tolist() == [uprate(cost, index_from=first, index_to=second) for cost in costs]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: uprate(-1, index_from=1, index_to=2), "cost must be 0 or more, got -1"),
        (lambda: uprate(1, index_from=0, index_to=2), "index_from must be above 0, got 0"),
        (lambda: uprate(1, index_from=1, index_to=math.nan), "index_to must hold numbers with none missing"),
        (lambda: uprate("a lot", index_from=1, index_to=2), "cost must hold numbers, got 'a lot'"),
        (lambda: uprate([1, 2], index_from=[1, 2, 3], index_to=2), "must have the same number of rows, got 2, 3, 1"),
        (lambda: deflator_growth(index_from=-1, index_to=2), "index_from must be above 0, got -1"),
    ],
)
def test_bad_input_is_named_with_its_rule(call, words):
    with pytest.raises(ValueError, match=words):
        call()
