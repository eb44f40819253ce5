"""The checks at the door, and the standard columns of a frame."""

from __future__ import annotations

import datetime
import math

import numpy as np
import pandas as pd
import pytest

from analysis_lib.statistics.estimates import COLUMNS, add_estimates, confidence, numbers
from analysis_lib.statistics.rates import proportion, rate

FRAME = pd.DataFrame({"repeat": [1, 5], "victims": [100, 50]}, index=["B", "A"])


def test_rows_their_order_and_their_index_stay():
    added = add_estimates(FRAME, proportion, numerator="repeat", denominator="victims")
    assert list(added.index) == ["B", "A"]
    assert list(added.columns) == ["repeat", "victims", *COLUMNS]
    assert added.loc["B", "upper"] == proportion(1, 100).upper


@pytest.mark.parametrize(
    "names", [{"repeat": "value"}, {"victims": "lower"}, {"repeat": "denominator", "victims": "numerator"}]
)
def test_no_column_of_the_frame_is_ever_overwritten(names):
    frame = FRAME.rename(columns=names)
    columns = {"numerator": names.get("repeat", "repeat"), "denominator": names.get("victims", "victims")}
    with pytest.raises(ValueError, match="already has the column"):
        add_estimates(frame, proportion, **columns)


def test_a_frame_that_has_the_names_of_the_arguments_already_keeps_them():
    frame = FRAME.rename(columns={"repeat": "numerator", "victims": "denominator"})
    added = add_estimates(frame, proportion, numerator="numerator", denominator="denominator")
    assert added["numerator"].tolist() == [1, 5]


@pytest.mark.parametrize(
    "values",
    [
        "5",
        ["5"],
        [1, "5"],
        None,
        [[1, 2], [3]],
        10**400,
        datetime.date(2024, 1, 1),
        np.array(["2024-01"], "M8"),
        1j,
        math.inf,
    ],
)
def test_what_is_no_number_is_refused_by_name(values):
    with pytest.raises(ValueError, match="count must hold numbers"):
        numbers("count", values)


@pytest.mark.parametrize("level", [95, 0, 1, -0.5, None, "0.95", True, [0.95], 1 - 2**-53, math.nan])
def test_what_is_no_confidence_level_is_refused_with_the_remedy(level):
    with pytest.raises(ValueError, match=r"confidence_level must lie between 0 and 1, got .*; write 0\.95"):
        confidence(level)


@pytest.mark.parametrize("columns", [([5], [100, 200]), ([[5], [20]], [100, 200]), ([5, 6, 7], [100, 200])])
def test_columns_of_unlike_length_are_refused(columns):
    with pytest.raises(ValueError, match="must have the same number of rows"):
        rate(*map(np.array, columns))
