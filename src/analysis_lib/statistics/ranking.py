"""Where does one area stand among others, and how surely?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from analysis_lib.statistics import estimates
from analysis_lib.statistics.columns import aligned, whole
from analysis_lib.statistics.estimates import confidence, plain, positive

PRIOR_SHAPE = 0.5  # Jeffreys' prior for a Poisson rate


@dataclass(frozen=True)
class Rank:
    """A place in a table, 1 for the highest, with what chance allows of it.

    ``lower`` and ``upper`` bound the places, ``median`` is the middle one drawn, and ``chance_of_top_three`` the
    share of draws in which the area is among the three highest.
    """

    value: int
    lower: int
    upper: int
    median: int
    chance_of_top_three: float
    out_of: int
    tied: bool
    confidence_level: float

    @property
    def is_publishable(self) -> bool:
        """Whether the interval covers no more than a quarter of the places."""
        return self.upper - self.lower + 1 <= self.out_of / 4


def ranks_with_intervals(
    counts: Sequence[float],
    *,
    exposures: Sequence[float] | None = None,
    confidence_level: float = 0.95,
    draws: int = 10_000,
    seed: int = 20_260_401,
) -> list[Rank]:
    """The rank of each area, highest first, with an interval from simulated rates.

    Each area's rate is drawn ``draws`` times from Gamma(count + 0.5, exposure), the posterior under
    Jeffreys' prior; the interval is that of the ranks so drawn. It covers chance in the counts and nothing else.

    Parameters
    ----------
    counts : events in each area, none negative or missing, two areas or more
    exposures : what each count is a rate of (people, say); equal if left out, which ranks the counts
    confidence_level : between 0 and 1

    Returns
    -------
    list of Rank, in the order of ``counts``; areas with the same rate share the better place

    Raises
    ------
    ValueError : fewer than two areas, a negative or missing count, an exposure of 0 or less

    References
    ----------
    Goldstein, H. and Spiegelhalter, D. J. (1996). League tables and their limitations. Journal of the
    Royal Statistical Society A 159, 385-443.

    Examples
    --------
    >>> first, second, third = ranks_with_intervals([900, 100, 98])
    >>> first.value, first.lower, first.upper
    (1, 1, 1)
    >>> second.value, second.lower, second.upper
    (2, 2, 3)

    The first place is sure; the second and third could be either way round.
    """
    confidence_level = confidence(confidence_level)
    events = np.atleast_1d(estimates.counts("counts", counts))
    if len(events) < 2:
        raise ValueError(f"counts must hold two or more areas, got {len(events)}; one area has no rank")
    exposure = np.ones_like(events) if exposures is None else np.atleast_1d(positive("exposures", exposures))
    if exposure.shape != events.shape:
        raise ValueError(
            f"exposures must hold one for each of {len(events)} areas, got {len(exposure)}; add the others"
        )
    rates = events / exposure
    drawn = np.random.default_rng(seed).gamma(events + PRIOR_SHAPE, size=(draws, len(events))) / exposure
    places = (-drawn).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable") + 1
    tail = (1 - confidence_level) / 2
    lower, median, upper = np.quantile(places, [tail, 0.5, 1 - tail], axis=0, method="nearest")
    top_three = (places <= 3).mean(axis=0)
    return [
        Rank(
            value=int((rates > rate).sum()) + 1,
            lower=int(lower[i]),
            upper=int(upper[i]),
            median=int(median[i]),
            chance_of_top_three=float(top_three[i]),
            out_of=len(events),
            tied=bool((rates == rate).sum() > 1),
            confidence_level=confidence_level,
        )
        for i, rate in enumerate(rates)
    ]


def probability_rate_is_greater(*, events: Any, exposure: Any, reference_events: Any, reference_exposure: Any) -> Any:
    """The probability that one place's rate is truly above another's.

    Each rate has the Gamma(events + 0.5, exposure) distribution of :func:`ranks_with_intervals`, and the
    probability has a closed form: that a Beta(events + 0.5, reference_events + 0.5) share is above
    ``exposure / (exposure + reference_exposure)``.

    Parameters
    ----------
    events, reference_events : whole numbers of events, 0 or more; or columns
    exposure, reference_exposure : what they are rates of, above 0; or columns

    Returns
    -------
    a probability between 0 and 1; an array of them for columns. 0.5 where nothing tells the two apart

    Raises
    ------
    ValueError : a count is negative, missing or not whole; an exposure is not above 0; columns of unlike length

    References
    ----------
    Goldstein, H. and Spiegelhalter, D. J. (1996), as above. Jeffreys, H. (1961). Theory of Probability, section 3.10.

    Examples
    --------
    30 events against 20 in the same time (R 4.2.2, ``pbeta``, and numerical integration):

    >>> chance = probability_rate_is_greater(events=30, exposure=10, reference_events=20, reference_exposure=10)
    >>> round(chance, 6)
    0.921692

    Half as many events again leave one chance in thirteen that the first place is not the worse one.
    """
    x1, t1, x2, t2 = aligned(
        events=whole("events", events),
        exposure=positive("exposure", exposure),
        reference_events=whole("reference_events", reference_events),
        reference_exposure=positive("reference_exposure", reference_exposure),
    )
    return plain(special.betaincc(x1 + PRIOR_SHAPE, x2 + PRIOR_SHAPE, t1 / (t1 + t2)))
