"""Time, breaks, forecasts, control charts and the clock: from a vector's inputs to the library's answers."""

from __future__ import annotations

from collections.abc import Callable

from analysis_lib.statistics import count_charts
from analysis_lib.statistics.back_testing import forecast_errors
from analysis_lib.statistics.breaks import level_shift
from analysis_lib.statistics.calendar import month_calendar
from analysis_lib.statistics.control_charts import xmr_chart
from analysis_lib.statistics.decomposition import classical_decomposition, stl, strength
from analysis_lib.statistics.forecasting import (
    airline_model,
    mean_forecast,
    seasonal_naive,
)
from analysis_lib.statistics.seasonality import seasonal_index, seasonality_tests
from analysis_lib.statistics.smoothing import exponential_smoothing, holt_winters
from analysis_lib.statistics.time_of_day import aoristic_week, circular_summary, heaping

STL_PARAMETERS = (
    *("period", "seasonal", "trend", "low_pass", "seasonal_deg", "trend_deg", "low_pass_deg"),
    *("seasonal_jump", "trend_jump", "low_pass_jump", "robust", "inner_iter", "outer_iter"),
)


def _stl(row: dict) -> dict:
    parts = stl(row["y"], **{name: row[name] for name in STL_PARAMETERS})
    return {
        "seasonal": parts.seasonal,
        "trend": parts.trend,
        "resid": parts.residual,
        "weights_min": parts.weights.min(),
    }


def _decompose_classical(row: dict) -> dict:
    parts = classical_decomposition(row["y"], period=row["period"], kind=row["type"])
    return {"figure": parts.figure, "trend_7": parts.trend[6]}


def _strength(row: dict) -> dict:
    found = strength(trend=row["trend"], seasonal=row["seasonal"], residual=row["resid"])
    return {"strength_trend": found.trend, "strength_seasonal": found.seasonal}


def _strength_end_to_end(row: dict) -> dict:
    parts = stl(row["y"], period=row["period"])
    found = strength(trend=parts.trend, seasonal=parts.seasonal, residual=parts.residual)
    return {"trend": found.trend, "seasonal_strength": found.seasonal}


def _seasonality_tests(row: dict) -> dict:
    tests = seasonality_tests(row["diff_log1p"], months=row["month"])
    return {
        "kw_stat": tests.kruskal_wallis_statistic,
        "kw_df": tests.kruskal_wallis_degrees_of_freedom,
        "kw_p": tests.kruskal_wallis_p_value,
        "f_stat": tests.f_statistic,
        "f_p": tests.f_p_value,
        "qs": tests.qs_statistic,
        "qs_p": tests.qs_p_value,
    }


def _seasonal_index_glm(row: dict) -> dict:
    index = seasonal_index(row["y"], days=row["days"])
    return {"index": index.value, "se_log": index.log_standard_error, "dispersion": index.dispersion}


def _calendar_month(row: dict) -> dict:
    month = month_calendar(year=row["year"], month=row["month"])
    return {
        "days": month.days,
        "weekend_days": month.weekend_days,
        "fri_sat_nights": month.friday_and_saturday_nights,
        "monday": month.mondays,
        "friday": month.fridays,
        "saturday": month.saturdays,
        "sunday": month.sundays,
    }


def _arima_airline(row: dict) -> dict:
    forecast = airline_model(row["y"], period=row["seasonal_order"][3], horizon=3)
    return {
        "ma1": forecast.parameters["moving_average"],
        "sma1": forecast.parameters["seasonal_moving_average"],
        "forecast3": forecast.value,
        "se3": forecast.standard_error,
        "loglik": forecast.parameters["log_likelihood"],
    }


def _mase(row: dict) -> dict:
    training, actual, horizon = row["y"][: -row["h"]], row["y"][-row["h"] :], row["h"]
    naive = seasonal_naive(training, period=row["period"], horizon=horizon)
    naive_errors = forecast_errors(actual, naive.value, training=training, period=row["period"])
    mean_errors = forecast_errors(
        actual, mean_forecast(training, horizon=horizon).value, training=training, period=row["period"]
    )
    return {
        "snaive_mase": naive_errors.mase,
        "snaive_mae": naive_errors.mean_absolute_error,
        "snaive_rmse": naive_errors.root_mean_squared_error,
        "mean_mase": mean_errors.mase,
    }


def _snaive_interval(row: dict) -> dict:
    level = {80: 0.80, 95: 0.95}[row["level"]]
    forecast = seasonal_naive(row["train"], period=row["period"], horizon=row["h"], confidence_level=level)
    return {"mean": forecast.value, "lower": forecast.lower, "upper": forecast.upper}


def _ets_ana_fixed(row: dict) -> dict:
    forecast = exponential_smoothing(
        row["y"],
        alpha=row["alpha"],
        gamma=row["gamma"],
        initial_level=row["initial_level"],
        initial_seasonal=row["initial_seasonal_r_order_s1_to_s12"][::-1],  # R writes the latest month first
        horizon=row["h"],
    )
    return {
        "sigma2": forecast.parameters["residual_variance"],
        "mean": forecast.value,
        "lower95": forecast.lower,
        "upper95": forecast.upper,
    }


def _holt_winters_fixed(row: dict) -> dict:
    forecast = holt_winters(
        row["y"],
        alpha=row["alpha"],
        beta=row["beta"],
        gamma=row["gamma"],
        initial_level=row["start_level"],
        initial_trend=row["start_trend"],
        initial_seasonal=row["start_seasonal"],
        kind=row["seasonal"],
        horizon=6,
    )
    return {"sse": forecast.sum_of_squared_errors, "forecast6": forecast.value}


def _level_shift(row: dict) -> dict:
    shift = level_shift(row["y"], shortest_segment=row["min_segment"])
    return {
        "last_index_of_first_regime_1based": shift.observations_before,
        "mean_before": shift.mean_before,
        "mean_after": shift.mean_after,
    }


def _spc_xmr(row: dict) -> dict:
    chart = xmr_chart(row["y"], screen_outliers=row["screen_outliers"])
    return {
        "mean": chart.mean,
        "lpl": chart.lower_limit,
        "upl": chart.upper_limit,
        "special_cause": chart.special_cause.tolist(),
    }


FEWEST = {"fewest_points": 2}  # the published figures are of short series
CHARTS: dict[str, Callable[[dict], count_charts.ControlChart]] = {
    "g": lambda row: count_charts.g_chart(row["y"], **FEWEST),
    "t": lambda row: count_charts.t_chart(row["y"], **FEWEST),
    "c": lambda row: count_charts.c_chart(row["y"], **FEWEST),
    "u": lambda row: count_charts.u_chart(row["y"], exposure=row["n"], **FEWEST),
    "up": lambda row: count_charts.u_prime_chart(row["y"], exposure=row["n"], **FEWEST),
    "p": lambda row: count_charts.p_chart(row["y"], denominators=row["n"], **FEWEST),
    "pp": lambda row: count_charts.p_prime_chart(row["y"], denominators=row["n"], **FEWEST),
}


def _spc_chart(row: dict) -> dict:
    chart = CHARTS[row["chart"]](row)
    return {
        "cl": chart.centre,
        "ucl_first": chart.upper_limit[0],
        "lcl_first": chart.lower_limit[0],
        "ucl_last": chart.upper_limit[-1],
        "lcl_last": chart.lower_limit[-1],
    }


def _circular_hours(row: dict) -> dict:
    summary = circular_summary(row["hours"])
    return {
        "mean_hour": summary.mean_hour,
        "rbar": summary.resultant_length,
        "circ_sd_hours": summary.standard_deviation_hours,
        "rayleigh_p": summary.rayleigh_p_value,
    }


def _aoristic_week(row: dict) -> dict:
    profile = aoristic_week(row["start"], row["end"])
    weights = profile.weights[profile.weights > 0]
    return {"weights": {str(hour): weight for hour, weight in weights.items()}, "total": profile.weights.sum()}


def _time_heaping(row: dict) -> dict:
    found = heaping(row["events_at_minute"], events=row["events"], null_share=row["null_share"])
    return {"excess_ratio": found.excess_ratio, "p": found.p_value}


ADAPTERS: dict[str, Callable[[dict], dict]] = {
    "stl": _stl,
    "decompose_classical": _decompose_classical,
    "strength": _strength,
    "strength_end_to_end": _strength_end_to_end,
    "seasonality_tests": _seasonality_tests,
    "seasonal_index_glm": _seasonal_index_glm,
    "calendar_month": _calendar_month,
    "arima_airline": _arima_airline,
    "mase": _mase,
    "snaive_interval": _snaive_interval,
    "ets_ANA_fixed": _ets_ana_fixed,
    "holt_winters_fixed": _holt_winters_fixed,
    "level_shift": _level_shift,
    "spc_xmr": _spc_xmr,
    "spc_chart": _spc_chart,
    "circular_hours": _circular_hours,
    "aoristic_week": _aoristic_week,
    "time_heaping": _time_heaping,
}
