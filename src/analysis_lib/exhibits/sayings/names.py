"""Saying what things are called, how many there are, and how long a period is."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from analysis_lib.assessment import Period
from analysis_lib.exhibits import words
from analysis_lib.exhibits.sayings.figures import exactly
from analysis_lib.exhibits.sayings.parts import Form, Part
from analysis_lib.values import Value
from analysis_lib.values.value import Kind

NUMBER_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def spelt(number: int) -> str:
    """A number as text has it: in words up to nine."""
    return NUMBER_WORDS[number] if number < len(NUMBER_WORDS) else str(number)


def _length(period: Period) -> str:
    number, unit = (period.months, "month") if period.months % 12 else (period.months // 12, "year")
    if period.is_day:
        number, unit = 1, "day"
    return f"{spelt(number)} {unit}{'' if number == 1 else 's'}"


def _listed(values: list[Value]) -> list[Part]:
    parts: list[Part] = []
    for position, value in enumerate(values):
        parts.append(Part("" if position == 0 else " and " if position == len(values) - 1 else ", "))
        parts.append(Part(f"{words.within(value.title)} ("))
        parts += [Part(exactly(value), value), Part(")")]
    return parts


def _range(values: list[Value]) -> list[Part]:
    """The least and the greatest of several figures."""
    least, greatest = min(values, key=lambda one: one.number), max(values, key=lambda one: one.number)
    return [Part(exactly(least), least), Part(" to "), Part(exactly(greatest), greatest)]


ALL: tuple[Kind, ...] = get_args(Kind)
FORMS = {
    "title": Form(
        lambda value: [Part(words.within(value.title))], ALL, "burglary (as inside a sentence)", without_a_figure=True
    ),
    "Title": Form(lambda value: [Part(value.title)], ALL, "Burglary (to begin with)", without_a_figure=True),
    "people": Form(
        lambda value: [Part(str(value.people or "people"))], ALL, "women aged 16 to 59", without_a_figure=True
    ),
}
FORMS_OF_SEVERAL: dict[str, tuple[Callable[[list[Value]], list[Part]], str]] = {
    "list": (
        lambda values: [Part(words.listed(words.within(value.title) for value in values))],
        "theft, burglary and robbery",
    ),
    "counts": (_listed, "theft (4,514) and burglary (948)"),
    "number": (lambda values: [Part(spelt(len(values)))], "how many there are: three"),
    "range": (_range, "2.1% to 3.4% (the least and the greatest)"),
}
FORMS_OF_PERIODS: dict[str, tuple[Callable[[Period], str], str]] = {
    "": (str, "year to September 2025"),
    "span": (lambda period: period.span, "October 2024 to September 2025"),
    "length": (_length, "one year"),
}
