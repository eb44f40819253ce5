"""What the recording system did: the older series beside the present one, and beside what an earlier plan printed."""

from __future__ import annotations

import dataclasses

import pandas as pd

from analysis_lib import contracts
from analysis_lib.assessment import Assessment, Period
from analysis_lib.catalogue import Dataset
from analysis_lib.measures import TOTAL
from analysis_lib.subjects.recorded_crime.counts import count
from analysis_lib.subjects.recorded_crime.rows import frame_of
from analysis_lib.values import Value, difference

TABLE = "published_crime_counts"
SOURCE = "csp_plan_2022"  # the publication that the table was read in, as data/raw/publications.csv names it
YEARS = (2019, 2020, 2021)
NEAR = 0.6  # per cent: what offences recorded late, or in another category, have moved in the figures that agree


def compare_systems(offences: Dataset, cris: Dataset, a: Assessment) -> pd.DataFrame:
    """All offences of the area in each year that both recording systems hold: the older one, the present, the gap."""
    rows = {}
    for year in range(cris.covers.start.year + 1, min(a.year, cris.covers.end.year) + 1):
        period = Period.twelve_months_to(year, a.current.end.month)
        if cris.covers.start <= period.start and period.end <= cris.covers.end:
            older = count(cris, f"{cris.prefix}:total", a.area.name, period)
            present = count(offences, TOTAL, a.area.name, period)
            rows[period.short_label] = {
                "Older": older,
                "Present": present,
                "Present over older (%)": _gap(older, present),
            }
    notes = ["Two counts of the same offences. They are never joined: the join would look like a change in crime."]
    return frame_of(rows, "Year", f"{cris.source.line} {offences.source.line}", a, ["member"] * len(rows), notes)


def _gap(older: Value, present: Value) -> Value:
    """By how much the count of one system differs from that of the other, in per cent."""
    missing = older.reason or present.reason
    return dataclasses.replace(
        present,
        value=None if missing else 100 * (present.number / older.number - 1),
        unit="per cent",
        measure=f"recording-effect:{present.measure}",
        method="count of the present recording system over that of the older one",
        reason=missing,
    )


def published(a: Assessment) -> pd.DataFrame:
    """What an earlier plan printed of the area, by hand; no rows before its years, or where there is none."""
    table = contracts.descriptor().read(TABLE)
    ended = Period.twelve_months_to(max(YEARS), 9).end <= a.current.end
    return table[(table["area"] == a.area.name) & ended]


def compare_published(cris: Dataset, a: Assessment) -> pd.DataFrame:
    """What the plan printed for three years beside the older series that it came from."""
    return cris.remember(_compare_published, a)


def _compare_published(cris: Dataset, a: Assessment) -> pd.DataFrame:
    rows = {}
    for row in published(a).dropna(subset=["category"]).to_dict("records"):
        cells, agree = {}, True
        for year in YEARS:
            period = Period.twelve_months_to(year, 9)
            held = count(cris, f"{cris.prefix}:{row['category']}", a.area.name, period)
            printed = _printed(row, year, held)
            agree &= abs(printed.number - held.number) <= NEAR / 100 * held.number
            cells |= {f"Printed, {period.short_label.lower()}": printed, f"Held, {period.short_label.lower()}": held}
        rows[row["title"]] = cells | {"Reproduced": "yes" if agree else "no"}
    note = f"Reproduced: every year within {NEAR} per cent, which is what late records move."
    frame = _quoted(rows, "Offence", cris, a, note)
    frame.attrs["instead"] = f"No earlier plan of {a.area} with figures for these years is held."
    return frame


def corrected_variances(cris: Dataset, a: Assessment) -> pd.DataFrame:
    """The printed changes in number that are not the difference of the two printed numbers, and that difference."""
    rows, printed = {}, published(a)
    for row in printed.to_dict("records"):
        period = Period.twelve_months_to(max(YEARS), 9)
        like = dataclasses.replace(count(cris, f"{cris.prefix}:total", a.area.name, period), title=row["title"])
        before, now = (_printed(row, year, like) for year in YEARS[1:])
        found = difference(before, now)
        if found.value != row["variance"]:
            said = dataclasses.replace(now, value=int(row["variance"]), measure=f"printed-variance:{now.measure}")
            rows[row["title"]] = {"Before": before, "After": now, "Change printed": said, "Change worked out": found}
    frame = _quoted(rows, "Offence", cris, a, "Before and after: years to September, as printed in the plan.")
    all_right = "Every printed change is the difference of the two numbers beside it."
    frame.attrs["instead"] = all_right if len(printed) else ""  # without a plan, compare_published has said so
    return frame


def _printed(row: dict, year: int, like: Value) -> Value:
    """A figure as the plan printed it."""
    name = row["title"].lower().replace(" ", "-")
    return dataclasses.replace(
        like,
        value=int(row[f"year_to_{year}"]),
        title=row["title"],
        period=Period.twelve_months_to(year, 9),
        measure=f"published:{name}",
        method="as printed in the plan",
        sources=(SOURCE,),
        reason="",
    )


def _quoted(rows: dict, head: str, cris: Dataset, a: Assessment, note: str) -> pd.DataFrame:
    source = f"Community Safety Partnership Plan from the London Borough of {a.area}. {cris.source.line}"
    return frame_of(rows, head, source, a, ["member"] * len(rows), [note])


def systems_headline(offences: Dataset, cris: Dataset, a: Assessment) -> dict[str, object]:
    """The newest year that both systems hold and their gap; the printed categories not reproduced; None where none."""
    gaps = compare_systems(offences, cris, a)
    last = None if gaps.empty else gaps.iloc[-1]
    found = compare_published(cris, a)
    lost = [] if found.empty else list(found.loc[found["Reproduced"] == "no"].iloc[:, 0])
    return {
        "area": a.area,
        "both_year": None if last is None else last.iloc[0].period,
        "older": None if last is None else last.iloc[0],
        "present": None if last is None else last.iloc[1],
        "lost": lost or None,
    }
