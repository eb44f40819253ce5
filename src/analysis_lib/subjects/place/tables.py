"""The chapter's tables."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis_lib.assessment import Assessment
from analysis_lib.catalogue import Census, Deprivation, Population
from analysis_lib.people import People
from analysis_lib.subjects.place.people import BANDS, ENGLAND, LONDON, grown, share_of
from analysis_lib.values import Value

ROUNDED = "Shares are rounded singly and may not add to 100.0."


def compare_sizes(population: Population, a: Assessment) -> pd.DataFrame:
    """The area, London and England: residents now, and how much they grew on one release."""
    rows = {}
    for area in (a.area.name, LONDON, ENGLAND):
        moved = grown(population, area, People())
        rows[area] = {
            moved.before.period.label.capitalize(): moved.before,
            moved.now.period.label.capitalize(): moved.now,
            "Change (%)": moved,
            "Newest": population.at(area, People(), a.current),
        }
    newest = population.at(a.area, People(), a.current)
    notes = [
        f"The change is that of one release of the estimates ({moved.now.release}).",
        f"Newest: {newest.period.label}, from the {newest.release}, which also revised earlier years. It is not "
        "compared with the others." if newest.release != moved.now.release else "",
    ]  # fmt: skip
    return _frame(rows, "Area", a, population, "Change (%)", notes=[note for note in notes if note])


def compare_ages(population: Population, a: Assessment) -> pd.DataFrame:
    """Residents in broad bands of ages, and their shares in the area, London and England."""
    year, areas, rows = population.newest(BANDS[0], a.current), (a.area.name, LONDON, ENGLAND), {}
    for people in BANDS:
        shares = {f"{area} (%)": share_of(population, area, people, a) for area in areas}
        rows[_ages(people)] = {"People": population.at(a.area, people, a.current)} | shares
    if year:
        whole = {f"{area} (%)": population.share(area, People("persons", 0), year) for area in areas}
        everyone = population.total(a.area, year, release=population.at(a.area, BANDS[0], a.current).release)
        rows["All ages"] = {"People": everyone} | whole
    levels = ["member"] * len(BANDS) + ["total"] * bool(year)
    return _frame(rows, "Age", a, population, "People", levels, [ROUNDED])


def compare_growth(population: Population, a: Assessment) -> pd.DataFrame:
    """How much each band of ages changed over the years that one release holds by age, beside London."""
    rows = {}
    for people in BANDS:
        own, london = (grown(population, area, people) for area in (a.area.name, LONDON))
        rows[_ages(people)] = {
            own.before.period.label.capitalize(): own.before,
            own.now.period.label.capitalize(): own.now,
            "Change (%)": own,
            "Change in London (%)": london,
        }
    return _frame(rows, "Age", a, population, "Change (%)")


def compare_ethnic_groups(census: Census, a: Assessment) -> pd.DataFrame:
    """The broad ethnic groups and the groups that make them up: residents, and shares in the area and in London."""
    rows, levels = {}, []
    for broad in census.broad_groups:
        members = [group for group in census.ethnic_groups if group.startswith(f"{broad}:")]
        for group in [broad, *members]:
            rows[group.partition(": ")[2] or group] = {
                "People": census.ethnic_group(a.area, group),
                f"{a.area.name} (%)": census.share(a.area, group),
                "London (%)": census.share(LONDON, group),
            }
            levels.append("group" if group == broad else "member")
    everyone = census.everyone(a.area)
    rows["All residents"] = {"People": everyone, f"{a.area.name} (%)": "100.0", "London (%)": "100.0"}
    notes = ["Each broad group is the sum of the groups below it.", ROUNDED]
    return _frame(rows, "Ethnic group", a, census, "People", [*levels, "total"], notes)


def compare_domains(deprivation: Deprivation, a: Assessment) -> pd.DataFrame:
    """The overall index and its domains: place among the boroughs, and small areas in the most deprived tenth."""
    rows = {
        title: {
            "Place of 32": deprivation.rank(a.area, domain),
            "In the most deprived tenth (%)": deprivation.share(a.area, domain),
        }
        for domain, title in deprivation.domains.items()
    }
    notes = [
        "Place: by the average score of the borough's small areas, 1st for the most deprived London borough.",
        "In the most deprived tenth: of the borough's small areas, those among the most deprived tenth of England's.",
    ]
    return _frame(
        rows, "Index or domain", a, deprivation, "Place of 32", ["group"] + ["member"] * (len(rows) - 1), notes
    )


def _ages(people: People) -> str:
    if people == People():
        return "All ages"
    return f"{people.youngest} and over" if people.oldest is None else f"{people.youngest} to {people.oldest}"


def _frame(
    rows: dict,
    head: str,
    a: Assessment,
    figures: Population | Census | Deprivation,
    needed: str,
    levels: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> pd.DataFrame:
    """The table, or the sentence that says why there is none, if no row has a figure in the column ``needed``."""
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis(head)
    values = [cell for cell in frame.to_numpy().ravel() if isinstance(cell, Value)]
    releases = sorted({value.release for value in values if value.release})
    source = figures.cite(*releases) if isinstance(figures, Population) else figures.source
    gone = all(value.missing for value in frame[needed])
    instead = f"No table is given here: {frame[needed].iloc[0].reason}." if gone else ""
    frame = frame.iloc[:0] if gone else frame
    frame.attrs = {
        "words": a.words,
        "source": source,
        "notes": list(notes),
        "levels": list(levels),
        "instead": instead,
    }
    return frame
