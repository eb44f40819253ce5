"""What recorded crime costs, crime by crime, and how much of it can be costed at all."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis_lib.assessment import Assessment, Period
from analysis_lib.catalogue import Costs, Dataset
from analysis_lib.errors import AssessmentError
from analysis_lib.measures import TOTAL, measure_name
from analysis_lib.subjects.costs.money import (
    Cost,
    Deflators,
    Estimated,
    Multiplier,
    UnitCost,
    added,
    cost,
    estimated,
    floor_cost,
    in_prices_of,
)
from analysis_lib.subjects.recorded_crime import count
from analysis_lib.values import Value

EDITION = "2019-20"
COMPONENTS = ("anticipation", "consequence", "response")
LOCAL = "local"
LOCAL_COSTS = "local_costs"  # how data/raw/publications.csv names what the council adds
TOTAL_COST = "cost:crime:total"


@dataclass(frozen=True)
class CostedCrime:
    """One type of crime: its recorded offences, estimated crimes and cost, in all and by component.

    ``estimated`` is None, and the cost a floor, where no multiplier is held.
    """

    crime: str
    recorded: Value
    estimated: Estimated | None
    total: Cost
    components: dict[str, Cost]


def financial_year(end: int) -> str:
    """The financial year that ends in March of a year.

    >>> financial_year(2025), financial_year(2000)
    ('2024-25', '1999-00')
    """
    return f"{end - 1}-{end % 100:02d}"


def price_year(costs: Costs, a: Assessment) -> str | None:
    """The newest financial year with a deflator that ended in or before the assessment's period; None if none did."""
    last = a.current.end.year if a.current.end.month >= 3 else a.current.end.year - 1
    held = [year for year in deflators(costs).index if year <= financial_year(last)]
    return max(held) if held else None


def deflators(costs: Costs) -> Deflators:
    """HM Treasury's GDP deflators of financial years."""
    table = costs["gdp_deflators"]
    index = dict(zip(table["year"], table["deflator"].astype("float64"), strict=True))
    return Deflators("financial", index, table["publication"].iloc[0])


def costed_from(costs: Costs) -> tuple[pd.DataFrame | str, ...]:
    """The tables that the cost of recorded crime rests on, for a source line: the newer edition only."""
    table = costs["unit_costs"]
    return table[table["edition"] == EDITION], "crime_multipliers", "gdp_deflators"


def unit_costs(costs: Costs, edition: str = EDITION) -> dict[tuple[str, str], UnitCost]:
    """The unit costs of one edition, by crime and component."""
    table = costs["unit_costs"]
    return {
        (row.crime, row.component): UnitCost(
            row.crime, row.component, edition, row.pounds, edition, row.publication, row.read_in == "second-hand"
        )
        for row in table[table["edition"] == edition].itertuples()
    }


def multipliers(costs: Costs) -> dict[str, Multiplier]:
    """The multipliers held, by crime."""
    table = costs["crime_multipliers"].dropna(subset=["multiplier"])
    return {row.crime: Multiplier(row.crime, row.edition, row.multiplier) for row in table.itertuples()}


def costed_crimes(costs: Costs, offences: Dataset, a: Assessment) -> list[CostedCrime]:
    """Every type of crime with a unit cost, the dearest first, in the prices of :func:`price_year`.

    The council's own rows come after the Home Office's: a multiplier turns a floor into an estimate, a unit cost
    covers a category that had none.
    """
    return list(offences.remember(_costed_crimes, costs, a))


def _costed_crimes(offences: Dataset, costs: Costs, a: Assessment) -> list[CostedCrime]:
    year = price_year(costs, a)
    if year is None:
        return []
    mapping = costs["cost_mapping"]
    crimes = [
        _national(costs, offences, a, str(crime), list(rows["minor_category"]), year)
        for crime, rows in mapping[mapping["costed"] != "none"].groupby("crime", sort=False)
    ]
    crimes += _local(costs, offences, a, year)
    return sorted(crimes, key=lambda crime: -(crime.total.value.value or 0))


def _national(
    costs: Costs, offences: Dataset, a: Assessment, crime: str, categories: list[str], year: str
) -> CostedCrime:
    recorded = _recorded(offences, a, categories, crime)
    multiplier = multipliers(costs).get(crime)
    local = costs.local[(costs.local["kind"] == "multiplier") & costs.local["subject"].isin(categories)]
    if multiplier is None and not local.empty:
        multiplier = Multiplier(crime, EDITION, float(local["multiplier"].iloc[0]))
    units = unit_costs(costs)
    made = estimated(recorded, multiplier) if multiplier else None

    def costed(component: str) -> Cost:
        unit = units[crime, component]
        return in_prices_of(cost(made, unit) if made else floor_cost(recorded, unit), year, deflators(costs))

    return CostedCrime(crime, recorded, made, costed("total"), {name: costed(name) for name in COMPONENTS})


def _local(costs: Costs, offences: Dataset, a: Assessment, year: str) -> list[CostedCrime]:
    """The council's own unit costs, for categories that the Home Office's edition does not cost."""
    table = costs.local
    uncosted = set(costs["cost_mapping"].query("costed == 'none'")["minor_category"])
    crimes = []
    for row in table[table["kind"] == "unit_cost"].itertuples():
        if row.subject not in uncosted:
            raise AssessmentError(
                f'data/raw/local_costs.csv: "{row.subject}" is no police category without a unit cost. Local unit '
                f"costs fill gaps only; choose one of: {', '.join(sorted(uncosted))}."
            )
        own = table[(table["kind"] == "multiplier") & (table["subject"] == row.subject)]["multiplier"]
        recorded = _recorded(offences, a, [row.subject], row.crime)
        unit = UnitCost(row.crime, "total", LOCAL, float(row.pounds), row.price_year, LOCAL_COSTS, second_hand=False)
        made = None if own.empty else estimated(recorded, Multiplier(row.crime, LOCAL, float(own.iloc[0])))
        total = in_prices_of(cost(made, unit) if made else floor_cost(recorded, unit), year, deflators(costs))
        crimes.append(CostedCrime(row.crime, recorded, made, dataclasses.replace(total, edition=EDITION), {}))
    return crimes


def _recorded(offences: Dataset, a: Assessment, categories: list[str], crime: str) -> Value:
    """The recorded offences of several categories that one unit cost covers."""
    values = [count(offences, measure_name(minor), a.area.name, a.current) for minor in categories]
    reason = next((value.reason for value in values if value.missing), "")
    return dataclasses.replace(
        values[0],
        value=None if reason else sum(value.number for value in values),
        measure="+".join(value.measure for value in values),
        title=crime[:1].upper() + crime[1:],
        reason=reason,
    )


def total_cost(costs: Costs, offences: Dataset, a: Assessment) -> Cost | None:
    """The cost of all crimes that can be costed; None before the first deflator held."""
    crimes = costed_crimes(costs, offences, a)
    return added([crime.total for crime in crimes], measure=TOTAL_COST, title="Cost of crime") if crimes else None


def coverage(costs: Costs, offences: Dataset, a: Assessment) -> dict[str, Value]:
    """The share of recorded offences that is costed in full, as a floor, and not at all."""
    crimes = costed_crimes(costs, offences, a)
    whole = count(offences, TOTAL, a.area.name, a.current)
    full = sum(crime.recorded.value or 0 for crime in crimes if crime.estimated)
    floor = sum(crime.recorded.value or 0 for crime in crimes if not crime.estimated)
    parts = {"costed": full, "floor": floor, "not_costed": (whole.value or 0) - full - floor}
    return {name: _share(whole, part, name) for name, part in parts.items()}


def _share(whole: Value, part: float, name: str) -> Value:
    return dataclasses.replace(
        whole,
        value=None if whole.missing else 100 * part / whole.number,
        unit="per cent",
        measure=f"share-{name.replace('_', '-')}:{TOTAL}",
        title=f"Share of recorded offences {name.replace('_', ' ')}",
        method=f"offences of the categories {name.replace('_', ' ')}, of all recorded offences",
    )


def edition_error(costs: Costs) -> float:
    """How far the Home Office's unit costs moved between its two editions, in like prices, as a relative error.

    The root mean square of the logarithms of the ratios, over the crimes that both editions cost: the only evidence
    held of how surely a unit cost is known.
    """
    new, old, index = unit_costs(costs), unit_costs(costs, "2015-16"), deflators(costs).index
    logs = _log_ratios(new, old, index[EDITION] / index["2015-16"])
    return float((logs**2).mean() ** 0.5)


def _log_ratios(new: dict, old: dict, growth: float) -> pd.Series:
    shared = [crime for crime, component in old if component == "total" and (crime, component) in new]
    return pd.Series({c: np.log(new[c, "total"].pounds / (old[c, "total"].pounds * growth)) for c in shared})


def editions_compared(costs: Costs, a: Assessment) -> list[tuple[str, Value, Value, Value]]:
    """Each crime that both editions cost: the older unit cost in prices of the newer, the newer, their difference."""
    new, old = unit_costs(costs), unit_costs(costs, "2015-16")
    rows = []
    for crime, component in old:
        if component == "total" and (crime, "total") in new:
            older = in_prices_of(_unit_value(old[crime, "total"], a), EDITION, deflators(costs)).value
            newer = _unit_value(new[crime, "total"], a).value
            ratio = dataclasses.replace(
                newer,
                value=100 * (newer.number / older.number - 1),
                unit="per cent",
                measure=f"change-of-edition:{crime}",
                method="newer unit cost against the older one in like prices",
            )
            rows.append((crime, older, newer, ratio))
    return sorted(rows, key=lambda row: -abs(row[3].number))


def _unit_value(unit: UnitCost, a: Assessment) -> Cost:
    year = int(unit.price_year[:4]) + 1
    value = Value(
        value=unit.pounds,
        unit="pounds",
        measure=f"unit-cost:{unit.crime}:{unit.edition}",
        area="England and Wales",
        period=Period.twelve_months_to(year, 3),
        population="one estimated crime",
        method=f"printed, edition of {unit.edition}",
        sources=(unit.source,),
        title=f"Unit cost of {unit.crime}",
        second_hand=unit.second_hand,
    )
    return Cost(value, unit.price_year, unit.edition, "crime")


def national_totals(costs: Costs, a: Assessment) -> list[tuple[str, Value, Value, Value]]:
    """Where the number of crimes and their cost were both printed: crimes, their cost, and the cost printed."""
    table = costs["crime_multipliers"].dropna(subset=["estimated_crimes", "national_cost"])
    rows = []
    for row in table.itertuples():
        unit = unit_costs(costs)[row.crime, "total"]
        printed = dataclasses.replace(
            _unit_value(unit, a).value,
            value=float(row.national_cost),
            measure=f"national-cost:{row.crime}",
            method="printed, rounded",
            title=f"National cost of {row.crime}",
        )
        crimes = dataclasses.replace(
            printed, value=float(row.estimated_crimes), unit="crimes", measure=f"national-crimes:{row.crime}"
        )
        worked_out = dataclasses.replace(
            printed, value=crimes.number * unit.pounds, method="unit cost times estimated crimes"
        )
        rows.append((str(row.crime), crimes, worked_out, printed))
    return rows
