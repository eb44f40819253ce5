"""The one door: what may come in, and what is refused by name with its remedy."""

from __future__ import annotations

import datetime
import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from analysis_lib.statistics.change import exact_rate_ratio, percentage_change, quasi_poisson_rate_ratio
from analysis_lib.statistics.checks import (
    aligned,
    confidence,
    counts,
    listed,
    matching,
    numbers,
    positive,
    shares,
    shown,
    single,
    whole,
    whole_number,
)
from analysis_lib.statistics.count_charts import u_chart
from analysis_lib.statistics.differences import rate_difference
from analysis_lib.statistics.proportions import proportion_difference
from analysis_lib.statistics.ranking import ranks_with_intervals
from analysis_lib.statistics.rates import benchmark_flag, rate
from analysis_lib.statistics.survey import weighted_proportion


@pytest.mark.parametrize(
    "values",
    [
        "5", ["5"], [1, "5"], None, [[1, 2], [3]], 10**400, datetime.date(2024, 1, 1), np.array(["2024-01"], "M8"), 1j,
        math.inf, True, [True, False], [1, True], pd.NA, {"a": 1}, {1, 2},
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_by_name(values):
    with pytest.raises(ValueError, match="count must hold numbers"):
        numbers("count", values)


@pytest.mark.parametrize("values", [Decimal("2.5"), [Decimal(2), 3], pd.array([1, 2], dtype="Int64"), np.float32(1.5)])
def test_numbers_of_any_kind_are_numbers(values):
    assert numbers("count", values).dtype == float


def test_the_value_that_is_no_number_is_named_and_not_its_neighbour():
    with pytest.raises(ValueError, match="count must hold numbers, got 'n/a'; read the column as numbers first"):
        numbers("count", [3, 4, "n/a"])
    with pytest.raises(ValueError, match="count must hold numbers, got True; write 1 and 0"):
        numbers("count", [3, 4, True])


def test_an_absurd_magnitude_is_refused_before_it_overflows():
    with pytest.raises(ValueError, match=r"cost must be no larger than 1e\+15, got -1e\+308; check the unit"):
        numbers("cost", [1, -1e308])
    with pytest.raises(ValueError, match=r"people must be 1e-60 or more, got .*e-32.; check the unit"):
        positive("people", [1, 1e-320])


@pytest.mark.parametrize("level", [95, 0, 1, -0.5, None, "0.95", True, [0.95], 1 - 2**-53, math.nan, 1e-320])
def test_what_is_no_confidence_level_is_refused_with_the_remedy(level):
    with pytest.raises(ValueError, match=r"confidence_level must lie between 0 and 1, got .*; write 0\.95"):
        confidence(level)


@pytest.mark.parametrize("number", [None, "12", math.nan, 2.5, 0, 13, True, [1], math.inf])
def test_what_is_no_whole_number_within_limits_is_refused_with_the_remedy(number):
    with pytest.raises(ValueError, match=r"horizon must be a whole number from 1 to 12, got .*; write 12"):
        whole_number("horizon", number, least=1, most=12, remedy="write 12")


def test_a_number_goes_with_every_row():
    numerator, denominator = aligned(numerator=(counts, [1, 2]), denominator=(positive, 5))
    assert (numerator.tolist(), denominator.tolist()) == ([1, 2], [5, 5])


@pytest.mark.parametrize("columns", [([5], [100, 200]), ([[5], [20]], [100, 200]), ([5, 6, 7], [100, 200])])
def test_columns_of_unlike_length_are_refused(columns):
    with pytest.raises(
        ValueError, match=r"numerator, denominator must have the same number of rows, got .*; take them"
    ):
        rate(*map(np.array, columns))


def test_a_shared_out_count_is_refused():
    assert whole("events", [0, 7]).tolist() == [0, 7]
    with pytest.raises(ValueError, match=r"events must be a whole number of events, got 7\.5; a weighted"):
        whole("events", [1, 7.5])


CRIMES, PEOPLE = pd.Series([10, 200], ["A", "B"]), pd.Series([5000, 100], ["B", "A"])
PAIRED = [
    lambda x, n: rate(x, n),
    lambda x, n: benchmark_flag(x, 1, benchmark=n),
    lambda x, n: exact_rate_ratio(events=x, exposure=n, reference_events=1, reference_exposure=1),
    lambda x, n: percentage_change(before=x, after=n),
    lambda x, n: rate_difference(events=x, exposure=n, reference_events=1, reference_exposure=1),
    lambda x, n: proportion_difference(numerator=1, denominator=x, reference_numerator=1, reference_denominator=n),
    lambda x, n: quasi_poisson_rate_ratio(x, [1, 2], days_before=n, fewest_months=2),
    lambda x, n: ranks_with_intervals(x, exposures=n),
    lambda x, n: u_chart(x, exposure=n, fewest_points=2),
    lambda x, n: weighted_proportion(x * 0, weights=n),
]


@pytest.mark.parametrize("statistic", PAIRED)
def test_two_series_of_different_index_are_never_paired_by_position(statistic):
    with pytest.raises(ValueError, match=r"must have the same index, got another order or other rows; reindex"):
        statistic(CRIMES, PEOPLE)
    statistic(CRIMES, PEOPLE.reindex(CRIMES.index))
    statistic(CRIMES, PEOPLE.to_numpy())


def test_one_number_for_each():
    assert matching("days", [31, 28], others="months", of=[4, 5]).tolist() == [31, 28]
    with pytest.raises(ValueError, match="days must hold one number for each of 2 months, got 1; take them from one"):
        matching("days", 31, others="months", of=[4, 5])


@pytest.mark.parametrize("values", ["AB", 5, None, {"a": 1}])
def test_what_is_no_sequence_is_refused(values):
    with pytest.raises(ValueError, match=r"strata must be a sequence, got .*; give one for each row"):
        listed("strata", values)


def test_a_share_in_per_cent_is_refused_with_what_to_write():
    with pytest.raises(ValueError, match=r"share must lie between 0 and 1, got 90; write 0\.9 for 90%"):
        shares("share", [0.5, 90])


def test_one_number_is_no_column():
    with pytest.raises(ValueError, match="multiplier must be one number, got 2; give one for all"):
        single("multiplier", [1, 2])


def test_an_error_stays_on_one_line():
    assert shown(pd.Series(range(100))).count("\n") == 0
    assert len(shown("x" * 500)) < 60
