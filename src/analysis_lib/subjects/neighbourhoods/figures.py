"""Figures of small areas as values."""

from __future__ import annotations

from analysis_lib.assessment import Period
from analysis_lib.subjects.neighbourhoods.held import Held
from analysis_lib.subjects.neighbourhoods.small_areas import both_years, fullest
from analysis_lib.values import Value

CONFIDENCE = 0.95
FEWEST = 10  # a small area's count is printed from so many on


def areas(held: Held, number: int, what: str, title: str) -> Value:
    """A number of small areas."""
    return held.figure(number, unit="areas", measure=f"number:{what}", title=title)


def number_of_wards(held: Held, number: int, what: str) -> Value:
    """A number of wards."""
    about = {"population": "wards", "sources": (held.wards.source.name,)}
    return held.figure(number, unit="areas", measure=f"number:wards-{what}", title="Wards", **about)


def coefficient(held: Held, number: float, measure: str, title: str) -> Value:
    """A coefficient such as Gini's or a rank correlation."""
    return held.figure(float(number), unit="ratio", measure=measure, title=title, method=title)


def share_in_fullest(
    held: Held, title: str, share: float | None, *, reason: str = "", period: Period | None = None
) -> Value:
    """The share of offences in the fullest small areas, given from 0 to 1."""
    about = {"unit": "per cent", "measure": "fullest-share:recorded_crime_lsoas", "title": title}
    how = {"method": "share of offences in the fullest small areas", "period": period or held.a.current}
    return held.figure(None if share is None else 100 * float(share), reason=reason, **about, **how)


def share_by_chance(held: Held, title: str, row) -> Value:
    """What the fullest small areas of a random try hold on average, with the range of the tries."""
    about = {"unit": "per cent", "measure": "chance-share:recorded_crime_lsoas", "title": title}
    limits = {"lower": 100 * float(row["lower"]), "upper": 100 * float(row["upper"]), "confidence_level": CONFIDENCE}
    method = "share of offences in the fullest small areas of each random try, by residents"
    return held.figure(100 * float(row["by_chance"]), method=method, **about, **limits)


def same_areas(held: Held, number: int) -> Value:
    """How many of the fullest small areas were among as many of the year before."""
    now, before = both_years(held)
    reason = now.reason or before.reason
    same = None if reason else len(set(fullest(now, number)) & set(fullest(before, number)))
    about = {"unit": "areas", "measure": "number:fullest-in-both-years", "title": "Small areas full in both years"}
    return held.figure(same, method=f"of the {number} fullest small areas of each year", reason=reason, **about)


def repeats_by_chance(held: Held, number: int) -> Value:
    """How many of the fullest small areas would be among those of the year before if the years were unrelated."""
    about = {"unit": "areas", "measure": "expected:fullest-in-both-years", "title": "Small areas full in both years"}
    reason = both_years(held)[1].reason
    expected = None if reason else number**2 / len(held.lsoa_codes)
    return held.figure(expected, method="number of areas squared over all areas", reason=reason, **about)


def small_count(held: Held, name: str, number: float) -> Value:
    """Offences of a small area; hidden where they are few."""
    hidden = number < FEWEST
    about = {"unit": "offences", "measure": "recorded_crime_lsoas:total", "title": name, "area": name}
    method = "sum of the months"
    return held.figure(None if hidden else int(number), reason="confidential" if hidden else "", method=method, **about)


def times_average(held: Held, name: str, number: float) -> Value:
    """A small area's offences over the mean of all."""
    about = {"unit": "ratio", "measure": "times-average:recorded_crime_lsoas", "title": name, "area": name}
    return held.figure(float(number), method="offences over the mean of all small areas", **about)


def chance_of_as_much(held: Held, name: str, number: float) -> Value:
    """The adjusted error probability of a hot spot."""
    about = {"unit": "probability", "measure": "p-value:hot-spot", "title": name, "area": name}
    return held.figure(float(number), method="Gi*, adjusted by Benjamini and Hochberg", **about)
