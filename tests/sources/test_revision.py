"""The revision note: what two publications of one series say differently."""

from __future__ import annotations

import pandas as pd

from analysis_lib.contracts import descriptor
from analysis_lib.prepare import monthly
from analysis_lib.sources import revision
from analysis_lib.sources.revision import Revision

NAMES = ["area", "category", "month"]


def series(**figures):
    """Figures by area, category and month, written as ``Havering_theft_01``."""
    keys = [tuple(name.split("_")) for name in figures]
    return pd.Series(list(figures.values()), pd.MultiIndex.from_tuples(keys, names=NAMES), dtype="Float64")


BEFORE = series(Havering_theft_01=10, Havering_theft_02=20, Havering_arson_01=1, Barnet_theft_01=8, Barnet_theft_02=8)
AFTER = series(Havering_theft_01=12, Havering_theft_02=20, Havering_fraud_02=4, Barnet_theft_01=7, Havering_theft_03=9)
FOUND = Revision("s", "A series", BEFORE, AFTER, {"02": "older", "03": "A new system"})


def test_added_revised_and_vanished_by_hand():
    assert FOUND.added.to_dict() == {("Havering", "fraud", "02"): 4, ("Havering", "theft", "03"): 9}
    assert FOUND.vanished.to_dict() == {("Havering", "arson", "01"): 1}
    assert FOUND.revised[["before", "after", "change"]].to_numpy().tolist() == [[8, 0, -8], [10, 12, 2], [8, 7, -1]]
    assert FOUND.revised["percent"].round(1).tolist() == [-100.0, 20.0, -12.5]
    assert FOUND.crossed == {"03": "A new system"}
    assert FOUND.labels() == [("category", "new", ["fraud"]), ("category", "gone", ["arson"])]


def test_sums_of_areas_by_hand():
    areas = revision.by_area(FOUND)
    assert areas.to_dict("index") == {
        "Barnet": {"months": 2, "largest": 8, "in_all": -9},
        "Havering": {"months": 2, "largest": 4, "in_all": 5},  # 11 to 12 in month 01, 20 to 24 in 02
    }


def test_the_note_is_one_page_in_plain_words():
    note = revision.note([FOUND, Revision("t", "Another", BEFORE, BEFORE, {})])
    assert "- added: 2 figures, 02 to 03" in note
    assert "- revised: 3 of 4 figures, -7 in all" in note
    assert "| Havering, theft | 01 | 10 | 12 | +2 | +20.0 |" in note
    assert "- break crossed at 03: A new system" in note
    assert "## Another\n\nNo figure changed." in note
    assert len(note.splitlines()) < 40


def shipped() -> Revision:
    """Recorded crime as published in December 2025 and in April 2026, both as held."""
    package = descriptor()
    now = monthly.recorded_crime(package)
    parts = []
    for frame in (monthly.first_published(package), now):
        held = frame.dropna(subset="offences").assign(month=frame["month"].dt.strftime("%Y-%m"))
        parts.append(held.set_index(["area", "minor_category", "month"])["offences"].astype("Float64"))
    return Revision("recorded_crime", "Recorded crime", *parts, {})


def test_havering_differs_in_38_months_by_11_offences_at_most():
    # oracle: the sources file of the publications: 38 months, 11 at most, +117 in all over 188 shared months
    found = shipped()
    assert revision.by_area(found).loc["Havering"].to_dict() == {"months": 38, "largest": 11, "in_all": 117}
    months = set(found.before.index.get_level_values("month"))
    assert (min(months), max(months), len(months)) == ("2010-04", "2025-11", 188)


def test_562_figures_of_the_historical_file_differ():
    # oracle: the sources file: 562 of 177,776 shared cells of the historical files (to November 2023), all areas
    found = shipped()
    to_2023 = found.revised.index.get_level_values("month") <= "2023-11"
    assert int(to_2023.sum()) == 562


def test_london_differs_by_under_a_twentieth_of_a_per_cent_in_every_full_year():
    # oracle: the sources file: under 0.04 per cent in every shared full year
    found = shipped()
    years = pd.DataFrame(
        {
            name: part.groupby(part.index.get_level_values("month").str[:4]).sum()
            for name, part in (("before", found.before), ("after", found.after))
        }
    ).loc["2011":"2024"]
    assert ((years["after"] - years["before"]).abs() / years["before"] < 0.0004).all()
