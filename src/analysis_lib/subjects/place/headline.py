"""What the chapter's sentences name."""

from __future__ import annotations

from analysis_lib.assessment import Assessment
from analysis_lib.catalogue import Census, Deprivation, Geography, Population
from analysis_lib.exhibits.words import listed
from analysis_lib.people import People
from analysis_lib.subjects.place.people import BANDS, CHILDREN, LONDON, OLDER, WORKING, grown, place_by_share, share_of
from analysis_lib.values import Value


def headline(
    population: Population, census: Census, deprivation: Deprivation, geography: Geography, a: Assessment
) -> dict[str, object]:
    """How many live here, of what ages and ethnic groups, how that changed, and how deprived their areas are.

    A figure that is not held is None, and ``no_ages``, ``no_groups`` and the like say why.
    """
    found = {
        **_size(population, a),
        **_ages(population, a),
        **_ethnic_groups(census, a),
        **_deprivation(deprivation, geography, a),
    }
    held = {name: None if isinstance(value, Value) and value.missing else value for name, value in found.items()}
    return {"area": a.area, "period": a.current} | held


def _size(population: Population, a: Assessment) -> dict[str, object]:
    own = population.at(a.area, People(), a.current)
    moved, london = (grown(population, name, People()) for name in (a.area.name, LONDON))
    other = own.release != moved.now.release
    return {
        "residents": own,
        "mid_year": own.period,
        "growth": moved,
        "london_growth": london,
        "first_year": moved.before.period,
        "last_year": moved.now.period,
        "release": moved.now.release,
        "newest_release": own.release if other else None,
    }


def _ages(population: Population, a: Assessment) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, people in (("children", CHILDREN), ("working", WORKING), ("older", OLDER)):
        found[name] = share_of(population, a.area.name, people, a)
        found[f"london_{name}"] = share_of(population, LONDON, people, a)
        found[f"{name}_place"] = place_by_share(population, people, a)
    return found | {
        "age_year": found["working"].period,
        "no_ages": found["working"].reason or None,
        **_movers(population, a),
    }


def _movers(population: Population, a: Assessment) -> dict[str, object]:
    """The bands of ages whose number changed most, up and down."""
    moves = [value for people in BANDS if not (value := grown(population, a.area.name, people)).missing]
    up, down = (choose(moves, key=lambda move: move.number, default=None) for choose in (max, min))
    return {
        "most_grown": up if up and up.number > 0 else None,
        "most_shrunk": down if down and down.number < 0 else None,
        "from_year": up.before.period if up else None,
        "to_year": up.now.period if up else None,
    }


def _ethnic_groups(census: Census, a: Assessment) -> dict[str, object]:
    """The two largest broad groups, beside London."""
    shares = {group: census.share(a.area, group) for group in census.broad_groups}
    first, second, *_ = sorted(census.broad_groups, key=lambda group: -(shares[group].value or 0))
    return {
        "census": census.source.title,
        "largest_name": first,
        "largest": shares[first],
        "london_largest": census.share(LONDON, first),
        "second_name": second,
        "second": shares[second],
        "london_second": census.share(LONDON, second),
        "no_groups": shares[first].reason or None,
    }


def _deprivation(deprivation: Deprivation, geography: Geography, a: Assessment) -> dict[str, object]:
    fifths, domains = deprivation.fifths(a.area), [name for name in deprivation.domains if name != "overall"]
    places = sorted((deprivation.rank(a.area, name) for name in domains), key=lambda place: place.value or 0)
    wards = wards_of_the_most_deprived(deprivation, geography, a)
    return {
        "index": deprivation.source.title,
        "deprivation_place": deprivation.rank(a.area),
        "highest_domain": places[0],
        "lowest_domain": places[-1],
        "small_areas": deprivation.number(a.area),
        "most_deprived": fifths[0],
        "least_deprived": fifths[-1],
        "deprived_wards": listed(wards) if wards else None,
        "no_index": deprivation.rank(a.area).reason or None,
        "no_small_areas": deprivation.number(a.area).reason or None,
    }


def wards_of_the_most_deprived(deprivation: Deprivation, geography: Geography, a: Assessment) -> list[str]:
    """The wards that hold small areas of the most deprived fifth of England's, the one with most of them first."""
    if deprivation.reason:
        return []
    held = deprivation.small_areas(a.area)
    codes = held.loc[held["decile"] <= 2, "lsoa_code"]
    now = geography.to_2021(codes).dropna().explode()
    wards = geography.ward_of(now).value_counts()
    return sorted(wards.index, key=lambda ward: (-wards[ward], ward))
