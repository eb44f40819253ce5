"""A row for each group or area, with a dot for one series or two."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure as Drawing

from analysis_lib.exhibits import words
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.style import CONTEXT, FOCUS, INK, MM, NARROW, WIDE

MARKS = (
    {"marker": "o", "color": FOCUS, "markerfacecolor": FOCUS},
    {"marker": "D", "color": CONTEXT, "markerfacecolor": "white"},
)


def dot_rows(
    frame: pd.DataFrame,
    *,
    unit: str,
    source,
    words_for: dict[str, str],
    alt: str,
    decimals: int = 0,
    modelled: bool = False,
    focus: str = "",
    notes: Sequence[str] = (),
) -> Chart:
    """A dot for each cell: a row of ``frame`` is a row of the chart, a column (two at most) a kind of dot.

    ``focus`` names a row to set off. ``modelled`` prints numbers to two figures. A missing cell has no dot.
    """
    return Chart(
        draw=lambda narrow: _draw(frame, unit, decimals, modelled, focus, narrow),
        alt=alt,
        data=frame.rename_axis("group").reset_index(),
        source=source,
        notes=list(notes),
        words=words_for,
    )


def _draw(frame: pd.DataFrame, unit: str, decimals: int, modelled: bool, focus: str, narrow: bool) -> Drawing:
    step = (6.4 if len(frame) > 12 else 9) if narrow else (5 if len(frame) > 12 else 8)
    height = step * len(frame) + 24
    figure = plt.figure(figsize=((NARROW if narrow else WIDE) * MM, height * MM))
    left, width = (0.52, 0.27) if narrow else (0.28, 0.56)
    axes = figure.add_axes((left, 12 / height, width, step * len(frame) / height))
    for place, (name, row) in enumerate(frame.iloc[::-1].iterrows()):
        known = row.dropna()
        colours = {"color": INK if not focus else CONTEXT}
        axes.plot([0, known.max()], [place, place], linewidth=0.8, zorder=0, **colours) if len(known) else None
        for column, style in zip(frame.columns, MARKS, strict=False):
            if pd.notna(row[column]):
                off = {"color": CONTEXT, "markerfacecolor": "white"} if focus and name != focus else {}
                axes.plot(row[column], place, markersize=6, markeredgewidth=1.2, linestyle="none", **(style | off))
        axes.annotate(
            str(name), (0, place), xycoords=("axes fraction", "data"), xytext=(-8, 0), textcoords="offset points",
            va="center", ha="right", weight=600 if name == focus else 400,
        )  # fmt: skip
        axes.annotate(
            " / ".join(_text(row[column], decimals, modelled) for column in frame.columns), (1, place),
            xycoords=("axes fraction", "data"), xytext=(8, 0), textcoords="offset points", va="center",
            weight=600 if name == focus else 400,
        )  # fmt: skip
    _key(axes, list(frame.columns), narrow)
    axes.set(ylim=(-0.6, len(frame) - 0.4), yticks=[])
    axes.set_xlim(left=0)
    axes.xaxis.set_major_locator(plt.MaxNLocator(3 if narrow else 6, integer=True))
    axes.xaxis.set_major_formatter(lambda number, _: words.count(number))
    axes.set_xlabel(unit)
    return figure


def _text(cell: float, decimals: int, modelled: bool) -> str:
    if pd.isna(cell):
        return words.NOT_AVAILABLE
    return words.approximate(cell) if modelled else f"{words.rounded(cell, decimals):,}"


def _key(axes, columns: list[str], narrow: bool) -> None:
    """The names of two kinds of dot, above the rows; one kind is named by the subtitle."""
    if len(columns) < 2:
        return
    handles = [
        plt.Line2D([], [], linestyle="none", markersize=6, markeredgewidth=1.2, label=column, **style)
        for column, style in zip(columns, MARKS, strict=False)
    ]
    axes.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(-1 if narrow else 0, 1.0),
        ncols=2,
        frameon=False,
        borderpad=0,
        handletextpad=0.3,
    )
