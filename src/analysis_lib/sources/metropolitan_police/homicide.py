"""Metropolitan Police Service: Homicide Dashboard; a row per victim as published, of which only counts are kept.

Kept are victims by borough, calendar year of the record, and whether it was domestic abuse. Age, sex, method and
ethnicity of a victim are not: in one borough and year they would describe a person.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from analysis_lib import contracts
from analysis_lib.errors import AssessmentError
from analysis_lib.sources import names, reading
from analysis_lib.sources.metropolitan_police.geographic import plain
from analysis_lib.sources.publication import Figures, Publication

SERIES = "homicide_victims"
COLUMNS = ["count_of_victims", "age_group", "sex", "method_of_killing", "domestic_abuse", "recorded_date"]
COLUMNS += ["homicide_offence_type", "solved_status", "borough", "officer_observed_ethnicity"]
DOMESTIC = {"Domestic Abuse": "true", "Not Domestic Abuse": "false"}
AIRPORTS = "London Heathrow and London City Airports"


def looks_like(path: Path) -> bool:
    """Whether the columns are those of this publication."""
    return [plain(name) for name in reading.header(path)] == COLUMNS


def nearly(path: Path) -> str:
    """What is wrong with columns that are nearly those of this publication."""
    return reading.near([plain(name) for name in reading.header(path)], COLUMNS)


def read(path: Path, areas: Sequence[str]) -> pd.DataFrame:
    """Victims of one file: ``area, year, domestic_abuse, victims``, every year of every borough, noughts as well."""
    cells = reading.table(path).rename(columns=plain)
    months = pd.to_datetime(cells["recorded_date"], format="%b-%y", errors="coerce")
    reading.refuse(months.isna(), path, "recorded_date must be a month such as Jan-03")
    rows = pd.DataFrame(
        {
            "area": names.known(cells["borough"], areas, heathrow=AIRPORTS),
            "year": months.dt.year,
            "domestic_abuse": cells["domestic_abuse"].str.strip().map(DOMESTIC),
            "victims": reading.counts(cells, ["count_of_victims"], path)["count_of_victims"],
        }
    )
    reading.refuse(rows["area"].isna(), path, "a borough that is not known")
    reading.refuse(rows["domestic_abuse"].isna(), path, f"domestic_abuse must be one of: {', '.join(DOMESTIC)}")
    years = range(rows["year"].min(), rows["year"].max() + 1)
    grid = [sorted(rows["area"].unique()), years, sorted(DOMESTIC.values())]
    full = pd.MultiIndex.from_product(grid, names=["area", "year", "domestic_abuse"])
    counts = rows.groupby(["area", "year", "domestic_abuse"])["victims"].sum().reindex(full, fill_value=0)
    if months.max().month != 12:
        raise AssessmentError(f"{path.name} ends in {months.max():%B %Y}; its last year is not complete.")
    return counts.reset_index()


def _read_all(paths: Sequence[Path], package: contracts.Descriptor, say: Callable[[str], None]) -> list[Figures]:
    areas, found = package.hand_kept("areas")["area"], []
    for path in paths:
        found.append(read(path, list(areas)))
        say(f"read {path.name}: {found[-1]['year'].min()} to {found[-1]['year'].max()}")
    newest = max(found, key=lambda frame: frame["year"].max())
    span = {"start": f"{newest['year'].min()}-01", "end": f"{newest['year'].max()}-12"}
    return [Figures(f"{SERIES}.csv", newest, {"temporal": span})]


PUBLICATION = Publication(SERIES, looks_like, _read_all, nearly)
