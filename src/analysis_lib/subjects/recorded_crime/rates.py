"""Offences for every 1,000 residents, beside London and the other boroughs."""

from __future__ import annotations

import dataclasses

import pandas as pd

from analysis_lib.assessment import Assessment, Period
from analysis_lib.catalogue import Dataset, Population
from analysis_lib.measures import TOTAL
from analysis_lib.people import People
from analysis_lib.subjects.recorded_crime.counts import LONDON, count, places_of
from analysis_lib.subjects.recorded_crime.rows import frame_of, level, row_title
from analysis_lib.values import Value, ranked, rate, ratio

EVERYONE = People()
SIDES = ("higher", "lower", "similar")
AMONG = "the 32 London boroughs"


def resident_rate(offences: Dataset, people: Population, measure: str, area: str, period: Period) -> Value:
    """Offences for every 1,000 residents of an area (or of :data:`LONDON`), by the newest mid-year estimate held."""
    return rate(count(offences, measure, area, period), people.at(area, EVERYONE, period))


def rank_by_rate(offences: Dataset, people: Population, measure: str, a: Assessment) -> Value:
    """Where the area stands among the 32 boroughs by offences for every 1,000 residents, 1 for the most."""
    own = resident_rate(offences, people, measure, a.area.name, a.current)
    counts = offences.totals(measure, a.current)[offences.of_kind("borough")]
    residents = [people.at(name, EVERYONE, a.current).value for name in counts.index]
    reason = own.reason or ("a borough has no figure" if counts.isna().any() or None in residents else "")
    if reason:
        return dataclasses.replace(own, value=None, unit="rank", measure=f"rank:{own.measure}", reason=reason)
    places = offences.remember(places_of, measure, a.current, tuple(residents))
    return ranked(own, places[counts.index.get_loc(a.area.name)], among=AMONG)


def side(own: Value, london: Value) -> str:
    """Whether a rate is higher than London's, lower or similar, by the exact interval of their ratio."""
    if own.missing or london.missing or not london.value:
        return "[z]"
    return side_by(ratio(own, london))


def side_by(found: Value) -> str:
    """Higher, lower or similar, by the limits of a ratio of rates."""
    higher, lower, similar = SIDES
    if found.missing:
        return "[z]"
    return higher if found.lower > 1 else lower if found.upper < 1 else similar


def rank_categories(offences: Dataset, people: Population, a: Assessment) -> pd.DataFrame:
    """Every category: its rate with interval, London's, and the borough's rank by rate with its range and quarter."""
    rows = {}
    for measure in offences.measures.values():
        own, london = (resident_rate(offences, people, measure.name, name, a.current) for name in (a.area.name, LONDON))
        place = rank_by_rate(offences, people, measure.name, a)
        rows[row_title(measure, offences)] = {
            "Rate": own,
            "95% interval": (own, "interval"),
            "London": london,
            "Beside London": side(own, london),
            "Rank by rate": place,
            "Rank could be": (place, "interval"),
            "Quarter of boroughs": (place, "quarter"),
        }
    notes = [
        f"Rates are offences for every 1,000 residents: {residents_note(people, a)} London is the 32 boroughs, this "
        "one among them.",
        "Rank: 1st for the highest rate of the 32 London boroughs. Where it could lie anywhere in more than a quarter "
        "of the places, none is given. Quarter: four squares for the highest of the boroughs, one for the lowest.",
        "Intervals and ranges allow for chance as if offences came singly; as they come in batches too, the true ones "
        "are wider.",
    ]
    levels = [level(measure) for measure in offences.measures.values()]
    return frame_of(rows, "Offence", f"{offences.source.line} {people.cite(*_releases(people, a))}", a, levels, notes)


def residents_note(people: Population, a: Assessment) -> str:
    """Which estimate of residents the rates rest on, in a sentence."""
    own = people.at(a.area, EVERYONE, a.current)
    return f"No rates: {own.reason}." if own.missing else f"residents by the estimate for {own.period.label}."


def _releases(people: Population, a: Assessment) -> list[str]:
    release = people.at(a.area, EVERYONE, a.current).release
    return [release] if release else []


def rate_headline(offences: Dataset, people: Population, a: Assessment) -> dict[str, object]:
    """The rate of all offences, London's, how they compare, and the borough's place; None for a place not given."""
    own, london = (resident_rate(offences, people, TOTAL, name, a.current) for name in (a.area.name, LONDON))
    place = rank_by_rate(offences, people, TOTAL, a)
    return {
        "area": a.area,
        "period": a.current,
        "own_rate": own,
        "london_rate": london,
        "against": ratio(own, london),
        "rate_place": None if place.reason == "cannot be ranked" else place,
        "residents": own.denominator,
    }
