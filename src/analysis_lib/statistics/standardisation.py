"""Rates made comparable between places whose people differ in age.

Directly standardised rates can be compared with each other; indirectly standardised ratios only with their
reference. Every argument is a sequence with one number a band of age, or a table with a row an area and a column a
band, which gives a figure an area. A standardised rate of part of the ages (16 and over, say) takes the weights of
those bands only, and says so in its label.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from analysis_lib.statistics.checks import SMALLEST, counts, numbers, one_of, plain, positive, single, whole
from analysis_lib.statistics.estimates import Estimate, reasons
from analysis_lib.statistics.rates import byar_count_interval, count_interval

STATISTIC = "directly standardised rate"
FEWEST_EVENTS = 10  # fewer make no directly standardised rate
# ages 0-4, 5-9, ... 85-89, 90 and over (Eurostat 2013)
EUROPEAN_STANDARD_POPULATION_2013 = (
    *(5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000),
    *(6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000),
)


@dataclass(frozen=True)
class StandardisedRate(Estimate):
    """A directly standardised rate. ``note`` says how many bands had no count and were counted as 0."""

    note: Any


def directly_standardised_rate(
    *,
    events: Any,
    populations: Any,
    standard_populations: Any,
    multiplier: float = 100_000,
    confidence_level: float = 0.95,
    missing_events: Literal["refuse", "count as 0"] = "refuse",
) -> StandardisedRate:
    """The rate a place would have if its people had the ages of a standard population, with Dobson's interval.

    Dobson's method moves Byar's limits of the total number of events, in proportion to standard errors, to the
    weighted rate. It takes events as independent: where one person has several, as repeat victims do, it is too
    narrow, and :func:`directly_standardised_rate_of_people` is the one to use.

    Parameters
    ----------
    events : whole number of events in each band of age, 0 or more
    populations : people in each band, above 0
    standard_populations : people of the standard population in each band, 0 or more, not all 0
    multiplier : the number of people the rate is given for
    confidence_level : between 0 and 1, two-sided
    missing_events : what a missing count (nan or None) means. "refuse", or "count as 0": ``note`` then says how
        many bands were so counted

    Returns
    -------
    StandardisedRate : ``numerator`` all events, ``denominator`` all people; ``value``, ``lower`` and ``upper`` are
        missing (nan), with the ``reason``, where there are fewer than 10 events in all

    Raises
    ------
    ValueError : a count is negative, missing or not whole; a population is 0, negative or missing; unlike bands

    References
    ----------
    Dobson, A. J., Kuulasmaa, K., Eberle, E. and Scherer, J. (1991). Confidence intervals for weighted sums of
    Poisson parameters. Statistics in Medicine 10, 457-462.

    Examples
    --------
    Nineteen bands of age (test suite of PHEindicatormethods 2.1.0, ``testdata_small``):

    >>> events = [12, 4, 3, 2, 3, 4, 8, 2, 2, 3, 4, 5, 6, 8, 5, 6, 5, 5, 4]
    >>> people = [636, 558, 609, 543, 384, 594, 669, 843, 660, 576, 606, 522, 426, 273, 300, 288, 153, 123, 207]
    >>> rate = directly_standardised_rate(
    ...     events=events, populations=people, standard_populations=EUROPEAN_STANDARD_POPULATION_2013
    ... )
    >>> round(rate.value, 4), round(rate.lower, 4), round(rate.upper, 4)
    (1103.212, 877.4558, 1367.0882)

    With the ages of Europe's standard population there would be 1,103 events per 100,000 people, or from 877 to 1,367.
    """
    x, note = _events(events, missing_events)
    return _dobson(x, x, populations, standard_populations, multiplier, confidence_level, note)


def directly_standardised_rate_of_people(
    *,
    people_by_events: Any,
    populations: Any,
    standard_populations: Any,
    multiplier: float = 100_000,
    confidence_level: float = 0.95,
) -> StandardisedRate:
    """A directly standardised rate of events of which one person can have several.

    Events of one person come together, so that the variance of a band is the sum over people of the square of
    each one's events. The value is that of :func:`directly_standardised_rate`; the interval is wider.

    Parameters
    ----------
    people_by_events : first the number of people with one event in each band, then with two, then three, ...
    populations, standard_populations, multiplier, confidence_level : as for :func:`directly_standardised_rate`

    Returns
    -------
    StandardisedRate : ``numerator`` all events, ``denominator`` all people

    Raises
    ------
    ValueError : as for :func:`directly_standardised_rate`

    References
    ----------
    Dobson, A. J. and others (1991), as above. Office for Health Improvement and Disparities (2018). Technical
    guide: confidence intervals, on non-independent events. Fingertips.

    Examples
    --------
    Two bands of 1,000 people and one event for each of 20, then the same 40 events as two for each of 10:

    >>> alone = directly_standardised_rate_of_people(
    ...     people_by_events=[[20, 20]], populations=[1000, 1000], standard_populations=[1, 1], multiplier=1000
    ... )
    >>> repeated = directly_standardised_rate_of_people(
    ...     people_by_events=[[0, 0], [10, 10]], populations=[1000, 1000], standard_populations=[1, 1], multiplier=1000
    ... )
    >>> alone.value, round(alone.lower, 1), round(alone.upper, 1)
    (20.0, 14.3, 27.2)
    >>> repeated.value, round(repeated.lower, 1), round(repeated.upper, 1)
    (20.0, 11.9, 30.2)

    The rate is 20 per 1,000 in both, but ten repeat victims tell less of it than twenty victims of one event do.
    """
    people = whole("people_by_events", people_by_events)
    if people.ndim < 2:
        raise ValueError(
            f"people_by_events must have a row for each number of events, got {people.ndim} dimensions; "
            "write [[20, 20]] for one event each"
        )
    times = np.arange(1, len(people) + 1).reshape(-1, *[1] * (people.ndim - 1))
    events, variance = np.sum(times * people, axis=0), np.sum(times**2 * people, axis=0)
    return _dobson(events, variance, populations, standard_populations, multiplier, confidence_level, "")


def indirectly_standardised_ratio(
    *,
    events: Any,
    populations: Any,
    reference_events: Any,
    reference_populations: Any,
    multiplier: float = 100,
    confidence_level: float = 0.95,
) -> Estimate:
    """Events seen, against those expected if each band of age had the rate of a reference population.

    The choice for small areas with few events in a band. Two such ratios have different weights: neither can be
    compared with the other, only with the reference.

    Parameters
    ----------
    events : whole number of events in each band, 0 or more; only their sum matters
    populations : people in each band, above 0
    reference_events : events in each band of the reference, 0 or more
    reference_populations : people in each band of the reference, above 0
    multiplier : 100 gives 100 for as many as expected
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    Estimate : ``numerator`` the events seen, ``denominator`` those expected; ``method`` "Exact" or "Byar"

    Raises
    ------
    ValueError : a count is negative or missing; a population is 0, negative or missing; unlike bands; a
        reference without an event in the bands that matter

    References
    ----------
    Breslow, N. E. and Day, N. E. (1987). Statistical Methods in Cancer Research, volume II, chapter 2. IARC.

    Examples
    --------
    Two bands of 30 events, where people of the reference would have had 20 and 30 (by hand):

    >>> ratio = indirectly_standardised_ratio(
    ...     events=[30, 30], populations=[2000, 1000], reference_events=[100, 300],
    ...     reference_populations=[10_000, 10_000],
    ... )
    >>> ratio.numerator, round(ratio.denominator, 6), round(ratio.value, 4)
    (60.0, 50.0, 120.0)

    The area had 60 events where 50 were to be expected of people of these ages: a fifth more.
    """
    observed, expected, _ = _observed_and_expected(events, populations, reference_events, reference_populations)
    scale = single("multiplier", multiplier, positive) / expected
    return _scaled(observed, expected, scale, "indirectly standardised ratio", confidence_level)


def indirectly_standardised_rate(
    *,
    events: Any,
    populations: Any,
    reference_events: Any,
    reference_populations: Any,
    multiplier: float = 100_000,
    confidence_level: float = 0.95,
) -> Estimate:
    """The indirectly standardised ratio times the crude rate of the reference, as events per so many people.

    Parameters
    ----------
    As for :func:`indirectly_standardised_ratio`; ``multiplier`` is the number of people the rate is given for.

    Returns
    -------
    Estimate : ``numerator`` the events seen, ``denominator`` those expected; ``value`` in events per ``multiplier``

    Raises
    ------
    ValueError : as for :func:`indirectly_standardised_ratio`

    References
    ----------
    As for :func:`indirectly_standardised_ratio`.

    Examples
    --------
    The two bands of before; the reference has 400 events among 20,000 people, 20 per 1,000 (by hand):

    >>> rate = indirectly_standardised_rate(
    ...     events=[30, 30], populations=[2000, 1000], reference_events=[100, 300],
    ...     reference_populations=[10_000, 10_000], multiplier=1000
    ... )
    >>> round(rate.value, 6)
    24.0

    A fifth more than the reference's 20 per 1,000 is 24 per 1,000.
    """
    observed, expected, crude = _observed_and_expected(events, populations, reference_events, reference_populations)
    scale = single("multiplier", multiplier, positive) * crude / expected
    return _scaled(observed, expected, scale, "indirectly standardised rate", confidence_level)


def _dobson(x, variances, populations, standard_populations, multiplier, confidence_level, note) -> StandardisedRate:
    n, w = positive("populations", populations), counts("standard_populations", standard_populations)
    _same_bands(events=x, populations=n, standard_populations=w)
    if not np.all(w.sum(axis=-1) >= SMALLEST):
        raise ValueError("standard_populations must not all be 0, got 0; give the people of the standard population")
    total, scale = x.sum(axis=-1), single("multiplier", multiplier, positive) / w.sum(axis=-1)
    enough = total >= FEWEST_EVENTS
    value = np.where(enough, scale * np.sum(w * x / n, axis=-1), np.nan)
    ratio = scale * np.sqrt(np.sum(w**2 * variances / n**2, axis=-1) / np.where(enough, total, np.nan))
    limits = byar_count_interval(total, confidence_level=confidence_level)
    lower, upper = value + ratio * (limits.lower - total), value + ratio * (limits.upper - total)
    figures = map(plain, (total, np.broadcast_to(n.sum(axis=-1), total.shape), value, lower, upper))
    reason = reasons((~enough, f"fewer than {FEWEST_EVENTS} events in all"))
    return StandardisedRate(*figures, limits.confidence_level, STATISTIC, "Dobson", note, reason=reason)


def _events(events: Any, missing_events: str) -> tuple[np.ndarray, str]:
    if one_of("missing_events", missing_events, ["refuse", "count as 0"]) == "refuse":
        return whole("events", events), ""
    table = numbers("events", events, missing=True)
    missing = np.isnan(table)
    note = f"{missing.sum()} of {missing.size} bands had no count and were counted as 0" if missing.any() else ""
    return whole("events", np.where(missing, 0, table)), note


def _observed_and_expected(events, populations, reference_events, reference_populations):
    x, n = whole("events", events), positive("populations", populations)
    reference_x, reference_n = (
        counts("reference_events", reference_events),
        positive("reference_populations", reference_populations),
    )
    _same_bands(events=x, populations=n, reference_events=reference_x, reference_populations=reference_n)
    expected = np.sum(n * reference_x / reference_n, axis=-1)
    if not np.all(expected >= SMALLEST):
        raise ValueError("reference_events must not be 0 in every band, got 0; take a larger reference or merge bands")
    return x.sum(axis=-1), expected, reference_x.sum(axis=-1) / reference_n.sum(axis=-1)


def _scaled(observed, expected, scale, statistic: str, confidence_level: float) -> Estimate:
    events = count_interval(observed, confidence_level=confidence_level)
    figures = map(plain, (observed, expected, observed * scale, events.lower * scale, events.upper * scale))
    return Estimate(*figures, events.confidence_level, statistic, events.method)


def _same_bands(**columns: np.ndarray) -> None:
    bands = {name: np.shape(column)[-1:] for name, column in columns.items()}
    if len(set(bands.values())) > 1 or () in bands.values():
        found = ", ".join(f"{name} {band[0] if band else 'no'}" for name, band in bands.items())
        raise ValueError(f"{', '.join(bands)} must have the same bands, got {found}; a missing band is not a zero")
    (first, table), *others = columns.items()
    for name, column in others:
        if np.ndim(column) > np.ndim(table) or (np.ndim(column) == 2 and len(column) != len(table)):
            raise ValueError(
                f"{name} must have as many areas as {first}, got shape {np.shape(column)} for {np.shape(table)}; "
                "give a row for each area, or one row for all"
            )
