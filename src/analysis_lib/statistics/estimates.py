"""What every estimate is, how it becomes columns, and the checks at the door of every statistic.

A statistic takes numbers or columns alike: scalars give an :class:`Estimate` of floats, arrays and Series one of
arrays, and :func:`add_estimates` turns the second into the standard columns of a frame.
"""

from __future__ import annotations

import datetime
import numbers as numbers_abc
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Estimate:
    """A figure with its interval, and what it was made of: floats, or arrays of one shape."""

    numerator: Any
    denominator: Any
    value: Any
    lower: Any
    upper: Any
    confidence_level: float | None
    statistic: str
    method: Any


HIGHEST_CONFIDENCE = 1 - 1e-9  # above it the limits are those of the computer's arithmetic
NO_NUMBERS = "USMmc"  # text, dates, spans of time and complex numbers
COLUMNS = [field.name for field in fields(Estimate)]


def add_estimates(
    frame: pd.DataFrame, statistic: Callable[..., Estimate], *, confidence_level: float = 0.95, **columns: str
) -> pd.DataFrame:
    """``frame`` with the standard columns of ``statistic`` added; ``columns`` names the column of each argument.

    The rows, their order and their index stay as they are.

    Raises
    ------
    ValueError : the frame is empty, lacks a column, or already has one of the standard columns it would add

    Examples
    --------
    >>> from analysis_lib.statistics.rates import proportion
    >>> wards = pd.DataFrame({"ward": ["A", "B"], "repeat": [1, 5], "victims": [100, 50]})
    >>> add_estimates(wards, proportion, numerator="repeat", denominator="victims")["upper"].round(4).tolist()
    [0.0545, 0.2136]
    """
    if frame.empty:
        raise ValueError("frame must hold a row or more, got none; leave the table out and say why")
    if absent := [name for name in columns.values() if name not in frame.columns]:
        raise ValueError(f"frame has no column {', '.join(absent)}; it has {', '.join(map(str, frame.columns))}")
    own = {column for name, column in columns.items() if column == name}  # written back as it was read
    if taken := [name for name in COLUMNS if name in frame.columns and name not in own]:
        raise ValueError(f"frame already has the column {', '.join(taken)}; rename it, so that nothing is overwritten")
    estimate = statistic(
        **{name: frame[column].to_numpy() for name, column in columns.items()}, confidence_level=confidence_level
    )
    return frame.assign(**{name: getattr(estimate, name) for name in COLUMNS})


def numbers(name: str, values: Any) -> np.ndarray:
    """``values`` as floats; refused by name if they are text, missing or infinite.

    >>> numbers("rate", [1, 2.5]).tolist()
    [1.0, 2.5]
    """
    try:
        raw = np.asarray(values)
        if raw.dtype.kind in NO_NUMBERS or (raw.dtype.kind == "O" and any(map(_is_no_number, raw.ravel()))):
            raise TypeError
        array = raw.astype(float)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(
            f"{name} must hold numbers, got {_first(values)!r}; read the column as numbers first"
        ) from None
    if array.size == 0:
        raise ValueError(f"{name} must hold one number or more, got none")
    if not np.all(np.isfinite(array)):
        raise ValueError(
            f"{name} must hold numbers with none missing or infinite, got {_first(array[~np.isfinite(array)])}; "
            "decide first what a missing one means"
        )
    return array


def counts(name: str, values: Any) -> np.ndarray:
    """Numbers of 0 or more.

    >>> counts("events", -3)
    Traceback (most recent call last):
        ...
    ValueError: events must be 0 or more, got -3.0; a count is never negative
    """
    array = numbers(name, values)
    if np.any(array < 0):
        raise ValueError(f"{name} must be 0 or more, got {_first(array[array < 0])}; a count is never negative")
    return array


def positive(name: str, values: Any) -> np.ndarray:
    """Numbers above 0.

    >>> positive("population", 0)
    Traceback (most recent call last):
        ...
    ValueError: population must be above 0, got 0.0; leave out areas without it
    """
    array = numbers(name, values)
    if np.any(array <= 0):
        raise ValueError(f"{name} must be above 0, got {_first(array[array <= 0])}; leave out areas without it")
    return array


def confidence(level: float) -> float:
    """A confidence level between 0 and 1.

    >>> confidence(95)
    Traceback (most recent call last):
        ...
    ValueError: confidence_level must lie between 0 and 1, got 95; write 0.95
    """
    if not isinstance(level, numbers_abc.Real) or isinstance(level, bool) or not 0 < level < HIGHEST_CONFIDENCE:
        raise ValueError(f"confidence_level must lie between 0 and 1, got {level!r}; write 0.95")
    return float(level)


def plain(array: Any) -> Any:
    """An array of no dimension as the number it holds; any other as it is.

    >>> plain(np.asarray(0.5))
    0.5
    """
    return array.item() if np.ndim(array) == 0 and hasattr(array, "item") else array


def _is_no_number(one: Any) -> bool:
    return isinstance(one, str | datetime.date | datetime.timedelta)


def _first(values: Any) -> Any:
    """The first of some values, for an error's text, whatever they are."""
    while isinstance(values, list | tuple) and values:
        values = values[0]
    flat = np.ravel(np.asarray(values, dtype=object))
    return flat[0] if flat.size else None
