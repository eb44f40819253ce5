import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.scales import choose_scale, from_scale, on_suitable_scale, to_scale


@pytest.mark.parametrize(
    ("counts", "scale"),
    [
        ([20, 20, 20], "log per day"),  # the threshold itself is large enough
        ([19, 19, 100], "square root"),  # a median below 20
        ([100, 0, 100], "square root"),  # a nought
    ],
)
def test_the_rule_of_the_specification(counts, scale):
    assert choose_scale(counts) == scale
    assert on_suitable_scale(counts, days=30)[1] == scale


@settings(derandomize=True, deadline=None)
@given(
    st.lists(st.integers(1, 100_000), min_size=1, max_size=30),
    st.sampled_from(["as given", "log per day", "square root"]),
)
def test_there_and_back_again(counts, scale):
    days = np.resize([31.0, 28.0, 30.0], len(counts))
    assert from_scale(to_scale(counts, scale=scale, days=days), scale=scale, days=days) == pytest.approx(counts)


def test_a_root_below_nought_is_no_event():
    assert from_scale([-1, 0], scale="square root").tolist() == [0, 0]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: choose_scale([1, -1]), "counts must be 0 or more, got -1"),
        (lambda: to_scale([1], scale="log"), "scale must be one of as given, log per day, square root, got 'log'"),
        (lambda: to_scale([1, 0], scale="log per day"), "counts must be above 0 on the scale log per day, got 0"),
        (lambda: to_scale([1], scale="log per day", days=0), "days must be above 0, got 0"),
        (lambda: from_scale([800], scale="log per day"), r"values must be no more than 34\.54 on this scale, got 800"),
        (
            lambda: to_scale([1, 2], scale="log per day", days=[31]),
            "one number for each of 2 counts, got 1",
        ),
        (
            lambda: on_suitable_scale([4, 4], lowest_median=5),
            "counts must have a median of 5 or more a month, got 4; use the seasonal",
        ),
    ],
)
def test_bad_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()
