"""The days, weekends and Friday nights of a month, and monthly counts freed of the length of their months."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis_lib.statistics.checks import SMALLEST, aligned, dimensions, matching, numbers, one_of, plain, positive
from analysis_lib.statistics.checks import counts as checked_counts

DAYS_IN_A_STANDARD_MONTH = 365.25 / 12
BASES = {"standard month": DAYS_IN_A_STANDARD_MONTH, "day": 1.0}
MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6
FEWEST_DAYS_BETWEEN_MONTHS = 28


@dataclass(frozen=True)
class MonthCalendar:
    """How many days of each kind a month holds: whole numbers, or columns of them."""

    days: Any
    weekend_days: Any
    friday_and_saturday_nights: Any
    mondays: Any
    tuesdays: Any
    wednesdays: Any
    thursdays: Any
    fridays: Any
    saturdays: Any
    sundays: Any


def month_calendar(*, year: Any, month: Any) -> MonthCalendar:
    """How many days, weekend days, and Friday and Saturday nights does a month hold?

    A night belongs to the day it begins on: the night of Friday 31 January counts in January, though most of it
    falls in February.

    Parameters
    ----------
    year : four digits, from 1583 on (the Gregorian calendar); or a column
    month : 1 for January to 12 for December; or a column

    Returns
    -------
    MonthCalendar : whole numbers, or arrays of the shape of ``year`` and ``month``

    Raises
    ------
    ValueError : a year or month is missing, not whole or out of range

    References
    ----------
    ISO 8601, the week from Monday to Sunday; the proleptic calendar of numpy's ``datetime64``.

    Examples
    --------
    March 2025, checked against R's ``seq.Date``:

    >>> march = month_calendar(year=2025, month=3)
    >>> march.days, march.weekend_days, march.friday_and_saturday_nights
    (31, 10, 9)

    March 2025 had five Saturdays and five Sundays but four Fridays, so ten weekend days and nine weekend nights.
    """
    years, months = (part.astype(int) for part in aligned(year=(_years, year), month=(_months, month)))
    first = np.datetime64("0000-01", "M") + (12 * years + months - 1)
    start, end = first.astype("datetime64[D]").astype(int), (first + 1).astype("datetime64[D]").astype(int)
    days, first_weekday = end - start, (start + 3) % 7  # 1 January 1970 was a Thursday
    by_weekday = [(days - (weekday - first_weekday) % 7 + 6) // 7 for weekday in range(7)]
    weekend, nights = by_weekday[SATURDAY] + by_weekday[SUNDAY], by_weekday[FRIDAY] + by_weekday[SATURDAY]
    return MonthCalendar(*(plain(column) for column in (days, weekend, nights, *by_weekday)))


def calendar_adjusted(counts: Any, *, days: Any = None, basis: str = "standard month") -> Any:
    """Monthly counts as if every month were equally long: per day, or per month of 30.4375 days.

    February looks quiet because it is short: 280 offences in 28 days are as many a day as 310 in January.

    Parameters
    ----------
    counts : events in each month, 0 or more; a Series with a monthly index brings its own days
    days : days of each month, above 0; leave out only if ``counts`` has a monthly index
    basis : "standard month" (365.25 / 12 days, the default) or "day"

    Returns
    -------
    events per standard month or per day, of the shape of ``counts``; a Series keeps its index and name

    Raises
    ------
    ValueError : a count is negative or missing; a month is missing from the index; no days are known; another basis

    References
    ----------
    Hyndman, R. J. and Athanasopoulos, G. (2021). Forecasting: Principles and Practice, 3rd edition, section 3.1.

    Examples
    --------
    >>> calendar_adjusted([310, 280], days=[31, 28], basis="day").tolist()
    [10.0, 10.0]
    >>> calendar_adjusted([310, 280], days=[31, 28]).tolist()
    [304.375, 304.375]

    January and February had the same ten offences a day, 304 in a month of standard length.
    """
    basis = one_of("basis", basis, list(BASES))
    events = checked_counts("counts", unbroken("counts", counts) if dimensions(counts) else counts)
    adjusted = events / days_of("days", days, counts) * BASES[basis]
    return pd.Series(adjusted, counts.index, name=counts.name) if isinstance(counts, pd.Series) else plain(adjusted)


def days_of(name: str, days: Any, counts: Any) -> np.ndarray:
    """``days`` as numbers above 0, one for all counts or one for each; left out, those of the months in their index.

    Raises ``ValueError`` naming the argument if there is neither, or another number of days than of counts.

    Examples
    --------
    >>> days_of("days", None, pd.Series([4, 5], pd.period_range("2024-02", periods=2, freq="M"))).tolist()
    [29.0, 31.0]

    February 2024 had 29 days.
    """
    if days is not None and not dimensions(days):
        return positive(name, days)
    if days is not None:
        return matching(name, days, others="counts", of=counts, check=positive)
    if (periods := periods_of("counts", counts)) is None:
        raise ValueError(f"{name} must hold the days of each month, got none; or give counts a monthly index")
    refuse_other_periods("counts", counts)
    return periods.days_in_month.to_numpy(dtype=float)


def refuse_other_periods(name: str, series: Any) -> None:
    """Refuse a dated series that is not monthly: days, weeks, quarters and years have no months of the year.

    A list, an array or a Series without dates says nothing of its periods and passes.

    Examples
    --------
    >>> refuse_other_periods("counts", pd.Series([1, 2], pd.period_range("2024-01", periods=2, freq="Q")))
    Traceback (most recent call last):
    ValueError: counts must have a monthly index, got periods of Q-DEC; add up by month

    A quarter is no month, and its season is not worked out as if it were one.
    """
    periods = periods_of(name, series)
    if periods is not None and periods.freqstr != "M":
        raise ValueError(f"{name} must have a monthly index, got periods of {periods.freqstr}; add up by month")


def unbroken(name: str, values: Any) -> np.ndarray:
    """A series in order of time as floats, refused if a value, a month or a day is missing from it.

    Lists and arrays have no dates and are taken as complete. A Series with an index of dates or periods must have
    every one from first to last, once: a gap would shift every season after it.

    Raises ``ValueError`` naming the first period that is missing, repeated or out of order.

    Examples
    --------
    >>> unbroken("counts", [3, 4]).tolist()
    [3.0, 4.0]
    >>> unbroken("x", pd.Series([3, 4], pd.PeriodIndex(["2024-01", "2024-03"], freq="M")))
    Traceback (most recent call last):
    ValueError: x must have every period once and in order, got 2024-03 after 2024-01; fill the gap or start after it

    The series has no February, and nothing is guessed in its place.
    """
    array = numbers(name, values)
    if array.ndim != 1:
        raise ValueError(f"{name} must be one series, got {array.ndim} dimensions; give one column at a time")
    if 0 < np.abs(array).max() < SMALLEST:
        raise ValueError(f"{name} must not be all but 0, got {np.abs(array).max():g} at most; check the unit")
    if (periods := periods_of(name, values)) is not None:
        _check_steps(name, periods)
    return array


def periods_of(name: str, series: Any) -> pd.PeriodIndex | None:
    """The periods that a Series is dated by; None for what has no dates.

    Raises ``ValueError`` for dates with a time zone: which month an hour at its end belongs to depends on it.

    Examples
    --------
    >>> periods_of("counts", pd.Series([4, 5], pd.to_datetime(["2024-02-01", "2024-03-01"]))).astype(str).tolist()
    ['2024-02', '2024-03']

    Dates a month apart stand for their months.
    """
    index = getattr(series, "index", None)
    if not isinstance(index, pd.DatetimeIndex):
        return index if isinstance(index, pd.PeriodIndex) else None
    if index.tz is not None:
        raise ValueError(f"{name} must have dates without a time zone, got {index.tz}; use .tz_localize(None)")
    steps = np.abs(np.diff(index.to_numpy()) / np.timedelta64(1, "D"))
    monthly = steps.size == 0 or steps.min() >= FEWEST_DAYS_BETWEEN_MONTHS
    return index.to_period("M" if monthly else "D")


def _check_steps(name: str, periods: pd.PeriodIndex) -> None:
    wrong = np.flatnonzero(np.diff(periods.asi8) != 1)
    if wrong.size:
        raise ValueError(
            f"{name} must have every period once and in order, got {periods[wrong[0] + 1]} after {periods[wrong[0]]}; "
            "fill the gap or start after it"
        )


def _years(name: str, values: Any) -> np.ndarray:
    return _whole(name, values, 1583, 9999)


def _months(name: str, values: Any) -> np.ndarray:
    return _whole(name, values, 1, 12)


def _whole(name: str, values: Any, least: int, most: int) -> np.ndarray:
    array = numbers(name, values)
    wrong = array[(array != np.floor(array)) | (array < least) | (array > most)]
    if wrong.size:
        raise ValueError(f"{name} must be a whole number from {least} to {most}, got {wrong.flat[0]:g}; check the date")
    return array
