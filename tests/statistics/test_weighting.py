"""Raking: R's package survey, a table by hand, then what must always hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.weighting import effective_base, rake

QUICK = settings(derandomize=True, deadline=None, max_examples=100)
PEOPLE = {"sex": ["F", "F", "M"] * 8, "age": ["16-34", "35+", "35+", "16-34"] * 6}
TOTALS = {"sex": {"F": 520, "M": 480}, "age": {"16-34": 310, "35+": 690}}


def test_agrees_with_r():
    # oracle: R, package survey, rake to convergence
    weights = dict(zip(zip(PEOPLE["sex"], PEOPLE["age"], strict=True), rake(PEOPLE, TOTALS).weights, strict=True))
    assert weights == pytest.approx(
        {("F", "16-34"): 20.15, ("F", "35+"): 44.85, ("M", "16-34"): 37.2, ("M", "35+"): 82.8}, rel=1e-5
    )


def test_one_margin_by_hand():
    # two women for 60 and one man for 40: 30 each and 40
    raked = rake({"sex": ["F", "F", "M"]}, {"sex": {"F": 60, "M": 40}})
    assert raked.weights == pytest.approx([30, 30, 40])
    assert (raked.rounds, raked.trimmed) == (1, 0)
    assert raked.effective_base == pytest.approx(100**2 / (900 + 900 + 1600))


def test_large_weights_are_trimmed_and_raked_again():
    people = {"sex": ["F"] * 20 + ["M"], "age": ["old", "young"] * 10 + ["young"]}
    totals = {"sex": {"F": 100, "M": 100}, "age": {"old": 60, "young": 140}}
    whole, trimmed = rake(people, totals, trim_at=None), rake(people, totals)
    assert (whole.trimmed, trimmed.trimmed) == (0, 1)
    assert trimmed.weights.sum() == pytest.approx(200)
    assert whole.weights == pytest.approx(trimmed.weights)  # one man alone: raking must give him all men's weight back


@QUICK
@given(
    sexes=st.lists(st.sampled_from("FM"), min_size=12, max_size=40),
    women=st.integers(100, 900),
    young=st.integers(100, 900),
)
def test_totals_are_met_and_equal_totals_leave_weights_equal(sexes, women, young):
    people = {"sex": [*"FMFM", *sexes], "age": [*"yyoo", *("yo" * len(sexes))[: len(sexes)]]}
    totals = {"sex": {"F": women, "M": 1000 - women}, "age": {"y": young, "o": 1000 - young}}
    weights = rake(people, totals, trim_at=None).weights
    for name, groups in totals.items():
        for group, total in groups.items():
            assert weights[np.array(people[name]) == group].sum() == pytest.approx(total, rel=1e-7)
    assert 1 <= effective_base(weights) <= len(weights) + 1e-9
    own = {name: {group: people[name].count(group) for group in totals[name]} for name in totals}
    assert rake(people, own).weights == pytest.approx(np.ones(len(weights)))


def test_an_unweighted_sample_is_worth_itself():
    assert effective_base([3, 3, 3]) == pytest.approx(3)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: rake({}, {}), "totals must be of the same characteristics"),
        (lambda: rake(PEOPLE, {"sex": TOTALS["sex"]}), "totals must be of the same characteristics as margins, got"),
        (lambda: rake({"sex": ["F", "X"]}, {"sex": {"F": 1}}), "totals of sex must cover every group, got none for X"),
        (
            lambda: rake({"sex": ["F"]}, {"sex": {"F": 1, "M": 1}}),
            "sex must have a respondent in every group, got none in M",
        ),
        (lambda: rake({"sex": ["F"]}, {"sex": {"F": 0}}), "totals of sex must be above 0"),
        (
            lambda: rake(PEOPLE, {**TOTALS, "age": {"16-34": 310, "35+": 600}}),
            "totals must add up alike for every characteristic, got sex 1000, age 910",
        ),
        (lambda: rake({**PEOPLE, "sex": ["F", "M"]}, TOTALS), "margins must have one group for each respondent"),
        (
            lambda: rake(PEOPLE, TOTALS, starting_weights=[1, 2]),
            "starting_weights must hold one number for each of 24 respondents, got 2",
        ),
        (lambda: rake(PEOPLE, TOTALS, trim_at=0.5), "trim_at must be above 1, got 0.5"),
        (lambda: rake(PEOPLE, TOTALS, starting_weights=range(1, 25), most_rounds=1), "most_rounds must be enough"),
        (lambda: effective_base([1, 0]), "weights must be above 0"),
        (lambda: effective_base([]), "weights must hold one number or more"),
    ],
)
def test_bad_input_is_named_with_its_rule(call, words):
    with pytest.raises(ValueError, match=words):
        call()
