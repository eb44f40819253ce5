"""``make assessment``: chapters, HTML, PDF, downloads and register, put in place together or not at all."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from analysis_lib import commentary, contracts, files, prepare, project
from analysis_lib.assessment import Assessment
from analysis_lib.contents import Contents, contents
from analysis_lib.report import manifest
from analysis_lib.report.assemble import assemble
from analysis_lib.report.downloads import write_downloads
from analysis_lib.report.run import run_chapters


def build(assessment: Assessment, *, say: Callable[[str], None] = print) -> Path:
    """Build the report of an assessment and return its folder, ``reports/<area>-<year>``.

    Everything is made in ``.cache`` and moved into place when it is whole; an error leaves the last report as it was.
    """
    began = time.monotonic()
    place, aside = project.reports() / assessment.folder, project.cache() / "aside" / assessment.folder
    files.restore_folder(place, aside=aside)
    say(f"{assessment.area}, {assessment.current.label}")
    plan = contents()
    if prepare.prepare("recorded_crime"):
        say("figures prepared: data/processed/recorded_crime.parquet")
    stage = project.cache() / "building" / f"{assessment.folder}-{os.getpid()}"
    shutil.rmtree(stage, ignore_errors=True)
    try:
        _make(plan, assessment, stage, say)
        files.replace_folder(stage, place, aside=aside)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    say(f"done in {time.monotonic() - began:.0f} s:")
    for name in ("assessment.html", "assessment.pdf"):
        say(f"  {project.shown(place / name)}")
    return place


def _make(plan: Contents, assessment: Assessment, stage: Path, say: Callable[[str], None]) -> None:
    """Everything that the report's folder holds, in ``stage``."""
    chapters = stage / "chapters"
    run_chapters(plan, assessment, chapters, say=say)
    commentary.review(chapters, assessment, say=say)
    say("setting HTML and PDF ...")
    made_of = manifest.manifest(plan, assessment)
    source = contracts.descriptor().source("recorded_crime")
    notebook = assemble(plan, assessment, chapters, source=source, facts=manifest.facts(made_of))
    write_downloads(notebook, stage)
    _export(notebook, stage)
    manifest.write(made_of, stage)


def _export(notebook, folder: Path) -> None:
    from analysis_lib.report.html import HtmlReport
    from analysis_lib.report.pdf import PdfReport

    for name, exporter in (("assessment.html", HtmlReport), ("assessment.pdf", PdfReport)):
        content, _ = exporter().from_notebook_node(notebook)
        files.write_atomically(folder / name, content)
