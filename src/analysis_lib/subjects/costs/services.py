"""Conferences on high-risk abuse (Marac) and advocates (IDVA): what the population implies, and what was reported."""

from __future__ import annotations

import dataclasses

from analysis_lib.assessment import Assessment, Period
from analysis_lib.catalogue import Costs, Population
from analysis_lib.people import People
from analysis_lib.values import Value

WOMEN = People("women", 16)
EXPECTED, CASELOAD = "expected cases per 10,000 women", "cases per full-time IDVA"
NOTHING_REPORTED = "no reported number is held"


def women(populations: Population, a: Assessment) -> Value:
    """The women whom the benchmark is about: aged 16 and over, at the newest mid-year near the assessment."""
    return populations.at(a.area, WOMEN, a.current)


def expected_cases(costs: Costs, populations: Population, a: Assessment) -> Value:
    """Marac cases in a year at the level that SafeLives expects, for the women who live here."""
    level, residents = benchmark(costs, EXPECTED), women(populations, a)
    return dataclasses.replace(
        residents,
        value=None if residents.missing else residents.number * level / 10_000,
        unit="cases",
        measure="marac:expected-cases",
        title="Marac cases expected",
        population="high-risk cases of domestic abuse in a year",
        method=f"{level:g} for every 10,000 {WOMEN}, the level that SafeLives expects",
        sources=(*residents.sources, _publication(costs, EXPECTED)),
        people=None,
    )


def advocates_needed(costs: Costs, populations: Population, a: Assessment) -> Value:
    """Full-time advocate posts that the expected cases imply, at the two ends of the recommended caseload."""
    cases = expected_cases(costs, populations, a)
    most, fewest = (benchmark(costs, f"{CASELOAD}, {end}") for end in ("low", "high"))
    limits = (
        {"lower": None, "upper": None}
        if cases.missing
        else {"lower": cases.number / fewest, "upper": cases.number / most}
    )
    return dataclasses.replace(
        cases,
        value=None if cases.missing else cases.number / ((most + fewest) / 2),
        **limits,
        measure="marac:advocates-needed",
        unit="posts",
        title="Full-time advocate posts implied",
        method=f"expected cases over {most:g} to {fewest:g} cases a post in a year",
    )


def reported_cases(costs: Costs, a: Assessment) -> Value:
    """The newest reported number of Marac cases of the area not after the assessment, or no figure and why."""
    table = costs["marac"]
    rows = table[(table["measure"] == "cases discussed") & (table["area"] == a.area.name)]
    rows = rows[rows["year_to"] <= f"{a.current.end:%Y-%m}"].sort_values("year_to")
    last = None if rows.empty else rows.iloc[-1]
    period = a.current if last is None else Period.twelve_months_to(*map(int, str(last["year_to"]).split("-")))
    return Value(
        value=None if last is None else float(last["figure"]),
        unit="cases",
        measure="marac:cases",
        area=a.area.name,
        period=period,
        population="cases discussed at the Marac, repeats included",
        method="printed",
        sources=() if last is None else (str(last["publication"]),),
        title="Marac cases reported",
        reason=NOTHING_REPORTED if last is None else "",
    )


def national_levels(costs: Costs, a: Assessment) -> list[Value]:
    """Reported cases per 10,000 women nationally, the newest year first, not after the assessment."""
    table = costs["marac"]
    rows = table[(table["measure"] == "cases per 10,000 women") & (table["year_to"] <= f"{a.current.end:%Y-%m}")]
    return [
        Value(
            value=float(row.figure),
            unit="per 10,000 women",
            measure="rate:marac:cases",
            area="United Kingdom",
            period=Period.twelve_months_to(*map(int, str(row.year_to).split("-"))),
            population="women aged 16 and over, Census 2011, by SafeLives' method",
            method="printed",
            sources=(str(row.publication),),
            title="Marac cases, Maracs that sent data",
        )
        for row in rows.sort_values("year_to", ascending=False).itertuples()
    ]


def benchmark(costs: Costs, measure: str) -> float:
    """A level of the table of benchmarks."""
    table = costs["marac"]
    return float(table[(table["measure"] == measure) & (table["kind"] == "benchmark")]["figure"].iloc[0])


def _publication(costs: Costs, measure: str) -> str:
    table = costs["marac"]
    return str(table[table["measure"] == measure]["publication"].iloc[0])
