"""All tables and the data of all charts as one accessible workbook (XLSX), after the Analysis Function's guidance.

gptables sets it: a cover, a list of contents, the notes, and one marked-up table on each sheet, with its title in the
first cell. The same report gives the same bytes.
"""

from __future__ import annotations

import datetime
import io
import warnings
from types import ModuleType
from typing import Any

import nbformat
import pandas as pd

from analysis_lib.exhibits.words import SHORTHAND
from analysis_lib.report.assemble import blocks_of, exhibits
from analysis_lib.report.chapter import Block
from analysis_lib.report.packing import repacked

WHOLE, DECIMAL = "#,##0", "#,##0.0"


def workbook(notebook: nbformat.NotebookNode) -> bytes:
    """The workbook of an assembled notebook."""
    gptables = _gptables()
    about, blocks = notebook.metadata["analysis_lib"], exhibits(blocks_of(notebook))
    notes = _notes(blocks)
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # gptables is a step behind pandas
        warnings.filterwarnings("ignore", message="No note text provided")  # a report may have no notes
        book = gptables.produce_workbook(
            buffer,
            sheets={block["number"]: _sheet(block, notes) for block in blocks},
            cover=_cover(about, notebook.metadata["title"]),
            contentsheet_options={"title": f"Contents of {notebook.metadata['title']}", "table_name": "contents"},
            notes_table=pd.DataFrame(notes, columns=["Note reference", "Note text"]) if notes else None,
            notesheet_options={"title": "Notes on the tables and figures", "table_name": "notes"},
            workbook_options={"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
    year, month = about["published_year"], about["published_month"]
    book.set_properties({"title": notebook.metadata["title"], "created": datetime.datetime(year, month, 1)})
    book.close()
    return repacked(buffer.getvalue(), {"docProps/core.xml": _in_english})


def _gptables() -> ModuleType:
    """gptables, which leaves a file of its own open when it is imported."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        import gptables
    return gptables


def _cover(about: dict[str, Any], title: str):
    return _gptables().Cover(
        title=f"{title}: tables and data of the figures",
        intro=[
            f"{about['organisation']}, {about['partnership']}. {about['status']}.",
            f"{about['period']}; figures as published to {about['published']}.",
            "Each sheet holds one table of the report, or the data that one of its figures draws, under its number.",
        ],
        about=[
            "Numbers are not rounded; the sheet shows them with as many decimals as the report prints.",
            f"Shorthand: {', '.join(f'{sign} {meaning}' for sign, meaning in SHORTHAND.items())}.",
            *about["attributions"],
        ],
    )


def _notes(blocks: list[Block]) -> list[tuple[str, str]]:
    """Every note once, with a reference of its own, in the order of the sheets."""
    texts = dict.fromkeys(note for block in blocks for note in block["notes"])
    return [(f"note {number}", text) for number, text in enumerate(texts, 1)]


def _sheet(block: Block, notes: list[tuple[str, str]]):
    known = {text: reference for reference, text in notes}
    references = "".join(f"$${known[note]}$$" for note in block["notes"])
    frame = pd.DataFrame(block["data"]["rows"], columns=block["data"]["columns"], dtype=object)
    frame = frame.where(frame.notna(), "[x]").replace("", "[z]")  # no cell of a table stays empty
    subtitles = [text for text in (block["subtitle"], block.get("shorthand", ""), block["second_hand"]) if text]
    return _gptables().GPTable(
        frame,
        table_name=block["id"].replace("-", "_"),
        title=f"{block['number']}: {block['caption']}{references}",
        subtitles=subtitles,
        instructions="This sheet holds one table.",
        source=block["source"],
        index_columns={2: 0},
        additional_formatting=_formats(frame),
    )


def _formats(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Thousands and decimals of each column of numbers."""
    formats = []
    for place in range(1, frame.shape[1]):
        numbers = [cell for cell in frame.iloc[:, place] if isinstance(cell, int | float)]
        if numbers:
            whole = all(isinstance(number, int) for number in numbers)
            formats.append(
                {
                    "column": {
                        "columns": [place],
                        "format": {"num_format": WHOLE if whole else DECIMAL, "align": "right"},
                    }
                }
            )
    return formats


def _in_english(part: bytes) -> bytes:
    """The properties of the workbook with its language, which its writer cannot state."""
    return part.replace(b"</cp:coreProperties>", b"<dc:language>en-GB</dc:language></cp:coreProperties>")
