"""The values that the chapter's sentences name."""

from __future__ import annotations

import dataclasses
from typing import Any

from analysis_lib.assessment import Assessment
from analysis_lib.catalogue.crime_survey import CrimeSurvey
from analysis_lib.catalogue.survey_figures import Published
from analysis_lib.statistics.prevalence import union_bounds
from analysis_lib.statistics.under_reporting import known_to_police_multiplier
from analysis_lib.subjects.prevalence.estimates import Estimate, Study
from analysis_lib.values import Value

TOLD = "partner-abuse-victims:told-the-police"
PARTS = ("domestic-abuse", "sexual-assault", "stalking")
WHOLE = "any-of-three"


def study(survey: CrimeSurvey, populations: Any, a: Assessment) -> Study:
    """What the chapter's estimates are made from."""
    return Study(survey, populations, a)


def headline(study: Study) -> dict[str, Any]:
    """The estimates of women and men, by the word that begins the measure's name; a value without a figure says why."""
    found: dict[str, Any] = {"area": study.a.area}
    for name in PARTS:
        key = name.partition("-")[0]
        by_sex = {one.figure.people.sex: one for one in study.of(name)}
        for sex in ("women", "men", "persons"):
            found |= _said(f"{key}_{sex}", by_sex.get(sex))
    return found | {"women_16": _since_16(study)}


def _said(key: str, one: Estimate | None) -> dict[str, Any]:
    """An estimate as sentences name it: the number, the rate, whom, and in which survey year."""
    if one is None:
        return dict.fromkeys((key, f"{key}_rate", f"{key}_people", f"{key}_period"))
    figure = one.figure
    return {
        key: one.total,
        f"{key}_rate": figure.value,
        f"{key}_people": str(figure.people),
        f"{key}_period": figure.period,
    }


def _since_16(study: Study) -> Value | None:
    """The newest rate of women since age 16, for the sentence on what is not held."""
    found = study.survey.newest("domestic-abuse", ["women"], timeframe="since age 16")
    return found[0].value if found else None


def together(study: Study) -> dict[str, Any]:
    """The rates of three measures in the newest year that has them and the combined one, their sum, and the bounds.

    All None where no year of this assessment has them all.
    """
    figures = _one_year(study)
    if not figures:
        return dict.fromkeys(("any", "least", "most", "parts", "year"))
    parts, whole = [figures[name].value for name in PARTS], figures[WHOLE].value
    bounds = union_bounds([part.number / 100 for part in parts])
    quoted = any(part.second_hand for part in parts)
    made = dataclasses.replace(
        whole, second_hand=quoted, lower=None, upper=None, sources=tuple(s for p in parts for s in p.sources)
    )
    return {
        "area": study.a.area,
        "any": whole,
        "least": dataclasses.replace(made, value=100 * bounds.lower, method="the largest of the rates"),
        "most": dataclasses.replace(made, value=100 * bounds.upper, method="the sum of the rates"),
        "parts": parts,
        "year": whole.period,
    }


def reporting(study: Study) -> dict[str, Any]:
    """Who told the police of partner abuse: the shares of two survey years, what they make here, and those behind each.

    ``told`` and ``told_before`` are the newest and the one before; None where the assessment has none.
    """
    shares = [one for one in study.survey.select(measure=TOLD, statistic="share") if one.people.sex == "persons"]
    shares = sorted(shares, key=lambda one: one.survey_year)[-2:]
    found = dict.fromkeys(
        (
            "told",
            "told_before",
            "victims",
            "knew",
            "did_not",
            "behind_low",
            "behind_high",
            "told_period",
            "before_period",
        )
    )
    if len(shares) < 2:
        return found | {"area": study.a.area}
    before, newest = shares
    behind = sorted(_multiplier(one) for one in shares)
    return {
        "area": study.a.area,
        "told": newest.value,
        "told_before": before.value,
        "told_period": newest.period,
        "before_period": before.period,
        "behind_low": _ratio(newest, behind[0]),
        "behind_high": _ratio(newest, behind[1]),
        **_told_here(study, newest),
    }


def _told_here(study: Study, share: Published) -> dict[str, Value | None]:
    """The victims of partner abuse here, those who told the police and those who did not, of the share's own year."""
    rates = study.survey.select(
        measure="partner-abuse", statistic="rate", people=share.people, period=share.period, area=share.area
    )
    if not rates:
        return {"victims": None, "knew": None, "did_not": None}
    victims = study.at(rates[0]).total
    if victims.missing:
        return {"victims": victims, "knew": victims, "did_not": victims}
    part = share.estimate / 100
    return {
        "victims": victims,
        "knew": _part(victims, part, "estimate:told-the-police", "share who told the police of the modelled victims"),
        "did_not": _part(victims, 1 - part, "estimate:did-not-tell-the-police", "modelled victims less those who told"),
    }


def _part(victims: Value, part: float, measure: str, method: str) -> Value:
    return dataclasses.replace(
        victims, value=victims.number * part, lower=None, upper=None, measure=measure, method=method, numerator=victims
    )


def _multiplier(share: Published) -> float:
    return float(known_to_police_multiplier(share.estimate / 100))


def _ratio(share: Published, number: float) -> Value:
    return dataclasses.replace(
        share.value,
        value=number,
        unit="ratio",
        measure=f"ratio:{TOLD}",
        method="one over the share who told the police",
    )


def _one_year(study: Study) -> dict[str, Published]:
    """One national rate of everyone for each part and the combined measure, of the newest year; or none."""
    every = {name: study.survey.newest(name, ["persons"]) for name in (*PARTS, WHOLE)}
    if not all(every.values()) or len({found[0].period for found in every.values()}) > 1:
        return {}
    return {name: found[0] for name, found in every.items()}
