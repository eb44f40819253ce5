"""Offences recorded by the police, by area, month and category."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

import pandas as pd

from analysis_lib import contracts, measures
from analysis_lib.assessment import Assessment, Period
from analysis_lib.catalogue.processed import processed
from analysis_lib.contracts import Source
from analysis_lib.errors import AssessmentError
from analysis_lib.measures import Measure

NAME = "recorded_crime"


@dataclass(frozen=True)
class Dataset:
    """Figures as a chapter gets them, up to the last month of the assessment.

    ``frame`` has one row per area, month and category; ``areas`` and ``categories`` are the tables it
    refers to; ``measures`` says what each of its counts counts.
    """

    name: str
    frame: pd.DataFrame
    areas: pd.DataFrame
    categories: pd.DataFrame
    measures: dict[str, Measure]
    source: Source
    covers: Period
    _monthly: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False, compare=False)
    _totals: dict[tuple[str, Period], pd.Series] = field(default_factory=dict, repr=False, compare=False)

    def monthly(self, measure: str) -> pd.DataFrame:
        """Counts of one measure: a row per month, a column per area; a sum with a missing part is missing."""
        if measure not in self._monthly:
            parts = [self._by_minor[minor] for minor in self.members(measure)]
            self._monthly[measure] = sum(parts[1:], start=parts[0])
        return self._monthly[measure]

    def totals(self, measure: str, period: Period) -> pd.Series:
        """Counts of one measure in a period, by area; missing for an area with a month missing."""
        if (measure, period) not in self._totals:
            months = self.monthly(measure)[str(period.start) : str(period.end)]
            complete = len(months) == period.months
            self._totals[measure, period] = months.sum(skipna=False) if complete else months.sum().where(False)
        return self._totals[measure, period]

    @property
    def caveats(self) -> list[str]:
        """What to know of these figures: the caveats of the source that concern months up to the last one held here."""
        last = f"{self.frame['month'].max():%Y-%m}"
        return [text for first, text in self.source.caveats if first <= last]

    def of_kind(self, *kinds: str) -> list[str]:
        """The areas of these kinds: "borough", "airports", "unplaced"."""
        return list(self.areas.loc[self.areas["kind"].isin(kinds), "area"])

    def members(self, measure: str) -> list[str]:
        """The minor categories that a measure counts."""
        minors = self.categories["minor_category"]
        return [minor for minor in minors if measures.is_part_of(measures.measure_name(minor), measure, self.measures)]

    @functools.cached_property
    def _by_minor(self) -> dict[str, pd.DataFrame]:
        wide = self.frame.pivot(index="month", columns=["minor_category", "area"], values="offences").astype("Float64")
        return {minor: wide[minor] for minor in self.categories["minor_category"]}


def recorded_crime(assessment: Assessment) -> Dataset:
    """Recorded crime up to the end of the assessment's period; the figures must cover the periods it compares."""
    package = contracts.descriptor()
    frame = processed(NAME)
    covers = Period.months_from_to(*package.coverage(NAME))
    for period in assessment.periods:
        if not (covers.start <= period.start and period.end <= covers.end):
            raise AssessmentError(
                f"The figures held run from {covers.start:%B %Y} to {covers.end:%B %Y} and do not cover the "
                f"{period.label}."
            )
    categories = package.read("offence_categories")
    return Dataset(
        name=NAME,
        frame=frame[frame["month"] <= pd.Timestamp(assessment.current.end)].reset_index(drop=True),
        areas=package.read("areas"),
        categories=categories,
        measures=measures.recorded_crime_measures(categories),
        source=package.source(NAME),
        covers=covers,
    )
