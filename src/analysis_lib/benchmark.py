"""``make benchmark``: two ways of working out the same figures, timed in one run, and their ratio.

The library works on whole columns; the other way calls a well-known library for each row. Both answers are compared
before any time is printed. The other way is slow, so it is timed on fewer rows where the line says so, and its time
is scaled to all of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from scipy import stats
from statsmodels.stats.proportion import proportion_confint
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.seasonal import STL

from analysis_lib.statistics.breaks import level_shift
from analysis_lib.statistics.change import exact_rate_ratio
from analysis_lib.statistics.decomposition import stl, strength
from analysis_lib.statistics.funnel import flag_proportions
from analysis_lib.statistics.rates import count_interval, proportion
from analysis_lib.statistics.seasonality import log_changes, seasonality_tests
from analysis_lib.statistics.smoothing_search import most_likely_smoothing

ROWS = 100_000
AREAS, CATEGORIES, MONTHS = 32, 30, 180
SEED = 20_260_401

Answer = TypeVar("Answer")


def timed(work: Callable[[], Answer]) -> tuple[float, Answer]:
    """How many seconds a run took, and what it gave."""
    began = time.perf_counter()
    answer = work()
    return time.perf_counter() - began, answer


def seconds(work: Callable[[], object], repeats: int = 3) -> float:
    """The best of a few runs, in seconds."""
    return min(timed(work)[0] for _ in range(repeats))


def compare(
    name: str, column: Callable[[], np.ndarray], row: Callable[[int], Sequence[float]], *, rows: int, tolerance: float
) -> None:
    """Time a whole column against ``rows`` single rows, after making sure that both give the same figures."""
    answers, chosen = column(), range(0, ROWS, ROWS // rows)
    singly = np.array([row(i) for i in chosen], dtype=float)
    if not np.allclose(answers[list(chosen)], singly, rtol=tolerance, equal_nan=True):
        raise AssertionError(f"{name}: the two ways do not give the same figures")
    whole = seconds(column)
    single = seconds(lambda: [row(i) for i in chosen], repeats=1) * ROWS / rows
    scaled = "" if rows == ROWS else f" (timed on {rows:,} rows)"
    print(f"{name:34s} {whole:8.3f} s  row by row {single:8.1f} s{scaled}  ratio {single / whole:8.0f}")


def columns() -> None:
    """100,000 rows of each column statistic against scipy or statsmodels row by row."""
    draw = np.random.default_rng(SEED)
    n = draw.integers(50, 5_000, ROWS).astype(float)
    x = draw.binomial(n.astype(int), draw.uniform(0.01, 0.6, ROWS)).astype(float)
    few, other = draw.poisson(6, ROWS).astype(float), draw.poisson(9, ROWS).astype(float)
    total = x.sum() / n.sum()

    def wilson() -> np.ndarray:
        found = proportion(x, n)
        return np.column_stack([found.lower, found.upper])

    def poisson() -> np.ndarray:
        found = count_interval(few)
        return np.column_stack([found.lower, found.upper])

    def exact_or_byar(i: int) -> Sequence[float]:
        if few[i] < 10:
            lower = stats.chi2.ppf(0.025, 2 * few[i]) / 2 if few[i] else 0.0
            return lower, stats.chi2.ppf(0.975, 2 * few[i] + 2) / 2
        z, c = stats.norm.ppf(0.975), few[i]
        byar = c * (1 - 1 / (9 * c) - z / (3 * c**0.5)) ** 3
        return byar, (c + 1) * (1 - 1 / (9 * (c + 1)) + z / (3 * (c + 1) ** 0.5)) ** 3

    def ratios() -> np.ndarray:
        found = exact_rate_ratio(events=few + 1, exposure=n, reference_events=other + 1, reference_exposure=n)
        return np.asarray(found.p_value)[:, None]

    def ratio(i: int) -> Sequence[float]:
        test = stats.binomtest(int(few[i] + 1), int(few[i] + other[i] + 2), 0.5)
        test.proportion_ci(0.95, method="exact")
        return [test.pvalue]

    def flags() -> np.ndarray:
        return np.asarray(flag_proportions(x, n) != "Not significant", dtype=float)[:, None]

    def flag(i: int) -> Sequence[float]:
        lower, upper = proportion_confint(x[i], n[i], alpha=0.05, method="wilson")
        return [float(not lower <= total <= upper)]

    print(f"{ROWS:,} rows, aim: a ratio of 50 or more")
    compare(
        "Wilson intervals",
        wilson,
        lambda i: proportion_confint(x[i], n[i], method="wilson"),
        rows=10_000,
        tolerance=1e-9,
    )
    compare("Exact or Byar intervals", poisson, exact_or_byar, rows=5_000, tolerance=1e-9)
    compare("Exact rate ratios", ratios, ratio, rows=1_000, tolerance=1e-6)
    compare("Funnel flags", flags, flag, rows=10_000, tolerance=0)


def decompositions() -> None:
    """STL of every area and category: the library's function against bare calls of statsmodels, and the diagnostics."""
    draw = np.random.default_rng(SEED)
    season = 1 + 0.3 * np.sin(2 * np.pi * np.arange(MONTHS) / 12)
    series = draw.poisson(60 * season, (AREAS * CATEGORIES, MONTHS)).astype(float)
    parameters = stl(series[0]).parameters
    names = ("period", "seasonal", "trend", "low_pass", "seasonal_deg", "trend_deg", "low_pass_deg", "robust",
             "seasonal_jump", "trend_jump", "low_pass_jump")  # fmt: skip
    given = {name: parameters[name] for name in names if name in parameters}
    fit = {name: parameters[name] for name in ("inner_iter", "outer_iter")}

    def bare() -> list:
        return [STL(one, **given).fit(**fit) for one in series]

    def ours() -> list:
        return [stl(one) for one in series]

    if not np.allclose(bare()[0].seasonal, ours()[0].seasonal):
        raise AssertionError("STL: the two ways do not give the same figures")
    times = [(seconds(bare, 1), seconds(ours, 1)) for _ in range(3)]
    theirs, mine = (min(column) for column in zip(*times, strict=True))
    fitted = ours()
    months = np.tile(np.arange(1, 13), MONTHS // 12)
    diagnostics = {
        "strength": lambda: [strength(trend=f.trend, seasonal=f.seasonal, residual=f.residual) for f in fitted],
        "three tests of seasonality": lambda: [
            seasonality_tests(log_changes(one), months=months[1:]) for one in series
        ],
        "level shift": lambda: [level_shift(one) for one in series],
    }
    count = len(series)
    print(f"\nSTL of {AREAS} areas x {CATEGORIES} categories x {MONTHS} months, aim: a ratio of 1.1 or less")
    print(f"{'statsmodels, bare':34s} {theirs:8.3f} s  {count / theirs:6.0f} series a second")
    print(f"{'this library':34s} {mine:8.3f} s  {count / mine:6.0f} series a second  ratio {mine / theirs:.2f}")
    for name, work in diagnostics.items():
        print(f"{'diagnostic: ' + name:34s} {seconds(work, 1):8.3f} s")


def smoothing(count: int = 40, tolerance: float = 1e-3) -> None:
    """Exponential smoothing of made-up offences: this library's search against statsmodels', and which went higher."""
    draw = np.random.default_rng(SEED)
    season = 1 + 0.2 * np.sin(2 * np.pi * np.arange(MONTHS) / 12)
    level = 200 * np.exp(draw.normal(0, 0.03, (count, MONTHS)).cumsum(axis=1))
    series = np.log(draw.poisson(level * season) + 1.0)
    print(f"\nExponential smoothing of {count} series x {MONTHS} months, fitted by maximum likelihood")
    for name, trend in (("level and season", None), ("level, trend and season", "add")):

        def ours(has_trend: bool = trend is not None) -> list[float]:
            return [most_likely_smoothing(one, has_trend=has_trend).sum_of_squared_errors for one in series]

        def theirs(trend: str | None = trend) -> list[float]:
            units = series.std(axis=1)
            models = [
                ETSModel(one / unit, error="add", trend=trend, seasonal="add", seasonal_periods=12)
                for one, unit in zip(series, units, strict=True)
            ]
            return [model.fit(disp=False).sse * unit**2 for model, unit in zip(models, units, strict=True)]

        (mine, least), (bare, found) = timed(ours), timed(theirs)
        gained = MONTHS / 2 * np.log(np.divide(found, least))  # of the logarithm of the likelihood
        higher, lower = int((gained > tolerance).sum()), int((gained < -tolerance).sum())
        print(f"{name:34s} {mine:8.3f} s  statsmodels {bare:8.1f} s  ratio {bare / mine:8.1f}")
        print(f"{'':34s} likelihood higher {higher} times, lower {lower}, the same {count - higher - lower}")


if __name__ == "__main__":
    columns()
    decompositions()
    smoothing()
