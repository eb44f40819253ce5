"""Every way of saying a value, by example; and when a word is allowed."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from analysis_lib.assessment import Period
from analysis_lib.exhibits import sentence
from analysis_lib.exhibits.sayings import FORMS, names, table_of_forms
from analysis_lib.people import People
from analysis_lib.statistics.ranking import Rank
from analysis_lib.values import difference, rate, ratio
from test_values import BEFORE, YEAR, changed, count
from workshop import CHECKOUT


def share(number, lower=None, upper=None, **others):
    known = {"unit": "per cent", "measure": "domestic-abuse", "lower": lower, "upper": upper, "confidence_level": 0.95}
    return count(number, **(known | others))


def estimate(number, lower, upper, **others):
    return count(number, unit="people", lower=lower, upper=upper, confidence_level=0.95, **others)


def money(number, **others):
    return count(number, unit="pounds", measure="cost", **others)


def ranked(place, lower=None, upper=None, *, tied=False, out_of=32):
    limits = {"lower": lower or place, "upper": upper or place, "confidence_level": 0.95}
    return count(place, unit="rank", measure="rank:theft", out_of=out_of, tied=tied, **limits)


def people(number, **others):
    return dataclasses.replace(count(number, "residents", Period.mid_year(2024)), unit="people", **others)


def per_thousand(events, residents, **others):
    return rate(count(events, **others), people(residents, **others))


CASES = [
    ("count", count(19_505), "19,505"),
    ("counted", count(19_505), "19,505 offences"),
    ("counted", count(1), "1 offence"),
    ("counted", estimate(0, 0, 3), "0 people"),
    ("pounds", money(840.4), "£840"),
    ("pounds", money(12_345.67), "£12,346"),
    ("pounds", money(392_139.87), "£392,000"),
    ("pounds", money(999_600), "£1.0 million"),
    ("pounds", money(2_340_000), "£2.3 million"),
    ("rate", per_thousand(682, 10_000), "68.2 per 1,000 people"),
    ("percent", share(30.74), "30.7%"),
    ("percent", changed(1000, 600), "40.0%"),
    ("points", difference(share(65, period=BEFORE), share(72)), "7.0 percentage points"),
    ("points", difference(share(65, period=BEFORE), share(64)), "1.0 percentage point"),
    ("signed", difference(share(72, period=BEFORE), share(65)), "−7.0 percentage points"),
    ("signed", difference(count(873, period=BEFORE), count(1420)), "+547"),
    ("signed", changed(1000, 600), "−40.0%"),
    ("about", estimate(5_812, 4_900, 6_700), "about 5,800"),
    ("about", money(2_345_678), "about £2.3 million"),
    ("about", share(15.3), "about 15%"),
    ("between", estimate(5_812, 4_912, 6_680), "between 4,900 and 6,700"),
    ("between", share(4.2, 3.1, 5.6), "between 3% and 6%"),
    ("between", estimate(5_812, 5_790, 5_830), "between 5,700 and 5,900"),  # outwards: never narrower than it is
    ("estimate", estimate(10_631, 9_847, 11_414), "about 11,000 (between 9,800 and 12,000)"),
    ("estimate", estimate(17_254, 16_255, 18_253), "about 17,000 (between 16,000 and 19,000)"),
    ("estimate", estimate(1_234_567, 1_204_000, 1_264_000), "about 1.2 million (between 1.2 million and 1.3 million)"),
    ("estimate", estimate(7.3, 4.2, 11.1), "about 7 (between 4 and 12)"),
    ("estimate", share(9.5, 8.8, 10.2), "about 10% (between 8% and 11%)"),
    (
        "estimate",
        money(2_345_678, lower=1_920_000, upper=2_810_000),
        "about £2.3 million (between £1.9 million and £2.9 million)",
    ),
    ("about", money(5_849), "about £5,800"),
    ("about", estimate(28_620, None, None), "about 29,000"),
    ("estimate", estimate(5_812, 4_912, 6_680), "about 5,800 (between 4,900 and 6,700)"),
    ("modelled", estimate(9_100, 6_988, 12_185, title="x"), "between 6,900 and 13,000"),
    ("modelled", estimate(6_402, None, None), "about 6,400 (by how much more or fewer is not known)"),
    ("interval", share(4.2, 3.1, 5.6), "3.1% to 5.6%"),
    ("rise_or_fall", difference(share(60, 58, 62, period=BEFORE), share(72, 70, 74)), "rose"),
    ("rise_or_fall", difference(share(60, 50, 70, period=BEFORE), share(72, 60, 84)), "neither clearly rose nor fell"),
    ("rise_or_fall", difference(share(60, 59, 61, period=BEFORE), share(60.5, 59, 62)), "was about the same"),
    ("rise_or_fall", changed(7, 12), "cannot be compared"),
    ("went", changed(1000, 1500), "rose"),
    ("compared", changed(1000, 600), "40.0% fewer than in the year before (1,000)"),
    (
        "compared",
        difference(share(60, 58, 62, period=BEFORE), share(72, 70, 74)),
        "12.0 percentage points higher than in the year before (60.0%)",
    ),
    ("from_to", changed(1000, 600), "fell from 1,000 to 600 (40.0%)"),
    (
        "from_to",
        difference(share(60, 58, 62, period=BEFORE), share(72, 70, 74)),
        "rose from 60.0% to 72.0% (12.0 percentage points)",
    ),
    ("levels", changed(1000, 600), "from 1,000 to 600 (40.0%)"),
    ("higher_or_lower", ratio(per_thousand(310, 2150), per_thousand(1480, 17600, area="London")), "higher than"),
    ("higher_or_lower", ratio(per_thousand(310, 2150), per_thousand(1480, 10600, area="London")), "similar to"),
    ("times", ratio(per_thousand(310, 2150), per_thousand(1480, 17600, area="London")), "1.7 times"),
    ("index", ratio(per_thousand(310, 2150), per_thousand(1480, 17600, area="London")), "1.71"),
    ("years", count(12, unit="years", out_of=13), "12 of 13"),
    ("represented", ratio(per_thousand(310, 2150), per_thousand(1480, 17600, area="London")), "over-represented"),
    ("fraction", share(20.2), "one in five"),
    ("fraction", share(49), "almost half"),
    ("fraction", share(30.7), "just over three in ten"),
    ("fraction", share(0.2), "0.2%"),
    ("fraction", share(20.2, 19.1, 21.3), "about one in five"),
    ("fraction", share(20.2, 14.2, 26.9), "between 14.2% and 26.9%"),
    ("majority", share(62), "a majority of"),
    ("majority", share(50.4), "just over half of"),
    ("majority", share(62, 48, 76), "neither clearly more nor clearly fewer than half of"),
    ("majority", share(51, 48, 54), "about half of"),
    ("majority", share(49), "almost half of"),
    ("majority", share(25), "fewer than half of"),
    ("majority", share(50), "half of"),
    ("most", ranked(9, 7, 13), "the 9th most"),
    ("highest", ranked(9, 7, 13), "9th highest of 32"),
    ("highest", ranked(30, 27, 31), "3rd lowest of 32"),
    ("highest", ranked(1), "highest of 32"),
    ("highest", ranked(32), "lowest of 32"),
    ("highest", ranked(9, 8, 12, tied=True), "joint 9th highest of 32"),
    ("among", ranked(3, 1, 8), "among the highest"),
    ("among", ranked(1, 1, 1), "the highest"),
    ("among", ranked(30, 25, 32), "among the lowest"),
    ("among", ranked(32, 32, 32), "the lowest"),
    ("among", ranked(9, 7, 13), "neither among the highest nor among the lowest"),
    ("could_be", ranked(9, 7, 13), "allowing for chance it could be anywhere from the 7th to 13th"),
    ("places", ranked(9, 7, 13), "7th to 13th"),
    ("title", count(5, title="Burglary"), "burglary"),
    ("Title", count(5, title="Burglary"), "Burglary"),
    ("people", estimate(5, 4, 6, people=People("women", 16, 59)), "women aged 16 to 59"),
    ("list", [count(1, title="Theft"), count(2, title="Robbery")], "theft and robbery"),
    ("counts", [count(1, title="Theft"), share(2, title="Robbery")], "theft (1) and robbery (2.0%)"),
    ("number", [count(1), count(2), count(3)], "three"),
    ("range", [share(3.4), share(2.1), share(2.9)], "2.1% to 3.4%"),
    ("", YEAR, "year to September 2025"),
    ("span", YEAR, "October 2024 to September 2025"),
    ("length", YEAR, "one year"),
    ("length", Period(datetime.date(2024, 1, 1), datetime.date(2025, 7, 31)), "19 months"),
]


@pytest.mark.parametrize(("form", "value", "text"), CASES)
def test_said_as_the_table_shows(form, value, text):
    assert sentence(f"So {{x:{form}}}", x=value).text == f"So {text}"


def test_every_way_has_its_example_here_and_in_the_readme():
    every = {*FORMS, *names.FORMS_OF_SEVERAL, *names.FORMS_OF_PERIODS}
    assert {form for form, _, _ in CASES} == every
    assert table_of_forms() in (CHECKOUT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("form", "value", "words"),
    [
        ("percent", difference(share(65, period=BEFORE), share(72)), "this is a difference in percentage points"),
        ("points", changed(1000, 600), "says a difference, and this is a change in per cent"),
        ("points", difference(count(5, period=BEFORE), count(7)), "say it by :signed"),
        ("count", share(30), "says a count, and this is a share in per cent; choose one of percent"),
        ("count", money(30), "choose one of pounds"),
        ("between", count(30), "this figure has none; choose one of count"),
        ("fraction", changed(1000, 600), "does not suit change:theft"),
        ("most", per_thousand(682, 10_000), "says a rank"),
    ],
)
def test_a_form_that_does_not_suit_the_figure_is_refused_with_those_that_do(form, value, words):
    with pytest.raises(ValueError, match=words):
        sentence(f"So {{x:{form}}}", x=value)


def test_a_group_is_over_represented_only_whoever_the_unknown_are():
    # oracle: relative_rate_bounds, every allocation enumerated in R: 1.3356 to 4.0377 with 420 unknown
    own, reference = (
        per_thousand(310, 21_500, people=People("women", 16)),
        per_thousand(1480, 176_000, people=People("men", 16)),
    )
    known = count(420)
    assert sentence("{x:represented}", x=ratio(own, reference, unknown=known)).text == "Over-represented"
    bounds = ratio(own, reference, unknown=count(1500))
    assert bounds.lower < 1 < bounds.upper
    assert "either clearly" in sentence("{x:represented}", x=bounds).text


def test_rates_of_unlike_things_have_no_ratio():
    with pytest.raises(ValueError, match="same measure"):
        ratio(per_thousand(5, 100), per_thousand(5, 100, measure="robbery"))


def test_a_change_over_more_than_a_year_names_the_period_it_starts_from():
    since = changed(1000, 600)
    before = dataclasses.replace(since.before, period=Period.twelve_months_to(2019, 9))
    text = sentence("{x:compared}", x=dataclasses.replace(since, before=before)).text
    assert text == "40.0% fewer than in the year to September 2019 (1,000)"


def test_no_rank_is_said_whose_interval_spans_more_than_a_quarter_of_the_table():
    from analysis_lib.values import ranked as place

    unsure = Rank(
        value=9, lower=5, upper=13, median=9, chance_of_top_three=0.0, out_of=32, tied=False, confidence_level=0.95
    )
    text = sentence("It is {x:highest}", x=place(count(5, title="Theft"), unsure, among="boroughs")).text
    assert text == "No figure is given for the rank by number of theft in the year to September 2025: cannot be ranked."


def test_a_second_hand_figure_is_marked_where_it_is_said_and_in_its_row():
    said = sentence("It was {x:count}.", x=count(5, second_hand=True))
    assert said.text == "It was 5. Rests on figures read second-hand."
    assert said.payload("sentence")["figures"][0]["second_hand"] is True
