"""A statistic over the rows of a frame: its figures as columns beside those they were made of."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from analysis_lib.statistics.checks import dimensions, shown


def add_estimates(frame: pd.DataFrame, statistic: Callable[..., Any], **arguments: Any) -> pd.DataFrame:
    """``frame`` with the results of ``statistic`` as columns: each row gets what it would get alone.

    Any statistic of this library that takes columns will do: a rate, a ratio, a difference, a flag. An estimate gives
    the standard columns ``numerator, denominator, value, lower, upper, confidence_level, statistic, method`` and
    ``reason`` (see :class:`~analysis_lib.statistics.estimates.Estimate`), then what it has beyond them: ``p_value``,
    ``note``, ``benchmark``, ``flag``. Another result gives a column for each of its parts; a bare column of
    labels is called ``flag``, one of numbers ``value``. The rows, their order and their index stay as they are.

    Parameters
    ----------
    frame : a row or more, with one level of column names
    statistic : a function of columns
    **arguments : the statistic's own. Text names a column of the frame; a number, True or False is an option, the same
        for every row

    Returns
    -------
    DataFrame : a new one; ``frame`` is left alone

    Raises
    ------
    ValueError : the frame is empty, or lacks a column, or has it twice, or already has one of the columns that would be
        added; the statistic has no such argument, or gives no figure for each row; and whatever the statistic refuses

    References
    ----------
    Column names as in the tables of the Office for Health Improvement and Disparities (Fingertips).

    Examples
    --------
    Two wards, per 1,000 residents:

    >>> from analysis_lib.statistics.rates import rate
    >>> wards = pd.DataFrame({"ward": ["A", "B"], "crimes": [20, 5], "residents": [1000, 1000]})
    >>> table = add_estimates(wards, rate, numerator="crimes", denominator="residents", multiplier=1000)
    >>> table[["ward", "value", "lower", "upper", "method"]].round(1).values.tolist()
    [['A', 20.0, 12.2, 30.9, 'Byar'], ['B', 5.0, 1.6, 11.7, 'Exact']]

    Ward A had 20 crimes for every 1,000 residents and ward B 5, and their intervals are far apart enough to see.
    """
    _check_frame(frame)
    given = {name: _column(frame, value) if isinstance(value, str) else value for name, value in arguments.items()}
    _check_arguments(statistic, given, arguments)
    result = statistic(**given)
    added = {name: _one_each(name, part, len(frame)) for name, part in _parts(result).items()}
    if not any(np.ndim(part) for part in added.values()):
        raise ValueError(
            f"statistic must give one figure for each row, got one {type(result).__name__} for all; call it by itself"
        )
    kept = [name for name in added if name in frame.columns]
    for name in kept:
        if arguments.get(name) != name or not _same(added[name], given[name]):
            raise ValueError(f"frame already has the column {name}; rename it, so that nothing is overwritten")
    new = pd.DataFrame({name: part for name, part in added.items() if name not in kept}, index=frame.index)
    return pd.concat([frame, new], axis=1)


def _check_frame(frame: Any) -> None:
    if not isinstance(frame, pd.DataFrame):
        raise ValueError(f"frame must be a pandas DataFrame, got {type(frame).__name__}; make one of the columns")
    if frame.empty:
        raise ValueError("frame must hold a row or more, got none; leave the table out and say why")
    if frame.columns.nlevels > 1:
        raise ValueError(
            f"frame must have one level of column names, got {frame.columns.nlevels}; join the levels into one name"
        )


def _column(frame: pd.DataFrame, name: str) -> np.ndarray:
    if name not in frame.columns:
        raise ValueError(f"frame has no column {name}; it has {', '.join(map(str, frame.columns))}")
    if (often := int((frame.columns == name).sum())) > 1:
        raise ValueError(f"frame must have the column {name} once, got it {often} times; rename all but one")
    return frame[name].to_numpy()


def _check_arguments(statistic: Any, given: dict[str, Any], arguments: dict[str, Any]) -> None:
    if not callable(statistic):
        raise ValueError(f"statistic must be a function of this library, got {shown(statistic)}; write rate")
    if not any(isinstance(value, str) for value in arguments.values()):
        raise ValueError("arguments must name a column or more, got none; write numerator='crimes'")
    if listed := [name for name, value in arguments.items() if not isinstance(value, str) and dimensions(value)]:
        raise ValueError(f"{listed[0]} must name a column or be one number, got several; make a column of them first")
    try:
        inspect.signature(statistic).bind(**given)
    except TypeError as problem:
        wanted = ", ".join(inspect.signature(statistic).parameters)
        raise ValueError(f"arguments must be those of {statistic.__name__} ({wanted}), {problem}") from None


def _parts(result: Any) -> dict[str, Any]:
    """The parts of a result by name, for columns: the fields of an estimate, or a bare column's one."""
    if dataclasses.is_dataclass(result):
        return {part.name: getattr(result, part.name) for part in dataclasses.fields(result)}
    return {"value" if np.asarray(result).dtype.kind in "iuf" else "flag": result}


def _one_each(name: str, part: Any, rows: int) -> Any:
    if np.ndim(part) == 0 and not isinstance(part, dict):
        return part
    if np.shape(part) != (rows,):
        raise ValueError(
            f"statistic must give one {name} for each of {rows} rows, got shape {np.shape(part)}; call it by itself"
        )
    return np.asarray(part)


def _same(added: Any, given: np.ndarray) -> bool:
    return np.ndim(added) == 1 and np.array_equal(np.asarray(added, dtype=float), np.asarray(given, dtype=float))
