"""The only door through which a chapter gets figures: verified, typed, with source and coverage.

One module for each set of figures; each gives an object with the questions that can be asked of it.
"""

from __future__ import annotations

from typing import Any

from analysis_lib.assessment import Assessment
from analysis_lib.catalogue import flagged_crime, others, recorded_crime, vawg
from analysis_lib.catalogue.census import Census, census
from analysis_lib.catalogue.costs import Costs, costs
from analysis_lib.catalogue.crime_survey import CrimeSurvey, crime_survey
from analysis_lib.catalogue.deprivation import Deprivation, deprivation
from analysis_lib.catalogue.geography import Geography, geography
from analysis_lib.catalogue.national_crime import NationalCrime, national_crime
from analysis_lib.catalogue.population import Population, population
from analysis_lib.catalogue.recorded_crime import Dataset
from analysis_lib.errors import AssessmentError

__all__ = [
    "Census",
    "Costs",
    "CrimeSurvey",
    "Dataset",
    "Deprivation",
    "Geography",
    "NationalCrime",
    "Population",
    "load",
]

LOADERS = {
    "recorded_crime": recorded_crime.recorded_crime,
    "recorded_crime_first_published": recorded_crime.first_published,
    "recorded_crime_cris": recorded_crime.cris,
    "recorded_crime_wards": recorded_crime.wards,
    "recorded_crime_lsoas": recorded_crime.lsoas,
    "flagged_crime": flagged_crime.flagged_crime,
    "vawg": vawg.vawg,
    "business_crime": others.business_crime,
    "street_burglary": others.street_burglary,
    "homicide_victims": others.homicide_victims,
    "public_attitudes": others.public_attitudes,
    "population": population,
    "census": census,
    "deprivation": deprivation,
    "geography": geography,
    "crime_survey": crime_survey,
    "costs": costs,
    "national_crime": national_crime,
}


def load(name: str, assessment: Assessment) -> Any:
    """The figures called ``name``, for an assessment: never later than the end of its period.

    All counts by month offer the same: ``monthly(measure)`` (a row per month, a column per area),
    ``totals(measure, period)`` (by area), ``span(measure)`` and ``latest_year(*measures)`` (what is covered),
    ``measures``, ``areas``, ``of_kind(*kinds)``, ``source``, ``covers``, ``caveats``; ``held`` and ``gap`` (whether
    there are figures for the assessment's area, and if not, why). What each offers beyond that:

    ==================================  ============================================================================
    ``recorded_crime``                  boroughs, measures ``recorded_crime:...``; ``members(measure)``,
                                        ``categories``
    ``recorded_crime_wards``            wards of the borough by name, the same measures
    ``recorded_crime_lsoas``            LSOAs of the borough by code, measures ``recorded_crime_lsoas:...``, without
                                        sexual offences and fraud
    ``recorded_crime_first_published``  as an earlier publication had it, measures
                                        ``recorded_crime_first_published:...``, for comparison with now only
    ``recorded_crime_cris``             the older recording system to January 2024, measures
                                        ``recorded_crime_cris:...``, never joined to the others
    ``flagged_crime``                   boroughs, measures ``flagged_crime:domestic-abuse``, ``:hate-crime``,
                                        ``:knife-crime``, ``:gun-crime`` and more, and each with
                                        ``-positive-outcomes``
    ``vawg``                            ``recorded`` and ``committed`` (boroughs, measure ``vawg:total``, each with
                                        ``delays(area, period)``) and ``offences`` (London, measures ``vawg:rape``
                                        and more, ``detail(period)``)
    ==================================  ============================================================================

    Other figures:

    ==================================  ============================================================================
    ``population``                      people by area, sex, age and year, see
                                        :class:`~analysis_lib.catalogue.population.Population`
    ``census``                          residents by sex and by ethnic group in 2021, see
                                        :class:`~analysis_lib.catalogue.census.Census`
    ``deprivation``                     scores, places and tenths of the index of 2019, see
                                        :class:`~analysis_lib.catalogue.deprivation.Deprivation`
    ``geography``                       boundaries and lookups, see
                                        :class:`~analysis_lib.catalogue.geography.Geography`
    ``business_crime``                  Havering, measures ``business_crime:total`` and its groups
    ``street_burglary``                 LSOAs of Havering as published, measure ``street_burglary:total``
    ``homicide_victims``                boroughs, ``yearly(measure)`` and ``totals(measure, first, last)`` by calendar
                                        year, measures ``homicide_victims:total``, ``:domestic-abuse``
    ``public_attitudes``                boroughs and London, ``quarterly(measure)`` and ``latest(measure)``:
                                        percentages of residents, without intervals
    ``crime_survey``                    published rates, victims and shares, see
                                        :class:`~analysis_lib.catalogue.crime_survey.CrimeSurvey`
    ``costs``                           unit costs, multipliers, deflators, benchmarks and funding, see
                                        :class:`~analysis_lib.catalogue.costs.Costs`
    ``national_crime``                  boroughs, London, and England and Wales in one release's own year, see
                                        :class:`~analysis_lib.catalogue.national_crime.NationalCrime`
    ==================================  ============================================================================

    Raises :class:`AssessmentError` if there are no figures of that name, if a file of figures is not the one
    described, or if the figures do not cover the periods that the assessment compares.
    """
    if name not in LOADERS:
        raise AssessmentError(f'There are no figures called "{name}". There are: {", ".join(LOADERS)}.')
    return LOADERS[name](assessment)
