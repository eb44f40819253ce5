"""The chapter's tables: frames of values, with levels, source and notes."""

from __future__ import annotations

import dataclasses

import pandas as pd

from analysis_lib.assessment import Assessment, Period
from analysis_lib.catalogue import Dataset
from analysis_lib.measures import TOTAL
from analysis_lib.subjects.recorded_crime.counts import (
    LONDON,
    LONDON_ALL,
    change_between,
    count,
    groups,
    unplaced,
)
from analysis_lib.subjects.recorded_crime.discoveries import adjusted_p_values, holds
from analysis_lib.subjects.recorded_crime.headline import not_placed_share
from analysis_lib.subjects.recorded_crime.rows import frame_of, level, row_title
from analysis_lib.values import Value, close, difference, share

EFFECT_NOTE = (
    "Effect of placing: the change that a changed share of offences not placed in a borough makes by itself, on "
    "average over the boroughs."
)
HOLDS_NOTE = (
    "Holds among all rows: whether the change on the year before still counts as beyond chance when all rows are "
    "tested together (Benjamini and Hochberg: of the changes that hold, on average one in twenty at most is chance)."
)


def compare_groups(offences: Dataset, a: Assessment) -> pd.DataFrame:
    """All offences and the offence groups: two years, change with interval, share, and what may be said of it."""
    total = count(offences, TOTAL, a.area.name, a.current)
    sizes = {group.name: count(offences, group.name, a.area.name, a.current).value or 0 for group in groups(offences)}
    names = sorted(sizes, key=lambda name: -sizes[name])
    _check_closes(offences, a, names, TOTAL)
    rows = {}
    for name in [*names, TOTAL]:
        row = _two_years(offences, a, name, a.area.name)
        now = row[a.current.short_label]
        row |= {"Share (%)": share(now, total, offences.measures), "In words": (row["Change (%)"], "direction")}
        rows[offences.measures[name].title] = row
    notes = [
        "The groups add up to the total. Shares are rounded singly and may not add to 100.0. Fraud is not counted.",
        EFFECT_NOTE,
    ]
    return frame_of(rows, "Offence group", offences.source, a, ["member"] * len(names) + ["total"], notes)


def compare_london(offences: Dataset, a: Assessment) -> pd.DataFrame:
    """The area beside London, with and without the offences that could not be placed in a borough."""
    rows = {}
    for area in (a.area.name, LONDON, LONDON_ALL):
        row = _two_years(offences, a, TOTAL, area)
        rows[area] = row | {"In words": (row["Change (%)"], "direction")}
    notes = [
        "The last row holds also the offences at the airports, and those that could not be placed in a borough.",
        EFFECT_NOTE,
    ]
    return frame_of(rows, "Area", offences.source, a, ["member"] * len(rows), notes)


def _two_years(offences: Dataset, a: Assessment, measure: str, area: str) -> dict[str, object]:
    before, now = (count(offences, measure, area, period) for period in (a.previous, a.current))
    moved = change_between(offences, measure, area, a.previous, a.current)
    return {
        a.previous.short_label: before,
        a.current.short_label: now,
        "Difference": difference(before, now),
        "Change (%)": moved,
        "95% interval (%)": (moved, "interval"),
        "Effect of placing (%)": _placing(offences, moved, measure, area, a.previous, a.current),
    }


def _placing(offences: Dataset, moved: Value, measure: str, area: str, before: Period, now: Period) -> Value:
    """The effect of placing on a change; no figure where there is no change to set it beside."""
    return dataclasses.replace(
        moved,
        value=None if moved.missing else unplaced(offences, measure, area, before, now),
        lower=None,
        upper=None,
        confidence_level=None,
        measure=f"recording-effect:{measure}",
        method="change that a changed share of offences not placed makes by itself, average of the boroughs",
    )


def compare_categories(offences: Dataset, a: Assessment) -> pd.DataFrame:
    """Every category of the publication: the periods compared, and its change on each of the earlier ones."""
    rows, levels, adjusted = {}, [], adjusted_p_values(offences, a)
    for measure in offences.measures.values():
        _check_closes(
            offences, a, [m.name for m in offences.measures.values() if m.part_of == measure.name], measure.name
        )
        row: dict[str, object] = {p.short_label: count(offences, measure.name, a.area.name, p) for p in a.periods}
        for period in reversed(a.periods[:-1]):
            moved = change_between(offences, measure.name, a.area.name, period, a.current)
            on = f"on {period.short_label[0].lower()}{period.short_label[1:]}"
            row |= {
                f"Change {on} (%)": moved,
                f"Effect of placing {on} (%)": _placing(offences, moved, measure.name, a.area.name, period, a.current),
                f"In words {on}": (moved, "direction"),
            }
        row["Holds among all rows"] = holds(offences, measure.name, adjusted)
        rows[row_title(measure, offences)] = row
        levels.append(level(measure))
    notes = [
        HOLDS_NOTE,
        "Each group is followed by its members, which add up to it. Fraud is shown apart and is part of no total.",
    ]
    return frame_of(rows, "Offence", offences.source, a, levels, [*notes, EFFECT_NOTE])


def unplaced_by_year(offences: Dataset, a: Assessment) -> pd.DataFrame:
    """Offences that could not be placed in a borough, for each year of the assessment's kind that the series covers."""
    years = [
        Period.twelve_months_to(year, a.current.end.month) for year in range(offences.covers.start.year + 1, a.year + 1)
    ]
    rows = {
        period.short_label: {
            "Not placed": count(offences, TOTAL, "Unknown", period),
            "All offences": count(offences, TOTAL, LONDON_ALL, period),
            "Share (%)": not_placed_share(offences, period),
        }
        for period in years
        if period.start >= offences.covers.start
    }
    return frame_of(rows, "Year", offences.source, a, ["member"] * len(rows), [])


def _check_closes(offences: Dataset, a: Assessment, parts: list[str], whole: str) -> None:
    """The members of a total must add up to it, in every period that is compared."""
    for period in a.periods if parts else ():
        members = [count(offences, name, a.area.name, period) for name in parts]
        close(count(offences, whole, a.area.name, period), members)
