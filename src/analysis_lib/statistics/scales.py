"""The scale on which a monthly count is decomposed and forecast, chosen by one rule, and the way back to counts."""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis_lib.statistics.calendar import days_of
from analysis_lib.statistics.checks import LARGEST, numbers, one_of, single
from analysis_lib.statistics.checks import counts as checked_counts

AS_GIVEN, LOG_PER_DAY, SQUARE_ROOT = "as given", "log per day", "square root"
SCALES = (AS_GIVEN, LOG_PER_DAY, SQUARE_ROOT)
LOWEST_MEDIAN_FOR_LOGARITHM = 20
ANSCOMBE = 3 / 8  # makes the square root of a Poisson count nearly equal in variance


def choose_scale(counts: Any) -> str:
    """Log per day; or the square root when the median month is below 20 or any month is nought.

    A season multiplies a count rather than adds to it, hence the logarithm; but the logarithm of a small count
    is mostly noise and that of nought does not exist, hence the square root, which steadies a Poisson count.

    Parameters
    ----------
    counts : events in each month, 0 or more

    Returns
    -------
    "log per day" or "square root"

    Raises
    ------
    ValueError : a count is negative, missing or text

    References
    ----------
    Anscombe, F. J. (1948). The transformation of Poisson, binomial and negative-binomial data. Biometrika 35,
    246-254. The thresholds are this project's choice (methods, section 4.2).

    Examples
    --------
    >>> choose_scale([120, 131, 118]), choose_scale([120, 0, 118]), choose_scale([7, 9, 12])
    ('log per day', 'square root', 'square root')

    Only the first series is large enough, and free of noughts, for a logarithm.
    """
    events = checked_counts("counts", counts)
    return _suitable(events, float(np.median(events)))


def on_suitable_scale(counts: Any, *, days: Any = 1.0, lowest_median: float = 0.0) -> tuple[np.ndarray, str]:
    """Counts on the scale that :func:`choose_scale` gives them, and its name.

    Raises ``ValueError`` for a median below ``lowest_median``, a negative or missing count, days of 0 or less, or
    another number of days than of counts.

    Examples
    --------
    >>> values, scale = on_suitable_scale([31, 28, 31], days=[31, 28, 31])
    >>> values.tolist(), scale
    ([0.0, 0.0, 0.0], 'log per day')

    One event a day is nought on the scale of the logarithm, whatever the month.
    """
    events = checked_counts("counts", counts)
    median = float(np.median(events))
    if median < single("lowest_median", lowest_median, checked_counts):
        raise ValueError(
            f"counts must have a median of {lowest_median:g} or more a month, got {median:g}; "
            "use the seasonal index of quarters, or the total of each month over five years"
        )
    scale = _suitable(events, median)
    return _transformed(events, scale, days_of("days", days, counts)), scale


def to_scale(counts: Any, *, scale: str, days: Any = 1.0) -> np.ndarray:
    """Counts on a scale that is given: ``log(count / days)``, ``sqrt(count + 3/8)``, or as they are.

    Raises ``ValueError`` for another scale, a negative count, or the logarithm of nought.

    Examples
    --------
    >>> to_scale([0, 1], scale="square root").round(2).tolist()
    [0.61, 1.17]

    No event lies at 0.61 on the scale of the root, a single one at 1.17.
    """
    one_of("scale", scale, SCALES)
    events = checked_counts("counts", counts)
    if scale == LOG_PER_DAY and events.min() == 0:
        raise ValueError("counts must be above 0 on the scale log per day, got 0; use the scale 'square root'")
    return _transformed(events, scale, days_of("days", days, counts))


def from_scale(values: Any, *, scale: str, days: Any = 1.0) -> np.ndarray:
    """Back to counts of 0 or more; the middle of a distribution comes back as its median, not as its mean.

    A missing value (nan), such as a limit that could not be given, stays missing. Raises ``ValueError`` for another
    scale, another number of days than of values, or a value too large to be a count's.

    Examples
    --------
    >>> from_scale(to_scale([0, 4, 9], scale="square root"), scale="square root").round(9).tolist()
    [0.0, 4.0, 9.0]

    There and back again leaves a count as it was.
    """
    scale, array = one_of("scale", scale, SCALES), numbers("values", values, missing=True)
    most = {AS_GIVEN: LARGEST, LOG_PER_DAY: np.log(LARGEST), SQUARE_ROOT: np.sqrt(LARGEST)}[scale]
    if np.any(array > most):
        raise ValueError(f"values must be no more than {most:.4g} on this scale, got {np.nanmax(array):g}; check it")
    if scale == LOG_PER_DAY:
        return np.exp(array) * days_of("days", days, values)
    return np.maximum(np.maximum(array, 0) ** 2 - ANSCOMBE if scale == SQUARE_ROOT else array, 0)


def _suitable(events: np.ndarray, median: float) -> str:
    return SQUARE_ROOT if median < LOWEST_MEDIAN_FOR_LOGARITHM or events.min() == 0 else LOG_PER_DAY


def _transformed(events: np.ndarray, scale: str, days: np.ndarray) -> np.ndarray:
    if scale == SQUARE_ROOT:
        return np.sqrt(events + ANSCOMBE)
    return np.log(events / days) if scale == LOG_PER_DAY else events
