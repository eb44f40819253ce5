"""The next twelve months of an offence, by the method that has served best on it, and that method's record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from analysis_lib.assessment import Assessment, Period
from analysis_lib.catalogue import Dataset
from analysis_lib.kept import kept
from analysis_lib.measures import TOTAL, Measure
from analysis_lib.statistics.back_testing import (
    CANDIDATES,
    FEWEST_MONTHS,
    FEWEST_MONTHS_AFTER_A_BREAK,
    FEWEST_ORIGINS,
    LEAST_COVERAGE,
    LONGEST_HORIZON,
    YARDSTICK,
    back_test,
    forecast_by,
)
from analysis_lib.statistics.calendar import calendar_adjusted
from analysis_lib.subjects.seasons.series import YEAR, Run, breaks_of, run

LEVELS = (0.50, 0.80, 0.95)
COVERAGE = ("coverage_80", "coverage_95")
WIDEST_SPACING = 2  # months between origins: twelve in a row are much alike, and chance chooses (see the proof)
# The mean of all months and a regression on one trend through all years do not start from the present level. Tried with
# the others on a held-out year of every borough and group, they made the choice worse, so they are not candidates here.
USED = {name: CANDIDATES[name] for name in (YARDSTICK, "ETS(A,N,A)", "ETS(A,A,A)", "airline ARIMA")}
SETTLED = 3  # months after the pandemic that give the level to which its own months lead
LOWEST_MEDIAN = 20  # offences in the usual month: below it a forecast says little that the mean does not
SAME_MONTH = "same month last year"
METHODS = {
    YARDSTICK: SAME_MONTH,
    "ETS(A,N,A)": "smoothing",
    "ETS(A,A,A)": "smoothing with trend",
    "airline ARIMA": "airline model",
}


@dataclass(frozen=True)
class Outlook:
    """A measure's next twelve months; without ``months`` there is no forecast, for ``reason``.

    ``months`` has a row for each month ahead: ``value`` and the limits ``lower_80`` and so on, in offences. ``scores``
    has a row for each method tried: its mean absolute scaled error, and the shares of months inside its intervals, over
    forecasts from twelve origins, ``spacing`` months apart.
    """

    run: Run
    months: pd.DataFrame = field(default_factory=pd.DataFrame)
    method: str = ""
    scores: pd.DataFrame = field(default_factory=pd.DataFrame)
    spacing: int = 0
    reason: str = ""

    @property
    def beats_last_year(self) -> bool:
        return bool(self.method) and self.method != YARDSTICK

    @property
    def limits_hold(self) -> bool:
        """Whether enough of the months tried fell within the method's limits."""
        return all(self.record(name) >= least for name, least in zip(COVERAGE, LEAST_COVERAGE, strict=True))

    @property
    def period(self) -> Period:
        last = self.months.index[-1] + pd.offsets.MonthEnd(0)
        return Period(self.months.index[0].date(), last.date())

    def record(self, name: str, method: str = "") -> float:
        """A score of the method chosen, or of another."""
        return float(self.scores.loc[method or self.method, name])


def outlooks(offences: Dataset, a: Assessment) -> dict[str, Outlook]:
    """The outlook of all offences, of each group, and of the members of a group that a break leaves without one."""
    groups = [m.name for m in offences.measures.values() if m.name == TOTAL or m.part_of == TOTAL]
    found: dict[str, Outlook] = {}
    for name in groups:
        found[name] = outlook(offences, a, name)
        if found[name].reason and breaks_of(offences, name):
            found |= _of_members(offences, a, name)
    return found


def outlook(offences: Dataset, a: Assessment, measure: str) -> Outlook:
    """The forecast of a measure in the area, from its latest months without gap or break."""
    found = run(offences, measure, a.area.name, latest=True)
    fewest = FEWEST_MONTHS_AFTER_A_BREAK if found.cut else FEWEST_MONTHS
    spacing = _spacing(offences, found, fewest)
    if reason := _refusal(a, found, fewest, spacing):
        return Outlook(found, reason=reason)
    made = forecast_record(
        counts=without_pandemic(found.months, offences.source.pandemic).tolist(),
        first_month=f"{found.months.index[0]:%Y-%m}",
        fewest_months=fewest,
        spacing=spacing,
    )
    ahead = pd.date_range(found.months.index[-1] + pd.offsets.MonthBegin(1), periods=LONGEST_HORIZON, freq="MS")
    scores = pd.DataFrame(made["scores"]).T.astype(float)
    return Outlook(found, pd.DataFrame(made["months"], index=ahead), made["method"], scores, spacing)


@kept
def forecast_record(counts: list[float], first_month: str, fewest_months: int, spacing: int) -> dict[str, Any]:
    """The method chosen by rolling origins, its forecast with limits at each of ``LEVELS``, and all scores."""
    series = pd.Series(counts, pd.period_range(first_month, periods=len(counts), freq="M"))
    tried = back_test(series, fewest_months=fewest_months, spacing=spacing, candidates=USED)
    months: dict[str, list[float]] = {}
    for level in LEVELS:
        forecast = forecast_by(series, method=tried.chosen, level=level)
        months["value"] = forecast.value.tolist()
        months |= {
            f"lower_{level:.0%}"[:-1]: forecast.lower.tolist(),
            f"upper_{level:.0%}"[:-1]: forecast.upper.tolist(),
        }
    scores = tried.scores.to_dict(orient="index")
    return {"method": tried.chosen, "months": months, "scores": scores, "left_out": tried.left_out}


def without_pandemic(months: pd.Series, pandemic: tuple[pd.Timestamp, pd.Timestamp]) -> pd.Series:
    """Counts with the months of the pandemic replaced by what the years about them lead one to expect.

    Each becomes what its month of the year held, by its days, in the five years before, moved to a level that runs
    straight from the year before the pandemic to the three months after it. Nothing later is used, so that a forecast
    tried on later months has not seen them.
    """
    first, last = pandemic
    inside = (months.index >= first) & (months.index <= last)
    a_day = calendar_adjusted(months, basis="day")
    before, after = a_day[a_day.index < first][-5 * YEAR :], a_day[a_day.index > last][:SETTLED]
    if not inside.any() or len(before) < YEAR or len(after) < SETTLED:
        return months
    season = before.groupby(before.index.month).mean() / before.mean()
    ends = before[-YEAR:].mean(), after.mean() / season[after.index.month].mean()
    wanted = months.index[inside]
    level = np.linspace(*ends, len(wanted) + 2)[1:-1]
    filled = months.copy()
    filled[inside] = np.round(level * season[wanted.month].to_numpy() * wanted.days_in_month.to_numpy())
    return filled


def _of_members(offences: Dataset, a: Assessment, group: str) -> dict[str, Outlook]:
    members: list[Measure] = [m for m in offences.measures.values() if m.part_of == group]
    found = {m.name: outlook(offences, a, m.name) for m in members}
    return {name: one for name, one in found.items() if not one.reason}


def _spacing(offences: Dataset, found: Run, fewest: int) -> int:
    """How far apart twelve origins can lie, clear of the pandemic, with enough months before them; 0 if they cannot."""
    first, last = offences.source.pandemic
    months = found.months.index
    clear = int((months > last).sum()) - SETTLED if len(months) and months[-1] >= first else len(months)
    room = min(clear, len(months) - fewest) - LONGEST_HORIZON
    return max(0, min(WIDEST_SPACING, room // (FEWEST_ORIGINS - 1)))


def _refusal(a: Assessment, found: Run, fewest: int, spacing: int) -> str:
    """Why there may be no forecast; empty if there may be one."""
    if found.months.empty or found.months.index[-1] + pd.offsets.MonthEnd(0) != pd.Timestamp(a.current.end):
        return "its newest months are missing, or its label is no longer in use"
    if len(found.months) < fewest + LONGEST_HORIZON + FEWEST_ORIGINS - 1:
        since = " since its recording changed" if found.cut else ""
        return f"too few months{since}"
    if not spacing:
        return "too few months since the pandemic to try methods on"
    if found.months.iloc[-24:].median() < LOWEST_MEDIAN:
        return f"fewer than {LOWEST_MEDIAN} offences in the usual month"
    return ""
