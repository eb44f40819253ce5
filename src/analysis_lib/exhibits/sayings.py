"""The ways of saying a value, by the word after the colon in a sentence's braces.

==================  ==============================================================================
``count``           19,505
``percent``         6.8% (of a change, its size; the word beside it gives the direction)
``signed``          −6.8%
``interval``        −10.8% to −2.7%
``rise_or_fall``    rose, fell, was about the same, neither clearly rose nor fell, cannot be compared
``went``            the same of a plural: rose, fell, were about the same, ...
``compared``        6.8% fewer than in the year before (20,931); about the same as ...
``from_to``         fell from 2,797 to 2,236 (20.1%); went from 5 to 7
``levels``          from 2,797 to 2,236 (20.1%)
``most``            the 9th most, the most, the fewest (of a rank)
``could_be``        allowing for chance it could be anywhere from the 7th to 13th
``places``          7th to 13th
``title``           the measure's title, as inside a sentence
``Title``           the same, to begin a sentence with
``list``            several values' titles: theft, burglary and robbery
``counts``          several values' titles with their counts: theft (4,514) and burglary (948)
``number``          how many values there are, in words up to nine
==================  ==============================================================================
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from analysis_lib.assessment import Area, Period
from analysis_lib.exhibits import words
from analysis_lib.values import Value

NUMBER_WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


@dataclass(frozen=True)
class Part:
    """A piece of a sentence: fixed text, or a number with the value it prints."""

    text: str
    value: Value | None = None


def said(name: str, value: Any, form: str) -> list[Part]:
    """The parts of a sentence that say one value by one form; refused if the form does not suit it."""
    if isinstance(value, str | Period | Area) and not form:
        return [Part(str(value))]
    several = isinstance(value, list | tuple)
    known = FORMS_OF_SEVERAL if several else FORMS
    if form not in known or not (several or isinstance(value, Value)):
        raise ValueError(
            f"{{{name}:{form}}}: there is no such way to say it; choose one of {', '.join(known)} "
            "(a bare number is never said)"
        )
    return known[form](value)


def _number(make: Callable[[float], str]) -> Callable[[Value], list[Part]]:
    return lambda value: [Part(make(value.value), value)]


def _compared(value: Value) -> list[Part]:
    """A change as a clause that holds whatever the figures: both levels, and the per cent if it is clear."""
    if value.before is None or value.before.value is None:
        return [Part("with no figure for the year before")]
    before = Part(words.count(value.before.value), value.before)
    match value.direction:
        case "rose" | "fell":
            size, more = Part(words.percent(value.value), value), "more" if value.direction == "rose" else "fewer"
            return [size, Part(f" {more} than in the year before ("), before, Part(")")]
        case "about the same":
            return [Part("about the same as in the year before ("), before, Part(")")]
        case "not clear":
            return [Part("against "), before, Part(" in the year before, which shows neither a rise nor a fall")]
    return [Part("against "), before, Part(" in the year before")]


def _levels(value: Value) -> list[Part]:
    """Both levels of a change, and the per cent."""
    levels = [Part("from "), Part(words.count(value.before.value), value.before)]
    levels += [Part(" to "), Part(words.count(value.now.value), value.now)]
    return [*levels, Part(" ("), Part(words.percent(value.value), value), Part(")")]


def _from_to(value: Value) -> list[Part]:
    if value.direction in ("rose", "fell"):
        return [Part(f"{value.direction} "), *_levels(value)]
    return [Part("went "), *_levels(value)[:4], Part(", which shows neither a rise nor a fall")]


def _most(value: Value) -> list[Part]:
    place = int(value.value)
    if place in (1, value.out_of):
        return [Part("the most" if place == 1 else "the fewest", value)]
    return [Part("the "), Part(words.ordinal(place), value), Part(" most")]


def _could_be(value: Value) -> list[Part]:
    if value.lower == value.upper:
        return [Part("chance alone would hardly move it")]
    return [Part("allowing for chance it could be anywhere from the "), Part(words.interval_cell(value), value)]


def _counts(values: list[Value]) -> list[Part]:
    parts: list[Part] = []
    for position, value in enumerate(values):
        parts.append(Part("" if position == 0 else " and " if position == len(values) - 1 else ", "))
        parts += [Part(f"{words.within(value.title)} ("), Part(words.count(value.value), value), Part(")")]
    return parts


def _how_many(values: list[Value]) -> list[Part]:
    return [Part(NUMBER_WORDS[len(values)] if len(values) < len(NUMBER_WORDS) else str(len(values)))]


RISE_OR_FALL = {
    "rose": "rose",
    "fell": "fell",
    "about the same": "was about the same",
    "not clear": "neither clearly rose nor fell",
    "not compared": "cannot be compared",
}
WENT = RISE_OR_FALL | {"about the same": "were about the same"}
FORMS_WITHOUT_A_FIGURE = ("compared", "rise_or_fall", "went", "title", "Title")
FORMS: dict[str, Callable[[Value], list[Part]]] = {
    "count": _number(words.count),
    "percent": _number(words.percent),
    "signed": _number(lambda number: f"{words.signed(number, 1)}%"),
    "interval": lambda value: [Part(words.interval_cell(value).replace(" to ", "% to ") + "%", value)],
    "rise_or_fall": lambda value: [Part(RISE_OR_FALL[value.direction])],
    "went": lambda value: [Part(WENT[value.direction])],
    "compared": _compared,
    "from_to": _from_to,
    "levels": _levels,
    "most": _most,
    "could_be": _could_be,
    "places": lambda value: [Part(words.interval_cell(value), value)],
    "title": lambda value: [Part(words.within(value.title))],
    "Title": lambda value: [Part(value.title)],
}
FORMS_OF_SEVERAL: dict[str, Callable[[list[Value]], list[Part]]] = {
    "list": lambda values: [Part(words.listed(words.within(value.title) for value in values))],
    "counts": _counts,
    "number": _how_many,
}
