"""Mid-year population estimates: one row per area, year, sex and age; and one per area, year and edition.

The 32 boroughs that the Metropolitan Police serves are added up as an area of their own, because the police figures
for London leave out the City of London.
"""

from __future__ import annotations

import pandas as pd

from analysis_lib import contracts

BY_AGE_TABLES = ("population_areas", "population_editions", "population_by_age")
TOTALS_TABLES = ("population_areas", "population_editions", "population_totals")
BOROUGHS = "London (32 boroughs)"
SEXES = {"females": "women", "males": "men", "persons": "persons"}


def population_by_age(package: contracts.Descriptor) -> pd.DataFrame:
    """``area, year, edition, sex, age, people``; ``sex`` is women, men or persons, and ``age`` 90 means 90 and over.

    A sex that the edition was not read for has no rows.
    """
    entries = package.resources("population_by_age")
    wide = pd.concat(
        [package.table(entry).assign(year=entry["year"], edition=entry["edition"]) for entry in entries],
        ignore_index=True,
    )
    keys = ["area_code", "year", "edition", "age"]
    long = wide.melt(keys, list(SEXES), var_name="sex", value_name="people").dropna(subset="people")
    long["sex"] = long["sex"].map(SEXES)
    return _with_areas(long, package, ["year", "edition", "sex", "age"])


def population_totals(package: contracts.Descriptor) -> pd.DataFrame:
    """``area, year, edition, people``: persons of all ages."""
    frame = package.read("population_totals").rename(columns={"persons": "people"})
    return _with_areas(frame, package, ["year", "edition"])


def _with_areas(frame: pd.DataFrame, package: contracts.Descriptor, keys: list[str]) -> pd.DataFrame:
    """Names for codes, and the sum of the 32 boroughs below them."""
    areas = package.read("population_areas")
    named = frame.merge(areas, on="area_code", validate="many_to_one")
    boroughs = named[named["kind"] == "borough"].groupby(keys, as_index=False)["people"].sum().assign(area=BOROUGHS)
    both = pd.concat([named, boroughs], ignore_index=True)[["area", *keys, "people"]]
    both["people"] = both["people"].astype("int64")
    return both.sort_values(["area", *keys], ignore_index=True)
