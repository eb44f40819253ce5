"""Reading a downloaded file as a table of texts: each thing that can be wrong with it has its own error."""

from __future__ import annotations

import csv
import functools
import io
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from analysis_lib.errors import AssessmentError

AGAIN = "Download the file again."
MARKUP = re.compile(rb"\s*<(!doctype|html|head|\?xml)", re.IGNORECASE)
WHOLE = re.compile(r"\d+")
DECIMAL_COMMA = re.compile(r"-?\d+,\d+")
NEAR = 0.4  # the share of a publication's columns that a file may lack and still be meant to be of it
LISTED = 5  # rows named in an error; the rest are said to be there


def text(path: Path) -> str:
    """The file's text. Raises :class:`AssessmentError` for a web page, another encoding, or a file without content."""
    refuse_no_text(path)
    content = path.read_bytes()
    try:
        found = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AssessmentError(
            f"{path.name} is not UTF-8 text (byte {error.start}). It was saved by another program in another encoding. "
            f"{AGAIN} Do not open it before the refresh."
        ) from error
    return found


def refuse_no_text(path: Path) -> None:
    """Raise for a file that is no text at all, and for a web page that was saved under the name of a table."""
    with path.open("rb") as file:
        start = file.read(1024)
    if not start.strip():
        raise AssessmentError(f"{path.name} is empty. {AGAIN}")
    if b"\x00" in start:
        raise AssessmentError(
            f"{path.name} is not UTF-8 text: it holds zero bytes. Another program saved it, or it is damaged. {AGAIN}"
        )
    if MARKUP.match(start.removeprefix(b"\xef\xbb\xbf")):
        raise AssessmentError(
            f"{path.name} is a web page saved under the name of a table, not the table itself. On the official page, "
            "follow the link to the file and save that."
        )


@functools.lru_cache(maxsize=256)
def _head(path: Path, modified: int, separator: str) -> tuple[str, ...]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        line = file.readline(65_536)
    return tuple(next(csv.reader([line], delimiter=separator), []))


def header(path: Path, separator: str = ",") -> list[str]:
    """The first line's cells, whatever the encoding: enough to recognise a file by."""
    return [name.strip() for name in _head(path, path.stat().st_mtime_ns, separator)]


def table(path: Path, separator: str = ",") -> pd.DataFrame:
    """All cells as text, rows as published. Raises :class:`AssessmentError` for a damaged or dangerous file."""
    return frame(text(path), path, separator)


def frame(content: str, path: Path, separator: str = ",") -> pd.DataFrame:
    """The cells of ``content``, which was read from ``path``."""
    rows = [row for row in csv.reader(io.StringIO(content), delimiter=separator) if row]
    names = rows[0]
    if repeated := sorted({name for name in names if name.strip() and names.count(name) > 1}):
        raise AssessmentError(f"{path.name}: the column {', '.join(repeated)} stands twice. {AGAIN}")
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(names):
            cut = "it is cut off in the middle of a row" if number == len(rows) and len(row) < len(names) else "damaged"
            raise AssessmentError(
                f"{path.name}: row {number} has {len(row)} cells, the first row {len(names)}: {cut}. {AGAIN}"
            )
    if len(rows) == 1:
        raise AssessmentError(f"{path.name} holds a first line and no row. {AGAIN}")
    cells = pd.DataFrame(rows[1:], columns=names, dtype="str")
    formulae = cells.map(lambda cell: cell.lstrip()[:1] in ("=", "@")).any(axis=1)
    refuse(formulae, path, "a cell begins with = or @, which a spreadsheet would run as a formula")
    return cells


def near(found: Sequence[str], expected: Sequence[str]) -> str:
    """What is wrong with columns that are nearly those expected; empty if they are the same, or quite others."""
    missing, extra = sorted(set(expected) - set(found)), sorted(set(found) - set(expected))
    if not (missing or extra) or len(missing) > NEAR * len(expected):
        return ""
    parts = [f"missing: {', '.join(missing)}"] * bool(missing) + [f"not expected: {', '.join(extra)}"] * bool(extra)
    return "; ".join(parts)


def rows(path: Path, columns: Sequence[str], separator: str = ",") -> pd.DataFrame:
    """All rows as text; refused unless the file has these columns, in any order."""
    cells = table(path, separator)
    found = [name.strip() for name in cells.columns]
    if set(found) != set(columns) or len(found) != len(columns):
        missing, extra = sorted(set(columns) - set(found)), sorted(set(found) - set(columns))
        parts = [f"missing: {', '.join(missing)}"] * bool(missing) + [f"not expected: {', '.join(extra)}"] * bool(extra)
        raise AssessmentError(f"{path.name}: the columns are not those expected ({'; '.join(parts)}). {AGAIN}")
    return cells.set_axis(found, axis=1)[list(columns)]


def counts(cells: pd.DataFrame, columns: list[str], path: Path) -> pd.DataFrame:
    """Columns of counts as whole numbers, 0 or more; each other kind of cell has its own error."""
    held = cells[columns]
    refuse(_any(held, lambda cell: cell.strip() == ""), path, "a count is empty; it must be a whole number, 0 or more")
    refuse(
        _any(held, DECIMAL_COMMA.fullmatch), path, "a count has a decimal comma; the file was saved by a spreadsheet"
    )
    refuse(
        _any(held, lambda cell: cell.startswith("-")), path, "a count is negative; it must be a whole number, 0 or more"
    )
    refuse(_any(held, lambda cell: not WHOLE.fullmatch(cell)), path, "a count must be a whole number, 0 or more")
    refuse(_any(held, lambda cell: len(cell) > 7), path, "a count of ten million or more in a month cannot be")
    return held.astype("int64")


def refuse(wrong: pd.Series, path: Path, rule: str) -> None:
    """Refuse a file with rows that break a rule; rows are counted as a spreadsheet shows them."""
    if wrong.any():
        listed = ", ".join(str(number + 2) for number in wrong[wrong].index[:LISTED])
        raise AssessmentError(f"{path.name}: {rule} (row {listed}{' and more' * int(wrong.sum() > LISTED)}). {AGAIN}")


def whole_numbers(frame: pd.DataFrame, column: str, path: Path) -> pd.Series:
    """A column of counts; refused if one is not a whole number, 0 or more."""
    refuse(~frame[column].str.fullmatch(r"\d+"), path, f"{column} must be a whole number, 0 or more")
    return frame[column].astype("int64")


def all_whole_numbers(frame: pd.DataFrame, columns: Sequence[str], path: Path) -> pd.DataFrame:
    """The table with several columns of whole numbers."""
    return frame.assign(**{column: whole_numbers(frame, column, path) for column in columns})


def decimals(frame: pd.DataFrame, columns: Sequence[str], path: Path) -> pd.DataFrame:
    """The table with columns of scores and shares; refused if one is not a number with a decimal point."""
    for column in columns:
        wrong = ~frame[column].str.fullmatch(r"-?\d+(\.\d+)?")
        refuse(wrong, path, f"{column} must be a number such as 16.789")
    return frame.astype(dict.fromkeys(columns, "float64"))


def one_of(frame: pd.DataFrame, column: str, allowed: Sequence[str], path: Path) -> None:
    """Refuse a label that is none of these."""
    refuse(~frame[column].isin(list(allowed)), path, f"{column} must be one of: {', '.join(allowed)}")


def matching(frame: pd.DataFrame, column: str, pattern: str, path: Path) -> None:
    """Refuse a label that is not of this form."""
    refuse(~frame[column].str.fullmatch(pattern), path, f"{column} must match {pattern}")


def unique(frame: pd.DataFrame, keys: Sequence[str], path: Path) -> None:
    """Refuse a row whose key stands in an earlier row."""
    refuse(frame.duplicated(list(keys)), path, f"{', '.join(keys)} repeat an earlier row")


def _any(cells: pd.DataFrame, test) -> pd.Series:
    return cells.map(lambda cell: bool(test(cell))).any(axis=1)
