"""Prepared figures equal the published ones, and are prepared anew exactly when these change."""

from __future__ import annotations

import csv

import pandas as pd
import pytest

from analysis_lib import catalogue, prepare
from analysis_lib.assessment import Period, assessment
from analysis_lib.errors import AssessmentError
from test_contracts import ROW, line_of, spoil
from workshop import CHECKOUT, SHARED

VINTAGE = "police/mps_borough_crime_vintage2026-04"
with (CHECKOUT / "tests" / "oracles" / "recorded_crime_totals.csv").open(encoding="utf-8") as file:
    ORACLE = list(csv.DictReader(file))


def total(area: str, year: int) -> int:
    chosen = assessment(area, year)
    return int(catalogue.load("recorded_crime", chosen).totals("recorded_crime:total", chosen.current)[area])


@pytest.mark.parametrize("row", ORACLE, ids=lambda row: f"{row['area']} {row['last_month']}")
def test_totals_of_five_boroughs_and_three_years(row):
    # oracle: sums by awk straight from the publication, kept in oracles/recorded_crime_totals.csv
    assert total(row["area"], int(row["last_month"][:4])) == int(row["offences"])


def test_havering_2025_and_the_year_before():
    # oracle: the sums stated by the brief of the project, 19,505 and 20,931
    offences, chosen = catalogue.load("recorded_crime", assessment()), assessment()
    found = [
        int(offences.totals("recorded_crime:total", period)["Havering"]) for period in (chosen.current, chosen.previous)
    ]
    assert found == [19_505, 20_931]


@pytest.mark.skipif(
    not SHARED.is_dir(), reason="the publication is not beside the project; the stored oracle is tested instead"
)
def test_every_figure_is_that_of_the_publication():
    # oracle: the publication's two files, melted by pandas; a row that it does not print counts nothing
    parts = [pd.read_csv(path) for path in sorted((SHARED / "data").glob(f"{VINTAGE}_*.csv"))]
    keys = ["majortext", "minortext", "boroughname"]
    published = pd.concat([part.melt(keys, var_name="month", value_name="offences") for part in parts])
    published = published[published["offences"] != 0].set_index(["boroughname", "minortext", "month"])["offences"]
    held = catalogue.load("recorded_crime", assessment(year=2025, year_end="december")).frame
    last = published.index.get_level_values("month") <= "202512"
    held = held.assign(month=held["month"].dt.strftime("%Y%m")).dropna(subset="offences")
    held = held[held["offences"] != 0].set_index(["area", "minor_category", "month"])["offences"]
    assert held.sort_index().to_dict() == published[last].sort_index().to_dict()


def test_the_sum_of_members_is_the_group_and_of_groups_the_total():
    chosen = assessment()
    offences = catalogue.load("recorded_crime", chosen)
    for whole in ("recorded_crime:total", "recorded_crime:burglary", "recorded_crime:violence-against-the-person"):
        parts = [name for name, measure in offences.measures.items() if measure.part_of == whole]
        summed = sum(offences.totals(name, chosen.current) for name in parts)
        assert summed.equals(offences.totals(whole, chosen.current))
    assert "recorded_crime:fraud-and-forgery" not in offences.members("recorded_crime:total")


def test_the_airports_have_figures_only_where_the_publication_has_them():
    # oracle: the sources file of the publication: a row to February 2024 only
    months = catalogue.load("recorded_crime", assessment()).monthly("recorded_crime:total")
    airports = months["London Heathrow and London City Airports"]
    assert airports.last_valid_index() == pd.Timestamp("2024-02-01")
    assert airports[airports > 0].index.min() == pd.Timestamp("2020-03-01")


def test_figures_stop_at_the_end_of_the_assessment():
    frame = catalogue.load("recorded_crime", assessment(year=2019)).frame
    assert frame["month"].max() == pd.Timestamp("2019-09-01")


def test_prepared_once_and_again_only_when_the_figures_change(copied):
    assert prepare.prepare("recorded_crime")
    assert not prepare.prepare("recorded_crime")
    line = line_of(copied, ROW)
    spoil(copied, line, line.rsplit(",", 1)[0] + ",9999", redeclare=True)
    assert prepare.prepare("recorded_crime")
    assert total("Havering", 2020) > 9_999


def test_prepared_again_if_the_descriptor_says_something_else_of_the_same_file(copied):
    assert prepare.prepare("recorded_crime")
    path = copied / "data" / "raw" / "datapackage.yaml"
    head, name, rest = path.read_text(encoding="utf-8").partition("recorded_crime/2025.csv")
    path.write_text(head + name + rest.replace("2025-01", "2025-02", 1), encoding="utf-8")
    assert prepare.prepare("recorded_crime")


def test_a_spoilt_file_leaves_what_was_prepared(copied):
    prepare.prepare("recorded_crime")
    path = copied / "data" / "processed" / "recorded_crime.parquet"
    before = path.read_bytes()
    spoil(copied, ROW, ROW.replace("PERSONAL", "PERSONNEL"))
    with pytest.raises(AssessmentError, match="SHA-256"):
        catalogue.load("recorded_crime", assessment())
    assert path.read_bytes() == before


def test_a_damaged_prepared_file_is_prepared_anew(copied):
    prepare.prepare("recorded_crime")
    path = copied / "data" / "processed" / "recorded_crime.parquet"
    path.write_bytes(path.read_bytes()[:1000])
    assert total("Havering", 2025) == 19_505


def test_a_period_that_the_figures_do_not_cover_is_refused(copied, monkeypatch):
    chosen = assessment("Havering", 2025)
    monkeypatch.setattr(type(chosen), "current", property(lambda self: Period.twelve_months_to(2026, 9)))
    with pytest.raises(AssessmentError, match="do not cover the year to September 2026"):
        catalogue.load("recorded_crime", chosen)


def test_an_unknown_name_is_refused():
    with pytest.raises(AssessmentError, match='no figures called "recorded"'):
        prepare.prepare("recorded")
