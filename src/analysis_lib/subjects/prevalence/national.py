"""Whether the national numbers of victims that were printed follow from the rates and the population."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import pandas as pd

from analysis_lib.catalogue.crime_survey import NATION
from analysis_lib.catalogue.survey_figures import Published
from analysis_lib.exhibits.words import percent
from analysis_lib.subjects.prevalence.estimates import Study, population_near
from analysis_lib.values import Value, prevalence_total

HOUSEHOLDS = (
    "likely because the survey speaks for private households, with the population estimates of its time, and the "
    "product here for all residents, as revised"
)
EXPLAINED = 5.0  # per cent: what people outside households and revised populations can account for


@dataclass(frozen=True)
class Check:
    """A printed number of victims, what rate times population gives, and whether the two agree within their rounding.

    ``short`` is by how much (per cent) the number printed is below what the rate gives, at the least.
    """

    victims: Published
    rate: Published | None
    low: Value | None
    high: Value | None
    outcome: str
    why: str = ""
    short: float = 0.0


def checks(study: Study) -> list[Check]:
    """One for each number of victims held, in order of measure and year."""
    survey = study.survey
    printed = survey.select(area=NATION, statistic="victims")
    return [_check(study, one) for one in sorted(printed, key=lambda one: (one.measure, one.timeframe, one.period))]


def national(study: Study) -> pd.DataFrame:
    """A table of the agreements, and of the rows that do not agree, with why."""
    rows = {
        f"{one.victims.value.title}, {one.victims.timeframe}, {one.victims.people}, {one.victims.survey_year}"
        f"{f', {one.victims.question_set} questions' if one.victims.question_set == 'old' else ''}": {
            "Printed": one.victims.value,
            "Rate (%)": one.rate.value if one.rate else "[x]",
            "Rate times population, from": one.low or "[x]",
            "to": one.high or "[x]",
            "Outcome": one.outcome,
            "Why": one.why,
        }
        for one in checks(study)
    }
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("What, when, whom, survey year to March")
    frame.attrs = {"words": study.a.words, "source": study.survey.source.line, "notes": [
        "Two figures agree if some rate that rounds to the one printed, times the population, rounds to the number "
        "printed. The population is all residents of England and Wales at mid-year."
    ], "instead": "No number of victims was read for a survey year of this assessment."}  # fmt: skip
    return frame


def _check(study: Study, victims: Published) -> Check:
    rate = _rate_for(study, victims)
    if rate is None:
        return Check(victims, None, None, None, "not checked", "no rate held")
    population = population_near(study.populations, study.a, NATION, victims.people, victims.period)
    if population.missing:
        return Check(victims, rate, None, None, "not checked", "no population held")
    total = prevalence_total(rate.value, population)
    low, high = (bound * population.number / 100 for bound in rate.rounding)
    ends = [dataclasses.replace(total, value=end, measure=f"check:{rate.value.measure}") for end in (low, high)]
    least, most = victims.rounding
    if low <= most and high >= least:
        return Check(victims, rate, *ends, "agrees")
    short = 100 * (1 - most / low) if most < low else 100 * (1 - least / high)
    outcome = f"{'lower' if short > 0 else 'higher'} by {percent(short)} or more"
    return Check(victims, rate, *ends, outcome, _why(short, victims, rate, population), short)


def _why(short: float, victims: Published, rate: Published, population: Value) -> str:
    year = population.period.start.year
    reasons = [f"the population is of mid-{year}, the survey's year began in {victims.survey_year - 1}"] * (
        year != victims.survey_year - 1
    )
    if 0 < short <= EXPLAINED:
        reasons.append(HOUSEHOLDS)
    elif rate.publication != victims.publication:
        reasons.append("rate and number are of different publications")
    return "; ".join(reasons) or "not known"


def _rate_for(study: Study, victims: Published) -> Published | None:
    """The rate of the same people, year and questions: of the same publication if it prints one, else the best held."""
    wanted = {
        name: getattr(victims, name) for name in ("measure", "timeframe", "people", "period", "question_set", "area")
    }
    found = study.survey.select(statistic="rate", **wanted)
    own = [one for one in found if one.publication == victims.publication]
    return next(iter(own or sorted(found, key=lambda one: (one.second_hand, one.rounded_to))), None)
