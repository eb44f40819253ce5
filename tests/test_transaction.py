"""Several files change together or not at all, wherever the program is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from analysis_lib import transaction
from analysis_lib.errors import AssessmentError

OLD = {"data/raw/a.csv": "old a", "data/raw/b/c.csv": "old c", "data/raw/gone.csv": "old", "data/raw/same.csv": "same"}
NEW = {"data/raw/a.csv": "new a", "data/raw/b/c.csv": "new c", "data/raw/d/new.csv": "new", "data/raw/same.csv": "same"}

# Stages and commits NEW in a program of its own, which kills itself at the write numbered in its first argument.
KILLED = """
import os, pathlib, shutil, signal, sys
from analysis_lib import files, transaction

left = int(sys.argv[1])

def counted(write):
    def step(*args, **options):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        result = write(*args, **options)
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    return step

os.replace, os.unlink, os.rmdir, os.mkdir = (counted(f) for f in (os.replace, os.unlink, os.rmdir, os.mkdir))
pathlib.Path.write_bytes = counted(pathlib.Path.write_bytes)
pathlib.Path.unlink = counted(pathlib.Path.unlink)
if sys.argv[2] == "recover":
    transaction.recover()
else:
    with transaction.alone():
        transaction.discard()
        for name, text in NEW.items():
            files.write_atomically(transaction.stage() / "new" / name, text)
        transaction.commit(["data/raw/gone.csv"])
print("finished")
"""


def found(root):
    raw = root / "data" / "raw"
    return {path.relative_to(root).as_posix(): path.read_text() for path in raw.rglob("*") if path.is_file()}


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("ANALYSIS_LIB_ROOT", str(tmp_path))
    put(tmp_path, OLD)
    return tmp_path


def put(root, texts):
    for name, text in texts.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def run(point: int, verb: str = "commit") -> bool:
    """Run the program that is killed at a write; whether it finished before."""
    script = KILLED.replace("left = int", f"NEW = {NEW!r}\nleft = int", 1)
    done = subprocess.run([sys.executable, "-c", script, str(point), verb], capture_output=True, text=True, timeout=60)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode == 0


def test_a_change_is_made_and_leaves_nothing_behind(root):
    assert run(0)
    assert found(root) == NEW
    assert not transaction.stage().exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
@pytest.mark.proof
def test_killed_at_every_write_in_turn_the_old_or_the_new_files_are_whole(root):
    outcomes = []
    point = 1
    while not run(point):
        transaction.recover()  # what every reader of the descriptor does first
        assert found(root) in (OLD, NEW), f"killed at write {point}"
        outcomes.append(found(root) == NEW)
        with transaction.alone():
            transaction.discard()  # what the next refresh does first
        assert not transaction.stage().exists()
        for path in (root / "data" / "raw").rglob("*.csv"):
            path.unlink()
        put(root, OLD)
        point += 1
    assert point > 20
    assert outcomes == sorted(outcomes)  # old up to the journal, new from then on
    assert {False, True} == set(outcomes)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
@pytest.mark.proof
def test_finishing_an_interrupted_change_can_itself_be_killed(root):
    point = 1
    while True:
        put(transaction.stage() / "new", NEW)
        checksums = {name: transaction.files.sha256(transaction.stage() / "new" / name) for name in NEW}
        listed = transaction.json.dumps({"moves": checksums, "removed": ["data/raw/gone.csv"]})
        (transaction.stage() / transaction.JOURNAL).write_text(listed)
        finished = run(point, "recover")
        transaction.recover()
        assert found(root) == NEW, f"killed at write {point}"
        if finished:
            break
        put(root, OLD)
        (root / "data/raw/d/new.csv").unlink()
        point += 1
    assert point > 5


def test_a_file_changed_after_the_interruption_is_not_overwritten_in_silence(root):
    put(transaction.stage() / "new", {"data/raw/a.csv": "new a"})
    listed = {"moves": {"data/raw/a.csv": transaction.files.sha256(transaction.stage() / "new" / "data/raw/a.csv")}}
    (transaction.stage() / transaction.JOURNAL).write_text(transaction.json.dumps(listed | {"removed": []}))
    (transaction.stage() / "new" / "data/raw/a.csv").unlink()
    with pytest.raises(AssessmentError, match=r"a\.csv has been changed since"):
        transaction.recover()


def test_a_reader_waits_for_a_refresh_that_moves_files_and_says_so_at_last(root, monkeypatch):
    put(transaction.stage() / "new", {})
    transaction.stage().mkdir(parents=True, exist_ok=True)
    (transaction.stage() / transaction.JOURNAL).write_text('{"moves": {}, "removed": []}')
    monkeypatch.setattr(transaction, "PATIENCE", 0.2)
    with transaction.alone(), pytest.raises(AssessmentError, match="Another refresh is writing figures"):
        transaction.recover()
    transaction.recover()
    assert not transaction.stage().exists()
