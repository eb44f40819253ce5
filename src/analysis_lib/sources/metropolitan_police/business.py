"""Metropolitan Police Service: Business Crime; offences with the flag for business crime, by day, group and offence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from analysis_lib import contracts
from analysis_lib.errors import AssessmentError
from analysis_lib.sources import reading
from analysis_lib.sources.metropolitan_police.geographic import plain
from analysis_lib.sources.publication import Figures, Publication, by_calendar_year

SERIES = "business_crime"
TITLE = "Offences against businesses recorded by the police in {year}, by area and offence"
COLUMNS = ["date", "measure", "borough", "crime_section", "crime_group", "business_crime_offence_count", "refresh_date"]
KEYS = ["area", "major_category", "minor_category"]
NAMES = {"borough": "area", "crime_section": "major_category", "crime_group": "minor_category"}


def looks_like(path: Path) -> bool:
    """Whether the columns are those of this publication; a note of the sheet may follow."""
    return _columns(path) == COLUMNS


def nearly(path: Path) -> str:
    """What is wrong with columns that are nearly those of this publication."""
    return reading.near(_columns(path), COLUMNS)


def read(path: Path, known: set[tuple[str, str]]) -> tuple[pd.DataFrame, str]:
    """Counts of one file by area and offence, a column per month; and the month in which the file was made."""
    cells = reading.table(path).rename(columns=plain).rename(columns=NAMES)
    cells["count"] = reading.counts(cells, [COLUMNS[5]], path)[COLUMNS[5]]
    days = pd.to_datetime(cells["date"], format="%Y-%m-%d", errors="coerce")
    reading.refuse(days.isna(), path, "date must be a day such as 2025-07-01")
    reading.unique(cells, ["date", *KEYS], path)
    pairs = pd.Series(list(zip(cells[KEYS[1]], cells[KEYS[2]], strict=True)))
    if len(new := pairs[~pairs.isin(known)]):
        raise AssessmentError(
            f'{path.name} holds a new category, "{new.iloc[0][1]}". Read on the official page what it counts, add '
            "it to data/raw/offence_categories.csv, and refresh again."
        )
    counts = (
        cells.groupby([*KEYS, days.dt.to_period("M").rename("month")])["count"].sum().unstack("month", fill_value=0)
    )
    months = pd.period_range(counts.columns.min(), counts.columns.max(), freq="M")
    return counts.reindex(columns=months, fill_value=0), max(cells["refresh_date"])[:7]


def _columns(path: Path) -> list[str]:
    return [plain(name) for name in reading.header(path) if plain(name) != "sheet"]


def _read_all(paths: Sequence[Path], package: contracts.Descriptor, say: Callable[[str], None]) -> list[Figures]:
    tables = [package.hand_kept(name) for name in ("offence_categories", "offence_categories_lsoas")]
    known = {pair for table in tables for pair in zip(table[KEYS[1]], table[KEYS[2]], strict=True)}
    found = []
    for path in paths:
        counts, made = read(path, known)
        say(f"read {path.name}: {counts.columns[0]} to {counts.columns[-1]}, made in {made}")
        found.append((counts.columns[-1], made, counts))
    _, made, counts = max(found, key=lambda item: item[:2])
    counts = counts[counts.index.get_level_values("area").isin(package.boroughs(SERIES))]
    return by_calendar_year(counts, SERIES, TITLE, published=made)


PUBLICATION = Publication(SERIES, looks_like, _read_all, nearly)
