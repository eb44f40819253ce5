"""Whatever comes in, a public function gives a finite figure, a missing one with its reason, or a clear refusal."""

from __future__ import annotations

import dataclasses
import datetime
import math

import numpy as np
import pandas as pd
import pytest

from analysis_lib.disclosure.leaks import differencing, percentage_leak, rounding_attack
from analysis_lib.disclosure.rules import dominance, nhs_rounding, primary_suppression, round_to_base
from analysis_lib.statistics.appraisal import benefit_cost_ratio, discount_factors, net_present_value
from analysis_lib.statistics.change import exact_rate_ratio, percentage_change, quasi_poisson_rate_ratio
from analysis_lib.statistics.concentration import empirical_bayes_rates, gini, places_holding_shares
from analysis_lib.statistics.control_charts import xmr_chart
from analysis_lib.statistics.costs import reconcile_components
from analysis_lib.statistics.count_charts import g_chart, p_prime_chart, t_chart, u_prime_chart
from analysis_lib.statistics.differences import rate_difference
from analysis_lib.statistics.disproportionality import relative_rate, relative_rate_bounds
from analysis_lib.statistics.forecasting import mean_forecast, seasonal_naive
from analysis_lib.statistics.funnel import flag_rates, funnel_limits, overdispersion
from analysis_lib.statistics.grim import whole_numbers_behind
from analysis_lib.statistics.prevalence import implied_band_rate, synthetic_total, union_bounds
from analysis_lib.statistics.prices import uprate
from analysis_lib.statistics.proportions import proportion_difference, proportion_trend
from analysis_lib.statistics.ranking import ranks_with_intervals
from analysis_lib.statistics.rates import benchmark_flag, proportion, rate
from analysis_lib.statistics.repeat_victimisation import expected_repeats, repeat_victimisation
from analysis_lib.statistics.scales import to_scale
from analysis_lib.statistics.smoothing import exponential_smoothing
from analysis_lib.statistics.standardisation import directly_standardised_rate, indirectly_standardised_ratio
from analysis_lib.statistics.survey import cluster_mean, weighted_proportion
from analysis_lib.statistics.time_of_day import circular_summary, heaping
from analysis_lib.statistics.uncertain_inputs import gamma_from_mean, pert
from analysis_lib.statistics.under_reporting import reported_crime_range
from analysis_lib.statistics.weighting import effective_base

LEVEL = {"confidence_level": 0.95}
PAIR = {"events": [5, 20], "reference_events": [8, 30]}
PEOPLE = {"population": [100, 90], "reference_population": [100, 100]}
EXPOSED = {"exposure": [100, 90], "reference_exposure": [100, 100]}
SHARES = {"numerator": [1, 2], "denominator": [5, 6]}
BANDS = {"events": [10, 20], "populations": [100, 100]}
FROZEN = {"baseline": 14, "fewest_points": 12}
GOOD_CALLS = [  # a call that works, of which one argument at a time is made bad
    (benefit_cost_ratio, {"benefits": [2], "costs": [1]}),
    (benchmark_flag, SHARES | {"benchmark": [3, 4], "multiplier": 1000} | LEVEL),
    (circular_summary, {"hours": [1, 2]}),
    (cluster_mean, {"values": [1, 2, 3], "clusters": [*"aab"], "weights": [1, 1, 2], "clusters_in_population": 9}),
    (differencing, {"first_total": 61, "second_total": 63, "known_added": 5, "threshold": 5, "zeros_unsafe": False}),
    (directly_standardised_rate, BANDS | {"standard_populations": [1, 2], "multiplier": 100} | LEVEL),
    (discount_factors, {"years": [1, 2], "rates": 0.03}),
    (dominance, {"contributions": [5, 2, 2], "largest": 2, "greatest_share": 0.9, "least_remainder": 0.1}),
    (effective_base, {"weights": [1, 2]}),
    (empirical_bayes_rates, {"numerators": [1, 2], "denominators": [10, 20]}),
    (exact_rate_ratio, PAIR | EXPOSED | LEVEL),
    (expected_repeats, {"people": [100], "incidents": [5]}),
    (exponential_smoothing, {"observed": [*range(8)], "alpha": 0.3, "gamma": 0.1, "initial_level": 2,
                             "initial_seasonal": [0, 1], "horizon": 2} | LEVEL),
    (flag_rates, SHARES),
    (funnel_limits, {"denominator": [10, 20], "average": 0.3}),
    (g_chart, {"gaps": [3, 5] * 8} | FROZEN),
    (gamma_from_mean, {"mean": 5, "standard_error": 1}),
    (gini, {"events": [1, 2, 0]}),
    (heaping, {"events_at_minute": [5], "events": [100], "null_share": 0.01}),
    (implied_band_rate, {"narrow_rate": 0.05, "narrow_population": 9, "wide_rate": 0.04, "wide_population": 15}),
    (indirectly_standardised_ratio, BANDS | {"reference_events": [1, 2], "reference_populations": [9, 9]}),
    (mean_forecast, {"observed": [3, 4, 5], "horizon": 2} | LEVEL),
    (net_present_value, {"cash_flows": [-1, 2], "rates": 0.03}),
    (nhs_rounding, {"values": [1, 9]}),
    (overdispersion, {"observed": [1, 2, 5], "expected": [2, 3, 3], "winsorise": 0.1}),
    (p_prime_chart, {"numerators": [3, 5, 4, 6] * 4, "denominators": [30, 31] * 8} | FROZEN),
    (percentage_change, {"before": [5, 20], "after": [4, 30], "days_before": 365, "days_after": 366} | LEVEL),
    (percentage_leak, {"percentage": 1.1, "denominator": 271, "decimals": 1}),
    (pert, {"lowest": 1, "mode": 2, "highest": 3, "weight": 4}),
    (places_holding_shares, {"events": [1, 2, 0], "shares": [0.5]}),
    (primary_suppression, {"values": [1, 9], "threshold": 5, "zeros_unsafe": False}),
    (proportion, SHARES | LEVEL),
    (proportion_difference, SHARES | {"reference_numerator": [2, 3], "reference_denominator": [6, 7]} | LEVEL),
    (proportion_trend, {"numerators": [1, 2], "denominators": [5, 6], "scores": [1, 2]} | LEVEL),
    (quasi_poisson_rate_ratio, {"before": [5] * 8, "after": [6] * 8, "days_before": [31] * 8, "fewest_months": 8}),
    (ranks_with_intervals, {"counts": [1, 2, 3], "exposures": [1, 2, 3], "draws": 100, "seed": 1} | LEVEL),
    (rate, SHARES | {"multiplier": 1000} | LEVEL),
    (rate_difference, PAIR | EXPOSED | {"multiplier": 100} | LEVEL),
    (reconcile_components, {"components": [1, 2], "published_total": 3, "rounding_unit": 0.1}),
    (relative_rate, PAIR | PEOPLE | LEVEL),
    (relative_rate_bounds, PAIR | PEOPLE | {"events_unknown": [1, 2]}),
    (repeat_victimisation, {"incidents_per_victim": [1, 2], "victims": [5, 6]}),
    (reported_crime_range, {"recorded": [5], "recording_rate": 0.8, "half_width": 0.1}),
    (round_to_base, {"values": [1, 9], "base": 5}),
    (rounding_attack, {"rounded_cells": [0, 5, 10], "rounded_total": 20, "base": 5}),
    (seasonal_naive, {"observed": [3, 4, 5, 7, 9], "horizon": 2, "period": 2} | LEVEL),
    (synthetic_total, {"rates": [0.1, 0.2], "standard_errors": [0.01, 0.02], "populations": [100, 200],
                       "population_standard_errors": [0, 1], "rate_correlation": 0.5, "limits": "normal"} | LEVEL),
    (t_chart, {"times": [3, 5] * 8} | FROZEN),
    (to_scale, {"counts": [50, 60], "scale": "log per day", "days": [31, 28]}),
    (u_prime_chart, {"events": [3, 5, 4, 6] * 4, "exposure": [30, 31] * 8} | FROZEN),
    (union_bounds, {"prevalences": [0.1, 0.2]}),
    (uprate, {"cost": [1], "index_from": 1, "index_to": 2}),
    (weighted_proportion, {"values": [0, 1, 1, 0], "weights": [1, 1, 2, 2]} | LEVEL),
    (whole_numbers_behind, {"figure": "5.19", "base": 28, "decimals": 2, "per": 1}),
    (xmr_chart, {"values": [*range(20)], "screen_outliers": True} | FROZEN),
]  # fmt: skip
BAD = [
    math.nan, [math.nan, 1], math.inf, None, "text", ["text"], True, [True, False], [], {}, -1, [-1, -2], 0, [0, 0], 95,
    [1] * 3, [[1, 2], [3, 4]], [[1], [2, 3]], 1e308, [1e308] * 2, 1e-320, [1e-320] * 2, 10**12, 10**400, 1j, pd.NA,
    datetime.datetime(2024, 1, 1), [datetime.date(2024, 1, 1)] * 2, np.float64(3), pd.Series([1.0, 2.0], ["x", "y"]),
]  # fmt: skip
MAY_BE_MISSING = {"denominator"}  # of a count, which has none


def parts(result):
    """Every number in a result by the name of its field."""
    if dataclasses.is_dataclass(result):
        for field in dataclasses.fields(result):
            if field.name not in MAY_BE_MISSING:
                yield from parts(getattr(result, field.name))
    elif isinstance(result, list | tuple):
        for one in result:
            yield from parts(one)
    elif not isinstance(result, str | dict) and np.asarray(result).dtype.kind in "if":
        yield np.asarray(result, dtype=float)


@pytest.mark.parametrize(("function", "good"), GOOD_CALLS, ids=lambda one: getattr(one, "__name__", ""))
def test_bad_input_is_refused_with_rule_and_remedy_or_missing_with_its_reason(function, good):
    function(**good)
    for name in good:
        for bad in BAD:
            try:
                result = function(**good | {name: bad})
            except ValueError as refusal:
                text = str(refusal)
                assert " must " in text, (name, bad, text)
                assert "got" in text, (name, bad, text)
                assert ";" in text, (name, bad, text)
                assert "\n" not in text, (name, bad, text)
            else:
                numbers = [*parts(result)]
                assert not any(np.isinf(part).any() for part in numbers), (name, bad)
                missing = any(np.isnan(part).any() for part in numbers)
                assert not missing or np.any(np.asarray(result.reason) != ""), (name, bad)
