"""``make benchmark``, the build: papermill and nbconvert chapter by chapter against this project's own ways.

Everything is done in a copy of the project, in one go, on the real chapters. Each line gives seconds on the clock, the
processors' seconds (which other programs on the machine hardly change), the ratio to (a), and the most memory that the
processes held together. The result is printed and written to ``docs/performance.md``.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from analysis_lib import files, project
from analysis_lib.contents import contents

BUILD = ["-m", "analysis_lib", "assessment"]
PARAMETERS = ["-p", "area", "Havering", "-p", "year", "2025", "-p", "year_end", "september"]
EDITED, REVISED = "01_recorded_crime.ipynb", "recorded_crime/2025.csv"
FLOOR = """
import json, sys
for path in sys.argv[1:]:
    space = {}
    for cell in json.load(open(path, encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), space)
"""


@dataclass(frozen=True)
class Timing:
    """What one way took: seconds on the clock, seconds of processors, and megabytes of memory at the most."""

    name: str
    wall: float
    processors: float
    memory: float
    reports: int = 1


def timed(name: str, work: Callable[[], object], reports: int = 1) -> Timing:
    """Do ``work``, which starts processes, and measure them and all that they start."""
    most, done = [0.0], threading.Event()
    watcher = threading.Thread(target=_watch, args=(most, done), daemon=True)
    before, began = _processors(), time.perf_counter()
    watcher.start()
    work()
    wall = time.perf_counter() - began
    done.set()
    watcher.join()
    timing = Timing(name, wall, _processors() - before, most[0], reports)
    print(f"  {name}: {wall:.1f} s, processors {timing.processors:.1f} s, memory {most[0]:.0f} MB", flush=True)
    return timing


def _watch(most: list[float], done: threading.Event) -> None:
    me = psutil.Process()
    while not done.wait(0.2):
        held = 0
        for process in me.children(recursive=True):
            try:
                held += process.memory_info().rss
            except psutil.Error:
                continue
        most[0] = max(most[0], held / 1e6)


def _processors() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system


def measure(root: Path, areas: str) -> list[Timing]:
    """Each way in turn, on the project in ``root``."""
    chapters = contents().running_order
    names = [chapter.notebook.name for chapter in chapters]
    out = root / "by hand"
    out.mkdir()

    def by_hand() -> None:
        surroundings = {"ANALYSIS_LIB_CHAPTERS": str(out)}
        for name in names:
            _run("-m", "papermill", str(root / "notebooks" / name), str(out / name), *PARAMETERS, **surroundings)
        for name in names:
            _run("-m", "nbconvert", "--to", "html", "--no-input", str(out / name))

    def floor() -> None:
        paths = [str(root / "notebooks" / name) for name in names]
        _run("-c", FLOOR, *paths, ANALYSIS_LIB_CHAPTERS=str(out))

    timings = [timed("(a) papermill and nbconvert, chapter by chapter", _from_scratch(root, by_hand))]
    timings.append(timed("floor: the same cells in one plain process", _from_scratch(root, floor)))
    timings.append(timed("(b) make assessment, from scratch", _from_scratch(root, lambda: _run(*BUILD))))
    timings.append(timed("(c) make assessment, nothing changed", lambda: _run(*BUILD)))
    _edit(root / "notebooks" / EDITED)
    timings.append(timed(f"(d) make assessment, {EDITED} edited", lambda: _run(*BUILD)))
    _revise(root / "data" / "raw", REVISED)
    timings.append(timed(f"(e) make assessment, {REVISED} changed", lambda: _run(*BUILD)))
    shutil.rmtree(root / "reports")
    count = 32 if areas == "all" else len(areas.split(","))
    many = ["-m", "analysis_lib", "assessments", "--areas", areas]
    timings.append(timed(f"(f) make assessments, {count} boroughs", _from_scratch(root, lambda: _run(*many)), count))
    return timings


def _from_scratch(root: Path, work: Callable[[], None]) -> Callable[[], None]:
    """The same work after everything that was built has been deleted."""
    for name in (".cache", "reports", "data/processed"):
        shutil.rmtree(root / name, ignore_errors=True)
        (root / name).mkdir()
    return work


def _run(*arguments: str, **environment: str) -> None:
    surroundings = os.environ | environment
    done = subprocess.run([sys.executable, *arguments], env=surroundings, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments[:3])} failed: {done.stderr[-2000:]}")


def _edit(path: Path) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    content["cells"].append({"cell_type": "markdown", "id": "added", "metadata": {}, "source": "One more sentence."})
    path.write_text(json.dumps(content), encoding="utf-8")


def _revise(raw: Path, name: str) -> None:
    """Revise one figure, and declare the file's new checksum."""
    path, descriptor = raw / name, raw / "datapackage.yaml"
    before = files.sha256(path)
    head, first, *rest = path.read_text(encoding="utf-8").split("\n")
    *cells, last = first.split(",")
    path.write_bytes("\n".join([head, ",".join([*cells, str(int(last) + 1)]), *rest]).encode())
    text = descriptor.read_text(encoding="utf-8").replace(before, files.sha256(path))
    descriptor.write_text(text, encoding="utf-8")


def as_table(timings: list[Timing]) -> str:
    """The timings in Markdown, with the ratio of each to the first; many reports also for each."""
    lines = [
        "| way | seconds | (a) is so many times as long | processors, seconds | memory at the most, MB |",
        "|---|---:|---:|---:|---:|",
    ]
    for one in timings:
        each = f" ({one.wall / one.reports:.1f} a report)" if one.reports > 1 else ""
        ratio = f"{timings[0].wall * one.reports / one.wall:.1f}"
        lines.append(f"| {one.name} | {one.wall:.1f}{each} | {ratio} | {one.processors:.1f} | {one.memory:.0f} |")
    return "\n".join(lines)


def machine() -> str:
    """The facts of the machine that the timings depend on."""
    load = f", load {os.getloadavg()[0]:.1f} when it began" if hasattr(os, "getloadavg") else ""
    memory = psutil.virtual_memory().total / 1e9
    return (
        f"{platform.system()} on {platform.machine()}, {os.cpu_count()} processors, {memory:.0f} GB, "
        f"Python {platform.python_version()}{load}; {len(contents().chapters)} chapters"
    )


def main() -> None:
    """Measure in a copy of the project, print, and write the table to ``docs/performance.md``."""
    facts, home = machine(), project.root()
    print(f"\nThe build: {facts}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        for name in ("data/raw", "notebooks"):
            shutil.copytree(home / name, root / name)
        shutil.copy(home / "requirements.lock", root)
        os.environ["ANALYSIS_LIB_ROOT"] = str(root)
        timings = measure(root, os.environ.get("AREAS") or "all")
        del os.environ["ANALYSIS_LIB_ROOT"]
    table = as_table(timings)
    print(f"\n{table}")
    page = home / "docs" / "performance.md"
    before, mark, _ = page.read_text(encoding="utf-8").partition("<!-- measured -->\n")
    files.write_atomically(page, f"{before}{mark}\n{facts}.\n\n{table}\n")


if __name__ == "__main__":
    main()
