"""What stands around every exhibit: its caption, source line and notes."""

from __future__ import annotations

import html
from typing import Any

from analysis_lib.contracts import Source
from analysis_lib.exhibits.sentences import sentence


def filled(text: str, words: dict[str, str]) -> str:
    """A caption, subtitle or note with its braces filled from ``words``; empty if it is empty."""
    return sentence(text, **words).text if text else ""


def source_line(source: Source | str | None, caption: str) -> str:
    """The line under an exhibit that names where its figures come from; refused if there is none."""
    if not source:
        raise ValueError(f'"{caption}" names no source; give source="publication from the organisation"')
    return source if isinstance(source, str) else source.line


def foot(payload: dict[str, Any]) -> str:
    """The source and notes of an exhibit's preview."""
    notes = f"<br>Notes: {html.escape(' '.join(payload['notes']))}" if payload["notes"] else ""
    return f"<p>Source: {html.escape(payload['source'])}{notes}</p>"
