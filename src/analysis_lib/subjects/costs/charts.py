"""The chapter's charts."""

from __future__ import annotations

import pandas as pd

from analysis_lib.exhibits import charts
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.words import listed, pounds, within
from analysis_lib.subjects.costs.abuse import COMPONENTS as ABUSE_COMPONENTS
from analysis_lib.subjects.costs.model import NO_DEFLATOR, Model, words
from analysis_lib.subjects.costs.money import in_prices_of
from analysis_lib.subjects.costs.recorded import COMPONENTS, costed_from, deflators
from analysis_lib.subjects.costs.uncertainty import CORRELATION, assumed, edition_error, what_drives

LEVELS = (0.5, 0.8, 0.95)


def _why_not(m: Model) -> str:
    """The sentence that stands where a chart of the cost of crime cannot be drawn."""
    return f"No chart is drawn here, because {m.total.value.reason if m.total else NO_DEFLATOR}."


def chart_crimes(m: Model) -> Chart:
    """The cost of each type of crime, in anticipation, as a consequence and in response."""
    crimes = [crime for crime in m.crimes if crime.components and crime.total.value.value]
    if not crimes or (m.total and m.total.value.missing):
        return Chart.nothing(_why_not(m))
    frame = pd.DataFrame(
        [[crime.components[name].value.value for name in COMPONENTS] for crime in crimes],
        index=[crime.recorded.title for crime in crimes],
        columns=["In anticipation of crime", "As its consequence", "In response to it"],
    )
    first, second = frame.sum(axis=1).nlargest(2).index if len(frame) > 1 else (frame.index[0], None)
    return charts.stacked_bars(
        frame,
        message=f"By the central estimate, {listed(within(name) for name in (first, second) if name)} cost most",
        what="the cost of crime by type",
        unit=f"Pounds, prices of {m.year}",
        source=m.costs.source_line(*costed_from(m.costs)),
        words_for=words(m),
        say=pounds,
        marks={crime.recorded.title: "or more" for crime in crimes if not crime.estimated},
        notes=["Or more: a floor, because only recorded offences could be costed. Unit costs were read second-hand."],
    )


def chart_total(m: Model) -> Chart:
    """The ranges of the simulated total."""
    if m.drawn is None:
        return Chart.nothing(_why_not(m))
    ranges = {level: m.drawn.limits(level) for level in LEVELS}
    return charts.nested_ranges(
        m.drawn.median,
        ranges,
        what="the simulated cost of crime",
        unit=f"Pounds, prices of {m.year}",
        source=m.costs.source_line(*costed_from(m.costs)),
        words_for=words(m),
        say=pounds,
        notes=[
            f"{m.drawn.draws:,} simulated totals. Unit costs vary by {edition_error(m.costs):.0%}, as they did between "
            f"editions, and move together (correlation {assumed(m.costs, CORRELATION):g}, an assumption)."
        ],
    )


def chart_drivers(m: Model) -> Chart:
    """What moves the cost of crime most."""
    found = what_drives(m.costs, m.offences, m.a)
    if found is None:
        return Chart.nothing(_why_not(m))
    return charts.tornado_chart(
        found,
        what="the cost of crime",
        unit=f"Pounds, prices of {m.year}",
        source=m.costs.source_line(*costed_from(m.costs)),
        words_for=words(m),
        say=pounds,
        notes=["Each input goes to the ends of its 95% range; the others stay as they are."],
    )


def chart_abuse(m: Model) -> Chart:
    """The parts of the cost of domestic abuse."""
    if not m.abuse:
        return Chart.nothing("No chart is drawn here, because the people affected or a deflator are not held.")
    parts = pd.Series({m.abuse[name].value.title: m.abuse[name].value.number for name in ABUSE_COMPONENTS})
    return charts.waterfall(
        parts,
        end="Sum of the parts",
        what="the cost of domestic abuse by part",
        unit=f"Pounds, prices of {m.year}",
        source=m.costs.source_line("domestic_abuse_costs", "gdp_deflators"),
        words_for=words(m),
        say=pounds,
        notes=[
            f"Harm and lost output are summed over an average of {m.abuse['all'].years} years of abuse: this is no "
            "annual cost. The parts were printed rounded."
        ],
    )


def chart_prices(m: Model) -> Chart:
    """The same crimes in the prices of each financial year held: what inflation alone does to the total."""
    if m.total is None or m.year is None or m.total.value.missing:
        return Chart.nothing(_why_not(m))
    index = deflators(m.costs)
    years = [year for year in sorted(index.index) if year <= m.year]
    frame = pd.DataFrame(
        {"Cost": [in_prices_of(m.total, year, index).value.number for year in years]},
        index=[f"Prices of {year}" for year in years],
    )
    return charts.stacked_bars(
        frame,
        what="the cost of the same crimes in the prices of each year",
        unit="Pounds",
        source=m.costs.source_line("unit_costs", "gdp_deflators"),
        words_for=words(m),
        say=pounds,
        notes=["The crimes are the same in every bar; only prices differ."],
    )
