"""The chapter's charts."""

from __future__ import annotations

import pandas as pd

from analysis_lib.exhibits import charts
from analysis_lib.exhibits.charts.parts import Span
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.months import NAMES
from analysis_lib.exhibits.words import within
from analysis_lib.statistics.calendar import calendar_adjusted
from analysis_lib.statistics.scales import LOG_PER_DAY, from_scale
from analysis_lib.statistics.seasonality import LOWEST_STRENGTH
from analysis_lib.subjects.recorded_crime.counts import monthly
from analysis_lib.subjects.seasons.factors import expected_from_trend, factors
from analysis_lib.subjects.seasons.forecasts import METHODS, Outlook
from analysis_lib.subjects.seasons.headline import best_outlook, strongest
from analysis_lib.subjects.seasons.strength import SEASONAL, Season, Seasons
from analysis_lib.subjects.seasons.tables import cuts, is_group, outliers, without_forecast

PAST = 60  # months shown before a forecast
STANDARD_DAYS = 365.25 / 12
NO_SEASON = "No chart is drawn here, because no group of offences shows a season, or signs of one, in {area}."


def chart_strengths(found: Seasons) -> Chart:
    """How strong the season of each group is, here and in London."""
    rows = {
        one.run.measure.title: (one.strength.seasonal, one.verdict, london.strength.seasonal, london.verdict)
        for (name, one), london in zip(found.own.items(), found.london.values(), strict=True)
        if is_group(found, name)
    }
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["own", "own_words", "london", "london_words"])
    return charts.dot_plot_of_strength(
        table, threshold=LOWEST_STRENGTH, sure=SEASONAL, source=found.offences.source, words_for=found.a.words
    )


def chart_decomposition(found: Seasons, measure: str | None = None) -> Chart:
    """Observed months, trend, season and remainder of a measure; left out, of the group with the surest season."""
    one = found.own[measure] if measure else strongest(found)
    if one is None or one.parts is None:
        return Chart.nothing(NO_SEASON.format(**found.a.words))
    made = factors(one)
    return charts.decomposition_panel(
        _in_offences(one),
        measure=within(one.run.measure.title),
        peaks=(NAMES[made.peak - 1], NAMES[made.trough - 1]),
        source=found.offences.source,
        words_for=_words(found, one),
        pandemic=_pandemic(found, one.run.months.index),
        notes=[_parameters(one), *cuts(found, [one]), *outliers(one)],
    )


def chart_subseries(found: Seasons, measure: str | None = None) -> Chart:
    """Each month of the year across the years, against its trend."""
    one = found.own[measure] if measure else strongest(found)
    if one is None or one.parts is None:
        return Chart.nothing(NO_SEASON.format(**found.a.words))
    away = pd.Series(100 * (one.counts / expected_from_trend(one) - 1), one.run.months.index)[one.used]
    table = away.groupby([away.index.year, away.index.month]).first().unstack().reindex(columns=range(1, 13))
    return charts.seasonal_subseries(
        table,
        (100 * (factors(one).index.value - 1)).tolist(),
        measure=within(one.run.measure.title),
        source=found.offences.source,
        words_for=_words(found, one),
        notes=["Usual is the trend of that time. The years of the pandemic are left out.", *outliers(one)],
    )


def chart_profile(found: Seasons, measure: str | None = None) -> Chart:
    """The twelve months of a measure against the usual month, here and in London."""
    one = found.own[measure] if measure else strongest(found)
    if one is None or one.parts is None:
        return Chart.nothing(NO_SEASON.format(**found.a.words))
    here, there = factors(one).index, factors(found.london[one.run.measure.name]).index
    columns = {"value": here.value, "lower": here.lower, "upper": here.upper}
    columns |= {"london": there.value, "london_lower": there.lower, "london_upper": there.upper}
    return charts.month_profile(
        pd.DataFrame({name: 100 * (values - 1) for name, values in columns.items()}),
        measure=within(one.run.measure.title),
        source=found.offences.source,
        words_for=_words(found, one),
        notes=cuts(found, [one]),
    )


def chart_months_by_year(found: Seasons, measure: str) -> Chart:
    """Every month of a measure as a grid of months and years."""
    months = monthly(found.offences, measure, found.a.area.name).astype("float64")
    title = found.offences.measures[measure].title
    return charts.heat_map(
        months,
        measure=f"{within(title)} recorded",
        source=found.offences.source,
        words_for=found.a.words | {"measure": title, "first": f"{months.index[0]:%B %Y}"},
        pandemic=_pandemic(found, months.index),
    )


def chart_forecast(found: Seasons, looks: dict[str, Outlook]) -> Chart:
    """The forecast, of a group with a season, that beats the same month last year by most; behind it the past."""
    one = best_outlook(found, looks)
    if one is None:
        return Chart.nothing(
            "No single forecast is drawn: for no group with a season did a method beat the same month last year."
        )
    return charts.fan_chart(
        _fan(one),
        unit=f"{one.run.measure.title}: offences in a month",
        source=found.offences.source,
        words_for=found.a.words | {"measure": one.run.measure.title},
        notes=[f"Method: {METHODS[one.method]}."],
    )


def chart_forecasts(found: Seasons, looks: dict[str, Outlook]) -> Chart:
    """The forecast of every group that has one."""
    fans = [_fan(one) for one in looks.values() if not one.reason]
    if not fans:
        reasons = "; ".join(dict.fromkeys(one.reason for one in looks.values()))
        return Chart.nothing(f"No forecast is made for any group of offences in {found.a.area}: {reasons}.")
    return charts.fan_panels(
        fans,
        unit="Offences in a month",
        source=found.offences.source,
        words_for=found.a.words,
        notes=without_forecast(looks),
    )


def _fan(one: Outlook) -> charts.Fan:
    return charts.Fan(one.run.measure.title, one.run.months.iloc[-PAST:], one.months, METHODS[one.method])


def _in_offences(one: Season) -> pd.DataFrame:
    """The four parts in offences a month of standard length; the last three add up to the first."""
    parts, months = one.parts, one.run.months
    observed = calendar_adjusted(months) if parts.scale == LOG_PER_DAY else months
    trend, fitted = (
        from_scale(values, scale=parts.scale, days=STANDARD_DAYS)
        for values in (parts.trend, parts.trend + parts.seasonal)
    )
    columns = {"observed": observed.to_numpy(), "trend": trend, "season": fitted - trend}
    return pd.DataFrame(columns, index=months.index).assign(remainder=lambda table: table["observed"] - fitted)


def _parameters(one: Season) -> str:
    """The fit in one sentence, with every parameter."""
    names = {"period": "period", "seasonal": "season", "trend": "trend", "low_pass": "low pass"}
    known = one.parts.parameters
    windows = ", ".join(f"{label} {known[name]}" for name, label in names.items() if name in known)
    degrees = "/".join(str(known[f"{part}_deg"]) for part in ("seasonal", "trend", "low_pass"))
    jumps = "/".join(str(known[f"{part}_jump"]) for part in ("seasonal", "trend", "low_pass"))
    return (
        f"STL, robust, on the {one.parts.scale.replace('log', 'logarithm')}; windows in months: {windows}; degrees "
        f"{degrees}; jumps {jumps}; iterations {known['inner_iter']} inner, {known['outer_iter']} outer."
    )


def _pandemic(found: Seasons, months: pd.DatetimeIndex) -> Span | None:
    first, last = found.offences.source.pandemic
    return (max(first, months[0]), min(last, months[-1])) if months[0] <= last and first <= months[-1] else None


def _words(found: Seasons, one: Season) -> dict[str, str]:
    span = {"first": f"{one.run.months.index[0]:%B %Y}", "last": f"{one.run.months.index[-1]:%B %Y}"}
    return found.a.words | span | {"measure": one.run.measure.title, "measure_inside": within(one.run.measure.title)}
