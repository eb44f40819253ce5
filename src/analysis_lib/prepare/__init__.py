"""From published figures to analysis: one Parquet table for each set of figures, in ``data/processed``.

One module for each set of figures, with ``TABLES``, the tables of ``data/raw`` that it rests on, and a function
that makes the prepared table of them. Each table carries a stamp of what it was made from.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis_lib import contracts, files, locks, project, schemas
from analysis_lib.errors import AssessmentError
from analysis_lib.prepare import monthly, population, recorded_crime

NOTE = b"analysis_lib"


@dataclass(frozen=True)
class Recipe:
    """The tables of ``data/raw`` that a prepared table rests on, and the function that makes it."""

    tables: tuple[str, ...]
    make: Callable[[contracts.Descriptor], pd.DataFrame]


RECIPES = {
    "recorded_crime": Recipe(recorded_crime.TABLES, recorded_crime.recorded_crime),
    "population_by_age": Recipe(population.BY_AGE_TABLES, population.population_by_age),
    "population_totals": Recipe(population.TOTALS_TABLES, population.population_totals),
} | {name: Recipe(tables, make) for name, (tables, make) in monthly.MONTHLY.items()}


def prepare(name: str) -> bool:
    """Build ``data/processed/<name>.parquet`` if it is not already that of the figures held; True if built."""
    if name not in RECIPES:
        raise AssessmentError(f'There are no figures called "{name}". There are: {", ".join(RECIPES)}.')
    with locks.held(project.cache() / "locks" / f"{name}.lock"):  # two chapters may ask for the same figures at once
        return _prepare(name)


def _prepare(name: str) -> bool:
    path = project.processed() / f"{name}.parquet"
    stamp = _stamp(RECIPES[name])
    if path.exists() and _stamp_of(path) == stamp:
        return False
    table = pa.Table.from_pandas(RECIPES[name].make(contracts.descriptor()), preserve_index=False)
    stamped = table.replace_schema_metadata({**(table.schema.metadata or {}), NOTE: stamp})
    buffer = io.BytesIO()
    pq.write_table(stamped, buffer, compression="zstd")
    files.write_atomically(path, buffer.getvalue())
    return True


def _stamp(recipe: Recipe) -> bytes:
    """What the prepared table depends on: the raw files as they are now, what the descriptor says of them, and the code
    that makes it."""
    package = contracts.descriptor()
    code = [*sorted(Path(__file__).parent.glob("*.py")), Path(contracts.__file__), Path(schemas.__file__)]
    inputs: dict[str, Any] = {f"code {path.parent.name}/{path.name}": files.sha256(path) for path in code}
    inputs |= {"pandas": pd.__version__, "pyarrow": pa.__version__}
    for entry in [entry for table in recipe.tables for entry in package.resources(table)]:
        path = package.folder / entry["path"]
        inputs[entry["path"]] = [files.sha256(path) if path.exists() else "missing", entry]
    return json.dumps(inputs, sort_keys=True, default=str).encode()


def _stamp_of(path: Path) -> bytes | None:
    try:
        return (pq.read_schema(path).metadata or {}).get(NOTE)
    except pa.ArrowInvalid:
        return None
