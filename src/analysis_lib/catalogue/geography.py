"""Where areas lie, and which small area belongs to which."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis_lib import contracts
from analysis_lib.assessment import Area, Assessment
from analysis_lib.catalogue.places import area_name
from analysis_lib.contracts import Source

NAME = "geography"
LEVELS = {
    "borough": ("borough", 2024),
    "ward": ("ward", 2022),
    "lsoa 2011": ("lsoa", 2011),
    "lsoa 2021": ("lsoa", 2021),
}
Ring = np.ndarray  # points by longitude and latitude, the last one the first again


@dataclass(frozen=True)
class Geography:
    """Boundaries of boroughs, wards and small areas, generalised, and the official lookups between small areas.

    ``small_areas`` says which small areas of 2021 (``lsoa21_code``) those of 2011 (``lsoa11_code``) became, with
    ``change`` U unchanged, S split, M merged, X redrawn; ``wards`` the ward that holds most of each one of 2021.
    """

    boundaries: pd.DataFrame
    small_areas: pd.DataFrame
    wards: pd.DataFrame
    areas: pd.DataFrame
    source: Source

    @property
    def covers(self) -> str:
        """The years of the boundaries."""
        years = self.boundaries["year"]
        return f"{years.min()} to {years.max()}"

    def held(self, area: Area | str) -> bool:
        """Whether wards and small areas of the area are held; boroughs always are."""
        return not self._wards_of(area).empty

    def shapes(self, level: str, area: Area | str | None = None) -> pd.DataFrame:
        """``code, name, rings`` of a level ("borough", "ward", "lsoa 2011", "lsoa 2021"), of the areas in ``area``.

        ``rings`` is a list of arrays of points. No rows where they are not held.
        """
        if level not in LEVELS:
            raise ValueError(f'there are no boundaries of "{level}"; choose one of {", ".join(LEVELS)}')
        kind, year = LEVELS[level]
        rows = self.boundaries[(self.boundaries["level"] == kind) & (self.boundaries["year"] == year)]
        if area is not None:
            rows = rows[rows["code"].isin(self._codes(level, area))]
        return rows[["code", "name"]].assign(rings=rows["shape"].map(rings)).reset_index(drop=True)

    def neighbours(self, level: str, area: Area | str | None = None) -> pd.DataFrame:
        """Which areas touch: a square table of 1 and 0 by code, nought on the diagonal.

        Two areas touch if they have a point of their boundary in common (queen contiguity).
        """
        shapes = self.shapes(level, area)
        corners = [{tuple(point) for ring in parts for point in ring} for parts in shapes["rings"]]
        touch = [[int(i != j and bool(a & b)) for j, b in enumerate(corners)] for i, a in enumerate(corners)]
        return pd.DataFrame(touch, index=shapes["code"], columns=shapes["code"])

    def to_2021(self, codes: pd.Series) -> pd.Series:
        """The small areas of 2021 that those of 2011 became, as lists; missing for a code not held."""
        became = self.small_areas.groupby("lsoa11_code")["lsoa21_code"].agg(list)
        return codes.map(became)

    def ward_of(self, codes: pd.Series) -> pd.Series:
        """The name of the ward that holds most of each small area of 2021; missing for a code not held."""
        return codes.map(self.wards.set_index("lsoa21_code")["ward"])

    def _codes(self, level: str, area: Area | str) -> set[str]:
        wards = self._wards_of(area)
        if level == "borough":
            names = dict(zip(self.areas["area"], self.areas["area_code"], strict=True))
            return {names[self._area(area)]}
        if level == "ward":
            return set(wards["ward_code"])
        if level == "lsoa 2021":
            return set(wards["lsoa21_code"])
        return set(self.small_areas.loc[self.small_areas["lsoa21_code"].isin(wards["lsoa21_code"]), "lsoa11_code"])

    def _wards_of(self, area: Area | str) -> pd.DataFrame:
        names = dict(zip(self.areas["area_code"], self.areas["area"], strict=True))
        return self.wards[self.wards["area_code"].map(names) == self._area(area)]

    def _area(self, area: Area | str) -> str:
        return area_name(area, self.areas, set(self.areas["area"]), "boundary")


def geography(assessment: Assessment) -> Geography:
    """Boundaries and lookups; they belong to no period."""
    package = contracts.descriptor()
    return Geography(
        boundaries=package.read("boundaries"),
        small_areas=package.read("lsoas"),
        wards=package.read("lsoa_wards"),
        areas=package.read("population_areas"),
        source=package.source(NAME),
    )


def rings(shape: str) -> list[Ring]:
    """The rings of a polygon, or of several, in well-known text.

    >>> rings("POLYGON ((0.1 51.5, 0.2 51.5, 0.2 51.6, 0.1 51.5))")[0].shape
    (4, 2)
    """
    return [
        np.array([point.split() for point in ring.split(",")], dtype=float)
        for ring in re.findall(r"[\d., -]{9,}", shape)
    ]
