"""What the chapter on place and people says must hold by its own figures, and its gaps must be said."""

from __future__ import annotations

import pytest

from analysis_lib.assessment import assessment
from analysis_lib.catalogue import load
from analysis_lib.exhibits import sentence
from analysis_lib.exhibits.tables import table_payload
from analysis_lib.people import People
from analysis_lib.subjects import place
from analysis_lib.subjects.place.people import BANDS, WORKING, grown, place_by_share, share_of
from analysis_lib.values import Value, growth

DOORS = ("population", "census", "deprivation", "geography")


def doors(a):
    return [load(name, a) for name in DOORS]


@pytest.fixture(scope="module")
def havering():
    a = assessment("Havering", 2025)
    return doors(a), place.headline(*doors(a), a), a


def test_the_sentences_of_havering(havering):
    _, head, _ = havering
    # oracles: totals of the ONS workbooks as the project's sources list quotes them; shares by hand from them
    said = sentence(
        "{residents:count} {mid_year}; {first_year} {growth:levels} {last_year}; {london_growth:signed}", **head
    )
    assert said.text == "276,274 mid-2024; mid-2011 from 237,927 to 268,145 (12.7%) mid-2023; +9.0%"
    said = sentence("{largest_name} {largest:percent}; {second_name} {second:percent}", **head)
    assert said.text == "White 75.3%; Asian, Asian British or Asian Welsh 10.7%"
    said = sentence(
        "{deprivation_place:highest}; {highest_domain:title}; {most_deprived:count} of {small_areas:count}", **head
    )
    assert said.text == "10th lowest of 32; education, skills and training; 10 of 150"


def test_a_published_claim_about_working_age_holds_in_rank_only(havering):
    # the serious violence strategy says that the borough had London's lowest share of working age, 60.1 per cent, and
    # does not say of what ages; of ages 16 to 64 it was the lowest, and more
    (_, census, _, _), _, _ = havering
    people = People("persons", 16, 64)
    names = census.areas.loc[census.areas["kind"].isin(["borough", "city"]), "area"]
    shares = {name: census.count(name, people).number / census.count(name, People()).number for name in names}
    assert min(shares, key=shares.get) == "Havering"
    assert 100 * shares["Havering"] == pytest.approx(62.4, abs=0.05)


def test_growth_never_crosses_a_release(havering):
    (population, *_), head, _ = havering
    for people in [*BANDS, People()]:
        for area in ("Havering", "London"):
            moved = grown(population, area, people)
            assert moved.before.release == moved.now.release
    assert head["newest_release"] == "mid-2024 edition"
    first, last = (population.total("Havering", year) for year in (2023, 2024))
    with pytest.raises(ValueError, match="must have the same release, got mid-2023 edition and mid-2024 edition"):
        growth(first, last)


def test_growth_by_hand(havering):
    (population, *_), _, _ = havering
    first, last = (population.total("Havering", year) for year in (2011, 2023))
    assert growth(first, last).value == pytest.approx(100 * (268_145 / 237_927 - 1))
    with pytest.raises(ValueError, match="the earlier first"):
        growth(last, first)


def test_places_by_share_are_counted(havering):
    (population, *_), _, a = havering
    own = share_of(population, "Havering", WORKING, a).value
    above = [n for n in population.of_kind("borough") if share_of(population, n, WORKING, a).value > own]
    assert place_by_share(population, WORKING, a).value == len(above) + 1 == 32


def test_bands_make_up_all_residents(havering):
    (population, census, *_), _, a = havering
    table = place.compare_ages(population, a)
    people = [value.value for value in table["People"]]
    assert sum(people[:-1]) == people[-1] == 276_274
    groups = place.compare_ethnic_groups(census, a)
    levels = groups.attrs["levels"]
    numbers = [value.value for value in groups["People"]]
    for level in ("group", "member"):
        assert sum(n for n, found in zip(numbers, levels, strict=True) if found == level) == numbers[-1] == 262_052


def test_all_that_is_printed_is_a_value(havering):
    (population, census, deprivation, geography), _, a = havering
    for frame in (place.compare_sizes(population, a), place.compare_ages(population, a),
                  place.compare_growth(population, a), place.compare_ethnic_groups(census, a),
                  place.compare_domains(deprivation, a)):  # fmt: skip
        assert table_payload(frame, caption="A table")["source"]
        assert all(isinstance(cell, Value) or cell == "100.0" for cell in frame.to_numpy().ravel())
    for chart in (place.chart_ages(population, a), place.chart_ethnic_groups(census, a),
                  place.chart_deprivation(deprivation, geography, a)):  # fmt: skip
        assert not chart.instead
        assert len(chart.alt) <= 250


def test_another_borough_has_no_map_and_is_told_why():
    a = assessment("Barnet", 2025)
    population, census, deprivation, geography = doors(a)
    assert place.chart_deprivation(deprivation, geography, a).instead == (
        "No map is drawn of Barnet: ranks of small areas are held for Havering only."
    )
    head = place.headline(population, census, deprivation, geography, a)
    assert head["most_deprived"] is None
    assert head["deprivation_place"].value == 26
    assert sentence("{most_deprived:count}", "", **head).text == ""


def test_an_early_assessment_says_what_is_missing():
    a = assessment("Havering", 2018)
    population, census, deprivation, geography = doors(a)
    head = place.headline(population, census, deprivation, geography, a)
    assert head["residents"].value == 259_229  # oracle: mid-2018 in the mid-2023 edition
    assert head["older"] is head["largest"] is head["deprivation_place"] is None
    assert "no estimate by age is held for the two years before" in head["no_ages"]
    assert place.chart_ages(population, a).instead.startswith("No pyramid is drawn: no estimate by sex and age")
    assert place.chart_ethnic_groups(census, a).instead.endswith(
        "the Census of 2021 came after the year to September 2018."
    )
    for frame in (place.compare_ages(population, a), place.compare_growth(population, a),
                  place.compare_ethnic_groups(census, a), place.compare_domains(deprivation, a)):  # fmt: skip
        assert frame.empty
        assert frame.attrs["instead"].startswith("No table is given here: ")
    assert len(place.compare_sizes(population, a)) == 3
