"""Maps without tiles: areas shaded by an ordered class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure as Drawing
from matplotlib.path import Path as Outline

from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.style import EDGE_OF_CLASS, INK, MM, NARROW, ORDERED, WIDE
from analysis_lib.exhibits.words import listed


def choropleth(
    shapes: pd.DataFrame,
    classes: Mapping[str, int],
    *,
    labels: Sequence[str],
    measure: str,
    kind: str,
    area: str,
    source,
    words_for: dict[str, str],
    message: str = "",
    within: pd.DataFrame | None = None,
    named: Sequence[str] = (),
    data: pd.DataFrame | None = None,
    notes: Sequence[str] = (),
) -> Chart:
    """Areas shaded by one of five ordered classes.

    Parameters
    ----------
    shapes : ``code, name, rings`` of the areas shaded (:meth:`Geography.shapes`)
    classes : the class of each code, 0 for the least to 4 for the most; an area without one is hatched
    labels : what each class is called, the least first
    measure, kind, area : for the alternative text: what is shown, of what kind of area ("small areas"), where
    within : ``name, rings`` of larger areas, drawn as outlines
    named : names of the larger areas that the map prints, the most important first
    data : the table behind the map; without it, the name and class of every area
    """
    if len(labels) != len(ORDERED):
        raise ValueError(f"a map has {len(ORDERED)} classes, got {len(labels)} labels; give one for each")
    held = shapes["code"].map(classes)
    found = {position: int((held == position).sum()) for position in range(len(ORDERED))}
    own = pd.DataFrame({"area": shapes["name"], measure: held.map(dict(enumerate(labels)))})
    return Chart(
        draw=lambda narrow: _draw(shapes, held, labels, found, within, named, narrow),
        alt=_alt(measure, kind, area, labels, found, named),
        data=own if data is None else data,
        message=message,
        source=source,
        notes=[*(["Hatched: no figure."] if held.isna().any() else []), *notes],
        words=words_for,
    )


def _alt(measure: str, kind: str, area: str, labels: Sequence[str], found: dict[int, int], named: Sequence[str]) -> str:
    most, least = len(labels) - 1, 0
    where = f", most of them in {listed(named[:3])}" if named else ""
    return (
        f"Map of {measure} by {kind}, {area}: {found[most]} of {sum(found.values())} {kind} are in the class "
        f"{labels[most].lower()}{where}; {found[least]} in the class {labels[least].lower()}."
    )


def _draw(
    shapes: pd.DataFrame,
    held: pd.Series,
    labels: Sequence[str],
    found: dict[int, int],
    within: pd.DataFrame | None,
    named: Sequence[str],
    narrow: bool,
) -> Drawing:
    width, height = (NARROW, 132) if narrow else (WIDE, 120)
    figure = plt.figure(figsize=(width * MM, height * MM))
    axes = figure.add_axes((0, 0.27, 1, 0.73) if narrow else (0, 0, 0.7, 1))
    axes.axis("off")
    for position in [*range(len(ORDERED)), None]:
        chosen = shapes[held.isna() if position is None else held == position]
        _fill(axes, chosen["rings"], position)
    if within is not None:
        _outline(axes, within["rings"])
        _name(axes, within[within["name"].isin(named)], narrow)
    latitude = np.mean([ring[:, 1].mean() for rings in shapes["rings"] for ring in rings])
    axes.set_aspect(1 / np.cos(np.radians(latitude)))
    axes.autoscale_view()
    _legend(figure, labels, found, narrow)
    return figure


def outlines(parts: pd.Series) -> list[Outline]:
    """The outlines of areas, one for each, of all its rings."""
    return [Outline.make_compound_path(*(Outline(ring, closed=True) for ring in rings)) for rings in parts]


def _fill(axes: Axes, parts: pd.Series, position: int | None) -> None:
    if parts.empty:
        return
    colour = "white" if position is None else ORDERED[position]
    hatch = "////" if position is None else None
    axes.add_collection(
        PathCollection(outlines(parts), facecolor=colour, edgecolor=EDGE_OF_CLASS, linewidth=0.4, hatch=hatch)
    )


def _outline(axes: Axes, parts: pd.Series) -> None:
    axes.add_collection(PathCollection(outlines(parts), facecolor="none", edgecolor=INK, linewidth=0.8))


def _name(axes: Axes, areas: pd.DataFrame, narrow: bool) -> None:
    for row in areas.itertuples():
        ring = max(row.rings, key=len)
        axes.annotate(
            row.name.replace(" & ", " &\n"),
            middle(ring),
            ha="center",
            va="center",
            color=INK,
            weight=600,
            fontsize=10.5 if narrow else 9,
            bbox={"boxstyle": "square,pad=0.12", "facecolor": "white", "edgecolor": "none", "alpha": 0.85},
        )


def middle(ring: np.ndarray) -> tuple[float, float]:
    """The centroid of a ring (shoelace formula)."""
    (x, y), (u, v) = ring[:-1].T, ring[1:].T
    cross = x * v - u * y
    return float(((x + u) * cross).sum() / (3 * cross.sum())), float(((y + v) * cross).sum() / (3 * cross.sum()))


def _legend(figure: Drawing, labels: Sequence[str], found: dict[int, int], narrow: bool) -> None:
    """The classes in words with the number of areas in each, the most at the top."""
    box = (0.02, 0.0, 0.96, 0.26) if narrow else (0.71, 0.55, 0.29, 0.4)
    axes = figure.add_axes(box, xlim=(0, 1), ylim=(-0.2, len(labels)))
    axes.axis("off")
    size = 0.05 if narrow else 0.12
    for position, label in enumerate(labels):
        axes.barh(position + 0.4, size, height=0.72, color=ORDERED[position], edgecolor=EDGE_OF_CLASS, linewidth=0.6)
        axes.text(
            size + 0.03,
            position + 0.4,
            f"{label}: {found[position]} area{'' if found[position] == 1 else 's'}",
            va="center",
            color=INK,
        )
