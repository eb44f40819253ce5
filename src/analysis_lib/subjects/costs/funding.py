"""The partnership's funding, as printed: by year, funder and purpose, and how long it lasts."""

from __future__ import annotations

import pandas as pd

from analysis_lib.assessment import Assessment, Period
from analysis_lib.catalogue import Costs
from analysis_lib.values import Value

STRATEGY_TITLE = "2024-2027"  # the years in the title of the strategy that prints the funding
STRATEGY = Period.months_from_to(pd.Timestamp(2024, 1, 1).date(), pd.Timestamp(2027, 12, 31).date())


def streams(costs: Costs, a: Assessment) -> pd.DataFrame:
    """The funding streams held for the area that had begun by the end of the assessment; empty if none is held."""
    table = costs["partnership_funding"]
    rows = table[(table["area"] == a.area.name) & (table["year_to_march"] - 1 <= a.current.end.year)]
    return rows.reset_index(drop=True)


def amount(row, a: Assessment, name: str) -> Value:
    """What one stream paid, or paid for one purpose, in a financial year; no figure where the table has a dash."""
    missing = pd.isna(row.pounds)
    return Value(
        value=None if missing else float(row.pounds),
        unit="pounds",
        measure=f"funding:{name}",
        area=a.area.name,
        period=Period.twelve_months_to(int(row.year_to_march), 3),
        population="money of the partnership's funding streams, as printed",
        method="printed",
        sources=(str(row.publication),),
        title=name,
        reason="the table has a dash, which it does not explain" if missing else "",
    )


def totals(costs: Costs, a: Assessment, by: str) -> dict[str, dict[int, Value]]:
    """Sums by funder or purpose, for each financial year; streams with a dash count nothing, and a note says so."""
    rows = streams(costs, a)
    return {
        str(name): {int(year): _sum(part, a, str(name), int(year)) for year, part in group.groupby("year_to_march")}
        for name, group in rows.groupby(by, sort=False)
    }


def yearly(costs: Costs, a: Assessment) -> dict[int, Value]:
    """The sum of all streams in each financial year."""
    rows = streams(costs, a)
    return {int(year): _sum(part, a, "All streams", int(year)) for year, part in rows.groupby("year_to_march")}


def _sum(rows: pd.DataFrame, a: Assessment, name: str, year: int) -> Value:
    """The streams with an amount added up; no figure if none has one."""
    return amount(next(rows.assign(pounds=rows["pounds"].sum(min_count=1)).itertuples()), a, name)


def months_funded(costs: Costs, a: Assessment) -> Value | None:
    """The months of the strategy up to the last year with any funding, or None where no funding is held."""
    held = yearly(costs, a)
    if not held:
        return None
    last = Period.twelve_months_to(max(held), 3)
    months = Period.months_from_to(STRATEGY.start, last.end).months
    return Value(
        value=months,
        unit="months",
        measure="funding:months-of-the-strategy",
        area=a.area.name,
        period=STRATEGY,
        population=f"months of the strategy, of {STRATEGY.months}",
        method="months from its start to the end of the last year with any funding",
        sources=next(iter(held.values())).sources,
        title="Months of the strategy with funding shown",
    )
