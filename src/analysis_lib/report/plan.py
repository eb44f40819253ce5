"""What a build has to do: which chapters are up to date, and why the others are not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis_lib import files, project
from analysis_lib.contents import Contents, PlannedChapter, contents
from analysis_lib.errors import AssessmentError
from analysis_lib.report import manifest
from analysis_lib.report.fingerprints import Inputs, inputs
from analysis_lib.report.messages import Asked, Chapters, ChapterTask
from analysis_lib.report.records import DAMAGED, Kept, Record, engine, reasons, record, report_key, standing

SUMMED_UP = "other chapters came out differently"


@dataclass
class Plan:
    """One report, the inputs as they were when its build began, and what is known of its chapters so far.

    ``executed`` holds the chapters that are up to date, by file name; each chapter that is run joins them.
    """

    asked: Asked
    now: Inputs
    contents: Contents
    kept: Kept
    sources: dict[str, bytes]
    root: str | None = None
    engine: str = "warm"
    executed: Chapters = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)

    @classmethod
    def of(cls, asked: Asked, *, now: Inputs | None = None, root: str | None = None, engine: str = "warm") -> Plan:
        """The plan of one report; with ENGINE=kernel every chapter is run."""
        plan = contents()
        now = now or inputs()
        names = [chapter.notebook.name for chapter in plan.chapters]
        if added := [name for name in names if f"notebooks/{name}" not in now.notebooks]:
            raise AssessmentError(f"{', '.join(added)} came after this build had begun. Run the command again.")
        sources = {name: now.notebooks[f"notebooks/{name}"] for name in names}
        made = cls(asked, now, plan, Kept(asked.folder), sources, root, engine)
        for chapter in plan.running_order:
            waits = chapter.run_last and made.waiting(last=False)
            if engine == "warm" and not waits and not made.reasons(chapter):
                made._take(chapter)
        return made

    def reasons(self, chapter: PlannedChapter) -> list[str]:
        """Why a chapter must be run; none if it is up to date. The last ones are judged when the others are done."""
        kept = self.kept.record(chapter)
        found = reasons(kept, self.sources[chapter.notebook.name], self.asked.parameters, self.now)
        if kept and not found and self.kept.output(chapter) is None:
            return [DAMAGED]
        if kept and chapter.run_last and kept.others != self.others():
            found.append(SUMMED_UP)
        return found

    def waiting(self, *, last: bool) -> list[PlannedChapter]:
        """The chapters still to be run, of those that are run first or of those that are run last."""
        chapters = [chapter for chapter in self.contents.running_order if chapter.run_last == last]
        return [chapter for chapter in chapters if chapter.notebook.name not in self.executed]

    def task(self, chapter: PlannedChapter) -> ChapterTask:
        name = chapter.notebook.name
        lent = [other.notebook.name for other in self._first()] if chapter.run_last else []
        chapters = {other: self.executed[other] for other in lent}
        return ChapterTask(self.root, name, self.sources[name], self.asked.parameters, self.engine, chapters)

    def others(self) -> dict[str, str]:
        """The checksums of the executed chapters that the last ones sum up."""
        done = {chapter.notebook.name for chapter in self._first()} & self.executed.keys()
        return {name: files.checksum(self.executed[name]) for name in sorted(done)}

    def add(self, chapter: PlannedChapter, output: bytes, found: dict[str, Any]) -> None:
        """Take a chapter that has just been run, and keep it.

        Raises :class:`AssessmentError` if what it was made of was changed since the build began: its record would say
        that it was made of what it was not.
        """
        self.refuse_touched({*found["files"], *found["modules"], *engine(self.now)}, f"chapter {chapter.name}")
        name = chapter.notebook.name
        others = self.others() if chapter.run_last else {}
        made = record(self.sources[name], self.asked.parameters, found, self.now, others=others, output=output)
        self.executed[name], self.records[name] = output, made
        if self.engine == "warm":
            self.kept.keep(chapter, made, output)

    def refuse_touched(self, names: Iterable[str], what: str) -> None:
        """Refuse to go on if some of these files or modules were changed since the build began."""
        if touched := self.now.touched(names):
            raise AssessmentError(
                f"{', '.join(touched[:3])}{' and others' * (len(touched) > 3)} changed while {what} was made, which "
                "may now hold some of both. No report was written; the earlier one, if any, is unchanged. Run the "
                "command again."
            )

    def take_last(self) -> None:
        """Take those of the last chapters that are still up to date, now that the others are there."""
        for chapter in self.waiting(last=True):
            if self.engine == "warm" and not self.reasons(chapter):
                self._take(chapter)

    def manifest(self) -> dict[str, Any]:
        """What the report is made from; every chapter must be there."""
        found = [
            {"files": list(made.files), "modules": list(made.modules), "answers": made.answers}
            for made in self.records.values()
        ]
        chapters = {name: self.now.files[f"notebooks/{name}"] for name in self.sources}
        return manifest.manifest(self.asked.parameters | {"area_code": self.asked.area_code}, chapters, found, self.now)

    def key(self) -> str:
        """The checksum of all that the report is set from."""
        outputs = {name: files.checksum(output) for name, output in self.executed.items()}
        return report_key(self.manifest(), outputs, self.now)

    def finished(self) -> bool:
        """Whether the report stands, whole and made from exactly these inputs."""
        if self.waiting(last=False) or self.waiting(last=True):
            return False
        known = files.read_json(self.known_as, {})
        return known.get("key") == self.key() and known.get("files") == standing(self.place)

    @property
    def place(self) -> Path:
        return project.reports() / self.asked.folder

    @property
    def known_as(self) -> Path:
        """Where the checksums of the finished report are kept."""
        return project.cache() / "reports" / f"{self.asked.folder}.json"

    def _first(self) -> list[PlannedChapter]:
        return [chapter for chapter in self.contents.chapters if not chapter.run_last]

    def _take(self, chapter: PlannedChapter) -> None:
        output, kept = self.kept.output(chapter), self.kept.record(chapter)
        if output is not None and kept is not None:
            self.executed[chapter.notebook.name], self.records[chapter.notebook.name] = output, kept
