"""Several files that change together or not at all, whatever stops the program.

The new files are staged in a folder of their own, and a journal that lists them is written last. From then on the
change is made: whoever looks next moves what has not been moved yet. Before, it is not, and the stage is rubbish.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from analysis_lib import files, project
from analysis_lib.errors import AssessmentError

JOURNAL = "journal.json"
PATIENCE = 60.0  # seconds that a reader waits for another program to finish moving files


def stage() -> Path:
    """The folder in which a change is staged, on the file system of the figures."""
    return project.root() / "data" / ".refresh"


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Hold the only right to change figures; :class:`AssessmentError` if another program holds it.

    The operating system takes the right back from a program that is killed.
    """
    with _lock_file() as file:
        if not _lock(file):
            raise AssessmentError(
                "Another refresh is running in this project. Wait until it has finished, then run this one again."
            )
        yield


def commit(removed: list[str]) -> None:
    """Put the staged files in the project's folder and delete ``removed``; both are given from its root.

    Every staged file stands below ``stage() / "new"`` where it will stand below the root.
    """
    new = stage() / "new"
    moves = {path.relative_to(new).as_posix(): files.sha256(path) for path in sorted(new.rglob("*")) if path.is_file()}
    files.write_atomically(stage() / JOURNAL, json.dumps({"moves": moves, "removed": sorted(removed)}, indent=1))
    _apply()


def recover() -> None:
    """Finish a change that was interrupted after its journal was written; wait for one that is being made."""
    if not (stage() / JOURNAL).exists():
        return
    until = time.monotonic() + PATIENCE
    while (stage() / JOURNAL).exists():
        with _lock_file() as file:
            if _lock(file):
                _apply()
                return
        if time.monotonic() > until:
            raise AssessmentError("Another refresh is writing figures. Wait until it has finished, then try again.")
        time.sleep(0.1)


def discard() -> None:
    """Delete what was staged; a change whose journal stands is finished first."""
    if (stage() / JOURNAL).exists():
        _apply()
    shutil.rmtree(stage(), ignore_errors=True)


def _apply() -> None:
    """Move what is still staged, delete what is to go, then the journal, then the stage: safe to do again."""
    journal = stage() / JOURNAL
    if not journal.exists():
        return
    listed = json.loads(journal.read_text(encoding="utf-8"))
    for name, checksum in listed["moves"].items():
        source, target = stage() / "new" / name, project.root() / name
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(source, target)
        elif not target.exists() or files.sha256(target) != checksum:
            raise AssessmentError(
                f"A refresh was interrupted and {name} has been changed since. Go back with: git checkout -- data/raw; "
                f"delete the folder data/.refresh and refresh again."
            )
    for name in listed["removed"]:
        (project.root() / name).unlink(missing_ok=True)
    journal.unlink()
    shutil.rmtree(stage(), ignore_errors=True)


@contextlib.contextmanager
def _lock_file() -> Iterator:
    path = project.root() / "data" / ".refresh.lock"
    with path.open("a+b") as file:
        yield file


def _lock(file) -> bool:
    """Take the lock of an open file without waiting; it is given back when the file is closed or the program ends."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
