"""Secondary suppression: small tables by hand, then what must hold for any table, without the library's solver."""

from __future__ import annotations

import itertools
import math
import random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis_lib.disclosure.attack import interval_attack
from analysis_lib.disclosure.suppression import secondary_suppression
from enumeration import every_table

SMALL = settings(derandomize=True, deadline=None, max_examples=40)
FEW = settings(derandomize=True, deadline=None, max_examples=12)
COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 30))  # many small ones, as the rule is for
LARGE = st.one_of(st.integers(1, 4), st.integers(5, 200), st.integers(5, 200), st.integers(5, 200))


def tables(most_rows, most_columns, counts):
    shape = st.tuples(st.integers(2, most_rows), st.integers(2, most_columns))
    return shape.flatmap(
        lambda size: st.lists(st.lists(counts, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0])
    )


def attackers(cells, primary, threshold=5, zeros_unsafe=False):
    """Who knows nothing, and who knows the rule and which cells fell to it: least, most, values that must remain."""
    smallest = 0 if zeros_unsafe else 1
    yield np.zeros(primary.shape), np.full(primary.shape, math.inf), np.full(primary.shape, 3)
    least, most = np.where(primary, smallest, threshold), np.where(primary, threshold - 1, math.inf)
    yield least, most, np.where(primary, min(3, threshold - smallest), 3)


def is_safe_by_trying(cells, primary, suppressed, threshold=5, zeros_unsafe=False):
    for least, most, asked in attackers(cells, primary, threshold, zeros_unsafe):
        seen = {tuple(place): set() for place in np.argwhere(suppressed)}
        for table in every_table(cells, suppressed, least, most):
            for place, value in table.items():
                seen[place].add(value)
            if all(len(values) >= asked[place] for place, values in seen.items()):
                break
        if any(len(values) < asked[place] for place, values in seen.items()):
            return False
    return True


def cheapest_by_trying(cells, threshold=5):
    """The least sum of secondary cells of any safe choice; None if no choice is."""
    table = np.array(cells)
    primary = (table > 0) & (table < threshold)
    others = [tuple(place) for place in np.argwhere(table >= threshold)]
    choices = [c for size in range(len(others) + 1) for c in itertools.combinations(others, size)]
    for choice in sorted(choices, key=lambda chosen: sum(table[place] for place in chosen)):
        suppressed = primary.copy()
        for place in choice:
            suppressed[place] = True
        if is_safe_by_trying(cells, primary, suppressed, threshold):
            return int(sum(table[place] for place in choice))
    return None


def small_totals(cells, threshold=5):
    totals = [*np.sum(cells, axis=0), *np.sum(cells, axis=1)]
    return any(0 < total < threshold for total in totals)


def attempt(cells, **others):
    """The table protected and no refusal, or none and what the refusal says."""
    try:
        return secondary_suppression(cells, **others), ""
    except ValueError as error:
        return None, str(error)


def test_a_small_cell_takes_the_cheapest_square_with_it():
    # by hand: 3 with 7, 9 and 8 costs 24; with 20, 9, 30: 59; with 7, 25, 40: 72; with 20, 25, 50: 95
    found = secondary_suppression([[3, 7, 20], [9, 8, 30], [25, 40, 50]])
    assert found.primary.tolist() == [[True, False, False], [False, False, False], [False, False, False]]
    assert found.secondary.tolist() == [[False, True, False], [True, True, False], [False, False, False]]
    assert found.secondary_total == 24


def test_a_table_without_small_cells_is_published_whole():
    found = secondary_suppression([[5, 0], [10, 20]])
    assert not found.suppressed.any()
    assert found.published.tolist() == [[5, 0], [10, 20]]
    assert found.attacks == 1


def test_a_pattern_that_only_looks_safe_is_not_enough():
    # four small cells in a square hide each other from who knows nothing, but 1 + 1 = 2 for who knows the rule
    table = [[1, 1, 50], [4, 4, 60], [30, 40, 70]]
    assert interval_attack(
        [[None, None, 50], [None, None, 60], [30, 40, 70]], row_totals=[52, 68, 140], column_totals=[35, 45, 180],
        suppressed_minimum=1, suppressed_maximum=4,
    ).exactly_recovered  # fmt: skip
    found = secondary_suppression(table)
    assert found.secondary_total > 0
    assert is_safe_by_trying(table, found.primary, found.suppressed)


def test_a_zero_is_never_chosen_though_it_would_cost_nothing():
    found = secondary_suppression([[3, 0, 20], [0, 0, 30], [25, 40, 50]])
    assert not found.suppressed[np.array([[3, 0, 20], [0, 0, 30], [25, 40, 50]]) == 0].any()
    assert found.secondary_total == 20 + 25 + 50


def test_one_row_with_its_total():
    # by hand: 3 + 6 = 9, which can be split as 1 + 8 to 4 + 5 by who knows that the second cell is 5 or more
    found = secondary_suppression([[3, 8, 6, 40]], column_totals=False)
    assert found.suppressed.tolist() == [[True, False, True, False]]


def test_a_partner_too_near_the_threshold_is_not_enough():
    # by hand: 4 + 5 = 9 as before; but 2 + 5 = 7 can only be 1 + 6 or 2 + 5 if the second is known to be 5 or more
    assert secondary_suppression([[4, 5, 40]], column_totals=False).suppressed.tolist() == [[True, True, False]]
    assert secondary_suppression([[2, 5, 40]], column_totals=False).suppressed.tolist() == [[True, False, True]]


def test_without_totals_the_rule_is_enough():
    found = secondary_suppression([[3, 8], [9, 1]], row_totals=False, column_totals=False)
    assert found.secondary_total == 0


def test_a_rule_that_leaves_two_counts_keeps_both_possible():
    found = secondary_suppression([[1, 9, 20], [8, 7, 30], [25, 40, 50]], threshold=3)
    knowing = interval_attack(
        found.published, row_totals=[30, 45, 115], column_totals=[34, 56, 100],
        suppressed_minimum=np.where(found.primary, 1, 3), suppressed_maximum=np.where(found.primary, 2, np.inf),
    )  # fmt: skip
    assert (knowing.intervals[0].minimum, knowing.intervals[0].maximum) == (1, 2)


def test_the_cells_that_hide_are_hidden_themselves():
    # oracle: every choice of cells and every table that fits, tried. The cheapest that hides the small cells alone
    # (the first two columns whole) leaves the last row's 5 and 6 as 5 + 6 or 6 + 5 to who knows the rule
    table = [[4, 5, 6], [6, 2, 8], [5, 6, 7]]
    found = secondary_suppression(table)
    assert is_safe_by_trying(table, found.primary, found.suppressed)
    assert found.secondary_total == cheapest_by_trying(table)
    first_two_columns = np.array([[True, True, False]] * 3)
    assert not is_safe_by_trying(table, found.primary, first_two_columns)


def test_zeros_can_be_unsafe_too():
    table = [[0, 9, 20], [30, 40, 50], [60, 70, 80]]
    found = secondary_suppression(table, threshold=10, zeros_unsafe=True)
    assert found.primary.tolist()[0] == [True, True, False]
    assert is_safe_by_trying(table, found.primary, found.suppressed, threshold=10, zeros_unsafe=True)


@SMALL
@given(cells=tables(3, 3, COUNTS))
def test_no_cell_is_recoverable_by_trying_every_table_that_fits(cells):
    found, refusal = attempt(cells)
    if refusal:
        assert ("row_totals" in refusal or "column_totals" in refusal) == small_totals(cells)
        assert "merge" in refusal
        return
    table = np.array(cells)
    assert found.primary.tolist() == ((table > 0) & (table < 5)).tolist()
    assert not (found.suppressed & (table == 0)).any()
    assert found.published[~found.suppressed].tolist() == table[~found.suppressed].tolist()
    assert is_safe_by_trying(cells, found.primary, found.suppressed)


@SMALL
@given(cells=tables(3, 3, st.one_of(st.integers(0, 6), st.integers(5, 12), st.integers(5, 12))))
def test_no_choice_of_cells_costs_less_and_an_error_means_that_there_is_none(cells):
    assume(not small_totals(cells) and 0 < np.min(cells, where=np.array(cells) > 0, initial=99) < 5)
    cheapest = cheapest_by_trying(cells)
    found, refusal = attempt(cells)
    if cheapest is None:
        assert refusal.startswith("cells must have others to hide among")
    else:
        assert found.secondary_total == cheapest


@settings(SMALL, max_examples=6)
@given(cells=tables(6, 6, LARGE), fewest=st.integers(2, 4))
def test_no_cell_of_a_larger_table_is_recoverable_whatever_the_reader_knows_of_the_rule(cells, fewest):
    _nothing_is_recoverable(cells, fewest)


@pytest.mark.proof
@settings(SMALL, max_examples=60)
@given(cells=tables(6, 6, LARGE), fewest=st.integers(2, 4))
def test_no_cell_of_many_larger_tables_is_recoverable(cells, fewest):
    _nothing_is_recoverable(cells, fewest)


def _nothing_is_recoverable(cells, fewest):
    table = np.array(cells)
    found, refusal = attempt(cells, fewest_values=fewest)
    if refusal:
        assert "merge" in refusal
        return
    totals = {"row_totals": table.sum(axis=1), "column_totals": table.sum(axis=0), "grand_total": table.sum()}
    nothing = {}
    not_zero = {"suppressed_minimum": 1}
    which_cells = {
        "suppressed_minimum": np.where(found.primary, 1, 5),
        "suppressed_maximum": np.where(found.primary, 4, np.inf),
    }
    for knowledge in (nothing, not_zero, which_cells):
        attack = interval_attack(found.published, **totals, **knowledge)
        assert attack.safe
        assert all(cell.values >= fewest for cell in attack.intervals)
        assert all(cell.minimum <= table[cell.row, cell.column] <= cell.maximum for cell in attack.intervals)


@FEW
@given(cells=tables(5, 5, LARGE), seed=st.integers(0, 100))
def test_the_order_of_rows_and_columns_does_not_matter_to_the_cost(cells, seed):
    table, shuffle = np.array(cells), random.Random(seed)
    rows, columns = (shuffle.sample(range(size), size) for size in table.shape)
    tried = [attempt(version)[0] for version in (table, table[np.ix_(rows, columns)], table.T)]
    assert len({found and found.secondary_total for found in tried}) == 1


@pytest.mark.parametrize(
    ("cells", "others", "words"),
    [
        ([3, 8], {}, r"cells must be a table, got 1 dimensions; write \[\[1, 2, 3\]\]"),
        ([[3, -8], [9, 9]], {}, "cells must be 0 or more, got -8"),
        ([[3, 8.5], [9, 9]], {}, "cells must hold whole numbers, got 8.5"),
        ([[3, None], [9, 9]], {}, "cells must hold numbers with none missing"),
        ([["a", 8], [9, 9]], {}, "cells must hold numbers, got 'a'"),
        ([], {}, "cells must hold one number or more, got none"),
        ([[3, 8], [9, 9]], {"fewest_values": 1}, "fewest_values must be a whole number of 2 or more, got 1; write 3"),
        ([[1, 8], [9, 9]], {"threshold": 2}, "threshold must leave the rule two counts to hide among, got 2"),
        ([[0, 3, 0], [9, 9, 9]], {}, "row_totals must not fall under the rule themselves, got 3 at 0; merge"),
        ([[3, 8, 6, 40]], {}, "column_totals must not fall under the rule.*column_totals=False"),
        ([[3, 20], [20, 0]], {}, "cells must have others to hide among, got none for row 0, column 0.*merge rows"),
    ],
)
def test_bad_input_and_tables_beyond_help_are_named_with_the_remedy(cells, others, words):
    with pytest.raises(ValueError, match=words):
        secondary_suppression(cells, **others)


def test_a_grand_total_that_is_published_is_part_of_the_attack():
    # without row and column totals a lone small cell is the grand total less the others
    cells = [[3, 7], [9, 9]]
    told = secondary_suppression(cells, row_totals=False, column_totals=False)
    assert told.secondary.sum() == 1
    assert interval_attack(told.published, grand_total=28).safe
    untold = secondary_suppression(cells, row_totals=False, column_totals=False, grand_total=False)
    assert untold.secondary.sum() == 0
    assert not interval_attack(untold.published, grand_total=28).safe


def test_no_more_time_than_is_given_and_nothing_unproven_is_returned():
    with pytest.raises(
        TimeoutError, match="time_limit must be enough to solve the table, got 1e-09 seconds; give it more"
    ):
        secondary_suppression([[3, 7, 20], [9, 8, 30], [25, 40, 50]], time_limit=1e-9)
    with pytest.raises(ValueError, match="time_limit must be above 0, got 0"):
        secondary_suppression([[3, 7, 20], [9, 8, 30], [25, 40, 50]], time_limit=0)
