"""Numbers as text, and sentences whose numbers and words come from values."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.assessment import Period
from analysis_lib.exhibits import sentence, words
from analysis_lib.values import Value, difference
from test_values import BEFORE, YEAR, changed, count

STOCK = difference(
    count(100, "people", Period.mid_year(2023), unit="people"),
    count(110, "people", Period.mid_year(2024), unit="people"),
)
RANK = dataclasses.replace(count(9), unit="rank", measure="rank:theft", lower=7, upper=13, out_of=32)


@pytest.mark.parametrize(
    ("make", "number", "text"),
    [
        (words.count, 19505, "19,505"),
        (words.count, 0.5, "1"),
        (words.count, 2.5, "3"),
        (lambda n: words.percent(n), -6.85, "6.9%"),
        (lambda n: words.percent(n), 6.849999, "6.8%"),
        (lambda n: words.signed(n, 1), -0.05, "−0.1"),
        (lambda n: words.signed(n, 1), -0.04, "0.0"),
        (lambda n: words.signed(n), 547, "+547"),
    ],
)
def test_rounding_half_away_from_nought_with_commas_and_a_true_minus(make, number, text):
    assert make(number) == text


@settings(derandomize=True, deadline=None)
@given(st.integers(-(10**9), 10**9), st.integers(0, 3))
def test_rounding_is_never_off_by_more_than_half_a_unit(thousandths, places):
    number = thousandths / 1000
    assert abs(float(words.rounded(number, places)) - number) <= 0.5 * 10**-places + 1e-9


@pytest.mark.parametrize(
    ("template", "values", "text"),
    [
        (
            "{n:count} offences in the {p}.",
            {"n": count(19505), "p": YEAR},
            "19,505 offences in the year to September 2025.",
        ),
        ("Offences {c:rise_or_fall}.", {"c": changed(1000, 1500)}, "Offences rose."),
        ("Offences {c:rise_or_fall}.", {"c": changed(1000, 1010)}, "Offences was about the same."),
        ("They {c:went}.", {"c": changed(1000, 1010)}, "They were about the same."),
        ("They {c:went}.", {"c": changed(1000, 1500, artefact=(0, 49))}, "They neither clearly rose nor fell."),
        ("It was {c:compared}.", {"c": changed(1000, 1500)}, "It was 50.0% more than in the year before (1,000)."),
        ("It was {c:compared}.", {"c": changed(1000, 600)}, "It was 40.0% fewer than in the year before (1,000)."),
        ("It was {c:compared}.", {"c": changed(1000, 1010)}, "It was about the same as in the year before (1,000)."),
        ("12 were recorded, {c:compared}.", {"c": changed(7, 12)}, "12 were recorded, against 7 in the year before."),
        (
            "{c:Title} {c:from_to}.",
            {"c": dataclasses.replace(changed(1000, 600), title="Theft")},
            "Theft fell from 1,000 to 600 (40.0%).",
        ),
        ("{area} had {r:most}.", {"area": "Havering", "r": RANK}, "Havering had the 9th most."),
        ("So {r:could_be}.", {"r": RANK}, "So allowing for chance it could be anywhere from the 7th to 13th."),
        ("{c:signed}", {"c": changed(1000, 600)}, "−40.0%"),
        ("{v:list} were.", {"v": [count(1, title="Theft"), count(2, title="Robbery")]}, "Theft and robbery were."),
        (
            "{v:counts}.",
            {"v": [count(1, title="Theft"), count(2, title="NFIB fraud")]},
            "Theft (1) and NFIB fraud (2).",
        ),
        ("{v:number} were.", {"v": [count(1), count(2)]}, "Two were."),
    ],
)
def test_said(template, values, text):
    assert sentence(template, **values).text == text


def test_the_second_text_is_said_where_there_is_nothing_to_say_the_first_of():
    for nothing in (None, []):
        assert (
            sentence("{v:list} rose.", "Nothing rose in {a}.", v=nothing, a="Havering").text
            == "Nothing rose in Havering."
        )


@pytest.mark.parametrize(
    ("template", "values", "words_of_error"),
    [
        ("{n:count}", {"n": 19505}, "a bare number is never said"),
        ("{n}", {"n": 19505}, r"\{n\} is given 19505, and a bare number is never said"),
        ("{n}", {"n": count(5)}, "no such way to say it"),
        ("{n:percentage}", {"n": count(5)}, "choose one of count, counted"),
        ("{n:count} {m:count}", {"n": count(5)}, "which was not given"),
        ("{n:list}", {"n": []}, "n is None or empty; give a second text"),
    ],
)
def test_what_cannot_be_said_is_refused_with_the_remedy(template, values, words_of_error):
    with pytest.raises(ValueError, match=words_of_error):
        sentence(template, **values)


@pytest.mark.parametrize(
    ("template", "value", "borne"),
    [
        ("{x:Title} rose.", changed(1000, 1500), True),
        ("{x:Title} rose.", changed(1000, 600), False),
        ("{x:Title} fell.", [changed(1000, 600)], False),  # a list is said by :list
        ("{x:list} have fallen.", [changed(1000, 600), changed(1000, 500)], True),
        ("{x:list} have fallen.", [changed(1000, 600), changed(1000, 1500)], False),
        ("{x:count} were recorded, and crime rose.", count(5), False),
        ("{x:count} were recorded, which shows that nothing rose.", count(5), True),
        ("{x} fell.", "Theft", False),
        ("{x:signed} is how much it grew.", STOCK, True),  # a stock counted on a day has no interval
        ("{x:signed} is how much it fell.", STOCK, False),
    ],
)
def test_a_typed_rose_or_fell_must_be_borne_out_by_a_change_that_the_sentence_names(template, value, borne):
    if borne:
        assert sentence(template, x=value).text
    else:
        with pytest.raises(ValueError, match=r"no change that it names did|no such way"):
            sentence(template, x=value)


def test_an_empty_second_text_prints_nothing():
    assert sentence("{v:list} rose.", "", v=[]).parts == ()


@pytest.mark.parametrize(
    ("template", "value", "text"),
    [
        (
            "Of {n:count}.",
            count(None, reason="a month is not published", title="Theft"),
            "theft in the year to September 2025: a month",
        ),
        (
            "By {n:percent}.",
            dataclasses.replace(changed(7, 12), title="Theft"),
            "the change in theft in the year to September 2025: too few",
        ),
        (
            "It had {n:most}.",
            dataclasses.replace(RANK, value=None, reason="a borough has no figure"),
            "the rank by number of",
        ),
        (
            "{n:list} rose.",
            [dataclasses.replace(changed(7, 12), title="Theft")],
            "No figure is given for the change in theft",
        ),
    ],
)
def test_a_value_without_a_figure_is_said_to_have_none_with_its_reason(template, value, text):
    said = sentence(template, n=value)
    assert said.text.startswith("No figure is given for")
    assert text in said.text
    assert said.payload("sentence")["figures"] == []


def test_every_number_said_has_its_row_and_words_have_none():
    said = sentence("{c:rise_or_fall}: {c:compared} {n:count}", c=changed(1000, 1500), n=count(12))
    figures = said.payload("sentence")["figures"]
    assert [(row["text"], row["measure"]) for row in figures] == [
        ("50.0%", "change:theft"),
        ("1,000", "theft"),
        ("12", "theft"),
    ]
    assert figures[1]["period_end"] == str(BEFORE.end)
    assert figures[0]["lower"] < figures[0]["value"] < figures[0]["upper"]
    parts = said.payload("sentence")["parts"]
    assert [part["figure"] for part in parts if "figure" in part] == [0, 1, 2]


def test_a_second_hand_figure_is_marked_wherever_it_is_said():
    made = sentence("There were {n:count}, once {m:count}.", n=count(12, second_hand=True), m=count(9))
    assert made.text == "There were 12, once 9. Rests on figures read second-hand."
    assert [row["second_hand"] for row in made.payload("sentence")["figures"]] == [True, False]


def test_a_value_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        count(5).value = 6
    assert isinstance(count(5), Value)
