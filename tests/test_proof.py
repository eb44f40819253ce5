"""Slow and double-build checks: same bytes from the same inputs, chapters alone, other boroughs and years."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from analysis_lib.assessment import assessment, boroughs
from analysis_lib.catalogue import load
from analysis_lib.exhibits import table_payload
from analysis_lib.subjects import recorded_crime as crime
from workshop import CHECKOUT, copy_project

pytestmark = pytest.mark.proof


def run(folder, *arguments, **environment):
    """A command of the library, in a process of its own, on the project in ``folder``."""
    surroundings = os.environ | {"ANALYSIS_LIB_ROOT": str(folder)} | environment
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=surroundings, capture_output=True, text=True, timeout=600
    )


def built(folder, *arguments, **environment):
    done = run(folder, "-m", "analysis_lib", "assessment", *arguments, **environment)
    assert done.returncode == 0, done.stderr
    (place,) = (folder / "reports").glob("*-20*")
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def test_two_builds_from_scratch_are_the_same_bytes(tmp_path):
    first = built(copy_project(tmp_path / "one"), TZ="UTC", LC_ALL="C.UTF-8", PYTHONHASHSEED="1")
    second = built(copy_project(tmp_path / "and another"), TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="2")
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_executed_chapters_give_the_same_outputs_again(havering):
    project = havering.parents[1]
    chapters = [str(path) for path in sorted((havering / "chapters").glob("*.ipynb"))]
    done = run(project, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider", *chapters)
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout
    assert "skipped" not in done.stdout


@pytest.mark.parametrize("name", ["00_summary", "01_recorded_crime", "99_sources_methods_limits"])
def test_every_chapter_runs_alone_under_papermill(name, tmp_path):
    project = copy_project(tmp_path / "project")
    out = tmp_path / "out.ipynb"
    arguments = [str(project / "notebooks" / f"{name}.ipynb"), str(out), "-p", "area", "Havering", "-p", "year", "2025"]
    done = run(project, "-m", "papermill", *arguments)
    assert done.returncode == 0, done.stderr[-2000:]
    outputs = [
        output for cell in json.loads(out.read_text(encoding="utf-8"))["cells"] for output in cell.get("outputs", [])
    ]
    assert outputs


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["--year", "2019", "--area", "tower hamlets"], "tower-hamlets-2019"),
        (["--area", "E09000033", "--year", "2023", "--year-end", "march"], "westminster-2023-march"),
        (["--year", "2012", "--area", "Westminster"], "westminster-2012"),
        (["--year", "2025", "--year-end", "december", "--area", "hillingdon"], "hillingdon-2025-december"),
    ],
)
def test_other_boroughs_years_and_year_ends(arguments, name, tmp_path):
    files = built(copy_project(tmp_path / "project"), *arguments)
    assert files["assessment.pdf"].startswith(b"%PDF")
    assert json.loads(files["figures.json"])
    assert (tmp_path / "project" / "reports" / name).is_dir()


@pytest.mark.parametrize(
    ("year_end", "years"), [("september", range(2012, 2026)), ("march", [2012, 2025]), ("december", [2012, 2025])]
)
def test_the_tables_of_every_borough_and_year_can_be_made(year_end, years):
    for year in years:
        offences = load("recorded_crime", assessment("Havering", year, year_end))
        for area in boroughs():
            a = assessment(area.name, year, year_end)
            head = crime.headline(offences, a)
            assert head["total"].value > 0
            assert crime.london(offences, a)["everything"].value is not None
            table_payload(crime.compare_groups(offences, a), caption="x")


def test_the_installed_project_needs_no_network(tmp_path):
    if os.geteuid() or not os.path.exists("/usr/bin/unshare"):
        pytest.skip("cutting the network off needs root and unshare")
    project = copy_project(tmp_path / "project")
    surroundings = os.environ | {"ANALYSIS_LIB_ROOT": str(project)}
    command = ["unshare", "-n", "sh", "-c", 'ip link set lo up; exec "$0" -m analysis_lib assessment', sys.executable]
    done = subprocess.run(command, cwd=CHECKOUT, env=surroundings, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    assert (project / "reports" / "havering-2025" / "assessment.pdf").is_file()
