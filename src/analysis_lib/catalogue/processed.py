"""Prepared tables, prepared first where they are not those of the figures held."""

from __future__ import annotations

import pandas as pd

from analysis_lib import prepare, project


def processed(name: str) -> pd.DataFrame:
    """The prepared table called ``name``; one that is missing, out of date or damaged is prepared anew."""
    prepare.prepare(name)
    path = project.processed() / f"{name}.parquet"
    try:
        return pd.read_parquet(path)
    except OSError:
        path.unlink()
        prepare.prepare(name)
        return pd.read_parquet(path)
