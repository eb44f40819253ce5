"""What the sentences on wards name."""

from __future__ import annotations

from collections.abc import Callable

from analysis_lib.exhibits.words import listed
from analysis_lib.subjects.neighbourhoods.figures import number_of_wards
from analysis_lib.subjects.neighbourhoods.held import Held
from analysis_lib.subjects.neighbourhoods.placing import not_placed, pairs, placed_share
from analysis_lib.subjects.neighbourhoods.ward_changes import WardChange, ward_changes
from analysis_lib.subjects.neighbourhoods.wards import Ward, wards


def ward_headline(held: Held) -> dict[str, object]:
    """How many offences are placed, the ward with most, the rates at both ends, and which wards changed."""
    return _placed(held) | _fullest(held) | _rates(held) | _changes(held)


def _placed(held: Held) -> dict[str, object]:
    (ward, everything), (small, kinds) = pairs(held, held.a.current)
    lost = not_placed(ward, everything)
    return {
        "placed_share": placed_share(ward, everything),
        "not_placed": lost if not lost.missing and lost.number > 0 else None,
        "small_placed_share": placed_share(small, kinds),
    }


def _fullest(held: Held) -> dict[str, object]:
    """The ward with most offences, its shares of offences and residents, and where a rate for residents misleads."""
    found = wards(held)
    if not found:
        names = ("wards", "top_ward", "top_ward_alone", "top_offences", "top_share", "top_people", "top_times")
        return dict.fromkeys((*names, "misleading", "top_visitors", "nowhere_misleading"))
    top, misleading = found[0], [ward.name for ward in found if ward.misleads]
    return {
        "wards": number_of_wards(held, len(found), "all"),
        "top_ward": top.name,
        "top_ward_alone": top.name if top.residents.missing else None,
        "top_offences": top.offences,
        "top_share": top.share,
        "top_people": top.residents_share,
        "top_times": top.against_rest,
        "misleading": listed(misleading) if misleading else None,
        "top_visitors": top.visitors_share if misleading else None,
        "nowhere_misleading": held.a.area if not (misleading or held.no_residents()) else None,
    }


def _rates(held: Held) -> dict[str, object]:
    """The wards at both ends by rate, those left out in which the rate misleads."""
    kept = [ward for ward in wards(held) if not ward.misleads and not ward.rate.missing]
    if not kept:
        names = ("first_ward", "first_rate", "first_rate_of_all", "last_ward", "last_rate", "ranked", "higher", "lower")
        return dict.fromkeys((*names, "moved_ward", "moved_rate", "moved_shrunken"))
    first, last, moved = (
        max(kept, key=by)
        for by in (
            lambda ward: ward.rate.number,
            lambda ward: -ward.rate.number,
            lambda ward: abs(ward.rate.number - ward.shrunken.number),
        )
    )
    return {
        "first_ward": first.name,
        "first_rate": first.rate,
        "first_rate_of_all": first.rate if len(kept) == len(wards(held)) else None,
        "last_ward": last.name,
        "last_rate": last.rate,
        "ranked": _how_many(held, kept, "ranked", lambda ward: not ward.rank.missing),
        "higher": _how_many(held, kept, "higher", lambda ward: ward.against_rest.lower > 1),
        "lower": _how_many(held, kept, "lower", lambda ward: ward.against_rest.upper < 1),
        "moved_ward": moved.name,
        "moved_rate": moved.rate,
        "moved_shrunken": moved.shrunken,
    }


def _how_many(held: Held, found: list[Ward], what: str, chosen: Callable[[Ward], bool]):
    return number_of_wards(held, sum(bool(chosen(ward)) for ward in found), what)


def _changes(held: Held) -> dict[str, object]:
    """Which wards have clearly more offences than the year before, and which fewer, all tested together.

    Of ``moved`` and ``unmoved`` one holds the number of wards compared, by whether any did, and the other is None.
    """
    found = ward_changes(held)
    if not found:
        return dict.fromkeys(("moved", "unmoved", "up_wards", "down_wards", "alone"))
    up, down = (_names(found, way) for way in ("rose", "fell"))
    alone = sum(one.change.direction in ("rose", "fell") and not one.holds for one in found)
    compared = number_of_wards(held, len(found), "compared")
    return {
        "moved": compared if up or down else None,
        "unmoved": None if up or down else compared,
        "up_wards": listed(up),
        "down_wards": listed(down),
        "alone": number_of_wards(held, alone, "changed-alone"),
    }


def _names(found: list[WardChange], way: str) -> list[str]:
    return [one.ward for one in found if one.direction == way]
