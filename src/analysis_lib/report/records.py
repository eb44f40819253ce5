"""What each chapter and each report was made from, kept beside what was made; and whether it still holds.

A chapter is up to date if everything that it really read is as it was: its cells, its parameters, the code of the
library's modules that it imported, the figures it loaded, the descriptor's answers, the environment. Otherwise each
thing that differs is a reason, in words.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from analysis_lib import files, project
from analysis_lib.contents import PlannedChapter
from analysis_lib.report import figures_changed
from analysis_lib.report.fingerprints import DESCRIPTOR, Inputs, checksum, of_chapter

WRITTEN = {  # all that a build writes into a report's folder; what else stands there is someone's, and stays
    "assessment.html",
    "assessment.pdf",
    "assessment.xlsx",
    "chapters",
    "downloads",
    "figures.csv",
    "figures.json",
    "manifest.json",
}
ENGINE = ("analysis_lib.report.run", "analysis_lib.report.engine")
ASKING = threading.Lock()  # the builds of several areas share the answers
NEVER = "not run yet for this area and year"
DAMAGED = "its kept outputs are missing or damaged"


@dataclass(frozen=True)
class Record:
    """What a chapter was made from, and the checksum of what came out."""

    chapter: str
    parameters: dict[str, Any]
    environment: dict[str, str]
    engine: dict[str, str]
    modules: dict[str, str]
    files: dict[str, str]
    descriptor: str
    answers: list[list[Any]]
    others: dict[str, str]
    output: str


def record(content: bytes, parameters: dict, found: dict, now: Inputs, *, others: dict, output: bytes) -> Record:
    """The record of a chapter that has just been run on what stands in ``now``."""
    return Record(
        chapter=of_chapter(content),
        parameters=parameters,
        environment=now.environment,
        engine=engine(now),
        modules=now.code(found["modules"]),
        files={path: now.file(path) for path in found["files"] if path != DESCRIPTOR},
        descriptor=now.files[DESCRIPTOR],
        answers=found["answers"],
        others=others,
        output=hashlib.sha256(output).hexdigest(),
    )


class Kept:
    """The executed chapters and records of one report, in ``.cache/chapters``."""

    def __init__(self, folder: str) -> None:
        self.folder = project.cache() / "chapters" / folder

    def record(self, chapter: PlannedChapter) -> Record | None:
        try:
            return Record(**files.read_json(self._path(chapter, ".json"), None))
        except TypeError:  # none, or one of an earlier version
            return None

    def output(self, chapter: PlannedChapter) -> bytes | None:
        """The executed chapter, if it is the one of the record."""
        kept, path = self.record(chapter), self._path(chapter, ".ipynb")
        content = path.read_bytes() if path.is_file() else b""
        return content if kept and hashlib.sha256(content).hexdigest() == kept.output else None

    def keep(self, chapter: PlannedChapter, made: Record, output: bytes) -> None:
        """Both are written whole; a build stopped between them finds that they do not agree, and runs the chapter."""
        figures_changed.keep(made.files)
        files.write_atomically(self._path(chapter, ".ipynb"), output)
        files.write_atomically(self._path(chapter, ".json"), json.dumps(asdict(made)))

    def _path(self, chapter: PlannedChapter, ending: str) -> Path:
        return self.folder / f"{chapter.notebook.stem}{ending}"


def reasons(kept: Record | None, content: bytes, parameters: dict[str, Any], now: Inputs) -> list[str]:
    """Why a chapter must be run again; none if it is up to date (other chapters aside)."""
    if kept is None:
        return [NEVER]
    changed = ["its notebook changed"] * (kept.chapter != of_chapter(content))
    changed += ["its parameters changed"] * (kept.parameters != parameters)
    changed += [
        _of_environment(name, kept.environment, now.environment)
        for name in _differing(kept.environment, now.environment)
    ]
    changed += ["the way in which chapters are run changed"] * (kept.engine != engine(now))
    modules = _differing(kept.modules, now.code(kept.modules))
    changed += [f"code changed: {', '.join(name.removeprefix('analysis_lib.') for name in modules)}"] * bool(modules)
    return changed + _of_figures(kept, now)


def _of_figures(kept: Record, now: Inputs) -> list[str]:
    present = {path: now.file(path) for path in kept.files}
    series: dict[str, list[str]] = {}
    for path in _differing(kept.files, present):
        series.setdefault(figures_changed.series(path), []).append(path)
    changed = [
        f"{name} changed{figures_changed.words([(path, kept.files[path]) for path in paths])}"
        for name, paths in series.items()
    ]
    if changed or kept.descriptor == now.files.get(DESCRIPTOR):
        return changed
    return _of_answers(kept.answers)


def _of_answers(answers: list[list[Any]]) -> list[str]:
    """Ask the descriptor, which changed, the same questions again."""
    from analysis_lib import contracts

    changed = set()
    with ASKING:
        package = contracts.descriptor()
        for question, names, answer in answers:
            contracts.ANSWERS.pop((question, tuple(names)), None)
            with contextlib.suppress(Exception):  # it no longer knows these figures, or the question, which is a change
                getattr(package, question)(*names)
            if contracts.ANSWERS.get((question, tuple(names))) != answer:
                changed.add(f"what datapackage.yaml says of {', '.join(names)} changed")
    return sorted(changed)


def _of_environment(name: str, before: dict[str, str], now: dict[str, str]) -> str:
    if name.endswith(".lock"):
        return f"{name} changed"
    return f"{name} is now {now.get(name, 'gone')}, was {before.get(name, 'not there')}"


def engine(now: Inputs) -> dict[str, str]:
    """The modules that run a chapter, with their checksums."""
    return now.code(name for name in now.closure(*ENGINE) if name.startswith("analysis_lib.report."))


def _differing(before: dict[str, str], now: dict[str, str]) -> list[str]:
    return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))


def report_key(made_of: dict[str, Any], outputs: dict[str, str], now: Inputs) -> str:
    """The checksum of all that a report is set from."""
    return checksum([made_of, outputs, now.code(now.closure("analysis_lib.report.parts")), now.others])


def made_with(now: Inputs) -> set[str]:
    """The names of what a report is set with, chapters aside: code, templates, contents, theme, descriptor."""
    settings = {path for path in now.files if path.startswith("notebooks/") and not path.endswith(".ipynb")}
    return now.closure("analysis_lib.report.parts") | now.others.keys() | settings | {DESCRIPTOR}


def standing(place: Path) -> dict[str, str]:
    """The checksums of a report's files as they stand; none if there is no report."""
    tops = [path for path in place.iterdir() if path.name in WRITTEN] if place.is_dir() else []
    paths = [path for top in tops for path in (top, *top.rglob("*")) if path.is_file()]
    return {path.relative_to(place).as_posix(): files.sha256(path) for path in paths}
