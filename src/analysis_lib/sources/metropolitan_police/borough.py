"""Metropolitan Police Service: Recorded Crime, Geographic Breakdown, borough level.

The publication comes as two files, one of the newest 24 months and one of all months before. Three series are read:
the newest publication; the one before it, as the cells in which it differs; and the last one of the older system,
CRIS. That one counts an offence in another borough and uses other categories, so that a join to the series of the
present system, CONNECT, would make a false fall of about two per cent: files are told apart by their categories.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from analysis_lib import contracts
from analysis_lib.errors import AssessmentError
from analysis_lib.sources.metropolitan_police import geographic
from analysis_lib.sources.metropolitan_police.geographic import BOROUGH, MonthFile
from analysis_lib.sources.publication import Figures, Publication, by_calendar_year

SERIES, FIRST_PUBLISHED, CRIS = "recorded_crime", "recorded_crime_first_published", "recorded_crime_cris"
TITLE = "Offences recorded by the police in {year}, by area and category"
TITLE_CRIS = "Offences recorded by the police in {year} in the older system, by area and category"


def looks_like(path: Path) -> bool:
    """Whether the first line of a file is that of a borough-level table of this publication."""
    return geographic.looks_like(BOROUGH, path)


def read(path: Path) -> MonthFile:
    """One file, checked; see :func:`geographic.read`."""
    return geographic.read(BOROUGH, path)


def system_of(file: MonthFile, connect: set[tuple[str, str]], cris: set[tuple[str, str]]) -> str:
    """``recorded_crime`` or ``recorded_crime_cris``, by the (group, offence) pairs that the file holds.

    Raises :class:`AssessmentError` for a category that neither system is known to have, and for a file that
    holds categories of both.
    """
    known = {SERIES: connect, CRIS: cris}
    shares = {series: len(file.categories & pairs) for series, pairs in known.items()}
    if all(shares.values()):
        raise AssessmentError(
            f"{file.name} holds categories of both recording systems, CONNECT and CRIS. The two place an offence in "
            "different boroughs and are never joined. Give the files as they were downloaded."
        )
    series = max(shares, key=lambda name: shares[name])
    if unknown := sorted(file.categories - known[series]):
        table = "offence_categories.csv" if series == SERIES else "offence_categories_cris.csv"
        raise AssessmentError(
            f'{file.name} holds a new category, "{unknown[0][1]}" of "{unknown[0][0]}" ({len(unknown)} in all). Read '
            f"on the official page what it counts, add it to data/raw/{table}, and refresh again."
        )
    return series


def vintages(files: list[MonthFile]) -> list[list[MonthFile]]:
    """The publications among the files, the newest first; each the files that follow on each other without a gap."""
    found, left = [], list(files)
    while left:
        links = geographic.chain(left)
        found.append(links)
        left = [file for file in left if file not in links]
    return found


def tidy(chain: list[MonthFile]) -> pd.DataFrame:
    """Counts for every area and category of the publication, months as columns, missing where not published.

    The publication leaves out a row that would hold only noughts. So a category that a file does not
    print for an area it covers is read as 0; an area that a file does not cover stays missing.
    """
    order = BOROUGH.row
    parts = [file.counts.reorder_levels(order) for file in chain]
    rows = pd.MultiIndex.from_tuples(sorted({row for part in parts for row in part.index}), names=order)
    filled = []
    for published in parts:
        part = published.reindex(rows).astype("Int64")
        covered = rows.get_level_values("area").isin(published.index.get_level_values("area"))
        part[covered] = part[covered].fillna(0)
        filled.append(part)
    counts = pd.concat(filled, axis=1)
    published = sum(int(part.to_numpy().sum()) for part in parts)
    if int(counts.sum().sum()) != published:
        raise AssessmentError(f"The tidied figures sum to {int(counts.sum().sum())}, the publication to {published}.")
    return counts


def differences(earlier: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """The cells in which an earlier publication differs from the present one, with its figure in each.

    Both have a row per area and category, a column per month. A row per differing cell: ``area, minor_category,
    month, offences``; empty where the earlier publication had no figure and the present one has.
    """
    index = earlier.index.union(now.index)
    months = earlier.columns.intersection(now.columns)
    before, after = (_dense(part[months], index) for part in (earlier, now))
    same = (before == after).fillna(False) | (before.isna() & after.isna())
    cells = before.stack(future_stack=True)[~same.stack(future_stack=True)].rename("offences")
    cells.index = cells.index.set_names("month", level=-1)
    tidied = cells.reset_index().drop(columns="major_category")
    tidied["month"] = tidied["month"].astype("str")
    return tidied.sort_values(["area", "minor_category", "month"]).reset_index(drop=True)


def _dense(counts: pd.DataFrame, index: pd.MultiIndex) -> pd.DataFrame:
    """``counts`` on the rows of ``index``; an absent row of an area covered in a month is 0 there."""
    covered = counts.notna().groupby(level="area").any()
    full = counts.reindex(index)
    at = covered.reindex(index.get_level_values("area")).set_axis(index, axis=0).fillna(False).astype(bool)
    absent = ~index.isin(counts.index)
    full[at & pd.DataFrame(dict.fromkeys(full, absent), index=index)] = 0
    return full.astype("Int64")


def held(package: contracts.Descriptor) -> pd.DataFrame:
    """The figures of recorded crime held now, in the shape that :func:`tidy` gives."""
    wide = package.read(SERIES).set_index([*BOROUGH.row, "year"])[contracts.MONTH_COLUMNS]
    counts = wide.unstack("year")
    counts.columns = pd.PeriodIndex([f"{year}-{month}" for month, year in counts.columns], freq="M")
    first, last = package.coverage(SERIES)
    return counts[pd.period_range(first, last, freq="M")].astype("Int64")


def _read_all(paths: Sequence[Path], package: contracts.Descriptor, say: Callable[[str], None]) -> list[Figures]:
    known = {name: _pairs(package, f"offence_categories{end}") for name, end in ((SERIES, ""), (CRIS, "_cris"))}
    files: dict[str, list[MonthFile]] = {SERIES: [], CRIS: []}
    for path in paths:
        file = read(path)
        say(geographic.described(file))
        files[system_of(file, known[SERIES], known[CRIS])].append(file)
    tables = []
    if files[SERIES]:
        tables += _connect(vintages(files[SERIES]), package, say)
    if files[CRIS]:
        counts = tidy(vintages(files[CRIS])[0]).droplevel("major_category")
        tables += by_calendar_year(counts, CRIS, TITLE_CRIS)
    return tables


def _connect(found: list[list[MonthFile]], package, say: Callable[[str], None]) -> list[Figures]:
    """The newest publication, and the one before it as the cells that differ."""
    counts = [tidy(chain) for chain in found]
    now = counts[0]
    whole = [part for part in counts[1:] if part.columns[0] == now.columns[0]]
    for chain, part in zip(found[1:], counts[1:], strict=True):
        use = "as first published" if whole and part is whole[0] else "not used, an earlier publication"
        say(f"{use}: {', '.join(file.name for file in chain)}")
    tables = by_calendar_year(now, SERIES, TITLE, keep_noughts=True)
    earlier = whole[0] if whole else held(package)
    if whole or earlier.columns[-1] < now.columns[-1]:
        tables.append(_first_published(earlier, now))
    return tables


def _first_published(earlier: pd.DataFrame, now: pd.DataFrame) -> Figures:
    span = {"start": str(earlier.columns[0]), "end": str(earlier.columns[-1])}
    return Figures(f"{FIRST_PUBLISHED}.csv", differences(earlier, now), {"temporal": span}, FIRST_PUBLISHED)


def _pairs(package: contracts.Descriptor, table: str) -> set[tuple[str, str]]:
    return set(package.hand_kept(table)[["major_category", "minor_category"]].itertuples(index=False, name=None))


PUBLICATION = Publication(SERIES, looks_like, _read_all, geographic.nearly)
