"""Setting the PDF in a process of its own: what it returns, what it says, and that it leaves no memory behind."""

from __future__ import annotations

import tempfile

import psutil
import pytest

from analysis_lib.errors import AssessmentError
from analysis_lib.report import typesetting
from analysis_lib.report.theme import theme
from analysis_lib.report.typesetting import typeset

HEAD = (
    '#set document(title: "A test", date: datetime(year: 2026, month: 4, day: 1))\n'
    '#set text(lang: "en", font: "Source Sans 3")\n= A heading\n'
)


def fonts():
    return theme().fonts.folders


def test_the_same_document_is_the_same_bytes():
    first = typeset(f"{HEAD}Some words: £3.", {}, fonts())
    assert first.startswith(b"%PDF")
    assert first == typeset(f"{HEAD}Some words: £3.", {}, fonts())


def test_what_typst_refuses_is_told_in_its_words_without_a_path():
    with pytest.raises(AssessmentError, match=r"The PDF could not be set: .*unknown variable: pages") as error:
        typeset(f"{HEAD}#pages", {}, fonts())
    assert tempfile.gettempdir() not in str(error.value)
    assert "PDF/UA-1" in str(error.value)


def test_a_process_that_ends_without_a_word_is_told(monkeypatch):
    monkeypatch.setattr(typesetting, "_run", lambda command: ("", -9))
    with pytest.raises(AssessmentError, match=r"its process ended with status -9\. Run the command again"):
        typeset(HEAD, {}, fonts())


def test_setting_long_documents_leaves_the_memory_as_it_was():
    """Set in this process, 400 pages of paragraphs leave some hundred megabytes behind."""
    long = HEAD + "\n\n".join(f"#lorem({200 + place})" for place in range(900))
    me = psutil.Process()
    before = me.memory_info().rss
    pages = typeset(long, {}, fonts())
    left = me.memory_info().rss - before
    assert len(pages) > 500_000
    assert left < 50e6 + len(pages)
