"""Costs: what does crime cost society, how surely is that known, and what would help pay for itself?

``money`` is the only way to make, uprate and add a cost; ``recorded`` costs recorded crime, ``abuse`` domestic abuse,
``uncertainty`` simulates, ``services`` sets benchmarks against reports, ``interventions`` is the calculator,
``funding`` adds up what was printed, ``earlier`` looks at what earlier documents printed. ``model`` gathers them;
``headline`` holds the values that sentences name, ``tables`` and ``charts`` the exhibits.
"""

from analysis_lib.subjects.costs.charts import chart_abuse, chart_crimes, chart_drivers, chart_prices, chart_total
from analysis_lib.subjects.costs.earlier import checks, per_head
from analysis_lib.subjects.costs.headline import headline
from analysis_lib.subjects.costs.interventions import advocate_posts
from analysis_lib.subjects.costs.model import Model, model
from analysis_lib.subjects.costs.tables import (
    abuse,
    advocates,
    assumptions,
    conferences,
    costs_by_crime,
    editions,
    funds,
    funds_by,
    inputs,
    local_rows,
    mapped,
    national_check,
    national_conferences,
    not_costed,
)

__all__ = [
    "Model",
    "abuse",
    "advocate_posts",
    "advocates",
    "assumptions",
    "chart_abuse",
    "chart_crimes",
    "chart_drivers",
    "chart_prices",
    "chart_total",
    "checks",
    "conferences",
    "costs_by_crime",
    "editions",
    "funds",
    "funds_by",
    "headline",
    "inputs",
    "local_rows",
    "mapped",
    "model",
    "national_check",
    "national_conferences",
    "not_costed",
    "per_head",
]
