"""Counts that may not be printed as they are, and the table of them that may."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from analysis_lib.disclosure.suppression import secondary_suppression
from analysis_lib.values.counts import close
from analysis_lib.values.units import COUNTED
from analysis_lib.values.value import CONFIDENTIAL, Value


def protect(frame: pd.DataFrame, *, total_row: str | None = None, total_column: str | None = None) -> pd.DataFrame:
    """A table of counts with its small ones hidden, and with them the others that would give them away.

    The rule is that of the counts' source (``suppress_below``); the cells are chosen, and attacked until none can be
    worked out, by :func:`analysis_lib.disclosure.suppression.secondary_suppression`. Totals of rows and columns are
    taken to be public, whether the table prints them or not. What is worked out from a hidden count has no figure
    either, so shares, changes and sentences are made from the table returned, never from the one given.

    Parameters
    ----------
    frame : a count in every cell, as a :class:`Value`; rows and columns add up, with no sub-totals
    total_row, total_column : the titles of the row and the column of totals, if the table prints them

    Raises
    ------
    ValueError : a cell is no count or has no figure, a total does not close, or no choice of cells protects the table
    """
    inner = frame.drop(index=[total_row] if total_row else [], columns=[total_column] if total_column else [])
    threshold = _threshold(frame)
    _refuse_open(frame, inner, total_row, total_column)
    if not threshold:
        return frame
    found = secondary_suppression(
        inner.map(lambda value: value.number).to_numpy(dtype=float),
        threshold=threshold,
        row_totals=inner.shape[1] > 1,
        column_totals=inner.shape[0] > 1,
    )
    hidden = pd.DataFrame(found.suppressed, index=inner.index, columns=inner.columns)
    hidden = hidden.reindex(index=frame.index, columns=frame.columns, fill_value=False)
    protected = frame.copy()
    for row, column in np.ndindex(frame.shape):
        protected.iloc[row, column] = _shown(frame.iloc[row, column], bool(hidden.iloc[row, column]))
    return protected


def _shown(value: Value, hidden: bool) -> Value:
    return dataclasses.replace(value, protected=True, **({"value": None, "reason": CONFIDENTIAL} if hidden else {}))


def _threshold(frame: pd.DataFrame) -> int:
    """The strictest rule of the counts in a table; 0 if they are published as they are."""
    cells = list(frame.to_numpy().ravel())
    for cell in cells:
        if not isinstance(cell, Value) or cell.unit not in COUNTED:
            raise ValueError(f"protect: every cell must be a count, got {cell!r}; protect counts first, then divide")
        if cell.missing:
            raise ValueError(
                f"protect: {cell.measure} has no figure ({cell.reason}); decide what a missing count means first"
            )
    return max((cell.suppress_below for cell in cells), default=0)


def _refuse_open(frame: pd.DataFrame, inner: pd.DataFrame, total_row: str | None, total_column: str | None) -> None:
    """Refuse totals that are not the sums of the cells, because the protection rests on their adding up."""
    for name in inner.index if total_column else ():
        close(frame.loc[name, total_column], list(inner.loc[name]))
    for name in inner.columns if total_row else ():
        close(frame.loc[total_row, name], list(inner[name]))
    if total_row and total_column:
        close(frame.loc[total_row, total_column], list(inner.to_numpy().ravel()))
