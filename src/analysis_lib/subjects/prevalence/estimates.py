"""How many people of an area a published rate stands for, and the range in which that number may lie."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from analysis_lib.assessment import Assessment, Period
from analysis_lib.catalogue.crime_survey import NATION, CrimeSurvey
from analysis_lib.catalogue.survey_figures import Published
from analysis_lib.people import People
from analysis_lib.subjects.prevalence.layers import Layer, definitional, regional, rounding, sampling
from analysis_lib.values import Value, prevalence_total
from analysis_lib.values.populations import FURTHEST_MONTHS, months_outside

NO_POPULATION = "no population by sex and age is held within two years of the survey"


@dataclass(frozen=True)
class Estimate:
    """A modelled number of people: its survey figure, its population, its range and what the range is made of.

    ``total`` has the outer range as its limits, which are no confidence interval, and none where rounding alone is
    known. Without a population near enough it has no figure, and its reason says so.
    """

    figure: Published
    population: Value
    total: Value
    layers: tuple[Layer, ...]

    @property
    def missing(self) -> bool:
        return self.total.missing

    def layer(self, name: str) -> Layer | None:
        """One layer of the range, or None if it could not be worked out."""
        return next((layer for layer in self.layers if layer.name == name), None)


def estimate(
    survey: CrimeSurvey, populations: Any, a: Assessment, figure: Published, area: str = "", *, ranges: bool = True
) -> Estimate:
    """What a national rate stands for in an area (the assessment's, unless another is named).

    ``ranges`` can be left out where only the number is wanted.
    """
    area = area or a.area.name
    population = population_near(populations, a, area, figure.people, figure.period)
    total = _titled(prevalence_total(figure.value, population), figure)
    if total.missing:
        return Estimate(figure, population, total, ())
    layers = [rounding(figure, population), sampling(figure, population)]
    if ranges:
        layers += [regional(survey, figure, population), definitional(survey, populations, figure, population)]
    held = tuple(layer for layer in layers if layer)
    return Estimate(figure, population, _ranged(total, held), held)


def population_near(populations: Any, a: Assessment, area: str, people: People, period: Period) -> Value:
    """The mid-year population nearest to the middle of the survey's period, of those within two years of it.

    Never one after the assessment. If there is none the value has no figure, and a reason.
    """
    middle = period.start.year + (period.months - 12) // 24
    years = sorted(range(middle - 3, middle + 5), key=lambda year: (abs(year - middle), year))
    for year in years:
        day = Period.mid_year(year)
        if day.end <= a.current.end and months_outside(period, day) <= FURTHEST_MONTHS:
            found = populations.count(area, people, year)
            if not found.missing:
                return found
    none = populations.count(area, people, middle)
    return dataclasses.replace(none, value=None, period=Period.mid_year(middle), reason=NO_POPULATION)


def _ranged(total: Value, layers: tuple[Layer, ...]) -> Value:
    """The total with the outer range of its layers as limits; none if only the rounding is known, which is not enough."""
    held = ", ".join(layer.name for layer in layers)
    if held == "rounding":
        return dataclasses.replace(total, lower=None, upper=None, method=f"{total.method}; range not known")
    return dataclasses.replace(
        total,
        lower=min(layer.lower for layer in layers),
        upper=max(layer.upper for layer in layers),
        confidence_level=None,
        method=f"{total.method}; range: {held}",
    )


def _titled(total: Value, figure: Published) -> Value:
    since = " since age 16" if figure.timeframe == "since age 16" else ""
    return dataclasses.replace(total, title=f"{total.title}{since}, {figure.people}")
