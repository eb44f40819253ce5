"""``make refresh FROM=folder``: read hand-downloaded publications and write figures and descriptor together."""

from __future__ import annotations

import copy
import datetime
import shutil
from pathlib import Path

import pandas as pd
import yaml

from analysis_lib import contracts, files, project
from analysis_lib.errors import AssessmentError
from analysis_lib.sources import metropolitan_police

SERIES = "recorded_crime"


def refresh(folder: Path, *, published: str | None = None, say=print) -> bool:
    """Write ``data/raw`` anew from the publications in ``folder``; False if nothing in them is new.

    ``published`` is the month of the publication (``2026-04``); if it is left out, figures that have
    not changed keep theirs, and changed ones take the present month. A table that is kept by hand and
    was edited is checked, and its new checksum recorded. Nothing is written until all files have been
    read, checked and read back.
    """
    if not folder.is_dir():
        raise AssessmentError(
            f"{folder} is not a folder. Give the folder that holds the downloaded files: make refresh FROM=folder"
        )
    counts = _recorded_crime(folder, say)
    package = contracts.descriptor()
    stage = project.cache() / "refresh"
    shutil.rmtree(stage, ignore_errors=True)
    content = _write_figures(counts, copy.deepcopy(package.content), stage)
    unchanged = _checksums(content) == _checksums(package.content)
    kept = package.content["series"][SERIES]["published"] if unchanged else f"{datetime.date.today():%Y-%m}"
    content["series"][SERIES]["published"] = published or kept
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110)
    if text == (package.folder / contracts.DESCRIPTOR).read_text(encoding="utf-8"):
        say("The figures held are already those of these files. Nothing was written.")
        return False
    _put_in_place(text, stage)
    say(f"data/raw now holds {SERIES} from {counts.columns[0]} to {counts.columns[-1]}.")
    return True


def _recorded_crime(folder: Path, say) -> pd.DataFrame:
    package = contracts.descriptor()
    known = package.hand_kept("offence_categories")
    pairs = set(known[["major_category", "minor_category"]].itertuples(index=False, name=None))
    found = []
    for path in sorted(folder.rglob("*.csv")):
        if metropolitan_police.looks_like(path):
            found.append(metropolitan_police.read(path))
            say(f"read {path.name}: {found[-1].first} to {found[-1].last}")
    if not found:
        raise AssessmentError(
            f"{folder} holds no borough-level file of the publication. Download both files from "
            f"{package.content['series'][SERIES]['page']} into it."
        )
    chain, notes = metropolitan_police.newest_vintage(found, pairs)
    for note in notes:
        say(f"not used, {note}")
    return metropolitan_police.tidy(chain)


def _write_figures(counts: pd.DataFrame, content: dict, stage: Path) -> dict:
    """One CSV per calendar year below ``stage``; the descriptor's entries for them, in ``content``."""
    pattern = next(entry for entry in content["resources"] if entry.get("series") == SERIES)
    content["resources"] = [entry for entry in content["resources"] if entry.get("series") != SERIES]
    for year, months in counts.T.groupby(counts.columns.year):
        table = months.T.dropna(how="all")
        first, last = table.columns[0], table.columns[-1]
        table.columns = [f"{month.month:02d}" for month in table.columns]
        path = f"{SERIES}/{year}.csv"
        text = table.reindex(columns=contracts.MONTH_COLUMNS).reset_index().to_csv(index=False, lineterminator="\n")
        files.write_atomically(stage / path, text)
        entry = pattern | {
            "name": f"recorded-crime-{year}",
            "path": path,
            "year": int(year),
            "title": f"Offences recorded by the police in {year}, by area and category",
            "temporal": {"start": str(first), "end": str(last)},
        }
        content["resources"].append(entry)
    for entry in content["resources"]:
        path = stage / entry["path"] if entry.get("series") == SERIES else project.raw() / entry["path"]
        entry["hash"], entry["bytes"] = f"sha256:{files.sha256(path)}", path.stat().st_size
    return content


def _checksums(content: dict) -> dict[str, str]:
    return {entry["path"]: entry["hash"] for entry in content["resources"]}


def _put_in_place(text: str, stage: Path) -> None:
    """Read the staged figures back through the contracts, then swap them in with their descriptor."""
    content = yaml.safe_load(text)
    for entry in content["resources"]:
        if entry.get("series") != SERIES:
            shutil.copy(project.raw() / entry["path"], stage / entry["path"])
    contracts.Descriptor(stage, content).read(SERIES)
    files.replace_folder(stage / SERIES, project.raw() / SERIES, aside=project.cache() / "refresh-aside")
    files.write_atomically(project.raw() / contracts.DESCRIPTOR, text)
    shutil.rmtree(stage, ignore_errors=True)
