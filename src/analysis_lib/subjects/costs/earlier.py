"""Costs that earlier documents printed, quoted to see whether they hold; nothing else in the report uses them."""

from __future__ import annotations

import dataclasses

import pandas as pd

from analysis_lib.assessment import Assessment, Period
from analysis_lib.catalogue import Costs
from analysis_lib.values import Value

COST = "cost of domestic violence without human and emotional cost"
FEMALES = "female population printed beside it"
PRINTED_FOR = "2011 to 2012"


def per_head(costs: Costs, a: Assessment) -> pd.DataFrame:
    """The printed costs said to be in proportion to population, over the populations printed beside them."""
    rows = {}
    for area in costs["published_costs"].query("figure == @COST")["area"]:
        pounds, people = quoted(costs, a, area, COST), quoted(costs, a, area, FEMALES)
        head = dataclasses.replace(
            pounds,
            value=pounds.number / people.number,
            measure="earlier:cost-per-head",
            method="cost printed over the female population printed",
        )
        rows[area] = {"Cost printed": pounds, "Women and girls printed": people, "Cost for each": head}
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("Borough")
    frame.attrs = {"words": a.words, "source": costs.source_line("published_costs")}
    return frame


def checks(costs: Costs, a: Assessment) -> dict[str, Value]:
    """The other printed figures, and what follows from them."""
    cases, case, partners, health, saving, returned, iris_cost, iris_saving, quality = (
        quoted(costs, a, "Havering", figure)
        for figure in (
            "MARAC cases",
            "cost of a MARAC case",
            "cost of MARAC cases to partners",
            "cost of MARAC cases to health services",
            "saving of MARAC for each victim",
            "net return of MARAC to the health service",
            "cost of IRIS in a local area",
            "saving of IRIS",
            "cost of IRIS for a quality-adjusted life year",
        )
    )
    return {
        "cases": cases,
        "case_cost": case,
        "partners": partners,
        "health": health,
        "product": _made(partners, cases.number * case.number, "cases times cost of a case"),
        "health_share": _made(health, 100 * health.number / partners.number, "of the partners' cost", "per cent"),
        "saving": saving,
        "returned": returned,
        "implied_cost": _made(saving, saving.number / (1 + returned.number / 100), "saving over one plus the return"),
        "iris_cost": iris_cost,
        "iris_saving": iris_saving,
        "iris_quality": quality,
    }


def quoted(costs: Costs, a: Assessment, area: str, figure: str) -> Value:
    """A figure as an earlier document printed it."""
    table = costs["published_costs"]
    row = table[(table["area"] == area) & (table["figure"] == figure)].iloc[0]
    return Value(
        value=float(row["printed"]),
        unit=str(row["unit"]),
        measure=f"earlier:{figure.replace(' ', '-')}",
        area=area,
        period=Period.twelve_months_to(2011, 3),
        population="as printed there",
        method=f"quoted, {row['read_at']}",
        sources=(str(row["publication"]),),
        title=figure[:1].upper() + figure[1:],
    )


def _made(from_value: Value, number: float, method: str, unit: str = "pounds") -> Value:
    return dataclasses.replace(
        from_value, value=number, unit=unit, measure=f"earlier:{method.replace(' ', '-')}", method=method
    )
