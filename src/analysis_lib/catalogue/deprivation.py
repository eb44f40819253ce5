"""How deprived an area is compared with others: the English Indices of Deprivation 2019."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis_lib import contracts
from analysis_lib.assessment import Area, Assessment, Period
from analysis_lib.catalogue.places import area_name
from analysis_lib.contracts import Source
from analysis_lib.values import Value

NAME = "deprivation"
DAY = Period.on(datetime.date(2019, 9, 26))  # of publication: an index has no day of its own
DOMAINS = {
    "overall": "Index of Multiple Deprivation",
    "income": "Income",
    "employment": "Employment",
    "education": "Education, skills and training",
    "health": "Health and disability",
    "crime": "Crime",
    "housing": "Barriers to housing and services",
    "environment": "Living environment",
}
TENTHS = range(1, 11)
FIFTHS = ("Most deprived", "Second most deprived", "Middle", "Second least deprived", "Least deprived")


@dataclass(frozen=True)
class Deprivation:
    """The index and its seven domains: ``boroughs`` has a row for each borough and domain, ``lsoas`` one for each small
    area (LSOA of 2011) held and domain. Tenth 1 and rank 1 are the most deprived in England.
    """

    boroughs: pd.DataFrame
    lsoas: pd.DataFrame
    areas: pd.DataFrame
    source: Source
    reason: str = ""

    @property
    def covers(self) -> str:
        """The year of the index."""
        return str(DAY.start.year)

    @property
    def domains(self) -> dict[str, str]:
        """The overall index and its domains, with their titles."""
        return dict(DOMAINS)

    def score(self, area: Area | str, domain: str = "overall") -> Value:
        """The average score of an area's small areas: higher means more deprived."""
        return self._value(area, domain, "score", self._row(area, domain)["score"], "index", "average score")

    def rank(self, area: Area | str, domain: str = "overall") -> Value:
        """The place among the 32 London boroughs by average score, 1 for the most deprived."""
        names = list(self.areas.loc[self.areas["kind"] == "borough", "area"])
        rows = self.boroughs[(self.boroughs["domain"] == domain) & self.boroughs["area"].isin(names)]
        places = rows.set_index("area")["score"].rank(ascending=False, method="min")
        name = self._area(area)
        if name not in places:
            raise ValueError(f"{name} is no London borough, and has no place among them")
        how = f"rank by average score among the {len(places)} London boroughs, 1 for the most deprived"
        found = self._value(area, domain, "rank", places[name], "rank", how)
        return dataclasses.replace(found, out_of=len(places), tied=bool((places == places[name]).sum() > 1))

    def share(self, area: Area | str, domain: str = "overall") -> Value:
        """The per cent of an area's small areas that is among the most deprived tenth of England's."""
        how = "small areas among the most deprived tenth of England's, as published"
        return self._value(area, domain, "share", 100 * self._row(area, domain)["share"], "per cent", how)

    def number(self, area: Area | str) -> Value:
        """How many small areas the area has; missing where they are not held."""
        return self._counted(area, "overall", "small-areas", TENTHS, "Small areas")

    def tenths(self, area: Area | str, domain: str = "overall") -> list[Value]:
        """How many of the area's small areas lie in each tenth of England's, the most deprived first."""
        return [self._counted(area, domain, f"tenth-{n}", [n], f"Tenth {n}") for n in TENTHS]

    def fifths(self, area: Area | str, domain: str = "overall") -> list[Value]:
        """How many of the area's small areas lie in each fifth of England's, the most deprived first."""
        return [
            self._counted(area, domain, f"fifth-{n}", [2 * n - 1, 2 * n], f"{FIFTHS[n - 1]} fifth") for n in range(1, 6)
        ]

    def _counted(self, area: Area | str, domain: str, what: str, tenths: Sequence[int], title: str) -> Value:
        held = self.small_areas(area, domain)
        found = self._value(area, domain, what, held["decile"].isin(tenths).sum(), "areas", "number of small areas")
        gap = {"value": None, "reason": self.reason or self._not_held} if held.empty else {}
        return dataclasses.replace(found, title=title, **gap)

    def small_areas(self, area: Area | str, domain: str = "overall") -> pd.DataFrame:
        """``lsoa_code, rank, decile`` of the area's small areas; no rows where they are not held."""
        chosen = (self.lsoas["area"] == self._area(area)) & (self.lsoas["domain"] == domain)
        return self.lsoas.loc[chosen, ["lsoa_code", "rank", "decile"]].reset_index(drop=True)

    @property
    def _not_held(self) -> str:
        return f"ranks of small areas are held for {' and '.join(self.lsoas['area'].unique())} only"

    def _row(self, area: Area | str, domain: str) -> pd.Series:
        if domain not in DOMAINS:
            raise ValueError(f'there is no domain "{domain}"; choose one of {", ".join(DOMAINS)}')
        rows = self.boroughs[(self.boroughs["area"] == self._area(area)) & (self.boroughs["domain"] == domain)]
        return rows.iloc[0]

    def _area(self, area: Area | str) -> str:
        return area_name(area, self.areas, set(self.boroughs["area"]), "deprivation score")

    def _value(self, area: Area | str, domain: str, what: str, number: float, unit: str, how: str) -> Value:
        return Value(
            value=None if self.reason else float(number),
            unit=unit,
            measure=f"{NAME}:{domain}:{what}",
            area=self._area(area),
            period=DAY,
            population="small areas (LSOAs of 2011)",
            method=how,
            sources=(NAME,),
            title=DOMAINS[domain],
            release="Indices of Deprivation 2019",
            reason=self.reason,
        )


def deprivation(assessment: Assessment) -> Deprivation:
    """The Indices of 2019; every figure is missing if the assessment's period ends before they were published."""
    package = contracts.descriptor()
    areas = package.read("population_areas")
    early = assessment.current.end < DAY.start
    lsoas = package.read("deprivation_lsoas")
    within = package.read("lsoas").merge(package.read("lsoa_wards"), on="lsoa21_code")
    names = within.merge(areas, on="area_code").drop_duplicates("lsoa11_code").set_index("lsoa11_code")["area"]
    return Deprivation(
        boroughs=package.read("deprivation_boroughs").merge(areas, on="area_code", validate="many_to_one"),
        lsoas=lsoas.assign(area=lsoas["lsoa_code"].map(names)),
        areas=areas,
        source=package.source(NAME),
        reason=f"the Indices of Deprivation 2019 came after the {assessment.current.label}" if early else "",
    )
