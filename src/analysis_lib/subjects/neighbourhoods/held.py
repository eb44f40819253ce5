"""What the chapter is made from: the figures below the borough, and why there are none where there are none."""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass

from analysis_lib.assessment import Assessment, Period
from analysis_lib.catalogue import Census, Dataset, Deprivation, Geography
from analysis_lib.contracts import SourceLine
from analysis_lib.values import Value

KEPT = 2  # sets of figures whose results are kept in memory


@dataclass(frozen=True, eq=False)  # known by identity, so that what is worked out from it is kept
class Held:
    """Recorded crime by ward, by small area (LSOA) and by borough, with residents, boundaries and deprivation."""

    wards: Dataset
    lsoas: Dataset
    boroughs: Dataset
    census: Census
    geography: Geography
    deprivation: Deprivation
    a: Assessment

    @functools.cached_property
    def ward_names(self) -> list[str]:
        """The borough's wards; none where they are not held."""
        return list(self.wards.areas["area"]) if self.wards.held else []

    @functools.cached_property
    def lsoa_codes(self) -> list[str]:
        """The borough's small areas; none where they are not held."""
        return list(self.lsoas.areas["area_code"])

    def no_wards(self) -> str:
        """Why there are no figures by ward; empty if there are."""
        return "" if self.wards.held else f"figures by ward and small area are not held for {self.a.area}"

    def no_small_areas(self, period: Period) -> str:
        """Why there are no figures by small area for a period; empty if every month of it is held."""
        if not self.lsoa_codes:
            return self.no_wards()
        covers = self.lsoas.covers
        if period.end < covers.start:
            return f"figures of small areas begin with {covers.start:%B %Y}"
        if period.start < covers.start:
            part = Period(covers.start, period.end)
            return f"of the {period.label}, small areas have figures for {part.months} of {period.months} months only"
        return ""

    def no_residents(self) -> str:
        """Why there are no rates for residents; empty if there are."""
        return self.no_wards() or self.census.reason

    def cite(self, *names: str) -> SourceLine:
        """The source line of an exhibit that rests on these figures ("wards", "lsoas", "census" and the like)."""
        sources = [getattr(self, name).source for name in names]
        return SourceLine(" ".join(dict.fromkeys(source.line for source in sources)), [one.name for one in sources])

    def figure(self, number: float | None, *, unit: str, measure: str, title: str, **more) -> Value:
        """A figure of the assessment's year that is worked out over wards or small areas."""
        about = {
            "area": self.a.area.name,
            "period": self.a.current,
            "population": "small areas (LSOAs of 2021)",
            "method": "number",
            "sources": (self.lsoas.source.name,),
        }
        return Value(value=number, unit=unit, measure=measure, title=title, **(about | more))


def named(value: Value, title: str) -> Value:
    """A figure under the name of its place."""
    return dataclasses.replace(value, title=title)
