"""Which places are most like one of them, by a rule that anyone can repeat?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis_lib.statistics.checks import whole_number


@dataclass(frozen=True)
class Likeness:
    """The distance of every other place from one, and how often each is among the nearest if a feature is left out.

    ``distance`` is sorted, the nearest first; 0 is the same, 1 as far apart as two places whose every feature differs
    by one standard deviation. ``stays`` counts, for each place, in how many of the ``versions`` (one without each
    feature) it is among the nearest ``nearest``.
    """

    distance: pd.Series
    stays: pd.Series
    versions: int
    nearest: int

    @property
    def chosen(self) -> list[str]:
        """The nearest places, the most alike first."""
        return list(self.distance.index[: self.nearest])


def most_alike(features: Sequence[pd.DataFrame], *, to: str, nearest: int = 5) -> Likeness:
    """The places most like one: Euclidean distances of standardised features, each set of features weighing the same.

    Every feature is standardised over all places (mean 0, standard deviation 1). The squared distance is the mean over
    the sets of the mean of the squared differences within each, so that a set of many features weighs no more than a
    set of few.

    Parameters
    ----------
    features : one frame or more, each a set: a row for each place, the same places in all, a column for each feature;
        none missing, and none the same in all places
    to : the place that the others are compared with
    nearest : how many places count as the most alike, 1 or more, fewer than there are others

    Returns
    -------
    Likeness : places that are equally far stand in the order of the features' rows

    Raises
    ------
    ValueError : places that differ between the sets, a missing value, a feature that does not vary, an unknown place,
        too many nearest

    References
    ----------
    The form of the nearest-neighbour models of local authorities (Chartered Institute of Public Finance and
    Accountancy); which features belong to a set is the user's choice and has to be stated.

    Examples
    --------
    Four places by the share of old people and by deprivation (by hand: B differs by 2, 2 from A, D by 9, 9):

    >>> age = pd.DataFrame({"old": [10.0, 12, 16, 19]}, index=["A", "B", "C", "D"])
    >>> deprivation = pd.DataFrame({"score": [10.0, 12, 16, 19]}, index=["A", "B", "C", "D"])
    >>> likeness = most_alike([age, deprivation], to="A", nearest=1)
    >>> likeness.chosen, round(float(likeness.distance["D"] / likeness.distance["B"]), 6)
    (['B'], 4.5)

    B is the most like A; D is four and a half times as far.
    """
    sets = [_standardised(frame, features[0].index) for frame in features]
    names = list(features[0].index)
    if to not in names:
        raise ValueError(f"to must be one of the places, got {to}; take one of {', '.join(names[:3])} and so on")
    whole_number("nearest", nearest, least=1, most=len(names) - 1, remedy="write 5")
    squares = [(frame - frame.loc[to]).drop(index=to) ** 2 for frame in sets]
    distance = np.sqrt(sum(square.mean(axis=1) for square in squares) / len(squares)).sort_values(kind="stable")
    versions = [
        [square.drop(columns=name) if place == number else square for number, square in enumerate(squares)]
        for place, square in enumerate(squares)
        for name in square
        if square.shape[1] > 1
    ]
    stays = pd.Series(0, index=distance.index)
    for version in versions:
        found = sum(square.mean(axis=1) for square in version).sort_values(kind="stable")
        stays[found.index[:nearest]] += 1
    return Likeness(distance, stays, len(versions), nearest)


def _standardised(frame: pd.DataFrame, places: pd.Index) -> pd.DataFrame:
    """Each feature over all places with mean 0 and standard deviation 1."""
    if not frame.index.equals(places):
        raise ValueError("features must hold the same places in the same order in every set; reindex them first")
    values = frame.astype("float64")
    spread = values.std(ddof=0)
    for name in values.columns:
        if values[name].isna().any():
            raise ValueError(f"{name} must have a value for every place, got none for {values[name].isna().idxmax()}")
        if not spread[name] > 0:
            raise ValueError(f"{name} must vary between places, got {values[name].iloc[0]:g} in all; leave it out")
    return (values - values.mean()) / spread
