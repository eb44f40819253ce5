"""What every reader of a publication offers to a refresh."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from analysis_lib.contracts import MONTH_COLUMNS, Descriptor


@dataclass(frozen=True)
class Figures:
    """One table read from a publication: where ``data/raw`` keeps it, and what its entry in the descriptor says.

    ``about`` holds what differs from table to table of a series: ``name``, ``title``, ``year``, ``temporal``.
    ``series`` names the table's series if it is not the publication's own; ``published`` the month in which the
    files themselves say that they were made, if they say so.
    """

    path: str
    frame: pd.DataFrame
    about: dict[str, Any] = field(default_factory=dict)
    series: str = ""
    published: str = ""


@dataclass(frozen=True)
class Publication:
    """A series of the descriptor, how its publication's files are recognised, and how they are read.

    ``recognises`` tells from a file's content, never from its name, whether it belongs to the publication.
    ``read`` turns all such files of a folder into the tables of the series; it raises ``AssessmentError`` for a
    file that is not as published, and says which files it passed over, and why, through its last argument.
    ``nearly`` says what is wrong with the columns of a file that is evidently of this publication, but not recognised.
    """

    series: str
    recognises: Callable[[Path], bool]
    read: Callable[[Sequence[Path], Descriptor, Callable[[str], None]], list[Figures]]
    nearly: Callable[[Path], str] = lambda path: ""


def by_calendar_year(
    counts: pd.DataFrame, series: str, title: str, *, keep_noughts: bool = False, published: str = ""
) -> list[Figures]:
    """One table for each calendar year: a row per key of ``counts``, a column per month.

    ``counts`` has months (``PeriodIndex``) as columns. ``title`` names the year in braces. A row without any event in
    the year is left out unless ``keep_noughts``; a row without any figure always is.
    """
    tables = []
    for year, months in counts.T.groupby(counts.columns.year):
        table = months.T
        first, last = table.columns[0], table.columns[-1]
        table = table.dropna(how="all") if keep_noughts else table[(table.fillna(0) != 0).any(axis=1)]
        table.columns = [f"{month.month:02d}" for month in table.columns]
        about = {
            "name": f"{series.replace('_', '-')}-{year}",
            "year": int(year),
            "title": title.format(year=year),
            "temporal": {"start": str(first), "end": str(last)},
        }
        frame = table.reindex(columns=MONTH_COLUMNS).reset_index()
        tables.append(Figures(f"{series}/{year}.csv", frame, about, series, published))
    return tables
