"""How many figures differ between two versions of a file of figures, for ``make why``.

The build keeps a copy of each version it used, by its checksum. The report never reads these copies.
"""

from __future__ import annotations

import contextlib
import csv
import io
import zlib
from collections import Counter
from pathlib import Path, PurePosixPath

from analysis_lib import files, project

VERSIONS = 3  # of each file


def keep(versions: dict[str, str]) -> None:
    """Keep a copy of these files, given with their checksums; of each file, the newest few. Partners' data stay put."""
    for path, checksum in versions.items():
        copy = _copies(path) / checksum[:16]
        if path.endswith(".csv") and not path.startswith("data/raw/restricted/") and not copy.exists():
            files.write_atomically(copy, zlib.compress((project.root() / path).read_bytes()))
            with contextlib.suppress(FileNotFoundError):  # another build, of another area, does the same
                for old in sorted(_copies(path).glob("[!.]*"), key=lambda one: one.stat().st_mtime)[:-VERSIONS]:
                    old.unlink(missing_ok=True)


def series(path: str) -> str:
    """
    >>> series("data/raw/recorded_crime/2025.csv"), series("data/raw/areas.csv"), series("notebooks/contents.toml")
    ('recorded_crime', 'areas', 'contents.toml')
    """
    parts = PurePosixPath(path).parts
    return parts[2].removesuffix(".csv") if parts[:2] == ("data", "raw") else parts[-1]


def words(changed: list[tuple[str, str]]) -> str:
    """What changed in these files since the versions with these checksums, as far as copies of them are kept.

    ": 96 figures revised, 12 added" for instance; empty where no copy is kept or no figure differs.
    """
    counts = {"revised": 0, "added": 0, "withdrawn": 0}
    for path, before in changed:
        copy, present = _copies(path) / before[:16], project.root() / path
        if not copy.is_file() or not present.is_file():
            return ""
        try:
            found = compare(zlib.decompress(copy.read_bytes()), present.read_bytes())
        except (OSError, ValueError, csv.Error, zlib.error):  # a damaged copy, or what is no table any more
            return ""
        for name, count in found.items():
            counts[name] += count
    parts = [f"{count:,} {name}" for name, count in counts.items() if count]
    noun = "figure" if parts and parts[0].startswith("1 ") else "figures"
    return f": {', '.join(parts).replace(' ', f' {noun} ', 1)}" if parts else ""


def compare(before: bytes, now: bytes) -> dict[str, int]:
    """Figures revised, added and withdrawn between two versions of a table of comma-separated values.

    A row is known by its texts, a figure by its row and column; an empty cell holds no figure.

    >>> compare(b"area,01,02\\nBarnet,7,8\\n", b"area,01,02\\nBarnet,7,9\\nEnfield,1,\\n")
    {'revised': 1, 'added': 1, 'withdrawn': 0}
    """
    old, new = _figures(before), _figures(now)
    both = old.keys() & new.keys()
    return {
        "revised": sum(old[cell] != new[cell] for cell in both),
        "added": len(new) - len(both),
        "withdrawn": len(old) - len(both),
    }


def _figures(content: bytes) -> dict[tuple, str]:
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8", "replace")))
    found: dict[tuple, str] = {}
    seen: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        name = tuple(cell for cell in row if cell and not _number(cell))
        found |= {(name, seen[name], column): cell for column, cell in zip(head, row, strict=False) if _number(cell)}
        seen[name] += 1
    return found


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _copies(path: str) -> Path:
    return project.cache() / "figures" / path
