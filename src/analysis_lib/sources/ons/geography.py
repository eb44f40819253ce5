"""Office for National Statistics, Open Geography Portal: boundaries, and which small area belongs to which.

Boundaries come as GeoJSON, in degrees of longitude and latitude (WGS 84), recognised by the name of the property that
holds the code. They are kept as well-known text (OGC), all levels in one table. Lookups come as tables of codes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis_lib.contracts import Descriptor
from analysis_lib.errors import AssessmentError
from analysis_lib.sources import reading
from analysis_lib.sources.publication import Figures, Publication

GEOGRAPHY = "geography"
LEVELS = {"ltla24": ("borough", 2024), "ward22": ("ward", 2022), "lsoa11": ("lsoa", 2011), "lsoa21": ("lsoa", 2021)}
PLACES = 5  # decimals of a degree: about a metre
ENGLAND = (-6.5, 2.0, 49.8, 55.9)  # least and greatest longitude, least and greatest latitude
OPENING = 2_000  # characters of a file that tell whether it holds boundaries


def level_of(path: Path) -> str | None:
    """Which of the levels kept a file of boundaries is of; None if it is none, or of a level that is not kept."""
    if not path.name.endswith(".geojson"):
        return None
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        opening = file.read(OPENING)
    return next((name for name in LEVELS if f'"{name}_code"' in opening and "FeatureCollection" in opening), None)


def has_small_areas(path: Path) -> bool:
    """Whether a file says which small areas of 2021 those of 2011 became."""
    return {"lsoa11_code", "lsoa21_code", "change_code"} <= set(reading.header(path))


def has_wards(path: Path) -> bool:
    """Whether a file says which ward each small area of 2021 lies in."""
    return {"lsoa21_code", "ward24_code"} <= set(reading.header(path))


def read_boundaries(path: Path) -> pd.DataFrame:
    """``level, year, code, name, shape`` of every area of a file, the shape as well-known text."""
    name = level_of(path)
    level, year = LEVELS[name]
    try:
        features = json.loads(reading.text(path))["features"]
        rows = [
            (feature["properties"][f"{name}_code"], feature["properties"][f"{name}_name"], shape(feature["geometry"]))
            for feature in features
        ]
    except (json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise AssessmentError(f"{path.name} is not GeoJSON as published: {error}. {reading.AGAIN}") from error
    frame = pd.DataFrame(rows, columns=["code", "name", "shape"])
    reading.unique(frame, ["code"], path)
    frame.insert(0, "level", level)
    frame.insert(1, "year", year)
    return frame.sort_values("code", ignore_index=True)


def shape(geometry: dict[str, Any]) -> str:
    """A polygon or several as well-known text, to five decimals of a degree.

    >>> shape({"type": "Polygon", "coordinates": [[[0.1, 51.5], [0.2, 51.5], [0.2, 51.6], [0.1, 51.5]]]})
    'POLYGON ((0.1 51.5, 0.2 51.5, 0.2 51.6, 0.1 51.5))'
    """
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"a boundary must be a Polygon or a MultiPolygon, got {geometry['type']}")
    several = geometry["type"] == "MultiPolygon"
    parts = [_polygon(part) for part in (geometry["coordinates"] if several else [geometry["coordinates"]])]
    return f"MULTIPOLYGON ({', '.join(parts)})" if several else f"POLYGON {parts[0]}"


def _polygon(rings: list[list[list[float]]]) -> str:
    return f"({', '.join(_ring(ring) for ring in rings)})"


def _ring(points: list[list[float]]) -> str:
    west, east, south, north = ENGLAND
    if len(points) < 4 or points[0] != points[-1]:
        raise ValueError("a ring must have four points or more and end where it begins")
    if not all(west < x < east and south < y < north for x, y in points):
        raise ValueError("a point lies outside England; coordinates must be degrees of longitude, then latitude")
    return f"({', '.join(f'{round(x, PLACES):.12g} {round(y, PLACES):.12g}' for x, y in points)})"


def read_small_areas(path: Path) -> pd.DataFrame:
    """``lsoa11_code, change, lsoa21_code, lsoa21_name``; change U means unchanged, S split, M merged, X redrawn."""
    names = ["lsoa11_name", "lsoa11_code", "change_code", "lsoa21_name", "lsoa21_code", "ltla22_name", "ltla22_code"]
    cells = reading.rows(path, names).rename(columns={"change_code": "change"})
    reading.one_of(cells, "change", ["U", "S", "M", "X"], path)
    reading.unique(cells, ["lsoa11_code", "lsoa21_code"], path)
    moved = cells["lsoa11_code"] != cells["lsoa21_code"]
    reading.refuse((cells["change"] == "U") & moved, path, "an unchanged area must keep its code")
    return cells.sort_values("lsoa21_code")[["lsoa11_code", "change", "lsoa21_code", "lsoa21_name"]]


def read_wards(path: Path) -> pd.DataFrame:
    """``lsoa21_code, ward_code, ward, area_code``: the ward that holds most of each small area (best fit)."""
    names = ["lsoa21_name", "lsoa21_code", "ward24_name", "ward24_code", "ltla24_name", "ltla24_code"]
    cells = reading.rows(path, names)
    reading.unique(cells, ["lsoa21_code"], path)
    names = {"ward24_code": "ward_code", "ward24_name": "ward", "ltla24_code": "area_code"}
    return cells.rename(columns=names).sort_values("lsoa21_code")[["lsoa21_code", *names.values()]]


def recognises(path: Path) -> bool:
    """Whether a file holds boundaries of a level kept, or one of the two lookups."""
    return bool(level_of(path)) or has_small_areas(path) or has_wards(path)


def _read(paths: Sequence[Path], package: Descriptor, say: Callable[[str], None]) -> list[Figures]:
    tables = []
    shapes = {level_of(path): read_boundaries(path) for path in paths if level_of(path)}
    if absent := set(LEVELS) - set(shapes):
        say(f"boundaries stay as they are: no file of {', '.join(sorted(absent))}")
    else:
        frame = pd.concat([shapes[level] for level in LEVELS], ignore_index=True)
        tables.append(Figures("geography/boundaries.csv", frame, series="boundaries"))
    for path in paths:
        if has_small_areas(path):
            tables.append(Figures("geography/lsoas_2011_to_2021.csv", read_small_areas(path), series="lsoas"))
        if has_wards(path):
            tables.append(Figures("geography/lsoa_wards.csv", read_wards(path), series="lsoa_wards"))
        say(f"read {path.name}")
    return tables


PUBLICATION = Publication(GEOGRAPHY, recognises, _read)
