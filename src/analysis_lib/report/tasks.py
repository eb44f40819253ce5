"""What worker processes do: plain data in, bytes out. Only their parent writes chapters and reports.

What they write in the project can be made again, is known by what it was made from, and is written whole: prepared
tables (``data/processed``), fonts, and results that take long (``.cache``).

The heavy libraries are imported inside the functions, so that the parent, which names them, need not load them.
"""

from __future__ import annotations

import os
import tempfile
import threading
from pathlib import Path
from typing import Any

from analysis_lib.report.messages import Asked, Chapters, ChapterTask, PartTask

ONE_AT_A_TIME = threading.Lock()  # in each process: a chapter has all of it to itself


def at_home(root: str | None) -> None:
    """Work on the project in ``root``; None for the one that this process finds by itself."""
    if root:
        os.environ["ANALYSIS_LIB_ROOT"] = root


def resolve(root: str | None, areas: tuple[str, ...], year: str, year_end: str) -> list[Asked]:
    """The assessments of these areas, or of all for ("all",); raises AssessmentError as ``assessment`` does."""
    at_home(root)
    from analysis_lib.assessment import assessment, boroughs

    boroughs.cache_clear()
    names = [area.name for area in boroughs()] if [area.lower() for area in areas] == ["all"] else areas
    return [Asked.of(assessment(name, year, year_end)) for name in names]


resolve.needs_no_libraries = True  # it comes first, and should not wait for them


def chapter(task: ChapterTask) -> tuple[bytes, dict[str, Any], str]:
    """Run a chapter; what an ``Outcome`` holds, as plain data, which a worker can send while it runs the next one."""
    with ONE_AT_A_TIME:
        at_home(task.root)
        from analysis_lib import project
        from analysis_lib.report.workers import load_libraries

        load_libraries()
        from analysis_lib.report.run import run_chapter

        path = project.notebooks() / task.notebook
        outcome = run_chapter(path, task.content, task.parameters, lent=task.lent, engine=task.engine)
        return outcome.notebook, outcome.found, outcome.failure


def get_ready() -> None:
    """Load what sets the parts, while the last chapters are run elsewhere."""
    with ONE_AT_A_TIME:
        __import__("analysis_lib.report.html")
        __import__("analysis_lib.report.pdf")
        __import__("analysis_lib.report.parts")


def review(root: str | None, parameters: dict[str, Any], executed: Chapters) -> tuple[Chapters, list[str]]:
    """The executed chapters with their commentaries set, and a line for each commentary that is to be reviewed."""
    with ONE_AT_A_TIME, tempfile.TemporaryDirectory() as folder:
        at_home(root)
        from analysis_lib.assessment import assessment
        from analysis_lib.report import parts

        chapters = _written(executed, Path(folder))
        listed = parts.review(assessment(**parameters), chapters)
        return {name: (chapters / name).read_bytes() for name in executed}, listed


def part(task: PartTask) -> Chapters:
    """Set one part of a report; its files by their paths in the report's folder."""
    with ONE_AT_A_TIME:
        at_home(task.root)
        return _part(task)


def _part(task: PartTask) -> Chapters:
    from analysis_lib.assessment import assessment
    from analysis_lib.report.parts import PARTS

    chosen = assessment(**task.parameters)
    with tempfile.TemporaryDirectory() as folder:
        chapters, stage = _written(task.chapters, Path(folder) / "chapters"), Path(folder) / "report"
        stage.mkdir()
        PARTS[task.part](chosen, chapters, stage, task.made_of)
        return {path.relative_to(stage).as_posix(): path.read_bytes() for path in stage.rglob("*") if path.is_file()}


def _written(chapters: Chapters, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in chapters.items():
        (folder / name).write_bytes(content)
    return folder
