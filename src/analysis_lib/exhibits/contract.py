"""What an executed notebook holds for the report: the only thing the report reads from a chapter.

Every exhibit and sentence is one output with a payload of type ``MIME``, a plain JSON object with a
``kind`` and, in ``figures``, a row for every number that it prints. Beside it stand an HTML preview, for
JupyterLab, and plain text.
"""

from __future__ import annotations

import itertools
from typing import Any

from analysis_lib.exhibits.words import CONFIDENTIAL, MINUS, NOT_AVAILABLE, QUOTED, listed, rounded
from analysis_lib.values import Value

MIME = "application/vnd.analysis-lib+json"
KINDS = ("sentence", "finding", "key_number", "caution", "gap", "support", "findings", "points", "figure", "table")
REGISTER_COLUMNS = [
    "id",
    "chapter",
    "printed_in",
    "row",
    "column",
    "title",
    "measure",
    "area",
    "period_start",
    "period_end",
    "population",
    "people",
    "value",
    "lower",
    "upper",
    "confidence_level",
    "unit",
    "text",
    "method",
    "made_from",
    "made_from_start",
    "sources",
    "release",
    "second_hand",
]
KEY = " · "  # between the columns that name a row of a chart's data: month and group
SIGNIFICANT_DIGITS = 12
NAMED_AT_MOST = 3  # second-hand figures that are named below a table; where they are more, their rows' marks tell
READ_ELSEWHERE = "rest on what was read in another document, not in the publication that first gave it"
SECOND_HAND_FIGURES = "Figures here were read in another document, not in the publication that first gave them"
CHECK_FIRST = "Check them there before you quote them."


def figure_row(value: Value, text: str) -> dict[str, Any]:
    """The register's row for a printed number; its id, chapter and place are given when the report is assembled."""
    refuse_unprotected(value)
    parts = [part for part in (value.before, value.now, value.numerator, value.denominator) if part]
    return {
        "title": value.title,
        "measure": value.measure,
        "area": value.area,
        "period_start": value.period.start.isoformat(),
        "period_end": value.period.end.isoformat(),
        "population": value.population,
        "people": str(value.people or ""),
        "value": tidy(value.value),
        "lower": tidy(value.lower),
        "upper": tidy(value.upper),
        "confidence_level": value.confidence_level,
        "unit": value.unit,
        "text": text,
        "method": value.method,
        "made_from": [f"{_counted(part)} ({part.period.label})" for part in parts],
        "made_from_start": min(part.period.start for part in parts).isoformat() if parts else None,
        "sources": list(value.sources),
        "release": value.release,
        "second_hand": value.second_hand,
    }


def _counted(value: Value) -> str:
    if value.value is None or (value.suppress_below and not value.protected):
        return value.reason or CONFIDENTIAL
    return f"{value.value:,.12g} {value.unit}"


def second_hand(figures: list[dict[str, Any]]) -> str:
    """What an exhibit says of its second-hand figures; empty if it has none."""
    marked = [row["title"] or row["measure"] for row in figures if row["second_hand"]]
    if not marked:
        return ""
    names = list(dict.fromkeys(marked))
    if len(marked) == len(figures):
        return f"All figures of this table {READ_ELSEWHERE}. {CHECK_FIRST}"
    if len(names) <= NAMED_AT_MOST:
        return f"{SECOND_HAND_FIGURES} ({listed(names)}). {CHECK_FIRST}"
    share = "Most" if 2 * len(marked) > len(figures) else "Some"
    return f"{share} figures of this table, in the rows marked {QUOTED}, {READ_ELSEWHERE}. {CHECK_FIRST}"


def drawn_rows(payload: dict[str, Any]) -> list[dict[str, Any]]:
    """The register's rows for the numbers of a chart: a row for every one drawn, by its row and column in the data."""
    columns = payload["data"]["columns"]
    return [
        dict.fromkeys(REGISTER_COLUMNS)
        | {
            "row": KEY.join(itertools.takewhile(lambda cell: isinstance(cell, str), row)) or str(row[0]),
            "column": column,
            "title": payload["caption"],
            "value": number,
            "text": shown(number),
            "made_from": [],
            "sources": payload["sources"],
            "second_hand": bool(payload.get("second_hand")),
        }
        for row in payload["data"]["rows"]
        for column, number in list(zip(columns, row, strict=True))[1:]  # the first column names the row
        if isinstance(number, int | float) and not isinstance(number, bool)
    ]


def shown(cell: Any) -> str:
    """A cell of an exhibit's data as it is printed: a whole number with thousands, a small one to one decimal.

    >>> shown(19505), shown(-6.8127), shown(10601.93), shown("fell"), shown(None)
    ('19,505', '−6.8', '10,602', 'fell', '[x]')
    """
    if cell is None:
        return NOT_AVAILABLE
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return str(cell)
    whole = isinstance(cell, int) or abs(cell) >= 1000
    return f"{rounded(cell, 0 if whole else 1):,}".replace("-", MINUS)


def refuse_unprotected(*values: Value) -> None:
    """Refuse to print a figure of a source whose small counts are confidential, unless it was protected first."""
    for value in values:
        if value.suppress_below and not value.protected:
            raise ValueError(
                f"{value.measure} comes from {', '.join(value.sources)}, whose counts below {value.suppress_below} are "
                "confidential; pass the table of counts through protect(), and print what is made from that"
            )


def show(payload: dict[str, Any], *, html: str, text: str) -> None:
    """Display an exhibit: its payload for the report, its preview for the analyst."""
    from IPython.display import display

    display({MIME: payload, "text/html": html, "text/plain": text}, raw=True)


def payload_of(output: dict[str, Any]) -> dict[str, Any] | None:
    """The payload of a notebook's output, or None if the output is not an exhibit."""
    return output.get("data", {}).get(MIME)


def tidy(number: float | None) -> float | int | None:
    """A number as files keep it: twelve significant digits, a whole number without a point."""
    if number is None:
        return None
    figure = float(f"{float(number):.{SIGNIFICANT_DIGITS}g}")
    return int(figure) if figure.is_integer() else figure
