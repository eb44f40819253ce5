"""Prevalence: how many people are affected by domestic abuse, sexual assault and stalking?

``estimates`` multiplies published survey rates by the people of their ages, ``layers`` says in what range the result
may lie and why; ``headline`` holds the values that sentences name, ``tables`` and ``charts`` the exhibits, ``national``
the check against the national numbers that were printed, ``earlier`` what earlier local documents printed.
"""

from analysis_lib.subjects.prevalence.charts import (
    chart_ages,
    chart_boroughs,
    chart_question_sets,
    chart_ranges,
    chart_recorded,
)
from analysis_lib.subjects.prevalence.earlier import not_reported, ready_reckoner, refusals, survivors
from analysis_lib.subjects.prevalence.headline import headline, reporting, study, together
from analysis_lib.subjects.prevalence.national import agreement, national, not_checked
from analysis_lib.subjects.prevalence.tables import by_borough, estimates, gap_pages, gaps, layers, published

__all__ = [
    "agreement",
    "by_borough",
    "chart_ages",
    "chart_boroughs",
    "chart_question_sets",
    "chart_ranges",
    "chart_recorded",
    "estimates",
    "gap_pages",
    "gaps",
    "headline",
    "layers",
    "national",
    "not_checked",
    "not_reported",
    "published",
    "ready_reckoner",
    "refusals",
    "reporting",
    "study",
    "survivors",
    "together",
]
