"""Tables made of values: caption, source and notes travel with them."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis_lib.exhibits import contract, words
from analysis_lib.exhibits.captions import filled, foot, source_line
from analysis_lib.exhibits.sentences import say
from analysis_lib.values import Value, withheld_if_together
from analysis_lib.values.units import COUNTED, MONEY

VIEWS = {
    "interval": words.interval_cell,
    "direction": words.direction_cell,
    "quarter": words.quarter_cell,
    "value": words.cell,
}
IN_WORDS = ("direction", "quarter")
ADDITIVE = ("count", "money", "difference")  # kinds of figures
SLACK = 1e-9  # of the total: what adding up numbers of the machine may lose
TOGETHER = (
    "All categories moved the same way, alike and by half or more. Behaviour seldom does that and a change in "
    "recording does, so no change is given until the source explains it."
)
LEVELS = ("total", "group", "member")


def table(
    frame: pd.DataFrame,
    *,
    caption: str,
    subtitle: str = "",
    source: str | None = None,
    notes: Sequence[str] = (),
    key: str | None = None,
) -> None:
    """Print a table of values in the report.

    ``frame`` has row titles as index, column heads as columns, and in each cell a :class:`Value`, a text, or a
    pair of a Value and a view of it ("interval", "direction", "quarter"). ``frame.attrs`` may hold ``levels`` (of each
    row: "total", "group" or "member"), ``words`` (for braces in caption and subtitle), ``source`` and ``notes``.
    A last row of level "total" must be the sum of the members above it, in every column of counts; ``attrs["closes"]``
    names other sums, as a mapping of a row's title to those of its members, or is empty if no row is a sum.
    ``instead`` is said in the place of a table without rows; an empty one says nothing, where another exhibit said why.

    Raises ``ValueError`` for a table without rows, caption or source, with a cell that is none of these, or with a
    total that its members do not add up to.
    """
    if frame.empty and "instead" in frame.attrs:
        say(frame.attrs["instead"])
        return
    payload = table_payload(frame, caption=caption, subtitle=subtitle, source=source, notes=notes, key=key)
    contract.show(payload, html=_preview(payload), text=_plain(payload))


def table_payload(
    frame: pd.DataFrame,
    *,
    caption: str,
    subtitle: str = "",
    source: str | None = None,
    notes: Sequence[str] = (),
    key: str | None = None,
) -> dict[str, Any]:
    """The payload of :func:`table`, not displayed."""
    if frame.empty:
        raise ValueError(f'the table "{caption}" has no rows; leave it out, and say why')
    contract.refuse_unprotected(*_values(frame))
    _check_sums(frame, caption)
    frame = _without_leaps(frame)
    known = frame.attrs.get("words", {})
    figures: list[dict[str, Any]] = []
    rows = [
        {"level": level, "head": _row_head(head, cells), "cells": [_cell(cell, figures) for cell in cells]}
        for level, head, cells in zip(
            _levels(frame), frame.index, frame.itertuples(index=False, name=None), strict=True
        )
    ]
    return {
        "kind": "table",
        "key": key,
        "caption": filled(caption, known),
        "subtitle": filled(subtitle, known),
        "source": source_line(source or frame.attrs.get("source"), caption),
        "shorthand": _shorthand(rows),
        "notes": [filled(note, known) for note in [*frame.attrs.get("notes", ()), *notes]],
        "second_hand": contract.second_hand(figures),
        "row_head": frame.index.name or "",
        "columns": [{"head": str(head), "words": _holds_words(rows, i)} for i, head in enumerate(frame.columns)],
        "rows": rows,
        "figures": figures,
        "data": _data(frame, [row["head"] for row in rows]),
    }


def _values(frame: pd.DataFrame) -> list[Value]:
    """All values in a table, whatever is shown of them."""
    cells = [cell[0] if isinstance(cell, tuple) else cell for cell in frame.to_numpy().ravel()]
    return [cell for cell in cells if isinstance(cell, Value)]


def _without_leaps(frame: pd.DataFrame) -> pd.DataFrame:
    """The table without the changes of a source whose categories all moved alike and by much, and a note on it."""
    changes = [value for value in _values(frame) if value.kind == "change" and value.before and value.now]
    alike: dict[tuple, dict[str, Value]] = {}
    for value in changes:
        alike.setdefault((value.area, value.sources, value.period), {})[value.measure] = value
    gone = {
        before: after
        for values in alike.values()
        for before, after in zip(values.values(), withheld_if_together(list(values.values())), strict=True)
        if after is not before
    }
    if not gone:
        return frame
    found = frame.map(
        lambda cell: (gone.get(cell[0], cell[0]), cell[1]) if isinstance(cell, tuple) else _in(gone, cell)
    )
    found.attrs = frame.attrs | {"notes": [*frame.attrs.get("notes", ()), TOGETHER]}
    return found


def _in(gone: dict[Value, Value], cell: Any) -> Any:
    return gone.get(cell, cell) if isinstance(cell, Value) else cell


def _row_head(head: Any, cells: Sequence[Any]) -> str:
    """The title of a row, marked if a figure in it is second-hand."""
    quoted = any(value.second_hand for value in _values(pd.DataFrame([cells])))
    return f"{head} {words.QUOTED}" if quoted else str(head)


def _cell(cell: Any, figures: list[dict[str, Any]]) -> dict[str, Any]:
    if isinstance(cell, str):
        return {"text": cell, "view": "text"}
    value, view = cell if isinstance(cell, tuple) else (cell, "value")
    if not isinstance(value, Value) or view not in VIEWS:
        raise ValueError(
            f"a table holds values, texts and pairs of a value and a view, got {cell!r}; make it a Value first"
        )
    text = VIEWS[view](value)
    glyph = words.glyph(value, view) if view in IN_WORDS else ""
    bounded = view == "interval" and text != words.NOT_APPLICABLE
    if value.value is not None and (view == "value" or bounded):
        figures.append(contract.figure_row(value, text))
        return {"text": text, "view": view, "figure": len(figures) - 1}
    return {"text": text, "view": view, "glyph": glyph}


def _data(frame: pd.DataFrame, heads: list[str]) -> dict[str, Any]:
    """The table as data: unrounded numbers, a column for each limit, and shorthand where no number is printed."""
    columns, rows = [frame.index.name or "row"], [[head] for head in heads]
    for place, name in enumerate(frame.columns):
        cells = [cell if isinstance(cell, tuple) else (cell, "value") for cell in frame.iloc[:, place]]
        pairs = any(view == "interval" for _, view in cells)
        columns += [f"{name}, lower", f"{name}, upper"] if pairs else [str(name)]
        for row, (value, view) in zip(rows, cells, strict=True):
            row += _kept(value, view, pairs)
    return {"columns": columns, "rows": rows}


def _kept(value: Value | str, view: str, pairs: bool) -> list[Any]:
    """One cell of the data, or two for an interval."""
    text = value if isinstance(value, str) else VIEWS[view](value)
    if isinstance(value, str) or view in IN_WORDS or value.value is None or text == words.NOT_APPLICABLE:
        return [text] * (2 if pairs else 1)
    return [contract.tidy(number) for number in ((value.lower, value.upper) if pairs else (value.value,))]


def _levels(frame: pd.DataFrame) -> list[str]:
    levels = frame.attrs.get("levels") or ["member"] * len(frame)
    if len(levels) != len(frame) or not set(levels) <= set(LEVELS):
        raise ValueError(f"levels must name one of {', '.join(LEVELS)} for each of {len(frame)} rows, got {levels}")
    return levels


def _check_sums(frame: pd.DataFrame, caption: str) -> None:
    """Every row that is a sum must be the sum of its members, in every column of counts whose figures are all known."""
    levels = _levels(frame)
    plain = levels[-1:] == ["total"] and set(levels[:-1]) == {"member"}
    sums = frame.attrs.get("closes", {frame.index[-1]: list(frame.index[:-1])} if plain else {})
    for total, members in sums.items():
        for column in frame.columns:
            cells = list(frame.loc[[total, *members], column])
            if not all(isinstance(cell, Value) and _additive(cell) for cell in cells):
                continue
            whole, *parts = (cell.value for cell in cells)
            if abs(whole - sum(parts)) > SLACK * max(1.0, abs(whole)):
                raise ValueError(
                    f'the table "{caption}", column "{column}": {total} is {whole:,.12g}, but its members add up to '
                    f"{sum(parts):,.12g}. Correct the members, name them in frame.attrs['closes'], or set it to {{}} "
                    "if the row is no sum."
                )


def _additive(value: Value) -> bool:
    """Whether a figure is a count that can be added up: no rate, share, rank or change."""
    return value.value is not None and value.kind in ADDITIVE and value.unit in (*COUNTED, *MONEY)


def _holds_words(rows: list[dict[str, Any]], column: int) -> bool:
    return all(row["cells"][column]["view"] in ("text", *IN_WORDS) for row in rows)


def _shorthand(rows: list[dict[str, Any]]) -> str:
    """What the shorthand of a table means, to be printed above it (Analysis Function, Using symbols)."""
    used = {cell["text"] for row in rows for cell in row["cells"]}
    used |= {words.QUOTED for row in rows if row["head"].endswith(words.QUOTED)}
    meanings = [f"{sign} {meaning}" for sign, meaning in words.SHORTHAND.items() if sign in used]
    return f"Shorthand: {', '.join(meanings)}." if meanings else ""


def _preview(payload: dict[str, Any]) -> str:
    """The table as JupyterLab shows it: as near to the report as its own style sheet lets it be."""
    sides = ["left" if column["words"] else "right" for column in payload["columns"]]
    heads = zip(sides, payload["columns"], strict=True)
    head = f"<th style='text-align:left'>{html.escape(payload['row_head'])}</th>" + "".join(
        f"<th style='text-align:{side}'>{html.escape(column['head'])}</th>" for side, column in heads
    )
    body = "".join(_preview_row(row, sides) for row in payload["rows"])
    return (
        f"<p><strong>{html.escape(payload['caption'])}</strong><br>{html.escape(payload['subtitle'])}</p>"
        f"<p>{html.escape(payload['shorthand'])}</p><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{foot(payload)}"
    )


def _preview_row(row: dict[str, Any], sides: list[str]) -> str:
    weight, indent = ("400", "1em") if row["level"] == "member" else ("600", "0")
    cells = "".join(
        f"<td style='text-align:{side};font-weight:{weight}'>{cell.get('glyph', '')} {html.escape(cell['text'])}</td>"
        for side, cell in zip(sides, row["cells"], strict=True)
    )
    style = f"text-align:left;font-weight:{weight};padding-left:{indent}"
    return f"<tr><th style='{style}'>{html.escape(row['head'])}</th>{cells}</tr>"


def _plain(payload: dict[str, Any]) -> str:
    return "\n".join(
        [
            payload["caption"],
            *(" | ".join([row["head"], *(cell["text"] for cell in row["cells"])]) for row in payload["rows"]),
        ]
    )
