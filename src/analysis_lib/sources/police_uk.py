"""data.police.uk: street-level crime; burglary by LSOA and month.

Counts are kept, never points: the publisher snaps each crime to a shared point, and the record of one is not needed.
LSOA codes are as published, of the boundaries in use when the month was published.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from analysis_lib import contracts
from analysis_lib.errors import AssessmentError
from analysis_lib.sources import reading
from analysis_lib.sources.publication import Figures, Publication, by_calendar_year

SERIES = "street_burglary"
TITLE = "Burglaries on street-level maps in {year}, by LSOA"
COLUMNS = ["Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code"]
COLUMNS += ["LSOA name", "Crime type", "Last outcome category", "Context"]
BURGLARY = "Burglary"


def looks_like(path: Path) -> bool:
    """Whether the columns are those of a street-level file."""
    return reading.header(path) == COLUMNS


def nearly(path: Path) -> str:
    """What is wrong with columns that are nearly those of a street-level file."""
    return reading.near(reading.header(path), COLUMNS)


def read(path: Path) -> pd.DataFrame:
    """Burglaries of one file: ``lsoa_code, lsoa_name, month, count``."""
    cells = reading.table(path)
    reading.matching(cells, "Month", r"20\d\d-(0[1-9]|1[0-2])", path)
    cells = cells[cells["Crime type"] == BURGLARY]
    if cells.empty:
        raise AssessmentError(f"{path.name} holds no burglary. {reading.AGAIN}")
    placed = cells[cells["LSOA code"] != ""]
    reading.matching(placed, "LSOA code", r"E01\d{6}", path)
    renamed = placed.rename(columns={"LSOA code": "lsoa_code", "LSOA name": "lsoa_name", "Month": "month"})
    return renamed.groupby(["lsoa_code", "lsoa_name", "month"]).size().rename("count").reset_index()


def _read_all(paths: Sequence[Path], package: contracts.Descriptor, say: Callable[[str], None]) -> list[Figures]:
    parts, held = [], {}
    for path in paths:
        parts.append(read(path))
        months = sorted(set(parts[-1]["month"]))
        say(f"read {path.name}: {months[0]} to {months[-1]}")
        for month in months:
            if month in held:
                raise AssessmentError(f"{path.name} and {held[month]} both hold {month}. Keep one of them.")
            held[month] = path.name
    rows = pd.concat(parts)
    rows = rows[rows["lsoa_name"].str.rsplit(" ", n=1).str[0].isin(package.boroughs(SERIES))]
    counts = rows.assign(month=pd.PeriodIndex(rows["month"], freq="M")).groupby(["lsoa_code", "month"])["count"].sum()
    wide = counts.unstack("month", fill_value=0)
    months = pd.period_range(wide.columns.min(), wide.columns.max(), freq="M")
    if missing := sorted(set(map(str, months)) - set(held)):
        raise AssessmentError(f"Street-level crime: the months are not consecutive (missing: {', '.join(missing)}).")
    return by_calendar_year(wide.reindex(columns=months, fill_value=0), SERIES, TITLE)


PUBLICATION = Publication(SERIES, looks_like, _read_all, nearly)
