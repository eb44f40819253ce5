"""What the report holds: the chapters and themes of ``notebooks/contents.toml``, and the order of running."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from analysis_lib import project
from analysis_lib.errors import AssessmentError


def chapter_name(notebook: Path) -> str:
    """
    >>> chapter_name(Path("01_recorded_crime.ipynb"))
    'recorded_crime'
    """
    return notebook.stem.lstrip("0123456789_")


@dataclass(frozen=True)
class Theme:
    """A theme of the London template for needs assessments, and the chapters that answer it, wholly or in part."""

    title: str
    answered_by: tuple[str, ...] = ()
    in_part_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlannedChapter:
    """A chapter of the report: its number, its notebook, and its short name for running heads."""

    number: int
    notebook: Path
    short: str
    run_last: bool = False

    @property
    def name(self) -> str:
        return chapter_name(self.notebook)


@dataclass(frozen=True)
class Contents:
    """The report's title, promise and status, its chapters in the order of printing, and the themes to answer."""

    title: str
    promise: str
    status: str
    chapters: tuple[PlannedChapter, ...]
    themes: tuple[Theme, ...]

    @property
    def running_order(self) -> list[PlannedChapter]:
        return sorted(self.chapters, key=lambda chapter: chapter.run_last)


def contents() -> Contents:
    """What ``notebooks/contents.toml`` says; every notebook that it names must exist, and each stands once."""
    path = project.notebooks() / "contents.toml"
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise AssessmentError(f"{project.shown(path)} cannot be read: {error}") from error
    lacking = [name for name in ("title", "promise", "status", "chapter") if name not in said]
    entries = said.get("chapter", [])
    lacking += [f"{name} in a chapter" for entry in entries for name in ("notebook", "short") if name not in entry]
    if lacking:
        raise AssessmentError(f"{project.shown(path)} lacks {', '.join(lacking)}. Add what is missing.")
    chapters = []
    for number, entry in enumerate(said["chapter"], 1):
        notebook = project.notebooks() / entry["notebook"]
        if not notebook.exists():
            raise AssessmentError(
                f"{project.shown(path)} names {entry['notebook']}, which is not in notebooks/. Correct the "
                "name or add the notebook."
            )
        chapters.append(PlannedChapter(number, notebook, entry["short"], entry.get("run_last", False)))
    names = [chapter.name for chapter in chapters]
    if repeated := {name for name in names if names.count(name) > 1}:
        raise AssessmentError(f"{project.shown(path)} names a chapter twice: {', '.join(sorted(repeated))}.")
    themes = tuple(
        Theme(theme["title"], tuple(theme.get("answered_by", ())), tuple(theme.get("in_part_by", ())))
        for theme in said.get("theme", [])
    )
    for name in {name for theme in themes for name in theme.answered_by + theme.in_part_by} - set(names):
        raise AssessmentError(
            f"{project.shown(path)}: a theme names the chapter {name}, which is not in the contents. "
            f"Chapters: {', '.join(names)}."
        )
    return Contents(said["title"], said["promise"], said["status"], tuple(chapters), themes)
