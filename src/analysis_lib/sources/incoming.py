"""The files of a folder as a refresh reads them: tables as they are, archives unpacked beside them, within limits."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from pathlib import Path, PurePosixPath, PureWindowsPath

from analysis_lib.errors import AssessmentError
from analysis_lib.sources import reading

LIMIT = 500_000_000  # bytes that one archive may unpack to; the largest publication read here is far smaller
MEMBERS = 1_000
PIECE = 1 << 20
READ = (".csv", ".geojson")
DAMAGED = (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error, RuntimeError, NotImplementedError)


def tables(folder: Path, unpacked: Path) -> list[Path]:
    """Every table (``.csv``) and boundary file (``.geojson``) below ``folder``, archives unpacked below ``unpacked``.

    Raises :class:`AssessmentError` for an archive that is damaged, that unpacks to more than ``LIMIT`` bytes or
    ``MEMBERS`` files, or that names a place outside its own folder; and for a web page saved as a table.
    """
    found = []
    for number, path in enumerate(sorted(path for path in folder.rglob("*") if path.is_file())):
        place = unpacked / str(number)
        if path.name.lower().endswith(READ):
            found.append(path)
        elif path.name.lower().endswith(tuple(f"{name}.gz" for name in READ)):
            found.append(_gunzip(path, place))
        elif path.name.lower().endswith(".zip"):
            found += _unzip(path, place)
    for path in found:
        reading.refuse_no_text(path)
    return found


def _gunzip(path: Path, place: Path) -> Path:
    target = place / path.name[: -len(".gz")]
    try:
        with gzip.open(path) as packed:
            _copy(packed, target, path, LIMIT)
    except DAMAGED as error:
        raise _damaged(path, error) from error
    return target


def _unzip(path: Path, place: Path) -> list[Path]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > MEMBERS:
                raise AssessmentError(f"{path.name} holds {len(members)} files; no publication read here has as many.")
            left, found = LIMIT, []
            for member in members:
                target = place / _inside(member.filename, path)
                if target.name.lower().endswith(READ):
                    with archive.open(member) as packed:
                        left -= _copy(packed, target, path, left)
                    found.append(target)
            return found
    except DAMAGED as error:
        raise _damaged(path, error) from error


def _inside(name: str, path: Path) -> PurePosixPath:
    """The member's place as a relative path; refused if it leads out of the folder that it is unpacked to."""
    place = PurePosixPath(name.replace("\\", "/"))
    if place.is_absolute() or PureWindowsPath(name).drive or ".." in place.parts:
        raise AssessmentError(
            f'{path.name} holds "{name}", which would be written outside the folder it is unpacked to. It is no '
            f"publication as it was released. {reading.AGAIN}"
        )
    return place


def _copy(packed, target: Path, path: Path, limit: int) -> int:
    """Unpack piece by piece, and stop at the limit, whatever size the archive claims; the bytes written."""
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with target.open("wb") as file:
        while piece := packed.read(PIECE):
            written += len(piece)
            if written > limit:
                raise AssessmentError(
                    f"{path.name} unpacks to more than {LIMIT:,} bytes; no publication read here is as large. Look at "
                    "what it is before you unpack it."
                )
            file.write(piece)
    return written


def _damaged(path: Path, error: Exception) -> AssessmentError:
    return AssessmentError(f"{path.name} is cut off or damaged and cannot be unpacked: {error}. {reading.AGAIN}")
