"""Figures: a chart with its title, source, notes, alternative text and the data behind it."""

from __future__ import annotations

import base64
import html
import io
import numbers
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import matplotlib
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure as Drawing

from analysis_lib.contracts import Source
from analysis_lib.exhibits import contract
from analysis_lib.exhibits.captions import filled, foot, source_line
from analysis_lib.exhibits.sentences import say
from analysis_lib.exhibits.style import drawing
from analysis_lib.values import Value

LONGEST_ALT = 250


@dataclass(frozen=True)
class Chart:
    """A chart that can be drawn wide (158 mm) or narrow (88 mm), and what must travel with it.

    ``message`` is a title formed from the values, ``alt`` says in words what the chart shows, ``data`` holds
    every number drawn; ``words`` are for braces in caption and subtitle; ``instead`` is said of a chart for which the
    figures are too few; ``second_hand`` marks figures read in another document than the one that first gave them.
    ``values`` are the values drawn, which a source with confidential counts must have: they must be protected, and
    ``data`` may hold no number that is not one of theirs.
    """

    draw: Callable[[bool], Drawing]
    alt: str
    data: pd.DataFrame
    message: str = ""
    source: Any = None
    notes: Sequence[str] = ()
    words: dict[str, str] = field(default_factory=dict)
    instead: str = ""
    second_hand: bool = False
    values: Sequence[Value] = ()

    @classmethod
    def nothing(cls, sentence: str) -> Chart:
        """A chart that cannot be drawn from these figures; the sentence that says why is printed in its place."""
        return cls(draw=lambda narrow: Drawing(), alt="", data=pd.DataFrame(), instead=sentence)


def figure(
    chart: Chart | Drawing,
    *,
    caption: str | None = None,
    subtitle: str = "",
    alt: str | None = None,
    source: str | None = None,
    notes: Sequence[str] = (),
    data: pd.DataFrame | None = None,
    values: Sequence[Value] = (),
    key: str | None = None,
) -> None:
    """Print a figure in the report.

    ``chart`` is one of the library's charts, which brings its own message, alternative text, data and source, or a
    matplotlib figure of your own, for which you give them. ``caption`` replaces the message.

    Raises ``ValueError`` if there is no caption, alternative text, source or data, or if the alternative text is
    longer than 250 characters.
    """
    if isinstance(chart, Drawing):
        own = chart
        chart = Chart(lambda narrow: own, alt="", data=pd.DataFrame() if data is None else data, values=values)
    if chart.instead:
        say(chart.instead)
        return
    asked = {"caption": caption, "subtitle": subtitle, "alt": alt, "source": source, "notes": notes, "key": key}
    payload, outlined = _payload(chart, **asked)
    drawing_text = base64.b64encode(outlined.encode()).decode("ascii")
    preview = (
        f"<div><p><strong>{html.escape(payload['caption'])}</strong><br>{html.escape(payload['subtitle'])}</p>"
        f'<img alt="{html.escape(payload["alt"])}" src="data:image/svg+xml;base64,{drawing_text}">{foot(payload)}</div>'
    )
    plt.close("all")
    contract.show(payload, html=preview, text=f"{payload['caption']}. {payload['alt']}")


def figure_payload(chart: Chart, **asked: Any) -> dict[str, Any]:
    """The payload of :func:`figure`, with what may be asked of it, not displayed."""
    return _payload(chart, **asked)[0]


def _payload(
    chart: Chart,
    *,
    caption: str | None = None,
    subtitle: str = "",
    alt: str | None = None,
    source: str | None = None,
    notes: Sequence[str] = (),
    key: str | None = None,
) -> tuple[dict[str, Any], str]:
    """The payload, and the drawing for JupyterLab."""
    title = filled(caption or chart.message, chart.words)
    if not title:
        raise ValueError("a figure needs a caption that says what it shows; give caption=...")
    text = alt or chart.alt
    if not text or len(text) > LONGEST_ALT:
        held = f"has an alternative text of {len(text)} characters" if text else "has no alternative text"
        raise ValueError(
            f'"{title}" {held}, which must have 1 to {LONGEST_ALT}; give alt=... in a sentence or two that say the '
            "kind of chart, what it measures, its message, high and low"
        )
    if chart.data.empty:
        raise ValueError(f'"{title}": the data behind the figure are missing; give data=... with every number drawn')
    _refuse_unprotected(chart, title)
    versions, outlined = _versions(chart)
    payload = {
        "kind": "figure",
        "key": key,
        "caption": title,
        "subtitle": filled(subtitle, chart.words),
        "alt": text,
        "source": source_line(source or chart.source, title),
        "sources": _names(source or chart.source),
        "notes": [filled(note, chart.words) for note in [*chart.notes, *notes]],
        "second_hand": f"{contract.SECOND_HAND_FIGURES}. {contract.CHECK_FIRST}" if _second_hand(chart) else "",
        "svg": versions,
        "figures": [],
        "data": {
            "columns": list(chart.data.columns),
            "rows": [list(map(_kept, row)) for row in chart.data.to_numpy(dtype=object)],
        },
    }
    return payload, outlined


def _second_hand(chart: Chart) -> bool:
    return chart.second_hand or (isinstance(chart.source, Source) and chart.source.read_in == "second-hand")


def _refuse_unprotected(chart: Chart, title: str) -> None:
    """Refuse a chart of confidential counts that holds a number which is none of its protected values."""
    contract.refuse_unprotected(*chart.values)
    restricted = getattr(chart.source, "suppress_below", 0) or any(value.suppress_below for value in chart.values)
    if not restricted:
        return
    known = {
        contract.tidy(number)
        for value in chart.values
        for one in (value, value.before, value.now)
        if one is not None
        for number in (one.value, one.lower, one.upper)
    }
    for cell in chart.data.to_numpy(dtype=object).ravel():
        if isinstance(cell, numbers.Real) and not pd.isna(cell) and contract.tidy(cell) not in known:
            raise ValueError(
                f'"{title}" draws {cell}, which is none of its protected values; its source has confidential counts, '
                "so draw a protected table and give values=... with all that is drawn"
            )


def _kept(cell: Any) -> Any:
    """A cell of a figure's data as files keep it: missing as nothing, numbers to twelve digits."""
    if pd.isna(cell):
        return None
    return contract.tidy(cell) if isinstance(cell, numbers.Real) else cell


def _versions(chart: Chart) -> tuple[dict[str, str], str]:
    """The wide drawing, and the narrow one if the chart has one of its own; and the wide one for JupyterLab.

    Their text stays text, which the report sets in its own font. JupyterLab has no such font and shows a picture only,
    so that there the letters are drawn; everything stands where it stood.
    """
    with drawing(narrow=False):
        canvas = chart.draw(False)
        wide = _svg(canvas)
        engine = canvas.get_layout_engine()
        canvas.set_layout_engine("none")
        with matplotlib.rc_context({"svg.fonttype": "path"}):
            outlined = _svg(canvas)
        canvas.set_layout_engine(engine)  # an analyst may go on with a drawing of their own
    with drawing(narrow=True):
        narrow = _svg(chart.draw(True))
    return ({"wide": wide} if wide == narrow else {"wide": wide, "narrow": narrow}), outlined


def _svg(canvas: Drawing) -> str:
    """The drawing as SVG: no clock, no maker's mark, three decimals at most."""
    buffer = io.StringIO()
    canvas.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = buffer.getvalue()
    text = re.sub(r"<metadata>.*?</metadata>", "", text[text.index("<svg") :], flags=re.S)
    return re.sub(r"\d+\.\d{4,}", lambda found: f"{float(found.group()):.3f}".rstrip("0").rstrip("."), text)


def _names(source: Any) -> list[str]:
    """The names by which the register knows what a source line names."""
    return [source.name] if isinstance(source, Source) else list(getattr(source, "names", ()))
