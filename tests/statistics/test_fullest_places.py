"""What the fullest places hold: by hand, then what must hold for any places."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.concentration import share_in_fullest_places

QUICK = settings(derandomize=True, deadline=None, max_examples=30)
PLACES = st.lists(st.integers(0, 40), min_size=2, max_size=25).filter(any)


def test_three_events_in_two_places_by_hand():
    # oracle: of the 8 ways in which three events fall on two places 2 put all in one and 6 put two in one, so that the
    # fuller place has (2 x 3 + 6 x 2) / 8 = 2.25 of the three on average
    found = share_in_fullest_places([1, 2], places=[1, 2], draws=40_000)
    assert found["share"].tolist() == pytest.approx([2 / 3, 1])
    assert found["by_chance"].tolist() == pytest.approx([0.75, 1], abs=0.005)
    assert (found["lower"][0], found["upper"][0]) == pytest.approx((2 / 3, 1))


def test_exposures_draw_events_to_places():
    # oracle: one event, and a place that draws it three times in four: the fullest place always has it all
    even = share_in_fullest_places([4, 4, 4, 4], places=[1])
    pulled = share_in_fullest_places([4, 4, 4, 4], places=[1], exposures=[97, 1, 1, 1])
    assert pulled["by_chance"][0] == pytest.approx(0.97, abs=0.01)
    assert even["by_chance"][0] < 0.6


@QUICK
@given(PLACES)
def test_shares_grow_with_places_and_reach_all(events):
    found = share_in_fullest_places(events, places=range(1, len(events) + 1), draws=200)
    for name in ("share", "by_chance", "lower", "upper"):
        assert (np.diff(found[name]) >= -1e-12).all()
        assert found[name].iloc[-1] == pytest.approx(1)
    assert (found["lower"] <= found["by_chance"] + 1e-12).all()
    assert (found["by_chance"] <= found["upper"] + 1e-12).all()


@QUICK
@given(PLACES)
def test_the_order_of_places_does_not_matter_and_the_seed_decides(events):
    one, other = (share_in_fullest_places(x, places=[1], draws=200) for x in (events, events[::-1]))
    assert one.equals(other)


@pytest.mark.parametrize(
    ("events", "given", "message"),
    [
        ([3], {"places": [1]}, "two places or more"),
        ([0, 0], {"places": [1]}, "one event or more"),
        ([1, 2], {"places": [3]}, "places"),
        ([1, 2], {"places": [1], "exposures": [1, 0]}, "exposures must be above 0"),
        ([1, 2], {"places": [1], "draws": 5}, "draws"),
        ([1, 2.5], {"places": [1]}, "whole number"),
    ],
)
def test_bad_input_is_refused(events, given, message):
    with pytest.raises(ValueError, match=message):
        share_in_fullest_places(events, **given)
