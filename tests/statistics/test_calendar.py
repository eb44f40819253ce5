import calendar
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.calendar import MonthCalendar, calendar_adjusted, days_of, month_calendar, unbroken

exact = settings(derandomize=True, deadline=None)


def test_the_months_of_the_specification():
    """R's forecast::monthdays and seq.Date."""
    february = month_calendar(year=2024, month=2)
    assert (february.days, february.weekend_days, february.friday_and_saturday_nights) == (29, 8, 8)
    august = month_calendar(year=2025, month=8)
    assert (august.days, august.weekend_days, august.friday_and_saturday_nights) == (31, 10, 10)


@exact
@given(st.integers(1583, 9998), st.integers(1, 12))
def test_every_month_is_that_of_pythons_calendar(year, month):
    found = month_calendar(year=year, month=month)
    weekdays = [date(year, month, day).weekday() for day in range(1, calendar.monthrange(year, month)[1] + 1)]
    assert found.days == len(weekdays)
    assert [getattr(found, f"{name.lower()}s") for name in calendar.day_name] == [weekdays.count(k) for k in range(7)]


@exact
@given(st.lists(st.tuples(st.integers(1900, 2100), st.integers(1, 12)), min_size=1, max_size=20))
def test_a_column_equals_its_rows_one_by_one(months):
    years, numbers = zip(*months, strict=True)
    column = month_calendar(year=np.array(years), month=np.array(numbers))
    for place, (year, month) in enumerate(months):
        row = month_calendar(year=year, month=month)
        assert row == MonthCalendar(*(getattr(column, name)[place] for name in vars(row)))


def test_a_count_per_day_and_per_standard_month():
    assert calendar_adjusted([310, 280], days=[31, 28], basis="day").tolist() == [10.0, 10.0]
    assert calendar_adjusted(31, days=31) == pytest.approx(365.25 / 12)


@exact
@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=40))
def test_adjusted_there_and_back_is_the_count(counts):
    days = np.resize([31, 28, 31, 30], len(counts))
    assert calendar_adjusted(counts, days=days, basis="day") * days == pytest.approx(np.array(counts))


@pytest.mark.parametrize(
    "index", [pd.period_range("2024-01", periods=3, freq="M"), pd.date_range("2024-01-01", periods=3, freq="MS")]
)
def test_a_series_brings_its_own_days_and_keeps_its_index(index):
    adjusted = calendar_adjusted(pd.Series([31, 58, 93], index, name="burglary"), basis="day")
    assert adjusted.tolist() == [1.0, 2.0, 3.0]
    assert adjusted.name == "burglary"
    assert adjusted.index.equals(index)


@pytest.mark.parametrize("freq", ["D", "MS"])
def test_a_series_of_days_or_months_without_a_gap_is_taken(freq):
    assert unbroken("counts", pd.Series([1, 2, 3], pd.date_range("2024-01-01", periods=3, freq=freq))).tolist() == [
        1,
        2,
        3,
    ]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: month_calendar(year=2025, month=13),
            "month must be a whole number from 1 to 12, got 13; check the date",
        ),
        (
            lambda: month_calendar(year=25, month=1),
            "year must be a whole number from 1583 to 9999, got 25; check the date",
        ),
        (lambda: month_calendar(year=2025, month=1.5), "month must be a whole number from 1 to 12, got 1.5"),
        (lambda: month_calendar(year=np.nan, month=1), "year must hold numbers with none missing"),
        (lambda: month_calendar(year="MMXXV", month=1), "year must hold numbers, got 'MMXXV'"),
        (
            lambda: calendar_adjusted([1, 2], days=[31, 28], basis="week"),
            "basis must be one of standard month, day, got 'week'",
        ),
        (
            lambda: calendar_adjusted([1, 2]),
            "days must hold the days of each month, got none; or give counts a monthly index",
        ),
        (lambda: calendar_adjusted([1, 2], days=[31, 28, 31]), "days must hold one number for each of 2 counts, got 3"),
        (lambda: calendar_adjusted([1, -2], days=[31, 28]), "counts must be 0 or more, got -2"),
        (lambda: calendar_adjusted([], days=[]), "counts must hold one number or more, got none"),
        (lambda: days_of("days", [31, 0], [1, 2]), "days must be above 0, got 0"),
        (lambda: unbroken("counts", [[1, 2], [3, 4]]), "counts must be one series, got 2 dimensions"),
        (
            lambda: unbroken("counts", pd.Series([1, 2], pd.PeriodIndex(["2024-01", "2024-03"], freq="M"))),
            "counts must have every period once and in order, got 2024-03 after 2024-01; fill the gap",
        ),
        (
            lambda: unbroken("counts", pd.Series([1, 2], pd.to_datetime(["2024-02-01", "2024-01-01"]))),
            "got 2024-01 after 2024-02",
        ),
        (
            lambda: unbroken(
                "counts", pd.Series([1, 2, 3], pd.to_datetime(["2024-01-01", "2024-01-02", "2024-01-04"]))
            ),
            "got 2024-01-04 after 2024-01-02",
        ),
    ],
)
def test_bad_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()
