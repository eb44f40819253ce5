"""A Dask cluster that cannot do the work says why before it is given any."""

from __future__ import annotations

import dataclasses
import os
import socket

import pytest

from analysis_lib.errors import AssessmentError
from analysis_lib.report import tasks
from analysis_lib.report.cluster import begun, cluster, standing
from analysis_lib.report.fingerprints import inputs
from analysis_lib.report.messages import ChapterTask, Outcome
from workshop import SAYS, write_chapter

distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")


@pytest.fixture
def local():
    """Start a cluster in this process with so many workers; returns its address."""
    clusters = []

    def started(workers, threads=1):
        how = {"processes": False, "threads_per_worker": threads, "dashboard_address": ":0"}  # any port that is free
        clusters.append(distributed.LocalCluster(n_workers=workers, **how))
        return clusters[-1].scheduler_address

    begun.cache_clear()
    yield started
    begun.cache_clear()
    for one in clusters:
        one.close()


def test_workers_with_the_same_project_get_the_work(local):
    with cluster(local(1), inputs()) as executor:
        assert executor.submit(pow, 2, 5).result() == 2**5


def test_a_worker_with_another_version_is_refused_by_what_differs(local):
    now = inputs()
    other = dataclasses.replace(now, files=now.files | {"data/raw/areas.csv": "another"}, environment={"pandas": "1.0"})
    words = r"another version of the project: not as here are .*data/raw/areas\.csv"
    with pytest.raises(AssessmentError, match=words), cluster(local(1), other):
        pass
    assert standing()["data/raw/areas.csv"] == now.files["data/raw/areas.csv"]


def test_a_worker_that_comes_later_with_another_version_does_no_task(local):
    with cluster(local(1), inputs()) as executor:
        executor.project = "that of another commit"  # as a task arrives at a worker that was not there to be asked
        with pytest.raises(AssessmentError, match="a worker of the cluster has another version of the project"):
            executor.submit(pow, 2, 5).result()


def test_a_worker_whose_files_were_written_since_it_began_has_another_version(local, copied):
    """It goes on with the library that it loaded, whatever stands there now."""
    before = standing()
    os.utime(copied / "data" / "raw" / "areas.csv")
    assert standing() != before


def test_a_worker_with_several_threads_is_refused(local):
    with pytest.raises(AssessmentError, match=r"has 2 threads, .* --nthreads 1"), cluster(local(1, 2), inputs()):
        pass


def test_a_cluster_without_workers_is_refused(local):
    with pytest.raises(AssessmentError, match="has no worker"), cluster(local(0), inputs()):
        pass


def test_a_worker_that_has_just_gone_is_not_waited_for_for_ever(local, monkeypatch):
    monkeypatch.setattr(distributed.Client, "nthreads", lambda client: {"tcp://127.0.0.1:1": 1})
    monkeypatch.setattr("analysis_lib.report.cluster.ANSWERS_WITHIN", 1)
    words = r"cannot say which project they have \(TimeoutError"
    with pytest.raises(AssessmentError, match=words), cluster(local(1), inputs()):
        pass


def test_no_scheduler_is_said_with_a_remedy():
    import dask

    with socket.socket() as free:  # a port at which nobody listens
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        words = f"No Dask scheduler answers at {address} .* leave SCHEDULER out"
        with (
            dask.config.set({"distributed.comm.timeouts.connect": "500ms"}),
            pytest.raises(AssessmentError, match=words),
            cluster(address, inputs()),
        ):
            pass


LISTENS = """import sys, time
time.sleep(2)  # meanwhile the next task arrives, and the result of the last one is fetched
strays = sorted(name for name in sys.modules if name.startswith("analysis_lib.report"))
assert not strays, strays"""


def test_what_arrives_while_a_chapter_runs_loads_nothing_of_the_library(small):
    """A cluster's worker receives and sends in a thread of its own, beside a chapter that has the library to itself."""
    path = write_chapter(small / "notebooks", "01_small.ipynb", LISTENS, SAYS)
    parameters = {"area": "Havering", "year": 2025, "year_end": "september"}
    task = ChapterTask(None, path.name, path.read_bytes(), parameters, "warm", {})
    how = {"processes": True, "threads_per_worker": 1, "dashboard_address": ":0"}
    with distributed.LocalCluster(n_workers=1, **how) as one, cluster(one.scheduler_address, inputs()) as executor:
        given = [
            executor.submit(tasks.chapter, dataclasses.replace(task, parameters=parameters | {"year": year}))
            for year in (2025, 2024, 2023)
        ]
        assert [Outcome(*future.result()).failure for future in given] == ["", "", ""]
