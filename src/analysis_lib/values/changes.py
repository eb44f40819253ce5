"""Changes and differences between two periods."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

from analysis_lib.statistics.change import quasi_poisson_rate_ratio
from analysis_lib.values.units import COUNTED, is_rate
from analysis_lib.values.value import Value, gap, lineage, refuse_unlike

SMALLEST_BASE = 20  # no per cent change on fewer events
LEAP, LEAP_BASE = 3.0, 100  # a change beyond threefold on so many events or more is seldom one of behaviour alone
TOGETHER, ALIKE = 1.5, 1.25  # all categories of a source by half or more, and within a quarter of one another
RECORDING = "recording may have changed"
NO_LIMITS: dict[str, float | None] = {"lower": None, "upper": None, "confidence_level": None}


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
    explained: str = "",
) -> Value:
    """The per cent change from ``before`` to ``now``, two counts or two rates, with its 95% quasi-Poisson interval.

    ``months`` and ``days`` are the counts of each month and its days, also for rates. ``artefact`` is the range of per
    cent changes that changes in recording alone could have made; it moves no figure, but :attr:`Value.direction`
    respects it. ``reason``, if given, says why the two may not be compared, such as a break between them. A change
    beyond threefold on a hundred events or more is withheld, as one that recording may have made, unless ``explained``
    gives the source's own note on it, which the method then quotes.

    Raises ``ValueError`` unless both are of one measure, area, unit and people, in periods of equal length and kind,
    the earlier first; and unless two rates have their populations from one release.
    """
    _refuse_incomparable("change", before, now)
    if now.unit not in COUNTED and not is_rate(now.unit):
        raise ValueError(
            f"change: a per cent change is taken of counts and of rates, got {now.unit}; use difference, which is in "
            "percentage points for percentages"
        )
    reason = reason or gap(before, now) or _not_to_be_compared(before, now, explained)
    months = {"days_before": days_before, "days_after": days_now}
    found = NO_LIMITS if reason else _limits(before, now, months_before, months_now, **months)
    note = f"; {explained}" if explained else ""
    return dataclasses.replace(
        now,
        value=None if reason else 100 * (now.number / before.number - 1),
        **found,
        unit="per cent",
        measure=f"change:{now.measure}",
        before=before,
        now=now,
        artefact=artefact,
        method=f"change on the {before.period.label}; quasi-Poisson interval from the months{note}",
        reason=reason,
        **lineage(before, now),
    )


def _not_to_be_compared(before: Value, now: Value, explained: str) -> str:
    """Why two figures make no per cent change; empty if they do."""
    if _base(before) < SMALLEST_BASE:
        return "too few to compare"
    leaps = _base(before) >= LEAP_BASE and not 1 / LEAP <= now.number / before.number <= LEAP
    return RECORDING if leaps and not explained else ""


def _limits(
    before: Value, now: Value, months_before: Sequence[float], months_now: Sequence[float], **days: Sequence[int]
) -> dict[str, float | None]:
    """The limits of the per cent change.

    The interval is that of the rate per day; it is set about the change in the figures, so that a leap day, or the
    growth of a population, moves both alike. From some events to none it is the days alone that scale the upper limit.
    """
    ratio = quasi_poisson_rate_ratio(months_before, months_now, **days)
    if math.isnan(ratio.value):
        return NO_LIMITS
    days_alone = sum(days["days_after"]) / sum(days["days_before"])
    per_day = now.number / before.number / ratio.value if ratio.value else days_alone
    limits = {"lower": 100 * (ratio.lower * per_day - 1), "upper": 100 * (ratio.upper * per_day - 1)}
    return limits | {"confidence_level": ratio.confidence_level}


def withheld_if_together(changes: Sequence[Value]) -> list[Value]:
    """The changes of all categories of one source, each withheld if all of them moved alike, and by much.

    Behaviour seldom moves everything at once; a change of what is counted, or by whom, does. All are withheld if there
    are three or more, every one moved the same way by half or more, and no two differ by more than a quarter.
    """
    factors = [value.now.number / value.before.number for value in changes if not value.missing]
    alike = len(factors) >= 3 and max(factors) <= ALIKE * min(factors)
    if not (alike and (min(factors) >= TOGETHER or max(factors) <= 1 / TOGETHER)):
        return list(changes)
    gone = NO_LIMITS | {"value": None, "reason": RECORDING}
    return [value if value.missing else dataclasses.replace(value, **gone) for value in changes]


def difference(before: Value, now: Value) -> Value:
    """The signed difference of two figures of one measure and area; of two percentages, in percentage points.

    Counts have none of their own, so neither has their difference; where both figures have an interval, that of the
    difference is Newcombe's square-and-add, for samples drawn apart.
    """
    _refuse_incomparable("difference", before, now)
    reason = gap(before, now)
    limits = NO_LIMITS if reason else _square_and_add(before, now)
    return dataclasses.replace(
        now,
        value=None if reason else now.number - before.number,
        unit="percentage points" if now.unit == "per cent" else now.unit,
        measure=f"difference:{now.measure}",
        before=before,
        now=now,
        method=f"difference from the {before.period.label}",
        reason=reason,
        **limits,
        **lineage(before, now),
    )


def _refuse_incomparable(what: str, before: Value, now: Value) -> None:
    remedy = "compare a figure only with an earlier one of the same definition"
    for name in ("measure", "area", "unit", "people"):
        refuse_unlike(f"{what}: both figures", before, now, name, remedy=remedy)
    first, second = before.period, now.period
    if first.months != second.months or first.is_day != second.is_day:
        raise ValueError(
            f"{what}: the periods must be equally long, got {first.label} and {second.label}; choose two that are"
        )
    if first.kind != second.kind:
        raise ValueError(
            f"{what}: the periods must be of one kind, got {first.label} and {second.label}, which hold other months "
            "of the year; compare the same months"
        )
    if first.end >= second.start:
        raise ValueError(
            f"{what}: the earlier period comes first and ends before the later begins, got {first.label} and "
            f"{second.label}; swap them or choose others"
        )
    if is_rate(now.unit) and before.release != now.release:
        raise ValueError(
            f"{what}: the populations of both rates must come from one release, got {before.release or 'none'} and "
            f"{now.release or 'none'}; take both from the newer release"
        )


def _base(before: Value) -> float:
    """The number of events that a change starts from."""
    return (before.numerator or before).number if is_rate(before.unit) else before.number


def _square_and_add(before: Value, now: Value) -> dict[str, float | None]:
    if None in (before.lower, before.upper, now.lower, now.upper) or before.confidence_level != now.confidence_level:
        return NO_LIMITS
    gone = now.number - before.number
    below = math.hypot(now.number - now.lower, before.upper - before.number)
    above = math.hypot(now.upper - now.number, before.number - before.lower)
    return {"lower": gone - below, "upper": gone + above, "confidence_level": now.confidence_level}
