"""How long after an offence it is recorded: by the publication's own sums, and said where it is not published."""

from __future__ import annotations

import pytest

from analysis_lib.assessment import assessment
from analysis_lib.catalogue import load
from analysis_lib.subjects import seasons


@pytest.mark.parametrize(("area", "year"), [("Havering", 2025), ("Westminster", 2016)])
def test_the_delays_add_up_to_what_was_recorded(area, year):
    a = assessment(area, year)
    figures = load("vawg", a)
    table, words = seasons.delays(figures, a), seasons.delay_headline(figures, a)
    recorded = figures.recorded.totals("vawg:total", a.current)[area]  # the same publication, by month recorded
    assert sum(value.value for value in table["Offences"]) == recorded == words["total"].value
    so_far = [value.value for value in table["Recorded by then (%)"]]
    assert so_far == sorted(so_far)
    assert so_far[-1] == pytest.approx(100)
    assert so_far[0] == pytest.approx(words["same_month"].value)


@pytest.mark.parametrize("year", [2012, 2014])
def test_a_year_not_wholly_published_has_no_delays(year):
    a = assessment("Havering", year)  # the publication begins in January 2014
    figures = load("vawg", a)
    assert seasons.delays(figures, a).empty
    assert seasons.delay_headline(figures, a)["same_month"] is None
