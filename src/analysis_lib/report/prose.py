"""Markdown cells as blocks: the constructs that the report can set, and their plain text."""

from __future__ import annotations

import re
from typing import Any

import mistune

from analysis_lib.commentary import MARK
from analysis_lib.contents import PlannedChapter
from analysis_lib.errors import AssessmentError

SETTABLE = (
    *("heading", "paragraph", "block_text", "list", "list_item", "block_quote", "blank_line"),
    *("text", "softbreak", "emphasis", "strong", "codespan", "link"),
)
Block = dict[str, Any]


def prose_blocks(source: str, opening: Block, chapter: PlannedChapter) -> list[Block]:
    """A Markdown cell as blocks; the chapter's title and first paragraph go to its opening."""
    blocks = []
    for token in mistune.create_markdown(renderer="ast")(source):
        if token["type"] == "blank_line":
            continue
        _check_settable(token, chapter)
        if token["type"] == "heading":
            level, text = token["attrs"]["level"], plain_text(token)
            if level == 1 and not opening["title"]:
                opening["title"] = text
                continue
            blocks.append({"kind": "heading", "level": level, "text": text, "id": f"{opening['id']}-{_slug(text)}"})
        elif token["type"] == "paragraph" and not opening["lead"] and opening["title"]:
            opening["lead"] = plain_text(token)
        elif token["type"] == "block_quote" and plain_text(token).startswith(f"{MARK}."):
            text = plain_text(token).removeprefix(f"{MARK}.").strip()
            blocks.append({"kind": "review", "word": MARK, "text": text})
        else:
            blocks.append({"kind": "prose", "tokens": token})
    return blocks


def _check_settable(token: dict[str, Any], chapter: PlannedChapter) -> None:
    """Both exporters set the same constructs; another is refused here, with its chapter."""
    if token["type"] not in SETTABLE:
        raise AssessmentError(
            f"{chapter.notebook.name}: the report cannot set a Markdown {token['type'].replace('_', ' ')}. Use "
            "paragraphs, headings, lists, quotations, links and emphasis; print the rest with table() and figure()."
        )
    for child in token.get("children", []):
        _check_settable(child, chapter)


def plain_text(token: dict[str, Any]) -> str:
    """The text of a Markdown token without its marks."""
    if token["type"] == "softbreak":
        return " "
    return token.get("raw", "") + "".join(plain_text(child) for child in token.get("children", []))


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
