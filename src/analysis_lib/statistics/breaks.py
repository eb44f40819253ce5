"""Has the level of a series shifted, and where?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis_lib.statistics.calendar import unbroken
from analysis_lib.statistics.checks import whole_number

FEWEST_MONTHS_EACH_SIDE = 12


@dataclass(frozen=True)
class LevelShift:
    """The place where two levels fit better than one; ``observations_before`` values lie before it.

    ``share_explained`` is the part of the variation about one level that two levels remove. ``is_supported`` says
    whether that is worth the two parameters a shift costs (Bayesian information criterion).
    """

    observations_before: int
    mean_before: float
    mean_after: float
    share_explained: float
    is_supported: bool


def level_shift(observed: Any, *, shortest_segment: int = FEWEST_MONTHS_EACH_SIDE) -> LevelShift:
    """The single shift of level that leaves the least sum of squares, and whether it earns its place.

    Give it the seasonally adjusted series: summer is not a shift. Some place always fits best, so read
    ``is_supported`` first, and report "possible change at", never a cause. All places are compared at once by
    cumulative sums, so a search costs no more than a pass over the series. Ours because statsmodels has
    none; R's ``strucchange`` finds the same place.

    Parameters
    ----------
    observed : values in order of time, none missing; not all the same
    shortest_segment : fewest observations on either side of the shift, 2 or more

    Returns
    -------
    LevelShift : ``observations_before`` is also the place, counted from 1, of the last value before the shift;
        of several places that fit equally well, the earliest

    Raises
    ------
    ValueError : fewer than two segments of values, a gap, a missing value, a constant series

    References
    ----------
    Bai, J. (1997). Estimation of a change point in multiple regression models. Review of Economics and Statistics 79,
    551-563. Zeileis, A., Kleiber, C., Krämer, W. and Hornik, K. (2003). Testing and dating of structural changes in
    practice. Computational Statistics and Data Analysis 44, 109-123.

    Examples
    --------
    Ten low values and eleven high ones (``strucchange::breakpoints`` finds the same place):

    >>> shift = level_shift([10, 11, 9, 10, 12, 10, 11, 9, 10, 11, 16, 15, 17, 16, 15, 16, 17, 15, 16, 17, 15],
    ...                     shortest_segment=4)
    >>> shift.observations_before, shift.mean_before, round(shift.mean_after, 1), shift.is_supported
    (10, 10.3, 15.9, True)

    There is a possible change after the tenth value, from a level of 10.3 to one of 15.9.
    """
    values = unbroken("observed", observed)
    shortest_segment = _segment(shortest_segment, len(values))
    if values.min() == values.max():
        raise ValueError(f"observed must vary, got {values[0]:g} throughout; a constant series has no shift")
    before = np.arange(shortest_segment, len(values) - shortest_segment + 1)
    # about the mean the sums before and after cancel, so the squares that a shift removes need only one of them
    left = np.cumsum(values - values.mean())[before - 1]
    removed = left**2 * (1 / before + 1 / (len(values) - before))
    best = int(removed.argmax())
    place, share = int(before[best]), float(removed[best] / np.sum((values - values.mean()) ** 2))
    return LevelShift(
        place,
        float(values[:place].mean()),
        float(values[place:].mean()),
        min(share, 1.0),
        _is_supported(share, len(values)),
    )


def _is_supported(share: float, observations: int) -> bool:
    # n log(RSS one level / RSS two levels) above 2 log n: the shift costs two parameters, its place and its size
    return bool(1 - share < observations ** (-2 / observations))


def _segment(shortest_segment: int, observations: int) -> int:
    fewest = whole_number("shortest_segment", shortest_segment, least=2, remedy="write 12")
    if observations < 2 * fewest:
        raise ValueError(
            f"observed must hold two segments of {fewest} values or more, got {observations} in all; "
            "take a longer series"
        )
    return fewest
