"""Metropolitan Police Service: Monthly Crime Dashboard; offences with a flag, and their positive outcomes, by borough.

Two files: knife crime, and all other flags. A month without a row is a count of nought. Each flag is taken from the
file with the last month; months before that file begins come from the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from analysis_lib import contracts
from analysis_lib.errors import AssessmentError
from analysis_lib.prepare.monthly import flagged_crime
from analysis_lib.sources import reading
from analysis_lib.sources.metropolitan_police.geographic import plain
from analysis_lib.sources.publication import Figures, Publication, by_calendar_year

SERIES = "flagged_crime"
TITLE = "Offences with a flag, and their positive outcomes, recorded by the police in {year}, by area"
COLUMNS = ["month_year", "area_type", "borough_snt", "area_name", "area_code", "crime_type", "crime_subtype"]
COLUMNS += ["measure", "financial_year", "fy_fyindex", "count", "refresh_date"]
ROW = ["area", "measure"]
LEFT_OUT = {"tno victim based", "tno non victim based"}  # all offences over again: recorded_crime has them
UNPLACED = "Unknown"


def looks_like(path: Path) -> bool:
    """Whether the columns are the dashboard's (a note of the sheet may follow) and its first row is of a borough."""
    if [plain(name) for name in reading.header(path)][: len(COLUMNS)] != COLUMNS:
        return False
    with path.open(encoding="utf-8", errors="replace") as file:
        file.readline()
        return ",Borough," in file.readline()


def read(path: Path, known: dict[tuple[str, str], str]) -> tuple[pd.DataFrame, str]:
    """Counts of one file by area and measure, a column per month; and the month in which the file was made.

    ``known`` gives the name of each measure by the file's sub-type and measure, in small letters.
    """
    cells = reading.table(path).rename(columns=plain)
    cells["count"] = reading.counts(cells, ["count"], path)["count"]
    labels = pd.Series(list(zip(cells["crime_subtype"].str.lower(), cells["measure"].str.lower(), strict=True)))
    wanted = ~cells["crime_subtype"].str.lower().isin(LEFT_OUT)
    cells["measure"] = labels.map(known)
    unknown = wanted & cells["measure"].isna()
    if unknown.any():
        raise AssessmentError(
            f'{path.name} holds a new category, "{cells.loc[unknown, "crime_subtype"].iloc[0]}". Read on the official '
            "page what it counts, add it to data/raw/measures.csv, and refresh again."
        )
    cells = cells[wanted]
    boroughs = cells["area_code"].str.strip().str.startswith("E09")
    cells["area"] = cells["area_name"].str.strip().where(boroughs, UNPLACED)
    cells["month"] = _months(cells["month_year"], path)
    key = ["month", "area", "measure"]
    reading.refuse(cells.duplicated(key) & boroughs, path, "month, area and measure repeat an earlier row")
    counts = cells.groupby(key)["count"].sum().unstack("month", fill_value=0)
    counts = counts.reindex(columns=pd.period_range(counts.columns.min(), counts.columns.max(), freq="M"), fill_value=0)
    return counts, max(cells["refresh_date"])[:7]


def joined(parts: list[pd.DataFrame], held: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row per area and measure: each measure from the file with the last month, before it from the other.

    A measure whose file does not reach a month is missing there; within the file's months an absent row is 0. The files
    hold the newest 48 months only: figures ``held`` stay where no file reaches, or where a file ends earlier than they.
    """
    files, parts = parts, [*([] if held is None else [held]), *parts]
    months = pd.period_range(min(p.columns[0] for p in parts), max(p.columns[-1] for p in parts), freq="M")
    areas = sorted({area for part in parts for area in part.index.get_level_values("area")})
    measures = sorted({name for part in parts for name in part.index.get_level_values("measure")})
    counts = pd.DataFrame(pd.NA, index=pd.MultiIndex.from_product([areas, measures], names=ROW), columns=months)
    if held is not None:
        counts.loc[held.index, held.columns] = held
    for part in sorted(files, key=lambda part: part.columns[-1]):
        names = [name for name in _measures(part) if not _reaches_further(counts, name, part.columns[-1])]
        rows = pd.MultiIndex.from_product([areas, names], names=ROW)
        counts.loc[rows, part.columns] = part.reindex(rows, fill_value=0)
    return counts.astype("Int64")


def _measures(part: pd.DataFrame) -> list[str]:
    return sorted(set(part.index.get_level_values("measure")))


def _reaches_further(counts: pd.DataFrame, measure: str, last: pd.Period) -> bool:
    """Whether there are figures of a measure after ``last``."""
    later = counts.loc[counts.index.get_level_values("measure") == measure, counts.columns > last]
    return bool(later.notna().to_numpy().any())


def _held(package: contracts.Descriptor) -> pd.DataFrame | None:
    """The figures held, if they can be read."""
    try:
        frame = flagged_crime(package)
    except AssessmentError:
        return None
    frame = frame.astype(dict.fromkeys(ROW, "str"))
    return frame.assign(month=frame["month"].dt.to_period("M")).set_index([*ROW, "month"])["count"].unstack("month")


def _months(texts: pd.Series, path: Path) -> pd.Series:
    days = pd.to_datetime(texts, format="%Y-%m-%d", errors="coerce")
    reading.refuse(days.isna(), path, "month_year must be a date such as 2025-07-01")
    return days.dt.to_period("M")


def _read_all(paths: Sequence[Path], package: contracts.Descriptor, say: Callable[[str], None]) -> list[Figures]:
    named = package.hand_kept("measures")
    named = named[named["series"] == SERIES]
    labels = named["label"].str.lower().str.split(" / ", expand=True)
    known = dict(zip(labels.itertuples(index=False, name=None), named["measure"], strict=True))
    parts, made = [], []
    for path in paths:
        counts, month = read(path, known)
        say(f"read {path.name}: {counts.columns[0]} to {counts.columns[-1]}, made in {month}")
        parts.append(counts)
        made.append(month)
    return by_calendar_year(joined(parts, _held(package)), SERIES, TITLE, published=max(made))


def nearly(path: Path) -> str:
    """What is wrong with columns that are nearly the dashboard's."""
    found = [plain(name) for name in reading.header(path) if plain(name) != "sheet"]
    return reading.near(found, COLUMNS)


PUBLICATION = Publication(SERIES, looks_like, _read_all, nearly)
