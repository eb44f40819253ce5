"""One executed chapter as the report's blocks, in reading order: opening, headings, prose, sentences and exhibits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import nbformat

from analysis_lib.contents import PlannedChapter
from analysis_lib.errors import AssessmentError
from analysis_lib.exhibits import contract
from analysis_lib.report.prose import Block, prose_blocks

WIDEST_UPRIGHT = 8  # columns of figures; a wider table takes a turned page on paper


def chapter_blocks(chapter: PlannedChapter, notebook: nbformat.NotebookNode) -> list[Block]:
    """The opening, then prose, sentences and exhibits in the order of the cells, with every number of the register."""
    reader = _Reader(chapter)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            reader.blocks += prose_blocks(cell.source, reader.opening, chapter)
        for output in cell.get("outputs", []):
            if payload := contract.payload_of(output):
                reader.take(dict(payload))
    blocks = reader.finished()
    _refuse_empty_sections(blocks, chapter)
    _turn_with_introduction(blocks)
    return blocks


@dataclass
class _Reader:
    """A chapter as far as it has been read: its blocks, how many exhibits and figures it has, and its key number."""

    chapter: PlannedChapter
    blocks: list[Block] = field(default_factory=list)
    counters: dict[str, int] = field(default_factory=lambda: {"figure": 0, "table": 0})
    rows: int = 0
    key_number: Block | None = None

    def __post_init__(self) -> None:
        chapter = self.chapter
        self.blocks.append(
            {"kind": "opening", "number": chapter.number, "name": chapter.name, "short": chapter.short}
            | {"id": f"chapter-{chapter.number}", "title": "", "lead": "", "key_number": None, "findings": []}
        )

    @property
    def opening(self) -> Block:
        return self.blocks[0]

    def take(self, payload: Block) -> None:
        """Put what a cell printed where it belongs."""
        block = _numbered(payload, self.chapter, self.counters)
        self.rows = _with_register_rows(block, self.chapter, self.rows)
        if block["kind"] == "finding":
            self.opening["findings"].append(block)
        elif block["kind"] == "key_number":
            _refuse_second(self.key_number, self.chapter)
            self.key_number = block
        else:
            if block["kind"] == "findings":  # the summary: each chapter's number stands with its findings
                block["key_number"], self.key_number = self.key_number, None
            self.blocks.append(block)

    def finished(self) -> list[Block]:
        """The blocks of the chapter; refused if it has no title."""
        self.opening["key_number"] = self.key_number
        if not self.opening["title"]:
            raise AssessmentError(
                f"{self.chapter.notebook.name} has no title. Begin its first text cell with a line: # A question as "
                "the chapter's title"
            )
        return self.blocks


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
