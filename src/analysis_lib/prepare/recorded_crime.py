"""Recorded crime: one row per area, month and category.

Each step is checked before and after: the categories and areas expected and found, both ways; no month
left out; no row twice; totals equal to the source. Missing months stay missing; they are never noughts.
"""

from __future__ import annotations

import pandas as pd

from analysis_lib import contracts
from analysis_lib.errors import AssessmentError

TABLES = ("areas", "offence_categories", "recorded_crime")
KEY = ["area", "month", "minor_category"]
ROW = ["area", "month", "major_category", "minor_category", "offences"]


def recorded_crime(package: contracts.Descriptor) -> pd.DataFrame:
    """Offences by area, month and category: ``area, month, major_category, minor_category, offences``.

    ``month`` is the first day of the month. The grid is complete: a category with no row for an area that
    the publication covers that month counts 0; an empty cell, and an area not covered, stay missing.
    """
    wide, categories = package.read("recorded_crime"), package.read("offence_categories")
    _check_members(wide, package.read("areas"), categories)
    first, last = package.coverage("recorded_crime")
    months = pd.date_range(first, last, freq="MS")
    long = wide.melt(
        ["area", "minor_category", "year"], contracts.MONTH_COLUMNS, var_name="number", value_name="offences"
    )
    long["month"] = pd.to_datetime(long["year"].astype("str") + "-" + long["number"] + "-01")
    outside = ~long["month"].isin(months)
    _refuse(long.loc[outside, "offences"].notna().any(), "there are figures outside the months declared")
    long = long[~outside]
    _refuse(long.duplicated(KEY).any(), "an area, month and category stands twice")
    _refuse(
        set(long.loc[long["offences"].notna(), "month"]) != set(months),
        "a month between the first and the last holds no figure",
    )
    tidy = _complete(long.set_index(KEY)["offences"], wide["area"].unique(), months, categories["minor_category"])
    before, after = int(wide[contracts.MONTH_COLUMNS].sum().sum()), int(tidy["offences"].sum())
    _refuse(before != after, f"the total changed from {before} to {after}")
    tidy = tidy.merge(categories[["major_category", "minor_category"]], on="minor_category", validate="many_to_one")
    return tidy[ROW].astype(dict.fromkeys(("area", "major_category", "minor_category"), "category"))


def _complete(printed: pd.Series, areas, months: pd.DatetimeIndex, minors: pd.Series) -> pd.DataFrame:
    grid = pd.MultiIndex.from_product([sorted(areas), months, minors], names=KEY)
    counts = printed.reindex(grid)
    covered = counts.notna().groupby(level=["area", "month"]).transform("any")
    counts[~grid.isin(printed.index) & covered] = 0
    return counts.reset_index()


def _check_members(wide: pd.DataFrame, areas: pd.DataFrame, categories: pd.DataFrame) -> None:
    for column, expected in (("area", areas["area"]), ("minor_category", categories["minor_category"])):
        absent = sorted(set(expected) - set(wide[column]))
        _refuse(bool(absent), f"{column} expected and not found: {', '.join(absent)}")


def _refuse(failed: bool, problem: str) -> None:
    if failed:
        raise AssessmentError(f"data/raw/recorded_crime: {problem}. Restore the figures with: git checkout -- data/raw")
