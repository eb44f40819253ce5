"""What no publication may do to the figures held: reach less far, lose months, or shrink by more than half."""

from __future__ import annotations

import pandas as pd

from analysis_lib.errors import AssessmentError
from analysis_lib.sources.revision import Revision

HALF = 0.5
SMALLEST = 100  # counts of an area and month below this may halve by chance
NEWEST = 3  # months
KEPT = "The figures held stay as they are."


def refuse_loss(revision: Revision) -> None:
    """Raise if the new figures end before, or begin after, those held."""
    if revision.before.empty:
        return
    old, new = (sorted(set(part.index.get_level_values("month"))) for part in (revision.before, revision.after))
    if not new or new[-1] < old[-1]:
        raise AssessmentError(
            f"{revision.title}: the files reach to {new[-1] if new else 'no month'}, the figures held to {old[-1]}. "
            f"They are an earlier publication. {KEPT}"
        )
    if new[0] > old[0]:
        raise AssessmentError(
            f"{revision.title}: the files begin with {new[0]}, the figures held with {old[0]}. A file of the same "
            f"publication is missing, the one with the months before {new[0]}. Files of another publication, or of "
            f"another recording system, are never joined to it. Download all files of the publication. {KEPT}"
        )


def refuse_shrinkage(revision: Revision) -> None:
    """Raise if the sum of a month, or of an area in a month, is less than half of what is held.

    Of the months that are not held yet, the newest are set against the mean of the twelve before each: older ones may
    be low in earnest, as in the first months of the pandemic.
    """
    first = revision.after.index.names[0]
    for keys in (["month"], [first, "month"]):
        old, new = (part.groupby(level=keys).sum() for part in (revision.before, revision.after))
        both = pd.concat({"old": old, "new": new}, axis=1).dropna(subset="old").fillna({"new": 0})
        fell = both[(both["old"] >= SMALLEST) & (both["new"] < HALF * both["old"])]
        if len(fell):
            where, row = fell.index[0], fell.iloc[0]
            place = where if isinstance(where, str) else ", ".join(map(str, where))
            _refuse(revision, place, row["new"], f"{row['old']:,.0f} in the figures held")
    newest = revision.after.xs(revision.after.index.get_level_values("month").max(), level="month").index
    still = revision.after[revision.after.index.droplevel("month").isin(newest)]  # not every count covers every month
    months = still.groupby(level="month").sum().astype("float64")
    usual = months.rolling(12).mean().shift(1)
    new = months.index[-NEWEST:].difference(revision.before.index.get_level_values("month"))
    fell = months[(usual >= SMALLEST) & (months < HALF * usual) & months.index.isin(new)]
    if len(fell):
        _refuse(revision, fell.index[0], fell.iloc[0], f"{usual[fell.index[0]]:,.0f} a month in the year before")


def _refuse(revision: Revision, place: str, found: float, usual: str) -> None:
    raise AssessmentError(
        f"{revision.title}: {place} has shrunk by more than half, to {found:,.0f} from {usual}. The file is probably "
        f"incomplete; download it again. If it stays so, ask the publisher. {KEPT}"
    )
