"""Is an offence seasonal? The published figures of the oracles, things planted, and noise."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from analysis_lib.subjects.seasons.factors import factors
from analysis_lib.subjects.seasons.strength import (
    NONE,
    SEASONAL,
    SIGNS,
    SLIGHT,
    UNTESTED,
    Season,
    judged,
    looked_at,
)
from subjects.seasons.made import everything, months, noise, oracle, run_of, with_days_put_back

STL = ("period", "seasonal", "trend", "low_pass", "seasonal_deg", "trend_deg", "low_pass_deg")
STL += ("seasonal_jump", "trend_jump", "low_pass_jump", "robust", "inner_iter", "outer_iter")
WINTER = [1.25, 1.15, 1.0, 0.9, 0.9, 0.85, 0.8, 0.85, 0.95, 1.05, 1.1, 1.2]


def seen(series, **parameters) -> Season:
    """The chapter's own look at a series that stands for a category by itself."""
    return judged([looked_at(run_of(series), everything(series), **parameters)])[0]


@pytest.mark.parametrize(
    ("name", "unit", "first"), [("O-stl-01", 1, "1949-01"), ("O-stl-02", 10, "1920-01"), ("O-stl-03", 300, "2010-01")]
)
def test_taken_apart_as_r_does(name, unit, first):
    # oracle: R 4.2.2 stats::stl of log(AirPassengers), Nottingham temperatures and the synthetic offences. The chapter
    # takes the logarithm per day of a count, so it is given counts of which that logarithm is the series, but for a
    # constant; a fit is of the same shape in any unit
    inputs, expected = oracle(name)
    counts = with_days_put_back(np.exp(np.array(inputs["y"]) / unit), first)
    found = seen(counts, **{key: inputs[key] for key in STL if key != "period"})
    assert found.parts.scale == "log per day"
    assert found.parts.seasonal * unit == pytest.approx(expected["seasonal"], rel=1e-5, abs=1e-5 * unit)
    assert found.parts.residual * unit == pytest.approx(expected["resid"], rel=1e-5, abs=1e-5 * unit)
    assert np.ptp(found.parts.trend * unit - expected["trend"]) < 1e-5 * unit


@pytest.mark.parametrize(
    ("name", "y"), [("O-seasonality_tests-01", "O-mase-01"), ("O-seasonality_tests-02", "O-mase-02")]
)
def test_the_three_tests_as_r_does(name, y):
    # oracle: R 4.2.2 kruskal.test, anova and acf on AirPassengers and on the synthetic offences
    expected = oracle(name)[1]
    found = seen(with_days_put_back(oracle(y)[0]["y"][: 144 if y.endswith("1") else 96], "1949-01"))
    tests = found.tests
    assert tests.kruskal_wallis_statistic == pytest.approx(expected["kw_stat"], rel=1e-6)
    assert (tests.f_statistic, tests.qs_statistic) == pytest.approx((expected["f_stat"], expected["qs"]), rel=1e-6)
    assert found.p_values[0] == pytest.approx(max(expected["kw_p"], expected["f_p"], expected["qs_p"]), rel=1e-5)
    assert (found.verdict == SEASONAL) == (name == "O-seasonality_tests-01")


def test_nottingham_temperatures_are_as_strong_as_in_r():
    # oracle: tsfeatures::stl_features in R 4.2.2 (strength of season 0.953, of trend 0.224); July is the warmest month
    inputs, expected = oracle("O-strength_end_to_end-02")
    found = seen(with_days_put_back(np.exp(np.array(inputs["y"]) / 10), "1920-01"))
    assert found.strength.seasonal == pytest.approx(expected["seasonal_strength"], abs=0.02)
    assert (found.verdict, factors(found).peak) == (SEASONAL, 7)


def test_air_passengers_travel_most_in_july():
    # oracle: stats::decompose in R 4.2.2, multiplicative: January 0.910, July 1.227. The regression weighs the
    # later years more, in which the summers are larger, so it need agree within four hundredths only
    found = seen(with_days_put_back(oracle("O-mase-01")[0]["y"], "1949-01"))
    made = factors(found)
    figure = oracle("O-decompose_classical-01")[1]["figure"]
    assert made.index.value == pytest.approx(figure, abs=0.04)
    assert (made.peak in (7, 8), found.verdict) == (True, SEASONAL)


def test_a_planted_season_is_found_and_weaker_ones_get_weaker_words():
    rng = np.random.default_rng(1)
    nothing = [looked_at(run_of(series := noise(rng, 120)), everything(series)) for _ in range(10)]
    said = {part: [_planted(part, seed, nothing) for seed in range(2, 7)] for part in (1, 0.6, 0.45, 0.1)}
    assert set(said[1]) == {SEASONAL}
    assert {SIGNS, SLIGHT} & {*said[0.6], *said[0.45]}
    assert SEASONAL not in said[0.1]
    found = [verdicts.count(SEASONAL) for verdicts in said.values()]
    assert found == sorted(found, reverse=True)  # the smaller the season, the less often the word


def _planted(part: float, seed: int, nothing: list[Season]) -> str:
    """The verdict on a series with a part of the winter's season, judged together with others that have none."""
    series = noise(np.random.default_rng(seed), 186, 300, season=1 + part * (np.array(WINTER) - 1))
    verdict, *others = (one.verdict for one in judged([looked_at(run_of(series), everything(series)), *nothing]))
    assert set(others) <= {NONE, SIGNS}
    return verdict


def test_one_month_quite_alone_is_no_season_and_hides_none():
    rng = np.random.default_rng(2)
    series = noise(rng, 120, mean=200, season=WINTER)
    batch = series.copy()
    batch.iloc[52] = 1500  # August 2014
    found, before = seen(batch), seen(series)
    assert np.flatnonzero(found.outliers).tolist() == [52]
    assert found.verdict == before.verdict == SEASONAL
    assert factors(found).index.value == pytest.approx(factors(before).index.value, rel=0.06)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([20] * 35, "fewer than three years of comparable months"),
        ([4, 5, 3] * 20, "fewer than 5 offences in the usual month"),
    ],
)
def test_too_short_or_too_few_is_said_and_not_tested(values, reason):
    found = seen(months(values))
    assert (found.verdict, found.run.reason) == (UNTESTED, reason)


def test_the_more_kinds_are_looked_at_the_surer_each_must_be():
    # oracle: Benjamini and Hochberg (1995), by hand: 0.01 among three p-values of which it is the smallest becomes 0.03
    series = noise(np.random.default_rng(3), 60)
    one = looked_at(run_of(series), everything(series))
    found = judged([dataclasses.replace(one, p_values=(p, p)) for p in (0.01, 0.04, 0.5)])
    assert [round(each.q_values[0], 9) for each in found] == [0.03, 0.06, 0.5]


@pytest.mark.proof
@pytest.mark.parametrize("length", [42, 60, 120, 186])
def test_white_noise_is_not_called_seasonal(length, capsys):
    rng = np.random.default_rng(4)
    found = [seen(noise(rng, length)) for _ in range(200)]
    called = {word: sum(one.verdict == word for one in found) / 200 for word in (SEASONAL, SLIGHT, SIGNS)}
    with capsys.disabled():
        print(f"\n{length} months of noise, 200 series, each by itself: {called}")
    assert called[SEASONAL] <= 0.05
    assert called[SEASONAL] + called[SLIGHT] <= 0.08
