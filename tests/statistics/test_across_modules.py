"""Promises that several modules make alike, where no test of a single module shows them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.back_testing import back_test, forecast_counts
from analysis_lib.statistics.breaks import level_shift
from analysis_lib.statistics.calendar import calendar_adjusted
from analysis_lib.statistics.change import exact_rate_ratio, percentage_change
from analysis_lib.statistics.columns import add_estimates
from analysis_lib.statistics.control_charts import xmr_chart
from analysis_lib.statistics.count_charts import c_chart, u_prime_chart
from analysis_lib.statistics.decomposition import classical_decomposition, decompose, mstl, stl
from analysis_lib.statistics.forecasting import airline_model, mean_forecast, seasonal_naive
from analysis_lib.statistics.funnel import funnel_limits
from analysis_lib.statistics.proportions import proportion_difference, proportion_trend
from analysis_lib.statistics.rates import benchmark_flag, count_interval, proportion, rate
from analysis_lib.statistics.seasonality import log_changes, seasonal_index
from analysis_lib.statistics.smoothing import exponential_smoothing_fitted
from analysis_lib.statistics.smoothing_search import most_likely_smoothing
from analysis_lib.statistics.standardisation import indirectly_standardised_ratio
from analysis_lib.statistics.survey import weighted_proportion
from analysis_lib.statistics.trend_forecasts import exponential_smoothing_with_trend, poisson_regression

exact = settings(derandomize=True, deadline=None)
MONTHS = pd.period_range("2018-01", periods=73, freq="M")
COUNTS = pd.Series(np.random.default_rng(1).poisson(50, 73), MONTHS)
SHARES = st.tuples(st.integers(0, 300), st.integers(1, 300)).map(lambda pair: (pair[0], sum(pair)))


def two_seasons(observed):
    return mstl(observed, periods=(6, 12))


def rates_by_day(observed):
    return u_prime_chart(observed, exposure=np.full(len(observed), 30))


def difference(first, second, level=0.95):
    (x1, n1), (x2, n2) = first, second
    return proportion_difference(
        numerator=x1, denominator=n1, reference_numerator=x2, reference_denominator=n2, confidence_level=level
    )


def ratio(x1, t1, x2, t2):
    return exact_rate_ratio(events=x1, exposure=t1, reference_events=x2, reference_exposure=t2)


SERIES = [
    stl, decompose, two_seasons, classical_decomposition, log_changes, seasonal_index, level_shift, xmr_chart, c_chart,
    rates_by_day, seasonal_naive, mean_forecast, airline_model, exponential_smoothing_fitted,
    exponential_smoothing_with_trend, most_likely_smoothing, poisson_regression, back_test, forecast_counts,
]  # fmt: skip


@pytest.mark.parametrize("method", SERIES)
def test_a_gap_in_a_series_is_named(method):
    with pytest.raises(ValueError, match="every period once and in order, got 2021-06 after 2021-04; fill the gap"):
        method(COUNTS.drop(MONTHS[40]))


@pytest.mark.parametrize("method", SERIES)
def test_a_missing_month_of_a_series_is_named(method):
    with pytest.raises(ValueError, match="must hold numbers with none missing or infinite, got nan"):
        method(COUNTS.where(MONTHS != "2021-05"))


@pytest.mark.parametrize(
    ("method", "words"),
    [
        (stl, "observed must vary, got 0 throughout"),
        (two_seasons, "observed must vary, got 0 throughout"),
        (classical_decomposition, "observed must vary, got 0 throughout"),
        (decompose, "counts must have a median of 5 or more a month, got 0"),
        (seasonal_index, "counts must have an event in every month of the year, got none"),
        (level_shift, "observed must vary, got 0 throughout"),
        (airline_model, "observed must differ from one year's pattern to the next, got the same"),
        (exponential_smoothing_fitted, "observed must vary, got 0 throughout"),
        (exponential_smoothing_with_trend, "observed must stray from a straight line with a fixed season, got none"),
        (poisson_regression, "observed must have an event in every month of the cycle, got none"),
        (back_test, "training must differ from one year to the next, got the same"),
    ],
)
def test_a_series_of_noughts_is_refused_by_methods_that_need_events(method, words):
    with pytest.raises(ValueError, match=words):
        method(pd.Series(0, MONTHS))


def test_a_series_of_noughts_is_forecast_as_nought_by_methods_that_need_none():
    for method in (seasonal_naive, mean_forecast):
        forecast = method(pd.Series(0, MONTHS))
        assert (forecast.value == 0).all()
        assert (forecast.standard_error == 0).all()
        assert np.isnan([forecast.lower, forecast.upper]).all()
        assert forecast.reason == "the months before repeat exactly, so nothing tells how far the forecast may be out"
    assert (log_changes(pd.Series(0, MONTHS)) == 0).all()


@pytest.mark.parametrize(
    "method", [stl, decompose, two_seasons, classical_decomposition, seasonal_index, forecast_counts]
)
def test_fewer_than_three_years_make_no_season(method):
    with pytest.raises(ValueError, match=r"must hold .*36 (values|months).*, got 35"):
        method(COUNTS[:35])


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (pd.DataFrame({"events": [], "people": []}), "frame must hold a row or more, got none; leave the table out"),
        (pd.DataFrame({"events": [1]}), "frame has no column people; it has events"),
        (
            pd.DataFrame({"events": [1], "people": [9], "lower": [0]}),
            "frame already has the column lower; rename it, so that nothing is overwritten",
        ),
        (pd.DataFrame({"events": [9], "people": [1]}), "numerator must not be above denominator, got 9 of 1"),
        (pd.DataFrame({"events": [1], "people": [None]}), "denominator must hold numbers"),
        (pd.DataFrame({"events": ["few"], "people": [9]}), "numerator must hold numbers, got 'few'"),
    ],
)
def test_a_frame_that_cannot_be_added_to_is_refused(frame, words):
    with pytest.raises(ValueError, match=words):
        add_estimates(frame, proportion, numerator="events", denominator="people")


@exact
@given(first=SHARES, second=SHARES, narrow=st.floats(0.5, 0.9), wide=st.floats(0.91, 0.999))
def test_intervals_of_two_proportions_widen_with_confidence(first, second, narrow, wide):
    inner, outer = (difference(first, second, level) for level in (narrow, wide))
    assert outer.lower <= inner.lower <= inner.upper <= outer.upper
    assume(0 < first[0] + second[0] < first[1] + second[1])
    shares = np.transpose([first, second])
    inner, outer = (proportion_trend(*shares, confidence_level=level) for level in (narrow, wide))
    assert outer.lower <= inner.lower <= inner.upper <= outer.upper


@exact
@given(x=st.lists(st.integers(1, 300), min_size=2, max_size=6), narrow=st.floats(0.5, 0.9), wide=st.floats(0.91, 0.999))
def test_intervals_of_a_standardised_ratio_and_of_a_change_widen_with_confidence(x, narrow, wide):
    people = [1000] * len(x)
    reference = {"reference_events": [50] * len(x), "reference_populations": people}
    for statistic in (
        lambda level: indirectly_standardised_ratio(events=x, populations=people, confidence_level=level, **reference),
        lambda level: percentage_change(before=x[0], after=x[1], confidence_level=level),
    ):
        inner, outer = statistic(narrow), statistic(wide)
        assert np.all(outer.lower <= inner.lower)
        assert np.all(inner.lower <= inner.value)
        assert np.all(inner.value <= inner.upper)
        assert np.all(inner.upper <= outer.upper)


@exact
@given(
    answers=st.lists(st.tuples(st.integers(0, 1), st.floats(0.1, 9)), min_size=3, max_size=20),
    narrow=st.floats(0.5, 0.9),
    wide=st.floats(0.91, 0.999),
)
def test_intervals_of_a_survey_widen_with_confidence(answers, narrow, wide):
    values, weights = zip(*answers, strict=True)
    inner, outer = (weighted_proportion(values, weights=weights, confidence_level=level) for level in (narrow, wide))
    for kind in ("beta", "logit"):
        limits = [getattr(share, f"{kind}_{end}") for share, end in
                  ((outer, "lower"), (inner, "lower"), (inner, "upper"), (outer, "upper"))]  # fmt: skip
        assert np.diff(limits).min() >= -1e-12


@exact
@given(x=st.integers(10, 500), more=st.integers(1, 500), times=st.integers(2, 50))
def test_intervals_of_rates_differences_and_ratios_narrow_with_the_number_of_people(x, more, times):
    n = x + more
    for few, many in (
        (rate(x, n), rate(x * times, n * times)),
        (difference((x, n), (1, n)), difference((x * times, n * times), (times, n * times))),
        (ratio(x, n, x + 1, n), ratio(x * times, n * times, (x + 1) * times, n * times)),
    ):
        assert many.upper - many.lower < few.upper - few.lower


@exact
@given(shares=st.lists(SHARES, min_size=2, max_size=6), level=st.sampled_from([0.8, 0.95]))
def test_columns_equal_their_rows_one_by_one(shares, level):
    x, n = np.transpose(shares)
    for column, rows in (
        (proportion(x, n, confidence_level=level), [proportion(*one, confidence_level=level) for one in shares]),
        (count_interval(x, confidence_level=level), [count_interval(one, confidence_level=level) for one, _ in shares]),
        (funnel_limits(n, average=0.3), [funnel_limits(one, average=0.3) for _, one in shares]),
        (percentage_change(before=n, after=x), [percentage_change(before=of, after=one) for one, of in shares]),
    ):
        for name in ("lower", "upper") if hasattr(column, "lower") else ("lower_95", "upper_998"):
            assert getattr(column, name).tolist() == [getattr(row, name) for row in rows]
    flags = benchmark_flag(x, n, benchmark=30_000).flag
    assert flags.tolist() == [benchmark_flag(*one, benchmark=30_000).flag for one in shares]


@exact
@given(values=st.lists(st.integers(1, 500), min_size=40, max_size=60).filter(lambda values: len(set(values)) > 1))
def test_observed_is_trend_and_seasons_and_residual(values):
    observed = np.array(values, dtype=float)
    parts = mstl(observed, periods=(6, 12))
    assert parts.trend + parts.seasonal.sum(axis=1) + parts.residual == pytest.approx(observed)
    known = slice(6, -6)  # a moving average of a year begins and ends half a year inside
    added = classical_decomposition(observed)
    assert (added.trend + added.seasonal + added.residual)[known] == pytest.approx(observed[known])
    times = classical_decomposition(observed, kind="multiplicative")
    assert (times.trend * times.seasonal * times.residual)[known] == pytest.approx(observed[known])


@pytest.mark.parametrize("freq", ["D", "W", "Q", "Y"])
@pytest.mark.parametrize(
    "method",
    [
        lambda counts: calendar_adjusted(counts, basis="day"),
        lambda counts: seasonal_index(counts),
        lambda counts: seasonal_index(counts, days=30),
        lambda counts: decompose(counts),
        lambda counts: stl(counts),
    ],
)
def test_a_series_that_is_not_monthly_is_refused_by_what_works_on_months(method, freq):
    counts = pd.Series(np.arange(60.0) + 50, pd.period_range("2015-01-01", periods=60, freq=freq))
    with pytest.raises(ValueError, match="must have a monthly index"):
        method(counts)
