"""Is an offence seasonal? Decomposition, strength, three tests that must agree, and many categories at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from statsmodels.stats.multitest import multipletests

from analysis_lib.assessment import Assessment
from analysis_lib.catalogue import Dataset
from analysis_lib.measures import TOTAL, Measure
from analysis_lib.statistics.calendar import calendar_adjusted
from analysis_lib.statistics.decomposition import LOWEST_MEDIAN, Decomposition, Strength, decompose, strength
from analysis_lib.statistics.scales import from_scale
from analysis_lib.statistics.seasonality import LOWEST_STRENGTH, SeasonalityTests, log_changes, seasonality_tests
from analysis_lib.subjects.recorded_crime.counts import LONDON
from analysis_lib.subjects.seasons.series import Run, pandemic_years, run

FALSE_DISCOVERY_RATE = 0.05
SEASONAL, SLIGHT, SIGNS, NONE, UNTESTED = "seasonal", "slight season", "signs only", "none shown", "not tested"
ALONE, NORMAL = 5, 1.4826  # standard deviations; what makes one of a median distance from the centre
NOTHING = Strength(float("nan"), float("nan"))


@dataclass(frozen=True)
class Season:
    """What was found of one measure in one area; without ``parts`` it was not tested, for the run's reason.

    ``used`` marks the months outside the years of the pandemic, on which strength and tests rest; ``outliers`` those
    that stand quite alone, which the strength leaves out and the tests take at their trend. ``p_values`` are the
    largest of the three tests', which is small only if all agree, and the second largest; ``q_values`` the same,
    corrected for the number of categories looked at.
    """

    run: Run
    used: np.ndarray
    parts: Decomposition | None = None
    strength: Strength = NOTHING
    tests: SeasonalityTests | None = None
    p_values: tuple[float, float] = (float("nan"), float("nan"))
    q_values: tuple[float, float] = (float("nan"), float("nan"))

    @property
    def verdict(self) -> str:
        """The word that may be used: "seasonal" only if the three tests agree and the season is strong."""
        if self.parts is None:
            return UNTESTED
        all_agree, two_agree = (q_value <= FALSE_DISCOVERY_RATE for q_value in self.q_values)
        if not all_agree:
            return SIGNS if two_agree else NONE
        return SEASONAL if self.strength.seasonal >= LOWEST_STRENGTH else SLIGHT

    @property
    def outliers(self) -> np.ndarray:
        """True for a month of its own kind outside the pandemic's years; see :func:`quite_alone`."""
        return quite_alone(self.parts, self.used)

    @property
    def counts(self) -> np.ndarray:
        """The counts with each outlier at its trend."""
        return _at_trend(self.run.months, self.parts, self.outliers).to_numpy()


@dataclass(frozen=True)
class Seasons:
    """The seasons of every category in the area and in London, by the measure's name, and what they were made from."""

    offences: Dataset
    a: Assessment
    own: dict[str, Season]
    london: dict[str, Season]

    def of(self, *verdicts: str) -> list[Season]:
        """The area's seasons with one of these verdicts, all offences aside, the strongest first."""
        chosen = [season for name, season in self.own.items() if season.verdict in verdicts and name != TOTAL]
        return sorted(chosen, key=lambda season: -season.strength.seasonal)


def seasons(offences: Dataset, a: Assessment) -> Seasons:
    """Every category of the publication looked at for a season, in the area and in London."""
    names = [measure.name for measure in categories(offences)]
    own, london = (judged([season(offences, name, area) for name in names]) for area in (a.area.name, LONDON))
    return Seasons(offences, a, dict(zip(names, own, strict=True)), dict(zip(names, london, strict=True)))


def categories(offences: Dataset) -> list[Measure]:
    """All offences, the groups and their members, none of them twice, whose label has come into use.

    Fraud, which left these figures, is not among them.
    """
    counted = {TOTAL} | {m.name for m in offences.measures.values() if m.part_of == TOTAL}
    titles = {m.name: m.title for m in offences.measures.values()}
    members = {m.name for m in offences.measures.values() if m.part_of in counted and m.title != titles[m.part_of]}
    last = f"{offences.frame['month'].max():%Y-%m}"
    return [m for m in offences.measures.values() if m.name in counted | members and m.first_full_month <= last]


def season(offences: Dataset, measure: str, area: str) -> Season:
    """One measure looked at by itself; ``q_value`` is given by :func:`judged`."""
    found = run(offences, measure, area)
    return looked_at(found, ~pandemic_years(offences, found.months.index))


def looked_at(found: Run, used: np.ndarray, **parameters: Any) -> Season:
    """Decomposition, strength and tests of a run of months; strength and tests on the months ``used`` alone.

    ``parameters`` are those of :func:`~analysis_lib.statistics.decomposition.stl`; the fit is robust unless they say
    otherwise.
    """
    reason = found.reason or _too_few(found.months[used])
    if reason:
        return Season(replace(found, reason=reason), used)
    parts = decompose(found.months, **({"robust": True} | parameters))
    alone = quite_alone(parts, used)
    plain, leads_to = used & ~alone, used[1:]  # a change belongs to the month it leads to
    power = strength(trend=parts.trend[plain], seasonal=parts.seasonal[plain], residual=parts.residual[plain])
    changes = log_changes(calendar_adjusted(_at_trend(found.months, parts, alone)))
    tests = seasonality_tests(changes[leads_to], months=found.months.index.month.to_numpy()[1:][leads_to])
    each = sorted([tests.qs_p_value, tests.kruskal_wallis_p_value, np.nan_to_num(tests.f_p_value, nan=1.0)])
    return Season(found, used, parts, power, tests, (float(each[2]), float(each[1])))


def judged(found: list[Season]) -> list[Season]:
    """Seasons with the false-discovery rate of Benjamini and Hochberg over all that were tested."""
    tested = [place for place, one in enumerate(found) if one.parts is not None]
    if not tested:
        return found
    pairs = np.array([found[place].p_values for place in tested])
    corrected = [multipletests(column, method="fdr_bh")[1] for column in pairs.T]
    q_values = dict(zip(tested, zip(*(column.tolist() for column in corrected), strict=True), strict=True))
    return [replace(one, q_values=q_values[place]) if place in q_values else one for place, one in enumerate(found)]


def quite_alone(parts: Decomposition, used: np.ndarray) -> np.ndarray:
    """True for a month in use that lies more than five robust standard deviations from its trend.

    The distance is from the trend, not from the fitted season: a fit of few years follows its months so closely that
    the next month looks odd, and tests of what is left would find the season that the fit itself put there.
    """
    distance = np.abs(parts.observed - parts.trend)
    return used & (distance > ALONE * NORMAL * np.median(distance[used]))


def _at_trend(months: pd.Series, parts: Decomposition, chosen: np.ndarray) -> pd.Series:
    days = months.index.days_in_month.to_numpy(dtype=float)
    return months.where(~chosen, from_scale(parts.trend, scale=parts.scale, days=days))


def _too_few(counts) -> str:
    if len(counts) < 3 * 12:
        return "fewer than three years of comparable months"
    if counts.median() < LOWEST_MEDIAN:
        return f"fewer than {LOWEST_MEDIAN} offences in the usual month"
    return ""
