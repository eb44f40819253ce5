"""What several kinds of chart share."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import matplotlib.dates as mdates
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from analysis_lib.exhibits import words
from analysis_lib.exhibits.style import MM, NARROW, PANDEMIC, QUIET, WIDE

Span = tuple[pd.Timestamp, pd.Timestamp]


def monthly_axes(axes: Axes, values: pd.Series, top: float, every: int) -> None:
    """Axes of monthly counts from 0 to ``top``, with a tick every so many years."""
    axes.set(ylim=(0, top), xlim=(values.index[0], values.index[-1]), xlabel="", ylabel="")
    axes.xaxis.set_major_locator(mdates.YearLocator(every))
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    axes.yaxis.set_major_locator(plt.MaxNLocator(5, integer=True))
    axes.yaxis.set_major_formatter(lambda number, _: words.count(number))
    axes.yaxis.grid(True)
    axes.set_axisbelow(True)


def wrapped(name: str, width: int = 30) -> str:
    """A name in lines of at most ``width`` characters."""
    return "\n".join(textwrap.wrap(name, width))


def row_label(axes: Axes, text: str, row: float, *, narrow: bool, gap: float = 6) -> None:
    """The name of a row of bars: left of the axes, or, on a narrow chart, above its bar, on a white ground."""
    place = {"xytext": (-gap, 0), "va": "center", "ha": "right"}
    if narrow:
        ground = {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"}
        place = {"xytext": (0, 8), "va": "bottom", "ha": "left", "bbox": ground}
    text = wrapped(text, 42 if narrow else 34)
    axes.annotate(text, (0, row), xycoords=("axes fraction", "data"), textcoords="offset points", **place)


def rows_of_bars(axes: Axes, rows: int, unit: str, *, narrow: bool, at_edge: bool = False) -> None:
    """Axes whose bars carry their numbers themselves: no ticks, the unit below (at the chart's edge, if it is long)."""
    axes.set(ylim=(-0.6, rows - (0.2 if narrow else 0.4)), yticks=[], xticks=[])
    axes.spines["bottom"].set_visible(False)
    edge = 0.01 - axes.get_position().x0
    place = (edge / axes.get_position().width if at_edge else 0, 0)
    unit = wrapped(unit, 44) if narrow else unit
    axes.annotate(unit, place, (0, -4), xycoords="axes fraction", textcoords="offset points", va="top", color=QUIET)


def sheet(narrow: bool, heights: tuple[float, float]) -> Drawing:
    """An empty drawing of the report's width; ``heights`` in millimetres, wide and narrow."""
    return plt.figure(figsize=((NARROW if narrow else WIDE) * MM, heights[narrow] * MM))


def unit_line(axes: Axes, text: str) -> None:
    """The unit, as a line above the axis."""
    axes.annotate(text, (0, 1), xycoords="axes fraction", xytext=(0, 5), textcoords="offset points", color=QUIET)


def shaded(axes: Axes, pandemic: Span | None) -> None:
    """The months of the pandemic, behind everything else."""
    if pandemic:
        axes.axvspan(pandemic[0], pandemic[1] + pd.offsets.MonthEnd(0), color=PANDEMIC, linewidth=0, zorder=0)


def pandemic_note(pandemic: Span | None) -> list[str]:
    """The note under a chart that shades the pandemic."""
    return [f"Shaded: the months of the pandemic, {pandemic[0]:%B %Y} to {pandemic[1]:%B %Y}."] if pandemic else []


def beside(axes: Axes, text: str, at: tuple[float, float], **look) -> None:
    """A label to the right of a point, in the point's colour."""
    axes.annotate(text, at, xytext=(6, 0), textcoords="offset points", va="center", annotation_clip=False, **look)


def month_data(months: Sequence[pd.Timestamp], **columns) -> pd.DataFrame:
    """The data behind a monthly chart: the month as text, and the columns drawn."""
    return pd.DataFrame({"month": [f"{month:%Y-%m}" for month in months], **columns})
