"""What travels between a build and its workers: which assessment, what to do, and what came of it.

Whoever receives one of these loads this module, so it stands apart from those that load the heavy libraries: the parent
of the workers needs none of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Chapters = dict[str, bytes]  # files, by name


@dataclass(frozen=True)
class Asked:
    """Which assessment is asked for, in plain words; what of it a build with nothing to do must know."""

    area: str
    area_code: str
    label: str
    folder: str
    parameters: dict[str, Any]

    @classmethod
    def of(cls, assessment: Any) -> Asked:
        """From an :class:`analysis_lib.assessment.Assessment`, or itself."""
        if isinstance(assessment, Asked):
            return assessment
        area, label = assessment.area, assessment.current.label
        return cls(area.name, area.code, label, assessment.folder, assessment.parameters)


@dataclass(frozen=True)
class ChapterTask:
    """One chapter of one assessment, to be run."""

    root: str | None
    notebook: str
    content: bytes
    parameters: dict[str, Any]
    engine: str
    lent: Chapters


@dataclass(frozen=True)
class Outcome:
    """What came of a chapter: the executed notebook and what it read, or where and why it failed."""

    notebook: bytes
    found: dict[str, Any] = field(default_factory=dict)
    failure: str = ""


@dataclass(frozen=True)
class PartTask:
    """One part of one report, to be set from its executed chapters."""

    root: str | None
    part: str
    parameters: dict[str, Any]
    chapters: Chapters
    made_of: dict[str, Any]
