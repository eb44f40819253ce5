"""The parts of a report, each set by itself from the executed chapters: web page, PDF, and the data behind them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from analysis_lib import commentary, files
from analysis_lib.assessment import Assessment
from analysis_lib.contents import contents
from analysis_lib.report import manifest
from analysis_lib.report.assemble import assemble
from analysis_lib.report.downloads import write_downloads, write_register

Part = Callable[[Assessment, Path, Path, dict[str, Any]], None]


def web_page(chosen: Assessment, chapters: Path, stage: Path, made_of: dict[str, Any]) -> None:
    from analysis_lib.report.html import HtmlReport

    content, _ = HtmlReport().from_notebook_node(_assembled(chosen, chapters, made_of))
    files.write_atomically(stage / "assessment.html", content)


def pdf(chosen: Assessment, chapters: Path, stage: Path, made_of: dict[str, Any]) -> None:
    from analysis_lib.report.pdf import PdfReport

    content, _ = PdfReport().from_notebook_node(_assembled(chosen, chapters, made_of))
    files.write_atomically(stage / "assessment.pdf", content)


def data(chosen: Assessment, chapters: Path, stage: Path, made_of: dict[str, Any]) -> None:
    plan = contents()
    write_downloads(plan, chapters, stage / "downloads")
    write_register(plan, chapters, stage)
    manifest.write(made_of, stage)


def review(chosen: Assessment, chapters: Path) -> list[str]:
    """Set the commentaries of the executed chapters, in place; those to be reviewed."""
    return commentary.review(chapters, chosen, say=lambda line: None)


PARTS: dict[str, Part] = {"pdf": pdf, "web page": web_page, "data": data}


def _assembled(chosen: Assessment, chapters: Path, made_of: dict[str, Any]) -> NotebookNode:
    source = manifest.publication(made_of)
    return assemble(contents(), chosen, chapters, source=source, facts=manifest.facts(made_of))
