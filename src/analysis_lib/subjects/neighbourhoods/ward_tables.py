"""The chapter's tables of wards."""

from __future__ import annotations

import pandas as pd

from analysis_lib.exhibits.words import listed
from analysis_lib.subjects.neighbourhoods.frames import CHANCE_NOTE, frame_of
from analysis_lib.subjects.neighbourhoods.held import Held, named
from analysis_lib.subjects.neighbourhoods.placing import not_placed, pairs, placed_share
from analysis_lib.subjects.neighbourhoods.ward_changes import placing, ward_changes
from analysis_lib.subjects.neighbourhoods.wards import MISLEADS, wards
from analysis_lib.values import Value

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
            lost = named(not_placed(placed, whole), f"Not placed in a {kind}")
            part = named(placed_share(placed, whole), f"Placed in a {kind} (%)")
            for value in (whole, placed, lost, part):
                rows.setdefault(value.title, {})[period.short_label] = value
    notes = ["Sexual offences are not published for small areas; the offences placed there are shares of the others."]
    reason = held.no_wards()
    levels = ["group", "member", "member", "member"] * 2
    return frame_of(held, rows, "Offences", ("boroughs", "wards", "lsoas"), reason, levels, notes)


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
        }
        for ward in found
    }
    misleading = [ward.name for ward in found if ward.misleads]
    notes = [
        f"The rate for residents misleads in {listed(misleading)}: see the next table." if misleading else "",
        "Share: of the offences placed in a ward. Rate: offences for every 1,000 residents. Shrunken rate: drawn "
        "towards that of all wards by as much as chance could have moved it. Beside the other wards: the rate over "
        "that of all other wards together. Rank: 1st for the highest rate; where it could lie anywhere in more than a "
        "quarter of the places, none is given.",
        CENSUS_NOTE,
        CHANCE_NOTE,
    ]
    return frame_of(held, rows, "Ward", ("wards", "census"), held.no_wards(), [], notes)


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
    return frame_of(held, rows, "Ward", ("wards", "census"), held.no_residents(), [], notes)


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
    return frame_of(held, rows, "Ward", ("wards", "boroughs"), held.no_wards(), [], notes)


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
