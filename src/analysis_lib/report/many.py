"""``make assessments``: the reports of many areas with one set of workers, each in place as soon as it is whole."""

from __future__ import annotations

import concurrent.futures
import functools
import html
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from analysis_lib import files, project
from analysis_lib.errors import AssessmentError
from analysis_lib.report.build import aloud, build
from analysis_lib.report.fingerprints import Inputs
from analysis_lib.report.messages import Asked
from analysis_lib.report.workers import completed

Say = Callable[[str], None]


def build_many(
    areas: list[Asked], *, now: Inputs, pool: Executor, at_once: int = 3, elsewhere: bool = False, say: Say = aloud
) -> dict[str, str]:
    """Build the report of each area; what went wrong, by area. One that fails stops no other.

    ``at_once`` areas are in work, so that workers never wait while this process writes. What is already up to date is
    left alone; an interrupted run therefore goes on where it stopped.
    """
    failures: dict[str, str] = {}
    began, count = time.monotonic(), len(areas)
    threads = ThreadPoolExecutor(at_once)
    try:
        begin = functools.partial(_begin, threads, now=now, pool=pool, elsewhere=elsewhere, waiting=say)
        for done, (asked, future) in enumerate(_in_turn(areas, at_once, begin), 1):
            failures |= _failure(asked, future)
            say(_progress(asked, asked.area in failures, done, count, time.monotonic() - began))
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
    write_index()
    return failures


def _in_turn(
    areas: list[Asked], at_once: int, begin: Callable[[Asked], concurrent.futures.Future]
) -> Iterator[tuple[Asked, concurrent.futures.Future]]:
    """Each area with its future as it is done; another is begun for it."""
    waiting, at_work = list(reversed(areas)), {}
    while waiting or at_work:
        while waiting and len(at_work) < at_once:
            asked = waiting.pop()
            at_work[begin(asked)] = asked
        future = next(completed(at_work))
        yield at_work.pop(future), future


def _begin(threads: Executor, asked: Asked, **how: Any) -> concurrent.futures.Future:
    return threads.submit(build, asked, say=lambda text: None, **how)


def _failure(asked: Asked, future: concurrent.futures.Future) -> dict[str, str]:
    try:
        future.result()
    except Exception as error:  # whatever it is, the other areas are built
        known = isinstance(error, AssessmentError)
        return {asked.area: str(error) if known else f"{type(error).__name__}: {error}"}
    return {}


def _progress(asked: Asked, failed: bool, done: int, count: int, seconds: float) -> str:
    """A line for an area that is done, with the time that the rest will take at the same pace."""
    left = seconds / done * (count - done)
    rest = f"about {left / 60:.0f} min left" if left >= 90 else f"about {left:.0f} s left"
    end = f"{seconds:.0f} s in all" if done == count else rest
    return f"{done} of {count}: {asked.area} {'failed' if failed else 'done'}, {end}"


def write_index() -> Path:
    """``reports/index.html``: a line for every report that stands, with its parts."""
    paths = sorted(project.reports().glob("*/manifest.json"))
    found = [(path.parent.name, files.read_json(path, None)) for path in paths]  # None: another build moves it just now
    lines = "\n".join(_line(folder, made_of["parameters"]) for folder, made_of in found if made_of)
    path = project.reports() / "index.html"
    files.write_atomically(path, INDEX.format(lines=lines))
    return path


def _line(folder: str, parameters: dict[str, str]) -> str:
    link = html.escape(folder)
    title = html.escape(f"{parameters['area']}, year to {parameters['year_end'].capitalize()} {parameters['year']}")
    return f'<li><a href="{link}/assessment.html">{title}</a> (<a href="{link}/assessment.pdf">{title}, PDF</a>)</li>'


INDEX = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Community safety needs assessments</title>
<style>
body {{ font: 1.1rem/1.6 system-ui, sans-serif; color: #14202B; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }}
a {{ color: #12436D; }}
</style>
</head>
<body>
<main>
<h1>Community safety needs assessments</h1>
<ul>
{lines}
</ul>
</main>
</body>
</html>
"""
