"""What crime costs: totals, how surely they are known, and what moves them most."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy import special

from analysis_lib.statistics.checks import (
    between,
    confidence,
    counts,
    named,
    numbers,
    positive,
    shown,
    single,
    whole_number,
)
from analysis_lib.statistics.uncertain_inputs import Distribution

Uncertain = float | Distribution
MOST_DRAWS = 1_000_000
ALL_KNOWN = "every input is a number known exactly, so nothing tells how far the total may be out"


@dataclass(frozen=True)
class CostTotal:
    """Pounds in all, and by type."""

    value: float
    by_type: dict[str, float]


def cost_total(
    unit_costs: Mapping[str, float], *, volumes: Mapping[str, float], multipliers: Mapping[str, float]
) -> CostTotal:
    """The cost of crime: recorded volume times multiplier times unit cost, summed over types of offence.

    The unit cost is of one estimated crime, and the multiplier takes recorded crimes to estimated ones, so both come
    from one edition. Unit costs are averages and cover harm to victims: the total is neither money that could be
    saved nor a cost to the council.

    Parameters
    ----------
    unit_costs : pounds of one crime by type, 0 or more, all in one price base
    volumes : recorded crimes by type, 0 or more
    multipliers : estimated crimes for each recorded crime by type, 0 or more; 1 where all are recorded (homicide)

    Returns
    -------
    CostTotal : pounds, in the price base of the unit costs

    Raises
    ------
    ValueError : the three do not name the same types; a number is negative, missing or text

    References
    ----------
    Heeks, M., Reed, S., Tafsiri, M. and Prince, S. (2018). The economic and social costs of crime, 2nd edition.
    Home Office Research Report 99.

    Examples
    --------
    A hundred robberies at £11,320, of which one in three is not recorded, and ten arsons at £8,420 (by hand:
    100 x 1.5 x 11,320 + 10 x 8,420):

    >>> total = cost_total(
    ...     {"robbery": 11_320, "arson": 8_420},
    ...     volumes={"robbery": 100, "arson": 10}, multipliers={"robbery": 1.5, "arson": 1})
    >>> total.value, total.by_type["robbery"]
    (1782200.0, 1698000.0)

    The cost is £1.8 million in 2015/16 prices, nearly all of it robbery.
    """
    columns = {"unit_costs": unit_costs, "volumes": volumes, "multipliers": multipliers}
    by_type = {
        name: math.prod(single(column, values[name], counts) for column, values in columns.items())
        for name in _types(columns)
    }
    return CostTotal(value=math.fsum(by_type.values()), by_type=by_type)


@dataclass(frozen=True)
class Reconciliation:
    """Whether published components add up to their published total, as far as rounding lets anyone tell."""

    sum: float
    difference: float
    allowed: float
    within_rounding: bool


def reconcile_components(components: Any, *, published_total: float, rounding_unit: float) -> Reconciliation:
    """Do the parts add up to the printed total, allowing for the rounding of each part?

    Parameters
    ----------
    components : the printed parts, rounded to ``rounding_unit``
    published_total : the printed total, in the same unit
    rounding_unit : the last printed place, above 0: 0.1 for £47.3bn

    Returns
    -------
    Reconciliation : the total may differ from the sum by half a unit for each part

    Raises
    ------
    ValueError : a number missing or text; a rounding unit not above 0

    References
    ----------
    Each rounded part is within half a unit of the truth.

    Examples
    --------
    Domestic abuse, £bn: harm 47.3, lost output 14.1, services 4.7 (Home Office Research Report 107, total 66.2):

    >>> found = reconcile_components([47.3, 14.1, 4.7], published_total=66.2, rounding_unit=0.1)
    >>> round(found.sum, 1), round(found.allowed, 2), found.within_rounding
    (66.1, 0.15, True)

    The parts add up to 66.1, which rounding alone explains.
    """
    parts, printed = numbers("components", components), single("published_total", published_total)
    total = math.fsum(np.ravel(parts))
    allowed = parts.size * single("rounding_unit", rounding_unit, positive) / 2
    difference = abs(printed - total)
    # decimals such as 0.1 have no exact binary form, and a difference of exactly the allowance must pass
    return Reconciliation(total, difference, allowed, difference <= allowed + 1e-9 * max(abs(printed), allowed))


@dataclass(frozen=True)
class SimulatedTotal:
    """The middle of the simulated totals and the interval that holds them, with how they were drawn.

    ``totals`` are the draws themselves, in pounds, from the lowest to the highest.
    """

    median: float
    lower: float
    upper: float
    mean: float
    standard_deviation: float
    confidence_level: float
    draws: int
    seed: int
    reason: str = ""
    totals: np.ndarray = field(default_factory=lambda: np.empty(0), repr=False, compare=False)

    def limits(self, confidence_level: float) -> tuple[float, float]:
        """The interval that holds this share of the same draws; missing (nan) where ``lower`` is."""
        if np.isnan(self.lower):
            return np.nan, np.nan
        return _ends(self.totals, confidence(confidence_level))


def simulate_cost_total(
    unit_costs: Mapping[str, Uncertain],
    *,
    volumes: Mapping[str, Uncertain],
    multipliers: Mapping[str, Uncertain],
    unit_cost_correlation: float,
    seed: int,
    shares: Mapping[str, Uncertain] | None = None,
    draws: int = 20_000,
    confidence_level: float = 0.95,
) -> SimulatedTotal:
    """The cost of crime when volume, multiplier and unit cost are each known only roughly.

    Every input is drawn ``draws`` times from its distribution and the totals are formed as in :func:`cost_total`. Unit
    costs share a common cause, above all the value put on a year of healthy life: each is driven by a standard
    normal ``sqrt(rho) common + sqrt(1 - rho) own``. Taken as independent their errors would cancel and the interval
    be far too narrow, so ``unit_cost_correlation`` has no default.

    Parameters
    ----------
    unit_costs, volumes, multipliers : by type of offence; each a number known exactly, or a distribution of
        :mod:`analysis_lib.statistics.uncertain_inputs`
    unit_cost_correlation : rho, between 0 (independent) and 1 (all high together or all low)
    seed : whole number of 0 or more, from the assessment's configuration; the same seed gives the same draws
    shares : by type, a further factor such as the share flagged as domestic abuse; 1 if left out
    draws : from 100 to a million
    confidence_level : between 0 and 1

    Returns
    -------
    SimulatedTotal : pounds; types are drawn in alphabetical order, so that the order given does not matter. Limits are
        missing (nan), with the ``reason``, if every input is a number known exactly

    Raises
    ------
    ValueError : types that differ; a correlation outside 0 to 1; no whole seed; too few draws or too many

    References
    ----------
    HM Treasury, The Green Book, supplementary guidance on uncertainty. Vasicek, O. (2002). The distribution of loan
    portfolio value. Risk 15, 160-162 (the single common factor).

    Examples
    --------
    Robbery and theft of vehicles, unit costs with standard errors of 30% that mostly move together:

    >>> from analysis_lib.statistics.uncertain_inputs import gamma_from_mean, pert, poisson_count
    >>> total = simulate_cost_total(
    ...     {"robbery": gamma_from_mean(11_320, standard_error=3_396),
    ...      "vehicle": gamma_from_mean(10_290, standard_error=3_087)},
    ...     volumes={"robbery": poisson_count(420), "vehicle": poisson_count(900)},
    ...     multipliers={"robbery": pert(lowest=1.5, mode=2.4, highest=4.5), "vehicle": 1.1},
    ...     unit_cost_correlation=0.8, seed=2025)
    >>> [round(pounds / 1e6) for pounds in (total.lower, total.median, total.upper)]
    [11, 22, 38]

    About £22 million, and anything from £11 million to £38 million fits what is known.
    """
    inputs = {"unit_costs": unit_costs, "volumes": volumes, "multipliers": multipliers}
    inputs |= {} if shares is None else {"shares": shares}
    rho = between("unit_cost_correlation", unit_cost_correlation, 0, 1, remedy="write 0.8")
    level, seed = confidence(confidence_level), whole_number("seed", seed, remedy="set it in configuration")
    draws = whole_number("draws", draws, least=100, most=MOST_DRAWS, remedy="write 20_000")
    totals = _drawn_totals(inputs, rho, draws, np.random.Generator(np.random.PCG64(seed)))
    middle = float(np.median(totals))
    if not np.ptp(totals):
        return SimulatedTotal(middle, np.nan, np.nan, middle, 0.0, level, draws, seed, ALL_KNOWN)
    mean, deviation = float(totals.mean()), float(totals.std(ddof=1))
    ends = _ends(totals, level)
    return SimulatedTotal(middle, *ends, mean, deviation, level, draws, seed, totals=np.sort(totals))


def _ends(totals: np.ndarray, level: float) -> tuple[float, float]:
    lower, upper = np.quantile(totals, [(1 - level) / 2, (1 + level) / 2])
    return float(lower), float(upper)


@dataclass(frozen=True)
class Tornado:
    """What a result becomes when each input alone goes low and high; ``order`` has the widest swing first."""

    base: float
    low: dict[str, float]
    high: dict[str, float]
    order: list[str]


def product(**inputs: float) -> float:
    """All inputs multiplied: the model of a cost, volume times multiplier times unit cost.

    >>> product(victims=1200, unit_cost=14_050, multiplier=1.8)
    30348000.0

    Twelve hundred recorded victims, 1.8 for each of them, at £14,050: £30 million.
    """
    return float(math.prod(single(name, value) for name, value in inputs.items()))


def tornado(
    base: Mapping[str, float],
    *,
    low: Mapping[str, float],
    high: Mapping[str, float],
    model: Callable[..., float] = product,
) -> Tornado:
    """Which input moves the result most: each in turn at its low and its high, the others as they are.

    Parameters
    ----------
    base : the inputs as they are, by name
    low, high : the same inputs at the ends of their ranges
    model : the function of the inputs, called with them by name; their product if left out

    Returns
    -------
    Tornado : the result with no input changed, with each at its low and at its high, and the names by the size of
        their swing, the widest first (those of one size in the order of ``base``)

    Raises
    ------
    ValueError : the three do not name the same inputs; a number missing or text

    References
    ----------
    Howard, R. A. (1988). Decision analysis: practice and promise. Management Science 34, 679-695.

    Examples
    --------
    Violence with injury (figures of R, one input at a time):

    >>> found = tornado(
    ...     {"victims": 1200, "unit_cost": 14_050, "multiplier": 1.8},
    ...     low={"victims": 1000, "unit_cost": 12_000, "multiplier": 1.2},
    ...     high={"victims": 1400, "unit_cost": 17_000, "multiplier": 2.6})
    >>> found.order, round(found.low["multiplier"]), round(found.high["multiplier"])
    (['multiplier', 'unit_cost', 'victims'], 20232000, 43836000)

    The multiplier matters most: it alone takes the cost from £20 million to £44 million.
    """
    columns = {"base": base, "low": low, "high": high}
    _types(columns)
    start, lows, highs = ({name: single(column, values[name]) for name in base} for column, values in columns.items())
    if not callable(model):
        raise ValueError(f"model must be a function of the inputs by name, got {shown(model)}; leave it out")
    at_low = {name: float(model(**(start | {name: lows[name]}))) for name in start}
    at_high = {name: float(model(**(start | {name: highs[name]}))) for name in start}
    order = sorted(start, key=lambda name: -abs(at_high[name] - at_low[name]))
    return Tornado(float(model(**start)), at_low, at_high, order)


def _types(columns: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The names all columns have, in alphabetical order."""
    (first, names), *others = [(column, set(named(column, values))) for column, values in columns.items()]
    if not names:
        raise ValueError(f"{first} must name one type or more, got none; leave the table out and say why")
    for column, found in others:
        if odd := sorted(names ^ found):
            raise ValueError(f"{column} must name the same types as {first}, got {', '.join(odd)} in one only; add it")
    return sorted(names)


def _drawn_totals(inputs: Mapping, rho: float, draws: int, generator: np.random.Generator) -> np.ndarray:
    """The total cost of each draw; the first input of every type, its unit cost, shares a common cause."""
    common, totals = generator.standard_normal(draws), np.zeros(draws)
    for name in _types(inputs):
        own = generator.standard_normal((len(inputs), draws))
        own[0] = math.sqrt(rho) * common + math.sqrt(1 - rho) * own[0]
        totals += math.prod(_drawn(key, inputs[key][name], normal) for key, normal in zip(inputs, own, strict=True))
    return totals


def _drawn(name: str, value: Uncertain, normal: np.ndarray) -> Any:
    return value.inverse(special.ndtr(normal)) if isinstance(value, Distribution) else single(name, value, counts)
