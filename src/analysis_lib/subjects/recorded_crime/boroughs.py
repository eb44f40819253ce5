"""The borough among the 32: which of them lie further from the others than boroughs usually do."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from analysis_lib.assessment import Assessment
from analysis_lib.catalogue import Dataset, Population
from analysis_lib.contracts import SourceLine
from analysis_lib.exhibits import charts, words
from analysis_lib.exhibits.figures import Chart
from analysis_lib.measures import TOTAL
from analysis_lib.statistics.funnel import OverDispersion, overdispersion, ratio_limits
from analysis_lib.subjects.recorded_crime.counts import count
from analysis_lib.subjects.recorded_crime.rates import EVERYONE, resident_rate, residents_note
from analysis_lib.values import Value

PER = 1_000
BY_CHANCE = 0.0  # the variance between places if chance were all
FUNNEL_NOTE = (
    "Limits after Spiegelhalter: chance, and the spread that boroughs have beyond chance, in which the highest and the "
    "lowest tenth are drawn in."
)


def rates_of_boroughs(offences: Dataset, people: Population, a: Assessment, measure: str = TOTAL) -> pd.DataFrame:
    """``offences, residents, rate`` of each borough in the assessment's year; no rows where one has no figure."""
    counts = offences.totals(measure, a.current)[offences.of_kind("borough")]
    residents = [people.at(name, EVERYONE, a.current).value for name in counts.index]
    if counts.isna().any() or None in residents:
        return pd.DataFrame(columns=["offences", "residents", "rate"], dtype="float64")
    found = pd.DataFrame({"offences": counts.astype("float64"), "residents": residents})
    return found.assign(rate=PER * found["offences"] / found["residents"])


def spread_of(places: pd.DataFrame) -> tuple[float, OverDispersion]:
    """The rate of all boroughs together, and how far they spread about it beyond chance."""
    average = places["offences"].sum() / places["residents"].sum()
    return PER * average, overdispersion(places["offences"].to_numpy(), average * places["residents"].to_numpy())


def outside(found: OverDispersion) -> np.ndarray:
    """1 for a place above the 99.8% limits, -1 for one below, else 0."""
    return np.where(found.flags == "High (0.001)", 1, np.where(found.flags == "Low (0.001)", -1, 0))


def chart_boroughs(offences: Dataset, people: Population, a: Assessment) -> Chart:
    """The rate of every borough by its number of residents, with limits that allow for the boroughs' own spread."""
    places = rates_of_boroughs(offences, people, a)
    if places.empty:
        return Chart.nothing(f"No chart of the boroughs is drawn: {_why_not(offences, people, a)}.")
    average, found = spread_of(places)
    size = np.linspace(places["residents"].min(), places["residents"].max(), 60)
    limits = ratio_limits(average * size / PER, between_variance=found.between_variance)
    curves = pd.DataFrame({"residents": size} | {name: average * values for name, values in vars(limits).items()})
    return charts.funnel_plot(
        places.assign(outside=outside(found)),
        curves,
        average=average,
        own=a.area.name,
        unit=f"Offences for every {words.count(PER)} residents",
        source=_source(offences, people, a),
        words_for=a.words,
        notes=[FUNNEL_NOTE, f"{residents_note(people, a)[:1].upper()}{residents_note(people, a)[1:]}"],
    )


def _source(offences: Dataset, people: Population, a: Assessment) -> SourceLine:
    release = people.at(a.area, EVERYONE, a.current).release
    return SourceLine(f"{offences.source.line} {people.cite(release)}", [offences.source.name, people.source.name])


def _why_not(offences: Dataset, people: Population, a: Assessment) -> str:
    own = resident_rate(offences, people, TOTAL, a.area.name, a.current)
    return own.reason or "a borough has no figure"


def boroughs_headline(offences: Dataset, people: Population, a: Assessment) -> dict[str, object]:
    """The boroughs above and below the limits, whether the area is one, and how many chance alone would flag.

    ``own_side`` says in words where the area lies; ``above`` and ``below`` name boroughs, or say
    "none".
    """
    places = rates_of_boroughs(offences, people, a)
    if places.empty:
        return dict.fromkeys(("above", "below", "own_side", "by_chance", "boroughs")) | {"area": a.area}
    average, found = spread_of(places)
    side = pd.Series(outside(found), index=places.index)
    alone = ratio_limits(average * places["residents"].to_numpy() / PER, between_variance=BY_CHANCE)
    ratio = (places["rate"] / average).to_numpy()
    by_chance = int(((ratio > alone.upper_998) | (ratio < alone.lower_998)).sum())
    names = {key: list(side.index[side == sign]) for key, sign in (("above", 1), ("below", -1))}
    return {
        "area": a.area,
        **{key: words.listed(listed) for key, listed in names.items()},
        "own_side": {1: "above", -1: "below", 0: "inside"}[int(side[a.area.name])],
        "by_chance": _places(offences, a, by_chance),
        "boroughs": _places(offences, a, len(places)),
    }


def _places(offences: Dataset, a: Assessment, number: int) -> Value:
    """A number of boroughs, as a value."""
    like = count(offences, TOTAL, a.area.name, a.current)
    what = {"unit": "areas", "measure": "boroughs:counted", "title": "Boroughs", "population": "boroughs of London"}
    return dataclasses.replace(like, value=number, reason="", method="number of boroughs", **what)
