"""The rate behind printed numbers."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis_lib.statistics.implied import rate_behind

BASES = [116_291, 122_786, 112_093, 85_876]  # Census 2001, all females, as the document prints them


@pytest.mark.parametrize(
    ("cells", "rate"),
    # oracle: the file of published figures, jsna-031 to jsna-045: 4.7%, 4.2%, and a rate from 8.3177% to 8.3181%
    [
        ([5_466, 5_771, 5_268, 4_036], 4.7),
        ([4_884, 5_157, 4_708, 3_607], 4.2),
        ([9_673, 10_213, 9_324, 7_143], 8.318),
    ],
)
def test_the_twelve_cells_of_the_ready_reckoner_have_three_rates(cells, rate):
    behind = rate_behind(cells, populations=BASES)
    assert behind.value == rate
    assert behind.lower <= rate <= behind.upper
    assert [round(base * rate / 100) for base in BASES] == cells


def test_numbers_that_no_one_rate_gives():
    behind = rate_behind([10, 30], populations=[100, 200])
    assert not behind.possible
    assert math.isnan(behind.value)


@given(
    st.floats(0, 100, allow_nan=False),
    st.lists(st.integers(1, 1_000_000), min_size=1, max_size=6),
)
def test_the_rate_that_made_the_numbers_lies_between_the_limits(rate, bases):
    behind = rate_behind([math.floor(rate * base / 100 + 0.5) for base in bases], populations=bases)
    assert behind.possible
    assert behind.lower - 1e-9 <= rate <= behind.upper + 1e-9
    assert behind.lower <= behind.value <= behind.upper


def test_bad_input_is_refused():
    for numbers, populations in (([-1], [10]), ([1], [0]), ([1, 2], [10]), ([float("nan")], [10])):
        with pytest.raises(ValueError, match=r"numbers|populations"):
            rate_behind(numbers, populations=populations)
