"""The control chart and the funnel plot: what they say follows from what they draw, and not by colour alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot

from analysis_lib.exhibits import charts
from analysis_lib.exhibits.figures import figure_payload

WORDS = {"area": "Testville"}
COMMON = {"source": "Counts from the office.", "words_for": WORDS}


def months(outside=()):
    index = pd.date_range("2020-01-01", periods=24, freq="MS")
    frame = pd.DataFrame({"number": 100.0, "expected": 100.0, "lower": 70.0, "upper": 130.0, "outside": 0}, index=index)
    for month, number in outside:
        frame.loc[month, ["number", "outside"]] = number, np.sign(number - 100)
    return frame


def controlled(frame, **others):
    return charts.control_chart(frame, unit="Offences recorded in a month", **COMMON, **others)


def legend(chart, narrow):
    drawn = chart.draw(narrow)
    return [text.get_text() for text in drawn.axes[0].get_legend().get_texts()]


@pytest.mark.parametrize("narrow", [False, True])
def test_marks_lines_and_band_are_named_in_the_key(narrow):
    chart = controlled(months([("2020-05-01", 150), ("2021-07-01", 40)]))
    assert legend(chart, narrow) == ["Band of usual months", "Expected", "Recorded", "Unusually many", "Unusually few"]
    axes = pyplot.gcf().axes[0]
    shapes = [line.get_marker() for line in axes.lines if line.get_linestyle() == "None"]
    assert shapes == ["^", "v"]  # shapes, not colours, tell the sides apart


def test_months_outside_are_named_in_words():
    chart = controlled(months([("2020-05-01", 150), ("2021-07-01", 40)]))
    assert chart.alt.endswith("outside it: May 2020 (150) and July 2021 (40).")
    told = dict(zip(chart.data["month"], chart.data["outside"], strict=True))
    assert (told["2020-05"], told["2021-07"], told["2020-06"]) == ("unusually many", "unusually few", "no")


def test_a_calm_series_says_so_and_many_months_fit_the_alternative_text():
    assert "none lies outside" in controlled(months()).alt
    many = controlled(months([(f"2020-{n:02d}-01", 190) for n in range(1, 13)]))
    assert "and others" in many.alt
    assert figure_payload(many, caption="A chart")["alt"] == many.alt  # 250 characters at most


def test_months_without_a_band_are_drawn_and_kept():
    frame = months()
    frame.loc["2020-04-01":"2020-09-01", ["expected", "lower", "upper"]] = np.nan
    payload = figure_payload(
        controlled(frame, pandemic=(pd.Timestamp("2020-04-01"), pd.Timestamp("2020-09-01"))), caption="A chart"
    )
    assert payload["data"]["rows"][3][1:] == [100, None, None, None, "no"]
    assert payload["notes"][0].startswith("Shaded: the months of the pandemic, April 2020 to September 2020")
    assert set(payload["svg"]) == {"wide", "narrow"}


def test_without_limits_neither_key_nor_text_claims_a_band():
    chart = controlled(months().assign(expected=np.nan, lower=np.nan, upper=np.nan))
    assert legend(chart, narrow=False) == ["Recorded"]
    assert chart.alt == "Line of offences recorded in a month, January 2020 to December 2021."


def places():
    return pd.DataFrame(
        {"residents": [100_000.0, 200_000, 300_000], "rate": [50.0, 60, 190], "outside": [0, 0, 1]},
        index=["Testville", "Elsewhere", "Centre"],
    )


def funnel():
    curves = pd.DataFrame(
        {"residents": [100_000.0, 300_000], "lower_95": 40, "upper_95": 90, "lower_998": 30, "upper_998": 110}
    )
    return charts.funnel_plot(
        places(), curves, average=70.0, own="Testville", unit="Offences for every 1,000 residents", **COMMON
    )


@pytest.mark.parametrize("narrow", [False, True])
def test_the_own_area_and_those_outside_are_named_on_the_funnel(narrow):
    chart = funnel()
    assert legend(chart, narrow)[-2:] == ["Other boroughs", "Testville"]
    assert {text.get_text() for text in pyplot.gcf().axes[0].texts} >= {"Testville", "Centre"}
    assert "Elsewhere" not in {text.get_text() for text in pyplot.gcf().axes[0].texts}


def test_the_funnel_says_what_it_shows():
    chart = funnel()
    assert chart.alt == (
        "Funnel plot of 3 areas by residents and rate. Testville: 50.0; all together 70.0. "
        "Outside the outer limits: Centre."
    )
    payload = figure_payload(chart, caption="A chart")
    assert [row[:3] for row in payload["data"]["rows"][:3]] == [
        ["Testville", 100_000, 50], ["Elsewhere", 200_000, 60], ["Centre", 300_000, 190],
    ]  # fmt: skip
    limits = [row[0] for row in payload["data"]["rows"][3:]]  # each row of a download has a name of its own
    assert limits == ["limits for 100,000 residents", "limits for 300,000 residents"]
