"""Violence against women and girls: by borough, by the month recorded and committed; and for London by offence."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis_lib import contracts
from analysis_lib.assessment import Assessment, Period
from analysis_lib.catalogue.monthly import MonthlyCounts, listed_measures, up_to
from analysis_lib.catalogue.processed import processed

TOTAL = "vawg:total"
LONDON = "London"


@dataclass(frozen=True, kw_only=True)
class ByDelay(MonthlyCounts):
    """Offences by borough; ``frame`` has one row per area, month and ``delay``, the months from offence to record."""

    def _counted(self, measure: str) -> pd.DataFrame:
        sums = self.frame.groupby(["month", "area"], observed=True)["count"].sum()
        return sums.unstack("area").astype("Float64")

    def delays(self, area: str, period: Period) -> pd.Series:
        """Offences of an area and period by months between offence and record, from none to 60 or more, not known."""
        rows = self.frame[(self.frame["area"] == area)]
        rows = rows[rows["month"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))]
        return rows.groupby("delay", observed=False)["count"].sum()


@dataclass(frozen=True, kw_only=True)
class LondonOffences(MonthlyCounts):
    """London's offences by kind; ``frame`` has one row per ``group``, ``offence`` and month. The one area is London."""

    labels: dict[str, str]

    def _counted(self, measure: str) -> pd.DataFrame:
        rows = self.frame if measure == TOTAL else self.frame[self.frame["group"] == self.labels[measure]]
        return rows.groupby("month")["count"].sum().to_frame(LONDON).astype("Float64")

    def detail(self, period: Period) -> pd.DataFrame:
        """Offences of a period by ``group`` and ``offence``, the most frequent first."""
        rows = self.frame[self.frame["month"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))]
        sums = rows.groupby(["group", "offence"])["count"].sum().reset_index()
        return sums.sort_values(["count", "group", "offence"], ascending=[False, True, True]).reset_index(drop=True)


@dataclass(frozen=True)
class Vawg:
    """Violence against women and girls, three ways.

    ``recorded`` counts by the month recorded, ``committed`` by the month committed, both by borough; ``offences``
    counts London's by kind, by the month recorded. A month committed holds all that was recorded up to the last month
    of the publication, and grows as more is reported. What was committed before 2014, or in a month not known, is in
    ``recorded`` only.
    """

    recorded: ByDelay
    committed: ByDelay
    offences: LondonOffences


def vawg(assessment: Assessment) -> Vawg:
    """Violence against women and girls up to the end of the assessment's period."""
    return Vawg(_by_delay("vawg", assessment), _by_delay("vawg_committed", assessment), _offences(assessment))


def _by_delay(name: str, assessment: Assessment) -> ByDelay:
    package = contracts.descriptor()
    frame, areas = up_to(processed(name), assessment), package.read("areas")
    covers = Period.months_from_to(*package.coverage(name))
    return ByDelay(
        name=name,
        frame=frame,
        areas=areas[areas["area"].isin(set(frame["area"]))].reset_index(drop=True),
        measures=listed_measures("vawg"),
        source=package.source(name),
        covers=covers,
        gap="" if len(frame) else f"Violence against women and girls is published from {covers.start:%B %Y} only.",
    )


def _offences(assessment: Assessment) -> LondonOffences:
    package, name = contracts.descriptor(), "vawg_offences"
    table = package.read("measures")
    table = table[table["series"] == name]
    return LondonOffences(
        name=name,
        frame=up_to(processed(name), assessment),
        areas=pd.DataFrame({"area": [LONDON], "area_code": ["E12000007"], "kind": ["region"]}),
        measures=listed_measures("vawg") | listed_measures(name),
        source=package.source(name),
        covers=Period.months_from_to(*package.coverage(name)),
        labels=dict(zip(table["measure"], table["label"], strict=True)),
    )
