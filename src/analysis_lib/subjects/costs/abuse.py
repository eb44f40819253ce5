"""What domestic abuse costs: people affected in a year, times the Home Office's cost of one victim, by component."""

from __future__ import annotations

import dataclasses

from analysis_lib.catalogue import Costs
from analysis_lib.subjects.costs.money import Cost, in_prices_of
from analysis_lib.subjects.costs.recorded import deflators
from analysis_lib.values import Value

COMPONENTS = ("physical and emotional harm", "lost output", "public and other services")
ALL, UNROUNDED = "all", "all, unrounded"


def implied_victims(costs: Costs) -> float:
    """The victims that the national total and the cost of one victim imply: worked out, because not read."""
    return _pounds(costs, UNROUNDED, "national total") / _pounds(costs, ALL, "per victim")


def per_victim(costs: Costs, component: str) -> float:
    """Pounds for one victim, in prices of 2016-17: printed for the whole, implied by the national total for a part."""
    if component == ALL:
        return _pounds(costs, ALL, "per victim")
    return _pounds(costs, component, "national total") / implied_victims(costs)


def years_of_abuse(costs: Costs) -> int:
    """The years that abuse lasts on average, over which the whole cost is summed."""
    return int(_row(costs, ALL, "national total")["years"])


def abuse_costs(costs: Costs, victims: Value, year: str) -> dict[str, Cost]:
    """The cost of the abuse of these victims, in all and by component, in the prices of a financial year.

    ``victims`` are the people affected in one year, modelled from a survey. Harm and lost output are summed over the
    years that abuse lasts on average; services are those of one year; a sum of all three is of several years too.
    """
    if victims.unit not in ("people", "victims"):
        raise ValueError(
            f"the cost of domestic abuse is for one victim, got {victims.unit}; give the number of people affected"
        )
    return {name: in_prices_of(_cost(costs, victims, name), year, deflators(costs)) for name in (ALL, *COMPONENTS)}


def _cost(costs: Costs, victims: Value, component: str) -> Cost:
    row = _row(costs, component, "national total")
    pounds, years = per_victim(costs, component), int(row["years"])
    over = "of one year" if years == 1 else f"summed over an average of {years} years of abuse"
    times = {
        name: None if (number := getattr(victims, name)) is None else number * pounds
        for name in ("value", "lower", "upper")
    }
    value = dataclasses.replace(
        victims,
        **times,
        unit="pounds",
        measure=f"cost:domestic-abuse:{component.replace(' ', '-')}",
        title="Domestic abuse" if component == ALL else component[:1].upper() + component[1:],
        population=f"harm and services {over}",
        method=f"people affected times £{pounds:,.0f} for each, {over}, prices of {row['price_year']}",
        sources=tuple(dict.fromkeys([*victims.sources, str(row["publication"])])),
        second_hand=True,
        numerator=None,
        denominator=None,
    )
    return Cost(value, str(row["price_year"]), "Research Report 107", "domestic abuse", years)


def _row(costs: Costs, component: str, statistic: str):
    table = costs["domestic_abuse_costs"]
    return table[(table["component"] == component) & (table["statistic"] == statistic)].iloc[0]


def _pounds(costs: Costs, component: str, statistic: str) -> float:
    return float(_row(costs, component, statistic)["pounds"])
