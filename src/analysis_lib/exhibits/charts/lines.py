"""Monthly series as lines: one, or many small ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure as Drawing

from analysis_lib.exhibits import words
from analysis_lib.exhibits.charts.parts import monthly_axes, pandemic_note, wrapped
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.style import BAND, BAND_EDGE, FOCUS, INK, MM, NARROW, PANDEMIC, QUIET, WIDE
from analysis_lib.values import Value


def line_chart(
    series: pd.Series,
    *,
    unit: str,
    source,
    words_for: dict[str, str],
    pandemic: tuple[pd.Timestamp, pd.Timestamp] | None = None,
    breaks: dict[pd.Timestamp, str] | None = None,
    limits: pd.DataFrame | None = None,
    notes: Sequence[str] = (),
) -> Chart:
    """A monthly series as a line, with the months of the pandemic shaded and breaks marked; gaps stay gaps.

    ``limits``, of the same months with columns ``lower`` and ``upper``, are drawn as a band of 95% intervals.
    """
    _refuse_other_months(series, limits)
    known = series.dropna()
    high, low, last = known.idxmax(), known.idxmin(), known.index[-1]

    def named(month: pd.Timestamp) -> str:
        return f"{words.count(known[month])} in {month:%B %Y}"

    return Chart(
        draw=lambda narrow: _draw_line(series, unit, pandemic, breaks or {}, limits, narrow),
        alt=f"Line chart of {unit[:1].lower() + unit[1:]}, {known.index[0]:%B %Y} to {last:%B %Y}. "
        f"Highest {named(high)}, lowest {named(low)}, latest {words.count(known[last])}.",
        data=pd.DataFrame(
            {"month": [f"{month:%Y-%m}" for month in series.index], unit: series.astype("Float64").to_list()}
            | ({} if limits is None else {name: limits[name].to_list() for name in ("lower", "upper")})
        ),
        source=source,
        notes=[
            *pandemic_note(pandemic),
            *(["The band shows 95% intervals."] if limits is not None else []),
            *notes,
        ],
        words=words_for,
    )


def small_multiples(
    frame: pd.DataFrame,
    *,
    unit: str,
    source,
    words_for: dict[str, str],
    changes: Sequence[Value],
    pandemic: tuple[pd.Timestamp, pd.Timestamp] | None = None,
    notes: Sequence[str] = (),
) -> Chart:
    """One small line chart for each column of monthly counts; each has its own scale, from nought to its highest.

    ``changes`` (one for each column) give the words of the alternative text.
    """
    long = frame.rename_axis("month").reset_index().melt("month", var_name="group", value_name=unit)
    long["month"] = long["month"].dt.strftime("%Y-%m")
    tally = {d: sum(change.direction == d for change in changes) for d in ("rose", "fell")}
    same = len(changes) - sum(tally.values())
    return Chart(
        draw=lambda narrow: _draw_multiples(frame, pandemic, narrow),
        alt=f"{len(changes)} small line charts of {unit[:1].lower() + unit[1:]}, one for each offence group: "
        f"in the latest year {tally['rose']} rose, {tally['fell']} fell and {same} neither.",
        data=long,
        source=source,
        notes=["Each panel has its own scale, from nought to its highest month, which is printed.", *notes],
        words=words_for,
    )


def _refuse_other_months(series: pd.Series, limits: pd.DataFrame | None) -> None:
    if limits is not None and not limits.index.equals(series.index):
        raise ValueError("the limits of a line are of other months than the line; give lower and upper for each month")


def _draw_line(
    series: pd.Series, unit: str, pandemic, breaks: dict[pd.Timestamp, str], limits: pd.DataFrame | None, narrow: bool
) -> Drawing:
    width, height = (NARROW, 84) if narrow else (WIDE, 82)
    figure = plt.figure(figsize=(width * MM, height * MM))
    axes = figure.add_axes((0.12 if narrow else 0.07, 0.1, 0.74 if narrow else 0.84, 0.8))
    values = series.astype("float64")
    top = np.nanmax(values if limits is None else limits["upper"].astype("float64")) * 1.22
    if pandemic:
        axes.axvspan(pandemic[0], pandemic[1] + pd.offsets.MonthEnd(0), color=PANDEMIC, linewidth=0, zorder=0)
        axes.annotate(
            "Pandemic\nmonths",
            (pandemic[0], top),
            xytext=(-3, -3),
            textcoords="offset points",
            va="top",
            ha="right",
            color=QUIET,
        )
    for month, label in breaks.items():
        axes.axvline(month, color=INK, linewidth=0.8, linestyle=(0, (4, 2)))
        axes.annotate(
            f"{label}, {month:%B %Y}",
            (month, 0),
            xytext=(-4, 6),
            textcoords="offset points",
            va="bottom",
            ha="right",
            color=INK,
        )
    if limits is not None:
        low, high = (limits[name].astype("float64") for name in ("lower", "upper"))
        axes.fill_between(values.index, low, high, color=BAND, edgecolor=BAND_EDGE, linewidth=0.6)
    axes.plot(values.index, values.to_numpy(), color=FOCUS, linewidth=1.6)  # seaborn's line would join across a gap
    last = values.last_valid_index()
    axes.plot(last, values[last], "o", color=FOCUS, markersize=5, clip_on=False)
    axes.annotate(
        words.count(values[last]),
        (last, values[last]),
        xytext=(6, 0),
        textcoords="offset points",
        va="center",
        weight=600,
        color=FOCUS,
    )
    axes.annotate(unit, (0, 1), xycoords="axes fraction", xytext=(0, 6), textcoords="offset points", color=QUIET)
    monthly_axes(axes, values, top, every=4 if narrow else 2)
    return figure


def _draw_multiples(frame: pd.DataFrame, pandemic, narrow: bool) -> Drawing:
    columns = 1 if narrow else 3
    rows = -(-frame.shape[1] // columns)
    width, height = (NARROW, 38 * rows) if narrow else (WIDE, 36 * rows)
    figure, grid = plt.subplots(rows, columns, figsize=(width * MM, height * MM), layout="constrained", squeeze=False)
    for axes, name in zip(grid.flat, frame.columns, strict=False):
        values = frame[name].astype("float64")
        if pandemic:
            axes.axvspan(pandemic[0], pandemic[1] + pd.offsets.MonthEnd(0), color=PANDEMIC, linewidth=0, zorder=0)
        axes.plot(values.index, values.to_numpy(), color=FOCUS, linewidth=1.0)
        axes.set_title(wrapped(name), loc="left", color=INK)
        monthly_axes(axes, values, max(float(np.nanmax(values)), 1) * 1.05, every=5)
        axes.set_yticks([0, float(np.nanmax(values))])
    for axes in list(grid.flat)[frame.shape[1] :]:
        axes.remove()
    return figure
