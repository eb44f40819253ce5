"""Modelled numbers with the range in which each may lie, and what other regions or definitions would give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from analysis_lib.exhibits import words
from analysis_lib.exhibits.charts.parts import wrapped
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.style import BAND, CONTEXT, FOCUS, INK, MM, NARROW, QUIET, WIDE
from analysis_lib.values import Value

EDGE = "#6F8FAE"  # of a band, whose fill alone is too faint
SHAPES = {"region": "D", "definition": "s", "count": "o"}


@dataclass(frozen=True)
class RangeRow:
    """A row: a value with its outer range (its limits), the narrow range of rounding, and marks to set beside it.

    A ``mark`` is a shape ("region": open diamond; "definition": open square), what it stands for, and a value. A row
    of a counted number has no range.
    """

    title: str
    value: Value
    rounding: tuple[float, float] | None = None
    marks: tuple[tuple[str, str, Value], ...] = ()


def range_plot(
    rows: Sequence[RangeRow],
    *,
    unit: str,
    source,
    words_for: dict[str, str],
    alt: str,
    key: dict[str, str],
    message: str = "",
    notes: Sequence[str] = (),
) -> Chart:
    """One row for each number: a band for its range, a bar for rounding, a circle for the number, and the marks.

    ``key`` says what each shape used stands for. Nothing is drawn of a value without a figure.
    """
    shown = [row for row in rows if not row.value.missing]
    used = {shape for row in shown for shape, _, _ in row.marks}
    said = [text for shape, text in key.items() if shape in used or shape in ("number", "band")]
    return Chart(
        draw=lambda narrow: _draw(shown, unit, narrow),
        alt=alt,
        data=_data(shown),
        message=message,
        source=source,
        notes=[f"{'. '.join(said)}.", *notes],
        words=words_for,
    )


def _data(rows: Sequence[RangeRow]) -> pd.DataFrame:
    own = [(row.title, row.value.title, row.value.value, row.value.lower, row.value.upper) for row in rows]
    marks = [(row.title, title, value.value, None, None) for row in rows for _, title, value in row.marks]
    return pd.DataFrame([*own, *marks], columns=["row", "what", "number", "from", "to"])


def _draw(rows: Sequence[RangeRow], unit: str, narrow: bool) -> Drawing:
    step, foot = (18, 28) if narrow else (9, 22)
    height = step * len(rows) + foot
    figure = plt.figure(figsize=((NARROW if narrow else WIDE) * MM, height * MM))
    left, width = (0.03, 0.6) if narrow else (0.4, 0.4)
    axes = figure.add_axes((left, (16 if narrow else 12) / height, width, step * len(rows) / height))
    for place, row in enumerate(reversed(rows)):
        _draw_row(axes, row, place, narrow)
    axes.set(ylim=(-0.6, len(rows) - 0.4), yticks=[])
    axes.set_xlim(left=0)
    axes.xaxis.grid(True)
    axes.set_axisbelow(True)
    axes.xaxis.set_major_locator(plt.MaxNLocator(4 if narrow else 6, integer=True))
    axes.xaxis.set_major_formatter(lambda number, _: words.count(number))
    axes.set_xlabel(wrapped(unit, 30) if narrow else unit)
    return figure


def _draw_row(axes: Axes, row: RangeRow, place: int, narrow: bool) -> None:
    value = row.value
    if value.lower is not None and value.upper is not None:
        axes.barh(
            place, value.upper - value.lower, left=value.lower, height=0.42, color=BAND, edgecolor=EDGE, linewidth=0.6
        )
    if row.rounding:
        axes.plot(row.rounding, (place, place), color=FOCUS, linewidth=3, solid_capstyle="butt")
    for shape, _, mark in row.marks:
        axes.plot(
            mark.value, place, SHAPES[shape], markersize=5, color=CONTEXT, markerfacecolor="white", markeredgewidth=1.2
        )
    counted = not words.is_modelled(value)
    axes.plot(value.value, place, "^" if counted else "o", markersize=6, color=INK if counted else FOCUS)
    above = {
        "xytext": (0, 11),
        "va": "bottom",
        "bbox": {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"},
    }
    beside = {"xytext": (-8, 0), "va": "center", "ha": "right"}
    title = wrapped(row.title, 52 if narrow else 42)
    axes.annotate(
        title,
        (0, place),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        **(above if narrow else beside),
    )
    axes.annotate(
        _range_text(value), (1, place), xycoords=("axes fraction", "data"), xytext=(8, 0), textcoords="offset points",
        va="center", weight=600, color=INK if value.lower is not None or counted else QUIET,
    )  # fmt: skip


def _range_text(value: Value) -> str:
    mark = f" {words.QUOTED}" * value.second_hand
    if not words.is_modelled(value):
        return words.count(value.value)
    if value.lower is None:
        return f"about {words.approximate(value.value)}{mark}"
    return words.modelled_range(value.lower, value.upper) + mark
