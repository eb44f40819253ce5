"""Change between two periods: the published figures of other implementations, then what must always hold."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis_lib.statistics.change import (
    e_test,
    exact_rate_ratio,
    percentage_change,
    quasi_poisson_rate_ratio,
    unplaced_effect,
)
from analysis_lib.statistics.columns import add_estimates

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
    ratio = quasi_poisson_rate_ratio(before, after, fewest_months=4)
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
        ([1, -1, 2], [1, 1, 1], {}, "before must be 0 or more, got -1"),
        ([1] * 8, [1, math.nan, 1], {}, "after must hold numbers with none missing"),
        ([1] * 8, [1] * 7, {}, "after must hold 8 months or more, got 7; compare the totals by percentage_change"),
        ([1], [1, 2], {"fewest_months": 2}, "before must hold 2 months or more, got 1"),
        (
            [1, 2],
            [1, 2],
            {"fewest_months": 1},
            "fewest_months must be a whole number of 2 or more, got 1",
        ),
        ([1, 2], [1, 2], {"confidence_level": 95}, "write 0.95"),
        ([1] * 8, [1] * 8, {"days_before": [31]}, "days_before must hold one number for each of 8 months of before"),
        ([1] * 8, [1] * 8, {"days_after": [31] * 7 + [0]}, "days_after must be above 0, got 0"),
        (["many", 2], [1, 2], {}, "before must hold numbers, got 'many'"),
        ([], [1, 2, 3], {}, "before must hold one number or more, got none"),
    ],
)
def test_bad_input_is_named_with_its_rule(before, after, others, words):
    with pytest.raises(ValueError, match=words):
        quasi_poisson_rate_ratio(before, after, **others)


def test_a_period_without_an_event_before_has_no_ratio_and_says_so():
    none = quasi_poisson_rate_ratio([0] * 8, [1] * 8)
    assert math.isnan(none.value)
    assert math.isnan(none.upper)
    assert none.reason == "no event in the reference, so there is no ratio; give both counts"
    assert quasi_poisson_rate_ratio([0] * 8, [0] * 8).reason == "no event in either period or place"


def test_a_period_without_an_event_after_is_a_fall_by_all_with_an_upper_limit():
    """Even months: the exact limit of 0 against 16 (R, ``poisson.test(c(0, 16))``), as nothing varies beyond chance."""
    fall = quasi_poisson_rate_ratio([2] * 8, [0] * 8)
    exact = exact_rate_ratio(events=0, exposure=1, reference_events=16, reference_exposure=1)
    assert (fall.value, fall.lower, fall.reason) == (0, 0, "")
    assert (fall.upper, fall.p_value) == pytest.approx((exact.upper, exact.p_value))


def test_no_event_after_batches_before_is_less_sure_than_after_even_months():
    """Sixteen events in one month of eight: dispersion 16 (by hand, 7 x 2 + 14 ** 2 / 2 over 7), worth one event."""
    even, batch = quasi_poisson_rate_ratio([2] * 8, [0] * 8), quasi_poisson_rate_ratio([16] + [0] * 7, [0] * 8)
    assert batch.dispersion == pytest.approx(16)
    assert batch.upper == pytest.approx(1 / 0.025 - 1)  # (1 - u) ** 1 = 0.025, as odds
    assert even.upper < 1 < batch.upper
    assert even.p_value < 0.05 < batch.p_value
    longer = quasi_poisson_rate_ratio([2] * 8, [0] * 8, days_before=[30] * 8, days_after=[60] * 8)
    assert longer.upper == pytest.approx(even.upper / 2)


def test_unplaced_effect_by_hand():
    # 90 of 100 placed, then 99 of 100: the areas hold 99 where they would have held 90, that is 10% more
    assert unplaced_effect(unplaced_before=10, placed_before=90, unplaced_after=1, placed_after=99) == pytest.approx(10)
    assert unplaced_effect(unplaced_before=0, placed_before=5, unplaced_after=0, placed_after=50) == 0


def test_unplaced_effect_refuses_a_period_without_placed_events():
    with pytest.raises(ValueError, match="placed_before must be above 0"):
        unplaced_effect(unplaced_before=1, placed_before=0, unplaced_after=1, placed_after=1)
    with pytest.raises(ValueError, match="unplaced_after must hold numbers with none missing"):
        unplaced_effect(unplaced_before=1, placed_before=1, unplaced_after=math.nan, placed_after=1)


TOTALS = st.integers(0, 3000)
TIMES = st.sampled_from([1, 28, 365, 366, 1000.5])


def exact(x1, t1, x2, t2, **others):
    return exact_rate_ratio(events=x1, exposure=t1, reference_events=x2, reference_exposure=t2, **others)


# oracle: R 4.2.2, stats::poisson.test: ratio, lower, upper, p
RATIOS = [
    ((11, 800, 21, 3011), (1.9714880952381, 0.858426403391639, 4.27726594365407, 0.0796686330333295)),
    ((41, 28010, 15, 19017), (1.85575865762228, 1.00568406268926, 3.60930031107791, 0.0408520262865018)),
    ((1100, 1, 1000, 1), (1.1, 1.00879883231455, 1.1995542262696, 0.0307207078642424)),
]


@pytest.mark.parametrize(("totals", "expected"), RATIOS)
def test_the_exact_ratio_agrees_with_r(totals, expected):
    ratio = exact(*totals)
    assert (ratio.value, ratio.lower, ratio.upper, ratio.p_value) == pytest.approx(expected, rel=1e-7)


@QUICK
@given(x1=TOTALS, x2=TOTALS, t1=TIMES, t2=TIMES)
def test_the_exact_ratio_agrees_with_the_binomial_test_of_scipy(x1, x2, t1, t2):
    assume(x1 + x2)
    test = stats.binomtest(x1, x1 + x2, t1 / (t1 + t2))
    share = test.proportion_ci(method="exact")
    ratio = exact(x1, t1, x2, t2)
    assert ratio.p_value == pytest.approx(test.pvalue, rel=1e-6, abs=1e-14)
    assert ratio.lower == pytest.approx(share.low / (1 - share.low) * t2 / t1, rel=1e-8)
    if x2:
        assert ratio.upper == pytest.approx(share.high / (1 - share.high) * t2 / t1, rel=1e-8)


@QUICK
@given(x1=st.integers(1, 3000), x2=st.integers(1, 3000), t1=TIMES, t2=TIMES)
def test_the_exact_ratio_is_bracketed_widens_and_inverts(x1, x2, t1, t2):
    ratio, wider, back = exact(x1, t1, x2, t2), exact(x1, t1, x2, t2, confidence_level=0.998), exact(x2, t2, x1, t1)
    assert wider.lower < ratio.lower < ratio.value < ratio.upper < wider.upper
    assert (1 / back.value, 1 / back.upper, 1 / back.lower) == pytest.approx((ratio.value, ratio.lower, ratio.upper))
    assert back.p_value == pytest.approx(ratio.p_value, rel=1e-6)


@QUICK
@given(pairs=st.lists(st.tuples(TOTALS, TOTALS), min_size=1, max_size=6))
def test_a_column_of_ratios_equals_its_rows(pairs):
    x1, x2 = np.array(pairs).T
    column = exact(x1, 365, x2, 366)
    for i, (first, second) in enumerate(pairs):
        row = exact(first, 365, second, 366)
        for name in ("numerator", "denominator", "value", "lower", "upper", "p_value"):
            assert getattr(row, name) == pytest.approx(getattr(column, name)[i], rel=0, abs=0, nan_ok=True)


def test_without_a_reference_event_there_is_no_ratio_and_nothing_is_infinite():
    ratio = exact([3, 0, 0], 1, [0, 0, 3], 1)
    assert np.isnan(ratio.value).tolist() == [True, True, False]
    assert np.isnan(ratio.upper).tolist() == [True, True, False]
    assert np.isnan(ratio.lower).tolist() == [False, True, False]
    assert ratio.p_value[[0, 2]].tolist() == [0.25, 0.25]  # by hand: twice one half cubed


def test_a_frame_of_changes_has_the_standard_columns():
    wards = pd.DataFrame({"ward": ["A", "B"], "2024": [120, 40], "2025": [90, 52]})
    changes = add_estimates(wards, percentage_change, before="2024", after="2025")
    assert changes["value"].tolist() == pytest.approx([-25, 30])
    assert changes["numerator"].tolist() == [90, 52]
    assert set(changes["statistic"]) == {"percentage change"}


def test_per_cent_change_by_hand_and_by_r():
    # oracle: R 4.2.2, poisson.test(c(90, 120)), 100 * (limit - 1)
    change = percentage_change(before=[120, 0], after=[90, 4])
    assert change.value[0] == pytest.approx(-25)
    assert (change.lower[0], change.upper[0]) == pytest.approx((-43.5802904015267, -0.600538607535483))
    assert change.significant.tolist() == [True, False]
    assert (change.numerator.tolist(), change.denominator.tolist()) == ([90, 4], [120, 0])
    assert math.isnan(change.value[1])


def test_a_leap_year_has_a_day_more():
    assert percentage_change(before=365, after=366, days_before=365, days_after=366).value == pytest.approx(0)


def test_all_gone_is_a_fall_of_a_hundred_with_an_upper_limit():
    change = percentage_change(before=3, after=0)
    assert (change.value, change.lower) == (-100, -100)
    assert change.upper > 0
    assert change.significant is False


def test_dodder_seed():
    # oracle: documentation of scipy.stats.poisson_means_test
    test = e_test(events=0, exposure=100, reference_events=3, reference_exposure=100)
    assert test.p_value == pytest.approx(0.0883790092901816)
    assert test.difference == pytest.approx(-0.03)
    assert e_test(events=0, exposure=1, reference_events=0, reference_exposure=1).p_value == 1


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: exact(-1, 1, 1, 1), "events must be 0 or more, got -1"),
        (lambda: exact(1, 0, 1, 1), "exposure must be above 0, got 0"),
        (lambda: exact(1, 1, 1.5, 1), "reference_events must be a whole number of events, got 1.5"),
        (lambda: exact(1, 1, 1, math.nan), "reference_exposure must hold numbers with none missing"),
        (lambda: exact([1, 2], 1, [1, 2, 3], 1), "same number of rows"),
        (lambda: exact(1, 1, 1, 1, confidence_level=95), "write 0.95"),
        (lambda: percentage_change(before=-1, after=1), "before must be 0 or more, got -1"),
        (lambda: percentage_change(before=1, after="x"), "after must hold numbers, got 'x'"),
        (lambda: percentage_change(before=1, after=1, days_after=0), "days_after must be above 0"),
        (
            lambda: e_test(events=99_999, exposure=1, reference_events=2, reference_exposure=1),
            "no more than 100,000 in all, got 100,001; use exact_rate_ratio",
        ),
        (lambda: e_test(events=1, exposure=0, reference_events=2, reference_exposure=1), "exposure must be above 0"),
    ],
)
def test_bad_totals_are_named_with_their_rule(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_months_that_happen_to_be_even_make_no_change_surer_than_separate_events():
    # oracle: the exact conditional interval of 120 against 132 events, which includes no change
    even = quasi_poisson_rate_ratio([10] * 12, [11] * 12)
    assert even.dispersion == 0
    assert even.lower < 1 < even.upper
    exact = exact_rate_ratio(events=132, exposure=1, reference_events=120, reference_exposure=1)
    assert (even.lower, even.upper) == pytest.approx((exact.lower, exact.upper), rel=0.03)
