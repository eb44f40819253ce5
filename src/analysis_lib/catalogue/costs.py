"""What crime and domestic abuse cost: unit costs, multipliers, deflators and the tables that go with them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis_lib import contracts
from analysis_lib.assessment import Assessment
from analysis_lib.catalogue.publications import publications

TABLES = (
    *("unit_costs", "crime_multipliers", "cost_mapping", "domestic_abuse_costs", "gdp_deflators"),
    *("marac", "partnership_funding", "published_costs", "intervention_evidence", "cost_assumptions"),
)
LOCAL = "local_costs"


@dataclass(frozen=True, eq=False)  # known by identity, so that what is worked out from it is kept
class Costs:
    """The tables of the cost chapter, each as ``data/raw/datapackage.yaml`` describes it."""

    tables: dict[str, pd.DataFrame]
    local: pd.DataFrame

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]

    def source_line(self, *tables: str | pd.DataFrame) -> contracts.SourceLine:
        """The publications that these tables (or some rows of one) name, with a mark on those read second-hand."""
        known = publications(contracts.descriptor())
        lines = {
            str(name): known[str(name)].line + (", read second-hand" if "second-hand" in set(rows["read_in"]) else "")
            for table in tables
            for name, rows in (self[table] if isinstance(table, str) else table).groupby("publication", sort=False)
        }
        return contracts.SourceLine("; ".join(lines.values()) + ".", lines)

    def local_source_line(self) -> str:
        """The sources that the council's own rows name; empty if it has given none."""
        rows = self.local.drop_duplicates(["source", "page"])
        return "; ".join(f"{row.source}, {row.page}" for row in rows.itertuples())


def costs(assessment: Assessment) -> Costs:
    """The cost tables. They do not depend on the area; a chapter chooses the price year that fits its assessment.

    The council's own table is checked by its schema, and may be edited freely: see ``docs/local-costs.md``.
    """
    package = contracts.descriptor()
    return Costs({name: package.read(name) for name in TABLES}, package.hand_kept(LOCAL))
