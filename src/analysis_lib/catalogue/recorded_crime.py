"""Offences recorded by the police, by area, month and category: the boroughs, and the series beside them."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import pandas as pd

from analysis_lib import contracts, measures
from analysis_lib.assessment import Assessment, Period
from analysis_lib.catalogue.monthly import MonthlyCounts, up_to
from analysis_lib.catalogue.processed import processed
from analysis_lib.errors import AssessmentError

NAME = "recorded_crime"


@dataclass(frozen=True, kw_only=True)
class Dataset(MonthlyCounts):
    """Recorded offences; ``frame`` has one row per area, month and category, ``categories`` is the table it refers to.

    ``prefix`` begins the names of its measures: ``recorded_crime`` where the counts are those of that series, and
    another where they must not be compared with it.
    """

    categories: pd.DataFrame
    prefix: str = NAME

    def members(self, measure: str) -> list[str]:
        """The minor categories that a measure counts."""
        minors = self.categories["minor_category"]
        names = {minor: measures.measure_name(minor, self.prefix) for minor in minors}
        return [minor for minor in minors if measures.is_part_of(names[minor], measure, self.measures)]

    def _counted(self, measure: str) -> pd.DataFrame:
        parts = [self._by_minor[minor] for minor in self.members(measure)]
        return sum(parts[1:], start=parts[0])

    @functools.cached_property
    def _by_minor(self) -> dict[str, pd.DataFrame]:
        wide = self.frame.pivot(index="month", columns=["minor_category", "area"], values="offences").astype("Float64")
        empty = pd.DataFrame(columns=self.areas["area"], dtype="Float64")
        return {minor: wide[minor] if len(wide) else empty for minor in self.categories["minor_category"]}


def recorded_crime(assessment: Assessment) -> Dataset:
    """Recorded crime up to the end of the assessment's period; the figures must cover the periods it compares."""
    package = contracts.descriptor()
    covers = Period.months_from_to(*package.coverage(NAME))
    for period in assessment.periods:
        if not (covers.start <= period.start and period.end <= covers.end):
            raise AssessmentError(
                f"The figures held run from {covers.start:%B %Y} to {covers.end:%B %Y} and do not cover the "
                f"{period.label}."
            )
    return _dataset(NAME, assessment, up_to(processed(NAME), assessment), package.read("areas"))


def first_published(assessment: Assessment) -> Dataset:
    """Recorded crime as an earlier publication had it; its measures are never those of the present one."""
    name = "recorded_crime_first_published"
    areas = contracts.descriptor().read("areas")
    return _dataset(name, assessment, up_to(processed(name), assessment), areas, prefix=name)


def cris(assessment: Assessment) -> Dataset:
    """The last publication of the older recording system, to January 2024; its measures are its own."""
    name = "recorded_crime_cris"
    areas = contracts.descriptor().read("areas")
    frame = up_to(processed(name), assessment)
    held = areas[areas["area"].isin(set(frame["area"]))].reset_index(drop=True)
    return _dataset(name, assessment, frame, held, prefix=name, categories="offence_categories_cris")


def wards(assessment: Assessment) -> Dataset:
    """Recorded crime by ward of the assessment's borough, under the ward's name."""
    name = "recorded_crime_wards"
    areas = _small_areas(name, "ward_code", "ward", assessment)
    frame = processed(name)
    frame = frame[frame["area"].isin(set(areas["area_code"]))]
    names = (
        frame["area"]
        .cat.remove_unused_categories()
        .cat.rename_categories(areas.set_index("area_code")["area"].to_dict())
    )
    return _dataset(name, assessment, up_to(frame.assign(area=names), assessment), areas.assign(kind="ward"))


def lsoas(assessment: Assessment) -> Dataset:
    """Recorded crime by LSOA (2021) of the assessment's borough, under its code; without sexual offences and fraud."""
    name = "recorded_crime_lsoas"
    areas = _small_areas(name, "lsoa_code", "lsoa_name", assessment)
    areas = areas.rename(columns={"area": "name"}).assign(area=lambda rows: rows["area_code"], kind="lsoa")
    frame = processed(name)
    frame = up_to(frame[frame["area"].isin(set(areas["area"]))], assessment)
    return _dataset(name, assessment, frame, areas, prefix=name, categories="offence_categories_lsoas")


def _small_areas(name: str, code: str, label: str, assessment: Assessment) -> pd.DataFrame:
    areas = contracts.descriptor().read(f"{name}_areas")
    areas = areas[areas["borough"] == assessment.area.name].reset_index(drop=True)
    return areas.rename(columns={code: "area_code", label: "area"})


def _dataset(
    name: str,
    assessment: Assessment,
    frame: pd.DataFrame,
    areas: pd.DataFrame,
    *,
    prefix: str = NAME,
    categories: str = "offence_categories",
) -> Dataset:
    package = contracts.descriptor()
    table = package.read(categories)
    covers = Period.months_from_to(*package.coverage(name))
    here = len(areas) and len(frame)
    return Dataset(
        name=name,
        frame=frame,
        areas=areas,
        measures=measures.recorded_crime_measures(table, prefix),
        source=package.source(name),
        covers=covers,
        gap="" if here else f"No figures of {package.source(name).title} are held for {assessment.area}.",
        categories=table,
        prefix=prefix,
    )
