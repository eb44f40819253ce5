"""Domestic abuse, hate, knife and gun crime: flags on recorded offences, beside the total and never inside it."""

from __future__ import annotations

import dataclasses
import datetime

import pandas as pd

from analysis_lib.assessment import Assessment, Period
from analysis_lib.catalogue.flagged_crime import FlaggedCrime
from analysis_lib.catalogue.monthly import year_before
from analysis_lib.subjects.recorded_crime.counts import change_between, count
from analysis_lib.subjects.recorded_crime.rows import frame_of
from analysis_lib.values import Value, difference

FLAGS = tuple(f"flagged_crime:{name}" for name in ("domestic-abuse", "hate-crime", "knife-crime", "gun-crime"))
OUTCOMES = "-positive-outcomes"
NOTES = [
    "An offence can carry several flags, and each is counted in the total already; flags are never added up.",
    "Outcomes are those reached in the period, mostly of earlier offences. Set against the offences of the same period "
    "they can come to more than 100 per cent, and do not say what became of those offences.",
]


def flag_count(flagged: FlaggedCrime, measure: str, a: Assessment, period: Period) -> Value:
    """Offences with a flag, or their positive outcomes, in the area and period."""
    return dataclasses.replace(
        count(flagged, measure, a.area.name, period), unit="outcomes" if measure.endswith(OUTCOMES) else "offences"
    )


def outcomes_over_offences(outcomes: Value, offences: Value) -> Value:
    """Positive outcomes in a period for every 100 offences recorded in it; no share, as it may be more than 100."""
    reason = outcomes.reason or offences.reason or ("" if offences.value else "no offence")
    return dataclasses.replace(
        outcomes,
        value=None if reason else 100 * outcomes.number / offences.number,
        unit="per cent",
        measure=f"over-offences:{outcomes.measure}",
        method="positive outcomes reached in the period over offences recorded in it",
        numerator=outcomes,
        denominator=offences,
        reason=reason,
    )


def compare_flags(flagged: FlaggedCrime, a: Assessment) -> pd.DataFrame:
    """Each flag in the newest twelve months held: offences, change on the year before, positive outcomes."""
    rows = {flagged.measures[name].title: row for name in FLAGS if (row := _row(flagged, name, a))}
    frame = frame_of(rows, "Flag", flagged.source, a, ["member"] * len(rows), NOTES)
    if frame.empty:
        frame.attrs["instead"] = f"No flagged offences are held for twelve months of the {a.current.label} or before."
    return frame


def _row(flagged: FlaggedCrime, name: str, a: Assessment) -> dict[str, object]:
    period = flagged.latest_year(name)
    if period is None:
        return {}
    now = flag_count(flagged, name, a, period)
    reached = flag_count(flagged, name + OUTCOMES, a, period)
    moved = flag_change(flagged, name, a, period)
    return {
        "Twelve months to": f"{period.end:%b %Y}",
        "Year before": moved.before,
        "Offences": now,
        "Change (%)": moved,
        "95% interval (%)": (moved, "interval"),
        "In words": (moved, "direction"),
        "Positive outcomes": reached,
        "Outcomes for 100 offences": outcomes_over_offences(reached, now),
    }


def flag_change(flagged: FlaggedCrime, name: str, a: Assessment, period: Period) -> Value:
    """The change on the year before; none across the month in which the recording of a flag changed."""
    before = year_before(period)
    return change_between(flagged, name, a.area.name, before, period)


def since_the_break(flagged: FlaggedCrime, name: str, a: Assessment) -> tuple[Period, Period] | None:
    """The newest months whose same months a year earlier lie after the break of a flag too; None if there are none.

    At most twelve: once a whole year lies after the break, the year itself can be compared.
    """
    span, broken = flagged.span(name), flagged.measures[name].break_month
    if span is None or not broken:
        return None
    year, month = map(int, broken.split("-"))
    first = datetime.date(year + 1, month, 1)
    if span.end < first:
        return None
    first = max(first, Period.twelve_months_to(span.end.year, span.end.month).start)
    earlier = (first.replace(year=first.year - 1), span.end.replace(year=span.end.year - 1, day=1))
    return Period.months_from_to(*earlier), Period.months_from_to(first, span.end)


def compare_same_months(flagged: FlaggedCrime, a: Assessment) -> pd.DataFrame:
    """Flags whose recording changed: the months since then, beside the same months a year earlier."""
    rows = {}
    for name in FLAGS:
        if periods := since_the_break(flagged, name, a):
            before, now = (flag_count(flagged, name, a, period) for period in periods)
            rows[flagged.measures[name].title] = {
                "Months": now.period.label,
                "Same months a year earlier": before,
                "These months": now,
                "Difference": difference(before, now),
            }
    notes = ["Too few months for an interval: a difference may be chance."]
    frame = frame_of(rows, "Flag", flagged.source, a, ["member"] * len(rows), notes)
    if frame.empty:
        frame.attrs["instead"] = "No months on both sides can be compared across the change of the recording system."
    return frame


def flags_headline(flagged: FlaggedCrime, a: Assessment) -> dict[str, object]:
    """Domestic abuse in the newest twelve months held, knife crime and its change, and their periods; or None."""
    domestic, _, knife, _ = FLAGS
    found: dict[str, object] = {"area": a.area, "gap": flagged.gap or None}
    for short, name in (("abuse", domestic), ("knife", knife)):
        period = flagged.latest_year(name) if flagged.held else None
        found[f"{short}_year"] = period
        found[short] = flag_count(flagged, name, a, period) if period else None
        moved = flag_change(flagged, name, a, period) if period else None
        found[f"{short}_change"] = None if moved is None or moved.missing else moved
    return found
