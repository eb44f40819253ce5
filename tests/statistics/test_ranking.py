"""Ranks with intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis_lib.statistics.ranking import ranks_with_intervals

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
        ([1, 2], {"confidence_level": 95}, "write 0.95"),
    ],
)
def test_bad_input_is_named_with_its_rule(counts, others, words):
    with pytest.raises(ValueError, match=words):
        ranks_with_intervals(counts, **others)
