"""A funnel plot: each area's rate by its size, between the limits inside which areas usually lie."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from analysis_lib.exhibits import words
from analysis_lib.exhibits.charts.parts import sheet, unit_line
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.style import BAND_EDGE, CONTEXT, FOCUS, INK

OUTER, INNER = ("lower_998", "upper_998"), ("lower_95", "upper_95")
THOUSAND = 1_000


def funnel_plot(
    places: pd.DataFrame,
    curves: pd.DataFrame,
    *,
    average: float,
    own: str,
    unit: str,
    source,
    words_for: dict[str, str],
    notes: Sequence[str] = (),
) -> Chart:
    """Areas as points, their own limits as curves; the area of the report is a filled circle, those outside are named.

    ``places`` has a row for each area with ``residents, rate`` and ``outside`` (1 above the outer limits, -1 below,
    else 0); ``curves`` a row for each size with ``residents`` and the four limits of the rate.
    """
    said = words.listed(list(places.index[places["outside"] != 0])) or "none"
    rate = words.decimals(float(places.loc[own, "rate"]), 1)
    return Chart(
        draw=lambda narrow: _draw(places, curves, average, own, unit, narrow),
        alt=f"Funnel plot of {len(places)} areas by residents and rate. {own}: {rate}; all together "
        f"{words.decimals(average, 1)}. Outside the outer limits: {said}.",
        data=_data(places, curves),
        source=source,
        notes=list(notes),
        words=words_for,
    )


def _data(places: pd.DataFrame, curves: pd.DataFrame) -> pd.DataFrame:
    """The areas, then the limits that are drawn."""
    points = places.rename_axis("area").reset_index()[["area", "residents", "rate"]]
    sizes = [f"limits for {words.count(size)} residents" for size in curves["residents"]]
    return pd.concat([points, curves.assign(area=sizes)], ignore_index=True)


def _draw(places: pd.DataFrame, curves: pd.DataFrame, average: float, own: str, unit: str, narrow: bool) -> Drawing:
    figure = sheet(narrow, (100, 118))
    axes = figure.add_axes((0.12, 0.13, 0.82, 0.57) if narrow else (0.07, 0.13, 0.88, 0.68))
    size = curves["residents"] / THOUSAND
    for ends, style, label in ((OUTER, "-", "Outer limits (99.8%)"), (INNER, (0, (2, 2)), "Inner limits (95%)")):
        for place, end in enumerate(ends):
            axes.plot(
                size, curves[end], color=BAND_EDGE, linewidth=1, linestyle=style, label=label if not place else None
            )
    axes.axhline(average, color=CONTEXT, linewidth=0.9, linestyle=(0, (6, 2, 1, 2)), label="All boroughs together")
    others = places.drop(index=own)
    axes.plot(
        others["residents"] / THOUSAND, others["rate"], "D", color=CONTEXT, markerfacecolor="white", markersize=4.5,
        linestyle="none", label="Other boroughs",
    )  # fmt: skip
    axes.plot(
        places.loc[own, "residents"] / THOUSAND, places.loc[own, "rate"], "o", color=FOCUS, markersize=7.5, label=own
    )
    _names(axes, places, own)
    axes.set_ylim(0, 1.08 * max(places["rate"].max(), curves["upper_998"].max()))
    axes.margins(x=0.06)
    axes.xaxis.set_major_locator(plt.MaxNLocator(4 if narrow else 8, integer=True))
    axes.yaxis.set_major_locator(plt.MaxNLocator(6, integer=True))
    axes.yaxis.set_major_formatter(lambda number, _: words.count(number))
    axes.yaxis.grid(True)
    axes.set_axisbelow(True)
    axes.set_xlabel("Residents, thousands")
    unit_line(axes, unit)
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1.09),
        ncols=1 if narrow else 3,
        frameon=False,
        borderpad=0,
        borderaxespad=0,
    )
    return figure


def _names(axes: Axes, places: pd.DataFrame, own: str) -> None:
    """The names of the report's area and of those outside, on the side with more room."""
    middle = (places["residents"].min() + places["residents"].max()) / 2
    for name, row in places[(places["outside"] != 0) | (places.index == own)].iterrows():
        left = row["residents"] > middle
        axes.annotate(
            str(name), (row["residents"] / THOUSAND, row["rate"]), xytext=(-8 if left else 8, 0),
            textcoords="offset points", ha="right" if left else "left", va="center",
            weight=600 if name == own else 400, color=FOCUS if name == own else INK,
            bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.8},
        )  # fmt: skip
