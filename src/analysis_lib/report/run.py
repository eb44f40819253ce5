"""Running one chapter, in a worker process: papermill executes the notebook with the assessment's parameters."""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError

from analysis_lib import project
from analysis_lib.errors import AssessmentError
from analysis_lib.exhibits import contract, register
from analysis_lib.kernels import LocalKernelManager
from analysis_lib.report.engine import FOUND
from analysis_lib.report.messages import Outcome

KERNEL = "python3"
SECONDS_PER_CELL = 600
KERNEL_OPTIONS: dict[str, Any] = {
    "engine_name": "analysis-lib-kernel",
    "execution_timeout": SECONDS_PER_CELL,
    "extra_arguments": ["--IPKernelApp.log_level=ERROR"],  # else every kernel warns about its sockets
    "kernel_manager_class": LocalKernelManager,
}
ENGINES: dict[str, dict[str, Any]] = {"warm": {"engine_name": "analysis-lib"}, "kernel": KERNEL_OPTIONS}


def run_chapter(
    path: Path,
    content: bytes,
    parameters: dict[str, Any],
    *,
    lent: dict[str, bytes] | None = None,
    engine: str = "warm",
) -> Outcome:
    """Execute the notebook ``content``, kept at ``path``, and return it free of times and paths.

    ``lent`` are executed chapters that this one may read, by file name: the summary reads those of all others.
    Raises :class:`AssessmentError` if the notebook is none, or has no cell of parameters.
    """
    source = _read(path, content)
    with tempfile.TemporaryDirectory() as folder, _lent(Path(folder) / "lent", lent or {}):
        given, left = Path(folder) / path.name, Path(folder) / "executed.ipynb"
        given.write_bytes(content)
        failure = _execute(given, left, source, parameters, ENGINES[engine])
        notebook = nbformat.read(left, as_version=4) if left.exists() else source
    found = json.loads(json.dumps(notebook.metadata.pop(FOUND, {})))  # plain: what receives it knows no notebooks
    failure = failure or _unsuitable(source, notebook, found)
    if not failure:
        notebook = _without_times(notebook)
    return Outcome((nbformat.writes(notebook) + "\n").encode(), found, failure)


def _execute(given: Path, left: Path, source: nbformat.NotebookNode, parameters: dict, options: dict) -> str:
    """Run the notebook ``given`` into ``left``; what went wrong and where, or an empty text."""
    try:
        papermill.execute_notebook(
            given,
            left,
            parameters=parameters,
            kernel_name=KERNEL,
            progress_bar=False,
            cwd=project.notebooks(),
            request_save_on_cell_execute=False,
            **options,
        )
    except PapermillExecutionError as error:
        return f"{_place(source, error.source)}: {error.ename}: {_plain(error.evalue)}"
    except Exception as error:  # a kernel that died or a cell that ran too long
        return f": {type(error).__name__}: {_plain(str(error))[:400]}"
    return ""


@contextlib.contextmanager
def _lent(folder: Path, chapters: dict[str, bytes]) -> Iterator[None]:
    """Put executed chapters where the library looks for those just run."""
    folder.mkdir()
    for name, content in chapters.items():
        (folder / name).write_bytes(content)
    before = os.environ.get(register.FOLDER)
    os.environ[register.FOLDER] = str(folder)
    try:
        yield
    finally:
        del os.environ[register.FOLDER]
        os.environ.update({register.FOLDER: before} if before else {})


def _read(path: Path, content: bytes) -> nbformat.NotebookNode:
    """The chapter as it was written; refused if it is no notebook or has no parameters cell."""
    try:
        notebook = nbformat.reads(content.decode("utf-8"), as_version=4)
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


def _unsuitable(source: nbformat.NotebookNode, notebook: nbformat.NotebookNode, found: dict[str, Any]) -> str:
    """A chapter may print exhibits only, and read through the door only; anything else is an error, never dropped."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if contract.payload_of(output) is None:
                return _place(source, cell.source) + _not_an_exhibit(output)
    return f": it opened {found['refused'][0]}, which only the library may open" if found.get("refused") else ""


def _not_an_exhibit(output: dict[str, Any]) -> str:
    shown = _plain(output.get("text") or str(output.get("data", {}).get("text/plain", "")))[:400]
    if output.get("name") == "stderr":
        return f': it causes a warning or an error message ("{shown}"). Put right what causes it'
    return (
        f': it prints something that is no exhibit ("{shown[:200]}"). '
        "Print it with say(), figure() or table(), or leave it out"
    )


def _without_times(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The executed notebook as it is kept: nothing in it tells of a clock, a machine or the engine."""
    notebook.metadata = {"kernelspec": notebook.metadata["kernelspec"], "language_info": {"name": "python"}}
    count = 0
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        cell.metadata = {"tags": tags} if (tags := cell.metadata.get("tags")) else {}
        if cell.cell_type == "code":
            count += bool(cell.source.strip())
            cell.execution_count = count if cell.source.strip() else None
    return notebook


def _plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text).strip()
