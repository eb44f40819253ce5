"""The tables of the chapter on sources: which publications, covering what, and which themes are answered."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis_lib.assessment import Assessment
from analysis_lib.contents import contents


def publications(*datasets: Any) -> pd.DataFrame:
    """A row for each publication: publisher, month of publication, what it covers, licence, official page."""
    rows = {
        data.source.title: {
            "Publisher": data.source.publisher,
            "Published": f"{data.source.published:%B %Y}" if data.source.published else "not read",
            "Covers": str(data.covers),
            "Licence": data.source.licence,
            "Official page": data.source.page,
        }
        for data in datasets
    }
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("Publication")
    frame.attrs = {"source": "The publications themselves."}
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
