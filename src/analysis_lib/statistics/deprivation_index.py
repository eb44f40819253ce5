"""The index of deprivation from its domains, with a domain left out where it would explain a thing by itself."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis_lib.statistics.checks import between, whole_above_0

AREAS_OF_ENGLAND = 32_844  # small areas (LSOAs of 2011)
STEEPNESS = 23  # chosen by the index's makers so that low ranks in one domain hardly cancel high ones in another
WEIGHTS = {  # per cent, of the Indices of Deprivation 2019
    "income": 22.5,
    "employment": 22.5,
    "education": 13.5,
    "health": 13.5,
    "crime": 9.3,
    "housing": 9.3,
    "environment": 9.3,
}


def combined_score(ranks: pd.DataFrame, *, weights: Mapping[str, float] = WEIGHTS) -> pd.Series:
    """The score of the index from the ranks of its domains: higher for more deprived areas.

    Each rank becomes ``R``, from 0 for the least deprived area of England to 1 for the most, and then
    ``-23 ln(1 - R (1 - exp(-100 / 23)))``; the score is their mean by weight. Weights left out are shared among the
    others in proportion: an index without the domain of crime may be set beside crime, the whole index may not,
    because the police's own counts are part of it.

    Parameters
    ----------
    ranks : a row for each small area, a column for each domain of ``weights``: 1 for the most deprived in England
    weights : of each domain used, above 0

    Returns
    -------
    Series : from near 0 to 100, in the order of ``ranks``

    Raises
    ------
    ValueError : no domain, a domain without ranks, a rank that is not a whole number from 1 to the areas of England

    References
    ----------
    McLennan, D. and others (2019). The English Indices of Deprivation 2019: technical report. MHCLG. The weights
    and the transformation are recalled from it; with all seven domains they give the 150 small areas of Havering the
    order that the published index gives them, without one exception, which a test checks.

    Examples
    --------
    The most and the least deprived area by every domain:

    >>> ranks = pd.DataFrame({name: [1, AREAS_OF_ENGLAND] for name in WEIGHTS})
    >>> combined_score(ranks).round(1).tolist()
    [99.9, 0.0]
    """
    if not weights or (absent := sorted(set(weights) - set(ranks))):
        raise ValueError(f"weights must name domains that ranks holds, got {absent if weights else 'none'}; add them")
    found = {name: whole_above_0(name, ranks[name]) for name in weights}
    for name, column in found.items():
        between(name, float(column.max()), 1, AREAS_OF_ENGLAND, remedy="give ranks among the areas of England")
    scores = {name: _transformed(column) * weights[name] for name, column in found.items()}
    return pd.Series(sum(scores.values()) / sum(weights.values()), index=ranks.index)


def _transformed(ranks: np.ndarray) -> np.ndarray:
    share = (AREAS_OF_ENGLAND - ranks) / AREAS_OF_ENGLAND
    return -STEEPNESS * np.log1p(-share * -np.expm1(-100 / STEEPNESS))
