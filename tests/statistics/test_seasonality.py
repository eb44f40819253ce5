import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.decomposition import Strength
from analysis_lib.statistics.seasonality import (
    SeasonalityTests,
    is_seasonal,
    log_changes,
    seasonal_index,
    seasonality_tests,
)

exact = settings(derandomize=True, deadline=None)
DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
B = [
    int(count)
    for count in """28 13 25 33 25 24 30 29 36 25 34 29 20 26 24 19 31 32 30 27 25 21 27 20
21 21 17 20 29 28 30 26 27 25 22 18 25 23 25 16 24 25 25 29 30 22 21 21 26 21 24 16 27 32 36 28 21 27 23 24""".split()
]
MONTHS = ([*range(1, 13)] * 5)[1:]


def test_the_index_of_every_month_against_r():
    """R 4.2.2 glm(family = quasipoisson), contr.sum, delta method: January, and December, the implied twelfth."""
    index = seasonal_index(B, days=DAYS * 5)
    assert index.value[[0, 11]] == pytest.approx([0.933474503335171, 0.889440740084924], rel=1e-6)
    assert index.log_standard_error[[0, 11]] == pytest.approx([0.0752811419627376, 0.077672153715621], rel=1e-6)
    assert index.dispersion == pytest.approx(0.737277696431403, rel=1e-6)


def test_a_series_brings_its_own_months():
    counts = pd.Series(B, pd.period_range("2019-04", periods=60, freq="M"))
    by_index, by_argument = seasonal_index(counts), seasonal_index(B, days=counts.index.days_in_month, first_month=4)
    assert by_index.value == pytest.approx(by_argument.value)


@exact
@given(st.integers(0, 1000))
def test_effects_sum_to_nought_and_limits_bracket_and_widen(seed):
    counts = np.random.default_rng(seed).poisson(30, 48)
    narrow, wide = (seasonal_index(counts, days=DAYS * 4, confidence_level=level) for level in (0.8, 0.95))
    assert np.log(narrow.value).sum() == pytest.approx(0, abs=1e-9)
    assert (wide.lower <= narrow.lower).all()
    assert (narrow.lower <= narrow.value).all()
    assert (narrow.value <= narrow.upper).all()
    assert (narrow.upper <= wide.upper).all()


def test_years_that_repeat_exactly_are_no_error():
    index = seasonal_index([n * (2 if k % 12 == 6 else 1) for k, n in enumerate(DAYS * 3)], days=DAYS * 3)
    assert index.value[6] / index.value[0] == pytest.approx(2)


def test_a_constant_series_has_an_index_of_one_and_no_spread():
    index = seasonal_index([1] * 36, days=30)
    assert index.value == pytest.approx(np.ones(12))
    assert index.dispersion == pytest.approx(0)


def test_rounding_restores_the_ties_that_noise_breaks():
    changes = log_changes(np.random.default_rng(6).integers(3, 6, 60))
    noisy = changes + np.tile([1e-12, -1e-12], 30)[:59]
    assert len(set(noisy)) > len(set(changes))
    assert seasonality_tests(noisy, months=MONTHS) == seasonality_tests(changes, months=MONTHS)


def test_noise_is_not_seasonal():
    counts = np.random.default_rng(5).poisson(200, 60)
    tests = seasonality_tests(log_changes(counts), months=MONTHS)
    assert tests.kruskal_wallis_p_value > 0.05
    assert tests.qs_statistic < 6


def test_an_f_without_any_variation_within_months_is_missing():
    tests = seasonality_tests(log_changes([50, 60, 70, 80, 90, 99, 90, 80, 70, 60, 50, 40] * 5), months=MONTHS)
    assert tests.kruskal_wallis_p_value < 0.001
    assert np.isnan(tests.f_statistic)
    assert is_seasonal(Strength(0, 1), tests)


@pytest.mark.parametrize(
    ("strength", "p_value", "verdict"), [(0.4, 0.01, True), (0.39, 0.01, False), (0.9, 0.06, False)]
)
def test_the_word_seasonal_needs_strength_and_a_test(strength, p_value, verdict):
    tests = SeasonalityTests(1, 11, p_value, 1, 0.5, 1, 0.5)
    assert is_seasonal(Strength(trend=0, seasonal=strength), tests) is verdict


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: log_changes([5]), "counts must hold two months or more, got 1"),
        (lambda: log_changes([5, -1]), "counts must be 0 or more, got -1"),
        (
            lambda: seasonality_tests([0.1] * 34, months=MONTHS[:34]),
            "changes must hold 35 or more, three years of months, got 34",
        ),
        (
            lambda: seasonality_tests([0.0] * 59, months=MONTHS),
            "changes must vary, got 0 throughout; a constant series",
        ),
        (
            lambda: seasonality_tests(np.arange(59), months=MONTHS[:58]),
            "months must hold one number for each of 59 changes, got 58",
        ),
        (lambda: seasonality_tests(np.arange(59), months=[0] * 59), "months must be whole numbers from 1 to 12, got 0"),
        (
            lambda: seasonality_tests(np.arange(59), months=[1] * 59),
            r"months must have every month of the year, got none for \[2, 3",
        ),
        (lambda: seasonal_index(B[:35], days=30), "counts must hold 36 months or more, got 35; take a longer series"),
        (
            lambda: seasonal_index(([0] + [5] * 11) * 4, days=30),
            r"an event in every month of the year, got none in month \[1\]; pool",
        ),
        (lambda: seasonal_index(np.zeros(48), days=30), "counts must have an event in every month of the year"),
        (lambda: seasonal_index(B), "days must hold the days of each month, got none"),
        (lambda: seasonal_index(B, days=[30, 31]), "days must hold one number for each of 60 counts, got 2"),
        (lambda: seasonal_index(B, days=30, first_month=13), "first_month must be a whole number from 1 to 12, got 13"),
        (
            lambda: seasonal_index(B, days=30, confidence_level=95),
            "confidence_level must lie between 0 and 1, got 95; write 0.95",
        ),
        (
            lambda: is_seasonal(Strength(0, 1), SeasonalityTests(1, 11, 0, 1, 0, 1, 0), significance_level=5),
            "significance_level must lie between 0 and 1, got 5; write 0.05",
        ),
    ],
)
def test_bad_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()
