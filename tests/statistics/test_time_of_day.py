import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, circmean, circstd

from analysis_lib.statistics.time_of_day import aoristic_day, aoristic_week, circular_summary, heaping

exact = settings(derandomize=True, deadline=None)
minutes = st.integers(0, 3_000_000)
windows = st.lists(st.tuples(minutes, st.integers(-500, 20_000)), min_size=1, max_size=30)


def clock(minute):
    return pd.Timestamp("2020-01-01") + pd.to_timedelta(minute, unit="min")


@exact
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(40, 9000)), min_size=1, max_size=10))
def test_heaping_is_scipys_binomial_row_by_row(rows):
    at, events = (np.array(column) for column in zip(*rows, strict=True))
    found = heaping(at, events=events)
    expected = [binomtest(int(k), int(n), 1 / 1440, alternative="greater").pvalue for k, n in rows]
    assert found.p_value == pytest.approx(expected, rel=1e-9)
    assert found.excess_ratio == pytest.approx(at * 1440 / events)


def test_a_minute_without_an_event_is_no_heap():
    assert heaping(0, events=10).p_value == 1


def test_an_event_known_to_a_quarter_of_an_hour_is_shared_by_the_minute():
    """Ratcliffe's aoristic.df for 22:30 to 02:15: 30, 60, 60, 60 and 15 of 225 minutes."""
    weights = aoristic_week("2025-03-05 22:30", "2025-03-06 02:15").weights
    assert weights[weights > 0].index.tolist() == [95, 96, 97, 98, 99]
    assert weights[weights > 0].to_numpy() * 225 == pytest.approx([30, 60, 60, 60, 15])


def test_a_window_over_saturday_midnight_goes_on_at_the_start_of_the_week():
    weights = aoristic_week("2025-03-08 23:00", "2025-03-09 01:00").weights
    assert weights[weights > 0].to_dict() == {1: 0.5, 168: 0.5}


@pytest.mark.parametrize(
    "end",
    ["2025-03-07 14:10", "2025-03-07 14:11", None, "2025-03-07 09:00"],
    ids=["at once", "a minute", "none", "before"],
)
def test_windows_that_say_nothing_count_in_the_hour_of_their_start(end):
    profile = aoristic_week(["2025-03-07 14:10"], [end])
    assert profile.weights[135] == 1
    assert (profile.without_end, profile.end_before_start) == (int(end is None), int(end == "2025-03-07 09:00"))


def test_a_week_or_more_says_nothing_of_the_hour():
    assert aoristic_week("2025-03-01 09:00", "2025-03-08 09:00").weights.to_numpy() == pytest.approx(
        np.full(168, 1 / 168)
    )


@settings(exact, max_examples=25)
@given(windows)
def test_weights_add_up_to_the_events_and_their_order_does_not_matter(rows):
    starts, ends = [clock(a) for a, _ in rows], [clock(a + d) for a, d in rows]
    profile = aoristic_week(starts, ends)
    assert profile.weights.sum() == pytest.approx(len(rows))
    assert profile.weights.min() >= 0
    one_by_one = sum(aoristic_week(a, b).weights for a, b in zip(starts, ends, strict=True))
    assert profile.weights.to_numpy() == pytest.approx(one_by_one.to_numpy())
    assert aoristic_week(starts[::-1], ends[::-1]).weights.to_numpy() == pytest.approx(profile.weights.to_numpy())


def test_a_day_leaves_out_windows_of_more_than_24_hours():
    profile = aoristic_day(
        ["2025-03-05 23:30", "2025-03-01 09:00", "2025-03-04 12:00"], ["2025-03-06 00:30", "2025-03-04 09:00", None]
    )
    assert profile.weights[profile.weights > 0].to_dict() == {0: 0.5, 12: 1, 23: 0.5}
    assert (profile.events, profile.without_end, profile.excluded_share) == (2, 1, pytest.approx(1 / 3))


def test_the_mean_of_eleven_at_night_and_one_in_the_morning_is_midnight():
    assert circular_summary([23, 1]).mean_hour == pytest.approx(0, abs=1e-9)


@exact
@given(st.lists(st.floats(0, 24), min_size=1, max_size=40), st.floats(0, 24))
def test_turning_the_clock_turns_the_mean_and_nothing_else(hours, turn):
    before, after = circular_summary(hours), circular_summary((np.array(hours) + turn) % 24)
    assert after.resultant_length == pytest.approx(before.resultant_length, abs=1e-9)
    assert 0 <= before.rayleigh_p_value <= 1
    if before.resultant_length > 1e-3:
        apart = abs(after.mean_hour - before.mean_hour - turn) % 24
        assert min(apart, 24 - apart) < 1e-6
        assert 0 <= before.mean_hour < 24


def test_mean_and_deviation_are_scipys():
    hours = [8, 8.5, 9, 15, 15.5, 16, 16.25, 17]
    found = circular_summary(hours)
    assert found.mean_hour == pytest.approx(circmean(hours, high=24))
    assert found.standard_deviation_hours == pytest.approx(circstd(hours, high=24))


def test_times_that_cancel_have_no_mean():
    found = circular_summary([0, 12])
    assert np.isnan([found.mean_hour, found.standard_deviation_hours]).all()
    assert found.rayleigh_p_value == pytest.approx(1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: heaping(11, events=10), "events_at_minute must not be above events, got 11 of 10"),
        (lambda: heaping(-1, events=10), "events_at_minute must be 0 or more, got -1"),
        (lambda: heaping(1.5, events=10), r"events_at_minute must be a whole number of events, got 1\.5"),
        (lambda: heaping(1, events=0), "events must be above 0, got 0"),
        (
            lambda: heaping(1, events=10, null_share=2),
            r"null_share must lie between 0 and 1, got 2; write 0\.02 for 2%",
        ),
        (lambda: aoristic_week([], []), "starts must hold one time or more, got none"),
        (
            lambda: aoristic_week("noon", "one"),
            r"starts must hold times such as 2025-03-05 08:00, got one that is none",
        ),
        (
            lambda: aoristic_week(["2025-03-05"], ["2025-03-05"] * 2),
            "ends must hold one time for each of 1 starts, got 2",
        ),
        (lambda: aoristic_week([None, "2025-03-05"], ["2025-03-05"] * 2), "starts must hold no missing time, got one"),
        (
            lambda: aoristic_week(["2025-03-05T08:00Z"], ["2025-03-05T09:00Z"]),
            "local clock times without a zone, got UTC",
        ),
        (
            lambda: aoristic_day("2025-03-01", "2025-03-05"),
            "ends must lie within 24 hours of starts for some event, got none of 1",
        ),
        (lambda: circular_summary([25]), "hours must lie between 0 and 24, got 25; write clock times in hours"),
        (lambda: circular_summary([np.nan]), "hours must hold numbers with none missing"),
        (lambda: circular_summary([]), "hours must hold one number or more, got none"),
    ],
)
def test_bad_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()
