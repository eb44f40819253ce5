"""The doors to the census, to deprivation and to geography."""

from __future__ import annotations

import numpy as np
import pytest

from analysis_lib import catalogue
from analysis_lib.assessment import assessment
from analysis_lib.catalogue.geography import rings
from analysis_lib.errors import AssessmentError
from analysis_lib.values import People

AREA = "Havering"


@pytest.fixture(scope="module")
def census():
    return catalogue.load("census", assessment(AREA, 2025))


@pytest.fixture(scope="module")
def deprivation():
    return catalogue.load("deprivation", assessment(AREA, 2025))


@pytest.fixture(scope="module")
def geography():
    return catalogue.load("geography", assessment(AREA, 2025))


# The census


def test_residents_of_havering(census):
    # oracle: Census 2021 TS009 as the project's sources list quotes it: 262,052 = 135,668 + 126,384
    sexes = [census.count(AREA, People(sex)).value for sex in ("persons", "women", "men")]
    assert sexes == [262_052, 135_668, 126_384]
    assert census.everyone(AREA).value == 262_052
    assert census.count(AREA, People("persons", 16, 64)).value == 84_368 + 79_250
    assert census.count(AREA, People("persons", 16)).missing


def test_ethnic_groups_make_up_their_broad_group_and_these_all_residents(census):
    for area in (AREA, "Barnet", "London"):
        broad = {group: census.ethnic_group(area, group).value for group in census.broad_groups}
        for group, people in broad.items():
            members = [name for name in census.ethnic_groups if name.startswith(f"{group}:")]
            assert sum(census.ethnic_group(area, name).value for name in members) == people
        shares = [census.share(area, group).value for group in census.broad_groups]
        assert sum(shares) == pytest.approx(100)
    assert len(census.ethnic_groups) == 19


def test_shares_by_hand(census):
    # oracle: 2,894 White Irish residents of 262,052 are 1.104 per cent
    assert census.share(AREA, "White: Irish").value == pytest.approx(1.104, abs=0.0005)


def test_tables_of_the_census_differ_by_a_few_only(census):
    # the publisher changes small counts to protect people
    for area in census.areas.loc[census.areas["kind"] == "borough", "area"]:
        assert abs(census.everyone(area).value - census.count(area, People()).value) <= 15
    assert census.small_areas.to_numpy().sum() == 261_995  # oracle: the project's sources list


def test_an_assessment_that_ends_before_the_census_has_no_figure_of_it():
    early = catalogue.load("census", assessment(AREA, 2020))
    assert early.everyone(AREA).reason == "the Census of 2021 came after the year to September 2020"
    assert early.share(AREA, "White").missing


def test_an_unknown_group_or_area_is_refused(census):
    with pytest.raises(ValueError, match='no ethnic group "Whit"'):
        census.ethnic_group(AREA, "Whit")
    with pytest.raises(AssessmentError, match='no census table of "England"'):
        census.ethnic_group("England", "White")


# Deprivation


def test_the_score_and_place_of_havering(deprivation):
    # oracle: average score 16.789 (the project's sources list); the place is counted in the borough table by hand
    assert deprivation.score(AREA).value == 16.789
    place = deprivation.rank(AREA)
    assert (place.value, place.out_of, place.unit) == (23, 32, "rank")
    assert deprivation.rank("Barking and Dagenham").value == 1


def test_shares_of_the_most_deprived_follow_from_the_small_areas(deprivation):
    # oracle: the publisher's own borough summary, for the overall index and each of seven domains
    for domain in deprivation.domains:
        tenths = [value.value for value in deprivation.tenths(AREA, domain)]
        assert sum(tenths) == 150
        assert deprivation.share(AREA, domain).value == pytest.approx(100 * tenths[0] / 150, abs=0.005)


def test_small_areas_that_are_not_held_are_a_gap(deprivation):
    found = deprivation.tenths("Barnet")
    assert len(found) == 10
    assert {value.reason for value in found} == {"ranks of small areas are held for Havering only"}
    assert deprivation.small_areas("Barnet").empty
    assert not deprivation.score("Barnet").missing


def test_an_assessment_that_ends_before_the_index_has_no_figure_of_it():
    assert "came after the year to September 2018" in (
        catalogue.load("deprivation", assessment(AREA, 2018)).rank(AREA).reason
    )


def test_an_unknown_domain_is_refused(deprivation):
    with pytest.raises(ValueError, match='no domain "wealth"'):
        deprivation.score(AREA, "wealth")


# Geography


@pytest.mark.parametrize(
    ("level", "number", "name"),
    [("borough", 1, "Havering"), ("ward", 20, "Beam Park"), ("lsoa 2011", 150, "Havering 013A"),
     ("lsoa 2021", 153, "Havering 013A")],
)  # fmt: skip
def test_shapes_of_havering(geography, level, number, name):
    # oracle: 20 wards since May 2022, 150 small areas in 2011 and 153 in 2021 (the lookups)
    shapes = geography.shapes(level, AREA)
    assert len(shapes) == number
    assert name in set(shapes["name"])
    for ring in [ring for parts in shapes["rings"] for ring in parts]:
        assert ring.shape[1] == 2
        assert (ring[0] == ring[-1]).all()
        assert ((ring > [0.1, 51.4]) & (ring < [0.4, 51.7])).all()  # east of London


def test_all_boroughs_have_a_shape(geography):
    assert len(geography.shapes("borough")) == 33
    assert geography.held(AREA)
    assert not geography.held("Barnet")
    assert geography.shapes("ward", "Barnet").empty


def test_several_polygons_and_holes_are_read_ring_by_ring():
    found = rings(
        "MULTIPOLYGON (((0 51, 1 51, 1 52, 0 51)), ((2 51, 3 51, 3 52, 2 51), (2.5 51.2, 2.6 51.2, 2.5 51.2)))"
    )
    assert [len(ring) for ring in found] == [4, 4, 3]
    assert found[1][1].tolist() == [3, 51]


def test_neighbours_are_mutual_and_every_small_area_has_one(geography):
    touch = geography.neighbours("lsoa 2021", AREA).to_numpy()
    assert (touch == touch.T).all()
    assert (np.diag(touch) == 0).all()
    assert (touch.sum(axis=1) > 0).all()


def test_small_areas_of_2011_and_2021_and_their_wards(geography):
    # oracle: the official lookup: 148 unchanged, one split in two and one in three
    became = geography.to_2021(geography.small_areas["lsoa11_code"].drop_duplicates())
    assert became.map(len).value_counts().to_dict() == {1: 148, 2: 1, 3: 1}
    wards = geography.ward_of(geography.shapes("lsoa 2021", AREA)["code"])
    assert wards.notna().all()
    assert set(wards) == set(geography.shapes("ward", AREA)["name"])


def test_an_unknown_level_is_refused(geography):
    with pytest.raises(ValueError, match='no boundaries of "street"'):
        geography.shapes("street")


def test_residents_of_small_areas_add_up_to_nearly_all(census):
    # oracle: the borough's published total; the census moves a few people between the cells of small areas
    everyone = census.small_area_residents(list(census.small_areas.index), area=AREA)
    assert everyone.value == 261_995
    assert everyone.value == pytest.approx(262_052, abs=100)
    assert (everyone.release, everyone.area, everyone.unit) == ("Census 2021", AREA, "people")
    with pytest.raises(ValueError, match="no small area E01000001"):
        census.small_area_residents(["E01000001"], area="Elsewhere")
    assert census.small_area_residents([], area="Barnet").missing
