"""Results kept by content: made once, never stale, never trusted when damaged."""

from __future__ import annotations

import math

from analysis_lib import kept as module
from analysis_lib.kept import kept

calls = []


def doubled(number: float) -> dict[str, float]:
    calls.append(number)
    return {"doubled": 2 * number, "missing": float("nan")}


def test_made_once_for_the_same_arguments(copied):
    calls.clear()
    first, again, other = kept(doubled, number=2.5), kept(doubled, number=2.5), kept(doubled, number=3)
    assert (first["doubled"], again["doubled"], other["doubled"], calls) == (5.0, 5.0, 6, [2.5, 3])
    assert math.isnan(again["missing"])


def test_made_anew_when_code_or_a_library_has_changed(copied, monkeypatch):
    calls.clear()
    kept(doubled, number=7)
    monkeypatch.setattr(module, "_statistics", lambda: "another version")
    kept(doubled, number=7)
    assert calls == [7, 7]


def test_a_damaged_file_is_made_anew(copied):
    calls.clear()
    kept(doubled, number=11)
    for path in (copied / ".cache" / "kept").glob("*.json"):
        path.write_text("{", encoding="utf-8")
    assert kept(doubled, number=11)["doubled"] == 22
    assert calls == [11, 11]
