"""The one door of every statistic: what may come in, and what is refused by name.

Every refusal is a ``ValueError`` that names the argument, the rule, the value got and the remedy. Text, dates, true and
false, missing and infinite numbers are no numbers here; nor are magnitudes that no publication has, for with them
arithmetic overflows without a word. Two Series must have one index: rows are never paired by position unawares.
"""

from __future__ import annotations

import numbers as numbers_abc
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

HIGHEST_CONFIDENCE = 1 - 1e-9  # above it the limits are those of the computer's arithmetic
LARGEST, SMALLEST = (
    1e15,
    1e-60,
)  # whole numbers beyond are inexact; fourth powers of ratios stay finite
NO_NUMBERS = "USMmcbV"  # text, dates, spans of time, complex numbers, true and false, records
Check = Callable[[str, Any], np.ndarray]


def numbers(name: str, values: Any, *, missing: bool = False, endless: bool = False) -> np.ndarray:
    """``values`` as floats; refused by name if they are text, missing, infinite or absurdly large.

    ``missing`` lets missing ones through as nan, ``endless`` infinite ones.

    >>> numbers("rate", [1, 2.5]).tolist()
    [1.0, 2.5]
    """
    array = _floats(name, values)
    if array.size == 0:
        raise ValueError(f"{name} must hold one number or more, got none; leave the figure out and say why")
    size = np.abs(array)
    if np.any(wrong := (np.isnan(array) & (not missing)) | (np.isinf(array) & (not endless))):
        raise ValueError(
            f"{name} must hold numbers with none missing or infinite, got {array[wrong].flat[0]}; "
            "decide first what a missing one means"
        )
    if np.any(wrong := (size > LARGEST) & ~np.isinf(array)):
        raise ValueError(f"{name} must be no larger than {LARGEST:g}, got {array[wrong].flat[0]:g}; check the unit")
    return array


def counts(name: str, values: Any) -> np.ndarray:
    """Numbers of 0 or more.

    >>> counts("events", -3)
    Traceback (most recent call last):
        ...
    ValueError: events must be 0 or more, got -3; a count is never negative
    """
    array = numbers(name, values)
    if np.any(array < 0):
        raise ValueError(f"{name} must be 0 or more, got {array[array < 0].flat[0]:g}; a count is never negative")
    return array


def positive(name: str, values: Any) -> np.ndarray:
    """Numbers above 0, and not so near it that dividing by them overflows.

    >>> positive("population", 0)
    Traceback (most recent call last):
        ...
    ValueError: population must be above 0, got 0; leave out areas without it
    """
    array = numbers(name, values)
    if np.any(array <= 0):
        raise ValueError(f"{name} must be above 0, got {array[array <= 0].flat[0]:g}; leave out areas without it")
    if np.any(wrong := array < SMALLEST):
        raise ValueError(f"{name} must be {SMALLEST:g} or more, got {array[wrong].flat[0]:g}; check the unit")
    return array


def whole(name: str, values: Any) -> np.ndarray:
    """Whole numbers of 0 or more, as Poisson's and the binomial distribution ask for.

    A weighted, shared-out (aoristic) or pro-rata count varies otherwise than a count of events does; an interval
    made for counts would be wrong for it without looking so.

    >>> whole("count", 2.5)
    Traceback (most recent call last):
    ValueError: count must be a whole number of events, got 2.5; a weighted or shared-out count is not Poisson
    """
    array = counts(name, values)
    if np.any(broken := array != np.floor(array)):
        raise ValueError(
            f"{name} must be a whole number of events, got {array[broken].flat[0]}; "
            "a weighted or shared-out count is not Poisson"
        )
    return array


def whole_above_0(name: str, values: Any) -> np.ndarray:
    """Whole numbers above 0.

    >>> whole_above_0("incidents", 0)
    Traceback (most recent call last):
    ValueError: incidents must be above 0, got 0; leave out areas without it
    """
    return whole(name, positive(name, values))


def shares(name: str, values: Any) -> np.ndarray:
    """Shares of a whole, from 0 to 1.

    >>> shares("prevalence", 7.8)
    Traceback (most recent call last):
    ValueError: prevalence must lie between 0 and 1, got 7.8; write 0.078 for 7.8%
    """
    array = counts(name, values)
    if np.any(array > 1):
        most = array.max()
        raise ValueError(f"{name} must lie between 0 and 1, got {most:g}; write {most / 100:g} for {most:g}%")
    return array


def shares_above_0(name: str, values: Any) -> np.ndarray:
    """Shares of a whole, above 0 and up to 1.

    >>> shares_above_0("recording_rate", 0)
    Traceback (most recent call last):
    ValueError: recording_rate must be above 0, got 0; leave out areas without it
    """
    return shares(name, positive(name, values))


def confidence(level: float) -> float:
    """A confidence level between 0 and 1.

    >>> confidence(95)
    Traceback (most recent call last):
        ...
    ValueError: confidence_level must lie between 0 and 1, got 95; write 0.95
    """
    if not isinstance(level, numbers_abc.Real) or isinstance(level, bool) or not SMALLEST < level < HIGHEST_CONFIDENCE:
        raise ValueError(f"confidence_level must lie between 0 and 1, got {shown(level)}; write 0.95")
    return float(level)


def single(name: str, value: Any, check: Check = numbers) -> float:
    """One number, not a column of them.

    >>> single("multiplier", [1, 2])
    Traceback (most recent call last):
    ValueError: multiplier must be one number, got 2; give one for all
    """
    array = check(name, value)
    if array.ndim:
        raise ValueError(f"{name} must be one number, got {array.size}; give one for all")
    return float(array)


def whole_number(name: str, value: Any, *, least: int = 0, most: int | None = None, remedy: str) -> int:
    """One whole number within limits.

    >>> whole_number("horizon", 13, least=1, most=12, remedy="look no further")
    Traceback (most recent call last):
    ValueError: horizon must be a whole number from 1 to 12, got 13; look no further
    """
    found = _number_or_nan(name, value)
    if not (least <= found <= (LARGEST if most is None else most) and found == np.floor(found)):
        limits = f"of {least} or more" if most is None else f"from {least} to {most}"
        raise ValueError(f"{name} must be a whole number {limits}, got {shown(value)}; {remedy}")
    return int(found)


def between(name: str, value: Any, least: float, most: float, *, remedy: str, open_ends: bool = False) -> float:
    """One number within limits, the limits themselves included unless ``open_ends``.

    >>> between("alpha", None, 0, 1, remedy="write 0.3")
    Traceback (most recent call last):
    ValueError: alpha must lie between 0 and 1, got None; write 0.3
    """
    found = _number_or_nan(name, value)
    if not (least < found < most if open_ends else least <= found <= most):
        raise ValueError(f"{name} must lie between {least:g} and {most:g}, got {shown(value)}; {remedy}")
    return found


def one_of(name: str, value: Any, choices: Sequence[str]) -> str:
    """One of some words.

    >>> one_of("kind", "product", ["additive", "multiplicative"])
    Traceback (most recent call last):
    ValueError: kind must be one of additive, multiplicative, got 'product'; write 'additive'
    """
    if not isinstance(value, str) or value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(choices)}, got {shown(value)}; write {choices[0]!r}")
    return value


def yes_or_no(name: str, value: Any) -> bool:
    """True or False.

    >>> yes_or_no("robust", "no")
    Traceback (most recent call last):
    ValueError: robust must be True or False, got 'no'; write one of them
    """
    if not isinstance(value, bool | np.bool_):
        raise ValueError(f"{name} must be True or False, got {shown(value)}; write one of them")
    return bool(value)


def named(name: str, values: Any) -> Mapping:
    """Values under their names.

    >>> named("unit_costs", 3)
    Traceback (most recent call last):
    ValueError: unit_costs must give its values by name, got 3; write {'robbery': 1}
    """
    if not isinstance(values, Mapping):
        raise ValueError(f"{name} must give its values by name, got {shown(values)}; write {{'robbery': 1}}")
    return values


def made_by(name: str, value: Any, kind: type) -> Any:
    """A result of another function of this library.

    >>> made_by("strength", 0.4, dict)
    Traceback (most recent call last):
    ValueError: strength must be a dict, got 0.4; give it the result of the function that makes one
    """
    if not isinstance(value, kind):
        raise ValueError(
            f"{name} must be a {kind.__name__}, got {shown(value)}; give it the result of the function that makes one"
        )
    return value


def listed(name: str, values: Any) -> list:
    """A sequence or column of anything but text, as a list.

    >>> listed("strata", "A")
    Traceback (most recent call last):
    ValueError: strata must be a sequence, got 'A'; give one for each row
    """
    if isinstance(values, str | bytes | Mapping) or not hasattr(values, "__iter__") or not dimensions(values):
        raise ValueError(f"{name} must be a sequence, got {shown(values)}; give one for each row")
    return list(values)


def aligned(**columns: tuple[Check, Any]) -> list[np.ndarray]:
    """Columns, each after its check, as arrays of one shape: a number goes with every row.

    Raises ``ValueError`` if two columns differ in length, or are Series of different index.

    >>> burglaries, households = aligned(numerator=(whole, [3, 5]), denominator=(positive, 100))
    >>> households.tolist()
    [100.0, 100.0]

    Both areas are set against the same hundred households.
    """
    same_index(**{name: values for name, (_, values) in columns.items()})
    arrays = [check(name, values) for name, (check, values) in columns.items()]
    shapes = {array.shape for array in arrays} - {()}
    if len(shapes) > 1:
        raise ValueError(
            f"{', '.join(columns)} must have the same number of rows, got {', '.join(str(a.size) for a in arrays)}; "
            "take them from one table"
        )
    return list(np.broadcast_arrays(*arrays))


def matching(name: str, values: Any, *, others: str, of: Any, check: Check = numbers) -> np.ndarray:
    """One number for each of some others: ``of``, a column that is called ``others``.

    >>> matching("exposure", [31], others="events", of=[4, 5])
    Traceback (most recent call last):
    ValueError: exposure must hold one number for each of 2 events, got 1; take them from one table
    """
    same_index(**{others: of, name: values})
    array, other = check(name, values), _floats(others, of)
    if array.shape != other.shape:
        raise ValueError(
            f"{name} must hold one number for each of {other.size} {others}, got {array.size}; take them from one table"
        )
    return array


def same_index(**columns: Any) -> None:
    """Refuse Series (or frames) of different index: which row belongs to which cannot be told.

    >>> same_index(crimes=pd.Series([1, 2], ["A", "B"]), people=pd.Series([9, 8], ["B", "A"]))
    Traceback (most recent call last):
    ValueError: crimes and people must have the same index, got another order or other rows; reindex one by the other
    """
    indexes = {name: one.index for name, one in columns.items() if isinstance(one, pd.Series | pd.DataFrame)}
    (first, index), *rest = indexes.items() or [("", None)]
    for name, other in rest:
        if not other.equals(index):
            raise ValueError(
                f"{first} and {name} must have the same index, got another order or other rows; "
                "reindex one by the other"
            )


def dimensions(values: Any) -> int:
    """0 for a single value, 1 for a column (or for rows of unlike length, which are no table), 2 for a table.

    >>> dimensions(5), dimensions([5, 6]), dimensions([[1], [2, 3]])
    (0, 1, 1)
    """
    try:
        return np.ndim(values)
    except ValueError:
        return 1


def plain(array: Any) -> Any:
    """An array of no dimension as the number it holds; any other as it is.

    >>> plain(np.asarray(0.5))
    0.5
    """
    return array.item() if np.ndim(array) == 0 and hasattr(array, "item") else array


def shown(value: Any) -> str:
    """A value as an error prints it: on one line, and not the whole of a long column.

    >>> shown("5"), shown([1] * 100)
    ("'5'", '[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, ...')
    """
    text = " ".join((repr(value) if isinstance(value, str) else str(value)).split())
    return text if len(text) <= 60 else f"{text[:40]}..."


def _number_or_nan(name: str, value: Any) -> float:
    try:
        return single(name, value)
    except ValueError:
        return float("nan")


def _floats(name: str, values: Any) -> np.ndarray:
    try:
        # a list is looked at one by one, for numpy would make 1 and 1 of [1, True]
        raw = np.asarray(values, dtype=object if isinstance(values, list | tuple) else None)
        if raw.dtype.kind in NO_NUMBERS:
            raise TypeError
        return raw.astype(float) if raw.dtype.kind != "O" else _from_objects(raw)
    except (TypeError, ValueError, OverflowError):
        odd = _odd_one(values)
        remedy = "write 1 and 0" if isinstance(odd, bool | np.bool_) else "read the column as numbers first"
        raise ValueError(f"{name} must hold numbers, got {shown(odd)}; {remedy}") from None


def _from_objects(raw: np.ndarray) -> np.ndarray:
    """Objects as floats: numbers of any kind, and nan for what pandas takes as missing."""
    flat = raw.ravel()
    if any(map(_is_no_number, flat)):
        raise TypeError
    return np.array([np.nan if _is_missing(one) else float(one) for one in flat], dtype=float).reshape(raw.shape)


def _is_no_number(one: Any) -> bool:
    is_number = isinstance(one, numbers_abc.Real | Decimal) and not isinstance(one, bool | np.bool_)
    return not (is_number or _is_missing(one))


def _is_missing(one: Any) -> bool:
    return one is None or one is pd.NA or (isinstance(one, float) and one != one)


def _odd_one(values: Any) -> Any:
    """The first of some values that is no number, for an error's text, whatever they are."""
    try:
        flat = np.ravel(np.asarray(values, dtype=object))
    except ValueError:  # rows of different length
        return values
    return next((one for one in flat if _is_no_number(one)), flat[0] if flat.size else values)
