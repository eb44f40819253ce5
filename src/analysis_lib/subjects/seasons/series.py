"""Which months of a measure may be looked at together: no gap, no break, and what the pandemic leaves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis_lib.assessment import Period
from analysis_lib.catalogue import Dataset
from analysis_lib.measures import Measure, is_part_of
from analysis_lib.subjects.recorded_crime.counts import LONDON, monthly

ENOUGH_MONTHS, FEWEST_MONTHS = 60, 36  # five years preferred, three the least (methods, section 4.2)
BREAK_OF_A_WHOLE = 5.0  # per cent of a whole that its broken member must move for the whole to be broken too
YEAR = 12


@dataclass(frozen=True)
class Run:
    """Months of one measure in one area without a gap or break; ``reason`` says why there are none to use.

    ``months`` is a float Series by the first day of each month; ``cut`` says in words where a break, or a new label,
    begins or ends it.
    """

    measure: Measure
    area: str
    months: pd.Series
    reason: str = ""
    cut: str = ""

    @property
    def period(self) -> Period:
        first, last = self.months.index[[0, -1]]
        return Period(first.date(), (last + pd.offsets.MonthEnd(0)).date())


def run(offences: Dataset, measure: str, area: str, *, latest: bool = False) -> Run:
    """The longest-running months of a measure that can be compared with one another.

    The label must be in use throughout, no month may be missing, and no break may lie inside. Of several such runs the
    latest of five years or more is taken, else the latest of three; with ``latest`` the last, however short.
    """
    known = offences.measures[measure]
    series = monthly(offences, measure, area).astype("float64")
    series = series[known.first_full_month or None : known.last_full_month or None]
    breaks = breaks_of(offences, measure)
    parts = _parts(series, list(breaks))
    chosen = parts[-1:] if latest else _longest(parts)
    if not chosen:
        return Run(known, area, series.dropna(), reason="fewer than three years of comparable months")
    return Run(known, area, chosen[0], cut=_cut(chosen[0], known, breaks))


def breaks_of(offences: Dataset, measure: str) -> dict[pd.Timestamp, str]:
    """The months from which a measure cannot be compared with those before: its own break, and those of its members.

    A member's break breaks the whole where, in London, it moved the whole by five per cent or more, unless what it
    moved stayed within the group.
    """
    found = {}
    for member in offences.measures.values():
        if not member.break_month or not is_part_of(member.name, measure, offences.measures):
            continue
        month = pd.Timestamp(member.break_month)
        if member.name == measure or (not member.break_within_group and _moved(offences, member, measure, month)):
            found[month] = member.title
    return found


def _moved(offences: Dataset, member: Measure, whole: str, month: pd.Timestamp) -> bool:
    """Whether a member's level, from the year before its break to the year after, moved the whole by enough."""
    part, everything = (monthly(offences, name, LONDON).astype("float64") for name in (member.name, whole))
    before = slice(month - pd.DateOffset(months=YEAR), month - pd.DateOffset(days=1))
    after = part[month:][:YEAR]
    if after.empty or not everything[before].mean() > 0:
        return False
    return abs(after.mean() - part[before].mean()) >= BREAK_OF_A_WHOLE / 100 * everything[before].mean()


def pandemic_years(offences: Dataset, index: pd.DatetimeIndex) -> np.ndarray:
    """True for the months left out for the pandemic: whole years from its first month, past its last.

    Whole years, so that every month of the year loses as many, and a year before stays a year before. The month after
    the last belongs to them, because its change starts from a month of the pandemic.
    """
    first, last = offences.source.pandemic
    length = (last.year - first.year) * YEAR + last.month - first.month + 2
    end = first + pd.DateOffset(months=-(-length // YEAR) * YEAR)
    return np.asarray((index >= first) & (index < end))


def _parts(series: pd.Series, breaks: list[pd.Timestamp]) -> list[pd.Series]:
    """The series in pieces between missing months and breaks."""
    number = (series.isna() | series.index.isin(breaks)).cumsum()[series.notna()]
    return [part for _, part in series.dropna().groupby(number)]


def _longest(parts: list[pd.Series]) -> list[pd.Series]:
    for least in (ENOUGH_MONTHS, FEWEST_MONTHS):
        if enough := [part for part in parts if len(part) >= least]:
            return enough[-1:]
    return []


def _cut(months: pd.Series, known: Measure, breaks: dict[pd.Timestamp, str]) -> str:
    """Where a break, or the span in which the label was in use, begins and ends the months; empty if neither does."""
    first, last = months.index[0], months.index[-1]
    begins = first in breaks or f"{first:%Y-%m}" == known.first_full_month
    ends = last + pd.DateOffset(months=1) in breaks or f"{last:%Y-%m}" == known.last_full_month
    return " ".join([f"from {first:%B %Y}"] * begins + [f"to {last:%B %Y}"] * ends)
