"""Wards: how many offences, for how many residents, in which place, and where a rate for residents misleads."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from dataclasses import dataclass

from analysis_lib.assessment import Period
from analysis_lib.measures import TOTAL
from analysis_lib.statistics.concentration import empirical_bayes_rates
from analysis_lib.statistics.ranking import ranks_with_intervals
from analysis_lib.subjects.neighbourhoods.held import KEPT, Held, named
from analysis_lib.subjects.recorded_crime import count
from analysis_lib.values import Value, ranked, rate, ratio, share, total

ONLY = "the only count of residents held below the borough"
VISITORS = ("recorded_crime:shoplifting", "recorded_crime:theft-from-the-person")  # seldom of residents where they live
MISLEADS = 2.0  # times the rate of such offences in the other wards that must be exceeded beyond chance


@dataclass(frozen=True)
class Ward:
    """What is known of a ward in the assessment's year; figures that are not held say why."""

    name: str
    offences: Value
    share: Value
    residents: Value
    residents_share: Value
    rate: Value
    shrunken: Value
    rank: Value
    against_rest: Value
    visitors: Value
    visitors_share: Value
    visitors_against_rest: Value

    @property
    def misleads(self) -> bool:
        """Whether so many offences are against shops and passers-by that a rate for residents misleads."""
        lower = self.visitors_against_rest.lower
        return lower is not None and lower > MISLEADS


@functools.lru_cache(maxsize=KEPT)
def wards(held: Held) -> list[Ward]:
    """Every ward of the borough, the one with most offences first; none where no wards are held."""
    names, period = held.ward_names, held.a.current
    if not names:
        return []
    offences, visitors, people = (
        {name: made(held, name, period) for name in names} for made in (ward_count, visitors_count, residents)
    )
    rates = {name: rate(offences[name], people[name], although=ONLY) for name in names}
    of_visitors = {name: rate(visitors[name], people[name], although=ONLY) for name in names}
    shrunken, places = drawn_together(list(rates.values())), _places(list(rates.values()))
    measures = held.wards.measures
    found = [
        Ward(
            name=name,
            offences=offences[name],
            share=part_of(offences[name], summed(list(offences.values()), held), held),
            residents=people[name],
            residents_share=part_of(people[name], summed(list(people.values()), held), held),
            rate=rates[name],
            shrunken=shrunken[place],
            rank=places[place],
            against_rest=_against_rest(rates, name, held),
            visitors=visitors[name],
            visitors_share=share(visitors[name], offences[name], measures),
            visitors_against_rest=_against_rest(of_visitors, name, held),
        )
        for place, name in enumerate(names)
    ]
    return sorted(found, key=lambda ward: -ward.offences.number)


def ward_count(held: Held, ward: str, period: Period, measure: str = TOTAL) -> Value:
    """Offences of a measure placed in a ward in a period, under the ward's name."""
    return named(count(held.wards, measure, ward, period), ward)


def visitors_count(held: Held, ward: str, period: Period) -> Value:
    """Offences whose victims are shops and passers-by rather than residents at home."""
    parts = [count(held.wards, measure, ward, period) for measure in VISITORS]
    return total(parts, measures=held.wards.measures, title=ward)


def residents(held: Held, ward: str, period: Period | None = None) -> Value:
    """Residents of a ward at the census, the sum of the small areas that lie mostly in it."""
    lookup = held.geography.wards
    codes = lookup.loc[(lookup["ward"] == ward) & lookup["lsoa21_code"].isin(held.lsoa_codes), "lsoa21_code"]
    return named(held.census.small_area_residents(list(codes), area=ward), ward)


def summed(values: Sequence[Value], held: Held, area: str = "") -> Value:
    """The sum of one figure of several places; not the borough's own figure, which holds what was not placed too."""
    name = area or f"{held.a.area.name}, all that was placed"
    return total(values, place=name, title=name)


def part_of(part: Value, whole: Value, held: Held) -> Value:
    """A place's share of all that was placed, under the name of the place."""
    measures = held.census.measures if part.unit == "people" else held.wards.measures | held.lsoas.measures
    made = share(dataclasses.replace(part, area=whole.area), whole, measures)
    return dataclasses.replace(made, area=part.area)


def drawn_together(rates: Sequence[Value]) -> list[Value]:
    """Rates drawn towards that of all places by as much as chance could have moved each (empirical Bayes, Marshall)."""
    gone = next((rate for rate in rates if rate.missing), None)
    found = None
    if gone is None:
        counts, people = ([getattr(rate, part).number for rate in rates] for part in ("numerator", "denominator"))
        found = empirical_bayes_rates(counts, denominators=people).value
    about = {"lower": None, "upper": None, "confidence_level": None, "method": "empirical Bayes (Marshall 1991)"}
    return [
        dataclasses.replace(
            own,
            value=None if found is None else 1_000 * float(found[place]),
            measure=f"shrunken-{own.measure}",
            numerator=None,
            denominator=None,
            reason=gone.reason if gone else "",
            **about,
        )
        for place, own in enumerate(rates)
    ]


def _places(rates: Sequence[Value]) -> list[Value]:
    """Where each ward stands by its rate; no place whose interval spans more than a quarter of them."""
    gone = next((rate for rate in rates if rate.missing), None)
    if gone is not None:
        empty = {"value": None, "unit": "rank", "reason": gone.reason, "out_of": len(rates)}
        return [dataclasses.replace(own, measure=f"rank:{own.measure}", **empty) for own in rates]
    counts, people = ([getattr(rate, part).number for rate in rates] for part in ("numerator", "denominator"))
    places = ranks_with_intervals(counts, exposures=people)
    return [ranked(own, place, among="the wards") for own, place in zip(rates, places, strict=True)]


def _against_rest(rates: dict[str, Value], ward: str, held: Held) -> Value:
    """A ward's rate over that of all the others together."""
    others = [value for name, value in rates.items() if name != ward]
    counts, people = ([getattr(value, part) for value in others] for part in ("numerator", "denominator"))
    area = f"the rest of {held.a.area.name}"
    return ratio(rates[ward], rate(summed(counts, held, area), summed(people, held, area), although=ONLY))
