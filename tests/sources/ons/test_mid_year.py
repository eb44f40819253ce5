"""Reading mid-year estimates: recognised by columns, checked row by row, added up to what was published."""

from __future__ import annotations

import pytest

from analysis_lib import contracts
from analysis_lib.errors import AssessmentError
from analysis_lib.sources.ons import mid_year
from analysis_lib.sources.refresh import refresh
from workshop import SHARED

ROW, END = "area_code,area_name,year,sex", "population,source_id"
AGES = [*map(str, range(90)), "90+"]
PEOPLE = {"female": 2, "male": 3, "persons": 5}


def single_ages(*, codes=("E09000016", "E12000007"), year=2022, edition=2022, sexes=PEOPLE):
    """A table in which every age of every area has two females and three males."""
    lines = [
        f"{code},A,{year},{sex},{age},{people},ons_mye_{edition}"
        for code in codes
        for sex, people in sexes.items()
        for age in AGES
    ]
    return "\n".join([f"{ROW},age,{END}", *lines]) + "\n"


def bands(*, total=5 * 91, code="E09000016", year=2022):
    start, end = f"{code},A,{year},persons", "ons_mye_2022\n"
    return f"{ROW},age_band,{END}\n{start},all,{total},{end}{start},0-15,80,{end}"


def series(year=2022, people=5 * 91):
    return f"area_code,area_name,year,{END},series\nE09000016,A,{year},{people},ons_mye_2022,a title\n"


def saved(folder, name, text):
    path = folder / f"{name}.csv"
    path.write_text(text, encoding="utf-8")
    return path


def read(folder, **texts):
    paths = [saved(folder, name, text) for name, text in texts.items()]
    return {
        table.path: table
        for publication in [mid_year.PUBLICATION]
        if (mine := [path for path in paths if publication.recognises(path)])
        for table in publication.read(mine, None, lambda line: None)
    }


def test_tidy_by_hand(tmp_path):
    found = read(tmp_path, a=single_ages(), b=bands(), c=series(2011, 400))
    assert list(found) == ["population/by_age/2022.csv", "population/totals.csv"]
    ages = found["population/by_age/2022.csv"]
    assert ages.about["edition"] == "mid-2022"
    assert ages.frame.iloc[90].to_list() == ["E09000016", 90, 2, 3, 5]  # 90 and over
    assert len(ages.frame) == 2 * 91
    totals = found["population/totals.csv"].frame
    assert totals.to_numpy().tolist() == [["E09000016", 2011, "mid-2022", 400], ["E09000016", 2022, "mid-2022", 455]]


def test_a_year_is_kept_from_the_newest_edition_that_has_it_by_age(tmp_path):
    found = read(tmp_path, old=single_ages(edition=2022), new=single_ages(edition=2023))
    assert found["population/by_age/2022.csv"].about["edition"] == "mid-2023"


def test_estimates_of_persons_only_leave_the_sexes_empty(tmp_path):
    frame = read(tmp_path, a=single_ages(sexes={"persons": 5}))["population/by_age/2022.csv"].frame
    assert frame[["females", "males"]].isna().all(axis=None)
    assert frame["persons"].sum() == 2 * 455


def test_other_tables_of_people_are_not_taken_for_these(tmp_path):
    census = saved(tmp_path, "census", "area_code,area_name,sex,age_band,usual_residents_rounded_100,source_id\n")
    page = saved(tmp_path, "page", "<!DOCTYPE html><html><title>Log in, please</title></html>\n")
    assert not any(mid_year.recognises(path) for path in (census, page))


FIRST = "E09000016,A,2022,female,0,2,ons_mye_2022"
BAD = {
    "negative": (FIRST, FIRST.replace(",2,ons", ",-2,ons"), r"population must be a whole number.*row 2"),
    "a decimal comma": (FIRST, FIRST.replace(",2,ons", ',"2,5",ons'), "whole number"),
    "a formula": (FIRST, FIRST.replace(",2,ons", ",=1+1,ons"), "would run as a formula"),
    "an unknown sex": (FIRST, FIRST.replace("female", "females"), "sex must be one of: female, male, persons"),
    "an unknown age": (FIRST, FIRST.replace(",0,2", ",90,2"), "age must be one of"),
    "no code": (FIRST, FIRST.replace("E09000016", "Havering"), "area_code must match"),
    "an unknown edition": (FIRST, FIRST.replace("ons_mye_2022", "somewhere"), "source_id must match"),
    "a row twice": (FIRST, f"{FIRST}\n{FIRST}", r"repeat an earlier row \(row 3\)"),
    "an age left out": (f"{FIRST}\n", "", "females and males must be given for all areas and ages or none"),
    "sexes that do not add up": (FIRST, FIRST.replace(",2,ons", ",4,ons"), "do not make up persons .first: E09000016"),
    "a renamed column": ("area_name", "name", "missing: area_name; not expected: name"),
    "one column too many": (f"{END}\n", f"{END},note\n", "row 2 has 7 cells, the first row 8"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_table_is_refused_by_name(tmp_path, case):
    old, new, words = BAD[case]
    text = single_ages()
    assert old in text
    with pytest.raises(AssessmentError, match=words) as error:
        read(tmp_path, bad=text.replace(old, new, 1))
    assert "bad.csv" in str(error.value)


def test_a_truncated_table_is_refused(tmp_path):
    with pytest.raises(AssessmentError, match=r"an area must have all 91 ages .first: E12000007"):
        read(tmp_path, bad=single_ages(sexes={"persons": 5}).rsplit("\n", 2)[0])


def test_another_encoding_is_refused(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_bytes(single_ages().replace("A,2022", "Ä,2022").encode("latin-1"))
    with pytest.raises(AssessmentError, match=r"bad\.csv is not UTF-8"):
        mid_year.read_single_ages(path)


def test_ages_that_do_not_add_up_to_the_published_total_are_refused(tmp_path):
    with pytest.raises(AssessmentError, match="E09000016, persons: the ages add up to 455, the published total is 456"):
        read(tmp_path, a=single_ages(), b=bands(total=456))


def test_boroughs_that_do_not_add_up_to_london_are_refused(tmp_path):
    with pytest.raises(AssessmentError, match="boroughs add up to 364, London is 182"):
        read(tmp_path, a=single_ages(codes=["E09000001", "E09000016", "E12000007"]))


def test_two_tables_that_differ_are_refused(tmp_path):
    with pytest.raises(AssessmentError, match=r"different totals for E09000016, mid-2022 .mid-2022 edition"):
        read(tmp_path, b=bands(), c=series(people=454), a=single_ages(codes=["E09000016"]))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the publication is not beside the project")
def test_refresh_from_the_publication_reproduces_the_figures_shipped(copied):
    # oracle: the shipped files themselves, byte for byte, after the copy has lost them
    raw = copied / "data" / "raw"
    shipped = {path.relative_to(raw): path.read_bytes() for path in raw.rglob("*") if path.is_file()}
    text = (raw / contracts.DESCRIPTOR).read_text(encoding="utf-8")
    (raw / contracts.DESCRIPTOR).write_text(text.replace("mid-2022 edition", "mid-1922 edition"), encoding="utf-8")
    for path in (raw / "population" / "by_age").glob("*.csv"):
        path.unlink()
    assert refresh(SHARED / "data" / "population", say=lambda line: None)
    assert {path.relative_to(raw): path.read_bytes() for path in raw.rglob("*") if path.is_file()} == shipped
    assert not refresh(SHARED / "data" / "population", say=lambda line: None)
