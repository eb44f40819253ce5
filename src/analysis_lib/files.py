"""Writing without leaving halves: a file or a folder is the old one or the new one, never between."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import time
import uuid
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from analysis_lib.errors import AssessmentError

FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))  # what the system says when there is no room
EXCHANGE, WORKING_FOLDER = 2, -100  # RENAME_EXCHANGE and AT_FDCWD of Linux, renameat2(2)
TRIES, PAUSE = 20, 0.05  # to rename over a file that is being read, and seconds between two


def checksum(content: bytes) -> str:
    """The SHA-256 checksum of some bytes, in hexadecimal (FIPS 180-4)."""
    return hashlib.sha256(content).hexdigest()


def sha256(path: Path) -> str:
    """The SHA-256 checksum of a file, in hexadecimal."""
    return checksum(path.read_bytes())


def read_json(path: Path, otherwise: Any) -> Any:
    """What the build wrote down for itself; ``otherwise`` if it is not there or is damaged, for it can be made anew."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return otherwise


def as_json(content: Any) -> str:
    """Plain data as the project writes it: readable, UTF-8, a line break at the end."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def write_atomically(path: Path, content: bytes | str) -> None:
    """Write to a neighbour, then rename over ``path``: a reader sees all of it or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    neighbour = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    try:
        neighbour.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        _replace(neighbour, path)
    finally:
        neighbour.unlink(missing_ok=True)


def is_half(path: Path) -> bool:
    """Whether a file is what a write left that was killed.

    >>> is_half(Path(".index.html.0a1b2c3d")), is_half(Path(".notes.markdown"))
    (True, False)
    """
    return re.fullmatch(r"\..+\.[0-9a-f]{8}", path.name) is not None


def _replace(neighbour: Path, path: Path) -> None:
    """Rename over ``path``; on Windows not while another process reads it, which takes a moment."""
    for _ in range(TRIES - 1):
        try:
            return os.replace(neighbour, path)
        except PermissionError:
            time.sleep(PAUSE)
    return os.replace(neighbour, path)


def replace_folder(new: Path, place: Path, *, aside: Path, ours: Collection[str]) -> None:
    """Put the whole folder ``new`` where ``place`` is; ``aside`` is where one of the two waits until it is done.

    ``ours`` names what the folder may hold of ours; what else stands in the old one is someone's, and moves along.

    Linux exchanges the two in one step, so that one of them is always in place. Elsewhere it takes two renames. If the
    move fails (a document of the old folder is open in another program, on Windows), the old folder is put back and
    the error says what to close. ``restore_folder`` mends what a power cut leaves between two steps.
    """
    aside.parent.mkdir(parents=True, exist_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    restore_folder(place, aside=aside, ours=ours)
    try:
        if not place.exists():
            os.rename(new, place)
        elif not _exchanged(new, place, aside=aside):
            os.rename(place, aside)
            os.rename(new, place)
    except OSError as error:
        restore_folder(place, aside=aside, ours=ours)
        raise AssessmentError(
            f"The new report is complete but could not be put at {place}: {error.strerror}. The earlier one is "
            f"unchanged. Close any of its documents that are open, then run the command again."
        ) from error
    except BaseException:  # Ctrl-C, between the two
        restore_folder(place, aside=aside, ours=ours)
        raise
    restore_folder(place, aside=aside, ours=ours)


def _exchanged(new: Path, place: Path, *, aside: Path) -> bool:
    """Let two folders change places in one step, and set the old one aside; whether the system and the disk could."""
    exchange = _one_step()
    if exchange is None:
        return False
    os.rename(new, aside)  # where restore_folder deletes it, should anything stop this here
    if exchange(WORKING_FOLDER, os.fsencode(aside), WORKING_FOLDER, os.fsencode(place), EXCHANGE) == 0:
        return True
    os.rename(aside, new)
    return False


def _one_step() -> Callable[..., int] | None:
    """The function of Linux that lets two folders change places; None elsewhere, and where Linux is too old."""
    try:
        import ctypes

        return ctypes.CDLL(None).renameat2
    except (AttributeError, ImportError, OSError, TypeError):
        return None


def restore_folder(place: Path, *, aside: Path, ours: Collection[str]) -> None:
    """Bring back from ``aside`` what ``replace_folder`` had set there: all of it, or only what is not ours.

    Where folders change places in one step, a new one may have waited there when the power failed; it is made again.
    """
    if not aside.exists():
        return
    if not place.exists():
        os.rename(aside, place)
        return
    for path in [one for one in aside.iterdir() if one.name not in ours]:
        to = place / path.name
        try:
            os.rename(path, place / f"earlier {path.name}" if to.exists() else to)
        except OSError as error:
            raise AssessmentError(
                f"{path} could not be moved to {to}: {error.strerror}. Close it, then run the command again."
            ) from error
    _delete(aside)


def _delete(aside: Path) -> None:
    """Delete a folder that was set aside, under another name: half of it is never taken for the whole."""
    os.rename(aside, aside.with_name(f".{aside.name}.{uuid.uuid4().hex[:8]}.waste"))
    for waste in aside.parent.glob(f".{aside.name}.*.waste"):
        shutil.rmtree(waste, ignore_errors=True)  # a file that is open or may only be read stays until later
