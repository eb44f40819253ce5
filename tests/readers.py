"""What a report says, read back from each of its formats: for tests that compare them."""

from __future__ import annotations

import collections
import csv
import io
import re
import zipfile
from pathlib import Path

import pypdf
from lxml import etree, html

NUMBER = re.compile(r"[+−]?\d+(?:,\d{3})*(?:\.\d+)?%?(?:st|nd|rd|th)?")
SHEET = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
WORD = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}


def numbers(text: str) -> collections.Counter[str]:
    """How often each number stands in a text."""
    return collections.Counter(NUMBER.findall(text))


def pdf_text(path: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def word_text(path: Path) -> str:
    """The text of a Word document, a paragraph a line."""
    with zipfile.ZipFile(path) as parts:
        document = etree.fromstring(parts.read("word/document.xml"))
    paragraphs = document.iterfind(".//w:p", WORD)
    return "\n".join("".join(run.text or "" for run in paragraph.iterfind(".//w:t", WORD)) for paragraph in paragraphs)


def page_cells(table: html.HtmlElement, keys: int = 1) -> dict[tuple[str, str], str]:
    """The cells of a table of the page, by the heads of row and column."""
    rows = [table.find("thead/tr"), *table.find("tbody")]
    return cells_by_head([[" ".join(cell.text_content().split()) for cell in row] for row in rows], keys)


def csv_rows(path: Path) -> list[list[str]]:
    """The rows of a download, its heads first."""
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def cells_by_head(rows: list[list], keys: int = 1) -> dict[tuple[str, str], str | float]:
    """The cells of a table, by the first columns of their row (``keys`` of them) and the head of their column."""
    heads, *rest = rows
    return {
        (" · ".join(f"{cell:g}" if isinstance(cell, float) else cell for cell in row[:keys]), column): cell
        for row in rest
        for column, cell in zip(heads[keys:], row[keys:], strict=False)
    }


def sheet_tables(path: Path) -> dict[str, list[list[str | float]]]:
    """The rows of the marked-up table of each sheet of a workbook, its heads first."""
    with zipfile.ZipFile(path) as parts:
        texts = ["".join(text.itertext()) for text in etree.fromstring(parts.read("xl/sharedStrings.xml"))]
        names = [sheet.get("name") for sheet in etree.fromstring(parts.read("xl/workbook.xml")).find("m:sheets", SHEET)]
        found = {}
        for number, name in enumerate(names, 1):
            heads = _table_heads(parts, number)
            rows = _sheet_rows(etree.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml")), texts)
            if heads in rows:
                found[name] = rows[rows.index(heads) :]
    return found


def formulas(path: Path) -> int:
    """How many cells of a workbook hold a formula."""
    with zipfile.ZipFile(path) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        return sum(len(etree.fromstring(parts.read(name)).findall(".//m:f", SHEET)) for name in sheets)


def _table_heads(parts: zipfile.ZipFile, number: int) -> list[str]:
    relations = f"xl/worksheets/_rels/sheet{number}.xml.rels"
    if relations not in parts.namelist():
        return []
    targets = [entry.get("Target") for entry in etree.fromstring(parts.read(relations))]
    table = next((target for target in targets if "tables/" in target), None)
    if table is None:
        return []
    columns = etree.fromstring(parts.read(f"xl/tables/{table.split('/')[-1]}")).find("m:tableColumns", SHEET)
    return [re.sub(r"_x000a_|\s+", " ", column.get("name")) for column in columns]


def _sheet_rows(sheet: etree._Element, texts: list[str]) -> list[list[str | float]]:
    return [
        [texts[int(cell[0].text)] if cell.get("t") == "s" else float(cell[0].text) for cell in row if len(cell)]
        for row in sheet.iterfind(".//m:sheetData/m:row", SHEET)
    ]
