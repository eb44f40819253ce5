"""What a patient reader can work out: the attacks that every table meets before it is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint

from analysis_lib.disclosure.rules import whole_counts
from analysis_lib.disclosure.solver import EITHER, INFEASIBLE, SOLVED, UNBOUNDED, Deadline, solve
from analysis_lib.statistics.checks import dimensions, listed, numbers, shown


@dataclass(frozen=True)
class Interval:
    """The whole numbers a suppressed cell may be; ``maximum`` is None if there is no end to them."""

    row: int
    column: int
    minimum: int
    maximum: int | None

    @property
    def values(self) -> float:
        """How many numbers the cell may be."""
        return np.inf if self.maximum is None else self.maximum - self.minimum + 1


@dataclass(frozen=True)
class Attack:
    """What an attack found out about each suppressed cell."""

    intervals: tuple[Interval, ...]

    @property
    def exactly_recovered(self) -> tuple[tuple[int, int], ...]:
        """Row and column of each cell that can be one number only."""
        return tuple((cell.row, cell.column) for cell in self.intervals if cell.values == 1)

    @property
    def safe(self) -> bool:
        """Whether no cell was recovered."""
        return not self.exactly_recovered


def interval_attack(
    cells: Any,
    *,
    row_totals: Sequence[float | None] | None = None,
    column_totals: Sequence[float | None] | None = None,
    grand_total: float | None = None,
    suppressed_minimum: Any = 0,
    suppressed_maximum: Any = None,
    time_limit: float | Deadline | None = None,
) -> Attack:
    """The least and the greatest number that each suppressed cell of a table can be, given all that is published.

    For each suppressed cell an integer programme finds the least and the greatest whole number with which the table
    can still add up to its totals. Run it twice: knowing nothing, and knowing the rule (``suppressed_minimum=1,
    suppressed_maximum=4``), which breaks patterns that look safe: two suppressed cells that sum to 2 are 1 and 1.

    Parameters
    ----------
    cells : table of whole counts, None (or nan) where suppressed
    row_totals, column_totals : as published, None for one that is suppressed; left out if none is published
    grand_total : as published, or None
    suppressed_minimum, suppressed_maximum : what the reader knows of suppressed cells: one number, or a table of them;
        no maximum if None. They are not taken to hold for suppressed totals
    time_limit : seconds for all cells together, above 0; no limit if None

    Returns
    -------
    Attack : an interval for each suppressed cell, row by row. A suppressed total of a row stands in the column after
        the last, that of a column in the row after the last

    Raises
    ------
    ValueError : a published number is negative, broken or text; shapes that differ; no table of whole numbers fits
    TimeoutError : the time limit passed; no attack is no proof of safety

    References
    ----------
    Hundepool, A. et al. (2012). Statistical Disclosure Control, chapter 4. Solved by HiGHS (``scipy.optimize.milp``).

    Examples
    --------
    One suppressed cell in a table with totals, then a square of four (figures by exhaustive enumeration):

    >>> interval_attack([[10, None, 7], [12, 9, 20]], row_totals=[20, 41], column_totals=[22, 12, 27]).intervals
    (Interval(row=0, column=1, minimum=3, maximum=3),)
    >>> found = interval_attack([[None, None, 7], [None, None, 20]], row_totals=[14, 29], column_totals=[8, 8, 27])
    >>> [(cell.minimum, cell.maximum) for cell in found.intervals], found.safe
    ([(0, 7), (0, 7), (1, 8), (1, 8)], True)

    A cell suppressed alone is 3, beyond doubt; each of the four could be any of eight numbers.
    """
    table, wanted = _with_totals(_table(cells), row_totals, column_totals, grand_total)
    hidden = np.isnan(table)
    equations = _additivity(table.shape[0] - 1, table.shape[1] - 1)
    sums = -(equations[:, ~hidden.ravel()] @ table[~hidden])
    limits = constraint_attack(
        equations[:, hidden.ravel()],
        least=sums,
        most=sums,
        unknown_least=_known("suppressed_minimum", suppressed_minimum, table.shape, totals=0)[hidden],
        unknown_most=_known("suppressed_maximum", suppressed_maximum, table.shape, totals=np.inf)[hidden],
        wanted=wanted[hidden],
        time_limit=time_limit,
    )
    places = np.argwhere(wanted & hidden)
    return Attack(tuple(Interval(int(i), int(j), *limit) for (i, j), limit in zip(places, limits, strict=True)))


def constraint_attack(
    coefficients: Any,
    *,
    least: Any,
    most: Any,
    unknown_least: Any = 0,
    unknown_most: Any = np.inf,
    wanted: Any = True,
    time_limit: float | Deadline | None = None,
) -> list[tuple[int, int | None]]:
    """The least and the greatest whole number that each unknown can be, given any published sums of them.

    For releases that are no single table: subtotals, last year's report, a rolling total, the numerator that a printed
    percentage allows. Each published figure is a row of coefficients and the range its rounding leaves.

    Parameters
    ----------
    coefficients : table with a row for each published figure and a column for each unknown
    least, most : for each row, the range in which the coefficients times the unknowns lie; equal for an exact figure
    unknown_least, unknown_most : what is known of each unknown, one number or one each; the least finite
    wanted : for which unknowns to find the limits, True or False for each; all of them unless said
    time_limit : seconds for all unknowns together, above 0; no limit if None

    Returns
    -------
    list of (minimum, maximum), in the order of the unknowns wanted; maximum None where there is no end

    Raises
    ------
    ValueError : no whole numbers fit; coefficients that are no table; a number that is text or missing
    TimeoutError : the time limit passed

    References
    ----------
    As :func:`interval_attack`.

    Examples
    --------
    Three suppressed months sum to 9, and last year's report gave the first two as 7 (by hand):

    >>> constraint_attack([[1, 1, 1], [1, 1, 0]], least=[9, 7], most=[9, 7])
    [(0, 7), (0, 7), (2, 2)]

    The two reports together give the third month away: 2.
    """
    is_empty = dimensions(coefficients) == 2 and not np.size(coefficients)
    matrix = np.asarray(coefficients, float) if is_empty else numbers("coefficients", coefficients)
    if matrix.ndim != 2:
        raise ValueError(f"coefficients must be a table, got {matrix.ndim} dimensions; one row for each figure")
    figures, unknowns = matrix.shape
    facts = LinearConstraint(matrix, _limits("least", least, figures), _limits("most", most, figures))
    bounds = Bounds(
        _limits("unknown_least", unknown_least, unknowns, endless=False),
        _limits("unknown_most", unknown_most, unknowns),
    )
    if np.any(~matrix.any(axis=1) & ((facts.lb > 0) | (facts.ub < 0))):
        raise ValueError("the published figures must add up, got a line that does not; check cells and totals")
    directions, deadline = np.eye(unknowns)[_chosen(wanted, unknowns)], Deadline.after(time_limit)
    if unknowns and not len(directions):  # figures that contradict each other must not pass for safe
        _extreme(np.zeros(unknowns), facts, bounds, deadline)
    return [
        (_extreme(row, facts, bounds, deadline), _negative(_extreme(-row, facts, bounds, deadline)))
        for row in directions
    ]


def _limits(name: str, limits: Any, length: int, *, endless: bool = True) -> np.ndarray:
    if not length:
        return np.zeros(0)
    array = numbers(name, limits, endless=endless)
    if array.shape not in ((), (length,)):
        raise ValueError(f"{name} must be one number or one for each of {length}, got {array.size}; align them")
    return np.broadcast_to(array, length)


def _chosen(wanted: Any, unknowns: int) -> np.ndarray:
    each = listed("wanted", wanted) if dimensions(wanted) else [wanted]
    if len(each) not in (1, unknowns) or not all(isinstance(one, bool | np.bool_) for one in each):
        raise ValueError(
            f"wanted must be True or False for each of {unknowns} unknowns, got {shown(each)}; leave it out"
        )
    return np.broadcast_to(np.array(each, dtype=bool), unknowns)


def _additivity(rows: int, columns: int) -> np.ndarray:
    """The equations of a table with its totals as last row and column: the sum of each line less its total is 0."""
    across, down = np.append(np.ones(columns), -1.0), np.append(np.ones(rows), -1.0)
    return np.vstack([np.kron(np.eye(rows + 1), across), np.kron(down, np.eye(columns + 1))])


def _table(cells: Any) -> np.ndarray:
    table = _maybe_suppressed("cells", cells)
    if table.ndim != 2:
        raise ValueError(f"cells must be a table, got shape {table.shape}; write [[1, 2]] for one row")
    return table


def _maybe_suppressed(name: str, values: Any) -> np.ndarray:
    """Whole counts, nan where suppressed."""
    array = numbers(name, values, missing=True)
    if np.any(shown := ~np.isnan(array)):
        whole_counts(name, array[shown])
    return array


def _with_totals(cells: np.ndarray, rows: Any, columns: Any, grand: Any) -> tuple[np.ndarray, np.ndarray]:
    """The table with its totals as last row and column, nan where not published, and the places suppressed."""
    table, published = np.full(np.add(cells.shape, 1), np.nan), np.ones(np.add(cells.shape, 1), dtype=bool)
    parts = {
        "cells": (np.s_[:-1, :-1], cells),
        "row_totals": (np.s_[:-1, -1], rows),
        "column_totals": (np.s_[-1, :-1], columns),
        "grand_total": (np.s_[-1, -1], grand),
    }
    for name, (place, part) in parts.items():
        if part is None:
            published[place] = False
            continue
        values = _maybe_suppressed(name, part)
        if values.shape != table[place].shape:
            raise ValueError(f"{name} must have shape {table[place].shape}, got {values.shape}; match it to the cells")
        table[place] = values
    return table, published


def _known(name: str, knowledge: Any, shape: tuple[int, ...], *, totals: float) -> np.ndarray:
    limits = np.full(shape, totals)
    if knowledge is not None:
        array = numbers(name, knowledge, endless=totals > 0)
        if array.shape not in ((), limits[:-1, :-1].shape):
            raise ValueError(
                f"{name} must be one number or a table of shape {limits[:-1, :-1].shape}, got {array.shape}; "
                "match it to the cells"
            )
        limits[:-1, :-1] = array
    return limits


def _negative(number: int | None) -> int | None:
    return None if number is None else -number


def _extreme(row: np.ndarray, facts: LinearConstraint, bounds: Bounds, deadline: Deadline) -> int | None:
    """The least whole number that ``row`` times the unknowns can be; None if there is no end to it."""
    found = solve(row, constraints=facts, bounds=bounds, deadline=deadline)
    # presolve does not tell an endless programme from an impossible one, and has been known to spoil a solution
    if found.status == EITHER or not _fits(found, facts, bounds):
        found = solve(row, constraints=facts, bounds=bounds, deadline=deadline, presolve=False)
    if found.status == INFEASIBLE:
        raise ValueError("the published figures must fit some whole numbers, got none that do; check what is published")
    if found.status not in (SOLVED, UNBOUNDED) or not _fits(found, facts, bounds):
        raise RuntimeError(f"the solver failed, and no attack is no proof of safety: {found.message}")
    return None if found.status == UNBOUNDED else round(found.fun)


def _fits(found: Any, facts: LinearConstraint, bounds: Bounds) -> bool:
    """Whether a solution, if there is one, solves the problem when its numbers are made whole."""
    if found.status != SOLVED:
        return True
    x = np.round(found.x)
    sums = facts.A @ x
    wrong = [bounds.lb - x, x - bounds.ub, facts.lb - sums, sums - facts.ub]
    return all(np.all(excess < 1e-6) for excess in wrong)
