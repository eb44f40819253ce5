"""Which places are most alike: distances by an independent library, weights and steadiness by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import seuclidean

from analysis_lib.statistics.similarity import most_alike

PLACES = list("ABCDEF")


def features(columns: int, seed: int) -> pd.DataFrame:
    values = np.random.default_rng(seed).normal(size=(len(PLACES), columns))
    return pd.DataFrame(values, index=PLACES, columns=[f"{seed}-{number}" for number in range(columns)])


def test_one_set_is_the_standardised_euclidean_distance():
    # oracle: scipy's seuclidean, over the square root of the number of features
    frame = features(4, seed=1)
    found = most_alike([frame], to="C", nearest=2)
    spread = frame.var(ddof=0).to_numpy()
    for name in found.distance.index:
        assert found.distance[name] == pytest.approx(seuclidean(frame.loc["C"], frame.loc[name], spread) / 2)
    assert list(found.distance) == sorted(found.distance)


def test_every_set_weighs_the_same_however_many_features_it_has():
    # by hand: a set of ten copies of a feature is that feature
    one, other = features(1, seed=2), features(1, seed=3)
    copies = pd.concat([one.add_suffix(f" {number}") for number in range(10)], axis=1)
    few, many = (most_alike([first, other], to="A", nearest=2).distance for first in (one, copies))
    pd.testing.assert_series_equal(few, many)


def test_units_do_not_matter():
    frame = features(3, seed=4)
    scaled = frame * [1000, 0.01, 7] + [5, -3, 0]
    pd.testing.assert_series_equal(
        *(most_alike([one], to="B", nearest=2).distance for one in (frame, scaled)), check_exact=False
    )


def test_how_often_a_place_stays_is_counted():
    # oracle: by hand, all versions without one feature worked out one by one
    first, second = features(3, seed=5), features(2, seed=6)
    found = most_alike([first, second], to="A", nearest=2)
    versions = [([first.drop(columns=name), second]) for name in first]
    versions += [([first, second.drop(columns=name)]) for name in second]
    chosen = [most_alike(version, to="A", nearest=2).chosen for version in versions]
    assert found.versions == len(versions) == 5
    assert {name: sum(name in one for one in chosen) for name in "BCDEF"} == found.stays.to_dict()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: most_alike([features(2, seed=7)], to="Z"), "to must be one of the places, got Z"),
        (lambda: most_alike([features(2, seed=7)], to="A", nearest=6), "nearest must"),
        (lambda: most_alike([features(2, seed=7).assign(same=1.0)], to="A"), "same must vary between places"),
        (lambda: most_alike([features(2, seed=7).assign(gap=np.nan)], to="A"), "gap must have a value for every place"),
        (lambda: most_alike([features(2, seed=7), features(1, seed=8).iloc[::-1]], to="A"), "same places"),
    ],
)
def test_bad_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
