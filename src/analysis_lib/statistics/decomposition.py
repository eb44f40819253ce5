"""A monthly series taken apart: trend, season and what is left over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from statsmodels.tsa.seasonal import MSTL, STL, seasonal_decompose

from analysis_lib.statistics.calendar import days_of, refuse_other_periods, unbroken
from analysis_lib.statistics.checks import aligned, listed, numbers, one_of, shown, whole_number, yes_or_no
from analysis_lib.statistics.scales import AS_GIVEN, on_suitable_scale

KINDS = ("additive", "multiplicative")
FEWEST_CYCLES = 3
LOWEST_MEDIAN = 5
ITERATIONS = {False: (2, 0), True: (1, 15)}  # inner and outer, plain and robust: Cleveland's own, and R's

MOST_ITERATIONS = 1000
WIDEST_WINDOW, WIDEST_JUMP = 100_001, 1000
MONTHS_IN_A_YEAR = 12


@dataclass(frozen=True)
class Decomposition:
    """``observed = trend + seasonal + residual`` on ``scale``; ``weights`` below 1 mark what a robust fit distrusts."""

    observed: np.ndarray
    trend: np.ndarray
    seasonal: np.ndarray
    residual: np.ndarray
    weights: np.ndarray
    scale: str
    parameters: dict[str, Any]

    @property
    def seasonally_adjusted(self) -> np.ndarray:
        """``observed - seasonal``, on ``scale``; :func:`.scales.from_scale` makes counts of it."""
        return self.observed - self.seasonal


@dataclass(frozen=True)
class MultipleDecomposition:
    """``observed = trend + seasonal.sum(axis=1) + residual``: a column of ``seasonal`` for each of ``periods``."""

    observed: np.ndarray
    trend: np.ndarray
    seasonal: np.ndarray
    residual: np.ndarray
    periods: tuple[int, ...]
    parameters: dict[str, Any]


@dataclass(frozen=True)
class ClassicalDecomposition:
    """``figure`` is one cycle of the season; trend and residual are missing (nan) for half a cycle at each end."""

    observed: np.ndarray
    trend: np.ndarray
    seasonal: np.ndarray
    residual: np.ndarray
    figure: np.ndarray
    kind: str


@dataclass(frozen=True)
class Strength:
    """How far trend and season stand out of the residual, from 0 (not at all) to 1 (nothing else is there)."""

    trend: float
    seasonal: float
    reason: str = ""


def stl(
    observed: Any,
    *,
    period: int = 12,
    seasonal: int = 11,
    trend: int | None = None,
    low_pass: int | None = None,
    seasonal_deg: int = 0,
    trend_deg: int = 1,
    low_pass_deg: int = 1,
    seasonal_jump: int = 1,
    trend_jump: int = 1,
    low_pass_jump: int = 1,
    robust: bool = False,
    inner_iter: int | None = None,
    outer_iter: int | None = None,
) -> Decomposition:
    """Seasonal-trend decomposition by loess, on the scale of the values given.

    The fit is statsmodels'; the defaults are not. Its seasonal degree of 1 and its 5 inner iterations (2 and 15
    if robust) are neither R's nor the authors'; here the degree is 0 and the iterations are 2 and 0 (1 and 15),
    as in R's ``forecast::mstl``. Whatever is used is written into ``parameters``. Compare robust fits with
    R 4.2.2 on series of odd length only: on many of even length its robustness weights are wrong.

    Parameters
    ----------
    observed : values in order of time, none missing, three full cycles or more; not all the same
    period : observations in a cycle, 12 for months
    seasonal, trend, low_pass : lengths of the loess windows in observations, odd; if left out, trend is the next odd
        number above ``1.5 * period / (1 - 1.5 / seasonal)`` and low_pass the next above ``period``
    seasonal_deg, trend_deg, low_pass_deg : degree of each loess, 0 or 1
    seasonal_jump, trend_jump, low_pass_jump : loess at every so many observations, the rest drawn straight between
    robust : whether to give outliers less weight; say yes when a lockdown lies inside the series
    inner_iter, outer_iter : iterations; 2 and 0, or 1 and 15 if robust, when left out

    Returns
    -------
    Decomposition : arrays as long as ``observed``, all parameters under their statsmodels names

    Raises
    ------
    ValueError : fewer than three cycles, a gap, a missing value, a constant series, an even window, another degree

    References
    ----------
    Cleveland, R. B., Cleveland, W. S., McRae, J. E. and Terpenning, I. (1990). STL: a seasonal-trend decomposition
    procedure based on loess. Journal of Official Statistics 6, 3-73.

    Examples
    --------
    Accidental deaths in the United States, 1973 to 1978 (R's ``USAccDeaths``), in thousands, first three years:

    >>> deaths = [9.007, 8.106, 8.928, 9.137, 10.017, 10.826, 11.317, 10.744, 9.713, 9.938, 9.161, 8.927,
    ...           7.750, 6.981, 8.038, 8.422, 8.714, 9.512, 10.120, 9.823, 8.743, 9.129, 8.710, 8.680,
    ...           8.162, 7.306, 8.124, 7.870, 9.387, 9.556, 10.093, 9.620, 8.285, 8.466, 8.160, 8.034]
    >>> parts = stl(deaths)
    >>> int(parts.seasonal[:12].argmax()) + 1, int(parts.seasonal[:12].argmin()) + 1
    (7, 2)
    >>> bool(np.allclose(parts.trend + parts.seasonal + parts.residual, deaths))
    True

    Deaths peaked in July and were fewest in February; trend, season and residual add up to what was observed.
    """
    values, period = _cycles("observed", observed, period), int(period)
    loess = _loess(
        period,
        {"seasonal": seasonal, "trend": trend, "low_pass": low_pass},
        {"seasonal_deg": seasonal_deg, "trend_deg": trend_deg, "low_pass_deg": low_pass_deg},
        {"seasonal_jump": seasonal_jump, "trend_jump": trend_jump, "low_pass_jump": low_pass_jump},
    )
    model = STL(values, period, robust=yes_or_no("robust", robust), **loess)
    iterations = _iterations(robust, inner_iter, outer_iter)
    fitted = model.fit(**iterations)
    parameters = {**model.config, **iterations}
    return Decomposition(values, fitted.trend, fitted.seasonal, fitted.resid, fitted.weights, AS_GIVEN, parameters)


def decompose(counts: Any, *, days: Any = None, robust: bool = False, **parameters: Any) -> Decomposition:
    """Trend and season of a monthly count, by STL on the scale that suits its size.

    The scale is the logarithm per day; the square root when the median month is below 20 or a month is nought;
    a series with a median below 5 is refused, for its season would be drawn from noise.

    Parameters
    ----------
    counts : events in each month, 0 or more, three years or more; a Series with a monthly index brings its days
    days : days of each month, above 0; leave out only if ``counts`` has a monthly index
    robust : whether to give outliers less weight; say yes when a lockdown lies inside the series
    **parameters : any other parameter of :func:`stl`

    Returns
    -------
    Decomposition : on ``scale``; bring it back to counts with :func:`analysis_lib.statistics.scales.from_scale`

    Raises
    ------
    ValueError : a median below 5, an all-zero series, fewer than three years, a gap, a negative or missing count

    References
    ----------
    Cleveland and others (1990), as for :func:`stl`; Anscombe, F. J. (1948), Biometrika 35, 246-254.

    Examples
    --------
    >>> year = [53, 51, 56, 60, 59, 63, 69, 68, 50, 53, 55, 50]
    >>> parts = decompose(year * 3, days=[31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] * 3)
    >>> parts.scale, np.exp(parts.seasonal[:12]).round(2).tolist()[6:8]
    ('log per day', [1.19, 1.17])

    In July there were 19% more a day than in the usual month, and in August 17%.
    """
    events = unbroken("counts", counts)
    values, scale = on_suitable_scale(
        events, days=days_of("days", None, counts) if days is None else days, lowest_median=LOWEST_MEDIAN
    )
    return replace(stl(values, robust=robust, **parameters), scale=scale)


def mstl(
    observed: Any, *, periods: tuple[int, ...] = (7, 365), windows: tuple[int, ...] | None = None, robust: bool = False
) -> MultipleDecomposition:
    """Decomposition of a series with several seasons, such as the week and the year of daily counts.

    STL for each season in turn, on the series without the others, twice over (statsmodels' ``MSTL``).

    Parameters
    ----------
    observed : values in order of time, none missing, three cycles of the longest season or more; not all the same
    periods : observations in each cycle, shortest first
    windows : the seasonal loess window of each period, odd; 11, 15, 19 and so on if left out
    robust : whether to give outliers less weight

    Returns
    -------
    MultipleDecomposition : ``seasonal`` has a column for each period

    Raises
    ------
    ValueError : fewer than three cycles of the longest period, periods that do not rise, a number of windows other
        than that of periods, an even window

    References
    ----------
    Bandara, K., Hyndman, R. J. and Bergmeir, C. (2021). MSTL: a seasonal-trend decomposition algorithm for time series
    with multiple seasonal patterns. arXiv 2107.13462.

    Examples
    --------
    Two seasons of 4 and 12 that were put in come out again:

    >>> time = np.arange(96)
    >>> parts = mstl(np.sin(time * np.pi / 2) + 2 * np.cos(time * np.pi / 6) + time / 50, periods=(4, 12))
    >>> np.ptp(parts.seasonal, axis=0).round(1).tolist()
    [2.0, 4.0]

    The shorter season swings by 2 from top to bottom, the longer by 4.
    """
    periods, spans = _several_periods(periods, windows)
    values = _cycles("observed", observed, max(periods))
    inner, outer = ITERATIONS[yes_or_no("robust", robust)]
    settings = {"seasonal_deg": 0, "robust": robust, "inner_iter": inner, "outer_iter": outer}
    fitted = MSTL(values, periods=periods, windows=spans, iterate=2, stl_kwargs=settings).fit()
    seasonal = np.reshape(fitted.seasonal, (len(values), len(periods)))
    parameters = {"windows": spans, "iterate": 2, **settings}
    return MultipleDecomposition(values, fitted.trend, seasonal, fitted.resid, periods, parameters)


def classical_decomposition(observed: Any, *, period: int = 12, kind: str = "additive") -> ClassicalDecomposition:
    """Trend as a moving average over a cycle, season as the mean of each month about it: a check for teaching.

    The season never changes and half a year is lost at each end; publish :func:`decompose`.

    Parameters
    ----------
    observed : values in order of time, none missing, three full cycles or more; above 0 if multiplicative
    period : observations in a cycle
    kind : "additive" (observed = trend + seasonal + residual) or "multiplicative" (their product)

    Returns
    -------
    ClassicalDecomposition : ``figure`` starts with the first observation's month

    Raises
    ------
    ValueError : fewer than three cycles, a gap, a missing value, another kind, a value of 0 or less if multiplicative

    References
    ----------
    Kendall, M. and Stuart, A. (1983). The Advanced Theory of Statistics, volume 3, pages 410-414; R's ``decompose``.

    Examples
    --------
    >>> parts = classical_decomposition([9, 11, 10, 9, 12, 12, 11, 14, 14], period=3)
    >>> parts.figure.round(2).tolist()
    [-1.28, 1.06, 0.22]

    The second of every three stands about 1.1 above the level around it.
    """
    values = _cycles("observed", observed, period)
    one_of("kind", kind, KINDS)
    if kind == "multiplicative" and values.min() <= 0:
        raise ValueError(f"observed must be above 0 for a multiplicative season, got {values.min():g}; use 'additive'")
    period = int(period)
    parts = seasonal_decompose(values, model=kind, period=period)
    return ClassicalDecomposition(values, parts.trend, parts.seasonal, parts.resid, parts.seasonal[:period], kind)


def strength(*, trend: Any, seasonal: Any, residual: Any) -> Strength:
    """How strong are trend and season, beside the residual?

    ``max(0, 1 - var(residual) / var(trend + residual))``, and the same with the season in the trend's place. Say
    "seasonal" only from 0.4 upwards and when a test agrees: :func:`analysis_lib.statistics.seasonality.is_seasonal`.

    Parameters
    ----------
    trend, seasonal, residual : parts of one additive decomposition, of one length, none missing

    Returns
    -------
    Strength : two numbers from 0 to 1; missing (nan), with the ``reason``, where the part and the residual together
        never vary

    Raises
    ------
    ValueError : the parts differ in length, or a value is missing

    References
    ----------
    Wang, X., Smith, K. and Hyndman, R. J. (2006). Characteristic-based clustering for time series data. Data Mining
    and Knowledge Discovery 13, 335-364.

    Examples
    --------
    >>> found = strength(trend=[1, 1, 1, 1], seasonal=[3, -3, 3, -3], residual=[1, 1, -1, -1])
    >>> found.trend, round(found.seasonal, 2)
    (0.0, 0.9)

    There is no trend, and the season accounts for 90% of what varies.
    """
    parts = aligned(trend=(numbers, trend), seasonal=(numbers, seasonal), residual=(numbers, residual))
    left_over = parts[2].var()
    found = [_share_explained(left_over, (part + parts[2]).var()) for part in parts[:2]]
    return Strength(*found, "part and residual together never vary" if np.isnan(found).any() else "")


def _share_explained(left_over: float, together: float) -> float:
    return max(0.0, 1 - float(left_over / together)) if together > 0 else float("nan")


def _cycles(name: str, observed: Any, period: int) -> np.ndarray:
    whole_number("period", period, least=2, remedy="write 12 for months")
    if period == MONTHS_IN_A_YEAR:
        refuse_other_periods(name, observed)
    values = unbroken(name, observed)
    if len(values) < FEWEST_CYCLES * period:
        raise ValueError(
            f"{name} must hold {FEWEST_CYCLES} full cycles, {FEWEST_CYCLES * period} values, got {len(values)}; "
            "take a longer series"
        )
    if values.min() == values.max():
        raise ValueError(f"{name} must vary, got {values[0]:g} throughout; there is nothing to take apart")
    return values


def _iterations(robust: bool, inner: int | None, outer: int | None) -> dict[str, int]:
    usual = ITERATIONS[bool(robust)]
    chosen = {"inner_iter": usual[0] if inner is None else inner, "outer_iter": usual[1] if outer is None else outer}
    return {
        name: whole_number(name, number, least=least, most=MOST_ITERATIONS, remedy="leave it out")
        for (name, number), least in zip(chosen.items(), (1, 0), strict=True)
    }


def _several_periods(periods: Any, windows: Any) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The periods of several seasons, and the loess window of each: 11, 15, 19 and so on unless given."""
    several = tuple(
        whole_number("periods", one, least=2, remedy="write (7, 365)") for one in listed("periods", periods)
    )
    if not several or list(several) != sorted(set(several)):
        raise ValueError(f"periods must rise, got {shown(periods)}; write (7, 365)")
    spans = tuple(11 + 4 * place for place in range(len(several))) if windows is None else listed("windows", windows)
    if len(spans) != len(several):
        raise ValueError(
            f"windows must hold one number for each of {len(several)} periods, got {shown(windows)}; leave it out"
        )
    return several, tuple(_odd("windows", window, 3) for window in spans)


def _odd(name: str, window: Any, least: int) -> int:
    found = whole_number(name, window, least=least, most=WIDEST_WINDOW, remedy="write the next odd number")
    if found % 2 == 0:
        raise ValueError(f"{name} must be odd, got {found}; write the next odd number")
    return found


def _loess(period: int, windows: dict[str, Any], degrees: dict[str, Any], jumps: dict[str, Any]) -> dict[str, Any]:
    """The settings of the three loess smoothers under their statsmodels names, each checked."""
    least = {"seasonal": 3, "trend": period + 1, "low_pass": period + 1}
    return {
        **{
            name: None if window is None and name != "seasonal" else _odd(name, window, least[name])
            for name, window in windows.items()
        },
        **{name: whole_number(name, degree, most=1, remedy="write 1 for a line") for name, degree in degrees.items()},
        **{name: whole_number(name, jump, least=1, most=WIDEST_JUMP, remedy="write 1") for name, jump in jumps.items()},
    }
