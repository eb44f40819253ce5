"""The pyramid, the map and the bars: what they say follows from what they draw."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest

from analysis_lib.assessment import Period
from analysis_lib.exhibits import charts
from analysis_lib.exhibits.figures import figure_payload
from analysis_lib.values import Value

WORDS = {"area": "Testville"}
COMMON = {"source": "Estimates from the office.", "words_for": WORDS}
SQUARE = np.array([[0.0, 51.0], [0.1, 51.0], [0.1, 51.1], [0.0, 51.1], [0.0, 51.0]])


def ages(women, men):
    return pd.DataFrame({"youngest": [0, 30, 60], "oldest": [29, 59, pd.NA], "women": women, "men": men})


def value(title, number, lower=None, upper=None, reason=""):
    return Value(value=number, unit="per cent", measure=f"share:{title}", area="Testville", population="", method="",
                 period=Period.on(datetime.date(2021, 3, 21)), sources=("x",), title=title, lower=lower, upper=upper,
                 confidence_level=0.95 if lower is not None else None, reason=reason)  # fmt: skip


def pyramid(own, other):
    return charts.population_pyramid(own, other, area="Testville", comparator="Region", date="mid-2023", **COMMON)


def test_a_pyramid_says_where_it_differs():
    # by hand: shares 30, 20 and 50 per cent of people against 40, 40 and 20
    chart = pyramid(ages([20, 10, 26], [10, 10, 24]), ages([20, 20, 10], [20, 20, 10]))
    assert chart.message == "Larger share aged 60 and over than Region, smaller share aged 0 to 59"
    assert "the largest group is women aged 60 and over, 26.0% of all people" in chart.alt
    assert chart.data["women, per cent"].to_list() == [20, 10, 26]
    assert chart.data["men in Region, per cent"].to_list() == [20, 20, 10]


def test_a_pyramid_needs_the_same_bands():
    with pytest.raises(ValueError, match="same bands of ages"):
        pyramid(ages([1, 1, 1], [1, 1, 1]), ages([1, 1, 1], [1, 1, 1]).iloc[:2])


def shapes(names):
    rings = [[SQUARE + np.array([0.1 * position, 0])] for position, _ in enumerate(names)]
    return pd.DataFrame({"code": names, "name": names, "rings": rings})


def mapped(classes, **others):
    labels = ["Lowest", "Low", "Middle", "High", "Highest"]
    return charts.choropleth(
        shapes(["A", "B", "C"]), classes, labels=labels, measure="need", kind="small areas", area="Testville",
        message="A map", **COMMON, **others,
    )  # fmt: skip


def test_a_map_counts_its_classes_and_marks_what_has_no_figure():
    chart = mapped({"A": 4, "B": 0}, within=shapes(["Ward"]), named=["Ward"])
    assert chart.alt == (
        "Map of need by small areas, Testville: 1 of 2 small areas are in the class highest, most of them in Ward; "
        "1 in the class lowest."
    )
    assert "Hatched: no figure." in chart.notes
    drawn = figure_payload(chart)["svg"]["wide"]
    assert "Highest: 1 area" in drawn
    assert "Middle: 0 areas" in drawn
    assert "Ward" in drawn


def test_a_map_without_gaps_has_no_hatching():
    assert not mapped({"A": 4, "B": 0, "C": 2}).notes


def test_a_map_needs_a_label_for_each_class():
    with pytest.raises(ValueError, match="5 classes, got 1 labels"):
        charts.choropleth(shapes(["A"]), {}, labels=["x"], measure="", kind="", area="", **COMMON)


def drawn_bars(values, **others):
    return charts.bars(values, measure="the share of groups", unit="Per cent", area="Testville", message="Bars",
                       **COMMON, **others)  # fmt: skip


def test_bars_stand_by_size_with_their_intervals_and_the_other_area():
    chart = drawn_bars([value("Few", 5.0, 4.0, 7.0), value("Many", 40.0, 35.0, 45.0)],
                       against=[value("Few", 9.0), value("Many", 30.0)], against_name="Region")  # fmt: skip
    assert chart.alt == "Bar chart of the share of groups, Testville: highest Many, 40.0%; lowest Few, 5.0%."
    assert chart.data["group"].to_list() == ["Many", "Few"]
    assert chart.data["lower"].to_list() == [35, 4]
    assert chart.data["Region"].to_list() == [30, 9]
    assert chart.notes[:2] == ["Open diamond: Region.", "Lines show 95% intervals."]


def test_bars_keep_an_order_of_their_own():
    chart = drawn_bars([value("First", 5.0), value("Second", 40.0)], by_size=False)
    assert chart.data["group"].to_list() == ["First", "Second"]


def test_a_bar_without_a_figure_is_named_and_none_at_all_is_a_sentence():
    gap = value("Gone", None, reason="not published")
    assert "Not drawn: Gone (not published)." in drawn_bars([value("Here", 5.0), gap]).notes
    assert drawn_bars([gap]).instead == "No chart of the share of groups is drawn for Testville: not published."


def test_each_is_drawn_wide_and_narrow():
    made = [pyramid(ages([1, 2, 3], [3, 2, 1]), ages([1, 1, 1], [1, 1, 1])), mapped({"A": 1}),
            drawn_bars([value("A", 1.0)])]  # fmt: skip
    for chart in made:
        payload = figure_payload(chart)
        assert set(payload["svg"]) == {"wide", "narrow"}
        assert 0 < len(payload["alt"]) <= 250
