"""Places among areas."""

from __future__ import annotations

import dataclasses

from analysis_lib.statistics.ranking import Rank
from analysis_lib.values.value import Value


def ranked(count: Value, rank: Rank, *, among: str) -> Value:
    """The rank of a count or rate, 1 for the most; no figure where its interval spans over a quarter of the places."""
    return dataclasses.replace(
        count,
        value=rank.value if rank.is_publishable else None,
        lower=rank.lower,
        upper=rank.upper,
        confidence_level=rank.confidence_level,
        unit="rank",
        measure=f"rank:{count.measure}",
        method=f"rank by {_of(count)} among {among}, 1 for the most; Gamma intervals",
        out_of=rank.out_of,
        tied=rank.tied,
        reason="" if rank.is_publishable else "cannot be ranked",
    )


def _of(value: Value) -> str:
    """What areas are ranked by."""
    return f"number of {value.unit}" if value.kind == "count" else f"{value.kind} ({value.unit})"
