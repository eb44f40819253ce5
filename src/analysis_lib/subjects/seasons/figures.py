"""What was found of a season or a forecast, as values that know what they are."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from analysis_lib.assessment import Period
from analysis_lib.exhibits.months import NAMES
from analysis_lib.exhibits.words import within
from analysis_lib.subjects.seasons.factors import EACH, TOGETHER, Factors
from analysis_lib.subjects.seasons.forecasts import Outlook
from analysis_lib.subjects.seasons.series import Run
from analysis_lib.subjects.seasons.shifts import Shift
from analysis_lib.subjects.seasons.strength import Season
from analysis_lib.values import Value

RECORDED = "offences recorded by the police"
EXPECTED = "offences that the police would record if patterns go on"
FACTOR = (
    "quasi-Poisson regression on the trend of the decomposition; intervals that hold at "
    f"{TOGETHER:.0%} for twelve months together"
)


def strength_value(found: Season) -> Value:
    """The strength of a season, from 0 to 1; no figure if it was not tested."""
    measure = f"strength-of-season:{found.run.measure.name}"
    number = None if found.parts is None else found.strength.seasonal
    return _value(found.run, "ratio", measure, number, "1 - var(remainder) / var(season + remainder), STL, robust")


def agreement_value(found: Season) -> Value:
    """The largest p-value of the three tests, corrected for the number of categories looked at."""
    method = "largest p-value of Kruskal-Wallis, F and QS; false-discovery rate of Benjamini and Hochberg"
    number = None if found.parts is None else found.q_values[0]
    return _value(found.run, "probability", f"p-of-season:{found.run.measure.name}", number, method)


def usual_value(found: Season) -> Value:
    """The usual month of a series: the median of its counts."""
    months = found.run.months
    number = float(months.median()) if len(months) else None
    return _value(found.run, "offences", f"median-month:{found.run.measure.name}", number, "median of the months")


def factor_value(found: Season, made: Factors, month: int) -> Value:
    """How much more, or less, a day of a month of the year holds than a day of the usual month, in per cent."""
    one = _value(found.run, "per cent", f"change:season:{found.run.measure.name}:{month:02d}", None, FACTOR)
    value, lower, upper = (
        100 * (float(limits[month - 1]) - 1) for limits in (made.index.value, made.index.lower, made.index.upper)
    )
    title = f"{found.run.measure.title} in {NAMES[month - 1]}"
    return dataclasses.replace(one, value=value, lower=lower, upper=upper, confidence_level=EACH, title=title)


def years_value(found: Season, made: Factors, month: int, *, above: bool = True) -> Value:
    """In how many of the years looked at the month lay above (or not above) the trend."""
    side, years = "above" if above else "below", int(made.years[month - 1])
    number = int(made.years_above[month - 1]) if above else years - int(made.years_above[month - 1])
    measure = f"years-{side}:{found.run.measure.name}:{month:02d}"
    counted = _value(found.run, "years", measure, number, f"years in which the month lay {side} its trend")
    return dataclasses.replace(counted, out_of=years)


def extra_value(found: Season, made: Factors, ahead: Period, year: Period) -> Value:
    """Offences more, or fewer, to expect in a month ahead than if it were a usual month, at the level of ``year``."""
    level = found.run.months[str(year.start) : str(year.end)].sum() / year.days
    factor = factor_value(found, made, ahead.start.month)
    without = dataclasses.replace(
        usual_value(found), value=level * ahead.days, method=f"days at the daily level of the {year.label}"
    )
    value, lower, upper = (without.number * share / 100 for share in (factor.number, factor.lower, factor.upper))
    return dataclasses.replace(
        factor,
        value=value,
        lower=lower,
        upper=upper,
        unit="offences",
        measure=f"difference:season:{found.run.measure.name}",
        before=without,
        period=ahead,
        population=EXPECTED,
        method=f"seasonal factor at the daily level of the {year.label}",
        title=f"{found.run.measure.title} in {ahead.label}",
    )


def shift_values(found: Season, moved: Shift) -> tuple[Value, Value]:
    """The usual month before and after a possible change of level."""
    method = "mean level of the seasonally adjusted months, to either side of the shift that fits best"
    before, after = (
        _value(found.run, "offences", f"level-{side}:{found.run.measure.name}", number, method)
        for side, number in (("before", moved.before), ("after", moved.after))
    )
    return before, after


def forecast_value(found: Outlook, month: pd.Timestamp, level: int = 80) -> Value:
    """The most likely number of offences of a month ahead, with the interval of 80 or 95% of outcomes."""
    line = found.months.loc[month]
    period = Period(month.date(), (month + pd.offsets.MonthEnd(0)).date())
    one = _value(found.run, "offences", f"forecast:{found.run.measure.name}", float(line["value"]), found.method)
    limits = {"lower": float(line[f"lower_{level}"]), "upper": float(line[f"upper_{level}"])}
    return dataclasses.replace(one, **limits, confidence_level=level / 100, period=period, population=EXPECTED)


def score_value(found: Outlook, name: str, method: str = "") -> Value:
    """A score of the back-test: ``mase`` as an index, the shares of months inside an interval in per cent."""
    used, share = method or found.method, name.startswith("coverage")
    number = found.record(name, used) * (100 if share else 1)
    measure, unit = f"{name}:{found.run.measure.name}", "per cent" if share else "ratio"
    return _value(found.run, unit, measure, number, f"rolling-origin back-test of {used}")


def number_of(what: str, chosen: list[Season], among: list[Season], any_run: Run) -> Value:
    """How many categories were ``chosen``; no figure if there were none to choose ``among``."""
    one = _value(any_run, "categories", f"number-of-categories:{what}", len(chosen) if among else None, "count")
    return dataclasses.replace(one, title=what, reason="" if among else "no series is long enough")


def _value(found: Run, unit: str, measure: str, number: float | None, method: str) -> Value:
    missing = number is None or bool(np.isnan(number))
    return Value(
        value=None if missing else number,
        unit=unit,
        measure=measure,
        area=found.area,
        period=found.period,
        population=RECORDED,
        method=method,
        sources=("recorded_crime",),
        title=found.measure.title,
        reason=found.reason if missing else "",
    )


def month_title(found: Season, ahead: Period) -> str:
    """A row's head: the offence and the month ahead."""
    return f"{found.run.measure.title}, {ahead.label}"


def named(found: Season) -> str:
    """The offence, as inside a sentence."""
    return within(found.run.measure.title)
