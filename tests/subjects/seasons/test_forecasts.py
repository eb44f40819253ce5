"""Forecasts: what is refused, what is modelled, what is kept, and the record over all boroughs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis_lib.assessment import assessment, boroughs
from analysis_lib.catalogue import load
from analysis_lib.statistics.back_testing import forecast_by
from analysis_lib.subjects.seasons import forecasts
from analysis_lib.subjects.seasons.forecasts import forecast_record, outlook, without_pandemic
from analysis_lib.subjects.seasons.hindsight import hindsight, shares_inside
from subjects.seasons.made import months, noise, oracle

PANDEMIC = (pd.Timestamp("2020-04-01"), pd.Timestamp("2021-06-01"))
SUMMER = [0.9, 0.9, 1.0, 1.0, 1.1, 1.2, 1.2, 1.1, 1.0, 0.9, 0.9, 0.8]


def test_the_yardstick_is_r_s():
    # oracle: snaive of R's forecast 8.20 on the first eleven years of AirPassengers
    inputs, expected = oracle("O-snaive_interval-01")
    found = forecast_by(months(inputs["train"], "1949-01"), method="seasonal naive", level=0.95)
    assert found.value == pytest.approx(expected["mean"])
    assert found.upper == pytest.approx(expected["upper"], rel=1e-6)


def test_air_passengers_are_forecast_better_than_by_last_year():
    # oracle: R's forecast 8.20: repeating 1959 missed 1960 by 47.8 thousand a month
    y = oracle("O-mase-01")[0]["y"]
    made = forecast_record([float(count) for count in y[:132]], "1949-01", fewest_months=36, spacing=2)
    miss = np.abs(np.array(made["months"]["value"]) - y[132:]).mean()
    assert made["method"] != "seasonal naive"
    assert miss < oracle("O-mase-01")[1]["snaive_mae"] / 2
    held = [made["months"]["lower_95"][i] <= y[132 + i] <= made["months"]["upper_95"][i] for i in range(12)]
    assert sum(held) >= 10  # of twelve, at 95%
    for near, far in (("50", "80"), ("80", "95")):
        assert np.all(np.array(made["months"][f"lower_{far}"]) <= made["months"][f"lower_{near}"])


@pytest.mark.parametrize(
    ("name", "year", "reason"),
    [
        ("violence-against-the-person", 2025, "too few months since its recording changed"),
        ("possession-of-weapons", 2025, "fewer than 20 offences in the usual month"),
        ("domestic-burglary", 2025, "its newest months are missing, or its label is no longer in use"),
        ("theft", 2013, "too few months"),
        ("theft", 2021, "too few months since the pandemic to try methods on"),
    ],
)
def test_no_forecast_and_why(name, year, reason):
    a = assessment("Havering", year)
    assert outlook(load("recorded_crime", a), a, f"recorded_crime:{name}").reason == reason


def test_a_forecast_is_made_once_and_kept(copied, monkeypatch):
    a = assessment()
    offences = load("recorded_crime", a)
    first = outlook(offences, a, "recorded_crime:theft")
    monkeypatch.setattr(forecasts, "back_test", None)  # a second making would fail
    again = outlook(offences, a, "recorded_crime:theft")
    pd.testing.assert_frame_equal(first.months, again.months)
    assert first.method == again.method


def test_months_of_the_pandemic_are_modelled_from_what_lies_before_the_first_trial():
    series = noise(np.random.default_rng(10), 186, mean=1000, dispersion=1.01, season=SUMMER)
    dented = series.copy()
    inside = (series.index >= PANDEMIC[0]) & (series.index <= PANDEMIC[1])
    dented[inside] = 100
    filled = without_pandemic(dented, PANDEMIC)
    assert filled[inside].to_numpy() == pytest.approx(series[inside].to_numpy(), rel=0.12)
    assert filled[~inside].equals(series[~inside])
    later = dented.copy()
    later["2021-10":] *= 3
    assert without_pandemic(later, PANDEMIC)[inside].equals(filled[inside])


def test_a_series_that_ends_in_the_pandemic_is_left_as_it_is():
    series = months([100] * 125)  # April 2010 to August 2020
    assert without_pandemic(series, PANDEMIC) is series


@pytest.mark.proof
@pytest.mark.parametrize("year", [2023])  # the methods were chosen looking at 2024
def test_the_record_over_all_boroughs(year, capsys):
    found = hindsight([area.name for area in boroughs()], year, known_year=2025)
    shares = shares_inside(found)
    with capsys.disabled():
        print(f"\nforecasts made at September {year}, all boroughs and groups:\n{shares.round(3).to_string()}")
    assert shares["series"] > 250
    assert 0.65 <= shares["inside_80"] <= 0.92  # no worse than a rule that nobody should trust; the figures are printed
    assert 0.85 <= shares["inside_95"] <= 0.99
    assert shares["miss"] < 1
