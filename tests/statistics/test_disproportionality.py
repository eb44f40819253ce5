"""Relative rates: R's epitools, an enumeration of every allocation, then what must always hold."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.change import exact_rate_ratio
from analysis_lib.statistics.disproportionality import relative_rate, relative_rate_bounds

QUICK = settings(derandomize=True, deadline=None, max_examples=100)
EVENTS = st.integers(1, 500)


def relative(x1, n1, x0, n0, **others):
    return relative_rate(events=x1, population=n1, reference_events=x0, reference_population=n0, **others)


def bounds(x1, n1, x0, n0, unknown):
    return relative_rate_bounds(
        events=x1, population=n1, reference_events=x0, reference_population=n0, events_unknown=unknown
    )


def test_two_groups():
    # oracle: R, epitools::riskratio.wald
    found = relative([310, 24], [21500, 4100], [1480, 65], [176000, 23900])
    assert found.value == pytest.approx([1.71464487743557, 2.15234521575985])
    assert found.lower == pytest.approx([1.51832030081421, 1.34930067757263])
    assert found.upper == pytest.approx([1.93635496682714, 3.43332661489379])
    assert found.difference_per_1000 == pytest.approx([6.00951374207188, 3.13399326461884])
    assert found.method.tolist() == ["Log Wald"] * 2


def test_few_events_have_an_exact_interval():
    found = relative([9, 10, 0], 1000, [50, 50, 50], 5000)
    exact = exact_rate_ratio(events=9, exposure=1000, reference_events=50, reference_exposure=5000)
    assert found.method.tolist() == ["Exact conditional", "Log Wald", "Exact conditional"]
    assert (found.lower[0], found.upper[0]) == (exact.lower, exact.upper)
    assert (found.value[2], found.lower[2]) == (0, 0)


def test_everybody_in_both_groups_is_no_certainty():
    found = relative(40, 40, 50, 50)
    assert (found.value, found.method) == (1, "Exact conditional")
    assert found.lower < 0.7 < 1.4 < found.upper


def test_no_reference_event_no_ratio():
    found = relative(12, 1000, 0, 1000)
    assert math.isnan(found.value)
    assert math.isnan(found.upper)
    assert found.difference_per_1000 == pytest.approx(12)


@QUICK
@given(x1=EVENTS, x0=EVENTS, more=st.integers(0, 10_000), level=st.floats(0.5, 0.99))
def test_interval_brackets_widens_and_inverts(x1, x0, more, level):
    found = relative(x1, x1 + more, x0, x0 + 77, confidence_level=level)
    wider = relative(x1, x1 + more, x0, x0 + 77, confidence_level=0.998)
    back = relative(x0, x0 + 77, x1, x1 + more, confidence_level=level)
    assert wider.lower <= found.lower <= found.value <= found.upper <= wider.upper
    assert (1 / back.value, 1 / back.upper) == pytest.approx((found.value, found.lower))


def test_a_column_equals_its_rows():
    rows = [(310, 21500, 1480, 176000), (5, 4100, 65, 23900), (9, 9, 0, 12)]
    column = relative(*np.array(rows).T)
    for i, row in enumerate(rows):
        one = relative(*row)
        for name in ("value", "lower", "upper", "difference_per_1000"):
            assert getattr(one, name) == pytest.approx(getattr(column, name)[i], rel=0, abs=0, nan_ok=True)


@QUICK
@given(x1=EVENTS, x0=EVENTS, unknown=st.integers(0, 60))
def test_bounds_are_those_of_every_allocation(x1, x0, unknown):
    found = bounds(x1, 2000, x0, 7000, unknown)
    ratios = [(x1 + a) / 2000 / ((x0 + unknown - a) / 7000) for a in range(unknown + 1)]
    assert (found.lower, found.upper) == pytest.approx((min(ratios), max(ratios)))
    assert found.lower <= found.known_only <= found.upper
    shared = (x1 + unknown * x1 / (x1 + x0)) / 2000 / ((x0 + unknown * x0 / (x1 + x0)) / 7000)
    assert found.proportional == pytest.approx(shared)


def test_no_disparity_may_be_claimed_if_equality_is_possible():
    found = bounds([310, 310], 21500, [1480, 1480], 176000, [420, 5000])
    assert found.include_equality.tolist() == [False, True]
    assert bounds(0, 10, 0, 10, 0).include_equality is True
    assert math.isnan(bounds(5, 10, 0, 10, 2).upper)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: relative(11, 10, 1, 10), "events must not be above its population, got 11 of 10; if one person"),
        (lambda: relative(1, 10, 11, 10), "reference_events must not be above its population, got 11 of 10"),
        (lambda: relative(-1, 10, 1, 10), "events must be 0 or more"),
        (lambda: relative(1, 0, 1, 10), "population must be above 0"),
        (lambda: relative(1, 10, 1, math.nan), "reference_population must hold numbers with none missing"),
        (lambda: relative("x", 10, 1, 10), "events must hold numbers, got 'x'"),
        (lambda: relative(1, 10, 1, 10, confidence_level=95), "write 0.95"),
        (lambda: relative([1, 2], 10, [1, 2, 3], 10), "same number of rows"),
        (lambda: bounds(1, 10, 1, 10, -1), "events_unknown must be 0 or more"),
        (lambda: bounds(1, 10, 1, 10, 0.5), "events_unknown must be a whole number"),
    ],
)
def test_bad_input_is_named_with_its_rule(call, words):
    with pytest.raises(ValueError, match=words):
        call()
