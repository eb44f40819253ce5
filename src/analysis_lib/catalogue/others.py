"""Crime against businesses, burglary on street-level maps, victims of homicide, what residents say of the police."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pandas as pd

from analysis_lib import contracts
from analysis_lib.assessment import Assessment, Period
from analysis_lib.catalogue.monthly import MonthlyCounts, listed_measures, up_to
from analysis_lib.catalogue.processed import processed
from analysis_lib.contracts import Source
from analysis_lib.measures import Measure


@dataclass(frozen=True, kw_only=True)
class BusinessCrime(MonthlyCounts):
    """Offences against businesses; ``frame`` has one row per area, offence and month. Part of recorded offences."""

    labels: dict[str, str]

    def _counted(self, measure: str) -> pd.DataFrame:
        label = self.labels.get(measure)
        rows = self.frame if label is None else self.frame[self.frame["major_category"] == label]
        sums = rows.groupby(["month", "area"])["count"].sum().unstack("area").astype("Float64")
        months = pd.DatetimeIndex(sorted(set(self.frame["month"])), name="month")
        return sums.reindex(index=months, columns=self.areas["area"], fill_value=0).astype("Float64")


@dataclass(frozen=True, kw_only=True)
class StreetBurglary(MonthlyCounts):
    """Burglaries by LSOA code as published; ``frame`` has one row per code and month."""

    def _counted(self, measure: str) -> pd.DataFrame:
        return self.frame.pivot(index="month", columns="area", values="count").astype("Float64")


@dataclass(frozen=True)
class Homicides:
    """Victims of homicide by borough and calendar year, up to the last whole year within the assessment.

    They are few: print a sum of several years. A victim is counted in the year in which the homicide was recorded.
    """

    frame: pd.DataFrame
    measures: dict[str, Measure]
    source: Source
    covers: Period

    def yearly(self, measure: str) -> pd.DataFrame:
        """Victims of one measure: a row per calendar year, a column per area."""
        domestic = measure == "homicide_victims:domestic-abuse"
        rows = self.frame[self.frame["domestic_abuse"]] if domestic else self.frame
        return rows.groupby(["year", "area"])["victims"].sum().unstack("area").astype("Float64")

    def totals(self, measure: str, first: int, last: int) -> pd.Series:
        """Victims from the calendar year ``first`` to ``last``, by area; missing unless every year is held."""
        years = self.yearly(measure).reindex(range(first, last + 1))
        return years.sum(skipna=False)


@dataclass(frozen=True)
class PublicAttitudes:
    """The Public Attitude Survey by borough, with London; percentages of residents, up to the assessment's end.

    The publication has no sample sizes, so that there are no intervals: say no direction from them. A figure is dated
    by the end of its quarter; how many months of interviews it rests on, the files do not say.
    """

    frame: pd.DataFrame
    measures: dict[str, Measure]
    source: Source
    covers: Period

    def quarterly(self, measure: str) -> pd.DataFrame:
        """Per cent of residents: a row per quarter (the first day of its last month), a column per area."""
        rows = self.frame[self.frame["measure"] == measure]
        return 100 * rows.pivot(index="month", columns="area", values="proportion").astype("Float64")

    def latest(self, measure: str) -> tuple[datetime.date, pd.Series] | None:
        """The last day of the newest quarter held, and per cent of residents by area; None if there is none."""
        held = self.quarterly(measure)
        if held.empty:
            return None
        last = held.index[-1]
        return (last + pd.offsets.MonthEnd(0)).date(), held.loc[last]


def business_crime(assessment: Assessment) -> BusinessCrime:
    """Offences against businesses, if they are held for the assessment's borough."""
    name = "business_crime"
    table = contracts.descriptor().read("measures")
    table = table[(table["series"] == name) & table["label"].notna()]
    frame = processed(name)
    frame = up_to(frame[frame["area"] == assessment.area.name], assessment)
    areas = pd.DataFrame({"area": [assessment.area.name], "area_code": [assessment.area.code], "kind": ["borough"]})
    labels = dict(zip(table["measure"], table["label"], strict=True))
    return BusinessCrime(areas=areas, labels=labels, **_common(name, frame, assessment))


def street_burglary(assessment: Assessment) -> StreetBurglary:
    """Burglaries on street-level maps, if they are held for the assessment's borough."""
    name = "street_burglary"
    here = assessment.area.name in set(contracts.descriptor().read("recorded_crime_lsoas_areas")["borough"])
    frame = up_to(processed(name), assessment)
    frame = frame if here else frame.iloc[:0]
    areas = pd.DataFrame({"area": sorted(frame["area"].unique())}).assign(kind="lsoa")
    return StreetBurglary(areas=areas, **_common(name, frame, assessment))


def homicide_victims(assessment: Assessment) -> Homicides:
    """Victims of homicide in whole calendar years within the assessment's period or before."""
    name = "homicide_victims"
    end = assessment.current.end
    frame = processed(name)
    frame = frame[frame["year"] <= (end.year if end.month == 12 else end.year - 1)].reset_index(drop=True)
    return Homicides(frame, listed_measures(name), *_source(name))


def public_attitudes(assessment: Assessment) -> PublicAttitudes:
    """The Public Attitude Survey, quarters that ended within the assessment's period or before."""
    name = "public_attitudes"
    return PublicAttitudes(up_to(processed(name), assessment), listed_measures(name), *_source(name))


def _source(name: str) -> tuple[Source, Period]:
    package = contracts.descriptor()
    return package.source(name), Period.months_from_to(*package.coverage(name))


def _common(name: str, frame: pd.DataFrame, assessment: Assessment) -> dict:
    source, covers = _source(name)
    gap = "" if len(frame) else f"No figures of {source.title} are held for {assessment.area} up to that year."
    return {
        "name": name,
        "frame": frame,
        "measures": listed_measures(name),
        "source": source,
        "covers": covers,
        "gap": gap,
    }
