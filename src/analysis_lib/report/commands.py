"""The verbs of the command line that build reports: ``assessment``, ``assessments`` and ``why``."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor

from analysis_lib import project
from analysis_lib.contents import PlannedChapter
from analysis_lib.report.asked import resolve
from analysis_lib.report.build import aloud, build, lock, workers
from analysis_lib.report.cluster import cluster
from analysis_lib.report.fingerprints import inputs
from analysis_lib.report.plan import SUMMED_UP, Plan


class Late:
    """An executor that is made when the first task comes; most builds have nothing to do."""

    def __init__(self, make=workers) -> None:
        self.make, self.made, self.lock = make, None, threading.Lock()

    def submit(self, *call, **named):
        with self.lock:  # of several areas at once
            self.made = self.made or self.make()
        return self.made.submit(*call, **named)

    def shutdown(self) -> None:
        if self.made is not None:
            self.made.shutdown(cancel_futures=True)


@contextlib.contextmanager
def _working(make=workers) -> Iterator[Executor]:
    pool = Late(make)
    try:
        yield pool  # type: ignore[misc]
    finally:
        pool.shutdown()


def assessment(area: str, year: str, year_end: str, *, engine: str = "warm") -> int:
    """Build one report."""
    with _working() as pool:
        now = inputs()
        (asked,) = resolve((area,), year, year_end, now=now, pool=pool)
        build(asked, pool=pool, engine=engine, now=now)
    return 0


def assessments(areas: str, year: str, year_end: str, *, scheduler: str = "") -> int:
    """Build the reports of many areas; 1 if one of them failed."""
    from analysis_lib.report.many import build_many

    names = tuple(name.strip() for name in areas.split(",") if name.strip())
    with _working() as pool, contextlib.ExitStack() as stack:
        now = inputs()
        asked = resolve(names, year, year_end, now=now, pool=pool)
        executor = stack.enter_context(cluster(scheduler, now)) if scheduler else pool
        at_once = (os.cpu_count() or 2) + 1
        failures = build_many(asked, now=now, pool=executor, at_once=at_once, elsewhere=bool(scheduler))
    print(f"  {project.shown(project.reports() / 'index.html')}")
    for name, message in failures.items():
        print(f"\n{name}: {message}", file=sys.stderr)
    return 1 if failures else 0


def why(area: str, year: str, year_end: str) -> int:
    """Print a line for each chapter: that it is up to date, or why it would be run."""
    with _working() as pool:
        now = inputs()
        (asked,) = resolve((area,), year, year_end, now=now, pool=pool)
    with lock(asked, aloud):
        plan = Plan.of(asked, now=now)
        print(f"{asked.area}, {asked.label}")
        for chapter in plan.contents.chapters:
            print(f"  {chapter.short}: {'; '.join(_reasons(plan, chapter)) or 'up to date'}")
        print(f"  the report: {'up to date' if plan.finished() else 'would be set anew'}")
    return 0


def _reasons(plan: Plan, chapter: PlannedChapter) -> list[str]:
    """Why a chapter would be run; one that sums others up cannot know before they are run."""
    if chapter.notebook.name in plan.executed:
        return []
    found = plan.reasons(chapter)
    waits = chapter.run_last and plan.waiting(last=False) and found in ([], [SUMMED_UP])
    return ["waits for the other chapters"] if waits else found
