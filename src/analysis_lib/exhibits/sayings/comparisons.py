"""Saying whether something changed, or differs: the words are chosen by the value."""

from __future__ import annotations

from analysis_lib.exhibits import words
from analysis_lib.exhibits.sayings.figures import exactly
from analysis_lib.exhibits.sayings.parts import Form, Part
from analysis_lib.values import Value

RISE_OR_FALL = {
    "rose": "rose",
    "fell": "fell",
    "about the same": "was about the same",
    "not clear": "neither clearly rose nor fell",
    "not compared": "cannot be compared",
}
WENT = RISE_OR_FALL | {"about the same": "were about the same"}


def _compared(value: Value) -> list[Part]:
    """A change as a clause that holds whatever the figures: both levels, and the size if it is clear."""
    when = _earlier(value)
    if value.before is None or value.before.value is None:
        return [Part(f"with no figure for {when}")]
    before = Part(exactly(value.before), value.before)
    match value.direction:
        case "rose" | "fell":
            return [_size(value), Part(f" {_more_or_less(value)} than in {when} ("), before, Part(")")]
        case "about the same":
            return [Part(f"about the same as in {when} ("), before, Part(")")]
        case "not clear":
            return [Part("against "), before, Part(f" in {when}, which shows neither a rise nor a fall")]
    return [Part("against "), before, Part(f" in {when}")]


def _earlier(value: Value) -> str:
    """The period that a change starts from: the year before, or its name."""
    before, now = value.before, value.now or value
    if before is None or (before.period.months, before.period.end.year + 1) == (12, now.period.end.year):
        return "the year before"
    return before.period.label if before.period.months == 1 else f"the {before.period.label}"


def _size(value: Value) -> Part:
    if value.unit == "percentage points":
        return Part(f"{words.decimals(abs(value.number), 1)} percentage points", value)
    if value.kind == "difference":
        return Part(words.figure(value, value.number).lstrip(f"+{words.MINUS}"), value)
    return Part(words.percent(value.number), value)


def _more_or_less(value: Value) -> str:
    """Events are more or fewer; rates, percentages and sums of money are higher or lower."""
    counted = value.now is not None and value.now.kind == "count"
    return {"rose": "more" if counted else "higher", "fell": "fewer" if counted else "lower"}[value.direction]


def _levels(value: Value) -> list[Part]:
    """Both levels of a change, and its size."""
    levels = [Part("from "), Part(exactly(value.before), value.before)]
    levels += [Part(" to "), Part(exactly(value.now), value.now)]
    return [*levels, Part(" ("), _size(value), Part(")")]


def _from_to(value: Value) -> list[Part]:
    if value.direction in ("rose", "fell"):
        return [Part(f"{value.direction} "), *_levels(value)]
    return [Part("went "), *_levels(value)[:4], Part(", which shows neither a rise nor a fall")]


def _side(value: Value) -> str:
    """On which side of parity a ratio lies by its interval: "above", "below", or neither."""
    if value.lower is not None and value.lower > 1:
        return "above"
    return "below" if value.upper is not None and value.upper < 1 else "neither"


HIGHER = {"above": "higher than", "below": "lower than", "neither": "similar to"}
REPRESENTED = {
    "above": "over-represented",
    "below": "under-represented",
    "neither": "neither clearly over-represented nor under-represented",
}
MOVES = ("change", "difference")
FORMS = {
    "rise_or_fall": Form(
        lambda value: [Part(RISE_OR_FALL[value.direction])],
        MOVES,
        "rose; fell; was about the same; neither clearly rose nor fell; cannot be compared",
        without_a_figure=True,
    ),
    "went": Form(
        lambda value: [Part(WENT[value.direction])],
        MOVES,
        "the same of a plural: rose; fell; were about the same",
        without_a_figure=True,
    ),
    "compared": Form(
        _compared,
        MOVES,
        "6.8% fewer than in the year before (20,931); about the same as in the year before (20,931)",
        without_a_figure=True,
    ),
    "from_to": Form(_from_to, MOVES, "fell from 2,797 to 2,236 (20.1%); went from 5 to 7, which shows neither"),
    "levels": Form(_levels, MOVES, "from 2,797 to 2,236 (20.1%)"),
    "higher_or_lower": Form(
        lambda value: [Part(HIGHER[_side(value)])],
        ("ratio",),
        "higher than; lower than; similar to (of a ratio of rates)",
    ),
    "represented": Form(
        lambda value: [Part(REPRESENTED[_side(value)])],
        ("ratio",),
        "over-represented; under-represented; neither clearly (by the bounds of a ratio)",
    ),
    "times": Form(
        lambda value: [Part(f"{exactly(value)} times", value)], ("ratio",), "1.7 times (of a ratio of rates)"
    ),
}
