"""What the doors to population and place share: areas by name and code, and what to know of the source."""

from __future__ import annotations

import difflib

import pandas as pd

from analysis_lib.assessment import Area
from analysis_lib.contracts import Source
from analysis_lib.errors import AssessmentError


class Sourced:
    """Figures of one source."""

    source: Source

    @property
    def caveats(self) -> list[str]:
        """What to know of these figures."""
        return [text for _, text in self.source.caveats]


def area_name(area: Area | str, areas: pd.DataFrame, held: set[str], what: str) -> str:
    """The name of an area given by name, code or as an :class:`Area`; refused if no ``what`` is held of it."""
    known = dict(zip(areas["area_code"], areas["area"], strict=True))
    name = area.name if isinstance(area, Area) else known.get(area, area)
    if name not in held:
        near = " or ".join(difflib.get_close_matches(str(name), sorted(held), n=2)) or "Havering"
        raise AssessmentError(f'There is no {what} of "{area}". Did you mean {near}?')
    return name
