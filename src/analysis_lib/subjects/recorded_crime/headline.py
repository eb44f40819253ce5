"""The values that the chapter's sentences name."""

from __future__ import annotations

import dataclasses

import pandas as pd

from analysis_lib import values
from analysis_lib.assessment import Assessment, Period
from analysis_lib.catalogue import Dataset
from analysis_lib.measures import TOTAL
from analysis_lib.subjects.recorded_crime.counts import (
    LONDON,
    LONDON_ALL,
    MONTH_MISSING,
    airports_effect,
    change_between,
    count,
    groups,
    monthly,
    rank,
    unplaced,
)
from analysis_lib.subjects.recorded_crime.discoveries import HOLDS, adjusted_p_values, holds
from analysis_lib.values import Value, share


def headline(offences: Dataset, a: Assessment) -> dict[str, object]:
    """What the chapter finds: the total and its change, the clear rises and falls, the largest groups, the rank.

    A value without a figure carries its reason; an entry is None, or empty, where there is nothing of its kind.
    """
    place = rank(offences, TOTAL, a)
    total = count(offences, TOTAL, a.area.name, a.current)
    return {
        **_periods(a),
        "total": total,
        "change": change_between(offences, TOTAL, a.area.name, a.previous, a.current),
        "a_day": _per_day(total),
        "rank": None if place.reason == "cannot be ranked" else place,
        **_movers(offences, a),
        **_largest(offences, a, total),
        **_since_pandemic(offences, a),
    }


def _periods(a: Assessment) -> dict[str, object]:
    return {"area": a.area, "period": a.current, "previous_period": a.previous, "pre_pandemic": a.pre_pandemic}


def _movers(offences: Dataset, a: Assessment) -> dict[str, object]:
    """The groups that clearly rose and fell, the largest first; if a group has a gap, that is said instead of none.

    The largest of all is one whose change still holds when all kinds of offence are tested together, or None.
    """
    adjusted = adjusted_p_values(offences, a)
    changes = [change_between(offences, group.name, a.area.name, a.previous, a.current) for group in groups(offences)]
    gaps = [change for change in changes if change.reason == MONTH_MISSING]
    found: dict[str, object] = {}
    for name, direction in (("riser", "rose"), ("faller", "fell")):
        moved = sorted(
            (c for c in changes if c.direction == direction), key=lambda c: -abs(c.now.value - c.before.value)
        )
        sure = [change for change in moved if holds(offences, change.now.measure, adjusted) == HOLDS]
        found |= {f"{name}s": moved or gaps[:1], f"largest_{name}": next(iter(sure or gaps), None)}
    return found


def _largest(offences: Dataset, a: Assessment, total: Value) -> dict[str, object]:
    sizes = [count(offences, group.name, a.area.name, a.current) for group in groups(offences)]
    three = sorted(sizes, key=lambda value: -1 if value.value is None else value.value, reverse=True)[:3]
    together = values.total(three, measures=offences.measures)
    return {
        "largest": three[0],
        "largest_share": share(three[0], total, offences.measures),
        "three_largest": three,
        "three_largest_share": share(together, total, offences.measures),
    }


def _since_pandemic(offences: Dataset, a: Assessment) -> dict[str, object]:
    """The change since the last year before the pandemic, or None where that year is not compared."""
    period = a.pre_pandemic
    return {"since": change_between(offences, TOTAL, a.area.name, period, a.current) if period else None}


def _per_day(total: Value) -> Value:
    number = None if total.value is None else total.value / total.period.days
    measure = f"per-day:{total.measure}"
    return dataclasses.replace(total, value=number, unit="offences a day", measure=measure, method="count / days")


def extremes(offences: Dataset, a: Assessment, measure: str = TOTAL) -> dict[str, object]:
    """The months with the most and the fewest offences since the series begins."""
    series = monthly(offences, measure, a.area.name).dropna()
    months = {"high": series.idxmax(), "low": series.idxmin()}
    periods = {name: Period(month.date(), (month + pd.offsets.MonthEnd(0)).date()) for name, month in months.items()}
    found = {name: count(offences, measure, a.area.name, period) for name, period in periods.items()}
    return found | {"high_month": periods["high"], "low_month": periods["low"]}


def london(offences: Dataset, a: Assessment) -> dict[str, object]:
    """London with and without the offences not placed in a borough, and what placing them makes of the boroughs.

    Of ``grew``, ``shrank`` and ``hardly`` one holds the effect on the boroughs' counts and the others are None; of
    ``agreed`` and ``disagreed`` one holds the change of all offences.
    """
    boroughs, everything = (
        change_between(offences, TOTAL, name, a.previous, a.current) for name in (LONDON, LONDON_ALL)
    )
    effect = _effect(boroughs, unplaced(offences, TOTAL, LONDON, a.previous, a.current))
    opposite = (boroughs.value or 0) * (everything.value or 0) < 0 or boroughs.direction != everything.direction
    shares = [not_placed_share(offences, period) for period in (a.previous, a.current)]
    size = round(effect.value, 1)
    return {
        **_periods(a),
        "boroughs": boroughs,
        "everything": everything,
        "agreed": None if opposite else everything,
        "share_before": shares[0],
        "share_now": shares[1],
        "grew": effect if size > 0 else None,
        "shrank": effect if size < 0 else None,
        "hardly": effect if size == 0 else None,
    }


def not_placed_share(offences: Dataset, period: Period) -> Value:
    """The share of London's recorded offences that could not be placed in a borough."""
    unplaced_count, everything = (count(offences, TOTAL, name, period) for name in ("Unknown", LONDON_ALL))
    part = share(dataclasses.replace(unplaced_count, area=LONDON_ALL), everything, offences.measures)
    return dataclasses.replace(part, measure=f"share-not-placed:{TOTAL}")


def airports(offences: Dataset, a: Assessment) -> dict[str, object]:
    """What the airports' own row could have made of the count of the two boroughs they lie in, or None."""
    moved = change_between(offences, TOTAL, a.area.name, a.previous, a.current)
    effect = airports_effect(offences, TOTAL, a.area.name, a.previous, a.current)
    return {**_periods(a), "effect": _effect(moved, effect) if effect else None}


def _effect(moved: Value, effect: float) -> Value:
    """An effect on a change, as a value of its own."""
    return dataclasses.replace(
        moved,
        value=effect,
        lower=None,
        upper=None,
        confidence_level=None,
        measure=f"recording-effect:{moved.now.measure}",
        method="change that placing offences elsewhere makes by itself",
        reason="",
    )
