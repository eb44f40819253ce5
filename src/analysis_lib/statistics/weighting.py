"""Weights for the answers of a survey: how they are made, and how many respondents they are worth."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis_lib.statistics.checks import between, listed, matching, named, positive, single, whole_number


@dataclass(frozen=True)
class RakedWeights:
    """A weight for each respondent, the rounds it took, how many weights were trimmed, and the effective base."""

    weights: np.ndarray
    rounds: int
    trimmed: int
    effective_base: float


def effective_base(weights: Any) -> float:
    """The respondents of an unweighted sample that would be as precise: Kish's ``sum(w) ** 2 / sum(w ** 2)``.

    Parameters
    ----------
    weights : one for each respondent, above 0, on any scale

    Returns
    -------
    a number from 1 to the number of respondents, which is reached if all weights are equal

    Raises
    ------
    ValueError : a weight is missing or not above 0

    References
    ----------
    Kish, L. (1965). Survey Sampling, section 11.7. Wiley.

    Examples
    --------
    Eight each of three weights (R, ``sum(w)^2 / sum(w^2)``):

    >>> round(effective_base([0.8, 1.2, 1.0] * 8), 4)
    23.3766

    The weights cost less than one of the 24 respondents.
    """
    w = positive("weights", weights)
    return float(w.sum() ** 2 / np.sum(w**2))


def rake(
    margins: Mapping[str, Sequence[Hashable]],
    totals: Mapping[str, Mapping[Hashable, float]],
    *,
    starting_weights: Any = None,
    trim_at: float | None = 5.0,
    tolerance: float = 1e-8,
    most_rounds: int = 1000,
) -> RakedWeights:
    """Weights that make a sample add up to known totals of several characteristics (iterative proportional fitting).

    Each margin is scaled to its totals in turn until none is out by more than ``tolerance``. Weights above
    ``trim_at`` times the median are then cut to it and the margins raked once more, which lets the cut ones grow a
    little above it again.

    Parameters
    ----------
    margins : for each characteristic its name and the group of each respondent
    totals : for each characteristic the people in each of its groups, above 0; every characteristic adds up alike
    starting_weights : one for each respondent, above 0; all equal if left out
    trim_at : how many times the median a weight may be, above 1; None for no trimming
    tolerance : how near each total must be met, as a share of it, up to 0.1
    most_rounds : 1 or more; after so many rounds without meeting them all, raking is given up

    Returns
    -------
    RakedWeights : ``weights`` in the order of respondents, adding up to the people

    Raises
    ------
    ValueError : a group has a total and no respondent, or respondents and no total; totals that differ in sum;
        unlike lengths; no agreement within the rounds

    References
    ----------
    Deming, W. E. and Stephan, F. F. (1940). On a least squares adjustment of a sampled frequency table when the
    expected marginal totals are known. Annals of Mathematical Statistics 11, 427-444.

    Examples
    --------
    24 respondents, raked to 520 women and 480 men, 310 young and 690 older (R, package survey, ``rake``):

    >>> raked = rake(
    ...     {"sex": ["F", "F", "M"] * 8, "age": ["16-34", "35+", "35+", "16-34"] * 6},
    ...     {"sex": {"F": 520, "M": 480}, "age": {"16-34": 310, "35+": 690}},
    ... )
    >>> raked.weights[:3].round(2).tolist()
    [20.15, 44.85, 82.8]

    An older man stands for 83 people and a young woman for 20: the sample had too few of one, too many of the other.
    """
    codes, targets = _margins(margins, totals)
    start = np.ones(len(codes[0]))
    if starting_weights is not None:
        start = matching("starting_weights", starting_weights, others="respondents", of=codes[0], check=positive)
    near = between("tolerance", tolerance, 1e-12, 0.1, remedy="write 1e-8")
    most_rounds = whole_number("most_rounds", most_rounds, least=1, remedy="write 1000")
    weights, rounds = _fit(start, codes, targets, near, most_rounds)
    if trim_at is None:
        return RakedWeights(weights, rounds, 0, effective_base(weights))
    times = single("trim_at", trim_at)
    if not times > 1:
        raise ValueError(f"trim_at must be above 1, got {trim_at}; write 5 for five times the median, or None")
    most = times * np.median(weights)
    trimmed = int(np.sum(weights > most))
    if trimmed:
        weights, more = _fit(np.minimum(weights, most), codes, targets, near, most_rounds)
        rounds += more
    return RakedWeights(weights, rounds, trimmed, effective_base(weights))


def _margins(margins, totals) -> tuple[list[np.ndarray], list[np.ndarray]]:
    if not named("margins", margins) or set(margins) != set(named("totals", totals)):
        raise ValueError(
            f"totals must be of the same characteristics as margins, got {list(totals)} for {list(margins)}; name both"
        )
    codes, targets = zip(*(_margin(name, margins[name], totals[name]) for name in margins), strict=True)
    sizes, sums = {len(code) for code in codes}, [target.sum() for target in targets]
    if len(sizes) > 1:
        raise ValueError(
            f"margins must have one group for each respondent, got {sorted(sizes)}; take them from one table"
        )
    if not np.allclose(sums, sums[0], rtol=1e-6, atol=0):
        found = ", ".join(f"{name} {total:g}" for name, total in zip(margins, sums, strict=True))
        raise ValueError(f"totals must add up alike for every characteristic, got {found}; take them from one source")
    return list(codes), list(targets)


def _margin(name: str, groups: Sequence[Hashable], totals: Mapping[Hashable, float]) -> tuple[np.ndarray, np.ndarray]:
    order, groups = list(named(f"totals of {name}", totals)), listed(f"margins of {name}", groups)
    code = pd.Index(order, dtype=object).get_indexer(pd.Index(groups, dtype=object))
    if unknown := {str(group) for group, place in zip(groups, code, strict=True) if place < 0}:
        raise ValueError(f"totals of {name} must cover every group, got none for {', '.join(sorted(unknown))}; add it")
    if empty := [str(order[place]) for place in set(range(len(order))) - set(code.tolist())]:
        raise ValueError(f"{name} must have a respondent in every group, got none in {', '.join(empty)}; merge groups")
    return code, positive(f"totals of {name}", list(totals.values()))


def _fit(weights, codes, targets, tolerance: float, most_rounds: int) -> tuple[np.ndarray, int]:
    for done in range(1, most_rounds + 1):
        for code, target in zip(codes, targets, strict=True):
            weights = weights * (target / np.bincount(code, weights))[code]
        off = [np.max(np.abs(np.bincount(c, weights) / t - 1)) for c, t in zip(codes, targets, strict=True)]
        if max(off) <= tolerance:
            return weights, done
    raise ValueError(f"most_rounds must be enough to meet the totals, got {most_rounds}; merge small groups")
