"""Estimates that earlier local documents printed, traced to how they were made. Arithmetic; nothing rests on it."""

from __future__ import annotations

import dataclasses
import datetime

import pandas as pd

from analysis_lib.assessment import Period
from analysis_lib.catalogue.crime_survey import NATION
from analysis_lib.catalogue.survey_figures import TITLES
from analysis_lib.people import People
from analysis_lib.statistics.implied import rate_behind
from analysis_lib.subjects.prevalence.estimates import Study, population_near
from analysis_lib.values import Value, prevalence_total

RECKONER, STRATEGY = "jsna_2011_12", "vawg_strategy_2024"
NOT_NAMED = "No earlier published estimate of this kind is held for {area}."


def ready_reckoner(study: Study) -> pd.DataFrame:
    """The published cells beside the rate implied by all of them times the printed population."""
    cells = _claims(study, RECKONER)
    behind = {
        measure: rate_behind(list(group["estimate"]), populations=list(group["population_printed"]))
        for measure, group in cells.groupby("measure", sort=False)
    }
    rows = {}
    for cell in cells.to_dict("records") if study.a.area.name in set(cells["area"]) else []:
        printed = _printed(cell, cell["estimate"], "people")
        rate = _printed(cell, behind[cell["measure"]].value, "per cent")
        rate = dataclasses.replace(rate, method="implied: fitted to the printed cells themselves")
        again = dataclasses.replace(
            printed, value=rate.number * cell["population_printed"] / 100, method="implied rate times base"
        )
        rows[f"{cell['area']}: {TITLES[cell['measure']][0]}"] = {
            "Base printed": _printed(cell, cell["population_printed"], "people", cell["population_year"]),
            "Number printed": printed,
            "Rate implied (%)": f"{rate.number:g}",
            "Rate times base": again,
            "Outcome": "the same" if round(again.number) == printed.number else "not the same",
        }
    notes = [
        "The document prints no rates. Those here are implied: they are fitted to the printed numbers themselves. That "
        "they agree is arithmetic and tests no method. The base is that of the Census which the document names, of all "
        "ages, though the survey asked adults under 60."
    ]
    return _frame(rows, "Borough and measure", study, RECKONER, notes)


def survivors(study: Study) -> pd.DataFrame:
    """The published numbers of survivors, the base they imply, and the residents of those ages and of all adults."""
    claims = _survivors(study)
    rows = {
        f"{claim['sex']}".capitalize(): {
            "Rate printed (%)": f"{claim['rate_printed']:g}",
            "Number printed": _printed(claim, claim["estimate"], "people"),
            "Base implied": implied_base(claim),
            "Residents aged 16 to 59 (the ages stated)": _residents(study, claim, 59),
            "Residents aged 16 and over": _residents(study, claim, None),
        }
        for claim in claims
    }
    notes = ["The base implied is the number printed divided by the rate printed; the document does not print it."]
    return _frame(rows, "Whom", study, STRATEGY, notes)


def refusals(study: Study) -> list[str]:
    """What this library answers when a rate of the ages stated is multiplied by everyone of 16 and over."""
    found = []
    for claim in _survivors(study):
        stated = People(claim["sex"], 16, 59)
        rate = dataclasses.replace(_printed(claim, claim["rate_printed"], "per cent"), people=stated, area=NATION)
        try:
            prevalence_total(rate, _residents(study, claim, None))
        except ValueError as error:
            found.append(f"{str(error).partition(': ')[2]}.".capitalize())
    return found


def implied_base(claim: dict) -> Value:
    """The people that a printed number and a printed rate imply."""
    number = 100 * claim["estimate"] / claim["rate_printed"]
    return dataclasses.replace(
        _printed(claim, number, "people"), method="implied: number printed divided by rate printed"
    )


def not_reported(study: Study) -> dict[str, Value | None]:
    """The share said not to report, and what the survey printed: who told the police, and who told someone."""
    claims = _claims(study, STRATEGY)
    claim = claims[claims["measure"].str.endswith("did-not-tell-the-police")].to_dict("records")[0]
    told, someone = (
        _share(study, f"partner-abuse-victims:{name}", claim["year_stated"])
        for name in ("told-the-police", "told-someone")
    )
    return {
        "claim": _printed(claim, claim["rate_printed"], "per cent"),
        "told_that_year": told,
        "not_told": told and dataclasses.replace(told, value=100 - told.number, method="100 less those who told them"),
        "told_someone": someone,
    }  # fmt: skip


def _share(study: Study, measure: str, year: int) -> Value | None:
    found = [one for one in study.survey.select(measure=measure, statistic="share") if one.survey_year == year]
    return found[0].value if found else None


def _claims(study: Study, document: str) -> pd.DataFrame:
    table = study.survey.local_estimates
    return table[table["publication"] == document]


def _survivors(study: Study) -> list[dict]:
    claims = _claims(study, STRATEGY)
    return claims[claims["estimate"].notna() & (claims["area"] == study.a.area.name)].to_dict("records")


def _residents(study: Study, claim: dict, oldest: int | None) -> Value:
    year = Period.twelve_months_to(claim["year_stated"], 3)
    return population_near(study.populations, study.a, claim["area"], People(claim["sex"], 16, oldest), year)


def _printed(claim: dict, number: float, unit: str, year: int | None = None) -> Value:
    year = year or claim["year_stated"]
    return Value(
        value=float(number),
        unit=unit,
        measure=f"earlier:{claim['measure'].replace(':', '-')}",
        area=claim["area"],
        period=Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31)),
        population=claim["ages_stated"],
        method="printed in an earlier document",
        sources=(claim["publication"],),
        title=TITLES.get(claim["measure"], (claim["measure"],))[0],
    )


def _frame(rows: dict, head: str, study: Study, document: str, notes: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis(head)
    line = study.survey.publications[document].line
    frame.attrs = {
        "words": study.a.words,
        "source": f"{line}.",
        "notes": notes,
        "instead": NOT_NAMED.format(area=study.a.area),
    }
    return frame
