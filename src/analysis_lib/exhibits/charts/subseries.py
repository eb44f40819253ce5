"""Each month of the year across the years: twelve small series beside one another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from analysis_lib.exhibits import words
from analysis_lib.exhibits.charts.parts import sheet
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.months import NAMES, SHORT
from analysis_lib.exhibits.style import FOCUS, INK, QUIET

UNIT = "Per cent more or less than usual"


def seasonal_subseries(
    table: pd.DataFrame,
    means: Sequence[float],
    *,
    measure: str,
    source,
    words_for: dict[str, str],
    notes: Sequence[str] = (),
) -> Chart:
    """How far each month lay from its usual level, year by year.

    ``table`` has a row for each year and a column for each month, 1 to 12, in per cent of the usual level, missing
    where a month is left out; ``means`` are the twelve lines drawn through them.
    """
    high, low = int(np.argmax(means)), int(np.argmin(means))
    return Chart(
        draw=lambda narrow: _draw(table, means, narrow),
        alt=f"Each month's {measure} over {len(table)} years, against the usual level: on average highest in "
        f"{NAMES[high]} ({words.signed(means[high])}%), lowest in {NAMES[low]} ({words.signed(means[low])}%).",
        data=table.rename(columns=dict(enumerate(NAMES, 1))).rename_axis("year").reset_index(),
        source=source,
        notes=[
            "Points are years, from the first at the left to the latest at the right; the line is their average.",
            *notes,
        ],
        words=words_for,
    )


def _draw(table: pd.DataFrame, means: Sequence[float], narrow: bool) -> Drawing:
    figure = sheet(narrow, (78, 132))
    rows, columns = (4, 3) if narrow else (1, 12)
    grid = figure.add_gridspec(
        rows,
        columns,
        left=0.12 if narrow else 0.075,
        right=0.985,
        top=0.9 if narrow else 0.84,
        bottom=0.05 if narrow else 0.04,
        wspace=0.12,
        hspace=0.42,
    )
    reach = float(np.nanmax(np.abs(table.to_numpy(dtype=float)))) * 1.08
    for month in range(1, 13):
        axes = figure.add_subplot(grid[divmod(month - 1, columns)])
        _panel(axes, table[month], means[month - 1], reach, first=(month - 1) % columns == 0)
        axes.set_title(NAMES[month - 1] if narrow else SHORT[month - 1], color=INK)
        if month == 1:
            axes.annotate(
                UNIT, (0, 1), xycoords="axes fraction", xytext=(0, 22), textcoords="offset points", color=QUIET
            )
    return figure


def _panel(axes: Axes, values: pd.Series, mean: float, reach: float, *, first: bool) -> None:
    places = np.arange(len(values))
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.plot(places, values.to_numpy(dtype=float), color=QUIET, linewidth=0.7, marker="o", markersize=1.8)
    axes.plot([places[0], places[-1]], [mean, mean], color=FOCUS, linewidth=2.4)
    axes.set(ylim=(-reach, reach), xlim=(-1, len(values)), xticks=[])
    axes.spines["bottom"].set_visible(False)
    axes.yaxis.set_major_locator(plt.MaxNLocator(5))
    axes.yaxis.set_major_formatter(lambda number, _: words.signed(number))
    axes.tick_params(labelleft=first)
    axes.yaxis.grid(True)
    axes.set_axisbelow(True)
