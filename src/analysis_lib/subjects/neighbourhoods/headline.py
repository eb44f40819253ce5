"""What the chapter's sentences name."""

from __future__ import annotations

from analysis_lib.exhibits.words import listed
from analysis_lib.subjects.neighbourhoods.by_deprivation import agreement_with_deprivation, fifths, no_fifths
from analysis_lib.subjects.neighbourhoods.held import Held
from analysis_lib.subjects.neighbourhoods.placing import not_placed, pairs, placed_share
from analysis_lib.subjects.neighbourhoods.small_areas import (
    agreement,
    both_years,
    clusters,
    evenness,
    holding,
    how_many,
    in_fullest,
    likeness,
)
from analysis_lib.subjects.neighbourhoods.tables import _share, repeats_by_chance, same_areas
from analysis_lib.subjects.neighbourhoods.ward_changes import ward_changes
from analysis_lib.subjects.neighbourhoods.wards import Ward, wards
from analysis_lib.values import Value

TENTH = 10  # per cent of the small areas: the part that the sentences speak of


def headline(held: Held) -> dict[str, object]:
    """What the chapter finds; what is not held is None, and ``no_wards``, ``no_areas`` and the like say why."""
    a = held.a
    found = {
        "area": a.area,
        "period": a.current,
        "previous_period": a.previous,
        "no_wards": held.no_wards() or None,
        "no_residents": None if held.no_wards() else held.census.reason or None,
        "no_areas": None if held.no_wards() else held.no_small_areas(a.current) or None,
        "no_areas_before": None if held.no_small_areas(a.current) else held.no_small_areas(a.previous) or None,
        **_placed(held),
        **_wards(held),
        **_rates(held),
        **_changes(held),
        **_concentration(held),
        **_same_places(held),
        **_deprivation(held),
    }
    return {name: None if isinstance(value, Value) and value.missing else value for name, value in found.items()}


def _placed(held: Held) -> dict[str, object]:
    (ward, everything), (small, kinds) = pairs(held, held.a.current)
    return {
        "placed": ward,
        "placed_share": placed_share(ward, everything),
        "not_placed": not_placed(ward, everything),
        "small_placed_share": placed_share(small, kinds),
    }


def _wards(held: Held) -> dict[str, object]:
    """The ward with most offences, its shares of offences and residents, and whether a rate misleads in it."""
    found = wards(held)
    top = found[0] if found else None
    misleading = [ward.name for ward in found if ward.misleads]
    return {
        "top_ward": top.name if top else None,
        "top_offences": top.offences if top else None,
        "top_share": top.share if top else None,
        "top_people": top.residents_share if top else None,
        "top_visitors": top.visitors_share if top else None,
        "top_times": top.against_rest if top else None,
        "top_misleads": top.name if top and top.misleads else None,
        "misleading": listed(misleading) if misleading else None,
        "misleading_number": held.figure(len(misleading), unit="areas", measure="number:misleading", title="Wards"),
        "wards": held.figure(len(found), unit="areas", measure="number:wards", title="Wards") if found else None,
    }


def _rates(held: Held) -> dict[str, object]:
    """The wards at both ends by rate, those left out in which the rate misleads."""
    kept = [ward for ward in wards(held) if not ward.misleads and not ward.rate.missing]
    kept.sort(key=lambda ward: -ward.rate.number)
    found: dict[str, object] = dict.fromkeys(("first_ward", "first_rate", "last_ward", "last_rate"))
    if kept:
        found = {"first_ward": kept[0].name, "first_rate": kept[0].rate, "first_times": kept[0].against_rest}
        found |= {"last_ward": kept[-1].name, "last_rate": kept[-1].rate}
    placed = [ward for ward in kept if not ward.rank.missing]
    moved = max(kept, key=lambda ward: abs(ward.rate.number - ward.shrunken.number), default=None)
    return found | {
        "ranked": held.figure(len(placed), unit="areas", measure="number:ranked-wards", title="Wards with a rank"),
        "higher": _number(held, kept, "higher", lambda ward: ward.against_rest.lower > 1),
        "lower": _number(held, kept, "lower", lambda ward: ward.against_rest.upper < 1),
        "moved_ward": moved.name if moved else None,
        "moved_rate": moved.rate if moved else None,
        "moved_shrunken": moved.shrunken if moved else None,
    }


def _number(held: Held, found: list[Ward], what: str, chosen) -> Value | None:
    number = sum(bool(chosen(ward)) for ward in found)
    about = {"unit": "areas", "measure": f"number:wards-{what}", "title": f"Wards with a {what} rate"}
    return held.figure(number, population="wards", **about) if found else None


def _changes(held: Held) -> dict[str, object]:
    """Which wards clearly have fewer offences than the year before, and which more, all tested together."""
    found, said = ward_changes(held), {}
    for name, way in (("down", "fell"), ("up", "rose")):
        moved = [one for one in found if one.direction == way]
        about = {"unit": "areas", "measure": f"number:wards-{name}", "title": "Wards", "population": "wards"}
        said[f"{name}_wards"] = listed([one.ward for one in moved])
        said[f"{name}_number"] = held.figure(len(moved), **about) if found else None
        said[f"{name}_changes"] = [one.change for one in moved]
    alone = [one for one in found if one.change.direction in ("rose", "fell") and not one.holds]
    about = {"unit": "areas", "measure": "number:wards-alone", "title": "Wards", "population": "wards"}
    return said | {"alone": held.figure(len(alone), **about) if found else None}


def _concentration(held: Held) -> dict[str, object]:
    year, _ = both_years(held)
    if year.reason:
        names = ("areas", "quarter", "half", "half_chance", "tenth", "tenth_share", "tenth_chance", "gini")
        return dict.fromkeys((*names, "busiest_share"))
    number, spread = how_many(held)[TENTH], holding(year)
    half, quarter = spread.iloc[1], spread.iloc[0]
    found: dict[str, object] = {
        "areas": _areas(held, len(year.counts), "all", "Small areas"),
        "quarter": _areas(held, int(quarter["places"]), "quarter", "Small areas with a quarter of offences"),
        "half": _areas(held, int(half["places"]), "half", "Small areas with half of offences"),
        "half_chance": _areas(held, int(half["expected_places"]), "half-by-chance", "Small areas by chance"),
        "tenth": _areas(held, number, "tenth", "Fullest small areas"),
        "gini": _ratio(held, evenness(year).generalised, "gini", "Gini's coefficient"),
    }
    if held.census.reason:
        return found | {"tenth_share": None, "tenth_chance": None}
    row = in_fullest(held, year).iloc[list(how_many(held)).index(TENTH)]
    return found | {
        "tenth_share": _share(held, "Fullest small areas", row["share"], "fullest"),
        "tenth_chance": _share(
            held, "Fullest small areas", row["by_chance"], "chance", lower=row["lower"], upper=row["upper"]
        ),
    }


def _same_places(held: Held) -> dict[str, object]:
    """Hot spots of both years, whether neighbours are alike, and whether the order of the areas stays."""
    now, before = both_years(held)
    found: dict[str, object] = dict.fromkeys(
        ("hot", "hot_both", "likeness", "like_chance", "tenth_same", "tenth_repeats", "order")
    )
    if now.reason:
        return found
    alike, hot = likeness(held, now), clusters(held, now).hot
    found |= {
        "hot": _areas(held, int(hot.sum()), "hot-spots", "Hot spots"),
        "likeness": _ratio(held, alike.value, "morans-i", "Likeness of neighbours"),
        "like_chance": held.figure(
            alike.p_value, unit="probability", measure="p-value:morans-i", title="Likeness of neighbours"
        ),
    }
    if before.reason:
        return found
    order, number = agreement(now, before), how_many(held)[TENTH]
    return found | {
        "hot_both": _areas(held, int((hot & clusters(held, before).hot).sum()), "hot-in-both", "Hot spots"),
        "tenth_same": same_areas(held, number),
        "tenth_repeats": repeats_by_chance(held, number),
        "order": _ratio(held, order.value, "rank-correlation:years", "Agreement of the years"),
    }


def _deprivation(held: Held) -> dict[str, object]:
    found = fifths(held)
    names = ("poorest_share", "poorest_people", "poorest_rate", "least_rate", "poorest_violence", "least_violence")
    said: dict[str, object] = dict.fromkeys((*names, "along"))
    said["no_fifths"] = None if held.no_wards() else no_fifths(held) or None
    if not found:
        return said
    along = agreement_with_deprivation(held)
    return said | {
        "poorest_share": found[0].share,
        "poorest_people": found[0].residents_share,
        "poorest_rate": found[0].rate,
        "least_rate": found[-1].rate,
        "poorest_violence": found[0].violence_rate,
        "least_violence": found[-1].violence_rate,
        "along": _ratio(held, along.value, "rank-correlation:deprivation", "Agreement with deprivation"),
    }


def _areas(held: Held, number: int, what: str, title: str) -> Value:
    return held.figure(number, unit="areas", measure=f"number:{what}", title=title)


def _ratio(held: Held, number: float, measure: str, title: str) -> Value:
    return held.figure(number, unit="ratio", measure=measure, title=title, method=title)
