"""The units that figures come in: the one list of them.

A :class:`Value` has one of these units, or a rate made of two: "per 1,000 people", "offences a day". A unit says what
is counted, not how it was counted or of whom; that is said by the measure, and by ``people``.
"""

from __future__ import annotations

import re

EVENTS = ("offences", "incidents", "crimes", "calls", "attendances", "admissions", "deaths", "outcomes", "searches")
CASES = ("cases", "referrals", "orders", "households", "dwellings", "vehicles", "responses", "posts", "categories")
PERSONS = ("people", "women", "victims", "suspects", "offenders", "children", "respondents", "patients")
MONEY = ("pounds",)
RELATIVE = ("per cent", "percentage points", "rank", "ratio", "index", "probability", "standard deviations")
TIME = ("months", "days", "years")
PLACES = ("areas", "hectares", "square kilometres", "people per square kilometre")
UNITS = (*EVENTS, *CASES, *PERSONS, *MONEY, *RELATIVE, *TIME, *PLACES)
COUNTED = (*EVENTS, *CASES, *PERSONS)
RATE = re.compile(r"per (?P<many>[\d,]+) (?P<whom>[a-z ]+)")
PACE = re.compile(r"(?P<what>[a-z ]+) (?:a|per) (?:day|week|month|year|person|head|offence|victim|case|household)")


def check_unit(unit: str) -> None:
    """Refuse a unit that is none of these.

    >>> check_unit("per 1,000 people"), check_unit("offences a day"), check_unit("pounds per victim")
    (None, None, None)
    """
    paced = PACE.fullmatch(unit)
    if not (unit in UNITS or is_rate(unit) or (paced and paced["what"] in (*COUNTED, *MONEY))):
        raise ValueError(
            f'there is no unit "{unit}"; choose one of {", ".join(UNITS)}, or add it to analysis_lib/values/units.py'
        )


def is_rate(unit: str) -> bool:
    """Whether it is a rate for so many people (or households, or vehicles).

    >>> is_rate("per 1,000 people"), is_rate("per cent")
    (True, False)
    """
    found = RATE.fullmatch(unit)
    return bool(found and found["whom"] in COUNTED)


def rate_multiplier(unit: str) -> int:
    """How many people a rate is given for.

    >>> rate_multiplier("per 1,000 people")
    1000
    """
    return int(RATE.fullmatch(unit)["many"].replace(",", ""))
