"""Which areas figures of population and place are held for, by name and code."""

from __future__ import annotations

import difflib

import pandas as pd

from analysis_lib.assessment import Area
from analysis_lib.errors import AssessmentError


def area_name(area: Area | str, areas: pd.DataFrame, held: set[str], what: str) -> str:
    """The name of an area given by name, code or as an :class:`Area`; refused if no ``what`` is held of it."""
    known = dict(zip(areas["area_code"], areas["area"], strict=True))
    name = area.name if isinstance(area, Area) else known.get(area, area)
    if name not in held:
        near = " or ".join(difflib.get_close_matches(str(name), sorted(held), n=2)) or "Havering"
        raise AssessmentError(f'There is no {what} of "{area}". Did you mean {near}?')
    return name
