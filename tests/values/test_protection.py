"""A small count is hidden, with what would give it away, and nothing is made from it."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from analysis_lib.exhibits import Chart, figure_payload, sentence, table_payload
from analysis_lib.values import difference, protect, share
from analysis_lib.values.protection import CONFIDENTIAL
from test_values import BEFORE, MEASURES, count

# oracle: the example of secondary_suppression, worked by hand: the square of 3, 7, 9 and 8 is hidden
CELLS = {"North": [3, 7, 20], "South": [9, 8, 30], "Centre": [25, 40, 50]}


def restricted(number, measure="cases", **others):
    return count(number, measure, suppress_below=5, **others)


def table(cells=CELLS, *, total=True):
    frame = pd.DataFrame.from_dict(
        {name: [restricted(number, title=name) for number in row] for name, row in cells.items()},
        orient="index",
        columns=["A", "B", "C"],
    )
    if total:
        frame["All"] = [restricted(sum(row)) for row in cells.values()]
        frame.loc["Total"] = [restricted(sum(v.value for v in frame[name])) for name in frame.columns]
    return frame


TOTALS = {"total_row": "Total", "total_column": "All"}


def shown(frame):
    return frame.map(lambda value: value.value).astype("Float64").astype(object).where(lambda f: f.notna(), None)


def test_the_small_count_and_those_that_give_it_away_are_hidden_and_totals_stay():
    found = protect(table(), **TOTALS)
    hidden = [(row, column) for row in found.index for column in found.columns if found.loc[row, column].missing]
    assert hidden == [("North", "A"), ("North", "B"), ("South", "A"), ("South", "B")]
    assert {found.loc[cell].reason for cell in hidden} == {CONFIDENTIAL}
    assert (found.loc["North", "All"].value, found.loc["Total", "All"].value) == (30, 192)
    assert all(value.protected for value in found.to_numpy().ravel())


def test_published_counts_are_left_as_they_are():
    frame = table().map(lambda value: dataclasses.replace(value, suppress_below=0))
    assert protect(frame, **TOTALS).equals(frame)


def test_what_is_made_of_a_hidden_count_is_confidential():
    found = protect(table(), **TOTALS)
    small, large = found.loc["North", "A"], found.loc["Total", "All"]
    part = share(small, large, MEASURES | {"cases": MEASURES["incidents"]})
    assert (part.missing, part.reason, part.protected) == (True, CONFIDENTIAL, True)
    moved = difference(dataclasses.replace(large, period=BEFORE), small)
    assert (moved.missing, moved.reason) == (True, CONFIDENTIAL)
    payload = table_payload(pd.DataFrame({"A": [small, part]}, index=["n", "%"]), caption="Two", source="One.")
    assert [row["cells"][0]["text"] for row in payload["rows"]] == ["[c]", "[c]"]
    assert "confidential" in payload["shorthand"]
    assert sentence("{x:count} of them.", x=small).text.endswith(": confidential.")


@pytest.mark.parametrize(
    ("frame", "others", "words"),
    [
        (table(total=False).map(lambda v: dataclasses.replace(v, unit="per cent")), {}, "every cell must be a count"),
        (table(total=False).map(lambda v: dataclasses.replace(v, value=None)), {}, "decide what a missing count means"),
        (table().assign(All=[restricted(9)] * 4), TOTALS, "add up to"),
        (table({"North": [3, 7, 20]}, total=False), {}, "no choice of cells|cannot"),
    ],
)
def test_a_table_that_cannot_be_protected_is_refused(frame, others, words):
    if words == "no choice of cells|cannot":
        found = protect(frame, **others)  # one row: a second cell of it is hidden too
        assert found.iloc[0].map(lambda value: value.missing).sum() >= 2
        return
    with pytest.raises(ValueError, match=words):
        protect(frame, **others)


def drawn(values, data):
    return Chart(draw=lambda narrow: None, alt="A chart.", data=data, message="It is", source="One.", values=values)


def test_nothing_prints_a_count_that_was_not_protected():
    raw = restricted(7, title="Cases")
    with pytest.raises(
        ValueError, match=r"counts below 5 are confidential; pass the table of counts through protect\(\)"
    ):
        sentence("{x:count} of them.", x=raw).payload("sentence")
    with pytest.raises(ValueError, match="are confidential"):
        table_payload(pd.DataFrame({"A": [raw]}, index=["n"]), caption="One", source="One.")
    with pytest.raises(ValueError, match="are confidential"):
        figure_payload(drawn([raw], pd.DataFrame({"n": [7]})))


def test_a_chart_holds_no_number_but_its_protected_values():
    values = [value for value in protect(table(), **TOTALS)["All"] if not value.missing]
    with pytest.raises(ValueError, match="draws 3, which is none of its protected values"):
        figure_payload(drawn(values, pd.DataFrame({"n": [30, 3]})))
