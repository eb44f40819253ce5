"""What the chapter's tables share."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis_lib.subjects.neighbourhoods.held import Held

CHANCE_NOTE = (
    "Intervals allow for chance as if offences came singly; as they come in batches too, the true ones are wider."
)


def frame_of(
    held: Held,
    rows: dict,
    head: str,
    sources: Sequence[str],
    reason: str,
    levels: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> pd.DataFrame:
    """The table, or the sentence that says why there is none."""
    frame = pd.DataFrame.from_dict({} if reason else rows, orient="index").rename_axis(head)
    frame.attrs = {
        "words": held.a.words,
        "source": held.cite(*sources),
        "notes": [note for note in notes if note],
        "levels": [] if reason else list(levels),
        "closes": {},
        "instead": f"No table is given here: {reason}." if reason else "",
    }
    return frame
