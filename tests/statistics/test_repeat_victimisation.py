"""Repeat victimisation: tables a colleague can check by hand, then what must hold for any."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis_lib.statistics.repeat_victimisation import expected_repeats, repeat_victimisation

QUICK = settings(derandomize=True, deadline=None)
PEOPLE = st.lists(st.integers(1, 30), min_size=1, max_size=50)


def percentages(found):
    return (
        found.per_cent_of_victims_repeat,
        found.per_cent_of_incidents_on_repeat_victims,
        found.per_cent_of_incidents_repeat,
    )


def test_by_hand():
    # four victims, of whom one twice and one three times: 2 of 4; 5 of 7 incidents; 7 - 4 = 3 of 7
    found = repeat_victimisation([1, 1, 2, 3])
    assert (found.victims, found.incidents) == (4, 7)
    assert percentages(found) == pytest.approx((50, 500 / 7, 300 / 7))


def test_agrees_with_r():
    # oracle: R 4.2.2, table() on the expanded list of victims
    found = repeat_victimisation([1, 2, 3, 12], victims=[40, 9, 2, 1])
    assert (found.victims, found.incidents) == (52, 76)
    assert percentages(found) == pytest.approx((23.0769230769231, 47.3684210526316, 31.5789473684211))


def test_chance_agrees_with_r():
    # oracle: R 4.2.2 dpois
    found = expected_repeats(people=15000, incidents=900)
    assert (found.victims, found.repeat_victims, found.per_cent_of_victims_repeat) == pytest.approx(
        (873.531996236269, 25.9439160104452, 2.97000179984569), rel=1e-9
    )


@QUICK
@given(times=PEOPLE)
def test_groups_equal_the_list_of_victims_and_percentages_are_in_order(times):
    sizes, victims = np.unique(times, return_counts=True)
    found = repeat_victimisation(times)
    assert repeat_victimisation(sizes, victims=victims) == found
    assert repeat_victimisation(sorted(times)) == found
    of_victims, on_repeat, repeats = percentages(found)
    assert 0 <= repeats <= on_repeat <= 100
    assert 0 <= of_victims <= on_repeat


@QUICK
@given(people=st.integers(10, 10**7), incidents=st.integers(1, 10**6))
def test_chance_is_a_poisson_count_and_a_column_equals_its_rows(people, incidents):
    found = expected_repeats(people=people, incidents=incidents)
    chance = stats.poisson(incidents / people)
    assert (found.victims, found.repeat_victims) == pytest.approx(
        (people * chance.sf(0), people * chance.sf(1)), rel=1e-9
    )
    column = expected_repeats(people=[people, 50], incidents=[incidents, 20])
    assert column.repeat_victims.tolist()[0] == found.repeat_victims


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: repeat_victimisation([0, 1]), "incidents_per_victim must be above 0, got 0"),
        (lambda: repeat_victimisation([1.5]), "incidents_per_victim must be a whole number of events, got 1.5"),
        (lambda: repeat_victimisation([1, 2], victims=[1, 2, 3]), "must have the same number of rows, got 2, 3"),
        (lambda: repeat_victimisation([1, 2], victims=[0, 0]), "victims must hold one victim or more, got 0"),
        (lambda: repeat_victimisation([1, 2], victims=[0, -1]), "victims must be 0 or more, got -1"),
        (lambda: repeat_victimisation([]), "incidents_per_victim must hold one number or more, got none"),
        (lambda: repeat_victimisation(["twice"]), "incidents_per_victim must hold numbers, got 'twice'"),
        (lambda: expected_repeats(people=0, incidents=5), "people must be above 0, got 0"),
        (lambda: expected_repeats(people=9, incidents=math.nan), "incidents must hold numbers with none missing"),
    ],
)
def test_bad_input_is_named_with_its_rule(call, words):
    with pytest.raises(ValueError, match=words):
        call()
