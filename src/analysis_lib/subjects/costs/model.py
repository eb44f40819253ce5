"""The chapter's figures, gathered: what is costed, for whom, in which prices."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from analysis_lib.assessment import Assessment
from analysis_lib.catalogue import Costs, CrimeSurvey, Dataset, Population
from analysis_lib.statistics.costs import SimulatedTotal
from analysis_lib.subjects.costs.abuse import abuse_costs
from analysis_lib.subjects.costs.money import Cost
from analysis_lib.subjects.costs.recorded import CostedCrime, costed_crimes, price_year
from analysis_lib.subjects.costs.uncertainty import simulated, total_with_interval
from analysis_lib.subjects.prevalence import study
from analysis_lib.values import Value, total

NO_DEFLATOR = "no deflator is held for a financial year that had ended by then"
QUESTIONS = "old"  # the questions that the Home Office's cost of one victim rests on


@dataclass(frozen=True)
class Model:
    """What the chapter's tables, charts and sentences are made from; empty parts where there is no price year."""

    costs: Costs
    offences: Dataset
    populations: Population
    a: Assessment
    year: str | None
    crimes: list[CostedCrime]
    total: Cost | None
    drawn: SimulatedTotal | None
    victims: Value | None
    abuse: dict[str, Cost]


def model(costs: Costs, offences: Dataset, survey: CrimeSurvey, populations: Population, a: Assessment) -> Model:
    """The costs of an assessment: of recorded crime, and, apart from it, of domestic abuse."""
    year = price_year(costs, a)
    victims = _victims(survey, populations, a)
    return Model(
        costs=costs,
        offences=offences,
        populations=populations,
        a=a,
        year=year,
        crimes=costed_crimes(costs, offences, a),
        total=total_with_interval(costs, offences, a),
        drawn=simulated(costs, offences, a),
        victims=victims,
        abuse=abuse_costs(costs, victims, year) if year and victims and not victims.missing else {},
    )


def _victims(survey: CrimeSurvey, populations: Population, a: Assessment) -> Value | None:
    """People affected by domestic abuse in a year by the old questions, on which the cost of one victim rests.

    Women and men added up; their ranges add up end by end, because what makes one too low makes the other so too.
    """
    found = survey.newest("domestic-abuse", ["women", "men"], question_set=QUESTIONS)
    if not found:
        return None
    made = [study(survey, populations, a).at(figure).total for figure in found]
    ends = {
        name: None if any(getattr(one, name) is None for one in made) else sum(getattr(one, name) for one in made)
        for name in ("lower", "upper")
    }
    return dataclasses.replace(total(made, title="People affected by domestic abuse"), **ends, confidence_level=None)


def words(m: Model) -> dict[str, str]:
    """The words that captions may name in braces."""
    return m.a.words | {"prices": m.year or "no year"}
