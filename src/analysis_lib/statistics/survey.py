"""Estimates from a sample: weighted, stratified, clustered.

Variances are linearised, as in R's package survey: each answer's pull on the estimate, summed within sampling
units. They presume a probability sample. For an open online survey call the interval indicative, never a margin of
error, and the result never representative. Fewer than 50 respondents make no percentage, fewer than 10 no cell.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import special

from analysis_lib.statistics.checks import confidence, listed, matching, numbers, positive, single
from analysis_lib.statistics.estimates import Estimate
from analysis_lib.statistics.rates import proportion
from analysis_lib.statistics.weighting import effective_base

ROUNDING = 1e-12  # a standard error so small beside the answers comes of the computer's arithmetic
NO_ERROR = "the standard error is 0: answers alike, or everybody asked, say nothing of how far the mean may be out"


@dataclass(frozen=True)
class SurveyMean(Estimate):
    """A weighted mean: ``numerator`` the weighted sum, ``denominator`` the sum of weights, and its standard error."""

    standard_error: float
    degrees_of_freedom: int


@dataclass(frozen=True)
class WeightedProportion:
    """A weighted share with two design-based intervals, the respondents it rests on and what they are worth."""

    value: float
    standard_error: float
    base: int
    effective_base: float
    logit_lower: float
    logit_upper: float
    beta_lower: float
    beta_upper: float
    confidence_level: float
    method: str

    @property
    def design_effect(self) -> float:
        """How many respondents are worth one of an unweighted sample (Kish): ``base / effective_base``."""
        return self.base / self.effective_base


def stratified_mean(
    values: Any, *, strata: Sequence[Hashable], weights: Any, populations: Any = None, confidence_level: float = 0.95
) -> SurveyMean:
    """The weighted mean of a sample drawn separately from each stratum.

    Parameters
    ----------
    values : one for each respondent, none missing
    strata : the stratum of each respondent, two respondents or more in each
    weights : how many people each respondent stands for, above 0
    populations : people in the respondent's stratum, for the finite population correction; no correction if left out
    confidence_level : between 0 and 1, two-sided, by Student's t on respondents less strata

    Returns
    -------
    SurveyMean : with ``standard_error`` and ``degrees_of_freedom``; the limits are missing (nan), with the ``reason``,
        if the standard error is 0

    Raises
    ------
    ValueError : unlike lengths; a value or a weight is missing; a stratum of one respondent, or with more
        respondents than people

    References
    ----------
    Lumley, T. (2010). Complex Surveys, chapter 2. Wiley. Cochran, W. G. (1977). Sampling Techniques, chapter 5.

    Examples
    --------
    Samples of 5 from 15 people and 3 from 12. By hand: their variances are 6.338 and 2.403, so that the error is the
    square root of (15/27)^2 x (1 - 5/15) x 6.338/5 + (12/27)^2 x (1 - 3/12) x 2.403/3:

    >>> mean = stratified_mean(
    ...     [2.8, 4.1, 6.8, 6.8, 9.2, 3.7, 6.6, 4.2], strata=["A"] * 5 + ["B"] * 3, weights=[3] * 5 + [4] * 3,
    ...     populations=[15] * 5 + [12] * 3,
    ... )
    >>> round(mean.value, 6), round(mean.standard_error, 6)
    (5.448148, 0.616041)

    The mean is 5.4; because nearly a third of the people were asked, its error is 0.62 and not 0.74.
    """
    y, w = _answers(values, weights)
    groups = _labels("strata", strata, y)
    mean = float(np.sum(w * y) / w.sum())
    pulls, shares = pd.Series(w * (y - mean) / w.sum()), _sampled_shares(y, groups, populations)
    parts = pulls.groupby(groups.to_numpy())
    variance = sum(_variance_of_sum(name, part, shares[name]) for name, part in parts)
    return _survey_mean(y, w, mean, variance, len(y) - parts.ngroups, confidence_level, "Stratified, linearised")


def cluster_mean(
    values: Any,
    *,
    clusters: Sequence[Hashable],
    weights: Any,
    clusters_in_population: int | None = None,
    confidence_level: float = 0.95,
) -> SurveyMean:
    """The weighted mean of a sample of whole clusters: estates, schools, wards.

    People of one cluster are alike, so that the number of clusters, not that of people, makes the precision.

    Parameters
    ----------
    values : one for each respondent, none missing
    clusters : the cluster of each respondent, two clusters or more
    weights : how many people each respondent stands for, above 0
    clusters_in_population : for the finite population correction; no correction if left out
    confidence_level : between 0 and 1, two-sided, by Student's t on clusters less one

    Returns
    -------
    SurveyMean : with ``standard_error`` and ``degrees_of_freedom``; the limits are missing (nan), with the ``reason``,
        if the standard error is 0

    Raises
    ------
    ValueError : unlike lengths; a value or a weight is missing; one cluster, or more than the population has

    References
    ----------
    Lumley, T. (2010). Complex Surveys, chapter 3. Wiley. Lohr, S. L. (1999). Sampling: Design and Analysis,
    example 5.2.

    Examples
    --------
    Lohr's marks of the four students in each of 5 suites, of 100 suites:

    >>> marks = [3.08, 2.60, 3.44, 3.04, 2.36, 3.04, 3.28, 2.68, 2.00, 2.56, 2.52, 1.88, 3.00, 2.88, 3.44, 3.64,
    ...          2.68, 1.92, 3.28, 3.20]
    >>> suites = [suite for suite in "ABCDE" for _ in range(4)]
    >>> mean = cluster_mean(marks, clusters=suites, weights=[20] * 20, clusters_in_population=100)
    >>> round(mean.value, 3), round(mean.standard_error, 4)
    (2.826, 0.1637)

    The mean mark is 2.83, and twenty students of five suites tell little more than five students would.
    """
    y, w = _answers(values, weights)
    groups = _labels("clusters", clusters, y)
    mean = float(np.sum(w * y) / w.sum())
    pulls = pd.Series(w * (y - mean) / w.sum()).groupby(groups.to_numpy()).sum()
    of_all = np.inf
    if clusters_in_population is not None:
        of_all = single("clusters_in_population", clusters_in_population, positive)
    variance = _variance_of_sum("the sample", pulls, float(len(pulls) / of_all))
    return _survey_mean(y, w, mean, variance, len(pulls) - 1, confidence_level, "Clustered, linearised")


def weighted_proportion(values: Any, *, weights: Any, confidence_level: float = 0.95) -> WeightedProportion:
    """The weighted share of respondents with a property, with logit and beta (Korn and Graubard) intervals.

    If nobody or everybody has the property the design's standard error is 0, which would claim certainty: both
    intervals are then Wilson's on the effective base, and ``method`` says so.

    Parameters
    ----------
    values : 1 (or True) for each respondent with the property, 0 (or False) for the others; two respondents or more,
        none missing
    weights : one for each respondent, above 0
    confidence_level : between 0 and 1, two-sided

    Returns
    -------
    WeightedProportion : shares between 0 and 1, ``standard_error``, ``base``, Kish's ``effective_base``

    Raises
    ------
    ValueError : a value other than 0 and 1; unlike lengths; a weight missing or not above 0; one respondent

    References
    ----------
    Korn, E. L. and Graubard, B. I. (1998). Confidence intervals for proportions with small expected number of
    positive counts. Survey Methodology 24, 193-201.

    Examples
    --------
    24 respondents, 15 of them with the property (R, package survey, ``svyciprop``):

    >>> answers = [0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 1, 1, 0, 1, 1, 1, 1]
    >>> share = weighted_proportion(answers, weights=[0.8, 1.2, 1.0] * 8)
    >>> round(share.value, 4), round(share.logit_lower, 4), round(share.logit_upper, 4)
    (0.625, 0.4029, 0.8046)

    The share is 63%, and with so few respondents anything from 40% to 80%.
    """
    y, w = _answers(_marks(values), weights)
    level, p, base = confidence(confidence_level), float(np.sum(w * y) / w.sum()), len(y)
    if not np.all((y == 0) | (y == 1)):
        raise ValueError(f"values must be 0 or 1, got {y[(y != 0) & (y != 1)][0]:g}; mark who has the property with 1")
    error = float(np.sqrt(_variance_of_sum("the sample", w * (y - p) / w.sum(), 0.0)))
    worth = effective_base(w)
    if np.all(y == y[0]):
        p = float(y[0])
        wilson = proportion(p * worth, worth, confidence_level=level)
        limits, method = (wilson.lower, wilson.upper) * 2, "Wilson on the effective base"
    else:
        limits, method = (*_logit_limits(p, error, base, level), *_beta_limits(p, error, level)), "Linearised"
    return WeightedProportion(p, error, base, worth, *limits, level, method)


def _marks(values: Any) -> Any:
    """True and false as 1 and 0, where they mean having a property or not."""
    if isinstance(values, list | tuple) and values and all(isinstance(one, bool) for one in values):
        values = np.array(values)
    return values.astype(float) if pd.api.types.is_bool_dtype(getattr(values, "dtype", object)) else values


def _answers(values: Any, weights: Any) -> tuple[np.ndarray, np.ndarray]:
    y = np.atleast_1d(numbers("values", values))
    if y.ndim > 1:
        raise ValueError(f"values must be one column, got {y.ndim} dimensions; take one question at a time")
    return y, np.atleast_1d(matching("weights", weights, others="values", of=values, check=positive))


def _labels(name: str, groups: Sequence[Hashable], y: np.ndarray) -> pd.Series:
    labels = pd.Series(listed(name, groups), dtype=object)
    if len(labels) != len(y) or labels.isna().any():
        raise ValueError(
            f"{name} must be one for each of {len(y)} values and none missing, got {labels.notna().sum()}; fill them in"
        )
    return labels


def _sampled_shares(y: np.ndarray, strata: pd.Series, populations: Any) -> pd.Series:
    sizes = strata.value_counts()
    if populations is None:
        return sizes * 0.0
    people = pd.Series(matching("populations", populations, others="values", of=y, check=positive)).groupby(
        strata.to_numpy()
    )
    if len(unlike := people.nunique().loc[lambda several: several > 1]):
        raise ValueError(
            f"populations must be the same throughout a stratum, got several in {unlike.index[0]}; check it"
        )
    return sizes / people.first()


def _variance_of_sum(name: Any, pulls: Any, share: float) -> float:
    """The variance of a sum of independent units' pulls on an estimate; ``share`` of all units were sampled."""
    pulls = np.asarray(pulls, dtype=float)
    if len(pulls) < 2:
        raise ValueError(f"a stratum must hold two sampling units or more, got 1 in {name}; merge it with another")
    if share > 1:
        raise ValueError(f"a population must be no smaller than its sample, got a smaller one for {name}; check it")
    return float((1 - share) * len(pulls) / (len(pulls) - 1) * np.sum((pulls - pulls.mean()) ** 2))


def _survey_mean(y, w, mean, variance, freedom, confidence_level, method) -> SurveyMean:
    level, error = confidence(confidence_level), float(np.sqrt(variance))
    sums = (float(np.sum(w * y)), float(w.sum()))
    if error <= ROUNDING * np.abs(y).max():
        limits, error, reason = (np.nan, np.nan), 0.0, NO_ERROR
    else:
        reach = float(special.stdtrit(freedom, (1 + level) / 2)) * error
        limits, reason = (mean - reach, mean + reach), ""
    return SurveyMean(*sums, mean, *limits, level, "weighted mean", method, error, freedom, reason=reason)


def _logit_limits(p: float, error: float, base: int, level: float) -> tuple[float, float]:
    reach = special.stdtrit(base - 1, (1 + level) / 2) * error / (p * (1 - p))
    return float(special.expit(special.logit(p) - reach)), float(special.expit(special.logit(p) + reach))


def _beta_limits(p: float, error: float, level: float) -> tuple[float, float]:
    size, tail = p * (1 - p) / error**2, (1 - level) / 2
    lower = special.betaincinv(size * p, size * (1 - p) + 1, tail)
    return float(lower), float(special.betaincinv(size * p + 1, size * (1 - p), 1 - tail))
