"""The engine that runs chapters in a warm process: the outputs of a kernel, and nothing left behind for the next."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from analysis_lib.exhibits import contract
from analysis_lib.report import tasks
from analysis_lib.report.messages import ChapterTask, Outcome
from analysis_lib.report.workers import Workers
from workshop import CHECKOUT, write_chapter

SPOILS = """
import decimal, locale, os, random, sys, warnings
import matplotlib, numpy, pandas, seaborn
from matplotlib import font_manager, pyplot
import analysis_lib.measures
pandas.set_option("display.precision", 2)
seaborn.set_theme(font_scale=3)
matplotlib.rcParams["font.size"] = 99
font_manager.fontManager.ttflist.clear()
pyplot.figure(); pyplot.close("all"); pyplot.ioff()
warnings.simplefilter("ignore")
os.environ["SPOILT"] = "yes"; os.chdir("/"); sys.path.insert(0, "/spoilt")
random.seed(1); numpy.random.seed(1); numpy.seterr(divide="raise"); decimal.getcontext().prec = 3
locale.setlocale(locale.LC_ALL, "C")
analysis_lib.measures.TOTAL = "spoilt"
analysis_lib.spoilt = name = True
"""
WITNESSES = """
import decimal, locale, os, sys, warnings
import matplotlib, numpy, pandas
from matplotlib import font_manager, pyplot
import analysis_lib.measures
from analysis_lib.exhibits import points
points([
    str(pandas.get_option("display.precision")), str(matplotlib.rcParams["font.size"]), str(pyplot.get_fignums()),
    str(len(font_manager.fontManager.ttflist) > 0), str(os.environ.get("SPOILT")), os.path.basename(os.getcwd()),
    str("/spoilt" in sys.path), analysis_lib.measures.TOTAL, str(hasattr(analysis_lib, "spoilt")),
    str("name" in globals()), str([entry[0] for entry in warnings.filters]), locale.setlocale(locale.LC_ALL),
    str(numpy.geterr()), str(decimal.getcontext().prec),
])
"""
DRAWS_LOTS = """
import random
import numpy
from analysis_lib.exhibits import points
points([str(random.random()), str(numpy.random.random())])
"""


@pytest.fixture(scope="module")
def one():
    """A single worker, so that every chapter runs where the one before it ran."""
    pool = Workers(1, seconds=600)
    yield pool
    pool.shutdown(cancel_futures=True)


@pytest.fixture
def run(one, small):
    """Run a chapter of these cells in the worker; what came of it."""

    def outcome(*cells, engine="warm"):
        path = write_chapter(small / "notebooks", "01_small.ipynb", *cells)
        parameters = {"area": "Havering", "year": 2025, "year_end": "september"}
        task = ChapterTask(str(small), path.name, path.read_bytes(), parameters, engine, {})
        return Outcome(*one.submit(tasks.chapter, task).result())

    return outcome


def said(outcome):
    """The texts of the chapter's lists."""
    assert outcome.failure == ""
    outputs = [output for cell in json.loads(outcome.notebook)["cells"] for output in cell.get("outputs", [])]
    return [item[0]["text"] for output in outputs for item in contract.payload_of(output)["items"]]


def test_a_chapter_leaves_nothing_behind(run):
    before = said(run(WITNESSES))
    assert before[4:10] == ["None", "notebooks", "False", "recorded_crime:total", "False", "False"]
    assert run(SPOILS).failure == ""
    assert said(run(WITNESSES)) == before


def test_random_numbers_are_not_those_of_the_chapter_before(run):
    assert run(SPOILS).failure == ""
    first = said(run(DRAWS_LOTS))
    assert run(SPOILS).failure == ""
    assert said(run(DRAWS_LOTS)) != first  # a chapter that draws lots must say its seed, or the proofs find it


def test_a_warning_fails_every_chapter_that_causes_it_not_only_the_first(run):
    cell = (
        "import numpy, warnings; registry = vars(numpy).setdefault('__warningregistry__', {})\n"
        "for _ in range(2): warnings.warn_explicit('look out', UserWarning, 'x.py', 1, registry=registry)"
    )
    for _ in range(2):
        failure = run(cell).failure
        assert "cell 3" in failure
        assert "causes a warning" in failure
        assert "look out" in failure


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("import sys; print('hidden', file=sys.stderr)", 'causes a warning or an error message ("hidden")'),
        ("import os; count = os.write(2, b'from compiled code')", 'an error message ("from compiled code")'),
        ("import subprocess; done = subprocess.run(['echo', 'from a program'])", 'no exhibit ("from a program")'),
        ("import sys; sys.__stderr__.write('past the cell'); 0;", 'an error message ("past the cell")'),
        ("import sys; sys.exit(0)", "SystemExit"),
        ("12 + 1", 'no exhibit ("13")'),
        ("from matplotlib import pyplot\npyplot.plot([1, 2]);", "no exhibit"),
        ("this is no Python", "SyntaxError"),
    ],
)
def test_what_a_chapter_may_not_do_here(run, cell, words):
    assert words in run(cell).failure


@pytest.mark.parametrize(
    "cell",
    [
        "open('../data/raw/areas.csv').read()",
        "from pathlib import Path; Path('../data/raw/areas.csv').read_bytes()",
        "import pandas; pandas.read_csv('../data/raw/areas.csv')",
        "import os; os.open('../requirements.lock', os.O_RDONLY)",
        "open('../reports/mine.csv', 'w')",
        "from analysis_lib import files, project; files.sha256(project.raw() / 'areas.csv')",
        "try:\n    open('../data/raw/areas.csv')\nexcept PermissionError:\n    pass",
    ],
)
def test_reading_past_the_door_is_an_error(run, cell):
    failure = run(cell).failure
    assert "may not open" in failure or "which only the library may open" in failure


def test_a_chapter_may_read_what_is_not_the_projects(run, tmp_path_factory):
    path = tmp_path_factory.mktemp("elsewhere") / "note.txt"
    path.write_text("free", encoding="utf-8")
    assert run(f"text = open({str(path)!r}).read()").failure == ""


def test_each_engine_is_what_it_is_called(run):
    """Without this the comparisons of the two might compare one with itself."""
    shell = "from analysis_lib.exhibits import say\nassert type(get_ipython()).__name__ == '{}', type(get_ipython())"
    assert run(shell.format("ZMQInteractiveShell"), engine="kernel").failure == ""
    assert "AssertionError" in run(shell.format("ZMQInteractiveShell")).failure


def test_what_a_chapter_read_is_found_out(run):
    cells = (
        "from analysis_lib.assessment import assessment\nfrom analysis_lib.catalogue import load",
        "figures = load('recorded_crime', assessment())",
    )
    warm, kernel = run(*cells).found, run(*cells, engine="kernel").found
    assert warm == kernel
    assert {"data/raw/areas.csv", "data/raw/recorded_crime/2025.csv"} <= set(warm["files"])
    assert {"analysis_lib.catalogue", "analysis_lib.contracts"} <= set(warm["modules"])
    assert "analysis_lib.exhibits" not in warm["modules"]
    assert {(question, *names) for question, names, _ in warm["answers"]} >= {
        ("source", "recorded_crime"),
        ("coverage", "recorded_crime"),
    }


def test_papermills_own_command_line_knows_the_engine(tmp_path):
    path = write_chapter(tmp_path, "chapter.ipynb", "from analysis_lib.exhibits import say\nsay('It ran.')")
    command = [sys.executable, "-m", "papermill", "--engine", "analysis-lib", str(path), str(tmp_path / "out.ipynb")]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "It ran." in (tmp_path / "out.ipynb").read_text(encoding="utf-8")
