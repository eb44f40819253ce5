"""What the chapter on recorded crime says must hold by its own figures."""

from __future__ import annotations

import dataclasses

import pytest

from analysis_lib.assessment import assessment
from analysis_lib.catalogue import load
from analysis_lib.exhibits import sentence
from analysis_lib.exhibits.tables import table_payload
from analysis_lib.exhibits.words import quarter_cell as quarter
from analysis_lib.subjects import recorded_crime as crime
from analysis_lib.subjects.recorded_crime.discoveries import _p_value, adjusted_p_values, holds
from analysis_lib.subjects.recorded_crime.flags import FLAGS, OUTCOMES, flag_count, outcomes_over_offences
from analysis_lib.subjects.recorded_crime.rates import side

TOTAL = "recorded_crime:total"


@pytest.fixture(scope="module")
def havering():
    a = assessment("Havering", 2025)
    return load("recorded_crime", a), load("population", a), a


def test_the_rate_by_hand(havering):
    # oracle: 19,505 offences (the publication, summed by hand) for 276,274 residents (ONS mid-2024), by hand
    own = crime.resident_rate(havering[0], havering[1], TOTAL, "Havering", havering[2].current)
    assert own.value == pytest.approx(1000 * 19_505 / 276_274)
    assert own.lower < own.value < own.upper
    # Byar's limits written out: O(1 - 1/9O - 1.96/3 sqrt O)^3, APHO Technical Briefing 3
    assert own.lower == pytest.approx(1000 * 19_505 * (1 - 1 / 175_545 - 1.959964 / (3 * 19_505**0.5)) ** 3 / 276_274)


def test_one_population_serves_the_borough_london_and_all_boroughs(havering):
    offences, people, a = havering
    head = crime.rate_headline(offences, people, a)
    assert head["own_rate"].release == head["london_rate"].release == "mid-2024 edition"
    assert head["own_rate"].denominator.period == head["london_rate"].denominator.period
    # oracle: the 32 boroughs of the ONS estimate add up to the sum for London without the City
    boroughs = sum(people.total(name, 2024).number for name in offences.of_kind("borough"))
    assert head["london_rate"].denominator.value == boroughs


def test_the_place_by_rate_is_counted(havering):
    offences, people, a = havering
    rates = {
        name: crime.resident_rate(offences, people, TOTAL, name, a.current).value
        for name in offences.of_kind("borough")
    }
    place = crime.rank_by_rate(offences, people, TOTAL, a)
    assert place.value == 1 + sum(rate > rates["Havering"] for rate in rates.values())
    assert place.lower <= place.value <= place.upper
    assert quarter(place) == "lowest"


def test_the_quarters_of_a_ranking(havering):
    place = crime.rank_by_rate(*havering[:2], TOTAL, havering[2])
    words = [
        quarter(dataclasses.replace(place, value=n, lower=None, upper=None)) for n in (1, 8, 9, 16, 17, 24, 25, 32)
    ]
    assert words[::2] == words[1::2] == ["highest", "second", "third", "lowest"]


def test_a_side_is_claimed_only_where_the_interval_of_the_ratio_excludes_parity(havering):
    offences, people, a = havering
    own, london = (crime.resident_rate(offences, people, TOTAL, name, a.current) for name in ("Havering", crime.LONDON))
    assert (side(own, london), side(london, own), side(own, own)) == ("lower", "higher", "similar")


def test_the_table_of_rates_prints_no_bare_number(havering):
    payload = table_payload(crime.rank_categories(*havering), caption="Rates")
    assert len(payload["rows"]) == len(havering[0].measures)
    assert "mid-2024 edition" in payload["source"]
    texts = [cell["text"] for row in payload["rows"] for cell in row["cells"]]
    assert "[low]" in texts
    assert "nan" not in texts


def test_a_rank_by_rate_that_cannot_be_given_is_said_so(havering):
    offences, people, a = havering
    place = crime.rank_by_rate(offences, people, "recorded_crime:homicide", a)
    assert place.missing
    assert "rank by rate of homicide" in sentence("{place:highest}", place=place).text


def test_many_changes_are_tested_together(havering):
    offences, _, a = havering
    adjusted = adjusted_p_values(offences, a)
    raw = sorted(_p_value(offences, name, a) for name in adjusted)
    # oracle: Benjamini and Hochberg (1995) written out: the largest k with p(k) <= 0.05 k / m gives k discoveries
    passed = [k for k, p in enumerate(raw, start=1) if p <= 0.05 * k / len(raw)]
    assert sum(p < 0.05 for p in adjusted.values()) == max(passed, default=0) > 0
    assert all(adjusted[name] >= _p_value(offences, name, a) for name in adjusted)


def test_an_only_member_is_tested_once(havering):
    offences, _, a = havering
    group, member = [n for n, m in offences.measures.items() if "Miscellaneous crimes" in m.title]
    adjusted = adjusted_p_values(offences, a)
    assert member not in adjusted
    assert holds(offences, member, adjusted) == holds(offences, group, adjusted)


def test_the_contributions_add_up_to_the_change(havering):
    offences, _, a = havering
    chart = crime.chart_contributions(offences, a)
    # oracle: 20,931 and 19,505 offences, the publication summed by hand
    assert "20,931" in chart.alt
    assert "19,505" in chart.alt


def test_flags_of_havering():
    a = assessment("Havering", 2025)
    flagged = load("flagged_crime", a)
    table = crime.compare_flags(flagged, a)
    # oracle: the dashboard file's rows for Havering, August 2024 to July 2025, summed outside the library
    assert table.loc["Domestic abuse offences", "Offences"].value == 2678
    assert table.loc["Domestic abuse offences", "Change (%)"].reason == "recording changed"
    assert table.loc["Knife crime", "Offences"].period.label == "year to September 2025"  # never after the assessment
    same = crime.compare_same_months(flagged, a)
    assert set(same["Months"]) == {"March 2025 to July 2025"}
    assert all(cell.before.period.label == "March 2024 to July 2024" for cell in same["Difference"])


def test_outcomes_may_exceed_the_offences_of_the_period():
    a = assessment("Havering", 2025)
    flagged = load("flagged_crime", a)
    offences = flag_count(flagged, FLAGS[3], a, flagged.latest_year(FLAGS[3]))
    outcomes = dataclasses.replace(offences, unit="outcomes", measure=FLAGS[3] + OUTCOMES, value=2 * offences.value)
    assert outcomes_over_offences(outcomes, offences).value == 200
    assert outcomes_over_offences(outcomes, dataclasses.replace(offences, value=0)).reason == "no offence"


@pytest.mark.parametrize(("area", "year"), [("Newham", 2012), ("Camden", 2021)])
def test_before_a_year_of_flags_is_held_a_sentence_says_so(area, year):
    a = assessment(area, year)
    flagged = load("flagged_crime", a)
    for table in (crime.compare_flags(flagged, a), crime.compare_same_months(flagged, a)):
        assert table.empty
        assert table.attrs["instead"].startswith("No ")


def test_no_change_from_months_that_are_not_held():
    a = assessment("Hillingdon", 2022)  # the flags begin in August 2021
    table = crime.compare_flags(load("flagged_crime", a), a)
    assert all(moved.missing and moved.before.missing for moved in table["Change (%)"])


def test_the_published_plan_beside_the_older_system():
    a = assessment("Havering", 2025)
    cris = load("recorded_crime_cris", a)
    table = crime.compare_published(cris, a)
    # oracle: the plan's crime table, and the totals of the older series in tests/oracles/published_havering_years.csv
    row = [cell.value for cell in table.loc["All offences"].iloc[:6]]
    assert row == [19_125, 19_108, 17_482, 17_460, 16_785, 16_838]
    assert [cell.value for cell in table.loc["Burglary"].iloc[4:6]] == [955, 1105]
    assert [cell.value for cell in table.loc["Drug offences"].iloc[4:6]] == [889, 1023]
    assert set(table.loc[["Burglary", "Drug offences"], "Reproduced"]) == {"no"}
    assert set(table.loc[["All offences", "Violence against the person", "Robbery"], "Reproduced"]) == {"yes"}


def test_three_printed_variances_are_corrected_and_no_other_is_touched():
    a = assessment("Havering", 2025)
    table = crime.corrected_variances(load("recorded_crime_cris", a), a)
    # oracle: 5,363 - 5,181, 123 - 148 and 153 - 202, by hand
    corrected = {name: (row["Change printed"].value, row["Change worked out"].value) for name, row in table.iterrows()}
    assert corrected == {
        "Violence against the person": (181, 182),
        "Possession of weapons": (-20, -25),
        "Knife crime": (-50, -49),
    }


@pytest.mark.parametrize(("area", "year"), [("Camden", 2025), ("Havering", 2020)])
def test_where_no_plan_is_held_a_sentence_says_so(area, year):
    a = assessment(area, year)
    assert "is held" in crime.compare_published(load("recorded_crime_cris", a), a).attrs["instead"]
