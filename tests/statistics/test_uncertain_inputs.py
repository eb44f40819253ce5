"""Uncertain inputs: quantiles of R and scipy, then what must hold for any distribution."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analysis_lib.statistics.uncertain_inputs import beta_share, gamma_from_mean, pert, poisson_count

QUICK = settings(derandomize=True, deadline=None, max_examples=50)


def test_pert_agrees_with_r():
    # oracle: R 4.2.2 qbeta on the modified PERT
    cost = pert(lowest=9000, mode=11320, highest=16000)
    assert (cost.mean, cost.standard_deviation) == pytest.approx((11713.3333333333, 1289.02818076008))
    assert cost.quantile([0.025, 0.5, 0.975]) == pytest.approx([9550.51274926434, 11620.7599077063, 14362.6993490123])


def test_gamma_agrees_with_r():
    # oracle: R 4.2.2 qgamma, method of moments
    cost = gamma_from_mean(14050, standard_error=4200)
    assert (cost.parameters["shape"], cost.parameters["scale"]) == pytest.approx((11.1906179138322, 1255.51601423488))
    assert cost.interval() == pytest.approx((7062.76935844365, 23399.786793704))


@QUICK
@given(mean=st.floats(0.01, 5000), chance=st.floats(0.0001, 0.9999))
def test_poisson_agrees_with_scipy(mean, chance):
    assert poisson_count(mean).quantile(chance) == stats.poisson.ppf(chance, mean)


@QUICK
@given(having=st.integers(0, 50), rest=st.integers(1, 50), chance=st.floats(0.001, 0.999))
def test_beta_agrees_with_scipy(having, rest, chance):
    share, oracle = beta_share(having=having, out_of=having + rest), stats.beta(having + 0.5, rest + 0.5)
    assert share.quantile(chance) == pytest.approx(oracle.ppf(chance))
    assert (share.mean, share.standard_deviation) == pytest.approx((oracle.mean(), oracle.std()))


@QUICK
@given(low=st.floats(0, 100), up=st.floats(0, 100), more=st.floats(0.1, 100), weight=st.floats(0.5, 10))
def test_quantiles_rise_within_the_range_and_have_the_mean(low, up, more, weight):
    cost = pert(lowest=low, mode=low + up, highest=low + up + more, weight=weight)
    chances = (np.arange(2000) + 0.5) / 2000
    values = cost.quantile(chances)
    assert np.all(np.diff(values) >= 0)
    assert low <= values[0] <= values[-1] <= low + up + more
    assert values.mean() == pytest.approx(cost.mean, rel=0.01)
    assert values.std() == pytest.approx(cost.standard_deviation, rel=0.05)
    inner, outer = cost.interval(0.5), cost.interval(0.95)
    assert outer[0] <= inner[0] <= inner[1] <= outer[1]


def test_a_distribution_can_be_sent_to_another_process():
    cost = gamma_from_mean(100, standard_error=30)
    assert pickle.loads(pickle.dumps(cost)).quantile(0.5) == cost.quantile(0.5)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: pert(lowest=3, mode=2, highest=4), "lowest, mode and highest must be in order, got 3.0, 2.0, 4.0"),
        (lambda: pert(lowest=2, mode=2, highest=2), "must be in order"),
        (
            lambda: pert(lowest=1, mode=math.nan, highest=2),
            "mode must hold numbers with none missing or infinite, got nan",
        ),
        (
            lambda: pert(lowest=1, mode=2, highest=3, weight=0),
            r"weight must lie between 1e-06 and 1e\+06, got 0; write 4",
        ),
        (lambda: gamma_from_mean(0, standard_error=1), "mean must be above 0, got 0"),
        (lambda: gamma_from_mean(1, standard_error=-1), "standard_error must be above 0, got -1"),
        (lambda: poisson_count(0), "count must be above 0, got 0"),
        (lambda: beta_share(having=5, out_of=4), "having must not be above out_of, got 5 of 4; count people once"),
        (lambda: poisson_count(5).quantile(97.5), "probability must lie between 0 and 1, got 97.5; write 0.975"),
        (lambda: poisson_count(5).interval(95), "confidence_level must lie between 0 and 1, got 95; write 0.95"),
    ],
)
def test_bad_input_is_named_with_its_rule(call, words):
    with pytest.raises(ValueError, match=words):
        call()
