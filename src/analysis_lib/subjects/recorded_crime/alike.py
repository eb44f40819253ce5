"""The boroughs most like this one in who lives there and how deprived they are, and their rates of recorded crime."""

from __future__ import annotations

import dataclasses

import pandas as pd

from analysis_lib.assessment import Assessment
from analysis_lib.catalogue import Dataset, Deprivation, Population
from analysis_lib.catalogue.deprivation import DOMAINS
from analysis_lib.contracts import SourceLine
from analysis_lib.exhibits import words
from analysis_lib.measures import TOTAL
from analysis_lib.people import People
from analysis_lib.statistics.similarity import Likeness, most_alike
from analysis_lib.subjects.recorded_crime.counts import AIRPORT_BOROUGHS, count, groups
from analysis_lib.subjects.recorded_crime.rates import EVERYONE, resident_rate, residents_note, side
from analysis_lib.subjects.recorded_crime.rows import frame_of
from analysis_lib.values import Value, rate, ratio, total

AGES = ((0, 15), (16, 24), (25, 44), (45, 64), (65, None))
BANDS = tuple(People(sex, youngest, oldest) for sex in ("women", "men") for youngest, oldest in AGES)
LEFT_OUT = ("overall", "crime")  # the crime domain is made of recorded crime, and the overall index holds it
NEAREST = 5
TOGETHER = "The most similar boroughs"
OLD = People("persons", 65)
ABOVE, BELOW, AMONG = "higher than in each", "lower than in each", "among them"
RULE_NOTE = (
    "The rule: shares of residents by sex and age (under 16, 16 to 24, 25 to 44, 45 to 64, 65 and over) and average "
    "scores of six domains of deprivation; the domain of crime is left out, because it is made of recorded crime. Each "
    "is standardised over the 32 boroughs; people and deprivation weigh the same."
)
AIRPORT_NOTE = "Offences at the airport within {names} are in its counts, and nobody lives there."


def likeness(people: Population, deprivation: Deprivation, a: Assessment) -> Likeness | None:
    """How like the area every other borough is; None where :func:`why_none` says why."""
    if why_none(people, deprivation, a):
        return None
    structure = people.structure(people.newest(BANDS[0], a.current), BANDS)
    scores = deprivation.boroughs.pivot(index="area", columns="domain", values="score")
    scores = scores[[name for name in DOMAINS if name not in LEFT_OUT]].reindex(structure.index)
    return most_alike([structure, scores], to=a.area.name, nearest=NEAREST)


def why_none(people: Population, deprivation: Deprivation, a: Assessment) -> str:
    """Why no similar boroughs are named; empty if they are."""
    return deprivation.reason or people.at(a.area, BANDS[0], a.current).reason


def similar_boroughs(people: Population, deprivation: Deprivation, a: Assessment) -> pd.DataFrame:
    """The five most similar boroughs, the most alike first: how far they are, and what they are like."""
    found = likeness(people, deprivation, a)
    rows = {}
    for name in [a.area.name, *found.chosen] if found else []:
        own = name == a.area.name
        rows[name] = {
            "Distance (average borough 1)": "[z]" if own else _distance(found, people, name, a),
            "Chosen if one feature is left out (%)": "[z]" if own else _stays(found, people, name, a),
            "Aged 65 and over (%)": people.share(name, OLD, people.newest(OLD, a.current)),
            "Score of deprivation": deprivation.score(name),
        }
    frame = frame_of(rows, "Borough", _source_of_people(people, deprivation, a), a, ["member"] * len(rows), [RULE_NOTE])
    why = why_none(people, deprivation, a)
    frame.attrs["instead"] = f"No most similar boroughs of {a.area} are named: {why}."
    return frame


def _source_of_people(people: Population, deprivation: Deprivation, a: Assessment) -> SourceLine:
    release = people.at(a.area, BANDS[0], a.current).release
    cited = f"{people.cite(release)} " if release else ""
    return SourceLine(f"{cited}{deprivation.source.line}", [people.source.name, deprivation.source.name])


def _distance(found: Likeness, people: Population, name: str, a: Assessment) -> Value:
    """The distance of a borough over the mean distance of all others."""
    return dataclasses.replace(
        _about(people, name, a),
        value=float(found.distance[name] / found.distance.mean()),
        unit="ratio",
        measure="distance:likeness",
        method=f"standardised distance from {a.area} over the mean of all other boroughs",
    )


def _stays(found: Likeness, people: Population, name: str, a: Assessment) -> Value:
    return dataclasses.replace(
        _about(people, name, a),
        value=100 * int(found.stays[name]) / found.versions,
        unit="per cent",
        measure="stays:likeness",
        method="versions of the rule without one feature in which the borough is still among the most similar",
    )


def _about(people: Population, name: str, a: Assessment) -> Value:
    like = people.at(name, BANDS[0], a.current)
    return dataclasses.replace(like, title="Likeness", people=None, population="boroughs of London")


def rate_together(offences: Dataset, people: Population, measure: str, names: list[str], a: Assessment) -> Value:
    """The rate of several boroughs together."""
    counts = [count(offences, measure, name, a.current) for name in names]
    residents = [people.at(name, EVERYONE, a.current) for name in names]
    return rate(total(counts, place=TOGETHER), total(residents, place=TOGETHER))


def beside(own: Value, others: list[Value]) -> str:
    """Whether a rate is higher than each of the others, lower than each, or neither, by the intervals of the ratios."""
    if own.missing or any(other.missing for other in others):
        return "[z]"
    sides = {side(own, other) for other in others}
    return ABOVE if sides == {"higher"} else BELOW if sides == {"lower"} else AMONG


def compare_similar(offences: Dataset, people: Population, deprivation: Deprivation, a: Assessment) -> pd.DataFrame:
    """The rate of each offence group in the area, in the most similar boroughs together, and in each of them."""
    found = likeness(people, deprivation, a)
    rows = {}
    for measure in [*groups(offences), offences.measures[TOTAL]] if found else []:
        own, *others = (
            resident_rate(offences, people, measure.name, name, a.current) for name in (a.area.name, *found.chosen)
        )
        rows[measure.title] = {
            a.area.name: own,
            "The five together": rate_together(offences, people, measure.name, found.chosen, a),
            "Beside the five": beside(own, others),
        } | dict(zip(found.chosen, others, strict=True))
    levels = [*["member"] * (len(rows) - 1), "total"] if rows else []
    release = people.at(a.area, EVERYONE, a.current).release
    source = SourceLine(
        f"{offences.source.line} {people.cite(release) if release else ''}".strip(),
        [offences.source.name, people.source.name],
    )
    notes = [
        f"Offences for every 1,000 residents; {residents_note(people, a)}",
        "Higher or lower than in each: by the intervals of the ratios, which allow for chance as if offences came "
        "singly; as they come in batches too, the true ones are wider.",
    ]
    if airports := [name for name in (found.chosen if found else []) if name in AIRPORT_BOROUGHS]:
        notes.append(AIRPORT_NOTE.format(names=words.listed(airports)))
    frame = frame_of(rows, "Offence", source, a, levels, notes)
    frame.attrs["instead"] = ""  # the table of similar boroughs has said why
    return frame


def similar_headline(
    offences: Dataset, people: Population, deprivation: Deprivation, a: Assessment
) -> dict[str, object]:
    """The five boroughs, the rate of all offences beside theirs, and the groups above or below all five; None if none.

    ``steady`` names those that stay among the five whichever feature is left out.
    """
    found = likeness(people, deprivation, a)
    keys = ("chosen", "steady", "own_rate", "their_rate", "against", "above", "below", "none_beyond")
    if found is None:
        return dict.fromkeys(keys) | {"area": a.area, "period": a.current}
    table = compare_similar(offences, people, deprivation, a)
    own, together = (
        resident_rate(offences, people, TOTAL, a.area.name, a.current),
        rate_together(offences, people, TOTAL, found.chosen, a),
    )
    steady = [name for name in found.chosen if found.stays[name] == found.versions]
    members = table.iloc[:-1]
    beyond = {
        key: list(members.loc[members["Beside the five"] == word, a.area.name]) or None
        for key, word in (("above", ABOVE), ("below", BELOW))
    }
    return {
        "area": a.area,
        "period": a.current,
        "chosen": words.listed(found.chosen),
        "steady": words.listed(steady) if steady else None,
        "own_rate": own,
        "their_rate": together,
        "against": ratio(own, together),
        **beyond,
        "none_beyond": None if any(beyond.values()) else "clearly higher, or clearly lower, than in each",
    }
