"""Ranks with intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis_lib.statistics.ranking import probability_rate_is_greater, ranks_with_intervals

QUICK = settings(derandomize=True, deadline=None, max_examples=50)


def test_ranks_by_hand():
    ranks = ranks_with_intervals([10, 500, 10, 9000])
    assert [rank.value for rank in ranks] == [3, 2, 3, 1]
    assert [rank.tied for rank in ranks] == [True, False, True, False]
    assert {rank.out_of for rank in ranks} == {4}


def test_the_chance_of_a_place_agrees_with_the_closed_form():
    # oracle: methods specification 1.6, P(rate 1 > rate 2) = P(Beta(x1 + 0.5, x2 + 0.5) > 0.5), by scipy.stats.beta:
    # 30 against 20 events gives 0.92, so the first place is within an 80% interval and the second within a 95% one
    chance = stats.beta.sf(0.5, 30.5, 20.5)
    assert chance == pytest.approx(0.921692, abs=1e-6)  # R pbeta, as published with the specification
    first = ranks_with_intervals([30, 20], confidence_level=0.80)[0]
    wider = ranks_with_intervals([30, 20], confidence_level=0.95)[0]
    assert (first.lower, first.upper, wider.lower, wider.upper) == (1, 1, 1, 2)


def test_an_exposure_turns_counts_into_rates():
    assert [rank.value for rank in ranks_with_intervals([100, 60], exposures=[1000, 100])] == [2, 1]


def test_a_rank_is_publishable_only_within_a_quarter_of_the_places():
    sure = ranks_with_intervals([1000 * i for i in range(1, 33)])[20]
    unsure = ranks_with_intervals([5] * 32)[0]
    assert sure.is_publishable
    assert not unsure.is_publishable


@QUICK
@given(counts=st.lists(st.integers(0, 500), min_size=2, max_size=12))
def test_places_are_those_of_the_table_and_the_same_draws_give_the_same_ranks(counts):
    ranks = ranks_with_intervals(counts, draws=500)
    assert all(1 <= rank.lower <= rank.upper <= len(counts) for rank in ranks)
    assert [rank.value for rank in ranks] == list(stats.rankdata(-np.array(counts), method="min"))
    assert ranks == ranks_with_intervals(counts, draws=500)


@pytest.mark.parametrize(
    ("counts", "others", "words"),
    [
        ([1], {}, "two or more areas"),
        ([1, -1], {}, "0 or more"),
        ([1, float("nan")], {}, "none missing"),
        ([1, 2], {"exposures": [1, 0]}, "above 0"),
        ([1, 2], {"exposures": [1, 2, 3]}, "exposures must hold one number for each of 2 counts, got 3"),
        ([1, 2], {"confidence_level": 95}, "write 0.95"),
        (["many", 2], {}, "counts must hold numbers, got 'many'"),
        ([], {}, "counts must hold one number or more, got none"),
    ],
)
def test_bad_input_is_named_with_its_rule(counts, others, words):
    with pytest.raises(ValueError, match=words):
        ranks_with_intervals(counts, **others)


def greater(x1, t1, x2, t2):
    return probability_rate_is_greater(events=x1, exposure=t1, reference_events=x2, reference_exposure=t2)


def test_the_probability_of_a_higher_rate():
    # oracle: R 4.2.2 pbeta, confirmed there by numerical integration
    assert greater([30, 12], [10, 9.1], [20, 10], [10, 11.3]) == pytest.approx([0.92169236988842, 0.825916270257971])
    assert greater(7, 2, 7, 2) == pytest.approx(0.5)
    assert isinstance(greater(0, 1, 0, 1), float)


@QUICK
@given(x1=st.integers(0, 500), x2=st.integers(0, 500), t1=st.floats(0.1, 100), t2=st.floats(0.1, 100))
def test_one_or_the_other_is_higher(x1, x2, t1, t2):
    chance = greater(x1, t1, x2, t2)
    assert 0 <= chance <= 1
    assert chance + greater(x2, t2, x1, t1) == pytest.approx(1)
    assert greater(x1 + 1, t1, x2, t2) >= chance


@pytest.mark.parametrize(
    ("totals", "words"),
    [
        ((-1, 1, 1, 1), "events must be 0 or more"),
        ((1, 0, 1, 1), "exposure must be above 0"),
        ((1, 1, 2.5, 1), "reference_events must be a whole number"),
        (([1, 2], 1, [1, 2, 3], 1), "same number of rows"),
    ],
)
def test_bad_totals_are_named_with_their_rule(totals, words):
    with pytest.raises(ValueError, match=words):
        greater(*totals)


def test_the_median_place_and_the_chance_of_the_top_three():
    sure, close, other, last, _ = ranks_with_intervals([9000, 100, 99, 98, 1])
    assert (sure.median, sure.chance_of_top_three) == (1, 1.0)
    assert 2 <= close.median <= 4
    # three alike share two places: two chances in three each, and all chances of the five sum to three
    assert close.chance_of_top_three == pytest.approx(2 / 3, abs=0.1)
    assert close.chance_of_top_three + other.chance_of_top_three + last.chance_of_top_three == pytest.approx(
        2, abs=0.01
    )
