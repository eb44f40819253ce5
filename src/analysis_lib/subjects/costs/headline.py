"""The values that the chapter's sentences name."""

from __future__ import annotations

import dataclasses

from analysis_lib.measures import TOTAL
from analysis_lib.subjects.costs import funding, interventions, services
from analysis_lib.subjects.costs.abuse import years_of_abuse
from analysis_lib.subjects.costs.model import NO_DEFLATOR, Model
from analysis_lib.subjects.costs.recorded import TOTAL_COST, coverage
from analysis_lib.subjects.costs.uncertainty import edition_error, what_drives
from analysis_lib.subjects.recorded_crime import count
from analysis_lib.values import Value

SERVICES = "public and other services"


def headline(m: Model) -> dict[str, object]:
    """What the chapter finds; an entry is None where there is nothing of its kind."""
    year = f"prices of {m.year}" if m.year else None
    return {
        "area": m.a.area,
        "period": m.a.current,
        "prices": year,
        "total": m.total.value if m.total else None,
        "total_or_gap": m.total.value if m.total else _gap(m),
        **_largest(m),
        **(coverage(m.costs, m.offences, m.a) if m.year else dict.fromkeys(("costed", "floor", "not_costed"))),
        **_drivers(m),
        **_abuse(m),
        **_services(m),
        **(interventions.break_even(m.costs, m.a, m.year) if m.year else dict.fromkeys(BREAK_EVEN)),
        **_funding(m),
    }


def _gap(m: Model) -> Value:
    """A cost without a figure, for the chapter's key number, with the reason."""
    whole = count(m.offences, TOTAL, m.a.area.name, m.a.current)
    return dataclasses.replace(
        whole, value=None, unit="pounds", measure=TOTAL_COST, title="Cost of crime", reason=NO_DEFLATOR
    )


BREAK_EVEN = ("post_cost", "service_cost", "victims_to_break_even", "post_ratio")


def _largest(m: Model) -> dict[str, object]:
    """The dearest crimes, the share of the dearest three, and the part that is a consequence to victims."""
    crimes = [crime for crime in m.crimes if crime.total.value.value]
    if not crimes or m.total is None or m.total.value.missing:
        return dict.fromkeys(("dearest", "dearest_three", "dearest_share", "harm_share", "response_share"))
    three = [dataclasses.replace(crime.total.value, title=crime.recorded.title) for crime in crimes[:3]]
    whole = m.total.value

    def part(name: str, number: float) -> Value:
        return dataclasses.replace(
            whole,
            value=100 * number / whole.number,
            lower=None,
            upper=None,
            confidence_level=None,
            unit="per cent",
            measure=f"share-of-cost:{name}",
            title=f"Share of the cost: {name}",
            method=f"cost of {name} over the cost of all costed crimes",
        )

    return {
        "dearest": three[0],
        "dearest_three": three,
        "dearest_share": part("the three dearest types", sum(value.number for value in three)),
        "harm_share": part("consequence", _component(m, "consequence")),
        "response_share": part("response", _component(m, "response")),
    }


def _component(m: Model, name: str) -> float:
    return sum(crime.components[name].value.value or 0 for crime in m.crimes if name in crime.components)


def _drivers(m: Model) -> dict[str, object]:
    found = what_drives(m.costs, m.offences, m.a)
    if found is None or m.total is None:
        return dict.fromkeys(("driver", "driver_low", "driver_high", "edition_error"))
    first = found.order[0]
    low, high = sorted((found.low[first], found.high[first]))
    ends = {
        name: dataclasses.replace(
            m.total.value,
            value=number,
            lower=None,
            upper=None,
            confidence_level=None,
            measure=f"tornado:{name}",
            method=f"{first} at one end of its 95% range, the others as they are",
        )
        for name, number in (("driver_low", low), ("driver_high", high))
    }
    error = dataclasses.replace(
        m.total.value,
        value=100 * edition_error(m.costs),
        lower=None,
        upper=None,
        confidence_level=None,
        unit="per cent",
        measure="error-of-unit-costs",
        method="root mean square of how far unit costs moved between the two editions, in like prices",
    )
    return {"driver": first, **ends, "edition_error": error}


def _abuse(m: Model) -> dict[str, object]:
    years = dataclasses.replace(
        _gap(m),
        value=years_of_abuse(m.costs),
        unit="years",
        measure="years-of-abuse",
        title="Years of abuse",
        reason="",
        method="printed: an average",
    )
    if not m.abuse:
        return dict.fromkeys(("victims", "victims_period", "abuse", "abuse_services")) | {"abuse_years": years}
    return {
        "abuse_years": years,
        "victims": m.victims,
        "victims_period": m.victims.period,
        "abuse": m.abuse["all"].value,
        "abuse_services": m.abuse[SERVICES].annual,
    }


def _services(m: Model) -> dict[str, object]:
    expected = services.expected_cases(m.costs, m.populations, m.a)
    posts = services.advocates_needed(m.costs, m.populations, m.a)
    reported = services.reported_cases(m.costs, m.a)
    saving = interventions.iris(m.costs, m.populations, m.a)
    return {
        "expected_cases": None if expected.missing else expected,
        "posts": None if posts.missing else posts,
        "reported": None if reported.missing else reported,
        "reported_period": reported.period,
        "iris": None if saving.missing else saving,
    }


def _funding(m: Model) -> dict[str, object]:
    years = funding.yearly(m.costs, m.a)
    last = years[max(years)] if years else None
    return {
        "funded": last,
        "funded_period": last.period if last else None,
        "funded_before": years[min(years)] if len(years) > 1 else None,
        "funded_before_period": years[min(years)].period if len(years) > 1 else None,
        "months_funded": funding.months_funded(m.costs, m.a),
        "strategy": funding.STRATEGY_TITLE,
    }
