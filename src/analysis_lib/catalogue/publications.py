"""The publications in which figures were read by hand, and the lines that name them under an exhibit."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pandas as pd

from analysis_lib.contracts import Descriptor

DATES = {10: "%d %B %Y", 7: "%B %Y", 4: "%Y"}


@dataclass(frozen=True)
class Publication:
    """A publication that a hand-kept table names; ``published`` is an ISO date, month or year, or empty if not read."""

    name: str
    publisher: str
    title: str
    published: str
    page: str
    licence: str

    @property
    def dated(self) -> str:
        """When it was published, as it is printed.

        >>> Publication("x", "Publisher", "Title", "2024-11", "", "").dated
        'November 2024'
        """
        if not self.published:
            return "date not read"
        whole = self.published + "-01-01"[: 10 - len(self.published)] if len(self.published) < 10 else self.published
        return f"{datetime.date.fromisoformat(whole[:10]):{DATES[len(self.published)]}}".lstrip("0")

    @property
    def line(self) -> str:
        """Publisher, title and date, as a source line names it."""
        return f"{self.publisher}, {self.title} ({self.dated})"


def publications(package: Descriptor) -> dict[str, Publication]:
    """Every publication, by its short name."""
    rows = package.read("publications").astype("object")
    return {row["publication"]: _publication(row) for row in rows.where(rows.notna(), "").to_dict("records")}


def text(cell: object) -> str:
    """A cell of a hand-kept table as text; empty if there is nothing in it."""
    return "" if pd.isna(cell) else str(cell)


def _publication(row: dict[str, str]) -> Publication:
    return Publication(
        row["publication"], row["publisher"], row["title"], row["published"], row["page"], row["licence"]
    )
