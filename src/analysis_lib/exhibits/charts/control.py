"""A control chart: months as a line, the band in which they usually lie, and those outside it marked and named."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from analysis_lib.exhibits import words
from analysis_lib.exhibits.charts.parts import Span, month_data, monthly_axes, pandemic_note, shaded, sheet, unit_line
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.style import BAND, BAND_EDGE, CONTEXT, FOCUS, INK, QUIET

MARKS = {1: ("^", "Unusually many"), -1: ("v", "Unusually few")}
HEADROOM = 1.2
KEY_WIDE, KEY_NARROW = 5, 1  # columns


def control_chart(
    limits: pd.DataFrame,
    *,
    unit: str,
    source,
    words_for: dict[str, str],
    pandemic: Span | None = None,
    breaks: dict[pd.Timestamp, str] | None = None,
    notes: Sequence[str] = (),
) -> Chart:
    """A month's number against the band it usually lies in, with breaks and the pandemic's months marked.

    ``limits`` has a row for each month and the columns ``number, expected, lower, upper`` and ``outside`` (1 above, -1
    below, else 0); limits are missing for months that are not judged, where the band is broken off.
    """
    first, last = limits.index[0], limits.index[-1]
    outside = limits[limits["outside"] != 0]
    named = [f"{month:%B %Y} ({words.count(number)})" for month, number in outside["number"].items()]
    found = (
        f"outside it: {words.listed(named[:4])}{' and others' if len(named) > 4 else ''}"
        if named
        else "none lies outside"
    )
    said = f", with the band of usual months; {found}" if limits["upper"].notna().any() else ""
    return Chart(
        draw=lambda narrow: _draw(limits, unit, pandemic, breaks or {}, narrow),
        alt=f"Line of {unit[:1].lower() + unit[1:]}, {first:%B %Y} to {last:%B %Y}{said}.",
        data=month_data(
            limits.index,
            **{name: limits[name].astype("Float64").to_list() for name in ("number", "expected", "lower", "upper")},
            outside=[MARKS.get(int(side), ("", "no"))[1].lower() for side in limits["outside"]],
        ),
        source=source,
        notes=[*pandemic_note(pandemic), *notes],
        words=words_for,
    )


def _draw(limits: pd.DataFrame, unit: str, pandemic, breaks: dict[pd.Timestamp, str], narrow: bool) -> Drawing:
    figure = sheet(narrow, (92, 112))
    axes = figure.add_axes((0.13, 0.09, 0.84, 0.6) if narrow else (0.07, 0.1, 0.9, 0.7))
    values = limits["number"].astype("float64")
    lower, upper = (limits[side].to_numpy("float64") for side in ("lower", "upper"))
    top = np.nanmax(np.concatenate([values, upper])) * HEADROOM
    shaded(axes, pandemic)
    _band(axes, limits, lower, upper)
    axes.plot(limits.index, values, color=FOCUS, linewidth=1.4, label="Recorded")
    _mark_outside(axes, limits, values, narrow)
    _mark_spans(axes, pandemic, breaks, top)
    monthly_axes(axes, values, top, every=4 if narrow else 2)
    unit_line(axes, unit)
    columns = KEY_NARROW if narrow else KEY_WIDE
    axes.legend(  # above the unit's own line
        loc="lower left",
        bbox_to_anchor=(0, 1.09),
        ncols=columns,
        frameon=False,
        borderpad=0,
        borderaxespad=0,
    )
    return figure


def _band(axes: Axes, limits: pd.DataFrame, lower: np.ndarray, upper: np.ndarray) -> None:
    """The band and what was to be expected; nothing, and nothing in the key, where no month has limits."""
    if not np.isfinite(upper).any():
        return
    axes.fill_between(limits.index, lower, upper, color=BAND, linewidth=0, label="Band of usual months")
    for edge in (lower, upper):
        axes.plot(limits.index, edge, color=BAND_EDGE, linewidth=0.7)
    axes.plot(limits.index, limits["expected"], color=CONTEXT, linewidth=0.9, linestyle=(0, (4, 2)), label="Expected")


def _mark_outside(axes: Axes, limits: pd.DataFrame, values: pd.Series, narrow: bool) -> None:
    for side, (marker, label) in MARKS.items():
        months = limits.index[limits["outside"] == side]
        if len(months):
            axes.plot(
                months, values[months], marker, color=INK, markerfacecolor="white", markersize=7, markeredgewidth=1.3,
                linestyle="none", label=label, zorder=5,
            )  # fmt: skip
        for place, month in enumerate(months if not narrow or len(months) <= 3 else []):
            axes.annotate(
                f"{month:%b %Y}", (month, values[month]), xytext=(0, side * (8 + 9 * (place % 2))),
                textcoords="offset points", ha="center", va="bottom" if side > 0 else "top", color=INK,
                bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.8},
            )  # fmt: skip


def _mark_spans(axes: Axes, pandemic: Span | None, breaks: dict[pd.Timestamp, str], top: float) -> None:
    if pandemic:
        _label(axes, "Pandemic\nmonths", (pandemic[0], top), -4, va="top", color=QUIET)
    for month, label in breaks.items():
        axes.axvline(month, color=INK, linewidth=0.8, linestyle=(0, (4, 2)))
        _label(axes, f"{label},\n{month:%B %Y}", (month, 0), 4, va="bottom", color=INK)


def _label(axes: Axes, text: str, at: tuple[pd.Timestamp, float], up: float, **look) -> None:
    axes.annotate(text, at, xytext=(-4, up), textcoords="offset points", ha="right", **look)
