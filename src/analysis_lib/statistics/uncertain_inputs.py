"""Figures known only roughly, as distributions a simulation can draw from.

Each is a :class:`Distribution`, whose quantiles turn evenly spread numbers between 0 and 1 into draws.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from scipy import special

from analysis_lib.statistics.checks import between, confidence, counts, plain, positive, shares, single


@dataclass(frozen=True)
class Distribution:
    """A figure known only roughly: its mean, its standard deviation and, by :meth:`quantile`, all the rest."""

    family: str
    mean: float
    standard_deviation: float
    parameters: Mapping[str, float]
    inverse: Callable[[np.ndarray], np.ndarray] = field(repr=False, compare=False)

    def quantile(self, probability: Any) -> Any:
        """The value that the figure falls short of with this probability, between 0 and 1."""
        return plain(self.inverse(shares("probability", probability)))

    def interval(self, confidence_level: float = 0.95) -> tuple[float, float]:
        """The central interval that holds the figure with this probability."""
        tail = (1 - confidence(confidence_level)) / 2
        return self.quantile(tail), self.quantile(1 - tail)


def pert(*, lowest: float, mode: float, highest: float, weight: float = 4) -> Distribution:
    """A figure for which people can say the lowest, the likeliest and the highest: the PERT distribution.

    A beta distribution stretched between lowest and highest, with mean ``(lowest + 4 mode + highest) / 6``. Its
    standard deviation is the beta's, not the rule of thumb of a sixth of the range.

    Parameters
    ----------
    lowest, mode, highest : in the unit of the figure, in this order, the lowest below the highest
    weight : how much the mode counts against each end, from a millionth to a million; 4 is the usual

    Returns
    -------
    Distribution : ``parameters`` "alpha" and "beta" of the underlying beta distribution

    Raises
    ------
    ValueError : a number missing or out of order; a weight out of range

    References
    ----------
    Malcolm, D. G. et al. (1959). Application of a technique for research and development program evaluation.
    Operations Research 7, 646-669. Vose, D. (2008). Risk Analysis, 3rd edition (modified PERT).

    Examples
    --------
    A multiplier of at least 1.5, probably 2.4, at most 4.5 (quantiles of R's ``qbeta``):

    >>> multiplier = pert(lowest=1.5, mode=2.4, highest=4.5)
    >>> round(multiplier.mean, 2), round(multiplier.standard_deviation, 4)
    (2.6, 0.5464)
    >>> [round(limit, 3) for limit in multiplier.interval()]
    [1.704, 3.743]

    The multiplier averages 2.6 and lies between 1.7 and 3.7 nineteen times in twenty.
    """
    low, middle, high = (single(name, x) for name, x in (("lowest", lowest), ("mode", mode), ("highest", highest)))
    if not (low <= middle <= high and low < high):
        raise ValueError(f"lowest, mode and highest must be in order, got {low}, {middle}, {high}; swap them")
    lean, spread = between("weight", weight, 1e-6, 1e6, remedy="write 4"), high - low
    alpha, beta = 1 + lean * (middle - low) / spread, 1 + lean * (high - middle) / spread
    return Distribution(
        family="PERT",
        mean=low + spread * alpha / (alpha + beta),
        standard_deviation=spread * _beta_deviation(alpha, beta),
        parameters={"alpha": alpha, "beta": beta},
        inverse=partial(_stretched_beta, alpha, beta, low, spread),
    )


def gamma_from_mean(mean: float, *, standard_error: float) -> Distribution:
    """A cost with a mean and a standard error: the gamma distribution that has both, never below 0.

    Parameters
    ----------
    mean : above 0, in the unit of the figure
    standard_error : from a millionth of the mean to a hundred times it, in the same unit

    Returns
    -------
    Distribution : ``parameters`` "shape", ``(mean / standard_error) ** 2``, and "scale", the rest of the mean

    Raises
    ------
    ValueError : a mean not above 0, a standard error out of range, either missing or text

    References
    ----------
    Briggs, A., Claxton, K. and Sculpher, M. (2006). Decision Modelling for Health Economic Evaluation, chapter 4.

    Examples
    --------
    £34,015 for each victim of domestic abuse, with a standard error of £6,800 (quantiles of R's ``qgamma``):

    >>> cost = gamma_from_mean(34_015, standard_error=6_800)
    >>> [round(limit) for limit in cost.interval()]
    [22017, 48580]

    The cost lies between £22,000 and £48,600 nineteen times in twenty, further above the mean than below it.
    """
    middle, error = single("mean", mean, positive), single("standard_error", standard_error, positive)
    between("standard_error", error, middle / 1e6, middle * 100, remedy="give it in the unit of the mean")
    shape, scale = (middle / error) ** 2, error**2 / middle
    return Distribution("gamma", middle, error, {"shape": shape, "scale": scale}, partial(_gamma, shape, scale))


def poisson_count(count: float) -> Distribution:
    """A recorded count as one draw of chance: Poisson, with the count as its mean.

    Raises ``ValueError`` for a count that is not above 0; a count of 0 says nothing of the spread, so pass it as 0.

    Examples
    --------
    Robberies of a year (quantiles of ``scipy.stats.poisson``):

    >>> poisson_count(420).interval()
    (380.0, 461.0)

    The same risk could have given anything from 380 to 461 robberies.
    """
    mean = single("count", count, positive)
    return Distribution("Poisson", mean, float(np.sqrt(mean)), {"mean": mean}, partial(_poisson, mean))


def beta_share(*, having: float, out_of: float) -> Distribution:
    """A share estimated from a sample, such as that of offences flagged as domestic abuse: Jeffreys' beta.

    Raises ``ValueError`` for a negative number, or more ``having`` it than there are.

    Examples
    --------
    Thirty of a hundred (quantiles of ``scipy.stats.beta`` with 30.5 and 70.5):

    >>> [round(limit, 4) for limit in beta_share(having=30, out_of=100).interval()]
    [0.2168, 0.3945]

    The share lies between 22% and 39% nineteen times in twenty.
    """
    yes, total = single("having", having, counts), single("out_of", out_of, positive)
    if yes > total:
        raise ValueError(f"having must not be above out_of, got {yes:g} of {total:g}; count people once")
    alpha, beta = yes + 0.5, total - yes + 0.5
    return Distribution(
        family="beta",
        mean=alpha / (alpha + beta),
        standard_deviation=_beta_deviation(alpha, beta),
        parameters={"alpha": alpha, "beta": beta},
        inverse=partial(_stretched_beta, alpha, beta, 0.0, 1.0),
    )


def _beta_deviation(alpha: float, beta: float) -> float:
    return float(np.sqrt(alpha * beta / (alpha + beta + 1)) / (alpha + beta))


def _stretched_beta(alpha: float, beta: float, low: float, spread: float, chance: np.ndarray) -> np.ndarray:
    return low + spread * special.betaincinv(alpha, beta, chance)


def _gamma(shape: float, scale: float, chance: np.ndarray) -> np.ndarray:
    return scale * special.gammaincinv(shape, chance)


def _poisson(mean: float, chance: np.ndarray) -> np.ndarray:
    """The least whole number that the count stays at or below with this chance."""
    above = np.ceil(special.pdtrik(chance, mean))
    below = np.maximum(above - 1, 0)
    return np.where(special.pdtr(below, mean) >= chance, below, above)  # pdtrik errs by a hair at whole numbers
