"""Monthly counts of the other series of the police: one row per key and month.

Their tables leave out a row without any event in a calendar year, so that an absent row is nought wherever the
series covers the month, and missing where it does not.
"""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis_lib import contracts
from analysis_lib.errors import AssessmentError
from analysis_lib.prepare.recorded_crime import recorded_crime

ROW = ["area", "month", "major_category", "minor_category", "offences"]


def melted(package: contracts.Descriptor, series: str, keys: list[str]) -> pd.Series:
    """The counts printed in the tables of a series, by ``keys`` and ``month``; missing months are left out."""
    wide = package.read(series)
    long = wide.melt([*keys, "year"], contracts.MONTH_COLUMNS, var_name="number", value_name="count")
    long["month"] = pd.to_datetime(long["year"].astype("str") + "-" + long["number"] + "-01")
    counts = long.dropna(subset="count").set_index([*keys, "month"])["count"]
    first, last = package.coverage(series)
    outside = (counts.index.get_level_values("month") < pd.Timestamp(first)) | (
        counts.index.get_level_values("month") > pd.Timestamp(last)
    )
    if outside.any() or counts.index.has_duplicates:
        raise AssessmentError(
            f"data/raw/{series}: a figure stands twice, or outside the months declared. {contracts.GO_BACK}"
        )
    return counts.sort_index()


def grid(counts: pd.Series, package: contracts.Descriptor, series: str, **members) -> pd.Series:
    """``counts`` on every combination of ``members`` and month covered, absent ones 0; the total does not change."""
    months = pd.date_range(*package.coverage(series), freq="MS")
    full = pd.MultiIndex.from_product([*members.values(), months], names=[*members, "month"])
    filled = counts.rename_axis([*members, "month"]).reindex(full, fill_value=0)
    if int(filled.sum()) != int(counts.sum()):
        raise AssessmentError(f"data/raw/{series}: a figure stands under no known key. {contracts.GO_BACK}")
    return filled


def by_category(package: contracts.Descriptor, *, series: str, areas: str, categories: str) -> pd.DataFrame:
    """Offences by area, month and category: ``area, month, major_category, minor_category, offences``; a full grid."""
    key = package.resources(series)[0]["schema"]["fields"][0]["name"]
    counts = melted(package, series, [key, "minor_category"])
    known = package.read(categories)
    named = package.read(areas)[key]
    named = named[named.isin(set(counts.index.get_level_values(key)))]
    filled = grid(counts, package, series, area=sorted(named), minor_category=known["minor_category"])
    tidy = (
        filled.rename("offences")
        .reset_index()
        .merge(known[["major_category", "minor_category"]], on="minor_category", validate="many_to_one")
    )
    return tidy[ROW].astype(dict.fromkeys(("area", "major_category", "minor_category"), "category"))


def first_published(package: contracts.Descriptor) -> pd.DataFrame:
    """Recorded crime as an earlier publication had it: the present figures, with the cells that differed put back."""
    now = recorded_crime(package)
    differ = package.read("recorded_crime_first_published")
    differ = differ.assign(month=pd.to_datetime(differ["month"] + "-01"))
    first, last = (pd.Timestamp(day) for day in package.coverage("recorded_crime_first_published"))
    counts = now[now["month"].between(first, last)].set_index(["area", "minor_category", "month"])
    keys = pd.MultiIndex.from_frame(differ[["area", "minor_category", "month"]])
    if not keys.isin(counts.index).all():
        raise AssessmentError(f"recorded_crime_first_published.csv has a cell that is not known. {contracts.GO_BACK}")
    counts.loc[keys, "offences"] = differ["offences"].to_numpy()
    return counts.reset_index()[ROW]


def flagged_crime(package: contracts.Descriptor) -> pd.DataFrame:
    """Flagged offences and positive outcomes: ``area, month, measure, count``; missing where a flag is not covered."""
    counts = melted(package, "flagged_crime", ["area", "measure"])
    members = {name: sorted(set(counts.index.get_level_values(name))) for name in ("area", "measure")}
    covered = set(zip(counts.index.get_level_values("measure"), counts.index.get_level_values("month"), strict=True))
    tidy = grid(counts, package, "flagged_crime", **members).rename("count").reset_index()
    held = [pair in covered for pair in zip(tidy["measure"], tidy["month"], strict=True)]
    return tidy.assign(count=tidy["count"].where(held)).astype(dict.fromkeys(("area", "measure"), "category"))


def by_delay(package: contracts.Descriptor, *, series: str) -> pd.DataFrame:
    """Offences by area, month and months between offence and record: ``area, delay, month, count``; a full grid."""
    counts = melted(package, series, ["area", "delay"])
    delays = package.resources(series)[0]["schema"]["fields"][1]["constraints"]["enum"]
    areas = sorted(set(counts.index.get_level_values("area")))
    tidy = grid(counts, package, series, area=areas, delay=delays).rename("count").reset_index()
    return tidy.astype({"area": "category", "delay": pd.CategoricalDtype(delays, ordered=True)})


def vawg_offences(package: contracts.Descriptor) -> pd.DataFrame:
    """London's violence against women and girls by offence: ``group, offence, month, count``; a full grid."""
    counts = melted(package, "vawg_offences", ["group", "offence"])
    months = pd.date_range(*package.coverage("vawg_offences"), freq="MS")
    wide = counts.unstack("month", fill_value=0).reindex(columns=months, fill_value=0)
    return wide.stack().rename("count").rename_axis(["group", "offence", "month"]).reset_index()


def business_crime(package: contracts.Descriptor) -> pd.DataFrame:
    """Offences against businesses: ``area, major_category, minor_category, month, count``; a full grid by offence."""
    keys = ["area", "major_category", "minor_category"]
    counts = melted(package, "business_crime", keys)
    months = pd.date_range(*package.coverage("business_crime"), freq="MS")
    wide = counts.unstack("month", fill_value=0).reindex(columns=months, fill_value=0)
    return wide.stack().rename("count").rename_axis([*keys, "month"]).reset_index()


def street_burglary(package: contracts.Descriptor) -> pd.DataFrame:
    """Burglaries on street-level maps: ``area`` (LSOA code), ``month, count``; a full grid."""
    counts = melted(package, "street_burglary", ["lsoa_code"])
    codes = sorted(set(counts.index.get_level_values("lsoa_code")))
    return grid(counts, package, "street_burglary", area=codes).rename("count").reset_index()


def public_attitudes(package: contracts.Descriptor) -> pd.DataFrame:
    """Proportions by area, measure and quarter: ``area, measure, month`` (the quarter's last), ``proportion``."""
    wide = package.read("public_attitudes")
    quarters = [name for name in wide.columns if name in contracts.MONTH_COLUMNS]
    long = wide.melt(["area", "measure", "year"], quarters, "number", "proportion").dropna(subset="proportion")
    long["month"] = pd.to_datetime(long["year"].astype("str") + "-" + long["number"] + "-01")
    return long[["area", "measure", "month", "proportion"]].sort_values(["measure", "area", "month"], ignore_index=True)


def homicide_victims(package: contracts.Descriptor) -> pd.DataFrame:
    """Victims by area and calendar year: ``area, year, domestic_abuse, victims``."""
    return package.read("homicide_victims")


def _category_recipe(series: str, areas: str, categories: str):
    return (areas, categories, series), partial(by_category, series=series, areas=areas, categories=categories)


MONTHLY = {
    "recorded_crime_first_published": (
        ("areas", "offence_categories", "recorded_crime", "recorded_crime_first_published"),
        first_published,
    ),
    "recorded_crime_cris": _category_recipe("recorded_crime_cris", "areas", "offence_categories_cris"),
    "recorded_crime_wards": _category_recipe(
        "recorded_crime_wards", "recorded_crime_wards_areas", "offence_categories"
    ),
    "recorded_crime_lsoas": _category_recipe(
        "recorded_crime_lsoas", "recorded_crime_lsoas_areas", "offence_categories_lsoas"
    ),
    "flagged_crime": (("areas", "measures", "flagged_crime"), flagged_crime),
    "vawg": (("areas", "vawg"), partial(by_delay, series="vawg")),
    "vawg_committed": (("areas", "vawg_committed"), partial(by_delay, series="vawg_committed")),
    "vawg_offences": (("vawg_offences",), vawg_offences),
    "business_crime": (("areas", "business_crime"), business_crime),
    "street_burglary": (("street_burglary",), street_burglary),
    "public_attitudes": (("measures", "public_attitudes"), public_attitudes),
    "homicide_victims": (("areas", "homicide_victims"), homicide_victims),
}
