"""How many of the borough's offences are placed in a ward, and how many in a small area."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from analysis_lib.assessment import Period
from analysis_lib.measures import TOTAL
from analysis_lib.subjects.neighbourhoods.held import Held
from analysis_lib.subjects.neighbourhoods.small_areas import TOTAL as LSOA_TOTAL
from analysis_lib.subjects.neighbourhoods.small_areas import year_of
from analysis_lib.subjects.neighbourhoods.wards import summed, ward_count
from analysis_lib.subjects.recorded_crime import count
from analysis_lib.values import Value

SEXUAL = "recorded_crime:sexual-offences"  # not published for small areas


def all_offences(held: Held, period: Period) -> Value:
    """Every offence recorded in the borough."""
    return count(held.boroughs, TOTAL, held.a.area.name, period)


def published_small(held: Held, period: Period) -> Value:
    """The borough's offences of the kinds that are published for small areas: all but sexual offences."""
    whole, sexual = all_offences(held, period), count(held.boroughs, SEXUAL, held.a.area.name, period)
    reason = whole.reason or sexual.reason
    about = {"measure": f"{TOTAL}-without-sexual-offences", "title": "All offences but sexual offences"}
    number = None if reason else whole.number - sexual.number
    return dataclasses.replace(whole, value=number, method="all less sexual offences", reason=reason, **about)


def in_wards(held: Held, period: Period) -> Value:
    """Offences placed in any ward."""
    if not held.ward_names:
        gone = {"value": None, "reason": held.no_wards()}
        return dataclasses.replace(all_offences(held, period), title="Placed in a ward", **gone)
    found = summed([ward_count(held, ward, period) for ward in held.ward_names], held)
    return dataclasses.replace(
        found, title="Placed in a ward", measure=f"placed-in-a-ward:{TOTAL}", area=held.a.area.name
    )


def in_small_areas(held: Held, period: Period) -> Value:
    """Offences placed in any small area."""
    year = year_of(held, period)
    number = None if year.reason else int(year.counts.sum())
    about = {"unit": "offences", "measure": LSOA_TOTAL, "title": "Placed in a small area", "period": period}
    how = {"population": "offences recorded by the police", "method": "sum of the small areas and months"}
    return held.figure(number, reason=year.reason, **about, **how)


def placed_share(placed: Value, whole: Value) -> Value:
    """The share of offences that was placed; two files of one publication may differ by a few, so it can pass 100."""
    reason = placed.reason or whole.reason
    return dataclasses.replace(
        placed,
        value=None if reason else 100 * placed.number / whole.number,
        unit="per cent",
        measure=f"placed:{placed.measure}",
        method=f"{placed.title.lower()}, of {whole.title.lower()}",
        numerator=placed,
        denominator=whole,
        sources=tuple(dict.fromkeys((*placed.sources, *whole.sources))),
        reason=reason,
    )


def not_placed(placed: Value, whole: Value) -> Value:
    """How many offences were not placed; a few below nought where two files of one publication differ."""
    reason = placed.reason or whole.reason
    number = None if reason else whole.number - placed.number
    measure = f"not-placed:{placed.measure}"
    return dataclasses.replace(placed, value=number, measure=measure, method="all less those placed", reason=reason)


def pairs(held: Held, period: Period) -> Sequence[tuple[Value, Value]]:
    """What was placed, and of what: in wards, and in small areas."""
    return (
        (in_wards(held, period), all_offences(held, period)),
        (in_small_areas(held, period), published_small(held, period)),
    )
