"""Tables and figures: what must travel with them, what their cells print, and what is refused."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from matplotlib import pyplot as plt

from analysis_lib.exhibits import charts, figure_payload, table_payload
from analysis_lib.exhibits.figures import Chart
from test_values import changed, count

SOURCE = "A publication from an organisation."
FRAME = pd.DataFrame(
    {"Count": [count(1234), count(None)], "Change (%)": [changed(1000, 600), changed(7, 12)]},
    index=["Theft", "Robbery"],
)
WORDS = {"area": "Havering", "period": "year to September 2025"}


def drawn(**others):
    return Chart(
        **(
            {"draw": empty, "alt": "A chart of nothing.", "data": pd.DataFrame({"x": [1]}), "message": "It is empty"}
            | others
        )
    )


def empty(narrow):
    drawing, axes = plt.subplots()
    axes.text(0.5, 0.5, "Nothing")
    return drawing


def test_a_table_prints_each_value_by_what_it_is():
    payload = table_payload(FRAME, caption="Two rows", source=SOURCE)
    assert [[cell["text"] for cell in row["cells"]] for row in payload["rows"]] == [["1,234", "−40.0"], ["[x]", "[z]"]]
    assert [row["text"] for row in payload["figures"]] == ["1,234", "−40.0"]
    assert payload["shorthand"] == "Shorthand: [x] not available, [z] not applicable."


def test_views_of_a_value():
    frame = pd.DataFrame(
        {"Interval": [(changed(1000, 600), "interval")], "In words": [(changed(1000, 600), "direction")]},
        index=["Theft"],
    )
    payload = table_payload(frame, caption="One row", source=SOURCE)
    interval, direction = payload["rows"][0]["cells"]
    assert re.fullmatch(r"−\d+\.\d to −\d+\.\d", interval["text"])
    assert (direction["text"], direction["glyph"]) == ("fell", "▼")
    assert payload["data"]["columns"] == ["row", "Interval, lower", "Interval, upper", "In words"]


@pytest.mark.parametrize(
    ("frame", "others", "words"),
    [
        (FRAME.iloc[:0], {}, "has no rows"),
        (FRAME, {"source": None}, "names no source"),
        (pd.DataFrame({"Count": [12]}, index=["Theft"]), {}, "make it a Value first"),
        (pd.DataFrame({"Count": [(count(1), "colour")]}, index=["Theft"]), {}, "make it a Value first"),
    ],
)
def test_a_table_that_cannot_be_trusted_is_refused(frame, others, words):
    with pytest.raises(ValueError, match=words):
        table_payload(frame, **({"caption": "A table", "source": SOURCE} | others))


@pytest.mark.parametrize(
    ("chart", "others", "words"),
    [
        (drawn(message=""), {}, "needs a caption"),
        (drawn(alt=""), {}, "has no alternative text, which must have 1 to 250"),
        (drawn(alt="x" * 251), {}, "an alternative text of 251 characters"),
        (drawn(data=pd.DataFrame()), {}, "the data behind the figure are missing"),
        (drawn(), {"source": None}, "names no source"),
    ],
)
def test_a_figure_without_what_must_travel_with_it_is_refused(chart, others, words):
    with pytest.raises(ValueError, match=words):
        figure_payload(chart, **({"source": SOURCE} | others))


def test_a_drawing_carries_no_clock_and_its_text_stays_text():
    first, second = (figure_payload(drawn(), source=SOURCE)["svg"]["wide"] for _ in range(2))
    assert first == second
    assert ">Nothing</text>" in first
    assert "metadata" not in first
    assert not re.search(r"\d\.\d{4,}", first)


def test_the_message_of_a_change_chart_follows_from_the_values():
    import dataclasses

    def named(title, before, now):
        return dataclasses.replace(changed(before, now), title=title)

    counts = [("Theft", 1000, 600), ("Robbery", 1000, 1500), ("Burglary", 1000, 1010), ("Homicide", 3, 4)]
    chart = charts.dot_plot_of_changes([named(*row) for row in counts], source=SOURCE, words_for=WORDS)
    assert chart.message == "Theft fell; robbery rose"
    assert chart.alt == (
        "Dot plot of the change in recorded offences for 3 groups, Havering, year to September 2025: "
        "1 rose (most: robbery, 50.0%), 1 fell (most: theft, 40.0%), 1 neither."
    )
    assert any("too few to compare: homicide" in note for note in chart.notes)
    still = charts.dot_plot_of_changes([named("Burglary", 1000, 1010)], source=SOURCE, words_for=WORDS)
    assert still.message == "No offence group rose or fell by more than chance allows"


def test_a_gap_in_a_series_stays_a_gap():
    months = pd.date_range("2020-01-01", periods=24, freq="MS")
    series = pd.Series([10.0] * 24, index=months)
    series.iloc[10] = None
    chart = charts.line_chart(series, unit="Offences recorded in a month", source=SOURCE, words_for=WORDS)
    line = chart.draw(False).axes[0].lines[0]
    assert len(line.get_xdata()) == 24
    assert pd.isna(line.get_ydata()[10])
    assert pd.isna(chart.data["Offences recorded in a month"][10])


def test_a_line_may_have_a_band_of_intervals_of_its_own_months():
    months = pd.date_range("2020-01-01", periods=3, freq="MS")
    series = pd.Series([10.0, 20.0, 30.0], index=months)
    limits = pd.DataFrame({"lower": [8.0, 17.0, 26.0], "upper": [12.0, 23.0, 34.0]}, index=months)
    common = {"unit": "Offences", "source": SOURCE, "words_for": WORDS}
    chart = charts.line_chart(series, limits=limits, **common)
    (band,) = chart.draw(False).axes[0].collections
    assert {26.0, 34.0} <= set(band.get_paths()[0].vertices[:, 1])
    assert chart.data["upper"].to_list() == [12, 23, 34]
    assert "The band shows 95% intervals." in chart.notes
    with pytest.raises(ValueError, match="of other months than the line"):
        charts.line_chart(series, limits=limits.iloc[:2], **common)


def summed(whole, **attrs):
    frame = pd.DataFrame({"Count": [count(3), count(4), count(whole)]}, index=["Theft", "Robbery", "All"])
    frame.attrs = {"levels": ["member", "member", "total"]} | attrs
    return frame


def test_a_total_that_its_members_do_not_add_up_to_is_refused():
    table_payload(summed(7), caption="A sum", source=SOURCE)
    with pytest.raises(ValueError, match='"A sum", column "Count": All is 8, but its members add up to 7'):
        table_payload(summed(8), caption="A sum", source=SOURCE)


def test_which_rows_are_sums_can_be_said():
    table_payload(summed(8, closes={}), caption="No sum", source=SOURCE)
    with pytest.raises(ValueError, match="Theft is 3, but its members add up to 4"):
        table_payload(summed(7, closes={"Theft": ["Robbery"]}), caption="Another sum", source=SOURCE)


def test_a_table_and_a_chart_say_which_figures_are_second_hand():
    mixed = pd.DataFrame(
        {"Count": [count(3, title="Theft"), count(4, title="Robbery", second_hand=True)]}, index=list("ab")
    )
    assert table_payload(FRAME, caption="Two rows", source=SOURCE)["second_hand"] == ""
    assert "(Robbery)" in table_payload(mixed, caption="Mixed", source=SOURCE)["second_hand"]
    whole = table_payload(mixed.loc[["b"]], caption="All", source=SOURCE)["second_hand"]
    assert whole.startswith("All figures of this table rest on")
    assert "Robbery" not in whole
    assert figure_payload(drawn(), source=SOURCE)["second_hand"] == ""
    assert "Check them there" in figure_payload(drawn(second_hand=True), source=SOURCE)["second_hand"]


@pytest.mark.parametrize(("first_hand", "share"), [(2, "Most"), (9, "Some")])
def test_many_second_hand_figures_are_told_by_the_marks_of_their_rows(first_hand, share):
    quoted = [count(4, title=f"Kind {number}", second_hand=True) for number in range(4)]
    frame = pd.DataFrame({"Count": [count(3, title="Theft")] * first_hand + quoted})
    said = table_payload(frame, caption="Many", source=SOURCE)["second_hand"]
    assert said.startswith(f"{share} figures of this table, in the rows marked [q], rest on")
    assert "Kind" not in said


def test_data_hold_the_shorthand_that_stands_instead_of_a_number():
    assert table_payload(FRAME, caption="Two rows", source=SOURCE)["data"]["rows"] == [
        ["Theft", 1234, -40], ["Robbery", "[x]", "[z]"],
    ]  # fmt: skip
