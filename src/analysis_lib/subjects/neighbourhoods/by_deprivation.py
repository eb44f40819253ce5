"""Offences by how deprived small areas are, by an index that leaves recorded crime out."""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis_lib.statistics.deprivation_index import WEIGHTS, combined_score
from analysis_lib.statistics.rank_correlation import RankCorrelation, rank_correlation
from analysis_lib.subjects.neighbourhoods.held import KEPT, Held
from analysis_lib.subjects.neighbourhoods.small_areas import TOTAL, VIOLENCE, year_of
from analysis_lib.subjects.neighbourhoods.wards import ONLY, part_of, summed
from analysis_lib.values import Value, rate

WITHOUT_CRIME = {name: weight for name, weight in WEIGHTS.items() if name != "crime"}
FIFTHS = (
    "Most deprived fifth",
    "Second most deprived",
    "Middle fifth",
    "Second least deprived",
    "Least deprived fifth",
)


@dataclass(frozen=True)
class Fifth:
    """A fifth of the borough's small areas by deprivation, its residents and its offences."""

    name: str
    areas: Value
    residents: Value
    residents_share: Value
    offences: Value
    share: Value
    rate: Value
    violence_rate: Value


def no_fifths(held: Held) -> str:
    """Why offences are not set beside deprivation; empty if they are."""
    return held.no_small_areas(held.a.current) or held.deprivation.reason or held.census.reason


@functools.lru_cache(maxsize=KEPT)
def scores(held: Held) -> pd.Series:
    """The score of every small area of 2011 without the domain of crime: higher for more deprived."""
    ranks = {name: held.deprivation.small_areas(held.a.area, name).set_index("lsoa_code")["rank"] for name in WEIGHTS}
    return combined_score(pd.DataFrame(ranks), weights=WITHOUT_CRIME)


@functools.lru_cache(maxsize=KEPT)
def became(held: Held) -> pd.Series:
    """The small areas of 2021 that each of 2011 became, as lists; those merged with others since are left out."""
    codes = scores(held).index.to_series()
    now = held.geography.to_2021(codes)
    shared = now.explode().duplicated(keep=False)
    whole = ~shared.groupby(level=0).any()
    return now[whole[now.index]].dropna()


@functools.lru_cache(maxsize=2 * KEPT)
def offences(held: Held, measure: str = TOTAL) -> pd.Series:
    """Offences in each small area of 2011, as the sum of those that it became."""
    counts = year_of(held, held.a.current, measure).counts
    return became(held).map(lambda codes: counts[codes].sum())


@functools.lru_cache(maxsize=KEPT)
def fifths(held: Held) -> list[Fifth]:
    """The five groups, the most deprived first; none where figures are not held."""
    if no_fifths(held):
        return []
    order = scores(held)[became(held).index].sort_values(ascending=False, kind="stable").index
    groups = [list(group) for group in np.array_split(order.to_numpy(), len(FIFTHS))]
    made = [_counted(held, name, group) for name, group in zip(FIFTHS, groups, strict=True)]
    people, crimes = (summed([row[key] for row in made], held) for key in ("residents", "offences"))
    return [
        Fifth(
            name=name,
            areas=row["areas"],
            residents=row["residents"],
            residents_share=part_of(row["residents"], people, held),
            offences=row["offences"],
            share=part_of(row["offences"], crimes, held),
            rate=rate(row["offences"], row["residents"], although=ONLY),
            violence_rate=rate(row["violence"], row["residents"], although=ONLY),
        )
        for name, row in zip(FIFTHS, made, strict=True)
    ]


def _counted(held: Held, name: str, group: list[str]) -> dict[str, Value]:
    codes = [code for codes in became(held)[group] for code in codes]
    people = dataclasses.replace(held.census.small_area_residents(codes, area=name), title=name)
    about = {"unit": "offences", "area": name, "population": "offences recorded by the police"}
    method = "sum of the small areas and months"
    counts = {
        key: held.figure(int(offences(held, measure)[group].sum()), measure=measure, title=name, method=method, **about)
        for key, measure in (("offences", TOTAL), ("violence", VIOLENCE))
    }
    number = held.figure(len(group), unit="areas", measure="number:small-areas", title=name, area=name)
    return counts | {"residents": people, "areas": number}


def agreement_with_deprivation(held: Held) -> RankCorrelation:
    """How well the order of small areas by offences agrees with that by deprivation."""
    crimes = offences(held)
    return rank_correlation(scores(held)[crimes.index].tolist(), crimes.tolist())
