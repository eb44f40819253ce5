"""Which months may be looked at together."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from analysis_lib.assessment import assessment
from analysis_lib.catalogue import load
from analysis_lib.subjects.seasons.series import breaks_of, pandemic_years, run


@pytest.fixture(scope="module")
def offences():
    return load("recorded_crime", assessment())


def span(found) -> tuple[str, str]:
    return f"{found.months.index[0]:%Y-%m}", f"{found.months.index[-1]:%Y-%m}"


@pytest.mark.parametrize(
    ("name", "first", "last", "cut"),
    [  # the spans and breaks that data/raw/offence_categories.csv declares
        ("burglary", "2010-04", "2025-09", ""),
        ("domestic-burglary", "2017-04", "2023-03", "from April 2017 to March 2023"),
        ("violence-with-injury", "2010-04", "2024-02", "to February 2024"),
        ("violence-against-the-person", "2010-04", "2024-02", "to February 2024"),
        ("total", "2010-04", "2025-09", ""),
    ],
)
def test_a_run_ends_at_breaks_and_labels(offences, name, first, last, cut):
    found = run(offences, f"recorded_crime:{name}", "Havering")
    assert (*span(found), found.cut) == (first, last, cut)


def test_a_break_breaks_the_whole_that_it_moves_by_a_twentieth(offences):
    # by hand from the publication: in London violence with injury moved violence by more than a twentieth at March
    # 2024, and all offences by less
    assert list(breaks_of(offences, "recorded_crime:violence-against-the-person")) == [pd.Timestamp("2024-03-01")]
    assert breaks_of(offences, "recorded_crime:total") == {}
    assert breaks_of(offences, "recorded_crime:burglary") == {}  # what moved at April 2017 stayed within the group


def test_a_new_label_is_too_short(offences):
    found = run(offences, "recorded_crime:res-burglary-of-a-home", "Havering")
    assert found.reason == "fewer than three years of comparable months"


def test_a_missing_month_ends_a_run_and_is_never_filled(offences):
    frame = offences.frame.copy()
    frame["offences"] = frame["offences"].astype("Float64")
    gap = (frame["area"] == "Havering") & (frame["month"] == pd.Timestamp("2018-05-01"))
    frame.loc[gap, "offences"] = pd.NA
    gapped = dataclasses.replace(offences, frame=frame, _monthly={}, _totals={})
    found = run(gapped, "recorded_crime:theft", "Havering")
    assert span(found) == ("2018-06", "2025-09")
    assert found.months.notna().all()


def test_the_pandemic_takes_whole_years(offences):
    # April 2020 to June 2021, and the change out of it, are sixteen months: two years are left out
    index = pd.date_range("2019-01", "2023-12", freq="MS")
    left_out = index[pandemic_years(offences, index)]
    assert (f"{left_out[0]:%Y-%m}", f"{left_out[-1]:%Y-%m}", len(left_out)) == ("2020-04", "2022-03", 24)
    assert set(left_out.month.value_counts()) == {2}
