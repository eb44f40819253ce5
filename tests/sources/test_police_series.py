"""The shipped series against each other and against the sources file: they add up as far as the publisher says."""

from __future__ import annotations

import csv

import pandas as pd
import pytest

from analysis_lib import catalogue
from analysis_lib.assessment import Period, assessment
from analysis_lib.catalogue.monthly import year_before
from workshop import CHECKOUT

TOTAL = "recorded_crime:total"
with (CHECKOUT / "tests" / "oracles" / "published_havering_years.csv").open(encoding="utf-8") as file:
    YEARS = list(csv.DictReader(file))


@pytest.fixture(scope="module")
def a():
    return assessment("Havering", 2025, "december")


@pytest.fixture(scope="module")
def borough(a):
    return catalogue.load("recorded_crime", a)


def test_wards_sum_to_the_borough_as_the_sources_file_says(a, borough):
    # oracle: the sources file: within 5 offences in every month to February 2024, then 98.1 per cent of the borough
    wards = catalogue.load("recorded_crime_wards", a).monthly(TOTAL).sum(axis=1)
    whole = borough.monthly(TOTAL)["Havering"]
    assert (wards - whole)[:"2024-02"].abs().max() <= 5
    share = wards["2024-03":].sum() / whole["2024-03":].sum()
    assert 0.975 < share < 0.987
    assert len(wards) == len(whole) == 189


def test_lsoas_sum_to_about_95_per_cent_of_the_borough(a, borough):
    # oracle: the sources file: about 95 per cent over the newer file, sexual offences left out; no more before
    lsoas = catalogue.load("recorded_crime_lsoas", a)
    sums = lsoas.monthly("recorded_crime_lsoas:total").sum(axis=1)
    whole = borough.monthly(TOTAL)["Havering"]
    assert 0.945 < sums["2024-03":].sum() / whole["2024-03":].sum() < 0.965
    # month by month, with sexual offences left out of the borough too: no month lacks more than 4 in 100 offences
    published = (whole - borough.monthly("recorded_crime:sexual-offences")["Havering"])[sums.index[0] :]
    assert (sums / published).between(0.96, 1.002).all()  # two files of one publication, a few apart
    assert (len(lsoas.areas), len(sums), f"{sums.index[0]:%Y-%m}") == (153, 29, "2023-08")
    assert not [name for name in lsoas.measures if "sexual" in name or "fraud" in name]


def test_the_cut_off_month_is_left_out(a):
    # oracle: the sources file: 202402 of the newer files holds 2 offences; the month before and after have hundreds
    for name, total in (("recorded_crime_wards", TOTAL), ("recorded_crime_lsoas", "recorded_crime_lsoas:total")):
        months = catalogue.load(name, a).monthly(total).sum(axis=1)
        assert months["2024-02-01"] > 1_000


@pytest.mark.parametrize("row", YEARS, ids=lambda row: f"{row['series']} {row['category']} {row['year']}")
def test_years_of_havering_are_those_of_the_sources_file(row):
    # oracle: the table of the sources file, "Check against the known Havering totals"
    chosen = assessment("Havering", int(row["year"]))
    held = catalogue.load(row["series"], chosen)
    found = held.totals(f"{row['series']}:{row['category']}", chosen.current)["Havering"]
    assert int(found) == int(row["offences"])


def test_the_two_systems_share_no_measure(a, borough):
    cris, first = (catalogue.load(f"recorded_crime_{name}", a) for name in ("cris", "first_published"))
    assert not set(borough.measures) & set(cris.measures)
    assert not set(borough.measures) & set(first.measures)
    assert cris.span("recorded_crime_cris:total").end.isoformat() == "2024-01-31"


def test_violence_against_women_and_girls_by_year():
    # oracle: the sources file: Havering 4,364 in 2023, 3,542 in 2024 (month recorded)
    vawg = catalogue.load("vawg", assessment("Havering", 2025, "december"))
    for year, offences in ((2023, 4_364), (2024, 3_542)):
        period = Period.twelve_months_to(year, 12)
        assert vawg.recorded.totals("vawg:total", period)["Havering"] == offences
        assert vawg.recorded.delays("Havering", period).sum() == offences
        london = vawg.offences.totals("vawg:total", period)["London"]
        assert vawg.recorded.totals("vawg:total", period).sum() == london == vawg.offences.detail(period)["count"].sum()
        kinds = [name for name, measure in vawg.offences.measures.items() if measure.part_of == "vawg:total"]
        assert sum(vawg.offences.totals(name, period)["London"] for name in kinds) == london


def test_no_more_is_committed_than_recorded_by_delay():
    vawg = catalogue.load("vawg", assessment("Havering", 2025, "december"))
    first = Period(pd.Timestamp("2014-01-01").date(), pd.Timestamp("2025-12-31").date())
    same_month = (part.delays("Havering", first)["0"] for part in (vawg.recorded, vawg.committed))
    assert len(set(same_month)) == 1  # what is recorded in the month it was committed stands in both


def test_flags_are_parts_of_what_they_are_said_to_be_part_of():
    flags = catalogue.load("flagged_crime", assessment("Havering", 2025, "december"))
    for name, measure in flags.measures.items():
        assert measure.overlaps
        assert measure.counts in ("notifiable offence", "positive outcome", "victim")
        if measure.part_of:
            more = flags.monthly(name) > flags.monthly(measure.part_of)
            assert not more.fillna(False).any(axis=None), name


def test_flags_cover_different_months_and_say_so():
    # oracle: the sources file: other flags to July 2025, knife crime to February 2026
    flags = catalogue.load("flagged_crime", assessment("Havering", 2025))
    abuse, knife = "flagged_crime:domestic-abuse", "flagged_crime:knife-crime"
    assert flags.latest_year(abuse).label == "year to July 2025"
    assert flags.latest_year(knife).label == "year to September 2025"
    assert flags.latest_year(abuse, knife).label == "year to July 2025"
    assert flags.totals(abuse, Period.twelve_months_to(2025, 9)).isna().all()
    assert flags.totals(abuse, year_before(flags.latest_year(abuse)))["Havering"] > 0
    assert not flags.measures[abuse].breaks("2024-04", "2025-07")
    assert flags.measures[abuse].breaks("2023-08", "2025-07")
    assert flags.measures[knife].break_month == ""


def test_a_borough_without_small_areas_has_a_reason_instead():
    wards = catalogue.load("recorded_crime_wards", assessment("Barnet", 2025))
    assert not wards.held
    assert "held for Barnet" in wards.gap
    assert wards.monthly(TOTAL).empty
    assert wards.latest_year(TOTAL) is None


def test_years_before_a_series_begins_have_a_reason_instead():
    for name in ("flagged_crime", "recorded_crime_lsoas"):
        held = catalogue.load(name, assessment("Havering", 2013))
        assert not held.held
        assert held.latest_year(*list(held.measures)[:1]) is None
    assert not catalogue.load("vawg", assessment("Havering", 2013)).recorded.held


def test_street_level_burglary_is_within_2_4_per_cent_of_the_police_figures():
    # oracle: the sources file: within 2.4 per cent in every year 2011 to 2024; 1,908, 1,501 and 1,086 in three years
    street = catalogue.load("street_burglary", assessment("Havering", 2025, "december"))
    police = catalogue.load("recorded_crime", assessment("Havering", 2025, "december"))
    for year in range(2011, 2025):
        period = Period.twelve_months_to(year, 12)
        mapped = street.totals("street_burglary:total", period).sum()
        assert abs(mapped / police.totals("recorded_crime:burglary", period)["Havering"] - 1) < 0.024
    years = [Period.twelve_months_to(year, 9) for year in (2019, 2020, 2021)]
    assert [int(street.totals("street_burglary:total", year).sum()) for year in years] == [1_908, 1_501, 1_086]
    assert len(street.areas) == 155


def test_homicide_victims_are_counts_and_nothing_else():
    # oracle: the sources file: 2,912 victims, of whom 42 in Havering, January 2003 to December 2023
    victims = catalogue.load("homicide_victims", assessment("Havering", 2025))
    totals = victims.totals("homicide_victims:total", 2003, 2023)
    assert (int(totals.sum()), int(totals["Havering"])) == (2_912, 42)
    assert list(victims.frame.columns) == ["area", "year", "domestic_abuse", "victims"]
    domestic = victims.totals("homicide_victims:domestic-abuse", 2003, 2023)
    assert (domestic <= totals).all()
    assert victims.totals("homicide_victims:total", 2003, 2024).isna().all()
    assert catalogue.load("homicide_victims", assessment("Havering", 2020)).frame["year"].max() == 2019


def test_what_residents_say_is_a_percentage_with_london_beside_it():
    # oracle: the publication: Havering, "Good Job" local, to 31 December 2014: 0,62; the whole 0,67; 37 and 32 quarters
    survey = catalogue.load("public_attitudes", assessment("Havering", 2025))
    local = survey.quarterly("public_attitudes:good-job-local")
    assert (len(local), len(survey.quarterly("public_attitudes:trust-mps")), len(local.columns)) == (37, 32, 33)
    assert local.loc["2014-12-01", "London"] == pytest.approx(67)
    last, latest = survey.latest("public_attitudes:trust-mps")
    assert last.isoformat() == "2023-12-31"
    assert latest.between(0, 100).all()
    assert catalogue.load("public_attitudes", assessment("Havering", 2013)).latest("public_attitudes:trust-mps") is None


def test_business_crime_adds_up_and_is_held_for_havering_only():
    # oracle: the publication, summed by section: 4,758 shoplifting offences are among 7,469 thefts in 24 months
    business = catalogue.load("business_crime", assessment("Havering", 2025))
    period = Period.twelve_months_to(2025, 7)
    parts = [name for name, measure in business.measures.items() if measure.part_of == "business_crime:total"]
    totals = [business.totals(name, period)["Havering"] for name in parts]
    assert sum(totals) == business.totals("business_crime:total", period)["Havering"]
    both = business.monthly("business_crime:theft")["Havering"].sum()
    assert int(both) == 116 + 2_053 + 4_758 + 542
    assert not catalogue.load("business_crime", assessment("Barnet", 2025)).held
