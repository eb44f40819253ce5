"""Modelled numbers: two figures, the range first, nothing drawn or said that is not known."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis_lib.assessment import Period
from analysis_lib.exhibits import charts, sentences, tables, words
from analysis_lib.exhibits.charts.panels import Panel, Point
from analysis_lib.exhibits.charts.ranges import RangeRow
from analysis_lib.exhibits.figures import figure_payload
from analysis_lib.people import People
from analysis_lib.values import Value

WORDS = {"area": "Testville", "period": "year to March 2024"}


def modelled(number: float | None, lower: float | None = None, upper: float | None = None, **others) -> Value:
    """An example: people of an invented borough."""
    return Value(
        value=number, unit="people", measure="estimate:example", area="Testville", lower=lower, upper=upper,
        period=Period.twelve_months_to(2024, 3), population="women", method="an example", sources=("example",),
        title="Examples", people=People("women", 16), **others,
    )  # fmt: skip


@pytest.fixture
def shown(monkeypatch) -> list[dict]:
    payloads: list[dict] = []
    monkeypatch.setattr("analysis_lib.exhibits.contract.show", lambda payload, **_: payloads.append(payload))
    return payloads


def test_a_range_is_rounded_outwards_and_comes_first():
    one = modelled(10_602, 6_988, 12_185)
    assert words.cell(one) == "11,000"
    assert words.interval_cell(one) == "6,900 to 13,000"
    assert sentences.sentence("{one:modelled} women", one=one).text == "Between 6,900 and 13,000 women"


def test_a_range_that_is_not_known_is_said_not_to_be():
    one = modelled(6_362)
    assert words.interval_cell(one) == "[x]"
    said = sentences.sentence("By estimate, {one:modelled} women", one=one).text
    assert said == "By estimate, about 6,400 (by how much more or fewer is not known) women"


def test_the_number_to_remember_can_be_a_range(shown):
    sentences.key_number((modelled(10_602, 6_988, 12_185), "interval"), "women", "Modelled.")
    sentences.key_number((modelled(6_362), "interval"), "women", "Modelled.")
    assert [payload["number"][0]["text"] for payload in shown] == ["6,900 to 13,000", "6,400"]
    assert [payload["figures"][0]["value"] for payload in shown] == [10_602, 6_362]


def test_a_table_without_rows_gives_way_to_its_reason(shown):
    frame = pd.DataFrame()
    frame.attrs = {"instead": "No number is worked out."}
    tables.table(frame, caption="A table")
    assert shown[0]["kind"] == "sentence"
    assert shown[0]["parts"][0]["text"] == "No number is worked out."


def test_a_range_plot_holds_every_number_drawn_and_marks_what_is_quoted():
    rows = [
        RangeRow("With a range", modelled(100, 50, 150), (95, 105), (("region", "as in a region", modelled(80)),)),
        RangeRow("Quoted", modelled(40, second_hand=True)),
        RangeRow("Without a figure", modelled(None, reason="not held")),
    ]
    key = {"number": "Circle: the number", "band": "Band: the range", "region": "Diamond: a region", "count": "Unused"}
    chart = charts.range_plot(rows, unit="People", source="An example.", words_for=WORDS, alt="An example.", key=key)
    assert list(chart.data["number"]) == [100, 40, 80]
    assert chart.notes[0] == "Circle: the number. Band: the range. Diamond: a region."
    drawn = figure_payload(chart, caption="An example")["svg"]
    assert "50 to 150" in drawn["wide"]
    assert "about 40 [q]" in drawn["wide"]
    assert "Without a figure" not in drawn["wide"]


def test_panels_join_only_points_of_one_stretch():
    points = [
        Point("women", year, 5.0, "aged 16 to 59" if year < 2018 else "aged 16 to 74") for year in (2016, 2017, 2019)
    ]
    quoted = Point("women", 2024, 9.5, "aged 16 and over", second_hand=True)
    chart = charts.rate_panels(
        [Panel("Old", points), Panel("New", [quoted])],
        unit="Per cent",
        source="An example.",
        words_for=WORDS,
        alt="Panels.",
    )
    from matplotlib import pyplot as plt

    figure = chart.draw(False)
    lines = [[len(line.get_xdata()) for line in axes.get_lines()] for axes in figure.axes]
    plt.close(figure)
    assert lines == [[2, 1], [1]]
    assert "9.5 [q]" in figure_payload(chart, caption="An example")["svg"]["wide"]


def test_dots_print_what_is_missing():
    frame = pd.DataFrame({"women": [8.8, 11.2], "men": [7.4, None]}, index=["Aged 16 to 19", "Aged 20 to 24"])
    chart = charts.dot_rows(frame, unit="Per cent", source="An example.", words_for=WORDS, alt="Dots.", decimals=1)
    assert "11.2 / [x]" in figure_payload(chart, caption="An example")["svg"]["wide"]
