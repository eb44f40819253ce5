"""Reading the publication: recognised by its columns, checked row by row, figures as published."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis_lib import contracts, files
from analysis_lib.errors import AssessmentError
from analysis_lib.sources.metropolitan_police import borough as mps
from analysis_lib.sources.refresh import refresh
from workshop import CHECKOUT, SHARED

HEAD = "MajorText,MinorText,BoroughName"
EARLY = f"""{HEAD},201001,201002
ROBBERY,ROBBERY OF PERSONAL PROPERTY,Havering,3,4
BURGLARY,DOMESTIC BURGLARY,Havering,5,6
"""
LATE = f"""{HEAD.lower()},201003,201004
ROBBERY,ROBBERY OF PERSONAL PROPERTY,Havering,1,2
ROBBERY,ROBBERY OF PERSONAL PROPERTY,Barnet,7,8
"""
KNOWN = {("ROBBERY", "ROBBERY OF PERSONAL PROPERTY"), ("BURGLARY", "DOMESTIC BURGLARY")}


def written(folder, **texts):
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return [mps.read(path) for path in sorted(folder.glob("*.csv")) if mps.looks_like(path)]


def test_tidy_by_hand(tmp_path):
    (chain,) = mps.vintages(written(tmp_path, a=LATE, b=EARLY))
    counts = mps.tidy(chain)
    assert [str(month) for month in counts.columns] == ["2010-01", "2010-02", "2010-03", "2010-04"]
    rows = {
        (area, minor): list(row)
        for (area, _, minor), row in zip(counts.index, counts.to_numpy(dtype=object), strict=True)
    }
    assert rows["Havering", "ROBBERY OF PERSONAL PROPERTY"] == [3, 4, 1, 2]
    assert rows["Havering", "DOMESTIC BURGLARY"] == [
        5,
        6,
        0,
        0,
    ]  # covered by the later file, which prints no row of noughts
    assert rows["Barnet", "ROBBERY OF PERSONAL PROPERTY"] == [pd.NA, pd.NA, 7, 8]  # not covered by the earlier file


def test_the_newest_publication_is_the_one_with_the_last_month(tmp_path):
    older = EARLY.replace("201002", "201003").replace("201001", "201002")
    found = mps.vintages(written(tmp_path, late=LATE, early=EARLY, older=older))
    assert [[file.name for file in chain] for chain in found] == [["early.csv", "late.csv"], ["older.csv"]]


def test_the_two_recording_systems_are_told_apart_and_never_joined(tmp_path):
    cris = {("Robbery", "Personal Robbery")}
    text = LATE.replace("ROBBERY,ROBBERY OF PERSONAL PROPERTY", "Robbery,Personal Robbery")
    mixed = f"{EARLY}Robbery,Personal Robbery,Havering,1,1\n"
    new = EARLY.replace("DOMESTIC BURGLARY", "BURGLARY OF A BARN")
    a, b, c, d = written(tmp_path, a=EARLY, b=text, c=mixed, d=new)
    assert mps.system_of(a, KNOWN, cris) == "recorded_crime"
    assert mps.system_of(b, KNOWN, cris) == "recorded_crime_cris"
    with pytest.raises(AssessmentError, match=r"c\.csv .* CONNECT and CRIS.* never joined"):
        mps.system_of(c, KNOWN, cris)
    with pytest.raises(AssessmentError, match=r'd\.csv holds a new category, "BURGLARY OF A BARN"'):
        mps.system_of(d, KNOWN, cris)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (EARLY.replace("3,4", "3,-4"), r"negative; it must be a whole number, 0 or more \(row 2\)"),
        (EARLY.replace("3,4", "3,"), r"empty; it must be a whole number, 0 or more \(row 2\)"),
        (EARLY.replace("3,4", "3,4.5"), r"whole number"),
        (
            EARLY.replace("BURGLARY,DOMESTIC BURGLARY", "ROBBERY,ROBBERY OF PERSONAL PROPERTY"),
            r"area and .* repeat an earlier row \(row 3\)",
        ),
        (EARLY.replace("201002", "201003"), "missing: 2010-02"),
    ],
)
def test_bad_rows_are_named(tmp_path, text, words):
    with pytest.raises(AssessmentError, match=words) as error:
        written(tmp_path, bad=text)
    assert "bad.csv" in str(error.value)


def test_a_folder_without_the_publication_is_refused(copied, tmp_path):
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(AssessmentError, match="no file of a publication"):
        refresh(tmp_path, say=lambda text: None)
    with pytest.raises(AssessmentError, match="is not a folder"):
        refresh(tmp_path / "nowhere", say=lambda text: None)


@pytest.mark.proof
@pytest.mark.skipif(not SHARED.is_dir(), reason="the publication is not beside the project")
def test_refresh_from_the_publication_restores_a_year_that_was_lost(copied):
    # oracle: the shipped files themselves, byte for byte, after the copy has lost one and its checksum
    raw = copied / "data" / "raw"
    shipped = {path.relative_to(raw): path.read_bytes() for path in raw.rglob("*") if path.is_file()}
    before, after = (raw / contracts.DESCRIPTOR).read_text(encoding="utf-8").split("path: recorded_crime/2019.csv")
    after = after.replace("sha256:", "sha256:0", 1)
    (raw / contracts.DESCRIPTOR).write_text(f"{before}path: recorded_crime/2019.csv{after}", encoding="utf-8")
    (raw / "recorded_crime" / "2019.csv").unlink()
    assert refresh(SHARED / "data" / "police", published="2026-04", say=lambda line: None)
    assert {path.relative_to(raw): path.read_bytes() for path in raw.rglob("*") if path.is_file()} == shipped
    assert not refresh(SHARED / "data", say=lambda line: None)


def test_no_file_of_figures_is_a_copy_of_a_publication():
    if not SHARED.is_dir():
        pytest.skip("the publication is not beside the project")
    published = {files.sha256(path) for path in (SHARED / "data").rglob("*") if path.is_file()}
    assert not published & {files.sha256(path) for path in (CHECKOUT / "data").rglob("*") if path.is_file()}
