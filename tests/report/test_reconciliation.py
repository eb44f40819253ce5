"""Every number of the register, read back from page, PDF, workbook, downloads and Word draft, and compared."""

from __future__ import annotations

import collections
import csv
import io
import itertools
import json
import operator

import pytest
from lxml import html

import readers
from analysis_lib.assessment import assessment, boroughs
from analysis_lib.exhibits import contract
from analysis_lib.report.word import write_word

PRINTED, AS_FILE = operator.itemgetter("printed_in"), str.maketrans(" .", "--")
LEAST = {"text": 40, "Table": 500, "Figure": 2_000}  # rows of the register; fewer would mean that some were not read


@pytest.fixture(scope="module")
def register(havering):
    return json.loads((havering / "figures.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def page(havering):
    return html.fromstring((havering / "assessment.html").read_bytes())


def of_kind(register, kind):
    return [row for row in register if row["printed_in"] == kind or row["printed_in"].startswith(f"{kind} ")]


def reported(capsys, text):
    with capsys.disabled():
        print(f"\n  {text}", end="")


@pytest.mark.parametrize("kind", LEAST)
def test_the_register_holds_figures_of_every_kind(register, kind, capsys):
    reported(capsys, f"register: {len(of_kind(register, kind)):,} figures in {kind.lower()}")
    assert len(of_kind(register, kind)) >= LEAST[kind]


def test_both_forms_of_the_register_agree(register, havering):
    text = (havering / "figures.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == len(register)
    for row, other in zip(rows, register, strict=True):
        assert list(row) == contract.REGISTER_COLUMNS
        assert (row["id"], row["text"]) == (other["id"], other["text"])
        assert float(row["value"]) == pytest.approx(other["value"], rel=1e-12)


def test_the_page_says_every_figure_of_a_sentence_and_no_other(register, page, capsys):
    said = [item.text_content() for item in page.xpath("//main//*[contains(@class, 'number')][self::a or self::span]")]
    expected = collections.Counter(row["text"] for row in of_kind(register, "text"))
    found = collections.Counter(text for text in said if text in expected or not text.isdigit() or len(text) > 2)
    reported(capsys, f"page: {sum(expected.values()):,} figures in sentences")
    assert found == expected


def test_the_page_prints_every_figure_of_a_table(register, page, capsys):
    compared = 0
    for exhibit in page.xpath("//div[starts-with(@id, 'table-')]"):
        cells = readers.page_cells(exhibit.find(".//table"))
        for row in of_kind(register, f"Table {exhibit.get('id')[6:].replace('-', '.')}"):
            assert cells[row["row"], row["column"]] == row["text"], row["id"]
            compared += 1
    reported(capsys, f"page: {compared:,} cells of tables")
    assert compared == len(of_kind(register, "Table"))


def test_the_page_lists_the_values_of_a_figure_or_says_that_the_download_does(register, page, capsys):
    compared = 0
    for exhibit in page.xpath("//figure[starts-with(@id, 'figure-')]"):
        rows = of_kind(register, f"Figure {exhibit.get('id')[7:].replace('-', '.')}")
        if (table := exhibit.find(".//table")) is None:
            assert f"This figure draws {len(rows):,} values; the download holds them all." in exhibit.text_content()
            continue
        cells = readers.page_cells(table, rows[0]["row"].count(contract.KEY) + 1)
        assert [row["id"] for row in rows if cells[row["row"], row["column"]] != row["text"]] == []
        compared += len(rows)
    reported(capsys, f"page: {compared:,} values of figures")
    assert compared > 200


def test_the_pdf_prints_every_figure_of_sentences_and_tables(register, havering, capsys):
    expected = readers.numbers(" ".join(row["text"] for row in register if not row["printed_in"].startswith("Figure")))
    lacking = expected - readers.numbers(readers.pdf_text(havering / "assessment.pdf"))
    reported(capsys, f"PDF: {sum(expected.values()):,} numbers")
    assert lacking == {}


def test_the_word_draft_prints_every_figure_of_sentences_and_tables(register, havering, monkeypatch, capsys):
    monkeypatch.setenv("ANALYSIS_LIB_ROOT", str(havering.parents[1]))
    boroughs.cache_clear()
    draft = write_word(assessment("Havering", 2025))
    first, text = draft.read_bytes(), readers.word_text(draft)
    again = write_word(assessment("Havering", 2025)).read_bytes()
    draft.unlink()
    expected = readers.numbers(" ".join(row["text"] for row in register if not row["printed_in"].startswith("Figure")))
    lacking = expected - readers.numbers(text)
    reported(capsys, f"Word: {sum(expected.values()):,} numbers")
    assert lacking == {}
    assert again == first


def test_csv_downloads_and_the_workbook_hold_every_figure_unrounded(register, havering, capsys):
    sheets, compared = readers.sheet_tables(havering / "assessment.xlsx"), 0
    for number, rows in itertools.groupby((row for row in register if row["printed_in"] != "text"), PRINTED):
        rows = list(rows)
        keys = rows[0]["row"].count(contract.KEY) + 1
        download = readers.csv_rows(havering / "downloads" / f"{number.lower().translate(AS_FILE)}.csv")
        for table in (download, sheets[number]):
            cells = readers.cells_by_head(table, keys)
            compared += sum(held(cells, row) for row in rows)
    reported(capsys, f"CSV and XLSX: {compared:,} cells")
    assert compared >= 2 * (LEAST["Table"] + LEAST["Figure"])


def held(cells: dict, row: dict) -> int:
    """Compare one row of the register with a download; how many cells that took."""
    names = {f"{row['column']}, lower": row["lower"], f"{row['column']}, upper": row["upper"]}
    if (row["row"], f"{row['column']}, lower") not in cells:
        names = {row["column"]: row["value"]}
    for name, expected in names.items():
        found = cells[row["row"], name]
        if row["text"] in ("[z]", "cannot be ranked"):
            assert found == row["text"], row["id"]
        elif expected is None:  # a range that is not known: no limit is held
            assert found in ("", None, row["text"]), row["id"]
        else:
            assert float(found) == pytest.approx(expected, rel=1e-11), row["id"]
    return len(names)


def test_the_workbook_has_no_formula_and_says_what_it_is(havering):
    assert readers.formulas(havering / "assessment.xlsx") == 0
    sheets = readers.sheet_tables(havering / "assessment.xlsx")
    assert {name for name in sheets if name[:5] in ("Table", "Figur")} == {
        path.stem.replace("-", " ", 1).replace("-", ".").capitalize() for path in (havering / "downloads").iterdir()
    }
