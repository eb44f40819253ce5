"""What the forecasts of an earlier year would have said, against what came: the record of the whole procedure."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis_lib.assessment import assessment
from analysis_lib.catalogue import load
from analysis_lib.subjects.recorded_crime.counts import monthly
from analysis_lib.subjects.seasons.forecasts import YARDSTICK, outlooks


def hindsight(areas: Iterable[str], year: int, *, known_year: int, year_end: str = "september") -> pd.DataFrame:
    """Each month forecast with the figures up to the end of ``year`` alone, and what was recorded in it.

    The method is chosen within those figures too, so nothing of the months compared is known to it. A row for each
    area, measure and month: ``value``, the limits, ``actual``, and ``last_year``, the same month of the year before.
    """
    actual = load("recorded_crime", assessment(year=known_year, year_end=year_end))
    rows = []
    for area in areas:
        a = assessment(area, year, year_end)
        for name, one in outlooks(load("recorded_crime", a), a).items():
            if one.reason:
                continue
            came = monthly(actual, name, a.area.name).astype("float64")
            before = came.shift(12)[one.months.index].to_numpy()
            facts = {"area": a.area.name, "measure": name, "method": one.method, "last_year": before}
            rows.append(one.months.assign(**facts, actual=came[one.months.index].to_numpy()))
    return pd.concat(rows).rename_axis("month").reset_index().dropna(subset=["actual"])


def shares_inside(found: pd.DataFrame) -> pd.Series:
    """The shares of months inside each interval, and the mean miss as a share of last year's month's miss."""
    shares = {
        f"inside_{level}": found["actual"].between(found[f"lower_{level}"], found[f"upper_{level}"]).mean()
        for level in (50, 80, 95)
    }
    misses = [
        (found["actual"] - found[name]).abs().groupby([found["area"], found["measure"]]).mean()
        for name in ("value", "last_year")
    ]
    shares["miss"] = (misses[0] / misses[1]).median()
    shares["series"] = len(misses[0])
    shares["yardstick_used"] = (found.groupby(["area", "measure"])["method"].first() == YARDSTICK).mean()
    return pd.Series(shares)
