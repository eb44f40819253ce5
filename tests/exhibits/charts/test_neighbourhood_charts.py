"""The numbered map and the rows against a line: what they print follows from what they are given."""

from __future__ import annotations

import datetime
import re

import numpy as np
import pandas as pd
import pytest

from analysis_lib.assessment import Period
from analysis_lib.exhibits import charts
from analysis_lib.exhibits.figures import figure_payload
from analysis_lib.values import Value

COMMON = {"source": "Figures from the office.", "words_for": {"area": "Testville"}}
SQUARE = np.array([[0.0, 51.0], [0.1, 51.0], [0.1, 51.1], [0.0, 51.1], [0.0, 51.0]])
KINDS = [charts.MapClass("Many", "#12436D"), charts.MapClass("Few", "white")]


def shapes(names):
    rings = [[SQUARE + np.array([0.1 * place, 0])] for place, _ in enumerate(names)]
    return pd.DataFrame({"code": names, "name": names, "rings": rings})


def numbered(classes, order=("North", "South")):
    return charts.numbered_map(
        shapes(["A", "B"]), classes, kinds=KINDS, within=shapes(["North", "South"]), numbered=order, alt="A map.",
        data=pd.DataFrame({"area": ["A", "B"], "class": ["Many", "Few"]}), message="A map", **COMMON,
    )  # fmt: skip


def words_in(svg):
    return re.findall(r">([^<>\n]+)</text>", svg)


def test_a_numbered_map_names_its_areas_beside_it_and_counts_its_classes():
    drawn = figure_payload(numbered({"A": 0, "B": 0}))["svg"]
    for width in ("wide", "narrow"):
        said = words_in(drawn[width])
        assert {"1", "2", "Many: 2", "Few: 0"} <= set(said)
        assert {"1  North", "2  South"} <= {text.replace("\xa0", " ") for text in said}


def test_numbers_follow_the_order_given():
    said = words_in(figure_payload(numbered({"A": 0, "B": 1}, order=("South",)))["svg"]["wide"])
    assert "1  South" in said
    assert not any("North" in text for text in said)


def test_a_map_needs_a_class_for_every_area():
    with pytest.raises(ValueError, match="got none for B"):
        numbered({"A": 0})


def change(title, number, lower, upper, reason=""):
    return Value(value=number, lower=lower, upper=upper, confidence_level=None if reason else 0.95, unit="per cent",
                 measure="change:x", area=title, population="", method="", sources=("x",), title=title, reason=reason,
                 period=Period.on(datetime.date(2021, 3, 21)))  # fmt: skip


def rows(*values, **said):
    return charts.ranges_against(
        values, marked=said, reference=("No change", 0), unit="Change, per cent", alt="Rows.", message="Rows", **COMMON
    )


def test_rows_say_what_their_figures_allow():
    chart = rows(change("North", 22.1, 7, 39), change("South", -3, -12, 8), North="rose", South="not clear")
    drawn = figure_payload(chart)["svg"]
    assert {"+22.1% rose", "−3.0% not clear", "No change"} <= set(words_in(drawn["wide"]))
    assert {"+22.1% rose", "−3.0%"} <= set(words_in(drawn["narrow"]))
    assert chart.data["in words"].tolist() == ["rose", "not clear"]


def test_a_row_without_a_figure_is_named_and_rows_without_any_are_no_chart():
    gone = change("South", None, None, None, reason="too few to compare")
    chart = rows(change("North", 1, -2, 3), gone, North="about the same", South="not compared")
    assert chart.notes == ["Not drawn: South (too few to compare)."]
    assert rows(gone, South="not compared").instead == "No chart is drawn here: too few to compare."
