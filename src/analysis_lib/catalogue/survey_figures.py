"""The figures of the Crime Survey as they were published, and the gaps between them, from the hand-kept tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from analysis_lib.assessment import Period
from analysis_lib.catalogue.publications import Publication, text
from analysis_lib.people import People
from analysis_lib.values import Value

NAME = "crime_survey"
TITLES = {  # of each measure, with the one that it is part of
    "any-of-three": ("Domestic abuse, sexual assault or stalking", None),
    "domestic-abuse": ("Domestic abuse", "any-of-three"),
    "partner-abuse": ("Partner abuse", "domestic-abuse"),
    "sexual-assault": ("Sexual assault", "any-of-three"),
    "rape-or-penetration": ("Rape or assault by penetration", "sexual-assault"),
    "rape": ("Rape", "sexual-assault"),
    "stalking": ("Stalking", "any-of-three"),
}


@dataclass(frozen=True, kw_only=True)
class Published:
    """One figure as it was published: a rate (per cent of the people), victims (people), or a share (of victims).

    ``rounded_to`` is the last place printed. ``lower`` and ``upper`` (95%), ``standard_error`` and ``base``
    (unweighted) are None unless the publication prints them.
    """

    measure: str
    timeframe: str
    people: People
    period: Period
    question_set: str
    area: str
    statistic: str
    estimate: float
    rounded_to: float
    lower: float | None
    upper: float | None
    standard_error: float | None
    base: int | None
    publication: Publication
    read_at: str
    second_hand: bool
    note: str

    @property
    def survey_year(self) -> int:
        """The year in whose March the survey year ends."""
        return self.period.end.year

    @property
    def rounding(self) -> tuple[float, float]:
        """All that rounds to the figure printed lies between these two."""
        return max(0.0, self.estimate - self.rounded_to / 2), self.estimate + self.rounded_to / 2

    @property
    def value(self) -> Value:
        """The figure as a value; its limits are those published, if any."""
        what = f"{NAME}:{self.measure.rpartition(':')[2]}:{self.timeframe.replace(' ', '-')}"
        known = self.lower is not None and self.upper is not None
        return Value(
            value=self.estimate,
            unit="people" if self.statistic == "victims" else "per cent",
            measure=f"share:{what}" if self.statistic == "share" else what,
            area=self.area,
            period=self.period,
            population=f"{self.people}, {self.area}",
            method=f"published, {self.question_set} questions" if self.question_set in ("old", "new") else "published",
            sources=(self.publication.name,),
            lower=self.lower,
            upper=self.upper,
            confidence_level=0.95 if known else None,
            title=TITLES.get(self.measure, (self.measure,))[0],
            people=self.people,
            second_hand=self.second_hand,
        )


@dataclass(frozen=True)
class Gap:
    """A figure that is not held, for whom, since which survey year, and the table to fetch."""

    figure: str
    people: str
    since: int
    table: str
    page: str


def published(row: dict, known: dict[str, Publication]) -> Published:
    """A row of the table of rates as the figure that it is; ``known`` are the publications by name."""
    end = Period.twelve_months_to(row["survey_year"], 3)
    return Published(
        measure=row["measure"],
        timeframe=row["timeframe"],
        people=People(row["sex"], row["youngest"], row["oldest"]),
        period=Period(end.start.replace(year=end.start.year - row["years"] + 1), end.end),
        question_set=row["question_set"],
        area=row["area"],
        statistic=row["statistic"],
        estimate=row["estimate"],
        rounded_to=row["rounded_to"],
        lower=row["lower"],
        upper=row["upper"],
        standard_error=row["standard_error"],
        base=row["base"],
        publication=known[row["publication"]],
        read_at=row["read_at"],
        second_hand=row["read_in"] == "second-hand",
        note=row["note"] or "",
    )


def rows(table: pd.DataFrame) -> list[dict]:
    """The rows as plain data, None where nothing stands."""
    plain = table.astype("object")
    return plain.where(plain.notna(), None).to_dict("records")


def open_gaps(table: pd.DataFrame, figures: Iterable[Published], current: Period) -> list[Gap]:
    """The gaps that are still open: those of which no figure has all that their cells name; women and men as one."""
    found: dict[tuple, list[str]] = {}
    for row in rows(table):
        due = Period.twelve_months_to(row["survey_year"], 3).end <= current.end
        if due and not any(_closes(one, row) for one in figures):
            key = (row["figure"], row["survey_year"], text(row["table_to_fetch"]), text(row["page"]))
            found.setdefault(key, []).append(row["sex"])
    return [Gap(key[0], " and ".join(sexes).replace("persons", "people"), *key[1:]) for key, sexes in found.items()]


def _closes(one: Published, row: dict) -> bool:
    named = {"measure": one.measure, "timeframe": one.timeframe, "sex": one.people.sex, "area": one.area}
    named |= {"statistic": one.statistic, "question_set": one.question_set}
    named |= {"youngest": one.people.youngest, "oldest": one.people.oldest}
    later = one.survey_year >= row["survey_year"] and not (row["measure"] == "stalking" and one.second_hand)
    return later and all(row[name] in (None, cell) for name, cell in named.items())
