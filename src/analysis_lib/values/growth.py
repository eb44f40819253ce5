"""How much a stock, such as a population, grew between two days."""

from __future__ import annotations

import dataclasses

from analysis_lib.values.value import Value, gap, lineage, refuse_unlike


def growth(before: Value, now: Value) -> Value:
    """The per cent change of a stock from one day to a later one, both figures from one release.

    An estimate of a population has no interval here, so its growth has none, and no direction is claimed of it.

    Raises ``ValueError`` unless both are of one measure, area, unit, people and release, each on a day, the earlier
    first.
    """
    remedy = "take both figures from one release, for the same people and area"
    refuse_unlike("growth: both figures", before, now, "measure", "area", "unit", "people", remedy=remedy)
    reason = gap(before, now) or ("" if before.value else f"no {before.unit} to begin with")
    if not reason:
        refuse_unlike("growth: both figures", before, now, "release", remedy=remedy)
    if not (before.period.is_day and now.period.is_day and before.period.end < now.period.end):
        raise ValueError(
            f"growth: a stock is counted on a day, the earlier first, got {before.period.label} and "
            f"{now.period.label}; give two days in order"
        )
    return dataclasses.replace(
        now,
        value=None if reason else 100 * (now.number / before.number - 1),
        unit="per cent",
        measure=f"change:{now.measure}",
        before=before,
        now=now,
        method=f"per cent change from {before.period.label}, both in the {now.release}",
        reason=reason,
        **lineage(before, now),
    )
