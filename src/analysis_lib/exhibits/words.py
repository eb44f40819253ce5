"""The one set of rules by which numbers become text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from analysis_lib.values import Value
from analysis_lib.values.value import CONFIDENTIAL as HIDDEN

MINUS = "−"
NOT_AVAILABLE, NOT_APPLICABLE, CONFIDENTIAL, LOW, QUOTED = "[x]", "[z]", "[c]", "[low]", "[q]"
SHORTHAND = {
    NOT_AVAILABLE: "not available",
    NOT_APPLICABLE: "not applicable",
    CONFIDENTIAL: "confidential",
    LOW: "rounds to nought but is not",
    QUOTED: "second-hand, read in a publication that quotes it",
}

MILLION = 1_000_000
MONEY_STEPS = (  # from so many pounds: divided by, decimals, and what it is then called
    (1_000_000_000, 1_000_000_000, 1, " billion"),
    (100_000_000, 1_000_000, 0, " million"),
    (1_000_000, 1_000_000, 1, " million"),
    (100_000, 1_000, 0, ",000"),
)
SINGLE = {"people": "person", "children": "child", "dwellings": "dwelling", "searches": "search"}


def rounded(number: float, places: int = 0) -> Decimal:
    """Half away from zero, from the unrounded number (not Python's half to even).

    >>> rounded(2.5), rounded(-0.25, 1)
    (Decimal('3'), Decimal('-0.3'))
    """
    return Decimal(repr(float(number))).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def count(number: float) -> str:
    """A whole number with thousands, and a true minus: ``19,505``."""
    figure = rounded(number)
    return f"{MINUS if figure < 0 else ''}{abs(figure):,}"


def percent(number: float, places: int = 1) -> str:
    """The size of a percentage without its sign, for beside a word that gives the direction."""
    return f"{abs(rounded(number, places)):,}%"


def significant(number: float, digits: int = 2, rounding: str = ROUND_HALF_UP) -> Decimal:
    """Half away from zero to so many significant digits, as approximate figures are shown; or down, or up.

    >>> str(significant(5_849)), str(significant(0.0349)), str(significant(99.6)), str(significant(0))
    ('5800', '0.035', '100', '0')
    """
    exact = Decimal(repr(float(number)))
    if not exact:
        return Decimal(0)
    places = exact.adjusted() - digits + 1
    return Decimal(f"{exact.quantize(Decimal(1).scaleb(places), rounding=rounding):f}")


def pounds(number: float) -> str:
    """A sum of money to a precision that can be read: whole pounds, thousands from 100,000, millions from a million.

    >>> [pounds(n) for n in (840.4, 12_345, 392_139.87, 2_340_000, 134_500_000, 1_250_000_000, -840)]
    ['£840', '£12,345', '£392,000', '£2.3 million', '£135 million', '£1.3 billion', '−£840']
    """
    sign, size = (MINUS if number < 0 else ""), abs(number)
    for least, divisor, places, name in MONEY_STEPS:
        if rounded(size / divisor, places) * Decimal(divisor) >= Decimal(least):
            return f"{sign}£{rounded(size / divisor, places):,}{name}"
    return f"{sign}£{rounded(size):,}"


def estimated_pounds(number: float) -> str:
    """A sum of money that was worked out, in a table: thousands from 10,000, hundreds from 1,000, tens below.

    >>> [estimated_pounds(n) for n in (84_936.87, 392_139.87, 3_174, 96.2, -96_841, 2_340_000)]
    ['£85,000', '£392,000', '£3,200', '£100', '−£97,000', '£2.3 million']
    """
    step = next((step for least, step in ((10_000, 1_000), (1_000, 100)) if abs(number) >= least), 10)
    return pounds(number if abs(number) >= 100_000 else float(rounded(number / step)) * step)


def about_pounds(number: float, rounding: str = ROUND_HALF_UP) -> str:
    """A sum of money that is not exact, to two significant digits.

    >>> [about_pounds(n) for n in (45_511, 3_174, 2_031_000, 30_188_034, 238_554_621, 12_100_000_000)]
    ['£46,000', '£3,200', '£2.0 million', '£30 million', '£240 million', '£12 billion']
    """
    text = pounds(float(significant(number, rounding=rounding)))
    return re.sub(r"(\d\d)\.0 ", r"\1 ", text)  # two digits stand before the point


def approximate(number: float, rounding: str = ROUND_HALF_UP) -> str:
    """A figure that is not exact, to two significant digits, and none below the whole; millions in words.

    >>> approximate(5_849), approximate(28_620), approximate(2_340_000), approximate(7.31)
    ('5,800', '29,000', '2.3 million', '7')
    """
    figure = significant(number, rounding=rounding)
    if abs(figure) >= MILLION:
        return f"{figure / MILLION:,f} million"
    return f"{figure.quantize(Decimal(1), rounding=rounding):,}"


def modelled_range(lower: float, upper: float) -> str:
    """The range of a number that is not exact, to two significant digits, outwards: never narrower than it is.

    >>> modelled_range(6_988, 12_185), modelled_range(9.7, 48.6), modelled_range(1_204_000, 1_264_000)
    ('6,900 to 13,000', '9 to 49', '1.2 million to 1.3 million')
    """
    return f"{approximate(lower, ROUND_FLOOR)} to {approximate(upper, ROUND_CEILING)}"


def decimals(number: float, places: int = 1) -> str:
    """A figure with so many decimals, its sign kept: ``68.2``."""
    figure = rounded(number, places)
    return f"{MINUS if figure < 0 else ''}{abs(figure):,}"


def one(unit: str) -> str:
    """The name of one of a unit.

    >>> one("offences"), one("people"), one("offences a day")
    ('offence', 'person', 'offence a day')
    """
    first, _, rest = unit.partition(" ")
    single = SINGLE.get(first, first.removesuffix("s"))
    return f"{single} {rest}".strip()


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


def probability(number: float) -> str:
    """An error probability to three decimals; one too small to show is said to be under the smallest shown.

    >>> probability(0.025), probability(0.0004)
    ('0.025', 'under 0.001')
    """
    return "under 0.001" if 0 < number < 0.001 else decimals(number, 3)


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


def is_modelled(value: Value) -> bool:
    """Whether it is a number of people worked out from a survey's rate, which is printed to two significant digits."""
    return value.measure.startswith("estimate:")


def cell(value: Value) -> str:
    """What a table prints for a value, by what the value is; shorthand where there is no figure."""
    if value.value is None and value.kind == "rank" and value.reason == "cannot be ranked":
        return value.reason
    if value.value is None and value.reason == HIDDEN:
        return CONFIDENTIAL
    if value.value is None:
        return NOT_APPLICABLE if value.kind in ("rank", "share", "change") else NOT_AVAILABLE
    if value.reason:
        return NOT_APPLICABLE
    if value.kind in ("share", "rate") and value.value and not rounded(value.value, 1):
        return LOW
    return figure(value, value.value)


def interval_cell(value: Value) -> str:
    """The interval of a value, as a cell of its own; a change's limits have their signs."""
    if value.value is None and value.reason == HIDDEN:
        return CONFIDENTIAL
    if is_modelled(value):
        known = None not in (value.value, value.lower, value.upper)
        return modelled_range(value.lower, value.upper) if known else NOT_AVAILABLE
    if value.value is None or value.lower is None or value.upper is None:
        return NOT_APPLICABLE
    if value.kind == "rank":
        low, high = ordinal(int(value.lower)), ordinal(int(value.upper))
        return low if low == high else f"{low} to {high}"
    return f"{figure(value, value.lower)} to {figure(value, value.upper)}"


PRINTED_TO_THE_POUND = ("funding:", "earlier:", "unit-cost:")  # sums as a publication prints them, not worked out


def figure(value: Value, number: float) -> str:
    """A number as a table prints figures of the kind of ``value``: the figure itself, or one of its limits."""
    match value.kind:
        case "change":
            return signed(number, 1)
        case "difference":
            return signed(number, 0 if value.before and value.before.kind in ("count", "money") else 1)
        case "rate" | "share":
            return decimals(number, 1)
        case "ratio":
            return decimals(number, 2)
        case "probability":
            return probability(number)
        case "rank":
            return f"{ordinal(int(number))}{'=' if value.tied else ''}"
        case "money":
            to_the_pound = value.measure.startswith(PRINTED_TO_THE_POUND)
            return f"{MINUS if number < 0 else ''}£{count(abs(number))}" if to_the_pound else estimated_pounds(number)
    if value.unit == "years" and value.out_of:
        return f"{count(number)} of {value.out_of}"
    return approximate(number) if is_modelled(value) else count(number)


GLYPHS = {"rose": "▲", "fell": "▼", "about the same": "◆", "not clear": "", "not compared": ""}


def direction(moved: Value) -> str:
    """The direction of a change; of a stock, which is counted on a day and has no interval, by its sign."""
    if moved.direction == "not compared" and moved.period.is_day and moved.value:
        return "rose" if moved.value > 0 else "fell"
    return moved.direction


def direction_cell(value: Value) -> str:
    """The word that a change allows, or why there is none; its glyph is added by the page and never stands alone."""
    return value.reason or value.direction


QUARTERS = {  # of a ranking, from the top: the bar beside it
    "highest": "■■■■",
    "second": "■■■",
    "third": "■■",
    "lowest": "■",
}


def quarter_cell(value: Value) -> str:
    """The quarter of a ranking that a place is in; not applicable where chance could move it too far to say.

    The 9th of 32 places is the first of the second quarter. The page adds a bar of one to four squares.
    """
    if value.missing:
        return NOT_APPLICABLE
    return list(QUARTERS)[min(int(4 * (value.number - 1) / value.out_of), 3)]


def glyph(value: Value, view: str) -> str:
    """The sign beside the words of a cell; empty if it has none."""
    return QUARTERS.get(quarter_cell(value), "") if view == "quarter" else GLYPHS.get(value.direction, "")
