"""The chapter's tables of small areas."""

from __future__ import annotations

import pandas as pd

from analysis_lib.subjects.neighbourhoods.by_deprivation import fifths, no_fifths
from analysis_lib.subjects.neighbourhoods.figures import (
    chance_of_as_much,
    repeats_by_chance,
    same_areas,
    share_by_chance,
    share_in_fullest,
    small_count,
    times_average,
)
from analysis_lib.subjects.neighbourhoods.frames import CHANCE_NOTE, frame_of
from analysis_lib.subjects.neighbourhoods.held import Held
from analysis_lib.subjects.neighbourhoods.small_areas import both_years, clusters, how_many, in_fullest


def compare_concentration(held: Held) -> pd.DataFrame:
    """The share of offences in the fullest small areas in both years, beside chance, and how many stay the same."""
    now, before = both_years(held)
    reason, rows = now.reason or held.census.reason, {}
    if reason:
        return frame_of(held, rows, "Small areas", ("lsoas", "census"), reason)
    found, earlier = in_fullest(held, now), None if before.reason else in_fullest(held, before)
    for place, (part, number) in enumerate(how_many(held).items()):
        title, row = f"The fullest {number} ({part}%)", found.iloc[place]
        chance = share_by_chance(held, title, row)
        old = None if earlier is None else earlier.iloc[place]["share"]
        rows[title] = {
            "Share of offences (%)": share_in_fullest(held, title, row["share"]),
            "By chance (%)": chance,
            "Chance, 95% of tries (%)": (chance, "interval"),
            "Year before (%)": share_in_fullest(held, title, old, reason=before.reason, period=held.a.previous),
            "In both years": same_areas(held, number),
            "In both by chance": repeats_by_chance(held, number),
        }
    notes = [
        "By chance: the same number of offences dealt out at random, to every resident alike, many times over; the "
        "fullest areas are those of each try. In both years: how many of these small areas were among as many fullest "
        "ones of the year before; by chance: how many would be if the years had nothing to do with each other.",
        "Sexual offences and fraud are not published for small areas and not counted.",
    ]
    return frame_of(held, rows, "Small areas", ("lsoas", "census"), "", [], notes)


def list_hot_spots(held: Held) -> pd.DataFrame:
    """Every small area that is a hot spot in the assessment's year."""
    now, before = both_years(held)
    if now.reason:
        return frame_of(held, {}, "Small area", ("lsoas", "geography"), now.reason)
    found, earlier = clusters(held, now), None if before.reason else clusters(held, before)
    names = held.lsoas.areas.set_index("area_code")["name"]
    codes = now.counts.index
    wards = held.geography.ward_of(pd.Series(codes, index=codes))
    order = sorted((place for place in range(len(codes)) if found.hot[place]), key=lambda p: -found.z_scores[p])
    rows = {
        names[codes[place]]: {
            "Mostly in the ward": wards[codes[place]],
            "Offences": small_count(held, names[codes[place]], now.counts[codes[place]]),
            "Times the average area": times_average(
                held, names[codes[place]], now.counts[codes[place]] / now.counts.mean()
            ),
            "Chance of as much": chance_of_as_much(held, names[codes[place]], found.adjusted_p_values[place]),
            "Year before": _again(earlier, place),
        }
        for place in order
    }
    notes = [
        "A hot spot is a small area that together with the areas touching it has more offences than such sets of areas "
        "have by chance (Getis and Ord's Gi*, of square roots). An area with few offences can be one if its neighbours "
        "have many. Chance of as much: adjusted for looking at all areas, so that on average one in twenty of the hot "
        "spots at most is chance.",
    ]
    instead = "" if rows else "no small area with its neighbours has more offences than chance explains"
    return frame_of(held, rows, "Small area", ("lsoas", "geography"), instead, [], notes)


def compare_deprivation(held: Held) -> pd.DataFrame:
    """Residents, offences and rates in each fifth of the small areas by deprivation."""
    rows = {
        fifth.name: {
            "Areas": fifth.areas,
            "Residents (%)": fifth.residents_share,
            "Offences": fifth.offences,
            "Offences (%)": fifth.share,
            "Rate": fifth.rate,
            "95% interval": (fifth.rate, "interval"),
            "Violence, rate": fifth.violence_rate,
            "Violence, 95% interval": (fifth.violence_rate, "interval"),
        }
        for fifth in fifths(held)
    }
    notes = [
        "Fifths of this borough's small areas, not of England's. The index is made anew without its domain of crime, "
        "which counts recorded crime itself. Its figures are older than the offences.",
        "Rate: offences for every 1,000 residents of the Census 2021. Violence: violence against the person. Sexual "
        "offences are not published for small areas.",
        CHANCE_NOTE,
    ]
    return frame_of(
        held, rows, "Small areas by deprivation", ("lsoas", "census", "deprivation"), no_fifths(held), [], notes
    )


def _again(earlier, place: int) -> str:
    return "[x]" if earlier is None else "hot spot too" if earlier.hot[place] else "no"
