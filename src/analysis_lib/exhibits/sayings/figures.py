"""Saying how much: counts, money, rates, percentages, and how sure they are."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from analysis_lib.exhibits import words
from analysis_lib.exhibits.sayings.parts import Form, Part
from analysis_lib.values import Value


def exactly(value: Value, number: float | None = None) -> str:
    """A figure as a sentence prints it, by what it is; or a limit of it."""
    number = value.number if number is None else number
    match value.kind:
        case "money":
            return words.pounds(number)
        case "rate":
            return words.decimals(number, 1)
        case "share":
            return f"{words.decimals(number, 1)}%"
        case "change":
            return f"{words.signed(number, 1)}%"
        case "ratio":
            return words.decimals(number, 1)
        case "rank":
            return words.ordinal(int(number))
    return words.count(number)


def roughly(value: Value, number: float | None = None, rounding: str = ROUND_HALF_UP) -> str:
    """A figure that is not exact, rounded so that it does not look it; or a limit of it, rounded down or up."""
    number = value.number if number is None else number
    match value.kind:
        case "money":
            return words.about_pounds(number, rounding)
        case "share":
            return f"{Decimal(repr(float(number))).quantize(Decimal(1), rounding=rounding)}%"
        case "count":
            return words.approximate(number, rounding)
    return exactly(value, number)


def _number(make: Callable[[Value], str]) -> Callable[[Value], list[Part]]:
    return lambda value: [Part(make(value), value)]


def _signed(value: Value) -> list[Part]:
    if value.kind == "difference" and value.unit == "percentage points":
        return [Part(f"{words.signed(value.number, 1)} percentage points", value)]
    if value.kind == "difference":
        return [Part(words.figure(value, value.number), value)]
    return [Part(f"{words.signed(value.number, 1)}%", value)]


def _points(value: Value) -> list[Part]:
    """The size of a difference of percentages; the word beside it gives the direction."""
    if value.unit != "percentage points":
        raise ValueError(
            f"only a difference of percentages is in percentage points, got {value.unit}; say it by :signed"
        )
    size = words.decimals(abs(value.number), 1)
    return [Part(f"{size} percentage point{'' if size == '1.0' else 's'}", value)]


def _counted(value: Value) -> list[Part]:
    text = words.count(value.number)
    return [Part(f"{text} {words.one(value.unit) if text == '1' else value.unit}", value)]


def _between(value: Value) -> list[Part]:
    """The interval, rounded outwards, so that it is never narrower than it is."""
    low, high = roughly(value, value.lower, ROUND_FLOOR), roughly(value, value.upper, ROUND_CEILING)
    return [Part(f"about {low}" if low == high else f"between {low} and {high}", value)]


def said_range(value: Value) -> str:
    """The interval of a figure that is not exact, rounded outwards: ``£130 million to £380 million``."""
    return f"{roughly(value, value.lower, ROUND_FLOOR)} to {roughly(value, value.upper, ROUND_CEILING)}"


def _modelled(value: Value) -> list[Part]:
    """A modelled number by its range, which comes first; where that is not known, by the number, and that it is not."""
    if None not in (value.lower, value.upper):
        return _between(value)
    return [Part(f"about {roughly(value)}", value), Part(" (by how much more or fewer is not known)")]


def _estimate(value: Value) -> list[Part]:
    return [Part("about "), Part(roughly(value), value), Part(" ("), *_between(value), Part(")")]


AMOUNTS = ("count", "money", "rate", "share")
FORMS = {
    "count": Form(_number(lambda value: words.count(value.number)), ("count",), "19,505"),
    "counted": Form(_counted, ("count",), "19,505 offences; 1 offence"),
    "pounds": Form(_number(exactly), ("money",), "£840; £392,000; £2.3 million"),
    "rate": Form(_number(lambda value: f"{exactly(value)} {value.unit}"), ("rate",), "68.2 per 1,000 people"),
    "percent": Form(
        _number(lambda value: words.percent(value.number)),
        ("share", "change"),
        "6.8% (of a change its size; the word beside it gives the direction)",
    ),
    "points": Form(_points, ("difference",), "7.0 percentage points (of a difference of percentages, its size)"),
    "index": Form(_number(lambda value: words.decimals(value.number, 2)), ("ratio",), "0.41"),
    "years": Form(_number(words.cell), ("count",), "12 of 13 (of years, and of how many)"),
    "signed": Form(_signed, ("change", "difference"), "−6.8%; +547; −7.0 percentage points"),
    "about": Form(
        lambda value: [Part("about "), Part(roughly(value), value)],
        AMOUNTS,
        "about 5,800; about £2.3 million; about 15%",
    ),
    "between": Form(_between, AMOUNTS, "between 4,900 and 6,700 (its interval)", needs_interval=True),
    "modelled": Form(
        _modelled,
        ("count",),
        "between 6,900 and 13,000; about 6,400 (by how much more or fewer is not known)",
    ),
    "estimate": Form(_estimate, AMOUNTS, "about 5,800 (between 4,900 and 6,700)", needs_interval=True),
    "interval": Form(
        lambda value: [Part(f"{exactly(value, value.lower)} to {exactly(value, value.upper)}", value)],
        ("change", *AMOUNTS),
        "−10.8% to −2.7%",
        needs_interval=True,
    ),
}
