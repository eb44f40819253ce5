"""Seasonal factors: R's figures, planted factors, and intervals that hold."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from analysis_lib.subjects.seasons.factors import TOGETHER, differing_months, factors, widening
from analysis_lib.subjects.seasons.strength import looked_at
from subjects.seasons.made import everything, months, noise, oracle, run_of

SEASON = np.array([0.9, 0.9, 1.0, 1.0, 1.1, 1.2, 1.2, 1.1, 1.0, 0.9, 0.9, 0.8])


def made(series):
    return factors(looked_at(run_of(series), everything(series)))


def test_with_a_flat_trend_the_factors_are_those_of_r():
    # oracle: R 4.2.2 glm(family = quasipoisson) with contr.sum, the offset log(days) and a linear trend
    inputs, expected = oracle("O-seasonal_index_glm-01")
    series = months(inputs["y"], "2017-01")
    found = looked_at(run_of(series), everything(series))
    trend = np.log(
        np.array(inputs["days"]) / series.index.days_in_month
    )  # flat, and the oracle's days for the calendar's
    flat = dataclasses.replace(found, parts=dataclasses.replace(found.parts, trend=trend))
    assert factors(flat).index.value == pytest.approx(expected["index"], rel=1e-5)
    errors = factors(flat).index.log_standard_error / widening(flat)  # R's regression has no smooth trend to count
    assert errors == pytest.approx(expected["se_log"], rel=1e-5)


def test_planted_factors_come_back_whatever_the_trend():
    level = np.exp(np.cumsum(np.random.default_rng(5).normal(0, 0.02, 180)))
    found = made(noise(np.random.default_rng(6), 180, mean=3000, season=SEASON, level=level))
    assert found.index.value == pytest.approx(SEASON / SEASON.mean(), abs=0.03)
    assert (found.peak in (6, 7), found.trough) == (True, 12)
    assert set(found.high) <= {5, 6, 7, 8}
    assert {6, 7} <= set(found.high)


def test_years_are_counted_once_each():
    found = made(noise(np.random.default_rng(7), 66, season=SEASON))  # April 2010 to September 2015
    assert found.years.tolist() == [5, 5, 5, 6, 6, 6, 6, 6, 6, 5, 5, 5]
    assert (found.years_above <= found.years).all()


def test_two_areas_differ_where_one_has_a_season_and_the_other_has_not():
    rng = np.random.default_rng(8)
    flat, summer = made(noise(rng, 180, mean=2000)), made(noise(rng, 180, mean=2000, season=SEASON))
    assert {6, 7, 12} <= set(differing_months(flat, summer))
    assert differing_months(summer, summer) == []


@pytest.mark.proof
def test_the_twelve_intervals_hold_together(capsys):
    rng, truth, held = np.random.default_rng(9), SEASON / np.exp(np.log(SEASON).mean()), 0
    for _ in range(200):
        index = made(noise(rng, 120, season=SEASON)).index
        held += bool(((index.lower <= truth) & (truth <= index.upper)).all())
    with capsys.disabled():
        print(f"\nall twelve intervals hold in {held / 200:.1%} of 200 series, {TOGETHER:.0%} wanted")
    assert held / 200 > 0.85
