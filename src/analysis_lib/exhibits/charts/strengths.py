"""How strong the season of each offence is, from nought to one, in an area and beside it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from analysis_lib.exhibits import words
from analysis_lib.exhibits.charts.parts import sheet
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.style import CONTEXT, FOCUS, INK


def dot_plot_of_strength(
    table: pd.DataFrame,
    *,
    threshold: float,
    sure: str,
    source,
    words_for: dict[str, str],
    notes: Sequence[str] = (),
) -> Chart:
    """A row for each offence: the area's strength of season and, beside it, London's.

    ``table``, by title, has the columns ``own``, ``own_words``, ``london`` and ``london_words``; a mark is filled where
    the words are those of ``sure``. The strongest stands at the top.
    """
    shown = table.dropna(subset=["own"]).sort_values("own")
    if shown.empty:
        return Chart.nothing("No chart of the strength of seasons is drawn, because no series is long enough.")
    certain = shown.index[shown["own_words"] == sure]
    area = words_for["area"]
    named = (
        words.listed(words.within(title) for title in certain[::-1]) if len(certain) < 3 else f"{len(certain)} kinds"
    )
    there = int((shown["london_words"] == sure).sum())
    return Chart(
        draw=lambda narrow: _draw(shown, threshold, sure, area, narrow),
        alt=f"Dot plot of how strong the season of {len(shown)} kinds of offence is in {area}: strongest "
        f"{words.within(shown.index[-1])} ({shown['own'].iloc[-1]:.2f}), weakest {words.within(shown.index[0])} "
        f"({shown['own'].iloc[0]:.2f}); called {sure}: {named}.",
        data=shown[::-1].rename_axis("offence").reset_index(),
        message=f"Of {len(shown)} offence groups, {len(certain) or 'none'} called {sure} in {area}, "
        f"{there or 'none'} in London",
        source=source,
        notes=[f"Circle: {area}. Diamond: London. Filled: {sure}. Open: not, or not clearly.", *notes],
        words=words_for,
    )


def _draw(shown: pd.DataFrame, threshold: float, sure: str, area: str, narrow: bool) -> Drawing:
    step, edge = (13, 26) if narrow else (8, 24)
    height = step * len(shown) + edge
    figure = sheet(narrow, (height, height))
    axes = figure.add_axes((0.05 if narrow else 0.34, 13 / height, 0.6 if narrow else 0.42, 1 - edge / height))
    for row, (title, line) in enumerate(shown.iterrows()):
        axes.plot(
            line["london"],
            row,
            "D",
            markersize=5,
            color=CONTEXT,
            markeredgewidth=1.2,
            markerfacecolor=CONTEXT if line["london_words"] == sure else "white",
        )
        axes.plot(
            line["own"],
            row,
            "o",
            markersize=6.5,
            color=FOCUS,
            markeredgewidth=1.2,
            markerfacecolor=FOCUS if line["own_words"] == sure else "white",
        )
        _labels(axes, str(title), line, row, narrow, sure)
    axes.axvline(threshold, color=INK, linewidth=0.9, zorder=0)
    axes.annotate(
        f"{threshold:g}: strong enough",
        (threshold, 1),
        xycoords=("data", "axes fraction"),
        xytext=(0, 4),
        textcoords="offset points",
        ha="center",
        color=INK,
    )
    axes.set(xlim=(0, 1), ylim=(-0.6, len(shown) - (0.2 if narrow else 0.4)), yticks=[])
    axes.xaxis.grid(True)
    axes.set_axisbelow(True)
    axes.set_xlabel("Strength of the season" if narrow else "Strength of the season, from none (0) to nothing else (1)")
    return figure


def _labels(axes: Axes, title: str, line: pd.Series, row: int, narrow: bool, sure: str) -> None:
    place = {"xytext": (-8, 0), "va": "center", "ha": "right"}
    if narrow:
        ground = {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"}
        place = {"xytext": (0, 8), "va": "bottom", "bbox": ground}
    axes.annotate(title, (0, row), xycoords=("axes fraction", "data"), textcoords="offset points", **place)
    axes.annotate(
        f"{line['own']:.2f} {line['own_words']}",
        (1, row),
        xycoords=("axes fraction", "data"),
        xytext=(8, 0),
        textcoords="offset points",
        va="center",
        weight=600 if line["own_words"] == sure else 400,
    )
