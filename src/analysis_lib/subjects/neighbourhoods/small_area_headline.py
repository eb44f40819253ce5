"""What the sentences on small areas name."""

from __future__ import annotations

from analysis_lib.subjects.neighbourhoods.by_deprivation import agreement_with_deprivation, fifths
from analysis_lib.subjects.neighbourhoods.figures import (
    areas,
    coefficient,
    repeats_by_chance,
    same_areas,
    share_by_chance,
    share_in_fullest,
)
from analysis_lib.subjects.neighbourhoods.held import Held
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

SIGNIFICANCE = 0.05
TENTH = 10  # per cent of the small areas: the part that the sentences speak of


def small_area_headline(held: Held) -> dict[str, object]:
    """How concentrated offences are, whether in the same places as before, and how that goes with deprivation."""
    return _concentration(held) | _same_places(held) | _deprivation(held)


def _concentration(held: Held) -> dict[str, object]:
    year, _ = both_years(held)
    if year.reason:
        names = ("areas", "quarter", "half", "half_chance", "tenth", "tenth_share", "tenth_chance", "gini")
        return dict.fromkeys((*names, "busiest_share"))
    number, spread = how_many(held)[TENTH], holding(year)
    half, quarter = spread.iloc[1], spread.iloc[0]
    found: dict[str, object] = {
        "areas": areas(held, len(year.counts), "all", "Small areas"),
        "quarter": areas(held, int(quarter["places"]), "quarter", "Small areas with a quarter of offences"),
        "half": areas(held, int(half["places"]), "half", "Small areas with half of offences"),
        "half_chance": areas(held, int(half["expected_places"]), "half-by-chance", "Small areas by chance"),
        "tenth": areas(held, number, "tenth", "Fullest small areas"),
        "gini": coefficient(held, evenness(year).generalised, "gini", "Gini's coefficient"),
    }
    if held.census.reason:
        return found | {"tenth_share": None, "tenth_chance": None}
    row = in_fullest(held, year).iloc[list(how_many(held)).index(TENTH)]
    return found | {
        "tenth_share": share_in_fullest(held, "Fullest small areas", row["share"]),
        "tenth_chance": share_by_chance(held, "Fullest small areas", row),
    }


def _same_places(held: Held) -> dict[str, object]:
    """Hot spots of both years, whether neighbours are alike, and whether the order of the areas stays."""
    now, before = both_years(held)
    found: dict[str, object] = dict.fromkeys(
        ("hot", "hot_both", "likeness", "unlikeness", "tenth_same", "tenth_repeats", "order")
    )
    if now.reason:
        return found
    alike, hot = likeness(held, now), clusters(held, now).hot
    pattern = coefficient(held, alike.value, "morans-i", "Likeness of neighbours")
    sure = alike.p_value < SIGNIFICANCE and alike.value > alike.expected
    found |= {
        "hot": areas(held, int(hot.sum()), "hot-spots", "Hot spots"),
        "likeness": pattern if sure else None,
        "unlikeness": None if sure else pattern,
    }
    if before.reason:
        return found
    order, number = agreement(now, before), how_many(held)[TENTH]
    return found | {
        "hot_both": areas(held, int((hot & clusters(held, before).hot).sum()), "hot-in-both", "Hot spots"),
        "tenth_same": same_areas(held, number),
        "tenth_repeats": repeats_by_chance(held, number),
        "order": coefficient(held, order.value, "rank-correlation:years", "Agreement of the years"),
    }


def _deprivation(held: Held) -> dict[str, object]:
    found = fifths(held)
    names = ("poorest_share", "poorest_people", "poorest_rate", "least_rate", "poorest_violence", "least_violence")
    said: dict[str, object] = dict.fromkeys((*names, "along"))
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
        "along": coefficient(held, along.value, "rank-correlation:deprivation", "Agreement with deprivation"),
    }
