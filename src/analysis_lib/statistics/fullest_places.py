"""How much of all events the fullest places hold, beside what chance alone would put there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis_lib.statistics.checks import confidence, matching, positive, whole, whole_number

MOST_DRAWN = 50_000_000  # of all places together: beyond it the computer runs out of memory


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


def _places(events: Any) -> np.ndarray:
    x = whole("events", events).ravel()
    if len(x) < 2 or not x.sum():
        raise ValueError(f"events must hold two places or more and one event or more, got {len(x)} and {x.sum():g}")
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
