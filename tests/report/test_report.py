"""The report of Havering 2025, built for real: what its files hold, and that they agree with each other."""

from __future__ import annotations

import csv
import itertools
import json
import re

import pikepdf
import pypdf
import pytest
from lxml import html

from analysis_lib.exhibits import contract
from analysis_lib.measures import measure_name

DRAWN = ("Tj", "TJ", "'", '"', "Do", "f", "f*", "S", "s", "B", "B*", "b", "b*", "sh")  # operators that leave a mark
FIGURES, TABLES, VALUES = 31, 65, 25  # of the eight chapters; the values of the other figures are too many for the page
PERIODS = {"2024-10-01": "2025-09-30", "2023-10-01": "2024-09-30"}


@pytest.fixture(scope="module")
def page(havering):
    return html.fromstring((havering / "assessment.html").read_bytes())


@pytest.fixture(scope="module")
def register(havering):
    return json.loads((havering / "figures.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pdf(havering):
    with pikepdf.open(havering / "assessment.pdf") as document:
        yield document


def tagged(node, found):
    """Every structure element below ``node``, as (type, element), in reading order."""
    children = node.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found.append((str(child.S), child))
            tagged(child, found)
    return found


def test_the_folder_holds_what_the_readme_says(havering):
    assert sorted(path.name for path in havering.iterdir()) == [
        "assessment.html", "assessment.pdf", "assessment.xlsx", "chapters", "downloads", "figures.csv", "figures.json",
        "manifest.json",
    ]  # fmt: skip
    held = [path.name.split("-")[:2] for path in (havering / "downloads").iterdir()]
    assert sorted({chapter for _, chapter in held}) == ["2", "3", "4", "5", "6", "7", "8"]
    assert (sum(kind == "figure" for kind, _ in held), sum(kind == "table" for kind, _ in held)) == (FIGURES, TABLES)


def test_the_register_has_the_total_of_both_years(register):
    # oracle: the sums stated by the brief of the project, 19,505 and 20,931
    found = {
        (row["period_start"], row["period_end"]): row["value"]
        for row in register
        if row["measure"] == "recorded_crime:total" and row["area"] == "Havering" and row["unit"] == "offences"
    }
    assert found["2024-10-01", "2025-09-30"] == 19_505
    assert found["2023-10-01", "2024-09-30"] == 20_931


def test_the_register_has_every_category_of_the_publication_for_both_years(register, havering):
    with (havering.parents[1] / "data" / "raw" / "offence_categories.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    expected = {measure_name(row[name]) for row in rows for name in ("major_category", "minor_category")}
    for start, end in PERIODS.items():
        found = {row["measure"] for row in register if (row["period_start"], row["period_end"]) == (start, end)}
        assert expected <= found


def test_every_row_of_the_register_is_whole(register):
    assert len({row["id"] for row in register}) == len(register)
    for row in register:
        assert list(row) == contract.REGISTER_COLUMNS
        assert row["value"] is not None
        assert row["text"]
        assert row["title"]
        assert row["sources"]
        assert row["printed_in"] == "text" or (row["row"] and row["column"])
        if row["lower"] is not None:
            assert row["lower"] <= row["value"] <= row["upper"]
            # of one comparison, of a forecast, of twelve months together; a range of estimates has no level
            assert row["confidence_level"] in (0.95, 0.8, pytest.approx(1 - 0.05 / 12), None)


def test_html_and_pdf_print_every_number_of_the_register(register, page, havering):
    paper = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(havering / "assessment.pdf").pages)
    printed = [row for row in register if not row["printed_in"].startswith("Figure")]  # a drawing has no text to read
    for text in (page.text_content(), " ".join(paper.split())):  # on paper a line may end within a range
        assert [row["text"] for row in printed if row["text"] not in text] == []


def test_every_number_marked_on_the_page_has_its_row_in_the_register(register, page):
    printed = [
        number.text_content()
        for number in page.xpath("//main//*[contains(@class, 'number') and (self::span or self::a or self::td)]")
    ]
    texts = [row["text"] for row in register]
    recorded = {text: texts.count(text) for text in texts}
    assert len(printed) > 300
    assert [text for text in set(printed) if printed.count(text) > recorded.get(text, 0)] == []


def test_html_loads_nothing_and_is_small(havering):
    text = (havering / "assessment.html").read_text(encoding="utf-8")
    loaded = re.findall(r"""(?:src|srcset|@import)\s*=?\s*["'(]?\s*(https?:|//)""", text)
    links = re.findall(r"""<link\b|<script\s|<iframe\b|<object\b|\bimport\b|\bfetch\(|XMLHttpRequest""", text)
    assert (loaded, links) == ([], [])
    assert len(text) < 4_000_000


def test_html_is_one_outline_with_a_language_landmarks_and_unique_ids(page):
    assert page.get("lang") == "en-GB"
    levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert all(len(page.findall(f".//{tag}")) == 1 for tag in ("header", "nav", "main", "footer"))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(page.xpath("//a[starts-with(@href, '#')]/@href")) <= {f"#{name}" for name in ids}


def test_html_tables_have_captions_and_scoped_heads(page):
    for table in page.xpath("//main//table"):
        assert all(head.get("scope") in ("col", "row") for head in table.iter("th"))
        assert all(row.find("th") is not None for row in table.iter("tr"))
    captions = [caption.text_content() for caption in page.iter("caption")]
    assert len(captions) == TABLES + VALUES
    assert captions[1] == "Table 2.1: Offences recorded by the police, two years compared"


def test_every_drawing_has_one_name_that_tells_what_it_shows(page):
    names = page.xpath("//*[local-name()='svg'][@role='img']/@aria-label")
    assert len(names) == len(page.xpath("//*[local-name()='svg']")) == 2 * FIGURES  # wide and narrow
    assert all(20 < len(name) <= 250 and name.endswith(".") for name in names)


def test_links_to_downloads_lead_somewhere(page, havering):
    links = page.xpath("//a[starts-with(@href, 'downloads/')]/@href")
    assert len(links) == FIGURES + TABLES
    assert all((havering / link).is_file() for link in links)


def test_pdf_is_tagged_titled_in_english_with_bookmarks(pdf):
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang) == "en-GB"
    with pdf.open_metadata() as facts:
        assert facts["dc:title"] == "Havering community safety needs assessment 2025"
        assert facts["pdfuaid:part"] == "1"
        assert (facts["pdfaid:part"], facts["pdfaid:conformance"]) == ("2", "A")
    with pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles[1:] == [
        "What should the partnership know this year?",
        "How much crime do the police record, and is it changing?",
        "How do offences move with the seasons, and what may the next year bring?",
        "How many people are affected by domestic abuse, sexual assault and stalking?",
        "Who lives here, and how deprived is the place?",
        "Where in the borough are offences recorded?",
        "What does crime cost, and to whom?",
        "Where do the figures come from, and what can they not show?",
        "Where does each figure in the text come from?",
        "About this edition",
    ]


def test_pdf_figures_have_alternative_text_and_tables_have_heads(pdf):
    elements = tagged(pdf.Root.StructTreeRoot, [])
    figures = [element for kind, element in elements if kind == "/Figure" and "/Alt" in element]
    assert len(figures) == FIGURES
    without = [element for kind, element in elements if kind == "/Figure" and "/Alt" not in element]
    assert all(any(kind == "/Figure" for kind, _ in tagged(element, [])) for element in without)  # a wrapper only
    scopes = [
        str(attribute.Scope)
        for kind, e in elements
        if kind == "/TH"
        for attribute in attributes(e)
        if "/Scope" in attribute
    ]
    assert scopes.count("/Column") >= 6 * 3
    assert scopes.count("/Row") == sum(kind == "/TR" for kind, _ in elements) - heads(elements)


def test_pdf_links_say_where_they_lead(pdf):
    links = [note for page in pdf.pages for note in page.get("/Annots", []) if note.get("/Subtype") == "/Link"]
    texts = [str(note.get("/Contents", "")) for note in links]
    assert len(texts) > 60
    assert [text for text in texts if not text or re.fullmatch(r"page \d+", text)] == []
    assert "Trace 19,505: All offences, Havering, 1 October 2024 to 30 September 2025" in texts
    assert any(text.startswith("Back to What we found: ") for text in texts)


def test_pdf_holds_nothing_that_is_not_tagged(pdf):
    assert all("/StructParents" in page for page in pdf.pages[1:])
    for page in pdf.pages:
        depth, outside = 0, []
        for operands, operator in pikepdf.parse_content_stream(page):
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(operator), 0)
            if depth == 0 and str(operator) in DRAWN:
                outside.append((str(operator), operands))
        assert outside == []


def attributes(element):
    found = element.get("/A", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def heads(elements):
    return sum(kind == "/TR" for group, element in elements if group == "/THead" for kind, _ in tagged(element, []))


def test_pdf_headings_do_not_skip_a_level(pdf):
    levels = [int(kind[2:]) for kind, _ in tagged(pdf.Root.StructTreeRoot, []) if re.fullmatch(r"/H\d", kind)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_nothing_in_the_report_tells_of_a_clock_a_path_or_a_machine(havering):
    project = str(havering.parents[1]).encode()
    for path in havering.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert project not in content, path.name
            assert not re.search(rb"start_time|end_time|duration|/home/|/root/", content), path.name


def test_manifest_names_every_input_with_its_checksum(havering):
    made_of = json.loads((havering / "manifest.json").read_text(encoding="utf-8"))
    assert made_of["parameters"] == {
        "area": "Havering",
        "year": 2025,
        "year_end": "september",
        "area_code": "E09000016",
    }
    assert len(made_of["data"]) == 140
    checksums = [*made_of["data"].values(), *made_of["chapters"].values(), made_of["library"], made_of["lock"]]
    assert all(re.fullmatch(r"[0-9a-f]{64}", checksum) for checksum in checksums)
    assert made_of["versions"]["typst"]


def test_downloads_hold_the_unrounded_figures(havering):
    with (havering / "downloads" / "table-2-1.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["Offence group"]: row for row in csv.DictReader(file)}
    assert int(rows["All offences"]["Year to Sep 2025"]) == 19_505
    assert float(rows["All offences"]["Change (%)"]) == pytest.approx(100 * (19_505 / 20_931 - 1))
    assert (
        float(rows["All offences"]["95% interval (%), lower"])
        < -6.8
        < float(rows["All offences"]["95% interval (%), upper"])
    )


def test_the_summary_says_what_the_chapter_found(page):
    chapters = page.xpath("//ol[contains(@class, 'findings')]")
    texts = [[item.text_content() for item in chapter.iter("li")] for chapter in chapters]
    assert texts[: len(texts) // 2] == texts[len(texts) // 2 :]  # the summary's, then the chapters' own
    assert len(texts) == 2 * 6
    assert texts[0][0].startswith(
        "The police recorded 19,505 offences in Havering in the year to September 2025, 6.8% fewer"
    )
    assert 1 <= len(texts[0]) <= 5
