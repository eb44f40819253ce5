"""Metropolitan Police Service: Recorded Crime, Geographic Breakdown; what its three levels have in common.

A row per area and category, a column per month (``201004``). Labels of columns and categories come in capitals or
not, columns in any order, and with or without spaces, as the publisher has changed them over the years.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis_lib.errors import AssessmentError
from analysis_lib.sources import reading

MONTH = re.compile(r"20\d\d(0[1-9]|1[0-2])")
STUB = 0.1  # a first month with less than this share of the median month was cut off by the publisher


@dataclass(frozen=True)
class Level:
    """One level of the publication: the name here of each of its columns, and those that make a row."""

    keys: dict[str, str]
    row: list[str]

    def fits(self, head: list[str]) -> bool:
        """Whether these columns are those of this level: its keys and months, nothing else."""
        keys = [self.keys.get(name, name) for name in head if not MONTH.fullmatch(name)]
        return sorted(keys) == sorted(set(self.keys.values())) and len(keys) < len(head)


CATEGORIES = {
    "majortext": "major_category",
    "minortext": "minor_category",
    "major_category": "major_category",
    "minor_category": "minor_category",
}
BOROUGH = Level(
    CATEGORIES | {"boroughname": "area", "lookup_boroughname": "area"}, ["area", "major_category", "minor_category"]
)
WARD = Level(
    CATEGORIES
    | {"wardcode": "ward_code", "wardname": "ward", "lookup_boroughname": "borough", "boroughname": "borough"},
    ["ward_code", "minor_category"],
)
LSOA = Level(
    CATEGORIES | {"lsoa_code": "lsoa_code", "lsoa_name": "lsoa_name", "borough": "borough_code"},
    ["lsoa_code", "minor_category"],
)


@dataclass(frozen=True)
class MonthFile:
    """One file of the publication: counts indexed by the keys of its level, a column per month; and its stubs."""

    path: Path
    counts: pd.DataFrame
    stubs: tuple[pd.Period, ...] = ()

    @property
    def first(self) -> pd.Period:
        return self.counts.columns[0]

    @property
    def last(self) -> pd.Period:
        return self.counts.columns[-1]

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def categories(self) -> set[tuple[str, str]]:
        index = self.counts.index
        return set(zip(index.get_level_values("major_category"), index.get_level_values("minor_category"), strict=True))


def plain(name: str) -> str:
    """A column's label without capitals, spaces and marks.

    >>> plain(" LSOA Code "), plain("LookUp_BoroughName")
    ('lsoa_code', 'lookup_boroughname')
    """
    return name.strip().strip('"').lower().replace(" ", "_")


def looks_like(level: Level, path: Path) -> bool:
    """Whether the first line of a file is that of this level of the publication."""
    return level.fits([plain(name) for name in reading.header(path)])


def nearly(path: Path) -> str:
    """What is wrong with the columns of a file that has the months of this publication, but fits none of its levels."""
    found = [plain(name) for name in reading.header(path)]
    others = [name for name in found if not MONTH.fullmatch(name)]
    if len(found) - len(others) < 12 or any(level.fits(found) for level in (BOROUGH, WARD, LSOA)):
        return ""
    known = {level.keys.get(name) for level in (BOROUGH, WARD, LSOA) for name in others}
    level = max((BOROUGH, WARD, LSOA), key=lambda level: (len(known & set(level.keys.values())), -len(level.keys)))
    named = {level.keys.get(name, name) for name in others}
    missing, extra = set(level.keys.values()) - named, named - set(level.keys.values())
    told = [f"{' or '.join(sorted(old for old, new in level.keys.items() if new == key))}" for key in sorted(missing)]
    parts = [f"missing: {', '.join(told)}"] * bool(told) + [f"not expected: {', '.join(sorted(extra))}"] * bool(extra)
    return "; ".join(parts) or "a column stands twice"


def read(level: Level, path: Path) -> MonthFile:
    """One file, checked: whole numbers, no repeated row, no month left out; a first month cut off is left out.

    Raises :class:`AssessmentError` naming the file, the row and the rule.
    """
    frame = reading.table(path).rename(columns=plain).rename(columns=level.keys)
    keys = list(dict.fromkeys(level.keys.values()))
    months = [name for name in frame.columns if name not in keys]
    for key in keys:
        frame[key] = frame[key].str.strip()
        reading.refuse(frame[key] == "", path, f"the column {key} must not be empty")
    counts = reading.counts(frame, months, path)
    reading.refuse(frame.duplicated(level.row), path, f"{' and '.join(level.row)} repeat an earlier row")
    counts = counts.set_axis(pd.MultiIndex.from_frame(frame[keys]), axis=0)
    counts.columns = pd.PeriodIndex([f"{month[:4]}-{month[4:]}" for month in months], freq="M")
    _refuse_gaps(counts, path)
    totals = counts.sum()
    stubs = (counts.columns[0],) if len(months) > 2 and totals.iloc[0] < STUB * totals.median() else ()
    return MonthFile(path, counts.drop(columns=list(stubs)), stubs)


def _refuse_gaps(counts: pd.DataFrame, path: Path) -> None:
    expected = pd.period_range(counts.columns[0], counts.columns[-1], freq="M")
    if list(counts.columns) != list(expected):
        missing = expected.difference(counts.columns)
        raise AssessmentError(
            f"{path.name}: the months are not consecutive (missing: {', '.join(map(str, missing))}). Download it again."
        )


def described(file: MonthFile) -> str:
    """The progress line of a file."""
    stubs = f" ({', '.join(map(str, file.stubs))} is cut off and left out)" if file.stubs else ""
    return f"read {file.name}: {file.first} to {file.last}{stubs}"


def chain(files: list[MonthFile]) -> list[MonthFile]:
    """The file with the last month, and before it each that ends in the month before the next begins."""
    links = [max(files, key=lambda file: (file.last, -file.first.ordinal))]
    while earlier := [file for file in files if file.last == links[0].first - 1]:
        links.insert(0, min(earlier, key=lambda file: file.first))
    return links
