"""The chapter on neighbourhoods: its figures against sums straight from the publications, its claims, its gaps."""

from __future__ import annotations

import csv
import itertools

import nbformat
import numpy as np
import pytest

from analysis_lib.assessment import assessment, boroughs
from analysis_lib.catalogue import load
from analysis_lib.exhibits import sentence
from analysis_lib.exhibits.figures import figure_payload
from analysis_lib.exhibits.tables import table_payload
from analysis_lib.subjects import neighbourhoods as near
from analysis_lib.subjects.neighbourhoods import by_deprivation, small_areas, ward_changes, wards
from analysis_lib.subjects.neighbourhoods.ward_headline import ward_headline
from analysis_lib.values import Value
from workshop import CHECKOUT, named, rounds

DOORS = ("recorded_crime_wards", "recorded_crime_lsoas", "recorded_crime", "census", "geography", "deprivation")
TABLES = (
    near.compare_placed,
    near.compare_wards,
    near.compare_visitors,
    near.compare_ward_changes,
    near.compare_concentration,
    near.list_hot_spots,
    near.compare_deprivation,
)
CHARTS = (near.map_ward_rates, near.chart_ward_changes, near.map_concentration, near.map_hot_spots)

with (CHECKOUT / "tests" / "oracles" / "neighbourhoods.csv").open(encoding="utf-8") as file:
    ORACLE = list(csv.DictReader(file))  # sums made straight from the publications, see oracles/README.md


def oracle(level: str, year: int | None = None) -> dict[str, int]:
    last = "2021-03" if year is None else f"{year}-09"
    return {row["place"]: int(row["number"]) for row in ORACLE if row["level"] == level and row["last_month"] == last}


def held(area="Havering", year=2025, year_end="september"):
    a = assessment(area, year, year_end)
    return near.Held(*(load(name, a) for name in DOORS), a)


@pytest.fixture(scope="module")
def havering():
    return held()


def by_name(found):
    return {ward.name: ward for ward in found}


# Against the publications


@pytest.mark.parametrize("year", [2012, 2019, 2024, 2025])
def test_wards_have_the_offences_of_the_publication(year):
    found = {ward.name: ward.offences.value for ward in wards.wards(held(year=year))}
    assert found == oracle("ward", year)


@pytest.mark.parametrize("year", [2024, 2025])
def test_small_areas_have_the_offences_of_the_publication(year):
    here = held(year=year)
    assert small_areas.year_of(here, here.a.current).counts.to_dict() == oracle("lsoa", year)


def test_wards_have_the_residents_of_the_census(havering):
    assert {ward.name: ward.residents.value for ward in wards.wards(havering)} == oracle("residents")
    # oracle: the published total of the borough; cells of small areas are perturbed and sum to a few fewer
    assert sum(oracle("residents").values()) == pytest.approx(262_052, abs=100)


def test_what_is_placed_and_what_is_not_make_up_the_borough(havering):
    table = near.compare_placed(havering)
    for column in ("Year to Sep 2024", "Year to Sep 2025"):
        number = {title: value.value for title, value in table[column].items()}
        assert number["Placed in a ward"] + number["Not placed in a ward"] == number["All offences"]
        small = number["Placed in a small area"] + number["Not placed in a small area"]
        assert small == number["All offences but sexual offences"]
    # oracle: borough totals as the sources file of the publication gives them, wards and LSOAs as summed above
    assert table.loc["All offences"].map(lambda value: value.value).tolist() == [20_931, 19_505]
    assert table.loc["Placed in a ward"].map(lambda value: value.value).tolist() == [20_623, 19_148]


def test_wards_close_to_the_borough_before_the_recording_system_changed():
    for year in (2012, 2016, 2020, 2023):
        here = held(year=year)
        table = near.compare_placed(here)["Year to Sep " + str(year)]
        assert table["Placed in a ward (%)"].value == pytest.approx(100, abs=0.1)  # oracle: the sources file, point 5


# By hand


def test_rates_by_hand(havering):
    ward = by_name(wards.wards(havering))["Mawneys"]
    # oracle: 1,010 offences, 14,003 residents, both above; Byar's limits of 1,010 by hand
    assert ward.rate.value == pytest.approx(1_000 * 1_010 / 14_003)
    lower = 1_010 * (1 - 1 / (9 * 1_010) - 1.959964 / (3 * 1_010**0.5)) ** 3
    assert ward.rate.lower == pytest.approx(1_000 * lower / 14_003, rel=1e-6)
    assert ward.share.value == pytest.approx(100 * 1_010 / 19_148)
    assert ward.against_rest.value == pytest.approx((1_010 / 14_003) / ((19_148 - 1_010) / (261_995 - 14_003)))
    assert "21 March 2021, Census 2021, the only count of residents held below the borough" in ward.rate.method
    assert ward.rate.release == "Census 2021"


def test_shrunken_rates_by_the_formula(havering):
    # oracle: Marshall (1991), written out for the counts of the oracle file
    crimes, people = oracle("ward", 2025), oracle("residents")
    x, n = (np.array([table[name] for name in sorted(crimes)], dtype=float) for table in (crimes, people))
    mean = x.sum() / n.sum()
    between = (n * (x / n - mean) ** 2).sum() / n.sum() - mean / n.mean()
    by_hand = 1_000 * (mean + between * (x / n - mean) / (between + mean / n))
    found = by_name(wards.wards(havering))
    assert [found[name].shrunken.value for name in sorted(crimes)] == pytest.approx(by_hand)


def test_a_rate_misleads_where_the_rule_says_so(havering):
    found = wards.wards(havering)
    assert [ward.name for ward in found if ward.misleads] == ["St Edward's"]
    for ward in found:
        assert ward.misleads == (ward.visitors_against_rest.lower > 2)
        parts = [havering.wards.totals(name, havering.a.current)[ward.name] for name in wards.VISITORS]
        assert ward.visitors.value == sum(parts)


def test_ranks_are_given_only_where_chance_lets_them(havering):
    for ward in wards.wards(havering):
        spans = ward.rank.upper - ward.rank.lower + 1
        assert ward.rank.missing == (spans > 20 / 4)


def test_concentration_by_hand(havering):
    counts = sorted(oracle("lsoa", 2025).values(), reverse=True)
    table, head = near.compare_concentration(havering), near.headline(havering)
    for number, title in ((8, "The fullest 8 (5%)"), (16, "The fullest 16 (10%)"), (77, "The fullest 77 (50%)")):
        share = table.loc[title, "Share of offences (%)"]
        assert share.value == pytest.approx(100 * sum(counts[:number]) / sum(counts))
    running = list(itertools.accumulate(counts))
    for name, part in (("quarter", 0.25), ("half", 0.5)):
        assert head[name].value == 1 + next(k for k, n in enumerate(running) if n >= part * running[-1])
    differences = sum(abs(one - other) for one in counts for other in counts)
    assert head["gini"].value == pytest.approx(differences / (2 * 153**2 * (sum(counts) / 153)))
    now, before = ({code for code, _ in sorted(oracle("lsoa", y).items(), key=lambda p: (-p[1], p[0]))[:16]}
                   for y in (2025, 2024))  # fmt: skip
    assert head["tenth_same"].value == len(now & before) == 16


def test_chance_gives_far_less_than_is_seen_and_its_range_holds_its_mean(havering):
    table = near.compare_concentration(havering)
    for _, row in table.iterrows():
        chance = row["By chance (%)"]
        assert chance.lower <= chance.value <= chance.upper < row["Share of offences (%)"].value


def test_hot_spots_by_the_formula(havering):
    # oracle: Getis and Ord (1995), equation of Gi*, written out for every area
    year = small_areas.year_of(havering, havering.a.current)
    found, x = small_areas.clusters(havering, year), np.sqrt(year.counts.to_numpy())
    touch = havering.geography.neighbours("lsoa 2021", "Havering").loc[year.counts.index, year.counts.index].to_numpy()
    n, spread = len(x), np.sqrt((x**2).mean() - x.mean() ** 2)
    for place in range(n):
        own = touch[place].astype(bool).copy()
        own[place] = True
        k = own.sum()
        z = (x[own].sum() - k * x.mean()) / (spread * np.sqrt((n * k - k**2) / (n - 1)))
        assert found.z_scores[place] == pytest.approx(z)
    assert set(year.counts.index[found.hot]) >= {"E01002356", "E01032741"}  # the two fullest areas
    assert len(near.list_hot_spots(havering)) == found.hot.sum()


def test_fifths_by_deprivation_hold_everything_once(havering):
    found = by_deprivation.fifths(havering)
    assert sum(fifth.areas.value for fifth in found) == 150
    assert sum(fifth.offences.value for fifth in found) == sum(oracle("lsoa", 2025).values())
    assert sum(fifth.residents.value for fifth in found) == sum(oracle("residents").values())
    assert sum(fifth.share.value for fifth in found) == pytest.approx(100)
    scores = by_deprivation.scores(havering)
    assert scores.index.size == 150
    assert "crime" not in by_deprivation.WITHOUT_CRIME
    assert len(by_deprivation.WITHOUT_CRIME) == 6


# What is claimed


def test_the_five_findings_of_havering(havering):
    head = near.headline(havering)
    said = sentence("{quarter:count} {half:count} {half_chance:count} {areas:count} {tenth_same:count}", **head).text
    assert said == "9 29 71 153 16"
    said = sentence("{top_ward} {top_share:percent} {top_people:percent}; {misleading}", **head).text
    assert said == "St Edward's 14.8% 4.5%; St Edward's"
    said = sentence("{last_ward} {last_rate:rate}, {first_ward} {first_rate:rate}", **head).text
    assert said == "Cranham 25.5 per 1,000 people, St Alban's 112.7 per 1,000 people"
    assert sentence("{up_wards}; {down_wards}", **head).text == "Mawneys; St Edward's and Hylands & Harrow Lodge"
    assert sentence("{poorest_share:percent} {poorest_people:percent}", **head).text == "31.7% 22.2%"


@pytest.mark.parametrize("year", range(2012, 2026))
def test_no_ward_is_said_to_have_moved_unless_all_wards_tested_together_say_so(year):
    here = held(year=year)
    head = ward_headline(here)
    assert (head["moved"] is None) != (head["unmoved"] is None)
    low, high = ward_changes.placing(here)
    for one in ward_changes.ward_changes(here):
        if one.direction in ("rose", "fell"):
            assert one.holds
            assert one.change.lower > max(0, high) or one.change.upper < min(0, low)
            assert one.ward in head["up_wards" if one.direction == "rose" else "down_wards"]
        else:
            assert one.ward not in head["up_wards"] + head["down_wards"]


def test_testing_together_is_the_rule_of_benjamini_and_hochberg(havering):
    # oracle: the step-up rule by hand over the p-values of all wards
    p = sorted(value for name in havering.ward_names if (value := ward_changes._change(havering, name)[1]) is not None)
    kept = max((k for k, value in enumerate(p, 1) if value <= 0.05 * k / len(p)), default=0)
    assert sum(one.holds for one in ward_changes.ward_changes(havering)) == kept == 3


# Printing, and gaps


@pytest.mark.parametrize(
    ("year", "year_end"), [(2025, "september"), (2024, "december"), (2021, "september"), (2012, "march")]
)
def test_all_that_is_printed_is_a_value_and_charts_have_their_texts(year, year_end):
    here = held(year=year, year_end=year_end)
    for made in TABLES:
        frame = made(here)
        if frame.empty:
            assert frame.attrs["instead"].startswith("No table is given here: ")
            continue
        payload = table_payload(frame, caption="A table")
        assert len(set(payload["data"]["columns"])) == len(payload["data"]["columns"])
        cells = [cell[0] if isinstance(cell, tuple) else cell for cell in frame.to_numpy().ravel()]
        assert all(isinstance(cell, Value | str) for cell in cells)
    for drawn in (made(here) for made in CHARTS):
        if not drawn.instead:
            assert figure_payload(drawn, caption="A chart")["svg"]["narrow"]


def test_a_year_without_small_areas_or_census_says_so():
    early, partial = near.headline(held(year=2018)), near.headline(held(year=2023))
    assert early["no_residents"] == "the Census of 2021 came after the year to September 2018"
    assert early["no_areas"] == "figures of small areas begin with August 2023"
    assert early["top_ward_alone"] == "St Edward's"
    assert early["first_rate"] is early["half"] is early["poorest_share"] is None
    assert partial["no_areas"] == "of the year to September 2023, small areas have figures for 2 of 12 months only"
    assert partial["first_rate"].value > partial["last_rate"].value
    before = near.headline(held(year=2025, year_end="march"))
    assert before["no_areas_before"].endswith("small areas have figures for 8 of 12 months only")
    assert before["tenth_same"] is before["hot_both"] is None
    assert before["half"].value > 0


def run_chapter(name, year, year_end="september"):
    """The chapter's cells, one after the other, as a kernel would run them."""
    cells = nbformat.read(CHECKOUT / "notebooks" / "05_neighbourhoods.ipynb", as_version=4).cells
    known: dict = {}
    for cell in cells:
        if cell.cell_type == "code":
            exec(cell.source, known)
            if "parameters" in cell.metadata.get("tags", []):
                known |= {"area": name, "year": year, "year_end": year_end}


@pytest.mark.parametrize(
    ("name", "year", "year_end"),
    [
        *[("Havering", year, "september") for year in (2012, 2018, 2021, 2023, 2024)],
        ("Havering", 2025, "march"),
        ("Havering", 2014, "december"),
        *[(area.name, 2025 - 3 * place, "september") for place, area in enumerate(boroughs()[::7])],
    ],
)
def test_the_chapter_runs(name, year, year_end, capsys):
    run_chapter(name, year, year_end)
    said = capsys.readouterr().out
    assert ("figures by ward and small area are not held" in said) == (name != "Havering")
    findings = 2 if year < 2021 else 3 if year < 2024 else 5
    assert said.count("Finding: ") == (findings if name == "Havering" else 0)


@pytest.mark.proof
def test_the_chapter_runs_for_every_borough_and_every_year(capsys):
    for name, year in rounds():
        with named(name, year):
            run_chapter(name, year)
        assert ("Finding: " in capsys.readouterr().out) == (name == "Havering")


@pytest.mark.parametrize("name", [area.name for area in boroughs() if area.name != "Havering"][::8])
def test_another_borough_says_what_is_missing(name):
    here = held(name)
    head = near.headline(here)
    assert head["no_wards"] == f"figures by ward and small area are not held for {name}"
    assert {key for key, value in head.items() if value is not None} == {
        "area",
        "period",
        "previous_period",
        "no_wards",
    }
    for made in TABLES:
        assert made(here).attrs["instead"] == f"No table is given here: {head['no_wards']}."
    for made in CHARTS:
        assert made(here).instead.endswith(f"{head['no_wards']}.")
