"""The shipped figures are those of the publications: read from them alone, they come out the same, byte for byte."""

from __future__ import annotations

import pytest
import yaml

from analysis_lib import contracts, files
from analysis_lib.sources.refresh import refresh
from publications import run, state
from workshop import SHARED

DATES = ("published", "date_inferred")  # the files mostly do not say them; they are kept where nothing changed


def without_dates(content):
    for about in content["series"].values():
        for name in DATES:
            about.pop(name, None)
    return content


@pytest.mark.proof
@pytest.mark.skipif(not SHARED.is_dir(), reason="the publications are not beside the project")
def test_a_clean_clone_reproduces_every_figure_and_then_has_nothing_to_do(copied):
    before = state(copied)
    assert not run(SHARED / "data")[0]
    assert state(copied) == before


@pytest.mark.proof
@pytest.mark.skipif(not SHARED.is_dir(), reason="the publications are not beside the project")
def test_a_clone_that_has_lost_every_figure_gets_them_all_back(copied):
    # oracle: the shipped files themselves; only what is kept by hand is left, so that nothing can rest on what is held
    raw = copied / "data" / "raw"
    shipped = state(copied)
    content = yaml.safe_load(shipped[contracts.DESCRIPTOR])
    for entry in content["resources"]:
        if not entry.get("kept_by_hand"):
            path = raw / entry["path"]
            path.write_bytes(path.read_bytes().split(b"\n", 1)[0] + b"\n")
            entry["hash"], entry["bytes"] = f"sha256:{files.sha256(path)}", path.stat().st_size
    (raw / contracts.DESCRIPTOR).write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    assert refresh(SHARED / "data", say=lambda line: None)
    found = state(copied)
    declared, as_shipped = (
        without_dates(yaml.safe_load(part.pop(contracts.DESCRIPTOR))) for part in (found, dict(shipped))
    )
    del shipped[contracts.DESCRIPTOR]
    assert sorted(name for name in shipped if found.get(name) != shipped[name]) == []
    assert sorted(found) == sorted(shipped)
    assert declared == as_shipped
