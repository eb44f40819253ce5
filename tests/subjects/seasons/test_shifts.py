"""A planted step is dated; a slow rise and a season are none; known changes stand beside it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis_lib.assessment import assessment
from analysis_lib.catalogue import load
from analysis_lib.subjects.seasons.shifts import known_changes, shift
from analysis_lib.subjects.seasons.strength import looked_at, season
from subjects.seasons.made import everything, noise, run_of

SUMMER = [0.9, 0.9, 1.0, 1.0, 1.1, 1.2, 1.2, 1.1, 1.0, 0.9, 0.9, 0.8]


def found(series):
    return shift(looked_at(run_of(series), everything(series)))


@pytest.mark.parametrize("place", [30, 60, 95])
def test_a_planted_step_is_dated_within_two_months(place):
    for seed in range(5):
        level = np.where(np.arange(120) < place, 1.0, 1.4)
        moved = found(noise(np.random.default_rng(seed), 120, season=SUMMER, level=level))
        planted = pd.Timestamp("2010-04") + pd.DateOffset(months=place)
        assert abs((moved.month.to_period("M") - planted.to_period("M")).n) <= 2
        assert moved.after / moved.before == pytest.approx(1.4, rel=0.08)
        assert moved.after_gap is None


@pytest.mark.parametrize("level", [np.ones(120), np.linspace(1, 2.5, 120)])
def test_no_step_is_claimed_of_a_level_that_stays_or_rises_slowly(level):
    assert [found(noise(np.random.default_rng(seed), 120, season=SUMMER, level=level)) for seed in range(10)].count(
        None
    ) >= 9


def test_known_changes_are_named_beside_a_date_and_no_others():
    # the descriptor: recording system changed in March 2024; pandemic from April 2020 to June 2021; and the table of
    # categories: domestic burglary changed at April 2017
    offences = load("recorded_crime", assessment())
    burglary, theft = (season(offences, f"recorded_crime:{name}", "Havering") for name in ("burglary", "theft"))
    assert known_changes(offences, theft, pd.Timestamp("2024-05-01")) == ["Recording system changed, March 2024"]
    assert any("April 2017" in text for text in known_changes(offences, burglary, pd.Timestamp("2017-03-01")))
    assert known_changes(offences, theft, pd.Timestamp("2017-03-01")) == []
    assert known_changes(offences, theft, pd.Timestamp("2020-03-01")) == ["pandemic begins, April 2020"]
