"""What the chapter's sentences name."""

from __future__ import annotations

from analysis_lib.subjects.neighbourhoods.held import Held
from analysis_lib.subjects.neighbourhoods.small_area_headline import small_area_headline
from analysis_lib.subjects.neighbourhoods.ward_headline import ward_headline
from analysis_lib.values import Value


def headline(held: Held) -> dict[str, object]:
    """What the chapter finds; what is not held is None, and ``no_wards``, ``no_areas`` and the like say why."""
    a, wards_gone = held.a, held.no_wards()
    areas_gone, before_gone = (held.no_small_areas(period) for period in (a.current, a.previous))
    found = {
        "area": a.area,
        "period": a.current,
        "previous_period": a.previous,
        "no_wards": wards_gone,
        "no_residents": "" if wards_gone else held.census.reason,
        "no_areas": "" if wards_gone else areas_gone,
        "no_areas_before": "" if areas_gone else before_gone,
        **ward_headline(held),
        **small_area_headline(held),
    }
    return {name: None if _absent(value) else value for name, value in found.items()}


def _absent(value: object) -> bool:
    return value == "" or (isinstance(value, Value) and value.missing)
