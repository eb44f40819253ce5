"""Saying a share as a fraction that a person can picture, where its interval allows."""

from __future__ import annotations

from analysis_lib.exhibits.sayings.figures import exactly
from analysis_lib.exhibits.sayings.parts import Form, Part
from analysis_lib.values import Value

FRACTIONS = {  # per cent: the fraction's name
    1: "one in a hundred",
    2: "one in fifty",
    5: "one in twenty",
    10: "one in ten",
    100 / 9: "one in nine",
    12.5: "one in eight",
    100 / 7: "one in seven",
    100 / 6: "one in six",
    20: "one in five",
    25: "one in four",
    30: "three in ten",
    100 / 3: "one in three",
    40: "two in five",
    50: "half",
    60: "three in five",
    200 / 3: "two in three",
    70: "seven in ten",
    75: "three in four",
    80: "four in five",
    90: "nine in ten",
}
NEAR = 0.015  # of itself: a share so near to a fraction is called that fraction, with no word before it
BARE = 55.0  # per cent: up to here a majority is "just over half"


def _fraction(value: Value) -> list[Part]:
    """The nearest fraction with how near it is; the percentages where the interval reaches to another fraction."""
    number = value.number
    nearest = _nearest(number)
    if value.lower is not None and value.upper is not None:
        if {_nearest(value.lower), _nearest(value.upper)} != {nearest}:
            return [Part(f"between {exactly(value, value.lower)} and {exactly(value, value.upper)}", value)]
        return [Part(f"about {FRACTIONS[nearest]}", value)]
    if number < 0.5 or number > 95:
        return [Part(exactly(value), value)]
    if abs(number - nearest) <= NEAR * nearest:
        return [Part(FRACTIONS[nearest], value)]
    return [Part(f"{'almost' if number < nearest else 'just over'} {FRACTIONS[nearest]}", value)]


def _nearest(number: float) -> float:
    return min(FRACTIONS, key=lambda fraction: abs(fraction - number))


def _majority(value: Value) -> list[Part]:
    """Which side of a half a share lies on, if its interval leaves that in no doubt."""
    number = value.number
    lower, upper = (number if limit is None else limit for limit in (value.lower, value.upper))
    if lower > 50:
        return [Part("a majority of" if number > BARE else "just over half of")]
    if upper < 50:
        return [Part("almost half of" if number >= 100 - BARE else "fewer than half of")]
    if lower >= 100 - BARE and upper <= BARE:
        return [Part("half of" if lower == upper else "about half of")]
    return [Part("neither clearly more nor clearly fewer than half of")]


FORMS = {
    "fraction": Form(
        _fraction,
        ("share",),
        "one in five; almost half; just over three in ten; between 14.2% and 26.9% if it is not sure",
    ),
    "majority": Form(
        _majority, ("share",), "a majority of; just over half of; almost half of; fewer than half of; about half of"
    ),
}
