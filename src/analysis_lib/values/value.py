"""A figure that knows what it is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from analysis_lib.assessment import Period
from analysis_lib.people import People
from analysis_lib.values.units import check_unit, is_rate, rate_multiplier

ABOUT_THE_SAME = (-20.0, 25.0)  # per cent: an interval within a fifth less and a quarter more, a ratio of 0.8 to 1.25
CONFIDENTIAL = "confidential"  # the reason of a figure that was hidden
Kind = Literal["count", "money", "rate", "share", "change", "difference", "ratio", "rank"]
Direction = Literal["rose", "fell", "about the same", "not clear", "not compared"]


@dataclass(frozen=True, kw_only=True)
class Value:
    """One figure.

    ``value`` is None where there is no figure, and ``reason`` then says why. ``unit`` is one of those that
    :mod:`analysis_lib.values.units` lists. ``population`` says in words what is counted; ``people``, if the figure is
    about people of a sex and an age only, which; ``release``, of a population and of what is worked out with it, the
    publication it stands in. ``second_hand`` marks a figure that was read in a publication that quotes it, not in the
    original. ``lower`` and ``upper`` bound the interval at ``confidence_level``; a plain count of recorded events has
    none. ``before`` is the figure that a change starts from, ``now`` the one it ends with; ``numerator`` and
    ``denominator`` the two that a share or a rate is made of; ``out_of`` the number of areas that a rank is among.
    ``suppress_below`` is the rule of a source whose small counts may not be printed, 0 for published figures; such a
    figure is printed only if it is ``protected``, which it is by :func:`analysis_lib.values.protect` alone.
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
    people: People | None = None
    release: str = ""
    second_hand: bool = False
    before: Value | None = None
    now: Value | None = None
    numerator: Value | None = None
    denominator: Value | None = None
    out_of: int | None = None
    tied: bool = False
    artefact: tuple[float, float] = (0.0, 0.0)
    suppress_below: int = 0
    protected: bool = False
    reason: str = ""

    def __post_init__(self) -> None:
        check_unit(self.unit)
        self._refuse_contradiction()

    def _refuse_contradiction(self) -> None:
        """A figure that names the two it is made from must be what they make."""
        made = _made_from_two(self)
        if made is None or self.value is None or math.isclose(self.value, made, rel_tol=1e-9, abs_tol=1e-9):
            return
        raise ValueError(
            f"{self.measure} is given as {self.value}, but the two figures it is made from make {made}; work it out "
            "with share, rate, change or difference"
        )

    @property
    def kind(self) -> Kind:
        """What sort of figure it is, which decides how it may be said and printed."""
        prefix = self.measure.partition(":")[0]
        if prefix in ("change", "recording-effect"):
            return "change"
        if prefix == "difference":
            return "difference"
        if self.unit in ("rank", "ratio"):
            return self.unit  # type: ignore[return-value]
        if is_rate(self.unit):
            return "rate"
        if self.unit == "per cent":
            return "share"
        return "money" if self.unit.startswith("pounds") else "count"

    @property
    def missing(self) -> bool:
        return self.value is None

    @property
    def number(self) -> float:
        """The figure, for arithmetic; refused if there is none."""
        if self.value is None:
            why = self.reason or "no reason given"
            raise ValueError(
                f"{self.measure} has no figure for the {self.period.label}: {why}; ask first if it is missing"
            )
        return self.value

    @property
    def direction(self) -> Direction:
        """What the interval of a change or a difference allows to be said.

        "rose" or "fell" only if the interval excludes no change, and excludes as well the change that known changes in
        recording could have made by themselves (``artefact``: from, to, in per cent). Otherwise "about the same" if the
        interval holds small changes only, and "not clear" if it does not. Small is measured against the earlier figure.
        """
        if self.lower is None or self.upper is None:
            return "not compared"
        if self.lower > max(0.0, self.artefact[1]):
            return "rose"
        if self.upper < min(0.0, self.artefact[0]):
            return "fell"
        scale = 1.0 if self.kind == "change" else abs(self.before.value or 0) / 100 if self.before else 0.0
        small = ABOUT_THE_SAME[0] * scale <= self.lower and self.upper <= ABOUT_THE_SAME[1] * scale
        return "about the same" if small else "not clear"


def _made_from_two(value: Value) -> float | None:
    """What a share, rate, change or difference comes to by the figures it names; None for any other figure."""
    kind = value.measure.partition(":")[0]
    first, second = (
        (value.before, value.now) if kind in ("change", "difference") else (value.denominator, value.numerator)
    )
    if first is None or second is None or first.missing or second.missing:
        return None
    if kind == "difference":
        return second.number - first.number
    if kind not in ("change", "share", "rate", "ratio") or not first.value:
        return None
    ratio = second.number / first.number
    if kind == "ratio":
        return ratio
    if kind == "rate":
        return ratio * rate_multiplier(value.unit)
    return 100 * (ratio - 1) if kind == "change" else 100 * ratio


def refuse_unlike(what: str, one: Value, other: Value, *fields: str, remedy: str) -> None:
    """Refuse two values that differ in a field that must be the same."""
    for name in fields:
        mine, yours = getattr(one, name), getattr(other, name)
        if mine != yours:
            raise ValueError(f"{what} must have the same {name}, got {mine} and {yours}; {remedy}")


def lineage(*values: Value) -> dict[str, object]:
    """What a figure made from several takes over from all of them: sources, second-hand, the rule of disclosure."""
    sources = tuple(dict.fromkeys(source for value in values for source in value.sources))
    restricted = [value for value in values if value.suppress_below]
    return {
        "sources": sources,
        "second_hand": any(value.second_hand for value in values),
        "suppress_below": max((value.suppress_below for value in restricted), default=0),
        "protected": bool(restricted) and all(value.protected for value in restricted),
    }


def gap(*values: Value) -> str:
    """Why a figure made from these has none; empty if all have one."""
    return next((value.reason or "no figure" for value in values if value.missing or value.reason), "")
