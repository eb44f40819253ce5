"""Which months were unusual, beside what the season, the days of the month and the level of their years let expect?"""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from analysis_lib.assessment import Assessment, Period
from analysis_lib.catalogue import Dataset
from analysis_lib.exhibits import charts, words
from analysis_lib.exhibits.figures import Chart
from analysis_lib.measures import TOTAL
from analysis_lib.statistics.seasonal_control import NOT_JUDGED, SeasonalControlChart, seasonal_u_prime_chart
from analysis_lib.subjects.recorded_crime.counts import monthly
from analysis_lib.values import Value

LIMITS_NOTE = (
    "The band: three standard deviations either side of what season, days of the month and the straight trend between "
    "known breaks let expect (Laney's u' chart, wider for neighbouring months that resemble each other). By chance "
    "alone about one month in 370 lies outside it."
)
EVERYWHERE = "all offences"


def months_judged(offences: Dataset, measure: str, area: str) -> tuple[pd.Series, SeasonalControlChart]:
    """The months of a measure in an area with their control chart; the newest months without a gap before them."""
    return offences.remember(_months_judged, measure, area)


def _months_judged(offences: Dataset, measure: str, area: str) -> tuple[pd.Series, SeasonalControlChart]:
    series = _unbroken(monthly(offences, measure, area))
    chart = seasonal_u_prime_chart(
        series.to_numpy(),
        days=series.index.days_in_month.to_numpy(),
        months=series.index.month.to_numpy(),
        phases=phases(offences, series.index, area),
    )
    return series, chart


def _unbroken(series: pd.Series) -> pd.Series:
    """The months after the last one that is not published."""
    gaps = np.flatnonzero(series.isna())
    return series.iloc[gaps[-1] + 1 :].astype("float64") if len(gaps) else series.astype("float64")


def phases(offences: Dataset, months: pd.DatetimeIndex, area: str) -> np.ndarray:
    """The stretch between known breaks that each month lies in; the months of the pandemic are not judged."""
    first, last = offences.source.pandemic
    starts = [*offences.source.breaks, first, last + pd.DateOffset(months=1), *_own_breaks(offences, area)]
    phase = np.searchsorted(sorted(starts), months, side="right")
    return np.where((months >= first) & (months <= last), NOT_JUDGED, phase)


def _own_breaks(offences: Dataset, area: str) -> list[pd.Timestamp]:
    """The months at which a known change that concerns this area alone begins, and at which it is over."""
    found = []
    for change in offences.coverage.changes:
        if area in change.of:
            found.append(pd.Timestamp(change.month))
            found += [pd.Timestamp(change.to) + pd.DateOffset(months=1)] if change.to else []
    return found


def chart_long_view(offences: Dataset, a: Assessment, measure: str = TOTAL) -> Chart:
    """A measure's months since the series begins, with the band of usual months, breaks and the pandemic."""
    series, chart = months_judged(offences, measure, a.area.name)
    limits = pd.DataFrame(
        {
            "number": series,
            "expected": chart.expected,
            "lower": chart.lower_limit,
            "upper": chart.upper_limit,
            "outside": chart.outside,
        }
    )
    first, last = offences.source.pandemic
    return charts.control_chart(
        limits,
        unit="Offences recorded in a month",
        source=offences.source,
        words_for=a.words | {"first": f"{series.index[0]:%B %Y}"},
        pandemic=(first, last) if first < series.index[-1] else None,
        breaks={month: label for month, label in offences.source.breaks.items() if month < series.index[-1]},
        notes=[*_limit_notes(chart), *_known_changes(offences, a, series.index)],
    )


def _limit_notes(chart: SeasonalControlChart) -> list[str]:
    if chart.reason:
        return [f"No band is drawn: {chart.reason}."]
    few = ["The band since the last break is provisional, as few months set it."] if chart.provisional else []
    return [LIMITS_NOTE, *few]


def _known_changes(offences: Dataset, a: Assessment, months: pd.DatetimeIndex) -> list[str]:
    """Known changes in recording that concern all offences, or this area, within the months shown."""
    known = [
        f"{change.when}: {words.within(change.what)}"
        for change in offences.coverage.changes
        if (change.of.startswith(EVERYWHERE) or a.area.name in change.of)
        and f"{months[0]:%Y-%m}" < change.month <= f"{months[-1]:%Y-%m}"
    ]
    return [f"Known changes. {'. '.join(known)}."] if known else []


def unusual_headline(offences: Dataset, a: Assessment, measure: str = TOTAL) -> dict[str, object]:
    """The months above and below their band, and the one furthest outside it; None for what there is none of.

    ``none_outside`` is how many months were judged if none lies outside, ``no_band`` why none is judged.
    """
    series, chart = months_judged(offences, measure, a.area.name)
    found = {side: list(series.index[chart.outside == sign]) for side, sign in (("above", 1), ("below", -1))}
    judged = int(np.isfinite(chart.upper_limit).sum())
    how_many = _value(offences, a, measure, _span(series), judged, "number of months with a band")
    how_many = dataclasses.replace(how_many, unit="months", measure="months:judged", population="months")
    return {
        "area": a.area,
        **{
            side: words.listed([f"{month:%B %Y}" for month in months]) if months else None
            for side, months in found.items()
        },
        "none_outside": how_many if judged and not any(found.values()) else None,
        "no_band": chart.reason or None,
        **_furthest(offences, a, measure),
    }


def _furthest(offences: Dataset, a: Assessment, measure: str) -> dict[str, object]:
    """The month furthest outside its band, its number and what was to be expected of it."""
    series, chart = months_judged(offences, measure, a.area.name)
    if not chart.outside.any():
        return {"furthest": None, "furthest_month": None, "furthest_expected": None}
    reach = np.abs(series.to_numpy() - chart.expected) / (chart.upper_limit - chart.expected)
    place = int(np.nanargmax(np.where(chart.outside != 0, reach, np.nan)))
    day = series.index[place].date()
    month = Period.months_from_to(day, day)
    expected = _value(
        offences, a, measure, month, float(chart.expected[place]), "season, days and trend between breaks"
    )
    return {
        "furthest": _value(offences, a, measure, month, int(series.iloc[place]), "sum of the month"),
        "furthest_month": month,
        "furthest_expected": dataclasses.replace(expected, measure=f"expected:{measure}"),
    }


def _span(series: pd.Series) -> Period:
    return Period.months_from_to(series.index[0].date(), series.index[-1].date())


def _value(offences: Dataset, a: Assessment, measure: str, period: Period, number: float, method: str) -> Value:
    return Value(
        value=number,
        unit="offences",
        measure=measure,
        area=a.area.name,
        period=period,
        population="offences recorded by the police",
        method=method,
        sources=(offences.source.name,),
        title=offences.measures[measure].title,
    )
