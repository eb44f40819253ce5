"""The chapter's charts."""

from __future__ import annotations

import pandas as pd

from analysis_lib.assessment import Assessment
from analysis_lib.catalogue import Dataset
from analysis_lib.exhibits import charts
from analysis_lib.exhibits.figures import Chart
from analysis_lib.exhibits.words import count as counted
from analysis_lib.exhibits.words import listed, within
from analysis_lib.subjects.recorded_crime.counts import change_between, groups, monthly

BATCH, USUAL = 4, 5  # a month above four times the usual one is named, where a usual month has five offences or more


def chart_changes(offences: Dataset, a: Assessment) -> Chart:
    """The change of each offence group on the year before."""
    changes = [change_between(offences, group.name, a.area.name, a.previous, a.current) for group in groups(offences)]
    return charts.dot_plot_of_changes(changes, source=offences.source, words_for=a.words)


def chart_groups(offences: Dataset, a: Assessment) -> Chart:
    """The months of each offence group since the series begins."""
    measures = groups(offences)
    frame = pd.DataFrame({group.title: monthly(offences, group.name, a.area.name) for group in measures})
    return charts.small_multiples(
        frame,
        unit="Offences recorded in a month",
        source=offences.source,
        words_for=_words(a, frame),
        changes=[change_between(offences, group.name, a.area.name, a.previous, a.current) for group in measures],
        pandemic=_pandemic(offences, frame),
        notes=_batches(frame),
    )


def _batches(frame: pd.DataFrame) -> list[str]:
    """A note that names the months far above the usual, which stretch a panel's scale and can move a year's count."""
    usual = frame.median()
    found = [
        f"{within(group)}, {counted(frame[group][month])} in {month:%B %Y}"
        for group in frame.columns
        for month in frame.index[(frame[group] > BATCH * usual[group]).fillna(False)]
        if usual[group] >= USUAL
    ]
    return [f"Unusually many in a month, which can move a year's count: {listed(found)}."] if found else []


def _words(a: Assessment, months: pd.Series | pd.DataFrame) -> dict[str, str]:
    return a.words | {"first": f"{months.index[0]:%B %Y}"}


def _pandemic(offences: Dataset, months: pd.Series | pd.DataFrame) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    first, last = offences.source.pandemic
    return (first, last) if first < months.index[-1] else None
