"""Chapters are kept without outputs and without typed figures, and the verbs are those of the README."""

from __future__ import annotations

import re
import subprocess
import sys

import nbformat
import pytest

from analysis_lib import upkeep
from analysis_lib.__main__ import VERBS
from workshop import CHECKOUT

MAKEFILE = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
CI = (CHECKOUT / ".ci" / "run").read_text(encoding="utf-8")


def edited(path, change):
    notebook = nbformat.read(path, as_version=4)
    change(notebook)
    nbformat.write(notebook, path)


def with_output(notebook):
    cell = next(cell for cell in notebook.cells if cell.cell_type == "code")
    cell.execution_count = 3
    cell.outputs = [nbformat.v4.new_output("stream", text="19,505")]
    cell.metadata["execution"] = {"iopub.execute_input": "2026-01-01"}
    notebook.metadata["kernelspec"]["display_name"] = "another laptop"
    notebook.metadata["widgets"] = {"state": {}}


def test_the_chapters_of_the_project_have_no_problems():
    assert upkeep.notebook_problems() == []


def test_outputs_are_named_and_stripped_without_a_trace(copied, capsys):
    path = copied / "notebooks" / "01_recorded_crime.ipynb"
    before = path.read_bytes()
    edited(path, with_output)
    assert upkeep.notebook_problems() == [
        "notebooks/01_recorded_crime.ipynb holds outputs. Take them out with: make strip"
    ]
    assert upkeep.strip() == 0
    assert capsys.readouterr().out == "stripped notebooks/01_recorded_crime.ipynb\n"
    assert path.read_bytes() == before


def test_a_figure_typed_in_a_text_cell_is_named(copied):
    path = copied / "notebooks" / "01_recorded_crime.ipynb"
    edited(path, lambda notebook: notebook.cells[0].update(source="# Crime\n\nThere were 19,505 offences."))
    (problem,) = upkeep.notebook_problems()
    assert problem.startswith("notebooks/01_recorded_crime.ipynb, cell 1: a figure is typed in the text")
    assert "19,505" in problem


def test_every_verb_of_the_makefile_is_one_line_and_has_help():
    recipes = dict(re.findall(r"^([a-z]+): setup ##.*\n\t(.+)\n", MAKEFILE, re.M))
    assert set(recipes) == set(VERBS)
    for verb, line in recipes.items():
        assert line.startswith(f"@$(PY) -m analysis_lib {verb}")
        shown = subprocess.run([sys.executable, "-m", "analysis_lib", verb, "--help"], capture_output=True, text=True)
        assert (shown.returncode, "usage:" in shown.stdout) == (0, True)


def test_make_alone_lists_its_verbs():
    shown = subprocess.run(["make", "-s"], cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    assert set(VERBS) <= set(re.findall(r"^  make (\w+)", shown, re.M))


def test_continuous_integration_runs_only_verbs_that_the_readme_shows():
    commands = [line for line in CI.splitlines() if line and not line.startswith(("#", "set ", "cd "))]
    assert [command.split()[:2] for command in commands] == [
        ["make", verb] for verb in ("check", "browser", "test", "proof", "assessment", "assessment")
    ]
    assert all(
        f"make {verb}" in README
        for verb in ("check", "browser", "test", "proof", "assessment", "refresh", "lab", "strip", "lock", "data")
    )


def test_the_lock_file_has_hashes_for_all_and_no_addresses():
    lock = (CHECKOUT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert len(entries) > 150
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"://|--(extra-)?index-url|--find-links", lock)


@pytest.mark.parametrize("name", ["uv", "hatchling", "papermill", "nbval", "typst"])
def test_the_lock_file_holds_the_tools_it_takes_to_install_and_build(name):
    assert re.search(rf"^{name}==", (CHECKOUT / "requirements.lock").read_text(encoding="utf-8"), re.M)
