"""The difference between two rates."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.differences import rate_difference

QUICK = settings(derandomize=True, deadline=None, max_examples=100)
EVENTS, EXPOSURE = st.integers(0, 500), st.integers(1, 5000)


def test_by_hand_from_published_limits():
    # oracle: the limits of 20 and of 5 events in 100 people in the test suite of PHEindicatormethods 2.1.0
    lower = 15 - ((20 - 12.211429) ** 2 + (11.668332 - 5) ** 2) ** 0.5
    upper = 15 + ((30.889880 - 20) ** 2 + (5 - 1.623486) ** 2) ** 0.5
    found = rate_difference(events=20, exposure=100, reference_events=5, reference_exposure=100, multiplier=100)
    assert (found.value, found.lower, found.upper) == pytest.approx((15, lower, upper), abs=1e-5)


def test_the_interval_covers_the_true_difference_as_often_as_it_says():
    # oracle: 20,000 simulated pairs of Poisson counts with known rates; 95% within the error of the simulation
    draw = np.random.default_rng(1)
    x, y = draw.poisson(12, 20_000), draw.poisson(7, 20_000)
    found = rate_difference(events=x, exposure=1.0, reference_events=y, reference_exposure=1.0, multiplier=1)
    covered = np.mean((found.lower <= 5) & (found.upper >= 5))
    assert 0.94 <= covered <= 0.98


@QUICK
@given(EVENTS, EXPOSURE, EVENTS, EXPOSURE)
def test_it_brackets_the_difference_turns_round_and_widens_with_confidence(x1, t1, x2, t2):
    found = rate_difference(events=x1, exposure=t1, reference_events=x2, reference_exposure=t2)
    back = rate_difference(events=x2, exposure=t2, reference_events=x1, reference_exposure=t1)
    assert found.lower <= found.value <= found.upper
    assert (-back.upper, -back.lower) == pytest.approx((found.lower, found.upper))
    narrow = rate_difference(events=x1, exposure=t1, reference_events=x2, reference_exposure=t2, confidence_level=0.8)
    assert found.lower <= narrow.lower
    assert narrow.upper <= found.upper


def test_a_column_equals_its_rows():
    x, y = np.array([0, 3, 12, 400]), np.array([5, 5, 5, 5])
    column = rate_difference(events=x, exposure=1000, reference_events=y, reference_exposure=2000)
    rows = [
        rate_difference(events=a, exposure=1000, reference_events=b, reference_exposure=2000)
        for a, b in zip(x, y, strict=True)
    ]
    assert column.lower.tolist() == [row.lower for row in rows]


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ({"events": -1}, "must be 0 or more"),
        ({"reference_exposure": 0}, "must be above 0"),
        ({"confidence_level": 95}, "write 0.95"),
        ({"events": float("nan")}, "none missing"),
    ],
)
def test_bad_input_is_named(others, words):
    known = {"events": 5, "exposure": 10, "reference_events": 5, "reference_exposure": 10}
    with pytest.raises(ValueError, match=words):
        rate_difference(**(known | others))
