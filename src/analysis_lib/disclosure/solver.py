"""Integer programmes, solved by HiGHS (``scipy.optimize.milp``): without a word, within a time, and to the end."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from scipy.optimize import Bounds, milp

from analysis_lib.statistics.checks import positive, single

SOLVED, OUT_OF_TIME, INFEASIBLE, UNBOUNDED, EITHER = range(5)  # what scipy says of an integer programme
STANDARD_OUTPUT = 1


@dataclass(frozen=True)
class Deadline:
    """When all the programmes of one task must be done; ``seconds`` is what was given for them, None for no end."""

    seconds: float | None
    ends: float

    @classmethod
    def after(cls, seconds: float | Deadline | None) -> Deadline:
        """A deadline that begins now; one that runs already is kept.

        >>> Deadline.after(None).options()
        {}
        """
        if isinstance(seconds, cls):
            return seconds
        given = None if seconds is None else single("time_limit", seconds, positive)
        return cls(given, time.monotonic() + (given or 0.0))

    def options(self) -> dict[str, float]:
        """What is left of the time, as the solver wants it.

        Raises ``TimeoutError`` if nothing is.
        """
        if self.seconds is None:
            return {}
        if (left := self.ends - time.monotonic()) <= 0:
            raise self.passed()
        return {"time_limit": left}

    def passed(self) -> TimeoutError:
        """The error that says so."""
        return TimeoutError(
            f"time_limit must be enough to solve the table, got {self.seconds:g} seconds; give it more, merge rows or "
            "columns, or publish rounded counts"
        )


def solve(cost: np.ndarray, *, constraints: Any, bounds: Bounds, deadline: Deadline, presolve: bool = True) -> Any:
    """The whole numbers of least cost within the bounds that meet the constraints: scipy's own result.

    The best solution itself, not one nearly as good. Raises ``TimeoutError`` if the deadline passes first.

    Examples
    --------
    The least whole number that is 2.5 or more:

    >>> found = solve(np.ones(1), constraints=(), bounds=Bounds(2.5, 9), deadline=Deadline.after(60))
    >>> found.status == SOLVED, found.fun
    (True, 3.0)

    It is 3.
    """
    options = {"mip_rel_gap": 0, "presolve": presolve} | deadline.options()
    with _silence():
        found = milp(cost, constraints=constraints, bounds=bounds, integrality=np.ones_like(cost), options=options)
    if found.status == OUT_OF_TIME:
        raise deadline.passed()
    return found


@contextmanager
def _silence() -> Iterator[None]:
    """Keeps HiGHS from printing: now and then it does, from C++ and whatever it is told, past Python's own output."""
    try:
        sys.stdout.flush()
        kept = os.dup(STANDARD_OUTPUT)
    except (OSError, ValueError, AttributeError):  # there is no output to keep silent
        yield
        return
    try:
        _flush()
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), STANDARD_OUTPUT)
        yield
    finally:
        _flush()  # what C still holds goes nowhere too
        os.dup2(kept, STANDARD_OUTPUT)
        os.close(kept)


def _flush() -> None:
    """Empties what C has buffered to print."""
    _c_library().fflush(None)


@cache
def _c_library() -> ctypes.CDLL:
    return ctypes.CDLL("ucrtbase" if os.name == "nt" else None)
