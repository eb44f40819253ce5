"""What readers of comma-separated publications share: the header, the rows as text, and refusals that name them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from analysis_lib.errors import AssessmentError

LISTED = 5
AGAIN = "Download the file again."


def header(path: Path) -> list[str]:
    """The column names in the first line of a file, whatever the file is."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        return [name.strip().strip('"') for name in file.readline().split(",")]


def rows(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """All rows as text; refused unless the file is UTF-8 and has these columns, in any order, and at least a row."""
    try:
        frame = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise AssessmentError(f"{path.name} is not UTF-8 text (byte {error.start}). {AGAIN}") from error
    except pd.errors.ParserError as error:
        raise AssessmentError(f"{path.name} is not a table of comma-separated values: {error}. {AGAIN}") from error
    found = [name.strip() for name in frame.columns]
    if set(found) != set(columns) or len(found) != len(columns):
        missing, extra = sorted(set(columns) - set(found)), sorted(set(found) - set(columns))
        parts = [f"missing: {', '.join(missing)}"] * bool(missing) + [f"not expected: {', '.join(extra)}"] * bool(extra)
        raise AssessmentError(f"{path.name}: the columns are not those expected ({'; '.join(parts)}). {AGAIN}")
    if frame.empty:
        raise AssessmentError(f"{path.name} has a header and no rows. {AGAIN}")
    return frame.set_axis(found, axis=1)[list(columns)]


def refuse(wrong: pd.Series, path: Path, rule: str) -> None:
    """Refuse a file with rows that break a rule; rows are counted as a spreadsheet shows them."""
    if wrong.any():
        listed = ", ".join(str(number + 2) for number in wrong[wrong].index[:LISTED])
        raise AssessmentError(f"{path.name}: {rule} (row {listed}{' and more' * int(wrong.sum() > LISTED)}). {AGAIN}")


def whole_numbers(frame: pd.DataFrame, column: str, path: Path) -> pd.Series:
    """A column of counts; refused if one is not a whole number, 0 or more."""
    refuse(~frame[column].str.fullmatch(r"\d+"), path, f"{column} must be a whole number, 0 or more")
    return frame[column].astype("int64")


def one_of(frame: pd.DataFrame, column: str, allowed: Sequence[str], path: Path) -> None:
    """Refuse a label that is none of these."""
    refuse(~frame[column].isin(list(allowed)), path, f"{column} must be one of: {', '.join(allowed)}")


def matching(frame: pd.DataFrame, column: str, pattern: str, path: Path) -> None:
    """Refuse a label that is not of this form."""
    refuse(~frame[column].str.fullmatch(pattern), path, f"{column} must match {pattern}")


def unique(frame: pd.DataFrame, keys: Sequence[str], path: Path) -> None:
    """Refuse a row whose key stands in an earlier row."""
    refuse(frame.duplicated(list(keys)), path, f"{', '.join(keys)} repeat an earlier row")
