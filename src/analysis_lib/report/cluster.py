"""A Dask cluster as the executor of many reports: asked first whether it has the same project, then given the work.

A Dask worker receives and sends in a thread of its own, beside the one that does its tasks. A chapter has the library
to itself while it runs, so nothing received or sent may need it: a task travels as bytes, and its answer is plain data.
"""

from __future__ import annotations

import contextlib
import functools
import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from typing import Any

from analysis_lib.errors import AssessmentError
from analysis_lib.report.fingerprints import Inputs, checksum, inputs

ANSWERS_WITHIN = 300  # seconds for a worker to say which project it has; one that has just gone never does
NAMED = 5  # differences that a message names; the rest are counted


@contextlib.contextmanager
def cluster(address: str, now: Inputs) -> Iterator[Executor]:
    """The executor of the Dask scheduler at ``address``, whose workers have the project of ``now``.

    Raises :class:`AssessmentError` if Dask is not installed, no scheduler answers, it has no worker, or a worker's
    files, library or versions are others: its chapters would be kept as if they were made of the files here. A worker
    that comes later is asked with each task.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise AssessmentError("SCHEDULER needs Dask: .venv/bin/python -m pip install 'dask[distributed]'") from error
    try:
        client = Client(address)
    except (OSError, ValueError) as error:
        raise AssessmentError(
            f"No Dask scheduler answers at {address} ({error}). Start one there and give its address, such as "
            "SCHEDULER=tcp://host:8786, or leave SCHEDULER out to let this machine do the work."
        ) from error
    with client:
        _refuse_others(client, now)
        executor = client.get_executor()
        try:
            yield Same(executor, checksum(_plain(now)))
        finally:
            executor.shutdown(wait=False)


class Same(Executor):
    """An executor that lets only workers with the same project do its tasks."""

    def __init__(self, executor: Executor, project: str) -> None:
        self.executor, self.project = executor, project

    def submit(self, function: Callable, /, *arguments: Any, **named: Any) -> Future:
        return self.executor.submit(pickle.loads, _as_bytes(if_the_same, self.project, function, arguments, named))


class _Call:
    """A call that is made when its pickle is loaded, and of which what it gives is then all that is left."""

    def __init__(self, function: Callable, arguments: tuple) -> None:
        self.function, self.arguments = function, arguments

    def __reduce__(self) -> tuple[Callable, tuple]:
        return self.function, self.arguments


def _as_bytes(function: Callable, *arguments: Any) -> bytes:
    """A call for ``pickle.loads`` to make: it finds the library in the thread of the task, when no chapter runs.

    >>> pickle.loads(_as_bytes(divmod, 7, 2))
    (3, 1)
    """
    return pickle.dumps(_Call(function, arguments))


def if_the_same(project: str, function: Callable, arguments: tuple, named: dict[str, Any]) -> Any:
    """What the function gives, in a worker that has this project; :class:`AssessmentError` in one that has another."""
    if checksum(standing()) != project:
        raise AssessmentError(
            "a worker of the cluster has another version of the project, or was started before it changed. Bring it "
            "to the same commit and the same requirements.lock, and start it again"
        )
    return function(*arguments, **named)


@functools.cache
def begun() -> Inputs:
    """What stood in the project when this process was first asked: before it loaded the library for its first task."""
    return inputs()


def standing() -> dict[str, str]:
    """Checksums and versions by name of the project that this process began with; and what was written there since."""
    found = begun()
    return _plain(found) | dict.fromkeys(found.touched(found.stamps), "written since the worker was started")


def _plain(found: Inputs) -> dict[str, str]:
    return found.files | found.modules | found.others | found.environment


def _refuse_others(client, now: Inputs) -> None:
    threads = client.nthreads()
    if not threads:
        raise AssessmentError(
            "The cluster has no worker. Start one in the project's folder with: "
            ".venv/bin/dask worker --nthreads 1 ADDRESS"
        )
    if several := [(worker, count) for worker, count in threads.items() if count > 1]:
        worker, count = several[0]
        raise AssessmentError(
            f"The worker {worker} has {count} threads, and a chapter needs a process to itself. Start it again with: "
            "--nthreads 1"
        )
    question = _as_bytes(standing)
    asked = {one: client.submit(pickle.loads, question, workers=[one], pure=False) for one in threads}
    try:
        found = {worker: future.result(timeout=ANSWERS_WITHIN) for worker, future in asked.items()}
    except Exception as error:  # whatever a worker without this project, or with another of its versions, raises
        raise AssessmentError(
            f"The workers of the cluster cannot say which project they have ({type(error).__name__}: {error}). "
            "Install this project on each of them, and start them in its folder."
        ) from error
    here = _plain(now)
    for worker, there in found.items():
        if differing := sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name)):
            more = f" and {len(differing) - NAMED} more" if len(differing) > NAMED else ""
            raise AssessmentError(
                f"The worker {worker} has another version of the project: not as here are "
                f"{', '.join(differing[:NAMED])}{more}. Bring it to the same commit and the same requirements.lock, "
                "and start it again."
            )
