import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.control_charts import xmr_chart

COMMON = "Common Cause"
CALM = [0, 10] * 10  # mean 5, every moving range 10: limits at 5 - 26.6 and 5 + 26.6, two thirds of the way at 22.7


def causes_after(points):
    return xmr_chart(CALM + points, baseline=20).special_cause[20:].tolist()


def test_limits_by_hand():
    chart = xmr_chart(CALM)
    assert (chart.mean, chart.lower_limit, chart.upper_limit) == pytest.approx((5, -21.6, 31.6))
    assert set(chart.special_cause) == {COMMON}


@pytest.mark.parametrize(
    ("points", "causes"),
    [
        ([32], ["Above UCL"]),
        ([-22], ["Below LCL"]),
        ([31], [COMMON]),
        ([1, 2, 3, 4, 5.5, 6, 7], ["7 Point Trend (Increasing)"] * 7),
        ([9, 8, 7, 4, 3, 2, 1], ["7 Point Trend (Decreasing)"] * 7),
        ([1, 2, 3, 3, 5.5, 6, 7], [COMMON] * 7),  # a step that does not rise ends the run
        ([6, 7, 6, 7, 6, 7, 6], ["7 Points Above CL"] * 7),
        ([4, 3, 4, 3, 4, 3, 4], ["7 Points Below CL"] * 7),
        ([6, 7, 6, 5, 6, 7, 6], [COMMON] * 7),  # a point on the mean is on neither side
        ([24, 6, 24], ["2 in 3 Above CL", COMMON, "2 in 3 Above CL"]),
        ([-14, -14, 4], ["2 in 3 Below CL", "2 in 3 Below CL", COMMON]),
        ([24, 4, 24], [COMMON] * 3),  # as the reference: all three on one side
    ],
)
def test_each_rule_calls_out_its_points(points, causes):
    """The labels and the cases of the test suite of NHSRplotthedots; the last of CALM, 10, lies above the mean."""
    found = causes_after([4, *points] if points[0] > 5 else [6, *points])[1:]
    assert found == causes


def test_the_order_of_precedence():
    """Outside before trend, trend before two in three, two in three before seven on one side."""
    assert causes_after([4, 6, 7, 8, 9, 10, 11, 40])[1:] == ["7 Point Trend (Increasing)"] * 6 + ["Above UCL"]
    assert causes_after([4, 6, 7, 8, 9, 10, 24, 25])[1:] == ["7 Point Trend (Increasing)"] * 7
    mixed = causes_after([4, 6, 7, 6, 7, 24, 7, 24])[1:]
    assert mixed == [*["7 Points Above CL"] * 4, "2 in 3 Above CL", "7 Points Above CL", "2 in 3 Above CL"]


def test_an_outlier_does_not_widen_the_limits_if_screened():
    spiked = [*CALM[:10], 200, *CALM[10:]]
    screened, plain = (xmr_chart(spiked, screen_outliers=screen) for screen in (True, False))
    assert screened.upper_limit - screened.mean == pytest.approx(26.6)
    assert plain.upper_limit - plain.mean > 60
    assert screened.special_cause[10] == "Above UCL"


def test_a_constant_series_has_no_limits_and_no_signal():
    chart = xmr_chart([7] * 15)
    assert np.isnan([chart.lower_limit, chart.upper_limit]).all()
    assert chart.reason == "the points of the baseline never move, so nothing tells what would be unusual"
    assert set(chart.special_cause) == {COMMON}


def test_how_many_points_a_chart_needs():
    with pytest.raises(ValueError, match="values must hold 12 points or more, got 11; take a longer series"):
        xmr_chart(range(11))
    assert xmr_chart(range(11), fewest_points=2).baseline_points == 11
    assert xmr_chart(range(12)).note == "provisional: 12 points set the limits, which will still move; 20 suffice"
    assert xmr_chart(range(20)).note == ""
    assert xmr_chart(range(40), baseline=12).note.startswith("provisional: 12 points")


@settings(derandomize=True, deadline=None)
@given(st.lists(st.integers(0, 100), min_size=12, max_size=40), st.integers(1, 9), st.integers(-50, 50))
def test_a_change_of_unit_changes_no_signal(values, factor, shift):
    chart, other = xmr_chart(values), xmr_chart(np.array(values) * 2.0**factor + shift)
    assert (chart.special_cause == other.special_cause).all()
    assert not chart.lower_limit > chart.mean


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: xmr_chart([5]),
            "values must hold 12 points or more, got 1; take a longer series",
        ),
        (
            lambda: xmr_chart(CALM, baseline=21),
            "baseline must be a whole number from 12 to 20, got 21",
        ),
        (lambda: xmr_chart([1, np.nan, 2]), "values must hold numbers with none missing"),
        (lambda: xmr_chart([]), "values must hold one number or more, got none"),
        (lambda: xmr_chart(["low", "high"]), "values must hold numbers, got 'low'"),
    ],
)
def test_bad_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()
