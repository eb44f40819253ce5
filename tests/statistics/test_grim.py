"""Can a printed percentage come from whole numbers: published examples, then every whole number there is."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.grim import whole_numbers_behind

QUICK = settings(derandomize=True, deadline=None, max_examples=100)


def test_published_examples():
    # oracle: Brown and Heathers 2017: a mean of 5.19 cannot come from 28 whole numbers, one of 5.18 or 5.21 can
    possible = {mean: whole_numbers_behind(mean, base=28, decimals=2, per=1).possible for mean in (5.18, 5.19, 5.21)}
    assert possible == {5.18: True, 5.19: False, 5.21: True}
    # oracle: methods specification 8.2, 1.1% of 271 is exactly 3
    leak = whole_numbers_behind(1.1, base=271, decimals=1)
    assert (leak.numerators, leak.exact) == ((3,), True)


def test_by_hand():
    assert whole_numbers_behind(33, base=3, decimals=0).numerators == (1,)
    assert not whole_numbers_behind(34, base=3, decimals=0).possible
    assert whole_numbers_behind(50, base=1000, decimals=0).numerators == tuple(range(495, 506))
    assert whole_numbers_behind("0.0", base=10, decimals=1).numerators == (0,)
    # 1 of 8 is 12.5%: printed as 12 or as 13, according to who rounds
    assert whole_numbers_behind(12, base=8, decimals=0).numerators == (1,)
    assert whole_numbers_behind(13, base=8, decimals=0).numerators == (1,)
    assert whole_numbers_behind(150, base=2, decimals=0).numerators == (3,)


@QUICK
@given(base=st.integers(1, 2000), share=st.floats(0, 1), decimals=st.integers(0, 4))
def test_the_number_behind_is_always_found(base, share, decimals):
    numerator = round(share * base)
    printed = f"{100 * numerator / base:.{decimals}f}"
    found = whole_numbers_behind(printed, base=base, decimals=decimals)
    assert numerator in found.numerators
    assert all(abs(100 * k / base - float(printed)) <= 0.5 * 10**-decimals + 1e-9 for k in found.numerators)


@pytest.mark.parametrize(
    ("figure", "base", "decimals", "words"),
    [
        (-1, 10, 0, "figure must be 0 or more, got -1"),
        ("many", 10, 0, "figure must hold numbers, got 'many'"),
        (math.nan, 10, 0, "figure must hold numbers with none missing"),
        (10, 0, 0, "base must be a whole number of 1 or more, got 0"),
        (10, 2.5, 0, "base must be a whole number of 1 or more, got 2.5"),
        (10, 10, -1, "decimals must be a whole number from 0 to 15, got -1"),
        (1.15, 10, 1, "decimals must be as many as figure has, got 1 for 1.15"),
    ],
)
def test_bad_input_is_named_with_its_rule(figure, base, decimals, words):
    with pytest.raises(ValueError, match=words):
        whole_numbers_behind(figure, base=base, decimals=decimals)
