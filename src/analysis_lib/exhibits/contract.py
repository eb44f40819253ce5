"""What an executed notebook holds for the report: the only thing the report reads from a chapter.

Every exhibit and sentence is one output with a payload of type ``MIME``, a plain JSON object with a
``kind`` and, in ``figures``, a row for every number that it prints. Beside it stand an HTML preview, for
JupyterLab, and plain text.
"""

from __future__ import annotations

from typing import Any

from analysis_lib.values import Value

MIME = "application/vnd.analysis-lib+json"
KINDS = ("sentence", "finding", "key_number", "caution", "findings", "points", "figure", "table")
REGISTER_COLUMNS = [
    "id",
    "chapter",
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
    "sources",
    "release",
    "second_hand",
]
SIGNIFICANT_DIGITS = 12


def figure_row(value: Value, text: str) -> dict[str, Any]:
    """The register's row for a printed number; its id and chapter are given when the report is assembled."""
    refuse_unprotected(value)
    return {
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
        "sources": list(value.sources),
        "release": value.release,
        "second_hand": value.second_hand,
    }


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
