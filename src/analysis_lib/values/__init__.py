"""Figures that know what they are: a number with its unit, measure, area, period, people, interval and source.

Counts come from the catalogue; every other figure is worked out from counts by a function here, which
refuses what would make no sense and says why. No figure reaches a sentence or a table but as a :class:`Value`.

``value`` is the figure itself and ``units`` the list of its units; ``counts`` adds up, ``shares``, ``rates`` and
``prevalence`` divide and multiply, ``changes`` compares two periods, ``ratios`` two areas or
two groups of people, ``ranks`` all areas.
``protection`` hides what may not be printed.
"""

from analysis_lib.people import People
from analysis_lib.values.changes import SMALLEST_BASE, change, difference, withheld_if_together
from analysis_lib.values.counts import close, total
from analysis_lib.values.growth import growth
from analysis_lib.values.prevalence import prevalence_total
from analysis_lib.values.protection import protect
from analysis_lib.values.ranks import ranked
from analysis_lib.values.rates import rate
from analysis_lib.values.ratios import ratio
from analysis_lib.values.shares import share
from analysis_lib.values.value import ABOUT_THE_SAME, Direction, Value

__all__ = [
    "ABOUT_THE_SAME",
    "SMALLEST_BASE",
    "Direction",
    "People",
    "Value",
    "change",
    "close",
    "difference",
    "growth",
    "prevalence_total",
    "protect",
    "ranked",
    "rate",
    "ratio",
    "share",
    "total",
    "withheld_if_together",
]
