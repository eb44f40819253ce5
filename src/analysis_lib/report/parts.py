"""The parts of a report, each set by itself from the executed chapters: the PDF, and the page with its data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from analysis_lib import commentary, contracts, files
from analysis_lib.assessment import Assessment
from analysis_lib.contents import contents
from analysis_lib.report import manifest
from analysis_lib.report.assemble import assemble
from analysis_lib.report.downloads import write_downloads

Part = Callable[[Assessment, Path, Path, dict[str, Any]], None]
FIRST = "recorded_crime"  # the series whose publication dates a report that rests on no other


def page_and_data(chosen: Assessment, chapters: Path, stage: Path, made_of: dict[str, Any]) -> None:
    """The web page and the files that it links to, whose sizes its links say."""
    from analysis_lib.report.html import HtmlReport

    notebook = _assembled(chosen, chapters, made_of)
    write_downloads(notebook, stage)
    content, _ = HtmlReport().from_notebook_node(notebook)
    files.write_atomically(stage / "assessment.html", content)
    manifest.write(made_of, stage)


def pdf(chosen: Assessment, chapters: Path, stage: Path, made_of: dict[str, Any]) -> None:
    """The report on paper."""
    from analysis_lib.report.pdf import PdfReport

    content, _ = PdfReport().from_notebook_node(_assembled(chosen, chapters, made_of))
    files.write_atomically(stage / "assessment.pdf", content)


def review(chosen: Assessment, chapters: Path) -> list[str]:
    """Set the commentaries of the executed chapters, in place; those to be reviewed."""
    return commentary.review(chapters, chosen, say=lambda line: None)


PARTS: dict[str, Part] = {"pdf": pdf, "page and data": page_and_data}


def _assembled(chosen: Assessment, chapters: Path, made_of: dict[str, Any]) -> NotebookNode:
    source = contracts.descriptor().source(FIRST)
    return assemble(contents(), chosen, chapters, source=source, facts=manifest.facts(made_of))
