"""Slow and double-build checks: same bytes from the same inputs, chapters alone, other boroughs and years."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

from analysis_lib.report.timings import CLUSTER, checksums
from workshop import CHECKOUT, SAYS, copy_project, redeclare, set_chapters

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


def german(folder):
    """A locale that names months and sets numbers otherwise, where this machine can make one; else the plainest."""
    folder.mkdir()
    if shutil.which("localedef"):
        subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", folder / "de_DE.UTF-8"], capture_output=True)
    made = (folder / "de_DE.UTF-8").is_dir()
    print("locale of the second build:", "German" if made else "C, because no other can be made here")
    return {"LC_ALL": "de_DE.UTF-8", "LOCPATH": str(folder)} if made else {"LC_ALL": "C"}


def test_two_builds_from_scratch_are_the_same_bytes(tmp_path):
    """In two folders, time zones, locales and orders of hashing, one with warm workers and one with kernels."""
    warm = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
    kernel = {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "2"} | german(tmp_path / "locales")
    first = built(copy_project(tmp_path / "one"), **warm)
    second = built(copy_project(tmp_path / "and another"), "--engine", "kernel", **kernel)
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_many_areas_are_the_same_bytes_by_local_workers_and_by_a_cluster_that_loses_one(tmp_path):
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    areas = "Havering, Redbridge, E09000033"
    here, there = copy_project(tmp_path / "here"), copy_project(tmp_path / "there")
    done = run(here, "-m", "analysis_lib", "assessments", "--areas", areas)
    assert done.returncode == 0, done.stderr
    assert "3 of 3" in done.stdout
    done = run(there, "-c", CLUSTER, areas, "3")
    assert done.returncode == 0, done.stderr
    assert "killed one" in done.stdout
    assert sorted(path.name for path in (here / "reports").iterdir()) == [
        "havering-2025", "index.html", "redbridge-2025", "westminster-2025",
    ]  # fmt: skip
    ours, theirs = checksums(here / "reports"), checksums(there / "reports")
    assert sorted(ours) == sorted(theirs)
    assert [name for name in ours if ours[name] != theirs[name]] == []


def test_one_area_that_fails_stops_no_other(tmp_path):
    spoilt = 'if area == "Barnet":\n    raise ValueError("not this one")'
    project = set_chapters(copy_project(tmp_path / "project"), small=f"{SAYS}\n{spoilt}")
    done = run(project, "-m", "analysis_lib", "assessments", "--areas", "Barnet,Bexley")
    assert done.returncode == 1
    assert "Barnet: Chapter small failed" in done.stderr
    assert "not this one" in done.stderr
    index = (project / "reports" / "index.html").read_text(encoding="utf-8")
    assert "bexley-2025/assessment.html" in index
    assert "barnet" not in index


def test_executed_chapters_give_the_same_outputs_again(havering):
    project = havering.parents[1]
    chapters = [str(path) for path in sorted((havering / "chapters").glob("*.ipynb"))]
    done = run(project, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider", *chapters)
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout
    assert "skipped" not in done.stdout


@pytest.mark.parametrize("name", sorted(path.stem for path in (CHECKOUT / "notebooks").glob("*.ipynb")))
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


@pytest.mark.parametrize("area", ["Havering", "Barnet"])
def test_a_month_that_is_not_published_is_said_and_stops_no_build(area, tmp_path, monkeypatch):
    project = copy_project(tmp_path / "project")
    name = "recorded_crime/2025.csv"
    path = project / "data" / "raw" / name
    lines = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    gapped = [[*line[:5], "", *line[6:]] if line[0] == "Havering" else line for line in lines]  # March 2025
    path.write_text("\n".join(",".join(line) for line in gapped) + "\n", encoding="utf-8", newline="\n")
    redeclare(project, name)
    files = built(project, "--area", area)
    text = files["assessment.html"].decode()
    assert "a borough has no figure" in text or "a month is not published" in text
    totals = [row for row in json.loads(files["figures.json"]) if row["measure"] == "recorded_crime:total"]
    assert (area == "Barnet") == any(row["period_end"] == "2025-09-30" and row["area"] == area for row in totals)


def test_the_installed_project_needs_no_network(tmp_path):
    if os.geteuid() or not os.path.exists("/usr/bin/unshare"):
        pytest.skip("cutting the network off needs root and unshare")
    project = copy_project(tmp_path / "project")
    surroundings = os.environ | {"ANALYSIS_LIB_ROOT": str(project)}
    command = ["unshare", "-n", sys.executable, "-m", "analysis_lib", "assessment"]
    done = subprocess.run(command, cwd=CHECKOUT, env=surroundings, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    assert (project / "reports" / "havering-2025" / "assessment.pdf").is_file()
