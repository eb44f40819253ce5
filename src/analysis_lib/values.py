"""Figures that know what they are: a number with its unit, measure, area, period, interval and source.

Counts come from the catalogue; every other figure is worked out from counts by a function here, which
refuses what would make no sense. No figure reaches a sentence or a table but as a :class:`Value`.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analysis_lib.assessment import Period
from analysis_lib.measures import Measure, is_part_of
from analysis_lib.statistics.change import quasi_poisson_rate_ratio
from analysis_lib.statistics.ranking import Rank

SMALLEST_BASE = 20  # no per cent change on fewer events
ABOUT_THE_SAME = (-20.0, 25.0)  # per cent: an interval within a fifth less and a quarter more, a ratio of 0.8 to 1.25
Direction = Literal["rose", "fell", "about the same", "not clear", "not compared"]


@dataclass(frozen=True, kw_only=True)
class Value:
    """One figure.

    ``value`` is None where there is no figure, and ``reason`` then says why. ``lower`` and ``upper`` bound the
    interval at ``confidence_level``; a plain count of recorded events has none. ``before`` is the count that
    a change starts from, ``now`` the one it ends with; ``out_of`` the number of areas that a rank is among.
    """

    value: float | None
    unit: str
    measure: str
    area: str
    period: Period
    population: str
    method: str
    sources: tuple[str, ...]
    lower: float | None = None
    upper: float | None = None
    confidence_level: float | None = None
    title: str = ""
    before: Value | None = None
    now: Value | None = None
    out_of: int | None = None
    tied: bool = False
    artefact: tuple[float, float] = (0.0, 0.0)
    reason: str = ""

    @property
    def missing(self) -> bool:
        return self.value is None

    @property
    def direction(self) -> Direction:
        """What the interval of a change allows to be said.

        "rose" or "fell" only if the interval excludes no change, and excludes as well the change that known changes in
        recording could have made by themselves (``artefact``: from, to, in per cent). Otherwise "about the same" if the
        interval holds small changes only, and "not clear" if it does not.
        """
        if self.lower is None or self.upper is None:
            return "not compared"
        if self.lower > max(0.0, self.artefact[1]):
            return "rose"
        if self.upper < min(0.0, self.artefact[0]):
            return "fell"
        small = ABOUT_THE_SAME[0] <= self.lower and self.upper <= ABOUT_THE_SAME[1]
        return "about the same" if small else "not clear"


def share(part: Value, whole: Value, measures: dict[str, Measure]) -> Value:
    """``part`` as a percentage of ``whole``; refused unless all that the part counts is counted by the whole."""
    for name, mine, other in (
        ("unit", part.unit, whole.unit),
        ("area", part.area, whole.area),
        ("period", part.period, whole.period),
    ):
        if mine != other:
            raise ValueError(
                f"share: part and whole must have the same {name}, got {mine} and {other}; choose the "
                "whole that holds the part"
            )
    if not is_part_of(part.measure, whole.measure, measures):
        raise ValueError(
            f"share: {part.measure} is not part of {whole.measure}; choose a whole that counts the same events"
        )
    reason = part.reason or whole.reason or ("" if whole.value else f"no {whole.unit} to take a share of")
    number = None if reason else 100 * _number(part) / _number(whole)
    return dataclasses.replace(
        part,
        value=number,
        unit="per cent",
        measure=f"share:{part.measure}",
        method=f"share of {whole.measure}",
        reason=reason,
    )


def change(
    before: Value,
    now: Value,
    *,
    months_before: Sequence[float],
    months_now: Sequence[float],
    days_before: Sequence[int],
    days_now: Sequence[int],
    artefact: tuple[float, float] = (0.0, 0.0),
    reason: str = "",
) -> Value:
    """The per cent change from ``before`` to ``now``, with its 95% quasi-Poisson interval.

    ``artefact`` is the range of per cent changes that changes in recording alone could have made; it moves no figure,
    but :attr:`Value.direction` respects it. ``reason``, if given, says why the two may not be compared.
    """
    for name, mine, other in (
        ("measure", before.measure, now.measure),
        ("area", before.area, now.area),
        ("unit", before.unit, now.unit),
    ):
        if mine != other:
            raise ValueError(f"change: both counts must have the same {name}, got {mine} and {other}")
    if before.period.months != now.period.months:
        raise ValueError(f"change: the periods must be equally long, got {before.period.label} and {now.period.label}")
    changed = dataclasses.replace(
        now,
        value=None,
        unit="per cent",
        measure=f"change:{now.measure}",
        before=before,
        now=now,
        artefact=artefact,
        method=f"change on the {before.period.label}; quasi-Poisson interval from the months",
    )
    reason = reason or before.reason or now.reason
    if not reason and _number(before) < SMALLEST_BASE:
        reason = "too few to compare"
    if reason:
        return dataclasses.replace(changed, reason=reason)
    number = 100 * (_number(now) / _number(before) - 1)
    ratio = quasi_poisson_rate_ratio(months_before, months_now, days_before=days_before, days_after=days_now)
    if math.isnan(ratio.value):
        return dataclasses.replace(changed, value=number)
    # the interval is that of the rate per day; it is set about the change in the counts, so a leap day moves both alike
    per_day = (1 + number / 100) / ratio.value
    return dataclasses.replace(
        changed,
        value=number,
        lower=100 * (ratio.lower * per_day - 1),
        upper=100 * (ratio.upper * per_day - 1),
        confidence_level=ratio.confidence_level,
    )


def difference(before: Value, now: Value) -> Value:
    """The signed difference of two counts of the same measure and area."""
    if (before.measure, before.area, before.unit) != (now.measure, now.area, now.unit):
        raise ValueError(
            f"difference: both counts must be of one measure and area, got {before.measure} and {now.measure}"
        )
    reason = before.reason or now.reason
    return dataclasses.replace(
        now,
        value=None if reason else _number(now) - _number(before),
        measure=f"difference:{now.measure}",
        before=before,
        now=now,
        method=f"difference from the {before.period.label}",
        reason=reason,
    )


def ranked(count: Value, rank: Rank, *, among: str) -> Value:
    """The rank of a count, 1 for the most; no figure where its interval spans more than a quarter of the places."""
    return dataclasses.replace(
        count,
        value=rank.value if rank.is_publishable else None,
        lower=rank.lower,
        upper=rank.upper,
        confidence_level=rank.confidence_level,
        unit="rank",
        measure=f"rank:{count.measure}",
        method=f"rank by number of {count.unit} among {among}, 1 for the most; Gamma intervals",
        out_of=rank.out_of,
        tied=rank.tied,
        reason="" if rank.is_publishable else "cannot be ranked",
    )


def _number(value: Value) -> float:
    if value.value is None:
        raise ValueError(f"{value.measure} has no figure for the {value.period.label}: {value.reason}")
    return value.value
