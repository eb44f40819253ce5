"""What several kinds of chart share."""

from __future__ import annotations

import textwrap

import matplotlib.dates as mdates
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from analysis_lib.exhibits import words


def monthly_axes(axes: Axes, values: pd.Series, top: float, every: int) -> None:
    axes.set(ylim=(0, top), xlim=(values.index[0], values.index[-1]), xlabel="", ylabel="")
    axes.xaxis.set_major_locator(mdates.YearLocator(every))
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    axes.yaxis.set_major_locator(plt.MaxNLocator(5, integer=True))
    axes.yaxis.set_major_formatter(lambda number, _: words.count(number))
    axes.yaxis.grid(True)
    axes.set_axisbelow(True)


def wrapped(name: str, width: int = 30) -> str:
    return "\n".join(textwrap.wrap(name, width))
