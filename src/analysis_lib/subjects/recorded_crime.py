"""Recorded crime: how much, of what kind, and is it changing?

Counts are offences that the police recorded in whole months. A change is compared with what the formerly
unplaced offences alone could have made of it (see :func:`artefact`): no direction is claimed that they could explain.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import pandas as pd

from analysis_lib.assessment import Assessment, Period
from analysis_lib.catalogue import Dataset
from analysis_lib.exhibits import charts
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.words import within
from analysis_lib.measures import TOTAL, Measure
from analysis_lib.statistics.change import unplaced_effect
from analysis_lib.statistics.ranking import ranks_with_intervals
from analysis_lib.values import Value, change, difference, ranked, share

LONDON = "London (32 boroughs)"
LONDON_ALL = "London (all offences published)"
AIRPORT_BOROUGHS = ("Hillingdon", "Newham")  # Heathrow and London City lie in them; their offences moved out and back


def groups(offences: Dataset) -> list[Measure]:
    """The offence groups that make up the total, in the publication's order."""
    return [measure for measure in offences.measures.values() if measure.part_of == TOTAL]


def monthly(offences: Dataset, measure: str, area: str, period: Period | None = None) -> pd.Series:
    """A measure's months in an area: a borough, or one of the two sums for London; missing months stay missing."""
    table = offences.monthly(measure)
    if area == LONDON:
        series = table[offences.of_kind("borough")].sum(axis=1, skipna=False)
    elif area == LONDON_ALL:
        series = table[offences.of_kind("borough")].sum(axis=1, skipna=False) + _apart(
            table, offences, "airports", "unplaced"
        )
    else:
        series = table[area]
    return series if period is None else series[str(period.start) : str(period.end)]


def _apart(table: pd.DataFrame, offences: Dataset, *kinds: str) -> pd.Series:
    """The rows that are no borough; where the publication has no such row its offences stand in a borough."""
    return table[offences.of_kind(*kinds)].sum(axis=1)


def count(offences: Dataset, measure: str, area: str, period: Period) -> Value:
    """The number of offences of a measure in an area and period; no figure if a month is missing."""
    number = (
        monthly(offences, measure, area, period).sum(skipna=False)
        if area in (LONDON, LONDON_ALL)
        else offences.totals(measure, period)[area]
    )
    return Value(
        value=None if pd.isna(number) else int(number),
        unit="offences",
        measure=measure,
        area=area,
        period=period,
        population="offences recorded by the police",
        method="sum of the months",
        sources=(offences.source.name,),
        title=offences.measures[measure].title,
        reason="a month is not published" if pd.isna(number) else "",
    )


def artefact(offences: Dataset, measure: str, area: str, before: Period, now: Period) -> float:
    """The per cent change that offences formerly not placed in a borough could have made by themselves.

    The change in the share of London's offences that stand in the row ``Unknown``, which moves the boroughs' counts on
    average by that much; for the two boroughs with an airport also the offences that the airports' own row took away.
    """
    if area == LONDON_ALL:
        return 0.0
    totals = {period: offences.totals(measure, period) for period in (before, now)}

    def of(period: Period, *kinds: str) -> float:
        return float(totals[period][offences.of_kind(*kinds)].sum())

    if not (of(before, "borough") and of(now, "borough")):
        return 0.0
    effect = unplaced_effect(
        unplaced_before=of(before, "unplaced"),
        placed_before=of(before, "borough", "airports"),
        unplaced_after=of(now, "unplaced"),
        placed_after=of(now, "borough", "airports"),
    )
    if area in AIRPORT_BOROUGHS and totals[before][area]:
        moved = _airports(offences, measure, before) - _airports(offences, measure, now)
        effect += 100 * moved / float(totals[before][area])
    return effect


def _airports(offences: Dataset, measure: str, period: Period) -> float:
    return float(_apart(offences.monthly(measure), offences, "airports")[str(period.start) : str(period.end)].sum())


def change_between(offences: Dataset, measure: str, area: str, before: Period, now: Period) -> Value:
    """The change in a measure between two periods of an area."""
    earlier, later = (monthly(offences, measure, area, period) for period in (before, now))
    return change(
        count(offences, measure, area, before),
        count(offences, measure, area, now),
        months_before=earlier.tolist(),
        months_now=later.tolist(),
        days_before=[month.days_in_month for month in earlier.index],
        days_now=[month.days_in_month for month in later.index],
        artefact=artefact(offences, measure, area, before, now),
        reason=offences.measures[measure].not_comparable(f"{before.start:%Y-%m}", f"{now.end:%Y-%m}"),
    )


def rank(offences: Dataset, measure: str, a: Assessment) -> Value:
    """Where the area stands among the 32 boroughs by number of offences, 1 for the most."""
    counts = offences.totals(measure, a.current)[offences.of_kind("borough")]
    own = count(offences, measure, a.area.name, a.current)
    if counts.isna().any():
        return dataclasses.replace(
            own, value=None, unit="rank", measure=f"rank:{measure}", reason="a borough has no figure"
        )
    places = ranks_with_intervals(counts.astype("float64").tolist())
    return ranked(own, places[counts.index.get_loc(a.area.name)], among="the 32 London boroughs")


def changes_by_group(offences: Dataset, a: Assessment) -> list[Value]:
    """The change of each offence group on the year before, in the area."""
    return [change_between(offences, group.name, a.area.name, a.previous, a.current) for group in groups(offences)]


def headline(offences: Dataset, a: Assessment) -> dict[str, object]:
    """The values that the chapter's first sentences name."""
    changes = changes_by_group(offences, a)
    risers = sorted((c for c in changes if c.direction == "rose"), key=_moved, reverse=True)
    fallers = sorted((c for c in changes if c.direction == "fell"), key=_moved)
    total = count(offences, TOTAL, a.area.name, a.current)
    by_size = sorted(
        (count(offences, group.name, a.area.name, a.current) for group in groups(offences)), key=_size, reverse=True
    )
    place = rank(offences, TOTAL, a)
    total_change = change_between(offences, TOTAL, a.area.name, a.previous, a.current)
    return {
        "area": a.area,
        "period": a.current,
        "previous_period": a.previous,
        "total": total,
        "change": total_change,
        "largest_riser": risers[0] if risers else None,
        "largest_faller": fallers[0] if fallers else None,
        "risers": risers,
        "fallers": fallers,
        "unclear": [c for c in changes if c.direction not in ("rose", "fell")],
        "largest": by_size[0],
        "largest_share": share(by_size[0], total, offences.measures),
        "largest_change": next(c for c in changes if c.measure == f"change:{by_size[0].measure}"),
        "three_largest": by_size[:3],
        "three_largest_share": _share_of_several(by_size[:3], total, offences),
        "rank": place if not place.missing else None,
        "places": place,
        "a_day": _per_day(total),
        **_since_pandemic(offences, a),
    }


def _since_pandemic(offences: Dataset, a: Assessment) -> dict[str, object]:
    """The change since the last year before the pandemic, or None where that year is not compared."""
    period = a.pre_pandemic
    return {
        "pre_pandemic": period,
        "since": change_between(offences, TOTAL, a.area.name, period, a.current) if period else None,
    }


def extremes(offences: Dataset, a: Assessment, measure: str = TOTAL) -> dict[str, object]:
    """The months with the most and the fewest offences since the series begins, as values."""
    series = monthly(offences, measure, a.area.name).dropna()
    months = {"high": series.idxmax(), "low": series.idxmin()}
    periods = {name: Period(month.date(), (month + pd.offsets.MonthEnd(0)).date()) for name, month in months.items()}
    values = {name: count(offences, measure, a.area.name, period) for name, period in periods.items()}
    return values | {
        "high_month": periods["high"],
        "low_month": periods["low"],
        "first_month": f"{series.index[0]:%B %Y}",
    }


def unplaced_by_year(offences: Dataset, a: Assessment) -> pd.DataFrame:
    """Offences that could not be placed in a borough, for each year of the assessment's kind that the series covers."""
    years = [
        Period.twelve_months_to(year, a.current.end.month) for year in range(offences.covers.start.year + 1, a.year + 1)
    ]
    rows = {}
    for period in (year for year in years if year.start >= offences.covers.start):
        unplaced, everything = (count(offences, TOTAL, name, period) for name in ("Unknown", LONDON_ALL))
        part = dataclasses.replace(unplaced, area=LONDON_ALL)
        rows[period.short_label] = {
            "Not placed": unplaced,
            "All offences": everything,
            "Share (%)": share(part, everything, offences.measures),
        }
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("Year")
    frame.attrs = _attrs(offences, a, ["member"] * len(frame))
    return frame


def compare_groups(offences: Dataset, a: Assessment) -> pd.DataFrame:
    """All offences and the offence groups: two years, change with interval, share, and what may be said of it."""
    names = [
        TOTAL,
        *[
            c.name
            for c in sorted(groups(offences), key=lambda g: -_size(count(offences, g.name, a.area.name, a.current)))
        ],
    ]
    total = count(offences, TOTAL, a.area.name, a.current)
    rows = {}
    for name in [*names[1:], TOTAL]:
        before, now = (count(offences, name, a.area.name, period) for period in (a.previous, a.current))
        moved = change_between(offences, name, a.area.name, a.previous, a.current)
        rows[offences.measures[name].title] = {
            a.previous.short_label: before,
            a.current.short_label: now,
            "Difference": difference(before, now),
            "Change (%)": moved,
            "95% interval (%)": (moved, "interval"),
            "Share (%)": share(now, total, offences.measures),
            "In words": (moved, "direction"),
        }
    _check_closes(offences, a, names[1:], TOTAL)
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("Offence group")
    frame.attrs = _attrs(offences, a, ["member"] * (len(frame) - 1) + ["total"]) | {
        "notes": [
            "The groups add up to the total. Shares are rounded singly and may not add to 100.0. Fraud "
            "and forgery are not counted."
        ]
    }
    return frame


def compare_categories(offences: Dataset, a: Assessment) -> pd.DataFrame:
    """Every category of the publication: the periods compared, changes, share and rank among the boroughs."""
    total = count(offences, TOTAL, a.area.name, a.current)
    rows, levels = {}, []
    for measure in offences.measures.values():
        parts = [other.name for other in offences.measures.values() if other.part_of == measure.name]
        if parts:
            _check_closes(offences, a, parts, measure.name)
        now = count(offences, measure.name, a.area.name, a.current)
        place = rank(offences, measure.name, a)
        in_total = measure.part_of is not None or measure.name == TOTAL
        row: dict[str, object] = {
            period.short_label: count(offences, measure.name, a.area.name, period) for period in a.periods
        }
        for period in a.periods[:-1]:
            row[f"Change on {period.short_label[0].lower()}{period.short_label[1:]} (%)"] = change_between(
                offences, measure.name, a.area.name, period, a.current
            )
        row["Share (%)"] = share(now, total, offences.measures) if _within_total(measure, offences) else "[z]"
        row["Rank by number"] = place
        row["Could be"] = (place, "interval")
        row["On the year before"] = (
            change_between(offences, measure.name, a.area.name, a.previous, a.current),
            "direction",
        )
        levels.append(
            "total" if measure.name == TOTAL else "group" if measure.part_of == TOTAL or not in_total else "member"
        )
        rows[_row_title(measure, offences)] = row
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("Offence")
    frame.attrs = _attrs(offences, a, levels) | {
        "notes": [
            "Each group is followed by its members, which add up to it. Fraud is shown apart and is part of no total.",
            "The rank is by number of offences among the 32 London boroughs, 1st for the most. It takes "
            "no account of population, "
            "and is left out where it could lie anywhere in more than a quarter of the places.",
        ]
    }
    return frame


def compare_london(offences: Dataset, a: Assessment) -> pd.DataFrame:
    """The area beside London, with and without the offences that could not be placed in a borough."""
    rows = {}
    for name in (a.area.name, LONDON, LONDON_ALL):
        before, now = (count(offences, TOTAL, name, period) for period in (a.previous, a.current))
        moved = change_between(offences, TOTAL, name, a.previous, a.current)
        rows[name] = {
            a.previous.short_label: before,
            a.current.short_label: now,
            "Difference": difference(before, now),
            "Change (%)": moved,
            "95% interval (%)": (moved, "interval"),
            "In words": (moved, "direction"),
        }
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("Area")
    frame.attrs = _attrs(offences, a, ["group", "member", "member"]) | {
        "notes": [
            "The last row holds also the offences at the airports, and those that could not be placed in a borough."
        ]
    }
    return frame


def london(offences: Dataset, a: Assessment) -> dict[str, object]:
    """The values that sentences on London name; ``agreed`` is a change only if both ways of counting agree."""
    boroughs, everything = (
        change_between(offences, TOTAL, name, a.previous, a.current) for name in (LONDON, LONDON_ALL)
    )
    moved = change_between(offences, TOTAL, a.area.name, a.previous, a.current)
    unplaced = [count(offences, TOTAL, "Unknown", period) for period in (a.previous, a.current)]
    same_way = (boroughs.value or 0) * (everything.value or 0) > 0 and boroughs.direction == everything.direction
    return {
        "area": a.area,
        "period": a.current,
        "previous_period": a.previous,
        "agreed": everything if same_way else None,
        "boroughs": boroughs,
        "everything": everything,
        "unplaced_before": unplaced[0],
        "unplaced_now": unplaced[1],
        "artefact": _artefact_value(moved),
        "gained": _artefact_value(moved) if moved.artefact > 0 else None,
    }


def chart_changes(offences: Dataset, a: Assessment) -> Chart:
    """The change of each offence group on the year before."""
    return charts.dot_plot_of_changes(changes_by_group(offences, a), source=offences.source, words_for=a.words)


def chart_long_view(offences: Dataset, a: Assessment, measure: str = TOTAL) -> Chart:
    """A measure's months since the series begins, with breaks and pandemic months marked."""
    series = monthly(offences, measure, a.area.name)
    source = offences.source
    return charts.line_chart(
        series,
        unit=f"{_unit_title(offences.measures[measure])} recorded in a month",
        source=source,
        words_for=a.words | {"measure": within(offences.measures[measure].title), "first": f"{series.index[0]:%B %Y}"},
        pandemic=source.pandemic if source.pandemic[0] < series.index[-1] else None,
        breaks={month: label for month, label in source.breaks.items() if month < series.index[-1]},
    )


def chart_groups(offences: Dataset, a: Assessment) -> Chart:
    """The months of each offence group since the series begins."""
    measures = groups(offences)
    frame = pd.DataFrame({group.title: monthly(offences, group.name, a.area.name) for group in measures})
    source = offences.source
    return charts.small_multiples(
        frame,
        unit="Offences recorded in a month",
        source=source,
        words_for=a.words | {"first": f"{frame.index[0]:%B %Y}"},
        changes=changes_by_group(offences, a),
        pandemic=source.pandemic if source.pandemic[0] < frame.index[-1] else None,
    )


def _attrs(offences: Dataset, a: Assessment, levels: Iterable[str]) -> dict[str, object]:
    return {"levels": list(levels), "words": a.words, "source": offences.source}


def _check_closes(offences: Dataset, a: Assessment, parts: list[str], whole: str) -> None:
    """The members of a total must add up to it, in every period that is compared."""
    for period in a.periods:
        values = [count(offences, name, a.area.name, period).value for name in [whole, *parts]]
        if None not in values and values[0] != sum(values[1:]):
            raise ValueError(
                f"{whole} is {values[0]} in the {period.label}, but its members add up to "
                f"{sum(values[1:])}; see offence_categories.csv"
            )


def _within_total(measure: Measure, offences: Dataset) -> bool:
    step: str | None = measure.name
    while step not in (None, TOTAL):
        step = offences.measures[step].part_of
    return step == TOTAL


def _row_title(measure: Measure, offences: Dataset) -> str:
    """The measure's title; a member that bears its group's title is told apart from it."""
    parent = offences.measures.get(measure.part_of or "")
    return f"{measure.title} (only member)" if parent and parent.title == measure.title else measure.title


def _unit_title(measure: Measure) -> str:
    return "Offences" if measure.name == TOTAL else f"{measure.title}: offences"


def _share_of_several(parts: list[Value], total: Value, offences: Dataset) -> Value:
    shares = [share(part, total, offences.measures) for part in parts]
    missing = any(value.missing for value in shares)
    return dataclasses.replace(
        shares[0],
        value=None if missing else sum(value.value for value in shares),
        measure="share:" + "+".join(part.measure for part in parts),
    )


def _per_day(total: Value) -> Value:
    number = None if total.value is None else total.value / total.period.days
    return dataclasses.replace(
        total,
        value=number,
        unit="offences a day",
        measure=f"per-day:{total.measure}",
        method="count / days of the period",
    )


def _artefact_value(moved: Value) -> Value:
    return dataclasses.replace(
        moved,
        value=moved.artefact,
        lower=None,
        upper=None,
        confidence_level=None,
        measure=f"artefact:{moved.now.measure}",
        reason="",
        method=(
            "change that a changed share of offences not placed in a borough makes by itself, average of the boroughs"
        ),
    )


def _moved(moved: Value) -> float:
    return moved.now.value - moved.before.value


def _size(value: Value) -> float:
    return value.value or 0
