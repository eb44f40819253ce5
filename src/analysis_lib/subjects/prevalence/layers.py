"""What the range of an estimate is made of: rounding, sampling, regions and definitions.

Only the sampling layer is an interval of chance, and it runs only where the publication prints an error or a base.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any

from analysis_lib.catalogue.crime_survey import ENGLISH_REGIONS, NATION, CrimeSurvey
from analysis_lib.catalogue.survey_figures import Published
from analysis_lib.statistics.prevalence import proportion_with_design_effect, synthetic_total
from analysis_lib.values import Value, prevalence_total

REGION = "London"  # of every borough that can be assessed


@dataclass(frozen=True)
class Mark:
    """A number of people that another region or another definition would give."""

    title: str
    value: Value


@dataclass(frozen=True)
class Layer:
    """One reason why the number may be lower or higher, in people, with the words that say what it is."""

    name: str
    lower: float
    upper: float
    says: str
    marks: tuple[Mark, ...] = ()


def rounding(figure: Published, population: Value) -> Layer:
    """All rates that round to the one printed."""
    low, high = figure.rounding
    return Layer("rounding", *_people(figure, population, low, high), f"printed to {figure.rounded_to:g} per cent")


def sampling(figure: Published, population: Value) -> Layer | None:
    """The sampling interval, from the limits, the standard error or the base that the publication prints; else None.

    From a base alone it is that of a simple random sample, and the survey's own is wider.
    """
    if figure.lower is not None and figure.upper is not None:
        limits, says = (figure.lower, figure.upper), "published 95% limits"
    elif figure.standard_error is not None:
        found = synthetic_total(
            [figure.estimate / 100], standard_errors=[figure.standard_error / 100], populations=[population.number]
        )
        lower = 0.0 if math.isnan(found.lower) else found.lower
        return Layer("sampling", lower, found.upper, "95% limits from the published standard error")
    elif figure.base is not None:
        chance = proportion_with_design_effect(figure.estimate / 100, respondents=figure.base, design_effect=1)
        limits = (100 * chance.lower, 100 * chance.upper)
        says = "95% limits of a simple random sample of the published base; the survey's own are wider"
    else:
        return None
    return Layer("sampling", *_people(figure, population, *limits), says)


def regional(survey: CrimeSurvey, figure: Published, population: Value) -> Layer | None:
    """What the number would be if the area were like the region with the lowest or highest rate; None if not held.

    Each region's rate relative to the nation's is averaged over up to three survey years, because one year's sample
    in a region is small. The years and their questions may be older than the figure's, and the words say so.
    """
    years = survey.regional(figure.measure, figure.people.sex) if figure.timeframe == "last year" else []
    if not years:
        return None
    relative = {
        region: sum(areas[region].estimate / areas[NATION].estimate for areas in years) / len(years)
        for region in ENGLISH_REGIONS
    }
    low, high = (figure.estimate * bound for bound in (min(relative.values()), max(relative.values())))
    ends = [f"{areas[NATION].survey_year}" for areas in reversed(years)]
    ages = dict.fromkeys(str(areas[NATION].people) for areas in reversed(years))
    asked = "old questions, " if years[0][NATION].question_set == "old" else ""
    when = f"survey years to March {', '.join(ends)}, {asked}{' and '.join(ages)}"
    says = f"regions of England relative to the nation, {when}"
    like = prevalence_total(
        dataclasses.replace(figure.value, value=figure.estimate * relative[REGION], lower=None, upper=None), population
    )
    like = dataclasses.replace(like, measure=f"{like.measure}:as-{REGION.lower()}", method=f"{like.method}; {says}")
    return Layer("regions", *_people(figure, population, low, high), says, (Mark(f"as in {REGION}", like),))


def definitional(survey: CrimeSurvey, populations: Any, figure: Published, population: Value) -> Layer | None:
    """What other questions, or other ages, of the same survey year give; None if no other definition is held."""
    marks = []
    for other in survey.other_definitions(figure):
        year, area = population.period.start.year, population.area
        here, nation = (populations.count(place, other.people, year) for place in (area, NATION))
        if here.missing or nation.missing:
            continue
        rate = other.value if other.statistic == "rate" else implied_rate(other, nation)
        marks.append(Mark(definition(other, figure), prevalence_total(rate, here)))
    if not marks:
        return None
    numbers = [mark.value.number for mark in marks]
    centre = figure.estimate * population.number / 100
    says = "; ".join(mark.title for mark in marks)
    return Layer("definitions", min([centre, *numbers]), max([centre, *numbers]), says, tuple(marks))


def implied_rate(figure: Published, population: Value) -> Value:
    """The rate that a published number of victims implies in the population that year; labelled as implied."""
    low, high = figure.rounding
    return dataclasses.replace(
        figure.value,
        value=100 * figure.estimate / population.number,
        lower=100 * low / population.number,
        upper=100 * high / population.number,
        unit="per cent",
        method=f"implied by the number of victims published, over the {population.period.label} population of {NATION}",
    )


def definition(other: Published, figure: Published) -> str:
    """What sets another definition apart from the figure's."""
    if other.question_set != figure.question_set:
        implied = ", implied by the number of victims" if other.statistic == "victims" else ""
        return f"{other.question_set} questions, {other.people}{implied}"
    return f"only {other.people}"


def _people(figure: Published, population: Value, low: float, high: float) -> tuple[float, float]:
    ranged = prevalence_total(dataclasses.replace(figure.value, lower=low, upper=high), population)
    return ranged.lower, ranged.upper
