"""``make refresh FROM=folder``: read hand-downloaded publications and write figures and descriptor together."""

from __future__ import annotations

import copy
import datetime
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from analysis_lib import contracts, files, project
from analysis_lib.errors import AssessmentError
from analysis_lib.sources.metropolitan_police import borough, dashboard, small_areas, violence_against_women
from analysis_lib.sources.mhclg import deprivation
from analysis_lib.sources.ons import census, geography, mid_year
from analysis_lib.sources.publication import Figures, Publication

PUBLICATIONS: tuple[Publication, ...] = (
    borough.PUBLICATION,
    small_areas.WARD_PUBLICATION,
    small_areas.LSOA_PUBLICATION,
    dashboard.PUBLICATION,
    violence_against_women.PUBLICATION,
    mid_year.PUBLICATION,
    census.PUBLICATION,
    geography.PUBLICATION,
    deprivation.PUBLICATION,
)
READ = (".csv", ".csv.gz", ".geojson")


def refresh(folder: Path, *, published: str | None = None, say: Callable[[str], None] = print) -> bool:
    """Write ``data/raw`` anew from the publications in ``folder``; False if nothing in them is new.

    A series whose publication is not in the folder stays as it is. ``published`` is the month of the publications
    whose figures are new (``2026-04``); if it is left out, they take the present month, and figures that have not
    changed keep theirs. A table that is kept by hand and was edited is checked, and its new checksum recorded.
    Nothing is written until all files have been read, checked and read back.
    """
    if not folder.is_dir():
        raise AssessmentError(
            f"{folder} is not a folder. Give the folder that holds the downloaded files: make refresh FROM=folder"
        )
    package = contracts.descriptor()
    read = _read(folder, package, say)
    stage = project.cache() / "refresh"
    shutil.rmtree(stage, ignore_errors=True)
    content = copy.deepcopy(package.content)
    for series, tables in read.items():
        _write(series, tables, content, stage)
    _seal(content, stage)
    for series in read:
        if series not in content["series"]:
            continue
        if published or _checksums(content, series) != _checksums(package.content, series):
            content["series"][series]["published"] = published or f"{datetime.date.today():%Y-%m}"
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110)
    if text == (package.folder / contracts.DESCRIPTOR).read_text(encoding="utf-8"):
        say("The figures held are already those of these files. Nothing was written.")
        return False
    _put_in_place(text, list(read), stage)
    say(f"data/raw now holds the figures of these files: {', '.join(read)}.")
    return True


def _read(folder: Path, package: contracts.Descriptor, say: Callable[[str], None]) -> dict[str, list[Figures]]:
    """The tables of each series whose publication is in the folder."""
    offered = [path for path in sorted(folder.rglob("*")) if path.name.endswith(READ) and path.is_file()]
    read = {}
    for publication in PUBLICATIONS:
        if paths := [path for path in offered if publication.recognises(path)]:
            for table in publication.read(paths, package, say):
                read.setdefault(table.series or publication.series, []).append(table)
    if not read:
        pages = "\n  ".join(sorted({package.content["series"][p.series]["page"] for p in PUBLICATIONS}))
        raise AssessmentError(
            f"{folder} holds no file of a publication that is read here. Download them from:\n  {pages}"
        )
    return read


def _write(series: str, tables: list[Figures], content: dict[str, Any], stage: Path) -> None:
    """The tables of a series below ``stage``, and their entries in ``content``, each after the pattern of the first."""
    pattern = next(entry for entry in content["resources"] if entry.get("series", entry["name"]) == series)
    place = content["resources"].index(pattern)
    kept = [entry for entry in content["resources"] if entry.get("series", entry["name"]) != series]
    entries = [
        pattern | {"name": table.about.get("name", pattern["name"]), "path": table.path} | table.about
        for table in tables
    ]
    content["resources"] = [*kept[:place], *entries, *kept[place:]]
    for table in tables:
        files.write_atomically(stage / table.path, table.frame.to_csv(index=False, lineterminator="\n"))


def _seal(content: dict[str, Any], stage: Path) -> None:
    """The checksum and size of every table, staged or held."""
    for entry in content["resources"]:
        path = stage / entry["path"]
        path = path if path.exists() else project.raw() / entry["path"]
        entry["hash"], entry["bytes"] = f"sha256:{files.sha256(path)}", path.stat().st_size


def _checksums(content: dict[str, Any], series: str) -> dict[str, str]:
    return {
        entry["path"]: entry["hash"] for entry in content["resources"] if entry.get("series", entry["name"]) == series
    }


def _put_in_place(text: str, read: list[str], stage: Path) -> None:
    """Read the staged figures back through the contracts, then swap them in with their descriptor."""
    content = yaml.safe_load(text)
    staged = {path.relative_to(stage).as_posix() for path in stage.rglob("*.csv")}
    for entry in content["resources"]:
        if entry["path"] not in staged:
            (stage / entry["path"]).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(project.raw() / entry["path"], stage / entry["path"])
    checked = contracts.Descriptor(stage, content)
    for series in read:
        checked.read(series)
    for path in sorted(staged):
        files.write_atomically(project.raw() / path, (stage / path).read_bytes())
    files.write_atomically(project.raw() / contracts.DESCRIPTOR, text)
    shutil.rmtree(stage, ignore_errors=True)
