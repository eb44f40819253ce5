"""Bars of values, each with its interval where it has one, and with a mark for another area."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from analysis_lib.exhibits import words
from analysis_lib.exhibits.charts.parts import wrapped
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.style import CONTEXT, FOCUS, GRID, INK, MM, NARROW, QUIET, WIDE
from analysis_lib.values import Value

STEP, NARROW_STEP, FRAME = 8, 12, 20  # millimetres a bar, and for the axis


def bars(
    values: Sequence[Value],
    *,
    measure: str,
    unit: str,
    area: str,
    source,
    words_for: dict[str, str],
    against: Sequence[Value] = (),
    against_name: str = "",
    by_size: bool = True,
    message: str = "",
    notes: Sequence[str] = (),
) -> Chart:
    """A horizontal bar for each value from nought, the largest at the top unless they have an order of their own.

    ``against`` holds the same figures of another area, ``against_name``, drawn as open diamonds. A value without a
    figure is left out and named in a note; if none has one, the reason stands in the chart's place.
    """
    other = list(against) or [None] * len(values)
    pairs = [(mine, theirs) for mine, theirs in zip(values, other, strict=True) if not mine.missing]
    if not pairs:
        return Chart.nothing(f"No chart of {measure} is drawn for {area}: {values[0].reason}.")
    gone = [value for value in values if value.missing]
    if by_size:
        pairs.sort(key=lambda pair: -pair[0].number)
    high, low = (choose((mine for mine, _ in pairs), key=lambda value: value.number) for choose in (max, min))
    mark = [f"Open diamond: {against_name}."] if against else []
    lines = ["Lines show 95% intervals."] if any(mine.lower is not None for mine, _ in pairs) else []
    return Chart(
        draw=lambda narrow: _draw(pairs, unit, against_name, narrow),
        alt=f"Bar chart of {measure}, {area}: highest {high.title}, {_with_unit(high)}; "
        f"lowest {low.title}, {_with_unit(low)}.",
        data=_data(pairs, unit, against_name),
        message=message,
        source=source,
        notes=[*mark, *lines, *(f"Not drawn: {value.title} ({value.reason})." for value in gone), *notes],
        words=words_for,
    )


def _with_unit(value: Value) -> str:
    return f"{words.cell(value)}{'%' * (value.kind == 'share')}"


def _data(pairs: list[tuple[Value, Value | None]], unit: str, against_name: str) -> pd.DataFrame:
    frame = pd.DataFrame([(mine.title, mine.value) for mine, _ in pairs], columns=["group", unit])
    if any(mine.lower is not None for mine, _ in pairs):
        frame = frame.assign(lower=[mine.lower for mine, _ in pairs], upper=[mine.upper for mine, _ in pairs])
    if against_name:
        frame[against_name] = [theirs.value if theirs else None for _, theirs in pairs]
    return frame


def _draw(pairs: list[tuple[Value, Value | None]], unit: str, against_name: str, narrow: bool) -> Drawing:
    height = (NARROW_STEP if narrow else STEP) * len(pairs) + FRAME
    figure = plt.figure(figsize=((NARROW if narrow else WIDE) * MM, height * MM))
    left = 0.02 if narrow else 0.36
    axes = figure.add_axes((left, 12 / height, 0.86 - left, 1 - 18 / height))
    reach = max(_reach(mine, theirs) for mine, theirs in pairs)
    for row, (mine, theirs) in enumerate(reversed(pairs)):
        _bar(axes, row, mine, theirs, narrow)
    axes.set(xlim=(0, reach * 1.02 or 1), ylim=(-0.6, len(pairs) - (0.2 if narrow else 0.4)), yticks=[])
    axes.xaxis.set_major_locator(plt.MaxNLocator(4 if narrow else 6, integer=True, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(lambda number, _: words.count(number))
    axes.xaxis.grid(True, color=GRID)
    axes.set_axisbelow(True)
    axes.set_xlabel(f"{unit} (diamond: {against_name})" if against_name else unit, color=QUIET)
    return figure


def _reach(mine: Value, theirs: Value | None) -> float:
    return max(mine.number, mine.upper or 0, theirs.value or 0 if theirs else 0)


def _bar(axes: Axes, row: int, mine: Value, theirs: Value | None, narrow: bool) -> None:
    axes.barh(row - (0.12 if narrow else 0), mine.number, height=0.36 if narrow else 0.6, color=FOCUS, linewidth=0)
    at = row - (0.12 if narrow else 0)
    if mine.lower is not None and mine.upper is not None:
        error = [[mine.number - mine.lower], [mine.upper - mine.number]]
        axes.errorbar(mine.number, at, xerr=error, fmt="none", ecolor=INK, elinewidth=1.4, capsize=3.4, capthick=1.2)
    if theirs is not None and not theirs.missing:
        axes.plot(
            theirs.number, at, marker="D", markersize=6, markerfacecolor="white", markeredgecolor=CONTEXT,
            markeredgewidth=1.4, linestyle="none", clip_on=False, zorder=4,
        )  # fmt: skip
    label = {"textcoords": "offset points", "va": "center"}
    if narrow:
        axes.annotate(mine.title, (0, row), xytext=(0, 9), ha="left", **label)
    else:
        axes.annotate(wrapped(mine.title, 36), (0, row), xytext=(-8, 0), ha="right", **label)
    axes.annotate(
        words.cell(mine), (1, at), xycoords=("axes fraction", "data"), xytext=(10, 0), weight=600, color=FOCUS, **label
    )
