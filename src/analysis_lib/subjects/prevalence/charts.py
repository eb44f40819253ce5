"""The chapter's charts."""

from __future__ import annotations

import itertools

import pandas as pd

from analysis_lib.assessment import Period, boroughs
from analysis_lib.catalogue.monthly import MonthlyCounts
from analysis_lib.contracts import Source, SourceLine
from analysis_lib.exhibits import charts
from analysis_lib.exhibits.charts.panels import Panel, Point
from analysis_lib.exhibits.charts.ranges import RangeRow
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.words import QUOTED, SHORTHAND, approximate, cell, modelled_range, rounded
from analysis_lib.subjects.prevalence.estimates import Estimate, Study
from analysis_lib.subjects.prevalence.tables import MEASURES, NO_ESTIMATE
from analysis_lib.subjects.recorded_crime import count
from analysis_lib.values import Value

KEY = {
    "number": "Circle: the number at the national rate",
    "band": "Band: the range",
    "region": "Open diamond: at the rate of London relative to the nation",
    "definition": "Open square: by other questions, or of other ages",
}
READ = f"{QUOTED} {SHORTHAND[QUOTED]}."
RECORDED = {
    "domestic-abuse": "flagged_crime:domestic-abuse",
    "sexual-assault": "recorded_crime:sexual-offences",
    "stalking": "recorded_crime:stalking-and-harassment",
}
SETS = {"old": "Old questions", "new": "New questions"}


def chart_ranges(study: Study) -> Chart:
    """The number and range of women and men of each measure."""
    made = [one for measure in MEASURES for one in study.of(measure)]
    shown = [one for one in made if not one.missing and one.figure.people.sex != "persons"]
    if not shown:
        return Chart.nothing(NO_ESTIMATE)
    largest = max(shown, key=lambda one: one.total.number)
    first = next((one for one in shown if one.total.lower is not None), None)
    said = f" {first.total.title}: {modelled_range(first.total.lower, first.total.upper)}." if first else ""
    return charts.range_plot(
        [_row(one) for one in shown],
        unit="People in a year, modelled",
        source=study.source(*shown),
        words_for=study.a.words,
        alt=f"Range plot of modelled numbers of people affected in a year, {study.a.area}, {len(shown)} rows.{said} "
        f"Largest number: {approximate(largest.total.number)}.",
        key=KEY,
        message=_message(first, study.a.area.name),
        notes=_overlap_notes(shown),
    )


def _message(first: Estimate | None, area: str) -> str:
    if first is None:
        return f"How many people in {area} may be affected in a year"
    return f"{first.total.title}: {modelled_range(first.total.lower, first.total.upper)} in a year, by estimate"


def chart_recorded(study: Study, *counts: MonthlyCounts) -> Chart:
    """Modelled numbers of people beside the offences that the police recorded in the same twelve months."""
    rows, made = [], []
    for measure in RECORDED:
        one, recorded = study.everyone(measure), _recorded(study, measure, counts)
        if recorded and one and not one.missing:
            made.append(one)
            rows += [_row(one), RangeRow(f"{recorded.title}: offences recorded", recorded)]
    if not rows:
        return Chart.nothing(f"No chart of recorded offences beside estimates is drawn. {NO_ESTIMATE}")
    pairs = zip(made, rows[1::2], strict=True)
    parts = [f"{one.figure.value.title} {cell(one.total)} people, {cell(row.value)} offences" for one, row in pairs]
    return charts.range_plot(
        rows,
        unit="People modelled, or offences recorded, in a year",
        source=_lines(study.source(*made), *(held.source for held in counts)),
        words_for=study.a.words,
        alt=f"People modelled and offences recorded, {study.a.area}: {'; '.join(parts)}.",
        key=KEY | {"number": f"{KEY['number']}. Triangle: offences recorded"},
        notes=[
            "The offences are those recorded in the same twelve months. People and offences are different units: "
            "one person can be harmed many times, and offences against people of every age are recorded. Neither is a "
            "share of the other.",
            *[READ] * any(one.total.second_hand for one in made),
        ],
    )


def _recorded(study: Study, measure: str, counts: tuple[MonthlyCounts, ...]) -> Value | None:
    """The offences recorded in an estimate's survey year; None if a month is missing or recording changed in it."""
    one, name = study.everyone(measure), RECORDED[measure]
    held = next((held for held in counts if held.name == name.partition(":")[0]), None)
    if one is None or held is None:
        return None
    period, span = one.figure.period, held.span(name)
    whole = span is not None and span.start <= period.start and period.end <= span.end
    if not whole or held.measures[name].not_comparable(*_ends(period)):
        return None
    found = count(held, name, study.a.area.name, period)
    return None if found.missing else found


def _ends(period: Period) -> tuple[str, str]:
    return f"{period.start:%Y-%m}", f"{period.end:%Y-%m}"


def chart_boroughs(study: Study, measure: str = "domestic-abuse") -> Chart:
    """The modelled number of women in every borough of London, the largest first."""
    found = [one for one in study.of(measure) if not one.missing and one.figure.people.sex == "women"]
    if not found:
        return Chart.nothing(NO_ESTIMATE)
    totals = {area.name: study.at(found[0].figure, area.name, ranges=False).total for area in boroughs()}
    numbers = pd.DataFrame({"number": {area: total.number for area, total in totals.items()}})
    numbers = numbers.sort_values("number", ascending=False)
    ends = [f"{name} {approximate(numbers.loc[name, 'number'])}" for name in (numbers.index[0], numbers.index[-1])]
    own = study.a.area.name
    return charts.dot_rows(
        numbers,
        unit="Women in a year, modelled",
        source=study.source(*found),
        words_for=study.a.words | _words(found[0]),
        alt=f"Dots of the modelled number of women in {len(numbers)} boroughs, at one national rate: most {ends[0]}, "
        f"fewest {ends[1]}, {own} {approximate(numbers.loc[own, 'number'])}.",
        modelled=True,
        focus=own,
        notes=[
            "Every borough is given the same rate, so the order is that of population alone. It says nothing of risk."
        ],
    )


def chart_ages(study: Study, measure: str) -> Chart:
    """National rates by age group for women and men, of the newest survey period that has both."""
    figures = study.survey.by_age(measure, ("women", "men"))
    if not figures:
        return Chart.nothing("No chart by age is drawn, because no rates by age are held for both women and men.")
    frame = pd.DataFrame({"women": _by_band(figures, "women"), "men": _by_band(figures, "men")})
    high = max(figures, key=lambda one: one.estimate)
    return charts.dot_rows(
        frame,
        unit="Per cent of the age group, in a year",
        source=study.survey.source,
        words_for=study.a.words | {"survey_period": figures[0].period.label, "measure": figures[0].value.title.lower()},
        alt=f"Rates by age group for women and men, England and Wales, {figures[0].period.label}: highest among "
        f"{high.people}, {rounded(high.estimate, 1)}%.",
        decimals=1,
        notes=["Rates of England and Wales, not of the borough. They are women first, then men."],
    )


def chart_question_sets(study: Study) -> Chart:
    """The rates of domestic abuse under the old questions and under the new, in panels that are not joined."""
    panels = [
        Panel(SETS[name], points)
        for name in SETS
        if (points := [point for sex in ("women", "men") for point in _points(study, sex, name)])
    ]
    last = [f"{panel.title.lower()} {_latest(panel)}" for panel in panels]
    how = "in two panels that are not joined" if len(panels) > 1 else "by survey year"
    return charts.rate_panels(
        panels,
        unit="Per cent in a year",
        source=study.survey.source,
        words_for=study.a.words,
        alt=f"Rates of domestic abuse, England and Wales, {how}: {'; '.join(last)}.",
        notes=[
            *["The two sets of questions ask differently, so their figures are not comparable."] * (len(panels) > 1),
            *[READ] * any(point.second_hand for panel in panels for point in panel.points),
        ],
    )


def _row(one: Estimate) -> RangeRow:
    layers = {layer.name: layer for layer in one.layers}
    marks = [
        ({"regions": "region", "definitions": "definition"}[name], mark.title, mark.value)
        for name in ("regions", "definitions")
        if name in layers
        for mark in layers[name].marks
    ]
    rounding = layers["rounding"]
    return RangeRow(one.total.title, one.total, (rounding.lower, rounding.upper), tuple(marks))


def _overlap_notes(shown: list[Estimate]) -> list[str]:
    years = sorted({f"{one.figure.period.end:%Y}" for one in shown})
    notes = [f"Rates of the survey years to March {', '.join(years)}. One person can be in several rows."]
    if any(one.total.second_hand for one in shown):
        notes.append(READ)
    if any(one.total.lower is None for one in shown):
        notes.append("No band: nothing but the rounding of the rate is known.")
    return notes


def _words(one: Estimate) -> dict[str, str]:
    return {"survey_period": one.figure.period.label, "people": str(one.figure.people)}


def _by_band(figures: list, sex: str) -> dict[str, float]:
    found = [one for one in figures if one.people.sex == sex]
    return {str(one.people).removeprefix(f"{sex} ").capitalize(): one.estimate for one in found}


def _points(study: Study, sex: str, question_set: str) -> list[Point]:
    series = study.survey.series("domestic-abuse", sex, question_set)
    ages = [str(one.people).removeprefix(f"{sex} ") for one in series]
    return [
        Point(sex, one.survey_year, one.estimate, asked + _run(series, one), one.second_hand)
        for one, asked in zip(series, ages, strict=True)
    ]


def _run(series: list, one) -> str:
    """Which run of survey years without a gap a figure is in, so that no line is drawn across a year without one."""
    years = [other.survey_year for other in series if other.survey_year <= one.survey_year]
    return f" ({sum(later - earlier > 1 for earlier, later in itertools.pairwise(years)) + 1})"


def _latest(panel: Panel) -> str:
    last = max(point.year for point in panel.points)
    return f"{last}: " + ", ".join(
        f"{p.series} {rounded(p.rate, 1)}%{' (second-hand)' * p.second_hand}" for p in panel.points if p.year == last
    )


def _lines(first: SourceLine, *others: Source) -> SourceLine:
    return SourceLine(" ".join([first, *(one.line for one in others)]), [*first.names, *(one.name for one in others)])
