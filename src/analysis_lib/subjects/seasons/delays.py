"""How long after an offence is it recorded, and what does that do to the newest months?"""

from __future__ import annotations

import dataclasses
from typing import Any

import pandas as pd

from analysis_lib.assessment import Assessment
from analysis_lib.catalogue.vawg import TOTAL, ByDelay, Vawg
from analysis_lib.values import Value, share

DELAYS = {  # months from offence to record, as published, and how a row names them
    "0": "In the month it happened",
    "1": "The month after",
    "2": "Two months after",
    "3-5": "Three to five months after",
    "6-11": "Six to eleven months after",
    "12-23": "In the second year after",
    "24-59": "In the third to fifth year after",
    "60 or more": "Five years after, or more",
    "not known": "Not known when",
}
LONG = ("12-23", "24-59", "60 or more")
NOTHING = (
    "No delay is worked out here, because violence against women and girls is not published for all of these months."
)


def delays(figures: Vawg, a: Assessment) -> pd.DataFrame:
    """The offences recorded in the year by the months from offence to record: number, share, and share so far."""
    recorded = figures.recorded
    counts, whole = _counts(recorded, a, a.area.name)
    everywhere, all_london = _counts(recorded, a, None)
    rows: dict[str, dict[str, Any]] = {}
    for place, (name, title) in enumerate(DELAYS.items() if whole.value else []):
        so_far = [
            _sum(values, whole_of, list(DELAYS)[: place + 1])
            for values, whole_of in ((counts, whole), (everywhere, all_london))
        ]
        rows[title] = {
            "Offences": _part(whole, counts[name], title),
            "Share (%)": share(_part(whole, counts[name], title), whole, recorded.measures),
            "Recorded by then (%)": share(so_far[0], whole, recorded.measures),
            "By then, London (%)": share(so_far[1], all_london, recorded.measures),
        }
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("Recorded")
    notes = ["Each offence counts in the year in which it was recorded. London is the sum of its 32 boroughs."]
    frame.attrs = {"levels": None, "words": a.words, "source": recorded.source, "notes": notes, "instead": NOTHING}
    return frame


def delay_headline(figures: Vawg, a: Assessment) -> dict[str, Any]:
    """The shares recorded in the month of the offence, and a year or more after it; None where there are no figures."""
    counts, whole = _counts(figures.recorded, a, a.area.name)
    words: dict[str, Any] = {"area": a.area, "period": a.current}
    if not whole.value:
        return words | dict.fromkeys(["total", "same_month", "long_after"])
    known = figures.recorded.measures
    return words | {
        "total": whole,
        "same_month": share(_sum(counts, whole, ["0"]), whole, known),
        "long_after": share(_sum(counts, whole, list(LONG)), whole, known),
    }


def _counts(recorded: ByDelay, a: Assessment, area: str | None) -> tuple[pd.Series, Value]:
    """Offences recorded in the year by delay, in an area or in all boroughs, and their sum as a value."""
    boroughs = list(recorded.areas.loc[recorded.areas["kind"] == "borough", "area"])
    names = boroughs if area is None else [area]
    span = recorded.span(TOTAL)
    complete = span is not None and span.start <= a.current.start and a.current.end <= span.end
    counts = sum(recorded.delays(name, a.current) for name in names) if complete else pd.Series(dtype=float)
    whole = Value(
        value=int(counts.sum()) if complete else None,
        unit="offences",
        measure=TOTAL,
        area=area or "London (32 boroughs)",
        period=a.current,
        population="offences of violence against women and girls recorded by the police",
        method="sum of the months",
        sources=(recorded.source.name,),
        title=recorded.measures[TOTAL].title,
        reason="" if complete else "not published for all of these months",
    )
    return counts, whole


def _part(whole: Value, number: float, which: str) -> Value:
    return dataclasses.replace(whole, value=int(number), method=f"offences by months from offence to record: {which}")


def _sum(counts: pd.Series, whole: Value, names: list[str]) -> Value:
    return _part(whole, counts[names].sum(), ", ".join(names))
