"""What the chapter's tables share: a row for each measure of the publication, with its title and level."""

from __future__ import annotations

import pandas as pd

from analysis_lib.assessment import Assessment
from analysis_lib.catalogue import Dataset
from analysis_lib.contracts import Source
from analysis_lib.measures import TOTAL, Measure


def frame_of(
    rows: dict, head: str, source: Source | str, a: Assessment, levels: list[str], notes: list[str]
) -> pd.DataFrame:
    """A table of values: a row for each key, and what must travel with them."""
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis(head)
    frame.attrs = {"levels": levels, "words": a.words, "source": source, "notes": notes}
    return frame


def level(measure: Measure) -> str:
    """Whether a measure is the total, a group of it, or a member of a group."""
    return "total" if measure.name == TOTAL else "group" if measure.part_of in (TOTAL, None) else "member"


def row_title(measure: Measure, offences: Dataset) -> str:
    """The measure's title; a member that bears its group's title is told apart from it."""
    parent = offences.measures.get(measure.part_of or "")
    return f"{measure.title} (only member)" if parent and parent.title == measure.title else measure.title
