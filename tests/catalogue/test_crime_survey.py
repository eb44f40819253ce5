"""The door to the Crime Survey: what is held, what is asked for, and what is never joined."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

from analysis_lib import contracts
from analysis_lib.assessment import assessment
from analysis_lib.catalogue import load
from analysis_lib.catalogue.survey_figures import TITLES
from analysis_lib.errors import AssessmentError
from workshop import SHARED, redeclare

YEARS = range(2012, 2026)
SEXES = ("women", "men", "persons")


def survey(year: int = 2025, year_end: str = "september"):
    return load("crime_survey", assessment("Havering", year, year_end))


def test_the_newest_rates_of_women_and_men_are_of_one_year_and_one_set_of_questions():
    # oracle: ONS, Redevelopment of domestic abuse statistics, May 2025: 9.5% of women and 6.5% of men, new questions
    women, men = survey().newest("domestic-abuse", ("women", "men"))
    assert (women.estimate, men.estimate) == (9.5, 6.5)
    assert (women.survey_year, women.question_set, str(women.people)) == (2024, "new", "women aged 16 and over")
    # oracle: ONS, Domestic abuse prevalence and trends, year ending March 2025: 7.8% of people
    (everyone,) = survey().newest("domestic-abuse", ("persons",))
    assert (everyone.estimate, everyone.survey_year) == (7.8, 2025)


def test_a_question_set_is_chosen_by_name_and_never_mixed():
    # oracle: ONS, Domestic abuse overview, November 2022: 6.9% of women; quoted for 2023: 5.7%
    (women,) = survey(2022).newest("domestic-abuse", ["women"])
    assert (women.estimate, women.survey_year) == (6.9, 2022)
    (women,) = survey().newest("domestic-abuse", ["women"], question_set="old")
    assert (women.estimate, women.survey_year, women.second_hand) == (5.7, 2023, True)
    assert survey(2022).newest("domestic-abuse", ["women"], question_set="new") == ()


@pytest.mark.parametrize("year", YEARS)
def test_nothing_is_later_than_the_assessment_and_nothing_is_joined(year):
    held = survey(year)
    assert all(one.period.end <= assessment("Havering", year).current.end for one in held.figures)
    for measure, timeframe in itertools.product(TITLES, ("last year", "since age 16")):
        for sexes in (("women", "men"), ("persons",), SEXES):
            found = held.newest(measure, sexes, timeframe=timeframe)
            assert len({(one.period, one.question_set, one.people.youngest, one.people.oldest) for one in found}) <= 1
            assert [one.people.sex for one in found] in ([], list(sexes))
        for question_set in ("old", "new"):
            series = held.series(measure, "women", question_set, timeframe=timeframe)
            assert {one.question_set for one in series} <= {question_set}


def test_regions_are_complete_years_with_the_nation_beside_them():
    for measure, sex in itertools.product(TITLES, SEXES):
        for areas in survey().regional(measure, sex):
            assert len(areas) in (10, 11)  # nine regions and the nation, in most years Wales too
            assert len({(one.period, one.people, one.question_set) for one in areas.values()}) == 1
    # oracle: ONS, Domestic abuse findings, year ending March 2017, appendix table: 4.706076% of women in London
    newest = survey().regional("domestic-abuse", "women")[0]
    assert (newest["London"].estimate, newest["England and Wales"].survey_year) == (4.706076, 2017)


def test_figures_of_several_publications_agree_within_rounding_but_where_a_note_says_not():
    figures = sorted(survey().figures, key=_what)
    unlike = []
    for _, group in itertools.groupby(figures, key=_what):
        group = list(group)
        if max(one.rounding[0] for one in group) > min(one.rounding[1] for one in group) + 1e-9:
            unlike.append(group)
    assert len(unlike) == 1  # women, year to March 2013: 7.1% as first published, 8.8% in the later series
    assert any(one.note for one in unlike[0])


def _what(one) -> tuple:
    ages = (one.people.sex, one.people.youngest, one.people.oldest or 999)
    return (
        one.measure,
        one.timeframe,
        *ages,
        str(one.period.start),
        str(one.period.end),
        one.question_set,
        one.area,
        one.statistic,
    )


@pytest.mark.parametrize(
    ("sex", "timeframe", "year", "question_set"),
    [(sex, *rest) for sex in ("women", "men") for rest in (
        ("since age 16", 2023, "old"), ("last year", 2025, "new"), ("last year", 2024, "old"),
    )],
)  # fmt: skip
def test_what_was_not_read_is_not_data(sex, timeframe, year, question_set):
    # oracle: the list of figures known and not read: 27% and 14%; 9.1% and 6.5%; 6.6% and 3.0%
    known = {"measure": "domestic-abuse", "timeframe": timeframe, "question_set": question_set, "statistic": "rate"}
    found = [one for one in survey().select(**known) if one.people.sex == sex and one.survey_year == year]
    assert found == []


def test_every_figure_is_one_of_those_read():
    if not SHARED.exists():
        pytest.skip("the publications are not here")
    folder = SHARED / "data" / "reference"
    read = pd.concat([pd.read_csv(folder / f"csew_{name}.csv") for name in ("headlines", "prevalence_detail")])
    known = {(row.source_id, round(float(row.estimate), 6)) for row in read.itertuples() if pd.notna(row.estimate)}
    known |= {("ons_ceaw_mar2025", number) for number in (2.9, 1_400_000.0)}  # the bulletin has them without the name
    strange = [one for one in survey().figures if (one.publication.name, round(one.estimate, 6)) not in known]
    assert strange == []


def test_a_gap_closes_when_its_figure_is_shipped(copied):
    women = "Domestic abuse in the last year by sex, new questions"
    assert {gap.figure: gap.people for gap in survey().gaps}[women] == "women and men"
    path = copied / "data" / "raw" / "survey_estimates.csv"
    example = "domestic-abuse,last year,women,16,,2025,1,new,England and Wales,rate,9.9,0.1,,,,"
    row = f"{example},ons_da_prev_2025,an example,original,"
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8", newline="\n")
    redeclare(copied, "survey_estimates.csv")
    assert {gap.figure: gap.people for gap in survey().gaps}[women] == "men"
    assert survey().newest("domestic-abuse", ["women"])[0].estimate == 9.9


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (",original,", ",read,", "must be one of: original, second-hand"),
        (",ons_sexual_2020,", ",nowhere,", "must be listed in publications"),
        (",16,59,2013,1,old,", ",16,59,2013,1,older,", "must be one of: old, new, not distinguished"),
        (",rate,7.8,", ",rate,-7.8,", "must be 0 or more"),
    ],
)
def test_a_row_that_breaks_a_rule_is_named(old, new, rule, copied):
    path = copied / "data" / "raw" / "survey_estimates.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    redeclare(copied, "survey_estimates.csv")
    with pytest.raises(AssessmentError) as caught:
        survey()
    assert rule in str(caught.value)
    assert "row " in str(caught.value)


def test_every_publication_is_named_by_a_table_and_every_row_says_where_it_was_read():
    package = contracts.descriptor()
    tables = [package.read(name) for name in ("survey_estimates", "survey_sampling", "published_local_estimates")]
    named = set().union(*(table["publication"] for table in tables))
    assert named <= set(package.read("publications")["publication"])
    for table in tables:
        assert table["read_at"].notna().all()
        assert set(table["read_in"]) <= {"original", "second-hand"}
