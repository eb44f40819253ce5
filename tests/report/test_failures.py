"""What goes wrong in a build: the message, and the earlier report untouched."""

from __future__ import annotations

import json
import os

import pytest

from analysis_lib import files
from analysis_lib.__main__ import main
from analysis_lib.assessment import assessment
from analysis_lib.errors import AssessmentError
from analysis_lib.report.build import build
from analysis_lib.report.word import write_word
from workshop import write_chapter

LOAD = "from analysis_lib.assessment import assessment\nfrom analysis_lib.catalogue import load"


def contents_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def earlier_report(project):
    """An earlier report stands where the new one would go."""
    files.write_atomically(project / "reports" / "havering-2025" / "assessment.html", "the last good one")
    files.write_atomically(project / "reports" / "havering-2025" / "downloads" / "table-1-1.csv", "its data")
    return contents_of(project / "reports")


def failing_build(project, *sources, **others):
    """Spoil the chapter and build; the message of the failure, with the earlier report as it was."""
    before = earlier_report(project)
    write_chapter(project / "notebooks", "01_small.ipynb", *sources, **others)
    with pytest.raises(AssessmentError) as error:
        build(assessment(), say=lambda text: None)
    assert contents_of(project / "reports") == before
    return str(error.value)


def test_a_chapter_that_fails_is_named_with_cell_error_and_place(small):
    message = failing_build(small, "value = 1", "value / 0")
    assert "Chapter small failed, cell 4 (value / 0): ZeroDivisionError: division by zero" in message
    assert ".cache/failed/havering-2025/01_small.ipynb" in message
    assert (small / ".cache" / "failed" / "havering-2025" / "01_small.ipynb").exists()
    assert "unchanged" in message


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("print('a figure: 12')", 'no exhibit ("a figure: 12")'),
        ("1 + 1", 'no exhibit ("2")'),
        ("import warnings; warnings.warn('look out')", "look out"),
        ("import os; os._exit(1)", "Chapter small failed"),
        ("from analysis_lib.exhibits import say\nsay('{n:count}', n=12)", "a bare number is never said"),
    ],
)
def test_what_a_chapter_may_not_do(small, source, words):
    assert words in failing_build(small, source)


CHART = (
    "import pandas as pd\nfrom matplotlib import pyplot as plt\nfrom analysis_lib.exhibits import figure\n"
    "drawing, axes = plt.subplots()\n"
    "figure(drawing, caption='Nothing at all', source='A test.', data=pd.DataFrame({'x': [1]}){others})"
)


@pytest.mark.parametrize(
    ("sources", "title", "words"),
    [
        ([CHART.replace("{others}", "")], "# Why?\n\nLead.",
         'cell 3 (import pandas as pd): ValueError: "Nothing at all" has no alternative text'),
        (["from analysis_lib.exhibits import say\nsay('As [](#chart) shows.')"], "# Why?\n\nLead.",
         'The chapter small refers to "chart" ([](#chart)), but no exhibit of the report has that key.'),
        ([], "# Why?\n\nLead.\n\nSee [the chart](#charts).", 'refers to "charts"'),
        ([], "# Why?\n\nLead.\n\n## And where?", '01_small.ipynb: nothing stands under the heading "And where?"'),
        ([], "# Why?\n\nLead.\n\n## And where?\n\n## And when?\n\nNow.", 'under the heading "And where?"'),
        ([CHART.replace("{others}", ", alt='A chart of nothing.', key='a'")] * 2, "# Why?\n\nLead.",
         'the key "a" is that of figure 1.1 and of figure 1.2'),
    ],
)  # fmt: skip
def test_a_chart_a_reference_or_a_section_that_is_not_whole(small, sources, title, words):
    assert words in failing_build(small, *sources, title=title)


def test_references_lead_to_exhibits_and_chapters(small):
    chart = CHART.replace("{others}", ", alt='A chart of nothing.', key='chart'")
    told = "from analysis_lib.exhibits import say\nsay('See [](#chart), [the chart](#chart) and [](#small).')"
    write_chapter(
        small / "notebooks", "01_small.ipynb", chart, told, title="# Why?\n\nLead.\n\n[](#chart) comes first."
    )
    page = (build(assessment(), say=lambda text: None) / "assessment.html").read_text(encoding="utf-8")
    assert '<a href="#figure-1-1">figure 1.1</a> comes first.' in page
    assert 'See <a href="#figure-1-1">figure 1.1</a>, <a href="#figure-1-1">the chart</a> and' in page
    assert '<a href="#chapter-1">chapter 1</a>.' in page


def test_a_word_draft_needs_a_report(copied):
    with pytest.raises(AssessmentError, match="Build it first with: make assessment"):
        write_word(assessment())


def test_a_chapter_without_a_title_is_refused(small):
    assert "has no title" in failing_build(small, "value = 1", title="No heading here.")


def test_markdown_that_the_report_cannot_set_is_refused(small):
    message = failing_build(small, "value = 1", title="# Title\n\nLead.\n\n    code\n")
    assert "01_small.ipynb: the report cannot set a Markdown block code" in message


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("01_small.ipynb", "{not JSON", "notebooks/01_small.ipynb cannot be read as a notebook"),
        (
            "contents.toml",
            'title = "x"\n[[chapter]]\nnotebook = "01_small.ipynb"',
            "lacks promise, status, short in a chapter",
        ),
        ("contents.toml", "title =", "cannot be read"),
    ],
)
def test_a_broken_chapter_or_contents_file_is_named(small, name, text, words):
    before = earlier_report(small)
    (small / "notebooks" / name).write_text(text, encoding="utf-8")
    with pytest.raises(AssessmentError, match=words):
        build(assessment(), say=lambda text: None)
    assert contents_of(small / "reports") == before


def test_a_chapter_without_parameters_is_refused(small):
    path = small / "notebooks" / "01_small.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["cells"][1]["metadata"] = {}
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(AssessmentError, match="no cell tagged parameters"):
        build(assessment(), say=lambda text: None)


def test_a_spoilt_figure_stops_the_build(small):
    before = earlier_report(small)
    write_chapter(small / "notebooks", "01_small.ipynb", LOAD, "load('recorded_crime', assessment(area, year))")
    path = small / "data" / "raw" / "recorded_crime" / "2019.csv"
    path.write_bytes(path.read_bytes().replace(b"Havering", b"Haverin", 1))
    with pytest.raises(AssessmentError, match=r"data/raw/recorded_crime/2019\.csv is not the file"):
        build(assessment(), say=lambda text: None)
    assert contents_of(small / "reports") == before


def test_contents_that_name_a_notebook_that_is_not_there(small):
    (small / "notebooks" / "01_small.ipynb").unlink()
    with pytest.raises(AssessmentError, match=r"names 01_small\.ipynb, which is not in notebooks/"):
        build(assessment(), say=lambda text: None)


def test_a_report_that_cannot_be_replaced_is_kept(small, monkeypatch):
    before = earlier_report(small)
    rename = os.rename

    def locked(old, new):
        if "building" in str(old):
            raise PermissionError(13, "Permission denied")
        rename(old, new)

    monkeypatch.setattr(files.os, "rename", locked)
    with pytest.raises(AssessmentError, match="Close any of its documents that are open"):
        build(assessment(), say=lambda text: None)
    monkeypatch.undo()
    assert contents_of(small / "reports") == before


def test_a_new_report_takes_the_place_of_the_whole_earlier_one(small):
    earlier_report(small)
    place = build(assessment(), say=lambda text: None)
    assert (place / "assessment.pdf").read_bytes().startswith(b"%PDF")
    assert not (place / "downloads").exists()  # the small chapter has no exhibit, and nothing of the old report is left
    assert not (small / ".cache" / "building" / "havering-2025").exists()


def test_a_report_set_aside_by_an_interruption_comes_back(tmp_path):
    place, aside = tmp_path / "report", tmp_path / "aside" / "report"
    aside.mkdir(parents=True)
    (aside / "assessment.html").write_text("the last good one", encoding="utf-8")
    files.restore_folder(place, aside=aside, ours={"assessment.html"})
    assert (place / "assessment.html").read_text(encoding="utf-8") == "the last good one"


def test_what_is_not_ours_comes_back_from_aside_and_takes_no_others_place(tmp_path):
    place, aside = tmp_path / "report", tmp_path / "aside" / "report"
    for folder, text in ((aside, "earlier"), (place, "now")):
        folder.mkdir(parents=True)
        for name in ("assessment.html", "notes.txt"):
            (folder / name).write_text(text, encoding="utf-8")
    (aside / "draft").mkdir()
    files.restore_folder(place, aside=aside, ours={"assessment.html"})
    found = {path.name: path.is_dir() or path.read_text(encoding="utf-8") for path in place.iterdir()}
    assert found == {"assessment.html": "now", "notes.txt": "now", "earlier notes.txt": "earlier", "draft": True}
    assert not list(aside.parent.iterdir())


def test_the_command_line_prints_the_error_alone_and_exits_with_1(copied, capsys):
    assert main(["assessment", "--area", "Haverring"]) == 1
    shown = capsys.readouterr()
    assert (
        shown.err.strip()
        == 'There is no London borough called "Haverring". Did you mean Havering or Haringey or Harrow?'
    )
    assert not list((copied / "reports").iterdir())


def test_the_summary_alone_says_that_there_is_nothing_yet(copied):
    import papermill

    out = copied / "out.ipynb"
    papermill.execute_notebook(
        copied / "notebooks" / "00_summary.ipynb",
        out,
        parameters={"area": "Havering", "year": 2025},
        progress_bar=False,
    )
    assert "No chapter of this assessment has been run yet" in out.read_text(encoding="utf-8")
