"""``make benchmark``, the build: papermill and nbconvert chapter by chapter against this project's own ways.

Everything is done in a copy of the project, in one go, on the real chapters. Each line gives seconds on the clock, the
processors' seconds (which other programs on the machine hardly change), the ratio to (a), and the most memory that the
processes held together. The result is printed and written to ``docs/performance.md``.
"""

from __future__ import annotations

import json
import operator
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from analysis_lib import files, project
from analysis_lib.contents import contents

BUILD = ["-m", "analysis_lib", "assessment"]
PARAMETERS = ["-p", "area", "Havering", "-p", "year", "2025", "-p", "year_end", "september"]
EDITED, REVISED = "01_recorded_crime.ipynb", "recorded_crime/2025.csv"
BEGAN_WITH = ("00_summary.ipynb", "01_recorded_crime.ipynb", "99_sources_methods_limits.ipynb")
SET_ANEW = "setting: make assessment, the report set anew and no chapter run"
FLOOR = """
import json, sys, time
began = time.perf_counter()
import pandas, seaborn, statsmodels.api, analysis_lib.catalogue, analysis_lib.exhibits
spent = {"imports": time.perf_counter() - began}
for path in sys.argv[1:]:
    began, space = time.perf_counter(), {}
    for cell in json.load(open(path, encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), space)
    spent[path] = time.perf_counter() - began
print(json.dumps(spent))
"""  # a program: the cells of these notebooks, one after the other; its last line says the seconds that each took
CLUSTER = """
import os, signal, sys, threading, time
from pathlib import Path
from distributed import Client, LocalCluster
from analysis_lib.__main__ import main

def kill_one(cluster, areas):
    "A worker, when half of the reports stand."
    while len(list(Path(os.environ["ANALYSIS_LIB_ROOT"], "reports").glob("*/manifest.json"))) < areas // 2:
        time.sleep(0.1)
    with Client(cluster) as client:
        os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
    print("killed one", flush=True)

if __name__ == "__main__":
    address = dict(protocol="tcp://", host="127.0.0.1", dashboard_address=":0", silence_logs=50)
    with LocalCluster(n_workers=2, threads_per_worker=1, **address) as cluster:
        thread = threading.Thread(target=kill_one, args=(cluster, int(sys.argv[2])), daemon=True)
        thread.start()
        status = main(["assessments", "--areas", sys.argv[1], "--scheduler", cluster.scheduler_address])
        thread.join(60)
        assert status or not thread.is_alive(), "no worker was killed"
    sys.exit(status)
"""  # a program: the reports of argv[1], of so many areas as argv[2] says, on a cluster that loses a worker half-way


@dataclass(frozen=True)
class Timing:
    """What one way took: seconds on the clock, seconds of processors, and megabytes of memory.

    ``held`` has a line for each look at the processes: what each of them held, in the order in which they were started.
    """

    name: str
    wall: float
    processors: float
    held: tuple[tuple[float, ...], ...]
    reports: int = 1

    @property
    def memory(self) -> float:
        return max((sum(moment) for moment in self.held), default=0)


def timed(name: str, work: Callable[[], object], reports: int = 1) -> Timing:
    """Do ``work``, which starts processes, and measure them and all that they start."""
    held: list[tuple[float, ...]] = []
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(held, done), daemon=True)
    before, began = _processors(), time.perf_counter()
    watcher.start()
    work()
    wall = time.perf_counter() - began
    done.set()
    watcher.join()
    timing = Timing(name, wall, _processors() - before, tuple(held), reports)
    print(f"  {name}: {wall:.1f} s, processors {timing.processors:.1f} s, memory {timing.memory:.0f} MB", flush=True)
    return timing


def _watch(held: list[tuple[float, ...]], done: threading.Event) -> None:
    me, pause = psutil.Process(), 0.05  # seconds: the shortest way has few looks, and a long one is spared most
    while not done.wait(pause):
        pause = min(0.2, pause * 1.1)
        started = sorted(me.children(recursive=True), key=psutil.Process.create_time)
        held.append(tuple(_held(process) for process in started))


def _held(process: psutil.Process) -> float:
    try:
        return process.memory_info().rss / 1e6
    except psutil.Error:  # it has ended meanwhile
        return 0.0


def _processors() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system


def by_hand(root: Path) -> None:
    """papermill's command line chapter by chapter, then nbconvert's for each; what comes out stays in ``by hand``."""
    names, out = _names(), root / "by hand"
    shutil.rmtree(out, ignore_errors=True)  # chapters of other ways, which the summary would sum up
    out.mkdir()
    for name in names:
        given = str(root / "notebooks" / name), str(out / name)
        _run("-m", "papermill", *given, *PARAMETERS, ANALYSIS_LIB_CHAPTERS=str(out))
    for name in names:
        _run("-m", "nbconvert", "--to", "html", "--no-input", str(out / name))


def _names() -> list[str]:
    return [chapter.notebook.name for chapter in contents().running_order]


def measure(root: Path, areas: str) -> tuple[list[Timing], dict[str, float]]:
    """Each way in turn, on the project in ``root``; and the seconds of imports and of each chapter by themselves."""
    spent: dict[str, float] = {}

    def floor() -> None:
        paths, out = [str(root / "notebooks" / name) for name in _names()], root / "by hand"
        said = _run("-c", FLOOR, *paths, ANALYSIS_LIB_CHAPTERS=str(out))
        spent.update({Path(name).name: seconds for name, seconds in json.loads(said.splitlines()[-1]).items()})

    timings = [timed("(a) papermill and nbconvert, chapter by chapter", _from_scratch(root, lambda: by_hand(root)))]
    timings.append(timed("floor: the same cells in one plain process", _from_scratch(root, floor)))
    timings.append(timed("(b) make assessment, from scratch", _from_scratch(root, lambda: _run(*BUILD))))
    timings.append(timed("(c) make assessment, nothing changed", lambda: _run(*BUILD)))
    (root / "reports" / "havering-2025" / "assessment.pdf").unlink()
    timings.append(timed(SET_ANEW, lambda: _run(*BUILD)))
    _edit(root / "notebooks" / EDITED)
    timings.append(timed(f"(d) make assessment, {EDITED} edited", lambda: _run(*BUILD)))
    _revise(root / "data" / "raw", REVISED)
    timings.append(timed(f"(e) make assessment, {REVISED} changed", lambda: _run(*BUILD)))
    shutil.rmtree(root / "reports")
    count = 32 if areas == "all" else len(areas.split(","))
    many = ["-m", "analysis_lib", "assessments", "--areas", areas]
    timings.append(timed(f"(f) make assessments, {count} boroughs", _from_scratch(root, lambda: _run(*many)), count))
    ours = checksums(root / "reports")

    def on_a_cluster() -> None:
        _run("-c", CLUSTER, areas, str(count))

    name = "(g) the same on a Dask cluster of two workers, one of them killed half-way"
    timings.append(timed(name, _from_scratch(root, on_a_cluster), count))
    if differing := sorted(name for name, _ in ours.items() ^ checksums(root / "reports").items()):
        raise AssertionError(f"the cluster's reports differ from those of local workers: {', '.join(differing[:9])}")
    return timings, spent


def measure_few(root: Path) -> list[Timing]:
    """Ways (a) and (b) on the chapters that the project began with; the others are taken out of ``root``."""
    _keep_only(root / "notebooks", BEGAN_WITH)
    ways = {"(a)": lambda: by_hand(root), "(b)": lambda: _run(*BUILD)}
    return [timed(f"{name} on {len(BEGAN_WITH)} chapters", _from_scratch(root, way)) for name, way in ways.items()]


def _keep_only(folder: Path, names: Sequence[str]) -> None:
    """Take the other chapters out of the contents, and out of what answers its themes."""
    path = folder / "contents.toml"
    head, *entries = re.split(r"(?=^\[\[)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    kept = [entry for entry in entries if entry.startswith("[[theme]]") or any(f'"{name}"' in entry for name in names)]
    path.write_text(re.sub(r"(?m)^in_part_by = .*\n", "", "".join([head, *kept])), encoding="utf-8")


def checksums(folder: Path) -> dict[str, str]:
    """Those of all files in a folder, by their paths in it."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): files.sha256(path) for path in paths}


def _from_scratch(root: Path, work: Callable[[], None]) -> Callable[[], None]:
    """The same work after everything that was built has been deleted."""
    for name in (".cache", "reports", "data/processed"):
        shutil.rmtree(root / name, ignore_errors=True)
        (root / name).mkdir()
    return work


def _run(*arguments: str, **environment: str) -> str:
    surroundings = os.environ | environment
    done = subprocess.run([sys.executable, *arguments], env=surroundings, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments[:3])} failed: {done.stderr[-2000:]}")
    return done.stdout


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
    """The timings in Markdown, with the ratio of the first to each; of many reports, for each of them."""
    lines = [
        "| way | seconds | (a) takes so many times as long | processors, seconds | (a) takes so many times as many |"
        " memory at the most, MB |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for one in timings:
        wall = _each(one.wall, one.reports, timings[0].wall)
        processors = _each(one.processors, one.reports, timings[0].processors)
        lines.append(f"| {one.name} | {wall} | {processors} | {one.memory:.0f} |")
    return "\n".join(lines)


def _each(seconds: float, reports: int, first: float) -> str:
    each = f" ({seconds / reports:.1f} a report)" if reports > 1 else ""
    return f"{seconds:.1f}{each} | {first * reports / seconds:.1f}"


def in_use(many: Timing) -> str:
    """Whether the memory grew while many reports were built, in words."""
    half = len(many.held) // 2
    first, second = (max(sum(moment) for moment in part) for part in (many.held[:half], many.held[half:]))
    parent, largest = (max(pick(moment) for moment in many.held if moment) for pick in (operator.itemgetter(0), max))
    return (
        f"Memory while {many.reports} reports were built: at the most {first:.0f} MB in the first half of the time and "
        f"{second:.0f} MB in the second; the parent at the most {parent:.0f} MB, the largest process {largest:.0f} MB."
    )


def in_terms(timings: list[Timing], spent: dict[str, float], few: list[Timing]) -> str:
    """The build from scratch and after an edit, beside the least that they could take, and on ``few`` chapters."""
    took = {one.name.partition(" ")[0]: one.wall for one in timings}
    *others, summary = (spent[chapter.notebook.name] for chapter in contents().running_order)
    half, path = took["floor:"] / 2, spent["imports"] + max(others) + summary
    least = max(half, path)
    hand, built = (one.wall for one in few)
    return (
        f"With two workers (b) cannot take less than the larger of half the floor, {half:.1f} s, and imports, slowest "
        f"chapter and summary, {path:.1f} s; it took {took['(b)'] / least:.2f} times as long. The chapter that was "
        f"edited for (d) takes {spent[EDITED]:.1f} s by itself, and setting the report anew "
        f"{took[SET_ANEW.partition(' ')[0]]:.1f} s with the start of the workers; (d) took {took['(d)']:.1f} s.\n\n"
        f"On the {len(BEGAN_WITH)} chapters that the project began with, (a) takes {hand:.1f} s and (b) {built:.1f} s; "
        f"(a) takes {hand / built:.1f} times as long."
    )


def machine() -> str:
    """The facts of the machine that the timings depend on."""
    memory = psutil.virtual_memory().total / 1e9
    return (
        f"{platform.system()} on {platform.machine()}, {os.cpu_count()} processors, {memory:.0f} GB, "
        f"Python {platform.python_version()}; {len(contents().chapters)} chapters"
    )


def _load() -> str:
    """How many processes wanted a processor in the last minute, this program's own among them."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def main() -> None:
    """Measure in a copy of the project, print, and write the table to ``docs/performance.md``."""
    facts, home, load = machine(), project.root(), _load()
    print(f"\nThe build: {facts}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        for name in ("data/raw", "notebooks"):
            shutil.copytree(home / name, root / name)
        shutil.copy(home / "requirements.lock", root)
        os.environ["ANALYSIS_LIB_ROOT"] = str(root)
        os.environ.pop(
            "PYTHONDONTWRITEBYTECODE", None
        )  # all ways use bytecode, and none is the one that has to make it
        _run("-m", "compileall", "-q", "-j", "0", sysconfig.get_path("purelib"), str(Path(__file__).parents[1]))
        timings, spent = measure(root, os.environ.get("AREAS") or "all")
        few = measure_few(root)
        del os.environ["ANALYSIS_LIB_ROOT"]
    facts += f"; load {load} when it began and {_load()} when it ended"
    *_, many, cluster = timings
    same = f"Every file of the {cluster.reports} reports by the cluster is, byte for byte, that by the local workers."
    table = "\n\n".join([as_table(timings), in_terms(timings, spent, few), in_use(many), same])
    print(f"\n{table}")
    page = home / "docs" / "performance.md"
    before, mark, _ = page.read_text(encoding="utf-8").partition("<!-- measured -->\n")
    files.write_atomically(page, f"{before}{mark}\n{facts}.\n\n{table}\n")


if __name__ == "__main__":
    main()
