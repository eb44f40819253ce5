"""A month by year grid: the count printed in each cell, on one of five shades."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure as Drawing
from matplotlib.patches import Rectangle

from analysis_lib.exhibits import words
from analysis_lib.exhibits.charts.parts import Span, sheet
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.months import NAMES, SHORT
from analysis_lib.exhibits.style import CLASSES, INK

WHITE_TEXT_FROM = 3  # the two darkest of five shades carry white numbers


def heat_map(
    months: pd.Series,
    *,
    measure: str,
    source,
    words_for: dict[str, str],
    pandemic: Span | None = None,
    notes: Sequence[str] = (),
) -> Chart:
    """Counts by month and calendar year; a fifth of the months falls into each shade, and missing months stay empty."""
    known = months.dropna()
    table = _table(months)
    high, low = known.idxmax(), known.idxmin()
    framed = f"Framed: the months of the pandemic, {pandemic[0]:%B %Y} to {pandemic[1]:%B %Y}." if pandemic else ""
    return Chart(
        draw=lambda narrow: _draw(table, _bounds(known), pandemic, narrow),
        alt=f"Grid of {measure} by month and year, {known.index[0]:%B %Y} to {known.index[-1]:%B %Y}: most in "
        f"{high:%B %Y} ({words.count(known[high])}), fewest in {low:%B %Y} ({words.count(known[low])}).",
        data=table.rename(columns=dict(enumerate(NAMES, 1))).rename_axis("year").reset_index(),
        source=source,
        notes=[
            "Shades, from the lightest: a fifth of the months each, from the fewest offences to the most.",
            *([framed] if framed else []),
            *notes,
        ],
        words=words_for,
    )


def _table(months: pd.Series) -> pd.DataFrame:
    years = range(months.index[0].year, months.index[-1].year + 1)
    table = pd.DataFrame(np.nan, index=years, columns=range(1, 13))
    for month, value in months.items():
        table.loc[month.year, month.month] = value
    return table


def _bounds(known: pd.Series) -> np.ndarray:
    return np.quantile(known.to_numpy(dtype=float), np.linspace(0, 1, len(CLASSES) + 1)[1:-1])


def _draw(table: pd.DataFrame, bounds: np.ndarray, pandemic: Span | None, narrow: bool) -> Drawing:
    height = 6.2 * len(table) + 9
    figure = sheet(narrow, (height, height))
    axes = figure.add_axes((0.1 if narrow else 0.07, 0.01, 0.89 if narrow else 0.92, 1 - 8 / height))
    for row, (year, line) in enumerate(table.iterrows()):
        for month, value in line.items():
            if not np.isnan(value):
                _cell(axes, month - 1, row, value, int(np.searchsorted(bounds, value)), narrow)
            if pandemic and pandemic[0] <= pd.Timestamp(int(year), int(month), 1) <= pandemic[1]:
                axes.add_patch(
                    Rectangle((month - 0.95, row + 0.05), 0.9, 0.9, fill=False, edgecolor=INK, linewidth=0.9)
                )
    axes.set(xlim=(0, 12), ylim=(len(table), 0))
    axes.set_xticks(np.arange(12) + 0.5, [name[0] if narrow else name for name in SHORT])
    axes.set_yticks(np.arange(len(table)) + 0.5, [str(year) for year in table.index])
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    return figure


def _cell(axes, column: int, row: int, value: float, shade: int, narrow: bool) -> None:
    axes.add_patch(Rectangle((column, row), 1, 1, facecolor=CLASSES[shade], edgecolor="white", linewidth=0.6))
    axes.annotate(
        words.count(value),
        (column + 0.5, row + 0.5),
        ha="center",
        va="center",
        fontsize=8.5 if narrow else 9,
        color="white" if shade >= WHITE_TEXT_FROM else INK,
    )
