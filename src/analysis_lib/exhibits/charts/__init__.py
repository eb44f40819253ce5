"""The report's kinds of chart, one module a kind. Each takes values or a series and returns a :class:`Chart`."""

from analysis_lib.exhibits.charts.bars import bars
from analysis_lib.exhibits.charts.changes import dot_plot_of_changes
from analysis_lib.exhibits.charts.dots import dot_rows
from analysis_lib.exhibits.charts.lines import line_chart, small_multiples
from analysis_lib.exhibits.charts.maps import choropleth
from analysis_lib.exhibits.charts.panels import rate_panels
from analysis_lib.exhibits.charts.pyramid import population_pyramid
from analysis_lib.exhibits.charts.ranges import range_plot

__all__ = [
    "bars",
    "choropleth",
    "dot_plot_of_changes",
    "dot_rows",
    "line_chart",
    "population_pyramid",
    "range_plot",
    "rate_panels",
    "small_multiples",
]
