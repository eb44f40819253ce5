"""What the chapter prints holds by its own figures: for long series, short ones, and ones that end in the pandemic."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

from analysis_lib.assessment import assessment, boroughs
from analysis_lib.catalogue import load
from analysis_lib.exhibits.style import CLASSES
from analysis_lib.subjects import seasons
from analysis_lib.subjects.seasons.factors import factors
from analysis_lib.subjects.seasons.headline import best_outlook
from analysis_lib.values import Value

CHARTS = (seasons.chart_strengths, seasons.chart_decomposition, seasons.chart_subseries, seasons.chart_profile)
TABLES = (seasons.strengths, seasons.peaks, seasons.beside_london, seasons.planning, seasons.shifts)
SEXUAL = "recorded_crime:sexual-offences"


def found_in(area: str, year: int, year_end: str = "september"):
    a = assessment(area, year, year_end)
    return seasons.seasons(load("recorded_crime", a), a)


@pytest.fixture(scope="module")
def havering():
    return found_in("Havering", 2025)


def check(found) -> None:
    """Every chart has its words within 250 characters, or a sentence in its place; every cell is a value or a text."""
    for chart in (*(make(found) for make in CHARTS), seasons.chart_months_by_year(found, SEXUAL)):
        assert chart.instead or 0 < len(chart.alt) <= 250
    for table in (*(make(found) for make in TABLES), seasons.by_month(found, SEXUAL)):
        cells = [cell[0] if isinstance(cell, tuple) else cell for cell in table.to_numpy().ravel()]
        assert all(isinstance(cell, Value | str) for cell in cells)
        assert len(table) or table.attrs["instead"]
    head = seasons.headline(found)
    assert len(head["seasonal"]) == (head["number"].value or 0)
    assert seasons.statement(found)["area"].name == found.a.area.name
    assert seasons.latest_shift(found)["area"] == found.a.area


@pytest.mark.parametrize(
    ("area", "year", "year_end"),
    [("Westminster", 2012, "september"), ("Havering", 2014, "march"), ("Kingston upon Thames", 2021, "december")],
)
def test_short_series_and_those_that_end_in_the_pandemic(area, year, year_end):
    check(found_in(area, year, year_end))


def test_a_series_under_three_years_is_said_to_be_too_short():
    found = found_in("Havering", 2012)
    assert seasons.headline(found)["number"].reason == "no series is long enough"
    assert "fewer than three years" in " ".join(seasons.strengths(found).attrs["notes"])
    assert "no group of offences shows a season" in seasons.chart_decomposition(found).instead


def test_the_sentences_are_given_the_same_names_whether_or_not_there_are_figures(havering):
    # a name that is missing stops a report: so did the year to September 2012
    short = found_in("Westminster", 2012)
    assert set(seasons.statement(short)) == set(seasons.statement(havering))
    assert set(seasons.headline(short)) == set(seasons.headline(havering))
    assert set(seasons.outlook_headline(short, {})) <= set(seasons.outlook_headline(havering, havering_outlooks()))


def havering_outlooks():
    a = assessment("Havering", 2025)
    return seasons.outlooks(load("recorded_crime", a), a)


def test_the_forecast_named_is_of_a_group_with_a_season(havering):
    # robbery has the best record of all, and no season: its highest month would mean nothing
    looks = havering_outlooks()
    best = best_outlook(havering, looks)
    assert havering.own["recorded_crime:robbery"].verdict == "none shown"
    assert havering.own[best.run.measure.name].verdict in ("seasonal", "slight season")
    assert best_outlook(havering, {"recorded_crime:robbery": looks["recorded_crime:robbery"]}) is None


def test_the_kinds_with_a_season_or_signs_of_one_add_up(havering):
    head = seasons.headline(havering)
    parts = [head[name].value for name in ("number", "number_slight", "number_signs")]
    assert sum(parts) == head["number_any"].value <= head["number_tested"].value
    assert "no longer in use" in str([value.title for value in head["seasonal"]])  # domestic burglary, until 2023


def test_the_planning_table_holds_only_months_that_are_clearly_busier(havering):
    check(havering)
    table = seasons.planning(havering)
    assert len(table)
    for (name, line), (_, again) in zip(table.iterrows(), seasons.planning(havering).iterrows(), strict=True):
        more = line["More offences"]
        assert 0 < more.lower < more.value < more.upper
        assert more.period.start >= pd.Timestamp("2025-10-01").date()
        assert more.value == again["More offences"].value
        assert more.period.label in str(name)


def test_the_parts_of_the_decomposition_add_up(havering):
    data = seasons.chart_decomposition(havering).data
    assert (data["trend"] + data["season"] + data["remainder"]).to_list() == pytest.approx(data["observed"].to_list())


def test_the_sentences_name_the_months_of_the_table(havering):
    words, table = seasons.statement(havering), seasons.by_month(havering, SEXUAL)
    here = table["Here (%)"].map(lambda value: value.value)
    london = table["London (%)"].map(lambda value: value.value)
    assert (words["here_peak_month"], words["here_trough_month"]) == (here.idxmax(), here.idxmin())
    assert (words["london_peak_month"], words["london_trough_month"]) == (london.idxmax(), london.idxmin())
    high = [month for month in ("June", "July", "August") if table.loc[month, "London (%)"].lower > 0]
    assert words["summer_london"] == (" and ".join(high) or "no month")


def test_london_s_pattern_is_surer_than_a_borough_s(havering):
    # many more cases: every interval of London's is narrower
    for name in ("recorded_crime:burglary", SEXUAL):
        own, london = factors(havering.own[name]).index, factors(havering.london[name]).index
        assert (london.upper - london.lower < own.upper - own.lower).all()


def test_shades_of_the_grid_stay_apart_in_grey():
    # relative luminance by WCAG 2.2: each shade is clearly darker than the one before it
    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    shades = [luminance(colour) for colour in CLASSES]
    assert all(lighter > 1.3 * darker for lighter, darker in itertools.pairwise(shades))


@pytest.mark.parametrize("narrow", [False, True])
def test_every_chart_can_be_drawn(havering, narrow):
    from analysis_lib.exhibits.style import drawing

    for make in CHARTS:
        with drawing(narrow=narrow):
            canvas = make(havering).draw(narrow)
        assert canvas.get_figwidth() * 25.4 == pytest.approx(88 if narrow else 158)


@pytest.mark.proof
@pytest.mark.parametrize("year", range(2012, 2026))
def test_every_year_in_a_borough_of_its_own(year):
    area = boroughs()[5 * (year - 2012) % 32]  # another borough each year: forecasts take long
    check(found_in(area.name, year))
