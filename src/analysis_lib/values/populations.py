"""Whether a population fits what is divided by it or multiplied with it."""

from __future__ import annotations

from analysis_lib.assessment import Period
from analysis_lib.people import People
from analysis_lib.values.value import Value

FURTHEST_MONTHS = 24  # a population is dated in the period, or no more than two years outside it


def refuse_population(what: str, figure: Value, population: Value, *, although: str = "") -> None:
    """Refuse a population that is not a number of people on a day near the period of ``figure``, or of other people.

    ``although`` says why one further off serves all the same.
    """
    if population.unit not in ("people", "households", "vehicles", "dwellings"):
        raise ValueError(f"{what}: a population counts people, got {population.unit}; give the number of residents")
    if not population.period.is_day:
        raise ValueError(
            f"{what}: a population is counted on a day, got {population.period.label}; give it Period.mid_year(...) or "
            "Period.on(...)"
        )
    if (figure.people or People()) != (population.people or People()):
        raise ValueError(
            f"{what}: a figure about {figure.people or People()} cannot be set against "
            f"{population.people or People()}; take the population of the same sex and ages"
        )
    if (months := months_outside(figure.period, population.period)) > FURTHEST_MONTHS and not although:
        raise ValueError(
            f"{what}: the population of {population.period.label} lies {months} months outside the "
            f"{figure.period.label}, and {FURTHEST_MONTHS} are the most; take a population nearer to it"
        )


def months_outside(period: Period, day: Period) -> int:
    """How many months a day lies before or after a period; 0 inside it.

    >>> months_outside(Period.twelve_months_to(2025, 9), Period.mid_year(2023))
    16
    """
    before = (period.start.year - day.start.year) * 12 + period.start.month - day.start.month
    after = (day.start.year - period.end.year) * 12 + day.start.month - period.end.month
    return max(before, after, 0)


def dated(population: Value) -> str:
    """The population in the words of a method: whose, when, and from which release."""
    release = f", {population.release}" if population.release else ""
    return f"{population.people or population.unit}, {population.area}, {population.period.label}{release}"
