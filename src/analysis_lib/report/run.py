"""Running the chapters: papermill executes each notebook with the assessment's parameters."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import nbformat

from analysis_lib import files, project
from analysis_lib.assessment import Assessment
from analysis_lib.contents import Contents, PlannedChapter
from analysis_lib.errors import AssessmentError
from analysis_lib.exhibits import contract, register
from analysis_lib.kernels import LocalKernelManager

KERNEL = "python3"
SECONDS_PER_CELL = 600
ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}  # sums in one order, no crowding
QUIET_KERNEL = ["--IPKernelApp.log_level=ERROR"]  # else every kernel warns about its sockets


def run_chapters(plan: Contents, assessment: Assessment, folder: Path, *, say: Callable[[str], None] = print) -> None:
    """Execute every chapter into ``folder``, the summary last; stop at the first that fails.

    Raises :class:`AssessmentError` naming the chapter, the cell, the error and where the notebook was left.
    """
    folder.mkdir(parents=True, exist_ok=True)
    os.environ[register.FOLDER] = str(folder)
    os.environ.update({name: os.environ.get(name, number) for name, number in ONE_THREAD.items()})
    try:
        for position, chapter in enumerate(plan.running_order, 1):
            say(f"chapter {position} of {len(plan.chapters)}: {chapter.short} ...")
            began = time.monotonic()
            run_chapter(chapter, assessment, folder / chapter.notebook.name)
            say(
                f"chapter {position} of {len(plan.chapters)}: {chapter.short}, done in {time.monotonic() - began:.1f} s"
            )
    finally:
        del os.environ[register.FOLDER]


def run_chapter(chapter: PlannedChapter, assessment: Assessment, target: Path) -> None:
    """Execute one chapter and write the notebook, free of times and paths, to ``target``."""
    import papermill
    from papermill.exceptions import PapermillExecutionError

    left = project.cache() / "failed" / assessment.folder / chapter.notebook.name
    left.parent.mkdir(parents=True, exist_ok=True)
    source = _read(chapter.notebook)
    try:
        papermill.execute_notebook(
            chapter.notebook,
            left,
            parameters=assessment.parameters,
            kernel_name=KERNEL,
            progress_bar=False,
            cwd=project.notebooks(),
            execution_timeout=SECONDS_PER_CELL,
            extra_arguments=QUIET_KERNEL,
            kernel_manager_class=LocalKernelManager,
        )
    except PapermillExecutionError as error:
        reason = f"{error.ename}: {_plain(error.evalue)}"
        raise AssessmentError(_failure(chapter, _place(source, error.source), reason, left)) from error
    except Exception as error:  # a kernel that died or a cell that ran too long
        reason = f"{type(error).__name__}: {_plain(str(error))[:400]}"
        raise AssessmentError(_failure(chapter, "", reason, left)) from error
    notebook = nbformat.read(left, as_version=4)
    _check_outputs(chapter, source, notebook, left)
    files.write_atomically(target, nbformat.writes(_without_times(notebook)) + "\n")
    left.unlink()


def _read(path: Path) -> nbformat.NotebookNode:
    """The chapter as it was written; refused if it is no notebook or has no parameters cell."""
    try:
        notebook = nbformat.read(path, as_version=4)
    except Exception as error:  # nbformat raises whatever its JSON reader does
        raise AssessmentError(
            f"{project.shown(path)} cannot be read as a notebook ({_plain(str(error))[:200]}). "
            f"Go back to its last version with: git checkout -- {project.shown(path)}"
        ) from error
    if not any("parameters" in cell.metadata.get("tags", []) for cell in notebook.cells):
        raise AssessmentError(
            f"{project.shown(path)} has no cell tagged parameters. Tag the cell that sets area, year and year_end."
        )
    return notebook


def _place(source: nbformat.NotebookNode, text: str) -> str:
    """Where a cell stands in the chapter as it was written, and how it begins."""
    numbers = [number for number, cell in enumerate(source.cells, 1) if cell.source.strip() == text.strip()]
    first_line = text.strip().splitlines()[0][:60] if text.strip() else ""
    return f", cell {numbers[0]} ({first_line})" if numbers else f" ({first_line})"


def _check_outputs(
    chapter: PlannedChapter, source: nbformat.NotebookNode, notebook: nbformat.NotebookNode, left: Path
) -> None:
    """A chapter may print exhibits only; anything else is an error, not something that quietly vanishes."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if contract.payload_of(output) is None:
                shown = _plain(output.get("text") or str(output.get("data", {}).get("text/plain", "")))[:200]
                reason = (
                    f'it prints something that is no exhibit ("{shown}"). '
                    "Print it with say(), figure() or table(), or leave it out"
                )
                raise AssessmentError(_failure(chapter, _place(source, cell.source), reason, left))


def _failure(chapter: PlannedChapter, place: str, reason: str, left: Path) -> str:
    return (
        f"Chapter {chapter.name} failed{place}: {reason}\n"
        f"The notebook as it stood is at {project.shown(left)}. No report was written; "
        "the earlier one, if any, is unchanged."
    )


def _without_times(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    notebook.metadata = {"kernelspec": notebook.metadata["kernelspec"], "language_info": {"name": "python"}}
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        cell.metadata = {"tags": tags} if (tags := cell.metadata.get("tags")) else {}
    return notebook


def _plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text).strip()
