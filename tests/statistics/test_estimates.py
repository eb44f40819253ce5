"""What the columns of an estimate mean: one meaning of numerator and denominator for each statistic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.change import exact_rate_ratio, percentage_change, quasi_poisson_rate_ratio
from analysis_lib.statistics.differences import rate_difference
from analysis_lib.statistics.disproportionality import relative_rate
from analysis_lib.statistics.estimates import Estimate, reasons
from analysis_lib.statistics.proportions import proportion_difference
from analysis_lib.statistics.rates import benchmark_flag, byar_count_interval, count_interval, proportion, rate
from analysis_lib.statistics.standardisation import (
    directly_standardised_rate,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
)
from analysis_lib.statistics.survey import cluster_mean

BANDS = {"events": [10, 20], "populations": [1000, 1000]}
REFERENCE = {"reference_events": [100, 300], "reference_populations": [10_000, 10_000]}


@settings(derandomize=True, deadline=None)
@given(x=st.integers(1, 90), n=st.integers(90, 900), x2=st.integers(1, 90), n2=st.integers(90, 900))
def test_a_value_is_made_of_its_numerator_and_denominator_as_the_table_says(x, n, x2, n2):
    """The table in the docstring of Estimate, line by line."""
    groups = {"events": x, "exposure": n, "reference_events": x2, "reference_exposure": n2}
    people = {"events": x, "population": n, "reference_events": x2, "reference_population": n2}
    shares = {"numerator": x, "denominator": n, "reference_numerator": x2, "reference_denominator": n2}
    days = {"days_before": n2, "days_after": n}
    for found, first, second, value in (
        (proportion(x, n), x, n, x / n),
        (rate(x, n, multiplier=1000), x, n, 1000 * x / n),
        (benchmark_flag(x, n, benchmark=5, multiplier=1000), x, n, 1000 * x / n),
        (count_interval(x), x, np.nan, x),
        (exact_rate_ratio(**groups), x / n, x2 / n2, (x / n) / (x2 / n2)),
        (relative_rate(**people), x / n, x2 / n2, (x / n) / (x2 / n2)),
        (percentage_change(before=x2, after=x), x, x2, 100 * (x / x2 - 1)),
        (percentage_change(before=x2, after=x, **days), x / n, x2 / n2, 100 * (x / n / (x2 / n2) - 1)),
        (quasi_poisson_rate_ratio([x2] * 8, [x] * 8), x, x2, x / x2),
        (proportion_difference(**shares), x / n, x2 / n2, x / n - x2 / n2),
        (rate_difference(**groups, multiplier=1000), 1000 * x / n, 1000 * x2 / n2, 1000 * (x / n - x2 / n2)),
    ):
        assert isinstance(found, Estimate)
        assert (found.numerator, found.denominator, found.value) == pytest.approx((first, second, value), nan_ok=True)


def test_standardised_rates_and_means_are_made_of_what_the_table_says():
    direct = directly_standardised_rate(**BANDS, standard_populations=[1, 3], multiplier=1000)
    assert (direct.numerator, direct.denominator) == (30, 2000)
    assert direct.value == pytest.approx(17.5)  # (1 x 10 + 3 x 20) / 4
    ratio = indirectly_standardised_ratio(**BANDS, **REFERENCE)
    assert (ratio.numerator, ratio.denominator, ratio.value) == pytest.approx((30, 40, 75))  # expected 10 + 30
    rate = indirectly_standardised_rate(**BANDS, **REFERENCE, multiplier=1000)
    assert rate.value == pytest.approx(15)  # 0.75 x 20 per 1,000
    mean = cluster_mean([1, 2, 6], clusters=["A", "B", "C"], weights=[1, 1, 2])
    assert (mean.numerator, mean.denominator, mean.value) == (15, 4, 3.75)


@pytest.mark.parametrize(
    ("missing", "reason"),
    [
        (byar_count_interval(0), "Byar's formula gives no lower limit for so few events; use exact_count_interval"),
        (percentage_change(before=0, after=5), "no event in the reference, so there is no ratio; give both counts"),
        (percentage_change(before=0, after=0), "no event in either period or place"),
        (
            quasi_poisson_rate_ratio([0] * 8, [1] * 8),
            "no event in the reference, so there is no ratio; give both counts",
        ),
        (
            relative_rate(events=5, population=9, reference_events=0, reference_population=9),
            "no event in the reference, so there is no ratio; give both counts",
        ),
        (
            directly_standardised_rate(events=[4, 5], populations=[9, 9], standard_populations=[1, 1]),
            "fewer than 10 events in all",
        ),
        (
            cluster_mean([3, 3], clusters=["A", "B"], weights=[1, 1]),
            "the standard error is 0: answers alike, or everybody asked, say nothing of how far the mean may be out",
        ),
    ],
)
def test_what_is_missing_has_its_reason(missing, reason):
    assert np.isnan([missing.value, missing.lower, missing.upper]).any()
    assert missing.reason == reason


def test_the_first_reason_that_holds_is_given():
    assert reasons((np.array([True, True, False]), "a"), (np.array([True, False, False]), "b")).tolist() == [
        "a",
        "a",
        "",
    ]
