"""Two points in time, a line for each group or area: who rose, who fell, and from where to where."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from analysis_lib.exhibits import words
from analysis_lib.exhibits.charts.parts import sheet
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.style import CONTEXT, FOCUS, INK, QUIET
from analysis_lib.values import Value

MOST = 15  # lines that can be told apart
LINE = (0.052, 0.052)  # a line of a label, as a part of the axis: wide, narrow


def slope_chart(
    moves: Sequence[Value],
    *,
    measure: str,
    unit: str,
    groups: str,
    source,
    words_for: dict[str, str],
    focus: str = "",
    message: str = "",
    notes: Sequence[str] = (),
) -> Chart:
    """A line from an earlier figure to a later one for each change in ``moves``, which holds both.

    A change that is withheld, such as one across a break, is not drawn but named in a note. ``groups`` says what the
    lines are ("age groups"), ``measure`` what they show; ``focus`` is the title of the one set off in blue. Labels
    that would touch are moved apart.

    Raises ``ValueError`` for more than fifteen lines, for values that are no changes, or of unlike periods.
    """
    shown = [move for move in moves if not move.missing]
    if not shown:
        return Chart.nothing(f"No chart of {measure} is drawn: {moves[0].reason}.")
    first, last = _refuse_unlike(shown)
    titles = [move.title for move in shown]
    lead = next((move for move in shown if move.title == focus), None)
    tally = {word: sum(words.direction(move) == word for move in shown) for word in ("rose", "fell")}
    went = f"; {words.within(lead.title)} went from {_said(lead.before)} to {_said(lead.now)}" if lead else ""
    columns = {"group": titles, first: [m.before.value for m in shown], last: [m.now.value for m in shown]}
    return Chart(
        draw=lambda narrow: _draw(shown, unit, (first, last), focus, narrow),
        alt=f"Slope chart of {measure} for {len(shown)} {groups}, {first} and {last}: {tally['rose']} rose, "
        f"{tally['fell']} fell{went}.",
        data=pd.DataFrame(columns),
        message=message
        or f"Of {len(shown)} {groups}, {tally['rose']} rose and {tally['fell']} fell, {first} to {last}",
        source=source,
        notes=[*(f"Not drawn: {move.title} ({move.reason})." for move in moves if move.missing), *notes],
        words=words_for,
    )


def _refuse_unlike(shown: Sequence[Value]) -> tuple[str, str]:
    """The two periods that all changes share."""
    if len(shown) > MOST:
        raise ValueError(f"a slope chart has {MOST} lines at most, got {len(shown)}; choose fewer, or use dots")
    if any(move.before is None or move.now is None for move in shown):
        raise ValueError("a slope chart draws changes, which hold both their figures; make them with change or growth")
    periods = {(move.before.period.label, move.now.period.label) for move in shown}
    if len(periods) > 1:
        raise ValueError(f"a slope chart has two periods, the same for all its lines, got {sorted(periods)}")
    return periods.pop()


def _said(value: Value) -> str:
    return f"{words.cell(value)}{'%' * (value.unit == 'per cent')}"


def _draw(shown: list[Value], unit: str, periods: tuple[str, str], focus: str, narrow: bool) -> Drawing:
    figure = sheet(narrow, (96, 110))
    axes = figure.add_axes((0.19, 0.04, 0.28, 0.84) if narrow else (0.12, 0.04, 0.5, 0.82))
    top = max(number for move in shown for number in (move.before.number, move.now.number))
    axes.set(xlim=(0, 1), ylim=(0, top * 1.05 or 1), xticks=[], yticks=[])
    axes.spines["bottom"].set_visible(False)
    for move in shown:
        _line(axes, move, move.title == focus)
    _labels(axes, [(move.before.number, _said(move.before), move.title == focus) for move in shown], 0, narrow)
    ends = [(move.now.number, _end(move, narrow), move.title == focus) for move in shown]
    _labels(axes, ends, 1, narrow)
    for place, period in enumerate(periods):
        axes.axvline(place, color=QUIET, linewidth=0.8, zorder=0)
        axes.annotate(
            period[:1].upper() + period[1:], (place, 1), xycoords="axes fraction", xytext=(0, 4), ha="center",
            textcoords="offset points", weight=600, color=INK,
        )  # fmt: skip
    figure.text(0.01, 0.985, unit, va="top", color=QUIET)
    return figure


def _line(axes: Axes, move: Value, is_focus: bool) -> None:
    look = {"color": FOCUS, "linewidth": 1.8} if is_focus else {"color": CONTEXT, "linewidth": 1.1, "ls": (0, (5, 3))}
    axes.plot((0, 1), (move.before.number, move.now.number), zorder=3 if is_focus else 2, **look)
    mark = {"marker": "o", "markerfacecolor": FOCUS} if is_focus else {"marker": "D", "markerfacecolor": "white"}
    axes.plot(
        (0, 1), (move.before.number, move.now.number), linestyle="none", clip_on=False, zorder=4,
        markersize=6 if is_focus else 5, color=FOCUS if is_focus else CONTEXT, markeredgewidth=1.2, **mark,
    )  # fmt: skip


def _end(move: Value, narrow: bool) -> str:
    change = f"({words.cell(move)}%)"
    return f"{_said(move.now)} {change}\n{move.title}" if narrow else f"{_said(move.now)}  {move.title} {change}"


def _labels(axes: Axes, labels: list[tuple[float, str, bool]], side: int, narrow: bool) -> None:
    """Labels beside the points of one end, moved apart where they would touch, and never dropped."""
    low, high = axes.get_ylim()
    lines = 1 + max(text.count("\n") for _, text, _ in labels)
    places = spread([number for number, *_ in labels], (high - low) * LINE[narrow] * lines, (low, high))
    for (number, text, is_focus), place in zip(labels, places, strict=True):
        out = 1 if side else -1
        if abs(place - number) > (high - low) * 0.008:
            axes.plot((side + 0.015 * out, side + 0.045 * out), (number, place), color=QUIET, lw=0.6, clip_on=False)
        axes.annotate(
            text, (side, place), xytext=(12 * out, 0), textcoords="offset points", va="center",
            ha="left" if side else "right", annotation_clip=False, weight=600 if is_focus else 400,
            color=FOCUS if is_focus else INK,
        )  # fmt: skip


def spread(numbers: Sequence[float], apart: float, within: tuple[float, float]) -> list[float]:
    """Places for labels at ``numbers``, at least ``apart``, in the same order and as near to them as that allows.

    >>> [round(place, 9) for place in spread([1.0, 1.1, 5.0], 1.0, (0.0, 10.0))]
    [0.55, 1.55, 5.0]
    """
    blocks: list[tuple[float, list[int]]] = []  # the lowest place of each run of labels that touch, and its members
    for position in sorted(range(len(numbers)), key=lambda one: numbers[one]):
        members = [position]
        while blocks and _lowest(numbers, members, apart, within) < blocks[-1][0] + apart * len(blocks[-1][1]):
            members = blocks.pop()[1] + members
        blocks.append((_lowest(numbers, members, apart, within), members))
    places = [0.0] * len(numbers)
    for first, members in blocks:
        for step, position in enumerate(members):
            places[position] = first + step * apart
    return places


def _lowest(numbers: Sequence[float], members: list[int], apart: float, within: tuple[float, float]) -> float:
    """The place of the lowest label of a run, whose middle lies at the mean of its points."""
    middle = sum(numbers[position] for position in members) / len(members)
    span = apart * (len(members) - 1)
    return min(max(middle - span / 2, within[0]), within[1] - span)
