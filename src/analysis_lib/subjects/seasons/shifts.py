"""Has the level of an offence shifted? A possible date, never a cause, and the known changes near it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis_lib.catalogue import Dataset
from analysis_lib.statistics.breaks import FEWEST_MONTHS_EACH_SIDE, level_shift
from analysis_lib.statistics.scales import LOG_PER_DAY, from_scale
from analysis_lib.subjects.seasons.series import breaks_of
from analysis_lib.subjects.seasons.strength import Season

SUDDEN = 0.5  # of the difference between the levels, between the year before and the year after
NEAR = 6  # months to either side of a shift in which known changes are named beside it


@dataclass(frozen=True)
class Shift:
    """A possible change of level: the first month after it, and the usual month before and after it, in offences.

    ``after_gap`` is the last month before it where the pandemic's years lie between, else None.
    """

    month: pd.Timestamp
    before: float
    after: float
    after_gap: pd.Timestamp | None


def shift(found: Season) -> Shift | None:
    """The place at which two levels of the seasonally adjusted months fit best, or None.

    None if two levels are not worth it (Bayesian information criterion), or if less than half of their difference comes
    between the year before and the year after: a slow rise is no shift. The years of the pandemic are left out.
    """
    if found.parts is None:
        return None
    adjusted, months = found.parts.seasonally_adjusted[found.used], found.run.months.index[found.used]
    if len(adjusted) < 2 * FEWEST_MONTHS_EACH_SIDE:
        return None
    place = level_shift(adjusted)
    here = place.observations_before
    if not place.is_supported or not _is_sudden(adjusted, here, place.mean_after - place.mean_before):
        return None
    days = 365.25 / 12 if found.parts.scale == LOG_PER_DAY else 1.0
    before, after = (
        float(from_scale(level, scale=found.parts.scale, days=days)) for level in (place.mean_before, place.mean_after)
    )
    neighbours = months[here] - pd.DateOffset(months=1) == months[here - 1]
    return Shift(months[here], before, after, None if neighbours else months[here - 1])


def known_changes(offences: Dataset, found: Season, month: pd.Timestamp) -> list[str]:
    """What is known to have changed in recording near a month, and the pandemic; never a claim that it is the cause."""
    first, last = offences.source.pandemic
    known = {when: f"{label}, {when:%B %Y}" for when, label in offences.source.breaks.items()}
    known |= {when: f"recording of {title.lower()}, {when:%B %Y}" for when, title in _label_changes(offences, found)}
    known |= {first: f"pandemic begins, {first:%B %Y}", last: f"pandemic ends, {last:%B %Y}"}
    return [
        label for when, label in sorted(known.items()) if abs((when.to_period("M") - month.to_period("M")).n) <= NEAR
    ]


def _label_changes(offences: Dataset, found: Season) -> list[tuple[pd.Timestamp, str]]:
    """The breaks of the measure and of its members, whether or not they moved it."""
    own = {name: offences.measures[name] for name in (found.run.measure.name,)}
    own |= {m.name: m for m in offences.measures.values() if m.part_of == found.run.measure.name}
    marks = [(pd.Timestamp(m.break_month), m.title) for m in own.values() if m.break_month]
    return [*marks, *((month, title) for month, title in breaks_of(offences, found.run.measure.name).items())]


def _is_sudden(values: np.ndarray, place: int, difference: float) -> bool:
    year = FEWEST_MONTHS_EACH_SIDE
    nearby = values[place : place + year].mean() - values[place - year : place].mean()
    return bool(nearby / difference >= SUDDEN)
