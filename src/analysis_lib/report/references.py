"""References: ``[](#key)`` in text or in a sentence becomes the number of the exhibit with that key, as a link.

``[the chart of changes](#changes)`` keeps its own words. The name of a chapter (``[](#recorded_crime)``) leads to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from analysis_lib.errors import AssessmentError
from analysis_lib.report.chapter import Block, paragraphs
from analysis_lib.report.prose import plain_text

REFERENCE = re.compile(r"\[([^\]]*)\]\(#([\w-]+)\)")


def resolve(chapters: Sequence[list[Block]]) -> None:
    """Turn every reference of these chapters into a link; refuse one that leads nowhere, with its place."""
    targets = _targets(chapters)
    for blocks in chapters:
        for block in blocks:
            for token in _links(block.get("tokens", {})):
                _resolve_token(token, targets, blocks[0]["name"])
            for _, parts, _ in paragraphs(block):
                _resolve_parts(parts, targets, blocks[0]["name"])


def _targets(chapters: Sequence[list[Block]]) -> dict[str, tuple[str, str]]:
    """Every key with the place it leads to and its name; refused if two exhibits share one."""
    targets: dict[str, tuple[str, str]] = {}
    for blocks in chapters:
        opening = blocks[0]
        found = [(opening["name"], (opening["id"], f"chapter {opening['number']}"))]
        found += [(block["key"], (block["id"], block["number"].lower())) for block in blocks if block.get("key")]
        for key, target in found:
            if key in targets:
                raise AssessmentError(
                    f'{opening["name"]}: the key "{key}" is that of {targets[key][1]} and of {target[1]}. '
                    "Give each exhibit a key of its own."
                )
            targets[key] = target
    return targets


def _links(token: dict[str, Any]) -> list[dict[str, Any]]:
    """The links inside a Markdown token that lead to a place of the report."""
    own = [token] if token.get("type") == "link" and token["attrs"]["url"].startswith("#") else []
    return own + [link for child in token.get("children", []) for link in _links(child)]


def _resolve_token(token: dict[str, Any], targets: dict[str, tuple[str, str]], chapter: str) -> None:
    place, name = _target(token["attrs"]["url"][1:], targets, chapter)
    token["attrs"]["url"] = f"#{place}"
    if not plain_text(token):
        token["children"] = [{"type": "text", "raw": name}]


def _resolve_parts(parts: list[dict[str, Any]], targets: dict[str, tuple[str, str]], chapter: str) -> None:
    for part in [part for part in parts if "figure" not in part and "](#" in part["text"]]:
        pieces = REFERENCE.split(part["text"])  # text, words, key, text, words, key, ..., text
        made = [{"text": pieces[0]}]
        for words, key, text in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
            place, name = _target(key, targets, chapter)
            made += [{"text": words or name, "target": place}, {"text": text}]
        where = next(position for position, other in enumerate(parts) if other is part)
        parts[where : where + 1] = [piece for piece in made if piece["text"]]


def _target(key: str, targets: dict[str, tuple[str, str]], chapter: str) -> tuple[str, str]:
    if key not in targets:
        raise AssessmentError(
            f'The chapter {chapter} refers to "{key}" ([](#{key})), but no exhibit of the report has that key. Give '
            f'the exhibit key="{key}", or correct the reference. Keys: {", ".join(sorted(targets))}.'
        )
    return targets[key]
