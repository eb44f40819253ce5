"""Which of many changes hold when all of them are looked at together, and which groups make up the change of all."""

from __future__ import annotations

import dataclasses

import pandas as pd
from statsmodels.stats.multitest import multipletests

from analysis_lib.assessment import Assessment
from analysis_lib.catalogue import Dataset
from analysis_lib.exhibits import charts, words
from analysis_lib.exhibits.figures import Chart
from analysis_lib.measures import TOTAL
from analysis_lib.statistics.change import quasi_poisson_rate_ratio
from analysis_lib.subjects.recorded_crime.counts import change_between, count, groups, monthly
from analysis_lib.values import Value

RATE = 0.05  # of the changes said to hold, the share that may on average be chance
HOLDS, FAILS, NO_TEST = "yes", "no", "[z]"
SMALL = 0.02  # of the sum of all moves: a smaller step joins the others


def adjusted_p_values(offences: Dataset, a: Assessment) -> dict[str, float]:
    """For each measure with a change on the year before, its p-value adjusted for all of them (Benjamini, Hochberg).

    The p-values are those of the quasi-Poisson comparison that gives the intervals. A group's only member is the group
    again, and is not counted a second time; it is not in the answer.
    """
    return offences.remember(_adjusted_p_values, a)


def _adjusted_p_values(offences: Dataset, a: Assessment) -> dict[str, float]:
    found = {}
    for name in _tested(offences):
        moved = change_between(offences, name, a.area.name, a.previous, a.current)
        if moved.lower is not None:
            found[name] = _p_value(offences, name, a)
    adjusted = multipletests(list(found.values()), alpha=RATE, method="fdr_bh")[1] if found else []
    return dict(zip(found, map(float, adjusted), strict=True))


def _tested(offences: Dataset) -> list[str]:
    members = [measure.part_of for measure in offences.measures.values()]
    return [
        name
        for name, measure in offences.measures.items()
        if not (measure.part_of and members.count(measure.part_of) == 1)
    ]


def _p_value(offences: Dataset, name: str, a: Assessment) -> float:
    before, now = (monthly(offences, name, a.area.name, period) for period in (a.previous, a.current))
    days = {"days_before": before.index.days_in_month.tolist(), "days_after": now.index.days_in_month.tolist()}
    return quasi_poisson_rate_ratio(before.tolist(), now.tolist(), **days).p_value


def holds(offences: Dataset, name: str, adjusted: dict[str, float]) -> str:
    """Whether the change of a measure holds among all of them: "yes", "no", or not applicable."""
    known = adjusted.get(
        name, adjusted.get(offences.measures[name].part_of or "") if name not in _tested(offences) else None
    )
    return NO_TEST if known is None else HOLDS if known < RATE else FAILS


def holding(offences: Dataset, a: Assessment) -> dict[str, object]:
    """How many changes were tested, how many clear ones hold, and the clear ones that do not; None where none is."""
    adjusted = adjusted_p_values(offences, a)
    changes = {name: change_between(offences, name, a.area.name, a.previous, a.current) for name in adjusted}
    clear = [name for name, moved in changes.items() if moved.direction in ("rose", "fell")]
    kept = [name for name in clear if adjusted[name] < RATE]
    total = count(offences, TOTAL, a.area.name, a.current)
    return {
        "tested": _number(total, len(adjusted)) if adjusted else None,
        "clear": _number(total, len(clear)) if clear else None,
        "kept": _number(total, len(kept)),
        "dropped": [changes[name] for name in clear if name not in kept] or None,
    }


def _number(of: Value, number: int) -> Value:
    """How many categories, as a value."""
    what = {"unit": "categories", "measure": "categories:compared", "title": "Categories"}
    method = "number of categories compared"
    return dataclasses.replace(of, value=number, reason="", population="categories", method=method, **what)


def chart_contributions(offences: Dataset, a: Assessment) -> Chart:
    """How the groups lead from the number of the year before to that of the year."""
    start, end = (count(offences, TOTAL, a.area.name, period) for period in (a.previous, a.current))
    members = {
        group.title: [count(offences, group.name, a.area.name, period) for period in (a.previous, a.current)]
        for group in groups(offences)
    }
    if start.missing or end.missing or any(value.missing for pair in members.values() for value in pair):
        return Chart.nothing(f"No chart of the contributions is drawn: {start.reason or end.reason}.")
    moves = pd.Series({title: now.number - before.number for title, (before, now) in members.items()})
    steps = _joined(moves)
    return charts.waterfall(
        steps,
        start=(a.previous.short_label, start.number),
        end=a.current.short_label,
        what="recorded offences",
        unit="Offences recorded by the police in a year",
        source=offences.source,
        words_for=a.words,
        say_step=words.signed,
        notes=["The steps add up to the change in all offences. Groups that hardly moved stand together as others."],
    )


def _joined(moves: pd.Series) -> pd.Series:
    """The moves, the largest fall first and the largest rise last; small ones together."""
    small = moves.abs() < SMALL * moves.abs().sum()
    kept = moves[~small].sort_values()
    return pd.concat([kept, pd.Series({"Other groups": moves[small].sum()})]) if small.any() else kept
