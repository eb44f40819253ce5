"""Where things are: every folder of the project, found from its root."""

from __future__ import annotations

import os
from pathlib import Path

from analysis_lib.errors import AssessmentError


def root() -> Path:
    """The project's folder: the one that holds ``data/raw/datapackage.yaml``.

    ``ANALYSIS_LIB_ROOT`` names another (the tests work on copies that way); otherwise it is the
    checkout this library was installed from.
    """
    folder = Path(os.environ.get("ANALYSIS_LIB_ROOT") or Path(__file__).resolve().parents[2])
    if not (folder / "data" / "raw").is_dir():
        raise AssessmentError(
            f"{folder} holds no data/raw, so it is not a checkout of this project. "
            "Install the library from its own folder: see README.md, Set-up."
        )
    return folder


def raw() -> Path:
    """Published figures and their descriptor."""
    return root() / "data" / "raw"


def processed() -> Path:
    """Tables prepared from the published figures; they can be made again."""
    return root() / "data" / "processed"


def notebooks() -> Path:
    """The chapters, and what is set in them."""
    return root() / "notebooks"


def reports() -> Path:
    """Built assessments, a folder each."""
    return root() / "reports"


def cache() -> Path:
    """The build's own memory, never committed. ``make clean`` empties it; a report that a killed build has set aside
    waits in it for the next build."""
    folder = root() / ".cache"
    folder.mkdir(exist_ok=True)
    return folder


def shown(path: Path) -> str:
    """A path as the analyst knows it: from the project's root, with forward slashes."""
    try:
        return path.resolve().relative_to(root().resolve()).as_posix()
    except ValueError:
        return path.as_posix()
