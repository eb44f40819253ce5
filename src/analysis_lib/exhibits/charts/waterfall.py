"""How parts make up a whole, or how changes lead from one figure to another."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure as Drawing

from analysis_lib.exhibits import words
from analysis_lib.exhibits.charts.parts import row_label, rows_of_bars
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.style import FOCUS, INK, MM, NARROW, SHADES, WIDE


def waterfall(
    steps: pd.Series,
    *,
    start: tuple[str, float] | None = None,
    end: str,
    what: str,
    unit: str,
    source,
    words_for: dict[str, str],
    say: Callable[[float], str] = words.count,
    say_step: Callable[[float], str] | None = None,
    notes: Sequence[str] = (),
) -> Chart:
    """Steps from ``start`` (nought if left out) to ``end``, a bar for each, in the order given.

    ``say`` writes a level out and ``say_step`` a step (with its sign, where steps go up and down).
    """
    begun = start[1] if start else 0.0
    finish = begun + float(steps.sum())
    stepped = say_step or say
    largest = steps.abs().idxmax()
    levels = [*([start] if start else []), *steps.items(), (end, finish)]
    return Chart(
        draw=lambda narrow: _draw(steps, start, end, unit, say, stepped, narrow),
        alt=f"Waterfall chart of {what}: {len(steps)} steps{f' from {say(begun)}' if start else ''} to {say(finish)}. "
        f"The largest is {words.within(str(largest))}, {stepped(steps[largest])}.",
        data=pd.DataFrame(levels, columns=["step", unit]),
        source=source,
        notes=notes,
        words=words_for,
    )


def _draw(steps: pd.Series, start, end: str, unit: str, say, stepped, narrow: bool) -> Drawing:
    bars = _bars(steps, start, end)
    step, bottom = (13, 13) if narrow else (8, 7)
    height = step * len(bars) + bottom + 3
    figure = plt.figure(figsize=((NARROW if narrow else WIDE) * MM, height * MM))
    left, width = (0.01, 0.72) if narrow else (0.31, 0.52)
    axes = figure.add_axes((left, bottom / height, width, 1 - (bottom + 3) / height))
    for row, (name, low, high, kind) in zip(range(len(bars) - 1, -1, -1), bars, strict=True):
        colour = {"level": FOCUS, "up": SHADES[1], "down": SHADES[2]}[kind]
        axes.barh(row, high - low, left=low, height=0.42 if narrow else 0.62, color=colour, ec=INK, lw=0.5)
        text = say(high) if kind == "level" else stepped(steps[name])
        axes.annotate(text, (high, row), (5, 0), textcoords="offset points", va="center", weight=600)
        row_label(axes, name, row, narrow=narrow)
    edges = [edge for _, low, high, _ in bars for edge in (low, high)]
    inner = [edge for _, low, high, kind in bars if kind != "level" for edge in (low, high)]
    lowest = 0.0 if not start or min(inner) < 0.5 * max(edges) else min(inner) - 0.1 * (max(edges) - min(inner))
    axes.set_xlim(lowest, max(edges) * 1.001)
    rows_of_bars(axes, len(bars), unit + (". The bars do not begin at nought" if lowest else ""), narrow=narrow)
    return figure


def _bars(steps: pd.Series, start, end: str) -> list[tuple[str, float, float, str]]:
    """Name, lower and upper edge and kind of each bar."""
    bars = [(start[0], 0.0, start[1], "level")] if start else []
    level = start[1] if start else 0.0
    for name, size in steps.items():
        bars.append((str(name), min(level, level + size), max(level, level + size), "up" if size >= 0 else "down"))
        level += size
    return [*bars, (end, 0.0, level, "level")]
