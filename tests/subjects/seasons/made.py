"""Series that the tests of the chapter plant things in, and the published ones of the oracle file."""

from __future__ import annotations

import csv
import json

import numpy as np
import pandas as pd

from analysis_lib.measures import Measure
from analysis_lib.subjects.seasons.series import Run
from workshop import CHECKOUT

MEASURE = Measure("recorded_crime:planted", "Planted offences", "offences", None)
STANDARD_MONTH = 365.25 / 12


def months(values, first: str = "2010-04") -> pd.Series:
    return pd.Series(np.asarray(values, dtype=float), pd.date_range(first, periods=len(values), freq="MS"))


def run_of(series: pd.Series) -> Run:
    return Run(MEASURE, "Testville", series)


def everything(series: pd.Series) -> np.ndarray:
    return np.ones(len(series), dtype=bool)


def noise(rng, length: int, mean: float = 150, dispersion: float = 3.0, season=None, level=None) -> pd.Series:
    """Overdispersed counts at one rate a day: no season and no step unless they are given."""
    index = pd.date_range("2010-04", periods=length, freq="MS")
    rate = mean * index.days_in_month.to_numpy() / STANDARD_MONTH
    rate = rate * (1 if season is None else np.asarray(season)[index.month - 1]) * (1 if level is None else level)
    return pd.Series(rng.negative_binomial(rate / (dispersion - 1), 1 / dispersion).astype(float), index)


def with_days_put_back(values, first: str) -> pd.Series:
    """A published series made into counts whose calendar adjustment is that series again."""
    series = months(values, first)
    return series * series.index.days_in_month / STANDARD_MONTH


def oracle(name: str) -> tuple[dict, dict]:
    """Inputs and expected results of one published test figure in ``tests/oracles/time.csv``."""
    csv.field_size_limit(10**7)
    with (CHECKOUT / "tests" / "oracles" / "time.csv").open(encoding="utf-8", newline="") as lines:
        row = next(row for row in csv.DictReader(lines) if row["id"] == name)
    return json.loads(row["inputs"]), json.loads(row["expected"])
