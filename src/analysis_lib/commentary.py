"""An analyst's own paragraphs: what each rests on, and whether that has moved since it was written.

A commentary is a text cell tagged ``commentary`` that begins with a line naming measures of the register::

    <!-- rests on: recorded_crime:total; change:recorded_crime:burglary -->
    We read this as ...

``make reviewed`` writes into that line the assessment and the figures that the paragraph was last read against. A build
sets the paragraph without the line. It marks it for review if a figure is another one now, or was never recorded, and
leaves it out of the report of another area.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from analysis_lib import files, project
from analysis_lib.assessment import Assessment
from analysis_lib.errors import AssessmentError
from analysis_lib.exhibits.register import read_chapter, register_rows

TAG = "commentary"
MARK = "For review"
LINE = re.compile(r"\A\s*<!--\s*rests on(?:,\s*(?P<folder>[\w-]+))?\s*:(?P<figures>.*?)-->\s*", re.DOTALL)
FIGURE = re.compile(r"(?P<measure>[^\[=]+?)\s*(?:\[(?P<people>[^\]]*)\])?\s*(?:=\s*(?P<was>\S+))?")
Row = dict[str, Any]


@dataclass(frozen=True)
class Footing:
    """A figure that a paragraph rests on: its measure, its people if it names them, and what it was, if recorded."""

    measure: str
    people: str
    was: str

    def written(self, was: str) -> str:
        people = f" [{self.people}]" if self.people else ""
        return f"{self.measure}{people} = {was}"


def is_commentary(cell: nbformat.NotebookNode) -> bool:
    """Whether a cell holds an analyst's commentary."""
    return cell.cell_type == "markdown" and TAG in cell.metadata.get("tags", [])


def paragraph(source: str) -> str:
    """The text of a commentary without its first line.

    >>> paragraph("<!-- rests on: recorded_crime:total -->\\nWe read it so.")
    'We read it so.'
    """
    return LINE.sub("", source)


def review(folder: Path, assessment: Assessment, *, say: Callable[[str], None] = print) -> list[str]:
    """Set the commentaries of the chapters executed in ``folder``, mark those to be reviewed, and list them.

    Raises :class:`AssessmentError` for a commentary that names no figure, or one that no chapter prints.
    """
    rows = _rows(folder)
    listed = []
    for path in sorted(folder.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        if not any(map(is_commentary, notebook.cells)):
            continue
        for cell in filter(is_commentary, notebook.cells):
            named = f'{path.name}, "{_beginning(paragraph(cell.source))}"'
            cell.source, why = _set(cell.source, rows, assessment, path.name)
            listed += [f"{named}: {why}"] if why else []
        notebook.cells = [cell for cell in notebook.cells if cell.source]
        files.write_atomically(path, nbformat.writes(notebook) + "\n")
    for line in listed:
        say(f"commentary to review: {line}")
    return listed


def record(assessment: Assessment, chapters: Iterable[Path]) -> list[str]:
    """Write into every commentary of this area the figures of the last report; the names of the chapters changed.

    Raises :class:`AssessmentError` if there is no report to read them from.
    """
    folder = project.reports() / assessment.folder / "chapters"
    if not (rows := _rows(folder)):
        raise AssessmentError(
            f"{project.shown(folder)} holds no chapters. Build the report first with: make assessment"
        )
    changed = []
    for path in chapters:
        notebook = nbformat.read(path, as_version=4)
        before = nbformat.writes(notebook)
        for cell in filter(is_commentary, notebook.cells):
            cell.source = _recorded(cell.source, rows, assessment, path.name)
        if nbformat.writes(notebook) != before:
            files.write_atomically(path, nbformat.writes(notebook).rstrip("\n") + "\n")
            changed.append(path.name)
    return changed


def _set(source: str, rows: list[Row], assessment: Assessment, chapter: str) -> tuple[str, str]:
    """The paragraph as the report prints it, and why it is to be reviewed; empty if it belongs to another area."""
    folder, footings = _footings(source, chapter)
    if folder and not _same_area(folder, assessment):
        return "", f"written for {folder}, left out here"
    moved = [text for footing in footings if (text := _moved(footing, rows, assessment, chapter))]
    if not moved:
        return paragraph(source), ""
    mark = f"> **{MARK}.** What this paragraph rests on has moved, or was not recorded: {'; '.join(moved)}."
    return f"{mark}\n\n{paragraph(source)}", "; ".join(moved)


def _moved(footing: Footing, rows: list[Row], assessment: Assessment, chapter: str) -> str:
    row = _row(footing, rows, assessment)
    if row is None and footing.was:
        return f"{footing.measure} was {footing.was} and is no longer printed"
    if row is None:
        _refuse_unknown(footing, rows, chapter)
    if not footing.was:
        return f"{footing.measure} is {_kept(row)}, not yet recorded"
    return "" if _kept(row) == footing.was else f"{footing.measure} was {footing.was} and is {_kept(row)}"


def _recorded(source: str, rows: list[Row], assessment: Assessment, chapter: str) -> str:
    folder, footings = _footings(source, chapter)
    if folder and not _same_area(folder, assessment):
        return source
    written = []
    for footing in footings:
        row = _row(footing, rows, assessment)
        if row is None:
            _refuse_unknown(footing, rows, chapter)
        written.append(footing.written(_kept(row)))
    return f"<!-- rests on, {assessment.folder}: {'; '.join(written)} -->\n{paragraph(source)}"


def _footings(source: str, chapter: str) -> tuple[str, list[Footing]]:
    """The assessment for which a commentary was last read, if any, and the figures that it names."""
    line = LINE.match(source)
    named = [part.strip() for part in line["figures"].split(";") if part.strip()] if line else []
    found = [FIGURE.fullmatch(part) for part in named]
    if not line or not found or None in found:
        raise AssessmentError(
            f'{chapter}: the commentary "{_beginning(paragraph(source))}" does not say what it rests on. Begin its '
            "cell with a line such as: <!-- rests on: recorded_crime:total; change:recorded_crime:burglary -->"
        )
    return line["folder"] or "", [Footing(m["measure"].strip(), m["people"] or "", m["was"] or "") for m in found]


def _row(footing: Footing, rows: list[Row], assessment: Assessment) -> Row | None:
    """The register's row of a figure: of this area rather than another, of the latest period."""
    fitting = [
        row
        for row in rows
        if row["measure"] == footing.measure and (not footing.people or row.get("people") == footing.people)
    ]
    return max(fitting, key=lambda row: (row["area"] == assessment.area.name, row["period_end"]), default=None)


def _refuse_unknown(footing: Footing, rows: list[Row], chapter: str) -> None:
    known = sorted({row["measure"] for row in rows})
    near = difflib.get_close_matches(footing.measure, known, n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else "See the column measure of figures.json."
    raise AssessmentError(f"{chapter}: a commentary rests on {footing.measure}, which no chapter prints. {hint}")


def _kept(row: Row) -> str:
    """A figure as the line keeps it: one decimal, so that only a change that a reader would see counts."""
    return f"{float(row['value']):.1f}".removesuffix(".0")


def _same_area(folder: str, assessment: Assessment) -> bool:
    own = assessment.folder.partition(f"-{assessment.year}")[0]
    return re.fullmatch(rf"{re.escape(own)}-\d{{4}}(-\w+)?", folder) is not None


def _rows(folder: Path) -> list[Row]:
    chapters = [read_chapter(path) for path in sorted(folder.glob("*.ipynb"))] if folder.is_dir() else []
    return [row for chapter in chapters for row in register_rows(chapter) if row["value"] is not None]


def _beginning(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:57]}..."
