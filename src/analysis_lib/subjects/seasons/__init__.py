"""Seasons: which offences move with the months of the year, how surely, and what the next year may hold.

``series`` says which months may be looked at together, ``strength`` whether an offence is seasonal, ``factors`` how
much more a month holds, ``shifts`` where a level may have changed, ``forecasts`` what the next twelve months may bring
and ``hindsight`` how such forecasts did, ``delays`` how long after an offence it is recorded. ``figures`` makes values
of what was found, ``headline``, ``tables`` and ``charts`` what the chapter prints.
"""

from analysis_lib.subjects.seasons.charts import (
    chart_decomposition,
    chart_forecast,
    chart_forecasts,
    chart_months_by_year,
    chart_profile,
    chart_strengths,
    chart_subseries,
)
from analysis_lib.subjects.seasons.delays import delay_headline, delays
from analysis_lib.subjects.seasons.forecasts import outlooks
from analysis_lib.subjects.seasons.headline import headline, latest_shift, outlook_headline, statement
from analysis_lib.subjects.seasons.strength import seasons
from analysis_lib.subjects.seasons.tables import (
    beside_london,
    by_month,
    next_year,
    peaks,
    planning,
    record,
    shifts,
    strengths,
)

__all__ = [
    "beside_london",
    "by_month",
    "chart_decomposition",
    "chart_forecast",
    "chart_forecasts",
    "chart_months_by_year",
    "chart_profile",
    "chart_strengths",
    "chart_subseries",
    "delay_headline",
    "delays",
    "headline",
    "latest_shift",
    "next_year",
    "outlook_headline",
    "outlooks",
    "peaks",
    "planning",
    "record",
    "seasons",
    "shifts",
    "statement",
    "strengths",
]
