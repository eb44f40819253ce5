"""One rate over another: of an area and a wider one, or of a group of people and another."""

from __future__ import annotations

import dataclasses

from analysis_lib.statistics.change import exact_rate_ratio
from analysis_lib.statistics.disproportionality import relative_rate_bounds
from analysis_lib.values.value import Value, gap, lineage, refuse_unlike


def ratio(own: Value, reference: Value, *, unknown: Value | None = None) -> Value:
    """The rate ``own`` over the rate ``reference``, with the exact conditional interval of both counts.

    ``unknown`` counts the events of which it is not known to which of the two groups they belong. The limits are then
    the widest of the interval and of what the ratio would be if all of those belonged to either group, so that a group
    is called over-represented only if it is so whoever the unknown are.

    Raises ``ValueError`` unless both are rates of one measure, unit and period, with populations from one release, and
    the unknown are counted in the same unit, area and period.
    """
    _refuse_unlike(own, reference, unknown)
    known = [value for value in (own, reference, unknown) if value is not None]
    reason = gap(*known) or ("" if reference.value else "no event in the reference")
    limits = {"lower": None, "upper": None, "confidence_level": None} if reason else _limits(own, reference, unknown)
    return dataclasses.replace(
        own,
        value=None if reason else own.number / reference.number,
        **limits,
        unit="ratio",
        measure=f"ratio:{own.measure}",
        method=f"rate over that of {_whose(own, reference)}; exact conditional interval"
        + ("; limits as wide as the events of unknown group could make them" if unknown else ""),
        numerator=own,
        denominator=reference,
        reason=reason,
        **lineage(*known),
    )


def _refuse_unlike(own: Value, reference: Value, unknown: Value | None) -> None:
    remedy = "make both rates of the same events, in the same way"
    for name in ("measure", "unit", "period", "release"):
        refuse_unlike("ratio: both rates", own, reference, name, remedy=remedy)
    if own.kind != "rate" or None in (own.numerator, reference.numerator):
        raise ValueError(f"ratio: both must be rates worked out from counts, got {own.measure}; make them with rate()")
    for name in ("unit", "area", "period") if unknown is not None else ():
        refuse_unlike("ratio: the events of unknown group and the others", unknown, own.numerator, name, remedy=remedy)


def _limits(own: Value, reference: Value, unknown: Value | None) -> dict[str, float | None]:
    events = {"events": own.numerator.number, "reference_events": reference.numerator.number}
    people = own.denominator.number, reference.denominator.number
    exact = exact_rate_ratio(**events, exposure=people[0], reference_exposure=people[1])
    lower, upper = exact.lower, exact.upper
    if unknown is not None:
        bounds = relative_rate_bounds(
            **events, population=people[0], reference_population=people[1], events_unknown=unknown.number
        )
        lower, upper = min(lower, bounds.lower), max(upper, bounds.upper)
    return {"lower": lower, "upper": upper, "confidence_level": exact.confidence_level}


def _whose(own: Value, reference: Value) -> str:
    """What tells the reference apart: its people or its area."""
    return str(reference.people) if reference.people != own.people else reference.area
