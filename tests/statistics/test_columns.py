"""A statistic over the rows of a frame: a small table by hand, then what must hold for any."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.change import exact_rate_ratio, percentage_change
from analysis_lib.statistics.columns import add_estimates
from analysis_lib.statistics.concentration import gini
from analysis_lib.statistics.differences import rate_difference
from analysis_lib.statistics.disproportionality import relative_rate, relative_rate_bounds
from analysis_lib.statistics.estimates import COLUMNS
from analysis_lib.statistics.funnel import flag_rates, funnel_limits
from analysis_lib.statistics.proportions import proportion_difference
from analysis_lib.statistics.ranking import probability_rate_is_greater
from analysis_lib.statistics.rates import benchmark_flag, byar_count_interval, count_interval, proportion, rate

FRAME = pd.DataFrame({"repeat": [1, 5], "victims": [100, 50]}, index=["B", "A"])
SHARE = {"numerator": "repeat", "denominator": "victims"}
GROUPS = {
    "events": "events", "reference_events": "others", "exposure": "people", "reference_exposure": "other_people",
}  # fmt: skip
PEOPLE = {"population": "people", "reference_population": "other_people"}
STATISTICS = [
    (proportion, {"numerator": "events", "denominator": "people"}),
    (rate, {"numerator": "events", "denominator": "people", "multiplier": 1000, "confidence_level": 0.998}),
    (benchmark_flag, {"numerator": "events", "denominator": "people", "benchmark": 400, "multiplier": 1000}),
    (count_interval, {"count": "events"}),
    (byar_count_interval, {"count": "events"}),
    (exact_rate_ratio, GROUPS),
    (probability_rate_is_greater, GROUPS),
    (rate_difference, GROUPS | {"multiplier": 1000}),
    (percentage_change, {"before": "others", "after": "events"}),
    (percentage_change, {"before": "others", "after": "events", "days_before": 365, "days_after": 366}),
    (relative_rate, {name: column for name, column in GROUPS.items() if "exposure" not in name} | PEOPLE),
    (funnel_limits, {"denominator": "people", "average": 0.3}),
    (
        proportion_difference,
        {"numerator": "events", "denominator": "people", "reference_numerator": "others",
         "reference_denominator": "other_people"},
    ),
]  # fmt: skip
ROWS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(60, 900), st.integers(0, 60), st.integers(60, 900)),
    min_size=1,
    max_size=6,
)


def table(rows, **others):
    return pd.DataFrame(rows, columns=["events", "people", "others", "other_people"], **others)


def test_rows_their_order_and_their_index_stay():
    added = add_estimates(FRAME, proportion, **SHARE)
    assert list(added.index) == ["B", "A"]
    assert list(added.columns) == ["repeat", "victims", *COLUMNS, "reason"]
    assert added.loc["B", "upper"] == proportion(1, 100).upper
    assert list(FRAME.columns) == ["repeat", "victims"]


def test_an_option_is_the_same_for_every_row_and_text_names_a_column():
    """Twenty of a thousand are 20 per 1,000; twenty of two thousand are 10."""
    wards = pd.DataFrame({"crimes": [20, 20], "people": [1000, 2000]})
    added = add_estimates(wards, rate, numerator="crimes", denominator="people", multiplier=1000)
    assert added["value"].tolist() == [20, 10]


def test_what_a_result_has_beyond_the_standard_columns_gets_columns_of_its_own():
    frame = table([(30, 100, 0, 100), (30, 100, 20, 100)])
    ratio = add_estimates(frame, exact_rate_ratio, **GROUPS)
    assert list(ratio.columns[4:]) == [*COLUMNS, "reason", "p_value"]
    assert ratio["reason"].tolist() == ["no event in the reference, so there is no ratio; give both counts", ""]
    flagged = add_estimates(frame, benchmark_flag, numerator="events", denominator="people", benchmark="others")
    assert list(flagged.columns[4:]) == [*COLUMNS, "reason", "benchmark", "flag"]
    assert flagged["flag"].tolist() == ["higher", "higher"]
    relative = add_estimates(frame.rename(columns={"events": "stops"}), relative_rate, events="stops",
                             reference_events="others", **PEOPLE)  # fmt: skip
    assert relative["difference_per_1000"].tolist() == pytest.approx([300, 100])


def test_flags_bounds_and_chances_become_columns_too():
    frame = table([(20, 1000, 1, 9), (35, 1000, 1, 9), (5, 1000, 1, 9)])
    flags = add_estimates(frame, flag_rates, numerator="events", denominator="people")
    assert flags["flag"].tolist() == ["Not significant", "High (0.025)", "Low (0.001)"]
    bounds = add_estimates(frame, relative_rate_bounds, events="events", reference_events="others", events_unknown=3,
                           **PEOPLE)  # fmt: skip
    assert list(bounds.columns[4:]) == ["known_only", "lower", "upper", "reason"]
    chance = add_estimates(frame, probability_rate_is_greater, **GROUPS)
    assert chance["value"].between(0, 1).all()


@pytest.mark.parametrize(("statistic", "arguments"), STATISTICS, ids=lambda one: getattr(one, "__name__", ""))
@settings(derandomize=True, deadline=None, max_examples=25)
@given(rows=ROWS)
def test_a_column_equals_its_rows_one_by_one(statistic, arguments, rows):
    frame = table(rows)
    together = add_estimates(frame, statistic, **arguments)
    singly = pd.concat([add_estimates(frame.iloc[[place]], statistic, **arguments) for place in range(len(frame))])
    pd.testing.assert_frame_equal(together, singly, check_exact=True)
    shuffled = frame.iloc[::-1]
    pd.testing.assert_frame_equal(add_estimates(shuffled, statistic, **arguments), together.iloc[::-1])


@pytest.mark.parametrize(
    "index",
    [
        ["A", "A"],
        pd.MultiIndex.from_tuples([("Havering", 2024), ("Havering", 2025)], names=["area", "year"]),
        pd.date_range("2024-01-01", periods=2, freq="MS", tz="UTC"),
        [np.nan, "B"],
    ],
)
def test_whatever_the_rows_are_called_they_get_their_own_figures(index):
    frame = FRAME.set_axis(pd.Index(index) if isinstance(index, list) else index)
    added = add_estimates(frame, proportion, **SHARE)
    assert added.index.equals(frame.index)
    assert added["upper"].tolist() == [proportion(1, 100).upper, proportion(5, 50).upper]


@pytest.mark.parametrize("kind", [object, "Int64", "float32", "int8"])
def test_whatever_the_kind_of_its_numbers_a_column_gives_the_same(kind):
    added = add_estimates(FRAME.astype(kind), proportion, **SHARE)
    assert added["upper"].tolist() == add_estimates(FRAME, proportion, **SHARE)["upper"].tolist()


def test_a_column_that_is_there_twice_does_no_harm_unless_it_is_asked_for():
    twice = pd.concat([FRAME, FRAME[["victims"]]], axis=1)
    assert add_estimates(twice, count_interval, count="repeat")["value"].tolist() == [1, 5]
    with pytest.raises(ValueError, match="frame must have the column victims once, got it 2 times; rename all but one"):
        add_estimates(twice, proportion, **SHARE)


@pytest.mark.parametrize(
    "names", [{"repeat": "value"}, {"victims": "lower"}, {"repeat": "denominator", "victims": "numerator"}]
)
def test_no_column_of_the_frame_is_ever_overwritten(names):
    frame = FRAME.rename(columns=names)
    columns = {"numerator": names.get("repeat", "repeat"), "denominator": names.get("victims", "victims")}
    with pytest.raises(ValueError, match="already has the column"):
        add_estimates(frame, proportion, **columns)


def test_a_frame_that_has_the_names_of_the_arguments_already_keeps_them():
    frame = FRAME.rename(columns={"repeat": "numerator", "victims": "denominator"})
    added = add_estimates(frame, proportion, numerator="numerator", denominator="denominator")
    assert added["numerator"].tolist() == [1, 5]
    assert added.columns.is_unique


def test_a_numerator_that_would_become_another_figure_is_refused():
    """The numerator of a difference is a proportion; the frame's own is a count."""
    frame = pd.DataFrame({"numerator": [56], "n": [70], "x2": [48], "n2": [80]})
    with pytest.raises(ValueError, match="frame already has the column numerator; rename it"):
        add_estimates(frame, proportion_difference, numerator="numerator", denominator="n", reference_numerator="x2",
                      reference_denominator="n2")  # fmt: skip


@pytest.mark.parametrize(
    ("frame", "statistic", "arguments", "words"),
    [
        (FRAME.iloc[:0], proportion, SHARE, "frame must hold a row or more, got none; leave the table out"),
        ([1, 2], proportion, SHARE, "frame must be a pandas DataFrame, got list; make one"),
        (FRAME["repeat"], proportion, SHARE, "frame must be a pandas DataFrame, got Series; make one"),
        (FRAME, proportion, {**SHARE, "denominator": "people"}, "frame has no column people; it has repeat, victims"),
        (
            FRAME.set_axis(pd.MultiIndex.from_tuples([("a", "repeat"), ("a", "victims")]), axis=1),
            proportion, SHARE, "frame must have one level of column names, got 2; join the levels",
        ),
        (FRAME, proportion, {"numerator": "repeat"}, r"arguments must be those of proportion \(numerator, denominator"),
        (FRAME, proportion, {**SHARE, "multiplier": 5}, "got an unexpected keyword argument 'multiplier'"),
        (FRAME, proportion, {}, "arguments must name a column or more, got none"),
        (FRAME, proportion, {**SHARE, "denominator": [1, 2]}, "denominator must name a column or be one number"),
        (FRAME, None, SHARE, "statistic must be a function of this library, got None"),
        (FRAME, gini, {"events": "repeat"}, "statistic must give one figure for each row, got one Gini for all"),
        (FRAME, proportion, {**SHARE, "confidence_level": 95}, "confidence_level must lie between 0 and 1, got 95"),
        (FRAME.astype(str), proportion, SHARE, "numerator must hold numbers, got '1'"),
        (FRAME.assign(victims=[None, 50]), proportion, SHARE, "denominator must hold numbers with none missing"),
    ],
)  # fmt: skip
def test_a_frame_or_a_call_that_makes_no_sense_is_refused(frame, statistic, arguments, words):
    with pytest.raises(ValueError, match=words):
        add_estimates(frame, statistic, **arguments)
