"""The door to mid-year estimates: which people, where, when, from which release; and what is not held."""

from __future__ import annotations

import csv

import pytest

from analysis_lib import catalogue, contracts
from analysis_lib.assessment import Period, assessment
from analysis_lib.errors import AssessmentError
from analysis_lib.values import People, Value, rate
from workshop import SHARED

BANDS = SHARED / "data" / "population" / "mye_age_bands_london_ew.csv"
SEXES = {"female": "women", "male": "men", "persons": "persons"}
WOMEN = People("women", 16)


@pytest.fixture(scope="module")
def held():
    return catalogue.load("population", assessment("Havering", 2025))


# oracle: published totals of the ONS workbooks, as the project's sources list quotes them for Havering
TOTALS = [
    (2023, None, 268_145, "mid-2023 edition"),
    (2024, None, 276_274, "mid-2024 edition"),
    (2021, None, 262_086, "mid-2023 edition"),
    (2021, "mid-2021 edition", 262_022, "mid-2021 edition"),
    (2022, "mid-2022 edition", 264_703, "mid-2022 edition"),
    (2022, "mid-2023 edition", 264_675, "mid-2023 edition"),
    (2020, "mid-2020 edition", 260_651, "mid-2020 edition"),
    (2020, None, 261_906, "mid-2023 edition"),
]


@pytest.mark.parametrize(("year", "release", "people", "from_release"), TOTALS)
def test_published_totals_of_havering(held, year, release, people, from_release):
    found = held.total("Havering", year, release=release)
    assert (found.value, found.release, found.unit) == (people, from_release, "people")
    assert found.period == Period.mid_year(year)


@pytest.mark.parametrize(
    ("people", "number"),
    [  # oracle: the published table's own age bands for Havering, mid-2023
        (People("women"), 138_272),
        (WOMEN, 111_599),
        (People("women", 16, 59), 77_760),
        (People("men", 16, 59), 73_299),
        (People("persons", 75), 23_771),
        (People("men", 90), 882),
        (People("persons", 10, 15), 20_292),
        (People("persons", 0, 0), 3050),  # its row for age 0
    ],
)
def test_published_age_bands_of_havering(held, people, number):
    assert held.count("Havering", people, 2023).value == number


@pytest.mark.skipif(not BANDS.exists(), reason="the publication is not beside the project")
def test_every_published_age_band(held):
    names = dict(zip(held.areas["area_code"], held.areas["area"], strict=True))
    checked = 0
    with BANDS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["area_code"] in ("E09000016", "E09000001", "E12000007", "K04000001") and row["age_band"] != "all":
                youngest, _, oldest = row["age_band"].rstrip("+").partition("-")
                people = People(SEXES[row["sex"]], int(youngest), int(oldest) if oldest else None)
                found = held.count(names[row["area_code"]], people, int(row["year"]))
                assert found.value == int(row["population"]), row
                checked += 1
    assert checked == 4 * 16 * 31  # four areas, five years by three sexes and one by one, thirty-one bands


def test_sexes_make_up_persons_and_ages_the_total_in_every_area_and_year(held):
    table = held.ages.groupby(["area", "year", "edition", "sex"])["people"].sum().unstack("sex")
    both = table.dropna()
    assert len(both) == 37 * 5
    assert (both["women"] + both["men"] == both["persons"]).all()
    published = held.all_ages.set_index(["area", "year", "edition"])["people"]
    assert (table["persons"] == published.reindex(table.index)).all()


def test_the_boroughs_make_up_london_and_leave_out_the_city(held):
    for year in (2001, 2011, 2024):
        parts = [held.total(name, year).value for name in [*held.of_kind("borough"), *held.of_kind("city")]]
        assert len(parts) == 33
        assert sum(parts) == held.total("London", year).value
        city = held.total("City of London", year).value
        assert held.total("London (32 boroughs)", year).value == sum(parts) - city


def test_bands_for_a_pyramid(held):
    table = held.by_age("Havering", 2023)
    assert list(table.columns) == ["youngest", "oldest", "women", "men", "persons"]
    assert table.iloc[0].to_list() == [0, 4, 8_048, 8_573, 16_621]
    assert table["persons"].sum() == 268_145
    assert len(table) == 19
    assert held.by_age("Havering", 2024).empty  # no estimate by sex was read
    assert len(held.by_age("Havering", 2023, width=10)) == 10
    with pytest.raises(ValueError, match="width must divide 90, got 7"):
        held.by_age("Havering", 2023, width=7)


@pytest.mark.parametrize(
    ("people", "year", "reason"),
    [
        (WOMEN, 2024, "no estimate by sex and age is held for mid-2024"),
        (WOMEN, 2019, "no estimate by sex and age is held for mid-2019"),
        (People("persons", 16), 2019, "no estimate by age is held for mid-2019"),
        (People(), 2000, "no estimate is held for mid-2000"),
        (People("persons", 95), 2023, "people aged 90 and over are estimated together"),
        (People("persons", 85, 90), 2023, "people aged 90 and over are estimated together"),
    ],
)
def test_what_is_not_held_is_missing_with_its_reason(held, people, year, reason):
    found = held.count("Havering", people, year)
    assert found.missing
    assert found.reason == reason
    assert found.release == ""


def test_the_newest_year_is_not_after_the_assessment_and_near_it(held):
    to = Period.twelve_months_to
    assert held.newest(People(), to(2025, 9)) == 2024
    assert held.newest(WOMEN, to(2025, 9)) == 2023
    assert held.newest(WOMEN, to(2025, 12)) == 2023  # 18 months before the year begins
    assert held.newest(WOMEN, to(2026, 9)) is None  # 27 months
    assert held.newest(WOMEN, to(2022, 3)) == 2021  # mid-2022 lies after it
    assert held.newest(WOMEN, to(2019, 9)) is None
    assert held.newest(People(), to(2019, 9)) == 2019
    assert held.newest(WOMEN, to(2013, 9)) == 2011
    assert "two years" in held.at("Havering", WOMEN, to(2019, 9)).reason


def test_an_assessment_sees_no_later_estimate():
    early = catalogue.load("population", assessment("Havering", 2023, "march"))
    assert early.total("Havering", 2022).value == 264_675
    assert early.total("Havering", 2023).reason == "no estimate is held for mid-2023"
    assert early.newest(WOMEN, Period.twelve_months_to(2025, 9)) is None


def test_two_periods_are_compared_on_one_release(held):
    a = assessment("Havering", 2025)
    assert held.one_release(People(), a.previous, a.current) == "mid-2024 edition"
    assert held.one_release(People(), *a.periods) == "mid-2023 edition"  # 2019 is not in the mid-2024 edition
    assert held.one_release(WOMEN, *a.periods) is None
    values = [held.at("Havering", People(), period, release="mid-2023 edition") for period in a.periods]
    assert [value.value for value in values] == [261_296, 268_145, 268_145]
    assert {value.release for value in values} == {"mid-2023 edition"}


def test_totals_come_from_the_newest_release_of_each_year_or_from_one(held):
    table = held.totals("Havering")
    assert table["year"].to_list() == list(range(2001, 2025))
    assert table.set_index("year")["release"].loc[[2010, 2011, 2024]].to_list() == [
        "mid-2020 edition",
        "mid-2023 edition",
        "mid-2024 edition",
    ]
    assert held.totals("Havering", release="mid-2023 edition")["year"].to_list() == list(range(2011, 2024))


def test_a_share_has_both_parts_from_one_release(held):
    found = held.share("Havering", People("persons", 16, 64), 2021)
    assert found.denominator.value == 262_022  # the mid-2021 edition, not the later total
    assert found.denominator.release == found.numerator.release == "mid-2021 edition"
    assert found.unit == "per cent"


def test_a_population_divides_a_count(held):
    # oracle: 19,505 offences (the brief of the project) for 276,274 people are 70.6 for every 1,000
    a = assessment("Havering", 2025)
    crimes = Value(value=19_505, unit="offences", measure="recorded_crime:total", area="Havering", period=a.current,
                   population="", method="", sources=())  # fmt: skip
    found = rate(crimes, held.at("Havering", People(), a.current))
    assert round(found.value, 1) == 70.6
    assert found.release == "mid-2024 edition"


def test_areas_are_known_by_name_and_code_and_others_refused(held):
    assert held.total("E09000016", 2023) == held.total(assessment("Havering", 2025).area, 2023)
    assert held.total("England and Wales", 2023).value == 60_854_727  # oracle: the published total
    with pytest.raises(AssessmentError, match=r'no population estimate of "Haverin"\. Did you mean Havering'):
        held.total("Haverin", 2023)


def test_sources_name_publisher_licence_and_page(held):
    assert held.source.publisher == "Office for National Statistics"
    assert held.source.page.startswith("https://www.ons.gov.uk/")
    assert set(contracts.descriptor().read("population_totals")["edition"]) == set(held.editions["edition"])
