"""Neighbourhoods: in which wards and small areas are offences recorded, and is that more than chance?

``held`` gathers the figures and says where there are none; ``placing`` counts what is placed at all, ``wards`` and
``ward_changes`` look at wards, ``small_areas`` at LSOAs, ``by_deprivation`` sets them beside deprivation; ``headline``
gathers what the sentences name; ``ward_tables``, ``small_area_tables``, ``charts`` and ``maps`` make the exhibits.
"""

from analysis_lib.subjects.neighbourhoods.charts import chart_ward_changes
from analysis_lib.subjects.neighbourhoods.headline import headline
from analysis_lib.subjects.neighbourhoods.held import Held
from analysis_lib.subjects.neighbourhoods.maps import map_concentration, map_hot_spots, map_ward_rates
from analysis_lib.subjects.neighbourhoods.small_area_tables import (
    compare_concentration,
    compare_deprivation,
    list_hot_spots,
)
from analysis_lib.subjects.neighbourhoods.ward_tables import (
    compare_placed,
    compare_visitors,
    compare_ward_changes,
    compare_wards,
)

__all__ = [
    "Held",
    "chart_ward_changes",
    "compare_concentration",
    "compare_deprivation",
    "compare_placed",
    "compare_visitors",
    "compare_ward_changes",
    "compare_wards",
    "headline",
    "list_hot_spots",
    "map_concentration",
    "map_hot_spots",
    "map_ward_rates",
]
