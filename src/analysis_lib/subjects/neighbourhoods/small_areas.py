"""Small areas: how concentrated offences are, where neighbours share them, and whether the places stay the same."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis_lib.assessment import Period
from analysis_lib.statistics.concentration import Gini, gini, places_holding_shares, share_in_fullest_places
from analysis_lib.statistics.rank_correlation import RankCorrelation, rank_correlation
from analysis_lib.statistics.spatial import LocalG, MoransI, local_g_star, morans_i
from analysis_lib.subjects.neighbourhoods.held import Held

TOTAL = "recorded_crime_lsoas:total"
VIOLENCE = "recorded_crime_lsoas:violence-against-the-person"
FULLEST = (5, 10, 20, 50)  # per cent of the small areas
SHARES = (0.25, 0.5, 0.8)  # of all offences


@dataclass(frozen=True)
class Year:
    """Offences by small area in a year, and what they show; ``reason`` says why there are none, if so."""

    period: Period
    counts: pd.Series
    reason: str = ""


def year_of(held: Held, period: Period, measure: str = TOTAL) -> Year:
    """Offences of each small area in a period, by code."""
    reason = held.no_small_areas(period)
    if reason:
        return Year(period, pd.Series(dtype=float), reason)
    return Year(period, held.lsoas.totals(measure, period)[held.lsoa_codes].astype(float))


def both_years(held: Held) -> tuple[Year, Year]:
    """The assessment's year and the year before."""
    return year_of(held, held.a.current), year_of(held, held.a.previous)


def how_many(held: Held) -> dict[int, int]:
    """How many small areas each per cent of :data:`FULLEST` comes to, rounded up."""
    return {part: math.ceil(part * len(held.lsoa_codes) / 100) for part in FULLEST}


def in_fullest(held: Held, year: Year) -> pd.DataFrame:
    """The share of offences in the fullest small areas, beside chance by residents (fixed seed)."""
    people = [held.census.small_area_residents([code], area=code).number for code in year.counts.index]
    return share_in_fullest_places(year.counts.tolist(), places=list(how_many(held).values()), exposures=people)


def holding(year: Year) -> pd.DataFrame:
    """The fewest small areas that hold each of :data:`SHARES`, beside chance."""
    return places_holding_shares(year.counts.tolist(), shares=SHARES)


def evenness(year: Year) -> Gini:
    """Gini's coefficient of the year's offences over small areas."""
    return gini(year.counts.tolist())


def fullest(year: Year, number: int) -> list[str]:
    """The small areas with the most offences, the fullest first; of equals, the first by code."""
    return list(year.counts.sort_index().sort_values(ascending=False, kind="stable").index[:number])


def clusters(held: Held, year: Year) -> LocalG:
    """Which small areas and their neighbours together have unlike many or few offences (Gi*).

    Square roots of the counts are taken first: counts are so skewed that one town centre would otherwise make a hot
    spot of every area beside it, and decide the scale for all.
    """
    return local_g_star(np.sqrt(year.counts), neighbours=_neighbours(held, year))


def likeness(held: Held, year: Year) -> MoransI:
    """Whether neighbouring small areas have alike many offences, on the same scale as :func:`clusters`."""
    return morans_i(np.sqrt(year.counts), weights=_neighbours(held, year))


def agreement(one: Year, other: Year) -> RankCorrelation:
    """How well the order of the small areas in one year agrees with that in another."""
    return rank_correlation(one.counts.tolist(), other.counts[one.counts.index].tolist())


def _neighbours(held: Held, year: Year) -> np.ndarray:
    touch = held.geography.neighbours("lsoa 2021", held.a.area)
    return touch.loc[year.counts.index, year.counts.index].to_numpy()
