"""How many people of an area a survey's rate stands for."""

from __future__ import annotations

import dataclasses

from analysis_lib.values.populations import dated, refuse_population
from analysis_lib.values.value import Value, gap, lineage


def prevalence_total(rate: Value, population: Value) -> Value:
    """The people that a survey's prevalence ``rate`` (per cent) stands for in ``population``; its limits travel along.

    The rate may be that of a wider area, such as England and Wales; the figure then assumes that the area is like it,
    which its interval does not cover, and its method says so. Add women and men, or ages, with
    :func:`~analysis_lib.values.counts.total`.

    Raises ``ValueError`` unless the rate is a percentage of people and the population is of the same sex and ages,
    counted in the survey's year or no more than two years outside it.
    """
    if rate.unit != "per cent" or rate.people is None or rate.measure.partition(":")[0] in ("share", "change"):
        raise ValueError(
            f"prevalence_total: a prevalence is a percentage of people of a sex and age, got {rate.measure} "
            f"({rate.unit}, {rate.people or 'people not given'}); give the survey's rate with its people"
        )
    if population.unit != "people" or population.people is None:
        raise ValueError(
            f"prevalence_total: the population must say which people it counts, got {population.measure} "
            f"({population.unit}, {population.people or 'people not given'}); give people=People(...)"
        )
    refuse_population("prevalence_total", rate, population)
    assumed = "" if rate.area == population.area else f", as if {population.area} were like {rate.area}"
    reason, scale = gap(rate, population), (population.value or 0) / 100
    limits = {
        name: None if reason or (at := getattr(rate, name)) is None else at * scale for name in ("lower", "upper")
    }
    return dataclasses.replace(
        rate,
        value=None if reason else rate.number * scale,
        **limits,
        unit="people",
        measure=f"estimate:{rate.measure}",
        area=population.area,
        population=f"{population.people}, {population.area}",
        release=population.release,
        method=f"modelled, not counted: survey rate times population ({dated(population)}){assumed}",
        numerator=rate,
        denominator=population,
        reason=reason,
        **lineage(rate, population),
    )
