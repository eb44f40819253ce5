"""A map whose larger areas bear small numbers, with their names beside it, so that no name hides what it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure as Drawing

from analysis_lib.exhibits.charts.maps import middle, outlines
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.style import EDGE_OF_CLASS, INK, MM, NARROW, WIDE

ROW, MAP = 4.6, (112, 88)  # millimetres of a line of the key, and of the map's height, wide and narrow
BADGE = {"boxstyle": "circle,pad=0.18", "facecolor": "white", "edgecolor": INK, "linewidth": 0.5}


@dataclass(frozen=True)
class MapClass:
    """A class of areas: what it is called and its colour."""

    label: str
    colour: str


def numbered_map(
    shapes: pd.DataFrame,
    classes: Mapping[str, int],
    *,
    kinds: Sequence[MapClass],
    within: pd.DataFrame,
    numbered: Sequence[str],
    alt: str,
    data: pd.DataFrame,
    source,
    words_for: dict[str, str],
    message: str = "",
    notes: Sequence[str] = (),
) -> Chart:
    """Areas coloured by class, with larger areas as outlines of which some are numbered.

    Parameters
    ----------
    shapes : ``code, name, rings`` of the areas coloured (:meth:`Geography.shapes`)
    classes : the place in ``kinds`` of each code; every area has one
    kinds : the classes in the order of the key, with their colours
    within : ``name, rings`` of the larger areas
    numbered : names of the larger areas that get a number, in the order of counting
    alt, data : the alternative text, and the table behind the map
    """
    if absent := sorted(set(shapes["code"]) - set(classes)):
        raise ValueError(f"a map needs a class for every area, got none for {absent[0]}; give one")
    held = shapes["code"].map(classes)
    return Chart(
        draw=lambda narrow: _draw(shapes, held, kinds, within, numbered, narrow),
        alt=alt,
        data=data,
        message=message,
        source=source,
        notes=list(notes),
        words=words_for,
    )


def _draw(
    shapes: pd.DataFrame,
    held: pd.Series,
    kinds: Sequence[MapClass],
    within: pd.DataFrame,
    numbered: Sequence[str],
    narrow: bool,
) -> Drawing:
    lines = len(kinds) + 1 + (-(-len(numbered) // 2) if narrow else len(numbered))
    key = ROW * (1.15 if narrow else 1) * lines + 2
    height = MAP[narrow] + key if narrow else max(MAP[narrow], key)
    figure = plt.figure(figsize=((NARROW if narrow else WIDE) * MM, height * MM))
    axes = figure.add_axes((0, key / height, 1, MAP[narrow] / height) if narrow else (0, 0, 0.68, 1))
    axes.axis("off")
    for place, kind in enumerate(kinds):
        look = {"facecolor": kind.colour, "edgecolor": EDGE_OF_CLASS, "linewidth": 0.4}
        axes.add_collection(PathCollection(outlines(shapes.loc[held == place, "rings"]), **look))
    axes.add_collection(PathCollection(outlines(within["rings"]), facecolor="none", edgecolor=INK, linewidth=0.8))
    _number(axes, within, numbered, narrow)
    latitude = np.mean([ring[:, 1].mean() for rings in shapes["rings"] for ring in rings])
    axes.set_aspect(1 / np.cos(np.radians(latitude)))
    axes.autoscale_view()
    box = (0.02, 0, 0.96, key / height) if narrow else (0.7, 1 - key / height, 0.3, key / height)
    _key(figure.add_axes(box, xlim=(0, 1), ylim=(lines, 0)), held, kinds, numbered, narrow)
    return figure


def _number(axes: Axes, within: pd.DataFrame, numbered: Sequence[str], narrow: bool) -> None:
    rings = dict(zip(within["name"], within["rings"], strict=True))
    for number, name in enumerate(numbered, 1):
        place = middle(max(rings[name], key=len))
        size = 7.5 if narrow else 7
        axes.annotate(str(number), place, ha="center", va="center", color=INK, fontsize=size, bbox=BADGE)


def _key(axes: Axes, held: pd.Series, kinds: Sequence[MapClass], numbered: Sequence[str], narrow: bool) -> None:
    """The classes with the number of areas in each, and below them the names of the numbered areas."""
    axes.axis("off")
    size = 0.06 if narrow else 0.12
    for place, kind in enumerate(kinds):
        found = int((held == place).sum())
        axes.barh(place + 0.5, size, height=0.72, color=kind.colour, edgecolor=EDGE_OF_CLASS, linewidth=0.6)
        axes.text(size + 0.03, place + 0.5, f"{kind.label}: {found}", va="center", color=INK)
    columns, first = (2 if narrow else 1), len(kinds) + 1.4
    rows = -(-len(numbered) // columns)
    for place, name in enumerate(numbered):
        column, row = divmod(place, rows)
        at = (0.52 * column, first + row)
        axes.text(*at, f"{place + 1}  {name}", va="center", color=INK, fontsize=9.5 if narrow else 9)
