"""The past of a monthly series and its forecast, in bands; alone or in small panels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib.dates as mdates
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from analysis_lib.exhibits import words
from analysis_lib.exhibits.charts.parts import beside, sheet, unit_line, wrapped
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.style import BAND_EDGE, FANS, FOCUS, INK, QUIET

LEVELS = (95, 80, 50)  # the widest first, as they are laid over one another
BANDS = "Bands, from the darkest: half, 80% and 95% of outcomes are expected inside them, if patterns go on."


@dataclass(frozen=True)
class Fan:
    """One series to draw: its past months, and a row of value and limits for each month ahead."""

    title: str
    past: pd.Series
    ahead: pd.DataFrame
    method: str


def fan_chart(fan: Fan, *, unit: str, source, words_for: dict[str, str], notes: Sequence[str] = ()) -> Chart:
    """The past as a solid line, the forecast as a dashed one in bands that hold 50, 80 and 95% of outcomes."""
    top = fan.ahead["value"].idxmax()
    low, high = fan.ahead.loc[top, ["lower_95", "upper_95"]]
    return Chart(
        draw=lambda narrow: _draw_one(fan, unit, narrow),
        alt=f"Fan chart of {unit[:1].lower() + unit[1:]} to {fan.past.index[-1]:%B %Y} and a forecast to "
        f"{fan.ahead.index[-1]:%B %Y}: most in {top:%B %Y}, likely {words.count(fan.ahead.loc[top, 'value'])}; 95% of "
        f"outcomes expected between {words.count(low)} and {words.count(high)}.",
        data=_data([fan]),
        source=source,
        notes=[BANDS, *notes],
        words=words_for,
    )


def fan_panels(
    fans: Sequence[Fan], *, unit: str, source, words_for: dict[str, str], notes: Sequence[str] = ()
) -> Chart:
    """A small fan chart for each series, each on its own scale from nought."""
    return Chart(
        draw=lambda narrow: _draw_many(fans, narrow),
        alt=f"{len(fans)} small fan charts of {unit[:1].lower() + unit[1:]}, one for each kind of offence, with a "
        f"forecast to {fans[0].ahead.index[-1]:%B %Y}. The table after them gives each one's highest month.",
        data=_data(fans),
        source=source,
        notes=[BANDS, "Each panel has its own scale, from nought. Its second line names the method.", *notes],
        words=words_for,
    )


def _data(fans: Sequence[Fan]) -> pd.DataFrame:
    parts = []
    for fan in fans:
        past = pd.DataFrame({"month": fan.past.index.strftime("%Y-%m"), "recorded": fan.past.to_numpy()})
        ahead = fan.ahead.rename(columns={"value": "forecast"}).assign(month=fan.ahead.index.strftime("%Y-%m"))
        both = pd.concat([past, ahead.reset_index(drop=True)], ignore_index=True)
        parts.append(both.assign(offence=fan.title, method=fan.method))
    limits = [f"{side}_{level}" for level in LEVELS for side in ("lower", "upper")]
    return pd.concat(parts, ignore_index=True)[["offence", "method", "month", "recorded", "forecast", *limits]]


def _draw_one(fan: Fan, unit: str, narrow: bool) -> Drawing:
    figure = sheet(narrow, (90, 92))
    axes = figure.add_axes((0.13 if narrow else 0.07, 0.1, 0.62 if narrow else 0.79, 0.8))
    _fan(axes, fan, limit=1.18)
    start = fan.ahead.index[0]
    axes.axvline(start - pd.Timedelta(days=15), color=INK, linewidth=0.8, linestyle=(0, (4, 2)))
    axes.annotate(
        "Forecast starts",
        (start - pd.Timedelta(days=15), 1),
        xycoords=("data", "axes fraction"),
        xytext=(-4, -3),
        textcoords="offset points",
        ha="right",
        va="top",
        color=INK,
    )
    _name_bands(axes, fan)
    unit_line(axes, unit)
    return figure


def _draw_many(fans: Sequence[Fan], narrow: bool) -> Drawing:
    columns = 1 if narrow else 3
    rows = -(-len(fans) // columns)
    figure = sheet(narrow, (42 * rows, 44 * rows))
    height = (44 if narrow else 42) * rows
    grid = figure.subplots(rows, columns, squeeze=False)
    figure.subplots_adjust(
        left=0.12 if narrow else 0.06, right=0.985, top=1 - 13 / height, bottom=7 / height, wspace=0.22, hspace=0.85
    )
    for axes, fan in zip(grid.flat, fans, strict=False):
        _fan(axes, fan, limit=1.05)
        axes.yaxis.set_major_locator(plt.MaxNLocator(3, integer=True))
        axes.xaxis.set_major_locator(mdates.YearLocator(2))
        axes.set_title(wrapped(fan.title), loc="left", color=INK, pad=16)
        axes.annotate(
            fan.method, (0, 1), xycoords="axes fraction", xytext=(0, 4), textcoords="offset points", color=QUIET
        )
    for axes in list(grid.flat)[len(fans) :]:
        axes.remove()
    return figure


def _fan(axes: Axes, fan: Fan, limit: float) -> None:
    past, ahead = fan.past, fan.ahead
    months = ahead.index
    for level, colour in zip(LEVELS, FANS, strict=True):
        axes.fill_between(months, ahead[f"lower_{level}"], ahead[f"upper_{level}"], color=colour, linewidth=0)
        for side in ("lower", "upper"):
            axes.plot(months, ahead[f"{side}_{level}"], color=BAND_EDGE, linewidth=0.6)
    axes.plot(past.index, past.to_numpy(), color=FOCUS, linewidth=1.4)
    axes.plot(months, ahead["value"].to_numpy(), color=FOCUS, linewidth=1.4, linestyle=(0, (4, 2)))
    axes.set(xlim=(past.index[0], months[-1]), ylim=(0, max(past.max(), ahead["upper_95"].max()) * limit))
    axes.xaxis.set_major_locator(mdates.YearLocator())
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))
    axes.yaxis.set_major_locator(plt.MaxNLocator(5, integer=True))
    axes.yaxis.set_major_formatter(lambda number, _: words.count(number))
    axes.yaxis.grid(True)
    axes.set_axisbelow(True)


def _name_bands(axes: Axes, fan: Fan) -> None:
    """Each band named at the right, at its upper edge, moved apart where edges are near."""
    last, least = fan.ahead.iloc[-1], axes.get_ylim()[1] * 0.055
    month, below = fan.ahead.index[-1], float("-inf")
    labels = [("most likely", last["value"])] + [(f"{level}%", last[f"upper_{level}"]) for level in LEVELS[::-1]]
    for text, height in labels:
        below = max(height, below + least)
        beside(axes, text, (month, below), color=FOCUS if text == "most likely" else QUIET)
