"""Standardised rates: the public health test suites, a small place by hand, then what must always hold."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.rates import byar_count_interval, rate
from analysis_lib.statistics.standardisation import (
    EUROPEAN_STANDARD_POPULATION_2013,
    directly_standardised_rate,
    directly_standardised_rate_of_people,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
)

QUICK = settings(derandomize=True, deadline=None, max_examples=100)
BANDS = st.lists(st.tuples(st.integers(5, 300), st.integers(1, 5000), st.integers(1, 9000)), min_size=2, max_size=8)

# PHEindicatormethods 2.1.0, testdata_big
EVENTS = [127, 25, 18, 21, 12, 27, 48, 27, 29, 32, 32, 34, 45, 65, 38, 68, 74, 82, 91]
PEOPLE = [636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153, 123, 207]


def direct(events, populations, standard_populations, **others):
    return directly_standardised_rate(
        events=events, populations=populations, standard_populations=standard_populations, **others
    )


def indirect(events, populations, reference_events, reference_populations, **others):
    return indirectly_standardised_ratio(
        events=events,
        populations=populations,
        reference_events=reference_events,
        reference_populations=reference_populations,
        **others,
    )


def test_two_bands_by_hand():
    # 10 of 1,000 young and 20 of 500 old; as many old as young in the standard: (0.01 + 0.04) / 2 = 2,500 per 100,000
    found = direct([10, 20], [1000, 500], [1, 1])
    assert found.value == pytest.approx(2500)
    # Dobson by hand: variance (10/1000^2 + 20/500^2) / 4 = 2.25e-5, so 1e5 * sqrt(2.25e-5 / 30) = 86.60 per event
    thirty = byar_count_interval(30)
    assert found.lower == pytest.approx(2500 + 86.6025403784 * (thirty.lower - 30))
    assert found.upper == pytest.approx(2500 + 86.6025403784 * (thirty.upper - 30))
    assert (found.numerator, found.denominator) == (30, 1500)


def test_agrees_with_public_health_practice():
    # oracle: PHEindicatormethods 2.1.0, testdata_big, ESP2013
    found = direct(EVENTS, PEOPLE, EUROPEAN_STANDARD_POPULATION_2013)
    assert (found.value, found.lower, found.upper) == pytest.approx(
        (10430.2479914694, 9717.70906798568, 11178.9409154793)
    )


def test_fewer_than_ten_events_make_no_rate_and_say_so():
    found = direct([4, 5], [100, 100], [1, 1])
    assert math.isnan(found.value)
    assert math.isnan(found.lower)
    assert (found.reason, found.note) == ("fewer than 10 events in all", "")


def test_a_missing_band_is_an_error_until_someone_decides():
    with pytest.raises(ValueError, match="events must hold numbers with none missing"):
        direct([12, math.nan], [100, 100], [1, 1])
    found = direct([12, None], [100, 100], [1, 1], missing_events="count as 0")
    assert found.value == pytest.approx(6000)
    assert found.note == "1 of 2 bands had no count and were counted as 0"
    few = direct([2, None], [100, 100], [1, 1], missing_events="count as 0")
    assert (few.reason, few.note) == ("fewer than 10 events in all", "1 of 2 bands had no count and were counted as 0")


def test_a_table_of_areas_equals_its_areas():
    table = direct([EVENTS, EVENTS[::-1], [0] * 19], [PEOPLE] * 3, EUROPEAN_STANDARD_POPULATION_2013)
    for i, events in enumerate((EVENTS, EVENTS[::-1])):
        one = direct(events, PEOPLE, EUROPEAN_STANDARD_POPULATION_2013)
        assert (one.value, one.lower, one.upper) == (table.value[i], table.lower[i], table.upper[i])
    assert math.isnan(table.value[2])
    assert table.reason.tolist() == ["", "", "fewer than 10 events in all"]


@QUICK
@given(bands=BANDS)
def test_standardising_to_oneself_is_the_identity(bands):
    events, people, _ = zip(*bands, strict=True)
    own, crude = direct(events, people, people), rate(sum(events), sum(people))
    assert (own.value, own.lower, own.upper) == pytest.approx((crude.value, crude.lower, crude.upper))
    assert indirect(events, people, events, people).value == pytest.approx(100)


@QUICK
@given(bands=BANDS, narrow=st.floats(0.5, 0.9), wide=st.floats(0.91, 0.998))
def test_interval_brackets_the_rate_and_widens_and_order_never_matters(bands, narrow, wide):
    inner, outer = (direct(*zip(*bands, strict=True), confidence_level=level) for level in (narrow, wide))
    assert outer.lower <= inner.lower <= inner.value <= inner.upper <= outer.upper
    turned = direct(*zip(*bands[::-1], strict=True), confidence_level=narrow)
    assert (turned.value, turned.upper) == pytest.approx((inner.value, inner.upper))


@QUICK
@given(bands=BANDS)
def test_one_event_each_is_the_independent_rate(bands):
    events, people, standard = zip(*bands, strict=True)
    each = directly_standardised_rate_of_people(
        people_by_events=[events, [0] * len(events)], populations=people, standard_populations=standard
    )
    once = direct(events, people, standard)
    assert (each.value, each.lower, each.upper) == pytest.approx((once.value, once.lower, once.upper))


def test_repeat_victims_widen_the_interval():
    # oracle: PHEindicatormethods 2.1.0, testdata_nonind_big
    repeated = directly_standardised_rate_of_people(
        people_by_events=[
            [75, 16, 11, 12, 8, 18, 26, 18, 18, 21, 21, 23, 23, 39, 25, 40, 46, 49, 56],
            [16, 3, 2, 3, 0, 3, 6, 3, 4, 4, 4, 4, 6, 8, 5, 9, 9, 10, 11],
            [4, 1, 1, 1, 0, 1, 2, 1, 1, 1, 1, 1, 2, 2, 1, 2, 2, 3, 3],
            [2, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1, 1, 1],
        ],
        populations=PEOPLE,
        standard_populations=EUROPEAN_STANDARD_POPULATION_2013,
    )
    assert (repeated.value, repeated.lower, repeated.upper) == pytest.approx(
        (10430.24799147, 9532.94977862, 11373.07483298)
    )


def test_indirect_by_hand():
    # the reference has 1% of the young and 3% of the old: 20 and 30 expected of 2,000 and 1,000
    reference = {"reference_events": [100, 300], "reference_populations": [10_000, 10_000]}
    ratio = indirect([25, 35], [2000, 1000], **reference)
    assert (ratio.numerator, ratio.denominator, ratio.value) == pytest.approx((60, 50, 120))
    sixty = byar_count_interval(60)
    assert (ratio.lower, ratio.upper) == pytest.approx((2 * sixty.lower, 2 * sixty.upper))
    crude = indirectly_standardised_rate(events=[25, 35], populations=[2000, 1000], **reference, multiplier=1000)
    assert crude.value == pytest.approx(24)
    assert indirect([2, 3], [2000, 1000], **reference).method == "Exact"


def test_a_reference_band_without_an_event_is_legal():
    assert indirect([5, 5], [10, 10], [0, 100], [100, 100]).denominator == pytest.approx(10)


def test_the_european_standard_population_has_a_hundred_thousand_people():
    assert (len(EUROPEAN_STANDARD_POPULATION_2013), sum(EUROPEAN_STANDARD_POPULATION_2013)) == (19, 100_000)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: direct([5, 6], [10, 0], [1, 1]), "populations must be above 0, got 0"),
        (lambda: direct([5, 6], [10, math.nan], [1, 1]), "populations must hold numbers with none missing"),
        (lambda: direct([5, -6], [10, 10], [1, 1]), "events must be 0 or more, got -6"),
        (lambda: direct([5, 6.5], [10, 10], [1, 1]), "events must be a whole number"),
        (
            lambda: direct([5, 6, 7], [10, 10], [1, 1]),
            "same bands, got events 3, populations 2, standard_populations 2",
        ),
        (lambda: direct(5, 10, 1), "same bands, got events no"),
        (lambda: direct([5, 6], [10, 10], [0, 0]), "standard_populations must not all be 0"),
        (
            lambda: direct([5, 6], [10, 10], [1, 1], missing_events="zero"),
            "missing_events must be one of refuse, count as 0, got 'zero'",
        ),
        (lambda: direct([50, 6], [10, 10], [1, 1], confidence_level=95), "write 0.95"),
        (lambda: direct(["x", 6], [10, 10], [1, 1]), "events must hold numbers, got 'x'"),
        (lambda: direct([], [], []), "events must hold one number or more"),
        (lambda: indirect([5, 6], [10, 10], [0, 0], [9, 9]), "reference_events must not be 0 in every band"),
        (lambda: indirect([5, 6], [10, 0], [1, 1], [9, 9]), "populations must be above 0"),
        (lambda: indirect([5, 6], [10, 9], [1, 1], [9, 0]), "reference_populations must be above 0"),
        (lambda: indirect([5, 6], [10, 9], [1, 1], [9, 9], multiplier=-1), "multiplier must be above 0"),
    ],
)
def test_bad_input_is_named_with_its_rule(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_columns_are_not_changed():
    events = np.array([12.0, 15.0])
    direct(events, [100, 100], [1, 1])
    assert events.tolist() == [12, 15]
