"""The report's kinds of chart, one module a kind. Each takes values or a series and returns a :class:`Chart`."""

from analysis_lib.exhibits.charts.bars import bars
from analysis_lib.exhibits.charts.changes import dot_plot_of_changes
from analysis_lib.exhibits.charts.control import control_chart
from analysis_lib.exhibits.charts.decomposition import decomposition_panel
from analysis_lib.exhibits.charts.dots import dot_rows
from analysis_lib.exhibits.charts.fans import Fan, fan_chart, fan_panels
from analysis_lib.exhibits.charts.funnel import funnel_plot
from analysis_lib.exhibits.charts.heat import heat_map
from analysis_lib.exhibits.charts.lines import line_chart, small_multiples
from analysis_lib.exhibits.charts.maps import choropleth
from analysis_lib.exhibits.charts.nested_ranges import nested_ranges
from analysis_lib.exhibits.charts.numbered_map import MapClass, numbered_map
from analysis_lib.exhibits.charts.panels import rate_panels
from analysis_lib.exhibits.charts.profiles import month_profile
from analysis_lib.exhibits.charts.pyramid import population_pyramid
from analysis_lib.exhibits.charts.ranges import range_plot
from analysis_lib.exhibits.charts.reference_lines import ranges_against
from analysis_lib.exhibits.charts.slopes import slope_chart
from analysis_lib.exhibits.charts.stacked_bars import stacked_bars
from analysis_lib.exhibits.charts.strengths import dot_plot_of_strength
from analysis_lib.exhibits.charts.subseries import seasonal_subseries
from analysis_lib.exhibits.charts.tornado import tornado_chart
from analysis_lib.exhibits.charts.waterfall import waterfall

__all__ = [
    "Fan",
    "MapClass",
    "bars",
    "choropleth",
    "control_chart",
    "decomposition_panel",
    "dot_plot_of_changes",
    "dot_plot_of_strength",
    "dot_rows",
    "fan_chart",
    "fan_panels",
    "funnel_plot",
    "heat_map",
    "line_chart",
    "month_profile",
    "nested_ranges",
    "numbered_map",
    "population_pyramid",
    "range_plot",
    "ranges_against",
    "rate_panels",
    "seasonal_subseries",
    "slope_chart",
    "small_multiples",
    "stacked_bars",
    "tornado_chart",
    "waterfall",
]
