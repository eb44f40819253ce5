"""The summary: what the other chapters found, in their own words and figures."""

from __future__ import annotations

import html

from analysis_lib.assessment import Assessment
from analysis_lib.exhibits import contract
from analysis_lib.exhibits.register import Chapter, recorded_chapters
from analysis_lib.exhibits.sentences import say

SUMMARY = "summary"


def summarise(assessment: Assessment) -> None:
    """Print each chapter's key number and findings, as the chapter recorded them; say so if none did."""
    chapters = [chapter for chapter in recorded_chapters(assessment) if chapter.name != SUMMARY and chapter.findings]
    if not chapters:
        say(
            "No chapter of this assessment has been run yet, so there is nothing to sum up. Build the "
            "whole assessment first."
        )
    for chapter in chapters:
        _show(chapter)


def _show(chapter: Chapter) -> None:
    if chapter.key_number:
        text = "".join(
            part["text"]
            for name in ("number", "caption", "gloss")
            for part in [*chapter.key_number[name], {"text": " "}]
        )
        contract.show(chapter.key_number, html=f"<p><strong>{html.escape(text)}</strong></p>", text=text)
    items, figures = [], []
    for finding in chapter.findings:
        shift = len(figures)
        items.append(
            [part | ({"figure": part["figure"] + shift} if "figure" in part else {}) for part in finding["parts"]]
        )
        figures += finding["figures"]
    texts = ["".join(part["text"] for part in item) for item in items]
    contract.show(
        {"kind": "findings", "chapter": chapter.name, "title": chapter.title, "items": items, "figures": figures},
        html=f"<h3>{html.escape(chapter.title)}</h3><ol>{_items(texts)}</ol>",
        text="\n".join([chapter.title, *texts]),
    )


def _items(texts: list[str]) -> str:
    return "".join(f"<li>{html.escape(text)}</li>" for text in texts)
