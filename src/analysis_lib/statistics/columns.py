"""Two more checks at the door: columns of one length, and counts that are whole.

They stand beside the checks of :mod:`analysis_lib.statistics.estimates` and speak as those do: argument, rule,
the value got, the remedy.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis_lib.statistics.estimates import counts


def whole(name: str, values: Any) -> np.ndarray:
    """Whole numbers of 0 or more, as Poisson's and the binomial distribution ask for.

    A weighted, shared-out (aoristic) or pro-rata count varies otherwise than a count of events does; an interval
    made for counts would be wrong for it without looking so.

    Raises ``ValueError`` for a number that is negative, missing or not whole.

    Examples
    --------
    >>> whole("count", [3, 12]).tolist()
    [3.0, 12.0]
    >>> whole("count", 2.5)
    Traceback (most recent call last):
    ValueError: count must be a whole number of events, got 2.5; a weighted or shared-out count is not Poisson

    Three and twelve are counts; two and a half is an estimate and needs the interval of its own source.
    """
    array = counts(name, values)
    if np.any(broken := array != np.floor(array)):
        raise ValueError(
            f"{name} must be a whole number of events, got {np.ravel(array[broken])[0]}; "
            "a weighted or shared-out count is not Poisson"
        )
    return array


def aligned(**columns: np.ndarray) -> list[np.ndarray]:
    """Columns of one shape: a number goes with every row, and two columns must have the same rows.

    Raises ``ValueError`` if two columns differ in length.

    Examples
    --------
    >>> burglaries, households = aligned(numerator=np.array([3.0, 5.0]), denominator=np.array(100.0))
    >>> households.tolist()
    [100.0, 100.0]

    Both areas are set against the same hundred households.
    """
    shapes = {np.shape(column) for column in columns.values()} - {()}
    if len(shapes) > 1:
        lengths = ", ".join(str(np.size(column)) for column in columns.values())
        raise ValueError(
            f"{', '.join(columns)} must have the same number of rows, got {lengths}; take them from one table"
        )
    shape = shapes.pop() if shapes else ()
    return [np.broadcast_to(column, shape) for column in columns.values()]
