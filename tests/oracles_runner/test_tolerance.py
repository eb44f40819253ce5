"""Tolerances: every way the published vectors write one."""

from __future__ import annotations

import pytest

from analysis_lib.oracles.tolerance import Allowed, allowed, read_tolerance


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ("exact", "p", Allowed()),
        ("rtol=1e-8", "p", Allowed(relative=1e-8)),
        ("atol=0.00005", "p", Allowed(absolute=0.00005)),
        ("rtol=1e-6; atol=1e-9", "p", Allowed(relative=1e-6, absolute=1e-9)),
        ("rtol=1e-6; labels exact", "mean", Allowed(relative=1e-6)),
        ("exact (index), rtol=1e-6 (means)", "last_index_of_first_regime_1based", Allowed()),
        ("exact (index), rtol=1e-6 (means)", "mean_before", Allowed(relative=1e-6)),
        ("atol=1e-6 (closed form) or atol=0.01 (simulation)", "prob", Allowed(absolute=1e-6)),
        ("rtol=1e-6 (analytic); rtol=0.01 with >=100k draws", "mean", Allowed(relative=1e-6)),
        ("atol=1e-6 (rayleigh p: rtol=0.02, approximations differ)", "rbar", Allowed(absolute=1e-6)),
        ("atol=1e-6 (rayleigh p: rtol=0.02, approximations differ)", "rayleigh_p", Allowed(relative=0.02)),
        ("coef atol=0.02; forecast rtol=0.001; loglik not compared (why)", "sma1", Allowed(absolute=0.02)),
        ("coef atol=0.02; forecast rtol=0.001; loglik not compared (why)", "forecast3", Allowed(relative=0.001)),
        ("coef atol=0.02; forecast rtol=0.001; loglik not compared (why)", "se3", Allowed(relative=0.001)),
        ("coef atol=0.02; forecast rtol=0.001; loglik not compared", "loglik", Allowed(compared=False)),
        ("rtol=1e-5 (recursions given the stated initial states)", "mean", Allowed(relative=1e-5)),
        ("rtol=1e-6 given the R start values (decompose on the first two years)", "sse", Allowed(relative=1e-6)),
        ("atol=1e-9 (bounds)", "upper", Allowed(absolute=1e-9)),
    ],
)
def test_every_way_the_vectors_write_one(text, key, expected):
    assert allowed(read_tolerance(text), key) == expected


@pytest.mark.parametrize("text", ["", "close", "rtol", "rtol=x", "shape rtol=1e-6", "rtol=1e-6 or so", "rtol=1e-6;"])
def test_what_is_not_understood_is_refused(text):
    with pytest.raises(ValueError, match="tolerance must be made of rules such as rtol=1e-6"):
        read_tolerance(text)


def test_a_key_that_no_rule_covers_is_refused():
    with pytest.raises(ValueError, match="tolerance must have a rule for aic, got none"):
        allowed(read_tolerance("coef atol=0.02; forecast rtol=0.001"), "aic")


def test_a_tolerance_of_bounds_compares_the_bounds_alone():
    rules = read_tolerance("atol=1e-9 (bounds)")
    assert (allowed(rules, "lower").absolute, allowed(rules, "upper").absolute) == (1e-9, 1e-9)
    assert not allowed(rules, "published_union").compared
