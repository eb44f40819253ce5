"""Prevalence, costs, places, repeat victims and disclosure: from a vector's inputs to the library's answers."""

from __future__ import annotations

from collections.abc import Callable

from analysis_lib.disclosure import attack, leaks, rules
from analysis_lib.statistics import (
    appraisal,
    concentration,
    costs,
    prevalence,
    prices,
    repeat_victimisation,
    spatial,
    uncertain_inputs,
    under_reporting,
)


def _synthetic_total(row: dict) -> dict:
    cells = row["cells"]
    found = prevalence.synthetic_total(
        [cell["rate"] for cell in cells],
        standard_errors=[cell["se"] for cell in cells],
        populations=[cell["pop"] for cell in cells],
        population_standard_errors=[cell.get("pop_se") or 0 for cell in cells],
        rate_correlation=row["rate_correlation"] or 0,
        confidence_level=row["conf"],
    )
    return {"total": found.value, "se": found.standard_error, "lower": found.lower, "upper": found.upper}


def _prop_design_effect(row: dict) -> dict:
    found = prevalence.proportion_with_design_effect(
        row["p"], respondents=row["n"], design_effect=row["deff"], confidence_level=row["conf"]
    )
    limits = {"lower": found.lower, "upper": found.upper}
    return {"n_eff": found.effective_sample_size, "se": found.standard_error, **limits}


def _implied_band_rate(row: dict) -> dict:
    found = prevalence.implied_band_rate(
        narrow_rate=row["rate_16_59"],
        narrow_population=row["pop_16_59"],
        wide_rate=row["rate_16_plus"],
        wide_population=row["pop_16_plus"],
    )
    return {"rate_60_plus": found.value, "negative": found.negative}


def _union_bounds(row: dict) -> dict:
    bounds = prevalence.union_bounds(row["prevalences"])
    return {"lower": bounds.lower, "upper": bounds.upper}


def _known_to_police_multiplier(row: dict) -> dict:
    return {"multiplier": under_reporting.known_to_police_multiplier(row["known_share"])}


def _under_recording(row: dict) -> dict:
    crimes = under_reporting.reported_crime_from_unrecorded(
        row["unrecorded_published"], recording_rate=row["recording_rate"]
    )
    return {"reported_total": crimes.reported, "recorded": crimes.recorded}


def _under_recording_range(row: dict) -> dict:
    crimes = under_reporting.reported_crime_range(
        row["recorded"], recording_rate=row["recording_rate"], half_width=row["half_width"]
    )
    return {"total_low": crimes.lower, "total_high": crimes.upper}


def _uprate(row: dict) -> dict:
    return {"cost": prices.uprate(row["cost"], index_from=row["index_from"], index_to=row["index_to"])}


def _deflator_growth(row: dict) -> dict:
    return {"pct": prices.deflator_growth(index_from=row["index_from"], index_to=row["index_to"])}


def _cost_total(row: dict) -> dict:
    found = costs.cost_total(row["unit_cost"], volumes=row["volume"], multipliers=row["multiplier"])
    return {"total": found.value}


def _component_reconcile(row: dict) -> dict:
    found = costs.reconcile_components(
        row["components"], published_total=row["published_total"], rounding_unit=row["rounding_unit"]
    )
    return {"sum": found.sum, "within_rounding": found.within_rounding}


def _quantiles(found: uncertain_inputs.Distribution) -> dict:
    return {key: found.quantile(chance) for key, chance in [("q025", 0.025), ("q50", 0.5), ("q975", 0.975)]}


def _pert(row: dict) -> dict:
    found = uncertain_inputs.pert(lowest=row["min"], mode=row["mode"], highest=row["max"], weight=row["lambda"])
    return {"mean": found.mean, "sd": found.standard_deviation, **_quantiles(found)}


def _gamma_mean_se(row: dict) -> dict:
    found = uncertain_inputs.gamma_from_mean(row["mean"], standard_error=row["se"])
    return {**found.parameters, **_quantiles(found)}


def _tornado(row: dict) -> dict:
    if set(row["model"].split("*")) != set(row["base"]):
        raise ValueError(f"model must be the product of the inputs, got {row['model']}; write an adapter for it")
    found = costs.tornado(row["base"], low=row["low"], high=row["high"])
    return {"base": found.base, "low": found.low, "high": found.high, "order": found.order}


def _discount_factor(row: dict) -> dict:
    return {"factor": appraisal.discount_factors(row["year"], rates=appraisal.GREEN_BOOK_STEPS)}


def _npv(row: dict) -> dict:
    return {"npv": appraisal.net_present_value(row["cashflows_from_year0"], rates=row["rate"])}


def _bcr(row: dict) -> dict:
    return {"bcr": appraisal.benefit_cost_ratio(benefits=row["benefits"], costs=row["costs"]).ratio}


def _gini(row: dict) -> dict:
    found = concentration.gini(row["counts"])
    return {"gini": found.value, "gini_generalised": found.generalised, "gini_generalised_unbiased": found.unbiased}


def _eb_shrinkage(row: dict) -> dict:
    found = concentration.empirical_bayes_rates(row["x"], denominators=row["n"])
    prior = {"prior_mean": found.prior_mean, "prior_var": found.prior_variance}
    return {"raw": found.raw.tolist(), "eb": found.value.tolist(), **prior}


def _spatial_grid4x4_rook(row: dict) -> dict:
    grid = spatial.grid_neighbours(rows=4, columns=4)
    found = spatial.morans_i(row["y"], weights=grid)
    local = spatial.local_g_star(row["y"], neighbours=grid)
    return {
        "moran_I": found.value,
        "moran_E": found.expected,
        "moran_var_rand": found.variance,
        "moran_p_two_sided": found.p_value,
        "gi_star": local.z_scores.tolist(),
    }


def _repeat_victimisation(row: dict) -> dict:
    found = repeat_victimisation.repeat_victimisation(row["incidents_per_victim"], victims=row["victims"])
    return {
        "victims": found.victims,
        "incidents": found.incidents,
        "pct_victims_repeat": found.per_cent_of_victims_repeat,
        "pct_incidents_on_repeat_victims": found.per_cent_of_incidents_on_repeat_victims,
        "pct_incidents_that_are_repeats": found.per_cent_of_incidents_repeat,
    }


def _repeat_expected_poisson(row: dict) -> dict:
    found = repeat_victimisation.expected_repeats(people=row["population"], incidents=row["incidents"])
    return {
        "expected_victims": found.victims,
        "expected_repeat_victims": found.repeat_victims,
        "expected_pct_repeat": found.per_cent_of_victims_repeat,
    }


def _sdc_primary(row: dict) -> dict:
    found = rules.primary_suppression(row["counts"], threshold=row["threshold"], zeros_unsafe=row["zeros_unsafe"])
    return {"suppressed": found.tolist()}


def _sdc_round5(row: dict) -> dict:
    return {"rounded": rules.round_to_base(row["counts"], base=row["base"]).tolist()}


def _sdc_nhs_round(row: dict) -> dict:
    return {"shown": rules.nhs_rounding(row["counts"]).tolist()}


def _sdc_dominance(row: dict) -> dict:
    found = rules.dominance(row["contributions"], largest=row["n"], greatest_share=row["k"], least_remainder=row["p"])
    shares = {"nk_share": found.largest_share, "p_ratio": found.remainder_ratio}
    return {"nk_unsafe": found.share_is_unsafe, "p_unsafe": found.remainder_is_unsafe, **shares}


def _sdc_interval_attack(row: dict) -> dict:
    found = attack.interval_attack(
        row["cells"],
        row_totals=row["row_totals"],
        column_totals=row["col_totals"],
        grand_total=row["grand_total"],
        suppressed_minimum=row["suppressed_min"],
        suppressed_maximum=row["suppressed_max"],
    )
    return {
        "intervals": [
            {"row": cell.row, "col": cell.column, "min": cell.minimum, "max": cell.maximum} for cell in found.intervals
        ],
        "exactly_recovered": [list(place) for place in found.exactly_recovered],
        "safe": found.safe,
    }


def _sdc_differencing(row: dict) -> dict:
    first, second = (release["total"] for release in row["released"])
    added = row["known_month_added"]
    found = leaks.differencing(first_total=first, second_total=second, known_added=added or 0)
    key = "derived_difference" if added is None else "derived_dropped_month"
    return {key: found.value, "disclosive": found.disclosive}


def _sdc_percent_leak(row: dict) -> dict:
    found = leaks.percentage_leak(row["published_pct"], denominator=row["denominator"], decimals=row["decimals"])
    return {"possible_numerators": list(found.possible_numerators), "exact": found.exact}


def _sdc_rounding_attack(row: dict) -> dict:
    found = leaks.rounding_attack(row["rounded_cells"], rounded_total=row["rounded_total"], base=row["base"])
    intervals = [[cell.minimum, cell.maximum] for cell in found.intervals]
    return {"intervals": intervals, "any_exact": not found.safe}


ADAPTERS: dict[str, Callable[[dict], dict]] = {
    "synthetic_total": _synthetic_total,
    "prop_design_effect": _prop_design_effect,
    "implied_band_rate": _implied_band_rate,
    "union_bounds": _union_bounds,
    "known_to_police_multiplier": _known_to_police_multiplier,
    "under_recording": _under_recording,
    "under_recording_range": _under_recording_range,
    "uprate": _uprate,
    "deflator_growth": _deflator_growth,
    "cost_total": _cost_total,
    "component_reconcile": _component_reconcile,
    "pert": _pert,
    "gamma_mean_se": _gamma_mean_se,
    "tornado": _tornado,
    "discount_factor": _discount_factor,
    "npv": _npv,
    "bcr": _bcr,
    "gini": _gini,
    "eb_shrinkage": _eb_shrinkage,
    "spatial_grid4x4_rook": _spatial_grid4x4_rook,
    "repeat_victimisation": _repeat_victimisation,
    "repeat_expected_poisson": _repeat_expected_poisson,
    "sdc_primary": _sdc_primary,
    "sdc_round5": _sdc_round5,
    "sdc_nhs_round": _sdc_nhs_round,
    "sdc_dominance": _sdc_dominance,
    "sdc_interval_attack": _sdc_interval_attack,
    "sdc_differencing": _sdc_differencing,
    "sdc_percent_leak": _sdc_percent_leak,
    "sdc_rounding_attack": _sdc_rounding_attack,
}
