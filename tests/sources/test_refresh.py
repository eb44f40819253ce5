"""A refresh writes all or nothing, says what changed, and refuses each kind of bad file by name."""

from __future__ import annotations

import gzip
import zipfile

import pytest
import yaml

import publications
from analysis_lib import contracts, transaction
from analysis_lib.errors import AssessmentError
from analysis_lib.sources import incoming
from analysis_lib.sources.refresh import refresh
from workshop import copy_project

SERIES = "recorded_crime_wards"


def state(project):
    raw = project / "data" / "raw"
    return {path.relative_to(raw).as_posix(): path.read_bytes() for path in raw.rglob("*") if path.is_file()}


def run(folder, **options):
    said: list[str] = []
    return refresh(folder, say=said.append, **options), "\n".join(said)


@pytest.fixture
def downloads(copied, tmp_path):
    folder = tmp_path / "downloads"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def wards():
    return publications.wards()


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A copy of the project that no test changes, if all is well."""
    return copy_project(tmp_path_factory.mktemp("whole") / "project")


def test_files_with_the_figures_held_change_nothing_and_keep_their_dates(copied, downloads, wards):
    wards.to_csv(downloads / "any name.csv", index=False)
    before = state(copied)
    written, said = run(downloads, published="2030-01")
    assert not written
    assert "read any name.csv: 2010-04 to 2026-02" in said
    assert "Nothing was written" in said
    assert state(copied) == before
    assert not transaction.stage().exists()


def test_new_and_revised_figures_are_written_dated_and_noted(copied, downloads, wards):
    changed = publications.later(wards)
    row = changed.index[(changed["WardName"] == "Cranham") & (changed["MinorText"] == "SHOPLIFTING")][0]
    old = int(changed.loc[row, "202601"])
    changed.loc[row, "202601"] = old + 3
    changed.to_csv(downloads / "wards.csv", index=False)
    written, said = run(downloads, published="2026-05")
    assert written
    note = (copied / "reports" / "revision-note.md").read_text(encoding="utf-8")
    assert note in said
    assert ", 2026-03 to 2026-03" in note  # the month added
    assert "revised: 1 of " in note
    percent = f"{100 * 3 / old:+.1f}" if old else ""
    assert f"| E05013968, SHOPLIFTING | 2026-01 | {old} | {old + 3} | +3 | {percent} |" in note
    package = contracts.descriptor()
    assert f"{package.source(SERIES).published:%Y-%m}" == "2026-05"
    assert f"{package.source('vawg').published:%Y-%m}" == "2026-04"  # not in the folder, so not touched
    assert package.coverage(SERIES)[1].isoformat() == "2026-03-01"
    assert len(package.read(SERIES)) > 0
    assert not run(downloads)[0]  # again: nothing to do


def test_a_month_that_is_not_one_is_refused(copied, downloads):
    with pytest.raises(AssessmentError, match="PUBLISHED must be a month such as 2026-04"):
        refresh(downloads, published="April")


def cell(frame, value):
    frame = frame.astype({"202507": "object"})
    frame.loc[frame.index[3], "202507"] = value
    return frame.to_csv(index=False)


BAD = {
    "a web page": (lambda f: "<!DOCTYPE html><html><body>Sign in</body></html>", "is a web page saved under"),
    "cut off in a row": (lambda f: f.to_csv(index=False)[:-40], "is cut off in the middle of a row"),
    "cut off between rows": (lambda f: f.head(len(f) // 3).to_csv(index=False), "has shrunk by more than half"),
    "another encoding": (
        lambda f: f.to_csv(index=False).replace("Havering-atte", "Häverin").encode("latin-1"),
        "is not UTF-8 text",
    ),
    "another encoding, two bytes": (lambda f: f.to_csv(index=False).encode("utf-16"), "is not UTF-8 text"),
    "decimal commas": (lambda f: cell(f, "3,5"), r"a count has a decimal comma.*row 5"),
    "a decimal": (lambda f: cell(f, "3.5"), r"a count must be a whole number.*row 5"),
    "a negative count": (lambda f: cell(f, -3), r"a count is negative.*row 5"),
    "an empty count": (lambda f: cell(f, ""), r"a count is empty.*row 5"),
    "an impossible count": (lambda f: cell(f, 10_000_000), r"ten million or more.*row 5"),
    "a formula": (lambda f: cell(f, '=HYPERLINK("x")'), r"begins with = or @.*row 5"),
    "a renamed column": (
        lambda f: f.rename(columns={"WardCode": "Code"}).to_csv(index=False),
        "missing: wardcode; not expected: code",
    ),
    "a column left out": (lambda f: f.drop(columns="MinorText").to_csv(index=False), "missing: .*minortext"),
    "one column more": (lambda f: f.assign(Note="x").to_csv(index=False), "not expected: note"),
    "a column twice": (
        lambda f: f.to_csv(index=False).replace("202506,202507", "202506,202506", 1),
        "202506 stands twice",
    ),
    "a month left out": (lambda f: f.drop(columns="202507").to_csv(index=False), "missing: 2025-07"),
    "a new category": (
        lambda f: f.replace("BICYCLE THEFT", "PIRACY").to_csv(index=False),
        'a new category, "PIRACY"',
    ),
    "a row twice": (
        lambda f: f.to_csv(index=False) + f.tail(1).to_csv(index=False, header=False),
        "ward_code and minor_category repeat an earlier row",
    ),
    "an earlier publication": (lambda f: f.iloc[:, :-1].to_csv(index=False), "They are an earlier publication"),
    "the file of earlier months left out": (
        lambda f: f.drop(columns=f.columns[5:105]).to_csv(index=False),
        "never joined",
    ),
    "a month that shrank": (
        lambda f: f.assign(**{"202508": f["202508"] // 4}).to_csv(index=False),
        "2025-08 has shrunk by more than half",
    ),
    "a new month that shrank": (
        lambda f: publications.later(f).assign(**{"202603": f["202602"] // 4}).to_csv(index=False),
        "2026-03 has shrunk by more than half",
    ),
    "nothing": (lambda f: "", "is empty"),
    "no rows": (lambda f: f.head(0).to_csv(index=False), "a first line and no row"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_by_name_and_the_old_figures_stay(case, whole, tmp_path, wards, monkeypatch):
    monkeypatch.setenv("ANALYSIS_LIB_ROOT", str(whole))
    spoil, words = BAD[case]
    content = spoil(wards)
    path = tmp_path / "download.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = state(whole)
    with pytest.raises(AssessmentError, match=words) as error:
        refresh(tmp_path, say=lambda line: None)
    assert "download.csv" in str(error.value) or "ward level" in str(error.value)
    assert state(whole) == before
    assert not transaction.stage().exists()


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_zip_and_gzip_files_are_read(copied, downloads, wards):
    zipped(downloads / "a.zip", {"folder/wards.csv": wards.to_csv(index=False), "read me.txt": "x"})
    assert "read wards.csv" in run(downloads)[1]
    (downloads / "a.zip").unlink()
    (downloads / "wards.csv.gz").write_bytes(gzip.compress(wards.to_csv(index=False).encode()))
    assert "read wards.csv" in run(downloads)[1]


@pytest.mark.parametrize(
    "name", ["../wards.csv", "/tmp/wards.csv", "a/../../wards.csv", "..\\wards.csv", "C:\\wards.csv"]
)
def test_a_zip_that_would_write_outside_its_folder_is_refused(name, copied, downloads):
    zipped(downloads / "a.zip", {name: "x"})
    with pytest.raises(AssessmentError, match=r"a\.zip .* outside the folder"):
        refresh(downloads, say=lambda line: None)


def test_an_archive_that_unpacks_past_its_limit_is_refused(copied, downloads, monkeypatch):
    monkeypatch.setattr(incoming, "LIMIT", 1_000_000)
    zipped(downloads / "a.zip", {"a.csv": "0" * 900_000, "b.csv": "0" * 900_000})
    with pytest.raises(AssessmentError, match=r"a\.zip unpacks to more than 1,000,000 bytes"):
        refresh(downloads, say=lambda line: None)
    (downloads / "a.zip").unlink()
    (downloads / "a.csv.gz").write_bytes(gzip.compress(b"0" * 1_000_001))
    with pytest.raises(AssessmentError, match=r"a\.csv\.gz unpacks to more than"):
        refresh(downloads, say=lambda line: None)


@pytest.mark.parametrize("name", ["a.zip", "a.csv.gz"])
def test_a_damaged_archive_is_refused(name, copied, downloads):
    if name == "a.zip":
        content = zipped(downloads / name, {"a.csv": "1,2,3\n" * 1000}).read_bytes()
    else:
        content = gzip.compress(b"1,2,3\n" * 1000)
    (downloads / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(AssessmentError, match=f"{name} is cut off or damaged"):
        refresh(downloads, say=lambda line: None)


def test_a_second_refresh_at_the_same_time_is_refused(copied, downloads):
    with transaction.alone(), pytest.raises(AssessmentError, match="Another refresh is running"):
        refresh(downloads, say=lambda line: None)


def test_a_table_kept_by_hand_that_was_edited_is_checked_and_recorded(copied, downloads, wards):
    wards.to_csv(downloads / "wards.csv", index=False)
    path = copied / "data" / "raw" / "measures.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",Gun crime,", ",Gun crime", 1), encoding="utf-8")
    with pytest.raises(AssessmentError, match=r"measures\.csv"):
        refresh(downloads, say=lambda line: None)
    path.write_text(text.replace(",Gun crime,", ",Crime with a gun,", 1), encoding="utf-8")
    assert run(downloads)[0]
    assert "Crime with a gun" in set(contracts.descriptor().read("measures")["title"])


def test_breaks_crossed_and_labels_new_or_gone_are_said(copied, downloads, wards):
    path = copied / "data" / "raw" / contracts.DESCRIPTOR
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    content["series"][SERIES]["breaks"].append({"month": "2026-03", "label": "A new law"})
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    changed = publications.later(wards)
    changed = changed[changed["MinorText"] != "BICYCLE THEFT"]
    changed.to_csv(downloads / "wards.csv", index=False)
    said = run(downloads, published="2026-05")[1]
    assert "break crossed at 2026-03: A new law" in said
    assert "minor_category gone: BICYCLE THEFT" in said
    assert "- vanished: " in said
