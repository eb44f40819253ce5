"""The tables of the chapter on sources: which publications, covering what, and which themes are answered."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis_lib import contracts
from analysis_lib.assessment import Assessment
from analysis_lib.contents import contents
from analysis_lib.exhibits import words


def publications(*datasets: Any) -> pd.DataFrame:
    """A row for each publication that has figures here: publisher, month, what it covers, licence, official page."""
    rows = {
        data.source.title: {
            "Publisher": data.source.publisher,
            "Published": data.source.dated,
            "Covers": str(data.covers),
            "Licence": data.source.licence,
            "Official page": data.source.page,
        }
        for data in datasets
        if not getattr(data, "gap", "")
    }
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("Publication")
    frame.attrs = {"source": "The publications themselves."}
    return frame


def coverage() -> pd.DataFrame:
    """A row for each set of monthly counts held: what it counts, areas, months, and which of these are provisional."""
    package = contracts.descriptor()
    rows = {}
    for series in package.with_coverage():
        known = package.covered(series)
        provisional = known.provisional_from()
        rows[known.short] = {
            "Counts": known.counts,
            "Areas": known.geography,
            "Months": f"{known.first:%B %Y} to {known.last:%B %Y}",
            "Provisional": f"from {provisional:%B %Y}" if provisional else "none",
            "Cut off in a file": words.listed([f"{pd.Timestamp(month):%B %Y}" for month in known.stubs]) or "none",
        }
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("Set of figures")
    frame.attrs = {"source": "The publications themselves."}
    return frame


def changes() -> pd.DataFrame:
    """A row for each known change in recording, the earliest first: when, in what, which, and the sets of figures."""
    package = contracts.descriptor()
    found: dict[tuple[str, str, str, str], list[str]] = {}
    for series in package.with_coverage():
        for change in package.covered(series).changes:
            key = (change.month, change.when, change.of, change.what)
            found.setdefault(key, []).append(package.covered(series).short)
    rows = [
        {"When": when, "Concerns": of, "What changed": what, "Sets of figures": "; ".join(titles)}
        for (_, when, of, what), titles in sorted(found.items())
    ]
    frame = pd.DataFrame(rows).set_index("When")
    frame.attrs = {"source": "The publications themselves, and the notes of their publishers."}
    return frame


def definitions(series: str) -> pd.DataFrame:
    """A row for each count of a series: what one of it is, its definition, since when, and what it is part of."""
    table = contracts.descriptor().read("measures")
    titles = dict(zip(table["measure"], table["title"], strict=True))
    rows = table[table["series"] == series]
    frame = pd.DataFrame(
        {
            "Counts": rows["counts"],
            "Definition": rows["definition"],
            "Since": [f"{pd.Timestamp(month):%B %Y}" for month in rows["definition_from"]],
            "Part of": rows["part_of"].map(titles).fillna("no other"),
        }
    ).set_axis(rows["title"], axis=0)
    frame = frame.rename_axis("Count")
    frame.attrs = {"source": "The publications' labels and notes."}
    return frame


def themes(a: Assessment) -> pd.DataFrame:
    """The themes of the London template, with the chapter that answers each, or that none does yet."""
    plan = contents()
    short = {chapter.name: chapter.short for chapter in plan.chapters}
    answers = {}
    for theme in plan.themes:
        whole, part = (", ".join(short[name] for name in names) for names in (theme.answered_by, theme.in_part_by))
        answers[theme.title] = whole or (f"in part: {part}" if part else "not yet answered")
    frame = pd.DataFrame({"Answered by": answers}).rename_axis("Theme")
    frame.attrs = {
        "words": a.words,
        "source": "London template for strategic needs assessments; contents of this report.",
    }
    return frame
