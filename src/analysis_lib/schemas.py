"""Whether the contents of a table of figures keep to its schema, as the Data Package standard writes one.

Pandera does the checking; what fails is said by row, column and rule, in words for whoever keeps the table.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pandas as pd
import pandera.pandas as pa

from analysis_lib.errors import AssessmentError

DESCRIPTOR = "datapackage.yaml"
PANDAS_TYPES = {"string": "str", "integer": "Int64", "number": "Float64", "boolean": "boolean", "yearmonth": "str"}
LISTED = 5  # failures printed in full; the rest are counted
Tables = Callable[[str], pd.DataFrame]


def check(content: bytes, entry: dict[str, Any], tables: Tables, *, shown: str) -> pd.DataFrame:
    """The table in ``content``, a file of UTF-8 comma-separated values, typed as ``entry`` describes it.

    ``tables`` reads another table by name, for columns that may hold only what stands there. Raises
    :class:`AssessmentError` with every departure from the schema: file, row, column, rule and value.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise AssessmentError(f"{shown} is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error
    try:
        frame = pd.read_csv(io.StringIO(text), dtype="str", keep_default_na=False).replace("", pd.NA)
    except (pd.errors.EmptyDataError, pd.errors.ParserError) as error:
        raise AssessmentError(f"{shown} is not a table of comma-separated values: {error}".strip()) from error
    expected = [field["name"] for field in entry["schema"]["fields"]]
    if list(frame.columns) != expected:
        raise AssessmentError(_columns_message(shown, list(frame.columns), expected))
    for field in entry["schema"]["fields"]:
        if field["type"] == "boolean":
            frame[field["name"]] = frame[field["name"]].map(lambda text: {"true": True, "false": False}.get(text, text))
    try:
        return schema(entry, tables).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        raise AssessmentError(_failures_message(shown, errors.failure_cases)) from errors


def schema(entry: dict[str, Any], tables: Tables) -> pa.DataFrameSchema:
    """The pandera schema of one entry: types, constraints, primary key and foreign keys."""
    keys = {tuple(key["fields"]): key["reference"] for key in entry["schema"].get("foreignKeys", [])}
    return pa.DataFrameSchema(
        {field["name"]: _column(field) for field in entry["schema"]["fields"]},
        checks=[_refers_to(fields, reference, tables) for fields, reference in keys.items()],
        unique=entry["schema"].get("primaryKey"),
        strict=True,
        ordered=True,
    )


def _column(field: dict[str, Any]) -> pa.Column:
    rules = field.get("constraints", {})
    makers = {
        "minimum": lambda least: pa.Check.ge(least, error=f"must be {least} or more"),
        "maximum": lambda most: pa.Check.le(most, error=f"must be {most} or less"),
        "enum": lambda values: pa.Check.isin(values, error=f"must be one of: {', '.join(map(str, values))}"),
        "pattern": lambda pattern: pa.Check.str_matches(f"^(?:{pattern})$", error=f"must match {pattern}"),
    }
    checks = [maker(rules[name]) for name, maker in makers.items() if name in rules]
    return pa.Column(PANDAS_TYPES[field["type"]], checks, nullable=not rules.get("required", False), coerce=True)


def _refers_to(fields: tuple[str, ...], reference: dict[str, Any], tables: Tables) -> pa.Check:
    """Every combination of ``fields`` must stand in the table referred to."""
    known = tables(reference["resource"])
    allowed = set(known[list(reference["fields"])].itertuples(index=False, name=None))

    def listed(frame: pd.DataFrame) -> pd.Series:
        rows = frame[list(fields)].itertuples(index=False, name=None)
        return pd.Series([row in allowed for row in rows], index=frame.index)

    return pa.Check(listed, error=f"{' and '.join(fields)} must be listed in {reference['resource']}")


def _columns_message(shown: str, found: list[str], expected: list[str]) -> str:
    missing = [name for name in expected if name not in found]
    extra = [name for name in found if name not in expected]
    parts = [f"missing: {', '.join(missing)}"] * bool(missing) + [f"not expected: {', '.join(extra)}"] * bool(extra)
    return (
        f"{shown}: the columns are not those that {DESCRIPTOR} declares ({'; '.join(parts) or 'their order differs'}). "
        f"Expected: {', '.join(expected)}."
    )


def _failures_message(shown: str, cases: pd.DataFrame) -> str:
    """File, row, column, rule and value of each failure; rows are counted as a spreadsheet shows them."""
    cases = cases[~cases["check"].astype("str").str.startswith("dtype")]
    mistyped = set(cases.loc[cases["check"].astype("str").str.startswith("coerce_dtype"), "column"])
    cases = cases[~(cases["index"].isna() & cases["column"].isin(mistyped))]  # a check that the type alone made fail
    lines = []
    for (index, check), group in cases.groupby(["index", "check"], dropna=False, sort=False):
        where = f"row {int(index) + 2}" if pd.notna(index) else "whole file"
        cells = {str(case.column): str(case.failure_case) for case in group.itertuples()}
        rule = _rule(str(check))
        named = {name: cell for name, cell in cells.items() if name in rule.split()} or cells
        lines.append(f'  {where}, column {", ".join(named)}: {rule}, got "{", ".join(named.values())}"')
    more = [f"  ... and {len(lines) - LISTED} more"] * (len(lines) > LISTED)
    head = f"{shown} does not keep to {DESCRIPTOR} ({len(lines)} failure{'s' * (len(lines) != 1)}):"
    return "\n".join([head, *lines[:LISTED], *more])


def _rule(check: str) -> str:
    if check.startswith("coerce_dtype"):
        return f"must be of type {check.partition('(')[2].rstrip(')').strip(chr(39)) or 'as declared'}"
    return {"not_nullable": "must not be empty", "multiple_fields_uniqueness": "must not repeat an earlier row"}.get(
        check, check
    )
