"""``make refresh FROM=folder``: read hand-downloaded publications and write figures and descriptor together."""

from __future__ import annotations

import copy
import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from analysis_lib import contracts, files, project, transaction
from analysis_lib.errors import AssessmentError
from analysis_lib.sources import guards, incoming, mopac, police_uk, revision
from analysis_lib.sources.metropolitan_police import (
    borough,
    business,
    dashboard,
    homicide,
    small_areas,
    violence_against_women,
)
from analysis_lib.sources.mhclg import deprivation
from analysis_lib.sources.ons import census, geography, mid_year
from analysis_lib.sources.publication import Figures, Publication

PUBLICATIONS: tuple[Publication, ...] = (
    borough.PUBLICATION,
    small_areas.WARD_PUBLICATION,
    small_areas.LSOA_PUBLICATION,
    dashboard.PUBLICATION,
    violence_against_women.PUBLICATION,
    business.PUBLICATION,
    homicide.PUBLICATION,
    mopac.PUBLICATION,
    police_uk.PUBLICATION,
    mid_year.PUBLICATION,
    census.PUBLICATION,
    geography.PUBLICATION,
    deprivation.PUBLICATION,
)
NOTE = "reports/revision-note.md"
Tables = dict[str, list[Figures]]


def refresh(folder: Path | None, *, published: str | None = None, say: Callable[[str], None] = print) -> bool:
    """Write ``data/raw`` anew from the publications in ``folder``; False if nothing in them is new.

    Without a folder only the tables that are kept by hand are looked at.
    A series whose publication is not in the folder stays as it is. A series that changed is dated with the month that
    its files name, else with ``published`` (``2026-04``), else with the present month; one that did not keeps its
    date. A table that is kept by hand and was edited is checked, and its new checksum recorded.

    All is read, checked and read back before anything is written; then figures, descriptor and the revision note
    change together or not at all. Raises :class:`AssessmentError` for a file that is not as published, for figures
    that reach less far than those held or shrink by more than half, and while another refresh is running.
    """
    if published and not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", published):
        raise AssessmentError(f'PUBLISHED must be a month such as 2026-04, got "{published}".')
    if folder is not None and not folder.is_dir():
        raise AssessmentError(
            f"{folder} is not a folder. Give the folder that holds the downloaded files: make refresh FROM=folder"
        )
    with transaction.alone():
        transaction.discard()
        try:
            return _refresh(folder, published, say)
        finally:
            transaction.discard()


def _refresh(folder: Path | None, published: str | None, say: Callable[[str], None]) -> bool:
    package = contracts.descriptor()
    tables = _read(folder, package, say) if folder else {}
    stage = transaction.stage() / "new"
    content = copy.deepcopy(package.content)
    for series, found in tables.items():
        _write(series, found, content, stage)
    _seal(content, stage)
    changed = {series for series in tables if _held(package, series) != _declared(content, series)}
    for series in changed & set(content["series"]):
        named = max(table.published for table in tables[series])
        about = content["series"][series]
        about["published"] = named or published or f"{datetime.date.today():%Y-%m}"
        if (named or published) and "date_inferred" in about:
            del about["date_inferred"]
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110)
    if not changed and text == (package.folder / contracts.DESCRIPTOR).read_text(encoding="utf-8"):
        say("The figures held are already those of these files. Nothing was written.")
        return False
    staged = contracts.Descriptor(package.folder, content, stage / "data" / "raw")
    for series in [*tables, *_edited(package, content)]:
        staged.read(series)
    note = _note(package, staged, [series for series in tables if series in changed])
    say(f"\n{note}")
    files.write_atomically(stage / NOTE, note)
    files.write_atomically(stage / "data" / "raw" / contracts.DESCRIPTOR, text)
    transaction.commit(_gone(package, content))
    named = ", ".join(series for series in tables if series in changed)
    say(f"data/raw now holds new figures of: {named or 'tables kept by hand'}. What changed is kept in {NOTE}.")
    return True


def _read(folder: Path, package: contracts.Descriptor, say: Callable[[str], None]) -> Tables:
    """The tables of each series whose publication is in the folder."""
    offered = incoming.tables(folder, transaction.stage() / "unpacked")
    _refuse_nearly_recognised(offered)
    read: Tables = {}
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


def _refuse_nearly_recognised(offered: list[Path]) -> None:
    for path in offered:
        if not any(publication.recognises(path) for publication in PUBLICATIONS):
            for publication in PUBLICATIONS:
                if problem := publication.nearly(path):
                    raise AssessmentError(
                        f"{path.name} is nearly a file of {publication.series}, but its columns are not as published "
                        f"({problem}). Download it again. If the publisher has changed its columns, "
                        "analysis_lib.sources must learn them first."
                    )


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
        text = table.frame.to_csv(index=False, lineterminator="\n")
        files.write_atomically(stage / "data" / "raw" / table.path, text)


def _seal(content: dict[str, Any], stage: Path) -> None:
    """The checksum and size of every table, staged or held."""
    for entry in content["resources"]:
        path = stage / "data" / "raw" / entry["path"]
        path = path if path.exists() else project.raw() / entry["path"]
        if not path.exists():
            raise AssessmentError(
                f"{project.shown(path)} is missing. Restore it with: git checkout -- {project.shown(path)}"
            )
        entry["hash"], entry["bytes"] = f"sha256:{files.sha256(path)}", path.stat().st_size


def _declared(content: dict[str, Any], series: str) -> dict[str, str]:
    entries = [entry for entry in content["resources"] if entry.get("series", entry["name"]) == series]
    return {entry["path"]: entry["hash"] for entry in entries}


def _held(package: contracts.Descriptor, series: str) -> dict[str, str]:
    """The checksums of the files of a series as they are, not as they are declared."""
    paths = [entry["path"] for entry in package.resources(series) if (package.folder / entry["path"]).exists()]
    return {path: f"sha256:{files.sha256(package.folder / path)}" for path in paths}


def _note(package: contracts.Descriptor, staged: contracts.Descriptor, changed: list[str]) -> str:
    """The revision note; raises if the new figures lose or shrink what is held."""
    revisions = []
    for series in changed:
        if series not in package.content["series"] or series == borough.FIRST_PUBLISHED:
            continue
        about, entry = package.content["series"][series], package.resources(series)[0]
        breaks = {mark["month"]: mark["label"] for mark in about.get("breaks", [])}
        before, after = (_figures(descriptor, series, entry) for descriptor in (package, staged))
        found = revision.Revision(series, about["title"], before, after, breaks)
        if contracts.MONTH_COLUMNS[0] in [field["name"] for field in entry["schema"]["fields"]]:
            guards.refuse_loss(found)
            guards.refuse_shrinkage(found)
        revisions.append(found)
    return revision.note(revisions)


def _figures(package: contracts.Descriptor, series: str, entry: dict[str, Any]) -> pd.Series:
    """The figures of a series; none if those held are damaged, which a refresh is there to mend."""
    try:
        return revision.figures(package.read(series), entry)
    except AssessmentError:
        if package.staged is not None:
            raise
        return revision.figures(package.empty(series), entry)


def _edited(package: contracts.Descriptor, content: dict[str, Any]) -> list[str]:
    """The tables kept by hand that were edited since their checksum was recorded."""
    old = {entry["name"]: entry["hash"] for entry in package.content["resources"]}
    kept = [entry for entry in content["resources"] if entry.get("kept_by_hand")]
    return [entry.get("series", entry["name"]) for entry in kept if entry["hash"] != old[entry["name"]]]


def _gone(package: contracts.Descriptor, content: dict[str, Any]) -> list[str]:
    """The files of figures that the new descriptor no longer lists."""
    kept = {entry["path"] for entry in content["resources"]}
    raw = project.raw().relative_to(project.root())
    return [(raw / entry["path"]).as_posix() for entry in package.content["resources"] if entry["path"] not in kept]
