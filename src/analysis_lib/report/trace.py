"""The register, visible: an entry for every figure said in a sentence, and one for all cells of an exhibit.

An entry says what the figure counts, where and when, how it was worked out and from which rows. A figure that is said
in several places with the same words, in the summary and in a chapter, has one entry that leads back to each.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from analysis_lib.exhibits.contract import shown
from analysis_lib.exhibits.words import listed
from analysis_lib.report.chapter import Block, paragraphs
from analysis_lib.report.origins import origins

PLACE = ("id", "chapter", "printed_in", "row", "column")  # where a figure stands; the rest says what it is
NAMED = 6  # things counted by one exhibit that are named one by one


def trace(chapters: Sequence[list[Block]]) -> list[dict[str, Any]]:
    """Link every figure to its entry; the entries of each chapter (given in the order in which they were run)."""
    known: dict[tuple, dict[str, Any]] = {}
    register = []
    for blocks in chapters:
        opening = blocks[0]
        said = [_linked(opening, place, parts, rows, known) for place, parts, rows in _said(blocks)]
        sentences = [entry for entries in said for entry in entries]
        exhibits = [_exhibit_entry(block) for block in blocks if block["kind"] in ("figure", "table")]
        register.append(
            {name: opening[name] for name in ("number", "short", "name")}
            | {"sentences": sentences, "exhibits": exhibits, "sources": _common_source(sentences)}
        )
    return sorted(register, key=lambda chapter: chapter["number"])


def _said(blocks: list[Block]) -> Iterator[tuple[str, list[dict], list[dict]]]:
    """Every paragraph that says figures: where it stands, its parts, and the rows that they refer to."""
    section = blocks[0]["title"]
    for block in blocks:
        section = block["text"] if block["kind"] == "heading" else section
        for name, parts, rows in paragraphs(block):
            yield name or section, parts, rows


def _common_source(entries: list[dict[str, Any]]) -> list[str]:
    """The one source of all the entries, to be said once; empty if they have several."""
    lines = list(dict.fromkeys(entry["facts"]["Source"] for entry in entries))
    return lines if len(lines) == 1 else []


def _linked(opening: Block, place: str, parts: list[dict], rows: list[dict], known: dict) -> list[dict[str, Any]]:
    """Give the parts of a paragraph their links, one for each figure; the entries that did not exist before."""
    linked, added = set(), []
    for part in parts:
        if "figure" not in part:
            continue
        row = rows[part["figure"]]
        what = tuple(str(part) for name, part in row.items() if name not in PLACE)
        new = what not in known
        entry = known.setdefault(what, _entry(row) if new else {})
        if what not in linked:
            linked.add(what)
            part |= {"entry": entry["id"], "anchor": f"at-{row['id']}"}
            label = place if row["chapter"] == entry["chapter"] else f"{opening['short']}: {place}"
            entry["places"].append({"id": part["anchor"], "label": label})
        if new:
            added.append(entry)
    return added


def _entry(row: dict[str, Any]) -> dict[str, Any]:
    what = f"{row['title'] or row['measure']}, {row['area']}, {period_words(row['period_start'], row['period_end'])}"
    facts = {
        "Counted in": f"{row['unit']}; {row['population']}",
        "Worked out as": row["method"],
        "From": "; ".join(row["made_from"]),
        "Interval": _interval(row),
        "Source": _sources(row["sources"]) + (" Read second-hand." if row["second_hand"] else ""),
        "Rows behind it": rows_behind(row),
        "In the register": row["id"],
    }
    return {
        "id": f"entry-{row['id']}",
        "chapter": row["chapter"],
        "text": row["text"],
        "what": what,
        "facts": {name: fact for name, fact in facts.items() if fact},
        "places": [],
    }


def _interval(row: dict[str, Any]) -> str:
    if row["lower"] is None or row["upper"] is None:
        return ""
    whole = row["unit"] == "rank"
    lower, upper = (shown(int(limit) if whole else float(limit)) for limit in (row["lower"], row["upper"]))
    return f"{lower} to {upper}, at {100 * (row['confidence_level'] or 0):g}%"


def period_words(start: str, end: str) -> str:
    """A period as an entry names it.

    >>> period_words("2024-10-01", "2025-09-30")
    '1 October 2024 to 30 September 2025'
    """
    first, last = (datetime.date.fromisoformat(day) for day in (start, end))
    return f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"


def _sources(names: Iterable[str]) -> str:
    return " ".join(source.line for source in origins(names))


def rows_behind(row: dict[str, Any]) -> str:
    """The files of figures that hold the rows, for the area and months of a figure and of those it was made from."""
    first = min(row["period_start"], row["made_from_start"] or row["period_start"])[:7]
    paths = [path for source in origins(row["sources"]) for path in source.holding(first, row["period_end"][:7])]
    return f"{listed(paths)}; the rows of {row['area']}" if paths else ""


def _exhibit_entry(block: Block) -> dict[str, Any]:
    """The one entry of a table or chart, for all its cells."""
    rows = block["figures"]
    facts = {
        "Holds": f"{len(rows):,} figures" + (f", {rows[0]['id']} to {rows[-1]['id']} in the register" if rows else ""),
        "Counts": _distinct(rows, "title") if block["kind"] == "table" else "",
        "Counted in": _distinct(rows, "unit"),
        "Areas": _distinct(rows, "area"),
        "Periods": _periods(rows),
        "Population": _distinct(rows, "population"),
        "Worked out as": _distinct(rows, "method", most=12),
        "Source": block["source"],
    }
    return {
        "id": f"trace-{block['id']}",
        "block": block["id"],
        "number": block["number"],
        "what": block["caption"],
        "facts": {name: fact for name, fact in facts.items() if fact},
    }


def _distinct(rows: list[dict], name: str, most: int = NAMED) -> str:
    found = list(dict.fromkeys(row[name] for row in rows if row[name]))
    return f"{len(found)} kinds, named in the table" if len(found) > most else "; ".join(found)


def _periods(rows: list[dict]) -> str:
    spans = sorted({(row["period_start"], row["period_end"]) for row in rows if row["period_start"]})
    if len(spans) > NAMED:
        spans = [(min(itertools.chain(*spans)), max(itertools.chain(*spans)))]
    return "; ".join(period_words(*span) for span in spans)
