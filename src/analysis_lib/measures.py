"""What each count counts: its unit, its definition and what it is part of."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

RECORDED_CRIME = "recorded_crime"
TOTAL = f"{RECORDED_CRIME}:total"


@dataclass(frozen=True)
class Measure:
    """A count: its name in the register, how it is printed, its unit and the measure it is part of.

    ``first_full_month`` and ``last_full_month`` (ISO months, empty if unlimited) are the span in which the publication
    used the label throughout; two periods are compared only inside it, and not across ``break_month``. A break carries
    over to the wholes that the measure is part of unless it moved events within its group only. ``overlaps`` marks a
    flag, such as domestic abuse, whose events other members of the same whole count as well. ``counts`` is what one of
    it is (a notifiable offence, a positive outcome, a victim); ``definition`` says which, since ``definition_from``.
    """

    name: str
    title: str
    unit: str
    part_of: str | None
    first_full_month: str = ""
    last_full_month: str = ""
    break_month: str = ""
    break_within_group: bool = False
    overlaps: bool = False
    counts: str = "notifiable offence"
    definition: str = ""
    definition_from: str = ""

    def not_comparable(self, first: str, last: str) -> str:
        """Why the ISO months from ``first`` to ``last`` cannot be compared with each other; empty if they can."""
        if not self.in_use(first, last):
            return "label changed"
        return "recording changed" if self.breaks(first, last) else ""

    def in_use(self, first: str, last: str) -> bool:
        """Whether the label was in use throughout the months from ``first`` to ``last``."""
        return not (
            (self.first_full_month and first < self.first_full_month)
            or (self.last_full_month and last > self.last_full_month)
        )

    def breaks(self, first: str, last: str) -> bool:
        """Whether the measure's break lies between ``first`` and ``last``."""
        return bool(self.break_month) and first < self.break_month <= last


def measure_name(label: str, series: str = RECORDED_CRIME) -> str:
    """The register's name for a category of the police publication.

    A series that cannot be compared with recorded crime has names of its own, so that the two never meet in a figure.

    >>> measure_name("THEFT OR UNAUTH TAKING OF A MOTOR VEH")
    'recorded_crime:theft-or-unauth-taking-of-a-motor-veh'
    >>> measure_name("BURGLARY - RESIDENTIAL")
    'recorded_crime:burglary-residential'
    >>> measure_name("Robbery", "recorded_crime_cris")
    'recorded_crime_cris:robbery'
    """
    return f"{series}:{re.sub(r'[^a-z0-9]+', '-', label.lower()).strip('-')}"


def recorded_crime_measures(categories: pd.DataFrame, series: str = RECORDED_CRIME) -> dict[str, Measure]:
    """Every measure of recorded crime, by name, from the table ``offence_categories`` or one like it.

    The total first, then each major category (offence group) followed by its minor categories. A major
    category with one minor category of the same label is one measure. Fraud is part of no total: it
    left these figures for Action Fraud in 2013.
    """
    total = f"{series}:total"
    measures = {total: Measure(total, "All offences", "offences", None)}
    for major, members in categories.groupby("major_category", sort=False):
        group = members.iloc[0]
        name = measure_name(str(major), series)
        parent = total if group["in_total"] else None
        single = len(members) == 1
        measures[name] = Measure(name, group["major_title"], "offences", parent, *(_span(group) if single else ()))
        for row in members.to_dict("records"):
            minor = measure_name(row["minor_category"], series)
            if minor != name:
                measures[minor] = Measure(minor, row["minor_title"], "offences", name, *_span(row))
    return measures


def measures_from(table: pd.DataFrame) -> dict[str, Measure]:
    """The measures of a table of definitions such as ``measures.csv``, by name."""
    rows = table.astype("object").where(table.notna(), "").to_dict("records")
    return {
        row["measure"]: Measure(
            row["measure"],
            row["title"],
            row["unit"],
            row["part_of"] or None,
            break_month=row["break_month"],
            overlaps=bool(row["overlaps"]),
            counts=row["counts"],
            definition=row["definition"],
            definition_from=row["definition_from"],
        )
        for row in rows
    }


def is_part_of(part: str, whole: str, measures: dict[str, Measure]) -> bool:
    """Whether every event that ``part`` counts is also counted by ``whole``."""
    step: str | None = part
    while step is not None:
        if step == whole:
            return True
        step = measures[step].part_of if step in measures else None
    return False


def _span(row) -> tuple[str, str, str, bool]:
    """The last four fields of a measure, from its row of the table of categories."""
    months = ("" if pd.isna(row[key]) else row[key] for key in ("first_full_month", "last_full_month", "break_month"))
    within = row["break_within_group"]
    return (*months, not pd.isna(within) and bool(within))  # type: ignore[return-value]
