"""Place and population: who lives in the area, and how deprived is it?

``people`` makes the values of population and ethnic group, ``deprivation`` those of deprivation; ``headline`` gathers
what the sentences name, ``tables`` and ``charts`` make the exhibits.
"""

from analysis_lib.subjects.place.charts import chart_age_groups, chart_ages, chart_deprivation, chart_ethnic_groups
from analysis_lib.subjects.place.headline import headline
from analysis_lib.subjects.place.tables import (
    compare_ages,
    compare_domains,
    compare_ethnic_groups,
    compare_growth,
    compare_sizes,
)

__all__ = [
    "chart_age_groups",
    "chart_ages",
    "chart_deprivation",
    "chart_ethnic_groups",
    "compare_ages",
    "compare_domains",
    "compare_ethnic_groups",
    "compare_growth",
    "compare_sizes",
    "headline",
]
