"""The chapter's maps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis_lib.exhibits import charts
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.style import GRID, ORDERED
from analysis_lib.exhibits.words import listed
from analysis_lib.statistics.spatial import LocalG
from analysis_lib.subjects.neighbourhoods.figures import FEWEST
from analysis_lib.subjects.neighbourhoods.held import Held
from analysis_lib.subjects.neighbourhoods.small_areas import both_years, clusters
from analysis_lib.subjects.neighbourhoods.wards import wards

EDGES = (0.75, 0.9, 1.1, 1.5)  # times the rate of all wards
RATES = ("1.5 times or over", "1.1 to 1.5 times", "0.9 to 1.1 times", "0.75 to 0.9 times", "Under 0.75 times")
PARTS = ("First fifth of offences", "Second fifth", "Third fifth", "Fourth fifth", "Last fifth of offences")
DARK_FIRST = tuple(reversed(ORDERED))
BOTH, NOW, BEFORE, NEITHER, COLD = range(5)
HEAT = (
    charts.MapClass("Hot spot in both years", ORDERED[4]),
    charts.MapClass("Hot this year only", ORDERED[3]),
    charts.MapClass("Hot the year before only", ORDERED[1]),
    charts.MapClass("Neither", "white"),
    charts.MapClass("Cold spot this year", GRID),
)


def map_ward_rates(held: Held) -> Chart:
    """The wards by their shrunken rate, in classes around the rate of all wards."""
    found = wards(held)
    reason = held.no_residents()
    if reason:
        return Chart.nothing(f"No map of wards is drawn: {reason}.")
    everyone = 1_000 * sum(w.offences.number for w in found) / sum(w.residents.number for w in found)
    order = sorted(found, key=lambda ward: -ward.shrunken.number)
    times = {ward.name: ward.shrunken.number / everyone for ward in order}
    shapes = held.geography.shapes("ward", held.a.area)
    codes = dict(zip(held.wards.areas["area"], held.wards.areas["area_code"], strict=True))
    classes = {codes[name]: 4 - int(np.searchsorted(EDGES, number, side="right")) for name, number in times.items()}
    top = [name for name, number in times.items() if number >= EDGES[-1]]
    low = [name for name, number in times.items() if number < EDGES[0]]
    flagged = [ward.name for ward in found if ward.misleads]
    return _map(
        held,
        shapes,
        classes,
        kinds=_kinds(RATES),
        alt=f"Map of wards by rate, {held.a.area}: {len(top)} of {len(found)} at 1.5 times that of all wards or over "
        f"({listed(top[:3])}); {len(low)} under 0.75 times.",
        data=pd.DataFrame({"ward": list(times), "times the rate of all wards": list(times.values())}),
        numbered=sorted(times),
        sources=("wards", "census", "geography"),
        notes=[
            "Classes of the shrunken rate, beside the rate of all wards together. Wards are numbered by the alphabet. "
            "Residents: Census 2021.",
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
    classes = np.floor(5 * reached).astype(int)
    wards = held.geography.ward_of(pd.Series(counts.index, index=counts.index))
    first = classes[classes == 0].index
    names = list(dict.fromkeys(wards[first]))
    return _map(
        held,
        held.geography.shapes("lsoa 2021", held.a.area),
        classes.to_dict(),
        kinds=_kinds(PARTS),
        alt=f"Map of small areas, {held.a.area}: the fullest {len(first)} of {len(counts)} hold the first fifth of "
        f"offences; the last fifth is spread over {int((classes == 4).sum())}.",
        data=_by_name(held, classes, PARTS, "part of all offences", offences=counts.where(counts >= FEWEST)),
        numbered=names,
        sources=("lsoas", "geography"),
        notes=[
            "The areas are put in order, the one with most offences first, and parted where they hold a fifth of all "
            "offences, two fifths and so on. Thick lines: wards; numbered: those that hold areas of the first fifth."
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
    used = [place for place in range(len(HEAT)) if place in (BOTH, NEITHER) or (classes == place).any()]
    kinds = [charts.MapClass("Hot spot", HEAT[0].colour) if old is None and not k else HEAT[k] for k in used]
    classes = classes.map({place: position for position, place in enumerate(used)})
    score = pd.Series(now.z_scores, index=year.counts.index)
    found = {kind.label: int((classes == place).sum()) for place, kind in enumerate(kinds)}
    said = "; ".join(f"{label.lower()} {number}" for label, number in found.items())
    hot = classes[classes < used.index(NEITHER)].index
    wards = held.geography.ward_of(pd.Series(hot, index=hot))
    return _map(
        held,
        held.geography.shapes("lsoa 2021", held.a.area),
        classes.to_dict(),
        kinds=kinds,
        alt=f"Map of hot spots of offences among {len(classes)} small areas, {held.a.area}: {said}.",
        data=_by_name(held, classes, [kind.label for kind in kinds], "hot spot", standard_score=score),
        numbered=list(wards.value_counts().index),
        sources=("lsoas", "geography"),
        notes=[
            "A hot spot is a small area that together with the areas touching it has more offences than chance "
            "explains, and a cold spot one that has fewer, after allowing for looking at all areas. Thick lines: "
            "wards; numbered: those that hold hot spots.",
            *([f"The year before is not shown: {before.reason}."] if old is None else []),
        ],
    )


def _heat(now: LocalG, old: LocalG | None, place: int) -> int:
    """The class of a small area, as a place in :data:`HEAT`; with one year only, hot is the first."""
    if now.hot[place]:
        return BOTH if old is None or old.hot[place] else NOW
    if old is not None and old.hot[place]:
        return BEFORE
    return COLD if now.cold[place] else NEITHER


def _kinds(labels: Sequence[str]) -> list[charts.MapClass]:
    return [charts.MapClass(label, colour) for label, colour in zip(labels, DARK_FIRST, strict=True)]


def _by_name(held: Held, classes: pd.Series, labels: Sequence[str], what: str, **numbers: pd.Series) -> pd.DataFrame:
    """The table behind a map of small areas: name, class, and the numbers that it rests on."""
    names = held.lsoas.areas.set_index("area_code")["name"]
    known = {name.replace("_", " "): column[classes.index].to_numpy() for name, column in numbers.items()}
    kinds = [labels[place] for place in classes]
    return pd.DataFrame({"small area": names[classes.index].tolist(), what: kinds} | known)


def _map(
    held: Held,
    shapes: pd.DataFrame,
    classes: Mapping[str, int],
    *,
    kinds: Sequence[charts.MapClass],
    alt: str,
    data: pd.DataFrame,
    numbered: Sequence[str],
    sources: Sequence[str],
    notes: Sequence[str],
) -> Chart:
    """A map with the wards as outlines."""
    return charts.numbered_map(
        shapes,
        classes,
        kinds=kinds,
        within=held.geography.shapes("ward", held.a.area),
        numbered=numbered,
        alt=alt,
        data=data,
        source=held.cite(*sources),
        words_for=held.a.words,
        notes=notes,
    )
