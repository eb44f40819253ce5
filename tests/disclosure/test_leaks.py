"""Leaks: figures that can be worked out by hand, then every count that fits, tried one by one."""

from __future__ import annotations

import itertools
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.disclosure.leaks import differencing, percentage_leak, rounding_attack
from analysis_lib.disclosure.rules import round_to_base

QUICK = settings(derandomize=True, deadline=None)


def test_differences():
    # by hand: 57 of all ages less 55 adults; 61 + 5 - 63
    children = differencing(first_total=57, second_total=55)
    assert (children.value, children.disclosive) == (2, True)
    assert not differencing(first_total=57, second_total=57).disclosive
    assert differencing(first_total=57, second_total=57, zeros_unsafe=True).disclosive
    assert differencing(first_total=61, second_total=63, known_added=5).value == 3


def test_a_percentage_of_a_small_base_is_a_count():
    # oracle: exhaustive enumeration of numerators, halves rounded up
    assert percentage_leak(2.0, denominator=151, decimals=1).possible_numerators == (3,)
    assert percentage_leak(50, denominator=1000, decimals=0).possible_numerators == tuple(range(495, 505))
    assert not percentage_leak(50, denominator=1000, decimals=0).exact
    assert percentage_leak(33, denominator=2, decimals=0).possible_numerators == ()


def test_rounded_cells_and_their_total():
    # oracle: exhaustive enumeration of whole tables
    attack = rounding_attack([5, 10, 15], rounded_total=30)
    assert [(cell.minimum, cell.maximum) for cell in attack.intervals] == [(3, 7), (8, 12), (13, 17)]
    # by hand: three cells of at most 2 cannot make a total of 8 or more
    with pytest.raises(ValueError, match="must fit some whole numbers"):
        rounding_attack([0, 0, 0], rounded_total=10)


@QUICK
@given(denominator=st.integers(1, 300), numerator=st.integers(0, 300), decimals=st.integers(0, 2))
def test_every_numerator_that_is_printed_so_and_no_other(denominator, numerator, decimals):
    def printed(k):
        exact = Fraction(100 * k, denominator)
        scaled = Decimal(exact.numerator * 10**decimals) / Decimal(exact.denominator)
        return scaled.quantize(Decimal(1), ROUND_HALF_UP) / 10**decimals

    target = printed(min(numerator, denominator))
    expected = tuple(k for k in range(denominator + 1) if printed(k) == target)
    assert percentage_leak(float(target), denominator=denominator, decimals=decimals).possible_numerators == expected


@settings(derandomize=True, deadline=None, max_examples=30)
@given(counts=st.lists(st.integers(0, 20), min_size=1, max_size=3), base=st.sampled_from([3, 5, 10]))
def test_agrees_with_trying_every_count_that_rounds_so(counts, base):
    shown, total = round_to_base(counts, base=base).tolist(), round_to_base(sum(counts), base=base)
    candidates = [[x for x in range(40) if round_to_base(x, base=base) == cell] for cell in shown]
    fitting = [x for x in itertools.product(*candidates) if round_to_base(sum(x), base=base) == total]
    attack = rounding_attack(shown, rounded_total=total, base=base)
    expected = [(min(values), max(values)) for values in zip(*fitting, strict=True)]
    assert [(cell.minimum, cell.maximum) for cell in attack.intervals] == expected


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: differencing(first_total=50, second_total=55), "must not be below second_total, got -5 between"),
        (lambda: differencing(first_total=-1, second_total=0), "first_total must be 0 or more, got -1"),
        (lambda: differencing(first_total=5.5, second_total=0), "first_total must hold whole numbers, got 5.5"),
        (lambda: percentage_leak(101, denominator=10, decimals=0), "percentage must lie between 0 and 100"),
        (
            lambda: percentage_leak(1.15, denominator=10, decimals=1),
            r"percentage must have 1 decimals or fewer, got 1\.15; give it as printed",
        ),
        (
            lambda: percentage_leak(1.1, denominator=0, decimals=1),
            "denominator must be a whole number from 1 to 100000000, got 0",
        ),
        (
            lambda: percentage_leak("x", denominator=9, decimals=1),
            "percentage must lie between 0 and 100, got 'x'; give it as printed",
        ),
        (lambda: rounding_attack([3], rounded_total=5), "rounded_cells and rounded_total must be multiples of 5"),
        (lambda: rounding_attack([], rounded_total=5), "rounded_cells must hold one number or more"),
    ],
)
def test_bad_input_is_named_with_its_rule(call, words):
    with pytest.raises(ValueError, match=words):
        call()
