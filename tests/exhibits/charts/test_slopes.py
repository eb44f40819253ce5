"""The slope chart: what it says follows from the changes that it draws, and no label is lost."""

from __future__ import annotations

import dataclasses
import datetime
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot

from analysis_lib.assessment import Period
from analysis_lib.exhibits import charts
from analysis_lib.exhibits.charts.slopes import spread
from analysis_lib.exhibits.figures import figure_payload
from analysis_lib.values import Value, growth

COMMON = {"measure": "residents", "unit": "People", "groups": "age groups", "words_for": {"area": "Testville"}}
COMMON |= {"source": "Estimates from the office."}


def people(number, year, title="Young", reason=""):
    return Value(value=number, unit="people", measure=f"residents:{title}", area="Testville", population="", method="",
                 period=Period.on(datetime.date(year, 6, 30)), sources=("x",), title=title, release="2024 edition",
                 reason=reason)  # fmt: skip


def grown(before, now, title="Young"):
    return growth(people(before, 2011, title), people(now, 2021, title))


MOVES = [grown(100, 150, "Young"), grown(200, 180, "Middle"), grown(90, 99, "Old")]


def test_it_counts_the_directions_and_says_how_the_focus_went():
    # by hand: 100 to 150 and 90 to 99 rose, 200 to 180 fell
    chart = charts.slope_chart(MOVES, focus="Young", **COMMON)
    first, last = MOVES[0].before.period.label, MOVES[0].now.period.label
    assert chart.message == f"Of 3 age groups, 2 rose and 1 fell, {first} to {last}"
    assert chart.alt == (
        f"Slope chart of residents for 3 age groups, {first} and {last}: 2 rose, 1 fell; young went from 100 to 150."
    )
    assert chart.data.to_dict("list") == {
        "group": ["Young", "Middle", "Old"],
        first: [100, 200, 90],
        last: [150, 180, 99],
    }


def test_every_line_has_its_figure_at_both_ends_wide_and_narrow():
    payload = figure_payload(charts.slope_chart(MOVES, **COMMON))
    assert set(payload["svg"]) == {"wide", "narrow"}
    for drawing in payload["svg"].values():
        for text in ("100", "150", "200", "180", "90", "99", "+50.0%", "−10.0%", "+10.0%", "Young", "Middle", "Old"):
            assert text in drawing


def test_a_change_that_is_withheld_is_named_and_not_drawn():
    gone = dataclasses.replace(grown(5, 7, "Gone"), value=None, reason="recording may have changed")
    chart = charts.slope_chart([*MOVES, gone], **COMMON)
    assert "Gone" not in chart.data["group"].to_list()
    assert chart.notes == ["Not drawn: Gone (recording may have changed)."]
    assert charts.slope_chart([gone], **COMMON).instead == (
        "No chart of residents is drawn: recording may have changed."
    )


@pytest.mark.parametrize(
    ("moves", "words"),
    [
        ([grown(1, 2, str(number)) for number in range(16)], "15 lines at most, got 16"),
        ([people(5, 2011)], "draws changes"),
        ([*MOVES, growth(people(1, 2012), people(2, 2021))], "two periods, the same for all"),
    ],
)
def test_what_cannot_be_drawn_is_refused(moves, words):
    with pytest.raises(ValueError, match=words):
        charts.slope_chart(moves, **COMMON)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=15))
@settings(derandomize=True, deadline=None)
def test_labels_are_moved_apart_kept_in_order_and_on_the_chart(numbers):
    places = spread(numbers, 5.0, (0.0, 100.0))
    ordered = [place for _, place in sorted(zip(numbers, places, strict=True))]
    assert all(later - earlier >= 5.0 - 1e-9 for earlier, later in itertools.pairwise(ordered))
    assert min(places) >= -1e-9
    assert max(places) <= 100 + 1e-9
    pyplot.close("all")


def test_labels_that_do_not_touch_stay_at_their_points():
    assert spread([10.0, 30.0, 70.0], 5.0, (0.0, 100.0)) == [10.0, 30.0, 70.0]
