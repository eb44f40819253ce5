"""The chapter's charts."""

from __future__ import annotations

from analysis_lib.assessment import Assessment, Period
from analysis_lib.catalogue import Census, Deprivation, Geography, Population
from analysis_lib.contracts import SourceLine
from analysis_lib.exhibits import charts
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.words import cell
from analysis_lib.people import People
from analysis_lib.subjects.place.headline import wards_of_the_most_deprived
from analysis_lib.subjects.place.people import BANDS, LONDON, grown

NAMED = 6  # wards that the map names
LABELS = ("Least deprived fifth", "Second least", "Middle fifth", "Second most", "Most deprived fifth")


def chart_ages(population: Population, a: Assessment) -> Chart:
    """A pyramid of the area against London, of the newest year held by sex and age."""
    women = People("women", 16)
    year = population.newest(women, a.current)
    if year is None:
        return Chart.nothing(f"No pyramid is drawn: {population.at(a.area, women, a.current).reason}.")
    day, release = Period.mid_year(year), population.count(a.area, women, year).release
    return charts.population_pyramid(
        population.by_age(a.area, year),
        population.by_age(LONDON, year),
        area=a.area.name,
        comparator=LONDON,
        date=day.label,
        source=SourceLine(population.cite(release), [population.source.name]),
        words_for=a.words | {"day": day.label},
    )


def chart_age_groups(population: Population, a: Assessment) -> Chart:
    """The number of residents of each band of ages in the first and the last year that one release holds by age."""
    moves = [grown(population, a.area.name, people) for people in BANDS]
    known = [move for move in moves if not move.missing]
    most = max(known, key=lambda move: move.number, default=None)
    releases = sorted({move.release for move in known})
    return charts.slope_chart(
        moves,
        measure=f"the number of residents in {a.area}",
        unit="People",
        groups="age groups",
        focus=most.title if most else "",
        source=SourceLine(population.cite(*releases), [population.source.name]),
        words_for=a.words,
        notes=["Blue: the age group that grew most in per cent. Estimates; no interval is published with them."],
    )


def chart_ethnic_groups(census: Census, a: Assessment) -> Chart:
    """The share of each broad ethnic group, against London."""
    groups = census.broad_groups
    shares, london = ([census.share(area, group) for group in groups] for area in (a.area, LONDON))
    first = max(range(len(groups)), key=lambda place: shares[place].value or 0)
    return charts.bars(
        shares,
        against=london,
        against_name=LONDON,
        measure="the share of residents in each broad ethnic group",
        unit="Per cent of residents",
        area=a.area.name,
        message=f"Largest broad group: {groups[first]}, {cell(shares[first])}% ({LONDON} {cell(london[first])}%)",
        source=census.source,
        words_for=a.words,
    )


def chart_deprivation(deprivation: Deprivation, geography: Geography, a: Assessment) -> Chart:
    """A map of the area's small areas by the fifth of England's that each is in; a sentence where none are held."""
    held = deprivation.small_areas(a.area)
    if deprivation.reason or held.empty:
        return Chart.nothing(f"No map is drawn of {a.area}: {deprivation.number(a.area).reason}.")
    return charts.choropleth(
        geography.shapes("lsoa 2011", a.area),
        {row.lsoa_code: 4 - (row.decile - 1) // 2 for row in held.itertuples()},
        labels=LABELS,
        measure="deprivation",
        kind="small areas",
        area=a.area.name,
        within=geography.shapes("ward", a.area),
        named=wards_of_the_most_deprived(deprivation, geography, a)[:NAMED],
        source=SourceLine(
            f"{deprivation.source.line} Boundaries from the {geography.source.publisher}.",
            [deprivation.source.name, geography.source.name],
        ),
        words_for=a.words,
        data=held.rename(columns={"lsoa_code": "small area (LSOA 2011)", "rank": "rank in England", "decile": "tenth"}),
        notes=["Lines: wards of 2022. Boundaries are generalised. Contains OS data, Crown copyright."],
    )
