"""Writing without leaving halves: a file or a folder is the old one or the new one, never between."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
import uuid
from pathlib import Path
from typing import Any

from analysis_lib.errors import AssessmentError

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


def _replace(neighbour: Path, path: Path) -> None:
    """Rename over ``path``; on Windows not while another process reads it, which takes a moment."""
    for _ in range(TRIES - 1):
        try:
            return os.replace(neighbour, path)
        except PermissionError:
            time.sleep(PAUSE)
    return os.replace(neighbour, path)


def copy(path: Path, to: Path) -> None:
    """Copy a file, or a folder with all that it holds, with its times."""
    if path.is_dir():
        shutil.copytree(path, to)
    else:
        shutil.copy2(path, to)


def replace_folder(new: Path, place: Path, *, aside: Path) -> None:
    """Put the whole folder ``new`` where ``place`` is; the old one waits ``aside`` until it is done.

    If the move fails (a document of the old folder is open in another program, on Windows), the
    old folder is put back and the error says what to close. ``restore_folder`` mends the one
    moment between the two renames at which a power cut would leave no folder at all.
    """
    _delete(aside)
    aside.parent.mkdir(parents=True, exist_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        if place.exists():
            os.rename(place, aside)
        os.rename(new, place)
    except OSError as error:
        restore_folder(place, aside=aside)
        raise AssessmentError(
            f"The new report is complete but could not be put at {place}: {error.strerror}. The earlier one is "
            f"unchanged. Close any of its documents that are open, then run the command again."
        ) from error
    _delete(aside)


def _delete(aside: Path) -> None:
    """Delete a folder that was set aside, under another name: half of it is never taken for the whole."""
    waste = aside.with_name(f".{aside.name}.waste")
    shutil.rmtree(waste, ignore_errors=True)
    if aside.exists():
        os.rename(aside, waste)
        shutil.rmtree(waste, ignore_errors=True)


def restore_folder(place: Path, *, aside: Path) -> None:
    """Bring back a folder that ``replace_folder`` had set aside when it was interrupted."""
    if aside.exists() and not place.exists():
        os.rename(aside, place)
