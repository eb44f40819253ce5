"""Where does one area stand among others, and how surely?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

PRIOR_SHAPE = 0.5  # Jeffreys' prior for a Poisson rate


@dataclass(frozen=True)
class Rank:
    """A place in a table, 1 for the highest, with the interval of places that chance allows."""

    value: int
    lower: int
    upper: int
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
    events = np.asarray(counts, dtype=float)
    exposure = np.ones_like(events) if exposures is None else np.asarray(exposures, dtype=float)
    if len(events) < 2 or not np.all(events >= 0):
        raise ValueError(f"counts must hold two or more areas, each 0 or more with none missing, got {list(counts)}")
    if exposure.shape != events.shape or not np.all(exposure > 0):
        raise ValueError(f"exposures must hold a number above 0 for each of {len(events)} areas, got {exposures}")
    if not 0 < confidence_level < 1:
        raise ValueError(f"confidence_level must lie between 0 and 1, got {confidence_level}; write 0.95")
    rates = events / exposure
    drawn = np.random.default_rng(seed).gamma(events + PRIOR_SHAPE, size=(draws, len(events))) / exposure
    places = (-drawn).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable") + 1
    tail = (1 - confidence_level) / 2
    lower, upper = np.quantile(places, [tail, 1 - tail], axis=0, method="nearest")
    return [
        Rank(
            value=int((rates > rate).sum()) + 1,
            lower=int(lower[i]),
            upper=int(upper[i]),
            out_of=len(events),
            tied=bool((rates == rate).sum() > 1),
            confidence_level=confidence_level,
        )
        for i, rate in enumerate(rates)
    ]
