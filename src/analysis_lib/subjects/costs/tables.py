"""The chapter's tables: frames of values, with source and notes."""

from __future__ import annotations

import dataclasses

import pandas as pd

from analysis_lib.measures import TOTAL, measure_name
from analysis_lib.subjects.costs import funding, interventions, services
from analysis_lib.subjects.costs.abuse import COMPONENTS as ABUSE_COMPONENTS
from analysis_lib.subjects.costs.model import NO_DEFLATOR, Model, words
from analysis_lib.subjects.costs.recorded import COMPONENTS, EDITION, costed_from, editions_compared, national_totals
from analysis_lib.subjects.costs.uncertainty import inputs_table
from analysis_lib.subjects.recorded_crime import count
from analysis_lib.values import Value

NO_PRICES = f"No table is given here, because {NO_DEFLATOR}."
SECOND_HAND = (
    "Unit costs and multipliers were read second-hand: check them against the publication before quoting them."
)
FLOOR = "Where there is no multiplier, only recorded offences are costed, and the row is a floor."
NO_FUNDS = "No funding table is held for this borough."
ASSUMED = (
    "The numbers are assumptions of this project: the central one, in brackets the low and the high. Change them in "
    "data/raw/cost_assumptions.csv."
)


def costs_by_crime(m: Model) -> pd.DataFrame:
    """A row for each type of crime: recorded, estimated, cost by component and in all; the last row is the total."""
    rows = {crime.recorded.title: _crime_row(crime) for crime in m.crimes}
    if m.total:
        parts = {name: _component_total(m, name) for name in COMPONENTS}
        rows["All costed crimes"] = {
            "Recorded offences": _sum_of([crime.recorded for crime in m.crimes], "recorded offences that are costed"),
            "Estimated crimes": "[z]",
            **{name.capitalize(): value for name, value in parts.items()},
            "Cost": m.total.value,
            "Kind": "sum",
        }
    notes = [
        f"In prices of {m.year}. A unit cost is what one crime costs society on average, reported or not.",
        FLOOR,
        "Each row's three parts are rounded singly in the publication and may not add up to its cost.",
        SECOND_HAND,
    ]
    sources = m.costs.source_line(*costed_from(m.costs))
    return _frame(
        rows, "Crime", m, notes, sources, ["member"] * len(m.crimes) + ["total"] * bool(m.total), instead=NO_PRICES
    )


def _crime_row(crime) -> dict[str, object]:
    parts = {
        name.capitalize(): crime.components[name].value if name in crime.components else "[x]" for name in COMPONENTS
    }
    return {
        "Recorded offences": crime.recorded,
        "Estimated crimes": crime.estimated.value if crime.estimated else "[x]",
        **parts,
        "Cost": crime.total.value,
        "Kind": "estimate" if crime.estimated else "floor",
    }


def _component_total(m: Model, name: str) -> Value:
    held = [crime.components[name].value for crime in m.crimes if name in crime.components]
    return _sum_of(held, f"{name} of all costed crimes")


def _sum_of(values: list[Value], title: str) -> Value:
    reason = next((value.reason for value in values if value.missing), "")
    return dataclasses.replace(
        values[0],
        value=None if reason else sum(value.number for value in values),
        measure=f"sum:{title.replace(' ', '-')}",
        title=title.capitalize(),
        method="sum of the rows above",
        second_hand=any(value.second_hand for value in values),
        reason=reason,
    )


def not_costed(m: Model) -> pd.DataFrame:
    """The police categories without a unit cost, and why, with their recorded offences."""
    mapping = m.costs["cost_mapping"]
    local = set(m.costs.local[m.costs.local["kind"] == "unit_cost"]["subject"])
    counted = m.offences.measures[TOTAL].name
    rows = {}
    for row in mapping[mapping["costed"] == "none"].itertuples():
        value = count(m.offences, measure_name(row.minor_category), m.a.area.name, m.a.current)
        if row.minor_category not in local and value.measure != counted:
            rows[value.title] = {"Recorded offences": value, "Why it is not costed": row.reason}
    return _frame(rows, "Category", m, [], m.offences.source)


def mapped(m: Model) -> pd.DataFrame:
    """Which unit cost each police category takes, and the reason for the judgement."""
    mapping = m.costs["cost_mapping"]
    titles = m.offences.categories.set_index("minor_category")["minor_title"]
    rows = {
        titles[row.minor_category]: {
            "Unit cost of": str(row.crime),
            "Costed as": "estimate" if row.costed == "costed" else "floor",
            "Why": row.reason,
        }
        for row in mapping[mapping["costed"] != "none"].itertuples()
    }
    return _frame(
        rows, "Police category", m, [], "A judgement of this project, with its reasons; see data/raw/cost_mapping.csv."
    )


def editions(m: Model) -> pd.DataFrame:
    """Each crime that both editions of the unit costs hold, in like prices: what changing the edition does."""
    rows = {
        crime[:1].upper() + crime[1:]: {"Older edition": older, "Newer edition": newer, "Difference (%)": moved}
        for crime, older, newer, moved in editions_compared(m.costs, m.a)
    }
    notes = [
        f"Pounds for one estimated crime, in prices of {EDITION}. The editions differ in method: no total mixes them.",
        SECOND_HAND,
    ]
    return _frame(rows, "Crime", m, notes, m.costs.source_line("unit_costs", "gdp_deflators"))


def national_check(m: Model) -> pd.DataFrame:
    """Where the publication's own national cost was read: what the unit cost and the number of crimes make."""
    rows = {
        crime[:1].upper() + crime[1:]: {"Estimated crimes": crimes, "Worked out": made, "Printed": printed}
        for crime, crimes, made, printed in national_totals(m.costs, m.a)
    }
    notes = [f"England and Wales, in prices of {EDITION}. Printed totals are rounded.", SECOND_HAND]
    return _frame(rows, "Crime", m, notes, m.costs.source_line(*costed_from(m.costs)))


def inputs(m: Model) -> pd.DataFrame:
    """Every input of the simulation and the distribution that it is drawn from."""
    frame = inputs_table(m.costs, m.offences, m.a)
    frame.attrs |= {"notes": [SECOND_HAND], "instead": NO_PRICES}
    return frame


def assumptions(m: Model) -> pd.DataFrame:
    """The numbers that no publication gives, each with its reason."""
    table = m.costs["cost_assumptions"]
    rows = {
        row.input[:1].upper() + row.input[1:]: {
            "What": row.what,
            "Number": _spread(row.central, row.low, row.high),
            "Why": row.reason,
        }
        for row in table.itertuples()
    }
    return _frame(rows, "Input", m, [ASSUMED], "Assumptions of this project, see data/raw/cost_assumptions.csv.")


def _spread(central: object, low: object, high: object) -> str:
    """Central value and range, as far as they are given: ``0.1 (0.05 to 0.2)``."""
    ends = "" if pd.isna(low) else f"{_number(low)} to {_number(high)}"  # type: ignore[arg-type]
    if pd.isna(central):  # type: ignore[arg-type]
        return ends or "worked out"
    return f"{_number(central)} ({ends})" if ends else _number(central)


def _number(cell: object) -> str:
    return "[z]" if pd.isna(cell) else f"{float(cell):g}"  # type: ignore[arg-type]


def abuse(m: Model) -> pd.DataFrame:
    """The cost of domestic abuse by component, and the years that each covers."""
    names = ["all", *ABUSE_COMPONENTS]
    rows = {
        m.abuse[name].value.title: {
            "Range": (m.abuse[name].value, "interval"),
            "Cost, about": m.abuse[name].value,
            "Years it covers": "1" if m.abuse[name].years == 1 else f"{m.abuse[name].years}, on average",
        }
        for name in names
        if name in m.abuse
    }
    notes = [
        f"In prices of {m.year}. Harm and lost output are summed over the years that abuse lasts on average, so the "
        "whole is not the cost of one year.",
        "The range is that of the number of people affected, which is no confidence interval.",
        "Never add this to the cost of recorded crime: both count the same incidents.",
    ]
    return _frame(
        rows,
        "Part",
        m,
        notes,
        _source(m, "domestic_abuse_costs", "gdp_deflators"),
        ["total", *["member"] * 3][: len(rows)],
        instead="No table is given here, because the people affected or a deflator are not held.",
    )


def conferences(m: Model) -> pd.DataFrame:
    """Marac cases and advocate posts that the population implies, against what was reported."""
    expected, posts = (
        services.expected_cases(m.costs, m.populations, m.a),
        services.advocates_needed(m.costs, m.populations, m.a),
    )
    reported = services.reported_cases(m.costs, m.a)
    rows: dict[str, dict[str, object]] = {
        value.title: {"Number": value, "Could be": (value, "interval"), "Year": value.period.label}
        for value in (services.women(m.populations, m.a), expected, posts, reported)
    }
    notes = [
        "Expected cases are SafeLives' level for the women who live here now. SafeLives takes those of the "
        "2011 Census. Cases include repeats.",
        *([f"Reported cases: {reported.reason}."] if reported.missing else []),
    ]
    return _frame(rows, "What", m, notes, _source(m, "marac"))


def national_conferences(m: Model) -> pd.DataFrame:
    """Reported Marac cases for every 10,000 women nationally, year by year."""
    rows = {
        value.period.short_label: {"Cases per 10,000 women": value} for value in services.national_levels(m.costs, m.a)
    }
    notes = ["The years overlap. The Maracs that sent data differ from year to year."]
    return _frame(
        rows,
        "Year",
        m,
        notes,
        m.costs.source_line("marac"),
        instead="No reported cases are held for years before this assessment ends.",
    )


def advocates(m: Model, *, posts: int = 1, years: int = interventions.YEARS) -> pd.DataFrame:
    """The calculator: advocate posts in three scenarios."""
    found = interventions.advocate_posts(m.costs, m.a, m.year, posts=posts, years=years) if m.year else []
    rows = {
        one.name.capitalize(): {
            one.costs.title: one.costs,
            one.benefits.title: one.benefits,
            one.net.title: one.net,
            one.ratio.title: one.ratio,
        }
        for one in found
    }
    notes = [
        f"Posts: {posts}. Years: {years}. In prices of {m.year}, discounted by the Green Book. The low scenario takes "
        "the assumptions that work against the post.",
        "Only the costs of public and other services are counted. The harm that a victim is spared, which matters "
        "most, is not given a price, so a ratio below one does not say that a post is not worth its cost.",
        "None of it is a saving to the council.",
    ]
    return _frame(
        rows, "Scenario", m, notes, _source(m, "intervention_evidence", "domestic_abuse_costs"), instead=NO_PRICES
    )


def funds(m: Model) -> pd.DataFrame:
    """The funding streams as printed, with the sum of each year."""
    held = funding.streams(m.costs, m.a)
    years = sorted(held["year_to_march"].unique())
    rows = {}
    for (funder, activity), part in held.groupby(["funder", "activity"], sort=False):
        by_year = {row.year_to_march: funding.amount(row, m.a, activity) for row in part.itertuples()}
        rows[f"{funder}: {activity}"] = {_year(y): by_year[y] for y in years}
    sums = funding.yearly(m.costs, m.a)
    if rows:
        rows["All streams"] = {_year(y): sums[y] for y in years}
    notes = ["A dash in the printed table is not explained: the stream may have ended, be nil or not be known."]
    return _frame(
        rows,
        "Funder and activity",
        m,
        notes,
        _source(m, "partnership_funding"),
        ["member"] * (len(rows) - 1) + ["total"] * bool(rows),
        instead=NO_FUNDS,
    )


def funds_by(m: Model, what: str) -> pd.DataFrame:
    """The funding by "funder" or "purpose": sums of each year."""
    sums = funding.totals(m.costs, m.a, what)
    years = sorted({year for by_year in sums.values() for year in by_year})
    rows = {name: {_year(y): by_year[y] for y in years} for name, by_year in sums.items()}
    return _frame(
        {name[:1].upper() + name[1:]: row for name, row in rows.items()},
        what.capitalize(),
        m,
        [],
        _source(m, "partnership_funding"),
        instead=NO_FUNDS,
    )


def _year(year: int) -> str:
    return f"{year - 1}-{year % 100:02d}"


def _source(m: Model, *tables: str) -> str:
    return m.costs.source_line(*tables)


def _frame(
    rows: dict, head: str, m: Model, notes: list[str], source, levels: list[str] | None = None, *, instead: str = ""
) -> pd.DataFrame:
    """A table of these rows; where there are none, ``instead`` is said in its place."""
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis(head)
    frame.attrs = {"words": words(m), "source": source, "notes": notes, "instead": instead}
    if levels:
        frame.attrs["levels"] = levels
    return frame


def local_rows(m: Model) -> pd.DataFrame:
    """What the council has added through ``data/raw/local_costs.csv``, with its sources."""
    rows = {
        f"{row.crime if row.kind != 'spending' else row.subject} ({row.kind.replace('_', ' ')})": {
            "Pounds": _number(row.pounds),
            "Multiplier": _number(row.multiplier),
            "Prices of": row.price_year if not pd.isna(row.price_year) else "[z]",
            "Source": f"{row.source}, {row.page}",
        }
        for row in m.costs.local.itertuples()
    }
    return _frame(
        rows,
        "What",
        m,
        [],
        "The council's own table, data/raw/local_costs.csv.",
        instead="The council has added no figures of its own.",
    )
