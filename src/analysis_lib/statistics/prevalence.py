"""How many people an area has of whom only a survey can tell, and how far records fall short of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from analysis_lib.statistics.checks import aligned, confidence, counts, numbers, one_of, plain, positive, shares
from analysis_lib.statistics.rates import proportion as wilson

WIDEST_LOG_REACH = 50  # on the logarithm; a limit so many times the total says nothing of it


@dataclass(frozen=True)
class ModelledTotal:
    """A number of people that was modelled, not counted; ``reason`` says why a limit is missing, if one is."""

    value: float
    standard_error: float
    lower: float
    upper: float
    confidence_level: float
    method: str
    reason: str = ""


def synthetic_total(
    rates: Any,
    *,
    standard_errors: Any,
    populations: Any,
    population_standard_errors: Any = 0.0,
    rate_correlation: Any = 0.0,
    limits: str = "normal",
    confidence_level: float = 0.95,
) -> ModelledTotal:
    """People in an area, from national survey rates by sex and age applied to the area's own population.

    The total is the sum of rate times population over the cells. Its variance is that of the rates, with
    ``2 rho N_g s_g N_h s_h`` for each pair of cells whose errors move together, plus that of the populations. Cells
    sampled apart have correlation 0; what biases every cell alike (people who do not tell the interviewer) has 1.

    The interval covers sampling alone, which is not the main error: that the area is like the country within each
    cell is an assumption. Print the total to two significant figures as "modelled, not counted".

    Parameters
    ----------
    rates : prevalence in each cell, between 0 and 1
    standard_errors : of each rate, from 0 to 1
    populations : people in each cell, of the ages and the year of the survey, above 0
    population_standard_errors : of each population, 0 or more
    rate_correlation : between the errors of any two rates, one number or a matrix of all pairs
    limits : "normal"; or "log", for a rare measure whose normal lower limit would fall below 0
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    ModelledTotal : people; ``lower`` is missing (nan), with the ``reason``, if the normal limit falls below 0, and both
        limits are if every standard error is 0

    Raises
    ------
    ValueError : a rate above 1, a standard error below 0, a population not above 0; lengths that differ; correlations
        that no errors can have; log limits of a total of 0

    References
    ----------
    Rao, J. N. K. and Molina, I. (2015). Small Area Estimation, 2nd edition, section 3.2 (synthetic estimation).

    Examples
    --------
    Women and men of 16 and over, domestic abuse (figures of the package ``uncertainties``):

    >>> total = synthetic_total([0.095, 0.065], standard_errors=[0.0035, 0.0032], populations=[111_900, 101_900])
    >>> round(total.value), round(total.standard_error), round(total.lower), round(total.upper)
    (17254, 510, 16255, 18253)

    About 17,000 people, between 16,000 and 18,000 by sampling error alone.
    """
    level = confidence(confidence_level)
    rate, error, people, people_error = aligned(
        rates=(_cells, rates),
        standard_errors=(shares, standard_errors),
        populations=(positive, populations),
        population_standard_errors=(counts, population_standard_errors),
    )
    total, scaled = float(np.sum(rate * people)), people * error
    variance = scaled @ _correlations(rate_correlation, rate.size) @ scaled + np.sum((rate * people_error) ** 2)
    standard_error = float(np.sqrt(max(variance, 0.0)))
    lower, upper, reason = _limits(total, standard_error, special.ndtri((1 + level) / 2), limits)
    return ModelledTotal(total, standard_error, lower, upper, level, limits, reason)


@dataclass(frozen=True)
class EffectiveProportion:
    """A proportion of a complex survey: floats, or arrays of one shape."""

    value: Any
    effective_sample_size: Any
    standard_error: Any
    lower: Any
    upper: Any
    confidence_level: float


def proportion_with_design_effect(
    proportion: Any, *, respondents: Any, design_effect: Any, confidence_level: float = 0.95
) -> EffectiveProportion:
    """A survey's proportion with the interval of the simple random sample that would be as precise.

    Clustering and weights make ``n`` respondents worth ``n / design_effect``; Wilson's interval is taken on that.
    Use the publisher's design effect for the year and the measure. Where there is none, 1.3 (1.0 to 1.8 as
    sensitivity) is this project's assumption for the crime survey and must be labelled as one.

    Parameters
    ----------
    proportion : between 0 and 1; or a column
    respondents : people asked, above 0; or a column
    design_effect : variance over that of a simple random sample of the same size, above 0; or a column
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    EffectiveProportion : the standard error is 0 at 0 and 1, where the interval still has its width

    Raises
    ------
    ValueError : a proportion outside 0 to 1; respondents or a design effect not above 0

    References
    ----------
    Kish, L. (1965). Survey Sampling, section 8.2.

    Examples
    --------
    6.6% of 14,500 respondents with design effect 1.3 (Wilson limits of statsmodels on the effective size):

    >>> found = proportion_with_design_effect(0.066, respondents=14_500, design_effect=1.3)
    >>> round(found.effective_sample_size), round(found.lower, 5), round(found.upper, 5)
    (11154, 0.06154, 0.07076)

    The survey is worth 11,154 independent answers, which allow anything from 6.2% to 7.1%.
    """
    p, asked, effect = aligned(
        proportion=(shares, proportion),
        respondents=(positive, respondents),
        design_effect=(positive, design_effect),
    )
    size = asked / effect
    interval = wilson(p * size, size, confidence_level=confidence_level)
    error = np.sqrt(p * (1 - p) / size)
    return EffectiveProportion(
        plain(p), plain(size), plain(error), interval.lower, interval.upper, interval.confidence_level
    )


@dataclass(frozen=True)
class ImpliedRate:
    """The rate of a band that was not published; ``negative`` says that the two published rates do not fit together."""

    value: float
    population: float
    negative: bool


def implied_band_rate(
    *, narrow_rate: float, narrow_population: float, wide_rate: float, wide_population: float
) -> ImpliedRate:
    """The rate of the ages left out of a narrower band, from the rates of that band and of the wider one around it.

    The crime survey's self-completion asked people of 16 to 59 until March 2017, to 74 from April 2017, and of 16
    and over from October 2021. A rate of 16 to 59 is never applied to 16 and over; this says what rate of 60 and
    over the two published rates imply.

    Parameters
    ----------
    narrow_rate, wide_rate : prevalence in the narrower (16 to 59) and the wider band (16 and over), between 0 and 1
    narrow_population, wide_population : people in each, above 0, the wider band holding more

    Returns
    -------
    ImpliedRate : ``value``, the rate among the ``population`` left out. Below 0 (``negative``), the two rates come
        from different questions or samples and nothing follows; the figure is kept as it is, not set to 0

    Raises
    ------
    ValueError : a rate outside 0 to 1, a population not above 0, a wider band that is not wider

    References
    ----------
    Identity: the events of the wider band are those of the narrower one and of the rest.

    Examples
    --------
    Partner abuse, year to March 2023 (Office for National Statistics): 3.4% at 16 to 59 and 3.0% at 16 and over.

    >>> rest = implied_band_rate(
    ...     narrow_rate=0.034, narrow_population=148_000, wide_rate=0.030, wide_population=208_000)
    >>> round(rest.value, 4), rest.population, rest.negative
    (0.0201, 60000.0, False)

    The two rates imply 2.0% among people of 60 and over.
    """
    narrow, inner, wide, outer = aligned(
        narrow_rate=(shares, narrow_rate),
        narrow_population=(positive, narrow_population),
        wide_rate=(shares, wide_rate),
        wide_population=(positive, wide_population),
    )
    if np.any(wrong := inner >= outer):
        raise ValueError(
            f"wide_population must be above narrow_population, got {outer[wrong].flat[0]:g} and "
            f"{inner[wrong].flat[0]:g}; swap the bands"
        )
    value = (wide * outer - narrow * inner) / (outer - inner)
    return ImpliedRate(plain(value), plain(outer - inner), plain(value < -1e-12))  # a true 0 may come out as -1e-18


@dataclass(frozen=True)
class UnionBounds:
    """The least and the most that can have one or more of several properties."""

    lower: float
    upper: float


def union_bounds(prevalences: Any) -> UnionBounds:
    """The least and the greatest share of people with any of several properties, knowing only the share with each.

    Least if the rarer groups lie wholly within the commonest; greatest if no one has two. Measures of one survey
    are never added up: a victim of abuse and of stalking is one person.

    Parameters
    ----------
    prevalences : share of people with each property, between 0 and 1

    Returns
    -------
    UnionBounds : ``lower``, the greatest prevalence; ``upper``, their sum, no more than 1

    Raises
    ------
    ValueError : a prevalence outside 0 to 1, missing, or none given

    References
    ----------
    Fréchet, M. (1935). Généralisation du théorème des probabilités totales. Fundamenta Mathematicae 25, 379-387.

    Examples
    --------
    Year to March 2025: domestic abuse 7.8%, sexual assault 1.9%, stalking 2.9% (Office for National Statistics).

    >>> bounds = union_bounds([0.078, 0.019, 0.029])
    >>> round(bounds.lower, 3), round(bounds.upper, 3)
    (0.078, 0.126)

    Between 7.8% and 12.6% suffered any of the three; the published figure is 10.6%, and the sum overstates it.
    """
    each = shares("prevalences", prevalences)
    return UnionBounds(lower=float(each.max()), upper=float(min(1.0, each.sum())))


def _correlations(correlation: Any, cells: int) -> np.ndarray:
    matrix = numbers("rate_correlation", correlation)
    if matrix.ndim == 0:
        matrix = np.full((cells, cells), float(matrix))
        np.fill_diagonal(matrix, 1.0)
    if matrix.shape != (cells, cells) or not np.allclose(matrix, matrix.T) or not np.allclose(np.diag(matrix), 1):
        raise ValueError(
            f"rate_correlation must be one number or a symmetric matrix of {cells} by {cells} with 1 on its diagonal, "
            f"got shape {matrix.shape}; write 0 for cells sampled apart"
        )
    if np.linalg.eigvalsh(matrix).min() < -1e-9:
        raise ValueError("rate_correlation must be one that errors can have, got no such; write between 0 and 1")
    return matrix


def _cells(name: str, rates: Any) -> np.ndarray:
    return np.atleast_1d(shares(name, rates))


def _limits(total: float, error: float, z: float, limits: str) -> tuple[float, float, str]:
    """Lower and upper limit, and why one is missing."""
    one_of("limits", limits, ["normal", "log"])
    if not error:
        return np.nan, np.nan, "every standard error is 0, so nothing tells how far the total may be out"
    if limits == "normal":
        lower, upper = float(total - z * error), float(total + z * error)
        return (lower, upper, "") if lower >= 0 else (np.nan, upper, "normal limit below 0; ask for limits='log'")
    if not total:
        raise ValueError("limits must be 'normal' for a total of 0, got 'log'; the logarithm of 0 is none")
    if (reach := z * error / total) > WIDEST_LOG_REACH:
        raise ValueError(
            f"standard_errors must be of the size of the rates or less, got {error / total:g} times them; "
            "check that both are shares"
        )
    return float(total * np.exp(-reach)), float(total * np.exp(reach)), ""
