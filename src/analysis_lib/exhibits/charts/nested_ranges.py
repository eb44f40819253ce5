"""How likely a figure is to lie where: ranges inside ranges, the narrow ones dark."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure as Drawing

from analysis_lib.exhibits import words
from analysis_lib.exhibits.charts.parts import rows_of_bars
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.style import INK, MM, NARROW, QUIET, SHADES, WIDE

GROUND = {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"}


def nested_ranges(
    middle: float,
    ranges: dict[float, tuple[float, float]],
    *,
    what: str,
    unit: str,
    source,
    words_for: dict[str, str],
    say: Callable[[float], str] = words.count,
    notes: Sequence[str] = (),
) -> Chart:
    """A strip for one figure: its ``middle`` and up to three ``ranges``, by the share of chances that each holds."""
    if not 1 <= len(ranges) <= len(SHADES):
        raise ValueError(f"give one to {len(SHADES)} ranges, got {len(ranges)}; leave out the least telling")
    wide = max(ranges)
    said = "; ".join(f"{share:.0%} between {say(low)} and {say(high)}" for share, (low, high) in sorted(ranges.items()))
    return Chart(
        draw=lambda narrow: _draw(middle, ranges, unit, say, narrow),
        alt=f"Range chart of {what}: the middle is {say(middle)}; {said}.",
        data=pd.DataFrame(
            [("middle", middle, middle), *((f"{share:.0%}", *ends) for share, ends in sorted(ranges.items()))],
            columns=["share of simulated totals", "lower", "upper"],
        ),
        source=source,
        notes=[f"The widest range holds {wide:.0%} of the simulated totals.", *notes],
        words=words_for,
    )


def _draw(middle: float, ranges: dict[float, tuple[float, float]], unit: str, say, narrow: bool) -> Drawing:
    step, top, bottom = (14, 7, 8) if narrow else (11, 6, 7)
    height = step * len(ranges) + top + bottom
    figure = plt.figure(figsize=((NARROW if narrow else WIDE) * MM, height * MM))
    axes = figure.add_axes(
        (0.24 if narrow else 0.16, bottom / height, 0.52 if narrow else 0.68, 1 - (top + bottom) / height)
    )
    for row, (share, shade) in enumerate(
        zip(sorted(ranges, reverse=True), reversed(SHADES[: len(ranges)]), strict=True)
    ):
        low, high = ranges[share]
        axes.barh(row, high - low, left=low, height=0.46, color=shade, ec=INK, lw=0.5)
        axes.annotate(say(low), (low, row), (-4, 0), textcoords="offset points", va="center", ha="right")
        axes.annotate(say(high), (high, row), (4, 0), textcoords="offset points", va="center")
        axes.annotate(
            f"{share:.0%} of totals",
            (low, row),
            (0, 9 if narrow else 8),
            textcoords="offset points",
            color=QUIET,
            bbox=GROUND,
        )
    axes.axvline(middle, color=INK, linewidth=0.9, zorder=0)
    place = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points", "ha": "center"}
    axes.annotate(f"Middle: {say(middle)}", (middle, 1), (0, 3), **place)
    rows_of_bars(axes, len(ranges), unit, narrow=narrow)
    return figure
