"""An analyst's paragraph is set, marked for review when a figure under it moves, and left out for another area."""

from __future__ import annotations

import nbformat
import pytest

from analysis_lib import commentary, upkeep
from analysis_lib.assessment import assessment
from analysis_lib.errors import AssessmentError
from analysis_lib.exhibits import contract, sentence
from analysis_lib.people import People
from analysis_lib.report.build import build
from test_values import BEFORE, count
from workshop import write_chapter

HAVERING = assessment("Havering", 2025)
NAMES_TOTAL = "<!-- rests on: total -->\nWe read it **so**."
PRINTS = """
from analysis_lib.exhibits import say
from analysis_lib.assessment import Period
from analysis_lib.values import Value
say("There were {n:count}.", n=Value(value=NUMBER, unit="offences", measure="total", area="Havering",
    sources=("recorded_crime",), period=Period.twelve_months_to(2025, 9), population="offences", method="sum"))
"""


def executed(folder, *values, text=NAMES_TOTAL):
    """A folder with one chapter as it was run: it prints these values and holds a commentary."""
    payload = sentence("{v:counts}", v=list(values)).payload("sentence")
    output = nbformat.v4.new_output("display_data", data={contract.MIME: payload})
    cells = [nbformat.v4.new_code_cell("say(...)", outputs=[output])]
    cells += [nbformat.v4.new_markdown_cell(text, metadata={"tags": ["commentary"]})]
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "01_small.ipynb")
    return folder


def texts(folder):
    return [c.source for c in nbformat.read(folder / "01_small.ipynb", 4).cells if c.cell_type == "markdown"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("rests on, havering-2025: total = 19505", ""),
        ("rests on, havering-2025: total = 19505; theft = 7", ""),
        ("rests on, havering-2025: total = 20931", "total was 20931 and is 19505"),
        ("rests on, havering-2024: total = 20931", "total was 20931 and is 19505"),  # last year's edition
        ("rests on, havering-2025: total = 19505; gone = 3", "gone was 3 and is no longer printed"),
        ("rests on: total", "total is 19505, not yet recorded"),
    ],
)
def test_a_paragraph_is_marked_when_a_figure_under_it_is_another(tmp_path, line, why):
    folder = executed(tmp_path, count(19_505, "total"), count(7), text=f"<!-- {line} -->\nWe read it so.")
    listed = commentary.review(folder, HAVERING, say=lambda text: None)
    (text,) = texts(folder)
    assert "<!--" not in text
    assert text.endswith("We read it so.")
    assert text.startswith("> **For review.**") == bool(why)
    assert why in text
    assert [why in entry for entry in listed] == [True] * bool(why)


def test_a_paragraph_of_another_area_is_left_out_and_listed(tmp_path):
    text = "<!-- rests on, tower-hamlets-2025: total = 19505 -->\nWe read it so."
    folder = executed(tmp_path, count(19_505, "total"), text=text)
    assert "left out here" in commentary.review(folder, HAVERING, say=lambda text: None)[0]
    assert texts(folder) == []


def test_a_figure_is_that_of_the_area_and_of_the_latest_period_and_of_the_people_named(tmp_path):
    values = [
        count(1, "total", area="London"),
        count(2, "total", BEFORE),
        count(3, "total"),
        count(4, "abuse", people=People("men", 16)),
        count(5, "abuse", people=People("women", 16)),
    ]
    text = "<!-- rests on, havering-2025: total = 3; abuse [women aged 16 and over] = 5 -->\nSo."
    assert commentary.review(executed(tmp_path, *values, text=text), HAVERING, say=lambda text: None) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("We read it so.", 'the commentary "We read it so." does not say what it rests on'),
        ("<!-- rests on: -->\nWe read it so.", "does not say what it rests on"),
        ("<!-- rests on: totall -->\nWe read it so.", "rests on totall, which no chapter prints. Did you mean total"),
    ],
)
def test_a_paragraph_that_rests_on_nothing_is_refused(tmp_path, text, words):
    folder = executed(tmp_path, count(19_505, "total"), text=text)
    with pytest.raises(AssessmentError, match=words):
        commentary.review(folder, HAVERING, say=lambda text: None)


def test_a_build_marks_the_paragraph_until_it_is_recorded_as_read_and_again_when_the_figure_moves(small):
    chapter = small / "notebooks" / "01_small.ipynb"

    def printing(number, text):
        write_chapter(chapter.parent, chapter.name, PRINTS.replace("NUMBER", str(number)))
        notebook = nbformat.read(chapter, 4)
        notebook.cells.append(nbformat.v4.new_markdown_cell(text, metadata={"tags": ["commentary"]}))
        nbformat.write(notebook, chapter)

    def built():
        lines = []
        page = (build(HAVERING, say=lines.append) / "assessment.html").read_text(encoding="utf-8")
        return '<div class="box caution"><p class="box-word">For review</p>' in page, [
            line for line in lines if line.startswith("commentary")
        ]

    printing(19505, NAMES_TOTAL)
    marked, lines = built()
    assert marked
    assert lines == ['commentary to review: 01_small.ipynb, "We read it **so**.": total is 19505, not yet recorded']
    assert upkeep.reviewed(HAVERING) == 0
    recorded = nbformat.read(chapter, 4).cells[-1].source
    assert recorded == "<!-- rests on, havering-2025: total = 19505 -->\nWe read it **so**."
    upkeep.strip()
    assert nbformat.read(chapter, 4).cells[-1].source == recorded
    assert upkeep.notebook_problems() == []  # the digits of that line are no figure in the text
    assert built() == (False, [])
    printing(19506, recorded)
    assert built()[0]


def test_there_is_nothing_to_record_before_there_is_a_report(copied):
    with pytest.raises(AssessmentError, match="Build the report first"):
        upkeep.reviewed(HAVERING)
