"""Under-reporting: published inspections and surveys, then what must hold for any share."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.under_reporting import (
    known_to_police_multiplier,
    reported_crime_from_unrecorded,
    reported_crime_range,
)

QUICK = settings(derandomize=True, deadline=None)


def test_published_figures():
    # oracle: HMICFRS Metropolitan Police 2018 (89.5%, over 94,500 unrecorded); ONS partner abuse, 18.9% told the police
    crimes = reported_crime_from_unrecorded(94_500, recording_rate=0.895)
    assert (crimes.reported, crimes.recorded) == pytest.approx((900_000, 805_500))
    assert known_to_police_multiplier(0.189) == pytest.approx(5.29100529100529)
    limits = reported_crime_range(100_000, recording_rate=0.895, half_width=0.0164)
    assert (limits.lower, limits.upper) == pytest.approx((109721.30787799, 113817.436831323))


@QUICK
@given(recorded=st.integers(0, 10**6), rate=st.floats(0.1, 1), part=st.floats(0, 0.9))
def test_the_range_brackets_the_value_and_never_falls_below_what_is_recorded(recorded, rate, part):
    found = reported_crime_range(recorded, recording_rate=rate, half_width=part * rate)
    assert recorded <= found.lower * (1 + 1e-9)
    assert found.lower <= found.value <= found.upper
    assert found.upper - found.value >= found.value - found.lower - 1e-6
    column = reported_crime_range([recorded, 5], recording_rate=rate, half_width=part * rate)
    assert column.upper[0] == found.upper


@QUICK
@given(unrecorded=st.integers(0, 10**6), rate=st.floats(0.01, 0.99))
def test_recorded_and_unrecorded_make_up_reported(unrecorded, rate):
    found = reported_crime_from_unrecorded(unrecorded, recording_rate=rate)
    assert found.recorded + found.unrecorded == pytest.approx(found.reported)
    assert found.recorded == pytest.approx(rate * found.reported)
    assert known_to_police_multiplier(rate) >= 1


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: known_to_police_multiplier(0), "known_share must be above 0, got 0"),
        (
            lambda: known_to_police_multiplier(18.9),
            r"known_share must lie between 0 and 1, got 18\.9; write 0\.189 for 18\.9%",
        ),
        (lambda: known_to_police_multiplier(math.nan), "known_share must hold numbers with none missing"),
        (lambda: known_to_police_multiplier("most"), "known_share must hold numbers, got 'most'"),
        (lambda: reported_crime_from_unrecorded(5, recording_rate=1), "recording_rate must be below 1, got 1"),
        (lambda: reported_crime_from_unrecorded(-5, recording_rate=0.9), "unrecorded must be 0 or more, got -5"),
        (
            lambda: reported_crime_range(5, recording_rate=0.9, half_width=1.64),
            "half_width must be below recording_rate, got 1.64; write 0.0164 for 1.64 points",
        ),
        (lambda: reported_crime_range([], recording_rate=0.9, half_width=0.1), "recorded must hold one number or more"),
    ],
)
def test_bad_input_is_named_with_its_rule(call, words):
    with pytest.raises(ValueError, match=words):
        call()
