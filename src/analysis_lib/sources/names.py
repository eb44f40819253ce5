"""Names of boroughs as publishers spell them, and as ``data/raw/areas.csv`` does."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def known(found: pd.Series, areas: Sequence[str], **others: str) -> pd.Series:
    """Each name as it is spelt in ``areas``, or as ``others`` gives it; missing if it is in neither.

    >>> names = pd.Series(["Barking & Dagenham ", "City of Westminster", "Atlantis", "MPS"])
    >>> known(names, ["Barking and Dagenham", "Westminster"], mps="London").fillna("-").to_list()
    ['Barking and Dagenham', 'Westminster', '-', 'London']
    """
    spelt = {_plain(name): name for name in areas} | others
    return found.map(lambda name: spelt.get(_plain(name)))


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("&", "and").removeprefix("city of ").split())
