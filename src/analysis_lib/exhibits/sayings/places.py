"""Saying where an area stands among others: by number, by rate, with what chance allows."""

from __future__ import annotations

from analysis_lib.exhibits import words
from analysis_lib.exhibits.sayings.parts import Form, Part
from analysis_lib.values import Value


def _most(value: Value) -> list[Part]:
    place = int(value.number)
    if place in (1, value.out_of):
        return [Part("the most" if place == 1 else "the fewest", value)]
    return [Part("the "), Part(words.ordinal(place), value), Part(" most")]


def _highest(value: Value) -> list[Part]:
    """The place from the nearer end, the field and the direction; the whole is one printed figure."""
    place = int(value.number)
    from_below = value.out_of - place + 1
    counted, end = (place, "highest") if place <= from_below else (from_below, "lowest")
    joint, ordinal = ("joint " if value.tied else ""), ("" if counted == 1 else f"{words.ordinal(counted)} ")
    return [Part(f"{joint}{ordinal}{end} of {value.out_of}", value)]


def _among(value: Value) -> list[Part]:
    """Which end of the table the whole interval lies at."""
    quarter = value.out_of / 4
    if value.upper <= quarter:
        return [Part("the highest" if value.upper == 1 and not value.tied else "among the highest")]
    if value.lower > value.out_of - quarter:
        return [Part("the lowest" if value.lower == value.out_of and not value.tied else "among the lowest")]
    return [Part("neither among the highest nor among the lowest")]


def _could_be(value: Value) -> list[Part]:
    if value.lower == value.upper:
        return [Part("chance alone would hardly move it")]
    return [Part("allowing for chance it could be anywhere from the "), Part(words.interval_cell(value), value)]


FORMS = {
    "most": Form(_most, ("rank",), "the 9th most; the most; the fewest (of a rank by number)"),
    "highest": Form(_highest, ("rank",), "9th highest of 32; joint 3rd lowest of 32; highest of 32"),
    "among": Form(_among, ("rank",), "among the highest; among the lowest; neither; the highest", needs_interval=True),
    "could_be": Form(_could_be, ("rank",), "allowing for chance it could be anywhere from the 7th to 13th"),
    "places": Form(lambda value: [Part(words.interval_cell(value), value)], ("rank",), "7th to 13th"),
}
