"""What moves a result most: each input at its low and its high, the others as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure as Drawing

from analysis_lib.exhibits import words
from analysis_lib.exhibits.charts.parts import row_label, rows_of_bars
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.style import FOCUS, INK, MM, NARROW, SHADES, WIDE
from analysis_lib.statistics.costs import Tornado

MOST = 8  # inputs drawn; the rest move the result least


def tornado_chart(
    found: Tornado,
    *,
    what: str,
    unit: str,
    source,
    words_for: dict[str, str],
    say: Callable[[float], str] = words.count,
    notes: Sequence[str] = (),
) -> Chart:
    """A bar for each input, from the result with the input low to that with it high; the widest at the top."""
    names = found.order[:MOST]
    first = names[0]
    low, high = sorted((found.low[first], found.high[first]))
    left_out = len(found.order) - len(names)
    more = [f"Not drawn: {words.count(left_out)} inputs that move the result less."] if left_out else []
    return Chart(
        draw=lambda narrow: _draw(found, names, unit, say, narrow),
        alt=f"Tornado chart of {what}, {say(found.base)} with no input changed. Most depends on {words.within(first)}: "
        f"alone it takes the result from {say(low)} to {say(high)}.",
        data=pd.DataFrame(
            [(name, found.low[name], found.base, found.high[name]) for name in found.order],
            columns=["input", "with the input low", "as it is", "with the input high"],
        ),
        source=source,
        notes=[*more, *notes],
        words=words_for,
    )


def _draw(found: Tornado, names: list[str], unit: str, say, narrow: bool) -> Drawing:
    step, top, bottom = (13, 12, 13) if narrow else (8, 7, 7)
    height = step * len(names) + top + bottom
    figure = plt.figure(figsize=((NARROW if narrow else WIDE) * MM, height * MM))
    left, width = (0.22, 0.54) if narrow else (0.46, 0.4)
    axes = figure.add_axes((left, bottom / height, width, 1 - (top + bottom) / height))
    for row, name in zip(range(len(names) - 1, -1, -1), names, strict=True):
        low, high = found.low[name], found.high[name]
        for end, shade in ((low, SHADES[1]), (high, FOCUS)):
            axes.barh(
                row, end - found.base, left=found.base, height=0.4 if narrow else 0.6, color=shade, ec=INK, lw=0.5
            )
        for end, side, shift in ((min(low, high), "right", -4), (max(low, high), "left", 4)):
            axes.annotate(say(end), (end, row), (shift, 0), textcoords="offset points", va="center", ha=side)
        row_label(axes, name[:1].upper() + name[1:], row, narrow=narrow, gap=70)
    axes.axvline(found.base, color=INK, linewidth=0.9, zorder=0)
    base = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points", "ha": "center"}
    axes.annotate(f"As it is: {say(found.base)}", (found.base, 1), (0, 4), **base)
    told = "\n" if narrow else ". "
    rows_of_bars(
        axes, len(names), f"{unit}{told}Light: input at its low end. Dark: at its high end", narrow=narrow, at_edge=True
    )
    return figure
