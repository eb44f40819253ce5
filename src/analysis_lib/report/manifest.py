"""What a report was made from: parameters, versions and checksums. No clock, no path, no machine."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import platform
from pathlib import Path
from typing import Any

from analysis_lib import contracts, files, project
from analysis_lib.assessment import Assessment
from analysis_lib.contents import Contents
from analysis_lib.prepare import RECIPES

PACKAGES = (
    "jupyterlab",
    "papermill",
    "nbconvert",
    "pandas",
    "numpy",
    "scipy",
    "statsmodels",
    "matplotlib",
    "seaborn",
    "typst",
    "pikepdf",
)


def manifest(plan: Contents, assessment: Assessment) -> dict[str, Any]:
    """Parameters, the SHA-256 of every input, and the versions of what made the report."""
    library = Path(__file__).parents[1]
    sources = sorted(path for path in library.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    code = hashlib.sha256(
        "".join(f"{path.relative_to(library).as_posix()} {files.sha256(path)}\n" for path in sources).encode()
    )
    return {
        "parameters": assessment.parameters | {"area_code": assessment.area.code},
        "data": contracts.descriptor().checksums(*RECIPES["recorded_crime"].tables),
        "descriptor": files.sha256(project.raw() / contracts.DESCRIPTOR),
        "chapters": {chapter.notebook.name: files.sha256(chapter.notebook) for chapter in plan.chapters},
        "contents": files.sha256(project.notebooks() / "contents.toml"),
        "theme": files.sha256(project.notebooks() / "theme.toml"),
        "library": code.hexdigest(),
        "lock": files.sha256(project.root() / "requirements.lock"),
        "versions": {"python": platform.python_version()}
        | {name: importlib.metadata.version(name) for name in ("analysis-lib", *PACKAGES)},
    }


def facts(made_of: dict[str, Any]) -> list[dict[str, Any]]:
    """The manifest as the tables of the report's last page."""
    single = {
        "data/raw/datapackage.yaml": made_of["descriptor"],
        "notebooks/contents.toml": made_of["contents"],
        "notebooks/theme.toml": made_of["theme"],
        "src/analysis_lib (all files)": made_of["library"],
        "requirements.lock": made_of["lock"],
    }
    chapters = {f"notebooks/{name}": checksum for name, checksum in made_of["chapters"].items()}
    data = {f"data/raw/{name}": checksum for name, checksum in made_of["data"].items()}
    return [
        {
            "title": "Versions",
            "columns": ["Program", "Version"],
            "rows": [list(item) for item in made_of["versions"].items()],
        },
        {
            "title": "Checksums of figures, chapters and code",
            "columns": ["File", "SHA-256, first 32 of 64 characters"],
            "rows": [[name, checksum[:32]] for name, checksum in (data | chapters | single).items()],
        },
    ]


def write(made_of: dict[str, Any], folder: Path) -> None:
    files.write_atomically(folder / "manifest.json", json.dumps(made_of, ensure_ascii=False, indent=1) + "\n")
