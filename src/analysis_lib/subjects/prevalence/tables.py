"""The chapter's tables of estimates: frames of values, with source and notes."""

from __future__ import annotations

import dataclasses

import pandas as pd

from analysis_lib.assessment import boroughs
from analysis_lib.catalogue.crime_survey import LAST_YEAR
from analysis_lib.catalogue.survey_figures import Published
from analysis_lib.subjects.prevalence.estimates import NO_POPULATION, Estimate, Study
from analysis_lib.values import Value

MEASURES = ("domestic-abuse", "partner-abuse", "sexual-assault", "stalking", "any-of-three")
LAYERS = {"rounding": "Rounding", "sampling": "Sampling", "regions": "Regions", "definitions": "Definitions"}
SHORT = {"old": "old", "new": "new", "not distinguished": "[z]"}
NO_ESTIMATE = (
    f"No number of people is worked out here, because {NO_POPULATION}: mid-year estimates by sex and age are held for "
    "few years only."
)
MODELLED = (
    "Modelled, not counted: a national rate times the people who live here. Numbers are rounded to two figures, ranges "
    "outwards. A range is no confidence interval: it shows what rounding, the regions' differing rates and other "
    "definitions would give. Where it is not available, nothing but the rounding of the rate is known."
)
OVERLAP = "One person can be in several rows, so the rows must not be added up."


def estimates(study: Study, timeframe: str = LAST_YEAR) -> pd.DataFrame:
    """A row for each measure and whom it is about: range, number, rate, and what the rate and the population are of."""
    made = [one for measure in MEASURES for one in study.of(measure, timeframe)]
    rows = {
        one.total.title: {
            "Range": (one.total, "interval"),
            "Number, about": one.total,
            "Rate (%)": one.figure.value,
            "Survey year to March": str(one.figure.survey_year),
            "Questions": SHORT[one.figure.question_set],
            "Population": one.population.period.label,
        }
        for one in made
        if not one.missing
    }
    return _frame(rows, "What, and whom", study, made, [MODELLED, OVERLAP], instead=NO_ESTIMATE)


def layers(study: Study) -> pd.DataFrame:
    """What the range of each estimate is made of: a column for each layer, and what the regions and definitions are."""
    made = [one for measure in MEASURES for one in study.of(measure) if not one.missing]
    held = [name for name in LAYERS if name != "sampling" or any(one.layer("sampling") for one in made)]
    rows = {
        one.total.title: {LAYERS[name]: (_limited(one, name), "interval") for name in held}
        | {"What they are": _says(one)}
        for one in made
    }
    notes = [MODELLED, "Regional rates rest on few people, so that part of the regions' spread is chance."]
    if "sampling" not in held:
        notes.append("The sampling error is not held for any of these rates, so no column shows it.")
    return _frame(rows, "What, and whom", study, made, notes, instead=NO_ESTIMATE)


def by_borough(study: Study, measures: tuple[str, ...] = ("domestic-abuse", "sexual-assault")) -> pd.DataFrame:
    """The same estimates for every borough of London: a row for each, a column for each sex of each measure."""
    figures = [one.figure for measure in measures for one in study.of(measure) if not one.missing]
    figures = [figure for figure in figures if figure.people.sex != "persons"]
    made = {area.name: [study.at(figure, area.name, ranges=False) for figure in figures] for area in boroughs()}
    rows = {area: {_column(one.figure): one.total for one in found} for area, found in made.items() if found}
    every = [one for found in made.values() for one in found]
    note = "The rate is the same in every row, so the numbers differ by population alone."
    return _frame(rows, "Borough", study, every, [note, MODELLED.partition(". A range")[0] + "."], instead=NO_ESTIMATE)


def gaps(study: Study) -> pd.DataFrame:
    """The figures that are not held, and the table in which each should stand."""
    rows = {
        gap.figure: {"For": gap.people, "Survey years to March": f"{gap.since} on", "Table to fetch": gap.table}
        for gap in study.survey.gaps
    }
    instead = "For this assessment no figure is missing that the list of gaps names."
    return _frame(rows, "What is missing", study, [], [], instead=instead, source="This project's list of gaps.")


def gap_pages(study: Study) -> list[str]:
    """The official pages on which the missing tables should be found."""
    return list(dict.fromkeys(gap.page for gap in study.survey.gaps))


def published(study: Study) -> pd.DataFrame:
    """Where each rate that this chapter multiplies was read."""
    made = [one for tf in (LAST_YEAR, "since age 16") for measure in MEASURES for one in study.of(measure, tf)]
    rows = {
        one.total.title: {
            "Rate (%)": one.figure.value,
            "Survey year to March": str(one.figure.survey_year),
            "Publication": one.figure.publication.line,
            "How": "second-hand" if one.figure.second_hand else "original",
        }
        for one in made
    }
    return _frame(rows, "What, and whom", study, made, [], source=study.survey.source.line)


def _column(figure: Published) -> str:
    return f"{figure.value.title}, {figure.people.sex}"


def _limited(one: Estimate, name: str) -> Value:
    """The estimate with one layer as its range; without a range if the layer is not held."""
    layer = one.layer(name)
    limits = (layer.lower, layer.upper) if layer else (None, None)
    return dataclasses.replace(one.total, lower=limits[0], upper=limits[1])


def _says(one: Estimate) -> str:
    said = [f"{layer.name}: {layer.says}" for layer in one.layers if layer.name != "rounding"]
    return "; ".join(said) or "no regional rate and no other definition is held"


def _frame(
    rows: dict, head: str, study: Study, made: list[Estimate], notes: list[str], *, instead: str = "", source: str = ""
) -> pd.DataFrame:
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis(head)
    frame.attrs = {
        "words": study.a.words,
        "source": source or study.source(*made),
        "notes": notes,
        "instead": instead,
    }
    return frame
