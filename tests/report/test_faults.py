"""Faults made for real: whatever stops a build, the last good report opens, and the next run completes."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pikepdf
import pytest

from analysis_lib import files
from analysis_lib.assessment import assessment, boroughs
from analysis_lib.errors import AssessmentError
from analysis_lib.report import tasks
from analysis_lib.report.build import build
from analysis_lib.report.workers import TookTooLong, WorkerDied, Workers, completed
from workshop import COUNTS, SAYS, set_chapters, write_chapter

pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(sys.platform != "linux", reason="sends signals, and reads what runs as Linux tells it"),
]
LONGEST = 600  # seconds for a build here, after which it is ended and its test fails
COMMAND = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may start its background jobs without it
from analysis_lib.__main__ import run
if __name__ == "__main__":
    run()
"""


def three(project, middle):
    return set_chapters(project, before=SAYS, middle=middle, after=SAYS)


def report(project):
    place = project / "reports" / "havering-2025"
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def check_it_opens(project):
    """The report is whole: each of its files is there, the PDF opens, the manifest can be read."""
    found = report(project)
    assert {"assessment.html", "assessment.pdf", "figures.json", "manifest.json"} <= set(found)
    assert found["assessment.html"].rstrip().endswith(b"</html>")
    json.loads(found["manifest.json"])
    with pikepdf.open(project / "reports" / "havering-2025" / "assessment.pdf") as document:
        assert len(document.pages) > 1


def end(process):
    """End a process and all that it started; then whoever waits for their words hears that there are no more."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture
def start():
    """Start builds of a project, each in a process of its own; what a test leaves running is ended, and in time."""
    begun = []

    def started(project, *verb):
        surroundings = os.environ | {"ANALYSIS_LIB_ROOT": str(project)}
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, *(verb or ["assessment"])],
            env=surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        limit = threading.Timer(LONGEST, end, [process])
        limit.daemon = True
        limit.start()
        begun.append((process, limit))
        return process

    yield started
    for process, limit in begun:
        limit.cancel()
        end(process)
    for process, _ in begun:
        process.communicate(timeout=60)


def told_until(process, words):
    """Read what a build says until it says these words."""
    for line in process.stdout:
        if words in line:
            return line
    raise AssertionError(process.stderr.read())


def children_of(process):
    """The processes that a process has started: their commands, by number."""
    command = ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(process.pid)]
    listed = subprocess.run(command, capture_output=True, text=True)
    return dict(line.split(maxsplit=1) for line in listed.stdout.splitlines())


def check_they_end(processes):
    patience = time.monotonic() + 60
    while left := [command for pid, command in processes.items() if _runs(pid)]:
        assert time.monotonic() < patience, f"still running: {left}"
        time.sleep(0.1)


def _runs(pid):
    try:
        return (Path("/proc") / pid / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:  # it is gone
        return False


LOST = {
    "exits": ("import os; os._exit(3)", "its process ended by itself (exit status 3)"),
    "killed": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "ended by itself (signal SIGKILL)"),
    "crashes": ("import ctypes; ctypes.string_at(0)", "its process ended by itself (signal SIGSEGV)"),
    "endless": ("while True:\n    pass", "it took longer than 30 seconds and was stopped"),
}


def test_a_process_that_is_lost_fails_its_own_chapter_only(copied):
    pool = Workers(2, seconds=600)
    try:
        set_chapters(copied, first=SAYS, **dict.fromkeys(LOST, SAYS), last=SAYS)
        build(assessment(), pool=pool, say=lambda text: None)
        before = report(copied)
        spoilt = {name: cell for name, (cell, _) in LOST.items()}
        set_chapters(copied, first=SAYS + "\nsay('Again.')", **spoilt, last=SAYS + "\nsay('Again.')")
        pool.seconds, lines = 30, []
        with pytest.raises(AssessmentError) as error:
            build(assessment(), pool=pool, say=lines.append)
        pool.seconds = 600
        failures = str(error.value).split("\n\n")
        assert len(failures) == len(LOST)
        for name, (_, words) in LOST.items():
            assert any(text.startswith(f"Chapter {name} failed: ") and words in text for text in failures), name
        assert report(copied) == before
        set_chapters(copied, first=SAYS + "\nsay('Again.')", **dict.fromkeys(LOST, SAYS), last=SAYS + "\nsay('Again.')")
        lines.clear()
        build(assessment(), pool=pool, say=lines.append)  # the same workers, four times replaced
        assert not any("done" in line for line in lines if line.startswith("chapter"))  # all that was run is kept
        check_it_opens(copied)
    finally:
        pool.shutdown(cancel_futures=True)


def test_a_worker_lost_while_it_sets_the_report_is_told_and_the_next_run_completes(copied, monkeypatch):
    three(copied, SAYS)
    build(assessment(), say=lambda text: None)
    before = report(copied)
    write_chapter(copied / "notebooks", "02_middle.ipynb", SAYS + "\nsay('And more.')")
    with monkeypatch.context() as patch:
        patch.setattr(tasks, "part", exits)
        with pytest.raises(AssessmentError, match=r"could not be set: its process ended by itself \(exit status 3\)"):
            build(assessment(), say=lambda text: None)
    assert report(copied) == before
    lines = []
    build(assessment(), say=lines.append)
    assert not any("done after" in line for line in lines)  # the chapters were kept
    check_it_opens(copied)


def exits(task):
    os._exit(3)


def test_workers_end_when_their_parent_is_killed(copied, start):
    marker = copied.parent / "running"
    three(copied, f"import pathlib\npathlib.Path({str(marker)!r}).write_text('x')\nwhile True:\n    pass")
    process = start(copied)
    told_until(process, "Havering")
    while not marker.exists():
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.1)
    children = children_of(process)
    assert len(children) > 1
    process.kill()
    check_they_end(children)


def test_ctrl_c_does_not_wait_for_another_build(copied, start):
    """Many areas: a thread waits for the other build's report, and the program ends all the same."""
    marker = copied.parent / "go on"
    waits = f"import pathlib, time\nwhile not pathlib.Path({str(marker)!r}).exists(): time.sleep(0.1)"
    three(copied, f"{SAYS}\n{waits}")
    told_until(start(copied), "Havering")
    second = start(copied, "assessments", "--areas", "Havering")
    told_until(second, "another build of havering-2025 is at work; waiting for it")
    second.send_signal(signal.SIGINT)
    assert second.wait(timeout=60) == 130
    assert "Stopped." in second.communicate(timeout=60)[1]
    marker.write_text("x", encoding="utf-8")


def test_workers_replace_one_that_died_while_it_waited():
    pool = Workers(1, seconds=60)
    try:
        first = pool.submit(os.getpid).result(timeout=60)
        os.kill(first, signal.SIGKILL)  # whether or not its parent has seen it yet
        assert pool.submit(os.getpid).result() != first
        with pytest.raises(WorkerDied):
            pool.submit(os._exit, 1).result()
        with pytest.raises(Exception, match="lock"):
            pool.submit(threading.Lock).result()  # a result that cannot travel
        aside = Path(pool.submit(tempfile.mkdtemp).result())
        assert aside.is_dir()
        pool.seconds = 1
        with pytest.raises(TookTooLong):
            pool.submit(time.sleep, 60).result()
        pool.seconds = 60
        pool.begins_within, last = 1, pool.submit(os.getpid).result(timeout=60)
        os.kill(last, signal.SIGSTOP)  # it hangs before it begins
        with pytest.raises(TookTooLong, match="no process took it up within 1 seconds"):
            pool.submit(os.getpid).result(timeout=60)
        pool.begins_within, pool.answers_within = 60, 1
        with pytest.raises(TookTooLong, match="did not send its answer within 1 seconds"):
            pool.submit(hangs_while_it_answers).result(timeout=60)
        pool.answers_within = 60
        last = pool.submit(os.getpid).result(timeout=60)
    finally:
        pool.shutdown(cancel_futures=True)
    assert not Path("/proc", str(last)).exists()  # ended, and its parent has taken note
    assert not aside.exists()  # what a process that was killed put aside goes with the workers


def hangs_while_it_answers():
    """Stop this process when half of its answer is sent."""
    whole = Connection._send

    def half(connection, content):
        whole(connection, content[: len(content) // 2])
        os.kill(os.getpid(), signal.SIGSTOP)

    Connection._send = half
    return "an answer of which only half arrives"


def test_whoever_waits_for_a_task_that_is_cancelled_hears_of_it():
    pool = Workers(1, seconds=60)
    given = [pool.submit(time.sleep, 60) for _ in range(3)]
    pool.shutdown(cancel_futures=True)
    assert {future.cancelled() or isinstance(future.exception(), WorkerDied) for future in completed(given)} == {True}
    with pytest.raises(RuntimeError, match="shut down"):
        pool.submit(os.getpid)


def test_a_process_that_cannot_start_fails_the_task(monkeypatch):
    def full(process):
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    with monkeypatch.context() as patch:
        patch.setattr(multiprocessing.get_context("spawn").Process, "start", full)
        pool = Workers(1, seconds=60)
        with pytest.raises(BlockingIOError):
            pool.submit(os.getpid).result(timeout=60)
    assert pool.submit(os.getpid).result(timeout=60)  # now there is room
    pool.shutdown(cancel_futures=True)


def test_ctrl_c_stops_the_build_and_all_its_workers_and_the_next_run_goes_on(copied, start):
    three(copied, SAYS)
    build(assessment(), say=lambda text: None)
    before = report(copied)
    marker = copied.parent / "running"
    slow = f"import pathlib, time\npathlib.Path({str(marker)!r}).write_text('x')\ntime.sleep(600)"
    set_chapters(copied, before=SAYS + "\nsay('Again.')", middle=slow, after=SAYS)
    known = set((copied / ".cache").glob("chapters/*/01_before.json"))
    moment = max(path.stat().st_mtime_ns for path in known)
    process = start(copied)
    told_until(process, "Havering")
    while not marker.exists() or max(path.stat().st_mtime_ns for path in known) == moment:
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.1)
    children = children_of(process)
    pressed = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: parent and workers alike
    process.wait(timeout=120)
    took = time.monotonic() - pressed
    assert process.returncode == 130
    trackers = {pid for pid, command in children.items() if "multiprocessing.resource_tracker" in command}
    assert len(trackers) == 1  # Python's own, which ends when it sees that its parent has, a moment later
    workers = children.keys() - trackers
    assert len(workers) > 1
    assert [pid for pid in workers if _runs(pid)] == []
    check_they_end(children)
    assert process.stderr.read().strip() == "Stopped. The last report and the figures are as they were."
    assert report(copied) == before
    print(f"Ctrl-C: ended after {took:.2f} s")  # told, not asserted: the machine of a test may be busy
    write_chapter(copied / "notebooks", "02_middle.ipynb", SAYS)
    out, _ = start(copied).communicate(timeout=300)
    assert "Before, up to date" in out
    assert report(copied) != before
    check_it_opens(copied)


def test_of_two_builds_at_once_the_second_waits_and_finds_the_work_done(copied, start):
    marker = copied.parent / "the second waits"
    waits = f"import pathlib, time\nwhile not pathlib.Path({str(marker)!r}).exists(): time.sleep(0.1)"
    three(copied, f"{SAYS}\n{waits}")
    first = start(copied)
    told_until(first, "Havering")
    second = start(copied)
    told_until(second, "another build of havering-2025 is at work; waiting for it")
    marker.write_text("x", encoding="utf-8")
    out = second.communicate(timeout=300)[0]
    assert first.wait(timeout=300) == second.returncode == 0
    assert "up to date, nothing to do" in out
    check_it_opens(copied)


FULL = """
import resource, sys
from analysis_lib.__main__ import main
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
sys.exit(main(["assessment"]))
"""


def test_a_full_disk_is_said_and_spoils_nothing(copied):
    """RLIMIT_FSIZE: no file may grow as large as the report's largest is."""
    three(copied, SAYS)
    build(assessment(), say=lambda text: None)
    before = report(copied)
    write_chapter(copied / "notebooks", "02_middle.ipynb", SAYS + "\nsay('And more.')")
    surroundings = os.environ | {"ANALYSIS_LIB_ROOT": str(copied)}
    program = [sys.executable, "-c", FULL.format(size=max(map(len, before.values())) - 1)]
    done = subprocess.run(program, env=surroundings, capture_output=True, text=True, timeout=300)
    assert done.returncode == 1
    assert "could not be written" in done.stderr
    assert "File too large" in done.stderr
    print("the disk was full by RLIMIT_FSIZE")
    assert report(copied) == before
    assert not list(copied.rglob(".*.????????"))  # no half of a file is left
    build(assessment(), say=lambda text: None)
    check_it_opens(copied)


def test_a_full_disk_by_a_small_file_system(copied, tmp_path, start):
    """A file system with 64 kB left, where this machine lets a test mount one."""
    place = tmp_path / "small disk"
    place.mkdir()
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=100m", "tmpfs", place]).returncode:
        pytest.skip("mounting a small file system is not allowed here; RLIMIT_FSIZE did its work above")
    try:
        three(copied, SAYS)
        project = shutil.copytree(copied, place / "project")
        assert start(project).wait(timeout=300) == 0
        before = report(project)
        write_chapter(project / "notebooks", "02_middle.ipynb", SAYS + "\nsay('And more.')")
        others = place / "other things"
        others.write_bytes(bytes(shutil.disk_usage(place).free - 64 * 1024))
        stopped = start(project)
        assert "No space left on device" in stopped.communicate(timeout=300)[1]
        assert stopped.returncode == 1
        print("the disk was a small file system (tmpfs), filled to 64 kB")
        assert report(project) == before
        others.unlink()
        assert start(project).wait(timeout=300) == 0
        assert report(project) != before
        check_it_opens(project)
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)  # a build that hangs is ended after this


WRITES = """
import os, pathlib, sys

writes, root, stop = 0, os.environ["ANALYSIS_LIB_ROOT"], None

def counts(path):
    "Count what would change the project's folder; whether the process is to end here."
    global writes
    if stop is None or not str(path).startswith((root + "/.cache", root + "/reports", root + "/data/processed")):
        return False
    writes += 1
    return writes == stop

def hook(event, arguments):
    "End with SIGKILL before the change asked for."
    if event == "open" and not arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        return
    if event in ("open", "os.rename", "os.remove", "os.rmdir", "os.mkdir"):
        path = str(arguments[0])  # or the number of an open file, which is no path
        if event in ("os.remove", "os.rmdir") and arguments[1] >= 0:  # by its name in a folder that is open
            path = os.path.join(os.readlink(f"/proc/self/fd/{arguments[1]}"), path)
        if os.path.exists(path) if event == "os.mkdir" else event == "os.remove" and not os.path.lexists(path):
            return  # which would change nothing
    else:
        return
    if counts(path):
        os.kill(os.getpid(), 9)

whole = pathlib.Path.write_bytes

def by_halves(path, content):
    "End with SIGKILL when half is written, if that is the change asked for."
    if counts(path):
        whole(path, content[: len(content) // 2])
        os.kill(os.getpid(), 9)
    return whole(path, content)

pathlib.Path.write_bytes = by_halves
sys.addaudithook(hook)
"""
KILLED_AT = """
import concurrent.futures, dataclasses, hashlib, json, shutil

known = {}

def checksum(content):
    return hashlib.sha256(content).hexdigest()

class Here(concurrent.futures.Executor):
    "Does each task once, in this process: a forked one must not use libraries that had threads of their own before."
    def submit(self, function, /, *arguments):
        plain = [dataclasses.asdict(one) if dataclasses.is_dataclass(one) else one for one in arguments]
        told = json.dumps([function.__name__, plain], sort_keys=True, default=checksum)
        if told not in known:
            assert stop is None, (function.__name__, "was not asked before")
            known[told] = function(*arguments)
        future = concurrent.futures.Future()
        future.set_result(known[told])
        return future

from analysis_lib import files
from analysis_lib.assessment import assessment
from analysis_lib.report.build import build
from analysis_lib.report.tasks import get_ready
get_ready()
in_one_step, found_step = len(sys.argv) < 2, files._one_step()

def step(*arguments):
    "Let two folders change places; or end before that, if that is the change asked for."
    if counts(root + "/reports"):
        os.kill(os.getpid(), 9)
    return found_step(*arguments)

files._one_step = lambda: step if in_one_step else None  # or as on a system that cannot
silent = lambda text: None
chosen = assessment()

def attempt(number):
    "Build in a child that dies at its write of this number; whether it came that far."
    global stop
    child = os.fork()
    if child == 0:
        stop = number
        build(chosen, pool=Here(), say=silent)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert status in (0, 9), (number, "the build failed", status)
    return status == 9

def read(place=root + "/reports/havering-2025"):
    found = {}
    for folder, _, names in os.walk(place):
        for name in set(names) - {"notes.txt"}:
            with open(os.path.join(folder, name), "rb") as file:
                found[os.path.relpath(os.path.join(folder, name), place)] = file.read()
    return found

build(chosen, pool=Here(), say=silent)
notes = root + "/reports/havering-2025/notes.txt"
with open(notes, "w") as file:
    file.write("of someone else")
old = read()
chapter = pathlib.Path(root, "notebooks", "02_middle.ipynb")
chapter.write_text(chapter.read_text().replace("There were", "There had been"))
shutil.rmtree(root + "/.cache/figures")  # of all figures that the chapter reads, copies are kept anew
shutil.copytree(root, root + " kept")
build(chosen, pool=Here(), say=silent)
new = read()
assert new != old and new.keys() == old.keys()
number, seen, new_waited = 0, set(), False
while True:
    number += 1
    assert number < 2000
    for name in ("/.cache", "/reports"):  # all that a build changes
        shutil.rmtree(root + name)
        shutil.copytree(root + " kept" + name, root + name)
    if not attempt(number):
        break
    aside = root + "/.cache/aside/havering-2025"
    found = read()
    if not found and not in_one_step:  # between the two renames: the last good report waits aside, whole
        found = read(aside)
    new_waited |= found == old and read(aside) == new
    assert found in (old, new), (number, "a report that is neither the old nor the new one")
    assert os.path.exists(notes) or os.path.exists(aside + "/notes.txt"), (number, "someone's notes are lost")
    seen.add(found == new)
    build(chosen, pool=Here(), say=silent)
    assert read() == new, (number, "the next run did not complete")
    assert os.path.exists(notes), (number, "someone's notes did not come back")
assert read() == new and seen == {True, False}
assert new_waited == in_one_step  # between its rename and the step
print(number - 1, "write points", "in one step" if in_one_step else "in two renames")
"""
TABLES_KILLED_AT = """
from analysis_lib import prepare
from analysis_lib.kept import kept

@kept
def doubled(number):
    return {"doubled": 2 * number}

stop = int(sys.argv[1])
prepare.prepare("population_totals")
assert doubled(number=4) == {"doubled": 8}
"""


def can_change_places(folder):
    """Whether this disk lets two folders change places in one step, as Linux itself says.

    The library must then do so, and not fall back on two renames.
    """
    for name in ("one", "other"):
        (folder / name).mkdir()
        (folder / name / f"of {name}").touch()
    exchange, here = getattr(ctypes.CDLL(None), "renameat2", None), -100
    if exchange is None or exchange(here, bytes(folder / "one"), here, bytes(folder / "other"), 2):
        return False
    assert (folder / "one" / "of other").exists()
    assert files._exchanged(folder / "one", folder / "other", aside=folder / "aside")
    assert (folder / "other" / "of other").exists()
    assert (folder / "aside" / "of one").exists()
    return True


@pytest.mark.parametrize("way", [[], ["two renames"]], ids=["one step", "two renames"])
def test_killed_at_every_write_point_in_turn(copied, tmp_path, way):
    """Before each change and, where bytes are written, after half of them; with figures, whose copies are kept."""
    if not way and not can_change_places(tmp_path):
        pytest.skip("here two folders cannot change places in one step; the two renames are tried below")
    three(copied, "\n".join(COUNTS))
    surroundings = os.environ | {"ANALYSIS_LIB_ROOT": str(copied)}
    done = subprocess.run(
        [sys.executable, "-c", WRITES + KILLED_AT, *way],
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=1200,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(done.stdout.split()[0]) > 60
    print(done.stdout)


def test_prepared_tables_and_kept_results_killed_at_every_write_point_are_made_whole(copied):
    """What workers write: after each kill the next run makes the same table as one that was never killed.

    Each attempt has a process of its own, because pyarrow may not be forked.
    """
    surroundings, points, made = os.environ | {"ANALYSIS_LIB_ROOT": str(copied)}, 0, copied / "data" / "processed"
    run = [sys.executable, "-c", WRITES + TABLES_KILLED_AT]
    subprocess.run([*run, "0"], env=surroundings, check=True, timeout=120)
    (table,) = made.glob("*.parquet")
    good = table.read_bytes()
    while True:
        for folder in (made, copied / ".cache"):
            shutil.rmtree(folder)
        made.mkdir()
        points += 1
        assert points < 100
        done = subprocess.run([*run, str(points)], env=surroundings, capture_output=True, text=True, timeout=120)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert not table.exists() or table.read_bytes() == good
        assert [path.read_text() for path in copied.glob(".cache/kept/[!.]*")] in ([], ['{"doubled": 8}'])
        subprocess.run([*run, "0"], env=surroundings, check=True, timeout=120)
        assert table.read_bytes() == good
        assert [path.read_text() for path in copied.glob(".cache/kept/[!.]*")] == ['{"doubled": 8}']
    assert points > 6
    print(points - 1, "write points")


@pytest.fixture(autouse=True)
def _known_areas_are_read_anew():
    yield
    boroughs.cache_clear()
