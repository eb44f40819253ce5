"""Which further cells to suppress so that the small ones cannot be worked out from the totals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint

from analysis_lib.disclosure.attack import interval_attack
from analysis_lib.disclosure.rules import primary_suppression, whole_counts
from analysis_lib.disclosure.solver import INFEASIBLE, SOLVED, Deadline, solve
from analysis_lib.statistics.checks import whole_number, yes_or_no

TIME_LIMIT = 300.0  # seconds; a table of a borough's wards takes less than one


@dataclass(frozen=True)
class Suppression:
    """A table fit to publish: ``published`` has nan where suppressed; which cells were too small, which hide them."""

    published: np.ndarray
    primary: np.ndarray
    secondary: np.ndarray
    secondary_total: int
    attacks: int

    @property
    def suppressed(self) -> np.ndarray:
        """All cells not published."""
        return self.primary | self.secondary


def secondary_suppression(
    cells: Any,
    *,
    threshold: int = 5,
    zeros_unsafe: bool = False,
    fewest_values: int = 3,
    row_totals: bool = True,
    column_totals: bool = True,
    grand_total: bool = True,
    time_limit: float = TIME_LIMIT,
) -> Suppression:
    """A table with its small cells suppressed, and with them the cheapest others that keep them from being worked out.

    Cells too small by the rule are suppressed first. Then an integer programme chooses the secondary cells whose sum is
    least, such that every suppressed cell, theirs included, could be ``fewest_values`` whole numbers or more; the
    table is attacked, what the attack still narrows is added to the programme, and so on until nothing is.

    There are two attackers. One knows nothing but that counts are not negative. The other knows the rule and which
    cell fell to it: 1 to ``threshold - 1`` if it did, ``threshold`` or more if not, so that whoever knows less learns
    less. A rule of threshold 3 leaves only 1 and 2, and of such cells both must remain possible. A cell of 0 is never
    chosen: readers often know that it must be 0, and then it hides nothing.

    The totals named are taken to be public and stay published. Not covered: a reader who knows some of the people, and
    one who runs this programme backwards.

    Parameters
    ----------
    cells : table of whole counts, without its totals; a list is a table of one row, ``[[1, 2, 3]]``
    threshold, zeros_unsafe : the rule, as in :func:`analysis_lib.disclosure.rules.primary_suppression`
    fewest_values : whole numbers that each suppressed cell must still be able to be, 2 or more
    row_totals, column_totals, grand_total : whether these totals are published; for a table of one row,
        ``column_totals=False``. A total printed anywhere else, in a text or last year's report, is published too
    time_limit : seconds for choosing and attacking together, above 0. Large tables with many small cells can take very
        long; nothing unproven is ever returned

    Returns
    -------
    Suppression : tables of the shape of ``cells``; ``secondary_total`` is the sum of what was suppressed beyond the
        rule, ``attacks`` how often the table was attacked

    Raises
    ------
    ValueError : no choice of cells protects the table, or a published total itself falls under the rule (the text names
        the cells or totals); counts or a rule as in ``primary_suppression``
    TimeoutError : the time limit passed before the cheapest choice was found and proved

    References
    ----------
    Fischetti, M. and Salazar, J. J. (2001). Solving the cell suppression problem on tabular data with linear
    constraints. Management Science 47, 1008-1027. Solved by HiGHS (``scipy.optimize.milp``).

    Examples
    --------
    Three wards by three offences, one cell of 3. Totals are published (by hand: of the four squares that hide the
    cell, that with 7, 9 and 8 costs least):

    >>> found = secondary_suppression([[3, 7, 20], [9, 8, 30], [25, 40, 50]])
    >>> found.published.tolist()
    [[nan, nan, 20.0], [nan, nan, 30.0], [25.0, 40.0, 50.0]]
    >>> found.secondary_total
    24

    To hide a cell of 3, three more cells with 24 events are suppressed, and no one can do better.
    """
    table = whole_counts("cells", cells)
    fewest = whole_number("fewest_values", fewest_values, least=2, remedy="write 3")
    if table.ndim != 2:
        raise ValueError(f"cells must be a table, got {table.ndim} dimensions; write [[1, 2, 3]] for one row")
    primary, deadline = (
        primary_suppression(table, threshold=threshold, zeros_unsafe=zeros_unsafe),
        Deadline.after(time_limit),
    )
    totals = {
        "row_totals": table.sum(axis=1) if yes_or_no("row_totals", row_totals) else None,
        "column_totals": table.sum(axis=0) if yes_or_no("column_totals", column_totals) else None,
        "grand_total": table.sum() if yes_or_no("grand_total", grand_total) else None,
    }
    _refuse_small_totals(totals, threshold, zeros_unsafe)
    attackers = _attackers(primary, threshold, zeros_unsafe, fewest)
    suppressed, protected, attacks = primary, [], 1
    while narrowed := _narrowed(table, suppressed, totals, attackers, deadline):
        if not set(narrowed) - set(protected):
            raise RuntimeError(f"the solver left {_names(narrowed)} open to attack; publish rounded counts instead")
        protected += [cell for cell in narrowed if cell not in protected]
        suppressed = _choose(table, primary, totals, attackers, protected, deadline)
        attacks += 1
    secondary = suppressed & ~primary
    return Suppression(np.where(suppressed, np.nan, table), primary, secondary, int(table[secondary].sum()), attacks)


@dataclass(frozen=True)
class _Attacker:
    """What someone knows of each cell should it be suppressed, and how many values the cell must then still have."""

    least: np.ndarray
    most: np.ndarray
    values: np.ndarray


Narrowed = tuple[int, int, int]  # an attacker, by number, and the row and column of a cell that it narrows too far


def _attackers(primary: np.ndarray, threshold: int, zeros_unsafe: bool, fewest: int) -> list[_Attacker]:
    smallest = 0 if zeros_unsafe else 1
    if primary.any() and threshold - smallest < 2:
        raise ValueError(
            f"threshold must leave the rule two counts to hide among, got {threshold}, which says that every "
            "suppressed cell is 1; write 3 or more"
        )
    knows_the_rule = _Attacker(
        least=np.where(primary, smallest, threshold).astype(float),
        most=np.where(primary, threshold - 1, np.inf),
        values=np.where(primary, min(fewest, threshold - smallest), fewest),
    )
    knows_nothing = _Attacker(
        least=np.zeros(primary.shape), most=np.full(primary.shape, np.inf), values=np.full(primary.shape, fewest)
    )
    return [knows_the_rule, knows_nothing]


def _narrowed(
    table: np.ndarray,
    suppressed: np.ndarray,
    totals: dict[str, Any],
    attackers: list[_Attacker],
    deadline: Deadline,
) -> list[Narrowed]:
    """The cells that an attacker narrows too far; of the attackers, the first that succeeds."""
    shown = np.where(suppressed, np.nan, table)
    for number, attacker in enumerate(attackers):
        knowledge = {"suppressed_minimum": attacker.least, "suppressed_maximum": attacker.most}
        intervals = interval_attack(shown, **totals, **knowledge, time_limit=deadline).intervals
        cells = [(number, c.row, c.column) for c in intervals if c.values < attacker.values[c.row, c.column]]
        if cells:
            return cells
    return []


def _choose(
    table: np.ndarray,
    primary: np.ndarray,
    totals: dict[str, Any],
    attackers: list[_Attacker],
    protected: list[Narrowed],
    deadline: Deadline,
) -> np.ndarray:
    """The suppressed cells of least sum with which each protected cell, if it is suppressed, keeps its values.

    The unknowns are the choice (1 for a suppressed cell) and, for each protected cell, two changes of the table that an
    attacker could not tell from the true one, in which that cell differs by as much as is asked.
    """
    eligible, size = primary | (table > 0), table.size
    changes = _changes(table, totals, attackers, protected)
    unknowns = changes[0].A.shape[1]
    cost, least, most = np.zeros(unknowns), np.full(unknowns, -np.inf), np.full(unknowns, np.inf)
    cost[:size], least[:size], most[:size] = table.ravel(), primary.ravel(), eligible.ravel()
    found = solve(cost, constraints=changes, bounds=Bounds(least, most), deadline=deadline)
    if found.status == INFEASIBLE:
        _refuse_what_cannot_be_hidden(table, primary, eligible, totals, attackers, deadline)
    if found.status != SOLVED:
        raise RuntimeError(f"the solver gave up: {found.message}")
    return found.x[:size].reshape(table.shape) > 0.5


def _changes(
    table: np.ndarray, totals: dict[str, Any], attackers: list[_Attacker], protected: list[Narrowed]
) -> list[LinearConstraint]:
    """What a change of the table must meet: totals stay, published cells stay, and the protected cell moves enough."""
    cells = np.array([np.ravel_multi_index(cell, table.shape) for _, *cell in protected])
    by_how_much = np.array([attackers[number].values[*cell] - 1 for number, *cell in protected])
    # a cell moves by k along cycles of cells that move by k or less, so no cell ever needs more room than that
    rise = [np.minimum(attackers[n].most - table, k) for (n, *_), k in zip(protected, by_how_much, strict=True)]
    fall = [np.minimum(table - attackers[n].least, k) for (n, *_), k in zip(protected, by_how_much, strict=True)]
    count, size = len(protected), table.size
    each = sparse.eye_array(2 * count * size)
    equations = sparse.kron(sparse.eye_array(2 * count), _published_equations(table.shape, totals))
    nothing = sparse.csr_array((equations.shape[0], size))
    rows = np.arange(count)
    # the first change of each pair lifts the cell, the second lowers it; between them lies what is asked for
    moves = sparse.csr_array(
        (np.tile([1, -1], count), (np.repeat(rows, 2), np.arange(2 * count) * size + np.repeat(cells, 2))),
        shape=(count, 2 * count * size),
    )
    asked = sparse.csr_array((-by_how_much, (rows, cells)), shape=(count, size))
    return [
        LinearConstraint(sparse.hstack([nothing, equations]), 0, 0),
        LinearConstraint(sparse.hstack([-_twice(rise), each]), -np.inf, 0),
        LinearConstraint(sparse.hstack([_twice(fall), each]), 0, np.inf),
        LinearConstraint(sparse.hstack([asked, moves]), 0, np.inf),
    ]


def _twice(room: list[np.ndarray]) -> sparse.sparray:
    """Each cell's room as a multiple of its choice, for both changes of each pair: none if it is published."""
    return sparse.vstack([sparse.diags_array(cells.ravel()) for cells in room for _ in range(2)])


def _published_equations(shape: tuple[int, int], totals: dict[str, Any]) -> sparse.sparray:
    rows, columns = shape
    lines = {
        "row_totals": sparse.kron(sparse.eye_array(rows), np.ones((1, columns))),
        "column_totals": sparse.kron(np.ones((1, rows)), sparse.eye_array(columns)),
        "grand_total": sparse.csr_array(np.ones((1, rows * columns))),
    }
    none = sparse.csr_array((0, rows * columns))
    return sparse.vstack([none, *(line for name, line in lines.items() if totals[name] is not None)])


def _refuse_small_totals(totals: dict[str, Any], threshold: int, zeros_unsafe: bool) -> None:
    for name, published in totals.items():
        values = np.atleast_1d(0 if published is None else published)
        small = primary_suppression(values, threshold=threshold, zeros_unsafe=zeros_unsafe)
        if published is not None and small.any():
            where = ", ".join(map(str, np.flatnonzero(small)))
            raise ValueError(
                f"{name} must not fall under the rule themselves, got {values[small][0]:g} at {where}; "
                f"merge these lines with others, or publish the table with {name}=False"
            )


def _refuse_what_cannot_be_hidden(
    table: np.ndarray,
    primary: np.ndarray,
    eligible: np.ndarray,
    totals: dict[str, Any],
    attackers: list[_Attacker],
    deadline: Deadline,
) -> None:
    open_ones = [cell for cell in _narrowed(table, eligible, totals, attackers, deadline) if primary[cell[1:]]]
    raise ValueError(
        f"cells must have others to hide among, got none for {_names(open_ones) or 'some of them'} even with "
        "every cell above 0 suppressed; merge rows or columns, leave totals out, or publish rounded counts"
    )


def _names(cells: list[Narrowed]) -> str:
    return "; ".join(sorted({f"row {row}, column {column}" for _, row, column in cells}))
