"""Change between two periods: the published figures of other implementations, then what must always hold."""

from __future__ import annotations

import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.change import quasi_poisson_rate_ratio, unplaced_effect

QUICK = settings(derandomize=True, deadline=None, max_examples=100)
MONTHS = st.lists(st.integers(0, 2000), min_size=12, max_size=12)

# oracle: R 4.2.2, stats::glm(family = quasipoisson), Wald interval with t on the residual degrees of freedom
VECTORS = [
    (
        [52, 61, 48, 70, 66, 58, 73, 69, 55, 60, 49, 64],
        [60, 75, 58, 81, 70, 77, 69, 92, 66, 71, 58, 80],
        (1.18206896551724, 1.04864505883002, 1.33246900605049, 0.0083751233158598, 1.30986008751697),
    ),
    (
        [310, 295, 340, 322],
        [401, 377, 388, 420],
        (1.25177584846048, 1.14138251409826, 1.37284631176158, 0.00100620277613011, 1.0026771679527),
    ),
]


@pytest.mark.parametrize(("before", "after", "expected"), VECTORS)
def test_agrees_with_r(before, after, expected):
    ratio = quasi_poisson_rate_ratio(before, after)
    found = (ratio.value, ratio.lower, ratio.upper, ratio.p_value, ratio.dispersion)
    assert found == pytest.approx(expected, rel=1e-5)


@QUICK
@given(before=MONTHS, after=MONTHS)
def test_agrees_with_the_regression_of_statsmodels_with_days_as_offset(before, after):
    assume(sum(before) > 50 and sum(after) > 50)
    days_before, days_after = (
        [31, 30, 31, 31, 29, 31, 30, 31, 30, 31, 31, 30],
        [31, 30, 31, 31, 28, 31, 30, 31, 30, 31, 31, 30],
    )
    design = sm.add_constant(np.repeat([0.0, 1.0], 12))
    model = sm.GLM(
        np.array(before + after, dtype=float), design, sm.families.Poisson(), offset=np.log(days_before + days_after)
    )
    fitted = model.fit(scale="X2", use_t=True)
    lower, upper = np.exp(fitted.conf_int()[1])
    ratio = quasi_poisson_rate_ratio(before, after, days_before=days_before, days_after=days_after)
    assert (ratio.value, ratio.lower, ratio.upper) == pytest.approx(
        (math.exp(fitted.params[1]), lower, upper), rel=1e-6
    )


@QUICK
@given(before=MONTHS, after=MONTHS, narrow=st.floats(0.5, 0.9), wide=st.floats(0.91, 0.999))
def test_interval_brackets_the_ratio_and_widens_with_confidence_and_inverts(before, after, narrow, wide):
    assume(sum(before) and sum(after))
    inner, outer = (quasi_poisson_rate_ratio(before, after, confidence_level=level) for level in (narrow, wide))
    assert outer.lower <= inner.lower <= inner.value <= inner.upper <= outer.upper
    back = quasi_poisson_rate_ratio(after, before, confidence_level=narrow)
    assert (1 / back.value, 1 / back.upper) == pytest.approx((inner.value, inner.lower))


@pytest.mark.parametrize(
    ("before", "after", "others", "words"),
    [
        ([1, -1, 2], [1, 1, 1], {}, "before must hold counts of 0 or more"),
        ([1, 1, 2], [1, math.nan, 1], {}, "after must hold counts"),
        ([1], [1], {}, "three months or more"),
        ([1, 2], [1, 2], {"confidence_level": 95}, "write 0.95"),
        ([1, 2], [1, 2], {"days_before": [31]}, "days_before must hold the days"),
        ([1, 2], [1, 2], {"days_after": [31, 0]}, "days_after must hold the days"),
    ],
)
def test_bad_input_is_named_with_its_rule(before, after, others, words):
    with pytest.raises(ValueError, match=words):
        quasi_poisson_rate_ratio(before, after, **others)


def test_a_period_without_an_event_has_no_ratio():
    assert math.isnan(quasi_poisson_rate_ratio([0, 0, 0], [1, 2, 3]).value)


def test_unplaced_effect_by_hand():
    # 90 of 100 placed, then 99 of 100: the areas hold 99 where they would have held 90, that is 10% more
    assert unplaced_effect(unplaced_before=10, placed_before=90, unplaced_after=1, placed_after=99) == pytest.approx(10)
    assert unplaced_effect(unplaced_before=0, placed_before=5, unplaced_after=0, placed_after=50) == 0


def test_unplaced_effect_refuses_a_period_without_placed_events():
    with pytest.raises(ValueError, match="placed_before must be above 0"):
        unplaced_effect(unplaced_before=1, placed_before=0, unplaced_after=1, placed_after=1)
