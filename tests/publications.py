"""Files as a publisher would release them, made from the figures held, for tests to spoil."""

from __future__ import annotations

import pandas as pd

from analysis_lib import contracts

KEYS = ["WardName", "WardCode", "MajorText", "MinorText", "LookUp_BoroughName"]


def wards() -> pd.DataFrame:
    """The ward file of the figures held: all months in one file, in the publisher's columns."""
    package = contracts.descriptor()
    series = "recorded_crime_wards"
    wide = package.read(series).melt(["ward_code", "minor_category", "year"], contracts.MONTH_COLUMNS, "month", "count")
    wide["month"] = wide["year"].astype("str") + wide["month"]
    named = wide.dropna(subset="count").merge(package.read(f"{series}_areas"), on="ward_code")
    named = named.merge(package.read("offence_categories"), on="minor_category")
    named = named.rename(columns={"ward": KEYS[0], "ward_code": KEYS[1], "borough": KEYS[4]})
    named = named.rename(columns={"major_category": KEYS[2], "minor_category": KEYS[3]})
    counts = named.astype({"count": "int64"}).pivot_table("count", KEYS, "month", "sum", fill_value=0)
    return counts.astype("int64").rename_axis(columns=None).reset_index().copy()


def later(frame: pd.DataFrame, by: int = 1) -> pd.DataFrame:
    """The file with more months, each a copy of the last one."""
    last = pd.Period(f"{frame.columns[-1][:4]}-{frame.columns[-1][4:]}", "M")
    added = {f"{last + step:%Y%m}": frame[frame.columns[-1]] for step in range(1, by + 1)}
    return pd.concat([frame, pd.DataFrame(added)], axis=1)
