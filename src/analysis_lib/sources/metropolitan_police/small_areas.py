"""Metropolitan Police Service: Recorded Crime, Geographic Breakdown, by ward and by LSOA.

A month is taken from the newest file that holds it whole. The newest ward and LSOA files begin with a month that the
publisher cut off (a few offences instead of hundreds); it is left out, and taken from the file before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pandas as pd

from analysis_lib import contracts
from analysis_lib.errors import AssessmentError
from analysis_lib.prepare.monthly import MONTHLY
from analysis_lib.sources.metropolitan_police import geographic
from analysis_lib.sources.metropolitan_police.geographic import LSOA, WARD, Level, MonthFile
from analysis_lib.sources.publication import Figures, Publication, by_calendar_year

WARDS, LSOAS = "recorded_crime_wards", "recorded_crime_lsoas"
KEYS = ["area", "major_category", "minor_category"]
lsoa_figures = MONTHLY[LSOAS][1]


def newest_of_each_month(files: list[MonthFile]) -> list[MonthFile]:
    """The newest files that together hold every month once, the earliest first, each cut to the months it gives.

    Before the newest file come those that end where the next begins; failing one, the newest file that reaches
    further back gives the months that are still missing.
    """
    links = geographic.chain(files)
    while True:
        left = [
            file for file in files if file.first < links[0].first <= file.last + 1 and file.name not in _names(links)
        ]
        if not left:
            return links
        older = max(left, key=lambda file: file.last)
        months = [month for month in older.counts.columns if month < links[0].first]
        links.insert(0, MonthFile(older.path, older.counts[months], older.stubs))


def joined(files: list[MonthFile], level: Level) -> pd.DataFrame:
    """Counts of every area and category, months as columns; a row that a file does not print counts 0."""
    parts = [file.counts.groupby(level=level.row).sum() for file in files]
    counts = pd.concat(parts, axis=1).fillna(0).astype("int64").sort_index()
    expected = sum(int(part.to_numpy().sum()) for part in parts)
    if int(counts.to_numpy().sum()) != expected:
        raise AssessmentError(f"The joined figures sum to {int(counts.to_numpy().sum())}, the files to {expected}.")
    return counts


def _read_all(
    level: Level, series: str, names: list[str], categories: str, paths: Sequence[Path], package, say: Callable
) -> list[Figures]:
    files = []
    for path in paths:
        files.append(geographic.read(level, path))
        say(geographic.described(files[-1]))
    chosen = newest_of_each_month(files)
    if series == LSOAS:
        chosen = [*_held_before(chosen[0], package), *chosen]
    _refuse_new_categories(chosen, categories, package)
    for file in files:
        if file.name not in _names(chosen):
            say(f"not used, {file.name}: an earlier publication")
    kind = level.row[0]
    title = f"Offences recorded by the police in {{year}}, by {kind.partition('_')[0].upper()} and category"
    title = title.replace("WARD", "ward")
    counts = joined(chosen, level)
    areas = pd.concat([file.counts.index.to_frame(index=False)[names] for file in reversed(chosen)])
    areas = areas.drop_duplicates(names[0]).sort_values(names[0]).reset_index(drop=True)
    listed = Figures(f"{series}/areas.csv", _with_borough(areas, package), series=f"{series}_areas")
    return [listed, *by_calendar_year(counts, series, title)]


def _held_before(first: MonthFile, package: contracts.Descriptor) -> list[MonthFile]:
    """The figures held of the months before a file: for LSOAs only the newest 24 months are ever published."""
    try:
        frame = lsoa_figures(package)
        names = package.read(f"{LSOAS}_areas").merge(package.read("areas"), left_on="borough", right_on="area")
    except AssessmentError:
        return []
    frame = frame.assign(month=frame["month"].dt.to_period("M"))
    frame = frame[frame["month"] < first.first].astype(dict.fromkeys(KEYS, "str"))
    if frame.empty:
        return []
    counts = frame.set_index([*KEYS, "month"])["offences"].unstack("month")
    named = counts.reset_index(KEYS[1:]).join(names.set_index("lsoa_code")[["lsoa_name", "area_code"]])
    named = named.rename(columns={"area_code": "borough_code"}).rename_axis(index="lsoa_code").reset_index()
    return [MonthFile(Path("figures held"), named.set_index(list(dict.fromkeys(LSOA.keys.values()))))]


def _refuse_new_categories(files: list[MonthFile], categories: str, package: contracts.Descriptor) -> None:
    table = package.hand_kept(categories)
    known = set(zip(table["major_category"], table["minor_category"], strict=True))
    for file in files:
        if unknown := sorted(file.categories - known):
            raise AssessmentError(
                f'{file.name} holds a new category, "{unknown[0][1]}" of "{unknown[0][0]}" ({len(unknown)} in all). '
                f"Read on the official page what it counts, add it to data/raw/{categories}.csv, and refresh again."
            )


def _with_borough(areas: pd.DataFrame, package: contracts.Descriptor) -> pd.DataFrame:
    """The areas with the name of their borough, which the LSOA files give by code only."""
    if "borough_code" not in areas:
        return areas
    names = package.hand_kept("areas").dropna(subset="area_code").set_index("area_code")["area"]
    return areas.assign(borough=areas["borough_code"].map(names)).drop(columns="borough_code")


def _names(files: list[MonthFile]) -> set[str]:
    return {file.name for file in files}


WARD_PUBLICATION = Publication(
    WARDS,
    partial(geographic.looks_like, WARD),
    partial(_read_all, WARD, WARDS, ["ward_code", "ward", "borough"], "offence_categories"),
)
LSOA_PUBLICATION = Publication(
    LSOAS,
    partial(geographic.looks_like, LSOA),
    partial(_read_all, LSOA, LSOAS, ["lsoa_code", "lsoa_name", "borough_code"], "offence_categories_lsoas"),
)
