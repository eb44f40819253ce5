"""One notebook from the executed chapters: its blocks in reading order, figures and tables numbered once.

Each cell of the assembled notebook is one block, described in ``cell.metadata.analysis_lib``; both exporters
print these, so HTML and PDF cannot number or say anything differently.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import mistune
import nbformat

from analysis_lib.assessment import Assessment
from analysis_lib.contents import Contents, PlannedChapter
from analysis_lib.contracts import Source
from analysis_lib.errors import AssessmentError
from analysis_lib.exhibits import contract

SETTABLE = (
    *("heading", "paragraph", "block_text", "list", "list_item", "block_quote", "blank_line"),
    *("text", "softbreak", "emphasis", "strong", "codespan", "link"),
)
WIDEST_UPRIGHT = 8  # columns of figures; a wider table takes a turned page on paper


def assemble(
    plan: Contents, assessment: Assessment, folder: Path, *, source: Source, facts: list[dict[str, Any]]
) -> nbformat.NotebookNode:
    """The assembled notebook of the chapters executed in ``folder``; ``facts`` are the tables of its last page."""
    notebook = nbformat.v4.new_notebook()
    openings = []
    for chapter in plan.chapters:
        blocks = _chapter(chapter, nbformat.read(folder / chapter.notebook.name, as_version=4))
        openings.append(blocks[0])
        notebook.cells += [_cell(block) for block in blocks]
    notebook.cells += [_cell({"kind": "facts", "id": "about-this-edition", "tables": facts})]
    for number, cell in enumerate(notebook.cells):
        cell.id = f"block-{number}"
    blocks = [cell.metadata["analysis_lib"] for cell in notebook.cells]
    notebook.metadata = {
        "language_info": {"name": "python"},
        "title": f"{assessment.area} {plan.title[:1].lower()}{plan.title[1:]} {assessment.year}",
        "analysis_lib": {
            "title": f"{plan.title} {assessment.year}",
            "running_title": f"{assessment.area} {plan.title[:1].lower()}{plan.title[1:]} {assessment.year}",
            "area": assessment.area.name,
            "organisation": _organisation(assessment.area.name),
            "promise": plan.promise.format(**assessment.words),
            "period": f"Year to {assessment.current.end.day} {assessment.current.end:%B %Y}",
            "published": f"{source.published:%B %Y}",
            "status": plan.status,
            "attribution": source.attribution,
            "chapters": [{name: opening[name] for name in ("number", "short", "title", "id")} for opening in openings],
            "exhibits": [
                {name: block[name] for name in ("kind", "number", "caption", "id")}
                for block in blocks
                if block["kind"] in ("figure", "table")
            ],
        },
    }
    return notebook


def _chapter(chapter: PlannedChapter, notebook: nbformat.NotebookNode) -> list[dict[str, Any]]:
    """The opening, then prose, sentences and exhibits in the order of the cells."""
    opening: dict[str, Any] = {
        "kind": "opening",
        "number": chapter.number,
        "name": chapter.name,
        "short": chapter.short,
        "id": f"chapter-{chapter.number}",
        "title": "",
        "lead": "",
        "key_number": None,
        "findings": [],
    }
    blocks: list[dict[str, Any]] = [opening]
    counters = {"figure": 0, "table": 0}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            blocks += _prose(cell.source, opening, chapter)
        for output in cell.get("outputs", []):
            payload = contract.payload_of(output)
            if payload is None:
                continue
            if payload["kind"] == "finding":
                opening["findings"].append(payload)
            elif payload["kind"] == "key_number":
                opening["key_number"] = opening["key_number"] or payload
            else:
                blocks.append(_numbered(payload, chapter, counters))
    _turn_with_introduction(blocks)
    if not opening["title"]:
        raise AssessmentError(
            f"{chapter.notebook.name} has no title. Begin its first text cell with a line: # A question as "
            "the chapter's title"
        )
    return blocks


def _turn_with_introduction(blocks: list[dict[str, Any]]) -> None:
    """On paper a wide table takes its heading and introduction along to the turned page; alone they would fill one."""
    for place, block in enumerate(blocks):
        if block.get("turned"):
            first = place
            while blocks[first]["kind"] != "heading" and blocks[first - 1]["kind"] in ("heading", "prose", "sentence"):
                first -= 1
            block["turn_begun"] = first < place
            blocks[first]["turn_begins"] = first < place


def _prose(source: str, opening: dict[str, Any], chapter: PlannedChapter) -> list[dict[str, Any]]:
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


def _numbered(payload: dict[str, Any], chapter: PlannedChapter, counters: dict[str, int]) -> dict[str, Any]:
    kind = payload["kind"]
    if kind not in counters:
        return dict(payload)
    counters[kind] += 1
    number = f"{chapter.number}.{counters[kind]}"
    numbered = {name: part for name, part in payload.items() if name != "data"} | {
        "number": f"{kind.capitalize()} {number}",
        "id": f"{kind}-{number.replace('.', '-')}",
        "download": f"downloads/{kind}-{number.replace('.', '-')}.csv",
    }
    if kind == "table":
        numbered["turned"] = len(payload["columns"]) > WIDEST_UPRIGHT
    return numbered


def _cell(block: dict[str, Any]) -> nbformat.NotebookNode:
    return nbformat.v4.new_markdown_cell("", metadata={"analysis_lib": block})


def _organisation(area: str) -> str:
    royal = ("Greenwich", "Kensington and Chelsea", "Kingston upon Thames")
    return (
        "City of Westminster"
        if area == "Westminster"
        else f"{'Royal' if area in royal else 'London'} Borough of {area}"
    )


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
