"""Who lives in an area by sex and by ethnic group: Census 2021."""

from __future__ import annotations

import dataclasses
import datetime
import functools
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis_lib import contracts
from analysis_lib.assessment import Area, Assessment, Period
from analysis_lib.catalogue.places import Sourced, area_name
from analysis_lib.contracts import Source
from analysis_lib.measures import Measure
from analysis_lib.people import People
from analysis_lib.values import Value, share, total

NAME = "census"
DAY = Period.on(datetime.date(2021, 3, 21))
RELEASE = "Census 2021"
RESIDENTS = "census:residents"
BROAD = {  # columns of the table of small areas
    "asian": "Asian, Asian British or Asian Welsh",
    "black": "Black, Black British, Black Welsh, Caribbean or African",
    "mixed": "Mixed or Multiple ethnic groups",
    "white": "White",
    "other": "Other ethnic group",
}
SEXES = {"females": People("women"), "males": People("men"), "persons": People()}
WORKING_AGE = {"females_16_64": People("women", 16, 64), "males_16_64": People("men", 16, 64)}


@dataclass(frozen=True)
class Census(Sourced):
    """Usual residents on 21 March 2021, of the boroughs of London, the City and London.

    ``sexes`` has a row for each area; ``ethnicity`` one for each area and ethnic group; ``small_areas`` one for each
    small area (LSOA of 2021) held, with a column for each broad group. Every figure of an assessment that ends before
    the census is missing.
    """

    sexes: pd.DataFrame
    ethnicity: pd.DataFrame
    small_areas: pd.DataFrame
    areas: pd.DataFrame
    source: Source
    reason: str = ""

    @property
    def covers(self) -> str:
        """The day of the census."""
        return DAY.label

    @property
    def ethnic_groups(self) -> list[str]:
        """The 19 groups as the census names them, each after its broad group and a colon."""
        return list(dict.fromkeys(self.ethnicity["ethnic_group"]))

    @property
    def broad_groups(self) -> list[str]:
        """The five broad groups."""
        return list(BROAD.values())

    @functools.cached_property
    def measures(self) -> dict[str, Measure]:
        """Residents of each ethnic group, as parts of their broad group, and these as parts of all residents."""
        groups = {RESIDENTS: Measure(RESIDENTS, "Residents", "people", None)}
        for broad in self.broad_groups:
            name = measure_name(broad)
            groups[name] = Measure(name, broad, "people", RESIDENTS)
        for group in self.ethnic_groups:
            name = measure_name(group)
            groups[name] = Measure(name, group.partition(": ")[2], "people", measure_name(group.partition(":")[0]))
        return groups

    def count(self, area: Area | str, people: People) -> Value:
        """Residents of a sex, of all ages or aged 16 to 64; missing for other ages, which are not held."""
        columns = [name for name, held in (SEXES | WORKING_AGE).items() if held == people]
        if people == People("persons", 16, 64):
            columns = list(WORKING_AGE)
        row = self.sexes.loc[self._area(area), columns]
        reason = "" if columns else "the census tables held give all ages and ages 16 to 64 only"
        return self._value(area, row.sum(), RESIDENTS, people=people, reason=reason)

    def ethnic_group(self, area: Area | str, group: str) -> Value:
        """Residents of one of the 19 ethnic groups, or of one of the five broad groups."""
        rows = self.ethnicity[self.ethnicity["area"] == self._area(area)]
        members = rows[rows["ethnic_group"].str.startswith(f"{group}:") | (rows["ethnic_group"] == group)]
        if members.empty:
            raise ValueError(f'the census has no ethnic group "{group}"; choose one of {", ".join(self.broad_groups)}')
        return self._value(area, members["people"].sum(), measure_name(group))

    def everyone(self, area: Area | str) -> Value:
        """All residents, as the sum of the broad ethnic groups, which a share of a group is taken of."""
        groups = [self.ethnic_group(area, group) for group in self.broad_groups]
        return total(groups, of=RESIDENTS, title="Residents", measures=self.measures)

    def share(self, area: Area | str, group: str) -> Value:
        """Residents of an ethnic group as per cent of all residents."""
        return share(self.ethnic_group(area, group), self.everyone(area), self.measures)

    def small_area_residents(self, codes: Sequence[str], *, area: str) -> Value:
        """All residents of a place made of small areas (LSOAs of 2021), under the name ``area``.

        They are the only residents held below the borough. The census moves a few people between the cells of small
        areas, so that these sums are a few more or fewer than published totals. Missing if no code is given.

        Raises ``ValueError`` for a code that is not held.
        """
        if absent := sorted(set(codes) - set(self.small_areas.index)):
            raise ValueError(f"the census tables held have no small area {absent[0]}; choose those of Havering")
        number = self.small_areas.loc[list(codes)].to_numpy().sum()
        reason = self.reason or ("" if len(codes) else "residents of small areas are not held here")
        how = "census count, sum of the small areas"
        return dataclasses.replace(self._made(area, number, RESIDENTS, reason=reason), method=how)

    def _area(self, area: Area | str) -> str:
        return area_name(area, self.areas, set(self.sexes.index), "census table")

    def _value(
        self, area: Area | str, number: float, measure: str, *, people: People | None = None, reason: str = ""
    ) -> Value:
        return self._made(self._area(area), number, measure, people=people, reason=self.reason or reason)

    def _made(self, area: str, number: float, measure: str, *, people: People | None = None, reason: str = "") -> Value:
        title = self.measures[measure].title
        if people not in (None, People()):
            title = str(people)[:1].upper() + str(people)[1:]
        return Value(
            value=None if reason else int(number),
            unit="people",
            measure=measure,
            area=area,
            period=DAY,
            population="people who usually lived there",
            method="census count",
            sources=(NAME,),
            title=title,
            people=people,
            release=RELEASE,
            reason=reason,
        )


def census(assessment: Assessment) -> Census:
    """The Census of 2021; every figure is missing if the assessment's period ends before it."""
    package = contracts.descriptor()
    areas = package.read("population_areas")
    late = assessment.current.end < DAY.start
    return Census(
        sexes=_with_london(package.read("census_sex"), areas, []).set_index("area"),
        ethnicity=_with_london(package.read("census_ethnicity"), areas, ["ethnic_group"]),
        small_areas=package.read("census_ethnicity_lsoas").set_index("lsoa_code"),
        areas=areas,
        source=package.source(NAME),
        reason=f"the Census of {DAY.start:%Y} came after the {assessment.current.label}" if late else "",
    )


def measure_name(group: str) -> str:
    """The register's name for the residents of an ethnic group.

    >>> measure_name("White: Irish")
    'census:ethnic-group:white:irish'
    """
    plain = "".join(letter if letter.isalnum() or letter == ":" else " " for letter in group.lower())
    return "census:ethnic-group:" + ":".join("-".join(part.split()) for part in plain.split(":"))


def _with_london(frame: pd.DataFrame, areas: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Names for codes, in the order of the table; below them London, as the sum of its boroughs and the City."""
    named = frame.merge(areas[["area_code", "area"]], on="area_code", validate="many_to_one").drop(columns="area_code")
    numbers = [name for name in frame if name not in ("area_code", *keys)]
    london = named.groupby(keys, sort=False)[numbers].sum().reset_index() if keys else named[numbers].sum().to_frame().T
    return pd.concat([named, london.assign(area="London")], ignore_index=True)
