"""Warm worker processes, as an executor: each has the libraries loaded, and none can spoil more than its own task.

The standard pool gives up all of its tasks when one process dies, and cannot stop a task that takes too long. Here
every process has a connection and a thread of its own: a process that dies, or is stopped, fails its task alone and is
replaced. Processes are spawned, as Windows does it.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import gc
import multiprocessing
import os
import pickle
import queue
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any

LIBRARIES = ("pandas", "pandera.pandas", "papermill", "analysis_lib.report.run", "seaborn", "statsmodels.api")
BEGINS_WITHIN = 300  # seconds for a process to load its libraries and take a task up
ANSWERS_WITHIN = 300  # seconds for a process to send what came of a task
PATIENCE = 10  # seconds for a process that has closed its connection to end
LOOK = 0.2  # seconds between two looks whether someone pressed Ctrl-C, which Windows does not see otherwise
NEVER_USED = "rfc3987_syntax"  # the grammar of a check of web addresses, a second to load, and nothing here asks for it


class WorkerDied(RuntimeError):
    """The process that ran a task is gone."""


class TookTooLong(RuntimeError):
    """A task was stopped because its time was up."""


class Workers(concurrent.futures.Executor):
    """``count`` processes; a task that takes more than ``seconds`` is stopped."""

    def __init__(self, count: int, *, seconds: float | None = None) -> None:
        self.seconds, self.begins_within, self.answers_within = seconds, BEGINS_WITHIN, ANSWERS_WITHIN
        self._tasks: queue.Queue = queue.Queue()
        self._closed, self._door = False, threading.Lock()
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)  # for what workers put aside
        self._slots = [_Slot(self) for _ in range(count)]

    def submit(self, function: Callable, /, *arguments: Any, **named: Any) -> concurrent.futures.Future:
        future: concurrent.futures.Future = concurrent.futures.Future()
        with self._door:
            if self._closed:
                raise RuntimeError("these workers have been shut down")
            self._tasks.put((future, function, arguments, named))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let go of the processes: after the last task, or at once with ``cancel_futures``."""
        with self._door:
            self._closed = True
        if cancel_futures:
            for slot in self._slots:
                slot.stop()
            with contextlib.suppress(queue.Empty):
                while (task := self._tasks.get_nowait()) is not None:
                    task[0].cancel()
                    task[0].set_running_or_notify_cancel()  # else whoever waits for it would wait for ever
        for _ in self._slots:
            self._tasks.put(None)
        for slot in self._slots * wait:
            slot.thread.join()
        if wait:
            self.folder.cleanup()


class _Slot:
    """The place of one process, and the thread that hands it tasks."""

    def __init__(self, pool: Workers) -> None:
        self.pool, self.process, self.stopped = pool, None, False
        self.lock = threading.Lock()
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        with contextlib.suppress(OSError):  # no room for a process: if there still is none then, the first task says so
            self.start()
        while (task := self.pool._tasks.get()) is not None:
            future, *call = task
            if self.stopped:
                future.cancel()
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(self.run(call))
            except BaseException as error:
                future.set_exception(error)
        self.stop()
        if self.process is not None:
            self.process.join()  # whoever joins the thread finds the process gone

    def run(self, call: list) -> Any:
        """The result of a call in the process, which is replaced if it died waiting."""
        if self.process is None or not self.process.is_alive():
            self.start()
        try:
            try:
                self.hand_over(call)
            except (EOFError, OSError):  # it died while it waited, and nothing of the task has begun
                self.replace()
                self.hand_over(call)
            if not wait([self.connection, self.process.sentinel], self.pool.seconds):
                self.replace()
                raise TookTooLong(f"it took longer than {self.pool.seconds:.0f} seconds and was stopped")
            limit = self.pool.answers_within
            with self.ended_after(limit, f"it did not send its answer within {limit:.0f} seconds"):
                failed, answer = self.connection.recv()
        except (EOFError, OSError) as error:
            self.process.join(PATIENCE)
            code = self.process.exitcode
            self.replace()
            raise WorkerDied(f"its process ended by itself ({_ending(code)})") from error
        if failed:
            raise answer
        return answer

    def hand_over(self, call: list) -> None:
        """Give the process a call and wait until it begins: its time counts from there, not from loading libraries."""
        limit = self.pool.begins_within
        with self.ended_after(limit, f"no process took it up within {limit:.0f} seconds"):
            self.connection.send(call)
            self.connection.recv()

    @contextlib.contextmanager
    def ended_after(self, seconds: float, reason: str) -> Iterator[None]:
        """End and replace the process if what it is waited for takes longer; :class:`TookTooLong` then says so."""
        late, process = threading.Event(), self.process

        def give_up() -> None:
            late.set()  # first: whoever waits for the process hears of its end at once
            process.kill()

        patience = threading.Timer(seconds, give_up)
        patience.daemon = True
        patience.start()
        try:
            yield
        except (EOFError, OSError) as error:
            if not late.is_set():
                raise
            with contextlib.suppress(OSError):  # no room for a process: the next task says so
                self.replace()
            raise TookTooLong(reason) from error
        finally:
            patience.cancel()

    def start(self) -> None:
        with self.lock:
            if self.stopped:
                return
            ours, theirs = multiprocessing.Pipe()
            context = multiprocessing.get_context("spawn")
            process = context.Process(target=_work, args=(theirs, self.pool.folder.name), daemon=True)
            with theirs, _interrupts_held_back():
                process.start()
            self.connection, self.process = ours, process

    def replace(self) -> None:
        self.kill()
        self.start()

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.connection.close()

    def stop(self) -> None:
        """Called from any thread; the slot's own thread, if it waits for the process, sees it end."""
        with self.lock:
            self.stopped = True
            if self.process is not None:
                self.process.kill()


def completed(futures: Iterable[concurrent.futures.Future]) -> Iterator[concurrent.futures.Future]:
    """The futures as each is done."""
    waiting = set(futures)
    while waiting:
        done, waiting = concurrent.futures.wait(waiting, LOOK, concurrent.futures.FIRST_COMPLETED)
        yield from done


@contextlib.contextmanager
def _interrupts_held_back():
    """A process started meanwhile never sees Ctrl-C: what to stop, and when, is for its parent to say."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # Python starts it with the first process, and would let interrupts through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return f"signal {signal.Signals(-code).name}"
    return f"exit status {code}"


def _work(connection: Connection, folder: str) -> None:
    """The life of a worker: one task after another until the parent is gone; libraries are loaded meanwhile."""
    tempfile.tempdir = folder  # which the parent deletes, whatever became of this process
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("MPLBACKEND", "agg")
    sys.modules.setdefault(NEVER_USED, None)  # type: ignore[arg-type]
    load_libraries(until=connection.poll)
    while True:
        try:
            function, arguments, named = connection.recv()
        except (EOFError, OSError):
            return
        if not getattr(function, "needs_no_libraries", False):
            load_libraries()
        connection.send("begun")  # and from here its time counts
        connection.send_bytes(_answer(function, arguments, named))


def _end_with_parent(folder: str) -> None:
    """A parent that is killed cannot stop its workers, and one of them may be in a chapter that never ends."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)


def load_libraries(until: Callable[[], bool] = lambda: False) -> None:
    """Import what chapters need, as long as there is nothing else to do; the rest is imported before the first chapter.

    Not by the chapter itself: what a library sets up when it is imported would be set back after the chapter.
    """
    missing = [name for name in LIBRARIES if name not in sys.modules]
    for name in missing:
        if until():
            return
        __import__(name)
    if missing:
        gc.collect()
        gc.freeze()  # what is loaded now stays, so that no later collection need look at it


def _answer(function: Callable, arguments: tuple, named: dict[str, Any]) -> bytes:
    """Whether the call failed, and its result or error, pickled; what cannot travel becomes words."""
    try:
        return pickle.dumps((False, function(*arguments, **named)))
    except BaseException as error:
        try:
            pickle.loads(told := pickle.dumps((True, error)))
        except Exception:
            return pickle.dumps((True, RuntimeError(f"{type(error).__name__}: {error}")))
        return told
