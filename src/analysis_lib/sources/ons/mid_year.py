"""Office for National Statistics: mid-year population estimates, by sex and single year of age, and in all.

Three tables of the publication are read. Estimates by sex and age are recognised by their columns ``sex`` and
``age``; the series of totals by ``series``; the published totals of each edition stand in the table of age bands,
under the band "all", and its other bands are sums that are worked out here instead. ``source_id`` names the edition.

Each year is kept by sex and age from the newest edition that has it so. Totals are kept of every edition, because
an edition revises the years of those before it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from analysis_lib.contracts import Descriptor
from analysis_lib.errors import AssessmentError
from analysis_lib.sources import reading
from analysis_lib.sources.publication import Figures, Publication

POPULATION = "population"
BY_AGE, TOTALS = "population_by_age", "population_totals"
SEXES = {"female": "females", "male": "males", "persons": "persons"}
AGES = [*map(str, range(90)), "90+"]
OLDEST = 90  # "90+" is kept as 90
ROW = ["area_code", "area_name", "year", "sex"]
END = ["population", "source_id"]
EDITION = r"ons_mye_20\d\d"
LONDON = "E12000007"


def has_single_ages(path: Path) -> bool:
    """Whether a file holds estimates by sex and single year of age."""
    return {"area_code", "year", "sex", "age"} <= set(reading.header(path))


def has_bands(path: Path) -> bool:
    """Whether a file holds estimates by sex and bands of ages, with the band "all"."""
    return {"area_code", "year", "sex", "age_band"} <= set(reading.header(path))


def has_series(path: Path) -> bool:
    """Whether a file holds the series of totals."""
    return {"area_code", "year", "series"} <= set(reading.header(path))


def read_single_ages(path: Path) -> pd.DataFrame:
    """Estimates by single year of age: ``edition, year, area_code, age, females, males, persons``.

    Refused unless every area of a year has every age for the same sexes, and females and males make up persons.
    """
    frame = _typed(reading.rows(path, [*ROW, "age", *END]), path)
    reading.one_of(frame, "age", AGES, path)
    reading.one_of(frame, "sex", list(SEXES), path)
    reading.unique(frame, ["area_code", "year", "sex", "age", "edition"], path)
    frame["age"] = frame["age"].str.rstrip("+").astype("int64")
    keys = ["edition", "year", "area_code", "age"]
    wide = frame.pivot(index=keys, columns="sex", values="population").rename(columns=SEXES)
    wide = wide.reindex(columns=list(SEXES.values())).astype("Int64").reset_index()
    _check_complete(wide, path)
    both = wide.dropna(subset=["females", "males"])
    odd = both[both["females"] + both["males"] != both["persons"]]
    _refuse(odd, path, "females and males do not make up persons")
    return wide.rename_axis(columns=None)


def read_bands(path: Path) -> pd.DataFrame:
    """The published totals by sex: ``edition, year, area_code, sex, population``, the band "all" only."""
    frame = _typed(reading.rows(path, [*ROW, "age_band", *END]), path)
    reading.one_of(frame, "sex", list(SEXES), path)
    reading.unique(frame, ["area_code", "year", "sex", "age_band", "edition"], path)
    totals = frame[frame["age_band"] == "all"]
    if totals.empty:
        raise AssessmentError(f'{path.name} has no band "all", which holds the published totals. {reading.AGAIN}')
    return totals[["edition", "year", "area_code", "sex", "population"]].reset_index(drop=True)


def read_series(path: Path) -> pd.DataFrame:
    """The series of totals: ``edition, year, area_code, persons``."""
    frame = _typed(reading.rows(path, ["area_code", "area_name", "year", *END, "series"]), path)
    reading.unique(frame, ["area_code", "year", "edition"], path)
    return frame.rename(columns={"population": "persons"})[["edition", "year", "area_code", "persons"]]


def by_age(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Each year by sex and age from the newest edition that has it, the parts one below the other."""
    frame = pd.concat(parts, ignore_index=True).drop_duplicates()
    twice = frame[frame.duplicated(["edition", "year", "area_code", "age"])]
    if len(twice):
        row = twice.iloc[0]
        raise AssessmentError(
            f"Two files give different figures for {row['area_code']}, mid-{row['year']}, age {row['age']} "
            f"({row['edition']} edition). Keep the one that was downloaded last."
        )
    newest = frame.groupby("year")["edition"].transform("max")
    return frame[frame["edition"] == newest].reset_index(drop=True)


def totals(series: Sequence[pd.DataFrame], bands: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Every edition's totals for persons: ``area_code, year, edition, persons``; refused if two tables differ."""
    keys = ["area_code", "year", "edition"]
    persons = [part[part["sex"] == "persons"].rename(columns={"population": "persons"}) for part in bands]
    frame = pd.concat([*series, *persons], ignore_index=True)[[*keys, "persons"]].drop_duplicates()
    if (twice := frame.duplicated(keys)).any():
        row = frame[twice].iloc[0]
        raise AssessmentError(
            f"Two tables give different totals for {row['area_code']}, mid-{row['year']} ({row['edition']} edition). "
            "Download both again."
        )
    return frame.sort_values(["edition", *keys[:2]], ignore_index=True)


def check_sums(ages: pd.DataFrame, bands: pd.DataFrame) -> None:
    """Refuse ages that do not add up to the published totals, by sex, and boroughs that do not add up to London."""
    long = ages.melt(["edition", "year", "area_code", "age"], list(SEXES.values()), var_name="sex", value_name="sum")
    added = long.dropna(subset="sum").groupby(["edition", "year", "area_code", "sex"])["sum"].sum()
    published = bands.assign(sex=bands["sex"].map(SEXES)).set_index(["edition", "year", "area_code", "sex"])
    both = published.join(added, how="inner")
    _refuse_sum(
        both[both["population"] != both["sum"]], "the ages add up to {sum}, the published total is {population}"
    )
    boroughs = added[added.index.get_level_values("area_code").str.startswith("E09")]
    keys = ["edition", "year", "sex"]
    if LONDON in added.index.get_level_values("area_code"):
        london = added.xs(LONDON, level="area_code").rename("population").to_frame()
        london["sum"] = boroughs.groupby(keys).sum()
        _refuse_sum(london[london["population"] != london["sum"]], "boroughs add up to {sum}, London is {population}")


def _typed(frame: pd.DataFrame, path: Path) -> pd.DataFrame:
    reading.matching(frame, "area_code", r"[EK]\d{8}", path)
    reading.matching(frame, "year", r"20\d\d", path)
    reading.matching(frame, "source_id", EDITION, path)
    frame = reading.all_whole_numbers(frame, ["population", "year"], path)
    frame["edition"] = "mid-" + frame["source_id"].str[-4:]
    return frame


def _check_complete(wide: pd.DataFrame, path: Path) -> None:
    """Every area has every age once, and every area of a year the same sexes."""
    ages = wide.groupby(["edition", "year", "area_code"])["age"].nunique()
    _refuse(ages[ages != len(AGES)].reset_index(), path, f"an area must have all {len(AGES)} ages")
    _refuse(wide[wide["persons"].isna()], path, "persons must not be missing")
    held = wide[["females", "males"]].notna()
    of_year = held.groupby([wide["edition"], wide["year"]]).transform("any").any(axis=1)
    _refuse(wide[of_year & ~held.all(axis=1)], path, "females and males must be given for all areas and ages or none")


def _refuse(wrong: pd.DataFrame, path: Path, rule: str) -> None:
    if len(wrong):
        row = wrong.iloc[0]
        age = f", age {row['age']}" if rule[:7] != "an area" else ""
        raise AssessmentError(
            f"{path.name}: {rule} (first: {row['area_code']}, {row['year']}{age}; {len(wrong)} in all). {reading.AGAIN}"
        )


def _refuse_sum(wrong: pd.DataFrame, rule: str) -> None:
    if len(wrong):
        where = ", ".join(str(part) for part in wrong.index[0])
        raise AssessmentError(f"Population of {where}: {rule.format(**wrong.iloc[0])}. {reading.AGAIN}")


def _read(paths: Sequence[Path], package: Descriptor, say: Callable[[str], None]) -> list[Figures]:
    """Estimates by age if their table is here; totals if both tables of them are, for each lacks years of the other."""
    singles, bands = ({path: read(path) for path in paths if has(path)} for has, read in READERS[:2])
    series = {path: read_series(path) for path in paths if has_series(path)}
    for path, part in [*singles.items(), *bands.items(), *series.items()]:
        say(f"read {path.name}: mid-{part['year'].min()} to mid-{part['year'].max()}")
    tables = []
    if singles:
        found = by_age(list(singles.values()))
        check_sums(found, pd.concat(bands.values()) if bands else _sums(found))
        tables += [_by_age_table(int(year), part) for year, part in found.groupby("year")]
    if series and bands:
        tables.append(_totals_table(totals(list(series.values()), list(bands.values()))))
    elif series or bands:
        say("totals stay as they are: the series of totals and the table of age bands are needed together")
    return tables


def _sums(ages: pd.DataFrame) -> pd.DataFrame:
    """No published totals to check against: an empty table of them."""
    return ages.assign(sex="persons", population=0)[["edition", "year", "area_code", "sex", "population"]].iloc[:0]


def _by_age_table(year: int, part: pd.DataFrame) -> Figures:
    edition = part["edition"].iloc[0]
    split = "sex and " if part["females"].notna().any() else ""
    about = {
        "name": f"population-{year}",
        "year": year,
        "edition": edition,
        "title": f"Population estimates for 30 June {year} by {split}single year of age ({edition} edition)",
        "temporal": {"start": f"{year}-06", "end": f"{year}-06"},
    }
    frame = part.sort_values(["area_code", "age"])[["area_code", "age", *SEXES.values()]]
    return Figures(f"population/by_age/{year}.csv", frame, about, series=BY_AGE)


def _totals_table(frame: pd.DataFrame) -> Figures:
    span = {"start": f"{frame['year'].min()}-06", "end": f"{frame['year'].max()}-06"}
    return Figures("population/totals.csv", frame, {"temporal": span}, series=TOTALS)


def recognises(path: Path) -> bool:
    """Whether a file is one of the three tables."""
    return any(has(path) for has, _ in READERS)


READERS = ((has_single_ages, read_single_ages), (has_bands, read_bands), (has_series, read_series))
PUBLICATION = Publication(POPULATION, recognises, _read)
