"""The smaller publications, read by hand: what is kept, what is refused."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis_lib import contracts
from analysis_lib.errors import AssessmentError
from analysis_lib.sources import mopac, police_uk
from analysis_lib.sources.metropolitan_police import business, dashboard, homicide
from analysis_lib.sources.metropolitan_police import violence_against_women as vawg

AREAS = ["Havering", "Barnet", "Barking and Dagenham"]


def saved(folder, text, name="a.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(read, folder, text, words, *more):
    with pytest.raises(AssessmentError, match=words) as error:
        read(saved(folder, text), *more)
    assert "a.csv" in str(error.value)


BOROUGHS = (
    'Date,Survey,Borough,Measure,Proportion,MPS,,\n31/12/2014,PAS,Havering,Trust MPS,"0,62","0,67",,\n'
    '31/12/2014,PAS,Barking & Dagenham,Trust MPS,"0,5","0,67",,\n'
)
WHOLE = "Date;Survey;Borough;Measure;Proportion\n31/12/2014;PAS;MPS;Trust MPS;0,67\n"


def test_attitudes_are_read_with_their_decimal_commas(tmp_path):
    boroughs, whole = saved(tmp_path, BOROUGHS), saved(tmp_path, WHOLE, "b.csv")
    assert mopac.looks_like(boroughs)
    assert mopac.looks_like(whole)
    rows = mopac.with_whole(mopac.read(boroughs, AREAS), mopac.read(whole, AREAS))
    assert dict(zip(rows["area"], rows["proportion"], strict=True)) == {
        "Havering": 0.62,
        "Barking and Dagenham": 0.5,
        "London": 0.67,
    }


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"0,62"', "0.62", "proportion with a decimal comma"),
        ('"0,62"', '"1,62"', "must not be more than 1"),
        ("Havering", "Atlantis", "a borough that is not known .row 2"),
        ("31/12/2014,PAS,Havering", "30/11/2014,PAS,Havering", "Date must end a quarter"),
        ("Barking & Dagenham", "Havering", "repeat an earlier row"),
    ],
)
def test_attitudes_that_are_not_as_published_are_refused(old, new, words, tmp_path):
    refused(mopac.read, tmp_path, BOROUGHS.replace(old, new, 1), words, AREAS)


def test_two_tables_that_differ_on_london_are_refused(tmp_path):
    boroughs = mopac.read(saved(tmp_path, BOROUGHS), AREAS)
    whole = mopac.read(saved(tmp_path, WHOLE.replace("0,67", "0,68")), AREAS)
    with pytest.raises(AssessmentError, match="differs from the table of boroughs"):
        mopac.with_whole(boroughs, whole)


STREET = ",".join(police_uk.COLUMNS) + "\n"
POINT = "x,2020-01,MPS,MPS,0.2,51.6,On or near A Road,E01002243,Havering 013A,{kind},,\n"


def test_only_burglaries_are_counted_and_no_point_is_kept(tmp_path):
    path = saved(tmp_path, STREET + POINT.format(kind="Burglary") * 2 + POINT.format(kind="Drugs"))
    rows = police_uk.read(path)
    assert rows.to_dict("records") == [
        {"lsoa_code": "E01002243", "lsoa_name": "Havering 013A", "month": "2020-01", "count": 2}
    ]


def test_a_month_in_two_street_files_or_in_none_is_refused(tmp_path):
    text = STREET + POINT.format(kind="Burglary")
    first, again = saved(tmp_path, text), saved(tmp_path, text, "b.csv")
    later = saved(tmp_path, text.replace("2020-01", "2020-03"), "c.csv")
    with pytest.raises(AssessmentError, match=r"b\.csv and a\.csv both hold 2020-01"):
        police_uk.PUBLICATION.read([first, again], contracts.descriptor(), lambda line: None)
    with pytest.raises(AssessmentError, match="missing: 2020-02"):
        police_uk.PUBLICATION.read([first, later], contracts.descriptor(), lambda line: None)


VICTIM = "1,45 to 54,Male,Shooting,{abuse},{month},Murder,Solved,{place},White\n"
VICTIMS = "Count of Victims,Age Group,Sex,Method of Killing,Domestic Abuse,Recorded Date,Homicide Offence Type,"
VICTIMS += "Solved Status,Borough,Officer Observed Ethnicity\n"


def test_victims_are_counted_by_borough_year_and_domestic_abuse_only(tmp_path):
    rows = [("Domestic Abuse", "Jan-03", "Barnet "), ("Not Domestic Abuse", "Dec-04", "Barking & Dagenham")]
    text = VICTIMS + "".join(VICTIM.format(abuse=a, month=m, place=p) for a, m, p in rows)
    frame = homicide.read(saved(tmp_path, text), AREAS)
    assert list(frame.columns) == ["area", "year", "domestic_abuse", "victims"]
    assert len(frame) == 2 * 2 * 2  # areas, years, yes or no: noughts are kept
    assert frame[frame["victims"] > 0].to_numpy().tolist() == [
        ["Barking and Dagenham", 2004, "false", 1],
        ["Barnet", 2003, "true", 1],
    ]
    refused(homicide.read, tmp_path, text.replace("Dec-04", "Nov-04"), "last year is not complete", AREAS)
    refused(homicide.read, tmp_path, text.replace("Not Dom", "No Dom"), "domestic_abuse must be one of", AREAS)


BUSINESS = ",".join(business.COLUMNS) + "\n"
SHOP = "2025-07-0{day},Business Crime Offences,Havering,THEFT,SHOPLIFTING,{count},2025-08-02\n"


def test_business_crime_is_summed_by_month(tmp_path):
    text = BUSINESS + SHOP.format(day=1, count=2) + SHOP.format(day=2, count=3)
    counts, made = business.read(saved(tmp_path, text), {("THEFT", "SHOPLIFTING")})
    assert (counts.to_numpy().tolist(), made) == ([[5]], "2025-08")
    refused(business.read, tmp_path, text, 'a new category, "SHOPLIFTING"', set())
    twice = BUSINESS + SHOP.format(day=1, count=2) * 2
    refused(business.read, tmp_path, twice, "repeat an earlier row", {("THEFT", "SHOPLIFTING")})


FLAG = "2025-0{month}-01,Borough,{area},{area},{code},Knife Crime,Knife Crime,Offences,fy,fy,{count},2025-08-02\n"
KNOWN = {("knife crime", "offences"): "knife"}


def flags(*rows):
    header = ",".join(dashboard.COLUMNS) + "\n"
    return header + "".join(FLAG.format(month=m, area=a, code=c, count=n) for m, a, c, n in rows)


def test_a_month_without_a_row_is_a_count_of_nought_and_the_rest_of_london_is_one_row(tmp_path):
    text = flags((5, "Havering", "E09000016", 4), (7, "Havering", "E09000016", 6), (5, "N/K", "", 1), (5, "N/K", "", 2))
    path = saved(tmp_path, text)
    assert dashboard.looks_like(path)
    counts, made = dashboard.read(path, KNOWN)
    assert counts.loc[("Havering", "knife")].tolist() == [4, 0, 6]
    assert counts.loc[("Unknown", "knife")].tolist() == [3, 0, 0]
    assert made == "2025-08"
    refused(dashboard.read, tmp_path, text.replace("Knife Crime,Off", "Sword Crime,Off", 1), "Sword Crime", KNOWN)
    twice = flags((5, "Havering", "E09000016", 4), (5, "Havering", "E09000016", 4))
    refused(dashboard.read, tmp_path, twice, "repeat an earlier row", KNOWN)


def part(last, knife, months=2):
    index = pd.MultiIndex.from_tuples([("Havering", "knife")], names=dashboard.ROW)
    return pd.DataFrame([[knife] * months], index=index, columns=pd.period_range(end=last, periods=months, freq="M"))


def test_each_flag_comes_from_the_file_with_the_last_month_and_what_is_held_stays_beyond():
    counts = dashboard.joined([part("2025-05", 1), part("2025-04", 2)], part("2025-03", 3))
    assert counts.loc[("Havering", "knife")].tolist() == [3, 2, 1, 1]  # February to May
    older = dashboard.joined([part("2025-02", 2)], part("2025-03", 3))
    assert older.loc[("Havering", "knife")].tolist() == [2, 3, 3]  # an older file takes nothing back


ROW = "East,Havering,Cranham,2025-0{recorded}-01,{committed},{count},Offence count location,,,,\n"


def test_violence_is_kept_by_month_recorded_and_committed(tmp_path):
    text = ",".join(vawg.COLUMNS) + "\n"
    text += ROW.format(recorded=1, committed="2025-01-01", count=5) + ROW.format(
        recorded=2, committed="2025-01-01", count=3
    )
    text += ROW.format(recorded=2, committed="1990-01-01", count=1) + ROW.format(recorded=2, committed="", count=2)
    rows = vawg.read(saved(tmp_path, text))
    recorded = vawg.by_month(rows, ["area", "delay"], "recorded")
    assert {key[1]: list(values) for key, values in recorded.iterrows()} == {
        "0": [5, 0],
        "1": [0, 3],
        "60 or more": [0, 1],
        "not known": [0, 2],
    }
    committed = vawg.by_month(rows, ["area", "delay"], "committed")
    assert committed.sum().tolist() == [8, 0]  # of 1990, and of a month not known, nothing
