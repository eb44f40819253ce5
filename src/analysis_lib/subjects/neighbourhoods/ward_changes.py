"""Changes of wards on the year before: each with its interval, and which hold when all wards are tested together."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import pandas as pd
from statsmodels.stats.multitest import multipletests

from analysis_lib.assessment import Period
from analysis_lib.measures import TOTAL
from analysis_lib.statistics.change import quasi_poisson_rate_ratio, unplaced_effect
from analysis_lib.subjects.neighbourhoods.held import KEPT, Held
from analysis_lib.subjects.neighbourhoods.wards import ward_count
from analysis_lib.values import Value, change

RATE = 0.05  # of the changes said to hold, the share that may on average be chance


@dataclass(frozen=True)
class WardChange:
    """A ward's change, whether it holds among all wards, and what may be said of it."""

    ward: str
    change: Value
    holds: bool

    @property
    def direction(self) -> str:
        """ "rose" or "fell" only if the change is clear by itself and holds among all wards."""
        clear = self.change.direction in ("rose", "fell")
        return "not clear" if clear and not self.holds else self.change.direction


@functools.lru_cache(maxsize=KEPT)
def ward_changes(held: Held) -> list[WardChange]:
    """The change of every ward on the year before, the largest rise first; none where no wards are held."""
    found = [(name, *_change(held, name)) for name in held.ward_names]
    if not found:
        return []
    known = [p_value for _, _, p_value in found if p_value is not None]
    adjusted = iter(multipletests(known, alpha=RATE, method="fdr_bh")[1] if known else [])
    made = [
        WardChange(name, moved, p_value is not None and bool(next(adjusted) < RATE)) for name, moved, p_value in found
    ]
    return sorted(made, key=lambda one: -(one.change.value if one.change.value is not None else -1e9))


def _change(held: Held, ward: str) -> tuple[Value, float | None]:
    """A ward's change, and the p-value of no change; None where there is none."""
    before, now = (_months(held, ward, period) for period in (held.a.previous, held.a.current))
    days = [[month.days_in_month for month in months.index] for months in (before, now)]
    moved = change(
        ward_count(held, ward, held.a.previous),
        ward_count(held, ward, held.a.current),
        months_before=before.tolist(),
        months_now=now.tolist(),
        days_before=days[0],
        days_now=days[1],
        artefact=placing(held),
    )
    if moved.lower is None:
        return moved, None
    return moved, quasi_poisson_rate_ratio(
        before.tolist(), now.tolist(), days_before=days[0], days_after=days[1]
    ).p_value


def placing(held: Held) -> tuple[float, float]:
    """The range of per cent changes that placing offences elsewhere than before makes by itself, on average of wards.

    Offences are first placed in a borough, then in a ward; the two effects may add up or cancel.
    """
    effects = [_in_boroughs(held), _in_wards(held)]
    return sum(min(0.0, effect) for effect in effects), sum(max(0.0, effect) for effect in effects)


def _in_boroughs(held: Held) -> float:
    table = held.boroughs.monthly(TOTAL)
    placed = table[held.boroughs.of_kind("borough", "airports")].sum(axis=1)
    return _effect(held, table[held.boroughs.of_kind("unplaced")].sum(axis=1), placed)


def _in_wards(held: Held) -> float:
    placed = held.wards.monthly(TOTAL)[held.ward_names].sum(axis=1)
    return _effect(held, (held.boroughs.monthly(TOTAL)[held.a.area.name] - placed).clip(lower=0), placed)


def _effect(held: Held, unplaced: pd.Series, placed: pd.Series) -> float:
    sums = functools.partial(_sum, periods=(held.a.previous, held.a.current))
    (lost_before, lost_now), (kept_before, kept_now) = sums(unplaced), sums(placed)
    return unplaced_effect(
        unplaced_before=lost_before, placed_before=kept_before, unplaced_after=lost_now, placed_after=kept_now
    )


def _sum(series: pd.Series, periods: tuple[Period, ...]) -> list[float]:
    return [float(series[str(period.start) : str(period.end)].sum()) for period in periods]


def _months(held: Held, ward: str, period: Period) -> pd.Series:
    return held.wards.monthly(TOTAL)[ward][str(period.start) : str(period.end)]
