"""The data behind every table and figure, as CSV, and the register of every printed number."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import nbformat

from analysis_lib import files
from analysis_lib.contents import Contents
from analysis_lib.exhibits import contract
from analysis_lib.exhibits.register import read_chapter, register_rows


def write_downloads(plan: Contents, chapters: Path, folder: Path) -> None:
    """``downloads/figure-2-1.csv`` and so on, numbered as in the report."""
    for chapter in plan.chapters:
        counters = {"figure": 0, "table": 0}
        for payload in _payloads(chapters / chapter.notebook.name):
            kind = payload["kind"]
            if kind in counters:
                counters[kind] += 1
                path = folder / f"{kind}-{chapter.number}-{counters[kind]}.csv"
                files.write_atomically(path, "﻿" + _csv(payload["data"]["columns"], payload["data"]["rows"]))


def write_register(plan: Contents, chapters: Path, folder: Path) -> None:
    """``figures.json``: a row for every number printed in a sentence or table, in the order of the report."""
    rows = [row for chapter in plan.chapters for row in register_rows(read_chapter(chapters / chapter.notebook.name))]
    files.write_atomically(folder / "figures.json", json.dumps(rows, ensure_ascii=False, indent=1) + "\n")


def _payloads(path: Path) -> list[dict[str, Any]]:
    notebook = nbformat.read(path, as_version=4)
    return [
        payload
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if (payload := contract.payload_of(output))
    ]


def _csv(columns: list[str], rows: list[list[Any]]) -> str:
    """Comma-separated text that a spreadsheet opens as it stands; a text that would begin a formula is refused."""
    for cell in [*columns, *(cell for row in rows for cell in row)]:
        if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t"):
            raise ValueError(
                f"a text in a download may not begin with {cell[0]!r}, because a spreadsheet would take it "
                f'for a formula: "{cell}"'
            )
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows([columns, *rows])
    return buffer.getvalue()
