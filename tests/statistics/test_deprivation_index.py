"""The index from its domains: it must be the published one when none is left out."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis_lib import contracts
from analysis_lib.statistics.deprivation_index import AREAS_OF_ENGLAND, WEIGHTS, combined_score


@pytest.fixture(scope="module")
def ranks():
    return contracts.descriptor().read("deprivation_lsoas").pivot(index="lsoa_code", columns="domain", values="rank")


def test_seven_domains_give_the_order_of_the_published_index(ranks):
    # oracle: the overall ranks of the Indices of Deprivation 2019, as published, of every small area held
    mine = combined_score(ranks).rank(ascending=False)
    assert len(mine) == 150
    assert mine.tolist() == ranks["overall"].rank().tolist()


def test_without_crime_the_order_is_another(ranks):
    weights = {name: weight for name, weight in WEIGHTS.items() if name != "crime"}
    left = combined_score(ranks, weights=weights).rank(ascending=False)
    assert left.tolist() != ranks["overall"].rank().tolist()
    shuffled = ranks.assign(crime=ranks["crime"].to_numpy()[::-1])
    assert combined_score(shuffled, weights=weights).equals(combined_score(ranks, weights=weights))


def test_one_domain_by_hand():
    # oracle: the formula of the technical report by hand, for the area in the middle of England
    middle = pd.DataFrame({"income": [AREAS_OF_ENGLAND // 2]})
    by_hand = -23 * math.log(1 - 0.5 * (1 - math.exp(-100 / 23)))
    assert combined_score(middle, weights={"income": 3}).tolist() == pytest.approx([by_hand])


@pytest.mark.parametrize(
    ("frame", "weights", "message"),
    [
        ({"income": [1]}, {}, "weights must name"),
        ({"income": [1]}, {"health": 1}, "health"),
        ({"income": [0]}, {"income": 1}, "income must be above 0"),
        ({"income": [40_000]}, {"income": 1}, "income"),
    ],
)
def test_bad_input_is_refused(frame, weights, message):
    with pytest.raises(ValueError, match=message):
        combined_score(pd.DataFrame(frame), weights=weights)
