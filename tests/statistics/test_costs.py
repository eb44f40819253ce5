"""Costs: totals by hand and of R, then simulation against what can be worked out, then what must hold for any."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.costs import cost_total, reconcile_components, simulate_cost_total, tornado
from analysis_lib.statistics.uncertain_inputs import beta_share, gamma_from_mean, pert, poisson_count

QUICK = settings(derandomize=True, deadline=None, max_examples=50)
AMOUNT = st.floats(0, 1e5)
ROBBERY = {"volumes": {"robbery": 100, "arson": 10}, "multipliers": {"robbery": 1.5, "arson": 1}}
UNIT_COSTS = {"robbery": 11_320, "arson": 8_420}
ROUGH = {name: gamma_from_mean(10_000, standard_error=3_000) for name in ("robbery", "arson")}


def simulated(unit_costs=ROUGH, **others):
    known = {"volumes": {"robbery": 100, "arson": 100}, "multipliers": {"robbery": 1, "arson": 1}}
    return simulate_cost_total(unit_costs, **{**known, "unit_cost_correlation": 0, "seed": 1, **others})


def test_total_by_hand():
    # 100 x 1.5 x 11,320 = 1,698,000 and 10 x 8,420 = 84,200
    found = cost_total(UNIT_COSTS, **ROBBERY)
    assert found.value == 1_782_200
    assert found.by_type == {"arson": 84_200, "robbery": 1_698_000}


@QUICK
@given(costs=st.dictionaries(st.sampled_from("abcdef"), st.tuples(AMOUNT, AMOUNT, st.floats(0, 5)), min_size=1))
def test_a_total_is_the_sum_of_its_types_in_any_order(costs):
    columns = [{name: row[column] for name, row in costs.items()} for column in range(3)]
    backwards = [dict(reversed(column.items())) for column in columns]
    found, again = (cost_total(c, volumes=v, multipliers=m) for c, v, m in (columns, backwards))
    assert found == again
    assert found.value == pytest.approx(sum(a * b * c for a, b, c in costs.values()))


def test_components_that_add_up_and_that_do_not():
    # oracle: Home Office Research Report 107 by the letter of the Office for Statistics Regulation; ONS March 2025
    assert reconcile_components([47.3, 14.1, 4.7], published_total=66.2, rounding_unit=0.1).within_rounding
    exactly_half_a_unit_each = reconcile_components([3.2, 2.0], published_total=5.1, rounding_unit=0.1)
    assert exactly_half_a_unit_each.within_rounding
    assert not reconcile_components([3.2, 2.0], published_total=5.0, rounding_unit=0.1).within_rounding


def test_simulated_spread_is_what_can_be_worked_out():
    # oracle: two costs of mean 1m and standard deviation 0.3m; apart sqrt(2) x 0.3m, together 2 x 0.3m
    apart, together = simulated(), simulated(unit_cost_correlation=1)
    for found, deviation in [(apart, math.sqrt(2) * 0.3e6), (together, 0.6e6)]:
        assert found.mean == pytest.approx(2e6, rel=0.01)
        assert found.standard_deviation == pytest.approx(deviation, rel=0.03)
    one = gamma_from_mean(10_000, standard_error=3_000)
    # wholly together, the quantiles of the sum are the sums of the quantiles
    assert (together.lower, together.upper) == pytest.approx([200 * limit for limit in one.interval()], rel=0.02)


def test_every_input_can_be_rough():
    # oracle: the mean of a product of independent inputs is the product of their means
    found = simulate_cost_total(
        {"violence": gamma_from_mean(14_050, standard_error=4_200)},
        volumes={"violence": poisson_count(1600)},
        multipliers={"violence": pert(lowest=1.5, mode=2.4, highest=4.5)},
        shares={"violence": beta_share(having=30, out_of=100)},
        unit_cost_correlation=0.5,
        seed=3,
    )
    assert found.mean == pytest.approx(14_050 * 1600 * 2.6 * (30.5 / 101), rel=0.02)
    assert found.lower < found.median < found.upper
    assert (found.draws, found.seed) == (20_000, 3)


def test_inputs_known_exactly_have_no_spread_and_no_interval():
    found = simulate_cost_total(UNIT_COSTS, **ROBBERY, unit_cost_correlation=0.8, seed=1, draws=100)
    assert (found.median, found.standard_deviation) == pytest.approx((1_782_200, 0))
    assert math.isnan(found.lower)
    assert math.isnan(found.upper)
    assert found.reason == "every input is a number known exactly, so nothing tells how far the total may be out"


def test_the_same_seed_gives_the_same_draws_whatever_the_order():
    assert simulated() == simulated(dict(reversed(ROUGH.items())))
    assert simulated() != simulated(seed=2)


@settings(QUICK, max_examples=15)
@given(seed=st.integers(0, 2**32), rho=st.floats(0, 1))
def test_intervals_widen_with_confidence(seed, rho):
    inner, outer = (
        simulated(seed=seed, unit_cost_correlation=rho, draws=500, confidence_level=level) for level in (0.5, 0.95)
    )
    assert outer.lower <= inner.lower <= inner.median <= inner.upper <= outer.upper
    # oracle: the same seed drawn at the other level; sorting the draws first changes no order statistic
    assert outer.limits(0.5) == (inner.lower, inner.upper)


def test_limits_are_missing_where_nothing_was_drawn():
    known = simulate_cost_total(
        {"arson": 10.0}, volumes={"arson": 3.0}, multipliers={"arson": 1.0}, unit_cost_correlation=0, seed=1
    )
    assert np.isnan(known.limits(0.5)).all()


def test_tornado_agrees_with_r():
    # oracle: R 4.2.2, one input at a time
    found = tornado(
        {"victims": 500, "unit_cost": 39360, "multiplier": 1},
        low={"victims": 400, "unit_cost": 35000, "multiplier": 0.8},
        high={"victims": 650, "unit_cost": 45000, "multiplier": 1.1},
    )
    assert found.base == 19_680_000
    assert found.low == pytest.approx({"victims": 15_744_000, "unit_cost": 17_500_000, "multiplier": 15_744_000})
    assert found.high == pytest.approx({"victims": 25_584_000, "unit_cost": 22_500_000, "multiplier": 21_648_000})
    assert found.order == ["victims", "multiplier", "unit_cost"]


def test_tornado_of_another_model():
    # by hand: 10 - 2 = 8; saved 5 or 20 gives 3 or 18, spent 1 or 4 gives 9 or 6
    found = tornado(
        {"saved": 10, "spent": 2},
        low={"saved": 5, "spent": 1},
        high={"saved": 20, "spent": 4},
        model=lambda saved, spent: saved - spent,
    )
    assert (found.base, found.low, found.high) == (8, {"saved": 3, "spent": 9}, {"saved": 18, "spent": 6})
    assert found.order == ["saved", "spent"]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: cost_total({"a": 1}, volumes={"b": 1}, multipliers={"a": 1}), "volumes must name the same types as"),
        (lambda: cost_total({"a": -1}, volumes={"a": 1}, multipliers={"a": 1}), "unit_costs must be 0 or more, got -1"),
        (lambda: cost_total({"a": 1}, volumes={"a": math.nan}, multipliers={"a": 1}), "volumes must hold numbers with"),
        (lambda: cost_total({}, volumes={}, multipliers={}), "unit_costs must name one type or more, got none"),
        (lambda: reconcile_components([], published_total=1, rounding_unit=1), "components must hold one number"),
        (lambda: reconcile_components([1], published_total=1, rounding_unit=0), "rounding_unit must be above 0, got 0"),
        (lambda: simulated(seed=None), "seed must be a whole number of 0 or more, got None; set it in configuration"),
        (lambda: simulated(seed=-1), "seed must be a whole number of 0 or more, got -1"),
        (lambda: simulated(draws=10), "draws must be a whole number from 100 to 1000000, got 10; write 20_000"),
        (lambda: simulated(unit_cost_correlation=1.5), "unit_cost_correlation must lie between 0 and 1, got 1.5"),
        (lambda: simulated(confidence_level=95), "confidence_level must lie between 0 and 1, got 95; write 0.95"),
        (lambda: simulated(volumes={"robbery": 1}), "volumes must name the same types as unit_costs, got arson"),
        (lambda: tornado({"a": 1}, low={"a": 1}, high={"b": 1}), "high must name the same types as base"),
        (lambda: tornado({"a": "x"}, low={"a": 1}, high={"a": 1}), "base must hold numbers, got 'x'"),
    ],
)
def test_bad_input_is_named_with_its_rule(call, words):
    with pytest.raises(ValueError, match=words):
        call()
