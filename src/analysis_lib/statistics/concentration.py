"""How unevenly events fall on places, and rates of places too small to trust on their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from analysis_lib.statistics.checks import (
    aligned,
    confidence,
    counts,
    matching,
    positive,
    shares_above_0,
    whole,
    whole_number,
)

MOST_STEPS = 100_000  # of the Poisson distribution beside a table; more take memory and change no digit
MOST_DRAWN = 50_000_000  # of all places together: beyond it the computer runs out of memory


@dataclass(frozen=True)
class Gini:
    """Gini's coefficient, 0 if all places have the same and near 1 if one has it all, and its forms for few events."""

    value: float
    generalised: float
    unbiased: float
    places: int
    events: int
    reason: str = ""


def gini(events: Any) -> Gini:
    """Gini's coefficient of events over places, with the forms that remain fair when events are few.

    Half the mean absolute difference between two places, over their mean. With fewer events than places some
    places must be empty, and the plain coefficient calls that concentration; the generalised one compares with
    the most even spread that whole events allow: ``max(1, n / c) (G - 1) + 1`` for ``n`` places and ``c`` events.
    The unbiased form, times ``m / (m - 1)`` with ``m = min(n, c)``, reaches 1 when one place holds all.

    Places without events belong in: the gazetteer decides how many places there are. The published caption of the
    authors' own package prints .58 for (3, 1, 1, 0, 0, 0, 0, 0, 0, 0), their formula gives .56; this is the formula.

    Parameters
    ----------
    events : whole numbers of events, 0 or more, one for each place, two places or more, one event or more

    Returns
    -------
    Gini : ``value`` and ``generalised`` between 0 and 1; ``unbiased`` is missing (nan), with the ``reason``, for a
        single event, about whose spread nothing can be said

    Raises
    ------
    ValueError : a count is negative, broken or missing; fewer than two places; no event at all

    References
    ----------
    Bernasco, W. and Steenbeek, W. (2017). More places than crimes: implications for evaluating the law of crime
    concentration at place. Journal of Quantitative Criminology 33, 451-467.

    Examples
    --------
    Eight burglaries in ten streets (the authors' package prints 0.80 and 0.75):

    >>> found = gini([5, 2, 1, 0, 0, 0, 0, 0, 0, 0])
    >>> round(found.value, 2), round(found.generalised, 2), round(found.unbiased, 4)
    (0.8, 0.75, 0.8571)

    Of the 0.80 some is only that eight burglaries cannot fill ten streets; 0.75 is concentration.
    """
    x = np.sort(_places(events))
    n, total = len(x), x.sum()
    value = float(np.sum((2 * np.arange(1, n + 1) - n - 1) * x) / (n * total))
    generalised = max(1.0, n / total) * (value - 1) + 1
    fewer = min(n, total)
    unbiased = generalised * fewer / (fewer - 1) if fewer > 1 else np.nan
    reason = "" if fewer > 1 else "a single event has no spread: there is no unbiased form"
    return Gini(value, float(generalised), float(unbiased), n, int(total), reason)


def places_holding_shares(events: Any, *, shares: Sequence[float] = (0.25, 0.5, 0.8)) -> pd.DataFrame:
    """The fewest places that hold a quarter, half and four fifths of all events, beside what chance would give.

    Places are counted from the fullest. Beside them stand the places needed if the same number of events fell on
    the same number of places by chance (Poisson), counted by the same rule: half of the events in a tenth of the
    places is no finding if chance would do as much.

    Parameters
    ----------
    events : whole numbers of events, 0 or more, one for each place, two places or more, one event or more
    shares : shares of all events, above 0 and no more than 1

    Returns
    -------
    DataFrame : a row for each share, with the columns ``share_of_events``, ``places``, ``share_of_places``,
        ``expected_places``, ``expected_share_of_places``

    Raises
    ------
    ValueError : events as in :func:`gini`; a share is not above 0 or is above 1

    References
    ----------
    Weisburd, D. (2015). The law of crime concentration and the criminology of place. Criminology 53, 133-157.
    Among Poisson counts with mean m, places of k events or more hold the share P(count >= k - 1) of all events.

    Examples
    --------
    Twenty events in ten streets (by hand):

    >>> table = places_holding_shares([10, 8, 2, 0, 0, 0, 0, 0, 0, 0])
    >>> table["places"].tolist(), table["expected_places"].tolist()
    ([1, 1, 2], [2, 3, 6])

    One street holds half of the events, where chance would have needed three.
    """
    x = -np.sort(-_places(events))
    wanted = shares_above_0("shares", shares).ravel()
    n, slack = len(x), 1e-9  # a share that is reached exactly must not need one place more through floating point
    places = np.searchsorted(np.cumsum(x), wanted * x.sum() * (1 - slack)) + 1
    expected = np.ceil(n * _poisson_share_of_places(wanted, mean=x.sum() / n) - slack).astype(int)
    return pd.DataFrame(
        {
            "share_of_events": wanted,
            "places": places,
            "share_of_places": places / n,
            "expected_places": expected,
            "expected_share_of_places": expected / n,
        }
    )


def share_in_fullest_places(
    events: Any,
    *,
    places: Sequence[int],
    exposures: Any = None,
    confidence_level: float = 0.95,
    draws: int = 4_000,
    seed: int = 20_260_401,
) -> pd.DataFrame:
    """The share of all events in the fullest places, and what chance alone would put into its own fullest places.

    Whatever the events, some places are the fullest, so that a share means nothing by itself. Beside it stands what
    comes of letting the same number of events fall on the same places by chance, ``draws`` times: on each place alike,
    or, with ``exposures``, in proportion to them. The fullest places are those of each draw.

    Parameters
    ----------
    events : whole numbers of events, 0 or more, one for each place, two places or more, one event or more
    places : how many of the fullest places, from 1 to all of them
    exposures : what draws events to each place (its residents, say), above 0; alike for all if left out
    confidence_level : of the interval of what chance gives
    draws : 100 or more
    seed : whole number of 0 or more; the same seed gives the same draws

    Returns
    -------
    DataFrame : a row for each number of places, with the columns ``places``, ``share`` (observed, 0 to 1),
        ``by_chance`` (mean of the draws), ``lower`` and ``upper`` (of the draws)

    Raises
    ------
    ValueError : fewer than two places, no event, a number of places that there is not, an exposure not above 0

    References
    ----------
    Bernasco, W. and Steenbeek, W. (2017). More places than crimes: implications for evaluating the law of crime
    concentration at place. Journal of Quantitative Criminology 33, 451-467.

    Examples
    --------
    Two burglaries, both in the first of two streets:

    >>> found = share_in_fullest_places([2, 0], places=[1, 2])
    >>> found["share"].tolist(), found["by_chance"].round(2).tolist(), found["lower"].tolist()
    ([1.0, 1.0], [0.75, 1.0], [0.5, 1.0])

    One street has all of them, and that is no finding: by chance alone both fall in one street every other time, so
    that the fuller street has three quarters on average.
    """
    x = _places(events)
    wanted = np.array([whole_number("places", size, least=1, most=len(x), remedy="write 1") for size in places])
    drawn = _by_chance(x, exposures, draws, seed)
    tail = (1 - confidence(confidence_level)) / 2
    observed, chance = (_cumulated(counts)[..., wanted - 1] / x.sum() for counts in (x, drawn))
    lower, upper = np.quantile(chance, [tail, 1 - tail], axis=0, method="nearest")
    return pd.DataFrame(
        {"places": wanted, "share": observed, "by_chance": chance.mean(axis=0), "lower": lower, "upper": upper}
    )


@dataclass(frozen=True)
class ShrunkenRates:
    """Rates of places, raw and drawn towards the mean of all; ``reason`` says why all became the mean, if so."""

    raw: np.ndarray
    value: np.ndarray
    prior_mean: float
    prior_variance: float
    reason: str


def empirical_bayes_rates(numerators: Any, *, denominators: Any) -> ShrunkenRates:
    """Rates of small places, each drawn towards the mean of all by as much as chance could have moved it.

    With ``b`` the rate of all places together and ``a`` the variance between places beyond chance, a place with raw
    rate ``p`` and ``n`` people is put at ``b + a (p - b) / (a + b / n)``. Show raw and shrunken side by side;
    never rank by either (see :func:`analysis_lib.statistics.ranking.ranks_with_intervals`).

    Parameters
    ----------
    numerators : events in each place, 0 or more, two places or more, one event or more in all
    denominators : people (households, vehicles) in each place, above 0

    Returns
    -------
    ShrunkenRates : arrays in the order given. If the places differ by no more than chance, ``prior_variance`` is 0,
        every place has the mean, and ``reason`` says "no evidence of difference"

    Raises
    ------
    ValueError : a numerator is negative or missing, a denominator not above 0; lengths differ; fewer than two places

    References
    ----------
    Marshall, R. J. (1991). Mapping disease and mortality rates using empirical Bayes estimators. Journal of the
    Royal Statistical Society C 40, 283-294.

    Examples
    --------
    Five wards (figures of R's ``spdep::EBest``); the second has 5.8 events per 1,000 residents:

    >>> rates = empirical_bayes_rates([2, 9, 1, 14, 6], denominators=[1600, 1550, 1710, 1490, 1820])
    >>> (1000 * rates.raw).round(2).tolist()
    [1.25, 5.81, 0.58, 9.4, 3.3]
    >>> (1000 * rates.value).round(2).tolist()
    [1.9, 5.33, 1.36, 7.98, 3.43]

    Shrinking moves the second ward from 5.8 to 5.3, a little towards the mean of 3.9.
    """
    x, n = aligned(numerators=(counts, numerators), denominators=(positive, denominators))
    if x.size < 2:
        raise ValueError(f"numerators must hold two places or more, got {x.size}; one place has no others to lean on")
    if not x.sum():
        raise ValueError("numerators must hold one event or more, got none; with no event there is no rate to shrink")
    raw, mean = x / n, x.sum() / n.sum()
    variance = max(0.0, float(np.sum(n * (raw - mean) ** 2) / n.sum() - mean / n.mean()))
    value = mean + variance * (raw - mean) / (variance + mean / n)
    return ShrunkenRates(raw, value, float(mean), variance, "" if variance else "no evidence of difference")


def _places(events: Any) -> np.ndarray:
    x = whole("events", events).ravel()
    if len(x) < 2:
        raise ValueError(f"events must hold two places or more, got {len(x)}; include the places without events")
    if not x.sum():
        raise ValueError("events must hold one event or more, got none; with no event nothing is concentrated")
    return x


def _by_chance(x: np.ndarray, exposures: Any, draws: int, seed: int) -> np.ndarray:
    """The events of every place, a column, in each of the draws, a row."""
    even = np.ones(len(x))
    pull = even if exposures is None else matching("exposures", exposures, others="events", of=x, check=positive)
    size = whole_number("draws", draws, least=100, most=MOST_DRAWN // len(x), remedy="write 4_000")
    generator = np.random.default_rng(whole_number("seed", seed, remedy="write 20_260_401"))
    return generator.multinomial(int(x.sum()), pull / pull.sum(), size=size)


def _cumulated(counts: np.ndarray) -> np.ndarray:
    """Events of the fullest place, of the two fullest, and so on."""
    return np.cumsum(-np.sort(-counts, axis=-1), axis=-1)


def _poisson_share_of_places(wanted: np.ndarray, *, mean: float) -> np.ndarray:
    """Share of Poisson counts, the largest first, that holds each share of their sum."""
    reach = 12 * np.sqrt(mean) + 20  # beyond it the chance is below rounding
    steps = np.linspace(max(1, mean - reach), mean + reach, min(int(2 * reach), MOST_STEPS))
    count = np.unique(np.ceil(steps))  # every count there is, or as many as suffice where there are millions
    places, events = special.pdtrc(count - 1, mean), np.where(count > 1, special.pdtrc(count - 2, mean), 1.0)
    return np.interp(wanted, events[::-1], places[::-1])  # shares in places of ``count`` events or more
