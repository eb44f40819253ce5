"""What a chapter reads while it runs: the library's modules, files of the project, answers of the descriptor.

An audit hook (PEP 578), active only while a chapter runs, sees every file that Python opens. A file of the project
outside ``src/`` may be opened only by the library's doors; what they open is written down, and is what the chapter is
rebuilt for. A file opened by compiled code alone is not seen.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DOORS = {
    "analysis_lib.catalogue",
    "analysis_lib.contracts",
    "analysis_lib.contents",
    "analysis_lib.exhibits.register",
    "analysis_lib.kept",
    "analysis_lib.terms",
}
LIBRARY = "analysis_lib"
RUNNERS = (f"{LIBRARY}.report", f"{LIBRARY}.kernels")  # what runs a chapter is no part of what it is made from
DERIVED = (".cache/", "data/processed/")  # made by the library from what it opens elsewhere


@dataclass
class Watch:
    """What one chapter has read so far; paths are those of ``root``, with forward slashes."""

    root: str
    free: tuple[str, ...]
    opened: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)

    def see(self, path: str) -> None:
        """Note a file that is being opened, or refuse it."""
        if not path.startswith(self.root) or path.startswith(self.free):
            return
        shown = path[len(self.root) :].replace(os.sep, "/")
        if _through_a_door():
            if not shown.startswith(DERIVED):
                self.opened.add(shown)
            return
        self.refused.append(shown)
        raise PermissionError(
            f"a chapter may not open {shown} by itself, because nobody could then tell what it was made from; "
            f"get figures with load() from {LIBRARY}.catalogue"
        )

    def found(self) -> dict[str, Any]:
        """What was read, as plain data: modules of the library, files, and questions to the descriptor."""
        contracts = sys.modules.get(f"{LIBRARY}.contracts")
        answers = getattr(contracts, "ANSWERS", {})
        return {
            "modules": sorted(name for name in list(sys.modules) if _of_chapters(name)),
            "files": sorted(self.opened),
            "refused": self.refused,
            "answers": sorted([question, list(names), answer] for (question, names), answer in answers.items()),
        }


_watching: Watch | None = None
_hooked = False


@contextmanager
def watching(root: Path) -> Iterator[Watch]:
    """Watch what this process opens below ``root``; one chapter at a time."""
    global _watching, _hooked
    if not _hooked:
        sys.addaudithook(_hook)  # a hook cannot be taken away; it does nothing while no chapter runs
        _hooked = True
    _watching = Watch(_folder(root), _free(root))
    try:
        yield _watching
    finally:
        _watching = None


def _hook(event: str, arguments: tuple) -> None:
    if _watching is None or event != "open" or not isinstance(arguments[0], str | bytes | os.PathLike):
        return
    _watching.see(os.path.realpath(os.fsdecode(arguments[0])))


def _of_chapters(module: str) -> bool:
    """Whether a module is one of the library's that chapters use; what runs them is not."""
    return module.partition(".")[0] == LIBRARY and not module.startswith(RUNNERS)


def _through_a_door() -> bool:
    """Whether one of the library's doors is among the callers."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_globals.get("__name__") in DOORS:
            return True
        frame = frame.f_back
    return False


def _free(root: Path) -> tuple[str, ...]:
    """Where a chapter may read: the library, the environment, the font cache, and chapters lent to the summary."""
    lent = os.environ.get("ANALYSIS_LIB_CHAPTERS")
    places = [root / "src", Path(sys.prefix), root / ".cache" / "fonts", *([Path(lent)] if lent else [])]
    return tuple(_folder(place) for place in places)


def _folder(path: Path) -> str:
    return os.path.join(os.path.realpath(path), "")
