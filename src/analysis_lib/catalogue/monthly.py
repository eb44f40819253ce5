"""What every set of monthly counts offers: months by area, totals of a period, what is covered, and what to know."""

from __future__ import annotations

import abc
import functools
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import pandas as pd

from analysis_lib import contracts, measures
from analysis_lib.assessment import Assessment, Period
from analysis_lib.contracts import Coverage, Source
from analysis_lib.measures import Measure

Made = TypeVar("Made")


@dataclass(frozen=True, kw_only=True)
class MonthlyCounts(abc.ABC):
    """Counts as a chapter gets them, up to the last month of the assessment.

    ``frame`` is the prepared table; ``areas`` has a row per area (``area``, ``kind``, and its ``area_code`` where it
    has one); ``measures`` says what each count counts; ``covers`` is what the series covers, whatever the assessment.
    ``gap`` says why there are no figures for the assessment's area; it is empty where there are.
    """

    name: str
    frame: pd.DataFrame
    areas: pd.DataFrame
    measures: dict[str, Measure]
    source: Source
    covers: Period
    gap: str = ""
    _monthly: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False, compare=False)
    _totals: dict[tuple[str, Period], pd.Series] = field(default_factory=dict, repr=False, compare=False)
    _remembered: dict[tuple, Any] = field(default_factory=dict, repr=False, compare=False)

    @abc.abstractmethod
    def _counted(self, measure: str) -> pd.DataFrame:
        """Counts of one measure: a row per month, a column per area."""

    def monthly(self, measure: str) -> pd.DataFrame:
        """Counts of one measure: a row per month, a column per area; a sum with a missing part is missing."""
        if measure not in self._monthly:
            self._monthly[measure] = self._counted(measure)
        return self._monthly[measure]

    def totals(self, measure: str, period: Period) -> pd.Series:
        """Counts of one measure in a period, by area; missing for an area with a month missing."""
        if (measure, period) not in self._totals:
            months = self.monthly(measure)[str(period.start) : str(period.end)]
            complete = len(months) == period.months
            self._totals[measure, period] = (
                months.sum(skipna=False) if complete else pd.Series(pd.NA, index=months.columns, dtype="Float64")
            )
        return self._totals[measure, period]

    def remember(self, make: Callable[..., Made], *asked: Hashable) -> Made:
        """What ``make(self, *asked)`` gives, worked out once for these figures: many exhibits ask for the same.

        Only for what follows from these figures and from ``asked`` alone, and is not changed by who gets it.
        """
        key = (make, *asked)
        if key not in self._remembered:
            self._remembered[key] = make(self, *asked)
        return self._remembered[key]

    def span(self, measure: str) -> Period | None:
        """From the first to the last month, not after the assessment, for which any area has a figure."""
        held = self.monthly(measure).dropna(how="all").index
        return Period.months_from_to(held[0].date(), held[-1].date()) if len(held) else None

    def latest_year(self, *names: str) -> Period | None:
        """The newest twelve months, not after the assessment's period, that all these measures cover.

        None if they do not cover twelve months. The year before it is ``year_before(latest_year)``.
        """
        spans = [self.span(name) for name in names or self.measures]
        if not spans or any(span is None for span in spans):
            return None
        last, first = min(span.end for span in spans if span), max(span.start for span in spans if span)
        year = Period.twelve_months_to(last.year, last.month)
        return year if first <= year.start else None

    @functools.cached_property
    def coverage(self) -> Coverage:
        """What the whole series covers, whatever the assessment: provisional months, months cut off, known changes."""
        return contracts.descriptor().covered(self.name)

    def provisional(self, period: Period) -> bool:
        """Whether a period reaches into the months that later publications are known to revise."""
        first = self.coverage.provisional_from()
        return first is not None and period.end >= first

    @property
    def held(self) -> bool:
        """Whether there are figures for the assessment's area."""
        return not self.gap

    @property
    def caveats(self) -> list[str]:
        """What to know of these figures: the caveats of the source that concern months up to the last one held here."""
        last = f"{self.frame['month'].max():%Y-%m}" if len(self.frame) else ""
        return [text for first, text in self.source.caveats if first <= last]

    def of_kind(self, *kinds: str) -> list[str]:
        """The areas of these kinds: "borough", "airports", "unplaced", "ward", "lsoa"."""
        return list(self.remember(_areas_of, *kinds))


def _areas_of(figures: MonthlyCounts, *kinds: str) -> list[str]:
    return list(figures.areas.loc[figures.areas["kind"].isin(kinds), "area"])


def year_before(period: Period) -> Period:
    """The twelve months before those that end with ``period``.

    >>> year_before(Period.twelve_months_to(2025, 7)).label
    'year to July 2024'
    """
    return Period.twelve_months_to(period.end.year - 1, period.end.month)


def up_to(frame: pd.DataFrame, assessment: Assessment) -> pd.DataFrame:
    """The rows of a prepared table up to the last month of the assessment."""
    return frame[frame["month"] <= pd.Timestamp(assessment.current.end)].reset_index(drop=True)


def listed_measures(series: str) -> dict[str, Measure]:
    """The measures of a series, as the table ``measures`` defines them, by name."""
    table = contracts.descriptor().read("measures")
    return measures.measures_from(table[table["series"] == series])
