"""Estimates of people from survey rates: what they are made of, what is refused, what agrees with what was printed."""

from __future__ import annotations

import dataclasses
import itertools
import re

import pytest

from analysis_lib.assessment import assessment
from analysis_lib.catalogue import load
from analysis_lib.exhibits import words
from analysis_lib.exhibits.figures import figure_payload
from analysis_lib.exhibits.sentences import sentence
from analysis_lib.exhibits.tables import table_payload
from analysis_lib.people import People
from analysis_lib.subjects import prevalence
from analysis_lib.subjects.prevalence.estimates import NO_POPULATION, Study
from analysis_lib.subjects.prevalence.layers import regional, sampling
from analysis_lib.subjects.prevalence.national import AGREES, checks
from analysis_lib.values import Value, prevalence_total
from workshop import every_pair, loaded, named

ASKED = [People(sex, 16, oldest) for sex in ("women", "men", "persons") for oldest in (59, 74, None)]
TABLES = (
    prevalence.estimates, prevalence.layers, prevalence.by_borough, prevalence.gaps, prevalence.published,
    prevalence.national, prevalence.not_checked, prevalence.ready_reckoner, prevalence.survivors,
)  # fmt: skip
SENTENCES = (
    "In the {domestic_women_period} {domestic_women:modelled} {domestic_women_people}, {domestic_men:modelled} men.",
    "In the {sexual_women_period}, {sexual_women:modelled} {sexual_women_people} and {sexual_men:modelled} men.",
)


def made(area: str = "Havering", year: int = 2025, year_end: str = "september") -> Study:
    a = assessment(area, year, year_end)
    return prevalence.study(load("crime_survey", a), load("population", a), a)


@pytest.fixture(scope="module")
def study() -> Study:
    return made()


def by_sex(study: Study, measure: str) -> dict[str, Value]:
    return {one.figure.people.sex: one for one in study.of(measure)}


def test_women_who_experienced_domestic_abuse_by_hand(study):
    # oracle: ONS mid-2023 estimates, release of July 2024: 111,599 women aged 16 and over in Havering; ONS: 9.5%
    women = by_sex(study, "domestic-abuse")["women"]
    assert (women.population.number, women.population.period.label) == (111_599, "mid-2023")
    assert women.total.number == pytest.approx(111_599 * 0.095)
    assert words.cell(women.total) == "11,000"
    rounding = women.layer("rounding")
    assert (rounding.lower, rounding.upper) == pytest.approx((111_599 * 0.0945, 111_599 * 0.0955))


def test_other_questions_give_the_number_that_the_victims_printed_imply(study):
    # oracle: ONS overview of November 2024: 1.6 million women by the old questions; ONS mid-2023 estimates
    women = by_sex(study, "domestic-abuse")["women"]
    (mark,) = women.layer("definitions").marks
    nation = study.populations.count("England and Wales", People("women", 16), 2023).number
    assert mark.value.number == pytest.approx(1_600_000 / nation * 111_599)
    assert "implied" in mark.title
    assert "implied" in mark.value.numerator.method


def test_regions_are_averaged_over_three_years_relative_to_the_nation(study):
    # oracle: ONS appendix tables, women of 16 to 59, years ending March 2015, 2016, 2017: London and the nation
    women = by_sex(study, "domestic-abuse")["women"]
    london = (5.470029 / 8.16539 + 6.548939 / 7.709673 + 4.706076 / 7.452457) / 3
    (mark,) = women.layer("regions").marks
    assert mark.value.number == pytest.approx(111_599 * 0.095 * london)
    assert women.layer("regions").lower <= mark.value.number <= women.layer("regions").upper
    assert "old questions" in women.layer("regions").says


def test_the_range_is_the_outermost_of_its_layers_and_is_no_interval_of_chance(study):
    for measure in ("domestic-abuse", "partner-abuse", "sexual-assault", "stalking", "any-of-three"):
        for one in study.of(measure):
            assert one.total.confidence_level is None
            if one.total.lower is None:
                assert [layer.name for layer in one.layers] == ["rounding"]
            else:
                assert one.total.lower == min(layer.lower for layer in one.layers) <= one.total.number
                assert one.total.upper == max(layer.upper for layer in one.layers) >= one.total.number


def test_no_base_and_no_error_of_our_own_is_supplied(study):
    assert not any(one.layer("sampling") for measure in ("domestic-abuse", "stalking") for one in study.of(measure))
    assert all("sampling" not in column.lower() for column in prevalence.layers(study).columns)


@pytest.mark.parametrize(
    ("printed", "lower", "upper"),
    [  # an example: 9.5% of 1,000 women, with what a publication might print
        ({"lower": 9.0, "upper": 10.0}, 90, 100),
        ({"standard_error": 0.5}, 95 - 1.959964 * 5, 95 + 1.959964 * 5),
        ({"base": 1_000}, 78.29, 114.86),  # oracle: Wilson's interval of 95 in 1,000, statsmodels
    ],
)
def test_the_sampling_layer_runs_where_the_publication_prints_an_error_or_a_base(printed, lower, upper, study):
    women = by_sex(study, "domestic-abuse")["women"]
    example = dataclasses.replace(women.figure, **printed)
    population = dataclasses.replace(women.population, value=1_000)
    layer = sampling(example, population)
    assert (layer.lower, layer.upper) == pytest.approx((lower, upper), rel=1e-3)
    assert sampling(women.figure, population) is None


def test_a_rate_is_multiplied_only_by_the_people_of_its_own_sex_and_ages(study):
    women = by_sex(study, "domestic-abuse")["women"]
    for asked, counted in itertools.product(ASKED, repeat=2):
        rate = dataclasses.replace(women.figure, people=asked).value
        population = study.populations.count("Havering", counted, 2023)
        if asked == counted:
            assert prevalence_total(rate, population).number == pytest.approx(population.number * 0.095)
            continue
        with pytest.raises(ValueError, match=f"about {asked} cannot be set against {counted}; take the population of"):
            prevalence_total(rate, population)


@pytest.mark.parametrize("year", range(2015, 2020))
def test_an_estimate_more_than_two_years_from_its_population_is_not_made_and_the_chapter_says_so(year):
    study = made(year=year)
    head = prevalence.headline(study)
    assert head["domestic_women"].missing
    assert head["domestic_women"].reason == NO_POPULATION
    assert NO_POPULATION in sentence(SENTENCES[0], **head).text
    assert prevalence.estimates(study).empty
    assert NO_POPULATION in prevalence.estimates(study).attrs["instead"]
    assert NO_POPULATION in prevalence.chart_ranges(study).instead


def test_the_national_numbers_that_were_printed_follow_from_rate_and_population(study):
    # oracle: ONS, numbers of victims and rates as printed; ONS mid-year estimates
    found = checks(study)
    checked = [one for one in found if one.low]
    agree = [one for one in checked if one.outcome == AGREES]
    assert (len(found), len(checked), len(agree)) == (57, 32, 19)
    for one in checked:  # no number is higher than its rate gives, and none is lower by more than coverage can explain
        assert one.outcome == AGREES or 0 < one.short < 4
        assert one.outcome == AGREES or "coverage" in one.why
    assert {one.why for one in found if not one.low} == {"its rate", "a population within two years of the survey"}


def test_the_agreement_is_one_that_a_wrong_rate_would_break(study):
    # an example: every rate a fifth higher than it was printed
    figures = study.survey.figures
    wrong = tuple(
        dataclasses.replace(one, estimate=1.2 * one.estimate) if one.statistic == "rate" else one for one in figures
    )
    spoilt = Study(dataclasses.replace(study.survey, figures=wrong), study.populations, study.a)
    assert [one for one in checks(spoilt) if one.outcome == AGREES] == []


def test_the_ready_reckoner_and_the_survivors_of_earlier_documents(study):
    # oracle: the file of published figures: jsna-031 to jsna-045; vawg-033 and vawg-034 imply 106,000 and 96,000
    reckoner = prevalence.ready_reckoner(study)
    assert len(reckoner) == 12
    assert set(reckoner["Outcome"]) == {"the same"}
    assert list(dict.fromkeys(reckoner["Rate implied (%)"])) == ["4.7", "4.2", "8.318"]
    survivors = prevalence.survivors(study)
    assert [value.number for value in survivors["Base implied"]] == pytest.approx([106_000, 96_000])
    for base, stated, adults in zip(*(survivors[survivors.columns[place]] for place in (2, 3, 4)), strict=True):
        assert abs(base.number - adults.number) < abs(base.number - stated.number)
    assert prevalence.survivors_base(study)["near"].people == People("women", 16)
    for sex, refusal in zip(("women", "men"), prevalence.refusals(study), strict=True):
        assert f"about {sex} aged 16 to 59 cannot be set against {sex} aged 16 and over" in refusal


def test_no_earlier_estimate_is_shown_to_a_borough_that_it_is_not_about():
    study = made("Westminster")
    assert prevalence.ready_reckoner(study).empty
    assert "Westminster" in prevalence.survivors(study).attrs["instead"]
    assert prevalence.refusals(study) == []
    assert prevalence.survivors_base(study)["base"] is None


def test_who_told_the_police(study):
    # oracle: ONS, Partner abuse in detail: 18.9% (2023) and 13.3% (2022); 81.0% told someone; methods: 5.3 and 7.5
    told = prevalence.reporting(study)
    assert (told["told"].number, told["told_before"].number) == (18.9, 13.3)
    assert [round(told[name].number, 1) for name in ("told_behind", "told_before_behind")] == [5.3, 7.5]
    assert told["knew"].number + told["did_not"].number == pytest.approx(told["victims"].number)
    assert told["knew"].number / told["victims"].number == pytest.approx(0.189)
    trace = prevalence.not_reported(study)
    assert [trace[name].number for name in ("claim", "not_told", "told_someone")] == pytest.approx([81, 81.1, 81])


def test_one_share_who_told_the_police_is_said_alone():
    told = prevalence.reporting(made(year=2022))
    assert (told["told"].number, told["told_before"]) == (13.3, None)
    assert told["knew"].number == pytest.approx(0.133 * told["victims"].number)


def test_a_population_that_an_estimate_went_without_is_a_gap(study):
    assert "Population by sex and age, mid-2024" in prevalence.gaps(study).index
    assert "Population by sex and age, mid-2017" in prevalence.gaps(made(year=2018)).index


def test_measures_are_never_added_up(study):
    # oracle: ONS, year ending March 2025: 7.8%, 1.9%, 2.9% and 10.6% of any; bounds 7.8% to 12.6%
    both = prevalence.together(study)
    assert [both[name].number for name in ("least", "any", "most")] == pytest.approx([7.8, 10.6, 12.6])
    assert prevalence.together(made(year=2023))["any"] is None


def test_boroughs_differ_by_population_alone(study):
    table = prevalence.by_borough(study)
    assert len(table) == 32
    rates = {value.number / value.denominator.number for value in table["Domestic abuse, women"]}
    assert max(rates) == pytest.approx(min(rates))


def test_second_hand_is_said_wherever_it_is_printed(study):
    head = prevalence.headline(study)
    assert head["stalking_women"].second_hand
    assert "second-hand" in sentence("{stalking_women:modelled} women", **head).text
    for build in TABLES:
        frame = build(study)
        payload = table_payload(frame, caption="A table")
        for (_, cells), row in zip(frame.iterrows(), payload["rows"], strict=True):
            values = [cell[0] if isinstance(cell, tuple) else cell for cell in cells]
            quoted = any(isinstance(value, Value) and value.second_hand for value in values)
            assert row["head"].endswith(words.QUOTED) == quoted
    chart = prevalence.chart_question_sets(study)
    assert "(second-hand)" in chart.alt
    assert set(chart.data["read in"]) == {"original", "second-hand"}


def test_the_two_question_sets_stand_in_two_panels(study):
    data = prevalence.chart_question_sets(study).data
    assert list(dict.fromkeys(data["panel"])) == ["Old questions", "New questions"]
    assert set(data.loc[data["panel"] == "New questions", "year"]) == {"2024"}
    assert max(data.loc[data["panel"] == "Old questions", "year"]) == "2023"
    assert set(prevalence.chart_question_sets(made(year=2022)).data["panel"]) == {"Old questions"}


def recorded(study: Study) -> tuple:
    return load("flagged_crime", study.a), load("recorded_crime", study.a)


def execute(study: Study, offences: tuple) -> None:
    """All that the chapter prints of an assessment, but the drawing of its charts."""
    for build in (*TABLES, lambda study: prevalence.estimates(study, "since age 16")):
        frame = build(study)
        assert not frame.empty or frame.attrs["instead"]
        if not frame.empty:
            table_payload(frame, caption="A table")
    head = prevalence.headline(study)
    for template in SENTENCES:
        assert re.search(r"\d|No figure", sentence(template, **head).text)
    told, both = prevalence.reporting(study), prevalence.together(study)
    assert sentence("{told:percent} {knew:about}", "none", **told).text
    assert sentence("{any:percent} {most:percent}", "none", **both).text
    prevalence.not_reported(study), prevalence.refusals(study), prevalence.agreement(study), prevalence.gap_pages(study)
    prevalence.survivors_base(study)
    for chart in (
        prevalence.chart_ranges(study), prevalence.chart_boroughs(study), prevalence.chart_question_sets(study),
        prevalence.chart_ages(study, "domestic-abuse"), prevalence.chart_ages(study, "sexual-assault"),
        prevalence.chart_recorded(study, *offences),
    ):  # fmt: skip
        assert chart.instead or len(chart.alt) <= 250


@pytest.mark.parametrize(
    ("area", "year", "year_end"),
    [("Tower Hamlets", 2012, "september"), ("Westminster", 2018, "december"), ("Bromley", 2020, "march"),
     ("Barking and Dagenham", 2022, "september"), ("Kingston upon Thames", 2025, "march")],
)  # fmt: skip
def test_a_sample_of_boroughs_and_years_executes(area, year, year_end):
    study = made(area, year, year_end)
    execute(study, recorded(study))


def test_the_charts_can_be_drawn_wide_and_narrow(study):
    for chart in (prevalence.chart_ranges(study), prevalence.chart_question_sets(study)):
        payload = figure_payload(chart, caption="A chart")
        assert set(payload["svg"]) == {"wide", "narrow"}


@pytest.mark.proof
def test_every_borough_and_every_year_executes():
    for area, year in every_pair():
        study = prevalence.study(loaded("crime_survey", year), loaded("population", year), assessment(area, year))
        with named(area, year):
            execute(study, (loaded("flagged_crime", year), loaded("recorded_crime", year)))


def test_a_region_left_out_makes_no_spread(study):
    women = by_sex(study, "domestic-abuse")["women"]
    without = dataclasses.replace(
        study.survey, figures=tuple(one for one in study.survey.figures if one.area != "London")
    )
    assert regional(without, women.figure, women.population) is None
