"""Where does one area stand among others, and how surely?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from analysis_lib.statistics.checks import aligned, confidence, matching, plain, positive, whole, whole_number
from analysis_lib.statistics.checks import counts as checked_counts

MOST_DRAWN = 50_000_000  # of all areas together: beyond it the computer runs out of memory
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
    draws : 100 or more, and no more than 50 million in all areas together
    seed : whole number of 0 or more; the same seed gives the same draws

    Returns
    -------
    list of Rank, in the order of ``counts``; areas with the same rate share the better place

    Raises
    ------
    ValueError : fewer than two areas, a negative or missing count, an exposure of 0 or less, too few or too many draws,
        a seed below 0

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
    level, events = confidence(confidence_level), np.atleast_1d(checked_counts("counts", counts))
    if len(events) < 2 or events.ndim > 1:
        raise ValueError(f"counts must hold two or more areas, got {len(events)}; one area has no rank")
    exposure = (
        1.0 if exposures is None else matching("exposures", exposures, others="counts", of=counts, check=positive)
    )
    rates = events / exposure
    places = _drawn_places(events, exposure, draws=draws, seed=seed)
    tail = (1 - level) / 2
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
            confidence_level=level,
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
        events=(whole, events),
        exposure=(positive, exposure),
        reference_events=(whole, reference_events),
        reference_exposure=(positive, reference_exposure),
    )
    return plain(special.betaincc(x1 + PRIOR_SHAPE, x2 + PRIOR_SHAPE, t1 / (t1 + t2)))


def _drawn_places(events: np.ndarray, exposure: Any, *, draws: int, seed: int) -> np.ndarray:
    """The place of each area, a column, in each of the draws, a row."""
    most = MOST_DRAWN // len(events)
    size = whole_number("draws", draws, least=100, most=most, remedy="write 10_000"), len(events)
    generator = np.random.default_rng(whole_number("seed", seed, remedy="write 20_260_401"))
    drawn = generator.gamma(events + PRIOR_SHAPE, size=size) / exposure
    order, places = (-drawn).argsort(axis=1), np.empty(size, dtype=np.int16)
    np.put_along_axis(places, order, np.arange(1, len(events) + 1, dtype=np.int16)[None, :], axis=1)
    return places
