"""A row for each place, with its figure and interval, against a line that means no difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from analysis_lib.exhibits import words
from analysis_lib.exhibits.charts.parts import wrapped
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.style import CONTEXT, FOCUS, INK, MM, NARROW, WIDE
from analysis_lib.values import Value

STEP, FRAME, FOOT = (6.2, 8.2), (24, 32), (14, 19)  # millimetres a row, above and below, and below; wide and narrow
SURE = ("rose", "fell")


def ranges_against(
    values: Sequence[Value],
    *,
    marked: Mapping[str, str],
    reference: tuple[str, float],
    unit: str,
    alt: str,
    source,
    words_for: dict[str, str],
    message: str = "",
    notes: Sequence[str] = (),
) -> Chart:
    """Figures of places with their intervals, the largest at the top, in the order given.

    ``marked`` says of each place, by its title, what its figure allows to be said; "rose" and "fell" get a filled
    circle and heavier words. ``reference`` is the line's name and its number. A figure that is missing is left out and
    named in a note; if all are, the reason stands in the chart's place.
    """
    shown = [value for value in values if not value.missing]
    if not shown:
        return Chart.nothing(f"No chart is drawn here: {values[0].reason}.")
    gone = [f"Not drawn: {value.title} ({value.reason})." for value in values if value.missing]
    rows = [(value.title, value.value, value.lower, value.upper, marked[value.title]) for value in shown]
    return Chart(
        draw=lambda narrow: _draw(shown, marked, reference, unit, narrow),
        alt=alt,
        data=pd.DataFrame(rows, columns=["place", unit, "lower", "upper", "in words"]),
        message=message,
        source=source,
        notes=[*notes, *gone],
        words=words_for,
        values=shown,
    )


def _draw(
    shown: Sequence[Value], marked: Mapping[str, str], reference: tuple[str, float], unit: str, narrow: bool
) -> Drawing:
    height = STEP[narrow] * len(shown) + FRAME[narrow]
    figure = plt.figure(figsize=((NARROW if narrow else WIDE) * MM, height * MM))
    left, width = (0.36, 0.34) if narrow else (0.28, 0.47)
    axes = figure.add_axes((left, FOOT[narrow] / height, width, STEP[narrow] * len(shown) / height))
    for row, value in enumerate(reversed(shown)):
        _draw_row(axes, value, row, marked[value.title], narrow)
    name, number = reference
    axes.axvline(number, color=INK, linewidth=0.9, zorder=0)
    axes.annotate(
        name, (number, 1), (0, 4), xycoords=("data", "axes fraction"), textcoords="offset points", ha="center"
    )
    axes.set(ylim=(-0.6, len(shown) - 0.4), yticks=[])
    axes.xaxis.grid(True)
    axes.set_axisbelow(True)
    axes.xaxis.set_major_locator(plt.MaxNLocator(3 if narrow else 7))
    axes.xaxis.set_major_formatter(lambda number, _: words.signed(number))
    axes.set_xlabel(wrapped(unit, 28) if narrow else unit)
    return figure


def _draw_row(axes: Axes, value: Value, row: int, said: str, narrow: bool) -> None:
    sure = said in SURE
    colour, weight = (FOCUS, 600) if sure else (CONTEXT, 400)
    if value.lower is not None and value.upper is not None:
        axes.plot((value.lower, value.upper), (row, row), color=colour, linewidth=1.4, solid_capstyle="butt")
    look = {"marker": "o" if sure else "D", "markerfacecolor": colour if sure else "white"}
    axes.plot(value.number, row, color=colour, markersize=6 if sure else 5, markeredgewidth=1.2, **look)
    beside = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "va": "center"}
    title = wrapped(value.title, 16) if narrow else value.title
    axes.annotate(title, (0, row), (-6, 0), ha="right", linespacing=0.95, **beside)
    text = words.figure(value, value.number) + ("%" if value.kind == "change" else "")
    words_too = sure or not narrow  # on a narrow chart the open diamond alone says that nothing is shown
    axes.annotate(f"{text} {said}" if words_too else text, (1, row), (6, 0), weight=weight, **beside)
