"""What tests share: a copy of the project to spoil, a small chapter, and one real report built once."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from matplotlib import pyplot

from analysis_lib.assessment import assessment, boroughs
from analysis_lib.kernels import use_local_sockets
from analysis_lib.locks import held
from analysis_lib.report import build as building
from analysis_lib.report.build import build
from analysis_lib.report.commands import Late
from workshop import SAYS, copy_project, set_chapters


def pytest_configure(config) -> None:
    """The kernels that nbval starts need no network either."""
    use_local_sockets()


@pytest.fixture(scope="session", autouse=True)
def shared_workers():
    """One set of warm workers for all builds of a test run; they start when the first build needs them."""
    pool = Late()

    @contextlib.contextmanager
    def shared():
        yield pool

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "_own_workers", shared)
        yield pool
    pool.shutdown()


@pytest.fixture(autouse=True)
def drawings_put_away():
    """What a test drew is closed after it, as a chapter's drawings are when it has shown them."""
    yield
    pyplot.close("all")


@pytest.fixture
def copied(tmp_path, monkeypatch) -> Path:
    """A copy of the project that a test may spoil; the library works on it, here and in kernels."""
    folder = copy_project(tmp_path / "copy of the project")
    monkeypatch.setenv("ANALYSIS_LIB_ROOT", str(folder))
    boroughs.cache_clear()
    return folder


@pytest.fixture
def small(copied) -> Path:
    """A copied project whose report is one small chapter, ``01_small.ipynb``, which a test may replace."""
    return set_chapters(copied, small=SAYS)


@pytest.fixture(scope="session")
def havering(tmp_path_factory, worker_id) -> Path:
    """The report of Havering 2025, built once in a copy of the project; its folder.

    Test processes that run side by side build it once: the second waits for the first.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "havering" / "project"
    with held(folder.parent.with_suffix(".lock")):
        if not folder.exists():
            copy_project(folder)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ANALYSIS_LIB_ROOT", str(folder))
            boroughs.cache_clear()
            place = build(assessment("Havering", 2025), say=lambda text: None)
    boroughs.cache_clear()
    assert place == folder / "reports" / "havering-2025"
    return place
