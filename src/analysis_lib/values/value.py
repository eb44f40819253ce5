"""A figure that knows what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analysis_lib.assessment import Period
from analysis_lib.people import People
from analysis_lib.values.units import check_unit

ABOUT_THE_SAME = (-20.0, 25.0)  # per cent: an interval within a fifth less and a quarter more, a ratio of 0.8 to 1.25
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
    reason: str = ""

    def __post_init__(self) -> None:
        check_unit(self.unit)

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


def refuse_unlike(what: str, one: Value, other: Value, *fields: str, remedy: str) -> None:
    """Refuse two values that differ in a field that must be the same."""
    for name in fields:
        mine, yours = getattr(one, name), getattr(other, name)
        if mine != yours:
            raise ValueError(f"{what} must have the same {name}, got {mine} and {yours}; {remedy}")


def lineage(*values: Value) -> dict[str, object]:
    """What a figure made from several takes over from all of them: their sources, and whether any is second-hand."""
    sources = tuple(dict.fromkeys(source for value in values for source in value.sources))
    return {"sources": sources, "second_hand": any(value.second_hand for value in values)}


def gap(*values: Value) -> str:
    """Why a figure made from these has none; empty if all have one."""
    return next((value.reason or "no figure" for value in values if value.missing or value.reason), "")
