"""Per cent changes with their intervals, against a line of no change."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from analysis_lib.exhibits import words
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.sayings import NUMBER_WORDS
from analysis_lib.exhibits.style import CONTEXT, FOCUS, INK, MM, NARROW, WIDE
from analysis_lib.values import Value

LONGEST_MESSAGE = 14  # words


def dot_plot_of_changes(
    changes: Sequence[Value], *, source, words_for: dict[str, str], notes: Sequence[str] = ()
) -> Chart:
    """Per cent changes with their intervals against a line of no change, the largest rise at the top.

    A filled circle says that the interval excludes no change, an open diamond that it does not. A change without a
    per cent (too few to compare) is left out and named in a note.
    """
    shown = sorted((change for change in changes if change.value is not None), key=lambda change: change.value)
    left_out = [change for change in changes if change.value is None]
    if not shown:
        return Chart.nothing(f"No chart is drawn here, because no change can be worked out: {left_out[0].reason}.")
    extra = [
        f"Not drawn, {reason}: {words.listed(words.within(c.title) for c in left_out if c.reason == reason)}."
        for reason in dict.fromkeys(c.reason for c in left_out)
    ]
    return Chart(
        draw=lambda narrow: _draw_changes(shown, narrow),
        alt=_changes_alt(shown, words_for),
        data=pd.DataFrame(
            [(c.title, c.before.value, c.now.value, c.value, c.lower, c.upper, c.direction) for c in shown],
            columns=["offence", "before", "now", "change, per cent", "lower", "upper", "in words"],
        ),
        message=_changes_message(shown),
        source=source,
        notes=[
            "Lines show 95% intervals. Filled circle: the figures show a rise or a fall. Open diamond: they do not.",
            *_explained(shown),
            *extra,
            *notes,
        ],
        words=words_for,
        values=shown,
    )


def _draw_changes(shown: list[Value], narrow: bool) -> Drawing:
    step = 13 if narrow else 8
    figure = plt.figure(figsize=((NARROW if narrow else WIDE) * MM, (step * len(shown) + 24) * MM))
    left, width = (0.03, 0.52) if narrow else (0.34, 0.4)
    top = 1 - 12 / (step * len(shown) + 24)
    axes = figure.add_axes((left, 12 / (step * len(shown) + 24), width, top - 12 / (step * len(shown) + 24)))
    for row, change in enumerate(shown):
        sure = change.direction in ("rose", "fell")
        colour = FOCUS if sure else CONTEXT
        if change.lower is not None:
            axes.errorbar(
                change.value,
                row,
                xerr=[[change.value - change.lower], [change.upper - change.value]],
                fmt="none",
                ecolor=colour,
                elinewidth=1.4,
                capsize=3.4,
                capthick=1.2,
            )
        axes.plot(
            change.value,
            row,
            marker="o" if sure else "D",
            markersize=6 if sure else 5,
            color=colour,
            markerfacecolor=colour if sure else "white",
            markeredgewidth=1.2,
            linestyle="none",
        )
        _label_change(axes, change, row, narrow, sure)
    axes.axvline(0, color=INK, linewidth=0.9, zorder=0)
    axes.annotate(
        "No change",
        (0, 1),
        xycoords=("data", "axes fraction"),
        xytext=(0, 4),
        textcoords="offset points",
        ha="center",
        color=INK,
    )
    axes.set(ylim=(-0.6, len(shown) - (0.2 if narrow else 0.4)), yticks=[])
    axes.xaxis.grid(True)
    axes.set_axisbelow(True)
    axes.xaxis.set_major_locator(plt.MaxNLocator(4 if narrow else 7))
    axes.xaxis.set_major_formatter(lambda number, _: words.signed(number))
    axes.set_xlabel("Change, per cent" if narrow else "Change in offences recorded, per cent")
    return figure


def _label_change(axes: Axes, change: Value, row: int, narrow: bool, sure: bool) -> None:
    result = f"{words.signed(change.value, 1)}% {change.direction}"
    weight = 600 if sure else 400
    title = {"xytext": (-8, 0), "va": "center", "ha": "right"}
    if narrow:  # above the mark, on a white ground that keeps the line of no change from crossing it
        ground = {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"}
        title = {"xytext": (0, 9), "va": "bottom", "bbox": ground}
    axes.annotate(change.title, (0, row), xycoords=("axes fraction", "data"), textcoords="offset points", **title)
    axes.annotate(
        result,
        (1, row),
        xycoords=("axes fraction", "data"),
        xytext=(10, 0),
        textcoords="offset points",
        va="center",
        weight=weight,
    )


def _explained(shown: list[Value]) -> list[str]:
    """A note where an interval is clear of no change and yet no direction is claimed."""
    held = [c for c in shown if c.lower is not None and c.lower * c.upper > 0 and c.direction not in ("rose", "fell")]
    names = words.listed(words.within(change.title) for change in held)
    what = "no larger than what changes in recording alone could make"
    return [f"An open diamond clear of the line ({names}): the change is {what}."] if held else []


def _changes_message(shown: list[Value]) -> str:
    moved = {d: [words.within(c.title) for c in shown if c.direction == d] for d in ("fell", "rose")}
    named = "; ".join(f"{words.listed(names)} {verb}" for verb, names in moved.items() if names)
    if not named:
        return "No offence group rose or fell by more than chance allows"
    if len(named.split()) > LONGEST_MESSAGE:
        numbers = [
            f"{NUMBER_WORDS[len(names)] if len(names) < 10 else len(names)} {verb}"
            for verb, names in moved.items()
            if names
        ]
        named = f"of {len(shown)} offence groups, {' and '.join(numbers)}"
    return named[:1].upper() + named[1:]


def _changes_alt(shown: list[Value], words_for: dict[str, str]) -> str:
    tally = {d: [c for c in shown if c.direction == d] for d in ("rose", "fell")}
    same = len(shown) - sum(map(len, tally.values()))

    def part(verb: str, extreme: Value | None) -> str:
        most = f" (most: {words.within(extreme.title)}, {words.percent(extreme.value)})" if extreme else ""
        return f"{len(tally[verb])} {verb}{most}"

    rises = part("rose", tally["rose"][-1] if tally["rose"] else None)
    falls = part("fell", tally["fell"][0] if tally["fell"] else None)
    where = f"{words_for['area']}, {words_for['period']}"
    what = f"Dot plot of the change in recorded offences for {len(shown)} groups, {where}"
    return f"{what}: {rises}, {falls}, {same} neither."
