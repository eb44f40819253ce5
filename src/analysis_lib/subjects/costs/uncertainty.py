"""How surely the cost of crime is known, and what drives it: simulation and tornado."""

from __future__ import annotations

import dataclasses

import pandas as pd

from analysis_lib.assessment import Assessment
from analysis_lib.catalogue import Costs, Dataset
from analysis_lib.statistics.costs import SimulatedTotal, Tornado, simulate_cost_total, tornado
from analysis_lib.statistics.uncertain_inputs import Distribution, gamma_from_mean, pert
from analysis_lib.subjects.costs.money import Cost
from analysis_lib.subjects.costs.recorded import CostedCrime, costed_crimes, costed_from, edition_error, total_cost

CORRELATION, SPREAD = "unit costs move together", "multipliers"
ALL_UNIT_COSTS = "all unit costs together"


def assumed(costs: Costs, name: str, column: str = "central") -> float:
    """A number of the table of assumptions."""
    table = costs["cost_assumptions"].set_index("input")
    return float(table.at[name, column])


def simulated(costs: Costs, offences: Dataset, a: Assessment) -> SimulatedTotal | None:
    """The cost of crime, drawn from the distributions of its inputs; None where no crime can be costed.

    Recorded offences are what was counted. Unit costs are gamma, with the relative error by which they moved between
    editions; multipliers are PERT; a floor has no multiplier.
    """
    return offences.remember(_simulated, costs, a)


def _simulated(offences: Dataset, costs: Costs, a: Assessment) -> SimulatedTotal | None:
    crimes = _drawable(costs, offences, a)
    if not crimes:
        return None
    return simulate_cost_total(
        {crime.crime: unit_cost_drawn(crime, edition_error(costs)) for crime in crimes},
        volumes={crime.crime: crime.recorded.number for crime in crimes},
        multipliers={crime.crime: multiplier_drawn(crime, costs) for crime in crimes},
        unit_cost_correlation=assumed(costs, CORRELATION),
        seed=a.year,
    )


def unit_cost_drawn(crime: CostedCrime, error: float) -> Distribution:
    """The distribution of a crime's unit cost, in the prices of its total."""
    pounds = _unit_cost(crime)
    return gamma_from_mean(pounds, standard_error=error * pounds)


def multiplier_drawn(crime: CostedCrime, costs: Costs) -> float | Distribution:
    """The distribution of a crime's multiplier; 1 for a floor, and for a crime of which all are recorded."""
    multiplier = _multiplier(crime)
    if multiplier == 1:
        return 1.0
    low, high = (assumed(costs, SPREAD, column) for column in ("low", "high"))
    return pert(lowest=low * multiplier, mode=multiplier, highest=high * multiplier)


def total_with_interval(costs: Costs, offences: Dataset, a: Assessment) -> Cost | None:
    """The cost of crime with the interval of the simulation."""
    total, drawn = total_cost(costs, offences, a), simulated(costs, offences, a)
    if total is None or drawn is None:
        return total
    value = dataclasses.replace(
        total.value,
        lower=drawn.lower,
        upper=drawn.upper,
        confidence_level=drawn.confidence_level,
        method=f"{total.value.method}; interval of {drawn.draws:,} simulated totals, seed {drawn.seed}",
    )
    return dataclasses.replace(total, value=value)


def what_drives(costs: Costs, offences: Dataset, a: Assessment) -> Tornado | None:
    """Each input at the ends of its 95% range, the others as they are."""
    crimes = _drawable(costs, offences, a)
    if not crimes:
        return None
    error = edition_error(costs)
    base = {ALL_UNIT_COSTS: 1.0} | {_name(crime): _multiplier(crime) for crime in crimes if _multiplier(crime) != 1}
    everything = gamma_from_mean(1.0, standard_error=error).interval()
    ranges = {
        _name(crime): drawn.interval()
        for crime in crimes
        if isinstance(drawn := multiplier_drawn(crime, costs), Distribution)
    }
    low, high = (
        {ALL_UNIT_COSTS: everything[end]} | {name: limits[end] for name, limits in ranges.items()} for end in (0, 1)
    )

    def model(**inputs: float) -> float:
        return sum(
            crime.recorded.number
            * inputs.get(_name(crime), _multiplier(crime))
            * _unit_cost(crime)
            * inputs[ALL_UNIT_COSTS]
            for crime in crimes
        )

    return tornado(base, low=low, high=high, model=model)


def inputs_table(costs: Costs, offences: Dataset, a: Assessment) -> pd.DataFrame:
    """Every input of the simulation, in words that an economist can argue with."""
    error = edition_error(costs)
    rows = {}
    for crime in costed_crimes(costs, offences, a):
        drawn = multiplier_drawn(crime, costs)
        limits = drawn.interval() if isinstance(drawn, Distribution) else None
        unit = unit_cost_drawn(crime, error).interval() if crime.total.value.value else None
        rows[crime.crime[:1].upper() + crime.crime[1:]] = {
            "Multiplier": f"{_multiplier(crime):g}" if crime.estimated else "none held: a floor",
            "Multiplier drawn from": f"PERT, {limits[0]:.2f} to {limits[1]:.2f}" if limits else "fixed",
            "Unit cost drawn from": f"gamma, £{unit[0]:,.0f} to £{unit[1]:,.0f}" if unit else "not drawn",
        }
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("Crime")
    frame.attrs = {"words": a.words, "source": costs.source_line(*costed_from(costs))}
    return frame


def _drawable(costs: Costs, offences: Dataset, a: Assessment) -> list[CostedCrime]:
    """The crimes that a total is drawn from: those that happened, and none at all if the count of one is missing."""
    crimes = costed_crimes(costs, offences, a)
    if any(crime.total.value.missing for crime in crimes):
        return []
    return [crime for crime in crimes if crime.total.value.value]


def _name(crime: CostedCrime) -> str:
    return f"multiplier of {crime.crime}"


def _multiplier(crime: CostedCrime) -> float:
    if crime.estimated is None or not crime.recorded.value:
        return 1.0
    return round(crime.estimated.value.number / crime.recorded.number, 6)


def _unit_cost(crime: CostedCrime) -> float:
    """Pounds for one estimated crime, in the prices of the total."""
    return crime.total.value.number / (crime.recorded.number * _multiplier(crime))
