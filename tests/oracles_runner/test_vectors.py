"""The published figures kept in tests/oracles, through the library: all of them, and the runner's own honesty."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from analysis_lib.__main__ import main
from workshop import CHECKOUT

FILES = [CHECKOUT / "tests" / "oracles" / f"{name}.csv" for name in ("rates", "time", "people_and_place")]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_vector_passes(path, capsys):
    assert main(["oracles", str(path)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"{len(rows_of(path))} passed, 0 failed"


def test_the_vectors_are_186_of_75_methods_each_with_its_source():
    rows = [row for path in FILES for row in rows_of(path)]
    assert (len(rows), len({row["method"] for row in rows}), len({row["id"] for row in rows})) == (186, 75, 186)
    assert all(row["source"].strip() for row in rows)


def test_one_altered_figure_fails_its_row_and_the_run(tmp_path, capsys):
    rows = rows_of(FILES[0])
    rows[0]["expected"] = rows[0]["expected"].replace("0.0544861961787053", "0.0544961961787053")
    path = tmp_path / "altered.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert main(["oracles", str(path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "prop_wilson 5/6" in lines
    assert any(
        line.startswith("  O-prop_wilson-01 upper: expected 0.0544961961787053, got 0.0544861") for line in lines
    )
    assert lines[-1] == f"{len(rows) - 1} passed, 1 failed"
