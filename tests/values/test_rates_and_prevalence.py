"""Rates and survey estimates: what they come to, and the populations they refuse."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from analysis_lib.assessment import Period
from analysis_lib.exhibits import words
from analysis_lib.people import People
from analysis_lib.values import Value, change, difference, prevalence_total, rate, total
from test_values import BEFORE, YEAR, count

WOMEN, MEN = People("women", 16), People("men", 16)


def people(number, who=None, *, day=None, area="Havering", release="mid-year estimates, July 2024"):
    return Value(
        value=number, unit="people", measure="population", area=area, period=day or Period.mid_year(2024), people=who,
        population="usual residents", method="as published", sources=("estimates",), release=release,
    )  # fmt: skip


def survey(number, who=WOMEN, *, lower=None, upper=None, **others):
    known = {"unit": "per cent", "measure": "domestic-abuse", "area": "England and Wales", "title": "Domestic abuse"}
    level = 0.95 if lower is not None else None
    known |= {"people": who, "lower": lower, "upper": upper, "confidence_level": level, "period": YEAR}
    return count(number, **(known | others))


def test_an_older_population_serves_only_with_a_reason_that_is_quoted():
    old = people(100, day=Period.mid_year(2021), release="Census 2021")
    with pytest.raises(ValueError, match="lies 40 months outside"):
        rate(count(20), old)
    made = rate(count(20), old, although="the only count held")
    assert made.value == 200
    assert "people, Havering, mid-2021, Census 2021, the only count held" in made.method
    newer = rate(count(20), people(100))
    with pytest.raises(ValueError, match="one release"):
        change(dataclasses.replace(made, period=BEFORE), newer, months_before=[2] * 12, months_now=[2] * 12,
               days_before=[30] * 12, days_now=[30] * 12)  # fmt: skip


def test_a_rate_by_the_published_example():
    # oracle: PHEindicatormethods 2.1.0, 20 events among 100 people per 100,000, Byar's limits
    value = rate(count(20), people(100), per=100_000)
    assert (value.value, round(value.lower, 3), round(value.upper, 3)) == (20000, 12211.429, 30889.88)
    assert value.unit == "per 100,000 people"
    assert value.release == "mid-year estimates, July 2024"
    assert value.sources == ("test", "estimates")
    assert "people, Havering, mid-2024" in value.method


@pytest.mark.parametrize(
    ("events", "population", "message"),
    [
        (count(20), people(100, area="Redbridge"), "same area, got Havering and Redbridge"),
        (count(20), people(100, WOMEN), "people of all ages cannot be set against women aged 16 and over"),
        (count(20, people=WOMEN), people(100), "women aged 16 and over cannot be set against"),
        (count(20), people(100, day=Period.mid_year(2022)), "lies 28 months outside the year to September 2025"),
        (count(20), people(100, day=YEAR), "counted on a day, got year to September 2025"),
        (count(20), count(100), "a population counts people, got offences"),
        (count(20, unit="per cent"), people(100), "made of a count, got per cent"),
    ],
)
def test_a_rate_on_a_population_that_does_not_fit_cannot_be_formed(events, population, message):
    with pytest.raises(ValueError, match=message):
        rate(events, population)


def test_a_population_up_to_two_years_outside_the_period_will_do():
    for day in (Period.mid_year(2023), Period.mid_year(2025), Period.on(datetime.date(2027, 9, 30))):
        assert rate(count(20), people(100, day=day)).value == 200


def test_a_rate_of_a_gap_is_a_gap():
    assert rate(dataclasses.replace(count(None), reason="a month is not published"), people(100)).missing


def test_a_change_of_rates_is_that_of_counts_less_that_of_people():
    # by hand: 1,200 of 100,000 people, then 1,200 of 120,000: 12 and 10 per 1,000, a fall of a sixth
    same = {"months_before": [100] * 12, "months_now": [100] * 12, "days_before": [30] * 12, "days_now": [30] * 12}
    before = rate(count(1200, period=BEFORE), people(100_000, day=Period.mid_year(2023)))
    now = rate(count(1200), people(120_000))
    value = change(before, now, **same)
    assert value.value == pytest.approx(-100 / 6)
    assert value.lower <= value.value <= value.upper
    other = rate(count(1200), people(120_000, release="census-based estimates"))
    with pytest.raises(ValueError, match="must come from one release, got mid-year estimates, July 2024 and census"):
        change(before, other, **same)


def test_no_per_cent_on_few_events_whatever_the_rate():
    same = {"months_before": [1] * 12, "months_now": [5] * 12, "days_before": [30] * 12, "days_now": [30] * 12}
    before = rate(count(12, period=BEFORE), people(100, day=Period.mid_year(2023)))
    assert change(before, rate(count(60), people(100)), **same).reason == "too few to compare"


def test_percentages_differ_by_percentage_points_and_have_no_per_cent_change():
    before, now = survey(65, lower=60, upper=70, period=BEFORE), survey(72, lower=68, upper=76)
    value = difference(before, now)
    assert (value.value, value.unit) == (7, "percentage points")
    # by hand: 7 - sqrt(4^2 + 5^2), 7 + sqrt(4^2 + 5^2)
    assert (value.lower, value.upper) == (pytest.approx(7 - 41**0.5), pytest.approx(7 + 41**0.5))
    with pytest.raises(ValueError, match="counts and of rates, got per cent; use difference"):
        change(before, now, months_before=[1], months_now=[1], days_before=[1], days_now=[1])


def test_an_estimate_is_rate_times_population_and_so_are_its_limits():
    # by hand: 9.5% (9.0% to 10.0%) of 111,900 women
    value = prevalence_total(survey(9.5, lower=9.0, upper=10.0), people(111_900, WOMEN))
    assert (value.value, value.lower, value.upper) == pytest.approx((10_630.5, 10_071, 11_190))
    assert (value.unit, value.people, value.area) == ("people", WOMEN, "Havering")
    assert "modelled, not counted" in value.method
    assert "as if Havering were like England and Wales" in value.method


@pytest.mark.parametrize(
    ("rate_", "population", "message"),
    [
        (survey(9.5), people(100, People("women", 16, 59)), "aged 16 and over cannot be set against women aged 16 to"),
        (survey(9.5), people(100, MEN), "women aged 16 and over cannot be set against men aged 16 and over"),
        (survey(9.5, None), people(100, WOMEN), "people not given"),
        (survey(9.5), people(100), "must say which people it counts"),
        (survey(9.5), people(100, WOMEN, day=Period.mid_year(2021)), "lies 40 months outside"),
        (survey(9.5, unit="per 1,000 people"), people(100, WOMEN), "a prevalence is a percentage of people"),
        (survey(9.5, measure="share:domestic-abuse"), people(100, WOMEN), "give the survey's rate"),
    ],
)
def test_a_survey_rate_multiplies_only_the_people_it_is_about(rate_, population, message):
    with pytest.raises(ValueError, match=message):
        prevalence_total(rate_, population)


def test_women_and_men_add_up_to_people_with_an_interval():
    # oracle: the package uncertainties gives 17,254 with standard error 510 for rates 0.095 +- 0.0035, 0.065 +- 0.0032
    z = 1.959964
    women = survey(9.5, lower=9.5 - z * 0.35, upper=9.5 + z * 0.35)
    men = survey(6.5, MEN, lower=6.5 - z * 0.32, upper=6.5 + z * 0.32)
    both = total([prevalence_total(women, people(111_900, WOMEN)), prevalence_total(men, people(101_900, MEN))])
    assert both.value == pytest.approx(17_254)
    assert (both.upper - both.value) / z == pytest.approx(509.625, abs=0.01)
    assert both.people == People("persons", 16)


def test_a_second_hand_figure_makes_second_hand_figures():
    assert prevalence_total(survey(9.5, second_hand=True), people(111_900, WOMEN)).second_hand
    assert not prevalence_total(survey(9.5), people(111_900, WOMEN)).second_hand


def test_a_table_prints_an_estimate_no_more_exactly_than_a_sentence_does():
    value = prevalence_total(survey(9.5, lower=8.8, upper=10.2), people(111_900, WOMEN))
    assert (words.cell(value), words.interval_cell(value)) == ("11,000", "9,800 to 12,000")
