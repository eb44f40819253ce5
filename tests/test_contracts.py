"""A file of figures is read only if it is the one described: checksum, columns, types, values, categories."""

from __future__ import annotations

import shutil

import frictionless
import pytest
import yaml

import workshop
from analysis_lib import catalogue, contracts
from analysis_lib.assessment import assessment
from analysis_lib.errors import AssessmentError
from workshop import CHECKOUT

FILE = "recorded_crime/2019.csv"
ROW = "Havering,ROBBERY,ROBBERY OF PERSONAL PROPERTY"


def spoil(folder, old, new, *, name=FILE, redeclare=False):
    """Change a file of figures; with ``redeclare``, give the descriptor the checksum of the spoilt file."""
    path = folder / "data" / "raw" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    if redeclare:
        workshop.redeclare(folder, name)


def error_of(series="recorded_crime"):
    with pytest.raises(AssessmentError) as error:
        contracts.descriptor().read(series)
    return str(error.value)


def line_of(folder, start):
    lines = (folder / "data" / "raw" / FILE).read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith(start))


def test_the_descriptor_is_a_valid_data_package_and_its_files_are_as_declared(tmp_path):
    # oracle: the frictionless library, an independent implementation of the Data Package standard
    package = tmp_path / "raw"  # it refuses to read outside the folder it runs in
    shutil.copytree(CHECKOUT / "data" / "raw", package)
    report = frictionless.validate(str(package / contracts.DESCRIPTOR))
    assert report.valid, report.flatten(["title", "type", "message"])
    assert report.stats["tasks"] == len(list(package.rglob("*.csv")))


def test_frictionless_sees_a_spoilt_file(copied):
    spoil(copied, ROW, ROW.replace("PERSONAL", "PERSONNEL"))
    report = frictionless.validate(str(copied / "data" / "raw" / contracts.DESCRIPTOR))
    assert not report.valid


def test_every_file_of_data_raw_is_described():
    described = {entry["path"] for entry in contracts.descriptor().content["resources"]} | {contracts.DESCRIPTOR}
    folder = CHECKOUT / "data" / "raw"
    kept = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {path for path in kept if not path.startswith("restricted/")} == described


def test_data_raw_stays_under_8_megabytes():
    assert sum(path.stat().st_size for path in (CHECKOUT / "data" / "raw").rglob("*") if path.is_file()) < 8_000_000


def test_a_changed_file_is_refused_by_its_checksum(copied):
    line = line_of(copied, ROW)
    spoil(copied, line, line[:-1] + ("1" if line[-1] != "1" else "2"))
    message = error_of()
    assert f"data/raw/{FILE}" in message
    assert "SHA-256" in message
    assert "git checkout" in message


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "area,major_category,minor_category,01,",
            "area,major_category,minor,01,",
            ["missing: minor_category", "not expected: minor"],
        ),
        (f"{ROW},", f"{ROW},-", ["column 01", "must be 0 or more", '"-']),
        (f"{ROW},", f"{ROW},x", ["column 01", "type Int64", '"x']),
        ("Havering,ROBBERY,", "Haverin,ROBBERY,", ["area must be listed in areas", "Haverin"]),
        (ROW, ROW.replace("PERSONAL", "INTELLECTUAL"), ["must be listed in offence_categories", "INTELLECTUAL"]),
        ("Havering,ROBBERY,ROBBERY OF BUSINESS PROPERTY", ROW, ["must not repeat an earlier row"]),
    ],
)  # fmt: skip
def test_contents_that_break_the_contract_are_named_by_file_row_rule_and_value(copied, old, new, words):
    spoil(copied, old, new, redeclare=True)
    message = error_of()
    assert f"data/raw/{FILE}" in message
    assert all(word in message for word in words), message
    if "column" in words[0]:
        lines = (copied / "data" / "raw" / FILE).read_text(encoding="utf-8").splitlines()
        row = next(number for number, line in enumerate(lines, 1) if line.startswith(new))
        assert f"row {row}," in message


def test_all_failures_of_a_file_are_reported_together(copied):
    spoil(copied, f"{ROW},", f"{ROW},-")
    spoil(copied, "Harrow,ROBBERY,ROBBERY OF PERSONAL", "Harow,ROBBERY,ROBBERY OF PERSONAL", redeclare=True)
    message = error_of()
    assert "(2 failures)" in message
    assert "must be 0 or more" in message
    assert 'area must be listed in areas, got "Harow"' in message


def test_a_missing_file_is_named(copied):
    (copied / "data" / "raw" / FILE).unlink()
    assert f"data/raw/{FILE} is missing" in error_of()


def test_an_empty_month_is_a_gap_and_no_nought(copied):
    line = line_of(copied, ROW)
    cells = line.split(",")
    spoil(copied, line, ",".join([*cells[:5], "", *cells[6:]]), redeclare=True)  # March 2019
    offences = catalogue.load("recorded_crime", assessment("Havering", 2020))
    assert offences.monthly("recorded_crime:robbery-of-personal-property")["Havering"].isna().sum() == 1
    period = assessment("Havering", 2020).previous  # the year to September 2019
    for measure in ("robbery-of-personal-property", "robbery", "total"):
        totals = offences.totals(f"recorded_crime:{measure}", period)
        assert totals.isna()["Havering"]
        assert totals.notna()["Redbridge"]
    assert offences.totals("recorded_crime:burglary", period).notna()["Havering"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (FILE, "", ["recorded_crime/2019.csv", "SHA-256", "not a table"]),
        (FILE, "area,major_category\nHavering,ROBBERY,1,2,3\n", ["recorded_crime/2019.csv", "missing: minor_category"]),
        (
            FILE,
            "area,major_category\nHavering,ROBBERY\nHavering,ROBBERY,1,2\n",
            ["recorded_crime/2019.csv", "not a table"],
        ),
        ("areas.csv", "name,code\nHavering,E09000016\n", ["areas.csv", "missing: area, area_code, kind"]),
        (contracts.DESCRIPTOR, "", ["datapackage.yaml", "lists no resources", "git checkout"]),
        (contracts.DESCRIPTOR, "a: [", ["datapackage.yaml", "not valid YAML", "git checkout"]),
    ],
)
def test_a_file_that_is_no_table_is_named_with_the_remedy(copied, name, content, words):
    (copied / "data" / "raw" / name).write_text(content, encoding="utf-8")
    with pytest.raises(AssessmentError) as error:
        catalogue.load("recorded_crime", assessment("Havering", 2025))
    assert all(word in str(error.value) for word in words), str(error.value)


def test_a_descriptor_that_lacks_what_the_report_prints_is_named(copied):
    path = copied / "data" / "raw" / contracts.DESCRIPTOR
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    del content["series"]["recorded_crime"]["publisher"]
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    with pytest.raises(AssessmentError, match="lacks 'publisher' for the series recorded_crime"):
        contracts.descriptor().source("recorded_crime")
