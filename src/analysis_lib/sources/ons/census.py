"""Office for National Statistics: Census 2021, usual residents by sex and by ethnic group.

Three tables are read: residents by sex (TS009), by the 19 ethnic groups (TS021), and by the five broad groups in small
areas (LSOAs of 2021). Small counts were changed a little before publication to protect people, so tables differ by a
few in their totals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from analysis_lib.contracts import Descriptor
from analysis_lib.errors import AssessmentError
from analysis_lib.sources import reading
from analysis_lib.sources.publication import Figures, Publication

CENSUS = "census"
SEX = ["total_population", "total_females", "total_males", "females_16_64", "males_16_64"]
GROUPS = {
    "Asian, Asian British or Asian Welsh": "asian",
    "Black, Black British, Black Welsh, Caribbean or African": "black",
    "Mixed or Multiple ethnic groups": "mixed",
    "White": "white",
    "Other ethnic group": "other",
}


def has_sexes(path: Path) -> bool:
    """Whether a file holds residents by sex."""
    return {"ltla21_code", "total_females", "total_males"} <= set(reading.header(path))


def has_ethnic_groups(path: Path) -> bool:
    """Whether a file holds residents of local authorities by ethnic group."""
    return {"ltla21_code", "ethnic_group", "usual_residents"} <= set(reading.header(path))


def has_small_areas(path: Path) -> bool:
    """Whether a file holds residents of small areas by broad ethnic group."""
    return {"lsoa21_code", "ethnic_group", "n"} <= set(reading.header(path))


def read_sexes(path: Path) -> pd.DataFrame:
    """``area_code, females, males, persons, females_16_64, males_16_64``."""
    cells = reading.rows(path, ["ltla21_code", *SEX, "source_id"])
    reading.unique(cells, ["ltla21_code"], path)
    cells = reading.all_whole_numbers(cells, SEX, path)
    both = cells["total_females"] + cells["total_males"]
    reading.refuse(both != cells["total_population"], path, "females and males do not make up all residents")
    names = {"ltla21_code": "area_code", "total_females": "females", "total_males": "males"}
    cells = cells.rename(columns=names | {"total_population": "persons"})
    return cells[["area_code", "females", "males", "persons", "females_16_64", "males_16_64"]]


def read_ethnic_groups(path: Path) -> pd.DataFrame:
    """``area_code, ethnic_group, people``: 19 groups for every area, named with their broad group before a colon."""
    cells = reading.rows(path, ["ltla21_code", "ltla21_name", "ethnic_group", "usual_residents", "source_id"])
    cells = cells.rename(columns={"ltla21_code": "area_code", "usual_residents": "people"})
    reading.unique(cells, ["area_code", "ethnic_group"], path)
    cells = reading.all_whole_numbers(cells, ["people"], path)
    _check_complete(cells, "area_code", path)
    return cells[["area_code", "ethnic_group", "people"]]


def read_small_areas(path: Path) -> pd.DataFrame:
    """``lsoa_code, asian, black, mixed, white, other``: residents of each small area by broad ethnic group."""
    cells = reading.rows(path, ["lsoa21_code", "ethnic_group", "n", "total_residents", "source_id"])
    reading.one_of(cells, "ethnic_group", list(GROUPS), path)
    reading.unique(cells, ["lsoa21_code", "ethnic_group"], path)
    cells = reading.all_whole_numbers(cells, ["n", "total_residents"], path)
    _check_complete(cells, "lsoa21_code", path)
    total = cells.groupby("lsoa21_code")["n"].transform("sum")
    reading.refuse(total != cells["total_residents"], path, "the groups do not make up total_residents")
    wide = cells.pivot(index="lsoa21_code", columns="ethnic_group", values="n")
    wide = wide[list(GROUPS)].rename(columns=GROUPS).rename_axis(columns=None)
    return wide.rename_axis("lsoa_code").reset_index()


def _check_complete(cells: pd.DataFrame, area: str, path: Path) -> None:
    """Every area must have every group."""
    expected = cells["ethnic_group"].nunique()
    found = cells.groupby(area)["ethnic_group"].nunique()
    if len(short := found[found != expected]):
        raise AssessmentError(
            f"{path.name}: {short.index[0]} has {short.iloc[0]} of {expected} ethnic groups. {reading.AGAIN}"
        )


TABLES = (
    (has_sexes, read_sexes, "census_sex", "sex"),
    (has_ethnic_groups, read_ethnic_groups, "census_ethnicity", "ethnicity"),
    (has_small_areas, read_small_areas, "census_ethnicity_lsoas", "ethnicity_lsoas"),
)


def recognises(path: Path) -> bool:
    """Whether a file is one of the three tables."""
    return any(has(path) for has, *_ in TABLES)


def _read(paths: Sequence[Path], package: Descriptor, say: Callable[[str], None]) -> list[Figures]:
    tables = []
    for path in paths:
        read, series, name = next(rest for has, *rest in TABLES if has(path))
        frame = read(path)
        tables.append(Figures(f"census/{name}.csv", frame, series=series))
        say(f"read {path.name}: {frame.iloc[:, 0].nunique()} areas")
    return tables


PUBLICATION = Publication(CENSUS, recognises, _read)
