"""Recorded crime: how much, of what kind, and is it changing?

``counts`` makes the values (counts, changes, ranks, and what changes in recording could have made), ``headline`` those
that sentences name, ``tables`` and ``charts`` the exhibits.
"""

from analysis_lib.subjects.recorded_crime.alike import compare_similar, similar_boroughs, similar_headline
from analysis_lib.subjects.recorded_crime.boroughs import boroughs_headline, chart_boroughs
from analysis_lib.subjects.recorded_crime.charts import chart_changes, chart_groups
from analysis_lib.subjects.recorded_crime.counts import LONDON, change_between, count, groups, monthly, rank
from analysis_lib.subjects.recorded_crime.discoveries import chart_contributions, holding
from analysis_lib.subjects.recorded_crime.earlier import (
    compare_published,
    compare_systems,
    corrected_variances,
    systems_headline,
)
from analysis_lib.subjects.recorded_crime.flags import compare_flags, compare_same_months, flags_headline
from analysis_lib.subjects.recorded_crime.headline import airports, extremes, headline, london
from analysis_lib.subjects.recorded_crime.nation import compare_nation, compare_nation_ratios, nation_headline
from analysis_lib.subjects.recorded_crime.rates import rank_by_rate, rank_categories, rate_headline, resident_rate
from analysis_lib.subjects.recorded_crime.tables import (
    compare_categories,
    compare_groups,
    compare_london,
    unplaced_by_year,
)
from analysis_lib.subjects.recorded_crime.unusual import chart_long_view, unusual_headline

__all__ = [
    "LONDON",
    "airports",
    "boroughs_headline",
    "change_between",
    "chart_boroughs",
    "chart_changes",
    "chart_contributions",
    "chart_groups",
    "chart_long_view",
    "compare_categories",
    "compare_flags",
    "compare_groups",
    "compare_london",
    "compare_nation",
    "compare_nation_ratios",
    "compare_published",
    "compare_same_months",
    "compare_similar",
    "compare_systems",
    "corrected_variances",
    "count",
    "extremes",
    "flags_headline",
    "groups",
    "headline",
    "holding",
    "london",
    "monthly",
    "nation_headline",
    "rank",
    "rank_by_rate",
    "rank_categories",
    "rate_headline",
    "resident_rate",
    "similar_boroughs",
    "similar_headline",
    "systems_headline",
    "unplaced_by_year",
    "unusual_headline",
]
