import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.count_charts import (
    c_chart,
    g_chart,
    p_chart,
    p_prime_chart,
    t_chart,
    u_chart,
    u_prime_chart,
)

exact = settings(derandomize=True, deadline=None)
GAPS = [12, 30, 5, 44, 18, 9, 61, 22, 37, 15, 3, 28, 50, 11]


def test_gaps_by_hand():
    """qicharts2: centre the median, 20; limit 24.64 + 3 sqrt(24.64 * 25.64)."""
    chart = g_chart(GAPS)
    assert chart.centre == 20
    assert chart.upper_limit == pytest.approx(np.full(14, 100.056512323833))
    assert (chart.lower_limit == 0).all()


def test_a_chart_of_times_sees_gaps_that_are_too_short():
    chart = t_chart([20, 22, 19, 21, 20, 23, 18, 21, 20, 22, 19, 21, 0.1], baseline=12)
    assert chart.outside.tolist() == [0] * 12 + [-1]


def test_counts_and_rates_by_hand():
    assert c_chart([9] * 12).upper_limit[0] == 18
    chart = u_chart([90, 90], exposure=[30, 30], fewest_points=2)
    assert (chart.centre, chart.upper_limit[0]) == pytest.approx((3, 3 + 3 * np.sqrt(0.1)))


def test_limits_are_wider_for_a_smaller_exposure():
    chart = u_chart([30, 28, 31], exposure=[31, 28, 31], fewest_points=3)
    assert chart.upper_limit[1] > chart.upper_limit[0] == chart.upper_limit[2]


def test_large_counts_are_all_out_by_chance_alone_and_in_by_their_own_variation():
    events = [14300, 15020, 13910, 16100, 15800, 14990, 16550, 14020, 15510, 14700, 15200, 14400]
    assert (u_chart(events, exposure=[26.2] * 12).outside != 0).sum() > 6
    assert not u_prime_chart(events, exposure=[26.2] * 12).outside.any()


@exact
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(50, 90)), min_size=12, max_size=30))
def test_limits_of_a_share_stay_within_nought_and_one(points):
    numerators, denominators = zip(*points, strict=True)
    for chart in (p_chart, p_prime_chart):
        found = chart(numerators, denominators=denominators)
        if found.reason:
            assert np.isnan([found.lower_limit, found.upper_limit]).all()
            assert not found.outside.any()
            continue
        assert (found.lower_limit >= 0).all()
        assert (found.lower_limit <= found.centre).all()
        assert (found.centre <= found.upper_limit).all()
        assert (found.upper_limit <= 1).all()
        assert (found.lower_limit < found.upper_limit).all()


@pytest.mark.parametrize(
    ("chart", "centre"),
    [
        (c_chart([0] * 12), 0),
        (u_prime_chart([0] * 12, exposure=[30] * 12), 0),
        (u_prime_chart([9] * 12, exposure=[30] * 12), 0.3),
        (p_chart([0] * 12, denominators=[30] * 12), 0),
        (p_chart([30] * 12, denominators=[30] * 12), 1),
        (p_prime_chart([9] * 12, denominators=[30] * 12), 0.3),
        (g_chart([0] * 12), 0),
        (t_chart([5] * 12), 5),
    ],
)
def test_a_baseline_without_spread_has_no_limits_and_says_so(chart, centre):
    assert chart.centre == pytest.approx(centre)
    assert np.isnan([chart.lower_limit, chart.upper_limit]).all()
    assert (chart.outside.any(), chart.reason) == (
        False,
        "the baseline gives no spread, so nothing tells what would be unusual",
    )


def test_a_frozen_baseline_sets_the_limits():
    chart = c_chart([9] * 12 + [90], baseline=12)
    assert (chart.centre, chart.outside[-1], chart.note[:11]) == (9, 1, "provisional")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: g_chart([3, -1]), "gaps must be 0 or more, got -1"),
        (lambda: t_chart([3, 0]), "times must be above 0, got 0"),
        (lambda: c_chart([3]), "events must hold 12 points or more, got 1; take a longer series"),
        (lambda: u_chart([3, 4], exposure=[31, 0], fewest_points=2), "exposure must be above 0, got 0"),
        (
            lambda: u_chart([3, 4], exposure=[31]),
            "exposure must hold one number for each of 2 events, got 1",
        ),
        (lambda: u_prime_chart([3, np.nan], exposure=[31, 28]), "events must hold numbers with none missing"),
        (
            lambda: p_chart([3, 4], denominators=[3, 3], fewest_points=2),
            "numerators must not be above denominators, got 4 of 3; if one person can count twice, use u_prime_chart",
        ),
        (lambda: p_prime_chart([], denominators=[]), "numerators must hold one number or more, got none"),
    ],
)
def test_bad_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()
