"""Parts of a whole."""

from __future__ import annotations

import dataclasses

from analysis_lib.measures import Measure, is_part_of
from analysis_lib.people import People
from analysis_lib.values.counts import members_of
from analysis_lib.values.value import Value, gap, lineage, refuse_unlike


def share(part: Value, whole: Value, measures: dict[str, Measure]) -> Value:
    """``part`` as a percentage of ``whole``; refused unless all that the part counts is counted by the whole.

    Both must have one unit, area and period; the part's people must be among the whole's, and its measure part of the
    whole's by ``measures``: incidents, calls or victims are never a share of offences.
    """
    remedy = "choose the whole that holds the part"
    refuse_unlike("share: part and whole", part, whole, "unit", "area", "period", remedy=remedy)
    if not all(is_part_of(name, whole.measure, measures) for name in members_of(part.measure)):
        raise ValueError(
            f"share: {part.measure} is not part of {whole.measure}; choose a whole that counts the same events"
        )
    if whole.people and not (part.people or People()).within(whole.people):
        raise ValueError(f"share: {part.people or People()} are not all {whole.people}; {remedy}")
    reason = gap(part, whole) or ("" if whole.value else f"no {whole.unit} to take a share of")
    if not reason and part.number > whole.number:
        raise ValueError(
            f"share: {part.measure} ({part.value}) is larger than {whole.measure} ({whole.value}), which cannot hold "
            "it; correct the measures or the figures"
        )
    return dataclasses.replace(
        part,
        value=None if reason else 100 * part.number / whole.number,
        unit="per cent",
        measure=f"share:{part.measure}",
        method=f"share of {whole.measure}",
        numerator=part,
        denominator=whole,
        reason=reason,
        **lineage(part, whole),
    )
