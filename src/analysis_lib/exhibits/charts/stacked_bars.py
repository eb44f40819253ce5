"""Bars made of parts: how much each thing comes to, and of what."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure as Drawing
from matplotlib.patches import Patch

from analysis_lib.exhibits import words
from analysis_lib.exhibits.charts.parts import row_label, rows_of_bars
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.style import INK, MM, NARROW, SHADES, WIDE


def stacked_bars(
    frame: pd.DataFrame,
    *,
    what: str,
    unit: str,
    source,
    words_for: dict[str, str],
    say: Callable[[float], str] = words.count,
    marks: dict[str, str] | None = None,
    message: str = "",
    notes: Sequence[str] = (),
) -> Chart:
    """A bar for each row of ``frame``, made of its columns (three at most, dark to light), the first row at the top.

    ``what`` names the bars in the alternative text, ``unit`` the scale; ``say`` writes a number out. ``marks`` puts a
    word behind a row's number, such as "floor".
    """
    if frame.shape[1] > len(SHADES):
        raise ValueError(f"a bar has {len(SHADES)} parts at most, got {frame.shape[1]}; join the smallest")
    totals = frame.sum(axis=1)
    top = totals.idxmax()
    made = (
        f", each made of {words.listed(words.within(str(name)) for name in frame.columns)}"
        if frame.shape[1] > 1
        else ""
    )
    data = frame.rename_axis(what).reset_index()
    return Chart(
        draw=lambda narrow: _draw(frame, unit, say, marks or {}, narrow),
        alt=f"Bar chart of {what}, {len(frame)} bars{made}. The longest is {words.within(str(top))}, "
        f"{say(totals[top])}; the shortest {words.within(str(totals.idxmin()))}, {say(totals.min())}.",
        data=data,
        message=message,
        source=source,
        notes=notes,
        words=words_for,
    )


def _draw(frame: pd.DataFrame, unit: str, say, marks: dict[str, str], narrow: bool) -> Drawing:
    keys = frame.shape[1] > 1
    step, top, bottom = (12, 22, 8) if narrow and keys else (12, 6, 8) if narrow else (7.5, 11 if keys else 2, 7)
    height = step * len(frame) + top + bottom
    figure = plt.figure(figsize=((NARROW if narrow else WIDE) * MM, height * MM))
    left, width = (0.01, 0.7) if narrow else (0.29, 0.52)
    axes = figure.add_axes((left, bottom / height, width, 1 - (top + bottom) / height))
    begun = pd.Series(0.0, index=frame.index)
    rows = list(range(len(frame) - 1, -1, -1))
    for shade, name in zip(SHADES, frame.columns, strict=False):
        axes.barh(rows, frame[name], left=begun, height=0.42 if narrow else 0.66, color=shade, ec=INK, lw=0.5)
        begun = begun + frame[name]
    for row, name in zip(rows, frame.index, strict=True):
        number = f"{say(begun[name])} {marks.get(name, '')}".rstrip()
        axes.annotate(number, (begun[name], row), (5, 0), textcoords="offset points", va="center", weight=600)
        row_label(axes, str(name), row, narrow=narrow)
    axes.set_xlim(0, float(begun.max()) * 1.001)
    axes.axvline(0, color=INK, linewidth=0.9)
    rows_of_bars(axes, len(frame), unit, narrow=narrow)
    if keys:
        shown = [Patch(fc=c, ec=INK, lw=0.5, label=str(name)) for c, name in zip(SHADES, frame.columns, strict=False)]
        figure.legend(handles=shown, loc="upper left", ncols=1 if narrow else 3, frameon=False, bbox_to_anchor=(0, 1))
    return figure
