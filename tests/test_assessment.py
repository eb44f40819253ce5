"""Which assessment: areas, years, periods, folders, and what is said to someone who mistypes."""

from __future__ import annotations

import datetime

import pytest

from analysis_lib.assessment import Period, assessment, boroughs, find_area
from analysis_lib.errors import AssessmentError


@pytest.mark.parametrize(
    ("year", "year_end", "expected"),
    [  # oracle: the calendar; the third column counts back twelve whole months
        (2025, "september", ["2018-10-01 2019-09-30", "2023-10-01 2024-09-30", "2024-10-01 2025-09-30"]),
        (2023, "march", ["2018-04-01 2019-03-31", "2021-04-01 2022-03-31", "2022-04-01 2023-03-31"]),
        (2025, "december", ["2019-01-01 2019-12-31", "2024-01-01 2024-12-31", "2025-01-01 2025-12-31"]),
        (2021, "september", ["2018-10-01 2019-09-30", "2019-10-01 2020-09-30", "2020-10-01 2021-09-30"]),
        (2020, "september", ["2018-10-01 2019-09-30", "2019-10-01 2020-09-30"]),  # pre-pandemic is the year before
        (2012, "september", ["2010-10-01 2011-09-30", "2011-10-01 2012-09-30"]),
    ],
)
def test_periods(year, year_end, expected):
    periods = assessment("Havering", year, year_end).periods
    assert [f"{period.start} {period.end}" for period in periods] == expected


@pytest.mark.parametrize(
    ("area", "year", "year_end", "folder"),
    [
        ("Havering", 2025, "september", "havering-2025"),
        ("Havering", 2025, "march", "havering-2025-march"),
        ("tower hamlets", 2019, "september", "tower-hamlets-2019"),
        ("Kingston-upon-Thames", "2024", "December", "kingston-upon-thames-2024-december"),
    ],
)
def test_folder(area, year, year_end, folder):
    assert assessment(area, year, year_end).folder == folder


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Havering", "Havering"),
        ("  HAVERING ", "Havering"),
        ("London Borough of Havering", "Havering"),
        ("barking & dagenham", "Barking and Dagenham"),
        ("Hammersmith & Fulham", "Hammersmith and Fulham"),
        ("City of Westminster", "Westminster"),
        ("Royal Borough of Greenwich", "Greenwich"),
        ("e09000016", "Havering"),
        ("E09000033", "Westminster"),
    ],
)
def test_area_is_found_whatever_its_form(text, name):
    assert find_area(text).name == name


def test_there_are_32_boroughs_with_the_codes_of_the_office_for_national_statistics():
    codes = {area.name: area.code for area in boroughs()}
    assert len(codes) == 32
    assert (codes["Havering"], codes["Westminster"], codes["Barking and Dagenham"]) == (
        "E09000016",
        "E09000033",
        "E09000002",
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("Haverring",), ["no London borough", "Havering"]),
        (("Towr Hamlet",), ["Tower Hamlets"]),
        (("zzz",), ["32 London boroughs"]),
        (("City of London",), ["City of London Police", "32 London boroughs"]),
        (("E09000001",), ["City of London Police"]),
        (("Havering", 2026), ["2012", "2025", "February 2026", "make refresh"]),
        (("Havering", 2011), ["April 2010", "got 2011"]),
        (("Havering", "twenty"), ["four digits"]),
        (("Havering", 2025, "june"), ["march", "september", "december", "june"]),
    ],
)
def test_mistakes_are_answered_with_the_rule_and_the_remedy(arguments, words):
    with pytest.raises(AssessmentError) as error:
        assessment(*arguments)
    assert all(word in str(error.value) for word in words), str(error.value)


@pytest.mark.parametrize("year_end", ["march", "september", "december"])
def test_the_years_2012_to_2025_can_be_assessed(year_end):
    assert [assessment("Havering", year, year_end).year for year in (2012, 2025)] == [2012, 2025]


def test_a_leap_year_has_366_days():
    assert Period(datetime.date(2023, 10, 1), datetime.date(2024, 9, 30)).days == 366
