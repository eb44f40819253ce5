"""Figures of the Crime Survey for England and Wales that were published: rates, numbers of victims and shares.

The survey asked people aged 16 to 59 until March 2017, 16 to 74 until March 2020, and from October 2021 everyone aged
16 and over. From April 2023 the questions on domestic abuse were replaced. Figures of two question sets, and of two
age ranges, are never joined: what is asked for is found within one of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pandas as pd

from analysis_lib import contracts
from analysis_lib.assessment import Assessment, Period
from analysis_lib.catalogue.publications import Publication, publications
from analysis_lib.catalogue.survey_figures import NAME, TITLES, Gap, Published, open_gaps, published, rows
from analysis_lib.contracts import Source
from analysis_lib.measures import Measure
from analysis_lib.people import People

NATION = "England and Wales"
ENGLISH_REGIONS = (
    "East Midlands", "East of England", "London", "North East", "North West", "South East", "South West",
    "West Midlands", "Yorkshire and The Humber",
)  # fmt: skip
LAST_YEAR, SINCE_16 = "last year", "since age 16"
WHOLE = (None, 74, 59)  # the upper ages of all who were asked, the widest first
POOLED = 3  # survey years whose regional rates are taken together


@dataclass(frozen=True)
class CrimeSurvey:
    """What the survey published of the survey years that ended within the assessment, or before it."""

    source: Source
    figures: tuple[Published, ...]
    gaps: tuple[Gap, ...]
    sampling: pd.DataFrame
    local_estimates: pd.DataFrame
    publications: dict[str, Publication]
    measures: dict[str, Measure]

    def select(self, **wanted: object) -> list[Published]:
        """The figures whose attributes are those asked for, in order of their survey years."""
        return [one for one in self.figures if all(getattr(one, name) == asked for name, asked in wanted.items())]

    def newest(
        self, measure: str, sexes: Iterable[str], *, timeframe: str = LAST_YEAR, question_set: str | None = None
    ) -> tuple[Published, ...]:
        """National rates of all who were asked, one for each sex, of the newest survey year that has them all.

        They share survey year, ages and question set; empty if no year has them all.
        """
        sexes = tuple(sexes)
        found = self._rates(measure, timeframe, question_set)
        keys = sorted({_kind(one) for one in found}, reverse=True)
        for key in keys:
            by_sex = _best_by(lambda one: one.people.sex, [one for one in found if _kind(one) == key])
            if set(sexes) <= set(by_sex):
                return tuple(by_sex[sex] for sex in sexes)
        return ()

    def series(self, measure: str, sex: str, question_set: str, *, timeframe: str = LAST_YEAR) -> list[Published]:
        """National rates of one sex and one question set, one for each survey year, of the widest ages it has."""
        found = [one for one in self._rates(measure, timeframe, question_set) if one.people.sex == sex]
        by_kind = _best_by(_kind, found)
        by_year = {key[0]: by_kind[key] for key in sorted(by_kind)}
        return [by_year[year] for year in sorted(by_year)]

    def by_age(self, measure: str, sexes: Iterable[str]) -> list[Published]:
        """National rates by age group, of the newest period that has them for each sex; in order of sex and age."""
        sexes = tuple(sexes)
        found = [
            one
            for one in self.select(measure=measure, timeframe=LAST_YEAR, area=NATION, statistic="rate")
            if not _whole(one.people) and one.people.sex in sexes
        ]
        for period in sorted({one.period for one in found}, key=lambda period: period.end, reverse=True):
            here = _best_by(lambda one: one.people, [one for one in found if one.period == period])
            groups = {sex: {_ages(people) for people in here if people.sex == sex} for sex in sexes}
            shared = set.intersection(*groups.values())
            if len(shared) >= 3 and all(ages == shared for ages in groups.values()):  # a gap in one sex is no profile
                return sorted(here.values(), key=lambda one: (sexes.index(one.people.sex), one.people.youngest))
        return []

    def regional(self, measure: str, sex: str) -> list[dict[str, Published]]:
        """Rates of the nine English regions and the nation, of up to three survey years, the newest first.

        Only years in which all ten are published, of one question set and, for each year, one age range.
        """
        found = [
            one
            for one in self.select(measure=measure, timeframe=LAST_YEAR, statistic="rate")
            if one.people.sex == sex and _whole(one.people) and one.period.months == 12
        ]
        years = [
            _best_by(lambda one: one.area, [one for one in found if _kind(one) == key])
            for key in sorted({_kind(one) for one in found}, reverse=True)
        ]
        complete = [areas for areas in years if {*ENGLISH_REGIONS, NATION} <= set(areas)]
        first_of_year = {areas[NATION].survey_year: areas for areas in reversed(complete)}  # the widest ages of each
        return list(reversed(first_of_year.values()))[:POOLED]

    def other_definitions(self, figure: Published) -> list[Published]:
        """National figures of the same measure, sex and survey year by other questions, or of other ages.

        A rate where one is held, otherwise the number of victims.
        """
        found = [
            one
            for one in self.select(
                measure=figure.measure, timeframe=figure.timeframe, area=NATION, period=figure.period
            )
            if one.people.sex == figure.people.sex
            and _whole(one.people)
            and (one.question_set, one.people) != (figure.question_set, figure.people)
        ]
        found = [one for one in found if one.statistic in ("rate", "victims")]
        by_kind = _best_by(lambda one: (_kind(one), one.statistic), found)
        rates = {kind for kind, statistic in by_kind if statistic == "rate"}
        return [one for (kind, statistic), one in sorted(by_kind.items()) if statistic == "rate" or kind not in rates]

    @property
    def covers(self) -> Period:
        """From the first survey year held to the last."""
        return Period(min(one.period.start for one in self.figures), max(one.period.end for one in self.figures))

    @property
    def caveats(self) -> list[str]:
        """What to know of these figures: the caveats of the source that concern the survey years held here."""
        last = f"{self.covers.end:%Y-%m}"
        return [text for first, text in self.source.caveats if first <= last]

    def _rates(self, measure: str, timeframe: str, question_set: str | None) -> list[Published]:
        found = self.select(measure=measure, timeframe=timeframe, area=NATION, statistic="rate")
        found = [one for one in found if _whole(one.people) and one.period.months == 12]
        return [one for one in found if question_set in (None, one.question_set)]


def crime_survey(assessment: Assessment) -> CrimeSurvey:
    """The survey's published figures, up to the last survey year that ended within the assessment."""
    package = contracts.descriptor()
    known = publications(package)
    every = [published(row, known) for row in rows(package.read("survey_estimates"))]
    figures = tuple(one for one in every if one.period.end <= assessment.current.end)
    return CrimeSurvey(
        source=package.source(NAME),
        figures=figures,
        gaps=tuple(open_gaps(package.read("survey_gaps"), figures, assessment.current)),
        sampling=package.read("survey_sampling"),
        local_estimates=package.read("published_local_estimates"),
        publications=known,
        measures={
            f"{NAME}:{name}": Measure(f"{NAME}:{name}", title, "people", whole and f"{NAME}:{whole}", overlaps=True)
            for name, (title, whole) in TITLES.items()
        },
    )


def _whole(people: People) -> bool:
    return people.youngest == 16 and people.oldest in WHOLE


def _ages(people: People) -> tuple[int, int | None]:
    return people.youngest, people.oldest


def _kind(one: Published) -> tuple[int, bool, int]:
    """What figures must share to be of one exhibit, in the order of preference: newest, new questions, widest ages."""
    return one.survey_year, one.question_set == "new", -WHOLE.index(one.people.oldest)


def _best_by(key: Callable[[Published], object], figures: Iterable[Published]) -> dict:
    """One figure for each key: read in the original before second-hand, then the most exact, then the latest."""
    best: dict = {}
    for one in sorted(figures, key=lambda one: (one.second_hand, one.rounded_to, _earliest_last(one))):
        best.setdefault(key(one), one)
    return best


def _earliest_last(one: Published) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in one.publication.published)
