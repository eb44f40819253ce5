"""What every table of figures must look like, declared once in ``data/raw/datapackage.yaml``.

The descriptor follows the Data Package standard. Pandera schemas are built from it and are the only
validator: a file is read only if its checksum, columns, types and values agree with its entry.
"""

from __future__ import annotations

import datetime
import functools
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from analysis_lib import files, project, transaction
from analysis_lib.errors import AssessmentError
from analysis_lib.schemas import DESCRIPTOR, check

MONTH_COLUMNS = [f"{month:02d}" for month in range(1, 13)]
AS_PUBLISHED, RESTRICTED = "as published", "restricted/"  # a rule of disclosure, and the folder of partners' extracts
GO_BACK = "Go back to the last version with: git checkout -- data/raw"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, ten times as fast, where it is built in
ANSWERS: dict[tuple[str, tuple[str, ...]], str] = {}  # what this process asked the descriptor: checksums of the answers


def asked(question: Callable) -> Callable:
    """Keep the checksum of the answer: what was made with it is made anew only if the answer would now be another.

    A question may use another in its answer; then the outer one alone counts, because its answer may stay the same.
    """

    @functools.wraps(question)
    def answer(package: Descriptor, *names: str) -> Any:
        before = dict(ANSWERS)
        found = question(package, *names)
        ANSWERS.clear()
        ANSWERS.update(before)
        ANSWERS[question.__name__, names] = hashlib.sha256(repr(found).encode()).hexdigest()
        return found

    return answer


class SourceLine(str):
    """A source line made of several publications, with the names by which the register knows them."""

    names: tuple[str, ...]

    def __new__(cls, line: str, names: Iterable[str] = ()) -> SourceLine:
        made = super().__new__(cls, line)
        made.names = tuple(dict.fromkeys(names))
        return made


@dataclass(frozen=True)
class Source:
    """Where a series comes from, the months at which it breaks, and its caveats with the month each begins to hold.

    ``date_inferred`` says that the month of publication was inferred from the last month held, because it is not known.
    """

    name: str
    title: str
    publisher: str
    page: str
    licence: str
    attribution: str
    published: datetime.date | None  # None where it was not read
    caveats: tuple[tuple[str, str], ...]
    breaks: dict[pd.Timestamp, str]
    pandemic: tuple[pd.Timestamp, pd.Timestamp]
    date_inferred: bool = False
    read_in: str = "original"  # or "second-hand": read in another document than the one that first gave the figures
    suppress_below: int = 0  # counts below it are confidential; 0 for figures that are published as they are

    @property
    def line(self) -> str:
        """The source line under an exhibit."""
        when = f", published {self.dated}" if self.published else ""
        return f"{self.title} from the {self.publisher}{when}."

    @property
    def dated(self) -> str:
        """When it was published; "about" a month that was inferred; "not read" if it is not known."""
        return f"{'about ' * self.date_inferred}{self.published:%B %Y}" if self.published else "not read"


@dataclass(frozen=True)
class Change:
    """A known change in how a series is recorded: from an ISO month, to another or for good; of what, and which.

    >>> Change("2024-03", "", "hate crime", "Recorded differently").when
    'From March 2024'
    """

    month: str
    to: str
    of: str
    what: str

    @property
    def when(self) -> str:
        first = datetime.date.fromisoformat(f"{self.month}-01")
        if not self.to:
            return f"From {first:%B %Y}"
        return f"{first:%B %Y} to {datetime.date.fromisoformat(f'{self.to}-01'):%B %Y}"


@dataclass(frozen=True)
class Coverage:
    """What a series covers: areas, the first and last month, and what of it is provisional, cut off or changed.

    ``provisional_months`` is how many of the newest months later publications are known to revise; ``stubs`` are months
    (ISO) that a file holds cut off, and that were taken from another file.
    """

    short: str
    counts: str
    geography: str
    first: datetime.date
    last: datetime.date
    provisional_months: int
    stubs: tuple[str, ...]
    changes: tuple[Change, ...]

    def provisional_from(self) -> datetime.date | None:
        """The first provisional month; None if all are final."""
        if not self.provisional_months:
            return None
        number = self.last.year * 12 + self.last.month - self.provisional_months
        return datetime.date(number // 12, number % 12 + 1, 1)

    def crossed(self, first: str, last: str) -> list[Change]:
        """The changes that begin after the ISO month ``first`` and no later than ``last``."""
        return [change for change in self.changes if first < change.month <= last]


@dataclass(frozen=True)
class Descriptor:
    """The descriptor of one folder of figures, and the tables it describes.

    A table that also stands in ``staged``, where a refresh puts it until all is checked, is read from there.
    """

    folder: Path
    content: dict[str, Any]
    staged: Path | None = None

    @asked
    def resources(self, series: str) -> list[dict[str, Any]]:
        """The entries of a series (one per calendar year), or the one entry of a single table."""
        found = [entry for entry in self.content["resources"] if entry.get("series", entry["name"]) == series]
        if not found:
            raise AssessmentError(f'{DESCRIPTOR} describes no figures called "{series}".')
        return found

    @asked
    def source(self, series: str) -> Source:
        try:
            return self._source(series, self.content["series"][series], self.content["pandemic"])
        except KeyError as error:
            raise AssessmentError(f"{DESCRIPTOR} lacks {error} for the series {series}. {GO_BACK}") from error

    def _source(self, series: str, about: dict[str, Any], pandemic: dict[str, str]) -> Source:
        return Source(
            name=series,
            title=about["title"],
            publisher=about["publisher"],
            page=about["page"],
            licence=about["licence"],
            attribution=about["attribution"],
            published=datetime.date.fromisoformat(f"{about['published']}-01") if "published" in about else None,
            caveats=tuple((str(caveat.get("from", "")), caveat["text"]) for caveat in about["caveats"]),
            breaks={pd.Timestamp(mark["month"]): mark["label"] for mark in about["breaks"]},
            pandemic=(pd.Timestamp(pandemic["start"]), pd.Timestamp(pandemic["end"])),
            date_inferred=bool(about.get("date_inferred", False)),
            read_in=about.get("read_in", "original"),
            suppress_below=self._suppress_below(series),
        )

    @asked
    def _suppress_below(self, series: str) -> int:
        """The rule of disclosure of a series: "as published", or a threshold, which restricted figures must have."""
        rule = self.content["series"][series].get("disclosure")
        restricted = any(
            entry["path"].startswith(RESTRICTED)
            for entry in self.content["resources"]
            if entry.get("series", entry["name"]) == series
        )
        threshold = rule.get("suppress") if isinstance(rule, dict) else None
        if isinstance(threshold, int) and threshold >= 2:
            return threshold
        if restricted or rule not in (None, AS_PUBLISHED):  # a partner's extract is never "as published"
            raise AssessmentError(
                f"{DESCRIPTOR}: the series {series} must say how it is protected, got {rule}. Write disclosure: "
                f"{AS_PUBLISHED} for published figures, or disclosure: {{suppress: 5}} for restricted ones, with the "
                "smallest count that their owner lets be printed."
            )
        return 0

    @asked
    def coverage(self, series: str) -> tuple[datetime.date, datetime.date]:
        """The first and the last month for which the series holds figures (first day of each)."""
        spans = [entry["temporal"] for entry in self.resources(series)]
        first, last = min(span["start"] for span in spans), max(span["end"] for span in spans)
        return datetime.date.fromisoformat(f"{first}-01"), datetime.date.fromisoformat(f"{last}-01")

    @asked
    def boroughs(self, series: str) -> list[str]:
        """The boroughs whose small areas a series keeps; those of others are passed over, so that figures stay few."""
        return list(self.content["series"][series]["boroughs"])

    @asked
    def covered(self, series: str) -> Coverage:
        """What the series covers, as its entry declares and as its tables hold."""
        about = self.content["series"][series]
        known = about["coverage"]
        first, last = self.coverage(series)
        return Coverage(
            short=known["short"],
            counts=known["counts"],
            geography=about["geography"],
            first=first,
            last=last,
            provisional_months=known["provisional_months"],
            stubs=tuple(known["stubs"]),
            changes=tuple(Change(c["month"], c.get("to", ""), c["of"], c["what"]) for c in known["changes"]),
        )

    @asked
    def with_coverage(self) -> list[str]:
        """The series whose coverage is declared, in the descriptor's order."""
        return [name for name, about in self.content["series"].items() if "coverage" in about]

    @asked
    def checksums(self, *series: str) -> dict[str, str]:
        """The declared SHA-256 of every file of the series, by its path below ``data/raw``."""
        entries = [entry for name in series for entry in self.resources(name)]
        return {entry["path"]: entry["hash"].removeprefix("sha256:") for entry in entries}

    def table(self, entry: dict[str, Any]) -> pd.DataFrame:
        """The checked contents of one described file; raises :class:`AssessmentError` if it is not as described."""
        path = self._place(entry)
        if not path.exists():
            raise AssessmentError(
                f"{project.shown(path)} is missing. Restore it with: git checkout -- {project.shown(path)}"
            )
        if (found := files.sha256(path)) != entry["hash"].removeprefix("sha256:"):
            problem = _contents_problem(path.read_bytes(), entry, self)
            raise AssessmentError(
                f"{project.shown(path)} is not the file that {DESCRIPTOR} describes: its SHA-256 begins {found[:12]}, "
                f"declared is {entry['hash'].removeprefix('sha256:')[:12]}.{problem} Figures are changed only by make "
                f"refresh, which writes both. To go back: git checkout -- {project.shown(path)}"
            )
        return check(path.read_bytes(), entry, self._named, shown=project.shown(path))

    def _named(self, name: str) -> pd.DataFrame:
        """A table that others refer to; it is one file."""
        return self.table(self.resources(name)[0])

    def _place(self, entry: dict[str, Any]) -> Path:
        staged = self.staged / entry["path"] if self.staged else None
        return staged if staged and staged.exists() else self.folder / entry["path"]

    def empty(self, series: str) -> pd.DataFrame:
        """A table of the series without rows, with the columns that :meth:`read` gives."""
        entry = self.resources(series)[0]
        header = ",".join(field["name"] for field in entry["schema"]["fields"]) + "\n"
        return check(header.encode(), entry, self._named, shown=entry["path"]).assign(**_year_of(entry))

    def hand_kept(self, name: str) -> pd.DataFrame:
        """A table that people edit, checked by its schema alone: only a refresh may read it without its checksum."""
        entry = self.resources(name)[0]
        return check((self.folder / entry["path"]).read_bytes(), entry, self._named, shown=entry["path"])

    def read(self, series: str) -> pd.DataFrame:
        """All files of a series, one below the other, with the calendar ``year`` of each where it has one."""
        parts = [self.table(entry).assign(**_year_of(entry)) for entry in self.resources(series)]
        return pd.concat(parts, ignore_index=True)


@functools.cache
def _load(path: Path, modified: int) -> Descriptor:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
    except yaml.YAMLError as error:
        raise AssessmentError(f"{project.shown(path)} is not valid YAML: {error} {GO_BACK}") from error
    if not isinstance(content, dict) or not isinstance(content.get("resources"), list):
        raise AssessmentError(f"{project.shown(path)} lists no resources. {GO_BACK}")
    return Descriptor(path.parent, content)


def descriptor() -> Descriptor:
    """The descriptor of ``data/raw``; a refresh that was interrupted while it moved files is finished first."""
    transaction.recover()
    path = project.raw() / DESCRIPTOR
    if not path.exists():
        raise AssessmentError(
            f"{project.shown(path)} is missing. Restore it with: git checkout -- {project.shown(path)}"
        )
    return _load(path, path.stat().st_mtime_ns)


def _year_of(entry: dict[str, Any]) -> dict[str, int]:
    return {"year": entry["year"]} if "year" in entry else {}


def _contents_problem(content: bytes, entry: dict[str, Any], package: Descriptor) -> str:
    """What is wrong inside a file whose checksum differs, if its schema can tell."""
    try:
        check(content, entry, package._named, shown=entry["path"])
    except AssessmentError as error:
        return f" {error}\n"
    return ""
