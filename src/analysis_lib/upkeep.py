"""Looking after the project: tests, checks, notebooks without outputs, the lock file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

from analysis_lib import commentary, files, locks, project, wording
from analysis_lib.assessment import Assessment
from analysis_lib.errors import AssessmentError
from analysis_lib.report.records import WRITTEN
from analysis_lib.terms import terms

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
PRINTING = ("subjects", "exhibits/charts", "catalogue")  # packages whose strings reach the page
CHECKS = {
    "format": ["-m", "ruff", "format", "--check", "--quiet", "src", "tests"],
    "style": ["-m", "ruff", "check", "--quiet", "src", "tests"],
    "import contracts": [
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
        "--no-cache",
    ],
}


def test(arguments: list[str]) -> int:
    """All tests but the proofs, and every chapter by nbval on a real kernel."""
    from analysis_lib import prepare

    for name in prepare.RECIPES:
        prepare.prepare(name)
    return _pytest("not proof", "--nbval-lax", "tests", "notebooks", "src", *arguments)


def proof(arguments: list[str]) -> int:
    """The slow, destructive and double-build checks."""
    return _pytest("proof", "-raP", "tests", *arguments)  # and what each says of how it was done, or why it was not


def _pytest(chosen: str, *arguments: str) -> int:
    """Two processes where there are two processors; a file's tests stay together, as they share what they build."""
    side_by_side = "-n logical --maxprocesses 2 --dist loadfile --no-loadscope-reorder --max-worker-restart 0".split()
    return _python("-m", "pytest", "-m", chosen, *side_by_side, *arguments)


def benchmark() -> int:
    """The comparisons of speed; see ``analysis_lib.benchmark`` and ``analysis_lib.report.timings``."""
    return _python("-m", "analysis_lib.benchmark") or _python("-m", "analysis_lib.report.timings")


def check() -> int:
    """Format, style, import contracts and notebooks; every failure is shown, not only the first."""
    failed = [name for name, command in CHECKS.items() if _python(*command)]
    found = {"notebooks": notebook_problems(), "notes": note_problems()}
    print("\n".join(line for problems in found.values() for line in problems), file=sys.stderr)
    failed += [name for name, problems in found.items() if problems]
    print(f"check failed: {', '.join(failed)}" if failed else f"check passed: {', '.join([*CHECKS, *found])}")
    return 1 if failed else 0


def strip() -> int:
    """Take outputs, counts and other traces of running out of every chapter; leave what an analyst wrote."""
    for path in chapters():
        text = stripped(path)
        if text != path.read_text(encoding="utf-8"):
            files.write_atomically(path, text)
            print(f"stripped {project.shown(path)}")
    return 0


def stripped(path: Path) -> str:
    """The text of a notebook as it is kept: no outputs, no counts, no empty cells, one kernel, one form."""
    from nbstripout import strip_output

    notebook = strip_output(nbformat.read(path, as_version=4), keep_output=False, keep_count=False, keep_id=True)
    notebook.metadata = {"kernelspec": KERNELSPEC, "language_info": {"name": "python"}}
    notebook.cells = [cell for cell in notebook.cells if cell.source.strip()]
    for cell in notebook.cells:
        cell.metadata = {"tags": tags} if (tags := cell.metadata.get("tags")) else {}
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def notebook_problems() -> list[str]:
    """What is wrong with the chapters as files, a line each with its remedy."""
    problems = []
    for path in chapters():
        notebook = nbformat.read(path, as_version=4)
        if any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells):
            problems.append(f"{project.shown(path)} holds outputs. Take them out with: make strip")
        elif stripped(path) != path.read_text(encoding="utf-8"):
            problems.append(
                f"{project.shown(path)} holds traces of the editor it was saved in. Take them out with: make strip"
            )
        problems += [
            f"{project.shown(path)}, cell {number}: {fault}"
            for number, cell in enumerate(notebook.cells, 1)
            for fault in _faults(cell)
        ]
    return problems


def _faults(cell: nbformat.NotebookNode) -> list[wording.Fault]:
    """What is typed in a cell that only a value may say; a commentary may judge, because it names what it rests on."""
    if cell.cell_type == "code":
        return wording.code_faults(cell.source, terms())
    own = commentary.is_commentary(cell)
    return wording.faults(commentary.paragraph(cell.source) if own else cell.source, terms(), claims=not own)


def note_problems() -> list[str]:
    """The figures typed in the notes, titles and reasons that the library prints, a line each with its remedy."""
    here = Path(__file__).parent
    modules = sorted(path for folder in PRINTING for path in (here / folder).rglob("*.py"))
    return [
        f"{path.relative_to(here.parent).as_posix()}, line {line}: {fault}"
        for path in modules
        for line, fault in wording.note_faults(path.read_text(encoding="utf-8"), terms())
    ]


def reviewed(assessment: Assessment) -> int:
    """Record, in every commentary of the area, the figures of the last report, against which it has now been read."""
    changed = commentary.record(assessment, chapters())
    print(f"recorded: {', '.join(changed)}" if changed else "nothing to record: every commentary stands as it was read")
    return 0


def chapters() -> list[Path]:
    """The notebooks of the project, in the order of their names."""
    return sorted(project.notebooks().glob("*.ipynb"))


def lab() -> int:
    """JupyterLab in the folder of the chapters."""
    quiet = "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"  # nothing here looks anything up online
    return _python("-m", "jupyterlab", quiet, "--notebook-dir", str(project.notebooks()))


def lock() -> int:
    """Exact versions with hashes for every platform, wheels only, and no index addresses."""
    return _python(
        *"-m uv pip compile pyproject.toml --extra dask --universal --python-version 3.11".split(),
        *"--generate-hashes --upgrade --no-emit-index-url --no-header --no-annotate --only-binary :all:".split(),
        *"--quiet --output-file requirements.lock".split(),
    )


def browser() -> int:
    """Chromium, by the system's packages; the driver for it comes with the lock file."""
    if shutil.which("chromium"):
        print("Chromium is installed.")
        return 0
    if not shutil.which("apt-get"):
        raise AssessmentError(
            "This verb installs Debian's Chromium with apt-get, which is not here. Install Chromium by "
            "your system's own means."
        )
    prefix = [] if os.geteuid() == 0 else ["sudo"]
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
    ):
        if status := subprocess.run(prefix + command, stdout=subprocess.DEVNULL).returncode:
            return status
    return 0


def clean() -> int:
    """Delete what can be built again. Reports stay, because they may have been sent to someone.

    So does one that a build, killed between two renames, has left aside; and so do locks, which a build may hold.
    """
    for aside in (project.cache() / "aside").glob("[!.]*"):
        with locks.held(project.cache() / "locks" / f"{aside.name}.lock"):
            files.restore_folder(project.reports() / aside.name, aside=aside, ours=WRITTEN)
    made = [path for path in project.cache().iterdir() if path.name not in ("locks", "aside")]
    made += (project.cache() / "aside").glob(".*.waste")
    for path in [*made, *(project.root() / name for name in (".pytest_cache", ".ruff_cache", ".hypothesis"))]:
        shutil.rmtree(path, ignore_errors=True)
        if path.is_file():
            path.unlink()
    halves = [path for folder in (project.processed(), project.reports()) for path in folder.glob(".*")]
    halves = [path for path in halves if files.is_half(path)]
    for path in [*project.processed().glob("*.parquet"), *halves]:
        path.unlink()
    print("deleted .cache, data/processed/*.parquet and the caches of tools; reports and .venv stay")
    return 0


def _python(*arguments: str) -> int:
    return subprocess.run([sys.executable, *arguments], cwd=project.root()).returncode
