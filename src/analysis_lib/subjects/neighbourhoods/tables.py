"""The chapter's tables."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis_lib.subjects.neighbourhoods.by_deprivation import fifths, no_fifths
from analysis_lib.subjects.neighbourhoods.held import Held, named
from analysis_lib.subjects.neighbourhoods.placing import not_placed, pairs, placed_share
from analysis_lib.subjects.neighbourhoods.small_areas import (
    both_years,
    clusters,
    fullest,
    how_many,
    in_fullest,
)
from analysis_lib.subjects.neighbourhoods.ward_changes import placing, ward_changes
from analysis_lib.subjects.neighbourhoods.wards import MISLEADS, wards
from analysis_lib.values import Value

CONFIDENCE = 0.95
FEWEST = 10  # a small area's count is printed from so many on
CHANCE_NOTE = (
    "Intervals allow for chance as if offences came singly; as they come in batches too, the true ones are wider."
)
CENSUS_NOTE = (
    "Residents: Census 2021, the sum of the small areas that lie mostly in the ward. No newer count is held below the "
    "borough, so that where many homes were built since, the true rate is lower. These rates are not those of other "
    "chapters, which rest on mid-year estimates."
)


def compare_placed(held: Held) -> pd.DataFrame:
    """All offences, those placed in a ward or a small area, and those not placed, in both years."""
    rows: dict[str, dict] = {}
    a = held.a
    for period in (a.previous, a.current):
        for (placed, whole), kind in zip(pairs(held, period), ("ward", "small area"), strict=True):
            for value in (whole, placed, named(not_placed(placed, whole), f"Not placed in a {kind}")):
                rows.setdefault(value.title, {})[period.short_label] = value
            rows[placed.title][f"{period.short_label}, share placed (%)"] = placed_share(placed, whole)
    heads = [head for p in (a.previous, a.current) for head in (p.short_label, f"{p.short_label}, share placed (%)")]
    rows = {title: {head: row.get(head, "") for head in heads} for title, row in rows.items()}
    notes = ["Sexual offences are not published for small areas; the offences placed there are shares of the others."]
    reason = held.no_wards()
    levels = ["group", "member", "member"] * 2
    return _frame(held, rows, "Offences", ("boroughs", "wards", "lsoas"), reason, levels, notes)


def compare_wards(held: Held) -> pd.DataFrame:
    """Every ward: offences, share, residents, rates, and place."""
    found = wards(held)
    rows = {
        ward.name: {
            "Offences": ward.offences,
            "Share (%)": ward.share,
            "Residents": ward.residents,
            "Rate": ward.rate,
            "95% interval": (ward.rate, "interval"),
            "Shrunken rate": ward.shrunken,
            "Beside the other wards": ward.against_rest,
            "Rank by rate": ward.rank,
            "Rank could be": (ward.rank, "interval"),
            "Rate misleads": _yes(ward.misleads, ward.rate),
        }
        for ward in found
    }
    notes = [
        "Share: of the offences placed in a ward. Rate: offences for every 1,000 residents. Shrunken rate: drawn "
        "towards that of all wards by as much as chance could have moved it. Beside the other wards: the rate over "
        "that of all other wards together. Rank: 1st for the highest rate; where it could lie anywhere in more than a "
        "quarter of the places, none is given.",
        CENSUS_NOTE,
        CHANCE_NOTE,
    ]
    return _frame(held, rows, "Ward", ("wards", "census"), held.no_wards(), [], notes)


def compare_visitors(held: Held) -> pd.DataFrame:
    """Every ward: offences against shops and passers-by, and whether they make a rate for residents mislead."""
    found = sorted(wards(held), key=lambda ward: -ward.visitors.number)
    rows = {
        ward.name: {
            "Shoplifting and theft from the person": ward.visitors,
            "Share of the ward's offences (%)": ward.visitors_share,
            "Beside the other wards": ward.visitors_against_rest,
            "95% interval": (ward.visitors_against_rest, "interval"),
            "Rate misleads": _yes(ward.misleads, ward.visitors_against_rest),
        }
        for ward in found
    }
    notes = [
        "Beside the other wards: these offences for every resident, over those of all other wards together. The rate "
        f"is said to mislead where that exceeds {MISLEADS:g} by the whole of its interval.",
        CHANCE_NOTE,
    ]
    return _frame(held, rows, "Ward", ("wards", "census"), held.no_residents(), [], notes)


def compare_ward_changes(held: Held) -> pd.DataFrame:
    """Every ward: two years, the change with its interval, and whether it holds among all wards."""
    a, rows = held.a, {}
    for one in ward_changes(held):
        rows[one.ward] = {
            a.previous.short_label: one.change.before,
            a.current.short_label: one.change.now,
            "Change (%)": one.change,
            "95% interval (%)": (one.change, "interval"),
            "Holds among all wards": "yes" if one.holds else "no",
            "In words": one.direction,
        }
    notes = [
        "Holds among all wards: whether the change counts as beyond chance when all wards are tested together "
        "(Benjamini and Hochberg: of the changes that hold, on average one in twenty at most is chance). In words, a "
        "change is a rise or a fall only if it is one by itself and holds among all wards.",
        _placing_note(held),
    ]
    return _frame(held, rows, "Ward", ("wards", "boroughs"), held.no_wards(), [], notes)


def compare_concentration(held: Held) -> pd.DataFrame:
    """The share of offences in the fullest small areas in both years, beside chance, and how many stay the same."""
    now, before = both_years(held)
    reason, rows = now.reason or held.census.reason, {}
    if reason:
        return _frame(held, rows, "Small areas", ("lsoas", "census"), reason)
    found, earlier = in_fullest(held, now), None if before.reason else in_fullest(held, before)
    for place, (part, number) in enumerate(how_many(held).items()):
        title, row = f"The fullest {number} ({part}%)", found.iloc[place]
        chance = _share(held, title, row["by_chance"], "chance", lower=row["lower"], upper=row["upper"])
        old = None if earlier is None else earlier.iloc[place]["share"]
        rows[title] = {
            "Share of offences (%)": _share(held, title, row["share"], "fullest"),
            "By chance (%)": chance,
            "Chance, 95% of tries (%)": (chance, "interval"),
            "Year before (%)": _share(held, title, old, "fullest", reason=before.reason, period=held.a.previous),
            "In both years": same_areas(held, number),
            "In both by chance": repeats_by_chance(held, number),
        }
    notes = [
        "By chance: the same number of offences dealt out at random, to every resident alike, many times over; the "
        "fullest areas are those of each try. In both years: how many of these small areas were among as many fullest "
        "ones of the year before; by chance: how many would be if the years had nothing to do with each other.",
        "Sexual offences and fraud are not published for small areas and not counted.",
    ]
    return _frame(held, rows, "Small areas", ("lsoas", "census"), "", [], notes)


def list_hot_spots(held: Held) -> pd.DataFrame:
    """Every small area that is a hot spot in the assessment's year."""
    now, before = both_years(held)
    if now.reason:
        return _frame(held, {}, "Small area", ("lsoas", "geography"), now.reason)
    found, earlier = clusters(held, now), None if before.reason else clusters(held, before)
    names = held.lsoas.areas.set_index("area_code")["name"]
    codes = now.counts.index
    wards = held.geography.ward_of(pd.Series(codes, index=codes))
    order = sorted((place for place in range(len(codes)) if found.hot[place]), key=lambda p: -found.z_scores[p])
    rows = {
        names[codes[place]]: {
            "Mostly in the ward": wards[codes[place]],
            "Offences": _small_count(held, names[codes[place]], now.counts[codes[place]]),
            "Times the average area": _times(held, names[codes[place]], now.counts[codes[place]] / now.counts.mean()),
            "Chance of as much": _chance(held, names[codes[place]], found.adjusted_p_values[place]),
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
    return _frame(held, rows, "Small area", ("lsoas", "geography"), instead, [], notes)


def compare_deprivation(held: Held) -> pd.DataFrame:
    """Residents, offences and rates in each fifth of the small areas by deprivation."""
    rows = {
        fifth.name: {
            "Small areas": fifth.areas,
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
    return _frame(held, rows, "Small areas", ("lsoas", "census", "deprivation"), no_fifths(held), [], notes)


def same_areas(held: Held, number: int) -> Value:
    """How many of the fullest small areas were among as many of the year before."""
    now, before = both_years(held)
    reason = now.reason or before.reason
    same = None if reason else len(set(fullest(now, number)) & set(fullest(before, number)))
    about = {"unit": "areas", "measure": "number:fullest-in-both-years", "title": "Small areas full in both years"}
    return held.figure(same, method=f"of the {number} fullest small areas of each year", reason=reason, **about)


def repeats_by_chance(held: Held, number: int) -> Value:
    """How many of the fullest small areas would be among those of the year before if the years were unrelated."""
    about = {"unit": "areas", "measure": "expected:fullest-in-both-years", "title": "Small areas full in both years"}
    reason = both_years(held)[1].reason
    expected = None if reason else number**2 / len(held.lsoa_codes)
    return held.figure(expected, method="number of areas squared over all areas", reason=reason, **about)


def _share(held: Held, title: str, share: float | None, what: str, *, reason: str = "", **more) -> Value:
    for limit in ("lower", "upper"):
        if limit in more:
            more |= {limit: 100 * float(more[limit]), "confidence_level": CONFIDENCE}
    method = "share in the fullest areas of each random try" if what == "chance" else "share in the fullest areas"
    about = {"unit": "per cent", "measure": f"{what}-share:recorded_crime_lsoas", "title": title, "method": method}
    return held.figure(None if share is None else 100 * float(share), reason=reason, **about | more)


def _small_count(held: Held, name: str, number: float) -> Value:
    hidden = number < FEWEST
    about = {"unit": "offences", "measure": "recorded_crime_lsoas:total", "title": name, "area": name}
    method = "sum of the months"
    return held.figure(None if hidden else int(number), reason="confidential" if hidden else "", method=method, **about)


def _times(held: Held, name: str, number: float) -> Value:
    about = {"unit": "ratio", "measure": "times-average:recorded_crime_lsoas", "title": name, "area": name}
    return held.figure(float(number), method="offences over the mean of all small areas", **about)


def _chance(held: Held, name: str, number: float) -> Value:
    about = {"unit": "probability", "measure": "p-value:hot-spot", "title": name, "area": name}
    return held.figure(float(number), method="Gi*, adjusted by Benjamini and Hochberg", **about)


def _again(earlier, place: int) -> str:
    return "[x]" if earlier is None else "hot spot too" if earlier.hot[place] else "no"


def _yes(misleads: bool, rate: Value) -> str:
    return "[z]" if rate.missing else "yes" if misleads else "no"


def _placing_note(held: Held) -> str:
    if not held.ward_names:
        return ""
    low, high = placing(held)
    return (
        "Offences are placed in boroughs and wards otherwise than in the year before. On average of the wards that "
        f"alone makes a change of {low:+.1f} to {high:+.1f} per cent, and no direction is claimed within it."
    ).replace("-", "−")


def _frame(
    held: Held,
    rows: dict,
    head: str,
    sources: Sequence[str],
    reason: str,
    levels: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> pd.DataFrame:
    """The table, or the sentence that says why there is none."""
    frame = pd.DataFrame.from_dict({} if reason else rows, orient="index").rename_axis(head)
    frame.attrs = {
        "words": held.a.words,
        "source": held.cite(*sources),
        "notes": [note for note in notes if note],
        "levels": [] if reason else list(levels),
        "closes": {},
        "instead": f"No table is given here: {reason}." if reason else "",
    }
    return frame
