"""What the text of a chapter may hold although it looks like a figure or a finding: ``notebooks/terms.toml``."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from analysis_lib import project
from analysis_lib.errors import AssessmentError

LISTS = ("names", "phrases", "claims", "notes")


@dataclass(frozen=True)
class Terms:
    """Names that hold a digit, number words in plain speech, sentences that define or explain a comparison word, and
    figures of method in the notes that the library writes."""

    names: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def without_names(self, text: str) -> str:
        """A text with its names and phrases taken out, the longest first, and web addresses too."""
        text = re.sub(r"https?://\S+", " ", text)
        for term in sorted((*self.names, *self.phrases), key=len, reverse=True):
            text = text.replace(term, " ")
        return text


def terms() -> Terms:
    """The lists of ``notebooks/terms.toml``; none if there is no such file."""
    path = project.notebooks() / "terms.toml"
    return _read(path, path.stat().st_mtime_ns) if path.exists() else Terms()


@functools.cache
def _read(path: Path, modified: int) -> Terms:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise AssessmentError(f"{project.shown(path)} cannot be read: {error}. Correct that line.") from error
    if unknown := [name for name in found if name not in LISTS]:
        raise AssessmentError(f"{project.shown(path)} holds {', '.join(unknown)}; it may hold {', '.join(LISTS)}.")
    for name, items in found.items():
        if not isinstance(items, list) or not all(isinstance(item, str) and item.strip() for item in items):
            raise AssessmentError(f'{project.shown(path)}: {name} must be a list of texts; write {name} = ["..."].')
    return Terms(**{name: tuple(items) for name, items in found.items()})
