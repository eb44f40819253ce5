"""Events for so many people."""

from __future__ import annotations

import dataclasses

from analysis_lib.statistics import rates
from analysis_lib.values.populations import dated, refuse_population
from analysis_lib.values.units import COUNTED
from analysis_lib.values.value import Value, gap, lineage


def rate(count: Value, population: Value, *, per: int = 1_000, although: str = "") -> Value:
    """``count`` for every ``per`` people of ``population``, with an interval exact below 10 events and Byar's from 10.

    The interval allows for chance as if events came singly. The population is counted on a day (a mid-year estimate,
    a census) in the period of the count, or no more than two years outside it; further off only with ``although``, the
    reason why it serves all the same, which the method then quotes.

    Raises ``ValueError`` unless both are of one area and the same people, the count is a count, and the population is
    near enough in time.
    """
    if count.unit not in COUNTED:
        raise ValueError(f"rate: a rate is made of a count, got {count.unit}; give the number of events")
    if count.area != population.area:
        raise ValueError(
            f"rate: count and population must have the same area, got {count.area} and {population.area}; take the "
            "population of the area that the events are counted in"
        )
    refuse_population("rate", count, population, although=although)
    reason = gap(count, population)
    why = f", {although}" if although else ""
    made = dataclasses.replace(
        count,
        value=None,
        unit=f"per {per:,} {population.unit}",
        measure=f"rate:{count.measure}",
        method=f"{count.unit} for every {per:,} {population.unit} ({dated(population)}{why}); exact or Byar interval",
        release=population.release,
        numerator=count,
        denominator=population,
        reason=reason,
        **lineage(count, population),
    )
    if reason:
        return made
    found = rates.rate(count.number, population.number, multiplier=per)
    return dataclasses.replace(
        made, value=found.value, lower=found.lower, upper=found.upper, confidence_level=found.confidence_level
    )
