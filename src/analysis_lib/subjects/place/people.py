"""Residents by age and over time: which year, which release, and where the area stands among the boroughs."""

from __future__ import annotations

import dataclasses

from analysis_lib.assessment import Assessment
from analysis_lib.catalogue import Population
from analysis_lib.people import People
from analysis_lib.values import Value, growth

LONDON, ENGLAND = "London", "England"
BANDS = (
    People("persons", 0, 15),
    People("persons", 16, 24),
    People("persons", 25, 44),
    People("persons", 45, 64),
    People("persons", 65, 84),
    People("persons", 85),
)
CHILDREN, WORKING, OLDER = People("persons", 0, 15), People("persons", 16, 64), People("persons", 65)
LONG = 5  # years that a release must span to tell how a population grew


def share_of(population: Population, area: str, people: People, a: Assessment) -> Value:
    """Such people as per cent of all residents, in the newest year that serves the assessment."""
    year = population.newest(people, a.current)
    if year is not None:
        return population.share(area, people, year)
    missing = population.at(area, people, a.current)
    return dataclasses.replace(missing, unit="per cent", measure=f"share:{missing.measure}")


def place_by_share(population: Population, people: People, a: Assessment) -> Value:
    """The area's place among the 32 London boroughs by the share of such people, 1 for the highest."""
    own = share_of(population, a.area.name, people, a)
    names = population.of_kind("borough")
    placed = dataclasses.replace(
        own,
        unit="rank",
        measure=f"rank:{own.measure}",
        method=f"rank by share of {people} among the {len(names)} London boroughs, 1 for the highest",
        out_of=len(names),
    )
    if own.missing:
        return placed
    shares = [share_of(population, name, people, a).number for name in names]
    place = 1 + sum(share > own.number for share in shares)
    return dataclasses.replace(placed, value=place, tied=shares.count(own.number) > 1)


def growth_release(population: Population, people: People) -> str:
    """The newest release that holds such people five years apart; failing that, the one that spans most years."""
    years = {release: population.years(people, release=release) for release in population.releases}
    spans = {release: held[-1] - held[0] for release, held in years.items() if held}
    long = [release for release, span in spans.items() if span >= LONG]
    return long[-1] if long else max(spans, key=lambda release: spans[release])


def grown(population: Population, area: str, people: People) -> Value:
    """How much the number of such people changed between the first and the last year of :func:`growth_release`.

    Missing if no release holds two years of them.
    """
    release = growth_release(population, people)
    years = population.years(people, release=release)
    first, last = (population.count(area, people, year, release=release) for year in (years[0], years[-1]))
    if len(years) > 1:
        return growth(first, last)
    gone = {"value": None, "unit": "per cent", "measure": f"change:{last.measure}", "before": first, "now": last}
    return dataclasses.replace(last, reason="no release holds two years of these ages", **gone)
