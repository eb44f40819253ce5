"""The chapter's chart of changes."""

from __future__ import annotations

from collections.abc import Sequence

from analysis_lib.exhibits import charts
from analysis_lib.exhibits.figures import Chart
from analysis_lib.subjects.neighbourhoods.held import Held
from analysis_lib.subjects.neighbourhoods.ward_changes import ward_changes


def chart_ward_changes(held: Held) -> Chart:
    """The change of every ward with its interval, against no change."""
    found = ward_changes(held)
    if not found:
        return Chart.nothing(f"No chart of changes is drawn: {held.no_wards()}.")
    return charts.ranges_against(
        [one.change for one in found],
        marked={one.ward: one.direction for one in found},
        reference=("No change", 0),
        unit="Change in offences recorded, per cent",
        alt=_changes_alt(held, found),
        source=held.cite("wards"),
        words_for=held.a.words,
        notes=[
            "Lines show 95% intervals. Filled circle: a rise or a fall by itself and among all wards. Open diamond: "
            "neither is shown."
        ],
    )


def _changes_alt(held: Held, found: Sequence) -> str:
    moved = {way: [one.ward for one in found if one.direction == way] for way in ("rose", "fell")}
    said = "; ".join(f"{len(names)} {way}" for way, names in moved.items())
    top, low = found[0], found[-1]
    most = f"from {low.ward}, {low.change.value:+.1f}%, to {top.ward}, {top.change.value:+.1f}%".replace("-", "−")
    return f"Dot plot of the change in offences of {len(found)} wards, {held.a.area}: {most}. {said}; others unclear."
