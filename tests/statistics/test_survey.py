"""Survey estimates: small samples by hand, R's package survey, then what must always hold."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.rates import proportion
from analysis_lib.statistics.survey import cluster_mean, stratified_mean, weighted_proportion

QUICK = settings(derandomize=True, deadline=None, max_examples=100)
ANSWERS = st.lists(st.tuples(st.integers(0, 1), st.floats(0.2, 5)), min_size=2, max_size=60)

# R, package survey: svydesign(ids = ~1), svymean, svyciprop
YES = [0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 1, 1, 0, 1, 1, 1, 1]
WEIGHTS = [0.8, 1.2, 1.0] * 8


def test_two_strata_by_hand():
    # strata of 15 and 12 people; means 5.94 and 4.8333; sample variances 6.338 and 2.4033
    sample = [2.8, 4.1, 6.8, 6.8, 9.2, 3.7, 6.6, 4.2]
    strata, weights, people = ["A"] * 5 + ["B"] * 3, [3] * 5 + [4] * 3, [15] * 5 + [12] * 3
    found = stratified_mean(sample, strata=strata, weights=weights, populations=people)
    variance = (15 / 27) ** 2 * (1 - 5 / 15) * 6.338 / 5 + (12 / 27) ** 2 * (1 - 3 / 12) * (7.21 / 3) / 3
    assert found.value == pytest.approx((15 * 5.94 + 12 * 14.5 / 3) / 27)
    assert found.standard_error == pytest.approx(math.sqrt(variance))
    assert found.degrees_of_freedom == 6
    assert found.lower < found.value < found.upper
    assert stratified_mean(sample, strata=strata, weights=weights).standard_error > found.standard_error


def test_five_suites():
    # oracle: Lohr 1999, example 5.2: totals 12.16, 11.36, 8.96, 12.96, 11.08; error of the mean 0.164
    marks = [3.08, 2.60, 3.44, 3.04, 2.36, 3.04, 3.28, 2.68, 2.00, 2.56, 2.52, 1.88, 3.00, 2.88, 3.44, 3.64]
    marks += [2.68, 1.92, 3.28, 3.20]
    suites = np.repeat(["A", "B", "C", "D", "E"], 4)
    found = cluster_mean(marks, clusters=suites, weights=[20] * 20, clusters_in_population=100)
    totals = np.array([12.16, 11.36, 8.96, 12.96, 11.08])
    assert found.value == pytest.approx(2.826)
    assert found.standard_error == pytest.approx(math.sqrt(0.95 * totals.var(ddof=1) / 5) / 4)
    assert found.degrees_of_freedom == 4


def test_a_weighted_share():
    share = weighted_proportion(YES, weights=WEIGHTS)
    assert (share.value, share.standard_error) == pytest.approx((0.625, 0.102460667603706))
    assert (share.logit_lower, share.logit_upper) == pytest.approx((0.402870185185784, 0.804580327038838))
    assert (share.beta_lower, share.beta_upper) == pytest.approx((0.397429208461964, 0.818141938516496))
    assert (share.base, share.effective_base) == (24, pytest.approx(23.3766233766234))
    assert share.design_effect == pytest.approx(24 / 23.3766233766234)


@pytest.mark.parametrize("answer", [0, 1])
def test_nobody_and_everybody_get_wilson_on_the_effective_base(answer):
    share = weighted_proportion([answer] * 24, weights=WEIGHTS)
    wilson = proportion(answer * share.effective_base, share.effective_base)
    assert share.method == "Wilson on the effective base"
    assert (share.logit_lower, share.logit_upper) == (wilson.lower, wilson.upper)
    assert share.beta_upper - share.beta_lower > 0.1


@QUICK
@given(answers=ANSWERS, scale=st.floats(0.01, 1000))
def test_limits_bracket_the_share_and_the_scale_of_weights_never_matters(answers, scale):
    y, w = zip(*answers, strict=True)
    share, scaled = weighted_proportion(y, weights=w), weighted_proportion(y, weights=np.array(w) * scale)
    assert 0 <= share.logit_lower <= share.value <= share.logit_upper <= 1
    assert 0 <= share.beta_lower <= share.value <= share.beta_upper <= 1
    assert (scaled.value, scaled.beta_upper) == pytest.approx((share.value, share.beta_upper))


@QUICK
@given(answers=ANSWERS)
def test_one_stratum_and_clusters_of_one_are_the_plain_sample(answers):
    y, w = zip(*answers, strict=True)
    assume(0 < sum(y) < len(y))
    plain = weighted_proportion(y, weights=w).standard_error
    one = stratified_mean(y, strata=["all"] * len(y), weights=w)
    each = cluster_mean(y, clusters=range(len(y)), weights=w)
    assert one.standard_error == pytest.approx(plain)
    assert each.standard_error == pytest.approx(plain)


def test_order_never_matters():
    turned = weighted_proportion(YES[::-1], weights=WEIGHTS[::-1])
    assert turned.logit_lower == pytest.approx(weighted_proportion(YES, weights=WEIGHTS).logit_lower)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: weighted_proportion([0, 2], weights=[1, 1]), "values must be 0 or 1, got 2"),
        (lambda: weighted_proportion([0, 1], weights=[1, 0]), "weights must be above 0, got 0"),
        (lambda: weighted_proportion([0, 1], weights=[1]), "weights must hold one number for each of 2 values, got 1"),
        (lambda: weighted_proportion([1], weights=[1]), "two sampling units or more, got 1"),
        (lambda: weighted_proportion([0, math.nan], weights=[1, 1]), "values must hold numbers with none missing"),
        (lambda: weighted_proportion([], weights=[]), "values must hold one number or more"),
        (lambda: weighted_proportion([0, 1], weights=[1, 1], confidence_level=95), "write 0.95"),
        (lambda: stratified_mean([1, 2, 3], strata=["A", "A", "B"], weights=[1, 1, 1]), "got 1 in B; merge it"),
        (lambda: stratified_mean([1, 2], strata=["A"], weights=[1, 1]), "strata must be one for each of 2 values"),
        (lambda: stratified_mean([1, 2], strata=["A", None], weights=[1, 1]), "none missing, got 1"),
        (
            lambda: stratified_mean([1, 2], strata=["A", "A"], weights=[1, 1], populations=[5, 6]),
            "populations must be the same throughout a stratum, got several in A",
        ),
        (
            lambda: stratified_mean([1, 2], strata=["A", "A"], weights=[1, 1], populations=[1, 1]),
            "a population must be no smaller than its sample",
        ),
        (lambda: cluster_mean([1, 2], clusters=["A", "A"], weights=[1, 1]), "two sampling units or more"),
        (lambda: cluster_mean(["x", 2], clusters=["A", "B"], weights=[1, 1]), "values must hold numbers, got 'x'"),
        (
            lambda: cluster_mean([1, 2], clusters=["A", "B"], weights=[1, 1], clusters_in_population=0),
            "clusters_in_population must be above 0",
        ),
    ],
)
def test_bad_input_is_named_with_its_rule(call, words):
    with pytest.raises(ValueError, match=words):
        call()
