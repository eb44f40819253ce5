"""Sums: what they come to, and what is never added up."""

from __future__ import annotations

import dataclasses

import pytest

from analysis_lib.measures import Measure
from analysis_lib.people import People
from analysis_lib.values import total
from test_values import BEFORE, MEASURES, count

KNOWN = MEASURES | {
    "vehicle": Measure("vehicle", "Theft of a vehicle", "offences", "theft"),
    "robbery": Measure("robbery", "Robbery", "offences", "total"),
    "flagged": Measure("flagged", "Flagged as domestic abuse", "offences", "total", overlaps=True),
}


def women(youngest, oldest=None, number=10):
    return count(number, unit="people", people=People("women", youngest, oldest))


def test_members_add_up_by_hand_and_are_named():
    value = total([count(3, "bicycle", title="Bicycle theft"), count(4, "vehicle", title="Car theft")], measures=KNOWN)
    assert (value.value, value.title, value.measure) == (7, "Bicycle theft, Car theft", "total:bicycle+vehicle")
    assert total([count(3, "bicycle"), count(4, "vehicle")], of="theft", measures=KNOWN).measure == "theft"


@pytest.mark.parametrize(
    ("values", "of", "words"),
    [
        ([count(3, "bicycle"), count(9, "theft")], "", "theft already counts bicycle"),
        ([count(3, "bicycle"), count(9, "total")], "", "total already counts bicycle"),
        ([count(3, "bicycle"), count(9, "incidents")], "", "not of one definition"),
        ([count(3, "bicycle"), count(9, "unheard-of")], "", "not of one definition"),
        ([count(3, "bicycle"), count(3, "bicycle")], "", "given 2 times"),
        ([count(3, "bicycle"), count(3, "robbery"), count(3, "flagged")], "", "flagged marks events that other"),
        ([count(3, "bicycle")], "theft", "theft also counts vehicle"),
        ([count(3, "robbery"), count(9, "theft"), count(1, "bicycle")], "total", "theft already counts bicycle"),
        ([count(3, "bicycle"), count(4, "vehicle"), count(4, "robbery")], "theft", "robbery is not a member of theft"),
        ([count(3, "bicycle"), count(9, "vehicle", BEFORE)], "", "same period"),
        ([count(3, "bicycle"), count(9, "vehicle", area="Redbridge")], "", "same area"),
        ([count(3, "bicycle"), count(9, "vehicle", unit="victims")], "", "same unit"),
        ([count(3, unit="per cent")], "", "only counts are added up"),
        ([], "", "nothing to add up"),
        ([women(16, 59), women(59)], "", "women aged 16 to 59 and women aged 59 and over overlap"),
        ([women(16, 59), women(16, 59)], "", "overlap"),
        ([women(16, 59), women(70)], "", "make no one group"),
    ],
)
def test_what_would_count_twice_or_leave_out_is_refused(values, of, words):
    with pytest.raises(ValueError, match=words):
        total(values, of=of, measures=KNOWN)


def test_ages_in_a_row_make_one_group():
    assert total([women(60), women(16, 24), women(25, 59)]).people == People("women", 16)


def test_one_measure_adds_up_over_areas_that_differ():
    value = total([count(3, area="Harold Wood"), count(4, area="Upminster")], place="Two wards")  # 3 + 4, by hand
    assert (value.value, value.area, value.measure, value.method) == (7, "Two wards", "theft", "sum of 2 areas")


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (count(4, area="Havering"), "Havering is among the areas twice"),
        (count(4, "bicycle", area="Upminster"), "same measure"),
        (count(4, period=BEFORE, area="Upminster"), "same period"),
        (count(4, unit="victims", area="Upminster"), "same unit"),
        (count(4, area="Upminster", people=People("women")), "same people"),
    ],
)
def test_what_differs_between_areas_is_refused(other, words):
    with pytest.raises(ValueError, match=words):
        total([count(3), other], place="Two places")


def test_a_sum_with_a_gap_is_a_gap():
    missing = dataclasses.replace(count(None, "vehicle"), reason="a month is not published")
    assert total([count(3, "bicycle"), missing], measures=KNOWN).reason == "a month is not published"


def test_a_sum_of_counts_has_no_interval_and_one_of_estimates_has():
    assert total([count(3, "bicycle"), count(4, "vehicle")], measures=KNOWN).lower is None
    one, other = (
        dataclasses.replace(women(*ages, number=100), lower=97, upper=104, confidence_level=0.95)
        for ages in ((16, 59), (60,))
    )
    value = total([one, other])
    # by hand: 200 - sqrt(3^2 + 3^2), 200 + sqrt(4^2 + 4^2)
    assert (value.lower, value.upper) == (pytest.approx(200 - 18**0.5), pytest.approx(200 + 32**0.5))
