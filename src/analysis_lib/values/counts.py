"""Sums of counts."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import math
from collections.abc import Sequence

from analysis_lib.measures import Measure, is_part_of
from analysis_lib.people import People
from analysis_lib.values.units import COUNTED, MONEY
from analysis_lib.values.value import Value, gap, lineage, refuse_unlike

SUM = "total:"  # begins the measure of a sum that no measure names


def total(
    values: Sequence[Value],
    *,
    of: str = "",
    title: str = "",
    place: str = "",
    measures: dict[str, Measure] | None = None,
) -> Value:
    """The sum of counts that have no event and no person in common.

    All are of one area. Either they are of one measure and about people that do not overlap (women and men; ages in a
    row), or they are of several measures of one definition, by ``measures``, none of which holds another. ``of`` names
    the measure that they make up; the sum is then refused if a member of it is left out. Without ``of`` the title
    lists the members.

    With ``place``, the name of what several areas make up, all are of one measure and about the same people, each in
    an area of its own; that no area lies in another is for the caller to see to.

    The interval, where every member has one, adds the squares of their distances (sampling errors drawn apart).

    Raises ``ValueError`` unless all are counts or sums of money of one period and unit, and disjoint.
    """
    members = list(values)
    if not members:
        raise ValueError("total: there is nothing to add up; give one value or more")
    for other in members[1:]:
        remedy = "add up only like figures"
        for name in ("unit", "period", "release", *(("measure", "people") if place else ("area",))):
            refuse_unlike("total: all members", members[0], other, name, remedy=remedy)
    if members[0].unit not in (*COUNTED, *MONEY):
        raise ValueError(f"total: only counts are added up, got {members[0].unit}; add the counts, then divide")
    names = [value.measure for value in members]
    one_measure = len(set(names)) == 1
    if place:
        people = _in_different_areas(members)
    else:
        people = _people(members) if one_measure else _one_definition(members, measures or {})
    if of:
        _refuse_incomplete(names, of, measures or {})
    reason = gap(*members)
    names_of = ", ".join(_named(value, one_measure) for value in members)
    return dataclasses.replace(
        members[0],
        value=None if reason else sum(value.number for value in members),
        **_limits(members, reason),
        measure=of or (names[0] if one_measure else f"{SUM}{'+'.join(names)}"),
        title=title or (members[0].title if one_measure else ", ".join(value.title for value in members)),
        people=people,
        area=place or members[0].area,
        method=f"sum of {f'{len(members)} areas' if place else names_of}",
        numerator=None,
        denominator=None,
        reason=reason,
        **lineage(*members),
    )


def close(whole: Value, members: Sequence[Value]) -> None:
    """Refuse a published total that is not the sum of its members; a total with a gap in it cannot be told.

    Raises ``ValueError`` that names the total, both figures and the period.
    """
    if gap(whole, *members):
        return
    added = sum(value.number for value in members)
    if not math.isclose(whole.number, added, rel_tol=1e-9, abs_tol=1e-9):
        names = ", ".join(value.title or value.measure for value in members)
        raise ValueError(
            f"{whole.measure} is {whole.number:,} in the {whole.period.label}, but its {len(members)} members "
            f"({names}) add up to {added:,}; correct the members or the figures"
        )


def members_of(measure: str) -> list[str]:
    """The measures that a sum without a name of its own was made from.

    >>> members_of("total:theft+robbery"), members_of("theft")
    (['theft', 'robbery'], ['theft'])
    """
    return measure.removeprefix(SUM).split("+") if measure.startswith(SUM) else [measure]


def _named(value: Value, one_measure: bool) -> str:
    return str(value.people) if one_measure and value.people else value.title or value.measure


def _in_different_areas(members: list[Value]) -> People | None:
    """The people that all members are about; refused if two are of one area."""
    areas = [value.area for value in members]
    if twice := next((area for area in areas if areas.count(area) > 1), None):
        raise ValueError(f"total: {twice} is among the areas twice; give each area once")
    return members[0].people


def _people(members: list[Value]) -> People | None:
    """Everyone that the members are about, who must not overlap and must make a group that has a name."""
    groups = [value.people for value in members]
    if len(groups) == 1:
        return groups[0]
    if None in groups:
        raise ValueError(
            f"total: {members[0].measure} is given {len(members)} times, and not every one says which people it is "
            "about; give people=People(...), or add each figure once"
        )
    for one, other in itertools.combinations(groups, 2):
        if one.overlaps(other):
            raise ValueError(f"total: {one} and {other} overlap, so people would count twice; add up disjoint groups")
    by_sex = [
        functools.reduce(_joined, sorted(group, key=lambda one: one.youngest))
        for _, group in itertools.groupby(sorted(groups, key=lambda one: one.sex), key=lambda one: one.sex)
    ]
    return functools.reduce(_joined, by_sex)


def _joined(one: People, other: People) -> People:
    joined = one.joined(other)
    if joined is None:
        raise ValueError(
            f"total: {one} and {other} make no one group; add ages in a row, or both sexes of the same ages"
        )
    return joined


def _one_definition(members: list[Value], measures: dict[str, Measure]) -> People | None:
    """Refuse measures of several definitions, or of which one holds another; the people they are all about."""
    for one, other in itertools.combinations(members, 2):
        refuse_unlike("total: all members", one, other, "people", remedy="add up figures about the same people")
        for first, second in ((one.measure, other.measure), (other.measure, one.measure)):
            if is_part_of(first, second, measures):
                raise ValueError(f"total: {second} already counts {first}; leave one of them out")
        if (first := _root(one.measure, measures)) is None or first != _root(other.measure, measures):
            raise ValueError(
                f"total: {one.measure} and {other.measure} are not of one definition, so the same events could count "
                "twice; show them side by side, or give the measures that both are part of"
            )
    overlapping = [value.measure for value in members if measures[value.measure].overlaps]
    if overlapping and len(members) > 1:
        raise ValueError(
            f"total: {overlapping[0]} marks events that other measures count as well, so they would count twice; show "
            "them side by side"
        )
    return members[0].people


def _root(measure: str, measures: dict[str, Measure]) -> str | None:
    """The widest measure that a measure is part of; None if the measure is not known."""
    if measure not in measures:
        return None
    parent = measures[measure].part_of
    return _root(parent, measures) if parent in measures else measure


def _refuse_incomplete(names: list[str], of: str, measures: dict[str, Measure]) -> None:
    """Refuse a total whose members are not all that it is made of."""
    if len(set(names)) == 1 and names[0] == of:
        return
    members = [name for name, measure in measures.items() if measure.part_of == of and not measure.overlaps]
    if left_out := [name for name in members if name not in names]:
        raise ValueError(f"total: {of} also counts {', '.join(left_out)}; add what is left out, or do not call it {of}")
    if strange := [name for name in names if name not in members]:
        raise ValueError(f"total: {', '.join(strange)} is not a member of {of}; leave it out")


def _limits(members: list[Value], reason: str) -> dict[str, float | None]:
    levels = {value.confidence_level for value in members}
    if reason or any(None in (value.lower, value.upper) for value in members) or len(levels) > 1:
        return {"lower": None, "upper": None, "confidence_level": None}
    middle = sum(value.number for value in members)
    below = math.hypot(*(value.number - value.lower for value in members))
    above = math.hypot(*(value.upper - value.number for value in members))
    return {"lower": middle - below, "upper": middle + above, "confidence_level": levels.pop()}
