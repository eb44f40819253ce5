"""Yearly rates in panels side by side, for figures that must not be joined: each panel has points of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from analysis_lib.exhibits import words
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.style import CONTEXT, FOCUS, MM, NARROW, WIDE

LABEL = 0.28  # room at the right for the last value, as a share of the years
STYLES = ((FOCUS, "o", FOCUS), (CONTEXT, "D", "white"))


@dataclass(frozen=True)
class Point:
    """A rate (per cent) of a series in a year; points are joined only within one ``stretch`` of like figures."""

    series: str
    year: int
    rate: float
    stretch: str
    second_hand: bool = False


@dataclass(frozen=True)
class Panel:
    """One of several small charts side by side: its title, and its points."""

    title: str
    points: Sequence[Point]


def rate_panels(
    panels: Sequence[Panel], *, unit: str, source, words_for: dict[str, str], alt: str, notes: Sequence[str] = ()
) -> Chart:
    """Panels with one scale of rates and years of their own; nothing is joined from one panel or stretch to another.

    Each panel has two series at most, whose last values are printed.
    """
    rows = [(panel.title, p.series, str(p.year), p.stretch, p.rate, _how(p)) for panel in panels for p in panel.points]
    return Chart(
        draw=lambda narrow: _draw(panels, unit, narrow),
        alt=alt,
        data=pd.DataFrame(rows, columns=["panel", "series", "year", "stretch", "rate", "read in"]),
        source=source,
        notes=["A line joins only years in which people of the same ages were asked.", *notes],
        words=words_for,
    )


def _draw(panels: Sequence[Panel], unit: str, narrow: bool) -> Drawing:
    spans = [max(4, len({point.year for point in panel.points})) for panel in panels]
    size = ((NARROW if narrow else WIDE) * MM, (70 * len(panels) if narrow else 78) * MM)
    shape, ratios = ((len(panels), 1), {}) if narrow else ((1, len(panels)), {"width_ratios": [s + 2 for s in spans]})
    figure, grid = plt.subplots(
        *shape, figsize=size, layout="constrained", squeeze=False, sharey=True, gridspec_kw=ratios
    )
    top = max(point.rate for panel in panels for point in panel.points) * 1.2
    for number, (axes, panel) in enumerate(zip(grid.flat, panels, strict=True)):
        _draw_panel(axes, panel, top)
        if narrow or not number:
            axes.annotate(
                unit, (0, 1), xycoords="axes fraction", xytext=(0, 3), textcoords="offset points", va="bottom"
            )
    return figure


def _draw_panel(axes: Axes, panel: Panel, top: float) -> None:
    axes.set_title(panel.title, loc="left", pad=16)
    for series, (colour, marker, face) in zip(dict.fromkeys(p.series for p in panel.points), STYLES, strict=False):
        own = [point for point in panel.points if point.series == series]
        for stretch in dict.fromkeys(point.stretch for point in own):
            points = [point for point in own if point.stretch == stretch]
            axes.plot(
                [p.year for p in points], [p.rate for p in points], color=colour, marker=marker, markersize=5,
                markerfacecolor=face, linewidth=1.4, linestyle="-" if colour == FOCUS else (0, (5, 3)),
            )  # fmt: skip
        last = own[-1]
        axes.annotate(
            f"{series} {_printed(last)}", (last.year, last.rate), xytext=(8, 0),
            textcoords="offset points", va="center", weight=600, color=colour,
        )  # fmt: skip
    years = sorted({point.year for point in panel.points})
    room = max(1.0, (years[-1] - years[0]) * LABEL)
    axes.set(ylim=(0, top), xlim=(years[0] - 0.8, years[-1] + room), xlabel="Survey year to March")
    axes.set_xticks(years if len(years) <= 3 else range(years[0], years[-1] + 1, 4))
    axes.yaxis.grid(True)
    axes.set_axisbelow(True)


def _printed(point: Point) -> str:
    return f"{words.rounded(point.rate, 1)}{f' {words.QUOTED}' * point.second_hand}"


def _how(point: Point) -> str:
    return "second-hand" if point.second_hand else "original"
