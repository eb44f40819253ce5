"""Where figures come from, by the names that they carry: a series of figures, or a publication read by hand."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from analysis_lib import contracts
from analysis_lib.errors import AssessmentError

PUBLICATIONS = "publications"  # the table of the publications that hand-kept tables name


@dataclass(frozen=True)
class Origin:
    """A source as the report names it, and the files in ``data/raw`` that hold its rows, with the months of each."""

    name: str
    line: str
    published: datetime.date
    attribution: str
    files: tuple[tuple[str, str, str], ...]

    def holding(self, first: str, last: str) -> list[str]:
        """The files that hold rows of the ISO months from ``first`` to ``last``."""
        return [path for path, start, end in self.files if not start or (start <= last and first <= end)]


def origin(name: str) -> Origin:
    """The source of this name; refused if neither the descriptor nor the table of publications knows it."""
    package = contracts.descriptor()
    if name in package.content.get("series", {}):
        source, files = package.source(name), tuple(_held(entry) for entry in _files(name))
        return Origin(name, source.line, source.published, source.attribution, files)
    return _publication(name)


def _publication(name: str) -> Origin:
    rows, named = publications()
    if name not in rows:
        raise AssessmentError(
            f'A figure names "{name}" as its source, but neither the series of {contracts.DESCRIPTOR} nor '
            f"data/raw/{PUBLICATIONS}.csv hold it. Name one of them as the value's source, or add it there."
        )
    row = rows[name]
    published = _day(row["published"])
    return Origin(
        name,
        f"{row['title']} from {row['publisher']}" + (f", published {published:%B %Y}." if published else "."),
        published or datetime.date.min,
        f"{row['publisher']}: {row['licence']}.",
        tuple(_held(entry) for entry, names in named if name in names),
    )


@functools.cache
def publications() -> tuple[dict[str, dict[str, Any]], list[tuple[dict[str, Any], set[str]]]]:
    """The publications that hand-kept tables name, and the entries of these tables with those that each names.

    Hundreds of figures ask, and to check the tables takes a second: they are read once, until ``cache_clear``.
    """
    package = contracts.descriptor()
    entries = package.content["resources"]
    listed = any(entry["name"] == PUBLICATIONS for entry in entries)
    rows = package.read(PUBLICATIONS).to_dict("records") if listed else []
    named = [(entry, _named(entry)) for entry in entries if entry["name"] != PUBLICATIONS]
    return {row["publication"]: row for row in rows}, named


def _day(text: object) -> datetime.date | None:
    """A day of publication, or None where the publication states none, or only a year."""
    try:
        return datetime.date.fromisoformat(str(text))
    except ValueError:
        return None


def _files(name: str) -> list[dict[str, Any]]:
    """The files of a series: its own, or else those of the tables whose names begin with its name."""
    entries = contracts.descriptor().content["resources"]
    own = [entry for entry in entries if entry.get("series", entry["name"]) == name]
    return own or [entry for entry in entries if entry["name"].startswith(f"{name}_")]


def _held(entry: dict[str, Any]) -> tuple[str, str, str]:
    """A file of figures with its first and last month, where it has them."""
    span = entry.get("temporal", {})
    return f"data/raw/{entry['path']}", span.get("start", ""), span.get("end", "")


def _named(entry: dict[str, Any]) -> set[str]:
    """The publications that a hand-kept table names."""
    if not entry.get("kept_by_hand") or not any(field["name"] == "publication" for field in entry["schema"]["fields"]):
        return set()
    return set(contracts.descriptor().read(entry["name"])["publication"])


def origins(names: Iterable[str]) -> list[Origin]:
    """The sources of these names, each once."""
    return [origin(name) for name in dict.fromkeys(names)]
