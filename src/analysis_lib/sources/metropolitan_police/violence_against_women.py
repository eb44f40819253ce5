"""Metropolitan Police Service: Violence against women and girls, by month recorded and month committed.

One publication, two sheets: counts by ward, and counts for London by offence; told apart by what their rows hold. By
borough the figures are kept twice, by the month recorded and by the month committed, each with how long lay between.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from analysis_lib import contracts
from analysis_lib.errors import AssessmentError
from analysis_lib.sources import reading
from analysis_lib.sources.metropolitan_police.geographic import plain
from analysis_lib.sources.publication import Figures, Publication, by_calendar_year

SERIES, COMMITTED, OFFENCES = "vawg", "vawg_committed", "vawg_offences"
TITLE = "Violence against women and girls recorded in {year}, by area and months since it was committed"
TITLE_COMMITTED = "Violence against women and girls committed in {year}, by area and months until it was recorded"
TITLE_OFFENCES = "Violence against women and girls recorded in {year}, London, by offence"
COLUMNS = ["bcu_location", "borough_name", "ward_name_clean_2", "recorded_date_months"]
COLUMNS += ["date_committed_from_date_months", "count", "sheet"]
COLUMNS += ["crimsec_group", "crimseccodeexpansion", "crimsec_offences", "vawg_offence"]
UNPLACED = "Unknown"
UP_TO = {0: "0", 1: "1", 2: "2", 5: "3-5", 11: "6-11", 23: "12-23", 59: "24-59"}  # months from offence to record
LONGER, NOT_KNOWN = "60 or more", "not known"


def looks_like(path: Path) -> bool:
    """Whether the columns are those of this publication."""
    return [plain(name) for name in reading.header(path)] == COLUMNS


def delay_band(months: float) -> str:
    """The band of a delay in months; a date that is missing or after the record is not known.

    >>> delay_band(4), delay_band(200), delay_band(-2)
    ('3-5', '60 or more', 'not known')
    """
    if pd.isna(months) or months < 0:
        return NOT_KNOWN
    return next((label for most, label in UP_TO.items() if months <= most), LONGER)


def read(path: Path) -> pd.DataFrame:
    """The rows of one sheet: ``area, group, offence, recorded, committed, delay, count``."""
    cells = reading.table(path).rename(columns=plain)
    recorded, committed = (_months(cells[name], path) for name in COLUMNS[3:5])
    reading.refuse(recorded.isna(), path, "recorded_date_months must not be empty")
    rows = pd.DataFrame(
        {
            "area": cells["borough_name"].replace("Other", UNPLACED),
            "group": cells["crimsec_group"],
            "offence": cells["vawg_offence"].str.strip(),
            "recorded": recorded,
            "committed": committed,
            "count": reading.counts(cells, ["count"], path)["count"],
        }
    )
    reading.refuse((rows["area"] == "") == (rows["offence"] == ""), path, "a row must have a borough or an offence")
    reading.refuse(cells.duplicated([*COLUMNS[:5], *COLUMNS[7:]]), path, "the keys repeat an earlier row")
    months = recorded.dt.year * 12 + recorded.dt.month - committed.dt.year * 12 - committed.dt.month
    return rows.assign(delay=months.map(delay_band))


def by_month(rows: pd.DataFrame, keys: list[str], month: str) -> pd.DataFrame:
    """Counts by ``keys``, a column for every month recorded in the publication."""
    months = pd.period_range(rows["recorded"].min(), rows["recorded"].max(), freq="M")
    counts = rows.groupby([*keys, month])["count"].sum().unstack(month, fill_value=0)
    return counts.reindex(columns=months, fill_value=0)


def _months(texts: pd.Series, path: Path) -> pd.Series:
    days = pd.to_datetime(texts, format="%Y-%m-%d", errors="coerce")
    reading.refuse(days.isna() & (texts != ""), path, "a month must be a date such as 2025-07-01")
    return days.dt.to_period("M")


def _read_all(paths: Sequence[Path], package: contracts.Descriptor, say: Callable[[str], None]) -> list[Figures]:
    places, offences = [], []
    for path in paths:
        rows = read(path)
        say(f"read {path.name}: {rows['recorded'].min()} to {rows['recorded'].max()}")
        (places if (rows["area"] != "").all() else offences).append((path, rows))
    if not (places and offences):
        raise AssessmentError(
            "Violence against women and girls is published as two sheets, by ward and by offence. One is missing: "
            f"{paths[0].name} was found. Download both."
        )
    rows, kinds = _widest(places, say), _widest(offences, say)
    known = set(package.hand_kept("measures").query(f"series == '{OFFENCES}'")["label"])
    if unknown := sorted(set(kinds["group"]) - known):
        raise AssessmentError(
            f'A new category of violence against women and girls, "{unknown[0]}". Read on the official page what it '
            "counts, add it to data/raw/measures.csv, and refresh again."
        )
    return [
        *by_calendar_year(by_month(rows, ["area", "delay"], "recorded"), SERIES, TITLE),
        *by_calendar_year(by_month(rows, ["area", "delay"], "committed"), COMMITTED, TITLE_COMMITTED),
        *by_calendar_year(by_month(kinds, ["group", "offence"], "recorded"), OFFENCES, TITLE_OFFENCES),
    ]


def _widest(found: list[tuple[Path, pd.DataFrame]], say: Callable[[str], None]) -> pd.DataFrame:
    """The rows of the newest file of a sheet, and among these of the one that covers most areas."""
    best = max(found, key=lambda item: (item[1]["recorded"].max(), item[1]["area"].nunique()))
    for path, _ in found:
        if path != best[0]:
            say(f"not used, {path.name}: part of {best[0].name}, or earlier")
    return best[1]


def nearly(path: Path) -> str:
    """What is wrong with columns that are nearly those of this publication."""
    return reading.near([plain(name) for name in reading.header(path)], COLUMNS)


PUBLICATION = Publication(SERIES, looks_like, _read_all, nearly)
