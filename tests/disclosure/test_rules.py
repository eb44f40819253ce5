"""The rules: truth tables that can be read, then what must hold for any count."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.disclosure.rules import dominance, nhs_rounding, primary_suppression, round_to_base

QUICK = settings(derandomize=True, deadline=None)
COUNTS = st.lists(st.integers(0, 10_000), min_size=1, max_size=20)


def test_primary_rules_of_practice():
    # oracle: truth table of "publish 0 and 5 or more"; AI-SDC ACRO default.yaml (threshold 10, zeros disclosive)
    assert primary_suppression([0, 1, 4, 5, 20]).tolist() == [False, True, True, False, False]
    strict = primary_suppression([0, 3, 9, 10, 40], threshold=10, zeros_unsafe=True)
    assert strict.tolist() == [True, True, True, False, False]
    assert primary_suppression(3) is True


def test_rounding_to_five():
    # oracle: R plyr::round_any(x, 5)
    counts = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]
    assert round_to_base(counts).tolist() == [0, 0, 0, 5, 5, 5, 5, 5, 10, 10, 10, 10, 10, 15]
    assert round_to_base([4, 5, 14, 15], base=10).tolist() == [0, 10, 10, 20]
    assert round_to_base(1001) == 1000


def test_rounding_of_the_health_service():
    # oracle: NHS Digital HES and ECDS disclosure method, September 2018
    assert nhs_rounding([4, 5, 22, 23, 0]).tolist() == ["*", "*", 20, 25, 0]
    assert nhs_rounding([[0, 7], [8, 12]]).tolist() == [[0, "*"], [10, 10]]
    assert nhs_rounding(3) == "*"


def test_dominance():
    # oracle: the rules of AI-SDC ACRO, evaluated in R
    even = dominance([120, 110, 100, 95, 90])
    assert (even.share_is_unsafe, even.remainder_is_unsafe) == (False, False)
    assert (even.largest_share, even.remainder_ratio) == pytest.approx((0.446601941747573, 2.375), rel=1e-12)


def test_a_total_of_one_or_two_contributors_is_always_unsafe():
    for few in ([10], [10, 10]):
        found = dominance(few)
        assert found.share_is_unsafe
        assert found.remainder_is_unsafe


@QUICK
@given(counts=COUNTS, base=st.integers(2, 20))
def test_a_rounded_count_is_a_multiple_as_near_as_any(counts, base):
    rounded = round_to_base(counts, base=base)
    assert not np.any(rounded % base)
    assert np.all(np.abs(rounded - counts) <= base / 2)
    assert round_to_base(rounded, base=base).tolist() == rounded.tolist()


@QUICK
@given(counts=COUNTS)
def test_a_column_equals_its_counts_one_by_one(counts):
    assert primary_suppression(counts).tolist() == [primary_suppression(count) for count in counts]
    assert round_to_base(counts).tolist() == [round_to_base(count) for count in counts]
    assert nhs_rounding(counts).tolist() == [nhs_rounding(count) for count in counts]


@QUICK
@given(contributions=st.lists(st.floats(0.01, 1e6), min_size=1, max_size=10), seed=st.randoms(use_true_random=False))
def test_the_order_of_contributors_does_not_matter(contributions, seed):
    shuffled = seed.sample(contributions, len(contributions))
    assert dominance(shuffled).largest_share == pytest.approx(dominance(contributions).largest_share)


@pytest.mark.parametrize("rule", [primary_suppression, round_to_base, nhs_rounding])
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([-1], "values must be 0 or more, got -1"),
        ([2.5], "values must hold whole numbers, got 2.5; protect counts, then divide"),
        ([math.nan], "values must hold numbers with none missing"),
        (["few"], "values must hold numbers, got 'few'"),
        ([], "values must hold one number or more, got none"),
    ],
)
def test_bad_counts_are_named_with_their_rule(rule, values, words):
    with pytest.raises(ValueError, match=words):
        rule(values)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            lambda: primary_suppression([1], threshold=1),
            "threshold must be a whole number of 2 or more, got 1; write 5",
        ),
        (lambda: round_to_base([1], base=1), "base must be a whole number of 2 or more, got 1; write 5"),
        (lambda: dominance([5, -1]), "contributions must be 0 or more, got -1"),
        (lambda: dominance([0, 0]), "contributions must hold one above 0, got none"),
        (lambda: dominance([5, 1], greatest_share=90), "greatest_share must lie between 0 and 1, got 90; write 0.9"),
        (lambda: dominance([5, 1], least_remainder=10), "least_remainder must lie between 0 and 1, got 10"),
        (lambda: dominance([5, 1], largest=0), "largest must be a whole number of 1 or more, got 0; write 2"),
    ],
)
def test_rules_out_of_range_are_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
