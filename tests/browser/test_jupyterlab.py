"""An analyst's afternoon in JupyterLab, driven in Chromium: change the area, add a finding, save, build, strip."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect

from analysis_lib import upkeep
from analysis_lib.assessment import assessment
from analysis_lib.report.build import build

pytestmark = [pytest.mark.browser, pytest.mark.proof]

CHAPTER = "01_recorded_crime.ipynb"
ADDED = [
    'say("An analyst added this about {area}.", **head)',
    'figure(crime.chart_long_view(offences, a, "recorded_crime:burglary"),',
    '       caption="Burglary in {area}, month by month")',
]
SAID, CAPTION = "An analyst added this about Redbridge.", "Burglary in Redbridge, month by month"
PARAMETER = r'"area = \"Redbridge\"  # a London borough, by name or by GSS code\n"'
TOKEN = "an-analyst"
OWN_FOLDERS = (  # so that neither the settings of the person who runs the test nor their open files matter
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    "JUPYTERLAB_SETTINGS_DIR",
    "JUPYTERLAB_WORKSPACES_DIR",
    "IPYTHONDIR",
)
STARTS, RUNS = 60_000, 120_000  # milliseconds that JupyterLab may take to open, and a chapter to run
SAVES = 30  # seconds
AUTHOR = ["-c", "user.name=An analyst", "-c", "user.email=analyst@example.org"]
NO_SETTINGS = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


@pytest.fixture
def committed(copied) -> Path:
    """A copy of the project, as first committed to a Git of its own."""
    for arguments in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "As it was"]):
        _git(copied, *arguments)
    return copied


@pytest.fixture
def laboratory(committed, tmp_path) -> Iterator[str]:
    """The address of a JupyterLab in the copy's folder of chapters; only what was started here is ended."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {name: str(tmp_path / "jupyter" / name) for name in OWN_FOLDERS}
    log = (tmp_path / "jupyterlab.log").open("wb")
    server = subprocess.Popen(_command(port, committed / "notebooks"), env=os.environ | own, stdout=log, stderr=log)
    try:
        _wait_until_it_answers(port, server, tmp_path / "jupyterlab.log")
        yield f"http://127.0.0.1:{port}/lab/tree/{CHAPTER}?token={TOKEN}"
    finally:
        _end(server)
        log.close()


def _command(port: int, folder: Path) -> list[str]:
    options = {
        "notebook-dir": folder,
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "IdentityProvider.token": TOKEN,
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    }
    return [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        *(f"--{name}={value}" for name, value in options.items()),
    ]


def _wait_until_it_answers(port: int, server: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + STARTS / 1000
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text(encoding='utf-8')[-2000:]}")


def _end(server: subprocess.Popen) -> None:
    """End the server, which ends its kernels."""
    server.terminate()
    try:
        server.wait(timeout=30)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def test_only_what_an_analyst_wrote_in_jupyterlab_is_printed_and_kept(window, laboratory, committed):
    page = window(1400, height=1000)
    page.goto(laboratory)
    _run_for_redbridge(page)
    _add_a_cell(page)
    _save(page, committed / "notebooks" / CHAPTER)
    assert upkeep.notebook_problems() == [f"notebooks/{CHAPTER} holds outputs. Take them out with: make strip"]
    page.goto((build(assessment("Redbridge", 2025), say=lambda text: None) / "assessment.html").as_uri())
    expect(page.locator("p.sentence", has_text=SAID)).to_be_visible()
    expect(page.locator("figure .exhibit-title", has_text=CAPTION)).to_be_visible()
    upkeep.strip()
    assert upkeep.notebook_problems() == []
    removed, added = _difference(committed)
    assert removed == [PARAMETER.replace("Redbridge", "Havering")]
    assert added == [PARAMETER, *_new_cell(committed / "notebooks" / CHAPTER)]


def _run_for_redbridge(page: Page) -> None:
    """Change the borough in the cell of the parameters, and run every cell."""
    _wait_until_the_kernel_is_idle(page, STARTS)
    page.get_by_text('"Havering"', exact=True).dblclick()
    page.keyboard.insert_text("Redbridge")
    expect(page.get_by_text('"Redbridge"', exact=True)).to_be_visible()
    page.locator(".lm-MenuBar-itemLabel").get_by_text("Run", exact=True).click()
    page.locator(".lm-Menu-itemLabel").get_by_text("Run All Cells", exact=True).click()
    said = page.locator(".jp-OutputArea-output", has_text="offences in Redbridge in the year to September 2025")
    said.first.wait_for(state="attached", timeout=RUNS)
    _wait_until_the_kernel_is_idle(page, RUNS)


def _wait_until_the_kernel_is_idle(page: Page, longest: int) -> None:
    page.get_by_text(f"{upkeep.KERNELSPEC['display_name']} | Idle", exact=True).wait_for(timeout=longest)


def _add_a_cell(page: Page) -> None:
    """Write a sentence and a chart in a new last cell, and run it alone."""
    page.get_by_text("Click to add a cell.").click()
    cell = page.locator(".jp-Notebook .jp-Cell").last
    cell.locator(".cm-content").click()
    page.keyboard.insert_text("\n".join(ADDED))
    page.keyboard.press("Control+Enter")
    outputs = cell.locator(".jp-OutputArea-output")
    expect(outputs).to_have_count(2, timeout=RUNS)
    expect(outputs.nth(0)).to_contain_text(SAID)
    expect(outputs.nth(1)).to_contain_text(CAPTION)
    expect(outputs.nth(1).locator("svg, img")).to_be_visible()


def _save(page: Page, chapter: Path) -> None:
    page.keyboard.press("Control+s")
    until = time.monotonic() + SAVES
    while not all(text in chapter.read_text(encoding="utf-8") for text in (SAID, CAPTION)):
        assert time.monotonic() < until, f"JupyterLab did not save {chapter}"
        time.sleep(0.2)


def _difference(folder: Path) -> tuple[list[str], list[str]]:
    """The lines removed from the chapters and those added, by Git, without what surrounds them in JSON."""
    lines = _git(folder, "diff", "--unified=0", "--", "notebooks").splitlines()
    changed = [line for line in lines if line[:1] in ("-", "+") and line[:3] not in ("---", "+++")]
    return tuple([line[1:].strip().rstrip(",") for line in changed if line[0] == sign] for sign in "-+")


def _new_cell(chapter: Path) -> list[str]:
    """The lines of the cell that was added and nothing besides, as a notebook holds them."""
    identity = nbformat.read(chapter, as_version=4).cells[-1].id
    head = ['"cell_type": "code"', '"execution_count": null', f'"id": "{identity}"', '"metadata": {}', '"outputs": []']
    source = [json.dumps(f"{line}\n") for line in ADDED[:-1]] + [json.dumps(ADDED[-1])]
    return ["}", "{", *head, '"source": [', *source, "]"]


def _git(folder: Path, *arguments: str) -> str:
    command = ["git", *AUTHOR, "-C", str(folder), *arguments]
    run = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", env=os.environ | NO_SETTINGS)
    return run.stdout
