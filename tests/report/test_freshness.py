"""Up to date is decided by content: each thing that counts is changed, and the chapters that then run are read off."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import pytest

from analysis_lib import project, upkeep
from analysis_lib.__main__ import main
from analysis_lib.assessment import assessment, boroughs
from analysis_lib.errors import AssessmentError
from analysis_lib.report import figures_changed, fingerprints
from analysis_lib.report.build import build
from analysis_lib.report.messages import Asked
from analysis_lib.report.plan import Plan
from workshop import CHECKOUT, COUNTS, copy_project, redeclare, write_chapter

PLACES = (
    "from analysis_lib.assessment import assessment\n"
    "from analysis_lib.exhibits import say\n"
    "from analysis_lib.statistics import grim\n"
    'say("This is about {area}.", area=assessment(area, year, year_end).area)',
)
CONTENTS = """title = "Two chapters and a summary"
promise = "A promise to {area}"
status = "Draft"
[[chapter]]
notebook = "00_summary.ipynb"
short = "Summary"
run_last = true
[[chapter]]
notebook = "01_counts.ipynb"
short = "Counts"
[[chapter]]
notebook = "02_places.ipynb"
short = "Places"
"""
SERIES = "data/raw/recorded_crime/2025.csv"


def made(folder):
    """A project of two chapters, one of which loads figures, and the summary."""
    copy_project(folder)
    for path in (folder / "notebooks").glob("[!0]*.ipynb"):
        path.unlink()
    (folder / "notebooks" / "01_recorded_crime.ipynb").unlink()
    (folder / "notebooks" / "contents.toml").write_text(CONTENTS, encoding="utf-8")
    write_chapter(folder / "notebooks", "01_counts.ipynb", *COUNTS)
    write_chapter(folder / "notebooks", "02_places.ipynb", *PLACES)
    return folder


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """Such a project, built once."""
    folder = made(tmp_path_factory.mktemp("first") / "project")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANALYSIS_LIB_ROOT", str(folder))
        boroughs.cache_clear()
        assert ran() == ["Counts", "Places", "Summary", "report"]
    boroughs.cache_clear()
    return folder


@pytest.fixture
def built(first, tmp_path, monkeypatch):
    """A copy of the built project, and of the library as the plan sees it, to be changed."""
    folder = shutil.copytree(first, tmp_path / "project")
    shutil.copytree(fingerprints.LIBRARY, tmp_path / "analysis_lib", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(fingerprints, "LIBRARY", tmp_path / "analysis_lib")
    monkeypatch.setenv("ANALYSIS_LIB_ROOT", str(folder))
    boroughs.cache_clear()
    yield folder
    boroughs.cache_clear()


def ran(**parameters):
    """Build, and return the chapters that were run, in alphabetical order, and "report" if it was set."""
    lines = []
    build(assessment(**parameters), say=lines.append)
    chapters = [found[1] for line in lines if (found := re.match(r"chapter \d of 3: (\w+), done", line))]
    return sorted(chapters) + ["report"] * any(line.startswith("setting") for line in lines)


def why(capsys):
    """What ``make why`` says of each chapter, and of the report."""
    capsys.readouterr()
    assert main(["why"]) == 0
    return dict(line.strip().split(": ", 1) for line in capsys.readouterr().out.splitlines()[1:])


def reasons_of(name):
    """Why a chapter would be run now."""
    plan = Plan.of(Asked.of(assessment()))
    return next(plan.reasons(chapter) for chapter in plan.contents.chapters if chapter.name == name)


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_nothing_changed_runs_nothing(built, capsys):
    assert ran() == []
    assert why(capsys) == dict.fromkeys(("Summary", "Counts", "Places", "the report"), "up to date")


def test_touching_runs_nothing(built):
    for path in [*built.rglob("*.csv"), *built.rglob("*.ipynb"), *built.rglob("*.yaml"), built / "requirements.lock"]:
        os.utime(path, (2_000_000_000, 2_000_000_000))
    for path in fingerprints.LIBRARY.rglob("*.py"):
        os.utime(path, (2_000_000_000, 2_000_000_000))
    assert ran() == []


def test_an_edited_chapter_is_run_and_summed_up(built, capsys):
    edit(built / "notebooks" / "01_counts.ipynb", "There were", "The police recorded")
    told = why(capsys)
    assert told["Counts"] == "its notebook changed"
    assert (told["Places"], told["the report"]) == ("up to date", "would be set anew")
    assert ran() == ["Counts", "Summary", "report"]
    assert ran() == []
    assert "The police recorded" in (built / "reports" / "havering-2025" / "assessment.html").read_text(
        encoding="utf-8"
    )


def test_a_chapter_that_is_added_is_summed_up_at_once(built, capsys):
    write_chapter(built / "notebooks", "03_more.ipynb", 'from analysis_lib.exhibits import say\nsay("More.")')
    path = built / "notebooks" / "contents.toml"
    path.write_text(f'{CONTENTS}[[chapter]]\nnotebook = "03_more.ipynb"\nshort = "More"\n', encoding="utf-8")
    assert why(capsys)["Summary"] == "waits for the other chapters"
    lines = []
    build(assessment(), say=lines.append)
    assert [line.split(",")[0] for line in lines if "done after" in line] == [
        "chapter 4 of 4: More",
        "chapter 1 of 4: Summary",
    ]


def test_other_parameters_are_another_report(built):
    assert ran(year=2024) == ["Counts", "Places", "Summary", "report"]
    assert ran(area="Barnet") == ["Counts", "Places", "Summary", "report"]
    assert ran() == ran(year=2024) == ran(area="Barnet") == []


@pytest.mark.parametrize(
    ("module", "chapters"),
    [
        ("subjects/recorded_crime/counts.py", ["Counts", "Summary", "report"]),  # imported by one chapter
        ("statistics/grim.py", ["Places", "Summary", "report"]),  # by the other
        ("measures.py", ["Counts", "Places", "Summary", "report"]),  # by modules that both import
        ("statistics/survey.py", []),  # by none
        ("report/engine.py", ["Counts", "Places", "Summary"]),  # runs them all; they come out as they were
        ("report/pdf.py", ["report"]),
        ("report/many.py", []),
    ],
)
def test_changed_code_runs_the_chapters_that_import_it(built, module, chapters, capsys):
    path = fingerprints.LIBRARY / module
    path.write_text(path.read_text(encoding="utf-8") + "\n\nADDED = 1\n", encoding="utf-8")
    told = why(capsys)
    # the summary runs again only if a chapter that it sums up came out differently, or it imports the module itself
    expected = chapters if "measures" in module or "engine" in module else [c for c in chapters if c != "Summary"]
    assert ran() == expected
    for short in ("Counts", "Places"):
        assert (told[short] == "up to date") == (short not in chapters)


def test_docstrings_and_comments_run_nothing(built):
    for path in fingerprints.LIBRARY.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        path.write_text("# a remark\n" + text.replace('"""', '"""To be clear: ', 1) + "# the end\n", encoding="utf-8")
    assert ran() == []


def test_revised_figures_run_only_their_readers(built, capsys):
    path = built / SERIES
    lines = path.read_text(encoding="utf-8").splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("Havering,"))
    cells = lines[place].split(",")
    cells[3:5] = [str(int(cells[3]) + 1), str(int(cells[4]) + 2)]
    lines[place] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    redeclare(built, SERIES.removeprefix("data/raw/"))
    told = why(capsys)
    assert told["Counts"] == "recorded_crime changed: 2 figures revised"
    assert (told["Places"], told["Summary"]) == ("up to date", "waits for the other chapters")
    assert ran() == ["Counts", "Summary", "report"]


def test_what_the_descriptor_says_of_other_figures_runs_nothing(built, capsys):
    descriptor = built / "data" / "raw" / "datapackage.yaml"
    edit(descriptor, "series:\n", "series:\n  another:\n    title: Not used by any chapter\n")
    assert ran() == ["report"]  # whose last page has the descriptor's checksum
    edit(descriptor, "Offences were regrouped", "The offences were regrouped")
    assert why(capsys)["Counts"] == "what datapackage.yaml says of recorded_crime changed"
    assert ran() == ["Counts", "report"]  # which says the same as before, so that there is nothing new to sum up


def test_an_answer_that_the_descriptor_no_longer_has_is_a_reason(built, capsys):
    edit(built / "data" / "raw" / "datapackage.yaml", "  recorded_crime:\n", "  crime_recorded:\n")
    assert why(capsys)["Counts"] == "what datapackage.yaml says of recorded_crime changed"


def test_a_table_that_is_emptied_is_a_change(built, capsys):
    (built / SERIES).write_bytes(b"")
    assert why(capsys)["Counts"] == "recorded_crime changed"


def test_a_package_that_is_not_as_locked_runs_everything(built, monkeypatch, capsys):
    (line,) = re.findall(r"^pyarrow==\S+", (built / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    held = fingerprints._departures(f"{line} ")
    assert (held, fingerprints._departures("pyarrow==0.1 ")) == ("", f"pyarrow {line.partition('==')[2]}")
    monkeypatch.setattr(fingerprints, "_departures", lambda lock: "pyarrow 0.1")
    assert why(capsys)["Counts"] == "installed otherwise than requirements.lock changed"


def test_the_lock_file_runs_everything(built, capsys):
    edit(built / "requirements.lock", "pandas==", "# pandas==")
    assert why(capsys)["Places"] == "requirements.lock changed"
    assert ran() == ["Counts", "Places", "Summary", "report"]


def test_the_template_and_the_contents_set_the_report_anew(built):
    edit(fingerprints.LIBRARY / "report" / "templates" / "analysis" / "style.css", "{", " {")
    assert ran() == ["report"]
    edit(built / "notebooks" / "contents.toml", 'status = "Draft"', 'status = "Final"')
    assert ran() == ["report"]
    assert ran() == []


LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><rect width="4" height="{}"/></svg>'


def test_a_logo_drawn_anew_under_the_same_name_sets_the_report_anew(built):
    notebooks = built / "notebooks"
    (notebooks / "logo.svg").write_text(LOGO.format(1), encoding="utf-8")
    (notebooks / "theme.toml").write_text('logo = "logo.svg"\nlogo_says = "A council"\n', encoding="utf-8")
    assert ran() == ["report"]
    (notebooks / "logo.svg").write_text(LOGO.format(2), encoding="utf-8")
    assert ran() == ["report"]
    assert ran() == []


def test_other_versions_run_everything(built, monkeypatch, capsys):
    known = fingerprints.environment()
    monkeypatch.setattr(fingerprints, "environment", lambda: known | {"pandas": "99.1"})
    assert why(capsys)["Places"] == f"pandas is now 99.1, was {known['pandas']}"
    assert ran() == ["Counts", "Places", "Summary", "report"]


def test_what_was_made_with_other_parameters_is_not_taken(built, capsys):
    """As if a folder had been copied: the records of Havering stand where those of Barnet are looked for."""
    shutil.copytree(built / ".cache" / "chapters" / "havering-2025", built / ".cache" / "chapters" / "barnet-2025")
    capsys.readouterr()
    assert main(["why", "--area", "Barnet"]) == 0
    assert "Places: its parameters changed" in capsys.readouterr().out
    assert ran(area="Barnet") == ["Counts", "Places", "Summary", "report"]


@pytest.mark.parametrize(
    ("touched", "told"),
    [("data/raw/areas.csv", "data/raw/areas.csv changed while chapter counts"), ("measures.py", "measures.py changed")],
)
def test_nothing_is_kept_of_a_chapter_whose_inputs_changed_under_it(built, touched, told):
    """Even if they were changed back: its record would say that it was made of what it was not."""
    path = built / touched if "/" in touched else fingerprints.LIBRARY / touched
    write_chapter(built / "notebooks", "01_counts.ipynb", *COUNTS, f"import os\nos.utime({str(path)!r})")
    before = (built / "reports" / "havering-2025" / "assessment.html").read_bytes()
    with pytest.raises(AssessmentError, match=re.escape(told)):
        ran()
    assert (built / "reports" / "havering-2025" / "assessment.html").read_bytes() == before
    assert reasons_of("counts") == ["its notebook changed"]


def test_what_others_put_into_the_folder_of_a_report_stays(built):
    place = built / "reports" / "havering-2025"
    (place / "assessment-draft.docx").write_bytes(b"a draft with comments")
    (place / "notes").mkdir()
    (place / "notes" / "to do.txt").write_text("Ring the police", encoding="utf-8")
    assert ran() == []  # it is no part of the report
    edit(built / "notebooks" / "contents.toml", 'status = "Draft"', 'status = "Final"')
    assert ran() == ["report"]
    assert (place / "assessment-draft.docx").read_bytes() == b"a draft with comments"
    assert (place / "notes" / "to do.txt").read_text(encoding="utf-8") == "Ring the police"


def test_cleaning_keeps_a_report_that_waits_aside_and_the_locks(built):
    """A build that was killed between its two renames left the report aside, and nowhere else."""
    place, aside = built / "reports" / "havering-2025", built / ".cache" / "aside" / "havering-2025"
    before = (place / "assessment.html").read_bytes()
    aside.parent.mkdir(exist_ok=True)
    place.rename(aside)
    half = built / "reports" / ".index.html.0a1b2c3d"
    half.write_text("<!doctype", encoding="utf-8")
    assert upkeep.clean() == 0
    assert not half.exists()
    assert (place / "assessment.html").read_bytes() == before
    assert sorted(path.name for path in (built / ".cache").iterdir()) == ["aside", "locks"]
    assert not list(aside.parent.iterdir())


def test_a_file_of_the_report_that_is_lost_or_altered_comes_back(built):
    place = built / "reports" / "havering-2025"
    before = (place / "assessment.html").read_bytes()
    (place / "assessment.pdf").unlink()
    (place / "assessment.html").write_bytes(b"altered by hand")
    assert ran() == ["report"]
    assert (place / "assessment.html").read_bytes() == before
    assert (place / "assessment.pdf").is_file()


@pytest.mark.parametrize("ending", [".ipynb", ".json"])
def test_a_kept_chapter_that_is_damaged_is_run_again(built, ending, capsys):
    path = built / ".cache" / "chapters" / "havering-2025" / f"02_places{ending}"
    path.write_bytes(path.read_bytes()[:-20])
    assert why(capsys)["Places"] in ("its kept outputs are missing or damaged", "not run yet for this area and year")
    assert ran() == ["Places"]


def test_a_damaged_memory_of_the_build_only_costs_time(built):
    for path in (built / ".cache").glob("*.json"):
        path.write_bytes(b"{")
    assert ran() == []


def test_a_build_loads_no_heavy_library_but_in_its_workers(built):
    program = (
        "import sys; from analysis_lib.__main__ import main; assert main(['assessment']) == 0; "
        "heavy = {'pandas', 'numpy', 'papermill', 'nbconvert', 'nbformat', 'IPython', 'yaml'}; "
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    surroundings = os.environ | {"ANALYSIS_LIB_ROOT": str(built)}

    def said():
        done = subprocess.run([sys.executable, "-c", program], env=surroundings, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    write_chapter(built / "notebooks", "02_places.ipynb", *PLACES, 'say("And more.")')
    first = said()
    assert "Counts, up to date" in first
    assert "Places, done after" in first
    assert "up to date, nothing to do" in said()


def test_an_up_to_date_chapter_read_exactly_these_figures(first, monkeypatch):
    monkeypatch.setenv("ANALYSIS_LIB_ROOT", str(first))
    boroughs.cache_clear()
    plan = Plan.of(Asked.of(assessment()))
    opened = {name: sorted(made.files) for name, made in plan.records.items()}
    series = [path.relative_to(first).as_posix() for path in sorted((first / "data/raw/recorded_crime").glob("*.csv"))]
    assert opened["01_counts.ipynb"] == ["data/raw/areas.csv", "data/raw/offence_categories.csv", *series]
    assert opened["02_places.ipynb"] == ["data/raw/areas.csv"]
    boroughs.cache_clear()


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (b"area,01,02\nBarnet,7,8\n", b"area,01,02\nBarnet,7,9\n", {"revised": 1, "added": 0, "withdrawn": 0}),
        (b"area,01,02\nBarnet,7,8\n", b"area,01,02\nBarnet,7,\n", {"revised": 0, "added": 0, "withdrawn": 1}),
        (b"area,01\nBarnet,7\n", b"area,01\nBarnet,7\nBarnet,7\n", {"revised": 0, "added": 1, "withdrawn": 0}),
        (
            b"area,01\nBarnet,7\nBexley,1\n",
            b"area,01\nBexley,1\nBarnet,7\n",
            {"revised": 0, "added": 0, "withdrawn": 0},
        ),
    ],
)
def test_figures_that_differ_are_counted(before, now, words):
    # oracle: counted by eye
    assert figures_changed.compare(before, now) == words


def test_every_question_to_the_descriptor_is_noted():
    """A method that reads the descriptor without being marked would let a chapter go stale."""
    text = (CHECKOUT / "src" / "analysis_lib" / "contracts.py").read_text(encoding="utf-8")
    body = text[text.index("class Descriptor") : text.index("\n@functools.cache\ndef _load")]
    for method in re.split(r"\n(?=    @|    def )", body):
        if "self.content" in method:
            name = re.search(r"def (\w+)", method)[1]
            assert f"@asked\n    def {name}(" in body, name
    elsewhere = [
        path.name
        for path in (CHECKOUT / "src" / "analysis_lib").rglob("*.py")
        if re.search(r"(descriptor\(\)|package)\.content", path.read_text(encoding="utf-8"))
    ]
    assert set(elsewhere) <= {"origins.py", "refresh.py"}, elsewhere  # the report's own, and the writer of the file


def test_the_reports_folder_is_not_asked_for_its_age():
    assert not re.search(r"st_[mc]time", (CHECKOUT / "src/analysis_lib/report/records.py").read_text(encoding="utf-8"))
    assert project.root() == CHECKOUT
