"""Reading the census, the Indices of Deprivation and geography: bad tables are refused by name, row and rule."""

from __future__ import annotations

import json

import pytest

from analysis_lib.errors import AssessmentError
from analysis_lib.sources.mhclg import deprivation
from analysis_lib.sources.ons import census, geography

SEXES = """ltla21_code,total_population,total_females,total_males,females_16_64,males_16_64,source_id
E09000016,5,3,2,2,1,x
"""
GROUPS = """ltla21_code,ltla21_name,ethnic_group,usual_residents,source_id
E09000016,Havering,White: Irish,4,x
E09000016,Havering,Other ethnic group: Arab,3,x
"""
SMALL = "lsoa21_code,ethnic_group,n,total_residents,source_id\n" + "".join(
    f'E01002243,"{group}",2,10,x\n' for group in census.GROUPS
)
LOOKUP = """lsoa11_name,lsoa11_code,change_code,lsoa21_name,lsoa21_code,ltla22_name,ltla22_code
A,E01000001,U,A,E01000001,Havering,E09000016
B,E01000002,S,C,E01000003,Havering,E09000016
"""
KINDS = [f"{name}_{kind}" for name in [*deprivation.DOMAINS, *deprivation.SUB_DOMAINS] for kind in ("rank", "decile")]
RANKS = ",".join(["lsoa11_code", "lsoa11_name", *KINDS]) + "\nE01000001,A" + ",3285,2" * 14 + "\n"
SQUARE = [[0.1, 51.5], [0.2, 51.5], [0.2, 51.6], [0.1, 51.5]]


def saved(folder, text, name="bad.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def boundary(points=SQUARE, kind="Polygon"):
    feature = {"properties": {"ward22_code": "E05000001", "ward22_name": "A"},
               "geometry": {"type": kind, "coordinates": [points]}}  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


def test_good_tables_by_hand(tmp_path):
    assert census.read_sexes(saved(tmp_path, SEXES)).iloc[0].to_list() == ["E09000016", 3, 2, 5, 2, 1]
    assert census.read_ethnic_groups(saved(tmp_path, GROUPS))["people"].to_list() == [4, 3]
    assert census.read_small_areas(saved(tmp_path, SMALL)).iloc[0].to_list() == ["E01002243", 2, 2, 2, 2, 2]
    ranks = deprivation.read_small_areas(saved(tmp_path, RANKS))
    assert ranks.iloc[0].to_list() == ["E01000001", "overall", 3285, 2]  # 3,284.4 small areas make a tenth
    assert len(ranks) == 8
    shapes = geography.read_boundaries(saved(tmp_path, boundary(), "wards.geojson"))
    assert shapes.iloc[0].to_list()[:4] == ["ward", 2022, "E05000001", "A"]
    assert geography.read_small_areas(saved(tmp_path, LOOKUP))["change"].to_list() == ["U", "S"]


BAD = {
    "females and males do not make up": (census.read_sexes, SEXES.replace("5,3,2", "6,3,2")),
    "total_males must be a whole number": (census.read_sexes, SEXES.replace("5,3,2", "5,3,-2")),
    r"repeat an earlier row \(row 3\)": (census.read_sexes, SEXES + SEXES.splitlines()[1] + "\n"),
    "missing: males_16_64; not expected: men": (census.read_sexes, SEXES.replace("males_16_64,s", "men,s")),
    "has 1 of 2 ethnic groups": (census.read_ethnic_groups, GROUPS + "E09000002,Barking,White: Irish,1,x\n"),
    "do not make up total_residents": (census.read_small_areas, SMALL.replace(",2,10", ",3,10", 1)),
    "ethnic_group must be one of": (census.read_small_areas, SMALL.replace('"White"', '"Whites"')),
    "IMD_decile does not follow from IMD_rank": (deprivation.read_small_areas, RANKS.replace("3285,2", "3284,2", 1)),
    "must lie between 1 and 32,844": (deprivation.read_small_areas, RANKS.replace("3285,2", "32845,2", 1)),
    "change must be one of: U, S, M, X": (geography.read_small_areas, LOOKUP.replace(",S,", ",Z,")),
    "an unchanged area must keep its code": (geography.read_small_areas, LOOKUP.replace(",S,", ",U,")),
}


@pytest.mark.parametrize("words", BAD)
def test_a_bad_table_is_refused(tmp_path, words):
    read, text = BAD[words]
    with pytest.raises(AssessmentError, match=words) as error:
        read(saved(tmp_path, text))
    assert "bad.csv" in str(error.value)


@pytest.mark.parametrize(
    ("points", "kind", "words"),
    [
        (SQUARE[:-1], "Polygon", "four points or more and end where it begins"),
        ([[y, x] for x, y in SQUARE], "Polygon", "outside England; coordinates must be degrees of longitude, then"),
        (SQUARE, "Point", "must be a Polygon or a MultiPolygon, got Point"),
    ],
)
def test_a_bad_boundary_is_refused(tmp_path, points, kind, words):
    with pytest.raises(AssessmentError, match=words):
        geography.read_boundaries(saved(tmp_path, boundary(points, kind), "bad.geojson"))


def test_tables_are_recognised_by_their_columns_alone(tmp_path):
    publications = (census.PUBLICATION, deprivation.PUBLICATION, geography.PUBLICATION)
    tables = {"census": [SEXES, GROUPS, SMALL], "deprivation": [RANKS], "geography": [LOOKUP]}
    for series, texts in tables.items():
        for text in texts:
            found = [p.series for p in publications if p.recognises(saved(tmp_path, text, "some name.csv"))]
            assert found == [series]
    assert not geography.recognises(saved(tmp_path, boundary().replace("ward22", "ward21"), "old.geojson"))


def test_boundaries_are_written_only_when_all_levels_are_there(tmp_path):
    said = []
    tables = geography.PUBLICATION.read([saved(tmp_path, boundary(), "wards.geojson")], None, said.append)
    assert tables == []
    assert said[0] == "boundaries stay as they are: no file of lsoa11, lsoa21, ltla24"
