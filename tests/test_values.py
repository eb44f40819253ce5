"""Values: what may be formed, what is refused, and the words that a change allows."""

from __future__ import annotations

import dataclasses

import pytest

from analysis_lib.assessment import Period
from analysis_lib.measures import Measure, is_part_of
from analysis_lib.statistics.ranking import Rank
from analysis_lib.values import Value, change, difference, ranked, share

YEAR, BEFORE = Period.twelve_months_to(2025, 9), Period.twelve_months_to(2024, 9)
MEASURES = {
    "total": Measure("total", "All offences", "offences", None),
    "theft": Measure("theft", "Theft", "offences", "total"),
    "bicycle": Measure("bicycle", "Bicycle theft", "offences", "theft"),
    "incidents": Measure("incidents", "Incidents", "incidents", None),
}


def count(number, measure="theft", period=YEAR, **others):
    known = {"unit": "offences", "area": "Havering", "population": "offences recorded by the police", "method": "sum"}
    return Value(value=number, measure=measure, period=period, sources=("test",), **(known | others))


def changed(before, now, *, artefact=(0.0, 0.0), reason=""):
    months = [[total / 12 + (1 if month % 2 else -1) for month in range(12)] for total in (before, now)]
    return change(
        count(before, period=BEFORE), count(now), months_before=months[0], months_now=months[1],
        days_before=[30] * 12, days_now=[30] * 12, artefact=artefact, reason=reason,
    )  # fmt: skip


def test_share_by_hand():
    value = share(count(30, "bicycle"), count(120, "total"), MEASURES)
    assert (value.value, value.unit, value.measure) == (25.0, "per cent", "share:bicycle")


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [  # the flaws of the published documents that a share of two numbers lets through
        (count(30, "total"), count(120, "bicycle"), "total is not part of bicycle"),
        (count(30, "incidents"), count(120, "total"), "incidents is not part of total"),
        (count(30, "bicycle", unit="incidents"), count(120, "total"), "same unit, got incidents and offences"),
        (count(30, "bicycle", area="Redbridge"), count(120, "total"), "same area"),
        (count(30, "bicycle", period=BEFORE), count(120, "total"), "same period"),
    ],
)
def test_a_wrong_share_cannot_be_formed(part, whole, words):
    with pytest.raises(ValueError, match=words):
        share(part, whole, MEASURES)


def test_no_share_of_nothing():
    value = share(count(0, "bicycle"), count(0, "total"), MEASURES)
    assert value.missing
    assert value.reason


@pytest.mark.parametrize(
    ("before", "now", "artefact", "direction"),
    [
        (1000, 1500, (0, 0), "rose"),
        (1000, 600, (0, 0), "fell"),
        (1000, 1010, (0, 0), "about the same"),
        (1000, 1500, (0, 49), "not clear"),  # the interval does not exclude what changes in recording alone could make
        (1000, 600, (0, 10), "fell"),  # these work against the fall
        (1000, 600, (-41, 0), "not clear"),
        (1000, 1500, (-10, 0), "rose"),
        (1000, 1040, (0, 9), "about the same"),  # a small change that changes in recording could have made
        (19, 60, (0, 0), "not compared"),  # below the smallest base
    ],
)
def test_direction(before, now, artefact, direction):
    assert changed(before, now, artefact=artefact).direction == direction


def test_an_interval_that_holds_large_changes_is_not_clear():
    months = [[30] * 12, [30] * 11 + [250]]  # one month with a batch
    value = change(
        count(360, period=BEFORE),
        count(580),
        months_before=months[0],
        months_now=months[1],
        days_before=[30] * 12,
        days_now=[30] * 12,
    )
    assert value.lower < 0 < 25 < value.upper
    assert value.direction == "not clear"


def test_a_change_is_that_of_the_counts_and_its_interval_brackets_it():
    value = changed(1000, 1500)
    assert value.value == pytest.approx(50)
    assert value.lower < 50 < value.upper
    assert (value.before.value, value.now.value) == (1000, 1500)


def test_a_fall_to_none_is_a_fall_by_all_with_an_upper_limit():
    value = change(
        count(48, period=BEFORE), count(0), months_before=[4] * 12, months_now=[0] * 12,
        days_before=[30] * 12, days_now=[30] * 12,
    )  # fmt: skip
    assert (value.value, value.lower) == (-100, pytest.approx(-100))
    assert -100 < value.upper < 0
    assert value.direction == "fell"


@pytest.mark.parametrize("base", [0, 1, 19])
def test_no_per_cent_on_a_small_base(base):
    value = changed(base, 100)
    assert value.missing
    assert value.reason == "too few to compare"


def test_a_reason_not_to_compare_is_kept():
    value = changed(1000, 1500, reason="recording changed")
    assert (value.value, value.reason, value.direction) == (None, "recording changed", "not compared")


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (count(5, "bicycle", BEFORE), "same measure"),
        (count(5, period=BEFORE, area="Redbridge"), "same area"),
        (count(5, period=Period(BEFORE.start, YEAR.end)), "equally long"),
    ],
)
def test_unlike_counts_have_no_change(before, words):
    with pytest.raises(ValueError, match=words):
        change(before, count(6), months_before=[5], months_now=[6], days_before=[30], days_now=[30])


def test_difference_by_hand_and_its_missing_parts():
    assert difference(count(20, period=BEFORE), count(15)).value == -5
    missing = dataclasses.replace(count(None, period=BEFORE), reason="a month is not published")
    assert difference(missing, count(15)).missing
    with pytest.raises(ValueError, match="same measure, got bicycle and theft"):
        difference(count(20, "bicycle", BEFORE), count(15))


def test_no_rank_where_its_interval_covers_more_than_a_quarter_of_the_places():
    sure = Rank(
        value=9, lower=7, upper=13, median=9, chance_of_top_three=0.0, out_of=32, tied=False, confidence_level=0.95
    )
    assert ranked(count(5), sure, among="boroughs").value == 9
    unsure = dataclasses.replace(sure, upper=15)
    assert ranked(count(5), unsure, among="boroughs").missing


def test_a_part_of_a_part_is_part_of_the_whole():
    assert is_part_of("bicycle", "total", MEASURES)
    assert not is_part_of("total", "bicycle", MEASURES)
    assert not is_part_of("incidents", "total", MEASURES)


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        ("2022-10", "2023-03", ""),
        ("2022-10", "2023-09", "label changed"),
        ("2010-10", "2023-09", "label changed"),
    ],
)
def test_a_label_is_compared_only_while_it_was_in_use(first, last, reason):
    assert Measure("x", "X", "offences", None, last_full_month="2023-03").not_comparable(first, last) == reason


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [("2022-10", "2024-02", ""), ("2023-10", "2024-03", "recording changed"), ("2024-03", "2026-02", "")],
)
def test_a_break_is_not_compared_across(first, last, reason):
    assert Measure("x", "X", "offences", None, break_month="2024-03").not_comparable(first, last) == reason


def test_a_break_within_a_group_is_told_from_one_that_the_group_shares():
    shared = Measure("x", "X", "offences", "theft", break_month="2024-03")
    assert shared.breaks("2023-10", "2024-09")
    assert not shared.breaks("2024-03", "2025-02")
    assert not shared.break_within_group
