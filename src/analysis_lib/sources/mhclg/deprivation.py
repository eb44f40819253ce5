"""English Indices of Deprivation 2019: ranks and tenths of small areas, and the summary of each borough.

The table of small areas (LSOAs of 2011) is recognised by its columns of ranks, the summary by its scores. Sub-domains
are not kept. A tenth must follow from its rank among the 32,844 small areas of England.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

from analysis_lib.contracts import Descriptor
from analysis_lib.sources import reading
from analysis_lib.sources.publication import Figures, Publication

DEPRIVATION = "deprivation"
SMALL_AREAS, BOROUGHS = "deprivation_lsoas", "deprivation_boroughs"
ENGLAND = 32_844  # small areas of England in 2011, which ranks run over: statistical release of 26 September 2019
DOMAINS = {
    "IMD": "overall",
    "Income": "income",
    "Employment": "employment",
    "Education": "education",
    "Health": "health",
    "Crime": "crime",
    "Housing_and_Access": "housing",
    "Environment": "environment",
}
SUB_DOMAINS = [
    "Children_and_young_people",
    "Adult_skills",
    "Geographical_barriers",
    "Wider_barriers",
    "Indoors",
    "Outdoors",
]


def has_small_areas(path: Path) -> bool:
    """Whether a file holds ranks of small areas."""
    return {"lsoa11_code", "IMD_rank"} <= set(reading.header(path))


def has_boroughs(path: Path) -> bool:
    """Whether a file holds the summary of local authorities."""
    return {"ltla19_code", "Score", "Extent"} <= set(reading.header(path))


def read_small_areas(path: Path) -> pd.DataFrame:
    """``lsoa_code, domain, rank, decile``: rank 1 and decile 1 are the most deprived in England."""
    kinds = [f"{domain}_{kind}" for domain in [*DOMAINS, *SUB_DOMAINS] for kind in ("rank", "decile")]
    cells = reading.rows(path, ["lsoa11_code", "lsoa11_name", *kinds])
    reading.matching(cells, "lsoa11_code", r"E01\d{6}", path)
    reading.unique(cells, ["lsoa11_code"], path)
    cells = reading.all_whole_numbers(cells, kinds, path)
    parts = []
    for published, domain in DOMAINS.items():
        rank, decile = cells[f"{published}_rank"], cells[f"{published}_decile"]
        reading.refuse(~rank.between(1, ENGLAND), path, f"{published}_rank must lie between 1 and {ENGLAND:,}")
        expected = -(-rank * 10 // ENGLAND)  # rounded up
        reading.refuse(decile != expected, path, f"{published}_decile does not follow from {published}_rank")
        parts.append(
            pd.DataFrame({"lsoa_code": cells["lsoa11_code"], "domain": domain, "rank": rank, "decile": decile})
        )
    return pd.concat(parts, ignore_index=True)


def read_boroughs(path: Path) -> pd.DataFrame:
    """``area_code, domain, score, share, extent``.

    ``share`` is the part of the borough's small areas that is among the most deprived tenth of England's, from 0 to 1;
    ``extent``, of the overall index only, the part of its people who live in the most deprived areas, weighted.
    """
    scores = {name: "Score" if name == "IMD" else f"{name}_Score" for name in DOMAINS}
    shares = {name: "Proportion" if name == "IMD" else f"{name}_Proportion" for name in DOMAINS}
    cells = reading.rows(path, ["ltla19_code", "Extent", *scores.values(), *shares.values()])
    reading.matching(cells, "ltla19_code", r"E\d{8}", path)
    reading.unique(cells, ["ltla19_code"], path)
    cells = reading.decimals(cells, ["Extent", *scores.values(), *shares.values()], path)
    parts = []
    for published, domain in DOMAINS.items():
        share = cells[shares[published]]
        reading.refuse(~share.between(0, 1), path, f"{shares[published]} must lie between 0 and 1")
        part = {"area_code": cells["ltla19_code"], "domain": domain, "score": cells[scores[published]], "share": share}
        extent = cells["Extent"] if domain == "overall" else pd.NA
        parts.append(pd.DataFrame(part).assign(extent=extent))
    return pd.concat(parts, ignore_index=True)


def _read(paths: Sequence[Path], package: Descriptor, say: Callable[[str], None]) -> list[Figures]:
    tables = []
    for path in paths:
        series, read = (SMALL_AREAS, read_small_areas) if has_small_areas(path) else (BOROUGHS, read_boroughs)
        frame = read(path)
        tables.append(Figures(f"deprivation/{series.removeprefix('deprivation_')}.csv", frame, series=series))
        say(f"read {path.name}: {frame.iloc[:, 0].nunique()} areas")
    return tables


PUBLICATION = Publication(DEPRIVATION, lambda path: has_small_areas(path) or has_boroughs(path), _read)
