"""The data behind every table and figure, as CSV and as one workbook, and the register of every printed number."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import nbformat

from analysis_lib import files
from analysis_lib.exhibits import contract
from analysis_lib.report.assemble import blocks_of, exhibits, register_rows
from analysis_lib.report.workbook import workbook

SIGNED = re.compile(r"\+[\d.,]+%?( to [+−]?[\d.,]+%?)?")  # a signed number or interval, as printed: no formula
BYTE_ORDER_MARK = "\ufeff"  # so that a spreadsheet reads the text as UTF-8


def write_downloads(notebook: nbformat.NotebookNode, folder: Path) -> None:
    """Write ``downloads/figure-2-1.csv`` and so on, numbered as in the report, the workbook and the register.

    The size of each file is noted in the notebook, for the links to it.
    """
    held = exhibits(blocks_of(notebook))
    for block in held:
        content = csv_text(block["data"]["columns"], block["data"]["rows"])
        block["download_size"] = written(folder / block["download"], content)
    rows = register_rows(notebook)
    listed = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    table = [[_flat(row[name]) for name in contract.REGISTER_COLUMNS] for row in rows]
    notebook.metadata["analysis_lib"]["files"] = {
        "figures.json": written(folder / "figures.json", f"[\n{listed}\n]\n"),
        "figures.csv": written(folder / "figures.csv", csv_text(contract.REGISTER_COLUMNS, table)),
    }
    if held:  # a workbook must have a sheet
        notebook.metadata["analysis_lib"]["files"]["assessment.xlsx"] = written(
            folder / "assessment.xlsx", workbook(notebook)
        )


def written(path: Path, content: str | bytes) -> str:
    """Write a file, and say how large it is."""
    files.write_atomically(path, content)
    return size(path.stat().st_size)


def size(count: int) -> str:
    """How large a file is, as a link says it.

    >>> size(812), size(1509), size(63572), size(2_480_000)
    ('812 bytes', '2 KB', '64 KB', '2.5 MB')
    """
    if count < 1000:
        return f"{count} bytes"
    return f"{count / 1e3:.0f} KB" if count < 999_500 else f"{count / 1e6:.1f} MB"


def _flat(cell: Any) -> Any:
    return "; ".join(cell) if isinstance(cell, list) else cell


def csv_text(columns: list[str], rows: list[list[Any]]) -> str:
    """Comma-separated text that a spreadsheet opens as it stands; a text that would begin a formula is refused."""
    for cell in [*columns, *(cell for row in rows for cell in row)]:
        refuse_formula(cell)
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows([columns, *rows])
    return BYTE_ORDER_MARK + buffer.getvalue()


def refuse_formula(cell: Any) -> None:
    """Raise ``ValueError`` for a text that a spreadsheet would take for a formula."""
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t") and not SIGNED.fullmatch(cell):
        raise ValueError(
            f"a text in a download may not begin with {cell[0]!r}, because a spreadsheet would take it "
            f'for a formula: "{cell}"'
        )
