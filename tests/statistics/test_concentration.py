"""Concentration: the authors' own examples, then what must hold for any places."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.concentration import empirical_bayes_rates, gini, places_holding_shares

QUICK = settings(derandomize=True, deadline=None)
PLACES = st.lists(st.integers(0, 50), min_size=2, max_size=40).filter(any)


def forms(events):
    found = gini(events)
    return found.value, found.generalised, found.unbiased


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        # oracle: lorenzgini (Bernasco and Steenbeek 2017), whose examples print 0.78, 0.80 and 0.75, 0.9 and 1
        ([10, 8, 2, 0, 0, 0, 0, 0, 0, 0], (0.78, 0.78, 0.866666666666667)),
        ([5, 2, 1, 0, 0, 0, 0, 0, 0, 0], (0.8, 0.75, 0.857142857142857)),
        ([22, 18, 17, 12, 11, 8, 6, 3, 2, 1], (0.392, 0.392, 0.435555555555556)),
        ([10, 0, 0, 0, 0, 0, 0, 0, 0, 0], (0.9, 0.9, 1)),
        # by the authors' formula, where the caption of their vignette prints .58
        ([3, 1, 1, 0, 0, 0, 0, 0, 0, 0], (0.78, 0.56, 0.7)),
    ],
)
def test_gini_of_the_authors_examples(events, expected):
    assert forms(events) == pytest.approx(expected, abs=1e-9)


def test_a_single_event_has_no_unbiased_form():
    assert math.isnan(gini([1, 0, 0]).unbiased)
    assert gini([1, 0, 0]).generalised == 0


def test_one_event_in_each_place_is_no_concentration():
    assert forms([1, 1, 1, 0, 0])[1:] == pytest.approx((0, 0))


@QUICK
@given(events=PLACES, empty=st.integers(1, 20), seed=st.randoms(use_true_random=False))
def test_empty_places_never_lower_concentration_and_order_never_matters(events, empty, seed):
    assume(sum(events) > 1)
    for before, after in zip(forms(events), forms(events + [0] * empty), strict=True):
        assert after >= before - 1e-12
    assert forms(seed.sample(events, len(events))) == forms(events)


@QUICK
@given(events=PLACES)
def test_gini_is_half_the_relative_mean_difference(events):
    x = np.array(events, dtype=float)
    assert gini(events).value == pytest.approx(np.abs(x[:, None] - x).mean() / (2 * x.mean()))
    assert -1e-9 <= gini(events).generalised <= gini(events).value + 1e-12


def test_places_that_hold_shares_by_hand():
    # 100 events: 60 in one place, then 20, 10, 5, 5, and five places without
    table = places_holding_shares([60, 20, 10, 5, 5, 0, 0, 0, 0, 0], shares=[0.5, 0.8, 0.9, 1])
    assert table["places"].tolist() == [1, 2, 3, 5]
    assert table["share_of_places"].tolist() == [0.1, 0.2, 0.3, 0.5]


def test_chance_agrees_with_simulated_places():
    # oracle: numpy's Poisson draws, a million places
    drawn = np.random.default_rng(1).poisson(1.7, size=1_000_000)
    observed = places_holding_shares(drawn)
    assert observed["share_of_places"].to_numpy() == pytest.approx(observed["expected_share_of_places"], abs=0.002)


@QUICK
@given(events=PLACES)
def test_more_events_need_more_places_and_never_more_than_hold_any(events):
    table = places_holding_shares(events, shares=[0.1, 0.25, 0.5, 0.8, 1])
    assert table["places"].is_monotonic_increasing
    assert table["expected_places"].is_monotonic_increasing
    assert table["places"].iloc[-1] == np.count_nonzero(events)
    assert table["expected_share_of_places"].between(0, 1).all()
    top = np.sort(events)[::-1].cumsum()
    for share, places in zip(table["share_of_events"], table["places"], strict=True):
        assert top[places - 1] >= share * sum(events) - 1e-6
        assert places == 1 or top[places - 2] < share * sum(events) + 1e-6


def test_shrunken_rates_agree_with_r():
    # oracle: R spdep::EBest
    found = empirical_bayes_rates(
        [12, 5, 30, 8, 22, 3, 41, 17], denominators=[9500, 8800, 12100, 7600, 13200, 5100, 11800, 10400]
    )
    assert found.value[:3] == pytest.approx([0.00136989282823515, 0.000840572515189609, 0.00235122808569317], rel=1e-9)
    assert (found.prior_mean, found.prior_variance) == pytest.approx((0.00175796178343949, 6.72803344873197e-07))
    assert found.reason == ""


def test_places_alike_are_all_given_the_mean():
    found = empirical_bayes_rates([5, 5, 5], denominators=[100, 100, 100])
    assert found.value.tolist() == pytest.approx([0.05] * 3)
    assert (found.prior_variance, found.reason) == (0, "no evidence of difference")


@QUICK
@given(rows=st.lists(st.tuples(st.integers(0, 200), st.integers(100, 9000)), min_size=2, max_size=20))
def test_a_shrunken_rate_lies_between_its_own_and_the_mean(rows):
    events, people = zip(*rows, strict=True)
    assume(any(events))
    found = empirical_bayes_rates(events, denominators=people)
    ends = np.sort([found.raw, np.full(len(rows), found.prior_mean)], axis=0)
    assert np.all((ends[0] - 1e-12 <= found.value) & (found.value <= ends[1] + 1e-12))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: gini([0, 0]), "events must hold one event or more, got none"),
        (lambda: gini([5]), "events must hold two places or more, got 1; include the places without"),
        (lambda: gini([1, -1]), "events must be 0 or more, got -1"),
        (lambda: gini([1, 0.5]), "events must be a whole number of events, got 0.5"),
        (lambda: gini([]), "events must hold one number or more, got none"),
        (lambda: gini([1, math.nan]), "events must hold numbers with none missing"),
        (
            lambda: places_holding_shares([1, 2], shares=[80]),
            r"shares must lie between 0 and 1, got 80; write 0\.8 for 80%",
        ),
        (lambda: places_holding_shares([1, 2], shares=[0]), "shares must be above 0, got 0"),
        (lambda: empirical_bayes_rates([1], denominators=[5]), "numerators must hold two places or more, got 1"),
        (lambda: empirical_bayes_rates([0, 0], denominators=[5, 5]), "numerators must hold one event or more"),
        (lambda: empirical_bayes_rates([1, 1], denominators=[5, 0]), "denominators must be above 0, got 0"),
        (lambda: empirical_bayes_rates([1, 1], denominators=[5, 5, 5]), "same number of rows, got 2, 3"),
    ],
)
def test_bad_input_is_named_with_its_rule(call, words):
    with pytest.raises(ValueError, match=words):
        call()
