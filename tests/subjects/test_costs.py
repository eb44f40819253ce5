"""What a cost may be made of, what is refused, and what agrees with the figures printed."""

from __future__ import annotations

import csv
import dataclasses
import json

import pytest
from matplotlib import pyplot as plt

from analysis_lib.assessment import assessment
from analysis_lib.catalogue import load
from analysis_lib.errors import AssessmentError
from analysis_lib.exhibits.figures import figure_payload
from analysis_lib.exhibits.tables import table_payload
from analysis_lib.subjects import costs
from analysis_lib.subjects.costs.money import (
    Cost,
    Deflators,
    Multiplier,
    UnitCost,
    added,
    cost,
    estimated,
    floor_cost,
    in_prices_of,
)
from analysis_lib.subjects.costs.recorded import (
    costed_crimes,
    coverage,
    edition_error,
    financial_year,
    multipliers,
    national_totals,
    price_year,
    unit_costs,
)
from analysis_lib.subjects.recorded_crime import count
from workshop import CHECKOUT, every_pair, loaded, named

RAPES, VIOLENCE, COSTED = "recorded_crime:rape", "recorded_crime:violence-with-injury", 12_681
TABLES = (
    *(costs.costs_by_crime, costs.not_costed, costs.mapped, costs.inputs, costs.assumptions, costs.editions),
    *(costs.national_check, costs.abuse, costs.conferences, costs.national_conferences, costs.advocates, costs.funds),
)
CHARTS = (costs.chart_crimes, costs.chart_total, costs.chart_drivers, costs.chart_prices, costs.chart_abuse)


def made(area: str = "Havering", year: int = 2025, year_end: str = "september") -> costs.Model:
    a = assessment(area, year, year_end)
    tables, offences = load("costs", a), load("recorded_crime", a)
    return costs.model(tables, offences, load("crime_survey", a), load("population", a), a)


@pytest.fixture(scope="module")
def model() -> costs.Model:
    return made()


@pytest.fixture(scope="module")
def rapes(model):
    return count(model.offences, RAPES, "Havering", model.a.current)


def unit(crime: str, pounds: float, edition: str = "2019-20") -> UnitCost:
    return UnitCost(crime, "total", edition, pounds, edition, "test")


def vectors(method: str) -> list[tuple[dict, dict]]:
    path = CHECKOUT / "tests" / "oracles" / "people_and_place.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["method"] == method]
    return [(json.loads(row["inputs"]), json.loads(row["expected"])) for row in rows]


def test_the_cost_vectors_through_the_chapters_own_functions(rapes):
    # oracle: tests/oracles/people_and_place.csv, computed in R (its source column says from what)
    found = vectors("cost_total")
    assert len(found) == 2
    for given, expected in found:
        parts = [
            cost(
                estimated(
                    dataclasses.replace(rapes, value=given["volume"][crime]), Multiplier(crime, "2019-20", ratio)
                ),
                unit(crime, given["unit_cost"][crime]),
            )
            for crime, ratio in given["multiplier"].items()
        ]
        whole = added(parts, measure="cost:crime:total", title="All")
        assert whole.value.value == pytest.approx(expected["total"], rel=1e-12)


def test_the_uprating_vectors_and_there_and_back(rapes):
    for given, expected in vectors("uprate"):
        index = Deflators("financial", {"2019-20": given["index_from"], "2024-25": given["index_to"]}, "test")
        value = dataclasses.replace(rapes, value=given["cost"], unit="pounds")
        there = in_prices_of(Cost(value, "2019-20", "x", "crime"), "2024-25", index)
        assert there.value.value == pytest.approx(expected["cost"], rel=1e-9)
        assert in_prices_of(there, "2019-20", index).value.value == pytest.approx(given["cost"], rel=1e-12)


def test_one_crime_by_hand(model):
    # by hand: 185 recorded rapes x 2.78 x 48,000 pounds, from 2019-20 (80.8836) to 2024-25 (100)
    rape = next(crime for crime in model.crimes if crime.crime == "rape")
    assert rape.recorded.value == 185
    assert rape.total.value.value == pytest.approx(185 * 2.78 * 48_000 * 100 / 80.8836)
    assert (rape.total.price_year, rape.total.floor, rape.total.value.second_hand) == ("2024-25", False, True)


def test_shops_are_a_floor(model):
    # by hand: 2,391 recorded thefts from shops x 570 pounds; no multiplier was read
    shops = next(crime for crime in model.crimes if crime.crime == "commercial theft")
    assert shops.estimated is None
    assert shops.total.floor
    assert shops.total.value.value == pytest.approx(2_391 * 570 * 100 / 80.8836)


def test_printed_national_totals_follow(model):
    # oracle: the publication's own totals, as read: 2.3 and 13.9 billion pounds, rounded to a tenth of a billion
    found = {crime: (made, printed) for crime, _, made, printed in national_totals(model.costs, model.a)}
    assert found["homicide"][1].value == 2_300_000_000
    assert found["violence with injury"][1].value == 13_900_000_000
    for made, printed in found.values():
        assert abs(made.value - printed.value) <= 50_000_000


def test_the_parts_of_every_unit_cost_make_its_total(model):
    # oracle: the publication's own rows; each part and the total is printed to ten pounds
    held = unit_costs(model.costs)
    for crime in {crime for crime, _ in held}:
        parts = sum(held[crime, name].pounds for name in ("anticipation", "consequence", "response"))
        assert abs(parts - held[crime, "total"].pounds) <= 20, crime


def test_coverage_adds_up(model):
    # by hand: offences of the costed and floor categories, over the 19,505 of all
    shares = coverage(model.costs, model.offences, model.a)
    assert sum(share.value for share in shares.values()) == pytest.approx(100)
    assert shares["costed"].value + shares["floor"].value == pytest.approx(100 * COSTED / 19_505)


def test_every_police_category_is_mapped_once(model):
    mapped = list(model.costs["cost_mapping"]["minor_category"])
    assert sorted(mapped) == sorted(model.offences.categories["minor_category"])


def test_the_error_of_unit_costs_by_hand(model):
    # by hand: nine crimes of both editions; the largest, theft of a vehicle, 20,330 against 10,290 x 80.8836 / 74.5894
    assert edition_error(model.costs) == pytest.approx(0.28178, abs=1e-5)


class TestRefusals:
    """Each thing that must not be formed, tried."""

    def test_a_recorded_count_times_a_cost_of_an_estimated_crime(self, rapes):
        with pytest.raises(ValueError, match="recorded count; multiply it first"):
            cost(rapes, unit("rape", 48_000))

    def test_a_multiplier_twice(self, rapes):
        once = estimated(rapes, Multiplier("rape", "2019-20", 2.78))
        with pytest.raises(ValueError, match="applied once only"):
            estimated(once.value, Multiplier("rape", "2019-20", 2.78))

    def test_a_unit_cost_of_one_edition_with_a_multiplier_of_another(self, rapes):
        with pytest.raises(ValueError, match=r"edition 2019-20 and the unit cost of 2015-16"):
            cost(estimated(rapes, Multiplier("rape", "2019-20", 2.78)), unit("rape", 39_360, "2015-16"))

    def test_a_unit_cost_of_another_crime(self, rapes):
        with pytest.raises(ValueError, match="cannot be taken for rape"):
            cost(estimated(rapes, Multiplier("rape", "2019-20", 2.78)), unit("homicide", 3_346_680))

    def test_two_editions_in_one_total(self, rapes):
        costs_of_two = [floor_cost(rapes, unit("rape", 48_000)), floor_cost(rapes, unit("rape", 39_360, "2015-16"))]
        with pytest.raises(ValueError, match="must be of one"):
            added(costs_of_two, measure="cost:crime:total", title="All")

    def test_the_two_totals_that_exclude_each_other(self, model):
        with pytest.raises(ValueError, match="exclude each other"):
            added([model.total, model.abuse["all"]], measure="cost:all", title="All")

    def test_a_calendar_year_index(self, rapes):
        calendar = Deflators("calendar", {"2019-20": 81.1, "2024-25": 100.0}, "test")
        with pytest.raises(ValueError, match="calendar years"):
            in_prices_of(floor_cost(rapes, unit("rape", 48_000)), "2024-25", calendar)

    def test_a_year_without_a_deflator(self, rapes):
        index = Deflators("financial", {"2019-20": 81.1, "2024-25": 100.0}, "test")
        with pytest.raises(ValueError, match="no deflator for 2031-32; those held run from 2019-20 to 2024-25"):
            in_prices_of(floor_cost(rapes, unit("rape", 48_000)), "2031-32", index)

    def test_calling_three_years_one(self, model):
        for name in ("all", "physical and emotional harm", "lost output"):
            with pytest.raises(ValueError, match="summed over 3 years"):
                _ = model.abuse[name].annual
        assert model.abuse["public and other services"].annual.value > 0

    def test_domestic_abuse_from_recorded_offences(self, model, rapes):
        from analysis_lib.subjects.costs.abuse import abuse_costs

        with pytest.raises(ValueError, match="give the number of people affected"):
            abuse_costs(model.costs, rapes, "2024-25")


def test_no_price_is_later_than_the_assessment():
    for year, expected in ((2025, "2024-25"), (2018, "2017-18"), (2015, None)):
        a = assessment("Havering", year)
        assert price_year(load("costs", a), a) == expected
    assert financial_year(2025) == "2024-25"


def test_domestic_abuse_by_hand(model):
    # by hand: people affected x 34,015 pounds, from 2016-17 (76.0847) to 2024-25 (100)
    whole = model.abuse["all"].value
    assert whole.value == pytest.approx(model.victims.value * 34_015 * 100 / 76.0847)
    assert whole.lower == pytest.approx(model.victims.lower * 34_015 * 100 / 76.0847)
    parts = sum(model.abuse[name].value.value for name in model.abuse if name != "all")
    assert parts == pytest.approx(whole.value, rel=0.003)  # the parts were printed to a tenth of a billion


def test_the_local_table_fills_gaps_only(copied, monkeypatch):
    # by hand: arson, 36 offences x 9,000 pounds of 2024-25; thefts from shops 2,391 x 4 x 570 pounds of 2019-20
    path = copied / "data" / "raw" / "local_costs.csv"
    before = made()
    example = (CHECKOUT / "docs" / "local-costs-example.csv").read_text(encoding="utf-8")
    path.write_text(example, encoding="utf-8")
    after = made()
    arson = next(crime for crime in after.crimes if crime.crime == "arson")
    shops = next(crime for crime in after.crimes if crime.crime == "commercial theft")
    assert arson.total.value.value == pytest.approx(36 * 9_000)
    assert shops.total.value.value == pytest.approx(2_391 * 4 * 570 * 100 / 80.8836)
    more = 36 * 9_000 + 3 * 2_391 * 570 * 100 / 80.8836
    assert after.total.value.value - before.total.value.value == pytest.approx(more)
    shares = [coverage(m.costs, m.offences, m.a) for m in (before, after)]
    assert shares[0]["not_costed"].value - shares[1]["not_costed"].value == pytest.approx(100 * 36 / 19_505)
    assert shares[1]["costed"].value - shares[0]["costed"].value == pytest.approx(100 * 2_391 / 19_505)
    assert "example" in costs.local_rows(after).to_string().lower()


def test_a_local_cost_for_a_crime_that_has_one_is_refused(copied):
    path = copied / "data" / "raw" / "local_costs.csv"
    head = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(f"{head}\nunit_cost,RAPE,rape,1,,2024-25,Our report,page 3\n", encoding="utf-8")
    with pytest.raises(AssessmentError, match="fill gaps only"):
        made()


def test_a_bad_local_row_is_named(copied):
    path = copied / "data" / "raw" / "local_costs.csv"
    head = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(f"{head}\nunit_cost,ARSON,arson,-1,,2024-25,Our report,\n", encoding="utf-8")
    with pytest.raises(AssessmentError, match="row 2"):
        made()


def test_advocate_posts_by_hand(model):
    # by hand: three years at 1, 1/1.035 and 1/1.035^2; central: 43,750 pounds of 2023-24 with a tenth added
    central = next(one for one in costs.advocate_posts(model.costs, model.a, "2024-25") if one.name == "central")
    factors = 1 + 1 / 1.035 + 1 / 1.035**2
    assert central.costs.value == pytest.approx(43_750 * 100 / 96.1297 * 1.1 * factors)
    services = 4.7e9 / (66_192 / 34_015 * 1e6) * 100 / 76.0847
    assert central.benefits.value == pytest.approx(70 * 0.1 * 0.75 * services * factors)
    assert central.net.value == pytest.approx(central.benefits.value - central.costs.value)
    assert central.ratio.value == pytest.approx(central.benefits.value / central.costs.value)


def test_a_post_pays_for_itself_only_from_a_whole_victim_on(model):
    # by hand: 43,750 pounds uprated, over the services of one victim, is 14.3, so 14 victims are not enough
    head = costs.headline(model)
    quotient = head["post_cost"].value / head["service_cost"].value
    assert 14 < quotient < 15
    assert head["victims_to_break_even"].value == 15
    central = next(one for one in costs.advocate_posts(model.costs, model.a, "2024-25") if one.name == "central")
    assert head["post_ratio"].value == pytest.approx(central.ratio.value)


def test_funding_sums(model):
    # oracle: design/published-flaws.md E-48: the rows sum to 392,139.87 and 374,148.88 pounds
    head = costs.headline(model)
    assert (head["funded_before"].value, head["funded"].value) == (pytest.approx(392_139.87), pytest.approx(374_148.88))


def test_printed_costs_that_do_not_hold(model):
    # oracle: design/published-flaws.md E-45 (200, 244, 222 and 232 pounds a head) and E-46 (964 pounds)
    heads = [round(value.value) for value in costs.per_head(model.costs, model.a)["Cost for each"]]
    assert sorted(heads) == [200, 222, 232, 244]
    found = costs.checks(model.costs, model.a)
    assert round(found["implied_cost"].value) == 964
    assert found["product"].value == found["partners"].value == 2_180_000
    assert found["health_share"].value == pytest.approx(25)


def test_the_same_seed_gives_the_same_interval(model):
    again = made()
    assert (again.total.value.lower, again.total.value.upper) == (model.total.value.lower, model.total.value.upper)
    assert model.total.value.lower < model.total.value.value < model.total.value.upper


OTHERS = [
    ("Havering", 2025, "march"),
    ("Westminster", 2012, "september"),
    ("Newham", 2016, "december"),
    ("Bexley", 2020, "september"),
]


@pytest.mark.parametrize(("area", "year", "end"), OTHERS)
def test_other_boroughs_and_years_execute(area, year, end):
    _execute(made(area, year, end))


@pytest.mark.proof
def test_every_borough_and_every_year_executes():
    for area, year in every_pair():
        tables = [loaded(name, year) for name in ("costs", "recorded_crime", "crime_survey", "population")]
        with named(area, year):
            _execute(costs.model(*tables, assessment(area, year)), drawn=False)


def _execute(model, *, drawn: bool = True) -> None:
    """Every exhibit is made, or says why it is not; without ``drawn`` charts are not drawn."""
    for function in TABLES:
        frame = function(model)
        if frame.empty:
            assert frame.attrs["instead"]
        else:
            assert table_payload(frame, caption="x")["rows"]
    for function in CHARTS:
        chart = function(model)
        assert chart.instead or (figure_payload(chart, caption="x")["alt"] if drawn else chart.alt)
        plt.close("all")
    assert costs.headline(model)


def test_multipliers_held(model):
    # oracle: the publication as read: 13 crimes have one, the six commercial ones none
    assert len(multipliers(model.costs)) == 13
    assert len(costed_crimes(model.costs, model.offences, model.a)) == 14
