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
    remembered = kept(doubled)
    first, again, other = remembered(number=2.5), remembered(2.5), remembered(number=3)
    assert (first["doubled"], again["doubled"], other["doubled"], calls) == (5.0, 5.0, 6, [2.5, 3])
    assert math.isnan(again["missing"])


def test_made_anew_when_code_or_a_library_has_changed(copied, monkeypatch):
    calls.clear()
    kept(doubled)(number=7)
    monkeypatch.setattr(module, "LIBRARIES", ("numpy", "pandas", "scipy"))
    kept(doubled)(number=7)
    monkeypatch.setattr(module.platform, "python_version", lambda: "3.99")
    kept(doubled)(number=7)
    assert calls == [7, 7, 7]


def test_the_code_of_the_statistics_and_of_the_own_module_counts(copied, tmp_path, monkeypatch):
    def of(text, place):
        (tmp_path / place).write_text(text, encoding="utf-8")
        return module._code(doubled)

    monkeypatch.setattr(module.inspect, "getfile", lambda found: str(tmp_path / "__init__.py"))
    assert of("ONE = 1", "gini.py") != of("ONE = 2", "gini.py")
    monkeypatch.setattr(module.inspect, "getmodule", lambda work: type("Own", (), {"__file__": str(tmp_path / "own")}))
    assert of("ONE = 1", "own") != of("ONE = 2", "own")


def test_what_was_made_while_its_code_was_edited_is_not_kept(copied, monkeypatch):
    """Else the result of the code as it was would be taken for that of the code as it is."""
    calls.clear()
    remembered = kept(doubled)
    monkeypatch.setattr(module, "_code", lambda work: "edited after the chapter had imported it")
    remembered(number=9)
    assert not list((copied / ".cache").glob("kept/*"))
    kept(doubled)(number=9)  # the next chapter imports it anew
    assert calls == [9, 9]


def test_a_damaged_file_is_made_anew(copied):
    calls.clear()
    remembered = kept(doubled)
    remembered(number=11)
    for path in (copied / ".cache" / "kept").glob("*.json"):
        path.write_text("{", encoding="utf-8")
    assert remembered(number=11)["doubled"] == 22
    assert calls == [11, 11]
