"""Which assessment this is: its area, its year, the periods it compares and where it is kept.

The partnership's own year runs for the twelve months to 30 September. ``year_end`` chooses the
financial year (to 31 March) or the calendar year (to 31 December) instead.
"""

from __future__ import annotations

import calendar
import datetime
import difflib
import functools
import re
from dataclasses import dataclass
from typing import Literal

from analysis_lib import contracts
from analysis_lib.errors import AssessmentError

YearEnd = Literal["september", "march", "december"]
YEAR_ENDS = {"march": 3, "september": 9, "december": 12}
PRE_PANDEMIC_END_YEAR = 2019  # the last year of each kind that ended before March 2020
LATER_YEAR = (
    " For a later year, download the newer files of the publication and run: make refresh FROM=the-folder-they-are-in"
)
CITY_OF_LONDON = {"city of london", "the city of london", "london city", "e09000001"}


@dataclass(frozen=True, order=True)
class Period:
    """Whole calendar months, from the first day of one to the last day of another; or one day, for a stock.

    >>> year = Period.twelve_months_to(2025, 9)
    >>> year.start.isoformat(), year.end.isoformat(), year.months
    ('2024-10-01', '2025-09-30', 12)
    >>> year.label
    'year to September 2025'
    """

    start: datetime.date
    end: datetime.date

    def __post_init__(self) -> None:
        dates = (self.start, self.end)
        if not all(isinstance(date, datetime.date) for date in dates):
            raise ValueError(f"a period has a first and a last day, got {self.start} and {self.end}; give both dates")
        whole = self.start.day == 1 and self.end.day == calendar.monthrange(self.end.year, self.end.month)[1]
        if self.start != self.end and not (whole and self.start < self.end):
            raise ValueError(
                f"a period runs from the first day of a month to the last day of the same or a later one, got "
                f"{self.start} to {self.end}; give whole months, the earlier first, or one day for a stock"
            )

    @classmethod
    def twelve_months_to(cls, year: int, month: int) -> Period:
        start = datetime.date(year if month == 12 else year - 1, month % 12 + 1, 1)
        return cls(start, datetime.date(year, month, calendar.monthrange(year, month)[1]))

    @classmethod
    def months_from_to(cls, first: datetime.date, last: datetime.date) -> Period:
        """From the month of ``first`` to the month of ``last``."""
        return cls(first.replace(day=1), last.replace(day=calendar.monthrange(last.year, last.month)[1]))

    @classmethod
    def on(cls, day: datetime.date) -> Period:
        """The day that a stock, such as a population, is counted on.

        >>> Period.on(datetime.date(2021, 3, 21)).label
        '21 March 2021'
        """
        return cls(day, day)

    @classmethod
    def mid_year(cls, year: int) -> Period:
        """The day that a mid-year population estimate is for: 30 June.

        >>> Period.mid_year(2023).label
        'mid-2023'
        """
        return cls.on(datetime.date(year, 6, 30))

    @property
    def is_day(self) -> bool:
        """Whether it is the single day of a stock."""
        return self.start == self.end

    @property
    def kind(self) -> str:
        """What two periods must have in common to be compared: the same months of the year, or both a day.

        >>> Period.twelve_months_to(2025, 9).kind, Period(datetime.date(2025, 8, 1), datetime.date(2025, 8, 31)).kind
        ('year to September', 'August')
        """
        if self.is_day:
            return "day"
        if self.months == 1:
            return f"{self.start:%B}"
        if self.months == 12:
            return f"year to {self.end:%B}"
        return f"{self.months} months from {self.start:%B}"

    @property
    def months(self) -> int:
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def label(self) -> str:
        """How a sentence names it, in a year's case by the month it ends with."""
        if self.is_day:
            day = self.start
            return f"mid-{day.year}" if (day.month, day.day) == (6, 30) else f"{day.day} {day:%B %Y}"
        if self.months == 12:
            return f"year to {self.end:%B %Y}"
        if self.months == 1:
            return f"{self.start:%B %Y}"
        return self.span

    @property
    def span(self) -> str:
        """Its first and last month: ``October 2024 to September 2025``."""
        return self.label if self.is_day or self.months == 1 else f"{self.start:%B %Y} to {self.end:%B %Y}"

    @property
    def short_label(self) -> str:
        """How a column head names it."""
        return f"Year to {self.end:%b %Y}" if self.months == 12 else self.label

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True)
class Area:
    """A local authority: its name as the police publish it, and its GSS code (ONS)."""

    name: str
    code: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Assessment:
    """One assessment: an area, a year and the three periods that it compares."""

    area: Area
    year: int
    year_end: YearEnd

    @property
    def current(self) -> Period:
        return Period.twelve_months_to(self.year, YEAR_ENDS[self.year_end])

    @property
    def previous(self) -> Period:
        return Period.twelve_months_to(self.year - 1, YEAR_ENDS[self.year_end])

    @property
    def pre_pandemic(self) -> Period | None:
        """The last year before the pandemic, or None unless it ends before ``previous`` begins."""
        period = Period.twelve_months_to(PRE_PANDEMIC_END_YEAR, YEAR_ENDS[self.year_end])
        return period if period.end < self.previous.start else None

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods compared, the earliest first."""
        return tuple(period for period in (self.pre_pandemic, self.previous, self.current) if period)

    @property
    def folder(self) -> str:
        """The report's folder: ``havering-2025``, ``havering-2025-march``."""
        name = f"{_plain(self.area.name).replace(' ', '-')}-{self.year}"
        return name if self.year_end == "september" else f"{name}-{self.year_end}"

    @property
    def parameters(self) -> dict[str, str | int]:
        """What a chapter is given: the contents of its parameters cell."""
        return {"area": self.area.name, "year": self.year, "year_end": self.year_end}

    @property
    def words(self) -> dict[str, str]:
        """The words that captions may name in braces."""
        return {"area": self.area.name, "period": self.current.label, "previous_period": self.previous.label}


def assessment(area: str = "Havering", year: int = 2025, year_end: str = "september") -> Assessment:
    """The assessment of ``area`` for ``year``.

    ``area`` is one of the 32 London boroughs that the Metropolitan Police serves, by name (case and
    punctuation are forgiven) or by GSS code; ``year`` a whole number from 2012 to 2025; ``year_end``
    "september", "march" or "december". Raises :class:`AssessmentError` for anything else, with
    near matches for an area.

    >>> a = assessment("tower hamlets", 2019)
    >>> a.area.name, a.current.label, a.folder
    ('Tower Hamlets', 'year to September 2019', 'tower-hamlets-2019')
    >>> assessment("E09000033", 2023, "march").periods[0].label
    'year to March 2019'
    """
    ends = _checked_year_end(year_end)
    return Assessment(find_area(area), _checked_year(year, ends), ends)


def find_area(text: str) -> Area:
    """The borough called ``text``, whatever its capitals, hyphens or ampersands."""
    asked = _plain(str(text))
    if not asked:
        raise AssessmentError("AREA is empty. Give one of the 32 London boroughs, by name or GSS code: AREA=Havering")
    known = {_plain(name): area for area in boroughs() for name in (area.name, area.code)}
    if asked in CITY_OF_LONDON:
        raise AssessmentError(
            "The City of London cannot be assessed here: the City of London Police keeps its own records, and "
            "the figures are the Metropolitan Police Service's. Choose one of the 32 London boroughs."
        )
    for candidate in (asked, re.sub(r"^(the )?(london borough|royal borough|city) of |^rb |^lb ", "", asked)):
        if candidate in known:
            return known[candidate]
    near = difflib.get_close_matches(asked, known, n=3, cutoff=0.5)
    names = list(dict.fromkeys(known[match].name for match in near))
    hint = (
        f"Did you mean {' or '.join(names)}?" if names else "Give one of the 32 London boroughs, by name or GSS code."
    )
    raise AssessmentError(f'There is no London borough called "{text}". {hint}')


@functools.cache
def boroughs() -> tuple[Area, ...]:
    """The 32 London boroughs, in alphabetical order, from ``data/raw/areas.csv``."""
    areas = contracts.descriptor().read("areas")
    known = areas[areas["kind"] == "borough"]
    return tuple(Area(name, code) for name, code in zip(known["area"], known["area_code"], strict=True))


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.lower().replace("&", " and ").replace("'", "")).split())


def _checked_year(year: int | str, year_end: YearEnd) -> int:
    try:
        number = int(str(year))
    except ValueError:
        raise AssessmentError(f'YEAR must be a year in four digits, got "{year}"; write YEAR=2025.') from None
    first, last = _coverage()
    month = YEAR_ENDS[year_end]
    possible = [y for y in range(first.year, last.year + 1) if _covered(y, month, first, last)]
    if number not in possible:
        later = "" if number < possible[0] else LATER_YEAR
        raise AssessmentError(
            f"YEAR must lie between {possible[0]} and {possible[-1]}, got {number}: the figures held run from "
            f"{first:%B %Y} to {last:%B %Y}, and an assessment needs its own year and the one before.{later}"
        )
    return number


def _covered(year: int, month: int, first: datetime.date, last: datetime.date) -> bool:
    current, previous = Period.twelve_months_to(year, month), Period.twelve_months_to(year - 1, month)
    return first <= previous.start and current.end.replace(day=1) <= last


def _checked_year_end(year_end: str) -> YearEnd:
    name = str(year_end).strip().lower()
    if name not in YEAR_ENDS:
        raise AssessmentError(f'YEAR_END must be one of {", ".join(YEAR_ENDS)}, got "{year_end}".')
    return name  # type: ignore[return-value]


def _coverage() -> tuple[datetime.date, datetime.date]:
    return contracts.descriptor().coverage("recorded_crime")
