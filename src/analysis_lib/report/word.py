"""A Word draft of a built report, for committees that comment in Word; the published forms are HTML and PDF.

It has headings, captions, lists, tables with repeated heads, wide tables on turned pages and drawings with alternative
text, and says the same words and numbers. The same report gives the same bytes.
"""

from __future__ import annotations

import datetime
import io
import itertools
from pathlib import Path
from typing import Any

import nbformat
from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from analysis_lib import contracts, files, project
from analysis_lib.assessment import Assessment
from analysis_lib.contents import contents
from analysis_lib.errors import AssessmentError
from analysis_lib.report.assemble import assemble, blocks_of
from analysis_lib.report.chapter import Block
from analysis_lib.report.packing import repacked
from analysis_lib.report.pictures import pictures
from analysis_lib.report.prose import plain_text
from analysis_lib.report.theme import theme

NAME = "assessment-draft{}.docx"
FONT, POINTS = "Arial", 11
BOXES = {"caution": "Caution", "gap": "Gap in the evidence"}


def write_word(assessment: Assessment) -> Path:
    """Write the draft beside the report of this assessment, from its chapters as they were run; return its path.

    A draft that stands there and says otherwise may hold comments: it is left alone, and the new one has a number.
    """
    place = project.reports() / assessment.folder
    if not (place / "chapters").is_dir():
        raise AssessmentError(
            f"There is no report of {assessment.area} {assessment.year} to make a Word draft of. Build it first with: "
            "make assessment, and the same AREA, YEAR and YEAR_END."
        )
    source = contracts.descriptor().source("recorded_crime")
    notebook = assemble(contents(), assessment, place / "chapters", source=source, facts=[])
    content = word(notebook)
    paths = (place / NAME.format(f"-{number}" if number > 1 else "") for number in itertools.count(1))
    path = next(path for path in paths if not path.exists() or path.read_bytes() == content)
    files.write_atomically(path, content)
    return path


def word(notebook: nbformat.NotebookNode) -> bytes:
    """The draft of an assembled notebook."""
    about, blocks = notebook.metadata["analysis_lib"], blocks_of(notebook)
    document = _empty(about, notebook.metadata["title"])
    drawings = pictures([block for block in blocks if block["kind"] == "figure"])
    for block in blocks:
        _set(document, block, drawings)
    buffer = io.BytesIO()
    document.save(buffer)
    return repacked(buffer.getvalue(), {})


def _empty(about: dict[str, Any], title: str) -> Document:
    """A document of A4 pages in British English with its cover lines."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(26)
    _styles(document)
    made = datetime.datetime(about["published_year"], about["published_month"], 1)
    facts = document.core_properties
    facts.title, facts.author, facts.language = title, about["organisation"], "en-GB"
    facts.created = facts.modified = made
    facts.comments, facts.last_modified_by = "", ""
    document.add_heading(about["title"], 0)
    for line in (f"{about['organisation']}, {about['partnership']}", about["promise"], about["period"]):
        document.add_paragraph(line)
    document.add_paragraph(
        f"{about['status']}. A draft for comments; the published report is the web page and the PDF."
    )
    return document


def _styles(document: Document) -> None:
    colours = theme().light
    for style in document.styles:
        if getattr(style, "font", None) is not None and style.element.rPr is not None:
            style.font.name = FONT
            for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
                style.element.rPr.get_or_add_rFonts().set(qn(f"w:{kind}"), FONT)
            for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                style.element.rPr.get_or_add_rFonts().attrib.pop(qn(f"w:{kind}"), None)
        if style.name.startswith(("Heading", "Title")):
            style.font.color.rgb = RGBColor.from_string(colours["ink"][1:])
    document.styles["Normal"].font.size = Pt(POINTS)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    document.styles["Normal"].element.get_or_add_rPr().append(language)


def _set(document: Document, block: Block, drawings: dict[str, bytes]) -> None:
    """Set one block; the register and the checksums stay in the published forms."""
    match block["kind"]:
        case "opening":
            _opening(document, block)
        case "heading":
            document.add_heading(block["text"], block["level"])
        case "prose":
            _prose(document, block["tokens"])
        case "sentence":
            document.add_paragraph(_said(block["parts"]))
        case "caution" | "gap":
            _box(document, BOXES[block["kind"]], _said(block["parts"]))
        case "review":
            _box(document, block["word"], block["text"])
        case "support":
            for service in theme().support:
                _box(document, service.name, f"{service.contact}. {service.checked_words}")
        case "findings":
            document.add_heading(block["title"], 2)
            _key_number(document, block)
            _items(document, block["items"], "List Bullet")
        case "points":
            _items(document, block["items"], "List Bullet")
        case "figure":
            _figure(document, block, drawings[block["id"]])
        case "table":
            _table(document, block)


def _opening(document: Document, block: Block) -> None:
    document.add_page_break()
    document.add_paragraph(f"Chapter {block['number']} · {block['short']}")
    document.add_heading(block["title"], 1)
    document.add_paragraph(block["lead"])
    _key_number(document, block)
    if block["findings"]:
        document.add_heading("What we found", 2)
        _items(document, [finding["parts"] for finding in block["findings"]], "List Bullet")


def _key_number(document: Document, block: Block) -> None:
    if key := block.get("key_number"):
        number = document.add_paragraph().add_run(_said(key["number"]))
        number.bold, number.font.size = True, Pt(28)
        document.add_paragraph(f"{_said(key['caption'])}. {_said(key['gloss'])}")


def _items(document: Document, items: list[list[dict[str, Any]]], style: str) -> None:
    for parts in items:
        document.add_paragraph(_said(parts), style=style)


def _prose(document: Document, token: dict[str, Any]) -> None:
    if token["type"] == "list":
        for item in token["children"]:
            document.add_paragraph(plain_text(item), style="List Bullet")
    else:
        document.add_paragraph(plain_text(token))


def _box(document: Document, mark: str, text: str) -> None:
    document.add_paragraph(style="Intense Quote").add_run(f"{mark}: {text}").italic = False


def _head(document: Document, block: Block) -> None:
    caption = document.add_paragraph(style="Caption")
    caption.add_run(f"{block['number']}: {block['caption']}")
    for text in (block["subtitle"], block.get("shorthand")):
        if text:
            document.add_paragraph(text).paragraph_format.keep_with_next = True
    caption.paragraph_format.keep_with_next = True


def _foot(document: Document, block: Block) -> None:
    if block["second_hand"]:
        _box(document, "Second-hand figures", block["second_hand"])
    document.add_paragraph(f"Source: {block['source']}")
    if block["notes"]:
        document.add_paragraph(f"Notes: {' '.join(block['notes'])}")


def _figure(document: Document, block: Block, picture: bytes) -> None:
    _head(document, block)
    shape = document.add_picture(io.BytesIO(picture), width=Mm(158))
    shape._inline.docPr.set("descr", block["alt"])
    shape._inline.docPr.set("name", block["number"])
    _foot(document, block)


def _table(document: Document, block: Block) -> None:
    if block["turned"]:
        _turn(document, WD_ORIENT.LANDSCAPE)
    _head(document, block)
    heads = [block["row_head"], *(column["head"] for column in block["columns"])]
    table = document.add_table(rows=0, cols=len(heads), style="Light Grid")
    _row(table, heads, bold=True)
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for row in block["rows"]:
        cells = [f"{cell.get('glyph', '')} {cell['text']}".strip() for cell in row["cells"]]
        _row(table, [row["head"], *cells], bold=row["level"] != "member")
    _foot(document, block)
    if block["turned"]:
        _turn(document, WD_ORIENT.PORTRAIT)


def _row(table: Any, texts: list[str], *, bold: bool) -> None:
    for cell, text in zip(table.add_row().cells, texts, strict=True):
        run = cell.paragraphs[0].add_run(text)
        run.bold, run.font.size = bold, Pt(8.5)


def _turn(document: Document, orientation: Any) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    long, short = Mm(297), Mm(210)
    section.orientation = orientation
    wide = orientation == WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (long, short) if wide else (short, long)


def _said(parts: list[dict[str, Any]]) -> str:
    return "".join(part["text"] for part in parts)
