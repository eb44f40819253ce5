"""The report's kinds of chart, one module a kind. Each takes values or a series and returns a :class:`Chart`."""

from analysis_lib.exhibits.charts.changes import dot_plot_of_changes
from analysis_lib.exhibits.charts.lines import line_chart, small_multiples

__all__ = ["dot_plot_of_changes", "line_chart", "small_multiples"]
