"""Money that knows what it is: of which edition, in which year's prices, over how many years, for which harm.

Every sum of the chapter is a :class:`Cost`. The functions here are the only ways to make one, to take it to the prices
of another year and to add two; each refuses what would make no sense, and says why.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analysis_lib.statistics.prices import uprate
from analysis_lib.values import Value

Account = Literal["crime", "domestic abuse", "services", "spending"]


@dataclass(frozen=True)
class UnitCost:
    """The average cost to society of one estimated crime, in pounds of ``price_year``."""

    crime: str
    component: str
    edition: str
    pounds: float
    price_year: str
    source: str
    second_hand: bool = True


@dataclass(frozen=True)
class Multiplier:
    """Estimated crimes for each recorded one."""

    crime: str
    edition: str
    value: float


@dataclass(frozen=True)
class Deflators:
    """An index of prices: ``year_type`` "financial" or "calendar", and the index by year (``2024-25``)."""

    year_type: Literal["financial", "calendar"]
    index: dict[str, float]
    source: str

    @property
    def first(self) -> str:
        return min(self.index)

    @property
    def last(self) -> str:
        return max(self.index)


@dataclass(frozen=True)
class Estimated:
    """A number of estimated crimes, with the edition whose multiplier made it."""

    value: Value
    crime: str
    edition: str


@dataclass(frozen=True)
class Cost:
    """A sum of money. ``years`` is the number of years it is summed over; ``account`` the harm that it counts."""

    value: Value
    price_year: str
    edition: str
    account: Account
    years: int = 1
    floor: bool = False

    @property
    def annual(self) -> Value:
        """The cost of one year; refused for a cost that is summed over several."""
        if self.years != 1:
            raise ValueError(
                f"{self.value.title} is summed over {self.years} years of abuse and is no annual cost; print it with "
                "that sentence, or take a component that covers one year"
            )
        return self.value


def estimated(recorded: Value, multiplier: Multiplier) -> Estimated:
    """The estimated crimes behind recorded ones: reported or not, by the multiplier of an edition."""
    if recorded.unit != "offences":
        raise ValueError(f"a multiplier takes recorded offences, got {recorded.unit}; it must be applied once only")
    number = None if recorded.missing else recorded.number * multiplier.value
    value = dataclasses.replace(
        recorded,
        value=number,
        unit="crimes",
        measure=f"estimated:{recorded.measure}",
        population="crimes estimated, recorded or not",
        method=f"recorded offences times {multiplier.value:g}, the Home Office's multiplier of {multiplier.edition}",
        second_hand=True,
    )
    return Estimated(value, multiplier.crime, multiplier.edition)


def cost(crimes: Estimated, unit: UnitCost) -> Cost:
    """What estimated crimes cost. Refused for a recorded count, for another crime and for another edition."""
    if not isinstance(crimes, Estimated):
        raise ValueError(
            "a unit cost is for one estimated crime, and this is a recorded count; multiply it first with "
            "estimated(...), or take floor_cost(...), which says that it is a floor"
        )
    if crimes.crime != unit.crime:
        raise ValueError(f"a unit cost of {unit.crime} cannot be taken for {crimes.crime}; take that of the same crime")
    if crimes.edition != unit.edition:
        raise ValueError(
            f"the multiplier is of the edition {crimes.edition} and the unit cost of {unit.edition}; take both from one"
        )
    return _cost(crimes.value, unit, floor=False)


def floor_cost(recorded: Value, unit: UnitCost) -> Cost:
    """What the recorded offences alone cost: a floor, where no multiplier is held."""
    return _cost(recorded, unit, floor=True)


def _cost(count: Value, unit: UnitCost, *, floor: bool) -> Cost:
    what = "recorded offences only, a floor" if floor else "estimated crimes"
    value = dataclasses.replace(
        count,
        value=None if count.missing else count.number * unit.pounds,
        unit="pounds",
        measure=f"cost:crime:{count.measure.removeprefix('estimated:')}",
        title=f"Cost of {unit.crime}",
        population=what,
        method=f"{what}, times £{unit.pounds:,.0f} each ({unit.component}), prices of {unit.price_year}",
        sources=tuple(dict.fromkeys([*count.sources, unit.source])),
        second_hand=unit.second_hand or count.second_hand,
    )
    return Cost(value, unit.price_year, unit.edition, "crime", floor=floor)


def in_prices_of(sum_of_money: Cost, year: str, deflators: Deflators) -> Cost:
    """A cost in the prices of another financial year, by the GDP deflators of financial years."""
    if deflators.year_type != "financial":
        raise ValueError(
            "costs are kept in prices of financial years, and these deflators are of calendar years; take the series "
            "of financial years"
        )
    for name in (sum_of_money.price_year, year):
        if name not in deflators.index:
            raise ValueError(
                f"there is no deflator for {name}; those held run from {deflators.first} to {deflators.last}"
            )
    value = sum_of_money.value
    if value.missing or year == sum_of_money.price_year:
        return dataclasses.replace(sum_of_money, price_year=year)
    index = {"index_from": deflators.index[sum_of_money.price_year], "index_to": deflators.index[year]}
    moved = {
        name: None if (number := getattr(value, name)) is None else float(uprate(number, **index))
        for name in ("value", "lower", "upper")
    }
    method = f"{value.method}; taken to prices of {year} with the GDP deflator"
    sources = tuple(dict.fromkeys([*value.sources, deflators.source]))
    return dataclasses.replace(
        sum_of_money, value=dataclasses.replace(value, **moved, method=method, sources=sources), price_year=year
    )


def added(costs: Sequence[Cost], *, measure: str, title: str) -> Cost:
    """The sum of costs of one account, one price year, one edition and the same number of years."""
    first = costs[0]
    accounts = {one.account for one in costs}
    if len(accounts) > 1:
        raise ValueError(
            f"costs of {' and of '.join(sorted(accounts))} count the same incidents and exclude each other; print the "
            "two totals side by side, never their sum"
        )
    for name, what in (("price_year", "price year"), ("edition", "edition"), ("years", "number of years")):
        if len(found := {getattr(one, name) for one in costs}) > 1:
            raise ValueError(f"costs to be added must be of one {what}, got {', '.join(map(str, sorted(found)))}")
    reason = next((one.value.reason or "no figure" for one in costs if one.value.missing), "")
    value = dataclasses.replace(
        first.value,
        value=None if reason else sum(one.value.number for one in costs),
        lower=None,
        upper=None,
        confidence_level=None,
        measure=measure,
        title=title,
        method=f"sum of {len(costs)} costs, each as its own row says; prices of {first.price_year}",
        sources=tuple(dict.fromkeys(source for one in costs for source in one.value.sources)),
        second_hand=any(one.value.second_hand for one in costs),
        reason=reason,
    )
    return Cost(value, first.price_year, first.edition, first.account, first.years, any(one.floor for one in costs))
