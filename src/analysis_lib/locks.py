"""One build at a time for each report: a lock that the system itself lets go of when its holder dies."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PAUSE = 0.1  # seconds between two looks at a lock that another process holds

if os.name == "nt":
    import msvcrt

    def _try(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextlib.contextmanager
def held(path: Path, *, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the lock ``path``; if another process holds it, call ``waiting`` once and wait for it.

    The file stays when the lock is let go, because taking it away would let two others hold two locks of one name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if not _try(handle):
            waiting()
            while not _try(handle):
                time.sleep(PAUSE)
        yield
    finally:
        os.close(handle)  # which lets the lock go
