"""The two checks of columns."""

from __future__ import annotations

import numpy as np
import pytest

from analysis_lib.statistics.columns import aligned, whole


def test_a_number_goes_with_every_row():
    numerator, denominator = aligned(numerator=np.array([1.0, 2.0]), denominator=np.array(5.0))
    assert (numerator.tolist(), denominator.tolist()) == ([1, 2], [5, 5])


def test_columns_of_unlike_length_are_refused():
    with pytest.raises(ValueError, match="numerator, denominator must have the same number of rows, got 2, 3; take"):
        aligned(numerator=np.ones(2), denominator=np.ones(3))


def test_a_shared_out_count_is_refused():
    assert whole("events", [0, 7]).tolist() == [0, 7]
    with pytest.raises(ValueError, match=r"events must be a whole number of events, got 7\.5; a weighted"):
        whole("events", [1, 7.5])
