"""What executed chapters recorded, read back: their exhibits, findings and key numbers."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis_lib import project
from analysis_lib.assessment import Assessment
from analysis_lib.contents import chapter_name
from analysis_lib.exhibits import contract

FOLDER = "ANALYSIS_LIB_CHAPTERS"  # the build names the folder of the chapters it has just run


@dataclass(frozen=True)
class Chapter:
    """What an executed chapter recorded."""

    name: str
    title: str
    payloads: list[dict[str, Any]]

    @property
    def findings(self) -> list[dict[str, Any]]:
        return [payload for payload in self.payloads if payload["kind"] == "finding"]

    @property
    def key_number(self) -> dict[str, Any] | None:
        return next((payload for payload in self.payloads if payload["kind"] == "key_number"), None)


def register_rows(chapter: Chapter) -> list[dict[str, Any]]:
    """The values that one chapter prints, as the register keeps them; the report gives them their numbers."""
    return [{"chapter": chapter.name} | row for payload in chapter.payloads for row in payload["figures"]]


def read_chapter(path: Path) -> Chapter:
    """The exhibits of an executed notebook; its name is the file's, without the number in front."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    payloads = [payload for output in outputs if (payload := contract.payload_of(output))]
    headings = [
        line
        for cell in notebook["cells"]
        for line in "".join(cell["source"]).splitlines()
        if cell["cell_type"] == "markdown"
    ]
    title = next((line[2:].strip() for line in headings if line.startswith("# ")), path.stem)
    return Chapter(chapter_name(path), title, payloads)


def recorded_chapters(assessment: Assessment) -> list[Chapter]:
    """The chapters just run, or else those of the last report of this assessment; none if there is neither."""
    folder = Path(os.environ.get(FOLDER) or project.reports() / assessment.folder / "chapters")
    return [read_chapter(path) for path in sorted(folder.glob("*.ipynb"))] if folder.is_dir() else []
