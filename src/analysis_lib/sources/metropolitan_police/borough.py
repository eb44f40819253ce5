"""Metropolitan Police Service: Recorded Crime, Geographic Breakdown, borough level.

The publication comes as two files, one of the newest 24 months and one of all months before; a row per
borough and category, a column per month (``201004``). They are recognised by these columns and by their
categories, not by their names. Only the series of the CONNECT system is read: the older CRIS files count
an offence in another borough and use other categories, so a join would make a false fall.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis_lib import contracts
from analysis_lib.errors import AssessmentError
from analysis_lib.sources.publication import Figures, Publication

SERIES = "recorded_crime"

KEYS = {"majortext": "major_category", "minortext": "minor_category", "boroughname": "area"}
ROW = ["area", "major_category", "minor_category"]
MONTH = re.compile(r"20\d\d(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class BoroughFile:
    """One file of the publication: counts indexed by area, group and offence, a column per month."""

    path: Path
    counts: pd.DataFrame

    @property
    def first(self) -> pd.Period:
        return self.counts.columns[0]

    @property
    def last(self) -> pd.Period:
        return self.counts.columns[-1]


def looks_like(path: Path) -> bool:
    """Whether the first line of a file is that of a borough-level table of this publication."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        head = [name.strip().strip('"').lower() for name in file.readline().split(",")]
    return set(KEYS) <= set(head) and all(MONTH.fullmatch(name) for name in head if name not in KEYS)


def read(path: Path) -> BoroughFile:
    """One file, checked: whole numbers, no repeated row, no month left out.

    Raises :class:`AssessmentError` naming the file, the row and the rule.
    """
    frame = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    frame = frame.rename(columns=lambda name: KEYS.get(name.strip().lower(), name.strip()))
    months = [name for name in frame.columns if name not in ROW]
    _refuse(
        frame[months].map(lambda text: not re.fullmatch(r"\d+", text)).any(axis=1),
        path,
        "a count must be a whole number, 0 or more",
    )
    _refuse(frame.duplicated(ROW), path, "area and category repeat an earlier row")
    counts = frame.set_index(ROW)[months].astype("int64")
    counts.columns = pd.PeriodIndex([f"{month[:4]}-{month[4:]}" for month in months], freq="M")
    expected = pd.period_range(counts.columns[0], counts.columns[-1], freq="M")
    if list(counts.columns) != list(expected):
        missing = expected.difference(counts.columns)
        raise AssessmentError(
            f"{path.name}: the months are not consecutive (missing: {', '.join(map(str, missing))}). Download it again."
        )
    return BoroughFile(path, counts)


def newest_vintage(files: list[BoroughFile], known: set[tuple[str, str]]) -> tuple[list[BoroughFile], list[str]]:
    """The files of the newest complete publication, the earliest first, and why each other was passed over.

    ``known`` holds the (group, offence) pairs of the CONNECT series. The newest file is the one with the
    last month; the one that ends in the month before it begins completes it.
    """
    notes, usable = [], []
    for file in files:
        unknown = sorted(set(file.counts.index.droplevel("area")) - known)
        if unknown:
            notes.append(
                f'{file.path.name}: another series, or a new category ("{unknown[0][1]}", {len(unknown)} in all)'
            )
        else:
            usable.append(file)
    if not usable:
        raise AssessmentError("No file of the publication could be read:\n  " + "\n  ".join(notes))
    chain = [max(usable, key=lambda file: file.last)]
    while earlier := [file for file in usable if file.last == chain[0].first - 1]:
        chain.insert(0, min(earlier, key=lambda file: file.first))
    notes += [f"{file.path.name}: an earlier publication" for file in usable if file not in chain]
    return chain, notes


def tidy(chain: list[BoroughFile]) -> pd.DataFrame:
    """Counts for every area and category of the publication, months as columns, missing where not published.

    The publication leaves out a row that would hold only noughts. So a category that a file does not
    print for an area it covers is read as 0; an area that a file does not cover stays missing.
    """
    rows = pd.MultiIndex.from_tuples(sorted({row for file in chain for row in file.counts.index}), names=ROW)
    parts = []
    for file in chain:
        part = file.counts.reindex(rows).astype("Int64")
        covered = rows.get_level_values("area").isin(file.counts.index.get_level_values("area"))
        part[covered] = part[covered].fillna(0)
        parts.append(part)
    counts = pd.concat(parts, axis=1)
    published = sum(int(file.counts.to_numpy().sum()) for file in chain)
    if int(counts.sum().sum()) != published:
        raise AssessmentError(f"The tidied figures sum to {int(counts.sum().sum())}, the publication to {published}.")
    return counts


def figures(counts: pd.DataFrame) -> list[Figures]:
    """One table for each calendar year: a row per area and category, a column per month."""
    tables = []
    for year, months in counts.T.groupby(counts.columns.year):
        table = months.T.dropna(how="all")
        first, last = table.columns[0], table.columns[-1]
        table.columns = [f"{month.month:02d}" for month in table.columns]
        about = {
            "name": f"recorded-crime-{year}",
            "year": int(year),
            "title": f"Offences recorded by the police in {year}, by area and category",
            "temporal": {"start": str(first), "end": str(last)},
        }
        frame = table.reindex(columns=contracts.MONTH_COLUMNS).reset_index()
        tables.append(Figures(f"{SERIES}/{year}.csv", frame, about))
    return tables


def _read_all(paths: Sequence[Path], package: contracts.Descriptor, say: Callable[[str], None]) -> list[Figures]:
    known = package.hand_kept("offence_categories")
    found = []
    for path in paths:
        found.append(read(path))
        say(f"read {path.name}: {found[-1].first} to {found[-1].last}")
    chain, notes = newest_vintage(
        found, set(known[["major_category", "minor_category"]].itertuples(index=False, name=None))
    )
    for note in notes:
        say(f"not used, {note}")
    return figures(tidy(chain))


def _refuse(rows: pd.Series, path: Path, rule: str) -> None:
    if rows.any():
        listed = ", ".join(str(number + 2) for number in rows[rows].index[:5])
        raise AssessmentError(
            f"{path.name}: {rule} (row {listed}{' and more' * int(rows.sum() > 5)}). Download the file again."
        )


PUBLICATION = Publication(SERIES, looks_like, _read_all)
