"""Limits of seasonal months: what is to be expected, how wide the band is, and which months are left alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis_lib.statistics.count_charts import u_prime_chart
from analysis_lib.statistics.seasonal_control import FEW_MONTHS, NOT_JUDGED, seasonal_u_prime_chart

SEASON = np.exp(0.2 * np.sin(2 * np.pi * np.arange(12) / 12))


def calendar(months: int) -> dict:
    index = pd.date_range("2010-01-01", periods=months, freq="MS")
    return {"days": index.days_in_month.to_numpy(), "months": index.month.to_numpy()}


def usual(months: int, *, level: float = 5.0, growth: float = 0.0) -> np.ndarray:
    """So many a day, by season, growing by a rate a year."""
    when = calendar(months)
    return when["days"] * level * SEASON[when["months"] - 1] * np.exp(growth * np.arange(months) / 12)


def charted(counts, phases=0, **others):
    phases = np.broadcast_to(phases, len(counts))
    return seasonal_u_prime_chart(counts, **calendar(len(counts)), phases=phases, **others)


def noisy(months: int, *, autocorrelation: float, spread: float = 2.0, seed: int = 1) -> np.ndarray:
    """Counts about the usual whose deviations are ``spread`` times as large as chance, each like the one before."""
    draws = np.random.default_rng(seed).standard_normal(months)
    shocks = np.zeros(months)
    for place in range(months):
        before = shocks[place - 1] if place else 0.0
        shocks[place] = autocorrelation * before + np.sqrt(1 - autocorrelation**2) * draws[place]
    expected = usual(months, level=40)
    return np.round(expected + spread * np.sqrt(expected) * shocks)


def test_months_that_follow_season_and_trend_are_expected_exactly():
    # oracle: by hand, the series is made of days, season and growth; chance alone is three square roots either side
    # (Montgomery 2013, section 7.3), because no month deviates and limits are never narrower than chance
    counts = usual(60, growth=0.05)
    chart = charted(counts)
    assert chart.expected == pytest.approx(counts)
    assert chart.upper_limit == pytest.approx(counts + 3 * np.sqrt(counts))
    assert chart.lower_limit == pytest.approx(counts - 3 * np.sqrt(counts))
    assert not chart.outside.any()


def test_without_autocorrelation_the_band_is_laneys():
    # oracle: u_prime_chart, which holds the figures of R's qicharts2, of the counts over what is expected of them
    counts = noisy(72, autocorrelation=-0.3)
    chart = charted(counts)
    assert chart.autocorrelation < 0
    laney = u_prime_chart(counts, exposure=chart.expected)
    assert laney.centre == pytest.approx(1)
    assert chart.upper_limit == pytest.approx(laney.upper_limit * chart.expected, rel=1e-6)
    assert chart.lower_limit == pytest.approx(laney.lower_limit * chart.expected, rel=1e-6)


def test_what_is_expected_solves_the_regression():
    # oracle: the likelihood equations of a Poisson regression (McCullagh and Nelder 1989, section 6.2): deviations add
    # up to nought in every month of the year and in every phase, also weighted by time where there is a trend
    counts = noisy(120, autocorrelation=0.4, seed=3)
    phases = np.repeat([0, NOT_JUDGED, 1, 2], [50, 10, 40, 20])
    chart, when = charted(counts, phases), calendar(120)
    rest = np.where(phases == NOT_JUDGED, 0, counts - np.nan_to_num(chart.expected))
    for month in range(1, 13):
        assert rest[when["months"] == month].sum() == pytest.approx(0, abs=1e-4)
    for number in range(3):
        assert rest[phases == number].sum() == pytest.approx(0, abs=1e-4)
    for number in range(2):
        assert (rest * np.arange(120))[phases == number].sum() == pytest.approx(0, abs=1e-2)
    assert abs((rest * np.arange(120))[phases == 2].sum()) > 1  # twenty months: a level and no trend


def test_neighbours_that_resemble_each_other_widen_the_band():
    # oracle: by hand; differences of neighbours have the variance 2 (1 - r) of a stationary series, not 2
    alike = charted(noisy(120, autocorrelation=0.6))
    scores = (alike.counts - alike.expected) / np.sqrt(alike.expected)
    ranges = np.abs(np.diff(scores))
    ranges = ranges[ranges <= 3.267 * ranges.mean()]
    r = np.corrcoef(scores[:-1], scores[1:])[0, 1]
    assert alike.autocorrelation == pytest.approx(r)
    assert 0.3 < r < 0.8
    assert alike.stretch == pytest.approx(ranges.mean() / 1.128 / np.sqrt(1 - r))


def test_few_ordinary_months_are_called_unusual():
    """Of 60 series of ten years whose months resemble each other, the share of months called out; at random 0.27%."""
    charts = [charted(noisy(120, autocorrelation=0.5, seed=seed)) for seed in range(60)]
    share = np.mean([(chart.outside != 0).mean() for chart in charts])
    plain = [u_prime_chart(chart.counts, exposure=chart.expected) for chart in charts]
    assert share < 0.01
    assert np.mean([(chart.outside != 0).mean() for chart in plain]) > 3 * share  # without the allowance


@pytest.mark.parametrize("sign", [-1, 1])
def test_a_month_far_out_of_line_is_called_out_and_no_other(sign):
    counts = noisy(96, autocorrelation=0.3, seed=4)
    assert not charted(counts).outside.any()
    counts[50] += sign * 0.3 * counts[50]
    chart = charted(counts)
    assert np.flatnonzero(chart.outside).tolist() == [50]
    assert chart.outside[50] == sign


def test_a_step_at_a_known_break_is_not_unusual():
    counts = noisy(96, autocorrelation=0.3, seed=4)
    counts[60:] *= 1.6
    known = charted(np.round(counts), np.where(np.arange(96) < 60, 0, 1))
    assert not known.outside.any()
    assert known.expected[61] / known.expected[49] == pytest.approx(1.6, rel=0.1)  # a year apart: Februarys


def test_months_that_are_not_judged_set_no_limits():
    counts = noisy(96, autocorrelation=0.3)
    phases = np.where((np.arange(96) >= 40) & (np.arange(96) < 55), NOT_JUDGED, 0)
    low = counts.copy()
    low[40:55] = 1
    one, other = charted(counts, phases), charted(low, phases)
    assert np.isnan(one.upper_limit[40:55]).all()
    assert not other.outside[40:55].any()
    assert one.upper_limit[:40] == pytest.approx(other.upper_limit[:40])


def test_short_phases_are_not_judged_or_provisional():
    chart = charted(noisy(96, autocorrelation=0.2), np.repeat([0, 1, 2], [68, 11, 17]))
    assert np.isnan(chart.upper_limit[68:79]).all()  # eleven months
    assert np.isfinite(chart.upper_limit[79:]).all()
    assert chart.provisional == (2,)


def test_less_than_three_years_have_no_band_and_say_so():
    chart = charted(noisy(35, autocorrelation=0.2))
    assert chart.reason == FEW_MONTHS
    assert np.isnan(chart.upper_limit).all()
    assert not chart.outside.any()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda counts: counts | {"counts": [-1.0] * 48}, "counts must be 0 or more"),
        (lambda counts: counts | {"days": [0] * 48}, "days must be above 0"),
        (lambda counts: counts | {"phases": [0] * 47}, "phases must hold one number for each of 48 counts"),
    ],
)
def test_bad_input_is_refused(spoil, message):
    given = {"counts": usual(48), **calendar(48), "phases": [0] * 48}
    with pytest.raises(ValueError, match=message):
        seasonal_u_prime_chart(**spoil(given))
