"""Counts, changes and ranks of recorded offences, and what changes in recording could have made of a change."""

from __future__ import annotations

import dataclasses

import pandas as pd

from analysis_lib.assessment import Assessment, Period
from analysis_lib.catalogue import Dataset
from analysis_lib.measures import TOTAL, Measure, is_part_of
from analysis_lib.statistics.change import unplaced_effect
from analysis_lib.statistics.ranking import Rank, ranks_with_intervals
from analysis_lib.values import Value, change, ranked

LONDON = "London (32 boroughs)"
LONDON_ALL = "London (all offences published)"
AIRPORT_BOROUGHS = ("Hillingdon", "Newham")  # Heathrow and London City lie in them; their offences moved out and back
MONTH_MISSING = "a month is not published"


def groups(offences: Dataset) -> list[Measure]:
    """The offence groups that make up the total, in the publication's order."""
    return [measure for measure in offences.measures.values() if measure.part_of == TOTAL]


def monthly(offences: Dataset, measure: str, area: str, period: Period | None = None) -> pd.Series:
    """A measure's months in an area: a borough, or one of the two sums for London; missing months stay missing."""
    series = offences.remember(_months_of, measure, area)
    return series if period is None else series[pd.Timestamp(period.start) : pd.Timestamp(period.end)]


def _months_of(offences: Dataset, measure: str, area: str) -> pd.Series:
    table = offences.monthly(measure)
    if area not in (LONDON, LONDON_ALL):
        return table[area]
    series = table[offences.of_kind("borough")].sum(axis=1, skipna=False)
    if area == LONDON_ALL:
        unplaced_months = table[offences.of_kind("unplaced")].sum(axis=1, skipna=False)
        series = series + unplaced_months + offences.remember(_airports, measure)
    return series


def _airports(offences: Dataset, measure: str) -> pd.Series:
    """The airports' own row; where the publication has none, their offences stand in a borough."""
    return offences.monthly(measure)[offences.of_kind("airports")].sum(axis=1)


def count(offences: Dataset, measure: str, area: str, period: Period) -> Value:
    """The number of offences of a measure in an area and period; no figure if a month is missing."""
    return offences.remember(_count, measure, area, period)


def _count(offences: Dataset, measure: str, area: str, period: Period) -> Value:
    if area in (LONDON, LONDON_ALL):
        number = monthly(offences, measure, area, period).sum(skipna=False)
    else:
        number = offences.totals(measure, period)[area]
    known = offences.measures[measure]
    reason = MONTH_MISSING if pd.isna(number) else ""
    if not reason and not number and not known.in_use(*_months(period, period)):
        reason = "label not in use"
    return Value(
        value=None if pd.isna(number) else int(number),
        unit="offences",
        measure=measure,
        area=area,
        period=period,
        population="offences recorded by the police",
        method="sum of the months",
        sources=(offences.source.name,),
        title=known.title,
        reason=reason,
    )


def change_between(offences: Dataset, measure: str, area: str, before: Period, now: Period) -> Value:
    """The change in a measure between two periods of an area."""
    return offences.remember(_change_between, measure, area, before, now)


def _change_between(offences: Dataset, measure: str, area: str, before: Period, now: Period) -> Value:
    earlier, later = (monthly(offences, measure, area, period) for period in (before, now))
    effects = [unplaced(offences, measure, area, before, now)]
    effects += [
        airports_effect(offences, measure, area, before, now),
        _break_effect(offences, measure, area, before, now),
    ]
    return change(
        count(offences, measure, area, before),
        count(offences, measure, area, now),
        months_before=earlier.tolist(),
        months_now=later.tolist(),
        days_before=[month.days_in_month for month in earlier.index],
        days_now=[month.days_in_month for month in later.index],
        artefact=(sum(min(0.0, effect) for effect in effects), sum(max(0.0, effect) for effect in effects)),
        reason=offences.measures[measure].not_comparable(*_months(before, now)),
    )


def unplaced(offences: Dataset, measure: str, area: str, before: Period, now: Period) -> float:
    """The per cent change that placing more or fewer offences in boroughs makes by itself, on their average."""
    return 0.0 if area == LONDON_ALL else offences.remember(_unplaced, measure, before, now)


def _unplaced(offences: Dataset, measure: str, before: Period, now: Period) -> float:
    table = offences.monthly(measure)
    placed = table[offences.of_kind("borough")].sum(axis=1) + offences.remember(_airports, measure)
    not_placed = table[offences.of_kind("unplaced")].sum(axis=1)
    if not (_sum(placed, before) and _sum(placed, now)):
        return 0.0
    return unplaced_effect(
        unplaced_before=_sum(not_placed, before),
        placed_before=_sum(placed, before),
        unplaced_after=_sum(not_placed, now),
        placed_after=_sum(placed, now),
    )


def airports_effect(offences: Dataset, measure: str, area: str, before: Period, now: Period) -> float:
    """The per cent change that the airports' own row could at most make, in the two boroughs in which they lie."""
    base = _sum(monthly(offences, measure, area), before)
    if area not in AIRPORT_BOROUGHS or not base:
        return 0.0
    row = offences.remember(_airports, measure)
    return 100 * (_sum(row, before) - _sum(row, now)) / base


def _break_effect(offences: Dataset, measure: str, area: str, before: Period, now: Period) -> float:
    """The per cent change that a whole owes to its members with a break between the periods."""
    base = _sum(monthly(offences, measure, area), before)
    moved = 0.0
    for member in offences.measures.values():
        broken = member.breaks(*_months(before, now)) and not member.break_within_group
        if broken and member.name != measure and is_part_of(member.name, measure, offences.measures):
            series = monthly(offences, member.name, area)
            moved += _sum(series, now) - _sum(series, before)
    return 100 * moved / base if base else 0.0


def rank(offences: Dataset, measure: str, a: Assessment) -> Value:
    """Where the area stands among the 32 boroughs by number of offences, 1 for the most."""
    counts = offences.totals(measure, a.current)[offences.of_kind("borough")]
    own = count(offences, measure, a.area.name, a.current)
    reason = "a borough has no figure" if counts.isna().any() else own.reason
    if reason:
        return dataclasses.replace(own, value=None, unit="rank", measure=f"rank:{measure}", reason=reason)
    places = offences.remember(places_of, measure, a.current, None)
    return ranked(own, places[counts.index.get_loc(a.area.name)], among="the 32 London boroughs")


def places_of(offences: Dataset, measure: str, period: Period, residents: tuple[float, ...] | None) -> list[Rank]:
    """The places of all boroughs by number, or by rate for so many residents of each."""
    counts = offences.totals(measure, period)[offences.of_kind("borough")]
    return ranks_with_intervals(counts.astype("float64").tolist(), exposures=residents)


def _months(first: Period, last: Period) -> tuple[str, str]:
    return f"{first.start:%Y-%m}", f"{last.end:%Y-%m}"


def _sum(series: pd.Series, period: Period) -> float:
    return float(series[pd.Timestamp(period.start) : pd.Timestamp(period.end)].sum())
