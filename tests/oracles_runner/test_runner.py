"""The runner of vectors: what passes, what fails, and that nothing is ever skipped."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

from analysis_lib.errors import AssessmentError
from analysis_lib.oracles import people_and_place, rates, time
from analysis_lib.oracles.runner import ADAPTERS, run

# PHEindicatormethods 2.1.0, testdata_Proportion, area 1; R 4.2.2, poisson.test; NIST FIPS 180-4
VECTORS = [
    (
        "prop_wilson",
        {"x": 1, "n": 100, "conf": 0.95},
        {"p": 0.01, "lower": 0.00176743206414065, "upper": 0.0544861961787053},
        "rtol=1e-8",
    ),
    (
        "count_exact_poisson",
        {"x": 1, "conf": 0.95},
        {"lower": 0.0253178079842899, "upper": 5.5716433909389},
        "rtol=1e-8",
    ),
    ("prop_wilson", {"x": 0, "n": 10, "conf": 0.95}, {"lower": 0}, "exact"),
    (
        "sha256",
        {"text": "abc"},
        {"hex": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        "exact",
    ),
]


@pytest.fixture
def said():
    return []


def write(folder, rows):
    path = folder / "vectors.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["id", "method", "inputs", "expected", "tolerance", "source"])
        for number, (method, inputs, expected, tolerance) in enumerate(rows, start=1):
            table.writerow([f"T-{number}", method, json.dumps(inputs), json.dumps(expected), tolerance, "a test"])
    return path


def one(folder, answer, expected, said, tolerance="exact"):
    """The exit status of a file of one row, answered by ``answer``."""
    path = write(folder, [("method", {}, expected, tolerance)])
    return run(path, adapters={"method": lambda row: answer}, say=said.append)


def test_all_pass(tmp_path, said):
    assert run(write(tmp_path, VECTORS), say=said.append) == 0
    assert said == ["prop_wilson 2/2", "count_exact_poisson 1/1", "sha256 1/1", "4 passed, 0 failed"]


def test_what_is_said_is_printed(tmp_path, capsys):
    run(write(tmp_path, VECTORS[:1]))
    assert capsys.readouterr().out == "prop_wilson 1/1\n1 passed, 0 failed\n"


def test_one_altered_value_fails_with_its_id_key_and_both_values(tmp_path, said):
    method, inputs, expected, tolerance = VECTORS[0]
    altered = [(method, inputs, {**expected, "upper": 0.0545}, tolerance), *VECTORS[1:]]
    assert run(write(tmp_path, altered), say=said.append) == 1
    assert said[0] == "prop_wilson 1/2"
    assert said[1].startswith("  T-1 upper: expected 0.0545, got 0.05448619617")
    assert said[-1] == "3 passed, 1 failed"


def test_an_unknown_method_fails(tmp_path, said):
    assert run(write(tmp_path, [*VECTORS, ("astrology", {}, {"sign": 1}, "exact")]), say=said.append) == 1
    assert said[-3:] == [
        "astrology 0/1",
        "  T-5 method 'astrology' is unknown: expected {\"sign\": 1}, got no answer",
        "4 passed, 1 failed",
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("prop_wilson", {"x": 3, "n": 2}, {"p": 1}, "exact"), "ValueError: numerator must not be above denominator"),
        (("prop_wilson", {"n": 2}, {"p": 1}, "exact"), "KeyError: 'x'"),
        (("prop_wilson", {"x": 1, "n": 2}, {"p": 0.5}, "nearly"), "tolerance must be made of rules"),
        (("prop_wilson", {"x": 1, "n": 2}, {"p": 0.5}, ""), "tolerance must be made of rules"),
        (("prop_wilson", {"x": 1, "n": 2}, {"p": 0.5}, "coef atol=1"), "tolerance must have a rule for p"),
        (("prop_wilson", {"x": 1, "n": 2}, {"loglik": 1}, "loglik not compared"), "must hold a key to compare"),
        (("prop_wilson", {"x": 1, "n": 2}, {}, "exact"), "must hold a key to compare"),
    ],
)
def test_a_crash_is_a_failure_of_its_row(tmp_path, said, row, words):
    assert run(write(tmp_path, [*VECTORS, row]), say=said.append) == 1
    assert any(line.startswith("  T-5 crashed: expected") and words in line for line in said)
    assert said[-1] == "4 passed, 1 failed"


def test_a_row_that_is_no_json_fails(tmp_path, said):
    path = write(tmp_path, VECTORS)
    path.write_text(path.read_text().replace('{""x"": 0', "{x: 0"))
    assert run(path, say=said.append) == 1
    assert said[-1] == "3 passed, 1 failed"


def test_rows_of_one_id_are_still_two_rows(tmp_path, said):
    path = write(tmp_path, [VECTORS[0], (*VECTORS[0][:2], {"p": 2}, "exact")])
    path.write_text(path.read_text().replace("T-2", "T-1"))
    run(path, say=said.append)
    assert said[-1] == "1 passed, 1 failed"


@pytest.mark.parametrize(
    ("expected", "answer", "status"),
    [
        (None, float("nan"), 0),
        (None, None, 0),
        (None, float("inf"), 1),
        (None, 0, 1),
        (1, float("nan"), 1),
        (1, 1.0, 0),
        (1, True, 1),
        (True, True, 0),
        (True, np.bool_(True), 0),
        (True, 1, 1),
        ("High", "High", 0),
        ("High", np.str_("High"), 0),
        ("High", "high", 1),
        ([1, 2], np.array([1.0, 2.0]), 0),
        ([1, 2], (1, 2), 0),
        ([1, 2], [1, 2, 3], 1),
        ([1, None], [1, float("nan")], 0),
        ({"81": 0.5}, {81: 0.5}, 0),
        ({"81": 0.5}, {81: 0.5, 82: 0.5}, 1),
        ([{"min": 1}], [{"min": 2}], 1),
    ],
)
def test_values_are_compared_as_what_they_are(tmp_path, said, expected, answer, status):
    assert one(tmp_path, {"key": answer}, {"key": expected}, said) == status


def test_only_expected_keys_are_compared_but_all_of_them(tmp_path, said):
    assert one(tmp_path, {"a": 1, "b": 2}, {"a": 1}, said) == 0
    assert one(tmp_path, {"a": 1}, {"a": 1, "b": 2}, said) == 1
    assert said[-2] == "  T-1 b: expected 2, got no such key"


def test_a_long_difference_is_shortened(tmp_path, said):
    assert one(tmp_path, {"y": [0] * 100}, {"y": [1] * 100}, said) == 1
    assert said[1] == "  T-1 y[0]: expected 1, got 0"
    assert said[-2:] == ["  T-1 and 95 more differences", "0 passed, 1 failed"]


def test_what_a_tolerance_leaves_out_is_said(tmp_path, said):
    tolerance = "coef atol=0.02; loglik not compared (initialisation differs)"
    assert one(tmp_path, {"ma1": -0.41}, {"ma1": -0.4, "loglik": 3}, said, tolerance) == 0
    assert said == ["method 1/1", "  T-1 loglik: not compared, as the row's tolerance says", "1 passed, 0 failed"]


def test_a_file_without_rows_or_columns_or_place_is_refused(tmp_path):
    with pytest.raises(AssessmentError, match="holds no vector; nothing was compared"):
        run(write(tmp_path, []))
    with pytest.raises(AssessmentError, match="cannot be read as a table of vectors"):
        run(tmp_path / "absent.csv")
    (tmp_path / "other.csv").write_text("id,method\n1,2\n")
    with pytest.raises(AssessmentError, match="has no column inputs, expected, tolerance"):
        run(tmp_path / "other.csv")


def test_no_two_authors_answer_one_method():
    assert len(ADAPTERS) == sum(len(module.ADAPTERS) for module in (rates, time, people_and_place))
