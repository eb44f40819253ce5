import numpy as np
import pandas as pd
import pytest

from analysis_lib.statistics.back_testing import CANDIDATES, back_test, forecast_counts, forecast_errors

MONTHS = pd.period_range("2018-01", periods=72, freq="M")
SEASON = np.resize([80, 75, 90, 100, 110, 120, 130, 125, 110, 100, 90, 85], 72)
NOISY = pd.Series(np.random.default_rng(4).poisson(SEASON), MONTHS)
SIMPLE = {name: CANDIDATES[name] for name in ("seasonal naive", "mean")}


def test_errors_by_hand():
    """Out by 1 and 3; repeating the year before was out by 2 on average."""
    errors = forecast_errors([13, 25], [12, 22], training=[10, 20, 12, 22], period=2)
    assert (errors.mean_absolute_error, errors.root_mean_squared_error, errors.mase) == (2, 5**0.5, 1)


def test_a_better_method_than_last_year_is_chosen_and_the_reason_says_so():
    result = back_test(NOISY, candidates={name: CANDIDATES[name] for name in ("seasonal naive", "mean", "ETS(A,N,A)")})
    assert result.chosen == "ETS(A,N,A)"
    assert result.reason.startswith("ETS(A,N,A) had the lowest MASE of those whose limits held, 0.")
    assert (result.coverage_80, result.coverage_95) == tuple(
        result.scores.loc["ETS(A,N,A)"][["coverage_80", "coverage_95"]]
    )
    assert f"held {result.coverage_80:.0%} of months and its 95% limits {result.coverage_95:.0%}" in result.reason
    assert result.scores.loc["mean", "mase"] > result.scores.loc["seasonal naive", "mase"]
    coverage = result.scores[["coverage_80", "coverage_95"]].to_numpy()
    assert coverage.min() > 0
    assert coverage.max() <= 1


def test_seasonal_naive_if_nothing_beats_it():
    result = back_test(NOISY, candidates=SIMPLE)
    assert result.chosen == "seasonal naive"
    assert result.reason.startswith("no method beat seasonal naive: seasonal naive is used; its 80% limits held ")


def test_a_candidate_that_cannot_be_fitted_is_missing_and_never_chosen():
    def broken(observed, *, horizon, confidence_level):
        raise ValueError("no")

    result = back_test(NOISY, candidates=SIMPLE | {"broken": (broken, False)})
    assert result.scores.loc["broken"].isna().all()
    assert result.left_out == {"broken": "no"}
    assert result.chosen == "seasonal naive"


def test_an_accurate_method_whose_intervals_do_not_hold_is_not_chosen():
    def sure(observed, *, horizon, confidence_level):
        forecast = CANDIDATES["ETS(A,N,A)"][0](observed, horizon=horizon, confidence_level=confidence_level)
        return type(forecast)(forecast.value, forecast.standard_error * 0.1, *[forecast.value] * 2, 0.8, "sure")

    result = back_test(NOISY, candidates=SIMPLE | {"sure": (sure, True)})
    assert result.chosen == "seasonal naive"
    assert result.reason.startswith("the limits of sure held too few months: seasonal naive is used; its 80% limits")


def test_where_no_limits_hold_a_method_must_do_better_on_every_score():
    def narrow(share):
        def method(observed, *, horizon, confidence_level):
            forecast = CANDIDATES["ETS(A,N,A)"][0](observed, horizon=horizon, confidence_level=confidence_level)
            return type(forecast)(forecast.value, forecast.standard_error * share, *[forecast.value] * 2, 0.8, "sure")

        return method

    def yardstick(observed, *, horizon, confidence_level):
        forecast = CANDIDATES["seasonal naive"][0](observed, horizon=horizon, confidence_level=confidence_level)
        return type(forecast)(forecast.value, forecast.standard_error * 0.1, *[forecast.value] * 2, 0.8, "surer")

    surer = {"seasonal naive": (yardstick, False)}
    result = back_test(NOISY, candidates=surer | {"narrow": (narrow(0.2), True)})
    assert result.scores.loc["narrow", "coverage_95"] > result.scores.loc["seasonal naive", "coverage_95"]
    assert result.chosen == "narrow"  # better on every score, and said to be too narrow all the same
    assert result.reason.startswith("narrow had the lowest MASE of those better throughout")
    assert result.reason.endswith(", so they are too narrow")
    narrower = back_test(NOISY, candidates=surer | {"narrow": (narrow(0.0001), True)})
    assert narrower.chosen == "seasonal naive"
    assert narrower.reason.endswith(", so they are too narrow")


@pytest.mark.parametrize("year", [[0] * 12, [7] * 12, [50, 52, 49, 51, 50, 53, 70, 61, 50, 49, 52, 48]])
@pytest.mark.parametrize("years", [3, 6])
def test_a_series_that_repeats_exactly_is_forecast_to_repeat_and_has_no_limits(year, years):
    result = forecast_counts(pd.Series(year * years, pd.period_range("2018-01", periods=12 * years, freq="M")))
    assert result.forecast.value.tolist() == year
    assert np.isnan([result.forecast.lower, result.forecast.upper]).all()
    assert (
        result.forecast.reason == "the months before repeat exactly, so nothing tells how far the forecast may be out"
    )
    assert result.back_test is None
    assert result.reason.endswith("seasonal naive, unproven")


def test_every_candidate_is_tried_and_one_that_a_month_without_events_rules_out_says_why():
    """No event in any January: the regression has nothing to learn that month from."""
    result = back_test(NOISY.where(MONTHS.month != 1, 0))
    assert list(result.scores.index) == list(CANDIDATES)
    assert result.left_out == {
        "quasi-Poisson regression": "observed must have an event in every month of the cycle, got none at place [0]; "
        "use mean_forecast"
    }
    assert result.scores.drop("quasi-Poisson regression").notna().all(axis=None)


def test_a_trend_is_forecast_by_a_method_that_follows_it():
    rising = pd.Series(np.random.default_rng(5).poisson(SEASON * 1.2 ** (np.arange(72) / 12)), MONTHS)
    result = back_test(rising, candidates={name: CANDIDATES[name] for name in CANDIDATES if name != "airline ARIMA"})
    assert result.chosen in ("ETS(A,A,A)", "quasi-Poisson regression")
    assert result.left_out == {}


def test_no_origin_sees_what_came_after_it():
    seen = []

    def spy(observed, *, horizon, confidence_level):
        seen.append(len(observed))
        return CANDIDATES["seasonal naive"][0](observed, horizon=horizon, confidence_level=confidence_level)

    back_test(NOISY, candidates={"seasonal naive": (spy, False)})
    assert seen == list(range(49, 61))


def test_a_forecast_of_counts_has_limits_of_nought_or_more():
    rare = pd.Series(np.resize([0, 1, 0, 2, 0, 0, 1, 0, 3, 0, 0, 1, 0], 36), MONTHS[:36])
    result = forecast_counts(rare)
    assert (result.forecast.lower == 0).any()
    assert (result.forecast.lower <= result.forecast.value).all()
    assert result.back_test is None
    assert "36 months are too few to try methods out (59 are needed)" in result.reason


def test_a_forecast_by_the_method_chosen_comes_back_to_counts():
    result = forecast_counts(NOISY, confidence_level=0.80)
    assert result.forecast.method == result.back_test.chosen
    assert result.forecast.value == pytest.approx(SEASON[:12], rel=0.2)
    assert (result.forecast.lower < result.forecast.value).all()
    assert (result.forecast.value < result.forecast.upper).all()


def test_nothing_before_a_break_is_used():
    jumped = NOISY.where(MONTHS < "2022-01", NOISY + 1000)
    assert forecast_counts(jumped, break_at="2022-01").forecast.lower.min() > 900


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: forecast_counts(NOISY[:35]), "counts must hold 36 months or more, got 35; publish no forecast yet"),
        (
            lambda: forecast_counts(NOISY, break_at="2022-02"),
            "counts must hold 24 months or more after the break at 2022-02, got 23; publish no forecast yet",
        ),
        (
            lambda: forecast_counts(NOISY, horizon=13),
            "horizon must be a whole number from 1 to 12, got 13; look no further",
        ),
        (
            lambda: forecast_counts(NOISY.tolist()),
            "counts must be a Series with a monthly index, got list; give it its months",
        ),
        (lambda: forecast_counts(NOISY.drop(MONTHS[5])), "got 2018-07 after 2018-05; fill the gap"),
        (lambda: forecast_counts(-NOISY), "counts must be 0 or more"),
        (
            lambda: forecast_counts(pd.Series(range(60), pd.date_range("2024-01-01", periods=60))),
            "counts must have a monthly index, got several values a month or another period; add them up by month",
        ),
        (lambda: back_test(NOISY[:58]), "counts must hold 59 months for 12 origins, got 58; take a longer series"),
        (lambda: back_test(NOISY, origins=6), "origins must be a whole number of 12 or more, got 6"),
        (
            lambda: back_test(NOISY, candidates={"mean": CANDIDATES["mean"]}),
            "candidates must include 'seasonal naive', got mean",
        ),
        (lambda: back_test(pd.Series(SEASON, MONTHS)), "training must differ from one year to the next, got the same"),
        (
            lambda: forecast_errors([1], [1, 2], training=range(20)),
            "forecast must hold one number for each of 1 actual, got 2",
        ),
        (lambda: forecast_errors([1], [1], training=range(12)), "training must hold more than one cycle of 12, got 12"),
        (lambda: forecast_errors([np.nan], [1], training=range(20)), "actual must hold numbers with none missing"),
    ],
)
def test_bad_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()
