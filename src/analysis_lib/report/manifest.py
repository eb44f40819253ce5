"""What a report was made from: parameters, versions and checksums. No clock, no path, no machine."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from analysis_lib import files, project
from analysis_lib.report.fingerprints import DESCRIPTOR, LOCK, Inputs, checksum

RAW = "data/raw/"
FACES = ("regular", "semibold", "italic", "serif_semibold")  # of the fonts that a theme may name


def manifest(
    parameters: dict[str, Any], chapters: dict[str, str], found: list[dict[str, Any]], now: Inputs
) -> dict[str, Any]:
    """Parameters, the SHA-256 of every input that was used, and the versions of what made the report.

    ``chapters`` are the checksums of the notebooks by name, ``found`` what each read. The library counts by the code of
    the modules that chapters and report really use, comments and docstrings left out.
    """
    opened = {path for one in found for path in one["files"] if path.startswith(RAW) and path != DESCRIPTOR}
    used = {name for one in found for name in one["modules"]} | now.closure("analysis_lib.report.parts")
    environment = dict(now.environment)
    return {
        "parameters": parameters,
        "data": {path.removeprefix(RAW): now.files[path] for path in sorted(opened)},
        "sources": sorted({names[0] for one in found for question, names, _ in one["answers"] if question == "source"}),
        "descriptor": now.files[DESCRIPTOR],
        "chapters": chapters,
        "contents": now.files["notebooks/contents.toml"],
        "theme": now.files.get("notebooks/theme.toml", ""),
        "theme_files": theme_files(now),
        "library": checksum([now.code(used), now.others]),
        "lock": environment.pop(LOCK),
        "versions": environment,
    }


def theme_files(now: Inputs) -> dict[str, str]:
    """The logo and the fonts that the theme names, with their checksums; a theme that is no TOML is refused later."""
    try:
        said = tomllib.loads((project.notebooks() / "theme.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    fonts = said.get("fonts") or {}
    names = [f"{fonts.get('folder')}/{fonts[name]}" for name in FACES if name in fonts]
    paths = [f"notebooks/{name}" for name in (said.get("logo"), *names) if name]
    return {path: now.file(path) for path in paths}


def facts(made_of: dict[str, Any]) -> list[dict[str, Any]]:
    """The manifest as the tables of the report's last page."""
    single = {
        "data/raw/datapackage.yaml": made_of["descriptor"],
        "notebooks/contents.toml": made_of["contents"],
        "notebooks/theme.toml": made_of["theme"],
        "src/analysis_lib (code that was used)": made_of["library"],
        "requirements.lock": made_of["lock"],
    }
    chapters = {f"notebooks/{name}": found for name, found in made_of["chapters"].items()}
    data = {f"data/raw/{name}": found for name, found in made_of["data"].items()}
    return [
        {
            "title": "Versions",
            "columns": ["Program", "Version"],
            "rows": [list(item) for item in made_of["versions"].items()],
        },
        {
            "title": "Checksums of figures, chapters and code",
            "columns": ["File", "SHA-256, first 32 of 64 characters"],
            "rows": [[name, found[:32]] for name, found in (data | chapters | made_of["theme_files"] | single).items()],
        },
    ]


def write(made_of: dict[str, Any], folder: Path) -> None:
    """Write ``manifest.json`` into the report's folder."""
    files.write_atomically(folder / "manifest.json", json.dumps(made_of, ensure_ascii=False, indent=1) + "\n")
