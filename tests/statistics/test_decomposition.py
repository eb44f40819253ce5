import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.tsa.seasonal import STL

from analysis_lib.statistics.decomposition import classical_decomposition, decompose, mstl, stl, strength
from analysis_lib.statistics.scales import from_scale

exact = settings(derandomize=True, deadline=None)
MONTHS = pd.period_range("2019-01", periods=48, freq="M")
counts_of_four_years = st.lists(st.integers(0, 500), min_size=48, max_size=48).filter(
    lambda counts: np.median(counts) >= 5 and len(set(counts)) > 1
)


@exact
@given(counts_of_four_years, st.booleans())
def test_observed_is_trend_and_season_and_residual(counts, robust):
    parts = decompose(pd.Series(counts, MONTHS), robust=robust)
    assert parts.trend + parts.seasonal + parts.residual == pytest.approx(parts.observed, abs=1e-9)
    assert parts.seasonally_adjusted == pytest.approx(parts.trend + parts.residual, abs=1e-9)
    days = MONTHS.days_in_month.to_numpy()
    assert from_scale(parts.observed, scale=parts.scale, days=days) == pytest.approx(np.array(counts), abs=1e-6)


def test_a_fit_is_that_of_statsmodels_with_the_parameters_it_records():
    observed = np.random.default_rng(1).normal(10, 1, 60)
    parts = stl(observed, seasonal=13, robust=True)
    names = ["period", "seasonal", "trend", "low_pass", "seasonal_deg", "trend_deg", "low_pass_deg", "seasonal_jump"]
    assert set(parts.parameters) == {*names, "trend_jump", "low_pass_jump", "robust", "inner_iter", "outer_iter"}
    given = dict(parts.parameters)
    iterations = {name: given.pop(name) for name in ("inner_iter", "outer_iter")}
    assert iterations == {"inner_iter": 1, "outer_iter": 15}
    bare = STL(observed, **given).fit(**iterations)
    assert (parts.seasonal == bare.seasonal).all()
    assert (parts.weights == bare.weights).all()


def test_a_lockdown_is_distrusted_by_a_robust_fit():
    counts = np.resize([100, 110, 120, 130, 140, 150, 160, 150, 140, 130, 120, 110], 60)
    counts[30] = 40
    parts = decompose(counts, days=np.full(60, 30), robust=True)
    assert parts.weights[30] == 0
    assert np.exp(parts.seasonal[6]) / np.exp(parts.seasonal[0]) == pytest.approx(1.6, rel=1e-3)


@pytest.mark.parametrize(("least", "scale"), [(30, "log per day"), (10, "square root")])
def test_the_scale_follows_the_size_of_the_counts(least, scale):
    counts = least + np.resize([1, 2, 3, 4, 5, 6, 6, 5, 4, 3, 2, 1], 36)
    assert decompose(counts, days=np.full(36, 30)).scale == scale


def test_two_seasons_add_up_to_what_was_observed():
    time = np.arange(120)
    observed = np.sin(time * np.pi / 3.5) + np.cos(time * np.pi / 15) + time / 40
    parts = mstl(observed, periods=(7, 30))
    assert parts.seasonal.shape == (120, 2)
    assert parts.trend + parts.seasonal.sum(axis=1) + parts.residual == pytest.approx(observed)


def test_the_classical_figure_by_hand():
    """Moving averages 10, 10, 10.33, 11, 11.67, 12.33, 13; the means of what is left, about their mean -0.056."""
    parts = classical_decomposition([9, 11, 10, 9, 12, 12, 11, 14, 14], period=3)
    assert parts.figure == pytest.approx([-4 / 3 + 1 / 18, 1 + 1 / 18, 1 / 6 + 1 / 18])
    assert np.isnan(parts.trend[[0, -1]]).all()


def test_a_multiplicative_figure_is_one_on_average():
    parts = classical_decomposition([10, 20, 30] * 4, period=3, kind="multiplicative")
    assert parts.figure == pytest.approx([0.5, 1.0, 1.5])


@exact
@given(st.integers(0, 10_000))
def test_strength_lies_between_nought_and_one(seed):
    parts = np.random.default_rng(seed).normal(size=(3, 24))
    found = strength(trend=parts[0], seasonal=parts[1], residual=parts[2])
    assert 0 <= found.trend <= 1
    assert 0 <= found.seasonal <= 1


def test_strength_of_nothing_is_missing():
    assert np.isnan(strength(trend=[1, 1], seasonal=[1, -1], residual=[0, 0]).trend)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: stl(np.arange(35.0)), "observed must hold 3 full cycles, 36 values, got 35; take a longer series"),
        (lambda: stl(np.ones(36)), "observed must vary, got 1 throughout; there is nothing to take apart"),
        (lambda: stl([*range(35), np.nan]), "observed must hold numbers with none missing"),
        (
            lambda: stl(np.arange(36.0), seasonal=12),
            "seasonal must be odd, got 12; write the next odd number",
        ),
        (lambda: stl(np.arange(36.0), trend=11), "trend must be a whole number from 13 to 100001, got 11"),
        (lambda: stl(np.arange(36.0), low_pass=14), "low_pass must be odd, got 14; write the next odd number"),
        (lambda: stl(np.arange(36.0), trend_deg=2), "trend_deg must be a whole number from 0 to 1, got 2"),
        (
            lambda: stl(np.arange(36.0), trend_jump=0),
            "trend_jump must be a whole number from 1 to 1000, got 0",
        ),
        (
            lambda: stl(np.arange(36.0), period=1),
            "period must be a whole number of 2 or more, got 1; write 12 for months",
        ),
        (
            lambda: stl(np.arange(36.0), inner_iter=0),
            "inner_iter must be a whole number from 1 to 1000, got 0; leave it out",
        ),
        (
            lambda: stl(np.arange(36.0), outer_iter=-1),
            "outer_iter must be a whole number from 0 to 1000, got -1; leave it out",
        ),
        (
            lambda: decompose(np.zeros(48), days=np.full(48, 30)),
            "counts must have a median of 5 or more a month, got 0; use the",
        ),
        (lambda: decompose([4] * 47 + [50], days=np.full(48, 30)), "median of 5 or more a month, got 4"),
        (lambda: decompose([40] * 48), "days must hold the days of each month, got none"),
        (lambda: decompose([40] * 47 + [-1], days=np.full(48, 30)), "counts must be 0 or more, got -1"),
        (lambda: decompose(pd.Series(range(48), MONTHS).drop(MONTHS[7])), "got 2019-09 after 2019-07; fill the gap"),
        (lambda: mstl(np.arange(100.0), periods=(30, 7)), r"periods must rise, got \(30, 7\); write \(7, 365\)"),
        (lambda: mstl(np.arange(50.0), periods=(7, 30)), "observed must hold 3 full cycles, 90 values, got 50"),
        (
            lambda: mstl(np.arange(100.0), periods=(7, 30), windows=(7,)),
            "windows must hold one number for each of 2 periods",
        ),
        (
            lambda: mstl(np.arange(100.0), periods=(7, 30), windows=(7, 8)),
            "windows must be odd, got 8; write the next odd number",
        ),
        (
            lambda: classical_decomposition(np.arange(36.0), kind="log"),
            "kind must be one of additive, multiplicative, got 'log'",
        ),
        (
            lambda: classical_decomposition(np.arange(36.0), kind="multiplicative"),
            "must be above 0 for a multiplicative",
        ),
        (
            lambda: strength(trend=[1, 2], seasonal=[1, 2], residual=[1]),
            "trend, seasonal, residual must have the same number of rows, got 2, 2, 1",
        ),
    ],
)
def test_bad_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()
