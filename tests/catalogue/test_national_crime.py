"""The one release that holds boroughs, London and the nation: its figures close, and none is shown before its year."""

from __future__ import annotations

import csv

import pytest

from analysis_lib.assessment import assessment
from analysis_lib.catalogue import load
from analysis_lib.catalogue.national_crime import LONDON, NATION, NOT_PLACED
from workshop import SHARED

READ = SHARED / "data" / "reference" / "police_recorded_csp_june2025.csv"


@pytest.fixture(scope="module")
def crime():
    return load("national_crime", assessment("Havering", 2025))


def test_every_group_is_the_sum_of_its_members_in_every_area(crime):
    parents = {measure.part_of for measure in crime.measures.values() if measure.part_of}
    assert len(parents) == 4  # all offences, violence, theft, burglary
    for parent in parents:
        members = [name for name, measure in crime.measures.items() if measure.part_of == parent]
        assert (crime.counts[members].sum(axis=1) == crime.counts[parent]).all(), parent


def test_london_is_its_areas_and_the_offences_not_placed(crime):
    # oracle: rows of the table (C2): 940,619 in the Metropolitan Police's area and 8,801 in the City of London
    assert len(crime.areas) == 36
    assert crime.count(LONDON, "national_crime:total").value == 940_619 + 8_801
    assert crime.count("City of London", "national_crime:total").value == 8_801
    assert crime.count(NOT_PLACED, "national_crime:total").value == 38_004
    # oracle: the same table, read by hand
    assert crime.count("Havering", "national_crime:total").value == 19_229
    assert crime.count("Havering", "national_crime:burglary").value == 1_018
    assert crime.count(NATION, "national_crime:total").value == 5_204_149


def test_every_figure_is_that_of_the_table_read(crime):
    if not READ.exists():
        pytest.skip("the table is not here")
    named = {"England and Wales (43 forces)": NATION, "Unassigned Metropolitan Police": NOT_PLACED}
    named["London (Metropolitan Police and City of London)"] = LONDON
    titles = {measure.title: name for name, measure in crime.measures.items()}
    titles["Total recorded crime (excluding fraud)"] = "national_crime:total"
    compared = 0
    with READ.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            area = named.get(row["area_name"], row["area_name"])
            if area != "Metropolitan Police":
                assert crime.count(area, titles[row["offence_group"]]).value == int(row["offences"]), row
                compared += 1
    assert compared == 36 * 23


@pytest.mark.parametrize(
    ("year", "year_end", "held"), [(2025, "september", True), (2025, "march", False), (2024, "september", False)]
)
def test_no_figure_before_its_year_is_over(year, year_end, held):
    found = load("national_crime", assessment("Barnet", year, year_end)).count("Barnet", "national_crime:total")
    assert found.missing != held
    assert held or "ends after the year to" in found.reason
    assert found.period.label == "year to June 2025"
