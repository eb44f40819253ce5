"""One executed chapter as the report's blocks, in reading order: opening, headings, prose, sentences and exhibits."""

from __future__ import annotations

import re
from typing import Any

import mistune
import nbformat

from analysis_lib.contents import PlannedChapter
from analysis_lib.errors import AssessmentError
from analysis_lib.exhibits import contract

SETTABLE = (
    *("heading", "paragraph", "block_text", "list", "list_item", "block_quote", "blank_line"),
    *("text", "softbreak", "emphasis", "strong", "codespan", "link"),
)
WIDEST_UPRIGHT = 8  # columns of figures; a wider table takes a turned page on paper
Block = dict[str, Any]


def chapter_blocks(chapter: PlannedChapter, notebook: nbformat.NotebookNode) -> list[Block]:
    """The opening, then prose, sentences and exhibits in the order of the cells, with every number of the register."""
    opening: Block = {
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
    blocks: list[Block] = [opening]
    counters, rows, key_number = {"figure": 0, "table": 0}, 0, None
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            blocks += _prose(cell.source, opening, chapter)
        for output in cell.get("outputs", []):
            payload = contract.payload_of(output)
            if payload is None:
                continue
            block = _numbered(dict(payload), chapter, counters)
            rows = _with_register_rows(block, chapter, rows)
            if block["kind"] == "finding":
                opening["findings"].append(block)
            elif block["kind"] == "key_number":
                _refuse_second(key_number, chapter)
                key_number = block
            else:
                if block["kind"] == "findings":  # the summary: each chapter's number stands with its findings
                    block["key_number"], key_number = key_number, None
                blocks.append(block)
    opening["key_number"] = key_number
    if not opening["title"]:
        raise AssessmentError(
            f"{chapter.notebook.name} has no title. Begin its first text cell with a line: # A question as "
            "the chapter's title"
        )
    _refuse_empty_sections(blocks, chapter)
    _turn_with_introduction(blocks)
    return blocks


def _refuse_second(key_number: Block | None, chapter: PlannedChapter) -> None:
    if key_number:
        raise AssessmentError(
            f"{chapter.notebook.name} prints two key numbers. A chapter has one number to remember; say the other "
            "in a finding(...)."
        )


def paragraphs(block: Block) -> list[tuple[str, list[dict], list[dict]]]:
    """Every paragraph of a block that may say figures: its name, its parts, and the rows that they refer to."""
    found = []
    if key := block.get("key_number"):
        found += [("the key number", key[name], key["figures"]) for name in ("number", "caption", "gloss")]
    found += [("What we found", finding["parts"], finding["figures"]) for finding in block.get("findings", [])]
    if "parts" in block:
        found.append(("", block["parts"], block["figures"]))
    return found + [(block.get("title", ""), parts, block["figures"]) for parts in block.get("items", [])]


def rows_of(block: Block) -> list[dict[str, Any]]:
    """The register's rows of a block, in the order in which it prints them."""
    held = [*([block["key_number"]] if block.get("key_number") else []), *block.get("findings", []), block]
    return [row for payload in held for row in payload.get("figures", [])]


def _with_register_rows(block: Block, chapter: PlannedChapter, before: int) -> int:
    """Give every number of a block its row of the register, with id and place; how many rows the chapter has now."""
    rows = contract.drawn_rows(block) if block["kind"] == "figure" else block.get("figures", [])
    places = {
        cell["figure"]: {"row": row["head"], "column": column["head"]}
        for row in block.get("rows", [])
        for column, cell in zip(block["columns"], row["cells"], strict=True)
        if "figure" in cell
    }
    block["figures"] = [
        {name: row.get(name) for name in contract.REGISTER_COLUMNS}
        | {
            "id": f"{chapter.name}-{number}",
            "chapter": chapter.name,
            "printed_in": block.get("number", "text") if "id" in block else "text",
        }
        | places.get(number - before - 1, {})
        for number, row in enumerate(rows, before + 1)
    ]
    return before + len(rows)


def _numbered(payload: Block, chapter: PlannedChapter, counters: dict[str, int]) -> Block:
    """Figures and tables get their number, their place on the page and the names of their downloads."""
    kind = payload["kind"]
    if kind not in counters:
        return payload
    counters[kind] += 1
    number = f"{chapter.number}.{counters[kind]}"
    numbered = payload | {"number": f"{kind.capitalize()} {number}", "id": f"{kind}-{number.replace('.', '-')}"}
    numbered["download"] = f"downloads/{numbered['id']}.csv"
    if kind == "table":
        numbered["turned"] = len(payload["columns"]) > WIDEST_UPRIGHT
    return numbered


def _refuse_empty_sections(blocks: list[Block], chapter: PlannedChapter) -> None:
    """A heading with nothing under it is an error; a deeper heading under it is something."""
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        ends = following is None or (following["kind"] == "heading" and following["level"] <= block.get("level", 0))
        if block["kind"] == "heading" and ends:
            raise AssessmentError(
                f'{chapter.notebook.name}: nothing stands under the heading "{block["text"]}". Say there what the '
                "figures show, or print gap(...) to say which evidence is missing, or take the heading out."
            )


def _turn_with_introduction(blocks: list[Block]) -> None:
    """On paper a wide table takes its heading and introduction along to the turned page; alone they would fill one."""
    for place, block in enumerate(blocks):
        if block.get("turned"):
            first = place
            while blocks[first]["kind"] != "heading" and blocks[first - 1]["kind"] in ("heading", "prose", "sentence"):
                first -= 1
            block["turn_begun"] = first < place
            blocks[first]["turn_begins"] = first < place


def _prose(source: str, opening: Block, chapter: PlannedChapter) -> list[Block]:
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


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
