"""What a patient reader can work out: the attacks that every table meets before it is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis_lib.disclosure.rules import whole_counts

SOLVED, INFEASIBLE, UNBOUNDED, EITHER = 0, 2, 3, 4  # status of scipy's integer programmes
OPTIONS = {"mip_rel_gap": 0}  # the best solution itself, not one nearly as good


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

    Returns
    -------
    Attack : an interval for each suppressed cell, row by row. A suppressed total of a row stands in the column after
        the last, that of a column in the row after the last

    Raises
    ------
    ValueError : a published number is negative or broken; shapes that differ; no table of whole numbers fits

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
        unknown_least=_known(suppressed_minimum, table.shape, totals=0)[hidden],
        unknown_most=_known(suppressed_maximum, table.shape, totals=np.inf)[hidden],
        wanted=wanted[hidden],
    )
    places = np.argwhere(wanted & hidden)
    return Attack(tuple(Interval(int(i), int(j), *limit) for (i, j), limit in zip(places, limits, strict=True)))


def constraint_attack(
    coefficients: Any, *, least: Any, most: Any, unknown_least: Any = 0, unknown_most: Any = np.inf, wanted: Any = True
) -> list[tuple[int, int | None]]:
    """The least and the greatest whole number that each unknown can be, given any published sums of them.

    For releases that are no single table: subtotals, last year's report, a rolling total, the numerator that a printed
    percentage allows. Each published figure is a row of coefficients and the range its rounding leaves.

    Parameters
    ----------
    coefficients : table with a row for each published figure and a column for each unknown
    least, most : for each row, the range in which the coefficients times the unknowns lie; equal for an exact figure
    unknown_least, unknown_most : what is known of each unknown, one number or one each; the least finite
    wanted : for which unknowns to find the limits; all of them unless said

    Returns
    -------
    list of (minimum, maximum), in the order of the unknowns wanted; maximum None where there is no end

    Raises
    ------
    ValueError : no whole numbers fit; coefficients that are no table

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
    matrix = np.asarray(coefficients, dtype=float)
    if matrix.ndim != 2:
        raise ValueError(f"coefficients must be a table, got {matrix.ndim} dimensions; one row for each figure")
    figures, unknowns = matrix.shape
    facts = LinearConstraint(matrix, *(np.broadcast_to(x, figures).astype(float) for x in (least, most)))
    bounds = Bounds(*(np.broadcast_to(x, unknowns).astype(float) for x in (unknown_least, unknown_most)))
    if np.any(~matrix.any(axis=1) & ((facts.lb > 0) | (facts.ub < 0))):
        raise ValueError("the published figures must add up, got a line that does not; check cells and totals")
    directions = np.eye(unknowns)[np.broadcast_to(wanted, unknowns)]
    if unknowns and not len(directions):  # figures that contradict each other must not pass for safe
        _least(np.zeros(unknowns), facts, bounds)
    return [(_least(row, facts, bounds), _greatest(row, facts, bounds)) for row in directions]


def _additivity(rows: int, columns: int) -> np.ndarray:
    """The equations of a table with its totals as last row and column: the sum of each line less its total is 0."""
    across, down = np.append(np.ones(columns), -1.0), np.append(np.ones(rows), -1.0)
    return np.vstack([np.kron(np.eye(rows + 1), across), np.kron(down, np.eye(columns + 1))])


def _table(cells: Any) -> np.ndarray:
    try:
        table = np.array(cells, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"cells must be a table of counts, got {cells!r}; write None for a suppressed one") from None
    if table.ndim != 2 or not table.size:
        raise ValueError(f"cells must be a table, got shape {table.shape}; write [[1, 2]] for one row")
    return table


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
        values = np.array(part, dtype=float)
        if values.shape != table[place].shape:
            raise ValueError(f"{name} must have shape {table[place].shape}, got {values.shape}; match it to the cells")
        if np.any(shown := ~np.isnan(values)):
            whole_counts(name, values[shown])
        table[place] = values
    return table, published


def _known(knowledge: Any, shape: tuple[int, ...], *, totals: float) -> np.ndarray:
    limits = np.full(shape, totals)
    if knowledge is not None:
        limits[:-1, :-1] = knowledge
    return limits


def _least(row: np.ndarray, facts: LinearConstraint, bounds: Bounds) -> int:
    return round(_solve(row, facts, bounds).fun)


def _greatest(row: np.ndarray, facts: LinearConstraint, bounds: Bounds) -> int | None:
    found = _solve(-row, facts, bounds)
    return None if found.status == UNBOUNDED else -round(found.fun)


def _solve(row: np.ndarray, facts: LinearConstraint, bounds: Bounds) -> Any:
    problem = {"c": row, "constraints": facts, "bounds": bounds, "integrality": np.ones_like(row)}
    found = milp(**problem, options=OPTIONS)
    # presolve does not tell an endless programme from an impossible one, and has been known to spoil a solution
    if found.status == EITHER or not _fits(found, facts, bounds):
        found = milp(**problem, options=OPTIONS | {"presolve": False})
    if found.status == INFEASIBLE:
        raise ValueError("the published figures must fit some whole numbers, got none that do; check what is published")
    if found.status not in (SOLVED, UNBOUNDED) or not _fits(found, facts, bounds):
        raise RuntimeError(f"the solver failed, and no attack is no proof of safety: {found.message}")
    return found


def _fits(found: Any, facts: LinearConstraint, bounds: Bounds) -> bool:
    """Whether a solution, if there is one, solves the problem when its numbers are made whole."""
    if found.status != SOLVED:
        return True
    x = np.round(found.x)
    sums = facts.A @ x
    wrong = [bounds.lb - x, x - bounds.ub, facts.lb - sums, sums - facts.ub]
    return all(np.all(excess < 1e-6) for excess in wrong)
