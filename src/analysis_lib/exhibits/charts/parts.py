"""What several kinds of chart share."""

from __future__ import annotations

import textwrap

import matplotlib.dates as mdates
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from analysis_lib.exhibits import words
from analysis_lib.exhibits.style import QUIET


def monthly_axes(axes: Axes, values: pd.Series, top: float, every: int) -> None:
    axes.set(ylim=(0, top), xlim=(values.index[0], values.index[-1]), xlabel="", ylabel="")
    axes.xaxis.set_major_locator(mdates.YearLocator(every))
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    axes.yaxis.set_major_locator(plt.MaxNLocator(5, integer=True))
    axes.yaxis.set_major_formatter(lambda number, _: words.count(number))
    axes.yaxis.grid(True)
    axes.set_axisbelow(True)


def wrapped(name: str, width: int = 30) -> str:
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
    axes.annotate(unit, place, (0, -4), xycoords="axes fraction", textcoords="offset points", va="top", color=QUIET)
