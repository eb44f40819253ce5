"""Domestic abuse, hate crime, knife crime and gun crime: offences with a flag, and their positive outcomes."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis_lib import contracts
from analysis_lib.assessment import Assessment, Period
from analysis_lib.catalogue.monthly import MonthlyCounts, listed_measures, up_to
from analysis_lib.catalogue.processed import processed

NAME = "flagged_crime"


@dataclass(frozen=True, kw_only=True)
class FlaggedCrime(MonthlyCounts):
    """Flagged offences by borough; ``frame`` has one row per area, month and measure (``count``).

    Flags overlap. They are never added to each other, nor to recorded offences. Not every flag covers the same months:
    ask ``latest_year(measure)`` for the newest year that one does.
    """

    def _counted(self, measure: str) -> pd.DataFrame:
        rows = self.frame[self.frame["measure"] == measure]
        return rows.pivot(index="month", columns="area", values="count").astype("Float64")


def flagged_crime(assessment: Assessment) -> FlaggedCrime:
    """Flagged offences and positive outcomes up to the end of the assessment's period."""
    package = contracts.descriptor()
    frame, covers = up_to(processed(NAME), assessment), Period.months_from_to(*package.coverage(NAME))
    areas = package.read("areas")
    return FlaggedCrime(
        name=NAME,
        frame=frame,
        areas=areas[areas["area"].isin(set(frame["area"]))].reset_index(drop=True),
        measures=listed_measures(NAME),
        source=package.source(NAME),
        covers=covers,
        gap="" if len(frame) else f"Flagged offences are published from {covers.start:%B %Y} only.",
    )
