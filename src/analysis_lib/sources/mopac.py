"""Mayor's Office for Policing And Crime: Public Attitude Survey, proportions of residents by borough and quarter.

Two tables: boroughs, with the Metropolitan Police Service as a whole beside each; and the whole by itself. Both have
decimal commas and days of the form 31/12/2014. Here the whole is a row of its own, called London.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from analysis_lib import contracts
from analysis_lib.errors import AssessmentError
from analysis_lib.sources import names, reading
from analysis_lib.sources.publication import Figures, Publication

SERIES = "public_attitudes"
TITLE = "Public Attitude Survey: proportion of residents who agree, quarters of {year}, by area"
BOROUGHS = ["Date", "Survey", "Borough", "Measure", "Proportion", "MPS"]
WHOLE = BOROUGHS[:-1]
LONDON = "London"
QUARTERS = ["03", "06", "09", "12"]
PROPORTION = re.compile(r"[01]|[01],\d+")


def separator_of(path: Path) -> str:
    """Comma or semicolon, whichever the first line has."""
    return ";" if len(reading.header(path, ";")) > 1 else ","


def looks_like(path: Path) -> bool:
    """Whether the columns are those of one of the two tables; empty columns may follow."""
    return _columns(path) in (BOROUGHS, WHOLE)


def nearly(path: Path) -> str:
    """What is wrong with columns that are nearly those of the borough table."""
    found = _columns(path)
    return "" if found == WHOLE else reading.near(found, BOROUGHS)


def read(path: Path, areas: Sequence[str]) -> pd.DataFrame:
    """Proportions of one table: ``area, measure, quarter, proportion`` and, of boroughs, ``whole``."""
    cells = reading.table(path, separator_of(path))
    cells = cells[_columns(path)]
    quarters = pd.to_datetime(cells["Date"], format="%d/%m/%Y", errors="coerce")
    reading.refuse(quarters.isna() | ~quarters.dt.is_quarter_end, path, "Date must end a quarter, such as 31/12/2014")
    cells = cells.assign(area=names.known(cells["Borough"], areas, mps=LONDON), quarter=quarters.dt.to_period("M"))
    reading.refuse(cells["area"].isna(), path, "a borough that is not known")
    reading.unique(cells, ["quarter", "area", "Measure"], path)
    for column in [name for name in ("Proportion", "MPS") if name in cells]:
        wrong = ~cells[column].map(lambda text: bool(PROPORTION.fullmatch(text)))
        reading.refuse(wrong, path, f"{column} must be a proportion with a decimal comma, from 0 to 1, such as 0,68")
        cells[column] = pd.to_numeric(cells[column].str.replace(",", "."))
        reading.refuse(cells[column] > 1, path, f"{column} must not be more than 1")
    return cells.rename(columns={"Measure": "label", "Proportion": "proportion", "MPS": "whole"})


def with_whole(boroughs: pd.DataFrame, whole: pd.DataFrame | None) -> pd.DataFrame:
    """Boroughs and London: ``area, label, quarter, proportion``; refused if the two tables differ on London."""
    rows = ["area", "label", "quarter", "proportion"]
    beside = boroughs.groupby(["label", "quarter"])["whole"].agg(["min", "max"])
    if (beside["min"] != beside["max"]).any():
        raise AssessmentError("Public Attitude Survey: the column MPS differs between boroughs of the same quarter.")
    london = beside["min"].rename("proportion").reset_index().assign(area=LONDON)
    if whole is not None:
        both = london.merge(whole, on=["label", "quarter"], suffixes=("", "_whole"))
        if (both["proportion"] != both["proportion_whole"]).any() or len(both) < len(whole):
            raise AssessmentError("Public Attitude Survey: the table of the whole differs from the table of boroughs.")
    return pd.concat([boroughs[rows], london[rows]])


def tables(rows: pd.DataFrame) -> list[Figures]:
    """One table for each calendar year: a row per area and measure, a column per quarter."""
    found = []
    for year, part in rows.groupby(rows["quarter"].dt.year):
        part = part.assign(month=part["quarter"].dt.strftime("%m"))
        wide = part.pivot(index=["area", "measure"], columns="month", values="proportion").reindex(columns=QUARTERS)
        about = {
            "name": f"public-attitudes-{year}",
            "year": int(year),
            "title": TITLE.format(year=year),
            "temporal": {"start": str(part["quarter"].min()), "end": str(part["quarter"].max())},
        }
        found.append(Figures(f"{SERIES}/{year}.csv", wide.reset_index(), about))
    return found


def _columns(path: Path) -> list[str]:
    return [name for name in reading.header(path, separator_of(path)) if name]


def _read_all(paths: Sequence[Path], package: contracts.Descriptor, say: Callable[[str], None]) -> list[Figures]:
    areas = package.hand_kept("areas")
    parts: dict[bool, list[pd.DataFrame]] = {True: [], False: []}
    for path in paths:
        frame = read(path, list(areas.loc[areas["kind"] == "borough", "area"]))
        say(f"read {path.name}: {frame['quarter'].min()} to {frame['quarter'].max()}")
        parts["whole" in frame].append(frame)
    if not parts[True]:
        raise AssessmentError(
            "The Public Attitude Survey's table of boroughs is missing; the table of the whole is here."
        )
    boroughs = max(parts[True], key=lambda frame: frame["quarter"].max())
    rows = with_whole(boroughs, parts[False][0] if parts[False] else None)
    named = package.hand_kept("measures").query("series == @SERIES").set_index("label")["measure"]
    if unknown := sorted(set(rows["label"]) - set(named.index)):
        raise AssessmentError(
            f'The Public Attitude Survey has a new category, "{unknown[0]}". Read on the official page what was asked, '
            "add it to data/raw/measures.csv, and refresh again."
        )
    return tables(rows.assign(measure=rows["label"].map(named)))


PUBLICATION = Publication(SERIES, looks_like, _read_all, nearly)
