"""A population pyramid: the ages of women and men, against those of a wider area."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib import patheffects
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from analysis_lib.exhibits import words
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.style import FOCUS, GRID, INK, MM, NARROW, QUIET, WIDE
from analysis_lib.people import People

SEXES = ("women", "men")
HEADS = {"women": "Women and girls", "men": "Men and boys"}


def population_pyramid(
    own: pd.DataFrame,
    other: pd.DataFrame,
    *,
    area: str,
    comparator: str,
    date: str,
    source,
    words_for: dict[str, str],
    notes: Sequence[str] = (),
) -> Chart:
    """Women to the left and men to the right, in per cent of all people; the wider area as an outline.

    ``own`` and ``other`` have a row for each band of ages, the youngest first, with ``youngest``, ``oldest`` (missing
    in the last), ``women`` and ``men``, both in numbers of people and in the same bands.
    """
    if list(own["youngest"]) != list(other["youngest"]):
        raise ValueError("both areas must have the same bands of ages; take both from one width")
    mine, theirs = _shares(own), _shares(other)
    bands = [_band(row.youngest, row.oldest) for row in own.itertuples()]
    more, fewer = (_stretch(own, sign * (mine - theirs).sum(axis=1).to_numpy()) for sign in (1, -1))
    largest = mine.stack().idxmax()
    group = _people(str(largest[1]), own.iloc[largest[0]]).label
    return Chart(
        draw=lambda narrow: _draw(mine, theirs, bands, comparator, narrow),
        alt=f"Population pyramid of {area}, {date}: the largest group is {group}, "
        f"{words.percent(mine.loc[largest])} of all people; a larger share aged {more} than in {comparator}, "
        f"a smaller share aged {fewer}.",
        data=pd.DataFrame({"age": bands, "women": own["women"], "men": own["men"]}).assign(
            **{f"{who}, per cent": mine[who] for who in SEXES},
            **{f"{who} in {comparator}, per cent": theirs[who] for who in SEXES},
        ),
        message=f"Larger share aged {more} than {comparator}, smaller share aged {fewer}",
        source=source,
        notes=[f"Bars: {area}. Outline: {comparator}. Each side is per cent of all people of the area.", *notes],
        words=words_for,
    )


def _shares(frame: pd.DataFrame) -> pd.DataFrame:
    people = frame[list(SEXES)].astype("float64").reset_index(drop=True)
    return 100 * people / people.to_numpy().sum()


def _band(youngest: int, oldest: int) -> str:
    return f"{youngest} and over" if pd.isna(oldest) else f"{youngest} to {oldest}"


def _people(sex: str, row: pd.Series) -> People:
    oldest = None if pd.isna(row["oldest"]) else int(row["oldest"])
    return People(sex, int(row["youngest"]), oldest)


def _stretch(frame: pd.DataFrame, excess: np.ndarray) -> str:
    """The ages in a row over which an excess adds up to the most (the largest sum of neighbours)."""
    sums = [(excess[i:j].sum(), i, j) for i in range(len(excess)) for j in range(i + 1, len(excess) + 1)]
    _, first, last = max(sums)
    return _band(frame["youngest"].iloc[first], frame["oldest"].iloc[last - 1])


def _draw(mine: pd.DataFrame, theirs: pd.DataFrame, bands: list[str], comparator: str, narrow: bool) -> Drawing:
    width, height = (NARROW, 110) if narrow else (WIDE, 96)
    figure = plt.figure(figsize=(width * MM, height * MM))
    side, middle = (0.37, 0.24) if narrow else (0.41, 0.16)
    bottom, tall = 0.12, 0.76
    limit = float(np.ceil(max(mine.to_numpy().max(), theirs.to_numpy().max()) * 1.02))
    for sex, left in zip(SEXES, (0.01, 0.01 + side + middle), strict=True):
        axes = figure.add_axes((left, bottom, side, tall))
        _draw_side(axes, mine[sex], theirs[sex], limit, mirrored=sex == "women")
        axes.xaxis.set_major_locator(plt.MultipleLocator(2 if narrow else 1))
        axes.set_title(HEADS[sex], loc="right" if sex == "women" else "left", color=INK, pad=6)
        axes.set_xlabel("Per cent of all people", color=QUIET)
    middle_axes = figure.add_axes((0.01 + side, bottom, middle, tall), ylim=(-0.5, len(bands) - 0.5), xlim=(0, 1))
    middle_axes.axis("off")
    for row, band in enumerate(bands):
        if not narrow or row % 2 == 0:
            middle_axes.text(0.5, row, band, ha="center", va="center", color=INK, fontsize=10 if narrow else 8.5)
    middle_axes.text(0.5, len(bands) + 0.1, "Age", ha="center", color=QUIET)
    figure.text(0.01, 0.97, f"Outline: {comparator}", color=QUIET, va="top")
    return figure


def _draw_side(axes: Axes, mine: pd.Series, theirs: pd.Series, limit: float, *, mirrored: bool) -> None:
    rows = np.arange(len(mine))
    axes.barh(rows, mine, height=0.86, color=FOCUS, linewidth=0)
    axes.stairs(
        theirs,
        np.arange(len(mine) + 1) - 0.5,
        orientation="horizontal",
        baseline=None,
        color=INK,
        linewidth=1.2,
        path_effects=[patheffects.withStroke(linewidth=3.2, foreground="white")],
    )
    axes.set(ylim=(-0.5, len(mine) - 0.5), xlim=(limit, 0) if mirrored else (0, limit), yticks=[])
    axes.xaxis.grid(True, color=GRID)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
