"""Twelve months against the usual month, with intervals, in an area and beside it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure as Drawing

from analysis_lib.exhibits import words
from analysis_lib.exhibits.charts.parts import sheet, unit_line
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.months import NAMES, SHORT
from analysis_lib.exhibits.style import CONTEXT, FOCUS, INK


def month_profile(
    table: pd.DataFrame, *, measure: str, source, words_for: dict[str, str], notes: Sequence[str] = ()
) -> Chart:
    """Per cent more or less than in the usual month; a filled circle where the interval excludes nought.

    ``table`` has a row for each month, January first, and the columns ``value``, ``lower``, ``upper`` of the area and
    ``london``, ``london_lower``, ``london_upper``.
    """
    high, low = int(table["value"].argmax()), int(table["value"].argmin())
    london = int(table["london"].argmax())
    area = words_for["area"]
    return Chart(
        draw=lambda narrow: _draw(table, area, narrow),
        alt=f"Twelve months of {measure} against the usual month. {area}: highest in {NAMES[high]} "
        f"({words.signed(table['value'].iloc[high])}%), lowest in {NAMES[low]} "
        f"({words.signed(table['value'].iloc[low])}%). London: highest in {NAMES[london]} "
        f"({words.signed(table['london'].iloc[london])}%).",
        data=table.assign(month=NAMES)[["month", *table.columns]],
        source=source,
        notes=[
            f"Circle: {area}; filled where the month clearly differs from the usual. Diamond: London. "
            "Lines show 95% intervals that hold for the twelve months together.",
            *notes,
        ],
        words=words_for,
    )


def _draw(table: pd.DataFrame, area: str, narrow: bool) -> Drawing:
    figure = sheet(narrow, (82, 90))
    axes = figure.add_axes((0.14 if narrow else 0.07, 0.09, 0.84 if narrow else 0.92, 0.8))
    places = np.arange(12)
    for columns, shift, colour in (
        (("london", "london_lower", "london_upper"), 0.17, CONTEXT),
        (("value", "lower", "upper"), -0.17, FOCUS),
    ):
        value, lower, upper = (table[name].to_numpy(dtype=float) for name in columns)
        axes.errorbar(
            places + shift,
            value,
            yerr=[value - lower, upper - value],
            fmt="none",
            ecolor=colour,
            elinewidth=1.4 if colour == FOCUS else 1.0,
            capsize=2.4,
        )
        for place, number in enumerate(value):
            sure = lower[place] > 0 or upper[place] < 0
            axes.plot(
                place + shift,
                number,
                "o" if colour == FOCUS else "D",
                color=colour,
                markeredgewidth=1.2,
                markersize=6 if colour == FOCUS else 4.5,
                markerfacecolor=colour if sure and colour == FOCUS else "white",
            )
    axes.axhline(0, color=INK, linewidth=0.9, zorder=0)
    axes.set_xticks(places, [name[0] if narrow else name for name in SHORT])
    axes.set_xlim(-0.6, 11.6)
    axes.yaxis.set_major_locator(plt.MaxNLocator(6))
    axes.yaxis.set_major_formatter(lambda number, _: words.signed(number))
    axes.yaxis.grid(True)
    axes.set_axisbelow(True)
    unit_line(axes, "Per cent more or less than in the usual month")
    return figure
