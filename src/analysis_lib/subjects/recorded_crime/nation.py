"""The borough beside London and England and Wales, in one release of the Office for National Statistics."""

from __future__ import annotations

import dataclasses

import pandas as pd

from analysis_lib.assessment import Assessment
from analysis_lib.catalogue import NationalCrime, Population
from analysis_lib.catalogue.national_crime import LONDON, NAME, NATION, NOT_PLACED
from analysis_lib.contracts import SourceLine
from analysis_lib.measures import Measure
from analysis_lib.subjects.recorded_crime.rates import EVERYONE, side_by
from analysis_lib.subjects.recorded_crime.rows import frame_of
from analysis_lib.values import Value, rate, ratio, share

ALL = f"{NAME}:total"
NOTES = [
    "These are other counts than those of the rest of this chapter: other groups, another year and no fraud. The two "
    "are never set beside each other.",
    "London is its boroughs, the City of London and the offences that were placed in no borough; this borough is part "
    "of it, and of England and Wales. The British Transport Police is in neither. Not accredited official statistics.",
]
INTERVAL_NOTE = (
    "Intervals allow for chance as if offences came singly; as they come in batches too, the true ones are wider. "
    "Their upper limits are as if the borough had its part of London's offences that were placed in no borough."
)


def national_rate(crime: NationalCrime, people: Population, measure: str, area: str) -> Value:
    """Offences for every 1,000 residents of an area in the year that the release counts."""
    return rate(crime.count(area, measure), people.at(area, EVERYONE, crime.covers))


def compare_nation(crime: NationalCrime, people: Population, a: Assessment) -> pd.DataFrame:
    """Each group in the area, in London and in England and Wales: offences, and offences for every 1,000 residents."""
    rows = {}
    for measure in _shown(crime):
        row: dict[str, object] = {}
        for area in (a.area.name, LONDON, NATION):
            row |= {area: crime.count(area, measure.name), f"Rate, {area}": _rate(crime, people, measure, area)}
        rows[measure.title] = row
    return _frame(rows, crime, people, a, NOTES)


def compare_nation_ratios(crime: NationalCrime, people: Population, a: Assessment) -> pd.DataFrame:
    """Each group's rate in the area over that of London and of England and Wales, with intervals."""
    rows = {}
    for measure in _shown(crime):
        row: dict[str, object] = {}
        for area in (LONDON, NATION):
            found = over(crime, people, measure.name, a.area.name, area)
            row |= {
                f"Over {area}": found,
                f"95% interval, {area}": (found, "interval"),
                f"In words, {area}": side_by(found),
            }
        rows[measure.title] = row
    frame = _frame(rows, crime, people, a, [*NOTES, INTERVAL_NOTE])
    frame.attrs["instead"] = ""  # the table of numbers has said why
    return frame


def over(crime: NationalCrime, people: Population, measure: str, own: str, other: str) -> Value:
    """The rate of an area over another's; its upper limit as if the area held its part of the offences not placed.

    London and the nation hold the offences that were placed in no borough, and a borough does not.
    """
    found = ratio(national_rate(crime, people, measure, own), national_rate(crime, people, measure, other))
    if found.missing:
        return found
    everything, missed = (crime.count(name, measure).number for name in (LONDON, NOT_PLACED))
    return dataclasses.replace(
        found,
        upper=found.upper * everything / (everything - missed),
        method=f"{found.method}; upper limit as if the borough had its part of the offences placed in none",
    )


def not_placed(crime: NationalCrime) -> Value:
    """The share of London's offences that were placed in no borough."""
    part = dataclasses.replace(crime.count(NOT_PLACED, ALL), area=LONDON)
    found = share(part, crime.count(LONDON, ALL), crime.measures)
    return dataclasses.replace(found, measure=f"share-not-placed:{ALL}")


def _rate(crime: NationalCrime, people: Population, measure: Measure, area: str) -> Value:
    return national_rate(crime, people, measure.name, area)


def _shown(crime: NationalCrime) -> list[Measure]:
    return [] if crime.reason else list(crime.measures.values())


def _frame(rows: dict, crime: NationalCrime, people: Population, a: Assessment, notes: list[str]) -> pd.DataFrame:
    residents = people.at(a.area, EVERYONE, crime.covers)
    levels = [_level(measure) for measure in _shown(crime)]
    source = crime.source_line
    if rows:
        source = SourceLine(f"{source} {people.cite(residents.release)}", [*source.names, people.source.name])
        notes = [f"Rates are offences for every 1,000 residents, by the estimate for {residents.period.label}.", *notes]
    frame = frame_of(rows, "Offence", source, a, levels, notes)
    frame.attrs["words"] = a.words | {"release_period": crime.covers.label}
    frame.attrs["closes"] = _sums(crime)
    frame.attrs["instead"] = f"No comparison with England and Wales is made: {crime.reason}."
    return frame


def _level(measure: Measure) -> str:
    return "total" if measure.name == ALL else "group" if measure.part_of == ALL else "member"


def _sums(crime: NationalCrime) -> dict[str, list[str]]:
    """The rows that are sums, with the titles of their members: the table refuses any that does not close."""
    sums: dict[str, list[str]] = {}
    for measure in crime.measures.values() if not crime.reason else ():
        if measure.part_of:
            sums.setdefault(crime.measures[measure.part_of].title, []).append(measure.title)
    return sums


def nation_headline(crime: NationalCrime, people: Population, a: Assessment) -> dict[str, object]:
    """The rates of all offences and their ratios; the groups above and below England and Wales; None if none."""
    keys = ("own", "london", "nation", "over_london", "over_nation", "not_placed", "higher", "lower")
    known = {"area": a.area, "release_period": crime.covers, "gap": crime.reason or None}
    if crime.reason:
        return known | dict.fromkeys(keys)
    own, london, nation = (national_rate(crime, people, ALL, area) for area in (a.area.name, LONDON, NATION))
    sides: dict[str, list[Value]] = {"higher": [], "lower": [], "similar": []}
    for measure in crime.measures.values():
        if measure.part_of == ALL:
            found = over(crime, people, measure.name, a.area.name, NATION)
            sides[side_by(found)].append(found)
    return known | {
        "own": own,
        "london": london,
        "nation": nation,
        "over_london": over(crime, people, ALL, a.area.name, LONDON),
        "over_nation": over(crime, people, ALL, a.area.name, NATION),
        "not_placed": not_placed(crime),
        "higher": sides["higher"] or None,
        "lower": sides["lower"] or None,
    }
