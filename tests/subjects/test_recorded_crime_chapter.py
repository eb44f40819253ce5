"""The chapter on recorded crime, executed for many boroughs and years: what it prints must hold for all of them.

Its code cells run in this process, drawings left out (every chart's data, words and alternative text are made). All
pairs of borough and year share what a year's figures have in common, as they are loaded once a year.
"""

from __future__ import annotations

import csv
import functools
import re

import nbformat
import pytest

from analysis_lib import catalogue, exhibits
from analysis_lib.assessment import assessment, boroughs
from analysis_lib.catalogue import load
from analysis_lib.exhibits import contract
from analysis_lib.exhibits.figures import LONGEST_ALT
from workshop import CHECKOUT, loaded

NOTEBOOK = CHECKOUT / "notebooks" / "01_recorded_crime.ipynb"
YEARS = range(2012, 2026)
TWELVE = [
    ("Westminster", 2012), ("Barking and Dagenham", 2013), ("Kingston upon Thames", 2014), ("Brent", 2016),
    ("Camden", 2017), ("Lambeth", 2018), ("Tower Hamlets", 2019), ("Croydon", 2020), ("Richmond upon Thames", 2021),
    ("Newham", 2023), ("Hillingdon", 2024), ("Sutton", 2025),
]  # fmt: skip
WIDEST_RANK = 8  # of 32 places: a quarter


@functools.cache
def cells() -> list:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code" and not cell.metadata.get("tags")]
    return [compile(source, f"cell {number}", "exec") for number, source in enumerate(code)]


def checked_figure(chart, **_) -> None:
    """What printing a chart would refuse, without drawing it."""
    assert chart.instead or (0 < len(chart.alt) <= LONGEST_ALT and len(chart.data) and chart.source), chart
    if chart.instead:
        exhibits.say(chart.instead)


def execute(area: str, year: int) -> list[dict]:
    """The exhibits that the chapter prints, as their payloads."""
    printed: list[dict] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "load", lambda name, a: loaded(name, a.year))
        patch.setattr(exhibits, "figure", checked_figure)
        patch.setattr(contract, "show", lambda payload, **_: printed.append(payload))
        space = {"area": area, "year": year, "year_end": "september"}
        for cell in cells():
            exec(cell, space)
    return printed


def texts(printed: list[dict], kind: str) -> list[str]:
    return ["".join(part["text"] for part in one["parts"]) for one in printed if one["kind"] == kind]


@functools.cache
def published(calendar_year: int) -> dict[str, dict[str, int]]:
    """Offences of each borough by month, fraud left out, added up from the file as it is held, outside the library."""
    sums: dict[str, dict[str, int]] = {}
    with (CHECKOUT / "data" / "raw" / "recorded_crime" / f"{calendar_year}.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["major_category"] in FRAUD:
                continue
            months = sums.setdefault(row["area"], {})
            for month in (f"{n:02d}" for n in range(1, 13)):
                months[month] = months.get(month, 0) + int(row[month] or 0)
    return sums


FRAUD = ("FRAUD AND FORGERY", "NFIB FRAUD")


def year_to_september(area: str, year: int) -> int:
    early, late = published(year - 1)[area], published(year)[area]
    return sum(early[m] for m in ("10", "11", "12")) + sum(late[f"{n:02d}"] for n in range(1, 10))


def check(area: str, year: int) -> None:
    printed = execute(area, year)
    findings = texts(printed, "finding")
    assert 1 <= len(findings) <= 5
    # oracle: the months of the publication's rows, added up outside the library
    assert f"recorded {year_to_september(area, year):,} offences in {area}" in findings[0]
    said = [*findings, *texts(printed, "sentence"), *texts(printed, "caution")]
    assert not [text for text in said if re.search(r"\bnan\b|\bNone\b|\{|\}", text) or not text.endswith((".", ")"))]
    assert sum("earlier plan" in text for text in said) <= 1
    ranks = next(one for one in printed if one["kind"] == "table" and one["caption"].endswith("rate and rank"))
    places = [column["head"] for column in ranks["columns"]].index("Rank could be")
    for row in ranks["rows"]:
        ends = [int(end) for end in re.findall(r"\d+", row["cells"][places]["text"])]
        assert not ends or max(ends) - min(ends) < WIDEST_RANK, row


@pytest.mark.parametrize(("area", "year"), TWELVE)
def test_twelve_boroughs_of_twelve_years(area, year):
    check(area, year)


@pytest.mark.proof
@pytest.mark.parametrize("year", YEARS)
def test_every_borough_of_every_year(year):
    for area in boroughs():
        check(area.name, year)


def test_figures_of_a_year_are_those_of_every_borough():
    """What lets all boroughs of a year share what was loaded."""
    for name in ("recorded_crime", "flagged_crime", "recorded_crime_cris"):
        one, other = (load(name, assessment(area, 2024)) for area in ("Havering", "Camden"))
        assert one.frame.equals(other.frame)
        assert (one.gap, one.measures) == (other.gap, other.measures)
    one, other = (load("population", assessment(area, 2024)) for area in ("Havering", "Camden"))
    assert one.ages.equals(other.ages)
    one, other = (load("deprivation", assessment(area, 2024)) for area in ("Havering", "Camden"))
    assert one.boroughs.equals(other.boroughs)
    assert one.reason == other.reason
    one, other = (load("national_crime", assessment(area, 2024)) for area in ("Havering", "Camden"))
    assert one.counts.equals(other.counts)
    assert one.reason == other.reason
    one, other = (load("crime_survey", assessment(area, 2024)) for area in ("Havering", "Camden"))
    assert (one.figures, one.gaps, one.measures) == (other.figures, other.gaps, other.measures)
    assert one.sampling.equals(other.sampling)
    assert one.local_estimates.equals(other.local_estimates)
    one, other = (load("costs", assessment(area, 2024)) for area in ("Havering", "Camden"))
    assert one.tables.keys() == other.tables.keys()
    assert all(one[name].equals(other[name]) for name in one.tables)
    assert one.local.equals(other.local)
