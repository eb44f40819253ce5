"""Spatial statistics: figures of R's spdep, then what must hold for any map."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.spatial import grid_neighbours, local_g_star, morans_i

QUICK = settings(derandomize=True, deadline=None, max_examples=50)
GRID = grid_neighbours(rows=4, columns=4)
CELLS = st.lists(st.integers(0, 50), min_size=16, max_size=16).filter(lambda values: len(set(values)) > 1)
SLOPE = [1, 2, 3, 4, 2, 3, 4, 5, 3, 4, 5, 6, 4, 5, 6, 9]


def test_agrees_with_spdep():
    # oracle: R spdep::moran.test (row-standardised, randomisation) and localG with self-neighbours
    found = morans_i(SLOPE, weights=GRID)
    assert (found.value, found.expected, found.variance, found.p_value) == pytest.approx(
        (0.654708520179372, -1 / 15, 0.0314316568020895, 4.72345758720804e-05), rel=1e-9
    )
    local = local_g_star(SLOPE, neighbours=GRID)
    assert local.z_scores[[0, 4, 15]] == pytest.approx([-2.45026415144697, -2.24607280588305, 2.8655631601668])
    assert not found.is_publishable
    assert not local.is_publishable


def test_the_variance_is_that_of_shuffled_values():
    # oracle: 20,000 shuffles, seeded
    shuffle = np.random.default_rng(7)
    drawn = [morans_i(shuffle.permutation(SLOPE), weights=GRID).value for _ in range(20_000)]
    found = morans_i(SLOPE, weights=GRID)
    assert np.mean(drawn) == pytest.approx(found.expected, abs=0.005)
    assert np.var(drawn) == pytest.approx(found.variance, rel=0.03)


def test_neighbours_by_hand():
    # 2 by 2: each cell has the two beside it and not the one across
    assert grid_neighbours(rows=2, columns=2).tolist() == [[0, 1, 1, 0], [1, 0, 0, 1], [1, 0, 0, 1], [0, 1, 1, 0]]
    assert GRID.sum() == 2 * 24


def test_adjusted_p_values_by_hand():
    found = local_g_star(SLOPE, neighbours=GRID)
    ranked = np.sort(found.p_values) * 16 / np.arange(1, 17)
    by_hand = np.minimum.accumulate(ranked[::-1])[::-1]  # Benjamini and Hochberg's step-up
    assert np.sort(found.adjusted_p_values) == pytest.approx(by_hand)
    assert (found.hot | found.cold).tolist() == (found.adjusted_p_values <= 0.05).tolist()


@QUICK
@given(values=CELLS, shift=st.integers(-50, 50), scale=st.floats(0.1, 10), order=st.permutations(range(16)))
def test_neither_unit_nor_order_matters(values, shift, scale, order):
    moved = np.array(values) * scale + shift
    found, again = morans_i(values, weights=GRID), morans_i(moved, weights=GRID)
    assert (again.value, again.p_value) == pytest.approx((found.value, found.p_value), abs=1e-6)
    shuffled = morans_i(np.array(values)[order], weights=GRID[np.ix_(order, order)])
    assert (shuffled.value, shuffled.variance) == pytest.approx((found.value, found.variance))
    local, elsewhere = (
        local_g_star(values, neighbours=GRID),
        local_g_star(np.array(values)[order], neighbours=GRID[np.ix_(order, order)]),
    )
    assert elsewhere.z_scores == pytest.approx(local.z_scores[order], abs=1e-9)


@QUICK
@given(values=CELLS)
def test_nothing_is_both_hot_and_cold_and_adjusting_never_lowers_a_p_value(values):
    assume(np.ptp(values) > 0)
    found = local_g_star(values, neighbours=GRID)
    assert not np.any(found.hot & found.cold)
    assert np.all(found.adjusted_p_values >= found.p_values - 1e-12)
    assert np.all(found.hot <= local_g_star(values, neighbours=GRID, confidence_level=0.8).hot)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: morans_i([1] * 16, weights=GRID), "values must not all be equal, got 1 everywhere"),
        (lambda: morans_i([1, 2, 3], weights=np.eye(3)), "values must hold one number for each of four areas or more"),
        (lambda: morans_i(SLOPE, weights=np.ones((4, 4))), r"weights must be a matrix of 16 by 16, got shape \(4, 4\)"),
        (lambda: morans_i(SLOPE, weights=np.eye(16)), "weights must give each area a neighbour, got none for row 0"),
        (lambda: morans_i(SLOPE, weights=-GRID), "weights must be 0 or more, got -1"),
        (lambda: morans_i([math.nan] * 16, weights=GRID), "values must hold numbers with none missing"),
        (lambda: local_g_star(SLOPE, neighbours=GRID / 2), "neighbours must hold 0 and 1 alone"),
        (lambda: local_g_star(SLOPE, neighbours=np.ones((16, 16))), "neighbours must leave each area others"),
        (lambda: local_g_star(SLOPE, neighbours=GRID, confidence_level=95), "write 0.95"),
        (lambda: grid_neighbours(rows=0, columns=4), "rows must be a whole number from 1 to 100, got 0; write 4"),
    ],
)
def test_bad_input_is_named_with_its_rule(call, words):
    with pytest.raises(ValueError, match=words):
        call()
