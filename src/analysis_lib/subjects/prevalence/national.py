"""Whether the national numbers of victims that were printed follow from the rates and the population."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

import pandas as pd

from analysis_lib.catalogue.crime_survey import LAST_YEAR, NATION
from analysis_lib.catalogue.survey_figures import Published
from analysis_lib.exhibits.words import percent
from analysis_lib.subjects.prevalence.estimates import Study, population_near
from analysis_lib.values import Value, prevalence_total

AGREES = "agrees"
COVERAGE = "coverage"
COVERAGE_NOTE = (
    "Coverage: the number printed is lower, likely because the survey speaks for people in private households, with "
    "the population estimates of its time, while the product here is for all residents, as revised."
)
EXPLAINED = 5.0  # per cent: as much as coverage can account for


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
    return study.kept("checks", lambda: _checks(study))


def _checks(study: Study) -> list[Check]:
    printed = study.survey.select(area=NATION, statistic="victims")
    return [_check(study, one) for one in sorted(printed, key=lambda one: (one.measure, one.timeframe, one.period))]


def national(study: Study) -> pd.DataFrame:
    """A table of the agreements, and of the rows that do not agree, with why."""
    rows = {
        _title(one): {
            "Printed": one.victims.value,
            "Rate (%)": one.rate.value,
            "Product, from": one.low,
            "Product, to": one.high,
            "Outcome": one.outcome,
            "Why": one.why,
        }
        for one in checks(study)
        if one.low
    }
    notes = [
        "Product: every rate that rounds to the one printed, times the population; rounded outwards to thousands. It "
        "agrees if it holds a number that rounds to the one printed.",
        "The population is all residents of England and Wales at mid-year, in the survey year or no more than two "
        "years outside it.",
        COVERAGE_NOTE,
    ]
    return _frame(rows, study, notes)


def not_checked(study: Study) -> pd.DataFrame:
    """The printed numbers of victims that could not be checked, and what is missing."""
    rows = {_title(one): {"Printed": one.victims.value, "Missing": one.why} for one in checks(study) if not one.low}
    return _frame(rows, study, [])


def agreement(study: Study) -> dict[str, Value | None]:
    """How many printed numbers were checked, how many agree, and how far the others are off at the most."""
    found = [one for one in checks(study) if one.low]
    off = max((one for one in found if one.short), key=lambda one: abs(one.short), default=None)
    if not found or not off:
        return {"checked": None, "agree": None, "furthest": None}
    return {
        "checked": [one.victims.value for one in found],
        "agree": [one.victims.value for one in found if one.outcome == AGREES],
        "furthest": dataclasses.replace(
            off.victims.value, value=abs(off.short), unit="per cent", measure="check:furthest", second_hand=False
        ),
    }


def _title(one: Check) -> str:
    since = " since age 16" if one.victims.timeframe != LAST_YEAR else ""
    asked = ", old questions" if one.victims.question_set == "old" else ""
    return f"{one.victims.value.title}{since}, {one.victims.people}, {one.victims.survey_year}{asked}"


def _frame(rows: dict, study: Study, notes: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("What, whom, survey year to March")
    instead = "No number of victims of this kind was read for a survey year of this assessment."
    frame.attrs = {"words": study.a.words, "source": study.survey.source.line, "notes": notes, "instead": instead}
    return frame


def _check(study: Study, victims: Published) -> Check:
    rate = _rate_for(study, victims)
    if rate is None:
        return Check(victims, None, None, None, "not checked", "its rate")
    population = population_near(study.populations, study.a, NATION, victims.people, victims.period)
    if population.missing:
        return Check(victims, rate, None, None, "not checked", "a population within two years of the survey")
    total = prevalence_total(rate.value, population)
    low, high = (bound * population.number / 100 for bound in rate.rounding)
    thousands = (1000 * math.floor(low / 1000), 1000 * math.ceil(high / 1000))
    ends = [dataclasses.replace(total, value=end, measure=f"check:{rate.value.measure}") for end in thousands]
    least, most = victims.rounding
    if low <= most and high >= least:
        return Check(victims, rate, *ends, AGREES)
    short = 100 * (1 - most / low) if most < low else 100 * (1 - least / high)
    outcome = f"{'lower' if short > 0 else 'higher'} by {percent(short)} or more"
    return Check(victims, rate, *ends, outcome, _why(short, victims, rate, population), short)


def _why(short: float, victims: Published, rate: Published, population: Value) -> str:
    year = population.period.start.year
    reasons = [f"population of mid-{year}"] * (year != victims.survey_year - 1)
    if 0 < short <= EXPLAINED:
        reasons.append(COVERAGE)
    elif rate.publication != victims.publication:
        reasons.append("rate of another publication")
    return "; ".join(reasons) or "not known"


def _rate_for(study: Study, victims: Published) -> Published | None:
    """The rate of the same people, year and questions: of the same publication if it prints one, else the best held."""
    wanted = {
        name: getattr(victims, name) for name in ("measure", "timeframe", "people", "period", "question_set", "area")
    }
    found = study.survey.select(statistic="rate", **wanted)
    own = [one for one in found if one.publication == victims.publication]
    return next(iter(own or sorted(found, key=lambda one: (one.second_hand, one.rounded_to))), None)
