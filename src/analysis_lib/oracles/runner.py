"""Runs a file of vectors: every row through the library, compared within its own tolerance.

A row fails if an answer is out of tolerance, if its method is unknown, and if anything at all goes wrong on the way;
none is ever skipped.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis_lib.errors import AssessmentError
from analysis_lib.oracles import people_and_place, rates, time
from analysis_lib.oracles.tolerance import Allowed, allowed, differences, read_tolerance

ADAPTERS: dict[str, Callable[[dict], dict]] = {**rates.ADAPTERS, **time.ADAPTERS, **people_and_place.ADAPTERS}
COLUMNS = ("id", "method", "inputs", "expected", "tolerance")
MOST_LINES = 5  # of one row's differences; an array that is all wrong need not be printed whole


@dataclass(frozen=True)
class Outcome:
    """What is wrong with the answer to one row, a line each, and the keys its tolerance says not to compare."""

    differences: list[str]
    not_compared: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """What to print under the method's line: nothing for a row that passed and was compared whole."""
        more = len(self.differences) - MOST_LINES
        rest = [f"and {more} more differences"] if more > 0 else []
        left_out = [f"{key}: not compared, as the row's tolerance says" for key in self.not_compared]
        return [*self.differences[:MOST_LINES], *rest, *left_out]


def run(
    path: str | Path,
    *,
    adapters: Mapping[str, Callable[[dict], dict]] = ADAPTERS,
    say: Callable[[str], None] = print,
) -> int:
    """Compare every row of ``path``, say what was found, and return the exit status: 0, or 1 if any row failed.

    Says a line a method with its passes and rows, under it each difference of a failing row (and each key that a
    tolerance leaves out), and last a line with nothing but ``N passed, N failed``.

    Raises ``AssessmentError`` if the file is not there, holds no row or lacks a column.
    """
    rows = read_vectors(Path(path))
    passed = 0
    for method, group in rows.groupby("method", sort=False, dropna=False):
        outcomes = [check(row, adapters) for row in group.itertuples()]
        right = sum(not outcome.differences for outcome in outcomes)
        say(f"{method} {right}/{len(group)}")
        for identifier, outcome in zip(group["id"], outcomes, strict=True):
            for line in outcome.lines():
                say(f"  {identifier} {line}")
        passed += right
    say(f"{passed} passed, {len(rows) - passed} failed")
    return int(passed < len(rows))


def read_vectors(path: Path) -> pd.DataFrame:
    """The rows of a file of vectors, as text."""
    try:
        rows = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise AssessmentError(f"{path} cannot be read as a table of vectors: {error}. Give another file.") from error
    if absent := [name for name in COLUMNS if name not in rows.columns]:
        raise AssessmentError(f"{path} has no column {', '.join(absent)}; vectors have {', '.join(COLUMNS)}.")
    if rows.empty:
        raise AssessmentError(f"{path} holds no vector; nothing was compared. Give another file.")
    return rows


def check(row, adapters: Mapping[str, Callable[[dict], dict]]) -> Outcome:
    """The library's answer to one row, set against what is expected."""
    if row.method not in adapters:
        return Outcome([f"method {row.method!r} is unknown: expected {row.expected}, got no answer"])
    try:
        expected, rules = json.loads(row.expected), read_tolerance(row.tolerance)
        got = adapters[row.method](json.loads(row.inputs))
        limits = {key: allowed(rules, key) for key in expected}
        if not any(limit.compared for limit in limits.values()):
            raise ValueError("expected must hold a key to compare, got none; write one")
        found = [line for key, limit in limits.items() for line in _differences(key, expected[key], got, limit)]
    except Exception as error:  # whatever it is, the row has not passed
        return Outcome([f"crashed: expected {row.expected}, got {type(error).__name__}: {error}"])
    return Outcome(found, [key for key, limit in limits.items() if not limit.compared])


def _differences(key: str, expected, got: dict, limit: Allowed) -> list[str]:
    if not limit.compared:
        return []
    if key not in got:
        return [f"{key}: expected {expected!r}, got no such key"]
    return [f"{place}: expected {w!r}, got {g!r}" for place, w, g in differences(expected, got[key], limit, key)]
