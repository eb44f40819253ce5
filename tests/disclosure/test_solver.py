"""The solver says nothing, whatever HiGHS would."""

from __future__ import annotations

import ctypes
import os

from analysis_lib.disclosure import solver


def test_what_c_prints_while_the_solver_runs_goes_nowhere(capfd, monkeypatch):
    """A line printed past Python, as HiGHS does now and then; what is printed after it is printed."""

    def loud(*_, **__):
        ctypes.CDLL("ucrtbase" if os.name == "nt" else None).puts(b"HighsMipSolverData::transform")
        return type("Found", (), {"status": solver.SOLVED})()

    monkeypatch.setattr(solver, "milp", loud)
    solver.solve(solver.np.ones(1), constraints=(), bounds=None, deadline=solver.Deadline.after(None))
    os.write(1, b"after")
    assert capfd.readouterr().out == "after"
