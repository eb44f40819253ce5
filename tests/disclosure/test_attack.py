"""The interval attack: tables that can be worked out by hand, then every table that fits, tried one by one."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.disclosure.attack import constraint_attack, interval_attack
from enumeration import every_table

SMALL = settings(derandomize=True, deadline=None, max_examples=40)


def limits(attack):
    return [(cell.minimum, cell.maximum) for cell in attack.intervals]


def test_two_cells_known_to_be_one_to_four_that_sum_to_two_are_one_and_one():
    # oracle: exhaustive enumeration, and HiGHS by linear programme
    table = [[None, None, 30], [11, 14, 22]]
    knowing_nothing = interval_attack(table, row_totals=[32, 47], grand_total=79)
    assert limits(knowing_nothing) == [(0, 2), (0, 2)]
    knowing = interval_attack(table, row_totals=[32, 47], grand_total=79, suppressed_minimum=1, suppressed_maximum=4)
    assert knowing.exactly_recovered == ((0, 0), (0, 1))
    assert not knowing.safe


def test_a_square_known_to_be_one_to_four():
    # oracle: exhaustive enumeration, and HiGHS by linear programme
    square = [[None, None, 7], [None, None, 20]]
    found = interval_attack(
        square, row_totals=[12, 26], column_totals=[6, 5, 27], suppressed_minimum=1, suppressed_maximum=4
    )
    assert limits(found) == [(2, 4), (1, 3), (2, 4), (2, 4)]


def test_a_chain_without_a_closed_cycle_always_leaks():
    # by hand: the corner is the only one suppressed in its column, then its neighbour in its row, and so on
    chain = [[None, None, 9], [8, None, None], [7, 9, None]]
    found = interval_attack(chain, row_totals=[20, 30, 40], column_totals=[18, 29, 43])
    assert found.exactly_recovered == ((0, 0), (0, 1), (1, 1), (1, 2), (2, 2))


def test_a_suppressed_total_is_attacked_too():
    # by hand: the first row's total is 61 - 41 = 20, and the cell 20 - 17 = 3
    found = interval_attack(
        [[10, None, 7], [12, 9, 20]], row_totals=[None, 41], column_totals=[22, None, 27], grand_total=61
    )
    places = [(cell.row, cell.column) for cell in found.intervals]
    assert dict(zip(places, limits(found), strict=True)) == {(0, 1): (3, 3), (0, 3): (20, 20), (2, 1): (12, 12)}


def test_a_cell_that_no_total_bounds_has_no_greatest_value():
    found = interval_attack([[None, 3]], suppressed_minimum=1)
    assert limits(found) == [(1, None)]
    assert found.intervals[0].values == math.inf
    assert found.safe


def test_knowledge_may_differ_from_cell_to_cell():
    # by hand: 9 in all, of which the first is 1 to 4 and the second 5 or more
    found = interval_attack(
        [[None, None]], row_totals=[9], suppressed_minimum=[[1, 5]], suppressed_maximum=[[4, np.inf]]
    )
    assert limits(found) == [(1, 4), (5, 8)]


def test_a_table_without_suppressed_cells_gives_nothing_and_must_add_up():
    assert interval_attack([[1, 2]], row_totals=[3]).intervals == ()
    with pytest.raises(ValueError, match="published figures must add up, got a line that does not"):
        interval_attack([[1, 2]], row_totals=[4])


def test_last_years_report_narrows_this_years():
    # by hand: 12 months to March less 12 months to February, and the rest of the year from April, leave one value
    assert constraint_attack([[1, 1, 1], [0, 1, 1]], least=[9, 6], most=[9, 6]) == [(3, 3), (0, 6), (0, 6)]
    assert constraint_attack([[1, 1]], least=8, most=12, unknown_most=7, wanted=[True, False]) == [(1, 7)]


def test_a_programme_on_which_the_solver_was_once_wrong():
    # figures of scipy issue 24141; oracle: every whole solution, by trying three of the eight unknowns
    matrix = [[0, 1, 1, 0, 1, 0, 0, 0], [0, 0, 1, 1, 1, 0, 1, 1], [1, 1, 1, 1, 1, 1, 0, 1],
              [0, 1, 0, 1, 1, 1, 0, 0], [0, 1, 0, 0, 1, 1, 0, 1], [0, 1, 1, 1, 0, 1, 1, 0]]  # fmt: skip
    sums = [42, 252, 277, 41, 222, 48]
    fits = []
    for b, c, d in itertools.product(range(43), range(43), range(42)):
        e = 42 - b - c
        f = 41 - b - d - e
        g, h = 48 - b - c - d - f, 222 - b - e - f
        a = 277 - b - c - d - e - f - h
        if min(a, e, f, g, h) >= 0 and c + d + e + g + h == 252:
            fits.append((a, b, c, d, e, f, g, h))
    expected = [(min(values), max(values)) for values in zip(*fits, strict=True)]
    assert constraint_attack(matrix, least=sums, most=sums) == expected


@SMALL
@given(
    table=st.lists(st.lists(st.integers(1, 9), min_size=3, max_size=3), min_size=2, max_size=3),
    places=st.sets(st.tuples(st.integers(0, 1), st.integers(0, 2)), min_size=2),
    most=st.sampled_from([9, np.inf]),
)
def test_agrees_with_trying_every_table_that_fits(table, places, most):
    cells, hidden = np.array(table), np.zeros((len(table), 3), dtype=bool)
    hidden[tuple(np.transpose(list(places)))] = True
    hidden[-1] = hidden[0]  # so that most have somewhere to go
    found = interval_attack(
        np.where(hidden, np.nan, cells), row_totals=cells.sum(1), column_totals=cells.sum(0),
        suppressed_minimum=1, suppressed_maximum=None if most == np.inf else most,
    )  # fmt: skip
    fitting = list(every_table(cells, hidden, np.ones(cells.shape), np.full(cells.shape, most)))
    for cell in found.intervals:
        values = [fit[cell.row, cell.column] for fit in fitting]
        assert (cell.minimum, cell.maximum) == (min(values), max(values))


@SMALL
@given(table=st.lists(st.lists(st.integers(1, 30), min_size=4, max_size=4), min_size=2, max_size=4))
def test_the_truth_is_never_excluded_and_knowing_more_never_widens(table):
    cells = np.array(table)
    shown, totals = np.where(cells < 5, np.nan, cells), {"row_totals": cells.sum(1), "column_totals": cells.sum(0)}
    nothing = interval_attack(shown, **totals)
    rule = interval_attack(shown, **totals, suppressed_minimum=1, suppressed_maximum=4)
    for less, more in zip(nothing.intervals, rule.intervals, strict=True):
        true = cells[less.row, less.column]
        assert less.minimum <= more.minimum <= true <= more.maximum <= less.maximum


@pytest.mark.parametrize(
    ("cells", "others", "words"),
    [
        ([1, None], {}, r"cells must be a table, got shape \(2,\); write \[\[1, 2\]\]"),
        ([["a"]], {}, "cells must hold numbers, got 'a'; read the column as numbers first"),
        ([[]], {}, "cells must hold one number or more, got none"),
        ([[-1, None]], {}, "cells must be 0 or more, got -1"),
        ([[1.5, None]], {}, "cells must hold whole numbers, got 1.5"),
        ([[1, None]], {"row_totals": [3, 4]}, r"row_totals must have shape \(1,\), got \(2,\); match it"),
        ([[1, None]], {"row_totals": [-3]}, "row_totals must be 0 or more, got -3"),
        ([[5, None]], {"row_totals": [3]}, "must fit some whole numbers, got none that do"),
        ([[None, None]], {"row_totals": [9], "suppressed_maximum": 4}, "must fit some whole numbers"),
    ],
)
def test_bad_input_is_named_with_its_rule(cells, others, words):
    with pytest.raises(ValueError, match=words):
        interval_attack(cells, **others)


def test_coefficients_that_are_no_table_are_refused():
    with pytest.raises(ValueError, match="coefficients must be a table, got 1 dimensions; one row for each figure"):
        constraint_attack([1, 1], least=2, most=2)


def test_figures_that_contradict_each_other_are_refused_with_no_cell_suppressed_too():
    with pytest.raises(ValueError, match="must fit some whole numbers, got none that do"):
        interval_attack([[1, 2], [3, 4]], grand_total=11)
    assert interval_attack([[1, 2], [3, 4]], grand_total=10).safe
