"""``make assessment``: chapters, HTML, PDF, downloads and register, put in place together or not at all.

This process plans, writes and speaks; worker processes run the chapters and set the parts. It loads no library of
theirs, so that a report that is up to date is known to be so at once.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import functools
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from analysis_lib import files, locks, project
from analysis_lib.contents import PlannedChapter
from analysis_lib.errors import AssessmentError
from analysis_lib.report import tasks
from analysis_lib.report.fingerprints import Inputs
from analysis_lib.report.messages import Asked, Chapters, Outcome, PartTask
from analysis_lib.report.plan import Plan
from analysis_lib.report.records import WRITTEN, made_with
from analysis_lib.report.workers import TookTooLong, WorkerDied, Workers, completed

Say = Callable[[str], None]
aloud: Say = functools.partial(print, flush=True)  # each line at once, into a pipe as well
PARTS = ("pdf", "page and data")  # of analysis_lib.report.parts, the slowest first
SECONDS_PER_CHAPTER = 600


def workers(count: int | None = None) -> Workers:
    """Worker processes: as many as this machine has processors, or as ``WORKERS`` says; two at least."""
    said = os.environ.get("WORKERS") or count or max(2, os.cpu_count() or 2)
    seconds = float(os.environ.get("SECONDS_PER_CHAPTER") or SECONDS_PER_CHAPTER)
    return Workers(int(said), seconds=seconds)


def build(
    assessment: Any,
    *,
    say: Say = aloud,
    pool: concurrent.futures.Executor | None = None,
    engine: str = "warm",
    now: Inputs | None = None,
    elsewhere: bool = False,
    waiting: Say | None = None,
) -> Path:
    """Build the report of an assessment and return its folder, ``reports/<area>-<year>``.

    Chapters that are up to date are not run again, and a report that is up to date is left as it is. Everything is made
    aside and moved into place when it is whole; an error leaves the last report as it was.

    ``pool`` is the executor that does the work, by default workers of its own; ``elsewhere`` says that it finds the
    project by itself. ``engine`` is "warm" or "kernel"; ``now`` the inputs, if they were already taken. ``waiting``
    hears of another build of the same report that has to be waited for; ``say`` if it is left out.
    """
    asked, began = Asked.of(assessment), time.monotonic()
    with lock(asked, waiting or say):
        plan = Plan.of(asked, now=now, engine=engine, root=None if elsewhere else str(project.root()))
        say(f"{asked.area}, {asked.label}")
        if plan.finished():
            _remind(plan, say)
            say("up to date, nothing to do:")
        else:
            with contextlib.nullcontext(pool) if pool else _own_workers() as at_work:
                run_chapters(plan, at_work, say)
                if not plan.finished():  # a chapter that was run again may have come out as it was
                    set_report(plan, at_work, say)
            say(f"done in {time.monotonic() - began:.1f} s:")
    for name in ("assessment.html", "assessment.pdf"):
        say(f"  {project.shown(plan.place / name)}")
    return plan.place


@contextlib.contextmanager
def lock(asked: Asked, say: Say) -> Iterator[None]:
    """One build at a time for each report; what an interrupted one left is put right first."""
    path = project.cache() / "locks" / f"{asked.folder}.lock"
    with locks.held(path, waiting=lambda: say(f"another build of {asked.folder} is at work; waiting for it ...")):
        files.restore_folder(project.reports() / asked.folder, aside=_aside(asked), ours=WRITTEN)
        shutil.rmtree(_stage(asked), ignore_errors=True)
        yield


@contextlib.contextmanager
def _own_workers() -> Iterator[Workers]:
    """Workers for one build; they are gone when it ends, however it ends."""
    pool = workers()
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def run_chapters(plan: Plan, pool: concurrent.futures.Executor, say: Say) -> None:
    """Run what is not up to date, the summary last. A chapter that fails stops no other; all failures are told."""
    count = len(plan.contents.chapters)
    for chapter in plan.contents.running_order:
        if chapter.notebook.name in plan.executed and not chapter.run_last:
            say(f"chapter {chapter.number} of {count}: {chapter.short}, up to date")
    _run(plan, plan.waiting(last=False), pool, say)
    plan.take_last()
    _run(plan, plan.waiting(last=True), pool, say)


def _run(plan: Plan, chapters: list[PlannedChapter], pool: concurrent.futures.Executor, say: Say) -> None:
    began, failures = time.monotonic(), []
    at_work = {pool.submit(tasks.chapter, plan.task(chapter)): chapter for chapter in chapters}
    pool.submit(tasks.get_ready)
    for future in completed(at_work):
        chapter = at_work[future]
        if (error := _error_of(future)) is not None:
            if _is_no_room(error):
                raise error
            failures.append(failure(plan, chapter, f": {_told(error)}", None))
            continue
        try:
            take(plan, chapter, Outcome(*future.result()))
        except AssessmentError as error:
            failures.append(error)
            continue
        head = f"chapter {chapter.number} of {len(plan.contents.chapters)}: {chapter.short}"
        say(f"{head}, done after {time.monotonic() - began:.1f} s")
    if failures:
        raise AssessmentError("\n\n".join(str(error) for error in failures))


def _error_of(future: concurrent.futures.Future) -> BaseException | None:
    try:
        return future.exception()
    except concurrent.futures.CancelledError as error:
        return error


def _is_no_room(error: BaseException) -> bool:
    """Whether the disk is full, which the program tells."""
    return isinstance(error, OSError) and error.errno in files.FULL


def _told(error: BaseException) -> str:
    """What became of a task, in words: of a worker that is gone, and of whatever else an executor may raise."""
    if isinstance(error, concurrent.futures.CancelledError):
        return "it was given up, because what was to do it is gone"
    known = isinstance(error, AssessmentError | WorkerDied | TookTooLong)
    return str(error) if known else f"{type(error).__name__}: {error}"


def take(plan: Plan, chapter: PlannedChapter, outcome: Outcome) -> None:
    """Add a chapter's outcome to the plan; raises :class:`AssessmentError` if it failed."""
    if outcome.failure:
        raise failure(plan, chapter, outcome.failure, outcome.notebook)
    plan.add(chapter, outcome.notebook, outcome.found)


def failure(plan: Plan, chapter: PlannedChapter, reason: str, notebook: bytes | None) -> AssessmentError:
    """What to tell of a chapter that failed; the notebook as it stood is left for the analyst to look at."""
    left = project.cache() / "failed" / plan.asked.folder / chapter.notebook.name
    if notebook:
        files.write_atomically(left, notebook)
    look = f"The notebook as it stood is at {project.shown(left)}. " if notebook else ""
    return AssessmentError(
        f"Chapter {chapter.name} failed{reason}\n{look}No report was written; the earlier one, if any, is unchanged."
    )


def set_report(plan: Plan, pool: concurrent.futures.Executor, say: Say) -> None:
    """Set the report from its executed chapters, and put it in place whole."""
    reviewed = pool.submit(tasks.review, plan.root, plan.asked.parameters, plan.executed)
    chapters, to_review = _result(next(completed([reviewed])), "The commentaries could not be set")
    say("setting HTML and PDF ...")
    parts = set_parts(plan, chapters, pool)
    plan.refuse_touched(made_with(plan.now), "the report")
    put_in_place(plan, chapters, parts, to_review)
    _remind(plan, say)


def set_parts(plan: Plan, chapters: Chapters, pool: concurrent.futures.Executor) -> Chapters:
    """The files of the report, by their paths in its folder."""
    made_of = plan.manifest()
    given = [PartTask(plan.root, name, plan.asked.parameters, chapters, made_of) for name in PARTS]
    at_work = [pool.submit(tasks.part, task) for task in given]
    done = [_result(future, "The report could not be set") for future in completed(at_work)]
    return {name: content for part in done for name, content in part.items()}


def _result(future: concurrent.futures.Future, problem: str) -> Any:
    """The result of a task that sets a report; an error that this project made says itself what is wrong."""
    error = _error_of(future)
    if error is None or isinstance(error, AssessmentError) or _is_no_room(error):
        return future.result()
    raise AssessmentError(
        f"{problem}: {_told(error)}. The chapters that were run are kept, and the earlier report, if any, is "
        "unchanged. Run the command again."
    ) from error


def put_in_place(plan: Plan, chapters: Chapters, parts: Chapters, to_review: list[str]) -> None:
    """Write the report aside, move it into place whole, and note what it was made from."""
    stage = _stage(plan.asked)
    content = parts | {f"chapters/{name}": chapter for name, chapter in chapters.items()}
    assert {name.partition("/")[0] for name in content} <= WRITTEN, "a part of the report that standing() would not see"
    try:
        for name, part in content.items():
            files.write_atomically(stage / name, part)
        files.replace_folder(stage, plan.place, aside=_aside(plan.asked), ours=WRITTEN)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    sums = {name: files.checksum(part) for name, part in content.items()}
    known = {"key": plan.key(), "files": sums, "to_review": to_review}
    files.write_atomically(plan.known_as, files.as_json(known))


def _remind(plan: Plan, say: Say) -> None:
    """Say which commentaries are to be reviewed, as long as they are."""
    for line in files.read_json(plan.known_as, {}).get("to_review", []):
        say(f"commentary to review: {line}")


def _stage(asked: Asked) -> Path:
    return project.cache() / "building" / asked.folder


def _aside(asked: Asked) -> Path:
    return project.cache() / "aside" / asked.folder
