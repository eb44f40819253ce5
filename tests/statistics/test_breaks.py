import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis_lib.statistics.breaks import level_shift

NILE = [
    int(flow)
    for flow in """
1120 1160 963 1210 1160 1160 813 1230 1370 1140 995 935 1110 994 1020 960 1180 799 958 1140 1100 1210 1150 1250 1260
1220 1030 1100 774 840 874 694 940 833 701 916 692 1020 1050 969 831 726 456 824 702 1120 1100 832 764 821 768 845 864
862 698 845 744 796 1040 759 781 865 845 944 984 897 822 1010 771 676 649 846 812 742 801 1040 860 874 848 890 744 749
838 1050 918 986 797 923 975 815 1020 906 901 1170 912 746 919 718 714 740""".split()
]


def test_the_nile_fell_after_1898():
    """Zeileis and others (2003): the first regime ends with the 28th year, 1898."""
    shift = level_shift(NILE, shortest_segment=15)
    assert shift.observations_before == 28
    assert shift.mean_before == pytest.approx(1097.75)
    assert shift.mean_after == pytest.approx(849.972222222222)
    assert shift.is_supported


def test_noise_has_a_best_place_but_no_support():
    assert not level_shift(np.random.default_rng(3).normal(size=60)).is_supported


def test_a_clean_step_is_explained_in_full():
    shift = level_shift([5.0] * 12 + [9.0] * 12)
    assert (shift.observations_before, shift.share_explained, shift.is_supported) == (12, 1.0, True)


@settings(derandomize=True, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=8, max_size=40).filter(lambda values: len(set(values)) > 1))
def test_no_other_place_leaves_less(values):
    series = np.array(values, dtype=float)
    shift = level_shift(series, shortest_segment=3)
    left_over = {k: k * series[:k].var() + (len(series) - k) * series[k:].var() for k in range(3, len(series) - 2)}
    assert left_over[shift.observations_before] == pytest.approx(min(left_over.values()), abs=1e-7)
    explained = 1 - left_over[shift.observations_before] / (len(series) * series.var())
    assert shift.share_explained == pytest.approx(explained, abs=1e-9)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: level_shift(range(23)), "observed must hold two segments of 12 values or more, got 23 in all"),
        (lambda: level_shift([3] * 30), "observed must vary, got 3 throughout; a constant series has no shift"),
        (
            lambda: level_shift(range(30), shortest_segment=1),
            "shortest_segment must be a whole number of 2 or more, got 1",
        ),
        (lambda: level_shift([*range(29), np.nan]), "observed must hold numbers with none missing"),
        (lambda: level_shift([]), "observed must hold one number or more, got none"),
        (lambda: level_shift(["a"] * 30), "observed must hold numbers, got 'a'"),
    ],
)
def test_bad_input_is_refused_by_name(call, message):
    with pytest.raises(ValueError, match=message):
        call()
