"""A monthly series taken apart: four panels on one time axis."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.dates as mdates
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from analysis_lib.exhibits import words
from analysis_lib.exhibits.charts.parts import Span, month_data, pandemic_note, shaded, sheet, unit_line
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.style import EDGE, FOCUS, INK

PARTS = ("observed", "trend", "season", "remainder")


def decomposition_panel(
    parts: pd.DataFrame,
    *,
    measure: str,
    peaks: tuple[str, str],
    source,
    words_for: dict[str, str],
    pandemic: Span | None = None,
    notes: Sequence[str] = (),
) -> Chart:
    """Observed months, trend, season and remainder, one below the other; the first is the sum of the other three.

    ``parts`` has these four columns, in offences a month, by the first day of each month; ``peaks`` names the highest
    and the lowest month of the season.
    """
    first, last = (words.count(parts["trend"].iloc[place]) for place in (0, -1))
    return Chart(
        draw=lambda narrow: _draw(parts, pandemic, narrow),
        alt=f"Four line charts that split {measure} into trend, season and remainder, {parts.index[0]:%B %Y} to "
        f"{parts.index[-1]:%B %Y}: trend from {first} to {last} a month; season highest in {peaks[0]}, lowest in "
        f"{peaks[1]}.",
        data=month_data(parts.index, **{name: parts[name].to_list() for name in PARTS}),
        source=source,
        notes=[
            "The bars at the right stand for the same number of offences in each panel.",
            *pandemic_note(pandemic),
            *notes,
        ],
        words=words_for,
    )


def _draw(parts: pd.DataFrame, pandemic: Span | None, narrow: bool) -> Drawing:
    figure = sheet(narrow, (132, 150))
    grid = figure.add_gridspec(4, 1, left=0.13 if narrow else 0.075, right=0.93, top=0.955, bottom=0.05, hspace=0.42)
    axes = [figure.add_subplot(cell) for cell in grid]
    small = max(abs(parts[["season", "remainder"]].to_numpy()).max() * 1.1, 1.0)
    bar = _round_below(small)
    for place, name in enumerate(PARTS):
        _panel(axes[place], parts[name], pandemic, narrow)
        if place < 2:
            axes[place].set_ylim(0, parts["observed"].max() * 1.05)
        else:
            axes[place].set_ylim(-small, small)
            axes[place].axhline(0, color=INK, linewidth=0.8)
        _same_size(axes[place], bar)
        axes[place].tick_params(labelbottom=place == 3)
    unit_line(axes[0], "Observed: offences in a month")
    unit_line(axes[1], "Trend: offences in a month")
    unit_line(axes[2], "Season: more or fewer offences")
    unit_line(axes[3], "Remainder: more or fewer offences")
    return figure


def _panel(axes: Axes, values: pd.Series, pandemic: Span | None, narrow: bool) -> None:
    shaded(axes, pandemic)
    axes.plot(values.index, values.to_numpy(), color=FOCUS, linewidth=1.6 if values.name == "trend" else 1.0)
    axes.set_xlim(values.index[0], values.index[-1])
    axes.xaxis.set_major_locator(mdates.YearLocator(4 if narrow else 2))
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    axes.yaxis.set_major_locator(plt.MaxNLocator(3, integer=True))
    plain = values.name in ("observed", "trend")
    axes.yaxis.set_major_formatter(lambda number, _: words.count(number) if plain else words.signed(number))
    axes.yaxis.grid(True)
    axes.set_axisbelow(True)


def _same_size(axes: Axes, size: float) -> None:
    """A bar of one number of offences beside the panel, at its middle."""
    low, high = axes.get_ylim()
    share = size / (high - low)
    axes.plot(
        [1.025, 1.025],
        [0.5 - share / 2, 0.5 + share / 2],
        transform=axes.transAxes,
        color=EDGE,
        linewidth=3,
        solid_capstyle="butt",
        clip_on=False,
    )


def _round_below(number: float) -> float:
    """The largest of 1, 2 or 5 times a power of ten that is no larger."""
    power = 10.0 ** (len(str(int(number))) - 1)
    return max(step * power for step in (1, 2, 5) if step * power <= number)
