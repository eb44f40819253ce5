"""The only door through which a chapter gets figures: verified, typed, with source and coverage.

One module for each set of figures; each gives an object with the questions that can be asked of it.
"""

from __future__ import annotations

from typing import Any

from analysis_lib.assessment import Assessment
from analysis_lib.catalogue.population import Population, population
from analysis_lib.catalogue.recorded_crime import Dataset, recorded_crime
from analysis_lib.errors import AssessmentError

__all__ = ["Dataset", "Population", "load"]

LOADERS = {"population": population, "recorded_crime": recorded_crime}


def load(name: str, assessment: Assessment) -> Any:
    """The figures called ``name``, for an assessment: never later than the end of its period.

    ==================  =============================================================
    ``population``      :class:`~analysis_lib.catalogue.population.Population`
    ``recorded_crime``  :class:`~analysis_lib.catalogue.recorded_crime.Dataset`
    ==================  =============================================================

    Raises :class:`AssessmentError` if there are no figures of that name, if a file of figures is not the one
    described, or if the figures do not cover the periods that the assessment compares.
    """
    if name not in LOADERS:
        raise AssessmentError(f'There are no figures called "{name}". There are: {", ".join(LOADERS)}.')
    return LOADERS[name](assessment)
