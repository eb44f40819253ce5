"""What an intervention would cost and might save: a calculator with its assumptions in the open."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

import numpy as np

from analysis_lib.assessment import Assessment
from analysis_lib.catalogue import Costs, Population
from analysis_lib.people import People
from analysis_lib.statistics.appraisal import GREEN_BOOK_STEPS, benefit_cost_ratio, discount_factors
from analysis_lib.subjects.costs.abuse import per_victim
from analysis_lib.subjects.costs.money import Cost, in_prices_of
from analysis_lib.subjects.costs.recorded import deflators
from analysis_lib.subjects.costs.services import CASELOAD, benchmark
from analysis_lib.subjects.costs.uncertainty import assumed
from analysis_lib.values import Value

SERVICES = "public and other services"
AVOIDED = "advocate posts: victims for whom the costs of services are avoided"
OPTIMISM, ADDITIONAL = "advocate posts: optimism bias", "advocate posts: additionality"
ADVOCATE, IRIS = "Independent domestic violence advocate", "IRIS in general practice"
SCENARIOS = ("low", "central", "high")
YEARS = 3  # the horizon of the calculator: the length of a funding round


@dataclass(frozen=True)
class Scenario:
    """One scenario of advocate posts: discounted costs and benefits over the horizon, net value and ratio."""

    name: str
    costs: Value
    benefits: Value
    net: Value
    ratio: Value


def advocate_posts(costs: Costs, a: Assessment, year: str, *, posts: int = 1, years: int = YEARS) -> list[Scenario]:
    """Advocate posts in a low, a central and a high scenario, discounted by the Green Book, in prices of ``year``.

    The benefit is the cost of public and other services for the victims helped, in so far as it is avoided and would
    not have been anyway. The shares are assumptions; harm to victims, which matters most, is not given a price here.
    """
    if posts < 1 or years < 1:
        raise ValueError(f"posts and years must be 1 or more, got {posts} and {years}; write posts=1, years=3")
    return [_scenario(costs, a, year, name, posts, years) for name in SCENARIOS]


def _scenario(costs: Costs, a: Assessment, year: str, name: str, posts: int, years: int) -> Scenario:
    factors = np.asarray(discount_factors(np.arange(years), rates=GREEN_BOOK_STEPS))
    spent = posts * post_cost(costs, year, name) * (1 + _against(costs, OPTIMISM, name)) * factors.sum()
    fewest, most = (benchmark(costs, f"{CASELOAD}, {end}") for end in ("low", "high"))
    helped = posts * {"low": fewest, "central": (fewest + most) / 2, "high": most}[name]
    shares = assumed(costs, AVOIDED, name) * assumed(costs, ADDITIONAL, name)
    gained = helped * shares * service_cost(costs, a, year) * factors.sum()
    found = benefit_cost_ratio(benefits=gained, costs=spent)
    about = f"{posts} full-time post{'s' * (posts > 1)} for {years} years, {name} scenario, prices of {year}"
    value = _value(costs, a, about)
    return Scenario(
        name,
        value("costs", spent, "Cost, discounted"),
        value("benefits", gained, "Services avoided, discounted"),
        value("net", float(found.net_present_value), "Net present value"),
        value("ratio", float(found.ratio), "Benefit-cost ratio", unit="ratio"),
    )


def _against(costs: Costs, name: str, scenario: str) -> float:
    """The value of an assumption that works against the case: its high value in the low scenario."""
    return assumed(costs, name, {"low": "high", "central": "central", "high": "low"}[scenario])


def post_cost(costs: Costs, year: str, scenario: str = "central") -> float:
    """Pounds for a full-time advocate post in a year, in prices of ``year``: dearest in the low scenario."""
    table = costs["intervention_evidence"]
    rows = table[table["intervention"] == ADVOCATE].set_index("scenario")
    printed = {name: float(rows.at[name, "estimate"]) for name in ("low", "high")}
    pounds = {"low": printed["high"], "central": sum(printed.values()) / 2, "high": printed["low"]}[scenario]
    index = deflators(costs).index
    return pounds * index[year] / index[str(rows.at["low", "price_year"])]


def service_cost(costs: Costs, a: Assessment, year: str) -> float:
    """Pounds of public and other services for one victim of domestic abuse in a year, in prices of ``year``."""
    value = _value(costs, a, "one victim")("service-cost", per_victim(costs, SERVICES), "Services for one victim")
    cost = Cost(value, "2016-17", "Research Report 107", "services")
    return in_prices_of(cost, year, deflators(costs)).value.number


def break_even(costs: Costs, a: Assessment, year: str) -> dict[str, Value]:
    """How many victims' service costs a post must avoid to pay for itself, and how far it does in the central scenario.

    The first needs no assumption. It is rounded up, because a post that avoids one fewer does not pay for itself.
    """
    pounds, services = post_cost(costs, year), service_cost(costs, a, year)
    value = _value(costs, a, f"prices of {year}")
    return {
        "post_cost": value("post-cost", pounds, "Cost of a full-time advocate post in a year"),
        "service_cost": value("service-cost", services, "Cost of services for one victim in a year"),
        "victims_to_break_even": value(
            "break-even", math.ceil(pounds / services), "Victims whose service costs must be avoided", unit="victims"
        ),
        "post_ratio": advocate_posts(costs, a, year)[SCENARIOS.index("central")].ratio,
    }


def iris(costs: Costs, populations: Population, a: Assessment) -> Value:
    """The published net saving of IRIS for each woman registered, times the women who live here; its limits travel."""
    residents = populations.at(a.area, People("women", 16), a.current)
    table = costs["intervention_evidence"]
    printed = table[table["intervention"] == IRIS].set_index("scenario")["estimate"].astype("float64")
    times = {
        name: None if residents.missing else residents.number * printed[end]
        for name, end in (("lower", "low"), ("value", "central"), ("upper", "high"))
    }
    return dataclasses.replace(
        residents,
        **times,
        confidence_level=0.95,
        unit="pounds",
        measure="appraisal:iris-net-saving",
        title="Net saving to society from IRIS, over ten years",
        population="women aged 16 and over, as if each were registered with a practice that takes part",
        method="published saving for each woman, not uprated, times women who live here",
        sources=(*residents.sources, str(table[table["intervention"] == IRIS]["publication"].iloc[0])),
        people=None,
    )


def _value(costs: Costs, a: Assessment, about: str):
    held = costs["intervention_evidence"]
    evidence = held[held["intervention"] == ADVOCATE]["publication"].unique()
    sources = tuple(dict.fromkeys([*evidence, *costs["domestic_abuse_costs"]["publication"], deflators(costs).source]))

    def make(name: str, number: float, title: str, unit: str = "pounds") -> Value:
        return Value(
            value=number,
            unit=unit,
            measure=f"appraisal:{name}",
            area=a.area.name,
            period=a.current,
            population=about,
            method="calculator; assumptions as in the table of assumptions",
            sources=sources,
            title=title,
            second_hand=True,
        )

    return make
