"""Rates, change, standardisation, funnels, surveys and groups: from a vector's inputs to the library's answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis_lib.files import sha256
from analysis_lib.statistics import change, disproportionality, funnel, proportions, rates, standardisation, survey
from analysis_lib.statistics.ranking import probability_rate_is_greater
from analysis_lib.statistics.weighting import rake

METHODS = {"Exact": "Exact", "Byar": "Byars"}  # ours, and the name the public health test suites print


def _level(row: dict) -> dict:
    return {"confidence_level": row.get("conf", 0.95)}


def _limits(estimate) -> dict:
    return {"lower": estimate.lower, "upper": estimate.upper}


def _prop_wilson(row: dict) -> dict:
    share = rates.proportion(row["x"], row["n"], **_level(row))
    return {"p": share.value, **_limits(share)}


def _count_byar(row: dict) -> dict:
    return _limits(rates.byar_count_interval(row["x"], **_level(row)))


def _count_exact_poisson(row: dict) -> dict:
    return _limits(rates.exact_count_interval(row["x"], **_level(row)))


def _rate_ci(row: dict) -> dict:
    rate = rates.rate(row["x"], row["n"], multiplier=row["multiplier"], **_level(row))
    return {"rate": rate.value, **_limits(rate), "method": METHODS[rate.method]}


def _benchmark_flag(row: dict) -> dict:
    found = rates.benchmark_flag(
        row["x"], row["n"], benchmark=row["benchmark"], multiplier=row["multiplier"], **_level(row)
    )
    return {"flag": found.flag}


def _dsr_dobson(row: dict) -> dict:
    rate = standardisation.directly_standardised_rate(
        events=row["count"],
        populations=row["pop"],
        standard_populations=row["stdpop"],
        multiplier=row["multiplier"],
        missing_events="count as 0",
        **_level(row),
    )
    return {"value": rate.value, **_limits(rate)}


def _dsr_nonindependent(row: dict) -> dict:
    rate = standardisation.directly_standardised_rate_of_people(
        people_by_events=[row[f"people_with_{times}"] for times in (1, 2, 3, 4)],
        populations=row["pop"],
        standard_populations=row["stdpop"],
        multiplier=row["multiplier"],
        **_level(row),
    )
    return {"value": rate.value, **_limits(rate)}


def _indirectly(statistic: Callable) -> Callable[[dict], dict]:
    def answer(row: dict) -> dict:
        found = statistic(
            events=row["count"],
            populations=row["pop"],
            reference_events=row["refcount"],
            reference_populations=row["refpop"],
            multiplier=row["multiplier"],
            **_level(row),
        )
        made_of = {"observed": found.numerator, "expected": found.denominator}
        return {**made_of, "value": found.value, **_limits(found), "method": METHODS[found.method]}

    return answer


def _rate_ratio_exact(row: dict) -> dict:
    ratio = change.exact_rate_ratio(
        events=row["x1"],
        exposure=row["t1"],
        reference_events=row["x2"],
        reference_exposure=row["t2"],
        **_level(row),
    )
    return {"ratio": ratio.value, **_limits(ratio), "p": ratio.p_value}


def _pct_change(row: dict) -> dict:
    found = change.percentage_change(before=row["before"], after=row["after"], **_level(row))
    return {"pct": found.value, **_limits(found), "p": found.p_value, "significant": found.significant}


def _etest_poisson(row: dict) -> dict:
    test = change.e_test(events=row["x1"], exposure=row["n1"], reference_events=row["x2"], reference_exposure=row["n2"])
    return {"p": test.p_value}


def _rate_ratio_quasi(row: dict) -> dict:
    ratio = change.quasi_poisson_rate_ratio(row["before"], row["after"], fewest_months=2, **_level(row))
    return {"ratio": ratio.value, "dispersion": ratio.dispersion, **_limits(ratio), "p": ratio.p_value}


def _prop_diff_newcombe(row: dict) -> dict:
    difference = proportions.proportion_difference(
        numerator=row["x1"],
        denominator=row["n1"],
        reference_numerator=row["x2"],
        reference_denominator=row["n2"],
        **_level(row),
    )
    return {"diff": difference.value, **_limits(difference)}


def _prop_trend(row: dict) -> dict:
    trend = proportions.proportion_trend(row["x"], row["n"], scores=row.get("score"))
    return {"chi2": trend.chi_squared, "df": trend.degrees_of_freedom, "p": trend.p_value}


def _prob_rate_greater(row: dict) -> dict:
    chance = probability_rate_is_greater(
        events=row["x1"], exposure=row["t1"], reference_events=row["x2"], reference_exposure=row["t2"]
    )
    return {"prob": chance}


def _funnel_prop_limits(row: dict) -> dict:
    limits = funnel.funnel_limits(row["n"], average=row["p0"])
    return {
        "lower95": limits.lower_95,
        "upper95": limits.upper_95,
        "lower998": limits.lower_998,
        "upper998": limits.upper_998,
    }


def _funnel_prop_flag(row: dict) -> dict:
    totals = {"total_numerator": row["total_x"], "total_denominator": row["total_n"]}
    return {"flag": funnel.flag_proportions(row["x"], row["n"], **totals)}


def _funnel_ratio_flag(row: dict) -> dict:
    return {"flag": funnel.flag_ratios(row["observed"], row["expected"])}


def _funnel_overdispersion(row: dict) -> dict:
    spread = funnel.overdispersion(row["observed"], row["expected"], winsorise=row["winsor"])
    return {
        "phi": spread.dispersion,
        "tau2": spread.between_variance,
        "lower95_first": spread.root_limits.lower_95[0],
        "upper95_first": spread.root_limits.upper_95[0],
    }


def _survey_strat_mean(row: dict) -> dict:
    mean = survey.stratified_mean(
        row["y"], strata=row["stratum"], weights=row["weight"], populations=row["fpc_population"]
    )
    return {"mean": mean.value, "se": mean.standard_error}


def _survey_cluster_mean(row: dict) -> dict:
    mean = survey.cluster_mean(
        row["y"], clusters=row["cluster"], weights=row["weight"], clusters_in_population=row["fpc_clusters"]
    )
    return {"mean": mean.value, "se": mean.standard_error}


def _survey_weighted_prop(row: dict) -> dict:
    share = survey.weighted_proportion(row["y"], weights=row["w"], **_level(row))
    return {
        "p": share.value,
        "se": share.standard_error,
        "n_eff_kish": share.effective_base,
        "logit_lower": share.logit_lower,
        "logit_upper": share.logit_upper,
        "beta_lower": share.beta_lower,
        "beta_upper": share.beta_upper,
    }


def _survey_rake(row: dict) -> dict:
    totals = {name.removesuffix("_totals"): of for name, of in row.items() if name.endswith("_totals")}
    return {"weights": rake({name: row[name] for name in totals}, totals, trim_at=None).weights}


def _groups(row: dict) -> dict:
    return {
        "events": row["events_group"],
        "population": row["pop_group"],
        "reference_events": row["events_reference"],
        "reference_population": row["pop_reference"],
    }


def _relative_rate(row: dict) -> dict:
    found = disproportionality.relative_rate(**_groups(row), **_level(row))
    return {"ratio": found.value, **_limits(found), "difference_per_1000": found.difference_per_1000}


def _relative_rate_missing_bounds(row: dict) -> dict:
    bounds = disproportionality.relative_rate_bounds(**_groups(row), events_unknown=row["events_unknown"])
    return {"ratio_known_only": bounds.known_only, **_limits(bounds), "ratio_proportional": bounds.proportional}


def _sha256(row: dict) -> dict:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "text"
        path.write_bytes(row["text"].encode("utf-8"))
        return {"hex": sha256(path)}


ADAPTERS: dict[str, Callable[[dict], dict]] = {
    "prop_wilson": _prop_wilson,
    "count_byar": _count_byar,
    "count_exact_poisson": _count_exact_poisson,
    "rate_ci": _rate_ci,
    "benchmark_flag": _benchmark_flag,
    "dsr_dobson": _dsr_dobson,
    "dsr_nonindependent": _dsr_nonindependent,
    "is_ratio": _indirectly(standardisation.indirectly_standardised_ratio),
    "is_rate": _indirectly(standardisation.indirectly_standardised_rate),
    "rate_ratio_exact": _rate_ratio_exact,
    "pct_change": _pct_change,
    "etest_poisson": _etest_poisson,
    "rate_ratio_quasi": _rate_ratio_quasi,
    "prop_diff_newcombe": _prop_diff_newcombe,
    "prop_trend": _prop_trend,
    "prob_rate_greater": _prob_rate_greater,
    "funnel_prop_limits": _funnel_prop_limits,
    "funnel_prop_flag": _funnel_prop_flag,
    "funnel_ratio_flag": _funnel_ratio_flag,
    "funnel_overdispersion": _funnel_overdispersion,
    "survey_strat_mean": _survey_strat_mean,
    "survey_cluster_mean": _survey_cluster_mean,
    "survey_weighted_prop": _survey_weighted_prop,
    "survey_rake": _survey_rake,
    "relative_rate": _relative_rate,
    "relative_rate_missing_bounds": _relative_rate_missing_bounds,
    "sha256": _sha256,
}
