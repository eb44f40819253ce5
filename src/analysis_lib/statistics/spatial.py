"""Do high values lie beside high values, and where?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special
from statsmodels.stats.multitest import multipletests

from analysis_lib.statistics.checks import confidence, counts, numbers, whole_number

FEWEST_AREAS = 30  # below it the normal reference of both statistics is too rough to publish

MOST_SIDE = 100  # rows or columns of a grid; its matrix has the fourth power of that


@dataclass(frozen=True)
class MoransI:
    """Moran's I: above ``expected`` if neighbours are alike, below it if they differ more than chance would have it."""

    value: float
    expected: float
    variance: float
    z_score: float
    p_value: float
    areas: int

    @property
    def is_publishable(self) -> bool:
        """Whether there are 30 areas or more."""
        return self.areas >= FEWEST_AREAS


def morans_i(values: Any, *, weights: Any) -> MoransI:
    """Moran's I of values over areas, with row-standardised weights and the variance under randomisation.

    Asked before any map of hotspots: if areas are no more like their neighbours than a shuffle would make them, a
    map shows patches that are not there. Values are rates or counts of whole areas; never of anonymised map points.
    Ours rather than that of ``esda``, which is only an oracle here (numpy and scipy suffice).

    Parameters
    ----------
    values : one number for each area, four areas or more, not all equal
    weights : matrix of areas by areas, above 0 where the area of the column is a neighbour of that of the row, 0 on the
        diagonal; each row is divided by its sum. Every area needs a neighbour

    Returns
    -------
    MoransI : with ``z_score`` and the two-sided ``p_value`` of the normal approximation

    Raises
    ------
    ValueError : fewer than four areas, values all equal, a matrix of another shape, an area without a neighbour

    References
    ----------
    Cliff, A. D. and Ord, J. K. (1981). Spatial Processes: Models and Applications, chapters 1 and 2.

    Examples
    --------
    Sixteen cells of a four by four grid (figures of R's ``spdep::moran.test``):

    >>> burglaries = [12, 10, 3, 1, 11, 14, 4, 2, 3, 4, 5, 1, 0, 2, 1, 0]
    >>> found = morans_i(burglaries, weights=grid_neighbours(rows=4, columns=4))
    >>> round(found.value, 6), round(found.expected, 6), round(found.variance, 7), round(found.p_value, 6)
    (0.602445, -0.066667, 0.0354666, 0.000381)

    Cells are far more like their neighbours (0.60) than a shuffle would make them (-0.07).
    """
    x = _values(values)
    w = _neighbours(weights, len(x))
    w, n = w / w.sum(axis=1, keepdims=True), len(x)
    deviation = x - x.mean()
    value = n * (deviation @ w @ deviation) / (w.sum() * np.sum(deviation**2))
    expected, variance = -1 / (n - 1), _variance_under_randomisation(deviation, w)
    z = (value - expected) / np.sqrt(variance)
    return MoransI(float(value), expected, float(variance), float(z), float(2 * special.ndtr(-abs(z))), n)


@dataclass(frozen=True)
class LocalG:
    """For each area: the score of it and its neighbours, its p-value, raw and adjusted, and whether it stands out."""

    z_scores: np.ndarray
    p_values: np.ndarray
    adjusted_p_values: np.ndarray
    hot: np.ndarray
    cold: np.ndarray

    @property
    def is_publishable(self) -> bool:
        """Whether there are 30 areas or more."""
        return self.z_scores.size >= FEWEST_AREAS


def local_g_star(values: Any, *, neighbours: Any, confidence_level: float = 0.95) -> LocalG:
    """Getis and Ord's Gi* of each area: how far the sum over it and its neighbours lies from that of any such set.

    Weights are 1 for the area itself and each neighbour, 0 for the rest. With many areas some stand out by chance, so
    the p-values are adjusted over all areas (Benjamini and Hochberg): of the areas called hot or cold, no more than
    5% are expected to be so called by chance.

    Parameters
    ----------
    values : one number for each area, four areas or more, not all equal
    neighbours : matrix of areas by areas, 1 for neighbours and 0 for the rest; the diagonal is taken as 1
    confidence_level : one less the share of false discoveries that is borne

    Returns
    -------
    LocalG : arrays in the order of ``values``; ``hot`` and ``cold`` true or false after adjustment

    Raises
    ------
    ValueError : as :func:`morans_i`; a matrix other than of 0 and 1; an area that neighbours all the others

    References
    ----------
    Ord, J. K. and Getis, A. (1995). Local spatial autocorrelation statistics: distributional issues and an
    application. Geographical Analysis 27, 286-306. Benjamini, Y. and Hochberg, Y. (1995). Controlling the false
    discovery rate. Journal of the Royal Statistical Society B 57, 289-300.

    Examples
    --------
    The same sixteen cells (figures of R's ``spdep::localG`` with self-neighbours):

    >>> burglaries = [12, 10, 3, 1, 11, 14, 4, 2, 3, 4, 5, 1, 0, 2, 1, 0]
    >>> found = local_g_star(burglaries, neighbours=grid_neighbours(rows=4, columns=4))
    >>> found.z_scores[:3].round(6).tolist()
    [2.703897, 2.618674, -0.03155]
    >>> found.hot.nonzero()[0].tolist()
    [0, 1, 4]

    The first, second and fifth cells form a hotspot that sixteen looks do not explain away. The sixth has the highest
    count of all and narrowly does not, because its surroundings are mixed.
    """
    x, level = _values(values), confidence(confidence_level)
    w = _neighbours(neighbours, len(x))
    if np.any((w != 0) & (w != 1)):
        raise ValueError("neighbours must hold 0 and 1 alone, got other weights; write 1 for each neighbour")
    n, size = len(x), w.sum(axis=1) + 1
    if np.any(size == n):
        raise ValueError("neighbours must leave each area others to compare with, got one that neighbours all")
    scale = x.std() * np.sqrt((n * size - size**2) / (n - 1))
    z = (w @ x + x - size * x.mean()) / scale
    p = 2 * special.ndtr(-np.abs(z))
    stands_out, adjusted, _, _ = multipletests(p, alpha=1 - level, method="fdr_bh")
    return LocalG(z, p, adjusted, stands_out & (z > 0), stands_out & (z < 0))


def grid_neighbours(*, rows: int, columns: int) -> np.ndarray:
    """Which cells of a grid share an edge (rook's contiguity): a matrix of 0 and 1, cells read row by row.

    Raises ``ValueError`` for fewer than one row or column, or more than 100.

    Examples
    --------
    >>> grid_neighbours(rows=1, columns=3).tolist()
    [[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]

    In a row of three cells the middle one has two neighbours and the others one.
    """
    rows, columns = (
        whole_number(name, size, least=1, most=MOST_SIDE, remedy="write 4")
        for name, size in [("rows", rows), ("columns", columns)]
    )
    cells = np.arange(rows * columns)
    down, across = np.divmod(cells, columns)
    return (np.abs(down[:, None] - down) + np.abs(across[:, None] - across) == 1).astype(float)


def _values(values: Any) -> np.ndarray:
    x = numbers("values", values)
    if x.ndim != 1 or len(x) < 4:
        raise ValueError(f"values must hold one number for each of four areas or more, got shape {x.shape}; add areas")
    if np.ptp(x) == 0:
        raise ValueError(f"values must not all be equal, got {x[0]:g} everywhere; there is no pattern to test")
    return x


def _neighbours(weights: Any, areas: int) -> np.ndarray:
    w = counts("weights", weights)
    if w.shape != (areas, areas):
        raise ValueError(f"weights must be a matrix of {areas} by {areas}, got shape {w.shape}; one row for each area")
    w = w * (1 - np.eye(areas))
    if np.any(alone := w.sum(axis=1) == 0):
        raise ValueError(f"weights must give each area a neighbour, got none for row {alone.argmax()}; leave it out")
    return w


def _variance_under_randomisation(deviation: np.ndarray, w: np.ndarray) -> float:
    """Cliff and Ord's variance of I when the values are shuffled over the areas."""
    n, s0 = len(w), w.sum()
    s1 = np.sum((w + w.T) ** 2) / 2
    s2 = np.sum((w.sum(axis=0) + w.sum(axis=1)) ** 2)
    kurtosis = np.mean(deviation**4) / np.mean(deviation**2) ** 2
    by_shuffling = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    for_heavy_tails = kurtosis * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    return (by_shuffling - for_heavy_tails) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - 1 / (n - 1) ** 2
