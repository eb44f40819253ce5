"""One notebook from the executed chapters: its blocks in reading order, figures and tables numbered once.

Each cell of the assembled notebook is one block, described in ``cell.metadata.analysis_lib``; all exporters
print these, so HTML, PDF and downloads cannot number or say anything differently.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat

from analysis_lib.assessment import Assessment
from analysis_lib.contents import Contents
from analysis_lib.contracts import Source
from analysis_lib.report.chapter import Block, chapter_blocks, rows_of
from analysis_lib.report.origins import origins, publications
from analysis_lib.report.references import resolve
from analysis_lib.report.theme import Theme, theme
from analysis_lib.report.trace import trace


def assemble(
    plan: Contents, assessment: Assessment, folder: Path, *, source: Source, facts: list[dict[str, Any]]
) -> nbformat.NotebookNode:
    """The assembled notebook of the chapters executed in ``folder``; ``facts`` are the tables of its last page."""
    publications.cache_clear()
    chapters = {
        chapter.name: chapter_blocks(chapter, nbformat.read(folder / chapter.notebook.name, as_version=4))
        for chapter in plan.chapters
    }
    resolve(list(chapters.values()))
    register = trace([chapters[chapter.name] for chapter in plan.running_order])
    blocks = [block for chapter in chapters.values() for block in chapter]
    blocks += [
        {"kind": "register", "id": "figures-in-the-text", "chapters": register},
        {"kind": "facts", "id": "about-this-edition", "tables": facts},
    ]
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [_cell(number, block) for number, block in enumerate(blocks)]
    notebook.metadata = {
        "language_info": {"name": "python"},
        "title": f"{assessment.area} {plan.title[:1].lower()}{plan.title[1:]} {assessment.year}",
        "analysis_lib": _about(plan, assessment)
        | _look(theme(), assessment.area.name)
        | _origins(source, blocks)
        | _lists(blocks),
    }
    return notebook


def _about(plan: Contents, assessment: Assessment) -> dict[str, Any]:
    """The names of this edition."""
    return {
        "title": f"{plan.title} {assessment.year}",
        "running_title": f"{assessment.area} {plan.title[:1].lower()}{plan.title[1:]} {assessment.year}",
        "area": assessment.area.name,
        "promise": plan.promise.format(**assessment.words),
        "period": f"Year to {assessment.current.end.day} {assessment.current.end:%B %Y}",
        "status": plan.status,
    }


def _origins(source: Source, blocks: list[Block]) -> dict[str, Any]:
    """When the newest of the publications used was published, and what must be said of each."""
    rows = [row for block in blocks for row in rows_of(block)]
    used = origins([source.name, *(name for row in rows for name in row["sources"])])
    published = max(one.published for one in used if one.published)  # of some the date was not read
    return {
        "published": f"{published:%B %Y}",
        "published_year": published.year,
        "published_month": published.month,
        "attributions": list(dict.fromkeys(one.attribution for one in used)),
    }


def _lists(blocks: list[Block]) -> dict[str, Any]:
    """The contents: chapters, figures and tables."""
    openings = [block for block in blocks if block["kind"] == "opening"]
    return {
        "chapters": [{name: block[name] for name in ("number", "short", "title", "id")} for block in openings],
        "exhibits": [{name: block[name] for name in ("kind", "number", "caption", "id")} for block in exhibits(blocks)],
    }


def exhibits(blocks: list[Block]) -> list[Block]:
    """The figures and tables among the blocks, in the order of the report."""
    return [block for block in blocks if block["kind"] in ("figure", "table")]


def blocks_of(notebook: nbformat.NotebookNode) -> list[Block]:
    """The blocks of an assembled notebook."""
    return [cell.metadata["analysis_lib"] for cell in notebook.cells]


def register_rows(notebook: nbformat.NotebookNode) -> list[dict[str, Any]]:
    """The register's rows of an assembled notebook, chapter by chapter in the order in which each prints them."""
    return [row for block in blocks_of(notebook) for row in rows_of(block)]


def _cell(number: int, block: Block) -> nbformat.NotebookNode:
    return nbformat.v4.new_markdown_cell("", id=f"block-{number}", metadata={"analysis_lib": block})


def _look(look: Theme, area: str) -> dict[str, Any]:
    """What the exporters print of the theme."""
    return {
        "organisation": look.organisation or _organisation(area),
        "partnership": look.partnership,
        "logo": look.logo,
        "logo_says": look.logo_says,
        "colours": {"light": look.light, "dark": look.dark},
        "fonts": look.fonts.licence,
        "support": [
            {"name": service.name, "contact": service.contact, "checked": service.checked_words}
            for service in look.support
        ],
    }


def _organisation(area: str) -> str:
    royal = ("Greenwich", "Kensington and Chelsea", "Kingston upon Thames")
    return (
        "City of Westminster"
        if area == "Westminster"
        else f"{'Royal' if area in royal else 'London'} Borough of {area}"
    )
