"""How many people of an area a published rate stands for, and the range in which that number may lie."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from analysis_lib.assessment import Assessment, Period
from analysis_lib.catalogue.crime_survey import LAST_YEAR, CrimeSurvey
from analysis_lib.catalogue.survey_figures import Published
from analysis_lib.contracts import SourceLine
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


@dataclass(frozen=True)
class Study:
    """The survey, the populations and the assessment that a chapter's estimates are made from."""

    survey: CrimeSurvey
    populations: Any
    a: Assessment
    _kept: dict = field(default_factory=dict, repr=False, compare=False)

    def of(self, measure: str, timeframe: str = LAST_YEAR) -> list[Estimate]:
        """The estimates of a measure: women and men of one survey year, and everyone if that is newer or all there is.

        If no population is near enough to any of them, those of women and men (or of everyone) without a figure.
        """
        return self.kept((measure, timeframe), lambda: self._of(measure, timeframe))

    def everyone(self, measure: str) -> Estimate | None:
        """The newest estimate of both sexes together, or None if no rate of them is held."""
        found = self.survey.newest(measure, ["persons"])
        return self.at(found[0]) if found else None

    def kept(self, key: Any, make: Callable[[], Any]) -> Any:
        """What ``make`` gives, worked out once for each key."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def _of(self, measure: str, timeframe: str) -> list[Estimate]:
        sexes, both = (
            [self.at(one) for one in self.survey.newest(measure, asked, timeframe=timeframe)]
            for asked in (("women", "men"), ("persons",))
        )
        usable = [one for one in sexes if not one.missing]
        newer = [one for one in both if not one.missing and (not usable or _year(one) > _year(usable[0]))]
        return [*usable, *newer] or sexes or both

    def at(self, figure: Published, area: str = "", *, ranges: bool = True) -> Estimate:
        """What a figure stands for in an area; see :func:`estimate`."""
        return estimate(self.survey, self.populations, self.a, figure, area, ranges=ranges)

    def source(self, *estimates: Estimate) -> SourceLine:
        """The source line of an exhibit made of estimates."""
        releases = sorted({one.population.release for one in estimates if not one.missing and one.population.release})
        named = f" ({', '.join(releases)})" if releases else ""
        line = (
            f"{self.survey.source.line} The last table of this chapter names the publication of each rate. Mid-year "
            f"population estimates from the Office for National Statistics{named}."
        )
        behind = (name for one in estimates for name in one.population.sources)
        return SourceLine(line, [self.survey.source.name, *behind])


def _year(one: Estimate) -> int:
    return one.figure.survey_year


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
    """The total with the outer range of its layers as limits; none if only the rounding is known."""
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
