"""What a refresh changes in a series: figures added, revised and vanished, labels new or gone, breaks crossed.

Two publications of a series are compared figure by figure, each under its key and month.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis_lib import contracts

LARGEST = 5  # revised figures that the note names; the rest are counted


@dataclass(frozen=True)
class Revision:
    """One series before and after; ``before`` and ``after`` are figures by key and month, without missing ones."""

    series: str
    title: str
    before: pd.Series
    after: pd.Series
    breaks: dict[str, str]

    @property
    def both(self) -> pd.DataFrame:
        """The figures of the months and keys that stand in both: columns ``before`` and ``after``.

        Within them, a figure that one publication does not print is a nought, as the publishers leave noughts out.
        """
        parts = {}
        for name, part, other in (("before", self.before, self.after), ("after", self.after, self.before)):
            parts[name] = part[_months(part).isin(_months(other)) & _keys(part).isin(_keys(other))]
        both = pd.concat(parts, axis=1).fillna(0)
        return both[(both != 0).any(axis=1)]

    @property
    def revised(self) -> pd.DataFrame:
        """The figures that differ, with ``change`` and ``percent``, the largest change first."""
        both = self.both
        found = both[both["before"] != both["after"]].copy()
        found["change"] = found["after"] - found["before"]
        found["percent"] = (100 * found["change"] / found["before"]).where(found["before"] != 0)
        order = found["change"].abs().sort_values(ascending=False, kind="stable").index
        return found.loc[order]

    @property
    def added(self) -> pd.Series:
        """The figures of months, or of keys, that stand in the later publication only."""
        return _absent(self.after, self.before)

    @property
    def vanished(self) -> pd.Series:
        """The figures of months, or of keys, that stand in the earlier publication only."""
        return _absent(self.before, self.after)

    @property
    def crossed(self) -> dict[str, str]:
        """The breaks of the series that lie between the last month before and the last month after."""
        if self.before.empty or self.after.empty:
            return {}
        last, now = (str(_months(part).max()) for part in (self.before, self.after))
        return {month: label for month, label in self.breaks.items() if last < month <= now}

    def labels(self) -> list[tuple[str, str, list[str]]]:
        """Labels that one publication has and the other has not: the key's name, "new" or "gone", and the labels."""
        found = []
        for name in self.after.index.names[:-1]:
            old, new = (set(part.index.get_level_values(name).astype("str")) for part in (self.before, self.after))
            found += [(name, "new", sorted(new - old))] * bool(new - old)
            found += [(name, "gone", sorted(old - new))] * bool(old - new)
        return found

    @property
    def empty(self) -> bool:
        return self.revised.empty and self.added.empty and self.vanished.empty


def _absent(part: pd.Series, other: pd.Series) -> pd.Series:
    alone = ~(_months(part).isin(_months(other)) & _keys(part).isin(_keys(other)))
    return part[alone & (part != 0).to_numpy()]


def _months(part: pd.Series) -> pd.Index:
    return part.index.get_level_values("month")


def _keys(part: pd.Series) -> pd.Index:
    return part.index.droplevel("month")


def by_area(revision: Revision) -> pd.DataFrame:
    """For each label of the first key, over months in both publications: the months in which its sum differs.

    Columns ``months`` that differ, the ``largest`` difference in a month, and the difference ``in_all``.
    """
    months = set(_months(revision.before)) & set(_months(revision.after))
    first = revision.after.index.names[0]
    sums = {}
    for name, part in (("before", revision.before), ("after", revision.after)):
        shared = part[_months(part).isin(months)]
        sums[name] = shared.groupby(level=[first, "month"]).sum()
    both = pd.concat(sums, axis=1).fillna(0)
    change = (both["after"] - both["before"]).astype("int64")
    change = change[change != 0]
    groups = change.groupby(level=first)
    return pd.DataFrame(
        {"months": groups.size(), "largest": groups.agg(lambda x: x.abs().max()), "in_all": groups.sum()}
    )


def figures(frame: pd.DataFrame, entry: dict[str, Any]) -> pd.Series:
    """The figures of a table by its key and ``month`` (text): those of its month columns, or of its columns of numbers.

    A table without months has its columns of numbers as one more key, and its year, or nothing, as the month.
    """
    keys = list(entry["schema"]["primaryKey"])
    fields = {field["name"]: field["type"] for field in entry["schema"]["fields"]}
    if set(contracts.MONTH_COLUMNS) <= set(fields):
        long = frame.melt([*keys, "year"], contracts.MONTH_COLUMNS, var_name="number", value_name="figure")
        long["month"] = long["year"].astype("str") + "-" + long["number"]
    else:
        keys = [key for key in keys if key not in ("month", "year")]
        numbers = [
            name for name, kind in fields.items() if kind in ("integer", "number") and name not in (*keys, "year")
        ]
        month = frame["month"] if "month" in frame else frame.get("year", pd.Series("", index=frame.index))
        long = frame.assign(month=month.astype("str")).melt([*keys, "month"], numbers, "what", "figure")
        keys = [*keys, "what"]
    long = long.dropna(subset="figure")
    return long.set_index([*keys, "month"])["figure"].astype("Float64").sort_index()


def note(revisions: list[Revision]) -> str:
    """One page for the reviewer, in Markdown."""
    parts = ["# What the refresh changed\n"]
    for revision in revisions:
        parts.append(_section(revision))
    return "\n".join(parts)


def _section(revision: Revision) -> str:
    lines = [f"## {revision.title}\n"]
    if revision.empty:
        return "\n".join([*lines, "No figure changed.\n"])
    added, vanished, revised = revision.added, revision.vanished, revision.revised
    lines += [
        f"- added: {len(added):,} figures{_span(added)}",
        f"- revised: {len(revised):,} of {len(revision.both):,} figures{_net(revised)}",
        f"- vanished: {len(vanished):,} figures{_span(vanished)}",
    ]
    lines += [
        f"- {name} {what}: {', '.join(found[:10])}{_more(len(found) - 10)}" for name, what, found in revision.labels()
    ]
    lines += [f"- break crossed at {month}: {label}" for month, label in revision.crossed.items()]
    return "\n".join([*lines, *_largest(revised), *_areas(revision), ""])


def _largest(revised: pd.DataFrame) -> list[str]:
    if revised.empty:
        return []
    head = ["", f"The largest of {len(revised):,} revisions:\n" if len(revised) > LARGEST else "The revisions:\n"]
    rows = ["| figure | month | old | new | change | per cent |", "|---|---|---:|---:|---:|---:|"]
    for key, row in revised.head(LARGEST).iterrows():
        percent = "" if pd.isna(row["percent"]) else f"{row['percent']:+.1f}"
        figure = ", ".join(str(part) for part in key[:-1])
        rows.append(
            f"| {figure} | {key[-1]} | {_n(row['before'])} | {_n(row['after'])} | {row['change']:+,.10g} | {percent} |"
        )
    return [*head, *rows]


def _areas(revision: Revision) -> list[str]:
    areas = by_area(revision)
    if areas.empty or len(areas) > 40 or revision.after.index.names[0] != "area":
        return []
    rows = ["", "| area | months that differ | most in a month | in all |", "|---|---:|---:|---:|"]
    return [
        *rows,
        *(f"| {area} | {row.months} | {row.largest:,} | {row.in_all:+,} |" for area, row in areas.iterrows()),
    ]


def _span(part: pd.Series) -> str:
    months = part.index.get_level_values("month")
    return f", {months.min()} to {months.max()}" if len(part) and months.max() else ""


def _net(revised: pd.DataFrame) -> str:
    return f", {revised['change'].sum():+,.10g} in all" if len(revised) else ""


def _more(number: int) -> str:
    return f" and {number} more" if number > 0 else ""


def _n(number: float) -> str:
    return f"{number:,.10g}"
