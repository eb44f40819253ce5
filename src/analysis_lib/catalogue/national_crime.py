"""Recorded crime of the boroughs, London, and England and Wales, from one release: its own year and its own counts.

The release is the Office for National Statistics' table by Community Safety Partnership, which the forces sent to the
Home Office. Its groups are not those of the Metropolitan Police's own series, and the two are never mixed.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis_lib import contracts, measures
from analysis_lib.assessment import Area, Assessment, Period
from analysis_lib.catalogue.publications import publications
from analysis_lib.contracts import SourceLine
from analysis_lib.measures import Measure
from analysis_lib.values import Value

NAME = "national_crime"
PERIOD = Period.twelve_months_to(2025, 6)  # of the one release that is held
LONDON, NATION = "London", "England and Wales"
NOT_PLACED = "Metropolitan Police, not placed in a borough"


@dataclass(frozen=True)
class NationalCrime:
    """Offences by area and group in :data:`PERIOD`; ``reason`` says why an assessment has no figures, if it has none.

    London is the boroughs, the City of London and the offences that were not placed in a borough.
    """

    counts: pd.DataFrame
    measures: dict[str, Measure]
    source_line: SourceLine
    publication: str
    second_hand: bool
    reason: str = ""

    @property
    def covers(self) -> Period:
        """The year that the release counts."""
        return PERIOD

    @property
    def areas(self) -> list[str]:
        """All rows: boroughs, the City of London, not placed, the nation, and London as the sum of its parts."""
        return list(self.counts.index)

    def count(self, area: Area | str, measure: str) -> Value:
        """Offences of a group in an area, London or the nation."""
        name = str(area)
        known = self.measures[measure]
        return Value(
            value=None if self.reason else int(self.counts.at[name, measure]),
            unit="offences",
            measure=measure,
            area=name,
            period=PERIOD,
            population="offences recorded by the police, without fraud",
            method="sum of its areas and of the offences not placed" if name == LONDON else "as published",
            sources=(self.publication,),
            title=known.title,
            second_hand=self.second_hand,
            reason=self.reason,
        )


def national_crime(assessment: Assessment) -> NationalCrime:
    """The one release held; every figure is missing if the assessment's period ends before that year does."""
    package = contracts.descriptor()
    table = package.read(NAME)
    listed = package.read("measures")
    known = measures.measures_from(listed[listed["series"] == NAME])
    wide = table.pivot(index="area", columns="measure", values="offences").reindex(columns=list(known))
    wide.loc[LONDON] = wide.drop(index=NATION).sum()
    (publication,) = table["publication"].unique()
    early = assessment.current.end < PERIOD.end
    return NationalCrime(
        counts=wide,
        measures=known,
        source_line=SourceLine(f"{publications(package)[publication].line}.", [publication]),
        publication=publication,
        second_hand="second-hand" in set(table["read_in"]),
        reason=f"the one release held counts the {PERIOD.label}, which ends after the {assessment.current.label}"
        if early
        else "",
    )
