"""How many people live in an area: mid-year estimates by sex and age, and in all."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis_lib import contracts
from analysis_lib.assessment import Area, Assessment, Period
from analysis_lib.catalogue.places import Sourced, area_name
from analysis_lib.catalogue.processed import processed
from analysis_lib.contracts import Source
from analysis_lib.people import SEXES, People
from analysis_lib.values import Value, share
from analysis_lib.values.populations import FURTHEST_MONTHS, months_outside

NAME = "population"
BY_AGE, TOTALS = "population_by_age", "population_totals"
OLDEST = 90  # ages from 90 are estimated together
EVERYONE = People()


@dataclass(frozen=True)
class Population(Sourced):
    """Mid-year estimates up to the end of the assessment: who lives in the boroughs of London, London and the country.

    ``ages`` has a row for each area, year, sex (women, men, persons) and single year of age, 90 for 90 and over;
    ``all_ages`` one for each area, year and edition; ``editions`` says when each edition was published. Areas are
    named as the Office for National Statistics names them, and "London (32 boroughs)" leaves out the City of London.
    """

    ages: pd.DataFrame
    all_ages: pd.DataFrame
    areas: pd.DataFrame
    editions: pd.DataFrame
    source: Source

    @property
    def releases(self) -> list[str]:
        """The editions that figures are held of, the oldest first, as a value's ``release`` names them."""
        return [_release(edition) for edition in self.editions["edition"]]

    @property
    def covers(self) -> str:
        """The first and the last year held."""
        return f"mid-{self.all_ages['year'].min()} to mid-{self.all_ages['year'].max()}"

    def cite(self, *releases: str) -> str:
        """The source line of figures of these releases, each with the month in which it was published."""
        dates = self.editions.set_index("edition")["published"]
        named = [
            f"{name} ({pd.Timestamp(date):%B %Y})"
            if pd.notna(date := dates[_edition(name)])
            else f"{name} (date of publication not read)"
            for name in releases
        ]
        return f"{self.source.title} from the {self.source.publisher}: {', '.join(named)}."

    def of_kind(self, kind: str) -> list[str]:
        """The areas of a kind: "borough", "city", "region" or "country"."""
        return list(self.areas.loc[self.areas["kind"] == kind, "area"])

    def count(self, area: Area | str, people: People, year: int, *, release: str | None = None) -> Value:
        """How many such people lived in the area on 30 June, from the newest release that holds it, or the one named.

        A figure that is not held is missing, and its reason says what is.
        """
        name = self._area(area)
        rows = self._rows[people == EVERYONE].get((name, year), self.ages.iloc[:0])
        if people != EVERYONE:
            oldest = OLDEST if people.oldest is None else people.oldest
            rows = rows[(rows["sex"] == people.sex) & rows["age"].between(people.youngest, oldest)]
        rows = rows[rows["edition"] == (_edition(release) if release else rows["edition"].max())]
        reason = self._reason(people, year, release)
        return Value(
            value=None if reason else int(rows["people"].sum()),
            unit="people",
            measure=NAME,
            area=name,
            period=Period.mid_year(year),
            population=f"{people} who usually live there",
            method="published estimate" if people == EVERYONE else "sum of single years of age",
            sources=(NAME,),
            title="Residents" if people == EVERYONE else str(people)[:1].upper() + str(people)[1:],
            people=people,
            release="" if reason else _release(rows["edition"].iloc[0]),
            reason=reason,
        )

    def total(self, area: Area | str, year: int, *, release: str | None = None) -> Value:
        """How many people of all ages lived in the area on 30 June."""
        return self.count(area, EVERYONE, year, release=release)

    def share(self, area: Area | str, people: People, year: int) -> Value:
        """Such people as per cent of all people of the area, both from one release."""
        part = self.count(area, people, year)
        return share(part, self.count(area, EVERYONE, year, release=part.release or None), {})

    def totals(self, area: Area | str, *, release: str | None = None) -> pd.DataFrame:
        """All years of an area, ``year, people, release``: each from its newest release, or all from the one named."""
        rows = self.all_ages[self.all_ages["area"] == self._area(area)]
        rows = rows[rows["edition"] == _edition(release)] if release else rows
        newest = rows[rows["edition"] == rows.groupby("year")["edition"].transform("max")]
        newest = newest.assign(release=newest["edition"].map(_release)).sort_values("year")
        return newest[["year", "people", "release"]].reset_index(drop=True)

    def by_age(self, area: Area | str, year: int, *, width: int = 5) -> pd.DataFrame:
        """Women and men in bands of ages, ``youngest, oldest, women, men, persons``; no rows if not held by sex.

        The last band, from 90, has no oldest age. ``width`` must divide 90.
        """
        if width < 1 or OLDEST % width:
            raise ValueError(f"width must divide {OLDEST}, got {width}; write width=5")
        rows = self._rows[False].get((self._area(area), year), self.ages.iloc[:0])
        if not self._years(People("women")).get(year):
            rows = self.ages.iloc[:0]
        youngest = (rows["age"] // width * width).rename("youngest")
        table = rows.groupby([youngest, "sex"])["people"].sum().unstack("sex").reset_index()
        table = table.reindex(columns=["youngest", "women", "men", "persons"])
        oldest = (table["youngest"] + width - 1).astype("Int64").mask(table["youngest"] == OLDEST)
        table.insert(1, "oldest", oldest)
        return table.rename_axis(columns=None)

    def structure(self, year: int, bands: Sequence[People]) -> pd.DataFrame:
        """Who lives in each borough, as per cent of all its residents: a row for each borough, a column for each band.

        No rows if that year is not held by sex and age.
        """
        key = ("structure", year, *bands)
        if key not in self._kept:
            self._kept[key] = self._structure(year, bands)
        return self._kept[key]

    def _structure(self, year: int, bands: Sequence[People]) -> pd.DataFrame:
        rows = self.ages[(self.ages["year"] == year) & self.ages["area"].isin(self.of_kind("borough"))]
        rows = rows[rows["edition"] == rows["edition"].max()]
        if rows.empty or not self._years(People("women")).get(year):
            return pd.DataFrame(columns=[str(band) for band in bands], dtype="float64")
        wide = rows.astype({"area": str, "sex": str}).pivot(index="area", columns=["sex", "age"], values="people")
        everyone = wide[["women", "men"]].sum(axis=1)
        shares = {
            str(band): wide[band.sex].loc[:, band.youngest : band.oldest].sum(axis=1) / everyone for band in bands
        }
        return 100 * pd.DataFrame(shares).astype("float64")

    def years(self, people: People, *, release: str | None = None) -> list[int]:
        """The years held of such people, of all releases or of one."""
        held = self._years(people).items()
        return sorted(year for year, editions in held if release is None or _edition(release) in editions)

    def newest(self, people: People, not_after: Period, *, release: str | None = None) -> int | None:
        """The newest year held of such people not after the end of a period, and no more than two years outside it.

        One year serves every area, because each release holds the same people for all of them. None if there is none.
        """
        years = [
            year
            for year in self.years(people, release=release)
            if Period.mid_year(year).end <= not_after.end
            and months_outside(not_after, Period.mid_year(year)) <= FURTHEST_MONTHS
        ]
        return max(years, default=None)

    def at(self, area: Area | str, people: People, period: Period, *, release: str | None = None) -> Value:
        """The population to set a figure of ``period`` against: that of :meth:`newest`; missing if there is none."""
        key = (str(area), people, period, release)
        if key not in self._kept:
            self._kept[key] = self._at(area, people, period, release=release)
        return self._kept[key]

    def _at(self, area: Area | str, people: People, period: Period, *, release: str | None) -> Value:
        year = self.newest(people, period, release=release)
        if year is not None:
            return self.count(area, people, year, release=release)
        where = f" in the {release}" if release else ""
        reason = f"no {_kind(people)} is held for the two years before the {period.label} ends{where}"
        return dataclasses.replace(self.count(area, people, period.end.year), value=None, release="", reason=reason)

    def one_release(self, people: People, *periods: Period) -> str | None:
        """The newest release that holds such people for every one of the periods, for rates to be compared on; or None.

        Pass it to :meth:`at` as ``release``.
        """
        usable = [name for name in self.releases if all(self.newest(people, p, release=name) for p in periods)]
        return usable[-1] if usable else None

    def _years(self, people: People) -> dict[int, set[str]]:
        """The years that such people are held for, with the editions that hold them."""
        if people == EVERYONE:
            return self._held["persons of all ages"]
        alone = people.youngest > OLDEST or (people.oldest or 0) >= OLDEST
        return {} if alone else self._held[people.sex]

    @functools.cached_property
    def _kept(self) -> dict[tuple, Any]:
        """What :meth:`at` and :meth:`structure` found before: a chapter asks for the same for every kind of offence."""
        return {}

    @functools.cached_property
    def _held(self) -> dict[str, dict[int, set[str]]]:
        """The editions of each year, by sex, and of all people of all ages."""
        everyone = self.all_ages.assign(sex="persons of all ages")
        pairs = pd.concat([self.ages, everyone])[["sex", "year", "edition"]].drop_duplicates()
        held: dict[str, dict[int, set[str]]] = {sex: {} for sex in (*SEXES, "persons of all ages")}
        for (sex, year), part in pairs.groupby(["sex", "year"]):
            held[str(sex)][int(year)] = set(part["edition"])
        return held

    @functools.cached_property
    def _rows(self) -> dict[bool, dict[tuple[str, int], pd.DataFrame]]:
        """The rows of each area and year: True of everyone, False by sex and age."""
        frames = {True: self.all_ages, False: self.ages}
        return {whole: dict(iter(frame.groupby(["area", "year"]))) for whole, frame in frames.items()}

    def _reason(self, people: People, year: int, release: str | None) -> str:
        """Why there is no figure; empty if there is one."""
        held = self._years(people)
        if year in held and (release is None or _edition(release) in held[year]):
            return ""
        if people.youngest > OLDEST or (people.oldest or 0) >= OLDEST:
            return f"people aged {OLDEST} and over are estimated together"
        where = f" in the {release}" if release and year in held else ""
        return f"no {_kind(people)} is held for mid-{year}{where}"

    def _area(self, area: Area | str) -> str:
        return area_name(area, self.areas, {name for name, _ in self._rows[True]}, "population estimate")


def population(assessment: Assessment) -> Population:
    """Mid-year estimates for 30 June of every year up to the end of the assessment's period."""
    package = contracts.descriptor()
    frames = {name: processed(name) for name in (BY_AGE, TOTALS)}
    last = max(year for year in frames[TOTALS]["year"].unique() if Period.mid_year(year).end <= assessment.current.end)
    ages, totals = (frame[frame["year"] <= last].reset_index(drop=True) for frame in frames.values())
    return Population(
        ages=ages,
        all_ages=totals,
        areas=package.read("population_areas"),
        editions=package.read("population_editions"),
        source=package.source(NAME),
    )


def _kind(people: People) -> str:
    """What kind of estimate such people need."""
    if people == EVERYONE:
        return "estimate"
    return "estimate by age" if people.sex == "persons" else "estimate by sex and age"


def _release(edition: str) -> str:
    return f"{edition} edition"


def _edition(release: str) -> str:
    return release.removesuffix(" edition")
