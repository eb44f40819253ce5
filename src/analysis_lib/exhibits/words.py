"""The one set of rules by which numbers become text."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from analysis_lib.values import Value

MINUS = "−"
NOT_AVAILABLE, NOT_APPLICABLE, CONFIDENTIAL, LOW = "[x]", "[z]", "[c]", "[low]"
SHORTHAND = {
    NOT_AVAILABLE: "not available",
    NOT_APPLICABLE: "not applicable",
    CONFIDENTIAL: "confidential",
    LOW: "rounds to nought but is not",
}


def rounded(number: float, places: int = 0) -> Decimal:
    """Half away from zero, from the unrounded number (not Python's half to even).

    >>> rounded(2.5), rounded(-0.25, 1)
    (Decimal('3'), Decimal('-0.3'))
    """
    return Decimal(repr(float(number))).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def count(number: float) -> str:
    """A whole number with thousands: ``19,505``."""
    return f"{rounded(number):,}"


def percent(number: float, places: int = 1) -> str:
    """The size of a percentage without its sign, for beside a word that gives the direction."""
    return f"{abs(rounded(number, places)):,}%"


def signed(number: float, places: int = 0) -> str:
    """A change with its sign, a true minus, and no sign on nought.

    >>> signed(-1426), signed(62.66, 1), signed(0.04, 1)
    ('−1,426', '+62.7', '0.0')
    """
    figure = rounded(number, places)
    mark = "+" if figure > 0 else MINUS if figure < 0 else ""
    return f"{mark}{abs(figure):,}"


def interval(lower: float, upper: float, places: int = 1) -> str:
    """Two signed limits: ``−10.8 to −2.7``."""
    return f"{signed(lower, places)} to {signed(upper, places)}"


def ordinal(number: int) -> str:
    """
    >>> [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 32)]
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '32nd']
    """
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{number}{ending}"


def listed(items: Iterable[str]) -> str:
    """A list as a sentence has it; a comma before the last where an item has an "and" of its own.

    >>> listed(["theft", "burglary"]), listed(["burglary", "arson and criminal damage", "theft"])
    ('theft and burglary', 'burglary, arson and criminal damage, and theft')
    """
    words = list(items)
    if len(words) < 2:
        return words[0] if words else "none"
    comma = "," if len(words) > 2 and any(" and " in word for word in words) else ""
    return f"{', '.join(words[:-1])}{comma} and {words[-1]}"


def within(title: str) -> str:
    """A title inside a sentence: its first letter small, unless it is an abbreviation."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def cell(value: Value) -> str:
    """What a table prints for a value, by what the value is; shorthand where there is no figure."""
    if value.value is None and value.unit == "rank" and value.reason == "cannot be ranked":
        return value.reason
    if value.value is None:
        return NOT_APPLICABLE if value.unit in ("rank", "per cent") else NOT_AVAILABLE
    if value.reason:
        return NOT_APPLICABLE
    if value.unit == "rank":
        return f"{ordinal(int(value.value))}{'=' if value.tied else ''}"
    if value.measure.startswith(("change:", "recording-effect:")):
        return signed(value.value, 1)
    if value.measure.startswith("difference:"):
        return signed(value.value)
    if value.unit == "per cent":
        return LOW if value.value and not rounded(value.value, 1) else f"{rounded(value.value, 1):,}"
    return count(value.value)


def interval_cell(value: Value) -> str:
    """The interval of a value, as a cell of its own."""
    if value.value is None or value.lower is None or value.upper is None:
        return NOT_APPLICABLE
    if value.unit == "rank":
        low, high = ordinal(int(value.lower)), ordinal(int(value.upper))
        return low if low == high else f"{low} to {high}"
    return interval(value.lower, value.upper)


GLYPHS = {"rose": "▲", "fell": "▼", "about the same": "◆", "not clear": "", "not compared": ""}


def direction_cell(value: Value) -> str:
    """The word that a change allows, or why there is none; its glyph is added by the page and never stands alone."""
    return value.reason or value.direction
