"""The chapter's maps."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis_lib.exhibits import charts
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.words import listed
from analysis_lib.subjects.neighbourhoods.held import Held
from analysis_lib.subjects.neighbourhoods.small_areas import both_years, clusters
from analysis_lib.subjects.neighbourhoods.wards import wards

EDGES = (0.75, 0.9, 1.1, 1.5)  # times the rate of all wards
RATES = ("Under 0.75 times", "0.75 to 0.9 times", "0.9 to 1.1 times", "1.1 to 1.5 times", "1.5 times or over")
PARTS = ("Last fifth of offences", "Fourth fifth", "Third fifth", "Second fifth", "First fifth of offences")
HOT = ("Cold spot", "Neither", "Hot the year before only", "Hot this year only", "Hot in both years")
HOT_ONE_YEAR = ("Cold spot", "Neither", "(not used)", "(not used)", "Hot spot")


def map_ward_rates(held: Held) -> Chart:
    """The wards by their shrunken rate, in classes around the rate of all wards."""
    found = wards(held)
    reason = held.no_residents()
    if reason:
        return Chart.nothing(f"No map of wards is drawn: {reason}.")
    everyone = 1_000 * sum(w.offences.number for w in found) / sum(w.residents.number for w in found)
    times = {ward.name: ward.shrunken.number / everyone for ward in found}
    shapes = held.geography.shapes("ward", held.a.area)
    codes = dict(zip(held.wards.areas["area"], held.wards.areas["area_code"], strict=True))
    classes = {codes[name]: int(np.searchsorted(EDGES, number, side="right")) for name, number in times.items()}
    top = [name for name, number in sorted(times.items(), key=lambda pair: -pair[1]) if number >= EDGES[-1]]
    low = [name for name, number in times.items() if number < EDGES[0]]
    flagged = [ward.name for ward in found if ward.misleads]
    return _map(
        held,
        shapes,
        classes,
        labels=RATES,
        alt=f"Map of wards by rate, {held.a.area}: {len(top)} of {len(found)} at 1.5 times that of all wards or over "
        f"({listed(top[:3])}); {len(low)} under 0.75 times.",
        data=pd.DataFrame({"ward": list(times), "times the rate of all wards": list(times.values())}),
        named=top,
        sources=("wards", "census", "geography"),
        notes=[
            "Classes of the shrunken rate, beside the rate of all wards together. Residents: Census 2021.",
            *([f"The rate for residents misleads in {listed(flagged)}: many offences are against shops and passers-by."]
              if flagged else []),
        ],
    )  # fmt: skip


def map_concentration(held: Held) -> Chart:
    """The small areas by which fifth of all offences they hold, counted from the fullest."""
    year, _ = both_years(held)
    if year.reason:
        return Chart.nothing(f"No map of small areas is drawn: {year.reason}.")
    counts = year.counts.sort_index().sort_values(ascending=False, kind="stable")
    reached = (counts.cumsum() - counts) / counts.sum()  # the share of offences in the fuller areas
    classes = (4 - np.floor(5 * reached)).astype(int)
    wards = held.geography.ward_of(pd.Series(counts.index, index=counts.index))
    first = classes[classes == 4].index
    names = list(dict.fromkeys(wards[first]))
    return _map(
        held,
        held.geography.shapes("lsoa 2021", held.a.area),
        classes.to_dict(),
        labels=PARTS,
        alt=f"Map of small areas, {held.a.area}: the fullest {len(first)} of {len(counts)} hold the first fifth of "
        f"offences; the last fifth is spread over {int((classes == 0).sum())}.",
        data=_by_name(held, classes, PARTS, "part of all offences"),
        named=names,
        sources=("lsoas", "geography"),
        notes=[
            "The areas are put in order, the one with most offences first, and parted where they hold a fifth of all "
            "offences, two fifths and so on. Thick lines: wards."
        ],
    )


def map_hot_spots(held: Held) -> Chart:
    """The small areas that are hot spots in this year, the year before, or both."""
    year, before = both_years(held)
    if year.reason:
        return Chart.nothing(f"No map of hot spots is drawn: {year.reason}.")
    now = clusters(held, year)
    old = None if before.reason else clusters(held, before)
    classes = pd.Series([_heat(now, old, place) for place in range(len(year.counts))], index=year.counts.index)
    labels = HOT_ONE_YEAR if old is None else HOT
    wards = held.geography.ward_of(pd.Series(classes.index, index=classes.index))
    hot = classes[classes >= 3].index
    names = list(wards[hot].value_counts().index)
    found = {label: int((classes == place).sum()) for place, label in enumerate(labels)}
    said = "; ".join(f"{label.lower()} {number}" for label, number in reversed(found.items()) if number)
    return _map(
        held,
        held.geography.shapes("lsoa 2021", held.a.area),
        classes.to_dict(),
        labels=labels,
        alt=f"Map of hot spots of offences among {len(classes)} small areas, {held.a.area}: {said}.",
        data=_by_name(held, classes, labels, "hot spot"),
        named=names[:4],
        sources=("lsoas", "geography"),
        notes=[
            "A hot spot is a small area that together with the areas touching it has more offences than chance "
            "explains, and a cold spot one that has fewer, after allowing for looking at all areas.",
            *([f"The year before is not shown: {before.reason}."] if old is None else []),
        ],
    )


def _heat(now, old, place: int) -> int:
    if old is None:
        return 4 if now.hot[place] else 0 if now.cold[place] else 1
    hot = 2 * bool(now.hot[place]) + bool(old.hot[place])
    return hot + 1 if hot else 0 if now.cold[place] else 1


def _by_name(held: Held, classes: pd.Series, labels: Sequence[str], what: str) -> pd.DataFrame:
    names = held.lsoas.areas.set_index("area_code")["name"]
    return pd.DataFrame({"small area": names[classes.index].tolist(), what: [labels[place] for place in classes]})


def _map(
    held: Held,
    shapes: pd.DataFrame,
    classes: Mapping[str, int],
    *,
    labels: Sequence[str],
    alt: str,
    data: pd.DataFrame,
    named: Sequence[str],
    sources: Sequence[str],
    notes: Sequence[str],
) -> Chart:
    """A map with the wards as outlines, and its own alternative text."""
    drawn = charts.choropleth(
        shapes,
        classes,
        labels=labels,
        measure="offences",
        kind="areas",
        area=held.a.area.name,
        source=held.cite(*sources),
        words_for=held.a.words,
        within=held.geography.shapes("ward", held.a.area),
        named=named,
        data=data,
        notes=notes,
    )
    return dataclasses.replace(drawn, alt=alt)
